from .check_report import CheckReport as CheckReport, Problem as Problem
from .check_result import check as check
from .describe import clock_facts as clock_facts, counts as counts, rows as rows
from .dry_run import (
    frame_map as frame_map,
    numbered_runs as numbered_runs,
    prepared_job as prepared_job,
    usual_bytes as usual_bytes,
)
from .heat import write_confidence as write_confidence
from .looked import Looked as Looked, read_looked as read_looked, write_looked as write_looked
from .making import FrameMaker as FrameMaker
from .missing import LossFinder as LossFinder
from .outcome import (
    Cancelled as Cancelled,
    OnProgress as OnProgress,
    Progress as Progress,
    RetimeResult as RetimeResult,
)
from .parts import retime_part as retime_part
from .picture_pair import between_files as between_files
from .prepare import Prepared as Prepared, look as look
from .run import retime as retime
from .sharing import runs as runs
from .stages import (
    TRACE_MARK as TRACE_MARK,
    StageTime as StageTime,
    Timings as Timings,
    write_trace as write_trace,
)
