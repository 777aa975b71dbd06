"""The kinds of made footage that detection is measured on: one function makes one clip."""

from __future__ import annotations

import numpy as np

from benchmarks.detection_footage import (
    Clip,
    Luma,
    Maker,
    Rng,
    Scene,
    View,
    hold,
    join,
    pan,
    shot,
)


def cuts(rng: Rng) -> Clip:
    """Cuts between moving shots."""
    return join("cuts", [shot(rng, int(rng.integers(10, 25)), 4.0) for _ in range(4)])


def cuts_low_contrast(rng: Rng) -> Clip:
    """Cuts between shots in fog."""
    return join("cuts, low contrast", [shot(rng, 15, 2.0, contrast=0.25) for _ in range(3)])


def cuts_noisy(rng: Rng) -> Clip:
    """Cuts between grainy shots."""
    return join("cuts, noisy", [shot(rng, 15, 2.0, noise=0.03) for _ in range(3)])


def cuts_same_scene(rng: Rng) -> Clip:
    """Cuts between two framings of one scene."""
    scene = Scene(rng)
    angles = [pan(rng, 15, 1.0) for _ in range(3)]
    moved = [
        [View(v.x + 90 * n, v.y + 50 * n, v.zoom, v.blur) for v in views]
        for n, views in enumerate(angles)
    ]
    return join("cuts, same scene", [scene.shoot(views) for views in moved])


def cuts_short_shots(rng: Rng) -> Clip:
    """Shots of one to five frames, one of them at each end of the clip."""
    lengths = [1, 12, 1, 12, 3, 12, 2, 5, 12, 1]
    return join("cuts, short shots", [shot(rng, length) for length in lengths])


def cuts_insert(rng: Rng) -> Clip:
    """One to three frames of another shot, then the first shot goes on."""
    old = shot(rng, 30)
    inserted = shot(rng, int(rng.integers(1, 4)))
    return join("cuts, insert", [old[:15], inserted, old[15:]])


def cuts_on_twos(rng: Rng) -> Clip:
    """Cuts in fast animation on twos."""
    parts = [hold(shot(rng, 8, 8.0), (2,), rng) for _ in range(3)]
    clip = join("cuts, on twos", [frames for frames, _ in parts])
    repeats = [16 * n + frame for n, (_, frames) in enumerate(parts) for frame in frames]
    return Clip(clip.kind, clip.frames, clip.cuts, tuple(repeats))


def flash(rng: Rng) -> Clip:
    """Photographer's flashes: some frames much brighter, clipped, or all white."""
    frames = shot(rng, 40)
    for start in (10, 25):
        for time in range(start, start + int(rng.integers(1, 4))):
            gain, lift = (1.5, 0.2) if rng.random() < 0.6 else (0.2, 0.9)
            frames[time] = np.clip(frames[time] * gain + lift, 0, 1)
    return Clip("flash", frames)


def strobe(rng: Rng) -> Clip:
    """Every second or third frame bright."""
    frames = shot(rng, 30)
    step = int(rng.integers(2, 4))
    lit = [np.clip(f * 1.8 + 0.1, 0, 1) if n % step == 0 else f for n, f in enumerate(frames)]
    return Clip("strobe", lit)


def whip_pan(rng: Rng) -> Clip:
    """The camera rests, whips round and rests again."""
    fastest = rng.uniform(30, 60)
    speeds = [0.0] * 10 + [fastest * s for s in (0.2, 0.6, 1, 1, 1, 0.7, 0.3)] + [0.0] * 10
    places = np.cumsum(speeds) + 200
    views = [View(x, 240, 1, (v * 0.5, 0)) for x, v in zip(places, speeds, strict=True)]
    return Clip("whip pan", Scene(rng).shoot(views))


def shake(rng: Rng) -> Clip:
    """A running camera: up to 12 % of the width between frames."""
    views = [View(300 + x, 240 + y) for x, y in rng.uniform(-8, 8, (30, 2))]
    return Clip("shake", Scene(rng).shoot(views))


def fast_zoom(rng: Rng) -> Clip:
    """A crash zoom, 12 % per frame."""
    zooms = [0.8] * 8 + [0.8 * 1.12**n for n in range(1, 12)] + [0.8 * 1.12**11] * 8
    return Clip("fast zoom", Scene(rng).shoot([View(300, 240, zoom) for zoom in zooms]))


