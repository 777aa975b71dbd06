"""What the page asks a room for, and what it tells it to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, get_args

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from slowglass.core.errors import SlowglassError
from slowglass.plugin.review.proxies import Size
from slowglass.plugin.review.room import Room

MOST_BYTES = 4 << 20
"""Of what a page may send at once: a matte drawn by hand on many frames, with room to spare."""

Act = Callable[[dict[str, Any]], Any]


def room_routes(room: Room, on_asked: Callable[[], None]) -> list[BaseRoute]:
    """Return what every room answers.

    Args:
        room: that is shown.
        on_asked: called whenever the page shows that it is there.
    """

    async def whole(request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(room.to_json))

    async def state(request: Request) -> Response:
        on_asked()
        return JSONResponse({"revision": room.revision, "tasks": room.tasks.to_json()})

    async def picture(request: Request) -> Response:
        size, side = request.path_params["size"], request.path_params["side"]
        if size not in get_args(Size):
            raise HTTPException(404)
        index = request.path_params["index"]
        path = await answered(lambda: room.picture(side, index, size))
        return FileResponse(path)

    def stop(document: dict[str, Any]) -> None:
        room.tasks.stop(int(document["task"]))

    return [
        Route("/api/room", whole),
        Route("/api/state", state),
        Route("/picture/{size}/{side}/{index:int}", picture),
        action("/api/stop", stop),
    ]


def action(path: str, act: Act) -> BaseRoute:
    """Return a route that does something with the JSON object that is sent to it."""

    async def endpoint(request: Request) -> Response:
        document = await _document(request)
        return JSONResponse(await answered(lambda: act(document)))

    return Route(path, endpoint, methods=["POST"])


async def answered(ask: Callable[[], Any]) -> Any:
    """Return what a function answers, run beside others; what it refuses becomes a status.

    Raises:
        HTTPException: 404 with the reason where there is no such thing, 400 for bad values.
    """
    try:
        return await run_in_threadpool(ask)
    except SlowglassError as error:
        raise HTTPException(404 if isinstance(error, OSError) else 400, str(error)) from error
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise HTTPException(400, f"expected other values, got {error}") from error


async def _document(request: Request) -> dict[str, Any]:
    """Return the JSON object that was sent, read no further than is sensible."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise HTTPException(413)
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise HTTPException(400, "expected a JSON object") from None
    if not isinstance(document, dict):
        raise HTTPException(400, "expected a JSON object")
    return document
