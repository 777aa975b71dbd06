"""A timeline."""

import copy
import os
from typing import Any, Dict, List

from .api_base import MarkedApi
from .model import Item, Timeline, Track
from .otio_export import export_otio
from .remote import Refused, number, states_of, switch, text
from .scenario import nested_media, new_timeline
from .settings import read_setting, write_setting
from .timecode import frame_of, timecode_of

PAGES_WITH_ITEM = ("edit", "cut", "color", "fairlight", "deliver")


class TimelineApi(MarkedApi):
    """Tracks and items count from 1, frames are absolute; markers count from the start."""

    state: Timeline

    def SetName(self, name: Any) -> bool:
        if any(each.name == name for each in self._project.timelines):
            raise Refused
        self.state.name = text(name)
        return True

    def GetStartFrame(self) -> int:
        return self.state.start

    def GetEndFrame(self) -> int:
        items = self.state.items()
        if any(item.start < self.state.start for item in items):
            return self.state.start
        return max([self.state.start] + [item.end for item in items])

    def GetStartTimecode(self) -> str:
        return self._timecode(self.state.start)

    def SetStartTimecode(self, timecode: Any) -> bool:
        moved = self._frame(timecode) - self.state.start
        self.state.start += moved
        self.state.playhead += moved
        for item in self.state.items():
            item.start += moved
        return True

    def GetCurrentTimecode(self) -> str:
        return self._timecode(self.state.playhead)

    def SetCurrentTimecode(self, timecode: Any) -> bool:
        self.state.playhead = self._frame(timecode)
        return True

    def GetTrackCount(self, kind: Any) -> int:
        return len(self._tracks(kind))

    def AddTrack(self, kind: Any, options: Any = None) -> bool:
        tracks = self._tracks(kind)
        index = options.get("index") if isinstance(options, dict) else None
        if index is not None and not self.app.profile.has("19.0.0"):
            raise Refused
        place = len(tracks) if index is None else int(number(index)) - 1
        name = f"{kind.capitalize()} {len(tracks) + 1}"
        tracks.insert(min(max(place, 0), len(tracks)), Track(kind, name))
        return True

    def DeleteTrack(self, kind: Any, index: Any) -> bool:
        track = self._track(kind, index)
        if track.locked:
            raise Refused
        for item in track.items:
            item.gone = True
        self._tracks(kind).remove(track)
        return True

    def SetTrackEnable(self, kind: Any, index: Any, enabled: Any) -> bool:
        self._track(kind, index).enabled = switch(enabled)
        return True

    def GetIsTrackEnabled(self, kind: Any, index: Any) -> bool:
        return self._track(kind, index).enabled

    def SetTrackLock(self, kind: Any, index: Any, locked: Any) -> bool:
        self._track(kind, index).locked = switch(locked)
        return True

    def GetIsTrackLocked(self, kind: Any, index: Any) -> bool:
        return self._track(kind, index).locked

    def GetTrackName(self, kind: Any, index: Any) -> str:
        return self._track(kind, index).name

    def SetTrackName(self, kind: Any, index: Any, name: Any) -> bool:
        self._track(kind, index).name = text(name)
        return True

    def GetItemListInTrack(self, kind: Any, index: Any) -> List[Item]:
        return list(self._track(kind, index).items)

    def GetCurrentVideoItem(self) -> Any:
        if self.app.page not in PAGES_WITH_ITEM:
            raise Refused
        tracks = [track for track in self.state.tracks["video"] if track.enabled]
        if self.behaviour["current_item"] == "topmost":
            tracks.reverse()
        for track in tracks:
            for item in track.overlapping(self.state.playhead, self.state.playhead + 1):
                if item.enabled and item.type != "transition":
                    return item
        raise Refused

    def GetSelectedClips(self) -> Any:
        chosen = [item for item in self.state.items() if item.selected]
        linked = {name for item in chosen for name in item.linked}
        chosen += [item for item in self.state.items() if item.id in linked and not item.selected]
        return chosen or None

    def DeleteClips(self, items: Any, _ripple: Any = False) -> bool:
        found = states_of(items, Item)
        if self.app.page != "edit" or not found:
            raise Refused
        for item in found:
            _, _, track = self.state.place_of(item)
            if track is None or track.locked:
                raise Refused
        for item in found:
            self.app.do("delete_item", item=item.id)
        return True

    def SetClipsLinked(self, items: Any, linked: Any) -> bool:
        found = states_of(items, Item)
        for item in found:
            item.linked = [other.id for other in found if other is not item] if linked else []
        return True

    def DuplicateTimeline(self, name: Any = "") -> Any:
        if any(each.name == name for each in self._project.timelines):
            raise Refused
        twin = new_timeline(self.app.new_id("timeline"), text(name), self._project, self.state)
        for kind, tracks in self.state.tracks.items():
            twin.tracks[kind] = [self._copy_track(track) for track in tracks]
        if self.behaviour["duplicate_moves_current"]:
            self._project.current = twin
        return twin

    def GetSetting(self, name: Any = "") -> Any:
        return read_setting(self.app, self._project, self.state, name)

    def SetSetting(self, name: Any, value: Any) -> bool:
        return write_setting(self.app, self._project, self.state, text(name), value)

    def GetSettings(self) -> Dict[str, Any]:
        settings: Dict[str, Any] = self.GetSetting()
        return settings

    def SetSettings(self, settings: Any) -> bool:
        if not isinstance(settings, dict):
            raise Refused
        return all([self.SetSetting(name, value) for name, value in settings.items()])

    def GetMediaPoolItem(self) -> Any:
        return self.state.media

    def Export(self, path: Any, kind: Any, _subtype: Any = None) -> bool:
        constants = self.app.profile.constants()
        if not os.path.isdir(os.path.dirname(text(path))):
            raise Refused
        if number(kind) == constants.get("EXPORT_OTIO"):
            export_otio(self.state, path, self.behaviour)
        elif kind == constants.get("EXPORT_FCPXML_1_10") and not os.path.exists(path):
            os.mkdir(path)
            with open(os.path.join(path, "Info.fcpxml"), "w", encoding="utf-8") as file:
                file.write('<fcpxml version="1.10"/>\n')
        else:
            raise Refused
        return True

    def CreateCompoundClip(self, items: Any, info: Any = None) -> Any:
        found = states_of(items, Item)
        if not found:
            raise Refused
        name = (info or {}).get("name", "Compound Clip 1")
        _, _, track = self.state.place_of(found[0])
        item = Item(self.app.new_id("item"), name, None, min(each.start for each in found))
        item.duration = max(each.end for each in found) - item.start
        item.type = "compound"
        item.media = nested_media(
            self.app.new_id("media"), name, "Compound", item.duration, self.state
        )
        self._project.folder.clips.append(item.media)
        for each in found:
            self.app.do("delete_item", item=each.id)
        track.add(item)
        return item

    @property
    def _project(self) -> Any:
        """Return the open project."""
        return self.app.project

    def _copy_track(self, track: Track) -> Track:
        """Return a track with copies of the items under new ids."""
        twin = copy.copy(track)
        twin.items = [copy.copy(item) for item in track.items]
        for item in twin.items:
            item.id = self.app.new_id("item")
            item.linked = []
            item.markers = copy.deepcopy(item.markers)
            item.properties = dict(item.properties)
        return twin

    def _tracks(self, kind: Any) -> List[Track]:
        """Return the tracks of a kind."""
        if kind not in self.state.tracks:
            raise Refused
        return self.state.tracks[kind]

    def _track(self, kind: Any, index: Any) -> Track:
        """Return a track by its index from 1."""
        tracks = self._tracks(kind)
        if not 1 <= number(index) <= len(tracks):
            raise Refused
        return tracks[int(index) - 1]

    def _timecode(self, frame: int) -> str:
        """Return the timecode of a frame."""
        return timecode_of(frame, self.state.rate, self.state.drop_frame)

    def _frame(self, timecode: Any) -> int:
        """Return the frame of a timecode that the timeline could write itself."""
        try:
            frame = frame_of(text(timecode), self.state.rate)
        except ValueError:
            raise Refused from None
        if self._timecode(frame) != timecode:
            raise Refused
        return frame
