from .keeping import (
    MendMakers as MendMakers,
    kept_makers as kept_makers,
    with_kept_mends as with_kept_mends,
)
from .outcome import MendResult as MendResult
from .redoing import redo as redo
from .undoing import (
    finished_mends_of as finished_mends_of,
    forget as forget,
    frame_numbers as frame_numbers,
    mends_of as mends_of,
    undo as undo,
)
