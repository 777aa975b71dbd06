"""The engine: no host, no command line, no printing, no global state.

The public names are loaded when they are first used, so that importing this package costs nothing;
so it is with the faces of its rooms: the stub beside each says what a room hands on.
"""

from __future__ import annotations


def __getattr__(name: str) -> object:
    """Load a public name; the worker's first word waits neither for them nor for their list."""
    from lazy_loader import attach_stub

    load, _, _ = attach_stub(__name__, __file__)
    return load(name)
