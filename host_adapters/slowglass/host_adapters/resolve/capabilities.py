"""What this Resolve can do, found by trying, never by its version's name alone."""

from typing import Any, List, NamedTuple

from .api import ask, has, is_number, whole_number

UI_MANAGER_FOR_ALL_BEFORE = (19, 1)
"""From this version on the free edition answers a touch of UIManager with a modal dialog."""


class Capabilities(NamedTuple):
    """What the adapter asks of Resolve, and whether it is there."""

    version: str
    """For people, such as "DaVinci Resolve Studio 21.1.0.14"."""
    speed: bool
    """The speed of an item can be read (21.1)."""
    source_frames: bool
    """The source frames of an item can be read (19.0.2)."""
    otio: bool
    """A timeline can be written as OpenTimelineIO (18.5)."""
    tracks: bool
    """Tracks can be added and items deleted (18.5), without which nothing can be placed safely."""
    takes: bool
    ui_manager: bool
    """Dialogs can be opened without running into the limits of the edition."""


def probe(resolve: Any, timeline: Any, item: Any = None) -> Capabilities:
    """Return what Resolve can do.

    Args:
        resolve: the object that Resolve gives its scripts.
        timeline: the current one.
        item: any video item of it; without one, what only items know counts as missing.
    """
    return Capabilities(
        version=version_text(resolve),
        speed=_offers(item, "GetSpeed"),
        source_frames=_offers(item, "GetSourceStartFrame") and _offers(item, "GetSourceEndFrame"),
        otio=_offers(timeline, "Export") and is_number(getattr(resolve, "EXPORT_OTIO", None)),
        tracks=_offers(timeline, "AddTrack") and _offers(timeline, "DeleteClips"),
        takes=_offers(item, "AddTake"),
        ui_manager=is_studio(resolve) or _version(resolve)[:2] < UI_MANAGER_FOR_ALL_BEFORE,
    )


def _offers(thing: Any, method: str) -> bool:
    """Return whether an object has a method: some versions make one of any name.

    What ``dir`` lists are the methods of the version, where it lists methods at all.
    """
    listed = dir(thing)
    return has(thing, method) and ("GetName" not in listed or method in listed)


def is_studio(resolve: Any) -> bool:
    """Return whether it is the Studio edition; versions before 21.1 tell by their name only."""
    answer = ask(resolve, "IsStudio")
    if isinstance(answer, bool):
        return answer
    return "studio" in str(ask(resolve, "GetProductName") or "").lower()


def version_text(resolve: Any) -> str:
    """Return the product and its version for people."""
    product = ask(resolve, "GetProductName") or "DaVinci Resolve"
    return ("{} {}".format(product, ask(resolve, "GetVersionString") or "")).strip()


def _version(resolve: Any) -> "tuple[int, ...]":
    """Return the version's numbers; one that cannot be read counts as new."""
    fields: List[Any] = ask(resolve, "GetVersion") or []
    numbers = tuple(whole_number(field) for field in fields[:3])
    return numbers or (99,)
