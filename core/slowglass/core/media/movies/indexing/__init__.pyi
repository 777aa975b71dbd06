from .index import decode_leniently as decode_leniently, read_index as read_index
from .movie_index import MovieIndex as MovieIndex
from .promise import stated_rates as stated_rates
from .table import INTRA_CODECS as INTRA_CODECS
