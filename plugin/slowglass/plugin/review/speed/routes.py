"""What the page of a clip asks for beyond every room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from slowglass.plugin.review.routes import Act, action, answered
from slowglass.plugin.review.speed.clip_room import ClipRoom


def clip_routes(room: ClipRoom, on_saved: Callable[[Path], None]) -> list[BaseRoute]:
    """Return what a room over a clip answers.

    Args:
        room: that is shown.
        on_saved: told the file whenever the map was saved.
    """

    async def loudness(request: Request) -> Response:
        return JSONResponse(await answered(room.loudness))

    def changed(change: Callable[[dict[str, Any]], None]) -> Act:
        def act(document: dict[str, Any]) -> dict[str, Any]:
            change(document)
            return room.to_json()

        return act

    def save(document: dict[str, Any]) -> None:
        room.save()
        on_saved(room.sheet.path)

    return [
        Route("/api/loudness", loudness),
        action("/api/curve", changed(room.draw)),
        action("/api/key", changed(lambda given: room.add_key(str(given["time"])))),
        action(
            "/api/freeze",
            changed(lambda given: room.freeze(str(given["time"]), str(given["seconds"]))),
        ),
        action("/api/duration", changed(lambda given: room.last(str(given["seconds"])))),
        action("/api/save", changed(save)),
    ]
