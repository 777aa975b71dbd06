"""Exact numbers out of text."""

from __future__ import annotations

import re
from fractions import Fraction

_NUMBER = re.compile(
    r"[+-]?([0-9]{1,40}/[0-9]{1,40}|[0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})([eE][+-]?[0-9]{1,2})?%?"
)


def exact(text: str) -> Fraction | None:
    """Return what "1/4", "0.25", "25%" or "2.5e-1" denotes; None where it is no number.

    Nor is one of more than 40 digits, or with an exponent above 99: it could take for ever.
    """
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return None
    try:
        number = Fraction(text.removesuffix("%"))
    except (ValueError, ZeroDivisionError):
        return None
    return number / 100 if text.endswith("%") else number
