"""What the objects of the double share."""

from typing import TYPE_CHECKING, Any, Dict, List

from .remote import Refused, number, text

if TYPE_CHECKING:
    from .application import ResolveDouble

CLIP_COLORS = (
    "Orange Apricot Yellow Lime Olive Green Teal Navy Blue Purple Violet Pink Tan Beige Brown "
    "Chocolate"
).split()
MARKER_COLORS = (
    "Blue Cyan Green Yellow Red Pink Purple Fuchsia Rose Lavender Sky Mint Lemon Sand Cocoa Cream"
).split()


class Api:
    """The methods of one object. A method may raise `Refused`: the script gets a failure value."""

    def __init__(self, app: "ResolveDouble", state: Any) -> None:
        self.app = app
        self.state = state
        self.behaviour = app.behaviour

    def GetName(self) -> str:
        name: str = self.state.name
        return name

    def GetUniqueId(self) -> str:
        unique_id: str = self.state.id
        return unique_id


class MarkedApi(Api):
    """Markers, colour: the same on timelines, items and pool clips."""

    def AddMarker(
        self,
        frame: Any,
        color: Any,
        name: Any,
        note: Any,
        duration: Any,
        custom_data: Any = "",
    ) -> bool:
        key = float(number(frame))
        if color not in MARKER_COLORS or key in self.state.markers or number(duration) < 1:
            raise Refused
        self.state.markers[key] = {
            "color": color,
            "duration": duration,
            "note": text(note),
            "name": text(name),
            "customData": text(custom_data),
        }
        return True

    def GetMarkers(self) -> Dict[float, Any]:
        return {frame: dict(marker) for frame, marker in sorted(self.state.markers.items())}

    def GetMarkerByCustomData(self, custom_data: Any) -> Dict[float, Any]:
        for frame, marker in self.GetMarkers().items():
            if marker["customData"] == custom_data:
                return {frame: marker}
        raise Refused

    def GetMarkerCustomData(self, frame: Any) -> str:
        data: str = self._marker(frame)["customData"]
        return data

    def UpdateMarkerCustomData(self, frame: Any, custom_data: Any) -> bool:
        self._marker(frame)["customData"] = text(custom_data)
        return True

    def DeleteMarkerAtFrame(self, frame: Any) -> bool:
        self._marker(frame)
        del self.state.markers[float(frame)]
        return True

    def DeleteMarkerByCustomData(self, custom_data: Any) -> bool:
        for frame in self.GetMarkerByCustomData(custom_data):
            del self.state.markers[frame]
        return True

    def DeleteMarkersByColor(self, color: Any) -> bool:
        found = [
            frame
            for frame, marker in self.state.markers.items()
            if color in ("All", marker["color"])
        ]
        for frame in found:
            del self.state.markers[frame]
        return bool(found)

    def GetClipColor(self) -> str:
        color: str = self.state.color
        return color

    def SetClipColor(self, color: Any) -> bool:
        if color not in CLIP_COLORS:
            raise Refused
        self.state.color = color
        return True

    def ClearClipColor(self) -> bool:
        self.state.color = ""
        return True

    def GetMarkInOut(self) -> Dict[str, Dict[str, int]]:
        return {kind: dict(marks) for kind, marks in self.state.mark.items()}

    def SetMarkInOut(self, first: Any, last: Any, kind: Any = "all") -> bool:
        if number(first) > number(last) or kind not in ("all", "video", "audio"):
            raise Refused
        for each in ("video", "audio") if kind == "all" else (kind,):
            self.state.mark[each] = {"in": first, "out": last}
        return True

    def ClearMarkInOut(self, kind: Any = "all") -> bool:
        for each in list(self.state.mark):
            if kind in ("all", each):
                del self.state.mark[each]
        return True

    def _marker(self, frame: Any) -> Dict[str, Any]:
        """Return the marker at a frame."""
        marker: Dict[str, Any] = self.state.markers.get(float(number(frame)), {})
        if not marker:
            raise Refused
        return marker


def flat(arguments: Any) -> List[Any]:
    """Return ``(a, b)`` or ``([a, b],)`` as a list."""
    if len(arguments) == 1 and isinstance(arguments[0], (list, tuple)):
        return list(arguments[0])
    return list(arguments)
