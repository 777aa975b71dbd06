"""Checkpoints are read without running them."""

from __future__ import annotations

import datetime
import pickle
import zipfile
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file

from slowglass.core.errors import ModelError, UnknownModelError
from slowglass.core.models.weights import read_weights

MADE = datetime.datetime(2018, 9, 1, 12, 30)


class Creator:
    """Creates a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return open, (str(self.path), "w")


def port_checkpoint() -> dict[str, Any]:
    """A checkpoint of the port's layout, with one tensor for each network."""
    return {
        "Detail": "End to end Super SloMo.",
        "epoch": 199,
        "timestamp": MADE,
        "loss": [[0.5, 0.25]],
        "state_dictFC": {"conv1.weight": torch.arange(6.0).reshape(2, 3)},
        "state_dictAT": {"conv1.weight": torch.ones(4)},
    }


@pytest.mark.parametrize("as_zip", [True, False])
def test_a_checkpoint_of_the_port_gives_its_tensors_and_what_it_says(
    tmp_path: Path, as_zip: bool
) -> None:
    path = tmp_path / "Süper SloMo #1.ckpt"
    torch.save(port_checkpoint(), path, _use_new_zipfile_serialization=as_zip)
    weights = read_weights(path)
    assert set(weights.tensors) == {"state_dictFC.conv1.weight", "state_dictAT.conv1.weight"}
    flow = weights.tensors["state_dictFC.conv1.weight"]
    assert torch.equal(flow, torch.arange(6.0).reshape(2, 3))
    assert weights.metadata["timestamp"] == MADE
    assert weights.metadata["loss"] == [[0.5, 0.25]]


def test_safetensors_give_their_tensors_and_metadata(tmp_path: Path) -> None:
    path = tmp_path / "ours.bin"
    save_file({"head.bias": torch.arange(5.0)}, path, {"steps": "12"})
    weights = read_weights(path)
    path.write_bytes(b"")
    assert torch.equal(weights.tensors["head.bias"], torch.arange(5.0))
    assert weights.metadata == {"steps": "12"}


@pytest.mark.parametrize("as_zip", [True, False])
def test_code_in_a_checkpoint_is_refused_by_name_and_not_run(tmp_path: Path, as_zip: bool) -> None:
    path, trace = tmp_path / "bad.pth", tmp_path / "trace"
    content = {"a": torch.ones(2), "b": Creator(trace)}
    torch.save(content, path, _use_new_zipfile_serialization=as_zip)
    with pytest.raises(ModelError, match=r"bad\.pth: .*asks to run .*open; nothing was run") as met:
        read_weights(path)
    assert "\n" not in str(met.value)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_bare_pickle_is_refused_and_not_run(tmp_path: Path, protocol: int) -> None:
    path, trace = tmp_path / "bare.pkl", tmp_path / "trace"
    path.write_bytes(pickle.dumps(Creator(trace), protocol=protocol))
    with pytest.raises(ModelError, match="expected"):
        read_weights(path)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", ["zip", "legacy", "safetensors"])
@pytest.mark.parametrize("part", [0.02, 0.5, 0.99])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, kind: str, part: float) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut.pth"
    if kind == "safetensors":
        save_file({"a": torch.ones(300)}, whole)
    else:
        torch.save(port_checkpoint(), whole, _use_new_zipfile_serialization=kind == "zip")
    data = whole.read_bytes()
    cut.write_bytes(data[: int(part * len(data))])
    with pytest.raises(ModelError, match=r"cut\.pth: expected a whole checkpoint.*again") as met:
        read_weights(cut)
    assert "\n" not in str(met.value)


def test_what_is_no_checkpoint_is_called_what_it_is(tmp_path: Path) -> None:
    contents = {
        "web page": b"<!DOCTYPE html><html>Too many users have viewed this file",
        "empty file": b"",
        "Git LFS": b"version https://git-lfs.github.com/spec/v1\noid sha256:0",
        "something else": b"GIF89a" + bytes(90),
    }
    for what, content in contents.items():
        path = tmp_path / "model.pth"
        path.write_bytes(content)
        with pytest.raises(ModelError, match=what):
            read_weights(path)
    with pytest.raises(ModelError, match="folder"):
        read_weights(tmp_path)
    with pytest.raises(UnknownModelError, match="no such file"):
        read_weights(tmp_path / "none.pth")


def test_an_archive_with_a_checkpoint_inside_is_to_be_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "RIFE_trained_model.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("train_log/flownet.pkl", b"")
    with pytest.raises(ModelError, match="unpack it"):
        read_weights(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("net/code/__torch__.py", b"")
        archive.writestr("net/data.pkl", b"")
    with pytest.raises(ModelError, match="TorchScript"):
        read_weights(path)


def test_tensors_without_names_and_whole_modules_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    torch.save([torch.ones(2)], path)
    with pytest.raises(ModelError, match="named tensors"):
        read_weights(path)
    torch.save(torch.nn.Linear(2, 2), path)
    with pytest.raises(ModelError, match=r"torch\.nn\.modules\.linear\.Linear"):
        read_weights(path)


def test_tables_within_themselves_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.pth"
    table: dict[str, Any] = {}
    table["again"] = table
    torch.save(table, path)
    with pytest.raises(ModelError, match="damaged"):
        read_weights(path)


@pytest.mark.parametrize(
    "tensor",
    [torch.eye(3).to_sparse(), torch.ones(2, dtype=torch.complex64), torch.ones(2, device="meta")],
    ids=["sparse", "complex", "without values"],
)
def test_tensors_of_another_kind_are_refused(tmp_path: Path, tensor: torch.Tensor) -> None:
    path = tmp_path / "model.pth"
    torch.save({"a": torch.ones(1), "b": tensor}, path)
    with pytest.raises(ModelError, match=r"expected (plain numbers, b|a whole checkpoint)"):
        read_weights(path)


def test_a_checkpoint_that_is_packed_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    plain, packed = tmp_path / "plain.pth", tmp_path / "packed.pth"
    torch.save(port_checkpoint(), plain)
    with (
        zipfile.ZipFile(plain) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, source.read(name))
    with pytest.raises(ModelError, match="packed"):
        read_weights(packed)


def test_a_tensor_that_repeats_one_number_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.pth"
    torch.save({"w": torch.ones(1).expand(1 << 38)}, path)
    assert path.stat().st_size < 10_000
    with pytest.raises(ModelError, match="each place of w") as caught:
        read_weights(path)
    assert caught.value.path == str(path)
