"""Checks of a sequence and of a movie against what was noted of them."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from pathlib import Path

from slowglass.core.errors import CancelledError, InputError, MissingInputError
from slowglass.core.media import images, movies
from slowglass.core.media.images import find_sequence, output_path
from slowglass.core.pipeline.check_report import CheckReport, Problem, ProblemKind
from slowglass.core.pipeline.delivery import (
    NO_FRAMES,
    PREVIEW,
    SOUND,
    Recorded,
    Store,
    Target,
    journal_path,
    read_recorded,
    state_of,
)
from slowglass.core.pipeline.doubts import doubts_of, mended_files
from slowglass.core.pipeline.outcome import Cancelled, OnProgress, Progress

NO_MANIFEST = (
    "There is no manifest: what is there was read, but nothing tells whether it is all, and what "
    "it should be."
)
_LUMA_WIDTH = 16


class Checker(ABC):
    """One check under way: what is found, and what was noted."""

    def __init__(self, target: Target, on_progress: OnProgress, cancelled: Cancelled) -> None:
        """Read what was noted of ``target``.

        Args:
            target: what is to be checked.
            on_progress: called as frames are checked.
            cancelled: asked between frames.
        """
        self._output = target.output
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._manifest = target.manifest_path
        self._recorded = read_recorded(self._manifest)
        self._found: dict[ProblemKind, list[str]] = {}
        self._details: dict[ProblemKind, str] = {}
        self._whole = 0

    def check(self) -> CheckReport:
        """Return what is found, and what the manifest itself tells.

        Raises:
            MissingInputError: there is neither a result nor a manifest.
            CancelledError: the user stopped it.
        """
        self._look()
        there = os.path.exists(self._manifest)
        if os.path.exists(journal_path(self._manifest)):
            self._note("unfinished", detail="the run that made it did not end; run it again")
        if Store(self._manifest).is_unfinished:
            self._note("unfinished", detail="a redo was cut off; slowglass redo finishes it")
        if there and self._recorded is None:
            self._note("bad manifest", self._manifest.name, "it cannot be read")
        if self._recorded is not None and not self._recorded.is_of(self._output):
            self._note("bad manifest", self._manifest.name, f"it is of {self._recorded.output}")
        problems = tuple(
            Problem(kind, tuple(names), self._details[kind]) for kind, names in self._found.items()
        )
        notes = () if there or self._recorded else (NO_MANIFEST,)
        manifest = str(self._manifest) if there else ""
        doubts, mended = doubts_of(self._recorded), mended_files(self._recorded)
        return CheckReport(self._output, manifest, self._whole, problems, notes, doubts, mended)

    @abstractmethod
    def _look(self) -> None:
        """Note what is wrong, and count the frames that are whole."""

    def _unchanged(self, recorded: Recorded) -> list[Path]:
        """Note what became of the files on record; return the frames that are as they were."""
        same = []
        for record in recorded.frames.values():
            if record.what == PREVIEW:
                continue
            path = self._manifest.with_name(record.path)
            state = state_of(path, record)
            if state != "whole":
                self._note(state, record.path)
            elif record.what != SOUND:
                same.append(path)
        return same

    def _compare_count(self, count: int) -> None:
        planned = None if self._recorded is None else self._recorded.frame_count
        if planned is not None and count != planned:
            self._note("wrong count", detail=f"expected {planned} frames, found {count}")

    def _step(self, done: int, total: int, path: Path) -> None:
        if self._cancelled():
            raise CancelledError(f"stopped after {done} of {total} frames")
        self._on_progress(Progress("check", done + 1, total, str(path)))

    def _note(self, kind: ProblemKind, name: str = "", detail: str = "") -> None:
        names = self._found.setdefault(kind, [])
        names += [name] if name else []
        self._details[kind] = detail or self._details.get(kind, "")


class SequenceChecker(Checker):
    """Checks pictures, and the sound beside them."""

    def _look(self) -> None:
        if self._recorded is None:
            there = find_sequence(self._output)
            for number in there.missing:
                self._note("missing", output_path(there.pattern, number).name)
            self._read_back(there.paths.values())
            return
        whole = self._unchanged(self._recorded)
        self._read_back(whole)
        known = {record.path for record in self._recorded.frames.values()}
        left = {record.path for record in self._recorded.left}
        numbers = self._numbers_there()
        for name in numbers:
            if name not in known:
                self._note("left over" if name in left else "foreign", name)
        self._compare_order(self._recorded, numbers)
        self._compare_count(self._recorded.frames_there)

    def _compare_order(self, recorded: Recorded, numbers: Mapping[str, int]) -> None:
        """See that each frame on record is a file of this sequence, and they follow one another."""
        frames = [one for one in recorded.frames.values() if one.what not in NO_FRAMES]
        there = [one for one in frames if os.path.exists(self._manifest.with_name(one.path))]
        ours = [one for one in there if one.path in numbers]
        firsts = {numbers[one.path] - one.output_index for one in ours}
        if len(ours) < len(there) or len(firsts) > 1:
            detail = "its frames are not those of this sequence, one after the other"
            self._note("bad manifest", self._manifest.name, detail)

    def _read_back(self, paths: Iterable[Path]) -> None:
        """Decode frames: bytes that are as they were may be a copy of a damaged source."""
        files = list(paths)
        for done, path in enumerate(files):
            self._step(done, len(files), path)
            try:
                images.verify_picture(path)
                self._whole += 1
            except InputError:
                self._note("unreadable", path.name)

    def _numbers_there(self) -> dict[str, int]:
        """Return the numbers of the files that lie there, whoever made them, by their names."""
        try:
            paths = find_sequence(self._output).paths
        except MissingInputError:
            return {}
        return {path.name: number for number, path in paths.items()}


class MovieChecker(Checker):
    """Checks a movie: its bytes, how many frames it has, and whether they can be decoded."""

    def _look(self) -> None:
        path = Path(self._output)
        if self._recorded is not None:
            self._unchanged(self._recorded)
            if path.name not in {record.path for record in self._recorded.frames.values()}:
                self._note("bad manifest", self._manifest.name, "it does not know the movie")
        elif not os.path.exists(path):
            raise MissingInputError("expected a movie, there is none", path=path)
        if os.path.exists(path):
            self._decode(path)

    def _decode(self, path: Path) -> None:
        """Decode every frame of a movie, and count them."""
        broken = []
        try:
            with movies.MovieSource(path) as source:
                count = source.info.clock.frame_count
                for index in range(count):
                    self._step(index, count, path)
                    try:
                        source.read_luma(index, _LUMA_WIDTH)
                    except InputError:
                        broken.append(str(index))
        except InputError as error:
            self._note("unreadable", path.name, error.message)
            return
        self._whole = count - len(broken)
        if broken:
            self._note("unreadable", path.name, f"frames {', '.join(broken)}")
        self._compare_count(count)
