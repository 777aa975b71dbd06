"""From a strip and a wish to a job: everything is decided here, before anything starts."""

import hashlib
import json
import os
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Dict, Iterator, List, Optional, Tuple

import bpy

from ...plugin.protocol import jobs
from ...plugin.protocol.mattes import write_where_new
from ..common import USUAL_QUALITY, file_name
from .formats import FrameFormat, choose_format, media_strip
from .handles import end_of, start_of
from .identity import Reference, refer_to
from .look_notes import look_notes
from .masks import wished_mattes
from .reading import holds_bytes, read_strip, shown_range, sounds_of
from .shown import source_options, time_map, wished_positions
from .strip import StripReading
from .timeline import scene_rate
from .wish import Placement, Wish, frames_to_make

NOT_PART_OF_THE_RESULT = ("output", "device")


@dataclass(frozen=True)
class EngineSettings:
    """What the preferences say of the engine and its output."""

    engine: str = ""
    """Path; empty: found by itself."""
    quality: str = USUAL_QUALITY
    model: str = ""
    """In the place of the quality."""
    has_rife: bool = False
    """Whether the engine was seen to have it, which makes other frames of the same quality."""
    device: str = "auto"
    folder: str = "//slowglass"
    """For the frames; a path that begins with // counts from the .blend file."""
    file_format: str = "AUTOMATIC"


@dataclass(frozen=True)
class Plan:
    """A strip's retime, ready to be started; nothing of Blender's is held."""

    strip: Reference
    wish: Wish
    placement: Placement
    reading: StripReading
    frame_format: FrameFormat
    document: Dict[str, Any]
    """The engine's job."""
    folder: str
    file_names: List[str]
    speed: Fraction
    """Relative to what the strip showed when it was read."""
    to_make: int
    """Frames that are no copies."""
    notes: List[str]
    """What the user should know."""
    warnings: List[str]
    """What the user should look at."""
    handles: Tuple[int, int]
    """First scene frame of the strip and the one after its last, when it was read."""
    mattes: Dict[str, Dict[str, Any]] = field(default_factory=dict)
    """What the engine reads beside the source, by paths in ``folder``."""

    def write_mattes(self) -> None:
        """Write what the engine reads beside the source.

        Raises:
            OSError: it cannot be written.
        """
        for path, document in self.mattes.items():
            write_where_new(path, document)

    @property
    def seconds(self) -> Fraction:
        """How long the result is."""
        return len(self.file_names) / Fraction(self.document["time"]["frame_rate"])


def make_plan(
    scene: Any, strip: Any, wish: Wish, placement: Placement, settings: EngineSettings
) -> Plan:
    """Return the job for a strip; nothing of Blender's is changed.

    Raises:
        Refusal: it cannot be done, with the reason.
    """
    reading = read_strip(scene, strip, _range_asked_for(scene, strip, wish))
    wish = _with_part(wish, strip, reading)
    rate = scene_rate(scene)
    positions, speed = wished_positions(scene, strip, wish, reading)
    space = _colour_space(scene, media_strip(strip))
    frame_format = choose_format(settings.file_format, reading.source, reading.kind, space)
    sounds = sounds_of(scene, strip, reading.source) if placement.with_sound else []
    options = {
        **_options(wish, settings, frame_format),
        **source_options(reading, rate),
        "audio": "stretch" if sounds else "none",
    }
    time = time_map(reading, positions, rate)
    document = jobs.retime_job(reading.source, "to be chosen", time, **options)
    stem = file_name(strip.name)
    drawn = wished_mattes(strip, wish, reading)
    made_of = {**document, **drawn.documents}
    folder = os.path.join(
        output_folder(settings.folder, reading.source), f"{stem}_{digest(made_of, settings)}"
    )
    document["output"] = os.path.join(folder, stem + ".####" + frame_format.suffix)
    document.update(drawn.options(folder, stem))
    to_make = frames_to_make(positions, wish)
    notes = [
        *reading.notes,
        *filter(None, [frame_format.note]),
        *_notes_on_frames(reading, positions, to_make),
    ]
    warnings = [*reading.warnings, *look_notes(strip, media_strip(strip), bpy.app.version)]
    warnings += drawn.warnings
    if placement.with_sound and not sounds:
        warnings.append("No sound strip of the same file starts with the clip: none is stretched.")
    if not bpy.data.filepath and settings.folder.startswith("//"):
        notes.append(f"The file is not saved yet: the frames go beside the clip, to {folder}.")
    return Plan(
        strip=refer_to(scene, strip),
        wish=wish,
        placement=placement,
        reading=reading,
        frame_format=frame_format,
        document=document,
        folder=folder,
        file_names=[f"{stem}.{k:04d}{frame_format.suffix}" for k in range(1, len(positions) + 1)],
        speed=speed,
        to_make=to_make,
        notes=notes,
        warnings=warnings,
        handles=(start_of(strip), end_of(strip)),
        mattes=drawn.files(folder, stem),
    )


