"""What Blender shows of strips that were trimmed and retimed at random, beside what was read."""

import random
from fractions import Fraction
from typing import Any

from slowglass.host_adapters.blender.reading.strip_time import read_time
from slowglass.host_adapters.blender.reading.strips import read_strip
from slowglass.host_adapters.common.refusal import Refusal
from tests.host_adapters.blender.inside import sequencer
from tests.host_adapters.blender.inside.sequencer import (
    movie_strip,
    new_scene,
    retime,
    select_key,
    speed_effect,
)

SIDE = 8
MOMENT = Fraction(1, 10_000)
MOST_FRAMES = 12
MEDIA = {
    # file, frames per second of the scene (over its base), playback adjusted
    "as shot": ("24.mkv", 24, 1, False),
    "60 fps, every frame": ("60.mkv", 24, 1, False),
    "60 in 24": ("60.mkv", 24, 1, True),
    "29.97 in 25": ("30000_1001.mkv", 25, 1, True),
    "29.97 in 29.97": ("30000_1001.mkv", 30, 1.001, True),
    "images": ("", 24, 1, False),
}
RETIMES = ("none", "speed", "speed", "ramp", "transition", "transition", "freeze", "effect")
MODES = ("STRETCH", "MULTIPLY", "LENGTH", "FRAME_NUMBER")


def main(folder: str, names: list[str], first_seed: int, count: int) -> list[dict[str, Any]]:
    """Return for each case what it is, what is shown and what was read, frame by frame."""
    seeds = range(first_seed, first_seed + count)
    return [case(folder, names, random.Random(seed)) for seed in seeds]


def case(folder: str, names: list[str], chance: random.Random) -> dict[str, Any]:
    """Return one case."""
    medium, kind = chance.choice(list(MEDIA)), chance.choice(RETIMES)
    file, rate, base, adjusted = MEDIA[medium]
    scene, start = new_scene(SIDE, SIDE, rate, base), chance.choice((1, 101, -20))
    if file:
        strip = movie_strip(scene, f"{folder}/{file}", start, adjusted)
    else:
        strip = sequencer.image_strip(scene, folder, names, start)
    log = [medium, kind]
    if chance.random() < 0.4:
        strip.animation_offset_start, strip.animation_offset_end = 3, chance.randint(0, 4)
        log.append("hard trim")
    change(scene, strip, kind, adjusted, chance)
    strip.use_reverse_frames = chance.random() < 0.3
    strip.strobe = 1 if kind == "effect" else chance.choice((1, 1, 1, 2, 2.5))
    if chance.random() < 0.4:
        strip.frame_final_start += chance.choice((3, 2, -4))
        strip.frame_final_end -= chance.choice((2, 1, -3))
        log.append("soft trim")
    log += [f"strobe {strip.strobe:g}"] + ["reversed"] * strip.use_reverse_frames
    selected = effect(strip, scene, chance, log) if kind == "effect" else strip
    try:
        reading = read_strip(scene, selected)
    except Refusal as refusal:
        return {"what": log, "refused": str(refusal)}
    frames = list(range(reading.start, reading.end))
    frames = sorted(chance.sample(frames, min(MOST_FRAMES, len(frames))))
    pictures = sequencer.render(scene, frames)
    last = strip.animation_offset_start + read_time(scene, strip)[0].source_frames - 1
    near = [[reading.source_position(t + k * MOMENT) for k in (-1, 0, 1)] for t in frames]
    return {
        "what": log,
        "shown": [float(picture[SIDE // 2, SIDE // 2, 0]) for picture in pictures],
        "read": [[float(position) for position in moments] for moments in near],
        "last": last,
        "step": float(reading.playback_factor) if kind == "effect" else 0,
        "notes": reading.notes,
    }


def change(scene: Any, strip: Any, kind: str, adjusted: bool, chance: random.Random) -> None:
    """Retime a strip by Blender's own operators."""
    if kind == "speed":
        retime(scene, strip, "segment_speed_set", speed=chance.choice((10, 25, 37, 50, 80, 200)))
    if kind not in ("ramp", "transition", "freeze"):
        return
    middle = strip.frame_final_start + strip.frame_final_duration // 2
    retime(scene, strip, "key_add", timeline_frame=middle)
    if not hasattr(strip, "retiming_keys") or len(strip.retiming_keys) != 3:
        return  # image strips of 4.2 do not show their keys
    if kind == "freeze":
        select_key(strip, 1)
        retime(scene, strip, "freeze_frame_add", duration=chance.randint(3, 9))
    elif not adjusted:  # where a key is cannot be set there: Blender tells another frame
        strip.retiming_keys[2].timeline_frame += chance.choice((-3, 14, 25, 36))
        if kind == "transition":
            select_key(strip, 1)
            retime(scene, strip, "transition_add", duration=chance.randint(3, 7))


def effect(strip: Any, scene: Any, chance: random.Random, log: list[str]) -> Any:
    """Return a Speed Control over a strip, keyed where that decides."""
    mode = chance.choice(MODES)
    log.append(mode)
    speed = speed_effect(scene, strip, speed_control=mode, speed_factor=chance.choice((0.3, 1.5)))
    for name, first, last in (("speed_length", 5, 80), ("speed_frame_number", 2, 15)):
        if mode in name.upper():
            for value, frame in ((first, speed.frame_final_start), (last, speed.frame_final_end)):
                setattr(speed, name, value)
                speed.keyframe_insert(name, frame=frame)
    return speed
