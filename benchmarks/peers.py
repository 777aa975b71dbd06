"""`flow` beside ffmpeg's motion-compensated filter on one core, in one run, as ratios.

    OMP_NUM_THREADS=1 python -m benchmarks.peers                    a scene that is drawn here
    OMP_NUM_THREADS=1 python -m benchmarks.peers LEFT.png RIGHT.png two frames of yours

Processor time of one thread at 1280 x 720, the least of a few rounds, all in turns: the filter
`minterpolate` with mi_mode=mci between two frames, to twice and to eight times as many; `flow` the
same, from two pictures as float32 RGB to one and to seven new ones, and as it drafts; and composing
alone, for three channels and with four more. Reading and writing files counts for none.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from benchmarks.record import record
from slowglass.core.composition import Sampled, compose
from slowglass.core.models import LoadedModel, load_model

HEIGHT, WIDTH = 720, 1280
ROUNDS = 5
FRAME_RATE = 24
DOUBLED, EIGHTFOLD = [Fraction(1, 2)], [Fraction(k, 8) for k in range(1, 8)]

Picture = NDArray[np.uint8]


def main() -> None:
    """Measure, write the result and print it."""
    parser = argparse.ArgumentParser(prog="benchmarks.peers")
    parser.add_argument("frames", type=Path, nargs="*", metavar="LEFT RIGHT")
    given: list[Path] = parser.parse_args().frames
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    pair = [read(path) for path in given] if given else drawn()
    model, draft = load_model("flow", "cpu"), load_model("flow@320", "cpu")
    left, right = map(tensor, pair)
    channels = [torch.cat([picture, picture, picture[:, :1]], 1) for picture in (left, right)]
    field = model.motion(left, right).field(DOUBLED[0])
    works: dict[str, Callable[[], object]] = {
        "estimate": lambda: model.motion(left, right),
        "field": lambda: model.motion(left, right).field(DOUBLED[0]),
        "compose": lambda: compose(left, right, field),
        "compose_7_channels": lambda: compose(channels[0], channels[1], field),
        "flow_2x": lambda: make(model, left, right, DOUBLED),
        "flow_8x": lambda: make(model, left, right, EIGHTFOLD),
        "draft_2x": lambda: make(draft, left, right, DOUBLED),
    }
    spent = least(works)
    for factor in (2, 8):
        spent[f"mci_{factor}x"] = filtered(pair, FRAME_RATE * factor)
    spent["field"] = spent["field"] - spent["estimate"]
    frame = spent["flow_2x"]
    numbers: dict[str, object] = {f"{name}_ms": round(ms, 1) for name, ms in spent.items()}
    numbers |= {
        "flow_2x_to_mci_2x": round(frame / spent["mci_2x"], 2),
        "draft_2x_to_mci_2x": round(spent["draft_2x"] / spent["mci_2x"], 2),
        "flow_8x_to_mci_8x": round(spent["flow_8x"] / spent["mci_8x"], 2),
        "flow_8x_to_flow_2x": round(spent["flow_8x"] / frame, 2),
        "four_more_channels": round((spent["compose_7_channels"] - spent["compose"]) / frame, 3),
    }
    print(*(f"{name}: {value}" for name, value in numbers.items()), sep="\n")
    print(record("peers", numbers))


def make(model: LoadedModel, left: Tensor, right: Tensor, times: list[Fraction]) -> None:
    """Make the new pictures of a pair, one after the other; as with the filter, none is kept."""
    motion, pair = model.motion(left, right), Sampled(left, right)
    for t in times:
        pair.at(motion.field(t))


def least(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the least milliseconds of processor time of each, measured in turns."""
    spent: dict[str, list[float]] = {name: [] for name in works}
    with torch.inference_mode():
        for _ in range(ROUNDS):
            for name, work in works.items():
                start = time.process_time()
                work()
                spent[name].append(1000 * (time.process_time() - start))
    return {name: min(times) for name, times in spent.items()}


def filtered(pair: list[Picture], rate: int) -> float:
    """Return the least milliseconds that the filter takes for a pair, whatever it gives for it."""
    graph = av.filter.Graph()
    graph.threads = 1
    source = graph.add_buffer(
        width=WIDTH,
        height=HEIGHT,
        format=av.VideoFormat("yuv420p"),
        time_base=Fraction(1, FRAME_RATE),
    )
    filter_ = graph.add("minterpolate", f"fps={rate}:mi_mode=mci")
    sink = graph.add("buffersink")
    source.link_to(filter_)
    filter_.link_to(sink)
    graph.configure()
    spent = []
    for number in range(4 + ROUNDS):  # it holds back a few frames before it gives its first
        picture = av.VideoFrame.from_ndarray(pair[number % 2], format="rgb24")
        frame = picture.reformat(format="yuv420p")
        frame.pts, frame.time_base = number, Fraction(1, FRAME_RATE)
        start = time.process_time()
        graph.push(frame)
        try:
            while True:
                graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            spent.append(1000 * (time.process_time() - start))
    return min(spent[4:])


def drawn() -> list[Picture]:
    """Return two frames of a scene: a disc that moves over a turning ground."""
    random = np.random.default_rng(1)
    ground, disc = (texture(random, 2 * HEIGHT, 2 * WIDTH) for _ in range(2))
    rows, columns = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    frames = []
    for t in (0.0, 1.0):
        turn = 0.01 * t
        x = columns * np.cos(turn) - rows * np.sin(turn) + WIDTH / 2 + 9 * t
        y = columns * np.sin(turn) + rows * np.cos(turn) + HEIGHT / 2 - 4 * t
        frame = cv2.remap(ground, x.astype(np.float32), y.astype(np.float32), cv2.INTER_CUBIC)
        centre = (WIDTH * 0.45 + 24 * t, HEIGHT * 0.5 + 6 * t)
        inside = (columns - centre[0]) ** 2 + (rows - centre[1]) ** 2 < (HEIGHT / 4) ** 2
        near = cv2.remap(disc, columns - 24 * np.float32(t), rows, cv2.INTER_CUBIC)
        frames.append(np.where(inside[..., None], near, frame).clip(0, 255).astype(np.uint8))
    return frames


def texture(random: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    """Return noise of several coarsenesses, (height, width, 3) in 0..255."""
    total = np.zeros((height, width, 3), np.float32)
    for cell in (4, 16, 64):
        noise = random.random((height // cell, width // cell, 3), np.float32)
        total += cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(total * 85)


def read(path: Path) -> Picture:
    """Return a picture file at the benchmark's size."""
    with av.open(str(path)) as container:
        picture = next(container.decode(video=0)).to_ndarray(format="rgb24")
    return np.asarray(cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC))


def tensor(picture: Picture) -> Tensor:
    """Return a picture as (1, 3, H, W) in 0..1, plane by plane as the engine holds it."""
    return torch.from_numpy(picture).permute(2, 0, 1)[None].contiguous().float() / 255


if __name__ == "__main__":
    main()
