from .colour import mix as mix, mix_pixel as mix_pixel
from .lanes import LANES as LANES, Pair as Pair, pack as pack
from .mattes import matte_edges as matte_edges, mix_mattes as mix_mattes
from .mend import mend_pixel as mend_pixel
from .nearest import take_nearest as take_nearest
from .surfaces import mix_surfaces as mix_surfaces, surface_edges as surface_edges
