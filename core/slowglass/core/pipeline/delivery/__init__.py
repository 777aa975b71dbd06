"""Where frames go: the result, its manifest, sound and preview, and what lies there already."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
