"""Sound: read with any timing, stretched or resampled, written into movies and beside sequences."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
