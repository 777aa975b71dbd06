"""Many jobs in one process: from a list, or as footage comes into a folder."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
