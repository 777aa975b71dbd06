"""Draw the picture of docs/layers.md that shows a caption kept, over a pan.

python -m tools.lock_picture    writes docs/images/layers-lock.png
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from slowglass.core.composition import compose
from slowglass.core.media import open_source
from slowglass.core.media.images import write_codes
from slowglass.core.models import load_model
from slowglass.core.proxy import visible

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "plugin" / "slowglass" / "plugin" / "sample" / "sample.mp4"
PICTURE = ROOT / "docs" / "images" / "layers-lock.png"
STEP = 14
"""Pixels by which the picture moves."""
PART = np.s_[120:230, 170:510]
HALF = Fraction(1, 2)


def main() -> None:
    """Draw the source, and the frame half-way without and with what stands left alone."""
    with open_source(str(SAMPLE)) as clip:
        still = visible(clip.read(0))
    left, right = captioned(still[..., STEP:]), captioned(still[..., :-STEP])
    model = load_model("flow", "cpu")
    with torch.inference_mode():
        loose, kept = (
            compose(left, right, motion.field(HALF))
            for motion in (model.motion(left, right), model.still_motion(left, right))
        )
    shown = [picture[0].permute(1, 2, 0).numpy()[PART] for picture in (left, loose, kept)]
    codes = np.round(np.clip(np.concatenate(shown, 1), 0, 1) * 255).astype(np.uint8)
    write_codes(codes, PICTURE)


def captioned(picture: torch.Tensor) -> torch.Tensor:
    """Return a picture (1, 3, H, W) under a caption."""
    height, width = picture.shape[-2:]
    drawn: NDArray[np.uint8] = np.zeros((height * 4, width * 4), np.uint8)
    for line, text in enumerate(("What is drawn on top", "of a picture stays there")):
        place = (900, 760 + 130 * line)
        cv2.putText(drawn, text, place, cv2.FONT_HERSHEY_SIMPLEX, 3, 255, 8, cv2.LINE_AA)
    small = cv2.resize(drawn, (width, height), interpolation=cv2.INTER_AREA)
    covered = torch.from_numpy(small).float() / 255
    return picture * (1 - covered) + covered


if __name__ == "__main__":
    main()
