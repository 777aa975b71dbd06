"""What Resolve gives a script as stdout and stderr: modules that can write, and nothing else."""

import sys
import threading
import types
from contextlib import contextmanager
from typing import Any, Iterator, List


@contextmanager
def script_console(kind: str = "module") -> Iterator[List[str]]:
    """Give what runs inside the streams that a menu script has; what they take is passed on.

    Args:
        kind: "module" as in Resolve, or "stream" for what Python has by itself.

    Yields:
        What was refused since, for tests to look at: in Resolve nobody hears of it.
    """
    kept, refused = (sys.stdout, sys.stderr), []  # type: Any, List[str]
    if kind == "module":
        sys.stdout = console_module("fu_stdout", kept[0], refused)
        sys.stderr = console_module("fu_stderr", kept[1], refused)
    try:
        yield refused
    finally:
        sys.stdout, sys.stderr = kept


def console_module(name: str, stream: Any, refused: List[str]) -> Any:
    """Return a module with ``write`` alone, which works in the thread that made it.

    No ``flush``, no ``encoding``, no ``isatty``.
    """
    owner = threading.get_ident()
    module: Any = types.ModuleType(name)

    def write(text: str) -> None:
        if threading.get_ident() != owner:
            refused.append(text)
            raise SystemError("<built-in function write> returned a result with an exception set")
        if not isinstance(text, str):
            raise TypeError("expected a string, got " + type(text).__name__)
        stream.write(text)
        stream.flush()

    module.write = write
    return module
