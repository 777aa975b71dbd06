"""Who writes a result: one run alone, or several that each make a part of it.

A lock of the system says so, which ends with its process however that ends. It is taken on a hidden
file beside the result. A file that a killed run left there holds nothing: the next run takes it
over. On network folders the lock is as good as the server's own.
"""

from __future__ import annotations

import errno
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from slowglass.core.atomic import output_error
from slowglass.core.errors import OutputBusyError

NO_LOCKS = "This folder offers no locks: see to it that nothing else writes {name} meanwhile."
_NOT_OFFERED = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL)
_LOCKED_BYTE, _LOCKED_BYTES = 1 << 30, 1 << 10
"""On Windows a lock keeps others from reading; the words at the beginning are for them. Who is
alone has all of these bytes, who shares has one."""
_WORDS_BYTES = 200


def lock_path(result: Path) -> Path:
    """Return the file that is locked while ``result`` is written."""
    return result.with_name(f".{result.name}.lock")


@contextmanager
def only_writer(result: Path) -> Iterator[tuple[str, ...]]:
    """Be the only one who writes ``result`` for a while, in this process and in all others.

    Gives what the user should know, one sentence each.

    Raises:
        OutputBusyError: somebody else writes it.
        OutputError: the folder cannot be written to.
    """
    with _locked(result, shared=False) as notes:
        yield notes


@contextmanager
def one_of_writers(result: Path) -> Iterator[tuple[str, ...]]:
    """Be one of those who write ``result`` in parts; nobody is its only writer meanwhile.

    Gives what the user should know, one sentence each.

    Raises:
        OutputBusyError: somebody writes it alone.
        OutputError: the folder cannot be written to.
    """
    with _locked(result, shared=True) as notes:
        yield notes


@contextmanager
def _locked(result: Path, shared: bool) -> Iterator[tuple[str, ...]]:
    path = lock_path(result)
    try:
        descriptor, is_locked = _open_locked(path, result, shared)
    except OSError as error:
        if isinstance(error, OutputBusyError):
            raise
        raise output_error(error, path) from error
    try:
        yield () if is_locked else (NO_LOCKS.format(name=result.name),)
    finally:
        _release(path, descriptor)


def _open_locked(path: Path, result: Path, shared: bool) -> tuple[int, bool]:
    """Return the open file and whether it is locked: a folder may offer no locks.

    Raises:
        OutputBusyError: somebody else has it.
        OSError: the file cannot be opened.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            has_lock = _lock(descriptor, shared)
        except OSError as error:
            if error.errno not in _NOT_OFFERED:
                os.close(descriptor)
                raise
            return descriptor, False
        if not has_lock:
            holder = os.read(descriptor, _WORDS_BYTES).decode("utf-8", "replace").strip()
            os.close(descriptor)
            raise OutputBusyError(
                f"expected to be alone, another run is writing this{holder and f' ({holder})'}",
                path=result,
                hint="wait until it is done, or choose another name",
            )
        if _is_at(path, descriptor):
            os.truncate(descriptor, 0)
            os.write(descriptor, f"process {os.getpid()} on {platform.node()}\n".encode())
            return descriptor, True
        os.close(descriptor)  # its holder removed it meanwhile; who comes now makes a new one


def _release(path: Path, descriptor: int) -> None:
    """Remove the file while nobody else can have locked it, then let go; sharers leave it."""
    if os.name != "nt" and _is_alone(descriptor) and _is_at(path, descriptor):
        with suppress(OSError):
            path.unlink()
    os.close(descriptor)
    if os.name == "nt":  # open files cannot be removed there, so another holder's stays
        with suppress(OSError):
            path.unlink()


def _is_at(path: Path, descriptor: int) -> bool:
    """Return whether an open file still has this name."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except OSError:
        return False


def _is_alone(descriptor: int) -> bool:
    """Return whether nobody else has a lock on an open file; a shared lock becomes a whole one."""
    try:
        return _lock(descriptor, shared=False)
    except OSError:
        return True  # no locks are offered there


def _lock(descriptor: int, shared: bool) -> bool:
    """Lock an open file; return False if somebody has a lock that forbids it.

    Raises:
        OSError: the system refused, or offers no locks there.
    """
    if sys.platform == "win32":
        width = 1 if shared else _LOCKED_BYTES
        starts = range(_LOCKED_BYTE, _LOCKED_BYTE + _LOCKED_BYTES, width)
        return any(_lock_bytes(descriptor, start, width) for start in starts)
    import fcntl

    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_bytes(descriptor: int, start: int, count: int) -> bool:
    """Lock bytes of an open file on Windows; return False if somebody has one of them."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, start, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, count)
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EDEADLK):
                raise
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
    return True
