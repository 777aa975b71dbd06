from .covering import coverage as coverage
from .document import (
    DrawnMattes as DrawnMattes,
    MatteKey as MatteKey,
    MatteLayer as MatteLayer,
    MatteShape as MatteShape,
)
from .matte_file import (
    mattes_from_json as mattes_from_json,
    mattes_to_json as mattes_to_json,
    read_mattes as read_mattes,
    write_mattes as write_mattes,
)
