"""A stand-in for the engine that makes frames fast, or fails in the manner of its argument.

Each frame is a small grey PNG of 16 bits, as the engine's, with the code of the source position:
10 + 2 * position.
"""

import json
import os
import struct
import sys
import threading
import time
import zlib
from fractions import Fraction
from typing import Any

FACTS = {
    "slowglass": "9.8.7",
    "python": "3.12.1",
    "executable": "python",
    "packages": {"torch": "2.9"},
    "devices": [{"name": "cpu", "title": "CPU with 2 threads"}],
    "qualities": [{"quality": "good", "model": "flow", "why": "RIFE is not installed"}],
    "offers": [
        {
            "name": "rife",
            "title": "RIFE 4.25",
            "why": "keeps one body",
            "size_bytes": 23_000_000,
            "licence": "MIT, trained on Vimeo-90K",
            "source": "a package",
        }
    ],
    "models": [
        {"name": "flow", "title": "optical flow", "licence": "Apache-2.0", "estimates_on": "cpu"}
    ],
}
MENDED_CODE = 200
"""Of a frame that was mended."""
stop = threading.Event()


def say(event: str, **fields: Any) -> None:
    sys.stdout.write(json.dumps(dict(fields, event=event)) + "\n")
    sys.stdout.flush()


def listen() -> None:
    """Stop when the host says so, or is gone."""
    for line in sys.stdin:
        if "cancel" in line:
            break
    stop.set()


def png(code: int, width: int = 64, height: int = 36, sample_bytes: int = 1) -> bytes:
    """A grey picture; of 16 bits it holds the same value."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = struct.pack(">IIBBBBB", width, height, 8 * sample_bytes, 2, 0, 0, 0)
    rows = (b"\0" + bytes([code] * 3 * sample_bytes) * width) * height
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def retime(job: Any, manner: str) -> None:
    folder, name = os.path.split(job["output"])
    stem, suffix = name.split(".####")
    os.makedirs(folder, exist_ok=True)
    positions = [Fraction(text) for text in job["time"]["positions"]]
    kept, total = 0, len(positions)
    for k, position in enumerate(positions):
        if stop.is_set():
            leave("cancelled", "stopped", 130)
        if manner != "good" and k == int(0.3 * total):
            fail(manner)
        path = os.path.join(folder, f"{stem}.{k + job['start_number']:04d}{suffix}")
        if os.path.exists(path):
            kept += 1
        else:
            with open(path, "wb") as file:
                file.write(png(min(255, round(10 + 2 * position)), sample_bytes=2))
        if k % 10 == 0 or k == total - 1:
            say("progress", stage="make", done=k + 1, total=total, path=path, eta_seconds=1.5)
    say("warning", message="Something was assumed.")
    result = {
        "frames": total,
        "kept": kept,
        "manifest": "m.json",
        "model": job.get("model", "flow"),
    }
    say("done", request="retime", result=result)


def fetch(job: Any, manner: str) -> None:
    """Download by halves; it waits at the first in the manner of that name."""
    for done in (11_500_000, 23_000_000):
        say("progress", stage="fetch", done=done, total=23_000_000, path=None, eta_seconds=None)
        if manner == "waits":
            stop.wait(30)
            leave("cancelled", "stopped, nothing was kept", 130)
        if manner == "full":
            leave("output", "expected 23 MB of room, the disk is full", 4, hint="make room")
    result = {"model": job["model"], "title": "RIFE 4.25", "licence": "MIT"}
    say("done", request="fetch", result=result)


def mend(job: Any) -> None:
    """Paint frames anew, or as they were, which the dummy knows from a copy."""
    folder, name = os.path.split(job["result"])
    stem, _, suffix = name.rsplit(".", 2)
    for number in job["frames"]:
        path = os.path.join(folder, f"{stem}.{number:04d}.{suffix}")
        if job["how"] == "undo":
            os.replace(f"{path}.before", path)
            continue
        os.replace(path, f"{path}.before")
        with open(path, "wb") as file:
            file.write(png(MENDED_CODE, sample_bytes=2))
    say("progress", stage="make", done=1, total=1, path=None, eta_seconds=None)
    say("done", request="mend", result={"frames": job["frames"], "notes": []})


def fail(manner: str) -> None:
    """End, or stall until cancelled, at 30 %."""
    if manner == "waits":
        stop.wait(30)
        leave("cancelled", "stopped", 130)
    if manner == "deaf":
        time.sleep(30)
    if manner == "full":
        leave("output", "expected room for the frame, the disk is full", 4, hint="make room")
    if manner == "loses":
        say("done", request="retime", result={})
    os._exit(7)


def leave(code: str, message: str, exit_code: int, hint: str = "") -> None:
    say("error", code=code, message=message, hint=hint, path=None, frame=None, exit_code=exit_code)
    os._exit(exit_code)


def main(manner: str) -> None:
    protocol = 9 if manner == "newer" else 1
    say("hello", protocol=protocol, slowglass="9.8.7", python="3.12.1", process=os.getpid())
    request = json.loads(sys.stdin.readline() or "null")
    threading.Thread(target=listen, daemon=True).start()
    if request["request"] == "describe":
        say("done", request="describe", result=FACTS)
    elif request["request"] == "fetch":
        fetch(request["job"], manner)
    elif request["request"] == "plan":
        frames = len(request["job"]["time"]["positions"])
        costs = {"estimated_seconds": 2.0 * frames, "estimated_bytes": 5_000_000 * frames}
        result = {"frames": frames, "free_bytes": 10**12, **costs}
        say("done", request="plan", result=result)
    elif request["request"] == "mend":
        mend(request["job"])
    else:
        retime(request["job"], manner)


if __name__ == "__main__":
    main(sys.argv[1])
