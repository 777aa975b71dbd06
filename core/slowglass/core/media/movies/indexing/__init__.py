"""Which frames a movie shows, when, and which of them it has lost, without decoding them."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
