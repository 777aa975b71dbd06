"""What surfaces look like: noise of all sizes, stripes, checks, lettering, gradients, photos.

No detail is much finer than two pixels, so that a picture sampled again stays true.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.training.synthetic.chance import Chance
from slowglass.core.training.synthetic.motion import grid_points, spread, turn

GLYPH_ROWS, GLYPH_COLUMNS = 7, 5


def clouds(chance: Chance, size: int) -> Tensor:
    """Return noise whose octaves fall off at random, (B, 3, size, size) in 0..1."""
    side = 3 + chance.pick(3)
    kept = spread(chance.uniform(low=0.5, high=1.0))
    picture, strength = chance.normal(3, side, side), torch.ones_like(kept)
    while side < size:
        side = min(2 * side, size)
        picture = functional.interpolate(
            picture, size=(side, side), mode="bicubic", align_corners=False
        )
        if side <= size // 2:
            strength = strength * kept
            shared = chance.normal(1, side, side) + 0.4 * chance.normal(3, side, side)
            picture = picture + strength * shared
    contrast = spread(chance.uniform(low=0.05, high=0.2))
    return (spread(chance.uniform(3, low=0.15, high=0.85)) + contrast * picture).clamp(0, 1)


def stripes(chance: Chance, size: int) -> Tensor:
    """Return stripes or checks with harder or softer edges, (B, 3, size, size)."""
    points = turn(grid_points(chance.count, size, chance.device), chance.uniform(high=3.2))
    period = spread(chance.uniform(2, low=6, high=48))
    wave = (points * (2 * torch.pi / period)).sin()
    checks = spread(chance.some(0.5))
    value = wave[:, :1] * (checks * wave[:, 1:] + (1 - checks))
    hardness = spread(chance.uniform(low=0.5, high=3)) * period[:, :1] / 12
    return two_colours(chance, torch.sigmoid(2 * hardness * value), size)


def lettering(chance: Chance, size: int) -> Tensor:
    """Return lines of made-up letters, (B, 3, size, size)."""
    return two_colours(chance, letters(chance, size), size)


def letters(chance: Chance, size: int) -> Tensor:
    """Return how much of each pixel is ink, (B, 1, size, size) in 0..1."""
    pixel = 2 + chance.pick(3)
    rows = -(-size // (pixel * (GLYPH_ROWS + 3)))
    columns = -(-size // (pixel * (GLYPH_COLUMNS + 1)))
    ink = chance.some(0.55, rows, columns, GLYPH_ROWS, GLYPH_COLUMNS)
    ink = ink * chance.some(0.8, rows, columns, 1, 1)
    ink = functional.pad(ink, (0, 1, 0, 3)).permute(0, 1, 3, 2, 4)
    sheet = ink.reshape(chance.count, 1, rows * (GLYPH_ROWS + 3), columns * (GLYPH_COLUMNS + 1))
    large = functional.interpolate(sheet, scale_factor=pixel, mode="nearest")
    return soften(large[..., :size, :size])


def gradient(chance: Chance, size: int) -> Tensor:
    """Return almost flat areas, (B, 3, size, size)."""
    points = grid_points(chance.count, size, chance.device) / size - 0.5
    slope = chance.normal(3, 2) * 0.25
    ramp = torch.einsum("bkc,bchw->bkhw", slope, points)
    return (spread(chance.uniform(3, low=0.1, high=0.9)) + ramp).clamp(0, 1)


def photo(chance: Chance, size: int, photos: Tensor) -> Tensor:
    """Return parts of ``photos`` (N, 3, h, w) uint8, resized: (B, 3, size, size) in 0..1."""
    parts = []
    for scale, place, mirror in zip(
        chance.uniform().tolist(),
        chance.uniform(3).tolist(),
        chance.some(0.5).tolist(),
        strict=True,
    ):
        picture = photos[int(place[0] * len(photos))]
        height, width = picture.shape[-2:]
        side = int(min(height, width) * (0.5 + 0.5 * scale))
        top, left = int(place[1] * (height - side)), int(place[2] * (width - side))
        part = picture[None, :, top : top + side, left : left + side].float() / 255
        part = functional.interpolate(
            part, size=(size, size), mode="bilinear", align_corners=False, antialias=side > size
        )
        parts.append(part.flip(-1) if mirror else part)
    return torch.cat(parts)


def two_colours(chance: Chance, part: Tensor, size: int) -> Tensor:
    """Return one surface where ``part`` (B, 1, size, size) is 0 and another where it is 1."""
    shade = 0.4 * (clouds(chance, size) - 0.5)
    first, second = spread(chance.uniform(3)), spread(chance.uniform(3))
    return (first + (second - first) * part + shade).clamp(0, 1)


def soften(picture: Tensor) -> Tensor:
    """Return ``picture`` as a lens would show it, its edges about two pixels wide."""
    channels = picture.shape[1]
    tap = torch.tensor([0.25, 0.5, 0.25], device=picture.device)
    kernel = (tap[:, None] * tap).expand(channels, 1, 3, 3)
    padded = functional.pad(picture, (1, 1, 1, 1), mode="replicate")
    return functional.conv2d(padded, kernel, groups=channels)


def draw_texture(chance: Chance, size: int, photos: Tensor | None) -> Tensor:
    """Return textures of one random kind, (B, 3, size, size) in 0..1."""
    if photos is not None and chance.happens(0.6):
        return photo(chance, size, photos)
    kinds = (clouds, clouds, clouds, stripes, lettering, gradient)
    colourful = soften(kinds[chance.pick(len(kinds))](chance, size))
    grey = colourful.mean(1, keepdim=True)
    return grey + spread(chance.uniform(low=0.1, high=1.0)) * (colourful - grey)
