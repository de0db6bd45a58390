"""Partial dates agree with the plain days that they allow."""

import copy
import itertools
import pickle
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from recognition.errors import InvalidDataError
from recognition.model.dates import PartialDate, Precision
from recognition.model.truth import Truth
from recognition.strategies import partial_dates

FIRST, LAST = date(2000, 1, 1), date(2001, 12, 31)
WINDOW = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
DIGITS = {day: tuple(day.isoformat().split("-")) for day in WINDOW}

YEARS = [f"{year:04}" for year in range(1, 10000)]

dates_in_window = partial_dates(min_year=2000, max_year=2001)


# What a text allows, day by day, written down from the standard and not from the parser: a day is allowed if some
# member of the text fits the day's own digits. Only days of the window are asked about.


def fits(text: str, day: date) -> bool:
    """Tell whether a text of levels 0 and 1 allows a day, by the digits of the day."""
    text = text.rstrip("?~%")
    year, month, number = DIGITS[day]
    season = {"21": ("0301", "1222"), "23": ("0301", "1222"), "22": ("0601", "0321"), "24": ("0601", "0321")}
    parts = text.split("-")
    if len(parts) == 2 and parts[1] in season:
        begin, end = season[parts[1]]
        in_year, at = int(year) - int(parts[0]), month + number
        if begin < end:
            return in_year == 0 and begin <= at <= end
        return (in_year == 0 and at >= begin) or (in_year == 1 and at <= end)
    return all(
        all(mask in ("X", digit) for mask, digit in zip(part, own, strict=True))
        for part, own in zip(parts, (year, month, number), strict=False)
    )


@cache
def allowed(text: str) -> frozenset[date]:
    """Give the days of the window that a text allows, by asking each one."""
    if not text.startswith("["):
        return frozenset(day for day in WINDOW if fits(text, day))
    found: set[date] = set()
    for part in text[1:-1].split(","):
        first, dots, last = part.partition("..")
        lower = min(day for day in WINDOW if fits(first, day)) if first else WINDOW[0]
        upper = max(day for day in WINDOW if fits(last or first, day)) if last or not dots else WINDOW[-1]
        found |= {day for day in WINDOW if lower <= day <= upper}
    return frozenset(found)


@given(partial_dates())
def test_round_trip(day: PartialDate) -> None:
    """A date is read back from its text, its repr, a pickle and a copy as an equal date with equal bounds."""
    for again in (
        PartialDate(str(day)),
        eval(repr(day), {"PartialDate": PartialDate}),  # noqa: S307 - what `repr` promises
        pickle.loads(pickle.dumps(day)),  # noqa: S301 - our own bytes
        copy.deepcopy(day),
    ):
        assert again == day
        assert hash(again) == hash(day)
        assert (again.earliest, again.latest, again.precision) == (day.earliest, day.latest, day.precision)


@given(partial_dates())
def test_bounds_in_order(day: PartialDate) -> None:
    """The earliest day is no later than the latest, and only sets lack a bound."""
    if day.earliest is None or day.latest is None:
        assert day.precision is Precision.SET
    else:
        assert day.earliest <= day.latest


@given(partial_dates())
def test_spans(day: PartialDate) -> None:
    """The spans are ascending, apart by a day at least, and run from the earliest day to the latest."""
    assert day.spans[0][0] == day.earliest
    assert day.spans[-1][1] == day.latest
    for (_, end), (start, _) in itertools.pairwise(day.spans):
        assert end is not None
        assert start is not None
        assert (start - end).days > 1


@given(dates_in_window)
def test_days_allowed(day: PartialDate) -> None:
    """A text allows exactly the days that its digits fit: masks, seasons and sets included."""
    expected = allowed(str(day))
    assert {each for each in WINDOW if day.allows(each)} == expected
    assert day.earliest in (None, min(expected))
    assert day.latest in (None, max(expected))


@given(st.integers(1, 9999), st.sampled_from(["", "-XX", "-XX-XX"]), st.sampled_from(["", "?", "~", "%"]))
def test_whole_years(year: int, rest: str, mark: str) -> None:
    """A year, however its month and day are masked or marked, runs from 1 January to 31 December."""
    day = PartialDate(f"{year:04}{rest}{mark}")
    assert (day.earliest, day.latest, day.precision) == (date(year, 1, 1), date(year, 12, 31), Precision.YEAR)


@given(st.dates(), st.sampled_from(["", "-XX"]))
def test_whole_months(inside: date, rest: str) -> None:
    """A month contains its days and no others: the day before its first and after its last lie in other months."""
    month = PartialDate(f"{inside.isoformat()[:7]}{rest}")
    assert month.earliest is not None
    assert month.latest is not None
    assert month.earliest.day == 1
    assert month.earliest <= inside <= month.latest
    assert (month.latest.year, month.latest.month) == (inside.year, inside.month)
    assert month.latest == date.max or (month.latest + timedelta(days=1)).day == 1


@given(st.dates())
def test_masked_years(inside: date) -> None:
    """A decade and a century contain the years that begin with their digits, and no others."""
    for digits, length in ((3, 10), (2, 100)):
        text = f"{inside.year:04}"[:digits].ljust(4, "X")
        day = PartialDate(text)
        years = [year for year in YEARS if year.startswith(text[:digits])]
        assert (day.earliest, day.latest) == (date(int(years[0]), 1, 1), date(int(years[-1]), 12, 31))
        assert len(years) in (length, length - 1)


