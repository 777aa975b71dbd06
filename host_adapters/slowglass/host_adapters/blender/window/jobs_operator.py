"""What every operator has that starts jobs: users leave it at once, scripts wait for the end."""

from typing import Any, List, Set

from ...common import Refusal, sentence
from .. import session
from ..jobs import DONE
from . import pump


class JobsOperator:
    """``invoke`` of the operator sets ``in_window`` and leaves, ``execute`` of a script waits."""

    bl_options: Set[str] = set()
    """Not repeated with Shift-R, which would wait."""

    in_window = False
    """Whether a user waits for the window, not a script for the result."""

    def started(self, context: Any) -> List[Any]:
        """Start, and return the jobs.

        Raises:
            Refusal: one of them cannot be done.
        """
        raise NotImplementedError

    def execute(self: Any, context: Any) -> Set[str]:
        """Start, and wait for the end unless a user waits for the window."""
        try:
            jobs = self.started(context)
        except Refusal as refusal:
            self.report({"ERROR"}, str(refusal))
            return {"CANCELLED"}
        if self.in_window:
            pump.start()
            return {"FINISHED"}
        session.QUEUE.wait()
        return report_end(self, jobs)


def report_end(operator: Any, jobs: List[Any]) -> Set[str]:
    """Report how jobs ended, to whoever called an operator, and return its result."""
    for job in jobs:
        for kind, sentences in (("INFO", job.notes), ("WARNING", job.warnings)):
            for text in sentences:
                operator.report({kind}, f"{job.name}: {text}")
    failed = [job for job in jobs if job.state != DONE]
    for job in failed:
        operator.report({"ERROR"}, f"{job.name}: {sentence(job.message, job.hint)}")
    return {"CANCELLED"} if failed else {"FINISHED"}
