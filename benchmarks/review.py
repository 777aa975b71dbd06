"""How the review room plays a 1080p result of 200 frames, in a headless Chromium on this machine.

    python -m benchmarks.review

Measured: seconds from the start of the command, and from the address, to the first picture on the
screen; how long all proxies take to be made; then, playing the whole several times, how many frames
had no picture when they were due, and the memory of the server and of the page after each time.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio

from benchmarks.record import record
from slowglass.core import JobSpec, retime
from slowglass.core.timing import ConstantSpeed
from tests.plugin.page.webdriver import Browser, find_browser

WIDTH, HEIGHT, SOURCE_FRAMES, FRAMES = 1920, 1080, 50, 200
ROUNDS = 4
PROXY_SECONDS = 400.0
"""For all proxies to be made; a busy machine may not come to the end of it."""
SHOWN = "document.getElementById('picture')?.dataset.shown"


def main() -> None:
    """Measure, write the result and print it."""
    found = find_browser()
    if found is None:
        sys.exit("expected Chromium and chromedriver")
    with tempfile.TemporaryDirectory() as folder:
        result = make_result(Path(folder))
        numbers = measure(result, Browser(*found))
    print(*(f"{name}: {value}" for name, value in numbers.items()), sep="\n")
    print(record("review", numbers))


def make_result(folder: Path) -> Path:
    """Write a clip with noise in it, at a quarter of its speed; return the folder."""
    generator = np.random.default_rng(1)
    noise = generator.random((HEIGHT, WIDTH + 4 * SOURCE_FRAMES, 1), np.float32)
    ground = 0.2 + 0.1 * noise + np.linspace(0, 0.5, WIDTH + 4 * SOURCE_FRAMES)[None, :, None]
    for k in range(SOURCE_FRAMES):
        pixels = np.ascontiguousarray(np.repeat(ground[:, 4 * k : 4 * k + WIDTH], 3, 2), np.float32)
        path = folder / f"clip.{k:04}.exr"
        output: Any = oiio.ImageOutput.create(str(path))
        output.open(str(path), oiio.ImageSpec(WIDTH, HEIGHT, 3, "half"))
        output.write_image(pixels)
        output.close()
    made = folder / "slow"
    made.mkdir()
    job = JobSpec(
        source=str(folder / "clip.0000.exr"),
        output=str(made / "slow.####.exr"),
        time=ConstantSpeed(Fraction(SOURCE_FRAMES, FRAMES)),
        model="blend",
    )
    assert retime(job).frames == FRAMES
    return made


def measure(result: Path, browser: Browser) -> dict[str, object]:
    """Return what the room takes to show and play a result."""
    command = [sys.executable, "-m", "slowglass.plugin", "review", str(result), "--no-browser"]
    started = time.monotonic()
    room = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert room.stdout is not None
    try:
        address = room.stdout.readline().strip()
        served = time.monotonic()
        browser.open(address)
        browser.wait(f"{SHOWN} !== undefined && {SHOWN} !== ''")
        shown = time.monotonic()
        folder = next(Path(tempfile.gettempdir()).glob(f"*-{room.pid}-*"))
        deadline = time.monotonic() + PROXY_SECONDS
        while _made(folder) < FRAMES and time.monotonic() < deadline:
            time.sleep(0.2)
        ready, proxies = time.monotonic(), _made(folder)
        rounds = [play(browser, room.pid) for _ in range(ROUNDS)]
    finally:
        browser.close()
        room.terminate()
        room.wait()
    return {
        "command_to_picture_seconds": round(shown - started, 2),
        "address_to_picture_seconds": round(shown - served, 2),
        "all_proxies_seconds": round(ready - served, 1),
        "proxies": proxies,
        "rounds": rounds,
    }


def _made(folder: Path) -> int:
    """Return how many proxies of the result are there."""
    return len(list(folder.glob("made.*.proxy.jpg")))


def play(browser: Browser, server: int) -> dict[str, int | float]:
    """Play once from the first frame to the last; return what was late, and memory."""
    browser.press("\ue011", " ")
    time.sleep(FRAMES / 24 + 0.5)
    browser.press(" ")
    played = browser.run("return window.slowglassPlayed")
    heap = browser.run("return performance.memory.usedJSHeapSize")
    pages = int(Path(f"/proc/{server}/statm").read_text().split()[1])
    return {**played, "page_mb": round(heap / 1e6, 1), "server_mb": round(pages * 4096 / 1e6, 1)}


if __name__ == "__main__":
    main()
