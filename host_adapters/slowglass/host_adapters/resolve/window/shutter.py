"""The fields of the shutters: for how long frames are exposed, and how their lines were read."""

from fractions import Fraction
from typing import Any, Dict, List, Optional

from ..wish import SIDES, Wish

WIDEST_DEGREES = 720
"""As far as the engine's shutter opens."""
LONGEST_MILLISECONDS = 1000
"""Longer than any camera reads a picture."""
SHUTTER, PHASE, READOUT, BEGINS = "Shutter", "Phase", "Readout", "Begins"
TYPED = (SHUTTER, PHASE, READOUT)
"""Fields that text is typed into."""


def fill(items: Any, wish: Wish) -> None:
    """Show what a wish says."""
    items[SHUTTER].Text = _text(wish.shutter_degrees or None)
    items[PHASE].Text = _text(wish.shutter_phase_degrees)
    items[READOUT].Text = _text(wish.readout_milliseconds or None)


def chosen(items: Any) -> Dict[str, Any]:
    """Return values of a wish: none where nothing is typed, or nothing that makes sense."""
    angle, phase, readout = _texts(items)
    return {
        "shutter_degrees": parse_degrees(angle) or Fraction(0),
        "shutter_phase_degrees": parse_degrees(phase) if phase else None,
        "readout_milliseconds": parse_milliseconds(readout) or Fraction(0),
        "readout_begins": SIDES[int(items[BEGINS].CurrentIndex or 0)],
    }


def trouble(items: Any) -> str:
    """Return what is not understood, "" if all is."""
    angle, phase, readout = _texts(items)
    if None in (parse_degrees(angle), parse_degrees(phase)) or (parse_degrees(angle) or 0) < 0:
        return f"Shutter: degrees up to {WIDEST_DEGREES}, or nothing"
    if parse_milliseconds(readout) is None:
        return f"Rolling shutter: milliseconds up to {LONGEST_MILLISECONDS}, or nothing"
    return ""


def parse_degrees(text: str) -> Optional[Fraction]:
    """Return the angle of a text, of which nothing is 0; None if it is none."""
    angle = _number(text.replace("°", ""))
    return angle if angle is not None and abs(angle) <= WIDEST_DEGREES else None


def parse_milliseconds(text: str) -> Optional[Fraction]:
    """Return the time of a text, of which nothing is 0; None if it is none."""
    time = _number(text.replace("ms", ""))
    return time if time is not None and 0 <= time <= LONGEST_MILLISECONDS else None


def _number(text: str) -> Optional[Fraction]:
    try:
        return Fraction(text.replace(",", ".").strip() or "0")
    except (ValueError, ZeroDivisionError):
        return None


def _texts(items: Any) -> List[str]:
    return [str(items[name].Text or "").strip() for name in TYPED]


def _text(number: Optional[Fraction]) -> str:
    """Return a number as its field shows it; nothing for None."""
    return "" if number is None else f"{float(number):.6g}"
