from .existing import FileState as FileState, state_of as state_of
from .output import Output as Output, open_output as open_output
from .records import (
    SOUND as SOUND,
    Recorded as Recorded,
    file_digest as file_digest,
    journal_path as journal_path,
    read_document as read_document,
    read_recorded as read_recorded,
    text_digest as text_digest,
)
from .start_timecode import timecode_notes as timecode_notes
from .target import (
    MovieTarget as MovieTarget,
    SequenceTarget as SequenceTarget,
    Target as Target,
    target_of as target_of,
)
