"""Time: which source frames an output frame is made of. Standard library only."""

from slowglass.core.timing.chain import Chain, Part
from slowglass.core.timing.clock import Hole, Jitter, SourceClock
from slowglass.core.timing.curve import Interpolation, SpeedCurve, SpeedKey
from slowglass.core.timing.entries import (
    Between,
    Blank,
    Copy,
    Entry,
    Extrapolate,
    Hold,
    HoldReason,
    LineTimes,
)
from slowglass.core.timing.exposure import MIDDLE, MOMENTS, STEPS, Moment, Shutter, moments
from slowglass.core.timing.files import read_time_map
from slowglass.core.timing.limits import FASTEST_RATE, MOST_FRAMES, SLOWEST_RATE
from slowglass.core.timing.maps import (
    Conform,
    ConstantSpeed,
    Freeze,
    KeepDuration,
    Reverse,
    TimeMap,
)
from slowglass.core.timing.plan import FramePlan, PlanSummary
from slowglass.core.timing.positions import SNAP_FRAMES, Positions
from slowglass.core.timing.readout import SIDES, Band, Readout, Side, bands
from slowglass.core.timing.recorded import recorded_clock
from slowglass.core.timing.serial import time_map_from_json, time_map_to_json
from slowglass.core.timing.shots import Shots
from slowglass.core.timing.shown import ShownTimes, Stretch
from slowglass.core.timing.sound_path import SoundPath
from slowglass.core.timing.span import SourceSpan
from slowglass.core.timing.table import time_map_from_csv
from slowglass.core.timing.text import parse_number, parse_rate, parse_speed
from slowglass.core.timing.timecode import DROP_FRAME_RATES, Timecode, nominal_rate

__all__ = [
    "DROP_FRAME_RATES",
    "FASTEST_RATE",
    "MIDDLE",
    "MOMENTS",
    "MOST_FRAMES",
    "SIDES",
    "SLOWEST_RATE",
    "SNAP_FRAMES",
    "STEPS",
    "Band",
    "Between",
    "Blank",
    "Chain",
    "Conform",
    "ConstantSpeed",
    "Copy",
    "Entry",
    "Extrapolate",
    "FramePlan",
    "Freeze",
    "Hold",
    "HoldReason",
    "Hole",
    "Interpolation",
    "Jitter",
    "KeepDuration",
    "LineTimes",
    "Moment",
    "Part",
    "PlanSummary",
    "Positions",
    "Readout",
    "Reverse",
    "Shots",
    "ShownTimes",
    "Shutter",
    "Side",
    "SoundPath",
    "SourceClock",
    "SourceSpan",
    "SpeedCurve",
    "SpeedKey",
    "Stretch",
    "TimeMap",
    "Timecode",
    "bands",
    "moments",
    "nominal_rate",
    "parse_number",
    "parse_rate",
    "parse_speed",
    "read_time_map",
    "recorded_clock",
    "time_map_from_csv",
    "time_map_from_json",
    "time_map_to_json",
]
