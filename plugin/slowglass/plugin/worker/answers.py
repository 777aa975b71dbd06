"""What the worker does for each kind of request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slowglass.core.errors import CancelledError, UsageError
from slowglass.plugin.pace import Pace
from slowglass.plugin.pipes import HostPipes

if TYPE_CHECKING:
    from slowglass.core.pipeline import Progress


def answer(name: str, job: object, host: HostPipes) -> dict[str, Any]:
    """Do what a request asks for.

    Args:
        name: of the request.
        job: as it came, unchecked.
        host: told how far the work is.

    Returns:
        The ``result`` of the done event.

    Raises:
        SlowglassError: it could not be done.
    """
    if name == "describe":
        if job is not None:
            raise UsageError("expected no job for describe, got one")
        from slowglass.plugin.engine_facts import engine_facts

        return engine_facts()
    answers = {"plan": _plan, "retime": _retime, "mend": _mend, "fetch": _fetch}
    return answers[name](job, host)


def _retime(document: object, host: HostPipes) -> dict[str, Any]:
    """Do a job."""
    from slowglass.core.job_json import job_from_json

    job = job_from_json(document)
    from slowglass.core.pipeline import retime

    result = retime(job, on_progress=_reporter(host), cancelled=host.stop.is_set)
    for note in result.notes:
        host.send("warning", message=note)
    return result.to_json()


def _mend(document: object, host: HostPipes) -> dict[str, Any]:
    """Make frames of a result again, or give back what they were."""
    from slowglass.plugin.worker.mending import mend

    result = mend(document, _reporter(host), host.stop.is_set)
    for note in result["notes"]:
        host.send("warning", message=note)
    return result


def _plan(document: object, host: HostPipes) -> dict[str, Any]:
    """Say what a job would make, how long it would take, and how much disk."""
    from slowglass.core.job_json import job_from_json

    job = job_from_json(document)
    from slowglass.plugin.estimate import estimate

    return estimate(job, _reporter(host), host.stop.is_set)


def _fetch(document: object, host: HostPipes) -> dict[str, Any]:
    """Fetch weights that are offered; say what they became."""
    from slowglass.plugin.fetch import OFFERS, fetch_model

    names = [offer.name for offer in OFFERS]
    asked = document.get("model") if isinstance(document, dict) and len(document) == 1 else None
    if asked not in names:
        raise UsageError(f'expected {{"model": NAME}} with one of {", ".join(names)}')

    def report(done: int, total: int | None) -> None:
        if host.stop.is_set():
            raise CancelledError("stopped, nothing was kept")
        host.send(
            "progress", stage="fetch", done=done, total=total or 0, path=None, eta_seconds=None
        )

    stored = fetch_model(str(asked), on_bytes=report)
    return {"model": stored.name, "title": stored.title, "licence": stored.licence}


def _reporter(host: HostPipes) -> Any:
    """Return a function that sends progress on."""
    pace = Pace()

    def report(progress: Progress) -> None:
        pace.note(progress)
        host.send(
            "progress",
            stage=progress.stage,
            done=progress.done,
            total=progress.total,
            path=progress.path or None,
            eta_seconds=pace.eta_seconds(progress),
        )

    return report
