"""What the user chose last, kept in the settings of the user."""

import json
import os
from fractions import Fraction
from typing import Any, Dict

from ....plugin.protocol.engine_file import settings_path, write_settings
from ...common import QUALITIES
from ..wish import FORMATS, PARTS, PLACINGS, SIDES, Wish
from .shutter import parse_degrees, parse_milliseconds

NAMES = tuple(name for name, _, _ in QUALITIES)
FILE = os.path.join("resolve", "settings.json")
FIRST = Wish(Fraction(1, 2))
"""What is offered to who has chosen nothing yet."""
NO_NUMBER = "none"
"""A text that no field takes for one."""


def remembered() -> Wish:
    """Return the last wish; of a file that is none, or of another version, what can be used."""
    try:
        with open(settings_path(FILE), encoding="utf-8") as file:
            kept = json.load(file)
    except (OSError, ValueError):
        return FIRST
    if not isinstance(kept, dict):
        return FIRST
    return FIRST._replace(
        speed=_speed(kept),
        placing=_one_of(kept, "placing", PLACINGS),
        part=_one_of(kept, "part", PARTS),
        format=_one_of(kept, "format", tuple(FORMATS)),
        quality=_one_of(kept, "quality", NAMES, FIRST.quality),
        disable_original=kept.get("disable_original") is True,
        model=_text(kept, "model"),
        folder=_text(kept, "folder"),
        shutter_degrees=parse_degrees(_text(kept, "shutter_degrees")) or Fraction(0),
        shutter_phase_degrees=parse_degrees(_text(kept, "shutter_phase_degrees", NO_NUMBER)),
        readout_milliseconds=parse_milliseconds(_text(kept, "readout_milliseconds")) or Fraction(0),
        readout_begins=_one_of(kept, "readout_begins", SIDES),
    )


def remember(wish: Wish) -> None:
    """Keep a wish; a folder of settings that cannot be written is no reason to stop."""
    values = wish._asdict().items()
    kept = {key: str(one) if isinstance(one, Fraction) else one for key, one in values}
    try:
        write_settings(FILE, json.dumps(kept, indent=1))
    except OSError:
        pass


def _speed(kept: Dict[str, Any]) -> Any:
    """Return the speed, None for filling a retime."""
    if "speed" in kept and kept["speed"] is None:
        return None
    try:
        speed = Fraction(str(kept.get("speed")))
    except (ValueError, ZeroDivisionError):
        return FIRST.speed
    return speed if speed > 0 else FIRST.speed


def _one_of(kept: Dict[str, Any], name: str, known: "tuple[str, ...]", usual: str = "") -> str:
    """Return a choice that there is; the usual one, or the first, if the kept one is none."""
    return kept[name] if kept.get(name) in known else usual or known[0]


def _text(kept: Dict[str, Any], name: str, otherwise: str = "") -> str:
    """Return a text, another one if the kept value is none."""
    return kept[name] if isinstance(kept.get(name), str) else otherwise
