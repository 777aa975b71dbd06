"""The light that an exposure gathers, of pixels that are no usual numbers, and of what is kept."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from slowglass.core.frames import Encoding, Frame, Guide, Layer, Window
from slowglass.core.pipeline.exposure.light import ExposedLight

HEIGHT, WIDTH = 4, 6
HALF = Fraction(1, 2)


def straight(colour: float, alpha: float, kept: float = 0) -> Frame:
    """Return a flat frame of straight alpha; a matte keeps its left column."""
    pixels = np.full((HEIGHT, WIDTH, 4), colour, np.float32)
    pixels[..., 3] = alpha
    layer = Layer(pixels, ("R", "G", "B", "A"), Encoding("linear", "straight"))
    matte = np.zeros((HEIGHT, WIDTH), np.float32)
    matte[:, 0] = kept
    return Frame((layer,), Window(0, 0, WIDTH, HEIGHT), guides=(Guide("lock", matte, "m"),))


def exposed(first: Frame, second: Frame) -> Frame:
    light = ExposedLight(())
    light.add(first, HALF)
    light.add(second, HALF)
    light.middle = second
    return light.frame()


def test_colour_that_covers_nothing_gives_no_light_whatever_it_is() -> None:
    made = exposed(straight(np.inf, 0), straight(0.5, 1)).layers[0].pixels
    np.testing.assert_allclose(made[0, 0], [0.5, 0.5, 0.5, 0.5])


def test_what_a_matte_keeps_is_that_of_the_middle() -> None:
    made = exposed(straight(0.2, 1), straight(0.6, 1, kept=1)).layers[0].pixels
    np.testing.assert_array_equal(made[:, 0], np.full((HEIGHT, 4), (0.6, 0.6, 0.6, 1), np.float32))
    np.testing.assert_allclose(made[:, 1:, :3], 0.4, rtol=1e-6)
