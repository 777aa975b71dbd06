from .config import ColourConfig as ColourConfig, ColourSpace as ColourSpace
from .of_clip import (
    LINEAR_REC709 as LINEAR_REC709,
    SRGB_REC709 as SRGB_REC709,
    space_of_clip as space_of_clip,
)
