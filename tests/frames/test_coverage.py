"""Which units a panel can be asked for: those that the list covers, as they are, and no other."""

from datetime import date, datetime
from typing import Any

import pytest

from recognition import InvalidDataError, PartialDate, UnknownIdError
from recognition.dataset.systems import SYSTEMS, StateSystem
from recognition.frames.coverage import Moment, asked_units, system_of
from recognition.frames.units import Rule, Unit


def asked(system: str, start: Any = None, end: Any = None, unit: str = "year", rule: str = "any") -> tuple[date, date]:
    """Give the first and last day of the units asked for."""
    of = Unit.named(unit)
    units = asked_units(system_of(system), start, end, of, Rule.named(rule))
    return of.first(units[0]), of.last(units[-1])


def refusal(*arguments: Any, **options: Any) -> list[tuple[str, str]]:
    """Give the problems for which something is refused: code and path."""
    with pytest.raises(InvalidDataError) as refused:
        asked(*arguments, **options)
    return [(problem.code, problem.path) for problem in refused.value]


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("system", [key for key, system in SYSTEMS.items() if system.last])
def test_without_start_and_end_the_coverage_is_meant(system: str, unit: str, rule: str) -> None:
    """The lists of states begin and end with a year, so that every unit is theirs as a whole."""
    assert asked(system, unit=unit, rule=rule) == (SYSTEMS[system].first, SYSTEMS[system].last)


@pytest.mark.parametrize(
    ("rule", "first"),
    [("any", "1945-01-01"), ("last", "1945-01-01"), ("first", "1946-01-01"), ("all", "1946-01-01")],
)
def test_a_unit_counts_if_the_days_that_the_rule_looks_at_are_covered(rule: str, first: str) -> None:
    """The United Nations begin on 24 October 1945: there is a last day of that year, and no first one."""
    assert asked("un", end="2000", rule=rule) == (date.fromisoformat(first), date(2000, 12, 31))
    if first == "1946-01-01":
        assert refusal("un", "1945", "2000", rule=rule) == [("bad-value", "$.start")]


@pytest.mark.parametrize(
    ("rule", "last"), [("any", "2000-12-31"), ("first", "2000-12-31"), ("last", "1999-12-31"), ("all", "1999-12-31")]
)
def test_a_list_that_ends_within_a_unit(rule: str, last: str) -> None:
    """A list made up, which ends in May: there is a first day of that year, and no last one."""
    system = StateSystem(key="made-up", title="Made up", first=date(1900, 1, 1), last=date(2000, 5, 15))
    units = asked_units(system, None, None, Unit.YEAR, Rule.named(rule))
    assert Unit.YEAR.last(units[-1]) == date.fromisoformat(last)
    with pytest.raises(InvalidDataError):
        asked_units(system, None, "2001", Unit.YEAR, Rule.named(rule))


@pytest.mark.parametrize(
    ("start", "end", "unit", "first", "last"),
    [
        ("1991", "2001", "year", "1991-01-01", "2001-12-31"),
        ("1991", "2001", "day", "1991-01-01", "2001-12-31"),
        ("1991-04", "1991-09", "quarter", "1991-04-01", "1991-09-30"),
        ("1991-02", "1991-02", "month", "1991-02-01", "1991-02-28"),
        (date(1991, 1, 1), date(1991, 12, 31), "year", "1991-01-01", "1991-12-31"),
        (PartialDate("1991"), PartialDate("1991-06"), "month", "1991-01-01", "1991-06-30"),
        ("1991-06-15", "1991-06-15", "day", "1991-06-15", "1991-06-15"),
    ],
)
def test_start_and_end_are_inclusive(start: Moment, end: Moment, unit: str, first: str, last: str) -> None:
    """A year or month as the start means its first unit, as the end its last."""
    assert asked("gw", start, end, unit) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("start", "unit"),
    [("1991-02", "year"), ("1991-02", "quarter"), ("1991-02-02", "month"), (date(1991, 1, 2), "year")],
)
def test_a_start_within_a_unit_is_refused(start: Moment, unit: str) -> None:
    """The unit would have days before it: none is widened or cut unasked."""
    assert refusal("gw", start, "1999", unit) == [("bad-date", "$.start")]


@pytest.mark.parametrize(("end", "unit"), [("1991-11", "year"), ("1991-11", "quarter"), ("1991-12-30", "month")])
def test_an_end_within_a_unit_is_refused(end: Moment, unit: str) -> None:
    """As a start is."""
    assert refusal("gw", "1990", end, unit) == [("bad-date", "$.end")]


@pytest.mark.parametrize("moment", ["199X", "19XX", "1991-21", "1991?", "1991~", "[1991,1992]", "[..1991]", "[1991..]"])
def test_a_date_that_leaves_open_which_days_are_meant_is_refused(moment: str) -> None:
    """A decade, a season, a set, a mark of doubt."""
    assert refusal("gw", moment, "1999") == [("bad-date", "$.start")]
    assert refusal("gw", "1820", moment) == [("bad-date", "$.end")]


@pytest.mark.parametrize("moment", [1991, 1991.0, datetime(1991, 1, 1), ["1991"], b"1991"])  # noqa: DTZ001 - a wrong type
def test_what_is_no_date_is_refused(moment: object) -> None:
    """A number is no date, and a time of day is no day."""
    assert refusal("gw", moment, "1999") == [("wrong-type", "$.start")]


def test_both_ends_are_told_at_once() -> None:
    """Not the first mistake only."""
    assert refusal("gw", "91", "never") == [("bad-date", "$.start"), ("bad-date", "$.end")]
    assert refusal("gw", "1800", "2021") == [("bad-value", "$.start"), ("bad-value", "$.end")]


@pytest.mark.parametrize(
    ("start", "end", "path"),
    [(None, "2017", "$.end"), ("2016", "2017", "$.end"), ("1815", None, "$.start"), ("1815", "1816", "$.start")],
)
def test_units_beyond_the_coverage_are_refused_even_if_others_are_not(start: str, end: str, path: str) -> None:
    """A panel that ends early without a word would read as one without states."""
    with pytest.raises(InvalidDataError, match="covers the days from 1816-01-01 on to 2016-12-31") as refused:
        asked("cow-2016", start, end)
    assert [problem.path for problem in refused.value] == [path]


def test_an_end_before_the_start_is_refused() -> None:
    """Also where one of them is the coverage's."""
    assert refusal("gw", "1992", "1991") == [("reversed-period", "$.end")]
    assert refusal("cow-2024", "2025") == [("bad-value", "$.start")]


def test_a_list_kept_up_to_date_needs_an_end() -> None:
    """How far its records go, only they can say."""
    assert refusal("un") == [("missing-field", "$.end")]
    assert asked("un", "1999", "9999") == (date(1999, 1, 1), date(9999, 12, 31))


def test_an_unknown_list_is_refused_with_near_names() -> None:
    """`cow` is no release, and none is taken for it."""
    with pytest.raises(UnknownIdError, match="near: cow-2024, cow-2016"):
        system_of("cow-2025")
