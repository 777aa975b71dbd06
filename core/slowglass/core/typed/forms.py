"""How values look where they come from, what types are called there, and what does not fit."""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, is_dataclass
from fractions import Fraction
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from slowglass.core.typed.numbers import exact

_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 120


class Misfit(Exception):
    """A value or a key that does not fit; who reads makes an error of their own of it."""

    def __init__(self, expected: str, got: str) -> None:
        """Keep the parts apart; the keys that lead to the value gather in ``where``."""
        super().__init__(expected, got)
        self.expected, self.got = expected, got
        self.where: list[str] = []

    def __str__(self) -> str:
        path = "".join(f"{key}: " for key in self.where)
        return f"{path}expected {self.expected}, got {self.got}"


class UnknownKey(Misfit):
    """A key that is no field of the dataclass."""

    def __init__(self, key: str, known: Iterable[str]) -> None:
        """Say which keys there are."""
        super().__init__(f"only {', '.join(known)}", shown(key))
        self.key = key


@dataclass(frozen=True)
class Form:
    """How values look where they come from."""

    readers: Mapping[Any, Callable[[Any], Any]] = field(default_factory=dict)
    """By type; they raise `Misfit` or a `UsageError`, which then says at which key."""
    words: Mapping[Any, str] = field(default_factory=dict)
    """What types are called in messages, where it is not their name."""
    is_plain: bool = True
    """Lists stand for tuples and mappings for dataclasses; else all is of its type already."""


def shown(value: object) -> str:
    """Return a value for a message, cut short where it is long."""
    return _SHORT.repr(value)


def in_words(hint: Any, form: Form) -> str:
    """Return what a type is called where values have this form."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return str(parts[1])
    if origin is Literal:
        return f"one of {', '.join(map(str, parts))}"
    if origin in (Union, UnionType):
        return " or ".join(in_words(part, form) for part in parts)
    if origin is tuple and form.is_plain:
        items = " and ".join(in_words(part, form) for part in parts if part is not Ellipsis)
        return f"{in_words(list, form)}, {'each' if Ellipsis in parts else 'of'} {items}"
    if is_dataclass(hint) and form.is_plain:
        return in_words(dict, form)
    return str(hint) if origin else form.words.get(hint, hint.__name__)


def _fraction(value: object) -> Fraction:
    """Read a fraction, which is text so that it stays exact."""
    number = exact(value) if isinstance(value, str) else None
    if number is None:
        raise Misfit(in_words(Fraction, JSON), shown(value))
    return number


PYTHON = Form(is_plain=False)
TOML = Form(words={dict: "a table", list: "an array"})
JSON = Form(
    readers={Fraction: _fraction},
    words={
        bool: "true or false",
        int: "a whole number",
        float: "a number",
        str: "text",
        Fraction: 'a fraction such as "24000/1001", as text',
        NoneType: "null",
        dict: "an object",
        list: "a list",
    },
)
