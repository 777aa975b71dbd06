"""Clips found in folders, and those kept for validation."""

from __future__ import annotations

from pathlib import Path

import pytest

from slowglass.core.errors import MissingInputError, UsageError
from slowglass.core.training.dataset.find import find_clips, for_validation


def touch(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


def test_movies_and_sequences_are_found_at_any_depth(tmp_path: Path) -> None:
    root = tmp_path / "été 100%"
    touch(root, "a/é #1.mov", "a/deep/x.0001.exr", "a/deep/x.0002.exr", "notes.txt", "one.png")
    touch(root, "b.MP4", "a/deep/y.0001.png")
    found = find_clips([root])
    assert [clip.source for clip in found] == [
        "été 100%/a/deep/x.####.exr",
        "été 100%/a/deep/y.####.png",
        "été 100%/a/é #1.mov",
        "été 100%/b.MP4",
    ]
    assert [clip.category for clip in found] == ["deep", "deep", "a", "été 100%"]
    assert all("/" not in clip.name and "%" not in clip.name for clip in found)


def test_names_that_would_be_one_are_told_apart(tmp_path: Path) -> None:
    touch(tmp_path, "s/a b.mov", "s/a#b.mov", "s/a%b.mov", "s/A_B.mov")
    names = [clip.name.lower() for clip in find_clips([tmp_path / "s"])]
    assert len(set(names)) == 4


def test_the_order_of_sources_and_repeats_change_nothing(tmp_path: Path) -> None:
    touch(tmp_path, "s/a.mov", "s/b.mov", "t/c.mov")
    one = find_clips([tmp_path / "s", tmp_path / "t"])
    assert one == find_clips([tmp_path / "t", tmp_path / "s", tmp_path / "s"])


def test_nothing_to_find_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingInputError, match="none"):
        find_clips([tmp_path])
    with pytest.raises(MissingInputError, match=r"no\.mov"):
        find_clips([tmp_path / "no.mov"])


def test_whole_clips_are_kept_for_validation() -> None:
    names = [f"clip {number}" for number in range(20)]
    kept = for_validation(names, 0.1, 1)
    assert len(kept) == 2
    assert kept == for_validation(reversed(names), 0.1, 1)
    assert kept != for_validation(names, 0.1, 2)


@pytest.mark.parametrize(("count", "share", "kept"), [(1, 0.5, 0), (2, 0.01, 1), (3, 0, 0)])
def test_training_keeps_a_clip_and_validation_gets_one(count: int, share: float, kept: int) -> None:
    assert len(for_validation(map(str, range(count)), share, 1)) == kept


def test_a_share_of_all_is_refused() -> None:
    with pytest.raises(UsageError, match="share"):
        for_validation(["a"], 1.0, 1)
