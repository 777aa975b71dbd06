"""Where the frames go: a new folder for each job, for Resolve remembers pictures by their path."""

import os
from typing import Iterator, Tuple

from ...common import Refusal

OURS = "slowglass"
"""Folder beside the source that holds all results for it."""
AT_HOME = "Slowglass"
"""Folder of the user for results of media whose own folder cannot be written."""
MOST_RESULTS = 10000


def new_folder(wanted: str, source: str, name: str) -> Tuple[str, str]:
    """Make a folder for the frames of one job.

    Args:
        wanted: what the user set, "" for beside the source.
        source: the path of the clip.
        name: that the folder begins with.

    Returns:
        Its path, and a sentence for the user if it is not where it was wanted, else "".

    Raises:
        Refusal: no folder can be made.
    """
    reason = ""
    for parent in _parents(wanted, source):
        # Resolve takes the name of a sequence for a printf pattern: % means a number there.
        if "%" in parent:
            reason = "there is a % in the name of the folder, which Resolve takes for a number"
            continue
        try:
            folder = _make(parent, name)
        except OSError as error:
            reason = str(error.strerror or error)
            continue
        return folder, f"The frames go to {folder}: {reason}." if reason else ""
    raise Refusal(f"no folder can be made for the frames: {reason}", "set another folder")


def remove_if_empty(folder: str) -> None:
    """Remove a folder in which nothing was made."""
    try:
        os.rmdir(folder)
    except OSError:
        pass


def _parents(wanted: str, source: str) -> Iterator[str]:
    """Yield the folders to try."""
    if wanted:
        yield os.path.expanduser(wanted)
    else:
        yield os.path.join(os.path.dirname(source), OURS)
    yield os.path.join(os.path.expanduser("~"), AT_HOME)


def _make(parent: str, name: str) -> str:
    """Return a new folder with that name and the first number that is free."""
    os.makedirs(parent, exist_ok=True)
    for number in range(1, MOST_RESULTS):
        folder = os.path.join(parent, f"{name}_{number:03d}")
        try:
            os.mkdir(folder)
        except FileExistsError:
            continue
        return folder
    raise OSError(f"there are too many results for {name} in {parent}")
