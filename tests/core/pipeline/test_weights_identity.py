"""A result belongs to the weights that made it, wherever their file lies."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from slowglass.core.errors import OutputExistsError
from slowglass.core.job import JobSpec
from slowglass.core.models.add import add_model
from slowglass.core.pipeline import RetimeResult, retime
from slowglass.core.pipeline.identity import weights_digest
from slowglass.core.timing import ConstantSpeed
from tests.clips import movie_frames, write_sequence
from tests.models import small_checkpoint


def run(source: str, folder: Path, model: str) -> RetimeResult:
    output = str(folder / "slow.####.png")
    speed = ConstantSpeed(Fraction(1, 2))
    return retime(JobSpec(source, output, speed, model=model, cuts="none", device="cpu"))


def test_a_job_goes_on_with_the_same_weights_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLOWGLASS_MODELS", str(tmp_path / "models"))
    source = write_sequence(tmp_path / "in", movie_frames(3))
    path, out = small_checkpoint(tmp_path / "own.pth"), tmp_path / "out"
    first = run(source, out, str(path))
    assert (first.made, first.model) == (6, "own.pth")
    manifest = json.loads(Path(first.manifest).read_text("utf-8"))
    assert manifest["weights"] == weights_digest(str(path)) != ""
    moved = path.rename(tmp_path / "moved.pth")
    assert run(source, out, str(moved)).kept == 6
    small_checkpoint(moved, seed=1)
    with pytest.raises(OutputExistsError):
        run(source, out, str(moved))
    assert run(source, tmp_path / "named", add_model(moved, "mine").name).model == "mine"


def test_what_is_built_in_has_no_weights_of_its_own() -> None:
    assert weights_digest("blend") == ""


def test_joined_models_are_known_by_the_weights_of_every_part(tmp_path: Path) -> None:
    one, other = small_checkpoint(tmp_path / "a.pth"), small_checkpoint(tmp_path / "b.pth", seed=1)
    digests = weights_digest(str(one)), weights_digest(str(other))
    assert weights_digest(f"flow+{one}") == f"flow+{digests[0]}"
    assert weights_digest(f"{one}+{other}") == "+".join(digests)


def test_a_job_with_joined_models_goes_on_with_the_same_weights_only(tmp_path: Path) -> None:
    source = write_sequence(tmp_path / "in", movie_frames(2))
    path, out = small_checkpoint(tmp_path / "own.pth"), tmp_path / "out"
    joined = f"blend+{path}"
    first = run(source, out, joined)
    assert first.model == "blend+own.pth"
    manifest = json.loads(Path(first.manifest).read_text("utf-8"))
    assert manifest["weights"] == weights_digest(joined) != ""
    assert run(source, out, joined).kept == first.frames
    small_checkpoint(path, seed=1)
    with pytest.raises(OutputExistsError):
        run(source, out, joined)
