"""Scenes of layers that move: any time rendered, flow and visibility known.

A layer is a texture and an outline in coordinates of their own. Where a point of a layer is at a
time, and which point is at a place, both follow from its motion and the camera's, so frames at
all times are made alike and flow is a matter of coordinates, not of matching.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from slowglass.core.training.synthetic.chance import Chance
from slowglass.core.training.synthetic.motion import Motion, draw_motion, grid_points, spread
from slowglass.core.training.synthetic.shapes import Shape, draw_shape
from slowglass.core.training.synthetic.textures import draw_texture, letters

MOST_THINGS = 5
"""Layers in front of the background at most."""

STILL_SHARE = 0.04
"""Part of the scenes in which nothing moves."""


@dataclass(frozen=True)
class SceneOptions:
    """What scenes may contain."""

    size: int = 224
    """Side of the pictures in pixels."""
    largest_motion: float = 40.0
    """Pixels that a layer travels from time 0 to time 1 at most, about."""
    effects: bool = True
    """Whether there may be motion blur, changing light and still lettering."""


@dataclass(frozen=True)
class Layer:
    """One thing in the scene."""

    texture: Tensor
    """(B, 3, size, size) in 0..1."""
    motion: Motion | None
    """None: it stands still whatever the camera does."""
    shape: Shape | None = None
    """None: everywhere."""
    ink: Tensor | None = None
    """(B, 1, size, size): covers only where there is ink."""


class Scene:
    """A batch of scenes."""

    def __init__(self, layers: list[Layer], camera: Motion, light: Tensor, shutter: float) -> None:
        """Put the scene together.

        Args:
            layers: from the back to the front.
            camera: moves all layers that move.
            light: (B,) by how much the light has grown at time 1.
            shutter: for how long each frame is exposed; 0: an instant.
        """
        self.layers, self.camera, self.light, self.shutter = layers, camera, light, shutter
        self.count, _, self.size, _ = layers[0].texture.shape
        self.grid = grid_points(self.count, self.size, light.device)

    def render(self, time: Tensor) -> Tensor:
        """Return the frames at ``time`` (B,), (B, 3, size, size), about 0..1, not clipped."""
        offsets = [self.shutter * (k / 4 - 0.5) for k in range(5)] if self.shutter else [0.0]
        total = torch.stack([self._instant(time + offset) for offset in offsets]).mean(0)
        return total * (1 + spread(self.light * time))

    def top_layer(self, time: Tensor) -> Tensor:
        """Return the number of the layer that is seen (B, 1, size, size), as float."""
        top = torch.zeros(self.count, 1, self.size, self.size, device=self.grid.device)
        for number, layer in enumerate(self.layers):
            cover = self._cover(layer, self._points(layer, time))
            top = torch.where(cover > 0.5, float(number), top)
        return top

    def flow(self, start: Tensor, end: Tensor) -> tuple[Tensor, Tensor]:
        """Return where what is seen at ``start`` (B,) is at ``end`` (B,).

        Returns:
            Flow (B, 2, size, size) in pixels, and (B, 1, size, size): 1 where it is seen at
            ``end`` too, 0 where it is hidden or outside.
        """
        top = self.top_layer(start)
        flow = torch.zeros_like(self.grid)
        for number, layer in enumerate(self.layers):
            moved = self._places(layer, self._points(layer, start), end) - self.grid
            flow = torch.where(top == number, moved, flow)
        return flow, self._visible(top, self.top_layer(end), flow)

    def _visible(self, top: Tensor, top_there: Tensor, flow: Tensor) -> Tensor:
        place = self.grid + flow
        inside = ((place >= 0) & (place <= self.size - 1)).all(1, keepdim=True)
        same = torch.ones_like(inside)
        for x in (-0.5, 0.5):
            for y in (-0.5, 0.5):
                corner = place + torch.tensor([x, y], device=place.device)[:, None, None]
                seen = look_up(top_there, corner, "nearest")
                same = same & (seen == top)
        return (inside & same).float()

    def _instant(self, time: Tensor) -> Tensor:
        picture = torch.zeros(self.count, 3, self.size, self.size, device=self.grid.device)
        for layer in self.layers:
            points = self._points(layer, time)
            colour = look_up(layer.texture, points)
            picture = picture + (colour - picture) * self._cover(layer, points)
        return picture

    def _points(self, layer: Layer, time: Tensor) -> Tensor:
        if layer.motion is None:
            return self.grid
        return layer.motion.backward(self.camera.backward(self.grid, time), time)

    def _places(self, layer: Layer, points: Tensor, time: Tensor) -> Tensor:
        if layer.motion is None:
            return points
        return self.camera.forward(layer.motion.forward(points, time), time)

    def _cover(self, layer: Layer, points: Tensor) -> Tensor:
        cover = torch.ones_like(points[:, :1])
        if layer.shape is not None:
            cover = layer.shape.cover(points)
        return cover if layer.ink is None else cover * look_up(layer.ink, points)


def look_up(picture: Tensor, points: Tensor, mode: str = "bilinear") -> Tensor:
    """Return ``picture`` (B, C, S, S) at ``points`` (B, 2, h, w); outside it is mirrored."""
    grid = (points * (2 / (picture.shape[-1] - 1)) - 1).permute(0, 2, 3, 1)
    return functional.grid_sample(picture, grid, mode, "reflection", align_corners=True)


def draw_scene(
    seed: int, count: int, options: SceneOptions, device: torch.device, photos: Tensor | None = None
) -> Scene:
    """Return a batch of ``count`` random scenes.

    Args:
        seed: the same seed gives the same scenes.
        count: how many.
        options: what they may contain.
        device: where to make them.
        photos: (N, 3, h, w) uint8, surfaces to use besides the drawn ones.
    """
    chance, size = Chance(seed, count, device), options.size
    reach = options.largest_motion * chance.uniform(low=0.05) * chance.uniform().sqrt()
    reach = reach * chance.some(1 - STILL_SHARE)
    camera = draw_motion(chance, size, reach * chance.some(0.7) * chance.uniform(), soft=False)

    def moving() -> Motion:
        return draw_motion(chance, size, reach * chance.uniform(), soft=chance.happens(0.4))

    layers = [Layer(draw_texture(chance, size, photos), moving())]
    for _ in range(chance.pick(MOST_THINGS + 1)):
        texture = draw_texture(chance, size, photos)
        layers.append(Layer(texture, moving(), draw_shape(chance, size)))
    if options.effects and chance.happens(0.25):
        plain = spread(chance.some(0.5, 3)).expand(-1, -1, size, size)
        layers.append(Layer(plain, None, draw_shape(chance, size), letters(chance, size)))
    changing = options.effects and chance.happens(0.3)
    light = chance.normal() * (0.08 if changing else 0.0)
    shutter = 0.1 + 0.4 * chance.pick(4) / 4 if options.effects and chance.happens(0.2) else 0.0
    return Scene(layers, camera, light, shutter)
