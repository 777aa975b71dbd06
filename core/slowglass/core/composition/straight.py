"""Colour that is not multiplied by its alpha: mixed as if it were, and given back as it was."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from slowglass.core.channels import item_of
from slowglass.core.composition.sampling import Sampled
from slowglass.core.field import WarpField

_COLOUR = ("r", "g", "b", "red", "green", "blue")
_ALPHA = ("a", "alpha")


def alpha_places(names: Sequence[str]) -> list[int | None]:
    """Return for each channel the place of the alpha that covers it; None for what has none.

    R, G, B and Y are covered by the A of the same item, with or without a prefix.
    """
    items = [_item(name) for name in names]
    alphas = {stem: k for k, (stem, part) in enumerate(items) if part in _ALPHA}
    return [alphas.get(stem) if part in (*_COLOUR, "y") else None for stem, part in items]


class Straight:
    """Straight colour and alpha of two frames.

    Colour counts as much as its alpha, so that what cannot be seen does not bleed into what is.
    Where the result is transparent there is nothing to weigh by: colour is mixed as it is. Samples
    are cubic where it is opaque and linear elsewhere: the quotient of two cubics has no bound.
    """

    def __init__(self, left: Tensor, right: Tensor, alphas: Sequence[int | None]) -> None:
        """Take (1, C, H, W) float each, and ``alphas`` as `alpha_places` gives them."""
        self._colour = [k for k, alpha in enumerate(alphas) if alpha is not None]
        self._covers = [alpha for alpha in alphas if alpha is not None]
        self._pictures = Sampled(left, right)
        self._lit = Sampled(
            *(
                torch.cat([picture, picture[:, self._colour] * picture[:, self._covers]], 1)
                for picture in (left, right)
            )
        )

    def at(self, field: WarpField) -> Tensor:
        """Return the channels at the time of a field."""
        mixed = self._lit.at(field, "linear")
        channels = mixed.shape[1] - len(self._colour)
        result, light = mixed[:, :channels], mixed[:, channels:]
        cover = result[:, self._covers]
        result[:, self._colour] = torch.where(
            cover > 0, light / torch.where(cover > 0, cover, 1), result[:, self._colour]
        )
        opaque = torch.ones_like(result, dtype=torch.bool)
        opaque[:, self._colour] = cover == 1
        return torch.where(opaque, self._pictures.at(field), result)


def _item(name: str) -> tuple[str, str]:
    """Return item and component of a channel; plain "R" is a component of the item ""."""
    stem, component = item_of(name)
    return (stem, component) if component else ("", name.lower())
