from .fcp7_read import read_fcp7 as read_fcp7
from .fcp7_write import write_fcp7 as write_fcp7
