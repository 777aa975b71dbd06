"""A quality comes to models: by the device, and by what is installed."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import get_args

import pytest
import torch
from safetensors.torch import save_file

from slowglass.core.choices import DEFAULT_QUALITY, Quality
from slowglass.core.errors import UsageError
from slowglass.core.models.library import ARCHITECTURE_KEY, FOLDER_VARIABLE
from slowglass.core.models.load import load_model
from slowglass.core.models.named import name_and_size, parts_of
from slowglass.core.models.tiers import TIERS, ModelChoice, choose_model

QUALITIES: tuple[Quality, ...] = get_args(Quality)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model folder of the test's own."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    return tmp_path


def install(folder: Path, name: str, architecture: str) -> None:
    """Put a file there that says what it is; it is listed, not loaded."""
    tensors = {"w": torch.zeros(1)}
    save_file(tensors, folder / f"{name}.safetensors", {ARCHITECTURE_KEY: architecture})


def parts(choice: ModelChoice) -> list[str]:
    return [name_and_size(part)[0] for part in parts_of(choice.model)]


def test_every_quality_means_something_on_every_device() -> None:
    assert {(one.quality, one.device) for one in TIERS} == set(product(QUALITIES, ("cpu", "gpu")))


@pytest.mark.parametrize("quality", QUALITIES)
@pytest.mark.parametrize("device", ["cpu", "cuda", "mps"])
def test_with_nothing_installed_a_model_is_there_all_the_same(
    folder: Path, quality: Quality, device: str
) -> None:
    choice = choose_model(quality, "", device)
    assert load_model(choice.model, "cpu").spec.name == choice.model
    assert choice.quality == quality
    assert choice.why.startswith(f"{quality} on a ")
    assert ("not installed" in choice.why) == (choice.lacks == ("rife",)) == (quality != "draft")


@pytest.mark.parametrize("device", ["cpu", "cuda"])
def test_rife_is_taken_where_it_is_installed(folder: Path, device: str) -> None:
    install(folder, "rife", "rife-4.25")
    choices = [choose_model(quality, "", device) for quality in ("good", "best")]
    assert all("rife" in parts(choice) and not choice.lacks for choice in choices)
    assert all("not installed" not in choice.why for choice in choices)


def test_rife_is_known_by_what_it_is_whatever_it_is_called(folder: Path) -> None:
    install(folder, "a-slomo", "superslomo")
    assert choose_model("best", "", "cpu").lacks == ("rife",)
    install(folder, "an-old-one", "rife-4.6")
    assert parts(choose_model("best", "", "cpu"))[-1] == "an-old-one"
    install(folder, "mine", "rife-4.25")
    assert parts(choose_model("best", "", "cpu"))[-1] == "mine"
    install(folder, "rife", "rife-4.25")
    assert parts(choose_model("best", "", "cpu"))[-1] == "rife"


def test_a_model_that_is_named_is_taken_and_nothing_is_said_of_qualities() -> None:
    choice = choose_model(None, "blend", "cpu")
    assert (choice.model, choice.quality, choice.lacks) == ("blend", "", ())


def test_where_nothing_is_said_it_is_the_default_quality() -> None:
    assert choose_model(None, "", "cpu") == choose_model(DEFAULT_QUALITY, "", "cpu")
    assert load_model(device="cpu").spec.name == choose_model(None, "", "cpu").model


def test_a_model_may_be_made_to_look_at_less() -> None:
    model = load_model("flow@128", "cpu")
    assert model.spec.largest_proxy == 128
    picture = torch.rand(1, 3, 96, 256)
    motion = model.motion(picture, picture)
    assert motion.notes[0].startswith("Motion was estimated at 128 x 48")
    assert motion.field(torch.tensor(0.5)).flow.shape[-2:] == (48, 128)  # type: ignore[arg-type]


def test_a_size_never_makes_a_model_look_at_more() -> None:
    assert load_model("flow@4096", "cpu").spec.largest_proxy == 640


def test_sizes_that_make_no_sense_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="64 pixels or more after @, got 'flow@8'"):
        load_model("flow@8", "cpu")
    with pytest.raises(UsageError, match="pictures with a size, got vectors"):
        load_model("vectors@640", "cpu")
    path = tmp_path / "mine@640"
    path.write_bytes(b"")
    assert name_and_size(str(path)) == (str(path), None)
