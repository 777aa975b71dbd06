from .file import (
    sound_file_notes as sound_file_notes,
    sound_paths as sound_paths,
    write_sound_file as write_sound_file,
)
from .job import SoundJob as SoundJob
from .tracks import SoundTracks as SoundTracks
