"""Every error that Slowglass raises on purpose.

One base class, a stable ``code`` for machines and an ``exit_code`` for shells. Each class also
derives from the builtin that it resembles, so a caller may catch either. A message says what was
expected, what came instead, in which file and frame; ``hint`` says what to do about it.
"""

from __future__ import annotations

import os


class SlowglassError(Exception):
    """Base of all errors that Slowglass raises on purpose."""

    code = "unexpected"
    exit_code = 1

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        path: str | os.PathLike[str] | None = None,
        frame: int | None = None,
    ) -> None:
        """Keep the parts apart, so that a host can show them in its own way.

        Args:
            message: what was expected and what came instead, one sentence without a period.
            hint: what the user can do about it.
            path: the file that it is about.
            frame: the frame index or number that it is about.
        """
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = None if path is None else os.fspath(path)
        self.frame = frame
        self.notes: tuple[str, ...] = ()
        """What was said of the work before it failed, one sentence each, for the user."""

    def __str__(self) -> str:
        where = "" if self.path is None else f"{self.path}: "
        which = "" if self.frame is None else f"frame {self.frame}: "
        hint = f" ({self.hint})" if self.hint else ""
        return f"{where}{which}{self.message}{hint}"


class UsageError(SlowglassError, ValueError):
    """What was asked for makes no sense."""

    code = "usage"
    exit_code = 2


class TimeMapError(UsageError):
    """A time map, curve, speed or rate cannot be what it says."""

    code = "time_map"


class JobSpecError(UsageError):
    """A job file has an unknown key, a wrong type or a wrong value."""

    code = "job_spec"


class ShapeError(SlowglassError, ValueError):
    """An array or tensor has another shape, type or range than the function needs."""

    code = "shape"


class InputError(SlowglassError):
    """The source cannot be used."""

    code = "input"
    exit_code = 3


class MissingInputError(InputError, FileNotFoundError):
    """There is no such file, folder or sequence."""

    code = "input_missing"


class UnreadableMediaError(InputError, OSError):
    """The source is damaged, cut off, or not of the kind that its name says."""

    code = "input_unreadable"


class UnsupportedMediaError(InputError, ValueError):
    """The source is whole, but of a kind that Slowglass does not handle."""

    code = "input_unsupported"


class SequenceGapError(InputError, LookupError):
    """Frames of an image sequence are missing."""

    code = "sequence_gap"


class OutputError(SlowglassError, OSError):
    """The result cannot be written."""

    code = "output"
    exit_code = 4


class OutputExistsError(OutputError):
    """Something that is not ours to replace lies where the result should go."""

    code = "output_exists"


class OutputBusyError(OutputError):
    """Another run is writing the same result."""

    code = "output_busy"


class DeviceError(SlowglassError, RuntimeError):
    """The device is not there, or failed."""

    code = "device"
    exit_code = 5


class DeviceMemoryError(DeviceError, MemoryError):
    """The device or the machine has too little memory, after every fallback."""

    code = "device_memory"


class ModelError(SlowglassError):
    """A model is unknown, damaged or cannot do what was asked of it."""

    code = "model"
    exit_code = 6


class UnknownModelError(ModelError, LookupError):
    """No model has this name."""

    code = "model_unknown"


class CancelledError(SlowglassError):
    """The user, or the system by a signal, stopped the work."""

    code = "cancelled"
    exit_code = 130
