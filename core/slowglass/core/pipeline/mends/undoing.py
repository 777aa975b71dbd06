"""Mends taken back, forgotten, and listed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from slowglass.core.errors import MissingInputError, UsageError
from slowglass.core.pipeline.delivery import Mend, Recorded, read_recorded, result_at, state_of
from slowglass.core.pipeline.mends.outcome import MendResult
from slowglass.core.pipeline.mends.result import OpenResult, open_result, with_frames


def undo(output: str, frames: Collection[int] | None = None) -> MendResult:
    """Give back what the latest mend of each of these frames replaced, byte for byte.

    Args:
        output: as for `redo`.
        frames: output indices; None: all frames of the latest redo.

    Raises:
        UsageError: a frame has no mend, or what it replaced was forgotten.
        OutputExistsError: a mended frame was changed since by somebody.
        OutputBusyError: somebody else writes the result.
    """
    with open_result(output) as result:
        mends = _latest(result.recorded, frames)
        for mend in mends:
            result.frame(mend.output_index)
            _refuse_what_is_not_kept(result, mend)
            result.store.give_back(mend.replaced)
        confidence = dict(result.recorded.confidence)
        for mend in mends:
            confidence.pop(mend.output_index, None)
            if mend.replaced_confidence is not None:
                confidence[mend.output_index] = mend.replaced_confidence
        left = tuple(mend for mend in result.recorded.mends if mend not in mends)
        before = [mend.replaced for mend in mends]
        recorded = with_frames(result.recorded, before, confidence=confidence, mends=left)
        return result.change(recorded, [mend.output_index for mend in mends])


def forget(output: str, frames: Collection[int] | None = None) -> MendResult:
    """Drop the files that mends replaced; the mends stay and can no longer be undone.

    Args:
        output: as for `redo`.
        frames: output indices; None: all.

    Raises:
        OutputBusyError: somebody else writes the result.
    """
    with open_result(output) as result:
        mends = tuple(
            replace(mend, is_kept=mend.is_kept and not _is_among(mend, frames))
            for mend in result.recorded.mends
        )
        return result.change(replace(result.recorded, mends=mends), ())


def mends_of(output: str) -> tuple[Mend, ...]:
    """Return the mends of a result, the latest last; none where nothing is known of it."""
    recorded = read_recorded(result_at(output).manifest_path)
    return () if recorded is None else recorded.mends


def finished_mends_of(output: str) -> tuple[Mend, ...]:
    """Return the mends of a result, once a change that was cut off is finished.

    Raises:
        InputError: there is no finished sequence.
        OutputBusyError: somebody else writes it.
    """
    with open_result(output) as result:
        return result.recorded.mends


def frame_numbers(output: str) -> range:
    """Return the numbers of the frames of a result, as they are in the names of its files.

    Raises:
        MissingInputError: there is no result, or no manifest of it.
    """
    target = result_at(output)
    recorded = read_recorded(target.manifest_path)
    if recorded is None:
        raise MissingInputError(
            "expected the manifest of a result, there is none", path=target.manifest_path
        )
    first = recorded.first_number
    return range(first, first + (recorded.frame_count or recorded.frames_there))


def _latest(recorded: Recorded, frames: Collection[int] | None) -> list[Mend]:
    """Return the latest mend of each frame.

    Raises:
        UsageError: one has none.
    """
    latest = {mend.output_index: mend for mend in recorded.mends}
    if frames is None:
        last = max((mend.redo for mend in recorded.mends), default=0)
        frames = [mend.output_index for mend in recorded.mends if mend.redo == last]
    for index in frames:
        if index not in latest:
            raise UsageError("expected a mended frame, got one as it was made", frame=index)
    if not frames:
        raise UsageError("expected a mend to undo, there is none")
    return [latest[index] for index in sorted(set(frames))]


def _refuse_what_is_not_kept(result: OpenResult, mend: Mend) -> None:
    """Refuse a mend whose earlier frame is gone.

    Raises:
        UsageError: it was forgotten, or its file is damaged.
    """
    kept = result.store.kept(mend.replaced)
    if not mend.is_kept or state_of(kept, mend.replaced) != "whole":
        raise UsageError(
            "expected the frame that the mend replaced, it was forgotten or is damaged",
            path=kept,
            frame=mend.output_index,
            hint="make it again with --model",
        )


def _is_among(mend: Mend, frames: Collection[int] | None) -> bool:
    return frames is None or mend.output_index in frames
