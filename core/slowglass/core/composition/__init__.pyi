from .frame import FramePair as FramePair, compose_frame as compose_frame
from .groups import full_name as full_name, policy_of as policy_of
from .kept import KeptPairs as KeptPairs
from .sampling import (
    Sampled as Sampled,
    compose as compose,
    fits_inside as fits_inside,
    scale_field as scale_field,
)
from .vectors import TimeStep as TimeStep, rescale_vectors as rescale_vectors
from .windows import union as union
