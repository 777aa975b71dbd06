"""A frame out of bands of lines of several, and the field of a picture of lines."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import torch

from slowglass.core.confidence import Confidence
from slowglass.core.field import LEFT, RIGHT, WarpField
from slowglass.core.frames import Encoding, Frame, Layer, Window
from slowglass.core.pipeline.exposure.banded import Part, joined_confidence, joined_frames
from slowglass.core.pipeline.making.lines import STEPS, field_of_lines
from slowglass.core.timing import Band, Between, Copy, Extrapolate, LineTimes
from tests.tolerances import FLOAT32_ROUNDING

HEIGHT, WIDTH = 8, 6
HALF = Fraction(1, 2)
ANY = Copy(0, Fraction(0), 0)


def flat(value: float, window: Window | None = None) -> Frame:
    size = (HEIGHT, WIDTH) if window is None else (window.height, window.width)
    layer = Layer(
        np.full((*size, 3), value, np.float32), ("R", "G", "B"), Encoding("linear"), window
    )
    return Frame((layer,), Window(0, 0, WIDTH, HEIGHT))


@pytest.mark.parametrize("are_columns", [False, True])
def test_each_band_gives_its_lines(are_columns: bool) -> None:
    cut = Fraction(3, 8) if not are_columns else HALF
    parts = [
        Part(flat(2), Band(ANY, cut, Fraction(1), are_columns)),
        Part(flat(1), Band(ANY, Fraction(0), cut, are_columns)),
    ]
    made = joined_frames(parts).layers[0].pixels[..., 0]
    lines = made[0] if are_columns else made[:, 0]
    assert list(lines) == [1, 1, 1, *[2] * (len(lines) - 3)]


def test_windows_grow_and_what_lies_beyond_goes_with_the_nearest_line() -> None:
    above, below = Window(1, -2, 4, 6), Window(0, 2, 6, 8)
    parts = [
        Part(flat(1, above), Band(ANY, Fraction(0), HALF)),
        Part(flat(2, below), Band(ANY, HALF, Fraction(1))),
    ]
    layer = joined_frames(parts).layers[0]
    assert layer.data_window == Window(0, -2, 6, 12)
    np.testing.assert_array_equal(layer.pixels[:, 0, 0], [*[0] * 6, *[2] * 6])
    np.testing.assert_array_equal(layer.pixels[:, 2, 0], [*[1] * 6, *[2] * 6])


def test_confidence_is_that_of_each_band() -> None:
    one, other = (Confidence(value, np.full((4, 4), value, np.float32)) for value in (0.2, 0.6))
    upper, lower = Band(ANY, Fraction(0), Fraction(1, 4)), Band(ANY, Fraction(1, 4), Fraction(1))
    found = joined_confidence([(one, upper), (other, lower)])
    assert found is not None
    assert found.value == pytest.approx(0.5)
    np.testing.assert_allclose(found.map[:, 0], [0.2, 0.6, 0.6, 0.6], **FLOAT32_ROUNDING)
    assert joined_confidence([]) is None


def even(t: Fraction) -> WarpField:
    """The field of what moves by 8 pixels to the right."""
    flow = torch.zeros(1, 2, 2, HEIGHT, WIDTH)
    flow[:, LEFT, 0], flow[:, RIGHT, 0] = -8 * float(t), 8 * float(1 - t)
    weight = torch.tensor([1 - float(t), float(t)])[None, :, None, None]
    return WarpField((LEFT, RIGHT), flow, weight.expand(1, 2, HEIGHT, WIDTH))


def test_lines_of_even_motion_are_exact_and_held_within_the_pair() -> None:
    asked = set()

    def at(t: Fraction) -> WarpField:
        asked.add(t)
        return even(t)

    lines = LineTimes(Fraction(5, 4), Fraction(1, 4))
    field = field_of_lines(at, Between(0, Fraction(0), 0, 1, HALF), lines)
    times = [min(1, 5 / 4 - (k + 0.5) / HEIGHT) for k in range(HEIGHT)]
    expected = np.array(times)[:, None].repeat(WIDTH, 1)
    np.testing.assert_allclose(field.flow[0, LEFT, 0], -8 * expected, **FLOAT32_ROUNDING)
    np.testing.assert_allclose(field.weight[0, RIGHT], expected, **FLOAT32_ROUNDING)
    assert all((t * STEPS).denominator == 1 for t in asked)


def test_motion_carried_on_is_held_within_a_length() -> None:
    lines = LineTimes(Fraction(-5, 4), Fraction(3, 4), are_columns=True)
    field = field_of_lines(even, Extrapolate(0, Fraction(0), 0, 1, Fraction(-1, 2)), lines)
    times = [min(0, max(-1, -5 / 4 + 2 * (k + 0.5) / WIDTH)) for k in range(WIDTH)]
    np.testing.assert_allclose(field.flow[0, LEFT, 0, 0], -8 * np.array(times), **FLOAT32_ROUNDING)


def test_lines_are_mixed_of_fields_of_which_some_have_more_samples() -> None:
    """Depth adds samples at the times at which it decides something."""

    def at(time: Fraction) -> WarpField:
        count = 2 if time < HALF else 4
        flow = torch.full((1, count, 2, HEIGHT, WIDTH), float(time))
        return WarpField(
            (LEFT, RIGHT) * (count // 2), flow, torch.full_like(flow[:, :, 0], 1 / count)
        )

    entry = Between(0, Fraction(0), 0, 1, Fraction(1, 4))
    field = field_of_lines(at, entry, LineTimes(Fraction(0), Fraction(1)))
    assert field.sides == (LEFT, RIGHT, LEFT, RIGHT)
    torch.testing.assert_close(field.weight.sum(1), torch.ones(1, HEIGHT, WIDTH))
    times = (torch.arange(HEIGHT) + 0.5) / HEIGHT
    torch.testing.assert_close(field.flow[0, 0, 0, :, 0], times)
    early = times < float(HALF) - 1 / STEPS
    assert not field.weight[0, 2:, early].any()
    assert (field.weight[0, 2:, ~early] > 0).all()
