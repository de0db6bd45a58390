"""The laws of Kleene's strong three-valued logic hold for `Truth`."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.model.truth import Truth
from recognition.strategies import truths

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE

# Kleene, Introduction to Metamathematics (1952), section 64, the strong tables, rows and columns in the order T, F, U.
CONJUNCTION = {T: (T, F, U), F: (F, F, F), U: (U, F, U)}
DISJUNCTION = {T: (T, T, T), F: (T, F, U), U: (T, U, U)}


@pytest.mark.parametrize(("a", "b"), [*itertools.product((T, F, U), repeat=2)])
def test_tables(a: Truth, b: Truth) -> None:
    """`&` and `|` are Kleene's strong tables."""
    column = (T, F, U).index(b)
    assert a & b is CONJUNCTION[a][column]
    assert a | b is DISJUNCTION[a][column]


def test_negation() -> None:
    """`~` swaps true and false and leaves unknown."""
    assert (~T, ~F, ~U) == (F, T, U)


@given(truths())
def test_double_negation(a: Truth) -> None:
    """Negating twice gives the value back."""
    assert ~~a is a


@given(truths(), truths())
def test_de_morgan(a: Truth, b: Truth) -> None:
    """The negation of a conjunction is the disjunction of the negations, and the other way round."""
    assert ~(a & b) is ~a | ~b
    assert ~(a | b) is ~a & ~b


@given(truths(), truths())
def test_commutativity(a: Truth, b: Truth) -> None:
    """The order of two operands does not matter."""
    assert a & b is b & a
    assert a | b is b | a


@given(truths(), truths(), truths())
def test_associativity(a: Truth, b: Truth, c: Truth) -> None:
    """The grouping of three operands does not matter."""
    assert (a & b) & c is a & (b & c)
    assert (a | b) | c is a | (b | c)


@given(truths(), truths(), truths())
def test_distributivity(a: Truth, b: Truth, c: Truth) -> None:
    """Each operation distributes over the other."""
    assert a & (b | c) is (a & b) | (a & c)
    assert a | (b & c) is (a | b) & (a | c)


@given(truths(), truths())
def test_absorption(a: Truth, b: Truth) -> None:
    """A value absorbs what it is combined with through the other operation."""
    assert a & (a | b) is a
    assert a | (a & b) is a


@given(truths())
def test_units(a: Truth) -> None:
    """TRUE is the unit of `&` and FALSE of `|`; each annuls the other operation."""
    assert (a & T, a | F) == (a, a)
    assert (a & F, a | T) == (F, T)


@given(truths(), truths())
def test_unknown_stands_for_either(a: Truth, b: Truth) -> None:
    """An answer over unknowns is certain only if every way of settling them gives that answer."""

    def settled(value: Truth) -> list[bool]:
        return [True, False] if value is U else [value is T]

    ways = list(itertools.product(settled(a), settled(b)))
    for combined, plain in ((a & b, {x and y for x, y in ways}), (a | b, {x or y for x, y in ways})):
        assert combined is (Truth.of(plain.pop()) if len(plain) == 1 else U)


@given(st.lists(truths(), max_size=6))
def test_all_and_any(values: list[Truth]) -> None:
    """`Truth.all` and `Truth.any` are `&` and `|` over many, TRUE and FALSE of none."""
    conjunction, disjunction = T, F
    for value in values:
        conjunction, disjunction = conjunction & value, disjunction | value
    assert Truth.all(values) is conjunction
    assert Truth.any(iter(values)) is disjunction


def test_bool() -> None:
    """Certain values have their truth; the truth of an unknown one cannot be asked for."""
    assert bool(T) is True
    assert bool(F) is False
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(U)
    with pytest.raises(TypeError, match="neither true nor false"):
        assert not U


@pytest.mark.parametrize("other", [True, False, None, 1, "TRUE"])
def test_no_mixing(other: object) -> None:
    """Nothing but a truth value combines with one, plain bools included."""
    with pytest.raises(TypeError):
        T & other  # type: ignore[operator]  # the mistake is what is tested
    with pytest.raises(TypeError):
        T | other  # type: ignore[operator]  # the mistake is what is tested
