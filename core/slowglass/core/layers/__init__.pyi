from .guided import (
    empty_mattes_note as empty_mattes_note,
    guided_source as guided_source,
    is_guided as is_guided,
)
from .matte_files import (
    drawn_file as drawn_file,
    matte_of_picture as matte_of_picture,
    matte_path as matte_path,
)
from .pair import pair_motion as pair_motion
from .standing import (
    carried_on as carried_on,
    kept_pixels as kept_pixels,
    with_what_stands as with_what_stands,
)
