from .check_report import CheckReport as CheckReport, Problem as Problem
from .check_result import check as check
from .describe import clock_facts as clock_facts, counts as counts, rows as rows
from .missing import LossFinder as LossFinder
from .outcome import (
    Cancelled as Cancelled,
    OnProgress as OnProgress,
    Progress as Progress,
    RetimeResult as RetimeResult,
)
from .picture_pair import between_files as between_files
from .prepare import look as look
from .run import frame_map as frame_map, retime as retime
