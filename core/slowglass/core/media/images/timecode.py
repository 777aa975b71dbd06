"""Timecode in picture files: eight digits of four bits and some flags.

Source: SMPTE ST 12-1 clause 9 (the time address and its flags), in the order in which OpenEXR and
DPX store them for 60 fields a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from slowglass.core.frames import Frame
from slowglass.core.media.images.metadata import Attribute
from slowglass.core.timing import DROP_FRAME_RATES, Timecode, nominal_rate

NAME = "smpte:TimeCode"
KEPT_BY = ("openexr", "dpx")
"""The formats that hold it."""

_DROP_FRAME, _SECOND_OF_PAIR = 1 << 6, 1 << 15
_LARGEST_COUNTED = 30
"""Frames that the digits hold; above, one label stands for a pair (SMPTE ST 12-1 clause 12)."""


def label_of(attributes: Mapping[str, Any], frame_rate: Fraction) -> str:
    """Return the timecode of a picture as 01:02:03:04, "" where it has none.

    Drop-frame counting shows as ``;``. Above 30 frames a second the label counts single frames.
    """
    attribute = attributes.get(NAME)
    if not isinstance(attribute, Attribute):
        return ""
    bits = int(attribute.value[0])
    frames, seconds, minutes, hours = (
        (bits >> shift & 0xF) + 10 * (bits >> shift + 4 & tens)
        for shift, tens in ((0, 3), (8, 7), (16, 7), (24, 3))
    )
    group = _frames_to_a_label(frame_rate)
    if group > 1:
        frames = frames * group + bool(bits & _SECOND_OF_PAIR)
    drops = bits & _DROP_FRAME and frame_rate in DROP_FRAME_RATES
    return f"{hours:02}:{minutes:02}:{seconds:02}{';' if drops else ':'}{frames:02}"


def with_timecode(frame: Frame, timecode: Timecode) -> Frame:
    """Return the frame with this timecode, the same object where it has it already.

    User bits stay. What a frame was decoded from has another timecode, so it is not ``native``.
    """
    own = frame.attributes.get(NAME)
    user_bits = int(own.value[1]) if isinstance(own, Attribute) else 0
    wanted = Attribute("timecode", (_packed(timecode), user_bits))
    if own == wanted:
        return frame
    return replace(frame, attributes={**frame.attributes, NAME: wanted}, native=None)


def _packed(timecode: Timecode) -> int:
    """Return the 32 bits of a label and its flags."""
    hours, minutes, seconds, frames = timecode.label()
    group = _frames_to_a_label(timecode.frame_rate)
    bits = 0
    for value in (hours, minutes, seconds, frames // group):
        bits = bits << 8 | value // 10 << 4 | value % 10
    if group == 2 and frames % 2:
        bits |= _SECOND_OF_PAIR
    return bits | (_DROP_FRAME if timecode.is_drop_frame else 0)


def _frames_to_a_label(frame_rate: Fraction) -> int:
    """Return how many frames share a label: 2 at 48 and 60."""
    return -(-nominal_rate(frame_rate) // _LARGEST_COUNTED)
