"""Takes of an item: its record length stays, whatever is shown in it."""

from fractions import Fraction
from typing import Any, Dict

from .api_base import Api
from .model import Item, Media
from .remote import Refused, number, state_of


class TakesApi(Api):
    """The take selector. It has no takes until one is added; then the clip itself is the first."""

    state: Item

    def AddTake(self, clip: Any, start: Any = None, end: Any = None) -> bool:
        item, media = self.state, state_of(clip, Media)
        if item.media is None:
            raise Refused
        if not item.takes:
            item.takes.append(_take(item.media, item.source_start, item.speed))
            item.selected_take = 1
        first = media.start_number if start is None else number(start)
        last = media.start_number + media.frames if end is None else number(end)
        speed = item.speed if self.behaviour["takes_keep_speed"] else Fraction(1)
        new = _take(media, Fraction(first - media.start_number), speed)
        new["end"] = last
        item.takes.append(new)
        if self.behaviour["add_take_selects"] == "new":
            self.SelectTakeByIndex(len(item.takes))
        return True

    def GetTakesCount(self) -> int:
        return len(self.state.takes)

    def GetSelectedTakeIndex(self) -> int:
        return self.state.selected_take

    def GetTakeByIndex(self, index: Any) -> Dict[str, Any]:
        take = self._take(index)
        first = int(take["source_start"]) + take["media"].start_number
        return {"startFrame": first, "endFrame": take["end"], "mediaPoolItem": take["media"]}

    def SelectTakeByIndex(self, index: Any) -> bool:
        take, item = self._take(index), self.state
        item.selected_take = int(index)
        item.media, item.source_start = take["media"], take["source_start"]
        item.speed = take["speed"]
        return True

    def DeleteTakeByIndex(self, index: Any) -> bool:
        take = self._take(index)
        if index == self.state.selected_take:
            raise Refused
        self.state.takes.remove(take)
        if index < self.state.selected_take:
            self.state.selected_take -= 1
        return True

    def FinalizeTake(self) -> bool:
        if not self.state.takes:
            raise Refused
        self.state.takes = []
        self.state.selected_take = 0
        return True

    def _take(self, index: Any) -> Dict[str, Any]:
        """Return a take by its index from 1."""
        if not 1 <= number(index) <= len(self.state.takes):
            raise Refused
        return self.state.takes[int(index) - 1]


def _take(media: Media, source_start: Fraction, speed: Fraction) -> Dict[str, Any]:
    """Return a take that starts at a source frame."""
    last = media.start_number + media.frames
    return {"media": media, "source_start": source_start, "speed": speed, "end": last}
