"""Opening a job: its source with mattes and depth, its colour, and that of its result."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from slowglass.core.errors import UsageError
from slowglass.core.frames import ClipInfo, FrameSource
from slowglass.core.job import JobSpec
from slowglass.core.layers import guided_source
from slowglass.core.media import colour_spaces, open_source
from slowglass.core.media.colour_spaces import LINEAR_REC709, SRGB_REC709, space_of_clip
from slowglass.core.pipeline.colour import AnyColour, ManagedColour, PlainColour
from slowglass.core.pipeline.delivery import Target, target_of
from slowglass.core.pipeline.seen_elsewhere import seen_elsewhere


@contextmanager
def open_job(job: JobSpec) -> Iterator[tuple[JobSpec, FrameSource, AnyColour]]:
    """Open the source of a job, its colour in the space that the job names.

    Gives the job with its colour options resolved, the source, and how colour is brought to the
    target.

    Raises:
        InputError: the source, or the OpenColorIO configuration, cannot be used.
        UsageError: a colour space that does not exist or does not fit the target; mattes or depth
            that are not there, or do not fit the source; nor does the clip that motion is from.
    """
    target = target_of(job.output)
    if job.host and not target.takes_any_colour:
        raise UsageError(
            f"expected an image sequence for colour {job.colour}, got a movie: "
            "the host decodes movies of ours as it decodes the source",
            path=job.output,
            hint="write EXR or PNG, or leave --colour exact",
        )
    with open_source(
        job.source,
        job.source_rate,
        host=job.host,
        deinterlace=job.deinterlace,
        beauty=job.beauty,
    ) as source:
        colour = _colour(job, source.info, target)
        declared = colour.declared(source)
        with (
            seen_elsewhere(declared, job.motion_from, deinterlace=job.deinterlace) as seen,
            guided_source(
                seen, job.mattes, job.depth, job.lock, deinterlace=job.deinterlace
            ) as guided,
        ):
            yield colour.resolved(job), guided, colour


def _colour(job: JobSpec, info: ClipInfo, result: Target) -> AnyColour:
    """Return what a job asks of its colour."""
    if not (job.input_space or job.output_space):
        return PlainColour("any" if job.colour == "keep_code" else result.transfer)
    config = colour_spaces.ColourConfig(job.ocio)
    name = job.input_space or space_of_clip(info)
    if not name:
        raise UsageError(
            "expected the name of the source's colour space, which its files do not tell",
            path=info.path,
            hint="give --input-space",
        )
    source = config.space(name)
    target = config.space(job.output_space or _usual_target(source, result))
    if target.transfer == "linear" and not result.takes_any_colour:
        raise UsageError(
            f"expected a display or logarithmic space for a movie, got {target.name}",
            path=job.output,
            hint="name another --output-space, or write EXR",
        )
    if source.name != target.name:
        config.convert(np.zeros((1, 1, 3), np.float32), source.name, target.name)
    notes = [*_notes(source, target, not job.input_space, job.output)]
    if source.transfer == "log" and info.encoding.alpha == "premultiplied":
        notes.append(
            "Logarithmic code multiplied by alpha: where the picture glows at an alpha near 0, "
            "colour of in-betweens is not reliable; retime linear light instead."
        )
    return ManagedColour(config, source, target, job.channels, tuple(notes))


def _usual_target(source: colour_spaces.ColourSpace, result: Target) -> str:
    """Return the space of a result that names none: the source's, where the target holds such."""
    wanted = result.transfer
    if wanted == "any" or source.transfer == wanted or source.transfer not in ("linear", "srgb"):
        return source.name
    return LINEAR_REC709 if wanted == "linear" else SRGB_REC709


def _notes(
    source: colour_spaces.ColourSpace, target: colour_spaces.ColourSpace, assumed: bool, output: str
) -> Iterator[str]:
    """Say what is done with colour, and what the files of the result cannot say of it."""
    taken = f"The source is taken for {source.name}; its" if assumed else "The"
    if source.name == target.name:
        yield f"{taken} colour stays {target.name}."
    else:
        yield f"{taken} colour is converted from {source.name} to {target.name}."
    suffix = Path(output).suffix.lower()
    if not _can_say(suffix, target):
        yield f"{suffix} files have no tag for {target.name}: tell the next program."


def _can_say(suffix: str, space: colour_spaces.ColourSpace) -> bool:
    """Return whether a file says what space it is in, in a way that others read."""
    if suffix == ".exr":
        return bool(space.tag)
    if suffix in (".tif", ".tiff", ".dpx"):
        return space.tag in ("srgb_rec709_scene", "srgb_rec709_display")
    return space.code_points is not None and not (suffix == ".png" and ":" in space.tag)
