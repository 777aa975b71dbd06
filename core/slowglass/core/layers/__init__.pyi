from .guided import guided_source as guided_source, matte_path as matte_path
from .matte_files import drawn_file as drawn_file, matte_of_picture as matte_of_picture
from .pair import pair_motion as pair_motion
from .standing import (
    carried_on as carried_on,
    kept_pixels as kept_pixels,
    with_what_stands as with_what_stands,
)
