"""What is read of strips, and what is refused."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import bpy

from slowglass.host_adapters.blender.compat import all_strips, strips_of
from slowglass.host_adapters.blender.reading import strip_memory
from slowglass.host_adapters.blender.reading.strips import read_strip, shown_range, strips_to_read
from slowglass.host_adapters.common.refusal import Refusal
from tests.host_adapters.blender.inside.sequencer import (
    image_strip,
    movie_strip,
    new_scene,
    retime,
    speed_effect,
)

Made = Any


def main(folder: str, names: list[str]) -> dict[str, Any]:
    """Return for each situation what was read, or why it was refused."""
    movie, last = f"{folder}/24.mkv", strip_memory.LAST_VERSION
    results = {}
    for situation in SITUATIONS:
        scene = new_scene(8, 8)
        strip, frames = situation(scene, folder, names)
        results[situation.__name__] = told(scene, strip, frames)
    strip_memory.LAST_VERSION = (4, 1)
    for guarded in (*GUARDED, ramped_movie):
        scene = new_scene(8, 8)
        strip, frames = guarded(scene, folder, names)
        results[f"guarded_{guarded.__name__}"] = told(scene, strip, frames)
    strip_memory.LAST_VERSION = last
    return {**results, "selection": selection(movie), "texts": len(bpy.data.texts)}


def told(scene: Any, strip: Any, frames: Any) -> Any:
    """Return a reading as plain values, or the reason of its refusal."""
    try:
        reading = read_strip(scene, strip, frames)
    except Refusal as refusal:
        return str(refusal)
    plain = {
        name: getattr(reading, name)
        for name in "name kind source start end retimed colour notes warnings".split()
    }
    plain.update(
        positions=[str(position) for position in reading.positions_at_speed(Fraction(1))],
        factor=str(reading.playback_factor),
        rate=str(reading.source_rate),
        covers=list(reading.covers),
    )
    return plain


def plain_movie(scene: Any, folder: str, names: list[str]) -> Made:
    return movie_strip(scene, f"{folder}/24.mkv", 11), None


def plain_images(scene: Any, folder: str, names: list[str]) -> Made:
    return image_strip(scene, folder, names[4:10], 11), None


def trimmed_movie(scene: Any, folder: str, names: list[str]) -> Made:
    strip = movie_strip(scene, f"{folder}/24.mkv", 11)
    strip.animation_offset_start, strip.animation_offset_end = 3, 2
    strip.frame_final_start += 2
    strip.frame_final_end -= 1
    return strip, None


def drawn_out_movie(scene: Any, folder: str, names: list[str]) -> Made:
    strip = movie_strip(scene, f"{folder}/24.mkv", 11)
    strip.frame_final_start -= 2
    strip.frame_final_end += 2
    return strip, None


def adjusted_movie(scene: Any, folder: str, names: list[str]) -> Made:
    return movie_strip(scene, f"{folder}/60.mkv", 11, adjusted=True), None


def part_in_preview(scene: Any, folder: str, names: list[str]) -> Made:
    scene.use_preview_range = True
    scene.frame_preview_start, scene.frame_preview_end = 15, 17
    return movie_strip(scene, f"{folder}/24.mkv", 11), shown_range(scene)


def part_outside(scene: Any, folder: str, names: list[str]) -> Made:
    return movie_strip(scene, f"{folder}/24.mkv", 11), (1, 5)


def under_effect(scene: Any, folder: str, names: list[str]) -> Made:
    strip = movie_strip(scene, f"{folder}/24.mkv", 11)
    return speed_effect(scene, strip, speed_control="MULTIPLY", speed_factor=0.5), None


def keyed_factor(scene: Any, folder: str, names: list[str]) -> Made:
    effect, _ = under_effect(scene, folder, names)
    effect.keyframe_insert("speed_factor", frame=12)
    return effect, None


def inside_meta(scene: Any, folder: str, names: list[str]) -> Made:
    strip = movie_strip(scene, f"{folder}/24.mkv", 11)
    meta = strips_of(scene.sequence_editor).new_meta("group", channel=3, frame_start=11)
    strip.move_to_meta(meta)
    strip.frame_final_end = strip.frame_final_end
    meta.frame_final_end, meta.frame_final_start = 20, 13
    return strip, None


def inside_reversed_meta(scene: Any, folder: str, names: list[str]) -> Made:
    strip, _ = inside_meta(scene, folder, names)
    strip.parent_meta().use_reverse_frames = True
    return strip, None


def inside_retimed_meta(scene: Any, folder: str, names: list[str]) -> Made:
    strip, _ = inside_meta(scene, folder, names)
    retime(scene, strip.parent_meta(), "segment_speed_set", speed=50)
    return strip, None


def whole_meta(scene: Any, folder: str, names: list[str]) -> Made:
    return inside_meta(scene, folder, names)[0].parent_meta(), None


def scene_strip(scene: Any, folder: str, names: list[str]) -> Made:
    other = bpy.data.scenes.new("other")
    return strips_of(scene.sequence_editor).new_scene("other", other, 1, 11), None


def missing_movie(scene: Any, folder: str, names: list[str]) -> Made:
    strip = movie_strip(scene, f"{folder}/24.mkv", 11)
    strip.filepath = f"{folder}/gone.mkv"
    return strip, None


def single_image(scene: Any, folder: str, names: list[str]) -> Made:
    return image_strip(scene, folder, names[:1], 11), None


def fast_movie(scene: Any, folder: str, names: list[str]) -> Made:
    return movie_strip(scene, f"{folder}/60.mkv", 11), None


def retimed_movie(scene: Any, folder: str, names: list[str]) -> Made:
    strip = movie_strip(scene, f"{folder}/24.mkv", 11)
    retime(scene, strip, "segment_speed_set", speed=50)
    return strip, None


def fast_trimmed_movie(scene: Any, folder: str, names: list[str]) -> Made:
    strip, _ = fast_movie(scene, folder, names)
    strip.animation_offset_start, strip.animation_offset_end = 2, 1
    strip.frame_final_start += 3
    return strip, None


def adjusted_retimed_movie(scene: Any, folder: str, names: list[str]) -> Made:
    strip, _ = adjusted_movie(scene, folder, names)
    retime(scene, strip, "segment_speed_set", speed=50)
    return strip, None


def ramped_movie(scene: Any, folder: str, names: list[str]) -> Made:
    strip = movie_strip(scene, f"{folder}/24.mkv", 11)
    retime(scene, strip, "key_add", timeline_frame=16)
    retime(scene, strip, "segment_speed_set", speed=50)
    return strip, None


GUARDED: tuple[Callable[[Any, str, list[str]], Made], ...] = (
    plain_movie,
    plain_images,
    trimmed_movie,
    drawn_out_movie,
    fast_movie,
    fast_trimmed_movie,
    adjusted_movie,
    retimed_movie,
    adjusted_retimed_movie,
)
"""What follows from the interface alone."""

SITUATIONS: list[Callable[[Any, str, list[str]], Made]] = [
    plain_movie,
    plain_images,
    trimmed_movie,
    drawn_out_movie,
    adjusted_movie,
    part_in_preview,
    part_outside,
    under_effect,
    keyed_factor,
    inside_meta,
    inside_reversed_meta,
    inside_retimed_meta,
    whole_meta,
    scene_strip,
    missing_movie,
    single_image,
    fast_movie,
    fast_trimmed_movie,
    retimed_movie,
    adjusted_retimed_movie,
]


def selection(movie: str) -> list[str]:
    """Return which strips are read when everything is selected."""
    scene = new_scene(8, 8)
    speed_effect(scene, movie_strip(scene, movie, 40))
    if bpy.app.version >= (4, 5):  # the module of 4.2 has no sound
        strips_of(scene.sequence_editor).new_sound("sound", movie, 3, 1)
    movie_strip(scene, movie, 1).name = "first"
    every = all_strips(scene.sequence_editor)
    return [strip.name for strip in strips_to_read(every, every)]
