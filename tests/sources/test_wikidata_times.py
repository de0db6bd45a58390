"""Time values of Wikibase: precision, calendar, and what is refused rather than guessed."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition import InvalidDataError, PartialDate
from recognition.sources.wikidata_times import bounded, date_of, marked

GREGORIAN = "http://www.wikidata.org/entity/Q1985727"
JULIAN = "http://www.wikidata.org/entity/Q1985786"


def time(text: str, precision: int = 11, calendar: str = GREGORIAN, **more: object) -> dict[str, Any]:
    """Give a time value as the JSON of Wikibase has it."""
    plain = {"time": text, "timezone": 0, "before": 0, "after": 0, "precision": precision, "calendarmodel": calendar}
    return plain | more


@pytest.mark.parametrize(
    ("text", "precision", "expected"),
    [
        ("+1955-04-12T00:00:00Z", 11, "1955-04-12"),
        ("+00000001955-04-12T00:00:00Z", 11, "1955-04-12"),
        ("+1955-04-00T00:00:00Z", 10, "1955-04"),
        ("+1955-04-12T00:00:00Z", 10, "1955-04"),
        ("+1955-00-00T00:00:00Z", 9, "1955"),
        ("+0009-00-00T00:00:00Z", 9, "0009"),
        ("+1850-00-00T00:00:00Z", 8, "185X"),
        ("+1859-12-31T00:00:00Z", 8, "185X"),
        ("+1800-00-00T00:00:00Z", 7, "[1701..1800]"),
        ("+1801-00-00T00:00:00Z", 7, "[1801..1900]"),
        ("+1900-00-00T00:00:00Z", 7, "[1801..1900]"),
        ("+0001-00-00T00:00:00Z", 7, "[0001..0100]"),
        ("+2000-00-00T00:00:00Z", 6, "[1001..2000]"),
        ("+2001-00-00T00:00:00Z", 6, "[2001..3000]"),
    ],
)
def test_a_value_says_as_much_as_its_precision(text: str, precision: int, expected: str) -> None:
    """Digits beyond it mean nothing. Centuries are counted as Wikibase shows them: 1800 is of the 18th."""
    assert date_of(time(text, precision)) == PartialDate(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+1498-06-22T00:00:00Z", "1498-07-01"),
        ("+1582-10-04T00:00:00Z", "1582-10-14"),  # in Rome, the next day was 15 October
        ("+1752-09-02T00:00:00Z", "1752-09-13"),  # in London, the next day was 14 September
        ("+1918-01-31T00:00:00Z", "1918-02-13"),  # in Moscow, the next day was 14 February
        ("+1900-02-29T00:00:00Z", "1900-03-13"),
        ("+0200-03-01T00:00:00Z", "0200-03-01"),  # in the third century, the calendars agree
    ],
)
def test_a_julian_day_becomes_the_same_day(text: str, expected: str) -> None:
    """The value stands there in the calendar that it names."""
    assert date_of(time(text, 11, JULIAN)) == PartialDate(expected)


@given(st.dates(date(101, 3, 1), date(9900, 1, 1)).filter(lambda day: (day.month, day.day) != (2, 29)))
def test_the_calendars_differ_by_the_leap_days_that_one_of_them_leaves_out(day: date) -> None:
    """Counted by centuries, which is another way than by Julian day numbers."""
    year = day.year if day.month > 2 else day.year - 1
    difference = year // 100 - year // 400 - 2
    text = f"+{day.year:04}-{day.month:02}-{day.day:02}T00:00:00Z"
    assert date_of(time(text, 11, JULIAN)).day == day + timedelta(days=difference)


@pytest.mark.parametrize(
    ("text", "precision", "expected"),
    [
        ("+1498-06-00T00:00:00Z", 10, "[1498-06-10..1498-07-09]"),
        ("+1900-02-00T00:00:00Z", 10, "[1900-02-13..1900-03-13]"),
        ("+1498-00-00T00:00:00Z", 9, "[1498-01-10..1499-01-09]"),
        ("+1490-00-00T00:00:00Z", 8, "[1490-01-10..1500-01-09]"),
        ("+1498-00-00T00:00:00Z", 7, "[1401-01-10..1501-01-10]"),
    ],
)
def test_a_longer_julian_span_becomes_its_run_of_days(text: str, precision: int, expected: str) -> None:
    """From its first day to its last; from 29 February 1500 on, the calendars differ by ten days instead of nine."""
    assert date_of(time(text, precision, JULIAN)) == PartialDate(expected)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (time("-0044-03-15T00:00:00Z"), "unsupported-date"),
        (time("+0000-00-00T00:00:00Z", 9), "unsupported-date"),
        (time("+12000-00-00T00:00:00Z", 9), "unsupported-date"),
        (time("+9950-00-00T00:00:00Z", 6), "unsupported-date"),
        (time("+0004-00-00T00:00:00Z", 8), "unsupported-date"),
        (time("+10000-00-00T00:00:00Z", 5), "unsupported-date"),
        (time("+1955-04-12T10:00:00Z"), "unsupported-date"),
        (time("+1955-04-12T00:00:00Z", 12), "unsupported-date"),
        (time("+1955-04-12T00:00:00Z", timezone=60), "unsupported-date"),
        (time("+1955-04-12T00:00:00Z", before=1), "unsupported-date"),
        (time("+1955-04-12T00:00:00Z", after=2), "unsupported-date"),
        (time("+1955-04-12T00:00:00Z", calendar="http://www.wikidata.org/entity/Q12138"), "unsupported-date"),
        (time("+1955-04-12T00:00:00Z", calendarmodel=None), "unsupported-date"),
        (time("+0001-01-01T00:00:00Z", calendar=JULIAN), "unsupported-date"),
        (time("+1955-02-30T00:00:00Z"), "bad-date"),
        (time("+1955-00-00T00:00:00Z"), "bad-date"),
        (time("+1955-00-00T00:00:00Z", 10), "bad-date"),
        (time("+1955-21-00T00:00:00Z", 10), "bad-date"),
        (time("+1955-13-01T00:00:00Z", 11, JULIAN), "bad-date"),
        (time("+1901-02-29T00:00:00Z", 11, JULIAN), "bad-date"),
        (time("1955-04-12"), "bad-date"),
        (time("+1955-04-12T00:00:00Z") | {"time": 1955}, "bad-date"),
        (time("+1955-04-12T00:00:00Z") | {"precision": "11"}, "wrong-type"),
        (time("+1955-04-12T00:00:00Z", 15), "wrong-type"),
        (time("+1955-04-12T00:00:00Z") | {"precision": True}, "wrong-type"),
        ("+1955-04-12T00:00:00Z", "wrong-type"),
        (None, "wrong-type"),
    ],
)
def test_what_cannot_be_given_exactly_is_refused(value: object, code: str) -> None:
    """With the code that says whether it is wrong, or right and not supported."""
    with pytest.raises(InvalidDataError) as error:
        date_of(value)
    assert [problem.code for problem in error.value] == [code]


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_whatever_a_value_holds_it_is_a_date_or_refused(anything: object) -> None:
    """No other exception comes out."""
    for field in ("time", "timezone", "before", "after", "precision", "calendarmodel"):
        with suppress(InvalidDataError):
            assert isinstance(date_of(time("+1955-04-12T00:00:00Z") | {field: anything}), PartialDate)


def test_marks_are_added_where_a_date_can_have_them() -> None:
    """A run of days has no place for one."""
    year = PartialDate("1955")
    assert marked(year, "~") == PartialDate("1955~")
    assert marked(PartialDate("1955~"), "?") == PartialDate("1955%")
    assert marked(PartialDate("1955~"), "~") == PartialDate("1955~")
    assert marked(PartialDate("[1801..1900]"), "~") is None


def day(text: str | None) -> PartialDate | None:
    """Give a date, or none."""
    return None if text is None else PartialDate(text)


@pytest.mark.parametrize(
    ("value", "earliest", "latest", "expected"),
    [
        (None, None, None, None),
        (None, "1850", None, "[1850-01-01..]"),
        (None, None, "1850", "[..1850-12-31]"),
        (None, "1850-02-03", "1850-02-03", "1850-02-03"),
        ("1855", "1850", "1860", "1855"),
        ("[1801..1900]", "1850", "1860", "[1850-01-01..1860-12-31]"),
        ("185X", "1850", "1855-06-01", "[1850-01-01..1855-06-01]"),
    ],
)
def test_bounds_narrow_a_date(
    value: str | None, earliest: str | None, latest: str | None, expected: str | None
) -> None:
    """And leave one alone that lies within them."""
    assert bounded(day(value), day(earliest), day(latest)) == day(expected)


def test_bounds_that_leave_no_day_are_refused() -> None:
    """They contradict the value."""
    with pytest.raises(InvalidDataError) as error:
        bounded(PartialDate("1855"), PartialDate("1860"), None)
    assert error.value.problems[0].code == "bad-date"
