from .colour_tags import (
    BT601_525 as BT601_525,
    BT601_625 as BT601_625,
    BT709 as BT709,
    BT2020 as BT2020,
    LUMA_WEIGHTS as LUMA_WEIGHTS,
    TRANSFER_HLG as TRANSFER_HLG,
    TRANSFER_LINEAR as TRANSFER_LINEAR,
    TRANSFER_PQ as TRANSFER_PQ,
    UNSPECIFIED as UNSPECIFIED,
    CodePoints as CodePoints,
    ColourTags as ColourTags,
    assumption as assumption,
    is_full_range as is_full_range,
    matrix_of as matrix_of,
    siting_of as siting_of,
    tags_of_space as tags_of_space,
    tags_to_write as tags_to_write,
    transfer_of as transfer_of,
)
from .formats import PixelFormat as PixelFormat, pixel_format as pixel_format
from .luma import small_luma as small_luma
from .native import make_frame as make_frame, take_planes as take_planes
from .rgb import from_rgb as from_rgb, to_rgb as to_rgb
