"""Dates and periods, made by telling a day, or two, in one of the forms of EDTF that allow it."""

from datetime import date
from functools import cache
from typing import Final

import attrs
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import DrawFn, SearchStrategy

from recognition.model.dates import PartialDate
from recognition.model.periods import Period
from recognition.model.truth import Truth

MIN_YEAR: Final = date.min.year
MAX_YEAR: Final = date.max.year


@attrs.frozen
class _Member:
    """One member of a set: a day, told at some precision, or a range from it."""

    day: date
    precision: int
    until: date | None

    def text(self) -> str:
        first = _cut(self.day, self.precision)
        if self.until is None:
            return first
        low, high = sorted((self.day, self.until))
        return f"{_cut(low, self.precision)}..{_cut(high, self.precision)}"


@attrs.frozen
class _Telling:
    """How much of a day is told."""

    form: int = 0
    mark: str = ""
    others: tuple[_Member, ...] | None = None
    place: int = 0
    open_start: bool = False
    open_end: bool = False

    def of(self, day: date, min_year: int, max_year: int) -> PartialDate:
        """Tell the day so, allowing no day outside the years unless a set is open."""
        if self.others is None:
            forms = _forms(day, min_year, max_year)
            return PartialDate(forms[self.form % len(forms)] + self.mark)
        parts = [member.text() for member in self.others]
        parts.insert(self.place % (len(parts) + 1), _cut(day, self.form % 3))
        if self.open_start and ".." not in parts[0]:
            parts[0] = f"..{parts[0]}"
        if self.open_end and ".." not in parts[-1]:
            parts[-1] = f"{parts[-1]}.."
        return PartialDate(f"[{','.join(parts)}]")


def _cut(day: date, precision: int) -> str:
    return day.isoformat()[: (10, 7, 4)[precision]]


def _forms(day: date, min_year: int, max_year: int) -> list[str]:
    """Write a day in every form of levels 0 and 1 that allows it, and no day outside the years."""
    text, year = day.isoformat(), day.year
    forms = [text, text[:7], text[:4], f"{text[:7]}-XX", f"{text[:4]}-XX", f"{text[:4]}-XX-XX"]
    for digits in (1, 2):
        first = year - year % 10**digits
        # There is no year 0, so the decade 000X and the century 00XX begin with the year 1.
        if max(MIN_YEAR, first) >= min_year and first + 10**digits - 1 <= max_year:
            forms.append(text[: 4 - digits] + "X" * digits)
    if (3, 1) <= (day.month, day.day) <= (12, 22):
        forms += [f"{text[:4]}-21", f"{text[:4]}-23"]
    # Summer and winter bear the year in which they begin and run into the next.
    begun = year if day.month >= 6 else year - 1  # noqa: PLR2004 - June
    if (day.month >= 6 or (day.month, day.day) <= (3, 21)) and begun >= min_year and begun < max_year:  # noqa: PLR2004
        forms += [f"{begun:04}-22", f"{begun:04}-24"]
    return forms


_MILLENNIUM: Final = date(2000, 1, 1).toordinal()


@cache
def calendar_days(min_year: int, max_year: int) -> SearchStrategy[date]:
    """Give days, each in one choice where `st.dates` makes three: datasets hold many."""
    first, last = date(min_year, 1, 1).toordinal(), date(max_year, 12, 31).toordinal()
    return st.integers(first - _MILLENNIUM, last - _MILLENNIUM).map(_day)


def _day(number: int) -> date:
    return date.fromordinal(_MILLENNIUM + number)


def check_years(min_year: int, max_year: int) -> None:
    """Refuse years that no date has."""
    if not MIN_YEAR <= min_year <= max_year <= MAX_YEAR:
        message = f"expected {MIN_YEAR} <= min_year <= max_year <= {MAX_YEAR}, got {min_year=} and {max_year=}"
        raise InvalidArgument(message)


@cache
def tellings(min_year: int, max_year: int, *, sets: bool) -> SearchStrategy[_Telling]:
    """Give ways of telling a day: exactly, partly, or as one of a set."""
    exact = st.just(_Telling())
    partly = st.sampled_from([_Telling(form, mark) for mark in ("", "?", "~", "%") for form in range(12)])
    if not sets:
        return exact | partly
    days = calendar_days(min_year, max_year)
    member = st.builds(_Member, day=days, precision=st.integers(0, 2), until=st.none() | days)
    chosen = st.builds(
        _Telling,
        form=st.integers(0, 2),
        others=st.lists(member, max_size=3).map(tuple),
        place=st.integers(0, 3),
        open_start=st.booleans(),
        open_end=st.booleans(),
    )
    return exact | partly | chosen


def partial_dates(
    *, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR, sets: bool = True
) -> SearchStrategy[PartialDate]:
    """Give dates in every form; shrinks toward a fully known day, 2000-01-01 or the nearest in the years.

    Days, months and years, masked digits, decades and centuries, seasons, the marks ``?``, ``~`` and ``%``, and
    one-of-a-set forms all occur.

    Args:
        min_year: no day that a date allows is earlier, unless it is a set without a first day.
        max_year: no day that a date allows is later, unless it is a set without a last day.
        sets: whether one-of-a-set forms occur.
    """
    check_years(min_year, max_year)
    return told_dates(min_year, max_year, sets=sets)


@st.composite
def told_dates(draw: DrawFn, min_year: int, max_year: int, *, sets: bool) -> PartialDate:
    """Give dates, the years already checked."""
    day = draw(calendar_days(min_year, max_year))
    return draw(tellings(min_year, max_year, sets=sets)).of(day, min_year, max_year)


_KNOWN, OPEN, UNKNOWN = "known", "..", ""
_SHAPES: Final = (
    (_KNOWN, _KNOWN),
    (_KNOWN, OPEN),
    (_KNOWN, UNKNOWN),
    (OPEN, _KNOWN),
    (UNKNOWN, _KNOWN),
    (OPEN, OPEN),
    (OPEN, UNKNOWN),
    (UNKNOWN, OPEN),
)


@attrs.frozen
class Span:
    """How much of a period is told."""

    shape: tuple[str, str]
    start: _Telling
    end: _Telling

    def of(self, first: date, last: date, min_year: int, max_year: int) -> Period:
        """Tell the period from the first day to the last so."""
        told = (self.start.of(first, min_year, max_year), self.end.of(last, min_year, max_year))
        ends = (str(known) if end is _KNOWN else end for end, known in zip(self.shape, told, strict=True))
        return Period("/".join(ends))


@cache
def spans(min_year: int, max_year: int) -> SearchStrategy[Span]:
    """Give ways of telling a period: which ends are known, and how much of each."""
    telling = tellings(min_year, max_year, sets=False)
    return st.builds(Span, shape=st.sampled_from(_SHAPES), start=telling, end=telling)


def periods(*, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[Period]:
    """Give periods with known, open and unknown ends; shrinks toward 2000-01-01/2000-01-01.

    Args:
        min_year: no day that a known end allows is earlier.
        max_year: no day that a known end allows is later.
    """
    check_years(min_year, max_year)
    return told_periods(min_year, max_year)


@st.composite
def told_periods(draw: DrawFn, min_year: int, max_year: int) -> Period:
    """Give periods, the years already checked."""
    days = calendar_days(min_year, max_year)
    first, last = sorted((draw(days), draw(days)))
    return draw(spans(min_year, max_year)).of(first, last, min_year, max_year)


def truths() -> SearchStrategy[Truth]:
    """Give truth values; shrinks toward ``FALSE``."""
    return st.sampled_from(Truth)
