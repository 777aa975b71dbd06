"""Reading of selected strips: which of them, and what each shows."""

import os
from fractions import Fraction
from typing import Any, Dict, List, Optional, Sequence, Tuple

import bpy

from ...common import Refusal, exact_rate
from ..compat import fcurves_of
from ..formats import media_strip
from ..handles import end_of, start_of
from ..strip import SourcePosition, StripReading, TimeMap, image_files
from .media import media_facts, shown_media
from .speed_control import read_speed_control
from .strip_time import TESTED_VERSIONS, is_retimed, read_time

__all__ = ["Refusal", "StripReading", "read_strip", "shown_range", "strips_to_read"]

SPEED = "SPEED"
_REASONS = {
    "META": "It is a meta strip: open it (Tab) and select the strips inside",
    "SCENE": "It is a scene strip: render the scene to frames, or change its frame rate",
    "MOVIECLIP": "It is a movie clip strip: add the file as a movie strip",
    "MASK": "It is a mask, which has no picture",
    "SOUND": "It is sound",
}
_OTHERS = "Only movie and image strips, and Speed Control effects over them, can be retimed"


def read_strip(
    scene: Any, strip: Any, frame_range: Optional[Tuple[int, int]] = None
) -> StripReading:
    """Return what a strip shows in each frame of a scene.

    It may write a small file and make a data-block for a moment: not to be called while drawing.

    Args:
        scene: the one whose sequence editor holds the strip; nothing of it is changed.
        strip: a movie, an image strip or a Speed Control effect over one, also inside a meta strip.
        frame_range: the part to read, first frame and the one after the last; None: the whole.

    Raises:
        Refusal: it cannot be retimed, with the reason.
    """
    source = strip.input_1 if strip.type == SPEED else strip
    if source is None or source.type not in ("MOVIE", "IMAGE"):
        raise Refusal(_REASONS.get(strip.type, _OTHERS))
    start, end = _part(strip, frame_range)
    time, warnings = read_time(scene, source)
    try:
        time_map = TimeMap(time, end_of(source))
    except ValueError as error:
        raise Refusal(f"Its retiming keys are damaged: {error}; reset the retiming") from None
    facts = _movie(source) if source.type == "MOVIE" else _images(source)
    trimmed = source.animation_offset_start
    to_file: SourcePosition = facts.pop("to_file")

    def of_source(scene_frame: Fraction) -> Fraction:
        frame = time_map.at(scene_frame)
        return to_file(frame + trimmed if trimmed else frame)

    return StripReading(
        name=strip.name,
        kind=source.type.lower(),
        start=start,
        end=end,
        source_position=of_source
        if strip is source
        else _through_effect(scene, strip, time_map, of_source),
        playback_factor=time.playback_factor,
        retimed=bool(time.keys) or strip.type == SPEED,
        covers=(source.name,) if strip.type == SPEED else (),
        warnings=warnings,
        **facts,
    )


def strips_to_read(selected: Sequence[Any], every: Sequence[Any]) -> List[Any]:
    """Return those of a selection that are to be read, from the lowest channel up, then by time.

    Each result takes the first free channel, so those of strips that lie over others do so as well.

    The input of a Speed Control effect is seen through the effect only, so the effect takes its
    place, once. What has no motion of its own is left out: sound, text, colours, other effects,
    stills. If there is nothing else it stays in, for `read_strip` to say why.

    Args:
        selected: the strips that the user selected.
        every: all strips of the sequence editor.
    """
    effects = {s.input_1.name: s for s in every if s.type == SPEED and s.input_1 and not s.mute}
    chosen: Dict[str, Any] = {}
    for strip in selected:
        strip = effects.get(strip.name, strip)
        chosen[strip.name] = strip
    ordered = sorted(chosen.values(), key=lambda s: (s.channel, start_of(s)))
    others = [s for s in ordered if s.type != "SOUND" and getattr(s, "input_1", None) is None]
    return [s for s in ordered if is_clip(s)] or others


