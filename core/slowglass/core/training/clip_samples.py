"""Samples from real clips: packed once, with what a teacher makes of their motion."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch

from slowglass.core.training.clips import (
    Clip,
    Picture,
    draw_picks,
    in_order,
    read_index,
    read_picks,
)
from slowglass.core.training.samples import Shard, save_shard
from slowglass.core.training.teacher import taught_flows

PHOTO_SIDE = 384
"""Pixels of the photos that become surfaces, which stay as sharp as the clip is."""

FRAMES_FOR_PHOTO, FEWEST_PHOTOS, MOST_PHOTOS = 25, 3, 60
"""A clip gives a photo for so many frames, within limits."""

CROP_TRIES = 6
"""Places looked at for each sample; the one where most changes is taken."""


def pack_clips(index: Path, folder: Path, *, count: int, size: int, seed: int) -> None:
    """Write about ``count`` samples of ``size`` x ``size`` pixels, a shard for each clip.

    Also writes ``photos.safetensors``, parts of frames as surfaces for synthetic scenes.

    Raises:
        MissingInputError: there is no index.
        UnreadableMediaError: a clip cannot be decoded.
    """
    clips = read_index(index)
    total = sum(clip.weight for clip in clips)
    folder.mkdir(parents=True, exist_ok=True)
    photos: list[Picture] = []
    for number, clip in enumerate(clips):
        random = np.random.default_rng([seed, number])
        picks = draw_picks(clip, max(1, round(count * clip.weight / total)), random)
        samples = [cut_sample(frames, size, random) for frames in read_picks(clip.path, picks)]
        pick_t = [(p.between - p.left) / (p.right - p.left) for p in in_order(picks)]
        shard = stack_samples(samples)
        shard["t"] = torch.tensor(pick_t, dtype=torch.float32)
        save_shard(shard, folder / f"clip_{number:04d}.safetensors")
        photos += [cut_photo(frame, random) for frame in read_frames(clip, random)]
    stacked = torch.from_numpy(np.stack(photos)).permute(0, 3, 1, 2)
    save_shard({"photos": stacked.contiguous()}, folder / "photos.safetensors")


def read_frames(clip: Clip, random: np.random.Generator) -> Iterator[Picture]:
    """Return some frames of a clip, the more the longer it is."""
    frames = sum(end - start for start, end in clip.segments)
    count = int(np.clip(frames // FRAMES_FOR_PHOTO, FEWEST_PHOTOS, MOST_PHOTOS))
    for _, between, _ in read_picks(clip.path, draw_picks(clip, count, random)):
        yield between


def cut_photo(frame: Picture, random: np.random.Generator) -> Picture:
    """Return a square part of a frame, made smaller by chance if it is large, never blurred."""
    shorter = min(frame.shape[:2])
    side = round(float(random.uniform(min(PHOTO_SIDE, shorter), shorter)))
    top, left = (int(random.integers(0, length - side + 1)) for length in frame.shape[:2])
    part = frame[top : top + side, left : left + side]
    scaling = cv2.INTER_AREA if side > PHOTO_SIDE else cv2.INTER_CUBIC
    return cv2.resize(part, (PHOTO_SIDE, PHOTO_SIDE), interpolation=scaling)


def cut_sample(
    frames: tuple[Picture, Picture, Picture], size: int, random: np.random.Generator
) -> tuple[Picture, Picture, Picture]:
    """Return the part of the frames where most changes, of several at random, sometimes smaller."""
    height, width = frames[0].shape[:2]
    smallest = size / min(height, width)
    scale = max(smallest, float(random.uniform(max(smallest, 0.4), max(smallest, 1.0))))
    wide, high = max(size, round(width * scale)), max(size, round(height * scale))
    small = [cv2.resize(f, (wide, high), interpolation=cv2.INTER_AREA) for f in frames]
    change = np.abs(small[0][::4, ::4].astype(np.int16) - small[2][::4, ::4]).mean(2)
    tops = random.integers(0, high - size + 1, CROP_TRIES)
    lefts = random.integers(0, wide - size + 1, CROP_TRIES)
    moved = [
        change[y // 4 : (y + size) // 4, x // 4 : (x + size) // 4].mean()
        for y, x in zip(tops, lefts, strict=True)
    ]
    best = int(np.argmax(moved))
    y, x = int(tops[best]), int(lefts[best])
    left, between, right = (f[y : y + size, x : x + size] for f in small)
    return left, between, right


def stack_samples(samples: list[tuple[Picture, Picture, Picture]]) -> Shard:
    """Return the pictures as a shard, and what a teacher makes of them, without times."""
    names = ("left", "between", "right")
    stacks = [np.stack(pictures) for pictures in zip(*samples, strict=True)]
    shard = {
        name: torch.from_numpy(stack).permute(0, 3, 1, 2).contiguous()
        for name, stack in zip(names, stacks, strict=True)
    }
    flows, sure = zip(*(taught_flows(*sample) for sample in samples), strict=True)
    shard["flow"] = torch.from_numpy(np.stack(flows)[..., ::2, ::2]).half()
    shard["visible"] = torch.from_numpy(np.stack(sure)[..., ::2, ::2]).byte()
    return shard | {"known": torch.zeros(len(samples))}
