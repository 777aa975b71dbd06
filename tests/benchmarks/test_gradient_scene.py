"""What the 8K benchmark measures with: seams are found where there are some, errors are exact."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import gradient_scene as scene

WIDTH, HEIGHT = 800, 320


@pytest.mark.parametrize("axis", [0, 1])
def test_a_seam_of_half_a_code_of_8_bits_is_found(axis: int) -> None:
    picture = scene.picture(WIDTH, HEIGHT, 0.5)
    assert scene.seam_step(picture) == 0
    half = [slice(None), slice(None)]
    half[axis] = slice(200, None)
    picture[tuple(half)] += np.float32(0.5 / 255)
    assert scene.seam_step(picture) == pytest.approx(0.5 / 255, rel=0.01)


def test_a_pattern_that_repeats_is_no_seam() -> None:
    picture = scene.picture(WIDTH, HEIGHT, 0.5)
    picture[:, ::32] += np.float32(0.01)
    assert scene.seam_step(picture) == 0


def test_the_texture_moves_by_what_is_said_and_the_gradient_stands() -> None:
    left, right = (scene.picture(WIDTH, HEIGHT, t) for t in (0, 1))
    edge, moved = scene.gradient_width(WIDTH), int(scene.MOTION_PIXELS)
    np.testing.assert_array_equal(left[:, :edge], right[:, :edge])
    np.testing.assert_allclose(right[moved:, edge:], left[:-moved, edge:], atol=1e-6)
    assert scene.error(left, 0) == 0
    assert scene.error(left, 1) > 0.01
