"""A scenario: what there is when the script starts, as a small dictionary that JSON can hold."""

from fractions import Fraction
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from .model import Item, Media, Project, Timeline, Track
from .profiles import BEHAVIOUR, EDITIONS, VERSIONS, Profile
from .timecode import frame_of, parse_rate
from .windows import Windows

SCENARIO: Dict[str, Any] = {
    "version": "20.3.2",
    "edition": "studio",
    "page": "edit",
    "system": "linux",
    "project": {},
    "media": {},
    "timelines": [],
    "movies": {},
    "behaviour": {},
    "faults": [],
    "clicks": [],
    "without": [],
    "paths": {},
    "globals": ["resolve", "fusion", "fu", "bmd", "app"],
    "in_main": [],
}
PROJECT: Dict[str, Any] = {"name": "Film", "rate": "24", "drop_frame": False, "settings": {}}
MEDIA: Dict[str, Any] = {
    "path": None,
    "name": None,
    "frames": None,
    "rate": "24",
    "type": "Video + Audio",
    "sequence": False,
    "start_number": 0,
    "file_frames": None,
    "start_timecode": "00:00:00:00",
    "online": True,
    "properties": {},
    "metadata": {},
}
TIMELINE: Dict[str, Any] = {
    "name": "Timeline 1",
    "rate": None,
    "drop_frame": None,
    "start_timecode": None,
    "playhead": 0,
    "mark": None,
    "video": [[]],
    "audio": [[]],
}
TRACK: Dict[str, Any] = {"name": None, "locked": False, "enabled": True, "items": []}
ITEM: Dict[str, Any] = {
    "id": None,
    "media": None,
    "name": None,
    "kind": "clip",
    "at": 0,
    "frames": None,
    "source_start": 0,
    "speed": "1",
    "ramp_span": None,
    "source_unknown": False,
    "enabled": True,
    "selected": False,
    "properties": {},
    "grade_nodes": 1,
    "linked": [],
    "color": "",
}
FAULT: Dict[str, Any] = {"call": "", "nth": 1, "when": "", "times": 1, "file": "", "do": ""}
ITEM_KINDS = ("clip", "title", "generator", "adjustment", "fusion", "transition", "compound")


class ScenarioError(ValueError):
    """A scenario that the author of a test has to put right."""


class Disk(NamedTuple):
    """What the scenario knows of the machine: movies by path, and how paths are written."""

    movies: Dict[str, Tuple[int, Fraction]]
    windows: bool


class Scenario:
    """The state that a scenario describes.

    Raises:
        ScenarioError: a key, a name or a value that means nothing.
    """

    def __init__(self, scenario: Dict[str, Any]) -> None:
        spec = with_defaults("scenario", scenario, SCENARIO)
        check("version", spec["version"], VERSIONS)
        check("edition", spec["edition"], EDITIONS)
        with_defaults("behaviour", spec["behaviour"], BEHAVIOUR)
        self.profile = Profile(spec["version"], spec["edition"], spec["behaviour"], spec["without"])
        self.page: str = spec["page"]
        movies = {
            path: (movie["frames"], parse_rate(movie["rate"]))
            for path, movie in spec["movies"].items()
        }
        self.disk = Disk(movies, spec["system"] == "windows")
        self.windows = Windows(spec["clicks"], spec["paths"])
        self.faults: List[Dict[str, Any]] = spec["faults"]
        for fault in self.faults:
            _check_fault(fault)
        self.project: Optional[Project] = _project(spec)
        self.projects = [self.project]


def with_defaults(what: str, given: Dict[str, Any], known: Dict[str, Any]) -> Dict[str, Any]:
    """Return what is given over the defaults.

    Raises:
        ScenarioError: a key that is not known.
    """
    for key in given:
        check("a key of the " + what, key, tuple(known))
    merged = dict(known)
    merged.update(given)
    return merged


def check(what: str, value: Any, allowed: Tuple[Any, ...]) -> None:
    """Refuse a value that is not allowed."""
    if value not in allowed:
        raise ScenarioError(f"expected {what}: one of {allowed}, got {value!r}")


def new_timeline(
    unique_id: str, name: str, project: Project, like: Optional[Timeline] = None
) -> Timeline:
    """Return an empty timeline, with its clip in the current bin; settings as of another."""
    rate = like.rate if like else project.rate
    timeline = Timeline(unique_id, name, rate, like.drop_frame if like else project.drop_frame)
    timeline.custom_settings = bool(like and like.custom_settings)
    timeline.start = like.start if like else frame_of(_first_timecode(project.drop_frame), rate)
    timeline.playhead = like.playhead if like else timeline.start
    timeline.tracks["video"].append(Track("video", "Video 1"))
    timeline.tracks["audio"].append(Track("audio", "Audio 1"))
    timeline.media = nested_media(unique_id + "-media", name, "Timeline", 0, timeline)
    project.folder.clips.append(timeline.media)
    project.timelines.append(timeline)
    return timeline


