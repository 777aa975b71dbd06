"""How each kind of channel is made from those of two frames; `FramePair` puts them together."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
