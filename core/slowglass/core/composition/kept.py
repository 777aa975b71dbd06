"""The last pair of frames that was taken apart, for all the frames that are made of it."""

from __future__ import annotations

import torch

from slowglass.core.channels import Overrides
from slowglass.core.composition.frame import FramePair
from slowglass.core.frames import Frame


class KeptPairs:
    """One pair of each view; frames are made of one pair after another."""

    def __init__(self, overrides: Overrides = ()) -> None:
        """Take apart by the policies that the user gave for channels by name."""
        self._overrides = overrides
        self._kept: dict[str, tuple[Frame, Frame, torch.device, FramePair]] = {}

    def of(self, left: Frame, right: Frame, device: torch.device) -> FramePair:
        """Return one view of two frames taken apart, as it was for the frame before where it can.

        Raises:
            UnsupportedMediaError: the two do not have the same channels.
        """
        view = left.layers[0].view
        kept = self._kept.get(view)
        if kept and _are_same(kept[0], left) and _are_same(kept[1], right) and kept[2] == device:
            return kept[3]
        self._kept.pop(view, None)  # its memory is needed now
        pair = FramePair(left, right, device, self._overrides)
        self._kept[view] = left, right, device, pair
        return pair


def _are_same(one: Frame, other: Frame) -> bool:
    """Return whether two frames hold the same layers: a view is taken anew each time."""
    return len(one.layers) == len(other.layers) and all(
        layer is another for layer, another in zip(one.layers, other.layers, strict=True)
    )
