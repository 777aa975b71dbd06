from .existing import look_at_existing as look_at_existing
from .finding import result_at as result_at
from .manifest import record_of as record_of, write_manifest as write_manifest
from .output import Output as Output, open_output as open_output
from .place import Place as Place, source_files as source_files, taken_place as taken_place
from .preview import Preview as Preview, frames_of as frames_of
from .recorded import (
    Recorded as Recorded,
    read_parts as read_parts,
    read_recorded as read_recorded,
    recorded_output as recorded_output,
)
from .records import (
    NO_FRAMES as NO_FRAMES,
    PREVIEW as PREVIEW,
    SOUND as SOUND,
    ConfidenceRecord as ConfidenceRecord,
    FrameRecord as FrameRecord,
    Mend as Mend,
    confidence_record as confidence_record,
    file_digest as file_digest,
    journal_path as journal_path,
    text_digest as text_digest,
)
from .sinks import picture_sink as picture_sink
from .start_timecode import timecode_notes as timecode_notes
from .state import FileState as FileState, state_of as state_of
from .store import Store as Store
from .target import (
    MovieTarget as MovieTarget,
    SequenceTarget as SequenceTarget,
    Target as Target,
    frame_numbers as frame_numbers,
    target_of as target_of,
)
