"""Real clips: decoded once, sampled inside their segments."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from slowglass.core.errors import MissingInputError, UnreadableMediaError
from slowglass.core.training.clip_samples import (
    FEWEST_PHOTOS,
    PHOTO_SIDE,
    cut_photo,
    cut_sample,
    pack_clips,
)
from slowglass.core.training.clips import Clip, draw_picks, read_picks
from slowglass.core.training.samples import load_shard

FRAMES = 24
CPU = torch.device("cpu")


def write_clip(path: Path) -> None:
    """Frame n is grey level 8 n + 20 with a square that moves."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 24, (96, 64))
    for number in range(FRAMES):
        frame = np.full((64, 96, 3), 8 * number + 20, np.uint8)
        frame[20:40, 10 + 2 * number : 30 + 2 * number] = 255
        writer.write(frame)
    writer.release()


def clip(path: Path, motion: float = 2.0) -> Clip:
    return Clip(path, ((2, 12), (12, 13), (13, 22)), motion)


def test_picks_stay_inside_a_segment() -> None:
    picks = draw_picks(clip(Path("a.avi")), 200, np.random.default_rng(1))
    assert len(picks) == 200
    assert {pick.right - pick.left for pick in picks} >= {2, 5, 8}
    for pick in picks:
        assert pick.left < pick.between < pick.right
        assert any(a <= pick.left and pick.right < b for a, b in ((2, 12), (13, 22)))


def test_fast_clips_get_short_spans() -> None:
    random = np.random.default_rng(1)
    fast = draw_picks(clip(Path("a.avi"), motion=30), 50, random)
    assert all(pick.right - pick.left == 2 for pick in fast)


def test_the_frames_that_were_picked_are_decoded(tmp_path: Path) -> None:
    write_clip(tmp_path / "a.avi")
    picks = draw_picks(clip(tmp_path / "a.avi"), 20, np.random.default_rng(2))
    found = list(read_picks(tmp_path / "a.avi", picks))
    wanted = sorted((p.right, p.left, p.between) for p in picks)
    levels = [[round((int(f[2, 2, 0]) - 20) / 8) for f in frames] for frames in found]
    assert [(right, left, between) for left, between, right in levels] == wanted


def test_a_clip_that_ends_early_is_an_error(tmp_path: Path) -> None:
    write_clip(tmp_path / "a.avi")
    picks = draw_picks(Clip(tmp_path / "a.avi", ((40, 60),), 2.0), 3, np.random.default_rng(2))
    with pytest.raises(UnreadableMediaError, match=r"a\.avi: frame 24"):
        list(read_picks(tmp_path / "a.avi", picks))


def test_the_crop_is_where_something_moves() -> None:
    left = np.zeros((100, 400, 3), np.uint8)
    right = left.copy()
    right[:, 300:] = 200
    random = np.random.default_rng(3)
    crops = [cut_sample((left, left, right), 64, random) for _ in range(10)]
    assert sum(bool(crop[2].any()) for crop in crops) >= 8
    assert all(part.shape == (64, 64, 3) for crop in crops for part in crop)


def test_an_index_becomes_shards_and_photos(tmp_path: Path) -> None:
    write_clip(tmp_path / "a.avi")
    entry = {"file": "a.avi", "segments": [[0, FRAMES]], "flow_per_frame_med": 2.0}
    (tmp_path / "index.json").write_text(json.dumps([entry]), encoding="utf-8")
    pack_clips(tmp_path / "index.json", tmp_path / "packed", count=6, size=48, seed=1)
    shard = load_shard(tmp_path / "packed" / "clip_0000.safetensors", CPU)
    assert shard["left"].shape == (6, 3, 48, 48)
    assert ((shard["t"] > 0) & (shard["t"] < 1)).all()
    dark = shard["left"].float().mean((1, 2, 3))
    assert (dark < shard["between"].float().mean((1, 2, 3))).all()
    assert not shard["known"].any()
    assert shard["flow"].shape == (6, 8, 24, 24)
    assert shard["visible"].shape == (6, 4, 24, 24)
    photos = load_shard(tmp_path / "packed" / "photos.safetensors", CPU)["photos"]
    assert photos.shape == (FEWEST_PHOTOS, 3, PHOTO_SIDE, PHOTO_SIDE)


def test_photos_are_as_sharp_as_their_frames() -> None:
    checks = np.indices((900, 1200)).sum(0) % 2 * 255
    frame = np.repeat(checks[..., None], 3, 2).astype(np.uint8)
    frame[:, ::2] = 0
    large = [cut_photo(frame, np.random.default_rng(seed)) for seed in range(8)]
    assert {photo.shape for photo in large} == {(PHOTO_SIDE, PHOTO_SIDE, 3)}
    small = cut_photo(frame[:PHOTO_SIDE], np.random.default_rng(1))
    assert set(np.unique(small)) == {0, 255}


def test_a_missing_index_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingInputError, match=r"index\.json"):
        pack_clips(tmp_path / "index.json", tmp_path, count=1, size=8, seed=1)
