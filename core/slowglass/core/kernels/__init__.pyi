from .lanes import Pair as Pair, pack as pack
from .mixing import mix as mix
from .nearest import take_nearest as take_nearest
