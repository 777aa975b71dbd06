"""Work in stages that run side by side, and what is known of their time.

`chain` runs them, `timings` measures them, `trace` writes what a trace viewer opens.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
