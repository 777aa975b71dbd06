"""Reading and writing pictures and movies; the only place for OpenImageIO and PyAV."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
