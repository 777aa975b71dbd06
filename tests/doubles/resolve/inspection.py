"""What tests look at afterwards: the whole state as JSON can hold it, and the picture."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Dict, Optional

from .geometry import shown_frame
from .model import Folder, Item, Media, State, Timeline
from .remote import HUSK, Remote, inside

if TYPE_CHECKING:
    from .application import ResolveDouble


def plain(value: Any) -> Any:
    """Return a value of a call as JSON can hold it: handles by kind and id."""
    if isinstance(value, Remote):
        return plain(inside(value)[1])
    if value is HUSK:
        return "<husk>"
    if isinstance(value, State):
        return f"<{value.kind} {value.id}>"
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, Fraction):
        return str(value)
    return value if isinstance(value, (str, int, float, type(None))) else repr(value)


def dump(app: "ResolveDouble") -> Dict[str, Any]:
    """Return everything."""
    project = app.project
    return {
        "version": app.profile.text,
        "edition": app.profile.edition,
        "page": app.page,
        "modal": app.modal,
        "saves": app.saves,
        "project": project.name if project else None,
        "settings": dict(project.settings) if project else {},
        "current": project.current.name if project and project.current else None,
        "timelines": [_timeline(each) for each in project.timelines] if project else [],
        "bins": _folder(project.root) if project else None,
        "calls": list(app.log),
        "missing": [list(each) for each in app.missing],
        "windows": list(app.windows.seen),
    }


def picture_at(app: "ResolveDouble", frame: int) -> Optional[Dict[str, Any]]:
    """Return which item, media and media frame, from 0, the current timeline shows; None: black.

    The highest enabled item counts; a title or a generator shows itself.
    """
    if app.project is None or app.project.current is None:
        return None
    timeline = app.project.current
    for track in reversed(timeline.tracks["video"]):
        for item in track.overlapping(frame, frame + 1) if track.enabled else []:
            if item.enabled and item.type not in ("transition", "adjustment"):
                shown = shown_frame(item, timeline, frame)
                if item.media and shown is None:
                    return None
                media = item.media.id if item.media else None
                return {"item": item.id, "media": media, "frame": shown}
    return None


def _timeline(timeline: Timeline) -> Dict[str, Any]:
    """Return a timeline."""
    return {
        "id": timeline.id,
        "name": timeline.name,
        "rate": str(timeline.rate),
        "start": timeline.start,
        "playhead": timeline.playhead,
        "markers": plain(timeline.markers),
        "tracks": {
            kind: [
                {
                    "name": track.name,
                    "locked": track.locked,
                    "enabled": track.enabled,
                    "items": [_item(item) for item in track.items],
                }
                for track in tracks
            ]
            for kind, tracks in timeline.tracks.items()
        },
    }


def _item(item: Item) -> Dict[str, Any]:
    """Return an item."""
    return {
        "id": item.id,
        "name": item.name,
        "kind": item.type,
        "media": item.media.id if item.media else None,
        "start": item.start,
        "end": item.end,
        "source_start": str(item.source_start),
        "speed": str(item.speed),
        "enabled": item.enabled,
        "renders": item.renders,
        "properties": dict(item.properties),
        "grade_nodes": item.grade_nodes,
        "markers": plain(item.markers),
        "color": item.color,
        "linked": list(item.linked),
        "takes": [plain(take) for take in item.takes],
        "selected_take": item.selected_take,
    }


def _folder(folder: Folder) -> Dict[str, Any]:
    """Return a bin with what is in it."""
    return {
        "name": folder.name,
        "clips": [_media(clip) for clip in folder.clips],
        "bins": [_folder(each) for each in folder.folders],
    }


def _media(media: Media) -> Dict[str, Any]:
    """Return a pool clip."""
    return {
        "id": media.id,
        "name": media.name,
        "path": media.path,
        "type": media.type,
        "frames": media.frames,
        "rate": str(media.rate),
        "start_number": media.start_number,
        "properties": dict(media.properties),
        "metadata": dict(media.metadata),
        "third_party": dict(media.third_party),
        "color": media.color,
        "markers": plain(media.markers),
        "stale_cache": media.stale_cache,
    }
