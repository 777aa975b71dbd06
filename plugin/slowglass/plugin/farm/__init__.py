"""A job for a render farm: a bundle of Open Job Description, and what its tasks need to know."""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
