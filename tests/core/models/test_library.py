"""The user's folder of models: whole files, safe to load, that say what they are."""

from __future__ import annotations

import datetime
import pickle
import shutil
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from slowglass.core import load_model
from slowglass.core.errors import (
    ModelError,
    OutputError,
    OutputExistsError,
    UnknownModelError,
    UsageError,
)
from slowglass.core.models.add import add_model
from slowglass.core.models.library import models_folder, remove_model, stored_models
from slowglass.core.models.rife.network import FAMILY_4_25, RifeNetwork
from tests.models import small_checkpoint, small_network

HALF = Fraction(1, 2)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "Modelle für #1"
    monkeypatch.setenv("SLOWGLASS_MODELS", str(path))
    return path


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    return small_checkpoint(tmp_path / "my slomo.pth")


def between(name: str) -> np.ndarray:
    left, right = np.random.default_rng(3).random((2, 40, 50, 3), dtype=np.float32)
    return load_model(name, "cpu").between(left, right, [HALF])[0]


def test_the_folder_is_the_systems_own_unless_the_environment_names_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert models_folder() == folder
    monkeypatch.delenv("SLOWGLASS_MODELS")
    assert models_folder().parts[-2:] == ("slowglass", "models")


def test_an_added_model_works_by_name_as_its_file_does_by_path(checkpoint: Path) -> None:
    stored = add_model(checkpoint)
    assert stored.name == "my-slomo"
    assert stored.architecture == "superslomo"
    assert stored.source == "my slomo.pth"
    by_path = between(str(checkpoint))
    checkpoint.unlink()
    assert np.array_equal(between("my-slomo"), by_path)
    assert load_model("my-slomo", "cpu").spec.name == "my-slomo"
    assert stored_models() == (stored,)


def test_the_same_again_is_fine_and_something_else_is_refused(checkpoint: Path) -> None:
    stored = add_model(checkpoint, "mine")
    content = stored.path.read_bytes()
    assert add_model(checkpoint, "mine") == stored
    small_checkpoint(checkpoint, seed=1)
    with pytest.raises(OutputExistsError, match="another model has it"):
        add_model(checkpoint, "mine")
    assert stored.path.read_bytes() == content
    with pytest.raises(OutputExistsError, match="built in"):
        add_model(checkpoint, "flow", taken=("flow",))


def test_what_is_refused_leaves_nothing_behind(checkpoint: Path, folder: Path) -> None:
    checkpoint.write_bytes(checkpoint.read_bytes()[:-100])
    with pytest.raises(ModelError, match="damaged"):
        add_model(checkpoint)
    checkpoint.write_bytes(pickle.dumps({"a": print}, protocol=2))
    with pytest.raises(ModelError, match="nothing was run"):
        add_model(checkpoint)
    torch.save({"a": torch.ones(3)}, checkpoint)
    with pytest.raises(ModelError, match="something else"):
        add_model(checkpoint)
    small_checkpoint(checkpoint)
    with pytest.raises(ModelError, match=r"expected the tensors of rife-4\.6"):
        add_model(checkpoint, architecture="rife-4.6")
    for name in ("../escape", "a b", ".hidden", "x.", "é"):
        with pytest.raises(UsageError, match="letters, digits"):
            add_model(checkpoint, name)
    assert not folder.exists()


