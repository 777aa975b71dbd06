"""What the user asks for."""

from fractions import Fraction
from typing import Dict, NamedTuple, Optional

from ..common import USUAL_QUALITY

PLACINGS = ("track", "take", "bin", "timeline")
"""On a track above; as a take of the clip, of the same length only; in the media pool only; on a
new timeline."""
PARTS = ("clip", "marks")
"""The whole clip, or what lies between In and Out of the timeline."""
FORMATS: Dict[str, Dict[str, str]] = {
    "": {},
    "half": {"compression": "zip", "sample_type": "half"},
    "float": {"compression": "zip", "sample_type": "float"},
    "small": {"compression": "dwaa", "sample_type": "half"},
}
"""How EXR frames are stored; "": as the source suggests, in its own format where that is lossless.
"small" loses what eyes do not see."""

SIDES = ("top", "bottom", "left", "right")
"""Where a camera reads its first line."""


class Wish(NamedTuple):
    """One choice for every clip that is selected."""

    speed: Optional[Fraction] = None
    """Of the result against the source, 1/2 for 50 %; None fills the retime that the clip has."""
    placing: str = "track"
    part: str = "clip"
    disable_original: bool = False
    model: str = ""
    """In the place of the quality, unless empty."""
    folder: str = ""
    """For the frames; empty: beside the source."""
    format: str = ""
    """One of `FORMATS`."""
    quality: str = USUAL_QUALITY
    """One of `QUALITIES`."""
    drawn: bool = False
    """In the place of the speed: as it was drawn for the clip."""
    shutter_degrees: Fraction = Fraction(0)
    """For how long each frame is exposed, 360 up to the next one; 0: as filmed."""
    shutter_phase_degrees: Optional[Fraction] = None
    """When it opens, from the frame's own time on; None: half of it lies before that."""
    readout_milliseconds: Fraction = Fraction(0)
    """From the first line that the camera read to the last; 0: all lines are of one moment."""
    readout_begins: str = "top"
    """One of `SIDES`: where the first line is."""
