"""Lines of a host: whole, in time that grows with their length alone, and never without end."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from slowglass.plugin import pipes
from slowglass.plugin.protocol.messages import ProtocolError, read_request


@contextmanager
def fed(content: bytes) -> Iterator[int]:
    """Give the reading end of a pipe that content comes through."""
    reading, writing = os.pipe()

    def feed() -> None:
        with os.fdopen(writing, "wb") as file:
            file.write(content)

    thread = threading.Thread(target=feed)
    thread.start()
    yield reading
    thread.join()
    os.close(reading)


@pytest.mark.parametrize(
    "lines", [[b""], [b"a", b"", b"b"], [b"x" * 65535, b"y" * 65536, b"z" * 200_000, b"end"]]
)
def test_lines_come_whole_and_what_no_newline_ends_is_none(lines: list[bytes]) -> None:
    with fed(b"\n".join([*lines, b"cut off"])) as descriptor:
        assert list(pipes._lines(descriptor)) == lines


def test_of_a_line_without_end_a_beginning_is_kept_which_is_no_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pipes, "LONGEST_LINE_BYTES", 100_000)
    with fed(b'{"protocol": "' + b"x" * 1_000_000 + b'"}\n{"cancel": true}\n') as descriptor:
        first, second = pipes._lines(descriptor)
    assert (len(first), second) == (100_000, b'{"cancel": true}')
    with pytest.raises(ProtocolError, match="expected a line of JSON") as caught:
        read_request(first)
    assert len(str(caught.value)) < 300


def test_nesting_without_end_is_no_request() -> None:
    with pytest.raises(ProtocolError):
        read_request(b"[" * 100_000)
