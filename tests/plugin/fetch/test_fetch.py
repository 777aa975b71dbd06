"""Downloads go on where they broke off, are checked, and leave nothing half-done."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from slowglass.core.errors import ModelError, OutputExistsError, UnknownModelError, UsageError
from slowglass.core.models.library import stored_models
from slowglass.plugin.cli.app import main
from slowglass.plugin.fetch import download
from slowglass.plugin.fetch.known import RAFT_NAMES, hash_in, known_weights
from slowglass.plugin.fetch.model import fetch_model
from tests.models import small_checkpoint
from tests.plugin.fetch.weights_server import WeightsServer, serving

FILE = "slomo-v1.pth?download=1"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "models"
    monkeypatch.setenv("SLOWGLASS_MODELS", str(path))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(download, "PAUSE_SECONDS", 0.0)
    return path


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WeightsServer]:
    content = small_checkpoint(tmp_path / "served.pth").read_bytes()
    with serving(content) as one:
        yield one


def visible(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_a_fetched_model_says_where_it_is_from(server: WeightsServer, folder: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    stored = fetch_model(server.url(FILE), on_bytes=lambda *state: seen.append(state))
    assert (stored.name, stored.source) == ("slomo-v1", server.url(FILE))
    assert stored_models() == (stored,)
    assert seen[-1] == (len(server.content), len(server.content))
    assert [path.name for path in folder.iterdir()] == ["slomo-v1.safetensors"]


def test_a_broken_connection_goes_on_where_it_broke(server: WeightsServer) -> None:
    server.breaks = [70_000, 50_000]
    fetch_model(server.url(FILE))
    assert server.ranges == ["", "bytes=70000-", "bytes=120000-"]


def test_a_run_that_gave_up_is_gone_on_with_by_the_next(
    server: WeightsServer, folder: Path
) -> None:
    server.breaks = [10_000] * download.ATTEMPTS
    with pytest.raises(ModelError, match=r"broke off after 40000 \(run the same command again"):
        fetch_model(server.url(FILE))
    assert visible(folder) == []
    fetch_model(server.url(FILE))
    assert server.ranges[-1] == "bytes=40000-"


def test_a_file_that_changed_meanwhile_begins_anew(server: WeightsServer, tmp_path: Path) -> None:
    server.breaks = [10_000] * download.ATTEMPTS
    with pytest.raises(ModelError):
        fetch_model(server.url(FILE))
    server.content = small_checkpoint(tmp_path / "served.pth", seed=1).read_bytes()
    server.tag = '"second"'
    digest = hashlib.sha256(server.content).hexdigest()
    fetch_model(server.url(FILE), sha256=digest)


def test_without_a_version_nothing_is_gone_on_with(server: WeightsServer, folder: Path) -> None:
    server.tag, server.breaks = "", [10_000] * download.ATTEMPTS
    with pytest.raises(ModelError, match="try again"):
        fetch_model(server.url(FILE))
    assert set(server.ranges) == {""}
    assert list(folder.iterdir()) == []


def test_a_whole_file_that_was_not_used_yet_is_not_sent_again(
    server: WeightsServer, folder: Path
) -> None:
    partial = download.download(server.url(FILE), folder)
    again = download.download(server.url(FILE), folder)
    assert again == partial
    assert server.ranges == ["", f"bytes={len(server.content)}-"]
    assert partial.file.read_bytes() == server.content


def test_a_wrong_hash_is_refused_and_nothing_kept(server: WeightsServer, folder: Path) -> None:
    with pytest.raises(ModelError, match=r"SHA-256 begins with 00c0ffee, got .*not kept"):
        fetch_model(server.url(FILE), sha256="00C0FFEE")
    assert list(folder.iterdir()) == []


def test_a_file_shorter_than_promised_is_refused(server: WeightsServer, folder: Path) -> None:
    server.missing_bytes = 5
    with pytest.raises(ModelError, match="the server has another"):
        fetch_model(server.url(FILE))
    assert visible(folder) == []


def test_a_server_that_says_no_is_quoted(server: WeightsServer, folder: Path) -> None:
    server.codes = [404]
    with pytest.raises(ModelError, match=r"/slomo.*404 Not Found"):
        fetch_model(server.url(FILE))
    assert not folder.exists()
    server.codes = [503, 503]
    fetch_model(server.url(FILE))


@pytest.mark.parametrize("path", ["login", "moved"])
def test_a_web_page_is_no_model(server: WeightsServer, folder: Path, path: str) -> None:
    with pytest.raises(ModelError, match=r"web page .*models add FILE"):
        fetch_model(server.url(path))
    assert not folder.exists()


def test_something_else_than_a_checkpoint_leaves_nothing(
    server: WeightsServer, folder: Path
) -> None:
    server.content = b"GIF89a" * 1000
    with pytest.raises(ModelError, match="expected a checkpoint"):
        fetch_model(server.url(FILE))
    assert list(folder.iterdir()) == []


def test_a_name_that_is_taken_by_others_is_kept(server: WeightsServer, tmp_path: Path) -> None:
    fetch_model(server.url(FILE), "mine")
    fetch_model(server.url(FILE), "mine")
    server.content = small_checkpoint(tmp_path / "served.pth", seed=1).read_bytes()
    with pytest.raises(OutputExistsError):
        fetch_model(server.url(FILE), "mine")


@pytest.mark.parametrize("address", ["file:///etc/hosts", "ftp://example.org/a.pth", "http://"])
def test_only_addresses_of_the_web_are_fetched(address: str) -> None:
    with pytest.raises(UsageError, match="https"):
        fetch_model(address)


def test_a_server_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(b"") as gone:
        address = gone.url(FILE)
    with pytest.raises(ModelError, match=r"connection failed .*try again"):
        fetch_model(address)


def test_known_weights_are_torchvisions_own() -> None:
    for name in RAFT_NAMES:
        known = known_weights(name)
        assert known.url.startswith("https://download.pytorch.org/models/raft_")
        assert len(known.sha256) == 8
        assert "not stated" in known.licence
    with pytest.raises(UnknownModelError, match="rife, raft-large, raft-small, got 'dain'"):
        known_weights("dain")
    assert hash_in("https://a/b.pth") == ""


def test_the_command_tells_progress_and_licence(
    server: WeightsServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "fetch", server.url(FILE), "--name", "mine"]) == 0
    out, err = capsys.readouterr()
    assert "Licence: MIT code; of the weights up to who trained them" in out
    assert "--model mine" in out
    size = len(server.content)
    assert f"{size} of {size} bytes" in err


@pytest.mark.parametrize(
    "address",
    ["http://[::1", "http://127.0.0.1:x/a", "https://a/ä", "https://a/b c", "https://a/\n"],
)
def test_addresses_that_cannot_be_asked_for_are_refused(address: str) -> None:
    with pytest.raises(UsageError):
        fetch_model(address)


def test_what_has_no_end_is_not_received(
    server: WeightsServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "LARGEST_BYTES", len(server.content) - 1)
    with pytest.raises(ModelError, match="at most"):
        fetch_model(server.url(FILE))
    assert visible(folder) == []
