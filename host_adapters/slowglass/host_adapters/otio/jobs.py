"""The engine's jobs for clips of a timeline."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from slowglass.core.choices import Quality
from slowglass.core.job import JobSpec, OutputFormat
from slowglass.core.timing import Positions
from slowglass.host_adapters.common import KEPT_FORMATS, file_name
from slowglass.host_adapters.otio.edit import EditedClip


@dataclass(frozen=True)
class EngineWish:
    """What the engine is asked for, whatever the clip."""

    quality: Quality | None = None
    model: str = ""
    """In the place of a quality."""
    device: str = "auto"


USUAL_ENGINE = EngineWish()


def shown_positions(clip: EditedClip, positions: list[Fraction]) -> Positions:
    """Return which source frames are shown: of a movie by the moment, as Resolve shows them.

    Its frames may have come at any time; Resolve counts evenly, at a rate that the user may set.
    """
    if clip.is_sequence:
        return Positions(tuple(positions), clip.frame_rate)
    count = round(clip.media_seconds * clip.source_rate)
    return Positions(tuple(positions), clip.frame_rate, clip.source_rate, count or None)


def pictures_job(
    clip: EditedClip, positions: list[Fraction], folder: Path, engine: EngineWish
) -> JobSpec:
    """Return the job for frames that are files, numbered from 0.

    Pictures keep their format where it holds what is made; all others are EXR in full precision.

    Args:
        clip: whose frames they are.
        positions: the source position that each shows.
        folder: for the frames, which are called like it.
        engine: what it is asked for.
    """
    suffix = Path(clip.source).suffix.lower()
    kept = clip.is_sequence and suffix in KEPT_FORMATS
    pattern = folder / f"{file_name(folder.stem)}_######{suffix if kept else '.exr'}"
    return JobSpec(
        output=str(pattern),
        first=max(0, int(min(positions))) if clip.is_sequence else None,
        colour="keep_code",
        format=OutputFormat() if kept else OutputFormat(compression="zip", sample_type="float"),
        start_number=0,
        **_common(clip, positions, engine),
    )


def movie_job(
    clip: EditedClip, positions: list[Fraction], movie: Path, engine: EngineWish
) -> JobSpec:
    """Return the job for frames in one movie, without sound.

    Args:
        clip: whose frames they are.
        positions: the source position that each shows.
        movie: its suffix says of which codec.
        engine: what it is asked for.
    """
    return JobSpec(output=str(movie), audio="none", **_common(clip, positions, engine))


def _common(clip: EditedClip, positions: list[Fraction], engine: EngineWish) -> dict[str, Any]:
    """Return what all jobs for a clip have."""
    return {
        "source": clip.source,
        "time": shown_positions(clip, positions),
        "source_rate": clip.source_rate if clip.is_sequence else None,
        **vars(engine),
    }
