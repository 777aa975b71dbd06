"""Settings of projects and timelines: strings; the rate reads as it does in the version."""

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Dict, Optional

from .model import Project, Timeline
from .remote import Refused, text
from .timecode import parse_rate, rate_text

if TYPE_CHECKING:
    from .application import ResolveDouble

DEFAULTS = {
    "imageRetimeInterpolation": "nearest",
    "imageMotionEstimationMode": "standardFaster",
    "timelineFrameRateMismatchBehavior": "resolve",
    "timelineResolutionWidth": "1920",
    "timelineResolutionHeight": "1080",
}
RATE, PLAYBACK_RATE = "timelineFrameRate", "timelinePlaybackFrameRate"
DROP_FRAME, CUSTOM = "timelineDropFrameTimecode", "useCustomSettings"


def read_setting(
    app: "ResolveDouble", project: Project, timeline: Optional[Timeline], name: Any
) -> Any:
    """Return one setting, all for the name '', or '' for a name that is none."""
    owner: Any = timeline if timeline and timeline.custom_settings else project
    rate = _rate_value(app, owner.rate, owner.drop_frame)
    values: Dict[str, Any] = dict(DEFAULTS)
    values.update(project.settings)
    if timeline:
        values.update(timeline.settings)
        values[CUSTOM] = "1" if timeline.custom_settings else "0"
    values.update({RATE: rate, PLAYBACK_RATE: rate, DROP_FRAME: "01"[owner.drop_frame]})
    return values if name == "" else values.get(text(name), "")


def write_setting(
    app: "ResolveDouble", project: Project, timeline: Optional[Timeline], name: str, value: Any
) -> bool:
    """Set one setting, and return whether that was allowed."""
    text(value)
    known = read_setting(app, project, timeline, "")
    if name not in known and name != "colorScienceMode":
        raise Refused
    if name == PLAYBACK_RATE:
        raise Refused
    if name == CUSTOM and timeline:
        timeline.custom_settings = value == "1"
    elif name == RATE:
        _set_rate(app, project, timeline, value)
    else:
        (timeline or project).settings[name] = value
    return True


def _set_rate(
    app: "ResolveDouble", project: Project, timeline: Optional[Timeline], value: str
) -> None:
    """Set a rate: never once there are clips, for a timeline on its own only from 21.1 on."""
    try:
        rate = parse_rate(value)
    except ValueError:
        raise Refused from None
    if timeline:
        if timeline.items() or not timeline.custom_settings or not app.profile.has("21.1.0"):
            raise Refused
        timeline.rate = rate
    else:
        if project.rate_frozen or any(each.items() for each in project.timelines):
            raise Refused
        project.rate = rate


def _rate_value(app: "ResolveDouble", rate: Fraction, drop_frame: bool) -> Any:
    """Return a rate as this version reads it."""
    manner = app.behaviour["rate_reads_as"]
    if manner == "string":
        return rate_text(rate) + (" DF" if drop_frame else "")
    if manner == "integer":
        return math.floor(rate)
    return float(rate_text(rate))
