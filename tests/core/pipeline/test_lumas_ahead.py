"""Small pictures read ahead: the same ones in the same order, errors in their turn."""

from __future__ import annotations

from contextlib import closing
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from slowglass.core.errors import UnreadableMediaError, UsageError
from slowglass.core.pipeline.lumas_ahead import LumasAhead
from slowglass.core.pipeline.missing import LossFinder

WIDTH = 2


class Clip:
    """Pictures that show their index; some are damaged."""

    read: Any = None

    def __init__(self, kind: str, damaged: tuple[int, ...] = ()) -> None:
        self.info: Any = SimpleNamespace(
            kind=kind, path="clip", clock=SimpleNamespace(frame_count=9)
        )
        self.damaged = damaged
        self.asked: list[int] = []

    def read_luma(self, index: int, width: int) -> NDArray[np.float32]:
        self.asked.append(index)
        if index in self.damaged:
            raise UnreadableMediaError("damaged", frame=index)
        return np.full((1, width), index, np.float32)


@pytest.mark.parametrize("kind", ["movie", "sequence"])
def test_each_picture_is_read_once_and_comes_in_its_turn(kind: str) -> None:
    clip = Clip(kind)
    with closing(LumasAhead(clip, range(9), WIDTH)) as ahead:
        assert [ahead.read_luma(k, WIDTH)[0, 0] for k in range(9)] == list(range(9))
    assert sorted(clip.asked) == list(range(9))


@pytest.mark.parametrize("kind", ["movie", "sequence"])
def test_damage_is_told_in_its_turn_and_others_stand_in_for_it(kind: str) -> None:
    clip = Clip(kind, damaged=(0, 1, 5))
    with closing(LumasAhead(clip, range(9), WIDTH)) as ahead:
        finder = LossFinder(ahead, (), range(0))
        shown = [finder.read_luma(k, WIDTH)[0, 0] for k in range(9)]
    assert shown == [2, 2, 2, 3, 4, 4, 6, 7, 8]
    assert finder.lost == {0, 1, 5}
    assert sorted(clip.asked) == list(range(9))


def test_a_picture_that_was_passed_over_is_refused() -> None:
    with closing(LumasAhead(Clip("movie"), range(9), WIDTH)) as ahead:
        ahead.read_luma(4, WIDTH)
        with pytest.raises(UsageError, match="in order"):
            ahead.read_luma(3, WIDTH)


def test_where_all_are_damaged_one_behind_the_last_is_read() -> None:
    with closing(LumasAhead(Clip("movie", damaged=(0, 1)), range(2), WIDTH)) as ahead:
        assert LossFinder(ahead, (), range(0)).read_luma(0, WIDTH)[0, 0] == 2
