"""Files that are no models: one line on stderr, nothing executed, nothing left behind."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from slowglass.core.models.registry import architecture_named
from slowglass.plugin.cli.app import main
from slowglass.plugin.fetch import download
from tests import clips
from tests.models import small_checkpoint, small_network
from tests.plugin.fetch.weights_server import serving

MODEL = 6
TRACE = "trace"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "models"
    path.mkdir()
    monkeypatch.setenv("SLOWGLASS_MODELS", str(path))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(download, "PAUSE_SECONDS", 0.0)
    return path


class Creator:
    """Creates a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return open, (str(self.path), "w")


def malicious(path: Path) -> None:
    torch.save({"a": torch.ones(2), "b": Creator(path.with_name(TRACE))}, path)


def malicious_bare(path: Path) -> None:
    path.write_bytes(pickle.dumps(Creator(path.with_name(TRACE))))


def truncated(path: Path) -> None:
    data = small_checkpoint(path).read_bytes()
    path.write_bytes(data[: len(data) // 2])


def something_else(path: Path) -> None:
    torch.save(torch.nn.Linear(3, 3).state_dict(), path)


def nearly(path: Path) -> None:
    state = small_network().state_dict()
    del state[list(state)[3]]
    torch.save(state, path)


def rife_of_other_sizes(path: Path) -> None:
    with torch.device("meta"):
        state = architecture_named("rife-4.6").usual().state_dict()
    few = {
        name: torch.zeros(tensor.shape) for name, tensor in state.items() if "block3" not in name
    }
    torch.save(few, path)


def rife_4_6(path: Path) -> None:
    torch.save(architecture_named("rife-4.6").usual().state_dict(), path)


BAD: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "malicious": ("a.pth", malicious, "asks to run "),
    "malicious, bare": ("a.pkl", malicious_bare, "expected "),
    "truncated": ("a.pth", truncated, "expected a whole checkpoint, got one that is damaged"),
    "something else": ("a.ckpt", something_else, "2 of something else (weight, bias)"),
    "nearly": ("a.pth", nearly, "expected the tensors of superslomo, got others: it lacks "),
    "RIFE of other sizes": ("flownet.pkl", rife_of_other_sizes, "got RIFE of another version: 3 "),
    "RIFE of another name": ("RIFE 4.9.pkl", rife_4_6, "expected RIFE 4.6 by the tensors, got 4.9"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_checkpoint_is_one_line_and_leaves_nothing(
    kind: str, tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, make, reason = BAD[kind]
    home = tmp_path / "downloads"
    home.mkdir()
    path = home / name
    make(path)
    movie = clips.write_movie(home / "clip.mkv", clips.movie_frames(2))
    output = str(tmp_path / "out" / "slow.mkv")
    before = {one: one.read_bytes() for one in home.iterdir()}
    for words in (
        ["models", "add", str(path)],
        ["models", "show", str(path)],
        ["retime", str(movie), "-o", output, "--speed", "50%", "--model", str(path)],
    ):
        assert main(words) == MODEL, words
        out, said = capsys.readouterr()
        assert (out, said.count("slowglass: ")) == ("", 1), said
        assert said.splitlines()[-1].startswith("slowglass: "), said
        assert str(path) in said
        assert reason in said
    assert {one: one.read_bytes() for one in home.iterdir()} == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["downloads", "models"]
    assert list(folder.iterdir()) == []


def test_an_architecture_that_is_named_wrongly_is_refused(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = small_checkpoint(tmp_path / "own.pth")
    assert main(["models", "add", str(path), "--arch", "superslomo-port"]) == MODEL
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "expected the tensors of superslomo-port, got others" in said
    assert list(folder.iterdir()) == []


def test_half_a_download_is_no_model_and_the_next_run_completes_it(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = small_checkpoint(tmp_path / "served.pth").read_bytes()
    with serving(content) as server:
        words = ["models", "fetch", server.url("mine.pth")]
        server.breaks = [len(content) // (2 * download.ATTEMPTS)] * download.ATTEMPTS
        assert main(words) == MODEL
        *progress, said = capsys.readouterr().err.splitlines()
        assert all(line.endswith(" bytes") for line in progress), progress
        assert "run the same command again" in said
        assert main(["models", "show", "mine"]) == MODEL
        capsys.readouterr()
        assert main(words) == 0
    assert [path.name for path in folder.iterdir()] == ["mine.safetensors"]


@pytest.mark.parametrize("served", ["cut off", "of another hash", "malicious"])
def test_a_bad_download_is_refused_and_nothing_of_it_kept(
    served: str, tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = small_checkpoint(tmp_path / "served.pth")
    if served == "malicious":
        malicious(path)
    content = path.read_bytes()
    path.unlink()
    digest = hashlib.sha256(b"other" if served == "of another hash" else content).hexdigest()
    with serving(content[:-9] if served == "cut off" else content) as server:
        assert main(["models", "fetch", server.url("mine.pth"), "--sha256", digest]) == MODEL
    *progress, said = capsys.readouterr().err.splitlines()
    assert all(line.endswith(" bytes") for line in progress), progress
    assert "expected" in said
    assert list(folder.iterdir()) == []
    assert [one.name for one in tmp_path.iterdir()] == ["models"]
