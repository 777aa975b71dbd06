"""Mends of an earlier run, kept in force by a later one of the same job."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from slowglass.core.choices import Overwrite
from slowglass.core.frames import FrameSource
from slowglass.core.job import JobSpec
from slowglass.core.models import LoadedModel, load_model
from slowglass.core.pipeline.choosing import FarMotion
from slowglass.core.pipeline.delivery import Target, read_recorded
from slowglass.core.pipeline.maker import FrameMaker, Task
from slowglass.core.pipeline.mends.entries import with_changes
from slowglass.core.pipeline.prepare import Prepared
from slowglass.core.timing import Between, Entry, Extrapolate, FramePlan


def with_kept_mends(
    prepared: Prepared, target: Target, job_hash: str, overwrite: Overwrite
) -> Prepared:
    """Return a job with the mends in force that an earlier run's result has.

    Args:
        prepared: as decided from the picture.
        target: where the result goes.
        job_hash: of this job; mends of another are not its.
        overwrite: with ``always`` all is made as if nothing had been there.
    """
    recorded = read_recorded(target.manifest_path)
    if recorded is None or recorded.job_hash != job_hash or overwrite == "always":
        return prepared
    hows = {mend.output_index: mend.how for mend in recorded.mends}
    return replace(prepared, plan=with_changes(prepared.plan, hows))


class MendMakers:
    """What makes the frames of a plan: the model of the job, and those that mends name."""

    def __init__(
        self,
        job: JobSpec,
        source: FrameSource,
        model: LoadedModel,
        plan: FramePlan,
        far: FarMotion | None = None,
    ) -> None:
        """Prepare the maker of the job; others come when a mend asks for them.

        Args:
            job: what to do.
            source: gives the frames.
            model: makes what was not mended.
            plan: says what each frame is made of.
            far: looks at the pairs of what was not mended.
        """

        def make(loaded: LoadedModel, far: FarMotion | None = None) -> FrameMaker:
            return FrameMaker(source, loaded, plan, job.channels, job.grain, job.batch_size, far)

        self._make: Callable[[LoadedModel], FrameMaker] = make
        self._job = job
        self.own = make(model, far)
        self._others: dict[str, FrameMaker] = {}

    def read(self, entry: Entry) -> Task:
        """Read the source frames of an entry."""
        return self._of(entry).read(entry)

    def estimate(self, task: Task) -> Task:
        """Find where the pixels of a made frame come from."""
        return self._of(task.entry).estimate(task)

    def compose(self, task: Task) -> Task:
        """Make the frame."""
        return self._of(task.entry).compose(task)

    def _of(self, entry: Entry) -> FrameMaker:
        name = entry.model if isinstance(entry, Between | Extrapolate) else ""
        if not name:
            return self.own
        if name not in self._others:
            vectors = self._job.vectors if name == self._job.model else ""
            self._others[name] = self._make(load_model(name, self._job.device, vectors))
        return self._others[name]
