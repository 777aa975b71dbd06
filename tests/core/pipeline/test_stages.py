"""Stages: order, bounded memory, errors and stopping."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from slowglass.core.pipeline.stages import Stages


def test_results_come_in_order_through_every_step() -> None:
    stages = Stages(range(20), [lambda x: x + 1, lambda x: x * 10])
    assert list(stages) == [(k + 1) * 10 for k in range(20)]


def test_no_items_give_no_results() -> None:
    assert list(Stages([], [lambda x: x])) == []


def test_what_waits_is_bounded() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for k in range(1000):
            taken += 1
            yield k

    stages = Stages(items(), [lambda x: x, lambda x: x], capacity=2)
    results = iter(stages)
    next(results)
    threading.Event().wait(0.3)
    assert taken < 15
    results.close()


def test_an_error_in_a_step_reaches_the_caller_after_the_results_before_it() -> None:
    def fail(x: int) -> int:
        if x == 3:
            raise KeyError("three")
        return x

    with pytest.raises(KeyError, match="three"):
        list(Stages(range(100), [fail, lambda x: x]))


def test_an_error_among_the_items_reaches_the_caller() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        list(Stages(items(), [lambda x: x]))


def test_stopping_early_ends_all_threads() -> None:
    before = threading.active_count()
    results = iter(Stages(range(10**9), [lambda x: x, lambda x: x]))
    for _ in range(5):
        next(results)
    results.close()
    assert threading.active_count() == before
