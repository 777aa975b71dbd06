"""What is needed to place a result, kept on disk until it is placed."""

import json
import os
import uuid
from fractions import Fraction
from typing import Any, List, NamedTuple

from ...plugin.protocol.engine_file import settings_path, write_settings

WAITING = os.path.join("resolve", "waiting")
"""Folder in the user's settings, one file for each result that is not placed."""


class Ticket(NamedTuple):
    """A finished result and its place; plain values only, for the JSON file."""

    id: str
    name: str
    pattern: str
    """Of the frames, numbered from 0: ``clip_######.exr``."""
    frames: int
    frame_rate: str
    """Of the timeline, as a fraction."""
    record_frame: int
    speed: str
    """Of the result against the source, as a fraction."""
    placing: str
    disable_original: bool
    project_id: str
    project_name: str
    timeline_id: str
    timeline_name: str
    item_id: str
    item_name: str
    item_start: int
    item_duration: int
    media_id: str
    source: str
    model: str
    host: str
    """Product and version of the Resolve that it was made from."""

    @property
    def rate(self) -> Fraction:
        """The frame rate, exactly."""
        return Fraction(self.frame_rate)

    @property
    def folder(self) -> str:
        """Where the frames are."""
        return os.path.dirname(self.pattern)


def new_id() -> str:
    """Return an identity for a result."""
    return uuid.uuid4().hex


def keep(ticket: Ticket) -> None:
    """Keep a ticket until `drop`.

    Raises:
        OSError: it cannot be written.
    """
    write_settings(_name(ticket.id), json.dumps(ticket._asdict(), indent=1))


def drop(ticket: Ticket) -> None:
    """Forget a ticket, which is placed."""
    try:
        os.remove(settings_path(_name(ticket.id)))
    except OSError:
        pass


def waiting() -> List[Ticket]:
    """Return the results that are not placed and whose frames are still there, oldest first."""
    folder = settings_path(WAITING)
    names = [name for name in _names(folder) if name.endswith(".json")]
    paths = sorted((os.path.join(folder, name) for name in names), key=os.path.getmtime)
    tickets = [ticket for ticket in map(_read, paths) if ticket is not None]
    return [ticket for ticket in tickets if os.path.isdir(ticket.folder)]


def _read(path: str) -> Any:
    """Return the ticket in a file; None: it is none of this version."""
    try:
        with open(path, encoding="utf-8") as file:
            return Ticket(**json.load(file))
    except (OSError, ValueError, TypeError):
        return None


def _names(folder: str) -> List[str]:
    """Return the names in a folder that may not be there."""
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _name(ticket_id: str) -> str:
    """Return the file of a ticket, in the user's settings."""
    return os.path.join(WAITING, ticket_id + ".json")
