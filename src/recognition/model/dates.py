"""`PartialDate`: a calendar day known only in part, written in EDTF."""

import enum
import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NoReturn, final

from attrs.exceptions import FrozenInstanceError

from recognition.errors import InvalidDataError, Problem, shown
from recognition.model.truth import Truth


class Precision(enum.StrEnum):
    """The unit down to which the digits of a date are given."""

    DAY = "day"
    """Year, month and day are given: ``1985-04-12``."""
    MONTH = "month"
    """Year and month: ``1985-04``, ``1985-04-XX``."""
    SEASON = "season"
    """A year and a season: ``2001-21``."""
    YEAR = "year"
    """A year: ``1985``, ``1985-XX``, ``1985-XX-XX``."""
    DECADE = "decade"
    """Three digits of a year: ``198X``."""
    CENTURY = "century"
    """Two digits of a year: ``19XX``."""
    SET = "set"
    """One of a set of days: ``[1667,1670..1672]``, ``[..1984]``."""


MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""The months in English, in which documents and reports name them, whatever the locale."""

_CACHE_SIZE: Final = 1 << 16
cached_dates: "dict[str, PartialDate]" = {}
"""Dates parsed before, by text; bounded, and read directly by the bulk loader."""


@final
class PartialDate:
    """A day of the proleptic Gregorian calendar, years 0001-9999, of which only a part may be known.

    It is written in EDTF (ISO 8601-2:2019; Library of Congress profile of 4 February 2019): all dates of
    level 0 and level 1 within these years, and of level 2 the one-of-a-set forms. It says that something
    happened on *one* day among those that the text allows.

    ``?`` (uncertain), ``~`` (approximate) and ``%`` (both) are kept and do not move the bounds: EDTF gives
    them no width. A season bears the year in which it begins and says nothing of the hemisphere, so 21 and 23
    (spring, autumn) run from 1 March to 22 December, 22 and 24 (summer, winter) from 1 June to 21 March of
    the next year: the widest that astronomical and meteorological seasons of both hemispheres allow.

    Two dates are equal when their texts are. There is no ``<``: use :meth:`before`, which may answer
    ``UNKNOWN``, or sort by :attr:`sort_key`.

    Args:
        text: the date in EDTF.

    Raises:
        InvalidDataError: code ``bad-date`` if the text is not EDTF or not a day of the calendar,
            ``unsupported-date``, naming the feature, for times of day, negative and long years and the
            rest of level 2.

    Example:
        >>> from recognition import PartialDate
        >>> april = PartialDate("2024-04")
        >>> april.earliest, april.latest
        (datetime.date(2024, 4, 1), datetime.date(2024, 4, 30))
        >>> april.before(PartialDate("2025"))
        Truth.TRUE
        >>> april.before(PartialDate("2024"))
        Truth.UNKNOWN
        >>> str(PartialDate("[2025-07-03..]"))
        '[2025-07-03..]'
    """

    __slots__ = ("_precision", "_spans", "_text", "earliest", "latest")

    _text: str
    _precision: Precision
    _spans: tuple["_Span", ...]
    earliest: date | None
    """The first day it may be, inclusive; ``None`` if there is no such bound."""
    latest: date | None
    """The last day it may be, inclusive; ``None`` if there is no such bound."""

    def __new__(cls, text: str) -> "PartialDate":
        """Parse a text, or give the date already parsed from it."""
        try:
            known = cached_dates.get(text)
        except TypeError:  # what cannot be hashed is no text
            known = None
        return _remember(text) if known is None else known

    @classmethod
    def from_date(cls, day: date) -> "PartialDate":
        """Give the fully known date of a calendar day (a ``datetime`` is refused: it has a time of day)."""
        if type(day) is not date:
            raise InvalidDataError([Problem("wrong-type", f"expected a date, got {shown(day)}")])
        return cls(day.isoformat())

    @property
    def uncertain(self) -> bool:
        """Whether the source is doubted: marked ``?`` or ``%``."""
        return self._text[-1] in "?%"

    @property
    def approximate(self) -> bool:
        """Whether it is an estimate: marked ``~`` or ``%``."""
        return self._text[-1] in "~%"

    @property
    def precision(self) -> Precision:
        """The unit down to which digits are given."""
        return self._precision

    @property
    def day(self) -> date | None:
        """The one day it can be, or ``None`` if it can be several; marks are not looked at."""
        return self.earliest if self.earliest == self.latest else None

    @property
    def spans(self) -> tuple[tuple[date | None, date | None], ...]:
        """The runs of days it may be, ascending and apart, both ends inclusive, ``None`` for no bound."""
        if self._precision is not Precision.SET:
            return ((self.earliest, self.latest),)
        # A set can be long, and is compared with many: what it allows is worked out once, when it is asked for.
        try:
            return self._spans
        except AttributeError:
            _put_spans(self, _set_spans(self._text))
            return self._spans

    @property
    def sort_key(self) -> tuple[date, date, str]:
        """A key for sorting: by earliest day, then latest, then text; no bound sorts outermost."""
        return (self.earliest or date.min, self.latest or date.max, self._text)

    def allows(self, day: date) -> bool:
        """Tell whether this may be that day."""
        return any((first is None or first <= day) and (last is None or day <= last) for first, last in self.spans)

    def before(self, other: "PartialDate") -> Truth:
        """Tell whether this day is earlier than the other.

        ``TRUE`` iff ``self.latest < other.earliest``, ``FALSE`` iff ``self.earliest >= other.latest``.
        """
        if self.latest is not None and other.earliest is not None and self.latest < other.earliest:
            return Truth.TRUE
        if self.earliest is not None and other.latest is not None and self.earliest >= other.latest:
            return Truth.FALSE
        return Truth.UNKNOWN

    def after(self, other: "PartialDate") -> Truth:
        """Tell whether this day is later than the other."""
        return other.before(self)

    def same_day(self, other: "PartialDate") -> Truth:
        """Tell whether both are one day: ``FALSE`` iff no day is allowed by both."""
        if self.day is not None and self.day == other.day:
            return Truth.TRUE
        return Truth.UNKNOWN if _meet(self.spans, other.spans) else Truth.FALSE

    def within(self, other: "PartialDate") -> Truth:
        """Tell whether this day lies in the days that the other spans, such as a month or a year."""
        if _inside(self.spans, other.spans):
            return Truth.TRUE
        return Truth.UNKNOWN if _meet(self.spans, other.spans) else Truth.FALSE

    def __eq__(self, other: object) -> bool:
        """Compare texts."""
        return self._text == other._text if isinstance(other, PartialDate) else NotImplemented

    def __hash__(self) -> int:
        """Hash the text."""
        return hash(self._text)

    def __str__(self) -> str:
        """Give the text, unchanged."""
        return self._text

    def __repr__(self) -> str:
        """Give the call that makes it."""
        return f"PartialDate({self._text!r})"

    def __reduce__(self) -> tuple[type["PartialDate"], tuple[str]]:
        """Pickle as the text."""
        return (PartialDate, (self._text,))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: it is immutable."""
        raise FrozenInstanceError

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse: it is immutable."""
        raise FrozenInstanceError


# The slots are filled through their descriptors: `object.__setattr__` costs twice as much.
_new = object.__new__
_put_text = PartialDate.__dict__["_text"].__set__
_put_spans = PartialDate.__dict__["_spans"].__set__
_put_precision = PartialDate.__dict__["_precision"].__set__
_put_earliest = PartialDate.__dict__["earliest"].__set__
_put_latest = PartialDate.__dict__["latest"].__set__

_DAY_LENGTH: Final = 10
_from_iso = date.fromisoformat


def _remember(text: str) -> PartialDate:
    if type(text) is not str:
        raise InvalidDataError([Problem("wrong-type", f"expected the text of a date, got {shown(text)}")])
    earliest: date | None
    latest: date | None
    if len(text) == _DAY_LENGTH and text[4] == text[7] == "-" and text[8] != "X":
        precision = Precision.DAY
        try:
            earliest = latest = _from_iso(text)
        except ValueError:
            _refuse(text)
    else:
        earliest, latest, precision = _parse(text)
    self = _new(PartialDate)
    _put_text(self, text)
    _put_earliest(self, earliest)
    _put_latest(self, latest)
    _put_precision(self, precision)
    if len(cached_dates) >= _CACHE_SIZE:
        cached_dates.clear()
    cached_dates[text] = self
    return self


_DATE: Final = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?[?~%]?", re.ASCII)
_SEASONS: Final = {"21": False, "22": True, "23": False, "24": True}
_LAST: Final = {f"{month:02}": monthrange(2001, month)[1] for month in range(1, 13)}


def _parse(text: str) -> tuple[date | None, date | None, Precision]:
    match = _DATE.fullmatch(text)
    if match is None:
        if text[:1] == "[" and text[-1:] == "]":
            spans = _set_spans(text)
            return spans[0][0], spans[-1][1], Precision.SET
        _refuse(text)
    digits, month, day = match.groups()
    try:
        if month is None:
            return _years(digits)
        year = int(digits)
        if month == "XX" and day in (None, "XX"):
            return date(year, 1, 1), date(year, 12, 31), Precision.YEAR
        if day is None and month in _SEASONS:
            return (*_season(year, straddles=_SEASONS[month]), Precision.SEASON)
        if day is None or day == "XX":
            return date(year, int(month), 1), date(year, int(month), _month_end(year, month)), Precision.MONTH
        exact = date(year, int(month), int(day))
    except (ValueError, KeyError):
        _refuse(text)
    return exact, exact, Precision.DAY


def _years(digits: str) -> tuple[date, date, Precision]:
    if digits[3] != "X":
        year = int(digits)
        return date(year, 1, 1), date(year, 12, 31), Precision.YEAR
    precision = Precision.CENTURY if digits[2] == "X" else Precision.DECADE
    # The year 0000 is outside the calendar, so the decade 000X begins with 0001.
    first = max(1, int(digits.replace("X", "0")))
    return date(first, 1, 1), date(int(digits.replace("X", "9")), 12, 31), precision


def _season(year: int, *, straddles: bool) -> tuple[date, date]:
    if not straddles:
        return date(year, 3, 1), date(year, 12, 22)
    return date(year, 6, 1), date(year + 1, 3, 21) if year < date.max.year else date.max


def _month_end(year: int, month: str) -> int:
    last = _LAST[month]
    return 29 if month == "02" and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else last


_MEMBER: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", re.ASCII)


def _set_spans(text: str) -> tuple["_Span", ...]:
    """Read `[...]`: the runs of days, merged where they touch or overlap."""
    spans: list[tuple[date, date]] = []
    parts = text[1:-1].split(",")
    for position, part in enumerate(parts):
        first, dots, last = part.partition("..")
        start, end = (date.min if dots and not first else None), (date.max if dots and not last else None)
        if not first and not last:
            _refuse(text)
        # `..x` may open the set and `x..` may close it; in the middle they would swallow their neighbours.
        if (start and position) or (end and position != len(parts) - 1):
            _refuse(text)
        lower = start or _member(first, text)[0]
        upper = end or _member(last or first, text)[1]
        if lower > upper:
            _refuse(text)
        spans.append((lower, upper))
    bounds: Iterator[tuple[date, date]] = iter(sorted(spans))
    merged = [next(bounds)]
    for lower, upper in bounds:
        if lower.toordinal() <= merged[-1][1].toordinal() + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], upper))
        else:
            merged.append((lower, upper))
    opened, closed = text.startswith("[.."), text.endswith("..]")
    result: list[_Span] = list(merged)
    if opened:
        result[0] = (None, result[0][1])
    if closed:
        result[-1] = (result[-1][0], None)
    return tuple(result)


def _member(text: str, whole: str) -> tuple[date, date]:
    if not _MEMBER.fullmatch(text) or text[5:7] in _SEASONS:
        _refuse(whole)
    first, last, _ = _parse_or_refuse(text, whole)
    return first, last


def _parse_or_refuse(text: str, whole: str) -> tuple[date, date, Precision]:
    try:
        first, last, precision = _parse(text)
    except InvalidDataError as error:
        problem = error.problems[0]
        raise InvalidDataError([Problem(problem.code, f"{problem.message}, in {shown(whole)}")]) from None
    assert first is not None  # noqa: S101 - a member is a plain date, which has both bounds
    assert last is not None  # noqa: S101
    return first, last, precision


_Span = tuple[date | None, date | None]
"""A run of days, both ends inclusive, ``None`` for no bound."""


def _meet(ours: Sequence[_Span], theirs: Sequence[_Span]) -> bool:
    """Tell whether two dates have a day in common; the runs of each are ascending and apart."""
    one = other = 0
    while one < len(ours) and other < len(theirs):
        (first, last), (their_first, their_last) = ours[one], theirs[other]
        if last is not None and their_first is not None and last < their_first:
            one += 1
        elif their_last is not None and first is not None and their_last < first:
            other += 1
        else:
            return True
    return False


def _inside(ours: Sequence[_Span], theirs: Sequence[_Span]) -> bool:
    """Tell whether each run of days lies in one of the other's; the runs of each are ascending and apart."""
    other = 0
    for first, last in ours:
        while other < len(theirs) and (end := theirs[other][1]) is not None and (last is None or end < last):
            other += 1
        if other == len(theirs):
            return False
        start = theirs[other][0]
        if start is not None and (first is None or first < start):
            return False
    return True


