"""A strip as plain numbers: what it shows at each moment. Blender is not known here."""

from .dna import LayoutError, Struct, read_layout
from .mask_outline import Curve, keyed_moments, outlines, with_holes
from .moments import Shown, shown_moments
from .retiming import TRANSITION_IN, Key, exact_frame, rules_of
from .sequence import image_files
from .strip_reading import SourcePosition, StripReading
from .time_map import StripTime, TimeMap

__all__ = [
    "TRANSITION_IN",
    "Curve",
    "Key",
    "LayoutError",
    "Shown",
    "SourcePosition",
    "StripReading",
    "StripTime",
    "Struct",
    "TimeMap",
    "exact_frame",
    "image_files",
    "keyed_moments",
    "outlines",
    "read_layout",
    "rules_of",
    "shown_moments",
    "with_holes",
]
