"""When the frames of a recording are shown, found from their timestamps."""

from slowglass.core.timing.recorded.recording import recorded_clock

__all__ = ["recorded_clock"]
