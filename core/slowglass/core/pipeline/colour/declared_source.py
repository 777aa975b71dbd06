"""A source whose colour space somebody names, whatever its files say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from slowglass.core.frames import ClipInfo, Encoding, Frame, FrameSource, NativeFile
from slowglass.core.media import colour_spaces
from slowglass.core.media.images import display_luma, in_colour_space


class DeclaredSource:
    """Gives the frames of another source with their light said to be in one colour space.

    Samples are not touched. A picture file that names another space, or none, is no longer its
    frame's native form: copied, it would lack the name that made frames beside it carry.
    """

    def __init__(
        self, source: FrameSource, space: colour_spaces.ColourSpace, notes: tuple[str, ...] = ()
    ) -> None:
        """Speak for ``source``, which whoever opened it closes.

        Args:
            source: the clip.
            space: that its light is in.
            notes: what the user should know of it, one sentence each.
        """
        self._source = source
        self._space = space
        info = source.info
        others = (note for note in info.notes if note != info.encoding.assumed)
        encoding = self._declared(info.encoding)
        self._info = replace(info, encoding=encoding, notes=(*notes, *others))

    @property
    def info(self) -> ClipInfo:
        """What is known of the clip, in the declared space."""
        return self._info

    def read(self, index: int) -> Frame:
        """Return frame ``index`` in the declared space.

        Raises:
            InputError: as the source does.
        """
        frame, space = self._source.read(index), self._space
        layers = tuple(
            replace(layer, encoding=self._declared(layer.encoding)) for layer in frame.layers
        )
        said = frame.colour().layer.encoding.colour_space
        if space.tag and said == space.tag:
            return replace(frame, layers=layers)
        return replace(
            frame,
            layers=layers,
            attributes=in_colour_space(frame.attributes, space.tag, space.chromaticities),
            native=None if isinstance(frame.native, NativeFile) else frame.native,
        )

    def read_luma(self, index: int, width: int) -> NDArray[np.float32]:
        """Return a small display-like luma, as of the declared space.

        Raises:
            InputError: as for `read`.
        """
        if self._info.kind == "movie":
            return self._source.read_luma(index, width)
        return display_luma(self.read(index).colour(), width)

    def _declared(self, encoding: Encoding) -> Encoding:
        """Return an encoding in the declared space; data stay data."""
        if encoding.transfer == "data":
            return encoding
        space = self._space
        return replace(
            encoding,
            transfer=space.transfer,
            colour_space=space.tag or space.name,
            assumed="",
        )
