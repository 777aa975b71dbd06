"""What moves apart: layers by their mattes, and what is in front by its depth.

A field of several layers is still one field: the samples of all of them, each weighted by where its
layer is seen.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
