from .both_ways import (
    FlowMotion as FlowMotion,
    flow_field as flow_field,
    flow_motion as flow_motion,
)
from .dis import dis_flow as dis_flow, grey as grey
from .model import FlowModel as FlowModel
from .projection import fill_holes as fill_holes
from .spec import SMALLEST_SIDE as SMALLEST_SIDE, SPEC as SPEC
