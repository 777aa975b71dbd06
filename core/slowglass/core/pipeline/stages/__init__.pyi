from .chain import Stage as Stage, Stages as Stages
from .cores import usable_cores as usable_cores
from .threads import cores_shared as cores_shared
from .timings import (
    NO_TIMINGS as NO_TIMINGS,
    Span as Span,
    StageTime as StageTime,
    Timings as Timings,
)
from .trace import TRACE_MARK as TRACE_MARK, write_trace as write_trace
