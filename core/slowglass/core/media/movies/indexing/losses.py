"""Frames that a damaged file has lost, so that its clip keeps its length and rate all the same.

A frame that cannot be decoded has its packet, and its place. These have none: a damaged header hid
them, or the file ends too early. Where the bytes of a file tell of damage, their places are found
from the ticks of its clock, or from the number of frames that it promises.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from slowglass.core.media.movies.indexing.movie_index import MovieIndex, with_gaps
from slowglass.core.media.movies.indexing.promise import NUMBERED, Promise
from slowglass.core.media.movies.indexing.stored_packets import REORDERED_PACKETS, StoredPackets
from slowglass.core.timing import SourceClock, recorded_clock

STEADY = ("mpeg", "mxf", "gxf", "dv")
"""Containers of recordings that have a frame at every tick: where none is, it is lost."""


def with_losses(
    index: MovieIndex, stored: StoredPackets, order: Sequence[int], promise: Promise
) -> MovieIndex:
    """Return ``index`` with places for the frames that are lost, and word of damaged ones.

    Args:
        index: of the frames that are stored.
        stored: what their packets say.
        order: for each frame of the index the number of its packet.
        promise: what else the file says of them.

    Raises:
        UnreadableMediaError: much of the file is cut off.
    """
    may_lack = promise.is_cut_off or stored.is_torn or stored.format_name in STEADY
    if not (stored.is_damaged or may_lack):
        return index
    is_counted = stored.format_name in NUMBERED and promise.frames > 0
    clock = recorded_clock(index.timestamps, index.time_base, promise.rates)
    if is_counted and _ticks(clock) > promise.frames:
        index = replace(index, timestamps=range(len(index)))
        clock = SourceClock(clock.frame_rate, len(index))
    places = {number: place for place, number in enumerate(order)}
    gaps = _holes(index, order, clock, _signs(stored, promise, is_counted))
    before = _before_first(index, stored, order, clock)
    gaps |= {0: before} if before else {}
    near = {number for place in gaps if place for number in order[place - 1 : place + 1]}
    there, numbered = len(index) + sum(gaps.values()), dict[int, int]()
    if is_counted:
        there = _ticks(clock)
        unexplained = [skip for skip in stored.skipped if _is_far(skip[0], near)]
        shares = _shares(unexplained, promise.frames - there, len(stored))
        numbered = {_place(number, places, len(stored)): k for number, k in shares.items()}
        there += sum(numbered.values())
    tail = promise.missing_at_end(clock.seconds(len(index) - 1), there, clock)
    gaps |= numbered | ({len(index): tail + numbered.get(len(index), 0)} if tail else {})
    damaged = {places[k] for k in _damaged(stored, promise, near) if k in places}
    index = replace(index, damaged=frozenset(damaged))
    return with_gaps(index, gaps, round(clock.tick_seconds / index.time_base), numbered)


def _before_first(
    index: MovieIndex, stored: StoredPackets, order: Sequence[int], clock: SourceClock
) -> int:
    """Return how many frames are lost before the first."""
    if stored.skipped and stored.skipped[0][0] == 0 and stored.format_name not in NUMBERED:
        return max(0, round(index.timestamps[0] * index.time_base * clock.frame_rate))
    return sum(number < min(order) for number in stored.misplaced)


def _ticks(clock: SourceClock) -> int:
    """Return how many ticks of a clock pass from its first frame to its last, both counted."""
    return round(clock.seconds(clock.frame_count - 1) * clock.frame_rate) + 1


def with_counted_losses(index: MovieIndex, stored: StoredPackets, promise: Promise) -> MovieIndex:
    """Return the same for frames that are known by counting alone.

    Raises:
        UnreadableMediaError: much of the file is cut off.
    """
    clock = SourceClock(1 / index.time_base, len(index))
    gaps = _shares(stored.skipped, promise.frames - len(index), len(index))
    there = len(index) + sum(gaps.values())
    tail = promise.missing_at_end((there - 1) * index.time_base, there, clock)
    gaps[len(index)] = gaps.get(len(index), 0) + tail
    lost: list[int] = []
    position = 0
    for number in range(len(index) + 1):
        lost += range(position, position + gaps.get(number, 0))
        position += gaps.get(number, 0)
        if number in index.lost:
            lost.append(position)
        position += number < len(index)
    return replace(index, timestamps=range(position), lost=tuple(lost))


def _signs(stored: StoredPackets, promise: Promise, is_counted: bool) -> Sequence[int]:
    """Return the packets by which the file is damaged."""
    if stored.format_name in STEADY:
        return range(len(stored))
    skipped = [number for number, _ in stored.skipped]
    end = [len(stored)] if stored.is_torn or (promise.is_cut_off and not is_counted) else []
    signs = (skipped, stored.flagged, stored.untimed, stored.misplaced, stored.cracks, end)
    return sorted(set().union(*signs))


def _is_far(number: int, others: Collection[int]) -> bool:
    return all(abs(number - other) > REORDERED_PACKETS for other in others)


def _place(number: int, places: Mapping[int, int], end: int) -> int:
    """Return the first frame that is stored from packet ``number`` on."""
    return min((places[k] for k in range(number, end) if k in places), default=len(places))


def _damaged(stored: StoredPackets, promise: Promise, near: Collection[int]) -> set[int]:
    """Return the packets that are known to be wrong.

    Those with a wrong checksum, and those flagged, far from lost frames which would explain that.
    In a transport stream it is the packet before the damage that is flagged.
    """
    is_transport = stored.format_name == "mpegts"
    last = len(stored) - 1
    flagged = {min(k + is_transport, last) for k in stored.flagged if _is_far(k, near)}
    cut = {last} if is_transport and promise.is_cut_off else set()
    return {*stored.wrong_sums, *flagged, *cut}


def _holes(
    index: MovieIndex, order: Sequence[int], clock: SourceClock, signs: Sequence[int]
) -> dict[int, int]:
    """Return how many frames are lost before which: the clock ticked on, near a sign of damage."""
    gaps: dict[int, int] = {}
    if not signs or clock.is_constant:
        return gaps
    for place in range(1, len(index)):
        passed = round((clock.seconds(place) - clock.seconds(place - 1)) * clock.frame_rate)
        if passed > 1:
            early, late = sorted(order[place - 1 : place + 1])
            first = bisect_left(signs, early - REORDERED_PACKETS)
            if first < len(signs) and signs[first] <= late + REORDERED_PACKETS:
                gaps[place] = passed - 1
    return gaps


def _shares(skipped: Sequence[tuple[int, int]], missing: int, end: int) -> dict[int, int]:
    """Share out the frames that a count lacks among the packets before which bytes are skipped."""
    shares: dict[int, int] = {}
    total = sum(length for _, length in skipped)
    for number, length in skipped:
        share = max(1, round(Fraction(missing * length, total)))
        share = min(share, missing - sum(shares.values()))
        if share > 0:
            shares[min(number, end)] = shares.get(min(number, end), 0) + share
    return shares
