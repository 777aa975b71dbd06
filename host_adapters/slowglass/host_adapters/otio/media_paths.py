"""Where the media of a timeline lies: as a path, and as a timeline's file writes it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse
from urllib.request import url2pathname

import opentimelineio as otio

from slowglass.core.media import is_sequence


def media_path(reference: Any, folder: str = "") -> str:
    """Return the movie or the pattern of a media reference, "" if it has no file.

    Args:
        reference: of a clip.
        folder: that relative paths count from.
    """
    if isinstance(reference, otio.schema.ExternalReference):
        return os.path.join(folder, plain_path(reference.target_url))
    if isinstance(reference, otio.schema.ImageSequenceReference):
        number = "#" * max(1, reference.frame_zero_padding)
        name = f"{reference.name_prefix}{number}{reference.name_suffix}"
        return os.path.join(folder, plain_path(reference.target_url_base), name)
    return ""


def is_numbered(reference: Any) -> bool:
    """Return whether the media of a reference are pictures, each a file."""
    return isinstance(reference, otio.schema.ImageSequenceReference) or is_sequence(
        media_path(reference)
    )


def plain_path(written: str) -> str:
    """Return a path that may be written as a URL."""
    if not written.startswith("file:"):
        return written
    return url2pathname(urlparse(written).path)


def written_like(example: Any, path: Path, folder: str) -> str:
    """Return how a path is written in a timeline that writes others its own way.

    Args:
        example: a media reference of that timeline.
        path: absolute.
        folder: that the timeline's file lies in.
    """
    if isinstance(example, otio.schema.ImageSequenceReference):
        text = example.target_url_base
    else:
        text = getattr(example, "target_url", "")
    if text.startswith("file:"):
        host = urlparse(text).netloc
        return path.as_uri().replace("file://", f"file://{host}", 1)
    if text and not os.path.isabs(unquote(text)):
        return os.path.relpath(path, folder).replace(os.sep, "/")
    return str(path)
