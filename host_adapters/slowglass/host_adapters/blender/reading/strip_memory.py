"""What Blender's Python interface does not tell of a strip, read from its memory, guarded.

Blender shows one half of each retiming key only, and neither the flag nor the rate of an adjusted
playback. They are read where the running build itself says that they lie (`dna`), in the versions
that this was tested in, and only if everything that Blender does tell is found there as well.
"""

import ctypes
import os
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Dict, Optional, Sequence, Tuple

from ..handles import content_start, trim_end, trim_start
from ..strip import TRANSITION_IN, Key, LayoutError, Struct, read_layout

FIRST_VERSION, LAST_VERSION = (4, 2), (5, 0)
"""The versions between which memory is read; others are read through the interface only."""
STRIP, KEY = "Sequence", "SeqRetimingHandle"
"""Names of both structs in the description, which keeps the old ones in every version."""

_AUTO_PLAYBACK_RATE = 1 << 17
"""Flag of a strip. Source: Blender, DNA_sequence_types.h; seen to work in 4.2, 4.5 and 5.0."""
_MOST_FRAMES, _MOST_KEYS = 10_000_000, 4096
_C_TYPES = {"int": ctypes.c_int32, "float": ctypes.c_float, "double": ctypes.c_double}


class Unreadable(Exception):
    """Memory is not read: the text says why."""


@dataclass(frozen=True)
class StripMemory:
    """What was read."""

    source_frames: int
    """After the hard trim."""
    media_rate: float
    """Frames per second of the source if playback is adjusted to the scene, else 0."""
    keys: Tuple[Key, ...]


def read_memory(bpy: Any, strip: Any) -> StripMemory:
    """Return what is known of a strip beyond Blender's interface.

    Args:
        bpy: Blender's module.
        strip: of any kind.

    Raises:
        Unreadable: the version is not known, or memory does not agree with the interface.
    """
    version = tuple(bpy.app.version[:2])
    if not FIRST_VERSION <= version <= LAST_VERSION:
        raise Unreadable(f"Blender {version[0]}.{version[1]} was not tested")
    structs = layout(bpy)
    fields = _Fields(structs[STRIP], strip.as_pointer())
    _compare(fields, strip)
    playback_is_adjusted = fields.read("flag") & _AUTO_PLAYBACK_RATE
    return StripMemory(
        source_frames=fields.read("len"),
        media_rate=fields.read("media_playback_rate") if playback_is_adjusted else 0.0,
        keys=_read_keys(structs[KEY], fields, strip),
    )


class _Fields:
    """The fields of one struct at an address."""

    def __init__(self, struct: Struct, address: int) -> None:
        self._struct = struct
        self._address = address

    def read(self, name: str) -> Any:
        """Return a number."""
        field = self._struct.fields[name]
        c_type: Any = _C_TYPES[field.type_name]
        return c_type.from_address(self._address + field.offset).value

    def pointer(self, name: str) -> Optional[int]:
        """Return where a pointer leads; None if nowhere."""
        offset = self._struct.fields[name].offset
        return ctypes.c_void_p.from_address(self._address + offset).value


def _compare(fields: _Fields, strip: Any) -> None:
    """Raise if memory does not hold what the interface says."""
    told = {
        "start": content_start(strip),
        "startofs": trim_start(strip),
        "endofs": trim_end(strip),
        "machine": strip.channel,
        "anim_startofs": getattr(strip, "animation_offset_start", 0),
        "anim_endofs": getattr(strip, "animation_offset_end", 0),
    }
    for name, value in told.items():
        if abs(fields.read(name) - value) > 1e-3:
            raise Unreadable(f"memory does not agree with Blender in {name}")
    if not 0 < fields.read("len") < _MOST_FRAMES:
        raise Unreadable("the length in memory is not plausible")


def _read_keys(struct: Struct, strip_fields: _Fields, strip: Any) -> Tuple[Key, ...]:
    """Return the retiming keys, compared with those that the interface shows."""
    count, address = (
        strip_fields.read("retiming_handle_num"),
        strip_fields.pointer("retiming_handles"),
    )
    shown: Optional[Sequence[Any]] = getattr(strip, "retiming_keys", None)
    if shown is not None and len(shown) != count:
        raise Unreadable("memory does not agree with Blender in the number of retiming keys")
    if count == 0 or not address:
        return ()
    if not 2 <= count <= _MOST_KEYS:
        raise Unreadable("the number of retiming keys in memory is not plausible")
    raw = [_Fields(struct, address + i * struct.byte_count) for i in range(count)]
    start = content_start(strip)
    for key, told in zip(raw, shown or ()):
        # The interface gives start + strip frame, also where playback is adjusted.
        if abs(start + key.read("strip_frame_index") - told.timeline_frame) > 1:
            raise Unreadable("memory does not agree with Blender in the place of retiming keys")
    if any(not -1e-4 <= key.read("retiming_factor") <= 1.0001 for key in raw):
        raise Unreadable("a retiming key in memory is not plausible")
    return tuple(
        Key(
            key.read("strip_frame_index"),
            key.read("retiming_factor"),
            bool(key.read("flag") & TRANSITION_IN),
        )
        for key in raw
    )


@lru_cache(maxsize=1)
def layout(bpy: Any) -> Dict[str, Struct]:
    """Return the structs of the running build; it writes a small file, once in a session.

    Raises:
        Unreadable: this build describes them in another way.
    """
    # An empty set of data-blocks crashes Blender 4.2, so there is one to write.
    text = bpy.data.texts.new("slowglass")
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "layout.blend")
            bpy.data.libraries.write(path, {text}, compress=False)
            with open(path, "rb") as file:
                structs = read_layout(file.read())
    except (OSError, LayoutError) as error:
        raise Unreadable(str(error)) from None
    finally:
        bpy.data.texts.remove(text)
    needed = {
        STRIP: "flag len start startofs endofs machine anim_startofs anim_endofs "
        "media_playback_rate retiming_handles retiming_handle_num",
        KEY: "strip_frame_index retiming_factor flag",
    }
    for name, members in needed.items():
        if name not in structs or not set(members.split()) <= set(structs[name].fields):
            raise Unreadable(f"this build has no struct {name} as known")
    return structs
