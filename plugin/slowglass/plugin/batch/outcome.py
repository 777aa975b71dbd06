"""One job of many: done, or why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slowglass.core.errors import CancelledError, DeviceMemoryError, SlowglassError
from slowglass.core.pipeline import Cancelled, OnProgress, RetimeResult, retime
from slowglass.plugin.batch.jobs_file import Listed
from slowglass.plugin.pipes import error_fields


@dataclass(frozen=True)
class Outcome:
    """What became of a job."""

    listed: Listed
    result: RetimeResult | None = None
    error: SlowglassError | None = None

    @property
    def exit_code(self) -> int:
        """0 if it was done."""
        return 0 if self.error is None else self.error.exit_code

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        job = self.listed.job
        head = {"job": self.listed.number, "source": "" if job is None else job.source}
        if self.result is not None:
            return {**head, "result": self.result.to_json()}
        return {**head, "error": error_fields(self.error or SlowglassError("nothing was done"))}

    def to_text(self) -> str:
        """Return it as a line for people."""
        if self.result is None:
            return f"{self.listed.number}: failed: {self.error}"
        made = self.result
        kept = f", {made.kept} kept from before" if made.kept else ""
        return (
            f"{self.listed.number}: {made.output}: {made.frames} frames, "
            f"{made.elapsed_seconds:.1f} s{kept}"
        )


def do(listed: Listed, on_progress: OnProgress, cancelled: Cancelled) -> Outcome:
    """Do a job; whatever becomes of it, others can be done after it.

    Raises:
        CancelledError: the user stopped it.
    """
    if listed.job is None:
        return Outcome(listed, error=listed.error)
    try:
        return Outcome(listed, retime(listed.job, on_progress=on_progress, cancelled=cancelled))
    except CancelledError:
        raise
    except SlowglassError as error:
        return Outcome(listed, error=error)
    except MemoryError:
        return Outcome(listed, error=DeviceMemoryError("expected more memory than there is"))
    except Exception as error:  # the last line of defence: the other jobs go on
        text = f"unexpected {type(error).__name__}: {error}"
        hint = "run it alone with SLOWGLASS_TRACEBACK=1 to see where, and report it"
        return Outcome(listed, error=SlowglassError(text, hint=hint))
