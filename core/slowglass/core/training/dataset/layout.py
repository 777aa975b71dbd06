"""Where what lies in a data set; for those who read one without what is needed to build it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from slowglass.core.errors import MissingInputError

INDEX_FILE, CLIP_FILE, DATASET_FILE = "index.json", "clip.json", "dataset.json"

Part = Literal["train", "validation"]
PARTS: tuple[Part, ...] = ("train", "validation")


def part_folder(folder: Path, part: Part) -> Path:
    """Return the folder of one part, which `slowglass.core.quality.dataset` reads.

    Raises:
        MissingInputError: it is not a data set.
    """
    if not (folder / DATASET_FILE).exists():
        raise MissingInputError(
            f"expected a data set with {DATASET_FILE}, found none",
            path=folder,
            hint="make one: slowglass dataset build",
        )
    return folder / part
