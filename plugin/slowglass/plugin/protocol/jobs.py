"""Jobs as plain dicts, schema ``slowglass.job/1``, built inside a host.

Only the engine checks them, by `slowglass.core.job_json`; golden files in the tests hold both
together. Numbers travel as text, "24000/1001", so that nothing is rounded on the way.
"""

from fractions import Fraction
from typing import Any, Dict, Iterable, Optional, Union

SCHEMA = "slowglass.job/1"

Number = Union[int, float, str, Fraction]
"""Text as "1/4" or "25%". A float stands for the shortest decimal that denotes it."""


def retime_job(source: str, output: str, time: Dict[str, Any], **options: Any) -> Dict[str, Any]:
    """Return a job.

    Args:
        source: a movie, a folder, a pattern or one file of a sequence.
        output: a movie, or a pattern such as ``shot.####.exr``.
        time: what `positions` returned, or another time map of docs/time.md.
        options: any other key of a job, such as ``model``, ``frame_rate``, ``first``; those that
            are None are left out.
    """
    job = {"schema": SCHEMA, "source": source, "output": output, "time": time}
    job.update((key, _plain(value)) for key, value in options.items() if value is not None)
    return job


def positions(
    source_positions: Iterable[Number],
    frame_rate: Optional[Number] = None,
    position_rate: Optional[Number] = None,
    position_count: Optional[int] = None,
) -> Dict[str, Any]:
    """Return the time map that shows one source position for each output frame.

    Args:
        source_positions: in source frames, counted from the first frame of the file.
        frame_rate: output frames per second; None: as many as the source has.
        position_rate: positions in a second, for a host that finds the frames of a movie by time:
            position 30 of 30 is what the movie shows at 1 s, whichever frame that is. 1: positions
            are seconds. None: positions count the frames that are there.
        position_count: how many positions the host counts in the movie, where its users set the
            rate at which it plays one: of a constant rate the frames are then counted.
    """
    time: Dict[str, Any] = {
        "kind": "positions",
        "positions": [number_text(position) for position in source_positions],
    }
    if frame_rate is not None:
        time["frame_rate"] = number_text(frame_rate)
    if position_rate is not None:
        time["position_rate"] = number_text(position_rate)
    if position_count is not None:
        time["position_count"] = position_count
    return time


def shutter(
    angle_degrees: Fraction, phase_degrees: Optional[Fraction] = None
) -> Optional[Dict[str, Any]]:
    """Return the shutter of a job; None: frames stay as they were filmed.

    Args:
        angle_degrees: 360 are the time from one output frame to the next; 0: no shutter.
        phase_degrees: when it opens, from the frame's own time on; None: half of the angle before.
    """
    if not angle_degrees:
        return None
    opened = {"angle_degrees": number_text(angle_degrees)}
    if phase_degrees is not None:
        opened["phase_degrees"] = number_text(phase_degrees)
    return opened


def readout(milliseconds: Fraction, begins: str) -> Optional[Dict[str, Any]]:
    """Return the rolling shutter of a job; None: lines stay as they were filmed.

    Args:
        milliseconds: from the first line that the camera read to the last; 0: no rolling shutter.
        begins: where the first line is: "top", "bottom", "left" or "right".
    """
    return {"milliseconds": number_text(milliseconds), "begins": begins} if milliseconds else None


def number_text(value: Number) -> str:
    """Return a number as jobs hold it."""
    return repr(value) if isinstance(value, float) else str(value)


def _plain(value: Any) -> Any:
    """Return the value of an option as JSON knows it."""
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
