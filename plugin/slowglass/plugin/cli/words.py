"""Words of the command line turned into the values that the engine knows."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from slowglass.core.errors import MissingInputError, UsageError

if TYPE_CHECKING:
    from slowglass.core.job import Cuts
    from slowglass.core.timing import Readout, Shutter, Side, TimeMap


def time_map(
    speed: str | None,
    factor: str | None,
    fps: str | None,
    keep_duration: bool,
    map_file: str | None,
) -> tuple[TimeMap, Fraction | None]:
    """Return what is asked of time: the map, and the output rate where that is asked besides.

    Raises:
        UsageError: nothing was asked, or two things that exclude each other.
        TimeMapError: a speed, rate or map that makes no sense.
    """
    from slowglass.core.timing import (
        Conform,
        ConstantSpeed,
        KeepDuration,
        parse_rate,
        parse_speed,
        read_time_map,
    )

    asked = [name for name in (speed, factor, map_file) if name is not None]
    if len(asked) > 1:
        raise UsageError("expected one of --speed, --factor and --map, got several")
    rate = None if fps is None else parse_rate(fps)
    if keep_duration and (rate is None or asked):
        raise UsageError("expected --keep-duration together with --fps and no other speed")
    if map_file is not None:
        return read_time_map(map_file), rate
    if speed is not None:
        return ConstantSpeed(parse_speed(speed)), rate
    if factor is not None:
        return ConstantSpeed(1 / parse_speed(factor)), rate
    if rate is None:
        raise UsageError(
            "expected how to change time, got nothing",
            hint="give --speed 25%, --factor 4, --fps 60 or --map FILE",
        )
    return (KeepDuration(rate) if keep_duration else Conform(rate)), None


def frame_range(text: str | None) -> tuple[int | None, int | None]:
    """Return the first and last frame number of "A-B"; "A-", "-B" and "A" leave ends open.

    A and B may be below zero: "-3-2", "-3--1", "-3-", "--1". "-3" alone is up to 3.

    Raises:
        UsageError: it is not a range.
    """
    if text is None:
        return None, None
    match = re.fullmatch(
        r"(?:(-?\d{1,18})-(-?\d{1,18})|(-?\d{1,18})-|-(-?\d{1,18})|(\d{1,18}))",
        re.sub(r"\s", "", text),
    )
    if not match:
        raise UsageError(f"expected a range such as 10-50, 10-, -50 or -3--1, got {text!r}")
    both, open_end, open_start, single = match.groups()[:2], match[3], match[4], match[5]
    first, last = (
        None if number is None else int(number)
        for number in (both[0] or open_end or single, both[1] or open_start or single)
    )
    if first is not None and last is not None and last < first:
        raise UsageError(f"expected the first frame before the last, got {text!r}")
    return first, last


def source_range(
    source: str, source_rate: Fraction | None, part: str | None
) -> tuple[int | None, int | None]:
    """Return the source indices of a range "A-B" of frames as the source's own names count them."""
    first, last = frame_range(part)
    if first is None and last is None:
        return None, None
    from slowglass.core.media import open_source

    # Only numbers are asked for here: whether fields are wanted is for the job to say.
    with open_source(source, source_rate, deinterlace=True) as opened:
        info = opened.info
    lowest, highest = info.first_number, info.first_number + info.clock.frame_count - 1
    first, last = lowest if first is None else first, highest if last is None else last
    if first < lowest or last > highest:
        raise UsageError(
            f"expected a range within {lowest}-{highest}, got {first}-{last}", path=source
        )
    return first - lowest, last - lowest


def cuts(text: str) -> Cuts:
    """Return the cuts: found, none, or read from a file."""
    if text in ("auto", "none"):
        return cast("Cuts", text)
    from slowglass.core.detect import read_cut_list

    return tuple(read_cut_list(text))


def shutter(angle: str | None, phase: str | None) -> Shutter | None:
    """Return the shutter that is asked for; None where none is.

    Raises:
        UsageError: a phase without an angle, or what is no angle.
    """
    from slowglass.core.timing import Shutter, parse_number

    if angle is None:
        if phase is not None:
            raise UsageError("expected --shutter together with --shutter-phase")
        return None
    opens = None if phase is None else parse_number(phase, "a phase in degrees, such as -90")
    return Shutter(parse_number(angle, "an angle in degrees, such as 180"), opens)


def readout(text: str | None) -> Readout | None:
    """Return how a source was read out, of "16.7" or "16.7:bottom"; None where nothing is said.

    Raises:
        UsageError: it is no time, or there is no such side.
    """
    from slowglass.core.timing import SIDES, Readout, parse_number

    if text is None:
        return None
    time, colon, begins = text.partition(":")
    if colon and begins not in SIDES:
        raise UsageError(f"expected one of {', '.join(SIDES)} after a readout, got {begins!r}")
    side = cast("Side", begins or "top")
    return Readout(parse_number(time, "a readout in milliseconds, such as 16.7"), side)


def workers(text: str) -> int | Literal["auto"]:
    """Return how many workers are wanted: "auto", or a number.

    Raises:
        UsageError: it is neither.
    """
    if text == "auto":
        return "auto"
    if not re.fullmatch(r"\d{1,4}", text):
        raise UsageError(f"expected a number of workers, or auto, got {text!r}")
    return int(text)


def frame_list(text: str | None, file: Path | None, frames: range) -> list[int] | None:
    """Return the indices of frames that are named by number; None where nothing is named.

    Args:
        text: numbers and ranges, "112-118,130".
        file: of more of them, one at the start of each line, as `slowglass check` lists them.
        frames: the numbers that there are.

    Raises:
        UsageError: it is no list of frames, or names one that is not there.
    """
    words = [] if text is None else text.split(",")
    if file is not None:
        words += _first_words(file)
    if text is None and file is None:
        return None
    found: set[int] = set()
    for word in words:
        first, last = frame_range(word)
        first, last = frames.start if first is None else first, last
        last = frames.stop - 1 if last is None else last
        if first not in frames or last not in frames:
            raise UsageError(
                f"expected frames within {frames.start}-{frames.stop - 1}, got {word.strip()}"
            )
        found.update(range(first - frames.start, last + 1 - frames.start))
    return sorted(found)


def _first_words(file: Path) -> list[str]:
    """Return the first word of each line that has one; what follows a # is no word."""
    from slowglass.core.plain_files import SETTINGS_BYTES, read_text

    try:
        lines = read_text(file, SETTINGS_BYTES).splitlines()
    except OSError as error:
        raise MissingInputError(f"cannot be read: {error.strerror}", path=file) from error
    except ValueError as error:
        raise UsageError("expected a list of frames in UTF-8", path=file) from error
    parts = (line.partition("#")[0].split() for line in lines)
    return [words[0] for words in parts if words]


def fraction(text: str) -> Fraction:
    """Return a time such as 1/4 or 0.25.

    Raises:
        UsageError: it is not a number.
    """
    from slowglass.core.timing import parse_number

    return parse_number(text, "a number such as 1/4")
