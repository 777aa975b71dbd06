"""Processes that others start, ``python -m slowglass.plugin worker``; else the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Run what the words after the module's name ask for; return the exit code."""
    if sys.argv[1:] == ["worker"]:
        from slowglass.plugin.worker import main as worker

        worker()
    if sys.argv[1:] == ["page"]:
        from slowglass.plugin.page import main as page

        page()
    if sys.argv[1:] == ["room-engine"]:
        from slowglass.plugin.review import engine_main

        engine_main()
    from slowglass.plugin.cli import main as command_line

    return command_line()


if __name__ == "__main__":
    sys.exit(main())