def test_a_write_that_fails_leaves_nothing_behind(
    checkpoint: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(tensors: object, path: Path, metadata: object) -> None:
        Path(path).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("safetensors.torch.save_file", full_disk)
    with pytest.raises(OutputError, match="No space left"):
        add_model(checkpoint)
    assert list(folder.iterdir()) == []


def test_a_removed_model_is_gone(checkpoint: Path) -> None:
    add_model(checkpoint, "mine")
    with pytest.raises(UnknownModelError, match=r"your models \(mine\), got 'yours'"):
        remove_model("yours")
    remove_model("mine")
    assert stored_models() == ()
    with pytest.raises(UnknownModelError, match=r"blend, flow.*'mine'"):
        load_model("mine")


def test_unknown_names_and_paths_are_told_apart(checkpoint: Path, tmp_path: Path) -> None:
    add_model(checkpoint, "mine")
    with pytest.raises(UnknownModelError, match=r"blend, flow, .*vectors, mine, or the path"):
        load_model("best")
    for path in ("best.pkl", str(tmp_path / "best")):
        with pytest.raises(UnknownModelError, match="no such file"):
            load_model(path)


def test_a_damaged_file_in_the_folder_is_shown_as_such(checkpoint: Path) -> None:
    stored = add_model(checkpoint, "mine")
    stored.path.write_bytes(b"\x10\0\0\0\0\0\0\0{not json at all")
    assert "damaged" in stored_models()[0].title
    with pytest.raises(ModelError, match="damaged"):
        load_model("mine")


def test_a_file_put_there_by_hand_is_a_model_too(checkpoint: Path, folder: Path) -> None:
    stored = add_model(checkpoint, "mine")
    save_file(load_file(stored.path), folder / "theirs.safetensors")
    assert np.array_equal(between("theirs"), between("mine"))
    assert "by hand" in stored_models()[1].title


def test_the_checkpoint_of_the_well_known_port_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "SuperSloMo.ckpt"
    network = small_network()
    content = {
        "Detail": "End to end Super SloMo.",
        "timestamp": datetime.datetime(2018, 12, 24),
        "valPSNR": [[29.7]],
        "state_dictFC": network.flow.state_dict(),
        "state_dictAT": network.interpolation.state_dict(),
    }
    torch.save(content, path, _use_new_zipfile_serialization=False)
    stored = add_model(path)
    assert (stored.name, stored.architecture) == ("SuperSloMo", "superslomo-port")
    assert "not stated by their author" in stored.licence
    assert np.array_equal(between("SuperSloMo"), between(str(path)))


def test_rife_is_called_by_the_version_that_its_path_names(tmp_path: Path) -> None:
    path = tmp_path / "RIFE_v4.26" / "train_log" / "flownet.pkl"
    path.parent.mkdir(parents=True)
    tensors = {f"module.{name}": t for name, t in RifeNetwork(FAMILY_4_25).state_dict().items()}
    torch.save({**tensors, "module.teacher.conv0.0.0.weight": torch.ones(2)}, path)
    stored = add_model(path)
    assert (stored.name, stored.architecture) == ("rife-4.26", "rife-4.25")
    assert {f"module.{name}" for name in load_file(stored.path)} == set(tensors)
    assert stored.title.startswith("RIFE 4.26: ")
    assert stored.licence.startswith("MIT")
    unnamed = Path(shutil.copy(path, tmp_path / "flownet.pkl"))
    assert add_model(unnamed).name == "rife-4.25"
    misnamed = Path(shutil.copy(path, tmp_path / "flownet_v4.22.pkl"))
    with pytest.raises(ModelError, match=r"got 4\.22 by the name .*--arch rife-4\.25"):
        add_model(misnamed)
    with pytest.raises(ModelError, match=r"got 4\.22 by the name"):
        load_model(str(misnamed))
    assert add_model(misnamed, architecture="rife-4.25").name == "flownet_v4.22"


def test_a_model_moves_to_the_cpu_with_its_weights(checkpoint: Path) -> None:
    loaded = load_model(str(checkpoint), "cpu")
    loaded.device = torch.device("meta")
    checkpoint.unlink()
    again = loaded.on_cpu()
    assert again.device.type == "cpu"
    left, right = np.random.default_rng(3).random((2, 40, 50, 3), dtype=np.float32)
    again.between(left, right, [HALF])


def test_a_reduced_estimate_is_said() -> None:
    left, right = torch.rand(2, 1, 3, 8, 1400)
    motion = load_model("flow", "cpu").motion(left, right)
    assert motion.notes == (
        "Motion was estimated at 640 x 4; pixels are taken from the whole 1400 x 8.",
    )
