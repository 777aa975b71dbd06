"""A strip as plain numbers: what it shows at each moment. Blender is not known here."""

from .dna import LayoutError, Struct, read_layout
from .retiming import TRANSITION_IN, Key, exact_frame, rules_of
from .sequence import image_files
from .strip_reading import SourcePosition, StripReading
from .time_map import StripTime, TimeMap

__all__ = [
    "TRANSITION_IN",
    "Key",
    "LayoutError",
    "SourcePosition",
    "StripReading",
    "StripTime",
    "Struct",
    "TimeMap",
    "exact_frame",
    "image_files",
    "read_layout",
    "rules_of",
]
