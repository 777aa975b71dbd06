"""Speeds that change within a clip, as Premiere and Final Cut write them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from slowglass.host_adapters.otio.curve import curve_effect, curve_of, shown_at
from slowglass.host_adapters.otio.media_paths import plain_path
from slowglass.host_adapters.otio.timeline_file import read_timeline
from slowglass.plugin.cli.app import main
from tests.host_adapters.otio import graded, ten_clips_fcp7, ten_clips_fcpx
from tests.host_adapters.otio.ten_clips import FRAMES, Shown
from tests.host_adapters.otio.test_conform import OPTIONS, shown
from tests.tolerances import PATCH_FRAMES

CLIP = Shown("half", Fraction(25), 10, 20)
KEYS = [(0, 0), (16, 16), (26, 21), (40, 49)]
"""Frame of the clip, frame of its media: as shot, then half, then double."""
VIRTUAL = "<speedvirtualkf>TRUE</speedvirtualkf>"


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ramps")
    graded.write(folder / "half.mkv", CLIP.rate, FRAMES)
    return folder


def premiere(media: Path, more: str = "") -> str:
    """The clip with a graph, the last key of which nobody set and is nonsense."""
    keys = "".join(
        f"<keyframe><when>{when}</when><value>{value}</value>{more}</keyframe>"
        for when, value in KEYS
    )
    junk = f"<keyframe><when>50</when><value>-1815255671</value>{VIRTUAL}</keyframe>"
    parameters = (
        "<parameter><parameterid>variablespeed</parameterid><value>1</value></parameter>"
        "<parameter><parameterid>speed</parameterid><value>122.5</value></parameter>"
        f"<parameter><parameterid>graphdict</parameterid><valuemin>0</valuemin>"
        f"<valuemax>{FRAMES - 1}</valuemax><value>0</value>{keys}{junk}</parameter>"
    )
    remap = f"<filter><effect><name>Time Remap</name><effectid>timeremap</effectid>{parameters}"
    text = ten_clips_fcp7.single(CLIP, media / "half.mkv")
    mark = "<filter><effect><name>Opacity"
    return text.replace(mark, f"{remap}</effect></filter>{mark}")


def final_cut(media: Path, interpolation: str = "linear") -> str:
    """The clip with a map, in a cut of nothing else."""
    keys = "".join(
        f'<timept time="{Fraction(when, 25)}s" value="{3600 + Fraction(value, 25)}s" '
        f'interp="{interpolation}"/>'
        for when, value in KEYS
    )
    return ten_clips_fcpx.single(CLIP, media, f"<timeMap>{keys}</timeMap>", Fraction(10, 25))


Written = Callable[[Path], str]


@pytest.mark.parametrize(("written", "suffix"), [(premiere, ".xml"), (final_cut, ".fcpxml")])
def test_a_ramp_shows_the_moments_of_its_keys(
    media: Path, tmp_path: Path, written: Written, suffix: str
) -> None:
    cut, target = tmp_path / f"cut{suffix}", tmp_path / f"new{suffix}"
    cut.write_text(written(media), encoding="utf-8")
    assert main(["conform", str(cut), "-o", str(target), "--handles", "2", *OPTIONS]) == 0
    found = list(shown(read_timeline(target)))
    keys = np.array(KEYS, float)
    wanted = np.interp(np.arange(10.0, 30.0), keys[:, 0], keys[:, 1])
    assert len(found) == CLIP.frames
    for (frame, clip, position), moment in zip(found, wanted, strict=True):
        got = graded.moment(plain_path(clip.media_reference.target_url), int(position))
        assert got == pytest.approx(moment, abs=PATCH_FRAMES), f"frame {frame}"


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        (lambda media: premiere(media, "<pproRampStart>TRUE</pproRampStart>"), ".xml"),
        (lambda media: final_cut(media, "smooth2"), ".fcpxml"),
    ],
)
def test_a_smooth_ramp_is_named_and_left(
    media: Path,
    tmp_path: Path,
    text: Written,
    suffix: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    cut = tmp_path / f"cut{suffix}"
    cut.write_text(text(media), encoding="utf-8")
    assert main(["conform", str(cut), "-o", str(tmp_path / f"new{suffix}"), *OPTIONS]) == 3
    assert "expected one speed for half" in capsys.readouterr().out


def test_a_curve_is_exact_and_goes_on_evenly() -> None:
    points = [
        (Fraction(0), Fraction(1, 3)),
        (Fraction(1), Fraction(4, 3)),
        (Fraction(3), Fraction(2)),
    ]
    curve = curve_of(curve_effect("ramp", points))
    assert curve == tuple(points)
    asked = [Fraction(-1), Fraction(1, 2), Fraction(1), Fraction(2), Fraction(6)]
    expected = [Fraction(-2, 3), Fraction(5, 6), Fraction(4, 3), Fraction(5, 3), Fraction(3)]
    assert [shown_at(curve, moment) for moment in asked] == expected
