from .frame import compose_frame as compose_frame
from .groups import full_name as full_name, policy_of as policy_of
from .sampling import compose as compose, scale_field as scale_field
from .vectors import TimeStep as TimeStep, rescale_vectors as rescale_vectors
from .windows import union as union
