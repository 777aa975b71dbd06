"""What the picture itself tells about time: cuts and duplicated frames."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
