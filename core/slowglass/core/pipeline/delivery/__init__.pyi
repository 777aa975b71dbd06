from .existing import FileState as FileState, state_of as state_of
from .manifest import (
    SOUND as SOUND,
    Recorded as Recorded,
    file_digest as file_digest,
    journal_path as journal_path,
    manifest_path as manifest_path,
    read_document as read_document,
    read_recorded as read_recorded,
    text_digest as text_digest,
)
from .output import Output as Output, open_output as open_output
from .start_timecode import timecode_notes as timecode_notes
