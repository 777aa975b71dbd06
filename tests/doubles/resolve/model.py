"""What the double holds: projects, timelines, tracks, items and media, as plain state."""

from fractions import Fraction
from typing import Any, Dict, List, Optional

from .timecode import frame_of


class State:
    """Something that a script can hold a handle of."""

    kind = ""

    def __init__(self, unique_id: str = "", name: str = "") -> None:
        self.id = unique_id
        self.name = name
        self.gone = False


class Root(State):
    """The ``resolve`` object."""

    kind = "Resolve"


class Manager(State):
    """The project manager."""

    kind = "ProjectManager"


class Storage(State):
    """The media storage."""

    kind = "MediaStorage"


class Pool(State):
    """The media pool of a project."""

    kind = "MediaPool"


class Graph(State):
    """The nodes of an item's grade."""

    kind = "Graph"

    def __init__(self, nodes: int) -> None:
        super().__init__()
        self.nodes = nodes


class Marked(State):
    """Something that carries markers, a colour and metadata."""

    def __init__(self, unique_id: str, name: str) -> None:
        super().__init__(unique_id, name)
        self.markers: Dict[float, Dict[str, Any]] = {}
        self.color = ""
        self.mark: Dict[str, Dict[str, int]] = {}


class Media(Marked):
    """A clip of the media pool."""

    kind = "MediaPoolItem"

    def __init__(self, unique_id: str, name: str, path: str, frames: int, rate: Fraction) -> None:
        super().__init__(unique_id, name)
        self.path = path
        self.frames = frames
        self.rate = rate
        self.type = "Video"
        self.start_number = 0
        self.file_frames: Optional[int] = None
        self.start_timecode = "00:00:00:00"
        self.sequence = False
        self.online = True
        self.stale_cache = False
        self.properties: Dict[str, Any] = {}
        self.metadata: Dict[str, str] = {}
        self.third_party: Dict[str, str] = {}
        self.timeline: Optional[Timeline] = None

    @property
    def still(self) -> bool:
        """Whether it is one picture, which takes the default length on a timeline."""
        return self.type == "Still"

    @property
    def start_seconds(self) -> Fraction:
        """The start timecode in seconds."""
        return frame_of(self.start_timecode, self.rate) / self.rate

    @property
    def head_seconds(self) -> Fraction:
        """The timecode of the first frame: of a subclip not that of its movie."""
        skipped = 0 if self.sequence else self.start_number
        return self.start_seconds + skipped / self.rate


class Item(Marked):
    """A clip on a track. ``source_start`` is the lowest source frame, counted from the file's
    first; ``speed`` is exact, negative in reverse, 0 for a freeze.
    """

    kind = "TimelineItem"

    def __init__(self, unique_id: str, name: str, media: Optional[Media], start: int) -> None:
        super().__init__(unique_id, name)
        self.type = "clip"
        self.media = media
        self.start = start
        self.duration = 0
        self.source_start = Fraction(0)
        self.speed = Fraction(1)
        self.ramp_span: Optional[Fraction] = None
        self.source_unknown = False
        self.enabled = True
        self.properties: Dict[str, Any] = {}
        self.grade_nodes = 1
        self.linked: List[str] = []
        self.takes: List[Dict[str, Any]] = []
        self.selected_take = 0
        self.selected = False
        self.renders = True
        self.vanishes_at_save = False

    @property
    def end(self) -> int:
        """The first frame after it."""
        return self.start + self.duration


class Track:
    """A track; items in the order of their starts."""

    def __init__(self, kind: str, name: str) -> None:
        self.kind = kind
        self.name = name
        self.enabled = True
        self.locked = False
        self.items: List[Item] = []

    def add(self, item: Item) -> None:
        """Put an item where its start belongs."""
        self.items.append(item)
        self.items.sort(key=lambda each: each.start)

    def overlapping(self, start: int, end: int) -> List[Item]:
        """Return the items that share frames with a range."""
        return [item for item in self.items if item.start < end and item.end > start]


class Timeline(Marked):
    """A timeline. Frames are absolute: the first is that of the start timecode."""

    kind = "Timeline"

    def __init__(self, unique_id: str, name: str, rate: Fraction, drop_frame: bool) -> None:
        super().__init__(unique_id, name)
        self.rate = rate
        self.drop_frame = drop_frame
        self.custom_settings = False
        self.settings: Dict[str, str] = {}
        self.start = 0
        self.playhead = 0
        self.tracks: Dict[str, List[Track]] = {"video": [], "audio": [], "subtitle": []}
        self.media: Optional[Media] = None

    def items(self) -> List[Item]:
        """Return every item of every track."""
        return [item for tracks in self.tracks.values() for track in tracks for item in track.items]

    def place_of(self, item: Item) -> Any:
        """Return the kind and the 1-based index of the track that holds an item, and the track."""
        for kind, tracks in self.tracks.items():
            for index, track in enumerate(tracks, 1):
                if item in track.items:
                    return kind, index, track
        return "", 0, None


class Folder(State):
    """A bin."""

    kind = "Folder"

    def __init__(self, unique_id: str, name: str) -> None:
        super().__init__(unique_id, name)
        self.clips: List[Media] = []
        self.folders: List[Folder] = []

    def walk(self) -> "List[Folder]":
        """Return this bin and all below it."""
        return [self] + [each for folder in self.folders for each in folder.walk()]


class Project(State):
    """A project."""

    kind = "Project"

    def __init__(self, unique_id: str, name: str, rate: Fraction) -> None:
        super().__init__(unique_id, name)
        self.rate = rate
        self.rate_frozen = False
        self.drop_frame = False
        self.settings: Dict[str, str] = {"colorScienceMode": "davinciYRGB"}
        self.timelines: List[Timeline] = []
        self.current: Optional[Timeline] = None
        self.root = Folder("folder-root", "Master")
        self.folder = self.root
        self.pool = Pool("pool")
        self.selected_media: List[Media] = []

    def media(self) -> List[Media]:
        """Return every clip of every bin."""
        return [clip for folder in self.root.walk() for clip in folder.clips]

    def everything(self) -> List[State]:
        """Return every state that dies with the project."""
        found: List[State] = [self, self.pool]
        found += self.root.walk()
        found += self.media()
        for timeline in self.timelines:
            found.append(timeline)
            found += timeline.items()
        return found
