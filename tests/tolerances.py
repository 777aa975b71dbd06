"""Every tolerance of the tests, with its reason."""

FLOAT32_ROUNDING = {"rtol": 1e-5, "atol": 1e-5}
"""A handful of float32 operations on values of about 1."""

SAMPLE_WARP_ERROR_RATIO = 0.5
"""A neighbouring frame moved by the Vector pass against the same frame as it is: what is left is
occlusion, shadows, and the flags whose vectors mix with those of the wall behind."""

RENDERED_WARP_ERROR_RATIO = 0.6
"""The same for the rendered set, in which small pictures and large motion leave more occlusion."""
