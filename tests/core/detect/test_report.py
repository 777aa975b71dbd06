"""The report of one pass: transitions, JSON, memory."""

from __future__ import annotations

import gc
import json
import tracemalloc

import numpy as np
import pytest

from benchmarks import detection_kinds as kinds
from benchmarks.detection_footage import shot
from slowglass.core.detect.cuts import Cut
from slowglass.core.detect.duplicates import Cadence, Repeat
from slowglass.core.detect.flashes import Flash
from slowglass.core.detect.gradual import Transition
from slowglass.core.detect.report import SCHEMA, PictureReport, analyse
from slowglass.core.errors import ShapeError
from tests import tolerances

REPORT = PictureReport(
    frame_count=90,
    cuts=(Cut(12, 0.61, "new picture"),),
    flashes=(Flash(20, 21),),
    transitions=(Transition(30, 42, "dissolve"),),
    repeats=(Repeat(50, 51, "moving"), Repeat(60, 80, "still")),
    cadence=Cadence(1, 2),
)


def test_a_fade_to_black_and_back_is_two_transitions() -> None:
    clip = kinds.fade(np.random.default_rng([100, 4]))
    transitions = analyse(clip.frames).transitions
    assert [transition.kind for transition in transitions] == ["fade", "fade"]
    for found, (first, last) in zip(transitions, clip.transitions, strict=True):
        middle = (first + last) / 2
        assert found.first < middle < found.last


def test_a_pan_is_no_transition() -> None:
    assert analyse(shot(np.random.default_rng(3), 60, 3.0)).transitions == ()


def test_the_report_as_json_holds_everything() -> None:
    assert json.loads(json.dumps(REPORT.to_json())) == {
        "schema": SCHEMA,
        "frame_count": 90,
        "cuts": [{"frame": 12, "score": 0.61, "reason": "new picture"}],
        "flashes": [{"first": 20, "last": 21}],
        "transitions": [{"first": 30, "last": 42, "kind": "dissolve"}],
        "repeats": [
            {"first": 50, "last": 51, "kind": "moving"},
            {"first": 60, "last": 80, "kind": "still"},
        ],
        "cadence": {"repeats": 1, "period": 2},
    }


def test_frames_to_act_on_are_listed() -> None:
    assert REPORT.cut_frames == (12,)
    assert REPORT.moving_duplicates == (50, 51)


def test_a_frame_of_another_shape_is_named() -> None:
    with pytest.raises(ShapeError, match="frame 2"):
        analyse(np.zeros(shape, np.float32) for shape in ((72, 128), (72, 128), (54, 128)))


def test_memory_does_not_grow_with_the_clip() -> None:
    base = shot(np.random.default_rng(0), 1)[0]
    peaks = []
    for count in (80, 240):
        gc.collect()
        tracemalloc.start()
        analyse(np.roll(base, frame, axis=1) for frame in range(count))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * tolerances.STREAMING_MEMORY_RATIO
