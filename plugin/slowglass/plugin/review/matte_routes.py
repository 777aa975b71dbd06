"""Mattes that are drawn on a room's pictures: shown, and kept in a file beside what is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from slowglass.core.mattes import (
    DrawnMattes,
    mattes_from_json,
    mattes_to_json,
    read_mattes,
    write_mattes,
)
from slowglass.core.own_files import refuse_strangers
from slowglass.plugin.review.routes import action, answered

MARK = b'"schema": "slowglass.mattes/'


def matte_routes(path: Path, width: int, height: int) -> list[BaseRoute]:
    """Return what draws mattes.

    Args:
        path: of their file.
        width: of the picture that is drawn on.
        height: of the same.
    """

    def shown() -> dict[str, Any]:
        mattes = read_mattes(path) if path.exists() else DrawnMattes(width, height)
        return {"file": str(path), "mattes": mattes_to_json(mattes)}

    async def show(request: Request) -> Response:
        return JSONResponse(await answered(shown))

    def save(document: dict[str, Any]) -> None:
        refuse_strangers([path], MARK)
        write_mattes(mattes_from_json(document), path)

    return [Route("/api/mattes", show), action("/api/mattes/save", save)]


def matte_file_of(manifest: Path) -> Path:
    """Return where the mattes of a result lie: ``shot.mattes.json`` beside its manifest."""
    return manifest.with_name(manifest.name.replace("slowglass.json", "mattes.json"))
