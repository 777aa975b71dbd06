"""OpenTimelineIO: retiming a clip of an exported timeline where no script may run.

It runs in the engine's Python, not inside a host.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
