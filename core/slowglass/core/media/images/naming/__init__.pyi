from .pattern import (
    base_name as base_name,
    is_pattern as is_pattern,
    number_in as number_in,
    output_path as output_path,
)
from .sequence import (
    PICTURE_SUFFIXES as PICTURE_SUFFIXES,
    ImageSequence as ImageSequence,
    find_sequence as find_sequence,
    sequences_in as sequences_in,
)
