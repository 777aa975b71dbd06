"""OpenEXR where OpenImageIO does not see it through: headers, chunks, channels of many types."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
