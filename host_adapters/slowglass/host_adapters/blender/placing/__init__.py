"""Results in the timeline: strips, their look, animation and sound."""

from .insert import insertion
from .provenance import read_provenance, strips_named
from .unfinished import remove_unfinished

__all__ = ["insertion", "read_provenance", "remove_unfinished", "strips_named"]
