"""A signal ends what is not making frames at once, and frames when one is done."""

from __future__ import annotations

import signal

import pytest

from slowglass.core.errors import CancelledError
from slowglass.core.pipeline import Progress
from slowglass.plugin.cli.signals import Signals, Stopped

NUMBER = signal.SIGTERM


@pytest.mark.parametrize("stage", [None, "look"])
def test_before_the_first_frame_a_signal_does_not_wait(stage: str | None) -> None:
    signals = Signals()
    with (
        pytest.raises(Stopped) as caught,
        signals.handled(),
        signals.between_frames(lambda _: None) as (report, _),
    ):
        if stage is not None:
            report(Progress("look", 1, 2))
        signal.raise_signal(NUMBER)
    assert caught.value.exit_code == 128 + NUMBER


def test_while_frames_are_made_it_is_noted_and_a_second_one_does_not_wait() -> None:
    signals, told = Signals(), list[Progress]()
    with (
        pytest.raises(Stopped),
        signals.handled(),
        signals.between_frames(told.append) as (report, stop),
    ):
        report(Progress("make", 0, 2))
        assert not stop()
        signal.raise_signal(NUMBER)
        assert stop()
        signal.raise_signal(NUMBER)
    assert told == [Progress("make", 0, 2)]


def test_work_that_was_stopped_ends_with_the_signals_exit_code() -> None:
    signals = Signals()
    with (
        pytest.raises(Stopped) as caught,
        signals.handled(),
        signals.between_frames(lambda _: None) as (report, _),
    ):
        report(Progress("make", 0, 2))
        signal.raise_signal(NUMBER)
        raise CancelledError("stopped")
    assert caught.value.exit_code == 128 + NUMBER
