"""Marks that others of our processes know: of files that may be replaced, of who listens."""

from __future__ import annotations

PNG_METADATA = {"Software": "Slowglass"}
PNG_MARK = b"Slowglass"
QUALITY_SCHEMA = "slowglass.quality/1"
QUALITY_MARK = b'"slowglass.quality/'
PROGRESS_VARIABLE = "SLOWGLASS_PROGRESS"
"""Where it is "openjd", a farm reads how far the work is, and why it failed, from stdout.

Source: Open Job Description, How Jobs Are Run, Stdout/Stderr Messages."""
