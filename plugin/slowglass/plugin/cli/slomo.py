"""``slowglass slomo``: the flags of the well-known Super SloMo script, done by the engine."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from slowglass.core.errors import UsageError
from slowglass.plugin.cli import show
from slowglass.plugin.cli.perform import perform

if TYPE_CHECKING:
    from slowglass.core.timing import ConstantSpeed, SourceClock


def slomo(
    video: Annotated[str, typer.Option("--video", help="The movie to slow down.")],
    checkpoint: Annotated[
        str, typer.Option("--checkpoint", help="SuperSloMo.ckpt, or any model of yours.")
    ],
    sf: Annotated[int, typer.Option("--sf", help="So many frames for each source frame.")],
    fps: Annotated[str, typer.Option("--fps", help="Frame rate of the result.")] = "30",
    batch_size: Annotated[
        int, typer.Option("--batch_size", help="New frames of a pair made at once.")
    ] = 1,
    output: Annotated[
        str, typer.Option("--output", help="Movie (.mkv, .mp4, .mov ...), or shot.####.exr.")
    ] = "output.mkv",
    ffmpeg_dir: Annotated[
        str, typer.Option("--ffmpeg_dir", "--ffmpeg", help="Not needed; ignored.")
    ] = "",
) -> None:
    """Slow a movie down with a Super SloMo checkpoint, by the flags that its script takes.

    Each source frame becomes SF frames, played at FPS. The last frame, the full size, the sound
    and the timecode are kept. For everything else there is slowglass retime --model.
    """
    from slowglass.core.job import JobSpec
    from slowglass.core.media import open_source
    from slowglass.core.timing import parse_rate

    for name, value, least in (("sf", sf, 2), ("batch_size", batch_size, 1)):
        if value < least:
            raise UsageError(f"expected --{name} of {least} or more, got {value}")
    if ffmpeg_dir:
        show.note("Note: --ffmpeg_dir is ignored: no ffmpeg program is needed.")
    if batch_size > sf - 1:
        show.note(f"Note: a pair has {sf - 1} new frames; a larger --batch_size changes nothing.")
    frame_rate = parse_rate(fps)
    with open_source(video) as source:
        time = each_frame_times(sf, frame_rate, source.info.clock)
    job = JobSpec(
        source=video,
        output=output,
        time=time,
        frame_rate=frame_rate,
        model=checkpoint,
        batch_size=batch_size,
    )
    perform(job, dry_run=False, as_json=False)


def each_frame_times(sf: int, frame_rate: Fraction, clock: SourceClock) -> ConstantSpeed:
    """Return the speed at which a source becomes ``sf`` times as many frames.

    Args:
        sf: frames of the result for each of the source; for each on average where its rate varies.
        frame_rate: of the result.
        clock: of the source.
    """
    from slowglass.core.timing import ConstantSpeed

    source_rate = clock.frame_count / clock.duration_seconds
    return ConstantSpeed(frame_rate / (sf * source_rate))
