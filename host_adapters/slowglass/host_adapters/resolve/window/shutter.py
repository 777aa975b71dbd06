"""The two fields of the shutter: for how long frames are exposed, and when it opens."""

from fractions import Fraction
from typing import Any, List, Optional, Tuple

from ..wish import Wish

WIDEST_DEGREES = 720
"""As far as the engine's shutter opens."""
SHUTTER, PHASE = "Shutter", "Phase"


def fill(items: Any, wish: Wish) -> None:
    """Show what a wish says."""
    items[SHUTTER].Text = _text(wish.shutter_degrees or None)
    items[PHASE].Text = _text(wish.shutter_phase_degrees)


def chosen(items: Any) -> Tuple[Fraction, Optional[Fraction]]:
    """Return angle and phase, 0 and None where nothing is typed, or nothing that makes sense."""
    angle, phase = _texts(items)
    return parse_degrees(angle) or Fraction(0), parse_degrees(phase) if phase else None


def trouble(items: Any) -> str:
    """Return what is not understood, "" if all is."""
    angles = [parse_degrees(text) for text in _texts(items)]
    if None in angles or chosen(items)[0] < 0:
        return f"Shutter: degrees up to {WIDEST_DEGREES}, or nothing"
    return ""


def parse_degrees(text: str) -> Optional[Fraction]:
    """Return the angle of a text, of which nothing is 0; None if it is none."""
    try:
        angle = Fraction(text.replace(",", ".").replace("°", "").strip() or "0")
    except (ValueError, ZeroDivisionError):
        return None
    return angle if abs(angle) <= WIDEST_DEGREES else None


def _texts(items: Any) -> List[str]:
    return [str(items[name].Text or "").strip() for name in (SHUTTER, PHASE)]


def _text(angle: Optional[Fraction]) -> str:
    """Return an angle as its field shows it; nothing for None."""
    return "" if angle is None else f"{float(angle):.6g}"
