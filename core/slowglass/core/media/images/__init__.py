"""Pictures: one file for each frame, every channel, the bits as stored."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
