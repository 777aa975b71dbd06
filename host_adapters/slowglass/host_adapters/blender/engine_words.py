"""What the engine says, in words that can be followed in Blender."""

import re
from typing import Dict

AS_ASKED = ("decoded as Blender", "sound: stretched")
"""Notes that begin so say that the job was done as it asks; nothing is amiss."""

FETCHING = "a click in the preferences of Slowglass"
"""Stands for the command that fetches weights."""

_WHAT_TO_DO: Dict[str, str] = {
    "--device": "choose another Device in the preferences of Slowglass",
    "--model": "choose another Model, or a Quality, in the preferences of Slowglass",
    "--vectors": "choose another Model in the preferences of Slowglass",
    "--missing": "render or copy them again, or take a range without them",
    "--overwrite": "choose another Output Folder in the preferences of Slowglass",
    "--deinterlace": "switch on Deinterlace in the strip's Source panel",
    "--audio": "switch off Stretch Sound",
}
"""For an option of the command line what stands for it here."""


def hint_in_blender(hint: str, code: str = "") -> str:
    """Return what to do; "" if that is something for the command line alone.

    Args:
        hint: of the engine.
        code: of its error.
    """
    if code == "output":
        folder = "see Output Folder in the preferences of Slowglass"
        return f"{hint}; {folder}" if hint and "--" not in hint else folder
    if "--" not in hint:
        return hint
    options = re.findall(r"--[a-z-]+", hint)
    return next((_WHAT_TO_DO[option] for option in options if option in _WHAT_TO_DO), "")