def occluder(rng: Rng) -> Clip:
    """Something large and near crosses the picture."""
    frames, near = shot(rng, 30, 1.0), Scene(rng)
    for time in range(8, 22):
        left = round((time - 8) * 19 - 128)
        texture = near.shoot([View(200 - left, 200)], still=True)[0]
        columns = np.arange(128)
        inside = (columns >= left) & (columns < left + 110)
        frames[time] = np.where(inside[None, :], texture, frames[time])
    return Clip("occluder", frames)


def static(rng: Rng) -> Clip:
    """Nothing moves, with codec noise."""
    frame = Scene(rng, noise=0).shoot([View(300, 240)])[0]
    return Clip("static", hold([frame], (30,), rng)[0])


def _mix(old: list[Luma], new: list[Luma], length: int) -> tuple[list[Luma], tuple[int, int]]:
    """Return shots that overlap by ``length`` - 1 mixed frames, and the last pure, first pure."""
    weights = np.arange(1, length) / length
    overlap = [
        np.asarray((1 - w) * a + w * b, np.float32)
        for w, a, b in zip(weights, old[1 - length :], new[: length - 1], strict=True)
    ]
    first = len(old) - length
    return old[: 1 - length] + overlap + new[length - 1 :], (first, first + length)


def dissolve(rng: Rng) -> Clip:
    """Two shots mixed over 6 to 32 frames."""
    length = int(rng.integers(6, 33))
    frames, span = _mix(shot(rng, 50, 1.0), shot(rng, 50, 1.0), length)
    return Clip("dissolve", frames, transitions=(span,))


def fade(rng: Rng) -> Clip:
    """Out to black or white and in again on another shot, 6 to 24 frames each."""
    length = int(rng.integers(6, 25))
    empty = [np.full((72, 128), rng.integers(0, 2), np.float32)] * (2 * length + 6)
    frames, out = _mix(shot(rng, 45, 1.0), empty, length)
    frames, back = _mix(frames, shot(rng, 45, 1.0), length)
    return Clip("fade", frames, transitions=(out, back))


def _held(kind: str, rng: Rng, counts: tuple[int, ...]) -> Clip:
    frames, repeats = hold(shot(rng, 24, 2.0, noise=0.002), counts, rng)
    return Clip(kind, frames, duplicates=tuple(repeats))


def on_twos(rng: Rng) -> Clip:
    """Animation on twos."""
    return _held("on twos", rng, (2,))


def on_threes(rng: Rng) -> Clip:
    """Animation on threes."""
    return _held("on threes", rng, (3,))


def pulldown(rng: Rng) -> Clip:
    """24 frames shown in 30, or in 60."""
    return _held("pulldown", rng, (2, 1, 1, 1) if rng.random() < 0.5 else (3, 2))


def dropped(rng: Rng) -> Clip:
    """Some frames lost and the one before shown instead."""
    frames = shot(rng, 40, 2.0, noise=0.002)
    lost = sorted(int(n) for n in rng.choice(np.arange(5, 35, 3), 4, replace=False))
    for time in lost:
        frames[time] = frames[time - 1] + rng.normal(0, 0.0008, (72, 128)).astype(np.float32)
    return Clip("dropped", frames, duplicates=tuple(lost))


def hold_then_move(rng: Rng) -> Clip:
    """A still passage, then the camera moves, then rests: nothing to smooth."""
    x = np.concatenate([np.zeros(12), np.arange(1, 15) * 1.5, np.full(12, 21.0)])
    frames = Scene(rng, noise=0).shoot([View(300 + v, 240) for v in x], still=True)
    return Clip("hold then move", hold(frames, (1,), rng)[0])


def pendulum(rng: Rng) -> Clip:
    """The camera swings: it is slow at the turns, yet never repeats a frame."""
    phase = rng.uniform(0, 6)
    x = 300 + 15 * np.cos(phase + np.arange(60) / 60 * 2 * np.pi)
    frames = Scene(rng, noise=0.001).shoot([View(v, 240) for v in x], still=True)
    return Clip("pendulum", frames)


KINDS: tuple[Maker, ...] = (
    cuts,
    cuts_low_contrast,
    cuts_noisy,
    cuts_same_scene,
    cuts_short_shots,
    cuts_insert,
    cuts_on_twos,
    flash,
    strobe,
    whip_pan,
    shake,
    fast_zoom,
    occluder,
    static,
    dissolve,
    fade,
    on_twos,
    on_threes,
    pulldown,
    dropped,
    hold_then_move,
    pendulum,
)
