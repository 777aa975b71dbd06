"""The frames into the media pool: one sequence, of the right length and rate, in a bin of ours."""

import os
from functools import partial
from typing import Any, List

from ...common import Refusal, rate_text
from ..api import ask, clip_property, has_id, listed, unique_id, whole_number
from ..clips import OURS
from ..ticket import Ticket
from ..timecode import frame_rate
from .undo import MEDIA_LEFT, Undo, remove_media

BIN = "Slowglass"
PROVENANCE = "Comments"
BY_PROJECT = "Project"
"""How an Input Color Space begins that the project chooses for each clip."""
NOTHING_CAME = (
    "Resolve does not say why: save the project, as one that was never saved imports nothing; "
    "close any dialog; see whether its media storage reaches the folder"
)


def import_frames(project: Any, ticket: Ticket, undo: Undo) -> Any:
    """Return the clip of the media pool that shows the frames of a ticket.

    Raises:
        Refusal: it did not come in as one clip of that length and rate.
    """
    pool = ask(project, "GetMediaPool")
    before = ask(pool, "GetCurrentFolder")
    folder = _our_bin(pool)
    ask(pool, "SetCurrentFolder", folder)
    # Imports land in the current bin, which may change by itself.
    if not has_id(ask(pool, "GetCurrentFolder"), unique_id(folder)):
        raise Refusal(f"the bin {BIN} cannot be opened")
    answer = ask(pool, "ImportMedia", [_clip_info(ticket)])
    ask(pool, "SetCurrentFolder", before)
    imported = listed(answer)
    for media in imported:
        undo.add(partial(remove_media, pool, media), MEDIA_LEFT)
    if len(imported) != 1:
        raise Refusal(
            f"the frames came into the media pool as {len(imported)} clips, not as one",
            "switch off Show Individual Frames in the Media page" if imported else NOTHING_CAME,
        )
    _check(imported[0], ticket)
    return imported[0]


def copy_interpretation(project: Any, source: Any, media: Any, same_code: bool) -> List[str]:
    """Let Resolve read the pixels of the result as it reads those of the source.

    Returns:
        What could not be taken over, one sentence each.

    Args:
        project: the open one.
        source: clip of the media pool that was retimed; None if it is gone.
        media: the imported one.
        same_code: whether the files hold what the source's files hold; movies are decoded by the
            engine, which takes their data level and leaves alpha as EXR has it.
    """
    if not source:
        return ["The source is no longer in the media pool: check the colour space of the result."]
    names = ["Input Color Space", "Input Gamma", "IDT"]
    names += ["Data Level", "Alpha mode", "PAR"] if same_code else ["PAR"]
    left = []
    for name in names:
        wanted = clip_property(source, name)
        if not wanted or clip_property(media, name) == wanted:
            continue
        ask(media, "SetClipProperty", name, wanted)
        if clip_property(media, name) != wanted:
            left.append(f"{name} of the result is not {wanted}: set it by hand.")
    space = clip_property(source, "Input Color Space")
    if not same_code and space.startswith(BY_PROJECT) and _is_managed(project):
        # The same words on both clips mean another space on each: Resolve goes by their files.
        left.append(
            "The project manages colour by itself and may read the result otherwise than the "
            "source: compare both, and give the result the Input Color Space of the source."
        )
    if not same_code and clip_property(source, "Data Level") == "Full":
        left.append("The source's Data Level is set to Full: compare the levels of the result.")
    return left


def _is_managed(project: Any) -> bool:
    """Return whether the project converts each clip from the space that its file is in."""
    mode = ask(project, "GetSetting", "colorScienceMode")
    return isinstance(mode, str) and mode != "davinciYRGB"


def _our_bin(pool: Any) -> Any:
    """Return the bin for our results, made if it is not there.

    Raises:
        Refusal: it can neither be found nor made.
    """
    root = ask(pool, "GetRootFolder")
    for folder in listed(ask(root, "GetSubFolderList")):
        if ask(folder, "GetName") == BIN:
            return folder
    made = ask(pool, "AddSubFolder", root, BIN)
    if not made:
        raise Refusal(f"the bin {BIN} cannot be made in the media pool")
    return made


def _clip_info(ticket: Ticket) -> Any:
    """Return what is to be imported: the frames 0 to the last, as one sequence."""
    folder, name = os.path.split(ticket.pattern)
    places = name.count("#")
    path = os.path.join(folder, name.replace("#" * places, f"%0{places}d"))
    return {"FilePath": path, "StartIndex": 0, "EndIndex": ticket.frames - 1}


def _check(media: Any, ticket: Ticket) -> None:
    """Set the rate, which a sequence has from the project, and read back what came in.

    Raises:
        Refusal: it has another length, or keeps another rate.
    """
    frames = whole_number(clip_property(media, "Frames"))
    if frames != ticket.frames:
        raise Refusal(f"the imported sequence has {frames} frames, not {ticket.frames}")
    ask(media, "SetClipProperty", "FPS", rate_text(ticket.rate))
    rate = frame_rate(clip_property(media, "FPS"))
    if rate != ticket.rate:
        raise Refusal(
            f"the imported sequence plays at {clip_property(media, 'FPS')} frames a second, "
            f"not at {rate_text(ticket.rate)}"
        )
    tag = f"{OURS} {ticket.id}"
    ask(media, "SetMetadata", {PROVENANCE: f"{tag} of {ticket.source}"})
