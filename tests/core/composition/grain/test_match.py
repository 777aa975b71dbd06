"""Matching grain: what averaging took comes back, and nothing else changes."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from slowglass.core.composition.frame import compose_frame
from slowglass.core.composition.grain.bands import high_band
from slowglass.core.composition.grain.match import GrainMatch, colour_items
from slowglass.core.composition.grain.report import GrainReport
from slowglass.core.composition.sampling import compose
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.frames import Encoding, Frame, Layer, Window
from tests.clips import texture
from tests.tolerances import MATCHED_ENERGY

SIZE = 128
SIGMA = 0.02


def field(shift: float = 0.0) -> WarpField:
    """Both sides equally, from half of a motion of ``2 * shift`` pixels."""
    flow = torch.zeros(1, 2, 2, SIZE, SIZE)
    flow[:, LEFT, 0], flow[:, RIGHT, 0] = -shift, shift
    return WarpField((LEFT, RIGHT), flow, torch.full((1, 2, SIZE, SIZE), 0.5))


def noisy(seed: int, sigma: float = SIGMA, grain_pixels: int = 1) -> torch.Tensor:
    """A ground of two brightnesses under Gaussian grain, partly alike in all channels."""
    generator = torch.Generator().manual_seed(seed)
    grain = torch.randn(1, 3, SIZE, SIZE, generator=generator)
    grain = 0.6 * grain + 0.8 * torch.randn(1, 1, SIZE, SIZE, generator=generator)
    if grain_pixels > 1:
        grain = torch.nn.functional.avg_pool2d(grain, grain_pixels, 1, grain_pixels // 2)
        grain = grain * grain_pixels
    ground = torch.full((1, 3, SIZE, SIZE), 0.3)
    ground[..., SIZE // 2 :] = 0.6
    return ground + sigma * grain


def matched(left: torch.Tensor, right: torch.Tensor, shift: float = 0.0) -> torch.Tensor:
    made = compose(left, right, field(shift))
    return GrainMatch(5).apply(made, left, right, field(shift), "RGB")


def variance(picture: torch.Tensor) -> float:
    """Variance in the two flat halves, away from their edges."""
    halves = (picture[..., 12:-12, 12:50], picture[..., 12:-12, -50:-12])
    return float(np.mean([half.var(dim=(2, 3)).mean() for half in halves]))


@pytest.mark.parametrize("grain_pixels", [1, 3])
def test_grain_before_a_still_camera_keeps_its_variance(grain_pixels: int) -> None:
    left, right = noisy(1, grain_pixels=grain_pixels), noisy(2, grain_pixels=grain_pixels)
    source = (variance(left) + variance(right)) / 2
    assert variance(compose(left, right, field())) < 0.6 * source
    assert variance(matched(left, right)) == pytest.approx(source, rel=MATCHED_ENERGY)


def test_channels_stay_correlated_as_they_are() -> None:
    left, right = noisy(1), noisy(2)
    wanted, found = (
        torch.corrcoef(high_band(picture)[0, :, 12:-12, 12:50].flatten(1))
        for picture in (left, matched(left, right))
    )
    torch.testing.assert_close(found, wanted, rtol=0, atol=0.1)


def test_detail_of_a_moving_picture_keeps_its_energy() -> None:
    generator = torch.Generator().manual_seed(3)
    wide = torch.from_numpy(texture(SIZE, SIZE + 8, 1)).permute(2, 0, 1)[None]
    wide = wide + 0.1 * torch.randn(wide.shape, generator=generator)
    left, right = wide[..., 3 : SIZE + 3].contiguous(), wide[..., :SIZE].contiguous()
    inner = (..., slice(16, -16), slice(16, -16))
    source = float(high_band(left)[inner].square().mean())
    plain = compose(left, right, field(1.5))
    assert float(high_band(plain)[inner].square().mean()) < 0.8 * source
    found = float(high_band(matched(left, right, 1.5))[inner].square().mean())
    assert found == pytest.approx(source, rel=MATCHED_ENERGY)


def test_pictures_without_grain_stay_to_the_bit() -> None:
    picture = torch.from_numpy(texture(SIZE, SIZE, 1)).permute(2, 0, 1)[None].contiguous()
    assert torch.equal(matched(picture, picture.clone()), picture)


def test_what_is_a_pixel_of_a_source_gets_no_grain() -> None:
    """A caption before a still camera: in its place nothing was averaged."""
    left, right = noisy(1), noisy(2)
    caption = (..., slice(4, 12), slice(4, 28))
    left[caption] = right[caption] = 0.9
    made = matched(left, right)
    torch.testing.assert_close(made[caption], left[caption], rtol=0, atol=0)
    assert not torch.equal(made, (left + right) / 2)


def test_a_frame_is_matched_alike_each_time_and_its_neighbour_otherwise() -> None:
    left, right = noisy(1), noisy(2)
    made = compose(left, right, field())
    first, again, other = (
        GrainMatch(index).apply(made, left, right, field(), "RGB") for index in (5, 5, 6)
    )
    assert torch.equal(first, again)
    assert float((first - other).abs().mean()) > 0.5 * SIGMA


def test_scene_linear_light_of_any_exposure_is_matched_alike() -> None:
    left, right = noisy(1), noisy(2)
    bright = matched(left * 1024, right * 1024) / 1024
    torch.testing.assert_close(bright, matched(left, right), rtol=1e-3, atol=1e-5)


def test_no_ring_stands_around_a_lamp_of_10000() -> None:
    left, right = noisy(1), noisy(2)
    for picture in (left, right):
        picture[..., 60:64, 30:34] = 10_000
    made = matched(left, right)
    made[..., 60:64, 30:34] = 0.3
    assert float(made.min()) > 0.3 - 8 * SIGMA
    assert float(made[..., 70:].max()) < 0.6 + 8 * SIGMA
    assert float(made[..., :60].max()) < 0.3 + 8 * SIGMA


def test_alpha_and_data_of_a_frame_stay_and_colour_changes() -> None:
    names = ("R", "G", "B", "A", "Z", "objectId")

    def frame(seed: int) -> Frame:
        pixels = noisy(seed)[0].permute(1, 2, 0).numpy()
        more = noisy(seed + 10)[0].permute(1, 2, 0).numpy()
        layer = Layer(np.dstack([pixels, more]), names, Encoding("linear", "premultiplied"))
        return Frame((layer,), Window(0, 0, SIZE, SIZE))

    cpu, grain = torch.device("cpu"), GrainMatch(3)
    plain = compose_frame(frame(1), frame(2), field(), cpu).layers[0].pixels
    made = compose_frame(frame(1), frame(2), field(), cpu, grain=grain).layers[0].pixels
    assert np.array_equal(made[..., 3:], plain[..., 3:])
    assert (made[..., :3] != plain[..., :3]).mean() > 0.9
    assert [amount.item for amount in grain.amounts] == [""]


def test_only_colour_of_each_item_is_found() -> None:
    names = ["A", "B", "G", "R", "diffuse.R", "diffuse.G", "N.X", "Z", "mask", "Y"]
    assert colour_items(names) == {"": [1, 2, 3, 9], "diffuse": [4, 5]}


def test_the_report_says_how_much_noise_was_added() -> None:
    left, right = noisy(1), noisy(2)
    grain = GrainMatch(0)
    grain.apply(compose(left, right, field()), left, right, field(), "RGB")
    (amount,) = grain.amounts
    assert 0 < amount.added_noise < amount.source_noise < SIGMA
    report = GrainReport()
    report.add(grain.amounts)
    report.add(grain.amounts)
    assert f"2 made frames: noise of {amount.added_noise:.2g} was added" in report.notes[0]
