"""The model that a quality came to belongs to the result, and is kept while that is made."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from slowglass.core.choices import Quality
from slowglass.core.errors import JobSpecError, ModelError
from slowglass.core.job import JobSpec
from slowglass.core.models import tiers
from slowglass.core.models.tiers import Tier
from slowglass.core.pipeline import RetimeResult, retime
from slowglass.core.pipeline.outcome import Progress
from slowglass.core.timing import ConstantSpeed
from tests.clips import movie_frames, write_sequence
from tests.models import small_checkpoint


def run(
    folder: Path, stop_after: int | None = None, quality: Quality | None = "best", **options: str
) -> RetimeResult:
    """Retime the clip in ``folder``; stop after so many frames."""
    made = [0]

    def note(progress: Progress) -> None:
        made[0] = progress.done

    job = JobSpec(
        str(folder / "in"),
        str(folder / "out" / "slow.####.png"),
        ConstantSpeed(Fraction(1, 2)),
        quality=quality,
        cuts="none",
        device="cpu",
        **options,  # type: ignore[arg-type]
    )
    cancelled = None if stop_after is None else lambda: made[0] >= stop_after
    return retime(job, on_progress=note, cancelled=cancelled)


def means(monkeypatch: pytest.MonkeyPatch, *ways: str) -> None:
    """Let every quality mean these ways."""
    table = [Tier(one.quality, one.device, ways) for one in tiers.TIERS]
    monkeypatch.setattr(tiers, "TIERS", tuple(table))


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    write_sequence(tmp_path / "in", movie_frames(3))
    return tmp_path


def manifest_of(result: RetimeResult) -> dict[str, object]:
    return dict(json.loads(Path(result.manifest).read_text("utf-8")))


def test_result_and_manifest_say_which_model_and_why(clip: Path) -> None:
    result = run(clip, quality="draft")
    said = (result.quality, result.model, result.model_because)
    assert said == ("draft", "flow@320", "draft on a CPU")
    manifest = manifest_of(result)
    kept = (manifest["quality"], manifest["model"], manifest["model_because"])
    assert kept == said
    assert result.to_json()["model_because"] == said[2]


def test_a_named_model_has_no_quality(clip: Path) -> None:
    result = run(clip, quality=None, model="blend")
    assert (result.quality, result.model) == ("", "blend")
    assert "by name" in result.model_because


def test_a_quality_and_a_model_together_are_refused() -> None:
    with pytest.raises(JobSpecError, match="a quality or a model, got both: best and flow"):
        JobSpec("a.mov", "b.mov", quality="best", model="flow")


def test_a_run_that_was_stopped_goes_on_with_its_model(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    means(monkeypatch, "blend")
    with pytest.raises(Exception, match="stopped after"):
        run(clip, stop_after=3)
    means(monkeypatch, "nearest")
    result = run(clip)
    assert result.kept >= 3
    assert (result.model, result.model_because) == ("blend", "an earlier run began with it")
    assert manifest_of(result)["model"] == "blend"
    again = run(clip)
    assert (again.made, again.model) == (0, "blend")


def test_to_replace_older_results_chooses_anew(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    means(monkeypatch, "blend")
    run(clip)
    means(monkeypatch, "nearest")
    assert run(clip, overwrite="stale").model == "nearest"


def test_another_quality_is_not_held_to_the_earlier_model(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    means(monkeypatch, "blend")
    run(clip, quality="draft")
    means(monkeypatch, "nearest")
    with pytest.raises(Exception, match="result of another job"):
        run(clip, quality="best")


def test_qualities_that_come_to_the_same_are_one_result(clip: Path) -> None:
    assert run(clip, quality=None).model == "flow"
    assert run(clip, quality="good").made == 0
    assert run(clip, quality=None, model="flow").made == 0


def test_a_model_that_went_away_is_named(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = small_checkpoint(clip / "own.pth")
    means(monkeypatch, str(own))
    run(clip)
    own.unlink()
    means(monkeypatch, "blend")
    with pytest.raises(ModelError, match=r"own.pth, with which the result was begun") as caught:
        run(clip)
    assert "--overwrite stale makes the result anew with blend" in caught.value.hint
    assert run(clip, overwrite="stale").model == "blend"
