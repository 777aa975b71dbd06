"""A whole run by the one command, in slices."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from slowglass.core.errors import UsageError
from slowglass.core.training.__main__ import main
from slowglass.core.training.config import TrainingConfig
from slowglass.core.training.run import train
from tests.core.training.test_clips import write_clip
from tests.core.training.test_evaluate import write_set

BARE = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        absent = ("av", "OpenImageIO", "fileseq", "typer", "rich", "torchvision", "platformdirs")
        if name.split(".")[0] in absent:
            raise ImportError(name)

sys.meta_path.insert(0, Absent())
import slowglass.core.training.__main__
"""

CONFIG = """
[sizes]
quarter = 8
eighth = 8
width = 12
fine_width = 12
head = 8
[data]
clip_samples = 4
clip_size = 48
shard_samples = 8
shards = 1
[run]
log_steps = 1
evaluate_minutes = 0
[optimiser]
steps = 2
[[stages]]
crop = 32
batch = 2
scene_size = 48
"""


def command(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr(sys, "argv", ["training", *arguments, "--device", "cpu"])


@pytest.mark.slow
def test_one_command_trains_logs_scores_and_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "run.toml").write_text(CONFIG, encoding="utf-8")
    write_clip(tmp_path / "a.avi")
    index = '[{"file": "a.avi", "segments": [[0, 24]], "flow_per_frame_med": 2.0}]'
    (tmp_path / "clips.json").write_text(index, encoding="utf-8")
    (tmp_path / "set").mkdir()
    write_set(tmp_path / "set")
    output = tmp_path / "out"
    paths = (("--output", output), ("--clips", tmp_path / "clips.json"))
    words = [str(word) for pair in paths for word in pair]
    command(monkeypatch, str(tmp_path / "run.toml"), *words, "--evaluate", str(tmp_path / "set"))
    assert main() == 0
    with (output / "log.csv").open() as file:
        assert [row["step"] for row in csv.DictReader(file)] == ["1", "2"]
    with (output / "scores.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["step"] for row in rows] == ["1", "2"]
    assert float(rows[0]["all"]) == pytest.approx(float(rows[0]["easy"]))
    assert (output / "samples_0000002.png").exists()
    assert (output / "weights.safetensors").exists()


def test_a_machine_needs_no_media_libraries_to_train() -> None:
    subprocess.run([sys.executable, "-c", BARE], check=True)


def test_a_mistake_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command(monkeypatch, str(tmp_path / "no.toml"), "--output", str(tmp_path))
    with pytest.raises(SystemExit) as exit_:
        main()
    assert exit_.value.code == 3
    assert capsys.readouterr().err.count("\n") == 1


def test_an_unknown_architecture_is_named_with_those_that_exist(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="slowglass, superslomo, got 'other'"):
        train(TrainingConfig(architecture="other"), tmp_path, device=torch.device("cpu"))
