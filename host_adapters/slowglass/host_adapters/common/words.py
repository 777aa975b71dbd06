"""Sentences and amounts as people read them."""

import re

_OPTION = re.compile(r"--[a-z]")
"""What the engine advises is often an option of its command line, which an editor has not."""
_FETCH = re.compile(r"slowglass models fetch [\w-]+")


def sentence(message: str, hint: str = "") -> str:
    """Return what went wrong and what to do about it, where that is known, as one sentence."""
    if _OPTION.search(hint):
        hint = f"on the command line: {hint}"
    return f"{message} ({hint})" if hint else message


def told_in_an_editor(note: str, fetching: str) -> str:
    """Return a note of the engine that says of its advice where it can be followed.

    Args:
        note: of the engine.
        fetching: what stands here for the command that fetches weights, as "a click there".
    """
    note = _FETCH.sub(fetching, note)
    parts = re.split(r"(?<=[.;]) ", note)
    ends = [".", *(part[-1:] for part in parts)]
    return " ".join(_placed(part, end) for part, end in zip(parts, ends))


def _placed(part: str, after: str) -> str:
    """Return a part of a note, which follows a full stop or a semicolon, with its place."""
    if not _OPTION.search(part):
        return part
    return f"{'on' if after == ';' else 'On'} the command line: {part}"


def duration_text(seconds: float) -> str:
    """Return a duration for people."""
    whole = round(seconds)
    if whole < 60:
        return f"{max(whole, 1)} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def size_text(count: float) -> str:
    """Return a number of bytes for people."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{max(count / 1e6, 0.1):.1f} MB"
