"""What averaging takes from a made frame: fine detail and grain, measured and given back."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
