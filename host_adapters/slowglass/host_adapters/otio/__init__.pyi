from .retime import file_retime as file_retime
