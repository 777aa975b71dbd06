"""Mends of an earlier run, kept in force by a later one of the same job."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from slowglass.core.frames import FrameSource
from slowglass.core.job import JobSpec
from slowglass.core.media.images import read_picture
from slowglass.core.models import LoadedModel, load_model
from slowglass.core.pipeline.choosing import FarMotion
from slowglass.core.pipeline.delivery import Store, Target, frame_numbers, read_recorded
from slowglass.core.pipeline.exposure import exposed_code_note
from slowglass.core.pipeline.making import FrameMaker, Made, Moved, Sources
from slowglass.core.pipeline.mends.entries import with_changes
from slowglass.core.pipeline.mends.matting import Matted, matte_of, mixed
from slowglass.core.pipeline.prepare import Prepared
from slowglass.core.timing import Entry, FramePlan


def with_kept_mends(job: JobSpec, prepared: Prepared, target: Target, job_hash: str) -> Prepared:
    """Return a job with the mends in force that an earlier run's result has.

    Where it says to replace ``always``, all is made as if nothing had been there.

    Args:
        job: what to do.
        prepared: as decided from the picture.
        target: where the result goes.
        job_hash: of this job; mends of another are not its.
    """
    recorded = read_recorded(target.manifest_path)
    if recorded is None or recorded.job_hash != job_hash or job.overwrite == "always":
        return prepared
    hows = {mend.output_index: mend.how for mend in recorded.mends}
    return replace(prepared, plan=with_changes(prepared.plan, hows, makes_all=job.makes_all))


GPU_FRAMES = 3
"""Composed at once on a GPU: one is sent there, one is computed, one is fetched."""


class MendMakers:
    """What makes the frames of a plan: the model of the job, and those that mends name."""

    def __init__(
        self,
        job: JobSpec,
        source: FrameSource,
        model: LoadedModel,
        plan: FramePlan,
        far: FarMotion | None = None,
        matted: Mapping[int, Matted] | None = None,
    ) -> None:
        """Prepare the maker of the job; others come when a mend asks for them.

        Args:
            job: what to do.
            source: gives the frames.
            model: makes what was not mended.
            plan: says what each frame is made of.
            far: looks at the pairs of what was not mended.
            matted: frames that are mended within a matte, by output index.
        """

        def make(loaded: LoadedModel, far: FarMotion | None = None) -> FrameMaker:
            return FrameMaker(
                source,
                loaded,
                plan,
                job.channels,
                job.grain,
                job.batch_size,
                far,
                searches=job.lock == "auto",
            )

        self._make: Callable[[LoadedModel], FrameMaker] = make
        self._job = job
        self.shutter, self.readout = job.shutter, job.rolling_shutter
        self.channels = job.channels
        self.vectors = job.vectors_as if job.makes_vectors else None
        self._matted = matted or {}
        self.own = make(model, far)
        self._others: dict[str, FrameMaker] = {}
        if job.shutter is not None:
            self.own.tell(exposed_code_note(source.info.encoding))

    @property
    def in_flight(self) -> int:
        """How many frames are composed at once: a GPU waits for nobody where it has several."""
        return GPU_FRAMES if self.own.model.device.type == "cuda" else 1

    def read(self, entry: Entry) -> Sources:
        """Read the source frames of an entry."""
        return self._of(entry).read(entry)

    def estimate(self, sources: Sources) -> Moved:
        """Find where the pixels of a made frame come from."""
        return self._of(sources.entry).estimate(sources)

    def compose(self, moved: Moved) -> Made:
        """Make the frame."""
        return self._of(moved.sources.entry).compose(moved)

    def finish(self, made: Made) -> Made:
        """Mix a frame, as it shall lie in its file, with the one that it takes the place of."""
        matted = self._matted.get(made.entry.output_index)
        if matted is None:
            return made
        if not matted.before.is_file():
            self.own.tell(
                f"Output frame {made.entry.output_index} was mended within a matte, and what it "
                "was before is forgotten: it is made whole as the mend says."
            )
            return made
        new, old = made.frame, read_picture(matted.before)
        return replace(made, frame=mixed(new, old, matted.at(made.entry, new.display_window)))

    def _of(self, entry: Entry) -> FrameMaker:
        name = entry.model
        if not name:
            return self.own
        if name not in self._others:
            vectors = self._job.vectors if name == self._job.model else ""
            self._others[name] = self._make(load_model(name, self._job.device, vectors))
        return self._others[name]


def kept_makers(
    job: JobSpec,
    source: FrameSource,
    model: LoadedModel,
    prepared: Prepared,
    target: Target,
    far: FarMotion | None = None,
) -> MendMakers:
    """Return the makers of a job whose mends `with_kept_mends` put in force.

    Raises:
        InputError: the matte of a mend is gone.
    """
    plan, numbers = prepared.plan, frame_numbers(job, prepared)
    recorded = read_recorded(target.manifest_path) if plan.mended else None
    latest = {mend.output_index: mend for mend in recorded.mends} if recorded else {}
    store = Store(target.manifest_path)
    matted = {
        index: Matted(matte_of(mend.matte, numbers.start), store.kept(mend.replaced))
        for index, mend in latest.items()
        if mend.matte
    }
    return MendMakers(job, source, model, plan, far, matted)
