"""The user's settings, and in them where the installed engine is, for hosts to read.

That file holds one line, the path of the Python interpreter that Slowglass is installed in.
"""

import os
import sys
from typing import List

from .whole_file import write_whole

FOLDER, NAME = "slowglass", "engine.txt"


def settings_path(name: str) -> str:
    """Return the path of a file or folder in the user's settings, which need not be there."""
    return settings_paths(name)[0]


def settings_paths(name: str) -> List[str]:
    """Return the path in the user's settings, then that of a session which knows no other folder.

    A shell may have XDG_CONFIG_HOME set where the desktop has not, or the reverse: what one of them
    notes for the other lies in both.
    """
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Application Support")
    else:
        base = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    bases = [base]
    if sys.platform not in ("win32", "darwin"):
        bases.append(os.path.join(home, ".config"))
    return [os.path.join(folder, FOLDER, name) for folder in dict.fromkeys(bases)]


def write_settings(name: str, text: str) -> str:
    """Write a file in the user's settings whole or not at all; return its path.

    Raises:
        OSError: it could not be written; what was there before is still there.
    """
    path = settings_path(name)
    write_whole(path, text)
    return path


def engine_file() -> str:
    """Return the path of the file, which need not be there."""
    return settings_path(NAME)


def read_engine_file() -> str:
    """Return the interpreter that is noted there; "" if there is none."""
    for path in settings_paths(NAME):
        try:
            with open(path, encoding="utf-8") as file:
                return file.read().strip()
        except (OSError, UnicodeDecodeError):
            continue
    return ""


def write_engine_file(python: str) -> str:
    """Note an interpreter, such as ``sys.executable``; return the path of the file.

    Raises:
        OSError: it could not be written.
    """
    for path in settings_paths(NAME):
        write_whole(path, python + "\n")
    return engine_file()
