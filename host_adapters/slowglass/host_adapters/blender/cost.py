"""What a retime will cost, told before it starts; measured by the engine, once for each clip."""

from typing import Any, Dict, List, Optional, Tuple

from ...plugin.protocol import messages
from ..common import Engine, FrameCost, cost_lines, cost_of
from .plan import Plan

Key = Tuple[str, ...]


class Costs:
    """What frames were measured to cost, by clip, quality or model, device and format."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._costs: Dict[Key, FrameCost] = {}
        self._engine: Optional[Engine] = None
        self._measured: Optional[Plan] = None
        self.error: Dict[str, Any] = {}
        """The error event of the last measurement; empty if it went well."""

    @property
    def measuring(self) -> bool:
        """Whether a measurement is under way."""
        return self._engine is not None

    def measure(self, plan: Plan, command: List[str]) -> None:
        """Start to measure; `step` takes the answer."""
        self.stop()
        self.error = {}
        self._measured = plan
        try:
            plan.write_mattes()
        except OSError as error:
            self.error = {"message": f"{error.filename}: {error.strerror}"}
            return
        self._engine = Engine(command, messages.request("plan", plan.document), grace_seconds=1)

    def step(self) -> bool:
        """Take what the engine said; return whether it still measures."""
        if self._engine is None:
            return False
        for event in self._engine.poll():
            if event["event"] == "done":
                assert self._measured is not None
                self._costs[_key(self._measured)] = cost_of(event["result"])
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

    def forget(self) -> None:
        """Forget what was measured: other models make the same qualities now."""
        self._costs.clear()

    def cost(self, plan: Plan) -> Optional[FrameCost]:
        """Return what a frame of a job costs; None if it was not measured."""
        return self._costs.get(_key(plan))


def _key(plan: Plan) -> Key:
    """Return what frames must have in common to cost the same."""
    document = plan.document
    return (
        document["source"],
        document.get("model") or document["quality"],
        document["device"],
        plan.frame_format.suffix,
        *(str(document.get(key, "")) for key in ("shutter", "rolling_shutter")),
        str([len(mattes["layers"]) for mattes in plan.mattes.values()]),
    )


def summary(plans: List[Plan], costs: Costs) -> List[str]:
    """Return lines that say what jobs make, how long it is, how long it takes, how much disk."""
    frames = sum(len(item.file_names) for item in plans)
    to_make = sum(item.to_make for item in plans)
    seconds = float(sum(item.seconds for item in plans))
    what = f"{len(plans)} strips, " if len(plans) > 1 else ""
    lines = [f"{what}{frames} frames, {to_make} of them new; {seconds:.2f} s long"]
    return lines + cost_lines([(len(item.file_names), costs.cost(item)) for item in plans])
