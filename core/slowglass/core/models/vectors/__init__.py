"""The motion that a renderer wrote into the frames' own channels, as a model."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
