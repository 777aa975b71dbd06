"""Commands for models of one's own: data sets, training, evaluation."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
