"""``slowglass redo``: frames of a result made again in another way, and given back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slowglass.core.errors import UsageError
from slowglass.plugin.cli import options, show, words
from slowglass.plugin.cli.signals import SIGNALS

if TYPE_CHECKING:
    from slowglass.core.pipeline.mends import MendResult

Frames = Annotated[
    str | None, typer.Option(metavar="LIST", help="Numbers as in the files' names: 112-118,130.")
]
FromList = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="A number or range at the start of each line; # is ignored."),
]
How = Annotated[
    str | None,
    typer.Option(
        metavar="HOW",
        help="A name of slowglass models (blend among them), or hold-left, hold-right, cut.",
    ),
]
Matte = Annotated[
    str,
    typer.Option(
        metavar="FILE",
        help="Picture, pattern or drawn FILE.json:LAYER: new pixels where it is white.",
    ),
]


def redo(
    result: Annotated[
        str, typer.Argument(metavar="RESULT", help="Pattern, frame or folder of a result.")
    ],
    frames: Frames = None,
    from_list: FromList = None,
    model: How = None,
    matte: Matte = "",
    device: options.Device = "auto",
    undo: Annotated[
        bool, typer.Option("--undo", help="Give back what the last redo, or FRAMES, replaced.")
    ] = False,
    forget: Annotated[
        bool, typer.Option("--forget", help="Drop what mends replaced; they stay.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Make frames of a sequence again in another way, all or none; alone it lists the mends."""
    from slowglass.core.pipeline import mends

    if (model is not None) + undo + forget > 1:
        raise UsageError("expected one of --model, --undo and --forget, got several")
    if matte and model is None:
        raise UsageError("expected --model together with --matte")
    numbers = mends.frame_numbers(result)
    wanted = words.frame_list(frames, from_list, numbers)
    if undo:
        done = mends.undo(result, wanted)
    elif forget:
        done = mends.forget(result, wanted)
    elif model is None:
        _list(result, wanted, numbers.start, as_json=as_json)
        return
    else:
        if wanted is None:
            raise UsageError("expected which frames, got none", hint="give --frames or --from-list")
        with (
            show.progress(quiet=as_json) as on_progress,
            SIGNALS.between_frames(on_progress) as (report, stop),
        ):
            done = mends.redo(
                result,
                wanted,
                model,
                matte=matte,
                device=device,
                on_progress=report,
                cancelled=stop,
            )
    _tell(done, "given back" if undo else "made again", as_json=as_json)


def _tell(done: MendResult, what: str, *, as_json: bool) -> None:
    """Say which frames changed."""
    for sentence in done.notes:
        show.note(f"Note: {sentence}")
    names = [Path(path).name for path in done.paths]
    lines = [f"{what}: {name}" for name in names] or ["no frame is changed"]
    show.result(done.to_json(), lines, as_json=as_json)


def _list(result: str, wanted: list[int] | None, first: int, *, as_json: bool) -> None:
    """List the mends, and finish what a killed redo had decided."""
    from slowglass.core.pipeline import mends

    if wanted is not None:
        raise UsageError("expected what to do with the frames", hint="give --model or --undo")
    there = mends.finished_mends_of(result)
    rows = [
        {"frame": first + one.output_index, "how": one.how, "redo": one.redo, "kept": one.is_kept}
        for one in there
    ]
    lines = [
        f"{row['frame']}  {row['how']}  (redo {row['redo']}"
        f"{'' if row['kept'] else ', cannot be undone'})"
        for row in rows
    ]
    show.result({"mends": rows}, lines or ["no mends"], as_json=as_json)
