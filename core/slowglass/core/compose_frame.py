"""Making a whole new frame: every layer, every channel, in its own window."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.channels import policy_groups
from slowglass.core.compose import compose, scale_field
from slowglass.core.errors import UnsupportedMediaError
from slowglass.core.frames import Frame, Layer, Pixels, Window, is_float
from slowglass.core.models.interface import WarpField


def compose_frame(left: Frame, right: Frame, field: WarpField, device: torch.device) -> Frame:
    """Return the frame that ``field`` (of batch 1, at any size) makes of two.

    Raises:
        UnsupportedMediaError: the two do not have the same channels.
    """
    names = [[layer.channels for layer in frame.layers] for frame in (left, right)]
    if names[0] != names[1]:
        raise UnsupportedMediaError(
            f"expected the same channels in both neighbours, got {names[0]} and {names[1]}"
        )
    window = left.display_window
    full = scale_field(field, window.height, window.width)
    layers = tuple(
        _compose_layer(one, other, window, full, device)
        for one, other in zip(left.layers, right.layers, strict=True)
    )
    return replace(left, layers=layers, native=None)


def code_scale(layer: Layer) -> float:
    """Return the largest code of an integer layer, 1 for floats: code / scale is 0..1."""
    return 1.0 if is_float(layer.pixels) else float(np.iinfo(layer.pixels.dtype).max)


def _compose_layer(
    left: Layer, right: Layer, display: Window, field: WarpField, device: torch.device
) -> Layer:
    """Return one layer, in the smallest window that holds both."""
    window = _union(left.data_window or display, right.data_window or display)
    local = _field_in(field, display, window)
    first, second = _in_window(left, display, window), _in_window(right, display, window)
    groups = policy_groups(left)
    if [policy for policy, _ in groups] == ["pick"]:
        pixels = _pick(first, second, local, device)
    else:
        pixels = np.empty(first.shape, np.float32)
        for policy, places in groups:
            one, other = first[:, :, places], second[:, :, places]
            if policy == "pick":
                pixels[:, :, places] = _pick(one, other, local, device)
                continue
            names = [left.channels[place] for place in places]
            scale = np.float32(code_scale(left))
            one, other = one.astype(np.float32) / scale, other.astype(np.float32) / scale
            if left.encoding.alpha == "straight" and "A" in names:
                alpha = names.index("A")
                pixels[:, :, places] = _blend_straight(one, other, alpha, local, device)
            else:
                pixels[:, :, places] = _blend(one, other, local, device)
    result = left.with_pixels(pixels)
    return result if left.data_window is None else replace(result, data_window=window)


def _blend(left: Pixels, right: Pixels, field: WarpField, device: torch.device) -> Pixels:
    """Mix two float32 pictures (h, w, c) by the weights of the field."""
    return _pixels(compose(_planes(left, device), _planes(right, device), field, "blend"))


def _blend_straight(
    left: Pixels, right: Pixels, alpha: int, field: WarpField, device: torch.device
) -> Pixels:
    """Mix straight colour by its alpha, so that what cannot be seen does not bleed in.

    Where the result is transparent there is nothing to weigh by, and colour is mixed as it is.
    """
    is_colour = np.arange(left.shape[2]) != alpha
    one, other = (
        np.where(is_colour, picture * picture[:, :, alpha, None], picture)
        for picture in (left, right)
    )
    mixed = _blend(one, other, field, device)
    plain = _blend(left, right, field, device)
    cover = mixed[:, :, alpha, None]
    divided = mixed / np.where(cover > 0, cover, np.float32(1))
    return np.where(is_colour, np.where(cover > 0, divided, plain), mixed)


def _pick(left: Pixels, right: Pixels, field: WarpField, device: torch.device) -> Pixels:
    """Take pixels whole; the bits of the samples are kept, whatever they mean."""
    bits = {1: np.uint8, 2: np.int16, 4: np.int32}[left.dtype.itemsize]
    one, other = (np.ascontiguousarray(picture).view(bits) for picture in (left, right))
    made = compose(_planes(one, device), _planes(other, device), field, "pick")
    return _pixels(made).view(left.dtype)


def _planes(pixels: Pixels, device: torch.device) -> Tensor:
    """Return (h, w, c) pixels as a tensor (1, c, h, w)."""
    return (
        torch.from_numpy(np.ascontiguousarray(pixels))
        .to(device)
        .permute(2, 0, 1)
        .contiguous()[None]
    )


def _pixels(planes: Tensor) -> Pixels:
    """Return a tensor (1, c, h, w) as (h, w, c) pixels."""
    return planes[0].permute(1, 2, 0).contiguous().cpu().numpy()


def _union(one: Window, other: Window) -> Window:
    """Return the smallest window that holds both."""
    x, y = min(one.x, other.x), min(one.y, other.y)
    right = max(one.x + one.width, other.x + other.width)
    bottom = max(one.y + one.height, other.y + other.height)
    return Window(x, y, right - x, bottom - y)


def _in_window(layer: Layer, display: Window, window: Window) -> Pixels:
    """Return the pixels of a layer in a larger window; what the file does not hold is zero."""
    own = layer.data_window or display
    if own == window:
        return layer.pixels
    canvas = np.zeros((window.height, window.width, len(layer.channels)), layer.pixels.dtype)
    top, left = own.y - window.y, own.x - window.x
    canvas[top : top + own.height, left : left + own.width] = layer.pixels
    return canvas


def _field_in(field: WarpField, display: Window, window: Window) -> WarpField:
    """Return the field of the display window on another window; its edge goes on outside."""
    if window == display:
        return field
    left, top = display.x - window.x, display.y - window.y
    right = window.width - left - display.width
    bottom = window.height - top - display.height
    sides = (left, right, top, bottom)
    flow = functional.pad(field.flow.flatten(1, 2), sides, mode="replicate")
    return WarpField(
        sides=field.sides,
        flow=flow.reshape(*field.flow.shape[:3], *flow.shape[-2:]),
        weight=functional.pad(field.weight, sides, mode="replicate"),
        border=field.border,
    )
