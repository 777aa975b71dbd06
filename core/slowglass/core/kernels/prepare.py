"""Compiling what most frames need, before the first one is made."""

from __future__ import annotations

import numpy as np

from slowglass.core.kernels.kept import Kind, mark_kept
from slowglass.core.kernels.mixing import (
    matte_edges,
    mix,
    mix_mattes,
    mix_surfaces,
    pack,
    surface_edges,
)
from slowglass.core.kernels.motion import (
    LayerPlanes,
    LayerRules,
    Rules,
    alike_pixels,
    grow_within,
    layer_samples,
    look_up,
    mismatch,
    project,
    steady_edges,
    trust_of,
)

_SIDE = 8


def compile_kernels(kind: Kind = "light") -> None:
    """Compile what a kind of channels needs, by a tiny frame; what is kept is loaded.

    Motion belongs to light. Data are surfaces and cryptomattes. Layers are put together.
    """
    {"light": _compile_light, "data": _compile_data, "layers": _compile_layers}[kind]()
    mark_kept(kind)


def _compile_light() -> None:
    picture = np.zeros((3, _SIDE, _SIDE), np.float32)
    still, whole = picture[:2], picture[0] + 1
    trust_of(still, still, picture, picture, sharpness=(1.0, 1.0), largest_miss=1.0)
    alike = alike_pixels(picture, picture, 0.5)
    grow_within(steady_edges(picture, picture, alike, 0.5, 0.5), alike, 1)
    flow, weight = project(still, still, (whole, whole), 0.5, Rules(0.25, 0.5, 0.01, 0.5))
    mix(pack(picture, picture), (0, 1, 0, 1), flow, weight, cubic=True)


def _compile_data() -> None:
    values = np.zeros((2, _SIDE, _SIDE, 2), np.float32)
    field = (0, 1), values.transpose(0, 3, 1, 2).copy(), np.ones((2, _SIDE, _SIDE), np.float32)
    mix_surfaces(values, surface_edges(values, 0.5, None), field, False, (0.5, 0.5), None)
    ids = values.view(np.int32)
    mix_mattes(ids, values, matte_edges(ids), field, False)


def _compile_layers() -> None:
    planes = np.zeros((2, _SIDE, _SIDE), np.float32)
    picture, flow = np.zeros((3, _SIDE, _SIDE), np.float32), np.stack([planes, planes])
    mismatch(picture, picture, planes, planes)
    look_up(planes, (0, 1), flow)
    known = LayerPlanes(planes, planes, planes, flow)
    field = np.array((0, 1), np.uint8), flow, planes
    rules, everywhere = LayerRules(1.0, (0.0, 1.0), 0.0, 0.0), np.ones((_SIDE, _SIDE), np.bool_)
    layer_samples(known, field, planes, everywhere, is_last=True, rules=rules)
