"""``slowglass models``: list, show, add and remove, for people and machines."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from slowglass.core.models import BUILT_IN, add_model
from slowglass.plugin.cli.app import main
from slowglass.plugin.engine_facts import models
from tests.clips import movie_frames, write_sequence
from tests.models import small_checkpoint


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SLOWGLASS_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def checkpoint(tmp_path: Path) -> str:
    return str(small_checkpoint(tmp_path / "own.pth"))


def run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(list(words)) == code
    out, err = capsys.readouterr()
    return str(err if code else out)


def test_an_added_model_is_listed_shown_and_removed(
    capsys: pytest.CaptureFixture[str], checkpoint: str, folder: Path
) -> None:
    said = run(capsys, "models", "add", checkpoint, "--name", "mine", "--arch", "superslomo")
    assert "Licence: " in said
    assert "--model mine" in said
    listed = [line.split()[0] for line in run(capsys, "models").splitlines()]
    assert listed[:6] == ["nearest", "blend", "flow", "slowglass", "vectors", "mine"]
    document = json.loads(run(capsys, "models", "--json"))
    assert document["models"] == models()
    assert document["models"][-1]["path"] == str(folder / "mine.safetensors")
    facts = json.loads(run(capsys, "models", "show", "mine", "--json"))
    assert facts["architecture"] == "superslomo"
    joined = json.loads(run(capsys, "models", "show", "flow+mine", "--json"))
    assert joined["name"] == "flow+mine"
    assert joined["path"] == f"built in; {folder / 'mine.safetensors'}"
    assert facts["parameters"] > 10_000
    assert "built in" in run(capsys, "models", "show", "flow")
    assert "flow@320" in run(capsys, "models", "show", "flow@320")
    run(capsys, "models", "remove", "mine")
    assert "'mine'" in run(capsys, "models", "show", "mine", code=6)


def test_listing_loads_neither_torch_nor_opencv(checkpoint: str) -> None:
    add_model(Path(checkpoint), "mine", "superslomo")
    script = (
        "import sys; from slowglass.plugin.engine_facts import models; print(len(models()), "
        "[name for name in ('torch', 'cv2', 'torchvision') if name in sys.modules])"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"{len(BUILT_IN) + 1} []"


def test_a_refused_file_is_one_line_that_names_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "page.pkl"
    path.write_text("<!DOCTYPE html>", "utf-8")
    for words in (("models", "add", str(path)), ("models", "show", str(path))):
        said = run(capsys, *words, code=6)
        assert said.count("\n") == 1
        assert f"{path}: expected a checkpoint, got a web page" in said


def test_names_and_paths_go_wherever_a_model_is_asked_for(
    capsys: pytest.CaptureFixture[str], checkpoint: str, tmp_path: Path
) -> None:
    run(capsys, "models", "add", checkpoint, "--name", "mine")
    source = write_sequence(tmp_path / "in", movie_frames(2))
    pair = [source.replace("####", number) for number in ("1001", "1002")]
    for k, model in enumerate((checkpoint, "mine")):
        between = ["between", *pair, "-o", str(tmp_path / f"b{k}.####.exr")]
        run(capsys, *between, "--model", model, "--device", "cpu")
    words = ["bench", "speed", "--width", "64", "--height", "64", "--device", "cpu", "--json"]
    document = json.loads(run(capsys, *words, "--model", "mine", "--model", checkpoint))
    assert [row["model"] for row in document["models"]] == ["mine", checkpoint]
