"""Frame rates and timecode as Resolve writes them."""

import re
from fractions import Fraction
from typing import Any, Optional

from ..common import NTSC_RATES, exact_rate

DROP_FRAME_RATES = (30, 60, 120)

_LABEL = re.compile(r"(\d{1,2}):(\d{1,2}):(\d{1,2})([:;.,])(\d{1,3})$")


def frame_rate(value: Any) -> Optional[Fraction]:
    """Return a rate exactly: "23.976", 23.976, "29.97 DF", 24.0 and "24" occur; None: it is none.

    The whole numbers 23, 29, 47, 59, 95 and 119 are what some versions leave of the NTSC rates.
    """
    words = str(value).split()
    try:
        rate = Fraction(words[0]) if words else Fraction(0)
    except (ValueError, ZeroDivisionError):
        return None
    if rate <= 0:
        return None
    return exact_rate(Fraction(rate + 1) * 1000 / 1001 if rate + 1 in NTSC_RATES else rate)


def frame_of(label: str, rate: Fraction) -> Optional[int]:
    """Return the frame that a timecode stands for; None: it is no timecode.

    ``;`` or ``.`` before the frames marks drop-frame counting, which leaves out the labels ;00 and
    ;01 (at 60 to ;03) of each minute but every tenth. Source: SMPTE ST 12-1 clause 5.2.2.
    """
    match = _LABEL.match(str(label).strip())
    if match is None:
        return None
    hours, minutes, seconds, frames = (int(match.group(k)) for k in (1, 2, 3, 5))
    nominal = round(rate)
    total_minutes = 60 * hours + minutes
    frame = (60 * total_minutes + seconds) * nominal + frames
    if match.group(4) != ":" and rate.denominator > 1 and nominal in DROP_FRAME_RATES:
        frame -= nominal // 15 * (total_minutes - total_minutes // 10)
    return frame
