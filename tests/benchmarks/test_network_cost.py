"""Costs are counted without computing, and are those that follow from the layers."""

from __future__ import annotations

import pytest

from benchmarks.architectures import NAMES, model_named, network_of, without_values
from benchmarks.network_cost import operations
from slowglass.core.models.registry import ARCHITECTURES

PAIR_MULTIPLY_ADDS, FRAME_MULTIPLY_ADDS = 320_320, 342_560
"""For each pixel: of Super SloMo's two networks, added up over their layers by hand."""

PADDED_PIXELS = 1920 * 1088


def test_the_work_of_super_slomo_is_that_of_its_layers() -> None:
    counted = operations(model_named("superslomo"))
    pair, frame = (
        2 * each * PADDED_PIXELS / 1e9 for each in (PAIR_MULTIPLY_ADDS, FRAME_MULTIPLY_ADDS)
    )
    assert counted["pair_gflop"] == pytest.approx(pair)
    assert counted["frame_gflop"] == pytest.approx(frame)
    assert counted["gflop_1080p_8x"] == pytest.approx(pair + 7 * frame)


def test_what_is_no_network_has_none_to_count() -> None:
    flow = model_named("flow")
    assert network_of(flow) is None
    assert without_values(flow) is None
    assert set(operations(flow).values()) == {0.0}


def test_every_architecture_is_measured() -> None:
    assert {one.name for one in ARCHITECTURES} <= set(NAMES)
