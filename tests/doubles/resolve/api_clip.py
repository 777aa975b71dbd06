"""A clip of the media pool."""

import os
from typing import Any, Dict

from .api_base import MarkedApi
from .model import Media
from .remote import Refused, text
from .timecode import parse_rate, rate_text, timecode_of

WRITABLE = (
    "Alpha mode",
    "Clip Name",
    "Data Level",
    "IDT",
    "Input Color Space",
    "Input Gamma",
    "PAR",
    "Reel Name",
)
DEFAULTS: Dict[str, Any] = {
    "Alpha mode": "None",
    "Bit Depth": "10",
    "Data Level": "Auto",
    "Drop frame": "0",
    "Field Dominance": "Auto",
    "IDT": "",
    "In": "",
    "Input Color Space": "Project",
    "Input Gamma": "",
    "Out": "",
    "PAR": "Square",
    "Proxy": "None",
    "Proxy Media Path": "",
    "Reel Name": "",
    "Resolution": "1920x1080",
    "Super Scale": 1,
    "Video Codec": "",
}


class MediaPoolItemApi(MarkedApi):
    """Properties are strings, but for FPS, which is a float, and Super Scale."""

    state: Media

    def GetMediaId(self) -> str:
        return "media-" + self.state.id

    def GetClipProperty(self, name: Any = None) -> Any:
        values = self._properties()
        if name is None or name == "":
            return values
        return values.get(name, self.behaviour["unknown_clip_property"])

    def SetClipProperty(self, name: Any, value: Any) -> bool:
        if name == "FPS":
            return self._set_rate(text(value))
        if name not in WRITABLE:
            raise Refused
        project = self.app.project
        mode = project.settings.get("colorScienceMode") if project else ""
        if name == "Input Color Space" and mode != "davinciYRGBColorManagedv2":
            raise Refused
        if name == "Clip Name":
            self.state.name = text(value)
        elif name != "Reel Name" or self.behaviour["reel_name_sticks"]:
            self.state.properties[name] = text(value)
        return True

    def GetMetadata(self, name: Any = None) -> Any:
        return dict(self.state.metadata) if name is None else self.state.metadata.get(name, "")

    def SetMetadata(self, name: Any, value: Any = None) -> bool:
        return _write_metadata(self.state.metadata, name, value)

    def GetThirdPartyMetadata(self, name: Any = None) -> Any:
        kept = self.state.third_party
        return dict(kept) if name is None else kept.get(name, "")

    def SetThirdPartyMetadata(self, name: Any, value: Any = None) -> bool:
        return _write_metadata(self.state.third_party, name, value)

    def SetName(self, name: Any) -> bool:
        self.state.name = text(name)
        return True

    def GetTimeline(self) -> Any:
        return self.state.timeline

    def ReplaceClip(self, path: Any) -> bool:
        if not os.path.isfile(text(path)):
            raise Refused
        self.state.path = path
        self.state.name = os.path.basename(path)
        self.state.metadata.clear()
        return True

    def _set_rate(self, value: str) -> bool:
        """Set the rate as the scenario has it: it sticks, it is refused, or it only says so."""
        manner = self.behaviour["fps_write"]
        try:
            rate = parse_rate(value)
        except (ValueError, ZeroDivisionError, IndexError):
            raise Refused from None
        if manner == "refused" or self.state.type == "Audio" or rate <= 0:
            raise Refused
        if manner == "sticks":
            self.state.rate = rate
        return True

    def _properties(self) -> Dict[str, Any]:
        """Return all properties."""
        media = self.state
        values = dict(DEFAULTS)
        first = media.start_number
        values.update(
            {
                "Clip Color": media.color,
                "Clip Directory": os.path.dirname(media.path),
                "Clip Name": media.name,
                "File Name": os.path.basename(media.path),
                "File Path": media.path,
                "FPS": float(rate_text(media.rate)),
                "Format": os.path.splitext(media.path)[1][1:].upper(),
                "Frames": str(media.frames),
                "Start": str(first),
                "End": str(first + media.frames - 1),
                "Start TC": media.start_timecode,
                "Duration": timecode_of(media.frames, media.rate, False),
                "Online Status": "Online" if media.online else "Offline",
                "Type": media.type,
                "Usage": str(self._uses()),
            }
        )
        if media.type == "Audio":
            values.update({"Frames": "", "Start": "", "End": "", "Resolution": ""})
        values.update(media.properties)
        return values

    def _uses(self) -> int:
        """Return how many items show this clip."""
        timelines = self.app.project.timelines if self.app.project else []
        return sum(item.media is self.state for each in timelines for item in each.items())


def _write_metadata(kept: Dict[str, str], name: Any, value: Any) -> bool:
    """Write ``(name, value)`` or ``({name: value},)``."""
    new = name if isinstance(name, dict) and value is None else {text(name): text(value)}
    for key, each in new.items():
        kept[text(key)] = text(each)
    return True
