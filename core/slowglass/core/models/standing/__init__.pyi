from .find import (
    Standing as Standing,
    find_standing as find_standing,
)
from .still_motion import StillMotion as StillMotion
