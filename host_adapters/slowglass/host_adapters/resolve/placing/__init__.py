"""Results in Resolve's media pool and timelines, proven to lie there, or taken back."""

from .result import BUSY_SECONDS, place

__all__ = ["BUSY_SECONDS", "place"]
