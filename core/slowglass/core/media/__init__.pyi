from .frame_sink import FrameSink as FrameSink
from .open import (
    MOVIE_SUFFIXES as MOVIE_SUFFIXES,
    is_sequence as is_sequence,
    open_source as open_source,
)
