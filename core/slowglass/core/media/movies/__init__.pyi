from .codecs import choose_codec as choose_codec
from .copy import MovieCopy as MovieCopy
from .indexing import INTRA_CODECS as INTRA_CODECS
from .picture import display_picture as display_picture
from .sink import MovieSink as MovieSink
from .source import MovieSource as MovieSource
from .text_tracks import TextJob as TextJob
