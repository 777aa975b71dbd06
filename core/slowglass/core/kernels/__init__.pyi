from .kept import (
    Kind as Kind,
    are_kept as are_kept,
    is_writable as is_writable,
    kept_folder as kept_folder,
)
from .mixing import (
    Pair as Pair,
    matte_edges as matte_edges,
    mix as mix,
    mix_mattes as mix_mattes,
    mix_surfaces as mix_surfaces,
    pack as pack,
    surface_edges as surface_edges,
    take_nearest as take_nearest,
)
from .motion import (
    LayerPlanes as LayerPlanes,
    LayerRules as LayerRules,
    Rules as Rules,
    alike_pixels as alike_pixels,
    fill_holes as fill_holes,
    grow_within as grow_within,
    layer_samples as layer_samples,
    look_up as look_up,
    mismatch as mismatch,
    project as project,
    settle as settle,
    splat_flow as splat_flow,
    steady_edges as steady_edges,
    trust_of as trust_of,
)
from .on_gpu import mix_on_gpu as mix_on_gpu, why_not as why_not
from .prepare import compile_kernels as compile_kernels
