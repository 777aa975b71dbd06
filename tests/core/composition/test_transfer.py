"""Pixels sent to a device as they are stored are there what they are here as numbers."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from slowglass.core.composition.transfer import pixels_here, planes_there
from slowglass.core.pixels import unit_values

CPU = torch.device("cpu")


@pytest.mark.parametrize("kind", ["uint8", "uint16", "uint32", "float16", "float32"])
@pytest.mark.parametrize("places", [[0, 1, 2], [2, 0], [1]])
def test_codes_of_any_type_become_the_same_numbers_on_a_device(
    kind: str, places: list[int]
) -> None:
    random = np.random.default_rng(1)
    codes = random.random((4, 5, 3)) * (1 if kind.startswith("float") else 2 ** int(kind[4:]) - 1)
    pixels = codes.astype(kind)
    pixels[0, 0] = 1 if kind.startswith("float") else np.iinfo(kind).max
    there = planes_there(pixels, places, CPU)
    assert there.dtype == torch.float32
    assert there.is_contiguous()
    expected = unit_values(pixels[:, :, places]).transpose(2, 0, 1)
    np.testing.assert_array_equal(there.numpy(), expected)


def test_what_comes_back_is_laid_out_as_layers_are() -> None:
    planes = torch.arange(24.0).reshape(2, 3, 4)
    here = pixels_here(planes)
    assert here.flags.c_contiguous
    np.testing.assert_array_equal(here, planes.numpy().transpose(1, 2, 0))
