from .kept import (
    Kind as Kind,
    are_kept as are_kept,
    is_writable as is_writable,
    kept_folder as kept_folder,
)
from .lanes import Pair as Pair, pack as pack
from .layered import (
    LayerPlanes as LayerPlanes,
    LayerRules as LayerRules,
    layer_samples as layer_samples,
)
from .lookups import look_up as look_up, mismatch as mismatch
from .mattes import matte_edges as matte_edges, mix_mattes as mix_mattes
from .mixing import mix as mix
from .nearest import take_nearest as take_nearest
from .on_gpu import mix_on_gpu as mix_on_gpu, why_not as why_not
from .prepare import compile_kernels as compile_kernels
from .projection import Rules as Rules, project as project
from .settled import settle as settle
from .splat import fill_holes as fill_holes, splat_flow as splat_flow
from .steady import (
    alike_pixels as alike_pixels,
    grow_within as grow_within,
    steady_edges as steady_edges,
)
from .surfaces import mix_surfaces as mix_surfaces, surface_edges as surface_edges
from .trust import trust_of as trust_of
