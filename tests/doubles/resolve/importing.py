"""ImportMedia: into the current bin, what is on the disk and nothing else."""

import os
from typing import TYPE_CHECKING, Any, Dict, List, Tuple

from .model import Media, Project
from .remote import Refused, number, text

if TYPE_CHECKING:
    from .application import ResolveDouble

PICTURES = (".exr", ".png", ".tif", ".tiff", ".dpx", ".jpg", ".jpeg", ".tga")
NEVER_SAVED = "Untitled Project"
SOUNDS = (".wav", ".mp3", ".aac", ".aif", ".aiff", ".flac")


def import_clips(app: "ResolveDouble", project: Project, items: Any) -> List[Media]:
    """Return the new clips, all of them or, where anything is missing, none."""
    if not isinstance(items, (list, tuple)):
        raise Refused
    if project.name == NEVER_SAVED and not app.behaviour["unsaved_imports"]:
        raise Refused
    found: List[Media] = []
    for each in items:
        found += _sequence(app, project, each) if isinstance(each, dict) else [_file(app, each)]
    for media in found:
        media.stale_cache = media.path in app.imported
        app.imported.append(media.path)
        project.folder.clips.append(media)
        if media.type == "Audio":
            project.rate_frozen = True
    return found


def _file(app: "ResolveDouble", path: Any) -> Media:
    """Return the clip of one file: a still, a sound, or a movie that the scenario knows."""
    assert app.project is not None
    if not os.path.isfile(text(path)) and path not in app.disk.movies:
        raise Refused
    media = Media(app.new_id("media"), os.path.basename(path), path, 1, app.project.rate)
    suffix = os.path.splitext(path)[1].lower()
    if path in app.disk.movies:
        frames, media.rate = app.disk.movies[path]
        media.frames = frames
    elif suffix in SOUNDS:
        media.type = "Audio"
    elif suffix in PICTURES:
        media.type = "Still"
    else:
        raise Refused
    return media


def _sequence(app: "ResolveDouble", project: Project, info: Dict[str, Any]) -> List[Media]:
    """Return the clip of a numbered sequence at the project's rate; single frames if so set."""
    pattern = text(info.get("FilePath"))
    if "StartIndex" not in info and "EndIndex" not in info:
        return [_file(app, pattern)]
    first, last = (int(number(info.get(key))) for key in ("StartIndex", "EndIndex"))
    paths = _numbered(pattern, first, last)
    if not paths or not all(os.path.isfile(path) for path in paths):
        raise Refused
    if len(paths) == 1 or app.behaviour["show_individual_frames"]:
        return [_file(app, path) for path in paths]
    head, digits, tail = _split(pattern)
    span = "[{:0{w}d}-{:0{w}d}]".format(first, last, w=digits)
    frames = len(paths) - app.behaviour["import_lost_frames"]
    path = head + span + tail
    media = Media(app.new_id("media"), os.path.basename(path), path, frames, project.rate)
    media.sequence = True
    media.start_number = first
    return [media]


def _numbered(pattern: str, first: int, last: int) -> List[str]:
    """Return the paths of a pattern such as ``x_%06d.exr``."""
    head, digits, tail = _split(pattern)
    return ["{}{:0{w}d}{}".format(head, index, tail, w=digits) for index in range(first, last + 1)]


def _split(pattern: str) -> Tuple[str, int, str]:
    """Return what stands before and after ``%06d``, and its number of digits."""
    folder, name = os.path.split(pattern)
    head, mark, rest = name.rpartition("%0")
    digits, d, tail = rest.partition("d")
    if not (mark and d and digits.isdigit()):
        raise Refused
    return os.path.join(folder, head), int(digits), tail
