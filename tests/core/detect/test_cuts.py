"""Hard cuts, and what must not be taken for one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks import detection_kinds as kinds
from benchmarks.detection_footage import Clip, Maker, Scene, View, join, shot
from slowglass.core.detect.report import PictureReport, analyse


def make(kind: Maker, seed: int = 1) -> tuple[Clip, PictureReport]:
    clip = kind(np.random.default_rng([100, seed]))
    return clip, analyse(clip.frames)


@pytest.mark.parametrize(
    "kind",
    [
        kinds.cuts,
        kinds.cuts_low_contrast,
        kinds.cuts_noisy,
        kinds.cuts_same_scene,
        kinds.cuts_short_shots,
        kinds.cuts_insert,
        kinds.cuts_on_twos,
    ],
)
def test_every_cut_is_found_and_nothing_else(kind: Maker) -> None:
    clip, report = make(kind)
    assert clip.cuts
    assert report.cut_frames == clip.cuts


@pytest.mark.parametrize(
    "kind",
    [
        kinds.flash,
        kinds.whip_pan,
        kinds.shake,
        kinds.fast_zoom,
        kinds.occluder,
        kinds.static,
        kinds.dissolve,
        kinds.fade,
        kinds.pendulum,
    ],
)
def test_no_cut_is_found_where_there_is_none(kind: Maker) -> None:
    assert make(kind)[1].cut_frames == ()


def test_a_white_flash_is_reported_with_its_frames() -> None:
    frames = shot(np.random.default_rng(5), 24)
    for frame in (10, 11):
        frames[frame] = frames[frame] * 0.1 + 0.9
    report = analyse(frames)
    assert report.cut_frames == ()
    assert [(flash.first, flash.last) for flash in report.flashes] == [(10, 11)]


@pytest.mark.parametrize(
    "relit",
    [
        pytest.param(lambda frame: np.clip(frame * 2 + 0.2, 0, 1), id="whites clip"),
        pytest.param(lambda frame: frame + 0.12, id="faint"),
        pytest.param(lambda frame: frame * 0.2, id="lights out"),
        pytest.param(lambda frame: frame * 0, id="black"),
    ],
)
def test_one_frame_under_other_light_is_a_flash_however_faint(
    relit: Callable[[NDArray[np.float32]], NDArray[np.float32]],
) -> None:
    frames = shot(np.random.default_rng(5), 24)
    frames[10] = relit(frames[10])
    report = analyse(frames)
    assert report.cut_frames == ()
    assert [(flash.first, flash.last) for flash in report.flashes] == [(10, 10)]


@pytest.mark.parametrize(
    "kind", [kinds.whip_pan, kinds.shake, kinds.fast_zoom, kinds.dissolve, kinds.fade, kinds.cuts]
)
def test_no_flash_is_found_where_the_light_stays_or_changes_for_good(kind: Maker) -> None:
    assert make(kind)[1].flashes == ()


def test_an_insert_has_two_cuts_that_say_so() -> None:
    rng = np.random.default_rng(6)
    old, new = shot(rng, 24), shot(rng, 2)
    report = analyse(join("insert", [old[:12], new, old[12:]]).frames)
    assert [(cut.frame, cut.reason) for cut in report.cuts] == [
        (12, "insert begins"),
        (14, "insert ends"),
    ]


def test_a_cut_from_black_and_to_black_is_a_cut() -> None:
    black = [np.zeros((72, 128), np.float32)] * 12
    middle = shot(np.random.default_rng(7), 12)
    assert analyse([*black, *middle, *black]).cut_frames == (12, 24)


def test_a_cut_between_still_pictures_is_found() -> None:
    scenes = [Scene(np.random.default_rng(seed), noise=0) for seed in (8, 9)]
    stills = [scene.shoot([View(300, 240)])[0] for scene in scenes]
    assert analyse([stills[0]] * 10 + [stills[1]] * 10).cut_frames == (10,)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_clip_of_hardly_any_frames_has_no_cut(count: int) -> None:
    report = analyse(shot(np.random.default_rng(10), count))
    assert (report.frame_count, report.cuts) == (count, ())
