"""Frames of a result that are to be made again, named by where they are seen in the timeline."""

import os
from dataclasses import dataclass
from math import floor
from typing import Any, Dict, Iterable, Iterator, List

import bpy

from ...plugin.protocol.mends import mend
from ..common import Refusal
from .compat import all_strips
from .handles import content_start, end_of, plays_otherwise, start_of
from .identity import Reference, refer_to


@dataclass(frozen=True)
class MendPlan:
    """What a mend is about; as much of a plan as the queue asks for."""

    strip: Reference
    document: Dict[str, Any]
    """The engine's mend."""
    folder: str
    file_names: List[str]
    """Of the frames that change."""
    notes: List[str]
    warnings: List[str]

    def write_mattes(self) -> None:
        """Write nothing: the result's own job has its mattes."""


def plan_mend(scene: Any, strip: Any, frames: Iterable[int], how: str, device: str) -> MendPlan:
    """Return the mend of the frames of a result that are seen at some scene frames.

    Raises:
        Refusal: the strip does not show them, or shows its frames at another speed.
    """
    if plays_otherwise(strip):
        raise Refusal(f"{strip.name}: its speed was changed since: name the frames another way")
    start, end, first = start_of(strip), end_of(strip), content_start(strip)
    wanted = sorted(set(frames))
    outside = [frame for frame in wanted if not start <= frame < end]
    if outside or not wanted:
        raise Refusal(f"{strip.name}: expected frames from {start} to {end - 1}, got {outside}")
    names = [strip.elements[floor(frame - first)].filename for frame in wanted]
    folder = str(bpy.path.abspath(strip.directory, library=strip.id_data.library))
    numbers = [int(name.split(".")[-2]) for name in names]
    document = mend(os.path.join(folder, names[0]), numbers, how, device)
    return MendPlan(refer_to(scene, strip), document, folder, names, [], [])


def showing(job: Any) -> Iterator[None]:
    """Let everything that shows the folder of a mend read its files again."""
    folder = os.path.realpath(job.plan.folder)
    for scene in bpy.data.scenes:
        if scene.sequence_editor:
            for strip in all_strips(scene.sequence_editor):
                if strip.type == "IMAGE" and _shows(strip.directory, strip, folder):
                    for cache in ("RAW", "COMPOSITE"):
                        strip.invalidate_cache(cache)
    for image in bpy.data.images:
        if image.filepath and _shows(os.path.dirname(image.filepath), image, folder):
            image.reload()
    yield


def _shows(directory: str, owner: Any, folder: str) -> bool:
    """Return whether a directory is the folder."""
    library = (owner if isinstance(owner, bpy.types.ID) else owner.id_data).library
    return os.path.realpath(str(bpy.path.abspath(directory, library=library))) == folder
