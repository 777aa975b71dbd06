"""Plain values become dataclasses; dataclasses are checked."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from slowglass.core.errors import UsageError
from slowglass.core.typed.forms import PYTHON, Form, Misfit, UnknownKey, in_words, shown

T = TypeVar("T")


def read(kind: type[T], values: object, form: Form) -> T:
    """Return the dataclass ``kind`` with the values of a mapping, else with its defaults.

    Raises:
        Misfit: it is no mapping, a key is unknown or missing, or a value is of another type.
        UsageError: the dataclass, or a reader of the form, does not take a value.
    """
    if not isinstance(values, Mapping):
        raise Misfit(in_words(dict, form), shown(values))
    hints = field_types(cast(Any, kind))
    for key in values:
        if key not in hints:
            raise UnknownKey(key, hints)
    for item in fields(cast(Any, kind)):
        if item.name not in values and is_required(item):
            raise Misfit(item.name, f"only {', '.join(values) or 'nothing'}")
    return kind(**{name: _at(name, hints[name], value, form) for name, value in values.items()})


def check(value: Any) -> None:
    """Make sure that each field of a dataclass, and of those in it, holds what its type says.

    Raises:
        Misfit: one does not.
    """
    for name, hint in field_types(cast(Any, type(value))).items():
        _at(name, hint, getattr(value, name), PYTHON)


@cache
def field_types(kind: Any) -> dict[str, Any]:
    """Return the types of a dataclass's fields by their names."""
    hints = get_type_hints(kind, include_extras=True)
    return {item.name: hints[item.name] for item in fields(kind)}


def is_required(item: Field[Any]) -> bool:
    """Return whether a field has no default."""
    return item.default is MISSING and item.default_factory is MISSING


def _at(key: str, hint: Any, value: Any, form: Form) -> Any:
    """Return the value of a key; what is wrong with it says where."""
    try:
        return _value(hint, value, form)
    except Misfit as misfit:
        misfit.where.insert(0, key)
        raise
    except UsageError as error:
        raise type(error)(f"{key}: {error.message}", hint=error.hint) from None


def _value(hint: Any, value: Any, form: Form) -> Any:
    """Return a value of the type ``hint``."""
    if hint in form.readers:
        return form.readers[hint](value)
    origin = get_origin(hint)
    if origin is Annotated:
        return _value(get_args(hint)[0], value, form)
    if origin in (Union, UnionType):
        return _one_of(hint, value, form)
    if origin is tuple:
        return _items(hint, value, form)
    if origin is Literal:
        return _choice(hint, value, form)
    if is_dataclass(hint) and isinstance(hint, type) and form.is_plain:
        return read(hint, value, form)
    if hint is float and type(value) is int:
        return float(value)
    if not isinstance(value, hint) or (isinstance(value, bool) and hint is not bool):
        raise Misfit(in_words(hint, form), shown(value))
    if is_dataclass(value):
        check(value)
    return value


def _one_of(hint: Any, value: Any, form: Form) -> Any:
    """Return a value of the first type of a union that takes it."""
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    if value is None and NoneType in get_args(hint):
        return None
    if len(kinds) == 1:
        return _value(kinds[0], value, form)
    for kind in kinds:
        with suppress(Misfit):
            return _value(kind, value, form)
    raise Misfit(in_words(hint, form), shown(value))


def _items(hint: Any, value: Any, form: Form) -> tuple[Any, ...]:
    """Return a tuple, each item of its own type."""
    if not isinstance(value, (list, tuple) if form.is_plain else tuple):
        raise Misfit(in_words(hint, form), shown(value))
    kinds = get_args(hint)
    if kinds[-1] is Ellipsis:
        kinds = kinds[:1] * len(value)
    if len(value) != len(kinds):
        raise Misfit(in_words(hint, form), shown(value))
    return tuple(_at(f"item {k}", kind, value[k], form) for k, kind in enumerate(kinds))


def _choice(hint: Any, value: Any, form: Form) -> Any:
    """Return one of the texts that are known."""
    if value not in get_args(hint):
        kind = "" if isinstance(value, str) else f"{in_words(str, form)}, "
        raise Misfit(kind + in_words(hint, form), shown(value))
    return value
