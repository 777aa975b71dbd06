"""How far a field can be trusted: a number for the frame, and a small map."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
