from .adapters import one_timeline as one_timeline
from .fcp7_read import read_fcp7 as read_fcp7
from .fcp7_write import write_fcp7 as write_fcp7
from .fcpx_read import read_fcpx as read_fcpx
from .fcpx_write import write_fcpx as write_fcpx
