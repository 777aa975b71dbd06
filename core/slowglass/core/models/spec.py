"""What a model says of itself: enough to list it, and to feed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from slowglass.core.field import ColourSampling


@dataclass(frozen=True)
class ModelSpec:
    """What the engine must know of a model to feed it."""

    name: str
    title: str
    """One line for people: what it is and when to pick it."""
    licence: str
    """SPDX name of the licence of code and weights."""
    multiple_of: int = 1
    """Both sides of the proxy are padded to a multiple of this; the field is cropped back."""
    minimum_size: int = 1
    """Both sides of the proxy are padded to this at least."""
    largest_proxy: int | None = None
    """Longer side of the proxy at most; larger frames are estimated smaller. None: full size."""
    estimates_on: Literal["cpu", "device"] = "device"
    """Where motion is estimated, whatever the composition runs on."""
    needs_pictures: bool = True
    """False where the field does not depend on the pictures, so no proxy need be made."""
    refined: bool = False
    """True where its fields gain by being made exact at t from the pictures (`refined_field`)."""
    leads: bool = False
    """True where it keeps one body on large motion: where models are joined and differ, it has
    the word."""
    colour_sampling: ColourSampling = "cubic"
    """How colour is sampled where its fields point."""
