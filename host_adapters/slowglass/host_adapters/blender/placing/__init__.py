"""Results in the timeline: strips, their look, animation and sound."""

from .insert import insertion
from .provenance import original_of, read_provenance, strips_named
from .unfinished import remove_unfinished

__all__ = ["insertion", "original_of", "read_provenance", "remove_unfinished", "strips_named"]
