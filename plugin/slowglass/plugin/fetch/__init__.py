"""Fetching weights from the network, which happens only where somebody asks for it."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
