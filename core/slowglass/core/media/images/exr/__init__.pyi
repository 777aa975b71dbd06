from .chunks import check_chunks as check_chunks
from .header import check_exr_header as check_exr_header
from .mixed import write_plain_exr as write_plain_exr
