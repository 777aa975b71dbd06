"""What a strip shows: read from Blender, detached from its objects."""

from .sounds import sounds_of
from .strip_reading import StripReading
from .strips import read_strip, shown_range, strips_to_read

__all__ = ["StripReading", "read_strip", "shown_range", "sounds_of", "strips_to_read"]
