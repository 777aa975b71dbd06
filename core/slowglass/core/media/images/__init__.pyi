from .animated import is_animated as is_animated
from .file import verify_picture as verify_picture
from .format import picture_format as picture_format
from .frame import read_picture as read_picture, read_seen as read_seen
from .metadata import in_colour_space as in_colour_space
from .naming import (
    PICTURE_SUFFIXES as PICTURE_SUFFIXES,
    base_name as base_name,
    find_sequence as find_sequence,
    is_pattern as is_pattern,
    number_in as number_in,
    output_path as output_path,
    sequences_in as sequences_in,
)
from .proxy import display_luma as display_luma
from .samples import alpha_as as alpha_as
from .sink import ImageSequenceSink as ImageSequenceSink
from .source import ImageSequenceSource as ImageSequenceSource
from .thumbnail import (
    display_codes as display_codes,
    thumbnail_jpeg as thumbnail_jpeg,
    write_codes as write_codes,
)
