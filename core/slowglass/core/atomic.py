"""A file appears under its final name whole, or not at all.

The work goes to a temporary name in the same folder; one rename publishes it. A killed process
leaves at most a hidden temporary file, which ``sweep`` removes later.
"""

from __future__ import annotations

import errno
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from slowglass.core.errors import MissingInputError, OutputError, SlowglassError

_HOST = re.sub(r"[^0-9A-Za-z]+", "_", platform.node()) or "host"
_TEMPORARY = re.compile(r"^\..*\.(?P<host>[0-9A-Za-z_]+)-(?P<pid>\d+)\.part(\.[^.]+)?$", re.DOTALL)
_TEMPORARY_FOLDER = "slowglass"
_FSYNC_NOT_OFFERED = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)
_HINTS = {
    errno.ENOSPC: "free some space and run again; whole frames are kept",
    errno.EDQUOT: "free some space and run again; whole frames are kept",
    errno.EACCES: "choose a folder that you may write to, or close the program that has it open",
    errno.EPERM: "choose a folder that you may write to, or close the program that has it open",
    errno.EROFS: "choose a folder that you may write to",
    errno.ENOENT: "the folder is gone or was never there",
    errno.ENAMETOOLONG: "choose a shorter name",
}


def temporary_name(final: Path) -> Path:
    """Return where to write what shall become ``final``.

    Same folder, so that the rename is atomic; hidden, so that no sequence finds it; same suffix,
    so that writers choose the same format. Host and process are in the name: on a farm's shared
    storage a process number alone says nothing about who is still alive.
    """
    return final.with_name(f".{final.stem}.{_HOST}-{os.getpid()}.part{final.suffix}")


def publish(temporary: Path, final: Path) -> None:
    """Give a finished temporary file its final name, replacing what has it.

    The bytes reach the disk before the name does, so that even a power cut leaves no empty file
    under the final name.

    Raises:
        OutputError: the system refused; the temporary file is removed.
    """
    try:
        with temporary.open("rb+") as file:
            flush_to_disk(file.fileno())
        os.replace(temporary, final)
    except OSError as error:
        discard(temporary)
        raise output_error(error, final) from error
    _flush_folder(final.parent)


def discard(temporary: Path) -> None:
    """Remove a temporary file, if it is there and can be removed; ``sweep`` gets the others."""
    with suppress(OSError):
        temporary.unlink()


@contextmanager
def replacing(final: Path) -> Iterator[Path]:
    """Give a temporary name to write to; publish it at the end, or discard it on any exception.

    Raises:
        OutputError: the system refused a write, the flush or the rename.
    """
    with unpublished(final) as temporary:
        yield temporary
    publish(temporary, final)


@contextmanager
def unpublished(final: Path) -> Iterator[Path]:
    """Give a temporary name to write to, to be published later; discard it on any exception.

    Raises:
        OutputError: the system refused a write.
    """
    temporary = temporary_name(final)
    try:
        yield temporary
    except BaseException as error:
        discard(temporary)
        if isinstance(error, OutputError):
            error.path = os.fspath(final)  # the name that the user knows
        elif isinstance(error, OSError) and not isinstance(error, SlowglassError):
            raise output_error(error, final) from error
        raise


def copy_file(source: Path, temporary: Path) -> None:
    """Copy a file that was read whole before, and count its bytes.

    Raises:
        MissingInputError: it is gone.
        OutputError: not all of it arrived.
        OSError: the system refused.
    """
    if not source.is_file():
        raise MissingInputError("expected the source's file, it is gone", path=source)
    shutil.copyfile(source, temporary)
    expected, got = source.stat().st_size, temporary.stat().st_size
    if got != expected:
        raise OutputError(f"expected {expected} bytes, got {got}", path=temporary)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Give a folder that goes again; who dies leaves one, which the next one removes.

    Raises:
        OutputError: the system refuses.
    """
    base = Path(tempfile.gettempdir())
    with suppress(OSError):
        for path in base.glob(f"{_TEMPORARY_FOLDER}-{_HOST}-*"):
            if not _is_alive(int(path.name.split("-")[2])):
                shutil.rmtree(path, ignore_errors=True)
    prefix = f"{_TEMPORARY_FOLDER}-{_HOST}-{os.getpid()}-"
    try:
        made = tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)
    except OSError as error:
        raise output_error(error, base) from error
    with made as folder:
        yield Path(folder)


def sweep(folder: Path) -> tuple[Path, ...]:
    """Remove what dead processes of this machine left in ``folder``; return what was removed.

    Files of living processes and of other machines stay.
    """
    removed = []
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            match = _TEMPORARY.match(path.name)
            if match and match["host"] == _HOST and not _is_alive(int(match["pid"])):
                with suppress(OSError):
                    path.unlink()
                    removed.append(path)
    return tuple(removed)


def output_error(error: OSError, path: Path) -> OutputError:
    """Return what the system said about ``path`` as an error of ours."""
    reason = error.strerror or str(error)
    return OutputError(
        f"expected to write the file, the system says: {reason}",
        path=path,
        hint=_HINTS.get(error.errno or 0, ""),
    )


def flush_to_disk(descriptor: int) -> None:
    """Wait until what was written to an open file has reached the disk, where the system offers it.

    Raises:
        OSError: the system could not write it.
    """
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _FSYNC_NOT_OFFERED:
            raise


def _flush_folder(folder: Path) -> None:
    """Make the rename itself durable. Windows cannot open folders, some servers refuse: no harm."""
    if os.name == "nt":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _is_alive(pid: int) -> bool:
    if sys.platform == "win32":  # os.kill would end the process there
        import ctypes

        still_active, query_limited_information = 259, 0x1000
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(query_limited_information, False, pid)
        if not handle:
            return False
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == still_active
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
