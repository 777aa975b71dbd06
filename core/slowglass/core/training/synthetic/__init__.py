"""Pictures that move as we say: exact frames at any time, exact flow, exact visibility."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
