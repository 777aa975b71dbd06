"""Masks in the dialogs: what moves apart, and what stays still."""

from dataclasses import replace
from typing import Any

import bpy
from bpy.props import EnumProperty, StringProperty

from ...wish import RELATIVE, SCENE_TIME, Wish


class MaskOptions:
    """What every operator has that makes frames of strips."""

    mask: StringProperty(
        name="Mask",
        description="Its layers move apart from each other and from all else, the upper ones in "
        "front",
        options={"SKIP_SAVE"},
    )
    lock_mask: StringProperty(
        name="Stays Still",
        description="A mask over captions, logos or timecode, which stay as they were filmed. "
        "Empty: they are found",
        options={"SKIP_SAVE"},
    )
    mask_time: EnumProperty(
        name="Mask Time",
        description="Which frames the masks are keyed in",
        items=(
            (SCENE_TIME, "Absolute", "Frames of the scene"),
            (RELATIVE, "Relative", "The mask's first frame is at the start of the strip"),
        ),
        options={"SKIP_SAVE"},
    )

    def masked(self, wish: Wish) -> Wish:
        """Return a wish with the masks that are asked for."""
        return replace(
            wish, mask=self.mask, lock_mask=self.lock_mask, mask_time=str(self.mask_time)
        )

    def draw_masks(self, layout: Any) -> None:
        """Draw the options where the file has masks."""
        if not bpy.data.masks:
            return
        for name in ("mask", "lock_mask"):
            layout.prop_search(self, name, bpy.data, "masks")
        if self.mask or self.lock_mask:
            layout.prop(self, "mask_time")
