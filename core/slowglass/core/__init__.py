"""The engine: no host, no command line, no printing, no global state.

The public names are loaded when they are first used, so that importing this package costs nothing;
so it is with the faces of its rooms: the stub beside each says what a room hands on.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
