"""What the engine process of a room can do: pictures by a model, mends, and retimes."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from slowglass.core.frames import ClipInfo, Encoding, Frame, FrameSource, Layer, Window
from slowglass.core.job_json import job_from_json
from slowglass.core.media.images import display_codes, write_codes
from slowglass.core.models import load_model
from slowglass.core.pipeline import Cancelled, FrameMaker, OnProgress, retime as retimed
from slowglass.core.pipeline.mends import redo as mended, undo as undone
from slowglass.core.timing import Between
from slowglass.plugin.review.motion_colours import motion_codes
from slowglass.plugin.review.pictures import Source

Request = dict[str, Any]
Answer = dict[str, Any]


def picture(request: Request, report: OnProgress, stop: Cancelled) -> Answer:
    """Write a frame between two of the source, or the colours of its motion, as display code."""
    left, right, t = request["left"], request["right"], Fraction(request["t"])
    side, shows = request["largest_side"], request["shows"]
    maker = _maker(json.dumps(request["job"]), request["model"], 0 if request["exact"] else side)
    moved = maker.estimate(maker.read(Between(0, left + (right - left) * t, left, right, t)))
    if shows == "motion":
        codes = motion_codes(next(iter((moved.fields or {}).values())))
    else:
        is_code = request["job"].get("colour", "exact") != "exact"
        codes = display_codes(maker.compose(moved).frame, side, is_code)
    write_codes(codes, Path(request["path"]))
    return {}


def redo(request: Request, report: OnProgress, stop: Cancelled) -> Answer:
    """Make frames of a result again in another way."""
    done = mended(
        request["output"],
        request["frames"],
        request["how"],
        matte=request["matte"],
        on_progress=report,
        cancelled=stop,
    )
    return done.to_json()


def undo(request: Request, report: OnProgress, stop: Cancelled) -> Answer:
    """Give back what the latest mends replaced."""
    return undone(request["output"], request["frames"]).to_json()


def retime(request: Request, report: OnProgress, stop: Cancelled) -> Answer:
    """Do a job."""
    return retimed(job_from_json(request["job"]), on_progress=report, cancelled=stop).to_json()


class _Small:
    """A source whose frames are small display code: what a glance needs."""

    def __init__(self, source: FrameSource, largest_side: int) -> None:
        self._source = source
        self._largest_side = largest_side

    @property
    def info(self) -> ClipInfo:
        """That of the clip itself."""
        return self._source.info

    def read(self, index: int) -> Frame:
        """Return a frame, made small."""
        codes = display_codes(self._source.read(index), self._largest_side)
        layer = Layer(codes, ("R", "G", "B"), Encoding("srgb"))
        return Frame((layer,), Window(0, 0, codes.shape[1], codes.shape[0]))

    def read_luma(self, index: int, width: int) -> Any:
        """Return the luma of the clip itself."""
        return self._source.read_luma(index, width)


@lru_cache(maxsize=2)
def _maker(document: str, model: str, largest_side: int) -> FrameMaker:
    """Return what makes frames of a job by a model; it remembers the pair that it saw last.

    Args:
        document: the job as JSON.
        model: its name.
        largest_side: of the pictures that it looks at; 0: the source's own.
    """
    job = replace(job_from_json(json.loads(document)), quality=None, model=model)
    if job.vectors and model != "vectors":
        job = replace(job, vectors="")
    source = Source(job).opened()
    seen: FrameSource = _Small(source, largest_side) if largest_side else source
    loaded = load_model(model, job.device, job.vectors)
    return FrameMaker(seen, loaded, None, job.channels, searches=job.lock == "auto")
