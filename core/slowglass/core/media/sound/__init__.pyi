from .file import (
    sound_file_note as sound_file_note,
    sound_paths as sound_paths,
    write_sound_file as write_sound_file,
)
from .job import SoundJob as SoundJob
from .loudness import Loudness as Loudness, loudness_of as loudness_of
from .source import SoundFormat as SoundFormat
from .tracks import SoundTracks as SoundTracks
