"""Motion, pixel by pixel: where samples lie, how far they are trusted, what they are before."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
