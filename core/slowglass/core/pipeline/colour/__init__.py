"""The colour of a job: what its source is in, what its result holds, and the way between."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
