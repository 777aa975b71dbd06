"""Drawing the speed of a clip: the curve, the time map that it is, and the room that shows it."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
