"""Stages: order, bounded memory, errors and stopping."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from slowglass.core.pipeline.stages import Stage, Stages, Timings, write_trace


def stages(*works: Callable[[int], int], workers: int = 1) -> list[Stage]:
    return [Stage(f"stage {k}", work, workers) for k, work in enumerate(works)]


def same(x: int) -> int:
    return x


def test_results_come_in_order_through_every_step() -> None:
    chain = Stages(range(20), stages(lambda x: x + 1, lambda x: x * 10))
    assert list(chain) == [(k + 1) * 10 for k in range(20)]


def test_no_items_give_no_results() -> None:
    assert list(Stages([], stages(same))) == []


@pytest.mark.parametrize("workers", [1, 3])
def test_what_waits_is_bounded(workers: int) -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for k in range(1000):
            taken += 1
            yield k

    results = iter(Stages(items(), stages(same, same, workers=workers)))
    next(results)
    threading.Event().wait(0.3)
    assert taken < 15
    results.close()


@pytest.mark.parametrize("workers", [1, 3])
def test_an_error_in_a_stage_reaches_the_caller(workers: int) -> None:
    def fail(x: int) -> int:
        if x == 3:
            raise KeyError("three")
        return x

    with pytest.raises(KeyError, match="three"):
        list(Stages(range(100), stages(same, fail, workers=workers)))


def test_an_error_among_the_items_reaches_the_caller() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        list(Stages(items(), stages(same)))


@pytest.mark.parametrize("workers", [1, 3])
def test_stopping_early_ends_all_threads(workers: int) -> None:
    before = threading.active_count()
    results = iter(Stages(range(10**9), stages(same, same, workers=workers)))
    for _ in range(5):
        next(results)
    results.close()
    assert threading.active_count() == before


def test_a_stage_of_several_workers_works_on_several_items_at_once_and_keeps_their_order() -> None:
    both_are_here = threading.Barrier(2, timeout=10)

    def meet(x: int) -> int:
        both_are_here.wait()
        return x

    assert list(Stages(range(8), stages(meet, same, workers=2))) == list(range(8))


def test_times_tell_work_from_waiting() -> None:
    timings = Timings()
    first_may_end = threading.Event()

    def first(x: int) -> int:
        assert first_may_end.wait(10)
        return x

    chain = Stages(range(3), [Stage("first", first), Stage("second", same)], timings)
    threading.Timer(0.2, first_may_end.set).start()
    assert list(chain) == [0, 1, 2]
    times = {time.stage: time for time in timings.stages()}
    assert [times[name].items for name in ("first", "second")] == [3, 3]
    # It slept, so it used no processor, and kept the other waiting for work.
    assert times["first"].busy_seconds > 0.15 > times["first"].processor_seconds
    assert times["second"].waits_for_work_seconds > 0.15 > times["second"].busy_seconds


def test_nothing_is_kept_where_nobody_asks_for_times() -> None:
    timings = Timings(wanted=False)
    assert list(Stages(range(3), stages(same), timings)) == [0, 1, 2]
    assert timings.spans == ()


def test_a_trace_has_a_track_for_each_thread_and_all_its_times(tmp_path: Path) -> None:
    timings = Timings()
    list(Stages(range(2), stages(same, same), timings))
    write_trace(tmp_path / "trace.json", timings.spans)
    events = json.loads((tmp_path / "trace.json").read_text("utf-8"))["traceEvents"]
    tracks = {e["tid"]: e["args"]["name"] for e in events if e["ph"] == "M"}
    assert set(tracks.values()) == {"stage 0", "stage 1"}
    spans = [e for e in events if e["ph"] == "X"]
    assert len(spans) == len(timings.spans)
    for event, span in zip(spans, timings.spans, strict=True):
        assert tracks[event["tid"]] == span.thread
        assert event["ts"] == round(1e6 * span.start_seconds)
        assert event["dur"] == round(1e6 * span.seconds)
