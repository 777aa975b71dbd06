"""A source whose frames carry what the user says of their layers, and their depth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from slowglass.core.channels import named_policy
from slowglass.core.errors import InputError
from slowglass.core.frames import ClipInfo, Frame, FrameSource, Guide
from slowglass.core.layers.channel_mattes import channel_guides, crypto_guides, named_channel
from slowglass.core.layers.depth_guides import depth_guides, named_depth
from slowglass.core.layers.guides import Guides
from slowglass.core.layers.matte_files import (
    CRYPTO,
    drawn_file,
    drawn_guides,
    matte_clip,
    matte_path,
)


class GuidedSource:
    """Gives the frames of another source with their guides."""

    def __init__(self, source: FrameSource, guides: Sequence[Guides]) -> None:
        """Speak for ``source``, which whoever opened it closes."""
        self._source = source
        self._guides = guides
        self._covers: dict[str, bool] = {}

    @property
    def empty_mattes(self) -> list[str]:
        """Names of mattes that cover nothing in any frame that was read."""
        return [name for name, covers in self._covers.items() if not covers]

    @property
    def info(self) -> ClipInfo:
        """What is known of the clip."""
        return self._source.info

    def read(self, index: int) -> Frame:
        """Return frame ``index`` with its guides.

        Raises:
            InputError: as the source does, or a matte does.
        """
        frame = self._source.read(index)
        found = tuple(guide for guides in self._guides for guide in guides(frame, index))
        for guide in found:
            if guide.kind != "depth" and not self._covers.get(guide.name):
                self._covers[guide.name] = bool(guide.pixels.any())
        return replace(frame, guides=found)

    def read_luma(self, index: int, width: int) -> NDArray[np.float32]:
        """Return a small display-like luma, as the source does.

        Raises:
            InputError: as for `read`.
        """
        return self._source.read_luma(index, width)


@contextmanager
def guided_source(
    source: FrameSource,
    mattes: Sequence[str],
    depth: str,
    lock: str = "auto",
    *,
    deinterlace: bool = False,
) -> Iterator[FrameSource]:
    """Give a source whose frames carry mattes and depth; the same one where there are none.

    Args:
        source: the clip.
        mattes: each a file, a channel, or ``crypto:`` and a name, the front one first.
        depth: "auto": of a channel whose name says so, "none", or the name of a channel.
        lock: a matte as those of ``mattes``, of what is kept as it is; "auto" and "none" are none.
        deinterlace: make whole frames of mattes that are interlaced movies.

    Raises:
        UsageError: there is no such channel or object; a matte has another size or length; the
            depth that is named says nothing.
        InputError: a file cannot be read.
    """
    with ExitStack() as stack:
        first = cache(partial(_first, source))
        opened = partial(_opened, stack, source, first, deinterlace)
        guides = [opened(text, order) for order, text in enumerate(mattes)]
        if depth == "auto" and any(named_policy(name) == "depth" for name in source.info.channels):
            guides.append(depth_guides)
        elif depth not in ("auto", "none"):
            guides.append(named_depth(first(), depth, source.info.path))
        if lock not in ("auto", "none"):
            guides.append(_kept(opened(lock, 0, one_for_all=True)))
        first.cache_clear()  # it may be large
        yield GuidedSource(source, guides) if guides else source


def is_guided(source: FrameSource) -> bool:
    """Return whether a source, as `guided_source` gives it, has guides."""
    return isinstance(source, GuidedSource)


def empty_mattes_note(source: FrameSource) -> str:
    """Return a sentence on mattes of a source that cover nothing in any frame; "": there is none.

    Args:
        source: as `guided_source` gives it, all frames that a job uses read.
    """
    names = source.empty_mattes if isinstance(source, GuidedSource) else []
    return f"Mattes that cover nothing in any frame: {', '.join(names)}." if names else ""


def _opened(
    stack: ExitStack,
    source: FrameSource,
    first: Callable[[], Frame],
    deinterlace: bool,
    text: str,
    order: int,
    *,
    one_for_all: bool = False,
) -> Guides:
    """Return what gives the guides of one matte, of which one picture may be all.

    Args:
        stack: closes its file.
        source: the clip.
        first: gives a frame of it, to see what its channels are.
        deinterlace: make whole frames of an interlaced movie.
        text: the matte.
        order: place from the front.
        one_for_all: a single picture is the matte of all frames.
    """
    path = matte_path(text)
    if path and drawn_file(text):
        return drawn_guides(Path(path), text[len(path) + 1 :], order)
    if path:
        how = {"one_for_all": one_for_all, "deinterlace": deinterlace}
        return stack.enter_context(matte_clip(path, source.info, order, **how))
    if text.startswith(CRYPTO):
        return crypto_guides(first(), text.removeprefix(CRYPTO), order, source.info.path)
    for view in first().views:
        named_channel(first().of_view(view), text, source.info.path)
    return partial(channel_guides, text, order)


def _kept(mattes: Guides) -> Guides:
    """Return what gives mattes as those of what is kept."""

    def guides(frame: Frame, index: int) -> Iterator[Guide]:
        return (replace(guide, kind="lock") for guide in mattes(frame, index))

    return guides


def _first(source: FrameSource) -> Frame:
    """Return the first frame that can be read, to see what its channels are.

    Raises:
        InputError: none can.
    """
    last = source.info.clock.frame_count - 1
    for index in range(last):
        try:
            return source.read(index)
        except InputError:
            continue
    return source.read(last)
