"""Training configurations: read, and refused where a name or a type is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from slowglass.core.errors import MissingInputError, UsageError
from slowglass.core.training.config import StageConfig, TrainingConfig, read_config

SHIPPED = sorted((Path(__file__).parents[3] / "training").glob("*.toml"))


def write(folder: Path, text: str) -> Path:
    path = folder / "run.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_empty_file_is_the_standard_run(tmp_path: Path) -> None:
    assert read_config(write(tmp_path, "")) == TrainingConfig()


def test_values_are_read(tmp_path: Path) -> None:
    text = "[sizes]\nwidth = 120\n[optimiser]\nlearning_rate = 1\n[[stages]]\ncrop = 64\n"
    config = read_config(write(tmp_path, text + "[[stages]]\nfrom_step = 10\nbatch = 2"))
    assert config.sizes.width == 120
    assert config.optimiser.learning_rate == 1.0
    assert config.stage(9) == StageConfig(0, 64)
    assert config.stage(10) == StageConfig(10, 128, 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[optimizer]\nsteps = 3", "got optimizer"),
        ("[run]\nseeds = 3", r"in \[run\], got seeds"),
        ("[run]\nseed = 1.5", "expected int for seed, got 1.5"),
        ("[run]\nbf16 = 1", "expected bool for bf16, got 1"),
        ("stages = []", "stages"),
        ("[[stages]]\nfrom_step = 5", "from step 0"),
        ("run = ", "expected TOML"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_config(write(tmp_path, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingInputError, match=r"none\.toml"):
        read_config(tmp_path / "none.toml")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_what_is_shipped_can_be_read(path: Path) -> None:
    assert read_config(path).stages
