"""Data sets: clips of any kind cut into windows of frames, for training and for validation."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
