"""Units of time and the rules by which something counts as so in one of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition import UnknownIdError
from recognition.frames.units import Rule, Unit

DAYS = st.dates(max_value=date(9999, 12, 30))


@given(DAYS, st.sampled_from(Unit))
def test_a_unit_holds_its_days_and_no_other(day: date, unit: Unit) -> None:
    """The days from its first to its last have its number, and the day after has the next one."""
    number = unit.of(day)
    first, last = unit.first(number), unit.last(number)
    assert first <= day <= last
    assert unit.of(first) == unit.of(last) == number
    if last < date.max:
        assert unit.of(last + timedelta(1)) == number + 1
        assert unit.first(number + 1) == last + timedelta(1)


@given(DAYS, st.sampled_from(Unit), st.integers(1, 40))
def test_labels_name_each_unit_as_the_calendar_does(day: date, unit: Unit, count: int) -> None:
    """They have the columns of the schema and a value for each unit, that of its first day."""
    start = unit.of(day)
    units = range(start, min(start + count, unit.of(date.max)) + 1)
    labels = unit.labels(units)
    assert list(labels) == list(unit.schema)
    expected = {
        "year": lambda first: first.year,
        "quarter": lambda first: (first.month + 2) // 3,
        "month": lambda first: first.month,
        "date": lambda first: first,
    }
    for name, values in labels.items():
        assert values == [expected[name](unit.first(number)) for number in units]


def test_a_quarter_begins_with_january_april_july_and_october() -> None:
    """The four of 2006, with leap years not mattering to the last day of any but the first."""
    first = Unit.QUARTER.of(date(2004, 1, 1))
    days = [(Unit.QUARTER.first(first + n), Unit.QUARTER.last(first + n)) for n in range(4)]
    assert days == [
        (date(2004, 1, 1), date(2004, 3, 31)),
        (date(2004, 4, 1), date(2004, 6, 30)),
        (date(2004, 7, 1), date(2004, 9, 30)),
        (date(2004, 10, 1), date(2004, 12, 31)),
    ]
    assert Unit.MONTH.last(Unit.MONTH.of(date(2004, 2, 3))) == date(2004, 2, 29)


def test_a_rule_looks_at_its_days() -> None:
    """At the first, the last, or all of them."""
    assert [rule.window(5, 9) for rule in (Rule.ANY, Rule.FIRST, Rule.LAST, Rule.ALL)] == [
        (5, 9),
        (5, 5),
        (9, 9),
        (5, 9),
    ]


@pytest.mark.parametrize("kind", [Unit, Rule])
def test_what_is_not_known_is_refused_with_near_names(kind: type[Unit] | type[Rule]) -> None:
    """Nothing is taken for it, and those that there are, are named."""
    known = [str(member) for member in kind]
    for name in known:
        assert kind.named(name) == name
    with pytest.raises(UnknownIdError, match=f"near: {known[-1]}") as caught:
        kind.named(known[-1] + "s")
    assert known[-1] in caught.value.near
