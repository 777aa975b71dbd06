"""Options that several commands have, and those of ``retime``, by the panels of its help."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from slowglass.core import choices

_time = partial(typer.Option, rich_help_panel="Time")
_part = partial(typer.Option, rich_help_panel="What is retimed")
_colour = partial(typer.Option, rich_help_panel="Colour")
_output = partial(typer.Option, rich_help_panel="Output")

Source = Annotated[str, typer.Argument(metavar="INPUT", help="Movie, folder, pattern or frame.")]
Quality = Annotated[
    choices.Quality | None,
    typer.Option(help="What the picture is worth in time. Default: good.", show_default=False),
]
Model = Annotated[
    str,
    typer.Option(help="In place of --quality: a name of slowglass models, or a checkpoint."),
]
Device = Annotated[
    choices.Device, typer.Option(help="Where it runs; auto: on the fastest that is there.")
]
Workers = Annotated[
    str,
    typer.Option(
        metavar="N|auto",
        help="Processes that share the frames of a sequence; auto: one for each GPU, or 8 cores.",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the frame map; make nothing.")]
Profile = Annotated[
    bool, typer.Option("--profile", help="Show where the time went; write a trace of it.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]

Output = Annotated[str, typer.Option("-o", "--output", help="Movie, or shot.####.exr.")]
Vectors = Annotated[
    str,
    typer.Option(
        help="For --model vectors, where they are not Blender's: "
        '"forward=motionvector.X,motionvector.Y;y=up".',
    ),
]
Mattes = Annotated[
    list[str] | None,
    typer.Option(
        "--matte",
        metavar="FILE|CHANNEL|crypto:NAME",
        help="What moves apart, the front one first; may be given several times.",
    ),
]
Lock = Annotated[
    str,
    typer.Option(
        metavar="auto|none|MATTE",
        help="What is kept as it is: captions and letterboxes that are found, or what a matte "
        "shows.",
    ),
]
MotionFrom = Annotated[
    str,
    typer.Option(
        metavar="CLIP",
        help="Look for motion in this clip instead, of the same timing: denoised, or a proxy.",
    ),
]
Depth = Annotated[
    str,
    typer.Option(
        metavar="auto|none|CHANNEL", help="Depth of an EXR that says what is in front of what."
    ),
]
Beauty = Annotated[
    str,
    typer.Option(
        metavar="LAYER", help="Layer of an EXR that is the picture: motion is looked for in it."
    ),
]

Speed = Annotated[str | None, _time(help="25%, 1/4 or 0.25: four times slower.")]
Factor = Annotated[str | None, _time(help="4: four times slower.")]
Fps = Annotated[
    str | None, _time(help="Output rate. Alone it plays every source frame at that rate.")
]
KeepDuration = Annotated[
    bool,
    _time(
        "--keep-duration",
        help="With --fps: make frames so that the clip stays as long as it is.",
    ),
]
MapFile = Annotated[str | None, _time("--map", help="Curve or positions, JSON or CSV.")]
SourceFps = Annotated[str | None, _time(help="Rate of the source, where it is wrong or missing.")]

Deinterlace = Annotated[
    bool, _part("--deinterlace", help="Make whole frames of an interlaced movie.")
]
Range = Annotated[str | None, _part("--range", help="Source frames A-B, both included.")]
Cuts = Annotated[str, _part(help="auto, none, or a file of the first frames of new shots.")]
Duplicates = Annotated[choices.Duplicates, _part(help="What becomes of repeated frames.")]
Missing = Annotated[
    choices.MissingPolicy, _part(help="Where source frames are missing or damaged.")
]
End = Annotated[choices.EndPolicy, _part(help="After the last frame of a shot.")]

InputSpace = Annotated[str, _colour(help="Colour space of the source, by name.")]
OutputSpace = Annotated[str, _colour(help="Colour space to convert to, by name.")]
Ocio = Annotated[
    str,
    _colour(
        help="OpenColorIO configuration: a path or ocio://NAME. Default: $OCIO, else the "
        "built-in studio one.",
    ),
]
Colour = Annotated[
    choices.Colour,
    _colour(help="keep_code: no curve for EXR either; match_host: a movie as that host shows it."),
]

Codec = Annotated[str, _output(help="h264, hevc, prores, dnxhr or ffv1.")]
Compression = Annotated[str, _output(help="EXR: zip, piz, dwaa ...; TIFF: lzw, zip.")]
SampleType = Annotated[str, _output("--type", help="half, float, uint8, uint10, uint12, uint16.")]
Channels = Annotated[
    str,
    _output(
        help="How channels are mixed, where their names do not tell: "
        '"Z=nearest,N.*=direction,*=blend".',
    ),
]
Shutter = Annotated[
    str | None,
    _output(
        metavar="DEGREES",
        help="Expose each frame along its motion: 180 is half of the time to the next one.",
    ),
]
ShutterPhase = Annotated[
    str | None,
    _output(
        metavar="DEGREES", help="When the shutter opens; half of its angle before, if not given."
    ),
]
VectorsOut = Annotated[
    str,
    _output(
        metavar="PATTERN",
        help="EXR files for the frames of the source with their motion as channels.",
    ),
]
VectorsAs = Annotated[
    choices.VectorForm, _output(help="What the channels of --vectors-out are called and mean.")
]
RollingShutter = Annotated[
    str | None,
    _output(
        metavar="MS",
        help="Milliseconds from the first line to the last of a camera that reads its picture "
        "line by line: its skew is undone. 16.7:bottom where the top is read last; left, right.",
    ),
]
Grain = Annotated[choices.Grain, _output(help="match: give made frames that of the source.")]
StartNumber = Annotated[int | None, _output(help="Number of the first output frame.")]
Overwrite = Annotated[
    choices.Overwrite,
    _output(
        help="never: only finish what the same job began; stale: replace older results of ours.",
    ),
]
Audio = Annotated[
    choices.Audio, _output(help="stretch: pitch kept; resample: as tape; copy: as it is.")
]
Preview = Annotated[str, _output(help="A small movie to look at.")]
