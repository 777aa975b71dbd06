"""Asking Resolve: what is not there, and what it refuses, is None."""

from typing import Any, List, Optional


def has(thing: Any, method: str) -> bool:
    """Return whether an object of Resolve has a method; ``hasattr`` is True for every name."""
    return thing is not None and callable(getattr(thing, method, None))


def ask(thing: Any, method: str, *arguments: Any) -> Any:
    """Return what a method answers; None if this version has no such method or it fails.

    A connection that breaks raises whatever the bridge raises: to the caller it is one more
    failure, and every caller has to expect one.
    """
    if not thing or not has(thing, method):
        return None
    try:
        return getattr(thing, method)(*arguments)
    except Exception:
        return None


def listed(answer: Any) -> List[Any]:
    """Return the objects of an answer that may be None, False or a list with holes."""
    return [item for item in answer if item] if isinstance(answer, (list, tuple)) else []


def unique_id(thing: Any) -> str:
    """Return the identity of an object, "" if it is gone; two fetches are never the same object."""
    found = ask(thing, "GetUniqueId")
    return found if isinstance(found, str) else ""


def has_id(thing: Any, identity: str) -> bool:
    """Return whether an object says that it has this identity; nothing has none.

    What is gone, and a Resolve that does not answer, give "": two of these are not the same.
    """
    return bool(identity) and unique_id(thing) == identity


def clip_property(media: Any, name: str) -> str:
    """Return a property of a clip of the media pool as text, "" if it has none."""
    value = ask(media, "GetClipProperty", name)
    return "" if value is None or value is False else str(value)


def whole_frame(thing: Any, method: str) -> Optional[int]:
    """Return a frame or a number of frames that a method answers, None if it answers no number.

    Newer versions answer floats, which may be off by what a float cannot hold.
    """
    answer = ask(thing, method)
    return whole_number(answer) if is_number(answer) else None


def is_number(value: Any) -> bool:
    """Return whether an answer is a number: False is none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def whole_number(value: Any) -> int:
    """Return a number that Resolve gave as text, as a float or not at all (0)."""
    try:
        return round(float(value))
    except (TypeError, ValueError):
        return 0
