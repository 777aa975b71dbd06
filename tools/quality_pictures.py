"""Strips of docs/quality.md: the part of a frame that is hardest, true and as models make it.

    python -m tools.quality_pictures DIR -o FOLDER --model flow --model rife ...

DIR holds frames with index.json, as `slowglass bench quality` takes it; each item becomes a JPEG.
The part is where the first model is worst.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from slowglass.core.models import LoadedModel, load_model
from slowglass.core.quality import Picture, QualityItem, read_dataset
from slowglass.plugin.bench.quality import read_rgb

PART, SHOWN = 224, 260
"""Pixels of a side of the part at most, and of its picture."""

TITLE = 18
JPEG_QUALITY = 85


def strip(item: QualityItem, models: dict[str, LoadedModel]) -> NDArray[np.uint8]:
    """Return the parts of one item side by side, (H, W, 3) RGB."""
    middle = len(item.frames) // 2
    left, truth, right = (read_rgb(item.frames[k]) for k in (0, middle, -1))
    made = {
        name: model.between(left, right, [item.times[middle - 1]])[0]
        for name, model in models.items()
    }
    top, first, side = hardest_part(next(iter(made.values())), truth)
    shown = {"true": truth, **made}
    return np.concatenate(
        [
            _titled(name, picture[top : top + side, first : first + side])
            for name, picture in shown.items()
        ],
        1,
    )


def hardest_part(made: Picture, truth: Picture) -> tuple[int, int, int]:
    """Return top, left and side of the square in which a picture is furthest from the truth."""
    side = min(PART, *truth.shape[:2])
    error = np.abs(made - truth).mean(2)
    around = cv2.boxFilter(error, -1, (side, side), anchor=(0, 0), borderType=cv2.BORDER_REFLECT)
    inside = around[: truth.shape[0] - side + 1, : truth.shape[1] - side + 1]
    top, first = np.unravel_index(int(inside.argmax()), inside.shape)
    return int(top), int(first), side


def _titled(name: str, part: Picture) -> NDArray[np.uint8]:
    """Return a part with its name above."""
    shown = cv2.resize((part.clip(0, 1) * 255).round().astype(np.uint8), (SHOWN, SHOWN))
    title = np.full((TITLE, SHOWN, 3), 255, np.uint8)
    cv2.putText(title, name, (4, 13), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (0, 0, 0), 1, cv2.LINE_AA)
    return np.concatenate([title, shown])


def main() -> None:
    """Write a strip for each item."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--model", action="append", required=True)
    wanted = parser.parse_args()
    models = {name: load_model(name, "cpu") for name in wanted.model}
    wanted.output.mkdir(parents=True, exist_ok=True)
    for item in read_dataset(wanted.folder):
        picture = cv2.cvtColor(strip(item, models), cv2.COLOR_RGB2BGR)
        path = wanted.output / f"{item.name}.jpg"
        path.write_bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1])
        print(path, flush=True)


if __name__ == "__main__":
    main()
