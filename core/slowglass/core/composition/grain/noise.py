"""The noise of a source: how strong at which brightness, and its spectrum over all channels.

Measured in the flattest blocks of the pictures; synthetic noise has the same spectrum and the same
correlation of channels, and unit energy in the finest octave, to be scaled where it is added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.composition.grain.bands import high_band_response

BLOCK = 16
BRIGHTNESS_BINS = 8
FLAT_QUANTILE = 0.02
"""This part of the blocks of one brightness is taken to hold noise and nothing else."""
LOWEST_FREQUENCY = 1 / 8
"""Cycles per pixel; below, blocks hold shading rather than noise, which is taken to be as strong
as up to twice this."""
SPECTRUM_BLOCKS = 256
MAD_TO_DEVIATION = 1.4826


@dataclass(frozen=True)
class NoiseModel:
    """Noise of C channels."""

    brightness: Tensor
    """(C, N) rising."""
    energy: Tensor
    """(C, N), mean square of the finest octave of the noise at each brightness."""
    kernel: Tensor
    """(C, C, k, k): white noise of C channels becomes noise like the source's."""

    def energy_at(self, brightness: Tensor) -> Tensor:
        """Return the energy of the noise at each pixel of (1, C, H, W), linear between bins."""
        planes = []
        for c, plane in enumerate(brightness[0]):
            knots, energy = self.brightness[c], self.energy[c]
            right = torch.bucketize(plane, knots).clamp(1, len(knots) - 1)
            step = (knots[right] - knots[right - 1]).clamp_min(torch.finfo(knots.dtype).tiny)
            part = ((plane - knots[right - 1]) / step).clamp(0, 1)
            planes.append(torch.lerp(energy[right - 1], energy[right], part))
        return torch.stack(planes)[None]

    def synthesise(self, height: int, width: int, seed: tuple[int, ...]) -> Tensor:
        """Return noise (1, C, H, W) with energy 1 in its finest octave, the same for one seed."""
        channels, reach = len(self.kernel), self.kernel.shape[-1] - 1
        size = (1, channels, height + reach, width + reach)
        white = np.random.default_rng(seed).standard_normal(size, np.float32)
        return functional.conv2d(torch.from_numpy(white).to(self.kernel), self.kernel)


def estimate_noise(pictures: Sequence[Tensor], finest: Sequence[Tensor]) -> NoiseModel:
    """Return the noise that neighbouring pictures have.

    Deviations are medians of absolute values (robust against the odd detail), the flattest blocks
    of each brightness are taken to hold nothing else.

    Args:
        pictures: each (1, C, H, W) float32, finite.
        finest: the finest octave of each.

    Source: Donoho, Johnstone, "Ideal Spatial Adaptation by Wavelet Shrinkage", Biometrika 1994,
    section 4.2 (median of the finest scale).
    """
    blocks = torch.cat([_blocks(picture) for picture in pictures], 1)
    details = torch.cat([_blocks(octave) for octave in finest], 1)
    mean = blocks.mean(2)
    energy = (details.abs().median(2).values * MAD_TO_DEVIATION).square()
    brightness, flat = _by_brightness(mean, energy)
    return NoiseModel(brightness, flat, _kernel(_flattest(blocks, energy.sum(0))))


def _blocks(picture: Tensor) -> Tensor:
    """Return (C, N, BLOCK * BLOCK) of a picture; one that is smaller is repeated at its edge."""
    height, width = picture.shape[-2:]
    missing = (0, max(0, BLOCK - width), 0, max(0, BLOCK - height))
    picture = functional.pad(picture, missing, mode="replicate")[0]
    tiles = picture.unfold(1, BLOCK, BLOCK).unfold(2, BLOCK, BLOCK)
    return tiles.reshape(len(picture), -1, BLOCK * BLOCK)


def _by_brightness(mean: Tensor, energy: Tensor) -> tuple[Tensor, Tensor]:
    """Return mean brightness and energy of the flat blocks, (C, N) each, N >= 2."""
    order = mean.argsort(1)
    mean, energy = mean.gather(1, order), energy.gather(1, order)
    bins = min(BRIGHTNESS_BINS, mean.shape[1])
    levels = torch.stack([part.mean(1) for part in mean.tensor_split(bins, 1)], 1)
    flat = torch.stack(
        [part.quantile(FLAT_QUANTILE, 1) for part in energy.tensor_split(bins, 1)], 1
    )
    if bins == 1:
        levels, flat = levels.expand(-1, 2), flat.expand(-1, 2)
    return levels.contiguous(), flat


def _flattest(blocks: Tensor, energy: Tensor) -> Tensor:
    """Return the blocks (C, M, BLOCK, BLOCK) of least energy that have any, without their slope."""
    some = torch.nonzero(energy > 0).flatten()
    count = max(1, min(SPECTRUM_BLOCKS, int(len(some) * FLAT_QUANTILE)))
    chosen = some[energy[some].argsort()[:count]]
    ramp = (torch.arange(BLOCK, device=blocks.device, dtype=blocks.dtype) + 0.5) / BLOCK - 0.5
    ramp = ramp * (12 / (BLOCK**2 - 1)) ** 0.5 * BLOCK
    tiles = blocks[:, chosen].reshape(len(blocks), -1, BLOCK, BLOCK)
    tiles = tiles - tiles.mean((2, 3), keepdim=True)
    for slope in (ramp[:, None].expand(BLOCK, BLOCK), ramp.expand(BLOCK, BLOCK)):
        tiles = tiles - (tiles * slope).mean((2, 3), keepdim=True) * slope
    return tiles


def _kernel(tiles: Tensor) -> Tensor:
    """Return the kernel that gives white noise the cross-spectrum of tiles (C, M, k, k).

    The root of the Hermitian matrix of each frequency, so that channels are correlated as they are
    in the source; scaled to unit energy in the finest octave.
    """
    count, size = tiles.shape[1:3]
    window = torch.hann_window(size + 2, periodic=False, device=tiles.device)[1:-1]
    waves = torch.fft.fft2(tiles * window[:, None] * window).permute(2, 3, 0, 1)
    spectrum = waves @ waves.mH / max(1, count)
    spectrum = _without_shading(spectrum)
    passed = high_band_response(size).to(tiles.device).square()
    energy = (spectrum.diagonal(dim1=2, dim2=3).real * passed[..., None]).mean((0, 1))
    scale = torch.where(energy > 0, energy, 1).rsqrt()
    spectrum = spectrum * scale[:, None] * scale
    values, vectors = torch.linalg.eigh(spectrum)
    root = vectors * values.clamp_min(0).sqrt()[..., None, :] @ vectors.mH
    kernel: Tensor = torch.fft.fftshift(torch.fft.ifft2(root.permute(2, 3, 0, 1)).real, (2, 3))
    return kernel.contiguous()


def _without_shading(spectrum: Tensor) -> Tensor:
    """Return (k, k, C, C) with its low frequencies no stronger than those above them."""
    steps = torch.fft.fftfreq(spectrum.shape[0], device=spectrum.device)
    frequency = torch.hypot(steps[:, None], steps)
    low = frequency < LOWEST_FREQUENCY
    above = spectrum[~low & (frequency < 2 * LOWEST_FREQUENCY)].mean(0)
    power = spectrum.diagonal(dim1=2, dim2=3).real.sum(2)
    strong = low & (power > above.diagonal().real.sum())
    return torch.where(strong[..., None, None], above.real.to(spectrum.dtype), spectrum)