def nested_media(unique_id: str, name: str, kind: str, frames: int, timeline: Timeline) -> Media:
    """Return the pool clip of a timeline or a compound: it has no file."""
    media = Media(unique_id, name, "", frames, timeline.rate)
    media.type = kind
    media.timeline = timeline if kind == "Timeline" else None
    return media


def _project(spec: Dict[str, Any]) -> Project:
    """Return the project with its media and its timelines."""
    given = with_defaults("project", spec["project"], PROJECT)
    project = Project("project-1", given["name"], parse_rate(given["rate"]))
    project.drop_frame = given["drop_frame"]
    project.settings.update(given["settings"])
    media = {key: _media(key, value) for key, value in spec["media"].items()}
    project.root.clips += media.values()
    for number, each in enumerate(spec["timelines"], 1):
        _timeline(f"timeline-{number}", each, project, media)
    project.current = project.timelines[0] if project.timelines else None
    return project


def _media(key: str, given: Dict[str, Any]) -> Media:
    """Return a clip of the pool."""
    spec = with_defaults("media", given, MEDIA)
    path = spec["path"] or ""
    name = spec["name"] or path.replace("\\", "/").rpartition("/")[2] or key
    media = Media(key, name, path, spec["frames"], parse_rate(spec["rate"]))
    for plain in ("type", "sequence", "start_number", "start_timecode", "online", "file_frames"):
        setattr(media, plain, spec[plain])
    media.properties.update(spec["properties"])
    media.metadata.update(spec["metadata"])
    return media


def _timeline(unique_id: str, given: Dict[str, Any], project: Project, media: Any) -> None:
    """Add a timeline to a project."""
    spec = with_defaults("timeline", given, TIMELINE)
    timeline = new_timeline(unique_id, spec["name"], project)
    timeline.custom_settings = spec["rate"] is not None or spec["drop_frame"] is not None
    timeline.rate = parse_rate(spec["rate"]) if spec["rate"] else project.rate
    if spec["drop_frame"] is not None:
        timeline.drop_frame = spec["drop_frame"]
    first = spec["start_timecode"] or _first_timecode(timeline.drop_frame)
    timeline.start = frame_of(first, timeline.rate)
    timeline.playhead = timeline.start + spec["playhead"]
    if spec["mark"]:
        first_frame, last_frame = spec["mark"]
        timeline.mark["video"] = {"in": first_frame, "out": last_frame}
    for kind in ("video", "audio"):
        timeline.tracks[kind] = [
            _track(kind, index, each, timeline, media) for index, each in enumerate(spec[kind], 1)
        ]


def _track(kind: str, index: int, given: Any, timeline: Timeline, media: Any) -> Track:
    """Return a track: a list of items, or a dictionary with more."""
    spec = with_defaults("track", given if isinstance(given, dict) else {"items": given}, TRACK)
    track = Track(kind, spec["name"] or f"{kind.capitalize()} {index}")
    track.locked, track.enabled = spec["locked"], spec["enabled"]
    for number, each in enumerate(spec["items"], 1):
        item = _item(f"{kind[0]}{index}-{number}", each, timeline, media)
        if track.overlapping(item.start, item.end) and item.type != "transition":
            raise ScenarioError(f"expected items side by side, {item.id} is not")
        track.add(item)
    return track


def _item(unique_id: str, given: Dict[str, Any], timeline: Timeline, media: Any) -> Item:
    """Return an item; without a length it shows its whole media at its speed."""
    spec = with_defaults("item", given, ITEM)
    check("kind of an item", spec["kind"], ITEM_KINDS)
    clip: Optional[Media] = media[spec["media"]] if spec["media"] else None
    name = spec["name"] or (clip.name if clip else spec["kind"].capitalize())
    item = Item(spec["id"] or unique_id, name, clip, timeline.start + spec["at"])
    item.type = spec["kind"]
    for plain in ("source_unknown", "enabled", "selected", "grade_nodes", "color"):
        setattr(item, plain, spec[plain])
    item.source_start = Fraction(spec["source_start"])
    item.speed = Fraction(spec["speed"])
    if spec["ramp_span"] is not None:
        item.ramp_span = Fraction(spec["ramp_span"])
    item.properties.update(spec["properties"])
    item.linked = list(spec["linked"])
    if spec["frames"] is None:
        if clip is None or not item.speed:
            raise ScenarioError(f"expected 'frames' for item {item.id}")
        left = clip.frames - item.source_start
        item.duration = int(left * timeline.rate / clip.rate / abs(item.speed))
    else:
        item.duration = spec["frames"]
    return item


def _check_fault(fault: Dict[str, Any]) -> None:
    """Refuse a fault that could never strike."""
    if ("do" in fault) == ("answer" in fault):
        raise ScenarioError(f"expected a fault with 'do' or 'answer', got {fault!r}")
    if ("call" in fault) == ("file" in fault):
        raise ScenarioError(f"expected a fault with 'call' or 'file', got {fault!r}")
    if "answer" in fault:
        with_defaults("fault", fault, dict(FAULT, answer=None))


def _first_timecode(drop_frame: bool) -> str:
    """Return where a new timeline starts."""
    return "01:00:00;00" if drop_frame else "01:00:00:00"
