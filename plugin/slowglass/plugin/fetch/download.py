"""Downloading one file: it goes on where it broke off, and is checked before anyone uses it."""

from __future__ import annotations

import hashlib
import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from slowglass.core.atomic import output_error
from slowglass.core.errors import ModelError, SlowglassError, UsageError
from slowglass.core.version import __version__
from slowglass.plugin.fetch.partial import Partial

TIMEOUT_SECONDS = 30.0
"""Without a byte."""
ATTEMPTS = 4
PAUSE_SECONDS = 1.0
BLOCK_BYTES = 1 << 16
LARGEST_BYTES = 16 << 30
"""Of a model; what sends more is something else, or has no end."""
AGAIN = "run the same command again: it goes on from there"
LATER = "check the address and the connection, and try again"

OnBytes = Callable[[int, int | None], None]
"""Told how many bytes are there, and how many there will be where the server says so."""


class _BrokenOff(Exception):
    """The connection ended too early; another attempt may go on."""


def download(url: str, folder: Path, sha256: str = "", on_bytes: OnBytes | None = None) -> Partial:
    """Return the whole file that ``url`` gives, checked; the caller discards it after use.

    Args:
        url: http or https.
        folder: where to keep it meanwhile, hidden.
        sha256: how its SHA-256 must begin; "": whatever it is.
        on_bytes: told of the progress.

    Raises:
        UsageError: it is no address of the web.
        ModelError: the server refuses, sends a page, breaks off again and again, or sends something
            else than ``sha256`` says. After a break what came stays for the next time.
        OutputError: the disk refuses.
    """
    _check_address(url)
    partial = Partial.of(url, folder)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _receive(url, partial, on_bytes or (lambda done, total: None))
            break
        except _BrokenOff as error:
            if attempt == ATTEMPTS:
                raise _given_up(error, url, partial) from error
            time.sleep(PAUSE_SECONDS)
        except BaseException:
            _drop_useless(partial)
            raise
    _check_hash(url, partial, sha256.lower())
    return partial


def _check_address(url: str) -> None:
    """Refuse what is no address of the web.

    Raises:
        UsageError: it is not.
    """
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_web = False
    if not is_web:
        raise UsageError(f"expected an address that begins with https://, got {url!r}")
    if not url.isascii() or not url.isprintable() or " " in url:
        raise UsageError(
            "expected an address of plain characters", path=url, hint="write others as %C3%A4"
        )


def _given_up(error: object, url: str, partial: Partial) -> ModelError:
    """Return what to say after the last attempt."""
    kept = _drop_useless(partial)
    return ModelError(str(error), path=url, hint=AGAIN if kept else LATER)


def _drop_useless(partial: Partial) -> bool:
    """Discard what cannot be gone on from; return whether anything is kept."""
    kept = partial.known()[0] > 0
    if not kept:
        partial.discard()
    return kept


def _receive(url: str, partial: Partial, on_bytes: OnBytes) -> None:
    """Ask for what is missing and append it."""
    there, version = partial.known()
    headers = {"User-Agent": f"slowglass/{__version__}"}
    if there:
        headers |= {"Range": f"bytes={there}-", "If-Range": version}
    request = urllib.request.Request(url, headers=headers)
    try:
        with _opener().open(request, timeout=TIMEOUT_SECONDS) as response:
            _append(response, url, partial, there, on_bytes)
    except urllib.error.HTTPError as error:
        _refused(error, url, partial, there)
    except SlowglassError:
        raise
    except (OSError, ValueError, http.client.HTTPException) as error:
        # urllib wraps what failed before the answer, and passes on what failed within it.
        reason = getattr(error, "reason", None) or error
        raise _BrokenOff(
            f"expected the whole file, the connection failed after {partial.known()[0]} bytes: "
            f"{reason}"
        ) from error


def _refused(error: urllib.error.HTTPError, url: str, partial: Partial, there: int) -> None:
    """Deal with an answer that says no; return if the file is there already."""
    with error:
        if error.code == 416 and there:
            if error.headers.get("Content-Range", "") == f"bytes */{there}":
                return
            partial.discard()
            raise _BrokenOff("expected the rest of the file, the server has another") from error
        said = f"expected the file, the server says: {error.code} {error.reason}"
        if error.code >= 500:
            raise _BrokenOff(said) from error
        raise ModelError(said, path=url, hint="check the address") from error


def _append(
    response: http.client.HTTPResponse, url: str, partial: Partial, there: int, on_bytes: OnBytes
) -> None:
    """Write what the server sends, from the beginning unless it goes on where we asked."""
    if response.headers.get_content_type() == "text/html":
        raise ModelError(
            "expected a file, got a web page",
            path=url,
            hint="open it in a browser, download the file there, then: slowglass models add FILE",
        )
    goes_on = response.status == http.HTTPStatus.PARTIAL_CONTENT
    start = there if goes_on else 0
    if goes_on and not response.headers.get("Content-Range", "").startswith(f"bytes {start}-"):
        partial.discard()
        raise _BrokenOff("expected the rest of the file, the server sent another part")
    length = response.headers.get("Content-Length")
    total = start + int(length) if length and length.isascii() and length.isdecimal() else None
    with _opened(partial, _version(response), "ab" if goes_on else "wb") as file:
        done = _copy(response, file, start, total, on_bytes)
    if total is not None and done != total:
        raise _BrokenOff(f"expected {total} bytes, the connection broke off after {done}")


def _version(response: http.client.HTTPResponse) -> str:
    """Return by what the server can tell whether the file is still the same, "" if by nothing."""
    tag = response.headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else response.headers.get("Last-Modified", "")


def _opened(partial: Partial, version: str, mode: str) -> IO[Any]:
    """Open the file for what is to come."""
    try:
        partial.begin(version)
        return partial.file.open(mode)
    except OSError as error:
        raise output_error(error, partial.file) from error


def _copy(
    response: http.client.HTTPResponse,
    file: IO[Any],
    start: int,
    total: int | None,
    on_bytes: OnBytes,
) -> int:
    """Write all that comes; return how many bytes the file has then."""
    done = start
    while block := response.read(BLOCK_BYTES):
        try:
            file.write(block)
        except OSError as error:
            raise output_error(error, Path(file.name)) from error
        done += len(block)
        if max(done, total or 0) > LARGEST_BYTES:
            raise ModelError(
                f"expected a model of at most {LARGEST_BYTES >> 30} GB, the server has more"
            )
        on_bytes(done, total)
    return done


def _check_hash(url: str, partial: Partial, sha256: str) -> None:
    """Refuse and drop a file that is not the one that was expected."""
    digest = hashlib.sha256()
    with partial.file.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    if not digest.hexdigest().startswith(sha256):
        partial.discard()
        raise ModelError(
            f"expected a file whose SHA-256 begins with {sha256}, got {digest.hexdigest()}; "
            "it was not kept",
            path=url,
            hint="it was damaged on its way, or its author changed it",
        )


def _opener() -> urllib.request.OpenerDirector:
    """Return what follows addresses of the web, and never any others."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPRedirectHandler,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.HTTPErrorProcessor,
        urllib.request.UnknownHandler,
    ):
        opener.add_handler(handler())
    return opener
