"""Results on the disk that nothing in the open file shows any more."""

import os
import re
from typing import Any, Iterable, Iterator, List, NamedTuple, Set

import bpy

from .compat import all_strips
from .identity import shown_file

_FOLDER = re.compile(r"(?P<stem>.+)_[0-9a-f]{8}")
"""As a plan names the folder of a result."""


class UnusedResult(NamedTuple):
    """One result that nothing shows."""

    folder: str
    files: List[str]
    """Paths of what the engine wrote; what else lies there is not ours."""
    bytes: int


def unused_results(folder: str, in_work: Iterable[str]) -> List[UnusedResult]:
    """Return the results in a folder that the open file does not use.

    Args:
        folder: that results go to.
        in_work: folders of jobs that are on the list.
    """
    used = {os.path.realpath(path) for path in (*_used_folders(), *in_work)}
    found = []
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
        path = os.path.join(folder, name)
        match = _FOLDER.fullmatch(name)
        if match and os.path.isdir(path) and os.path.realpath(path) not in used:
            files = list(_own_files(path, match.group("stem")))
            if files:
                size = sum(os.path.getsize(file) for file in files)
                found.append(UnusedResult(path, files, size))
    return found


def delete(result: UnusedResult) -> None:
    """Delete the files of a result, and its folder if nothing else lies there.

    Raises:
        OSError: a file cannot be deleted.
    """
    for file in result.files:
        os.remove(file)
    if not os.listdir(result.folder):
        os.rmdir(result.folder)


def other_blend_files(folder: str) -> List[str]:
    """Return the names of other .blend files in a folder and beside it, which may use it, too."""
    places = {os.path.dirname(os.path.normpath(folder)), folder}
    found: Set[str] = set()
    for place in places:
        names = os.listdir(place) if os.path.isdir(place) else []
        own = bpy.data.filepath
        found.update(n for n in names if n.endswith(".blend") and os.path.join(place, n) != own)
    return sorted(found)


def _own_files(folder: str, stem: str) -> Iterator[str]:
    """Yield the paths of the frames, the sound and the records of a result."""
    own = re.compile(
        rf"{re.escape(stem)}\.(\d+\.[a-z]+|wav|slowglass\.json|(mask|lock)\.mattes\.json)"
        rf"|\.{re.escape(stem)}\.slowglass\.journal"
    )
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if own.fullmatch(name) and os.path.isfile(path) and not os.path.islink(path):
            yield path


def _used_folders() -> Iterator[str]:
    """Yield the folder of each file that the open .blend shows or plays."""
    for scene in bpy.data.scenes:
        if scene.sequence_editor is not None:
            for strip in all_strips(scene.sequence_editor):
                sound = getattr(strip, "sound", None)
                yield os.path.dirname(_absolute(sound) if sound else shown_file(strip))
    for item in (*bpy.data.images, *bpy.data.movieclips, *bpy.data.sounds):
        yield os.path.dirname(_absolute(item))


def _absolute(item: Any) -> str:
    """Return the path of a data-block with a file."""
    return str(bpy.path.abspath(item.filepath, library=item.library))
