"""The page's process as a host sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio


class PageProcess:
    """Started as hosts do, with a browser that does nothing."""

    def __init__(self) -> None:
        environment = {**os.environ, "BROWSER": "true"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "slowglass.plugin", "page"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        self.url: str = self.heard()["url"]

    def tell(self, event: str, **fields: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"event": event, **fields}).encode() + b"\n")
        self.process.stdin.flush()

    def heard(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def end(self) -> int:
        """Close stdin, as a host that is gone, and return the exit status."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(60)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()


def write_exr(path: Path, light: float, width: int = 320, height: int = 180) -> Path:
    """Write a frame of one linear grey with a white bar above white at its left."""
    pixels = np.full((height, width, 3), light, np.float32)
    pixels[:, : width // 8] = 7.5
    output = oiio.ImageOutput.create(str(path))
    assert output is not None
    assert output.open(str(path), oiio.ImageSpec(width, height, 3, "half"))
    assert output.write_image(pixels)
    assert output.close()
    return path
