"""``slowglass review`` and ``slowglass open``: the room in the browser."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from slowglass.core.errors import UsageError
from slowglass.plugin.cli import show
from slowglass.plugin.cli.signals import Stopped
from slowglass.plugin.protocol.drawings import SUFFIX

NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Print the address; do not open it.")]


def review(
    result: Annotated[
        str, typer.Argument(metavar="RESULT", help="Movie, pattern, frame or folder of a result.")
    ],
    no_browser: NoBrowser = False,
) -> None:
    """See a result in the browser, compare it, and mend its bad frames."""
    from slowglass.plugin.review import review_result

    with suppress(Stopped):
        review_result(result, _tell, opens_browser=not no_browser)
    _leave()


def open_clip(
    clip: Annotated[
        str,
        typer.Argument(metavar="INPUT", help="Movie, folder, pattern, frame; an editor's drawing."),
    ],
    map_file: Annotated[
        Path | None,
        typer.Option("--map", help="Where the map goes; default: NAME.speed.json beside it."),
    ] = None,
    no_browser: NoBrowser = False,
) -> None:
    """See a clip in the browser and draw its speed: a map for slowglass retime --map."""
    from slowglass.plugin.review import DrawingSheet, MapSheet, Sheet, open_clip as open_room

    sheet: Sheet
    if clip.endswith(SUFFIX):
        if map_file is not None:
            raise UsageError("expected a clip with --map, got an editor's drawing", path=clip)
        sheet = DrawingSheet(Path(clip))
    else:
        beside = Path(clip).with_name(f"{Path(clip).name.split('.')[0]}.speed.json")
        sheet = MapSheet(clip, map_file or beside)
    with suppress(Stopped):
        open_room(sheet, _tell, _tell_saved, opens_browser=not no_browser)
    _leave()


def _leave() -> NoReturn:
    """End at once: all is written, and a picture that is still read for nobody can go."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _tell_saved(map_file: Path) -> None:
    """Print where the map was saved: programs wait for it."""
    show.result({"map": str(map_file)}, [str(map_file)], as_json=False)


def _tell(url: str) -> None:
    """Print the address that works once, at once: programs wait for it."""
    show.result({"url": url}, [url], as_json=False)
    show.note("The address works once. Ctrl-C ends it; so does a page that is closed for a while.")
