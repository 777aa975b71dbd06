"""Positions and speed curves as CSV, for spreadsheets and other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from math import floor
from typing import cast

from slowglass.core.errors import TimeMapError
from slowglass.core.timing.curve import Interpolation, SpeedCurve, SpeedKey
from slowglass.core.timing.positions import Positions
from slowglass.core.timing.text import parse_number

POSITION_COLUMNS = ["output_frame", "source_position"]
CURVE_COLUMNS = ["time", "speed", "interpolation"]

Row = tuple[int, Sequence[str]]
"""A line number and its cells."""


def time_map_from_csv(text: str) -> Positions | SpeedCurve:
    """Return what a table with a header of `POSITION_COLUMNS` or `CURVE_COLUMNS` says.

    Output frames may start at any number and must follow one another. The column interpolation
    may be left out; that and an empty cell in it mean linear.

    Raises:
        TimeMapError: other columns, or a line that makes no sense; the message names the line.
    """
    reader = csv.reader(io.StringIO(text))
    rows: list[Row] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, [cell.strip() for cell in cells]))
    except csv.Error as error:
        raise TimeMapError(f"line {reader.line_num}: expected CSV, got {error}") from None
    header = rows[0][1] if rows else []
    if header == POSITION_COLUMNS:
        return _positions(rows[1:])
    if header in (CURVE_COLUMNS, CURVE_COLUMNS[:2]):
        return _curve(rows[1:], len(header))
    raise TimeMapError(
        f"expected the columns {','.join(POSITION_COLUMNS)} or {','.join(CURVE_COLUMNS)}, "
        f"got {','.join(header) or 'nothing'}"
    )


def _positions(rows: Sequence[Row]) -> Positions:
    """Read one position for each output frame."""
    positions: list[Fraction] = []
    first = 0
    for line, cells in rows:
        with _naming(line):
            _check_width(cells, 2)
            frame = parse_number(cells[0], "the number of an output frame")
            first = first if positions else floor(frame)
            if frame != first + len(positions):
                raise TimeMapError(
                    f"expected output frame {first + len(positions)}, got {cells[0]}"
                )
            positions.append(parse_number(cells[1], "a source position"))
    return Positions(tuple(positions))


def _curve(rows: Sequence[Row], width: int) -> SpeedCurve:
    """Read one key of a curve from each line."""
    keys = []
    for line, cells in rows:
        with _naming(line):
            _check_width(cells, width)
            time = parse_number(cells[0], "a time in seconds")
            speed = parse_number(cells[1], "a speed")
            interpolation = cells[2] if width > 2 and cells[2] else "linear"
            keys.append(SpeedKey(time, speed, cast(Interpolation, interpolation)))
    return SpeedCurve(tuple(keys))


def _check_width(cells: Sequence[str], width: int) -> None:
    """Raise unless a line has as many cells as the header."""
    if len(cells) != width:
        raise TimeMapError(f"expected {width} cells, got {len(cells)}")


@contextmanager
def _naming(line: int) -> Iterator[None]:
    """Put the number of the line in front of what is wrong with it."""
    try:
        yield
    except TimeMapError as error:
        raise TimeMapError(f"line {line}: {error.message}", hint=error.hint) from None
