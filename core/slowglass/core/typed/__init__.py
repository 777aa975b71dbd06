"""Dataclasses from plain values, by the types of their fields. Standard library only.

A field may be a bool, int, float, str, Fraction or Literal, a tuple, a dataclass, None, or a union
of these. What else there is, or is written in a way of its own, a `Form` has a reader for.
"""

from slowglass.core.typed.forms import JSON, TOML, Form, Misfit, UnknownKey, in_words
from slowglass.core.typed.numbers import exact
from slowglass.core.typed.reading import check, field_types, is_required, read
from slowglass.core.typed.writing import written, written_fields

__all__ = [
    "JSON",
    "TOML",
    "Form",
    "Misfit",
    "UnknownKey",
    "check",
    "exact",
    "field_types",
    "in_words",
    "is_required",
    "read",
    "written",
    "written_fields",
]
