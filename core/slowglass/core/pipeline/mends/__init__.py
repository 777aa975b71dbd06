"""Mending a result: frames made again in another way, given back, or forgotten.

A mend is an override of an entry of the plan. The manifest holds it with what it replaced; the file
that it replaced is kept in a hidden folder beside the manifest until the mend is forgotten.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
