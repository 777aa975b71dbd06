"""What mending a result came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class MendResult:
    """Which frames were changed."""

    output: str
    """The movie, or the pattern of the sequence."""
    manifest: str
    frames: tuple[int, ...]
    """Output indices, in order."""
    paths: tuple[str, ...]
    """Files of these frames, which hold other pictures now."""
    notes: tuple[str, ...] = ()
    """What the user should know, one sentence each."""

    def to_json(self) -> dict[str, Any]:
        """Return the outcome as plain JSON values."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in vars(self).items()}
