"""Stages that all take about as long share the cores, a network has them all."""

from __future__ import annotations

import threading
from fractions import Fraction
from pathlib import Path

import pytest
import torch

from slowglass.core import JobSpec, retime
from slowglass.core.pipeline.making import FrameMaker
from slowglass.core.pipeline.stages import cores_shared
from slowglass.core.timing import ConstantSpeed
from tests.clips import movie_frames, write_sequence


def threads_of_another() -> int:
    """Return what torch is told in a thread that begins now."""
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(torch.get_num_threads()))
    thread.start()
    thread.join()
    return found[0]


@pytest.fixture
def four_threads(request: pytest.FixtureRequest) -> None:
    before = torch.get_num_threads()
    request.addfinalizer(lambda: torch.set_num_threads(before))
    torch.set_num_threads(4)


@pytest.mark.usefixtures("four_threads")
def test_threads_that_begin_meanwhile_use_half_of_the_cores() -> None:
    with cores_shared():
        assert threads_of_another() == 2
    assert threads_of_another() == torch.get_num_threads() == 4


@pytest.mark.usefixtures("four_threads")
@pytest.mark.parametrize(("model", "expected"), [("flow", 2), ("slowglass", 4)])
def test_a_model_that_is_no_network_leaves_cores_to_other_stages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str, expected: int
) -> None:
    seen: list[int] = []
    compose = FrameMaker.compose

    def watched(*arguments: object) -> object:
        seen.append(torch.get_num_threads())
        return compose(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(FrameMaker, "compose", watched)
    source = write_sequence(tmp_path, movie_frames(2), "a.{:04d}.png")
    job = JobSpec(
        source=source,
        output=str(tmp_path / "out" / "s.####.png"),
        time=ConstantSpeed(Fraction(1, 2)),
        model=model,
        device="cpu",
    )
    retime(job)
    assert set(seen) == {expected}
    assert torch.get_num_threads() == 4
