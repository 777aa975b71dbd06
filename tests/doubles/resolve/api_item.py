"""An item of a timeline."""

from fractions import Fraction
from typing import Any, Dict, List

from .api_base import Api, MarkedApi
from .geometry import offsets, source_frames, source_seconds
from .model import Graph, Item, Timeline
from .properties import defaults, write_properties
from .remote import Refused, number, states_of, switch, text
from .takes import TakesApi


class GraphApi(Api):
    """The nodes of a grade."""

    state: Graph

    def GetNumNodes(self) -> int:
        return self.state.nodes


class TimelineItemApi(TakesApi, MarkedApi):
    """Frames are absolute, ends exclusive."""

    state: Item

    def SetName(self, name: Any) -> bool:
        self.state.name = text(name)
        return True

    def GetStart(self, subframe: Any = None) -> Any:
        return self._frames(Fraction(self.state.start), subframe)

    def GetEnd(self, subframe: Any = None) -> Any:
        return self._frames(Fraction(self.state.end), subframe)

    def GetDuration(self, subframe: Any = None) -> Any:
        return self._frames(Fraction(self.state.duration), subframe)

    def GetLeftOffset(self, subframe: Any = None) -> Any:
        return self._frames(offsets(self.state, self._timeline)[0], subframe)

    def GetRightOffset(self, subframe: Any = None) -> Any:
        return self._frames(offsets(self.state, self._timeline)[1], subframe)

    def GetSourceStartFrame(self) -> int:
        return source_frames(self.state, self._timeline, self.behaviour)[0]

    def GetSourceEndFrame(self) -> int:
        return source_frames(self.state, self._timeline, self.behaviour)[1]

    def GetSourceStartTime(self) -> float:
        return source_seconds(self.state, self._timeline)[0]

    def GetSourceEndTime(self) -> float:
        return source_seconds(self.state, self._timeline)[1]

    def GetType(self) -> str:
        kind, _, _ = self._timeline.place_of(self.state)
        return self.state.type if self.state.type in ("generator", "transition") else kind

    def GetSpeed(self) -> Dict[str, Any]:
        if self.state.type != "clip":
            raise Refused
        percentage = float(self.state.speed * 100)
        if self.state.ramp_span is not None:
            percentage = self.behaviour["ramp_speed"]
        if percentage is None:
            raise Refused
        return {
            "Percentage": percentage,
            "PitchCorrection": True,
            "StretchKeyframesToFit": False,
            "RippleTimeline": False,
        }

    def SetSpeed(self, options: Any) -> bool:
        """Change the speed; with RippleTimeline False the record duration stays."""
        media = self.state.media
        if media is None or media.still or not isinstance(options, dict):
            raise Refused
        if options.get("RippleTimeline"):
            raise Refused
        self.state.speed = Fraction(number(options.get("Percentage"))) / 100
        return True

    def GetProperty(self, name: Any = None) -> Any:
        values = self.GetProperties()
        return values if name is None or name == "" else values.get(name)

    def SetProperty(self, name: Any, value: Any = None) -> bool:
        return write_properties(
            self.app, self.state, name if isinstance(name, dict) else {text(name): value}
        )

    def GetProperties(self) -> Dict[str, Any]:
        if self.state.type == "transition":
            return {}
        values = defaults(self.app)
        values.update(self.state.properties)
        return values

    def SetProperties(self, values: Any) -> bool:
        if not isinstance(values, dict):
            raise Refused
        return write_properties(self.app, self.state, values)

    def GetMediaPoolItem(self) -> Any:
        return False if self.state.type == "generator" else self.state.media

    def GetTrackTypeAndIndex(self) -> List[Any]:
        kind, index, _ = self._timeline.place_of(self.state)
        return [kind, index]

    def GetLinkedItems(self) -> List[Item]:
        return [item for item in self._timeline.items() if item.id in self.state.linked]

    def GetClipEnabled(self) -> bool:
        return self.state.enabled

    def SetClipEnabled(self, enabled: Any) -> bool:
        self.state.enabled = switch(enabled)
        return True

    def GetNodeGraph(self, _layer: Any = 1) -> Any:
        return Graph(self.state.grade_nodes)

    def CopyGrades(self, targets: Any) -> bool:
        found = states_of(targets, Item)
        if self.behaviour["copy_grades"] == "refused" or not found:
            raise Refused
        if self.behaviour["copy_grades"] == "works":
            for item in found:
                item.grade_nodes = self.state.grade_nodes
        return True

    def GetFusionCompCount(self) -> int:
        return 1 if self.state.type == "fusion" else 0

    @property
    def _timeline(self) -> Timeline:
        """Return the timeline that holds the item."""
        for timeline in self.app.project.timelines if self.app.project else []:
            if timeline.place_of(self.state)[2]:
                return timeline
        raise Refused

    def _frames(self, value: Fraction, subframe: Any) -> Any:
        """Return frames as an int; as a float if asked for (19.0.2+) and always in 21.1."""
        if subframe is not None and not self.app.profile.has("19.0.2"):
            raise Refused
        noise = self.app.next_noise()
        if noise or subframe or self.app.profile.has("21.1.0"):
            return float(value) + noise
        return int(value)