def _options(wish: Wish, settings: EngineSettings, frame_format: FrameFormat) -> Dict[str, Any]:
    """Return what of a job is asked for, whatever the strip."""
    return {
        "quality": None if settings.model else wish.quality or settings.quality,
        "model": settings.model or None,
        "device": settings.device,
        "format": frame_format.options or None,
        "start_number": 1,
        "shutter": jobs.shutter(wish.shutter_degrees, wish.shutter_phase_degrees),
        "rolling_shutter": jobs.readout(wish.readout_milliseconds, wish.readout_begins),
    }


def _notes_on_frames(
    reading: StripReading, positions: List[Fraction], to_make: int
) -> Iterator[str]:
    """Yield what the user should know of the frames of a result."""
    if not to_make:
        yield "Every frame is a copy of one of the clip: none is made in between."
    still = reading.still_frames(positions)
    if still:
        which = f"{still} frames stand" if still > 1 else "frame stands"
        yield f"The last {which} still: the clip ends there."


def _colour_space(scene: Any, shown: Any) -> str:
    """Return the colour space that Blender shows the pictures of a strip in.

    Movies and bytes without one (Non-Color) are shown as they are, in the space of the sequencer;
    pictures of floats are shown as linear light.
    """
    settings = shown.colorspace_settings
    if settings.is_data and (shown.type == "MOVIE" or holds_bytes(shown)):
        return str(scene.sequencer_colorspace_settings.name)
    return str(settings.name)


def _range_asked_for(scene: Any, strip: Any, wish: Wish) -> Optional[Tuple[int, int]]:
    """Return the scene frames of the part that is meant, the end exclusive; None: all."""
    if wish.part:
        start = start_of(strip)
        return start + wish.part[0], start + wish.part[1]
    return shown_range(scene) if wish.inside_range else None


def _with_part(wish: Wish, strip: Any, reading: StripReading) -> Wish:
    """Return a wish for a part that says which, so that the same can be made again."""
    start, end = start_of(strip), end_of(strip)
    if not wish.is_part:
        return wish
    if (reading.start, reading.end) == (start, end):
        return replace(wish, inside_range=False, part=())
    return replace(wish, part=(reading.start - start, reading.end - start))


def output_folder(setting: str, source: str) -> str:
    """Return the absolute folder that results go to; beside the clip for a file without a name."""
    if setting.startswith("//") and not bpy.data.filepath:
        return os.path.join(os.path.dirname(source), setting[2:])
    return os.path.normpath(str(bpy.path.abspath(setting)))


def digest(document: Dict[str, Any], settings: EngineSettings) -> str:
    """Return a short name of what a job makes: the same job goes on in the same folder."""
    part = {key: document[key] for key in document if key not in NOT_PART_OF_THE_RESULT}
    if settings.has_rife and not settings.model:
        part["has_rife"] = True
    return hashlib.blake2b(json.dumps(part, sort_keys=True).encode(), digest_size=4).hexdigest()
