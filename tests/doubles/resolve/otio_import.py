"""ImportTimelineFromFile: only what looks as if Resolve had written it; otherwise None."""

import copy
import json
import os
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Dict, List, Optional

from .model import Item, Media, Project, Timeline, Track
from .remote import Refused
from .scenario import new_timeline
from .timecode import parse_rate

if TYPE_CHECKING:
    from .application import ResolveDouble

CLIP_KEYS = ("source_range", "effects", "enabled", "metadata", "media_references")
KNOWN_EFFECTS = ("LinearTimeWarp.1", "FreezeFrame.1", "Effect.1")


def import_timeline(
    app: "ResolveDouble", project: Project, path: str, options: Dict[str, Any]
) -> Timeline:
    """Return the timeline of a file.

    Raises:
        Refused: the file, its form or its name; nobody says which.
    """
    if not app.profile.has("18.6.5"):
        raise Refused
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        name = options.get("timelineName") or document["name"]
        tracks = document["tracks"]["children"]
        start = document["global_start_time"]
        clips = [each for track in tracks for each in track["children"] if _is_clip(each)]
        well_formed = all(_is_resolve_shaped(clip) for clip in clips)
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused from None
    if not well_formed or any(each.name == name for each in project.timelines):
        raise Refused
    timeline = new_timeline(app.new_id("timeline"), name, project)
    timeline.rate = parse_rate(str(start["rate"]))
    timeline.start = int(start["value"])
    timeline.tracks = {"video": [], "audio": [], "subtitle": []}
    empty = any(_schemas(clip) - set(KNOWN_EFFECTS) for clip in clips)
    for track in tracks:
        kind = track["kind"].lower()
        new = Track(kind, track["name"])
        timeline.tracks[kind].append(new)
        if not empty:
            _fill(app, project, timeline, new, track["children"])
    # The option not to import sources gave offline items on 19.1.
    if options.get("importSourceClips") is False and not app.profile.has("20.0.0"):
        for item in timeline.items():
            item.media = _offline_twin(app, project, item)
    project.current = timeline
    return timeline


def _is_clip(child: Dict[str, Any]) -> bool:
    """Return whether a child of a track is a clip."""
    return str(child["OTIO_SCHEMA"]).startswith("Clip.")


def _is_resolve_shaped(clip: Dict[str, Any]) -> bool:
    """Return whether a clip is as Resolve writes it.

    Clip.2 with its media in a map, a bare path, an available range, and source times in the
    numbering of the media's timecode.
    """
    if clip["OTIO_SCHEMA"] != "Clip.2" or any(key not in clip for key in CLIP_KEYS):
        return False
    reference = clip["media_references"][clip["active_media_reference_key"]]
    path = reference.get("target_url") or reference.get("target_url_base") or ""
    if "://" in path or not path or not reference.get("available_range"):
        return False
    available, used = reference["available_range"], clip["source_range"]
    return _seconds(used["start_time"]) >= _seconds(available["start_time"])


def _seconds(time: Dict[str, Any]) -> Fraction:
    """Return a time in seconds."""
    return Fraction(time["value"]) / parse_rate(str(time["rate"]))


def _schemas(clip: Dict[str, Any]) -> "set[str]":
    """Return the kinds of effect on a clip."""
    return {effect["OTIO_SCHEMA"] for effect in clip["effects"]}


def _fill(
    app: "ResolveDouble", project: Project, timeline: Timeline, track: Track, children: List[Any]
) -> None:
    """Put the clips of a file on a track."""
    at = timeline.start
    for child in children:
        frames = int(child["source_range"]["duration"]["value"])
        if _is_clip(child):
            track.add(_item(app, project, child, at, frames))
        at += frames


def _item(
    app: "ResolveDouble", project: Project, clip: Dict[str, Any], at: int, frames: int
) -> Item:
    """Return the item of a clip."""
    reference = clip["media_references"][clip["active_media_reference_key"]]
    media = _known(project, reference) or _new_media(app, project, reference)
    item = Item(app.new_id("item"), clip["name"], media, at)
    item.duration = frames
    item.enabled = clip["enabled"]
    start = _seconds(clip["source_range"]["start_time"])
    item.source_start = (start - _seconds(reference["available_range"]["start_time"])) * media.rate
    for effect in clip["effects"]:
        if "time_scalar" in effect:
            item.speed = Fraction(effect["time_scalar"]).limit_denominator(10000)
    return item


def _path(reference: Dict[str, Any]) -> str:
    """Return the path of a reference as the pool writes it."""
    if "target_url" in reference:
        return str(reference["target_url"])
    first = reference["start_frame"]
    frames = int(reference["available_range"]["duration"]["value"])
    width = reference["frame_zero_padding"]
    span = "[{:0{w}d}-{:0{w}d}]".format(first, first + frames - 1, w=width)
    name = "{}{}{}".format(reference["name_prefix"], span, reference["name_suffix"])
    return str(reference["target_url_base"]).rstrip("/") + "/" + name


def _known(project: Project, reference: Dict[str, Any]) -> Optional[Media]:
    """Return the clip of the pool that a reference means."""
    for media in project.media():
        if media.path and media.path.replace("\\", "/") == _path(reference).replace("\\", "/"):
            return media
    return None


def _offline_twin(app: "ResolveDouble", project: Project, item: Item) -> Media:
    """Return an offline clip of the pool in place of the one that an item shows."""
    assert item.media is not None
    media = copy.copy(item.media)
    media.id, media.online = app.new_id("media"), False
    project.folder.clips.append(media)
    return media


def _new_media(app: "ResolveDouble", project: Project, reference: Dict[str, Any]) -> Media:
    """Return a new clip of the pool; it is offline where its file is not there."""
    path, available = _path(reference), reference["available_range"]
    name = path.rpartition("/")[2]
    rate = parse_rate(str(available["duration"]["rate"]))
    frames = int(available["duration"]["value"])
    media = Media(app.new_id("media"), name, path, frames, rate)
    if "target_url_base" in reference:
        media.sequence = True
        media.start_number = int(reference["start_frame"])
    media.online = os.path.isdir(os.path.dirname(path)) if media.sequence else os.path.isfile(path)
    project.folder.clips.append(media)
    return media
