"""What gives guides: all that knows mattes or depth has this form."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from slowglass.core.frames import Frame, Guide

Guides = Callable[[Frame, int], Iterator[Guide]]
"""Gives what a matte, several of them, or the depth says of a frame of an index."""
