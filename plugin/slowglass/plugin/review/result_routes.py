"""What the page of a result asks for beyond every room."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from slowglass.plugin.review.describing import heat
from slowglass.plugin.review.result_room import ResultRoom
from slowglass.plugin.review.routes import action


def result_routes(room: ResultRoom) -> list[BaseRoute]:
    """Return what a room over a result answers."""

    def show_heat(request: Request) -> Response:
        return JSONResponse(heat(room.result, request.path_params["index"]))

    def redo(document: dict[str, Any]) -> dict[str, int]:
        return {"task": room.redo(_indices(document["frames"]), str(document["how"]))}

    def undo(document: dict[str, Any]) -> dict[str, int]:
        return {"task": room.undo(_indices(document["frames"]))}

    return [
        Route("/api/heat/{index:int}", show_heat),
        action("/api/redo", redo),
        action("/api/undo", undo),
    ]


def _indices(values: Any) -> list[int]:
    """Return frame indices in order, each once."""
    return sorted({int(value) for value in values})
