"""What the page of a result asks for beyond every room."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from slowglass.plugin.review.describing import heat
from slowglass.plugin.review.matte_routes import matte_file_of, matte_routes
from slowglass.plugin.review.result_room import ResultRoom
from slowglass.plugin.review.routes import action


def result_routes(room: ResultRoom) -> list[BaseRoute]:
    """Return what a room over a result answers."""

    def show_heat(request: Request) -> Response:
        return JSONResponse(heat(room.result, request.path_params["index"]))

    def redo(document: dict[str, Any]) -> dict[str, int]:
        return {
            "task": room.redo(
                _indices(document["frames"]), str(document["how"]), layer_of(document)
            )
        }

    def layer_of(document: dict[str, Any]) -> str:
        """Return the drawn layer that is named, as `redo` takes it."""
        name = str(document.get("layer", ""))
        return f"{matte_file_of(room.result.manifest)}:{name}" if name else ""

    def undo(document: dict[str, Any]) -> dict[str, int]:
        return {"task": room.undo(_indices(document["frames"]))}

    source = room.result.document["source"]
    mattes = matte_routes(matte_file_of(room.result.manifest), source["width"], source["height"])
    return [
        *mattes,
        Route("/api/heat/{index:int}", show_heat),
        action("/api/redo", redo),
        action("/api/undo", undo),
    ]


def _indices(values: Any) -> list[int]:
    """Return frame indices in order, each once."""
    return sorted({int(value) for value in values})
