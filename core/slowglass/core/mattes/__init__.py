"""Mattes that were drawn: layers of shapes, keyed over time, in a file beside a result.

docs/mattes.md has the format.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