@given(partial_dates(min_year=2000, max_year=2001, sets=False), st.sampled_from("?~%"))
def test_marks_move_no_bounds(day: PartialDate, mark: str) -> None:
    """A mark says that a date is doubted or estimated and leaves its days as they are."""
    plain = str(day).rstrip("?~%")
    marked, bare = PartialDate(plain + mark), PartialDate(plain)
    assert marked.spans == bare.spans
    assert marked != bare
    assert (marked.uncertain, marked.approximate) == (mark in "?%", mark in "~%")
    assert (bare.uncertain, bare.approximate) == (False, False)


def bounded(day: PartialDate) -> PartialDate:
    """Close an open set at the window's ends, so that its days can be counted."""
    text = str(day)
    text = text.replace("[..", "[2000..", 1) if text.startswith("[..") else text
    return PartialDate(text.replace("..]", "..2001]") if text.endswith("..]") else text)


@given(dates_in_window.map(bounded), dates_in_window.map(bounded))
def test_before_by_brute_force(a: PartialDate, b: PartialDate) -> None:
    """`before` is TRUE or FALSE exactly if every choice of days agrees."""
    days_a, days_b = allowed(str(a)), allowed(str(b))
    answers = {x < y for x in (min(days_a), max(days_a)) for y in (min(days_b), max(days_b))}
    assert a.before(b) is (Truth.of(answers.pop()) if len(answers) == 1 else Truth.UNKNOWN)
    assert b.after(a) is a.before(b)


@given(dates_in_window.map(bounded), dates_in_window.map(bounded))
def test_same_day_by_brute_force(a: PartialDate, b: PartialDate) -> None:
    """`same_day` is FALSE iff no day is common to both, TRUE iff both are that one day."""
    days_a, days_b = allowed(str(a)), allowed(str(b))
    if len(days_a) == len(days_b) == 1 and days_a == days_b:
        expected = Truth.TRUE
    else:
        expected = Truth.UNKNOWN if days_a & days_b else Truth.FALSE
    assert a.same_day(b) is b.same_day(a) is expected


@given(dates_in_window.map(bounded), dates_in_window.map(bounded))
def test_within_by_brute_force(a: PartialDate, b: PartialDate) -> None:
    """`within` is TRUE iff every day of the one is a day of the other, FALSE iff none is."""
    days_a, days_b = allowed(str(a)), allowed(str(b))
    answers = {day in days_b for day in days_a}
    expected = Truth.of(True in answers) if len(answers) == 1 else Truth.UNKNOWN
    assert a.within(b) is expected


@given(st.dates(), dates_in_window)
def test_open_sets(day: date, other: PartialDate) -> None:
    """A set without a bound allows every day on that side, so nothing is certainly beyond it."""
    until, since = PartialDate(f"[..{day}]"), PartialDate(f"[{day}..]")
    assert (until.earliest, until.latest, since.earliest, since.latest) == (None, day, day, None)
    assert until.allows(date.min)
    assert since.allows(date.max)
    assert other.before(until) is not Truth.TRUE
    assert since.before(other) is not Truth.TRUE
    assert until.same_day(since) is Truth.UNKNOWN


@given(st.lists(partial_dates(), max_size=6))
def test_sort_key_total(days: list[PartialDate]) -> None:
    """Sorting by `sort_key` gives one order whatever the order before, and never puts a certain successor first."""
    ordered = sorted(days, key=lambda day: day.sort_key)
    days.reverse()
    assert ordered == sorted(days, key=lambda day: day.sort_key)
    for first, second in itertools.combinations(ordered, 2):
        assert second.before(first) is not Truth.TRUE
        assert (first.sort_key == second.sort_key) == (first == second)


def refinements(day: PartialDate) -> Iterator[PartialDate]:
    """Give dates that allow some of a date's days only: each single day of a few, and each month."""
    days = sorted(allowed(str(day)))
    for one in {days[0], days[-1], days[len(days) // 2]}:
        yield PartialDate(one.isoformat())
    for month in {one.isoformat()[:7] for one in days}:
        finer = PartialDate(month)
        if finer.within(day) is Truth.TRUE:
            yield finer


@given(dates_in_window, dates_in_window)
def test_refining_never_flips(a: PartialDate, b: PartialDate) -> None:
    """What is TRUE or FALSE of a date stays so of every date that allows only some of its days."""
    for ask in (PartialDate.before, PartialDate.after, PartialDate.same_day, PartialDate.within):
        known = ask(a, b)
        if known is not Truth.UNKNOWN:
            assert {ask(finer, b) for finer in refinements(a)} == {known}


@given(partial_dates())
def test_immutable(day: PartialDate) -> None:
    """Nothing of a date can be set or deleted, and there is no `<`."""
    with pytest.raises(FrozenInstanceError):
        day.earliest = None
    with pytest.raises(FrozenInstanceError):
        del day.latest
    with pytest.raises(TypeError):
        day < day  # type: ignore[operator]  # noqa: B015, PLR0124 - the mistake is what is tested


@given(st.text(max_size=12) | st.text("0123456789-X?~%[].,{}/TYES uxW", max_size=14))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Any text is either a date that keeps it or refused with one problem of two codes, never anything else."""
    try:
        outcome = [str(PartialDate(text))]
    except InvalidDataError as error:
        outcome = [problem.code for problem in error]
    assert outcome in ([text], ["bad-date"], ["unsupported-date"])


@given(st.dates())
def test_from_date(day: date) -> None:
    """A calendar day makes the date that allows it alone."""
    known = PartialDate.from_date(day)
    assert (known.day, known.precision, str(known)) == (day, Precision.DAY, day.isoformat())
