"""The six versions that the double can be, what each lacks, and the switches of its behaviour."""

import os
from typing import Any, Dict, List, Sequence, Tuple

Version = Tuple[int, ...]

EDITIONS = ("studio", "free")

BEHAVIOUR: Dict[str, Any] = {
    # AppendToTimeline
    "append_end": "exclusive",  # or "inclusive", as one script family found on 19.1
    "append_numbering": "file",  # or "zero": startFrame of a sequence counts from 0
    "append_overlap": "drop",  # or "husk", "slide"
    "append_missing_track": "nowhere",  # or "top"
    "append_answer": "items",  # or "husks", "none", "empty": what is told of what did land
    "append_late_frames": 0,
    "append_lost_frames": 0,
    "append_short": "",  # or "range", "whole": a frame is lost where a range is named, or is not
    "append_vanishes_at_save": False,
    "husk": "none",  # or "bare": not even GetUniqueId is there
    # ImportMedia and clip properties
    "show_individual_frames": False,
    "unsaved_imports": False,  # whether a project that was never saved imports anything
    "names_are_methods": False,  # an unknown name of a handle is a method that answers None
    "import_lost_frames": 0,
    "still_frames": 125,
    "fps_write": "sticks",  # or "refused", "ignored"
    "reel_name_sticks": False,
    "unknown_clip_property": "",  # or None
    # what is read
    "float_noise": 0.0,  # by which floats are off, up and down in turn
    "rate_reads_as": None,  # "string", "number", "integer"; None: as the version does
    "current_item": "topmost",  # or "lowest"
    "sequence_source_frames": "file",  # or "zero"
    "source_start_error": 0,
    "export_empty_tracks": True,  # or False: an OTIO export leaves them out
    "subclip_export": "file",  # or "clip": what an OTIO export says is available of a subclip
    "few_properties": False,
    "ramp_speed": 100.0,  # what GetSpeed says of a ramp; None: nothing
    # edits
    "duplicate_moves_current": True,
    "add_take_selects": "new",  # or "old"
    "takes_keep_speed": True,
    "copy_grades": "works",  # or "refused", "ignored"
    "save_answers": True,
    # surroundings
    "stdout": "module",  # or "stream": the one that Python has by itself
    # states
    "busy_answer": False,  # or None
    "busy_seconds": 0.0,
}

DEFAULTS: Dict[str, Dict[str, Any]] = {
    "18.5.1": {"rate_reads_as": "string"},
    "19.0.1": {"rate_reads_as": "string"},
    "19.1.3": {"rate_reads_as": "number"},
    "20.3.2": {"rate_reads_as": "number"},
    "21.0.4": {"rate_reads_as": "number"},
    "21.1.0": {"rate_reads_as": "number"},
}
VERSIONS = tuple(DEFAULTS)

# In the free edition these open a dialog that offers the other one.
STUDIO_ONLY = (
    "AnalyzeDolbyVision",
    "CreateMagicMask",
    "CreateSubtitlesFromAudio",
    "DetectSceneCuts",
    "SmartReframe",
    "TranscribeAudio",
)

# name, first version; the values are floats read off the live object
CONSTANTS: Dict[str, Tuple[float, str]] = {
    "EXPORT_NONE": (0.0, ""),
    "EXPORT_AAF": (1.0, ""),
    "EXPORT_DRT": (2.0, ""),
    "EXPORT_EDL": (3.0, ""),
    "EXPORT_FCP_7_XML": (4.0, ""),
    "EXPORT_FCPXML_1_8": (5.0, ""),
    "EXPORT_FCPXML_1_9": (6.0, ""),
    "EXPORT_FCPXML_1_10": (7.0, ""),
    "EXPORT_TEXT_CSV": (8.0, ""),
    "EXPORT_TEXT_TAB": (9.0, ""),
    "EXPORT_OTIO": (10.0, "18.5.0"),
    "EXPORT_ALE": (11.0, ""),
    "EXPORT_ALE_CDL": (12.0, ""),
    "MOTION_EST_SPEED_WRAP": (5.0, ""),
    "MOTION_EST_SPEED_WARP_BETTER": (5.0, "19.0.0"),
    "MOTION_EST_SPEED_WARP_FASTER": (6.0, "19.0.0"),
    "MOTION_EST_METAL": (7.0, "21.1.0"),
}


def parse_version(text: str) -> Version:
    """Return ``"19.0.2"`` as ``(19, 0, 2)``; nothing is the oldest."""
    return tuple(int(part) for part in text.split(".")) if text else ()


class Profile:
    """A version and an edition: which names there are, and what is switched how."""

    def __init__(
        self, version: str, edition: str, behaviour: Dict[str, Any], without: Sequence[str] = ()
    ) -> None:
        self.text = version
        self.version = parse_version(version)
        self.studio = edition == "studio"
        self.edition = edition
        self.without = tuple(without)
        self._methods: Dict[str, Dict[str, str]] = {}
        self.behaviour = dict(BEHAVIOUR)
        for chosen in (DEFAULTS[version], behaviour):
            self.behaviour.update(chosen)

    def has(self, since: str) -> bool:
        """Return whether this version is that one or newer."""
        return self.version >= parse_version(since)

    def methods(self, kind: str) -> Dict[str, str]:
        """Return the methods of an object of this version with the kind of their answers."""
        if kind not in self._methods:  # every name that a script asks for comes through here
            self._methods[kind] = {
                name: answer
                for name, answer, since in METHODS[kind]
                if self.has(since) and kind + "." + name not in self.without
            }
        return self._methods[kind]

    def constants(self) -> Dict[str, float]:
        """Return the constants that the ``resolve`` object of this version has."""
        return {
            name: value
            for name, (value, since) in CONSTANTS.items()
            if self.has(since) and "Resolve." + name not in self.without
        }

    @property
    def scripts_run(self) -> bool:
        """Whether Python scripts start at all: not in the free edition from 21.1 on."""
        return self.studio or not self.has("21.1.0")

    @property
    def has_ui_manager(self) -> bool:
        """Whether scripts may make windows: not in the free edition from 19.1 on."""
        return self.studio or not self.has("19.1.0")


def _read_methods() -> Dict[str, List[Tuple[str, str, str]]]:
    """Return the table of ``methods.txt``."""
    table: Dict[str, List[Tuple[str, str, str]]] = {}
    kind = ""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "methods.txt")
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            words = line.split()
            if line.startswith("["):
                kind = line.strip()[1:-1]
            elif words and not line.startswith("#"):
                table.setdefault(kind, []).append((words[0], words[1], "".join(words[2:])))
    return table


METHODS = _read_methods()
