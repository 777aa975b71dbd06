"""Optical flow by Dense Inverse Search, the one place that imports OpenCV.

Source: Kroeger, Timofte, Dai, Van Gool, "Fast Optical Flow using Dense Inverse Search", ECCV 2016.
"""

from __future__ import annotations

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

GreyImage = NDArray[np.uint8]


def grey(picture: Tensor) -> GreyImage:
    """Return (1, 3, H, W) RGB in 0..1 as (H, W) luma in 0..255, which is what OpenCV asks for.

    Source: ITU-R BT.709, luma coefficients.
    """
    red, green, blue = picture[0].detach().cpu().float().clamp(0, 1)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return np.asarray((luma * 255).round().to(torch.uint8).numpy())


def dis_flow(first: GreyImage, second: GreyImage, fine: bool = False) -> Tensor:
    """Return the flow (1, 2, H, W) from ``first`` to ``second`` in pixels, float32, on the CPU.

    It is found on as many threads as torch is told to use.

    Args:
        first: where it starts.
        second: of the same size.
        fine: look at the pictures at their full size, for what was made smaller before; else, as
            OpenCV does, at half of it at most. The result is smoothed less, which costs nothing.
    """
    cv2.setNumThreads(torch.get_num_threads())
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    if fine:
        search.setFinestScale(0)
        search.setVariationalRefinementIterations(2)
    # No flow to start from: it would be sampled for every patch.
    flow: NDArray[np.float32] = search.calc(first, second, None)  # type: ignore[call-overload]
    return torch.from_numpy(np.ascontiguousarray(flow.transpose(2, 0, 1)))[None]
