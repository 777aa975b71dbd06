"""Samples of two pictures mixed, pixel by pixel: colour, surfaces, mattes, or taken whole."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
