"""What users and accidents do while a script runs: at a chosen call, or when a test says so."""

import glob
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Dict, List, Tuple

from .model import Item, Timeline, Track
from .scenario import ScenarioError

if TYPE_CHECKING:
    from .application import ResolveDouble


class Faults:
    """The faults of a scenario, each of which strikes once or as often as ``times`` says."""

    def __init__(self, app: "ResolveDouble", faults: List[Dict[str, Any]]) -> None:
        self._app = app
        self._calls: Counter[str] = Counter()
        self._faults = [dict(fault) for fault in faults]

    def before(self, name: str) -> None:
        """Count a call, and strike what is to strike before it."""
        self._calls[name] += 1
        for fault in list(self._faults):
            seen = "file" in fault and glob.glob(fault["file"])
            due = self._is_due(fault, name) and fault.get("when", "before") == "before"
            if "do" in fault and (seen or due):
                self._strike(fault)

    def after(self, name: str) -> None:
        """Strike what is to strike after a call, which answers as it did."""
        for fault in list(self._faults):
            if "do" in fault and self._is_due(fault, name) and fault.get("when") == "after":
                self._strike(fault)

    def instead(self, name: str, failure: Any) -> Tuple[bool, Any]:
        """Return whether a call is not to happen, and what it answers then."""
        for fault in self._faults:
            first = fault.get("nth", 1)
            ours = fault.get("call") == name and "answer" in fault
            if ours and first <= self._calls[name] < first + fault.get("times", 1):
                return True, failure if fault["answer"] == "failure" else fault["answer"]
        return False, None

    def do(self, action: str, **how: Any) -> None:
        """Do one thing now.

        Raises:
            ScenarioError: there is no such action, or nothing of that name.
        """
        method = getattr(Actions(self._app), action, None)
        if method is None:
            raise ScenarioError("expected an action of faults.Actions, got " + repr(action))
        method(**how)

    def _is_due(self, fault: Dict[str, Any], name: str) -> bool:
        """Return whether a fault belongs to this call."""
        return fault.get("call") == name and self._calls[name] == fault.get("nth", 1)

    def _strike(self, fault: Dict[str, Any]) -> None:
        """Do what a fault says, and be done with it."""
        self._faults.remove(fault)
        how = {
            key: value
            for key, value in fault.items()
            if key not in ("call", "nth", "when", "file", "do")
        }
        self.do(fault["do"], **how)


class Actions:
    """Everything that a test or a fault can do to Resolve."""

    def __init__(self, app: "ResolveDouble") -> None:
        self._app = app

    def delete_item(self, item: str) -> None:
        """The user deletes an item; what is linked with it stays."""
        _, track, found = self._item(item)
        track.items.remove(found)
        found.gone = True

    def move_item(self, item: str, frames: int) -> None:
        """The user moves an item along its track."""
        self._item(item)[2].start += frames

    def add_item(self, at: int, frames: int, index: int = 1, item: str = "user-item") -> None:
        """The user puts a title on a video track of the current timeline."""
        timeline = self._timeline("")
        new = Item(item, "Text+", None, timeline.start + at)
        new.type, new.duration = "title", frames
        timeline.tracks["video"][index - 1].add(new)

    def delete_timeline(self, timeline: str) -> None:
        """The user deletes a timeline."""
        found = self._timeline(timeline)
        project: Any = self._app.project
        project.timelines.remove(found)
        for state in [found, *found.items()]:
            state.gone = True
        if project.current is found:
            project.current = project.timelines[0] if project.timelines else None

    def switch_timeline(self, timeline: str) -> None:
        """The user opens another timeline."""
        found = self._timeline(timeline)
        project: Any = self._app.project
        project.current = found

    def close_project(self) -> None:
        """The user closes the project: nothing of it answers any more."""
        if self._app.project:
            for state in self._app.project.everything():
                state.gone = True
            self._app.projects.remove(self._app.project)
        self._app.project = None

    def forget_handles(self) -> None:
        """Every handle given out so far goes stale; what is fetched again is good."""
        self._app.generation += 1

    def renumber_items(self) -> None:
        """Every item gets another unique id."""
        project: Any = self._app.project
        for timeline in project.timelines:
            for item in timeline.items():
                item.id = self._app.new_id("item")

    def lock_track(self, index: int, kind: str = "video", locked: bool = True) -> None:
        """The user locks or unlocks a track of the current timeline."""
        self._timeline("").tracks[kind][index - 1].locked = locked

    def open_modal(self, title: str = "a dialog") -> None:
        """A dialog opens: every call answers False until it is closed."""
        self._app.modal = title

    def close_modal(self) -> None:
        """The user closes the dialog."""
        self._app.modal = ""

    def busy(self, calls: int) -> None:
        """Playback, a render or an autosave is on for that many calls."""
        self._app.busy_calls = calls

    def quit(self) -> None:
        """Resolve ends: every call answers None."""
        self._app.dead = True

    def open_page(self, page: str) -> None:
        """The user goes to another page."""
        self._app.page = page

    def move_playhead(self, frame: int) -> None:
        """The user moves the playhead to an absolute frame."""
        self._timeline("").playhead = frame

    def open_bin(self, name: str) -> None:
        """The current bin changes."""
        project: Any = self._app.project
        project.folder = next(each for each in project.root.walk() if each.name == name)

    def delete_media(self, media: str) -> None:
        """The user deletes a clip from the media pool, and with it its items."""
        project: Any = self._app.project
        for folder in project.root.walk():
            for clip in [each for each in folder.clips if each.id == media]:
                folder.clips.remove(clip)
                clip.gone = True
        for timeline in project.timelines:
            for item in [each for each in timeline.items() if each.media and each.media.gone]:
                self.delete_item(item.id)

    def take_offline(self, media: str) -> None:
        """A file disappears."""
        project: Any = self._app.project
        for each in project.media():
            if each.id == media:
                each.online = False

    def set_speed(self, item: str, speed: str) -> None:
        """The user changes the speed of an item, its record duration stays."""
        self._item(item)[2].speed = Fraction(speed)

    def _timeline(self, name: str) -> Timeline:
        """Return a timeline by its name, the current one for no name."""
        project: Any = self._app.project
        for timeline in project.timelines:
            found: Timeline = timeline
            if name == found.name or (not name and project.current is found):
                return found
        raise ScenarioError("expected a timeline, got " + repr(name))

    def _item(self, item: str) -> Tuple[Timeline, Track, Item]:
        """Return an item by its id, with its timeline and its track."""
        project: Any = self._app.project
        for timeline in project.timelines:
            for each in timeline.items():
                if each.id == item:
                    return timeline, timeline.place_of(each)[2], each
        raise ScenarioError("expected an item, got " + repr(item))
