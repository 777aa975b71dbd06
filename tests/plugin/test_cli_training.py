"""Making data sets, training and evaluating from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from slowglass.plugin.cli.app import main
from tests import clips


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*words]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def test_a_data_set_is_built_from_clips(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, seed in (("one é", 1), ("two #2", 5)):
        clips.write_movie(tmp_path / f"{name}.mkv", clips.movie_frames(8, seed))
    words = [str(path) for path in sorted(tmp_path.glob("*.mkv"))]
    output = tmp_path / "set 100%"
    options = ["--frames", "4", "--size", "32", "-o", str(output)]
    assert "2 windows to train on, 2 to validate" in run(
        capsys, "dataset", "build", *words, *options
    )
    document = json.loads(run(capsys, "dataset", "build", *words, *options, "--json"))
    assert [clip["windows"] for clip in document["clips"]] == [[0, 4], [0, 4]]


def test_models_are_evaluated_on_what_was_kept_for_validation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for seed in (1, 5):
        clips.write_movie(tmp_path / f"{seed}.mkv", clips.movie_frames(5, seed))
    words = [str(path) for path in sorted(tmp_path.glob("*.mkv"))]
    data = str(tmp_path / "set")
    run(capsys, "dataset", "build", *words, "--frames", "5", "-o", data)
    models = ["--model", "nearest", "--model", "blend", "--device", "cpu"]
    table = run(capsys, "evaluate", data, *models, "-o", str(tmp_path / "report.json"))
    assert "| `blend` |" in table
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["models"]["blend"]["items"] == 1
    assert list(report["models"]["blend"]["by_time"]) == ["1/4", "1/2", "3/4"]
    shorter = json.loads(run(capsys, "evaluate", data, *models, "--span", "2", "--json"))
    assert shorter["span"] == 2
    scores = [report["models"]["blend"]["mean"], shorter["models"]["blend"]["mean"]]
    assert scores[1]["psnr_8_bit_db"] > scores[0]["psnr_8_bit_db"]


@pytest.mark.parametrize("span", ["1", "5"])
def test_a_span_that_no_item_has_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], span: str
) -> None:
    clips.write_movie(tmp_path / "a.mkv", clips.movie_frames(5))
    data = str(tmp_path / "set")
    options = ["--frames", "5", "--validation", "0", "-o", data]
    run(capsys, "dataset", "build", str(tmp_path / "a.mkv"), *options)
    words = ["evaluate", f"{data}/train", "--model", "blend", "--span", span]
    assert main(words) == 2
    assert "span of 2 to 4 frames" in capsys.readouterr().err


TINY = """
architecture = "superslomo"
[superslomo]
widths = [4, 4, 4, 4, 4, 4]
[run]
threads = 1
evaluate_minutes = 0.0
[optimiser]
steps = 2
[data]
real_share = 1.0
longest_span = 4
[[stages]]
crop = 32
batch = 2
"""


@pytest.mark.slow
def test_a_data_set_becomes_weights_that_make_frames(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setattr("torch.hub._hub_dir", None)
    for seed in (1, 5):
        clips.write_movie(tmp_path / f"{seed}.mkv", clips.movie_frames(5, seed))
    words = [str(path) for path in sorted(tmp_path.glob("*.mkv"))]
    data, output, config = tmp_path / "set", tmp_path / "run é", tmp_path / "tiny.toml"
    config.write_text(TINY, encoding="utf-8")
    run(capsys, "dataset", "build", *words, "--frames", "5", "-o", str(data))
    train = ["train", "slomo", str(config), "-o", str(output), "--data", str(data)]
    result = json.loads(run(capsys, *train, "--device", "cpu", "--json"))
    assert (result["step"], result["steps"]) == (2, 2)
    assert "perceptual loss is off" in result["notes"][0]
    assert (output / "samples_0000002.png").exists()
    assert (output / "scores.csv").read_text().startswith("step,all")
    monkeypatch.setenv("SLOWGLASS_MODELS", str(tmp_path / "models"))
    run(capsys, "models", "add", result["weights"], "--name", "mine")
    models = ["--model", result["weights"], "--model", "mine", "--device", "cpu"]
    report = json.loads(run(capsys, "evaluate", str(data), *models, "--json"))
    scores = [model["mean"] for model in report["models"].values()]
    assert scores[0] == scores[1]


def test_a_configuration_of_another_network_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "tiny.toml"
    config.write_text(TINY, encoding="utf-8")
    assert main(["train", "builtin", str(config), "-o", str(tmp_path / "run")]) == 2
    assert "expected a configuration of builtin, got one of superslomo" in capsys.readouterr().err
    assert main(["train", "rife", str(config), "-o", str(tmp_path / "run")]) == 2
    assert "'slomo', 'builtin'" in capsys.readouterr().err
