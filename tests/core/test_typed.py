"""Plain values become dataclasses by the types of their fields; what does not fit says where."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Any, Literal

import pytest

from slowglass.core.errors import UsageError
from slowglass.core.typed import (
    JSON,
    TOML,
    Form,
    Misfit,
    UnknownKey,
    check,
    in_words,
    read,
    written,
)

Fruit = Literal["apple", "pear"]
Weight = Annotated[Fraction, "a weight"]


@dataclass(frozen=True)
class Slice:
    thickness: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if self.thickness <= 0:
            raise UsageError("expected some thickness", hint="cut again")


@dataclass(frozen=True)
class Basket:
    count: int
    fruit: Fruit = "apple"
    ripe: bool = False
    price: float = 0.0
    label: str | None = None
    weight: Weight | None = None
    pieces: Fruit | tuple[int, ...] = "pear"
    pair: tuple[str, int] = ("", 0)
    slices: tuple[Slice, ...] = ()
    first: Slice = field(default_factory=Slice)


WRONG: Any = 1
PLAIN: dict[str, Any] = {
    "count": 3,
    "fruit": "pear",
    "ripe": True,
    "price": 2,
    "label": "sweet",
    "weight": "1/3",
    "pieces": [1, 2],
    "pair": ["left", 4],
    "slices": [{"thickness": "0.5"}, {}],
    "first": {"thickness": "150%"},
}
BASKET = Basket(
    count=3,
    fruit="pear",
    ripe=True,
    price=2.0,
    label="sweet",
    weight=Fraction(1, 3),
    pieces=(1, 2),
    pair=("left", 4),
    slices=(Slice(Fraction(1, 2)), Slice()),
    first=Slice(Fraction(3, 2)),
)


def test_every_kind_of_field_is_read() -> None:
    assert read(Basket, PLAIN, JSON) == BASKET
    assert isinstance(read(Basket, PLAIN, JSON).price, float)


def test_what_is_left_out_has_its_default() -> None:
    assert read(Basket, {"count": 1, "label": None}, JSON) == Basket(1)


def test_what_is_written_is_read_back() -> None:
    assert read(Basket, written(BASKET, {}), JSON) == BASKET


def test_a_writer_and_a_reader_go_before_the_type() -> None:
    form = Form(readers={Weight: lambda grams: Fraction(grams, 1000)})
    assert read(Basket, {"count": 1, "weight": 250}, form) == Basket(1, weight=Fraction(1, 4))
    assert written(BASKET, {Slice: lambda _: "slice"})["slices"] == ["slice", "slice"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"count": True}, "count: expected a whole number, got True"),
        ({"count": 1.0}, "count: expected a whole number, got 1.0"),
        ({"count": None}, "count: expected a whole number, got None"),
        ({"fruit": "plum"}, "fruit: expected one of apple, pear, got 'plum'"),
        ({"fruit": 1}, "fruit: expected text, one of apple, pear, got 1"),
        ({"fruit": ["apple"]}, "fruit: expected text, one of apple, pear, got ['apple']"),
        ({"ripe": 1}, "ripe: expected true or false, got 1"),
        ({"price": True}, "price: expected a number, got True"),
        ({"price": "2"}, "price: expected a number, got '2'"),
        ({"label": 5}, "label: expected text, got 5"),
        ({"weight": 0.5}, "weight: expected a fraction"),
        ({"weight": "heavy"}, "weight: expected a fraction"),
        ({"pieces": "two"}, "one of apple, pear or a list, each a whole number, got 'two'"),
        ({"pieces": [1, "2"]}, "pieces: expected one of apple, pear or a list"),
        ({"pair": ["left"]}, "pair: expected a list, of text and a whole number, got ['left']"),
        ({"pair": ["left", "4"]}, "pair: item 1: expected a whole number, got '4'"),
        ({"slices": {}}, "slices: expected a list, each an object, got {}"),
        ({"slices": [{}, 4]}, "slices: item 1: expected an object, got 4"),
        ({"slices": [{"width": 4}]}, "slices: item 0: expected only thickness, got 'width'"),
        ({"first": {"thickness": ""}}, "first: thickness: expected a fraction"),
        ({"sort": 1}, "expected only count, fruit, ripe,"),
    ],
)
def test_what_does_not_fit_says_where_what_and_what_came(
    change: dict[str, object], says: str
) -> None:
    with pytest.raises(Misfit) as caught:
        read(Basket, {**PLAIN, **change}, JSON)
    assert says in str(caught.value)


def test_a_missing_key_and_another_kind_of_value_are_named() -> None:
    with pytest.raises(Misfit, match="expected count, got only fruit"):
        read(Basket, {"fruit": "pear"}, JSON)
    with pytest.raises(Misfit, match="expected a table, got 3"):
        read(Basket, 3, TOML)
    with pytest.raises(UnknownKey) as caught:
        read(Basket, {"count": 1, "first": {"size": 2}}, JSON)
    assert (caught.value.where, caught.value.key) == (["first"], "size")


def test_what_a_dataclass_refuses_says_where_and_keeps_its_hint() -> None:
    with pytest.raises(UsageError) as caught:
        read(Basket, {"count": 1, "slices": [{"thickness": "-1"}]}, JSON)
    assert caught.value.message == "slices: item 0: expected some thickness"
    assert caught.value.hint == "cut again"


@pytest.mark.parametrize("text", ["1e100000000", "1e5000", "9" * 5000, "1/" + "9" * 5000])
def test_a_number_too_long_to_be_meant_is_refused_at_once(text: str) -> None:
    with pytest.raises(Misfit, match="weight: expected a fraction"):
        read(Basket, {"count": 1, "weight": text}, JSON)


def test_a_long_value_is_cut_short_in_the_message() -> None:
    with pytest.raises(Misfit) as caught:
        read(Basket, {"count": [0] * 10**6}, JSON)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"count": "3"}, "count: expected int, got '3'"),
        ({"fruit": "plum"}, "fruit: expected one of apple, pear, got 'plum'"),
        ({"weight": 0.5}, "weight: expected Fraction, got 0.5"),
        ({"weight": "1/2"}, "weight: expected Fraction, got '1/2'"),
        ({"pieces": [1]}, "pieces: expected one of apple, pear or tuple[int, ...], got [1]"),
        ({"slices": ({},)}, "slices: item 0: expected Slice, got {}"),
        ({"first": Slice(WRONG)}, "first: thickness: expected Fraction, got 1"),
    ],
)
def test_values_of_python_are_checked_and_nothing_is_taken_for_another(
    change: dict[str, Any], says: str
) -> None:
    check(BASKET)
    with pytest.raises(Misfit) as caught:
        check(Basket(**{"count": 1, **change}))
    assert str(caught.value) == says


def test_types_have_words() -> None:
    assert in_words(Weight | None, JSON) == "a weight or null"
    assert (
        in_words(tuple[tuple[str, Slice], ...], JSON)
        == "a list, each a list, of text and an object"
    )
