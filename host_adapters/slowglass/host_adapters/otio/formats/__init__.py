"""File formats whose adapters of OpenTimelineIO lose what conforming needs.

What an adapter reads is put right here; a file of the same format is written by changing, in the
original's own text, what was conformed and nothing else.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
