"""Frames as a shutter sees them: the mean of what moves by while it is open, in linear light."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
