"""Models by name."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from safetensors.torch import load_file, save_file

from slowglass.core import load_model
from slowglass.core.errors import DeviceError, ModelError, ShapeError, UnknownModelError, UsageError
from slowglass.core.models.built_in import BUILT_IN
from slowglass.core.models.named import weights_paths
from slowglass.core.models.slowglass_net.shipped import shipped_checkpoint
from slowglass.core.models.slowglass_net.spec import WEIGHTS

HALF = Fraction(1, 2)


def images() -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(2)
    pair = generator.random((2, 24, 32, 3), dtype=np.float32)
    return pair[0], pair[1]


def test_blend_is_the_mean_in_the_middle() -> None:
    one, other = images()
    (made,) = load_model("blend", "cpu").between(one, other, [HALF])
    np.testing.assert_allclose(made, (one + other) / 2, rtol=1e-6)
    assert made.dtype == np.float32


def test_nearest_switches_in_the_middle() -> None:
    one, other = images()
    early, late = load_model("nearest", "cpu").between(one, other, [Fraction(1, 4), HALF])
    assert np.array_equal(early, one)
    assert np.array_equal(late, other)


@pytest.mark.parametrize("name", ["nearest", "blend", "flow", "slowglass"])
def test_the_ends_are_the_images_themselves(name: str) -> None:
    one, other = images()
    first, last = load_model(name, "cpu").between(one, other, [Fraction(0), Fraction(1)])
    assert np.array_equal(first, one)
    assert np.array_equal(last, other)


@pytest.mark.parametrize("name", ["nearest", "blend", "flow"])
def test_equal_images_give_the_same_image(name: str) -> None:
    one, _ = images()
    (made,) = load_model(name, "cpu").between(one, one.copy(), [Fraction(1, 3)])
    assert np.array_equal(made, one)


def test_values_out_of_range_survive() -> None:
    one, other = (image * 9 - 2 for image in images())
    (made,) = load_model("blend", "cpu").between(one, other, [HALF])
    assert made.max() > 6
    assert made.min() < -1


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_model_is_what_is_listed_of_it(name: str) -> None:
    assert load_model(name, "cpu").spec == BUILT_IN[name].spec
    assert BUILT_IN[name].spec.name == name


def test_an_unknown_model_is_named_with_those_that_exist() -> None:
    with pytest.raises(UnknownModelError, match=r"blend, flow, nearest.*'best'"):
        load_model("best")


def test_a_missing_device_is_said() -> None:
    with pytest.raises(UsageError, match="abacus"):
        load_model("blend", "abacus")
    with pytest.raises(DeviceError, match=r"mps|cuda"):
        load_model("blend", "mps" if not _has_mps() else "cuda")


def test_images_of_other_shapes_and_types_are_refused() -> None:
    one, other = images()
    model = load_model("blend", "cpu")
    with pytest.raises(ShapeError, match="float32"):
        model.between(one.astype(np.float64), other, [HALF])
    with pytest.raises(ShapeError, match="one size"):
        model.between(one[:-1], other, [HALF])
    with pytest.raises(ShapeError, match=r"0\.\.1"):
        model.between(one, other, [Fraction(3, 2)])


def _has_mps() -> bool:
    import torch

    return torch.backends.mps.is_available()


def test_the_built_in_network_is_small_and_says_where_its_weights_are() -> None:
    assert load_model("slowglass", "cpu").spec.name == "slowglass"
    assert weights_paths("slowglass") == {"slowglass": WEIGHTS}
    assert WEIGHTS.stat().st_size <= 16 * 2**20


def test_other_weights_are_not_taken_for_those_that_were_shipped(tmp_path: Path) -> None:
    tensors = load_file(WEIGHTS)
    tensors["head.top.bias"] += 1e-3
    save_file(tensors, tmp_path / "slowglass.safetensors")
    with pytest.raises(ModelError, match="came with this version"):
        shipped_checkpoint(tmp_path / "slowglass.safetensors")