# What EDTF, or a draft of it, has and this class does not, in the order in which it is looked for. The
# groups are atomic where a long text would otherwise be gone through once for each mark in it.
_UNSUPPORTED: Final = (
    (r"\{.*", "all-of-a-set `{...}` (level 2): give a record for each member"),
    (r".*/.*", "an interval: use a Period"),
    (r"[^\[]*[0-9X]T[0-9].*", "a time of day"),
    (r"Y.*", "years of more than four digits (`Y...`)"),
    (r"-[0-9X].*", "negative years"),
    (r"0000.*|00XX.{3,}", "the year 0000"),
    (r"[0-9]+(?:E[0-9]+|S[0-9]+).*", "exponents and significant digits (level 2)"),
    (r"[?~%].*|[^\[]*[?~%].+", "marks on a part of a date (level 2): mark the whole date at its end"),
    (r"\[(?>.*?[?~%X]).*\]", "marks or masked digits inside a set"),
    (r"\[(?>.*?[0-9]{4}-2[1-4](?![0-9-])).*\]", "seasons inside a set"),
    (r"[0-9]{4}-(?:2[5-9]|3[0-9]|4[01])[?~%]?", "divisions of a year other than seasons 21-24 (level 2)"),
    (r"[0-9X]{4}(?:-[0-9X]{2}){0,2}[?~%]?", "masked digits in these places (level 2)"),
    (r"unknown|open", "the words of drafts before 2019: leave the date out"),
    (r"[0-9]*[ux]+.*", "`u` or `x` for an unspecified digit, of drafts before 2019: write `X`"),
    (r"[0-9]{4}-W[0-9].*", "week dates (not EDTF)"),
)


def _refuse(text: str) -> NoReturn:
    """Raise the error that names what is wrong, or what feature of EDTF is not supported."""
    if len(text) == _DAY_LENGTH - 2 and text.isdecimal():
        raise InvalidDataError(
            [Problem("bad-date", f"{shown(text)} is not EDTF: write the day as YYYY-MM-DD, with hyphens")]
        )
    for pattern, feature in _UNSUPPORTED:
        masked = "masked digits in these" in feature and "X" not in text
        if not masked and re.fullmatch(pattern, text, re.DOTALL):
            raise InvalidDataError([Problem("unsupported-date", f"{shown(text)} has {feature}, not supported")])
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?[?~%]?", text):
        raise InvalidDataError([Problem("bad-date", f"{shown(text)} is not a day, month or season of the calendar")])
    raise InvalidDataError([Problem("bad-date", f"{shown(text)} is not an EDTF date")])
