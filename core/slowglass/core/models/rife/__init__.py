"""RIFE 4.x: motion from a picture to both of its neighbours, found anew for each time."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
