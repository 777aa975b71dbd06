"""Files of a result changed all together: staged beside it, and moved in under one name.

    .shot.slowglass.mends/KEPT      what mends replaced, named by its digest
    .shot.slowglass.mends/staged/   new files of a change that is being made
    .shot.slowglass.mends/ready/    those of a change that is decided

A change is decided by one rename, from staged to ready. Each file is then moved over the one that
it replaces. A process that is killed before the rename has changed nothing; after it, whoever
comes next moves the rest. Under a final name there is a whole file, old or new, at every moment.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from slowglass.core.atomic import copy_file, flush_to_disk, output_error, replacing
from slowglass.core.errors import OutputError
from slowglass.core.pipeline.delivery.records import FrameRecord, Mend


class Store:
    """The hidden folder of the mends of one result; only who has the result's lock changes it."""

    def __init__(self, manifest: Path) -> None:
        """Name the folder; nothing is made yet.

        Args:
            manifest: of the result.
        """
        self._manifest = manifest
        self.folder = manifest.with_name(f".{manifest.stem}.mends")
        self.staged = self.folder / "staged"
        self._ready = self.folder / "ready"

    @property
    def is_unfinished(self) -> bool:
        """Whether a change was decided, and cut off."""
        return self._ready.is_dir()

    def begin(self) -> None:
        """Make room for new files, once what was cut off before is finished.

        Raises:
            OutputError: the folder cannot be made.
        """
        self.finish()
        try:
            shutil.rmtree(self.staged, ignore_errors=True)
            self.staged.mkdir(parents=True)
        except OSError as error:
            raise output_error(error, self.folder) from error

    def keep(self, record: FrameRecord) -> None:
        """Keep the file of a frame, as it lies there, before it is replaced."""
        _give(self._manifest.with_name(record.path), self.kept(record))

    def give_back(self, record: FrameRecord) -> None:
        """Stage the file that a frame was, under its name."""
        _give(self.kept(record), self.staged / record.path)

    def kept(self, record: FrameRecord) -> Path:
        """Return where the file of a frame that was replaced lies."""
        return self.folder / f"{record.blake2b}{Path(record.path).suffix}"

    def commit(self) -> None:
        """Put what is staged in place, all of it; the manifest is the last.

        Raises:
            OutputError: the system refused; what is left is moved by whoever comes next.
        """
        try:
            for path in (*self.staged.iterdir(), self.staged):
                _flush(path)
            os.replace(self.staged, self._ready)
        except OSError as error:
            raise output_error(error, self.folder) from error
        self.finish()

    def finish(self) -> None:
        """Move in the files of a change that was decided; nothing where there is none.

        Raises:
            OutputError: the system refused.
        """
        if not self.is_unfinished:
            return
        names = sorted(path.name for path in self._ready.iterdir())
        last = [name for name in names if name == self._manifest.name]
        for name in [one for one in names if one not in last] + last:
            try:
                os.replace(self._ready / name, self._manifest.with_name(name))
            except FileNotFoundError:
                continue  # another process finished it, one of those that make parts
            except OSError as error:
                raise OutputError(
                    "expected to replace the file, the system says: "
                    f"{error.strerror or error}; what was decided goes on with the next redo",
                    path=self._manifest.with_name(name),
                    hint="close the program that has it open, then run slowglass redo again",
                ) from error
        with suppress(OSError):
            _flush(self._manifest.parent)
            self._ready.rmdir()

    def sweep(self, mends: Iterable[Mend]) -> None:
        """Remove what was staged and not decided, and kept files that no mend can give back."""
        shutil.rmtree(self.staged, ignore_errors=True)
        used = {self.kept(mend.replaced).name for mend in mends if mend.is_kept}
        with suppress(OSError):
            for path in self.folder.iterdir():
                if path.name not in used and path.is_file():
                    path.unlink()
        with suppress(OSError):
            self.folder.rmdir()  # refused where anything lies


def _give(source: Path, target: Path) -> None:
    """Give a file a second name, as a copy where the file system has no links.

    A link is enough: no file of a result is ever written to, only replaced.

    Raises:
        OutputError: the system refused.
    """
    if target.exists():
        return
    try:
        os.link(source, target)
    except OSError:
        with replacing(target) as temporary:
            copy_file(source, temporary)


def _flush(path: Path) -> None:
    """Wait until a file or folder has reached the disk; Windows cannot open folders."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        flush_to_disk(descriptor)
    finally:
        os.close(descriptor)
