from .layered import (
    LayerPlanes as LayerPlanes,
    LayerRules as LayerRules,
    layer_samples as layer_samples,
)
from .lookups import look_up as look_up, mismatch as mismatch
from .projection import Rules as Rules, project as project
from .settled import settle as settle
from .splat import fill_holes as fill_holes, splat_flow as splat_flow
from .steady import (
    alike_pixels as alike_pixels,
    grow_within as grow_within,
    steady_edges as steady_edges,
)
from .trust import trust_of as trust_of