def is_clip(strip: Any) -> bool:
    """Return whether a strip shows a movie or several pictures, also through a Speed Control."""
    strip = media_strip(strip)
    return strip.type == "MOVIE" or (strip.type == "IMAGE" and len(strip.elements) > 1)


def moving_but_left_out(selected: Sequence[Any]) -> List[str]:
    """Return the names of those of a selection that move, but are not clips."""
    return [strip.name for strip in selected if strip.type in ("META", "SCENE", "MOVIECLIP")]


def shown_range(scene: Any) -> Tuple[int, int]:
    """Return the scene's preview range if it is on, else its range; the end is exclusive."""
    if scene.use_preview_range:
        return scene.frame_preview_start, scene.frame_preview_end + 1
    return scene.frame_start, scene.frame_end + 1


def _part(strip: Any, frame_range: Optional[Tuple[int, int]]) -> Tuple[int, int]:
    """Return the scene frames of a strip that are to be seen, the end exclusive."""
    start, end = start_of(strip), end_of(strip)
    meta = strip.parent_meta()
    while meta is not None:
        if is_retimed(meta) or meta.use_reverse_frames or meta.strobe > 1:
            raise Refusal(f"It lies in the meta strip “{meta.name}”, which is retimed itself")
        start, end = max(start, start_of(meta)), min(end, end_of(meta))
        meta = meta.parent_meta()
    if frame_range is not None:
        start, end = max(start, frame_range[0]), min(end, frame_range[1])
    if start >= end:
        raise Refusal("No frame of it lies in the range")
    return start, end


def _movie(strip: Any) -> Dict[str, Any]:
    """Return what is known of the file of a movie strip."""
    path = _absolute(strip, strip.filepath)
    if not os.path.isfile(path):
        raise Refusal(f"Its file is missing: {path}")
    if strip.fps <= 0:
        raise Refusal(f"Blender cannot read its file: {path}")
    if strip.stream_index > 0:
        raise Refusal("It shows another than the first video stream of its file")
    if strip.use_multiview:
        raise Refusal("It shows several views; stereo is not supported")
    frames = media_facts(path).frames
    return {
        "source": path,
        "source_rate": exact_rate(strip.fps),
        "deinterlace": strip.use_deinterlace,
        "colour": _decoding(),
        "to_file": lambda frame: frame,
        "last_in_file": frames - 1 if frames else None,
        "notes": [],
    }


def _decoding() -> str:
    """Return the colour option of a job that decodes as this Blender; the newest if not known."""
    version = tuple(bpy.app.version[:2])
    name = "blender-{}.{}".format(*version) if version in TESTED_VERSIONS else "blender"
    return f"match_host:{name}"


def _images(strip: Any) -> Dict[str, Any]:
    """Return what is known of the files of an image strip."""
    if strip.use_multiview:
        raise Refusal("It shows several views; stereo is not supported")
    names = [element.filename for element in strip.elements]
    files = image_files(_absolute(strip, strip.directory), names)
    return {
        "source": files.pattern,
        "missing": "interpolate" if files.skips_files else "error",
        "to_file": files.at,
        "last_in_file": files.last_on_disk,
        "notes": files.notes(),
    }


def _through_effect(
    scene: Any, effect: Any, time_map: TimeMap, of_source: SourcePosition
) -> SourcePosition:
    """Return what a Speed Control effect shows of its input."""
    if effect.use_reverse_frames or effect.strobe > 1:
        raise Refusal("Its Speed Control is itself reversed or strobed")
    curves = fcurves_of(scene) or ()
    control = read_speed_control(effect, effect.input_1, time_map.content_length, curves)
    return lambda scene_frame: of_source(control.input_frame(scene_frame))


def holds_bytes(strip: Any) -> bool:
    """Return whether Blender holds the pictures of a movie or image strip in 8 bits."""
    return not strip.use_float and shown_media(strip).is_bytes


def _absolute(strip: Any, path: str) -> str:
    """Return a path of a strip as an absolute one."""
    return os.path.normpath(str(bpy.path.abspath(path, library=strip.id_data.library)))
