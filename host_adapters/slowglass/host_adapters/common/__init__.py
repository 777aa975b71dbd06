"""What all hosts share: finding, starting and talking to the engine process.

Standard library, relative imports and old syntax only: it runs in the hosts' own Pythons.
"""

from .client import Engine
from .launch import find_engine, page_command, start
from .refusal import Refusal
from .words import duration_text, size_text

__all__ = [
    "Engine",
    "Refusal",
    "duration_text",
    "find_engine",
    "page_command",
    "size_text",
    "start",
]
