"""A delivered result against what its manifest says: all there, whole, and nothing besides."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from slowglass.core.device import plain_memory_errors
from slowglass.core.errors import (
    CancelledError,
    InputError,
    MissingInputError,
    UnsupportedMediaError,
)
from slowglass.core.media import is_sequence
from slowglass.core.media.images import find_sequence, is_pattern, output_path, verify_frame
from slowglass.core.media.movies import MovieSource
from slowglass.core.pipeline.check_report import CheckReport, Problem, ProblemKind
from slowglass.core.pipeline.delivery import (
    SOUND,
    Recorded,
    journal_path,
    manifest_path,
    read_document,
    read_recorded,
    state_of,
)
from slowglass.core.pipeline.outcome import Cancelled, OnProgress, Progress

NO_MANIFEST = (
    "There is no manifest: what is there was read, but nothing tells whether it is all, and what "
    "it should be."
)
_LUMA_WIDTH = 16


@plain_memory_errors()
def check(
    output: str, *, on_progress: OnProgress | None = None, cancelled: Cancelled | None = None
) -> CheckReport:
    """Compare a sequence or a movie with its manifest, and read it back whole.

    Args:
        output: a movie, a pattern, one frame, or the folder of one result.
        on_progress: called as frames are checked.
        cancelled: asked between frames.

    Raises:
        MissingInputError: there is neither a result nor a manifest.
        UnsupportedMediaError: the folder holds several results.
        CancelledError: the user stopped it.
    """
    checker = _Checker(_target(output), on_progress or (lambda _: None), cancelled)
    if is_sequence(checker.output):
        checker.sequence()
    else:
        checker.movie()
    return checker.report()


class _Checker:
    """One check under way."""

    def __init__(self, output: str, on_progress: OnProgress, cancelled: Cancelled | None) -> None:
        self.output = output
        self._on_progress = on_progress
        self._cancelled = cancelled or (lambda: False)
        self._manifest = manifest_path(output)
        self._recorded = read_recorded(self._manifest)
        self._found: dict[ProblemKind, list[str]] = {}
        self._details: dict[ProblemKind, str] = {}
        self._whole = 0

    def sequence(self) -> None:
        """Check the files of a sequence, and sound beside it."""
        if self._recorded is None:
            there = find_sequence(self.output)
            for number in there.missing:
                self._note("missing", output_path(there.pattern, number).name)
            self._read_back(there.paths.values())
            return
        whole = self._unchanged(self._recorded)
        self._read_back(whole)
        known = {record.path for record in self._recorded.frames.values()}
        for path in self._files_there():
            if path.name not in known:
                self._note("foreign", path.name)
        self._compare_count(self._recorded.frames_there)

    def movie(self) -> None:
        """Check a movie: its bytes, how many frames it has, and whether they can be decoded."""
        path = Path(self.output)
        if self._recorded is not None:
            self._unchanged(self._recorded)
        elif not path.exists():
            raise MissingInputError("expected a movie, there is none", path=path)
        if path.exists():
            self._decode(path)

    def report(self) -> CheckReport:
        """Put the findings together, with what the manifest itself tells."""
        there = self._manifest.exists()
        if journal_path(self._manifest).exists():
            self._note("unfinished", detail="the run that made it did not end; run it again")
        if there and self._recorded is None:
            self._note("bad manifest", self._manifest.name, "it cannot be read")
        problems = tuple(
            Problem(kind, tuple(names), self._details[kind]) for kind, names in self._found.items()
        )
        notes = () if there or self._recorded else (NO_MANIFEST,)
        manifest = str(self._manifest) if there else ""
        return CheckReport(self.output, manifest, self._whole, problems, notes)

    def _unchanged(self, recorded: Recorded) -> list[Path]:
        """Note what became of the files on record; return the frames that are as they were."""
        same = []
        for record in recorded.frames.values():
            path = self._manifest.with_name(record.path)
            state = state_of(path, record)
            if state != "whole":
                self._note(state, record.path)
            elif record.what != SOUND:
                same.append(path)
        return same

    def _read_back(self, paths: Iterable[Path]) -> None:
        """Decode frames: bytes that are as they were may be a copy of a damaged source."""
        files = list(paths)
        for done, path in enumerate(files):
            self._step(done, len(files), path)
            try:
                verify_frame(path)
                self._whole += 1
            except InputError:
                self._note("unreadable", path.name)

    def _decode(self, path: Path) -> None:
        """Decode every frame of a movie, and count them."""
        broken = []
        try:
            with MovieSource(path) as source:
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

    def _files_there(self) -> list[Path]:
        """Return the files of the sequence that lie there, whoever made them."""
        try:
            return list(find_sequence(self.output).paths.values())
        except MissingInputError:
            return []

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


def _target(output: str) -> str:
    """Return the movie or the pattern that a path stands for.

    Raises:
        InputError: a folder without a result, or with several.
    """
    path = Path(output)
    if path.is_dir():
        manifests = sorted(path.glob("*slowglass.json"))
        if len(manifests) > 1:
            raise UnsupportedMediaError(
                f"expected one result in the folder, found {len(manifests)}",
                path=path,
                hint=f"name one of them: {', '.join(one.name for one in manifests)}",
            )
        job = read_document(manifests[0]).get("job", {}) if manifests else {}
        return str(path / Path(job["output"]).name) if "output" in job else _pattern(path)
    return _pattern(path) if is_sequence(output) and not is_pattern(output) else output


def _pattern(path: Path) -> str:
    return find_sequence(path).pattern
