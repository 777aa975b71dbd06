"""What a retime will cost, told before it starts; measured by the engine, once for each clip."""

from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from ...plugin.protocol import messages
from ..common.client import Engine
from ..common.words import duration_text, size_text
from .prepare import Prepared

Key = Tuple[str, str, str, str]


class Rate(NamedTuple):
    """What one frame costs."""

    seconds: Optional[float]
    """None: the trial did not last long enough to tell."""
    bytes: Optional[float]
    free_bytes: int
    """On the disk of the output, when it was measured."""


class Estimates:
    """The rates that were measured, by clip, model, device and format."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._rates: Dict[Key, Rate] = {}
        self._engine: Optional[Engine] = None
        self._measured: Optional[Prepared] = None
        self.error: Dict[str, Any] = {}
        """The error event of the last measurement; empty if it went well."""

    @property
    def measuring(self) -> bool:
        """Whether a measurement is under way."""
        return self._engine is not None

    def measure(self, prepared: Prepared, command: List[str]) -> None:
        """Start to measure; `step` takes the answer."""
        self.stop()
        self.error = {}
        self._measured = prepared
        self._engine = Engine(command, messages.request("plan", prepared.document), grace_seconds=1)

    def step(self) -> bool:
        """Take what the engine said; return whether it still measures."""
        if self._engine is None:
            return False
        for event in self._engine.poll():
            if event["event"] == "done":
                self._note(event["result"])
            elif event["event"] == "error":
                self.error = event
        if self._engine.finished:
            self._engine = None
        return self._engine is not None

    def stop(self) -> None:
        """Give up a measurement."""
        if self._engine is not None:
            self._engine.cancel()
            self._engine = None

    def rate(self, prepared: Prepared) -> Optional[Rate]:
        """Return what a frame of a job costs; None if it was not measured."""
        return self._rates.get(_key(prepared))

    def _note(self, result: Dict[str, Any]) -> None:
        """Keep what one frame costs: another speed of the same clip makes frames alike."""
        assert self._measured is not None
        frames, seconds = result["frames"], result["estimated_seconds"]
        size = result["estimated_bytes"]
        self._rates[_key(self._measured)] = Rate(
            seconds=None if seconds is None else seconds / frames,
            bytes=None if size is None else size / frames,
            free_bytes=result["free_bytes"],
        )


def _key(prepared: Prepared) -> Key:
    """Return what frames must have in common to cost the same."""
    document = prepared.document
    return (
        document["source"],
        document["model"],
        document["device"],
        prepared.frame_format.suffix,
    )


def summary(prepared: List[Prepared], estimates: Estimates) -> List[str]:
    """Return lines that say what jobs make, how long it is, how long it takes, how much disk."""
    frames = sum(len(item.file_names) for item in prepared)
    to_make = sum(item.to_make for item in prepared)
    seconds = float(sum(item.seconds for item in prepared))
    what = f"{len(prepared)} strips, " if len(prepared) > 1 else ""
    lines = [f"{what}{frames} frames, {to_make} of them new; {seconds:.2f} s long"]
    rates = [(len(item.file_names), estimates.rate(item)) for item in prepared]
    known = [(count, rate) for count, rate in rates if rate is not None]
    if len(known) < len(rates):
        return lines
    times = [count * rate.seconds for count, rate in known if rate.seconds is not None]
    sizes = [count * rate.bytes for count, rate in known if rate.bytes is not None]
    takes = f"about {duration_text(sum(times))}" if len(times) == len(known) else "time unknown"
    size = f"about {size_text(sum(sizes))}" if len(sizes) == len(known) else "size unknown"
    free = min(rate.free_bytes for _, rate in known)
    lines.append(f"Takes {takes}, {size} of {size_text(free)} free")
    if sum(sizes) > free:
        lines.append("The disk is too small for it")
    return lines
