"""Classical optical flow as a model: no weights, estimated on the CPU, composed anywhere."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
