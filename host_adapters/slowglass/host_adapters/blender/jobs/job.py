"""One strip's retime on its way: waiting, running in the engine, being inserted, ended."""

import itertools
import os
import time
from typing import Any, Callable, Dict, Iterator, List, Optional

from ....plugin.protocol import messages
from ...common import Engine, Refusal, made_by, told_in_an_editor
from ..engine_words import AS_ASKED, FETCHING, hint_in_blender
from ..plan import Plan

WAITING, RUNNING, STOPPING, INSERTING = "waiting", "running", "stopping", "inserting"
DONE, FAILED, CANCELLED = "done", "failed", "cancelled"
ENDED = (DONE, FAILED, CANCELLED)

CANCEL_SECONDS = 0.8
"""For the engine to stop by itself before it is ended."""

_NUMBERS = itertools.count(1)

Insertion = Callable[["Job"], Iterator[None]]


class Job:
    """What the queue holds and the panel shows; driven by `step`, which never waits."""

    request = "retime"
    """What the engine is asked for."""
    nothing_done = "nothing was inserted"
    what_stays = "frames that are whole are kept; the same job goes on from there"

    def __init__(self, plan: Plan, command: List[str], insertion: Insertion) -> None:
        """Start nothing yet.

        Args:
            plan: what to do.
            command: that starts the engine.
            insertion: puts the frames into the timeline, a little more with each step.
        """
        self.plan = plan
        self.state = WAITING
        self.done, self.total, self.stage = 0, len(plan.file_names), ""
        self.eta_seconds: Optional[float] = None
        self.message, self.hint = "", ""
        self.number = next(_NUMBERS)
        """Of this session; stays the same while the list changes."""
        self.notes, self.warnings = list(plan.notes), list(plan.warnings)
        """What the user should know, and what the user should look at."""
        self.result: Dict[str, Any] = {}
        """What the engine said when it was done."""
        self._command = command
        self._insertion = insertion
        self._engine: Optional[Engine] = None
        self._inserting: Optional[Iterator[None]] = None

    @property
    def name(self) -> str:
        """The strip's name when the job began."""
        return self.plan.strip["name"]

    @property
    def active(self) -> bool:
        """Whether something is still to be done."""
        return self.state not in ENDED

    @property
    def progress(self) -> float:
        """How much of the present stage is done, 0 to 1."""
        return self.done / self.total if self.total else 0.0

    def step(self, budget_seconds: float) -> None:
        """Start what is to be started, take in what the engine said, insert some frames."""
        if self.state == WAITING:
            self._begin()
        elif self.state in (RUNNING, STOPPING):
            assert self._engine is not None
            for event in self._engine.poll():
                self._take(event)
        elif self.state == INSERTING:
            self._insert(budget_seconds)

    def cancel(self) -> None:
        """Stop; what is whole on disk is kept, nothing is inserted."""
        if self.state == RUNNING:
            assert self._engine is not None
            self._engine.cancel()
            self.state = STOPPING
        elif self.state == INSERTING:
            self.drop_insertion()
            self._stopped()
        elif self.state == WAITING:
            self._stopped()

    def abandon(self, why: str) -> None:
        """End without waiting for the engine, which ends by itself."""
        self.cancel()
        if self.active:
            self._stopped()
        self.message = f"{why}, {self.nothing_done}"

    def restart(self, command: List[str]) -> None:
        """Begin again: frames that are whole are not made a second time.

        Args:
            command: that starts the engine, which may be another by now.
        """
        self._command = command
        self.state, self.message, self.hint = WAITING, "", ""
        self.done, self.stage, self.eta_seconds = 0, "", None
        self.notes, self.warnings = list(self.plan.notes), list(self.plan.warnings)

    def restart_insertion(self) -> None:
        """Insert from the beginning: an undo took away what was inserted so far."""
        if self._inserting is not None:
            self._inserting = self._insertion(self)

    def break_off(self, error: Exception) -> None:
        """End because of a mistake of ours; the jobs after it go on."""
        if self._engine is not None:
            self._engine.cancel()
        self.drop_insertion()
        self._fail(f"unexpected {type(error).__name__}: {error}", "report it")

    def drop_insertion(self) -> None:
        """End the insertion, which takes away what it has done."""
        if self._inserting is not None:
            self._inserting.close()  # type: ignore[attr-defined]
            self._inserting = None

    def _begin(self) -> None:
        """Start the engine."""
        try:
            self.plan.write_mattes()
        except OSError as error:
            self._fail(f"{error.filename}: cannot be written: {error.strerror}", "choose a folder")
            return
        self.state = RUNNING
        request = messages.request(self.request, self.plan.document)
        self._engine = Engine(self._command, request, grace_seconds=CANCEL_SECONDS)

    def _insert(self, budget_seconds: float) -> None:
        """Go on with the insertion for a while."""
        deadline = time.monotonic() + budget_seconds
        if self._inserting is None:
            self._inserting = self._insertion(self)
        try:
            next(self._inserting)
            while time.monotonic() < deadline:
                next(self._inserting)
        except StopIteration:
            self.state, self._inserting = DONE, None
        except Refusal as refusal:
            self._inserting = None
            self._fail(str(refusal), f"the frames are whole, in {self.plan.folder}")

    def _take(self, event: Dict[str, Any]) -> None:
        """Take in one event of the engine's."""
        kind = event["event"]
        if kind == "progress":
            self.stage, self.eta_seconds = event["stage"], event["eta_seconds"]
            self.done, self.total = event["done"], event["total"]
        elif kind == "warning":
            note = told_in_an_editor(event["message"], FETCHING)
            (self.notes if note.startswith(AS_ASKED) else self.warnings).append(note)
        elif kind == "error" and event["code"] == "cancelled":
            self._stopped()
        elif kind == "error":
            where = f"{event['path']}: " if event.get("path") else ""
            self._fail(
                where + event["message"], hint_in_blender(event.get("hint", ""), event["code"])
            )
        elif kind == "done":
            self._made(event["result"])

    def _made(self, result: Dict[str, Any]) -> None:
        """Go on with the insertion, if all frames are there."""
        self.result = result
        self.notes += filter(None, [made_by(result)])
        there = set(os.listdir(self.plan.folder)) if os.path.isdir(self.plan.folder) else ()
        missing = [name for name in self.plan.file_names if name not in there]
        if missing:
            self._fail(
                f"expected {self.total} frames in {self.plan.folder}, "
                f"{len(missing)} are missing, the first is {missing[0]}",
                "resume the job",
            )
        elif self.state == STOPPING:
            self._stopped()
        else:
            self.state, self.stage = INSERTING, "insert"

    def _fail(self, message: str, hint: str) -> None:
        """End with a message."""
        self.state, self.message, self.hint = FAILED, message, hint

    def _stopped(self) -> None:
        """End as the user wished."""
        self.state, self.message = CANCELLED, f"stopped, {self.nothing_done}"
        self.hint = self.what_stays
