"""The samples of video: their formats, their colour tags, and RGB made of them and back."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
