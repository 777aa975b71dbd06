"""The genuine weights of RIFE, as ``models fetch rife`` brings them, do what their author's do.

SLOWGLASS_MODELS=FOLDER python3 dev.py test tests/core/models/rife/test_genuine.py
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from fractions import Fraction

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn.functional import avg_pool2d, interpolate

from slowglass.core.composition import compose
from slowglass.core.models.checkpoint import read_checkpoint
from slowglass.core.models.library import models_folder
from slowglass.core.models.loaded import LoadedModel
from slowglass.core.models.rife.model import RifeModel
from slowglass.core.quality import psnr_8_bit
from tests.core.models.rife import oracle
from tests.tolerances import (
    FLOAT32_FIELD,
    GENUINE_RIFE_MOTION_PIXELS,
    GENUINE_RIFE_PSNR_DB,
)

HALF = Fraction(1, 2)
NAME = "rife.safetensors"
DIGEST = "7ecbd8cceac87bd897da379f33a24a9d"
"""BLAKE2b of all tensors, in the order of their names."""

FOLDER = models_folder()
"""Of whoever runs the tests: afterwards the tests see an empty one."""

pytestmark = pytest.mark.genuine_rife


def digest(tensors: dict[str, Tensor]) -> str:
    """A digest of tensors, whatever file they come in."""
    state = hashlib.blake2b(digest_size=16)
    for name in sorted(tensors):
        state.update(name.encode())
        state.update(tensors[name].float().numpy().tobytes())
    return state.hexdigest()


@pytest.fixture(scope="module")
def tensors() -> dict[str, Tensor]:
    """The genuine weights; without them the tests are skipped."""
    path = FOLDER / NAME
    if not path.is_file():
        pytest.skip(f"there is no {NAME} in {FOLDER}: slowglass models fetch rife")
    found = load_file(path)
    if digest(found) != DIGEST:
        pytest.skip(f"{path} holds other weights than those of RIFE 4.25")
    return found


@pytest.fixture(scope="module")
def model(tensors: dict[str, Tensor]) -> RifeModel:
    """The model as the program loads it."""
    loaded = read_checkpoint(FOLDER / NAME).load(torch.device("cpu"))
    assert isinstance(loaded, RifeModel)
    return loaded


def texture(shift: float = 0.0) -> Tensor:
    """Blobs of many sizes, (1, 3, 128, 192), that have moved to the right by ``shift`` pixels."""
    generator = torch.Generator().manual_seed(5)
    wide = torch.zeros(1, 3, 128, 256)
    for step in (2, 4, 8, 16, 32):
        grain = torch.rand(1, 3, 128 // step, 256 // step, generator=generator)
        wide = wide + interpolate(grain, (128, 256), mode="bicubic") * step**0.5
    wide = avg_pool2d((wide - wide.min()) / (wide.max() - wide.min()), 3, 1, 1)
    left = 32 - int(shift)
    return wide[..., left : left + 192].contiguous()


@pytest.mark.parametrize("t", [0.25, 0.5, 0.875])
def test_the_field_is_that_of_an_evaluation_apart_from_our_code(
    tensors: dict[str, Tensor], model: RifeModel, t: float
) -> None:
    left, right = texture(), texture(12)
    field = model.field(model.estimate(left, right), torch.tensor([t]))
    flow, share = oracle.version_4_25(tensors, left, right, t)
    torch.testing.assert_close(field.flow[0].flatten(0, 1), flow[0], **FLOAT32_FIELD)
    torch.testing.assert_close(field.weight[0, 0], share[0, 0], **FLOAT32_FIELD)


def test_a_frame_is_what_that_evaluation_shows(
    tensors: dict[str, Tensor], model: RifeModel
) -> None:
    left, right = texture(), texture(12)
    unrefined = RifeModel(model.network, replace(model.spec, refined=False))
    motion = LoadedModel(unrefined, torch.device("cpu")).motion(left, right)
    made = compose(left, right, motion.fields([HALF])[0], "linear")
    flow, share = oracle.version_4_25(tensors, left, right, 0.5)
    sides = oracle.warped(left, flow[:, :2]), oracle.warped(right, flow[:, 2:])
    shown = sides[0] * share + sides[1] * (1 - share)
    torch.testing.assert_close(made, shown, **FLOAT32_FIELD)


def test_a_known_motion_is_found(model: RifeModel) -> None:
    left, truth, right = texture(), texture(6), texture(12)
    loaded = LoadedModel(model, torch.device("cpu"))
    field = loaded.motion(left, right).field(HALF)
    made = compose(left, right, field)
    inside = (..., slice(16, -16), slice(24, -24))
    assert float(psnr_8_bit(made[inside], truth[inside])) > GENUINE_RIFE_PSNR_DB
    found = field.flow[0, :, :, 16:-16, 24:-24].flatten(2).median(2).values
    wanted = torch.tensor([[-6.0, 0.0], [6.0, 0.0]])
    assert float((found - wanted).abs().max()) < GENUINE_RIFE_MOTION_PIXELS
