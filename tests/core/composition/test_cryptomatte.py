"""Cryptomatte: coverage is mixed by ID and ranked again; IDs keep their bits."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from slowglass.core.composition import cryptomatte
from slowglass.core.composition.cryptomatte import Mattes
from slowglass.core.field import WarpField
from tests.core.composition.fields import HEIGHT, WIDTH, even, field
from tests.tolerances import FLOAT32_ROUNDING

RANKS = 3
A, B, C, D = (float(np.uint32(bits).view(np.float32)) for bits in (
    0x3F9D7C21, 0x7F000001, 0x00800003, 0xC1234567))  # fmt: skip


def ranked(**cover: float) -> Tensor:
    """A picture of so much of each of A, B, C, D everywhere."""
    names = {"a": A, "b": B, "c": C, "d": D}
    pairs = sorted(((part, names[name]) for name, part in cover.items()), reverse=True)
    flat = [number for part, name in pairs for number in (name, part)]
    return even(*flat, *[0.0] * (2 * RANKS - len(flat)))


def bits(values: Tensor) -> Tensor:
    return values.contiguous().view(torch.int32)


def random_ranks(seed: int) -> Tensor:
    """Two or three of ten objects in each pixel, covering it all."""
    generator = np.random.default_rng(seed)
    names = generator.integers(0x00800000, 0x7F000000, 10, np.uint32)
    picture = np.zeros((2 * RANKS, HEIGHT, WIDTH), np.float32)
    for row in range(HEIGHT):
        for column in range(WIDTH):
            count = generator.integers(1, RANKS + 1)
            cover = np.sort(generator.dirichlet(np.ones(count)))[::-1]
            chosen = generator.choice(names, count, replace=False)
            picture[0 : 2 * count : 2, row, column] = chosen.view(np.float32)
            picture[1 : 2 * count : 2, row, column] = cover
    return torch.from_numpy(picture)[None]


def mean_by_hand(
    left: Tensor, right: Tensor, warp: WarpField, row: int, column: int
) -> dict[int, float]:
    """Coverage by ID at one place, straight from the definition."""
    found: dict[int, float] = {}
    for k, picture in enumerate((left, right)):
        shift = float(warp.flow[0, k, 0, row, column])
        share = float(warp.weight[0, k, row, column])
        for offset, part in ((0, 1 - shift), (1, shift)):
            place = min(column + offset, WIDTH - 1)
            names = bits(picture[0, 0::2, row, place]).tolist()
            for name, cover in zip(names, picture[0, 1::2, row, place].tolist(), strict=True):
                found[name] = found.get(name, 0.0) + share * part * cover
    return found


def test_coverage_of_one_object_is_mixed_like_alpha() -> None:
    made = Mattes(ranked(a=1.0), ranked(a=0.5)).at(field(0.25))
    torch.testing.assert_close(made, ranked(a=0.875), **FLOAT32_ROUNDING)


def test_objects_are_ranked_again_by_what_they_cover_now() -> None:
    made = Mattes(ranked(a=0.7, b=0.3), ranked(b=0.8, c=0.2)).at(field(0.5))
    torch.testing.assert_close(made, ranked(b=0.55, a=0.35, c=0.1), **FLOAT32_ROUNDING)
    assert torch.equal(bits(made[:, 0::2]), bits(ranked(b=3, a=2, c=1)[:, 0::2]))


def test_the_least_is_dropped_where_ranks_are_full() -> None:
    left, right = ranked(a=0.5, b=0.3, c=0.2), ranked(d=1.0)
    made = Mattes(left, right).at(field(0.5))
    torch.testing.assert_close(made, ranked(d=0.5, a=0.25, b=0.15), **FLOAT32_ROUNDING)


def test_what_does_not_change_does_not_change_by_a_bit() -> None:
    picture = random_ranks(1)
    assert torch.equal(bits(Mattes(picture, picture).at(field(0.3))), bits(picture))


def test_any_mixture_is_that_of_the_definition() -> None:
    left, right, warp = random_ranks(1), random_ranks(2), field(0.4, shift=0.3)
    made = Mattes(left, right).at(warp)
    for row in range(HEIGHT):
        for column in range(WIDTH):
            expected = mean_by_hand(left, right, warp, row, column)
            names = bits(made[0, 0::2, row, column]).tolist()
            cover = made[0, 1::2, row, column].tolist()
            largest = sorted(expected.values(), reverse=True)[:RANKS]
            np.testing.assert_allclose(cover, largest, rtol=1e-5)
            np.testing.assert_allclose(cover, [expected[name] for name in names], rtol=1e-5)
            assert sum(cover) <= 1 + 1e-6


def test_coverage_that_is_not_a_number_counts_as_none() -> None:
    spoilt = ranked(a=0.5)
    spoilt[:, 1, 3, 3] = float("nan")
    made = Mattes(spoilt, ranked(b=1.0)).at(field(0.5))
    torch.testing.assert_close(made[..., 3, 3], ranked(b=0.5)[..., 3, 3], **FLOAT32_ROUNDING)


def test_lots_of_points_give_the_whole_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    left, right, warp = random_ranks(1), random_ranks(2), field(0.4, shift=0.3)
    whole = Mattes(left, right).at(warp)
    monkeypatch.setattr(cryptomatte, "POINTS_AT_ONCE", 7)
    assert torch.equal(bits(Mattes(left, right).at(warp)), bits(whole))
