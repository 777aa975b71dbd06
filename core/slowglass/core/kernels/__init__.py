"""Compiled loops over the pixels of a frame, by numba; numpy arrays in, numpy arrays out.

`slowglass.core.warp` says in torch what they compute.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
