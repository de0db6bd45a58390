"""Time values of Wikibase, as dates here: exactly as much as they say, or refused.

A value has a day, a precision and a calendar. Digits beyond the precision mean nothing.

**Calendar.** The day is given in the calendar that the value names: Wikibase converts it for RDF only, so that 22 June
1498 in the Julian calendar, Q1985786, stands there as such. Dates here are proleptic Gregorian, and it becomes 1 July.
A month, year or longer span of the Julian calendar is a run of days that begins and ends within months of the other; it
becomes exactly that run: ``[1498-01-10..1499-01-09]``.

**Precision.** A day (11), month (10) or year (9) is itself; a decade (8) is ``185X``. A century (7) is what Wikibase
shows for it, and writes when it is typed in: the year divided by 100, rounded up. So ``+1800`` is the 18th century, and
``+1801`` to ``+1900`` are the 19th, ``[1801..1900]``, which is not ``18XX``. A millennium (6) likewise. Longer spans
are refused.

**Refused** are years before 0001 and after 9999, times of day, time zones, and values with ``before`` or ``after``:
the documentation of Wikibase and that of Wikidata tell their meaning the opposite way.
"""

import re
from datetime import date
from typing import Any, Final, NoReturn

from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.plain import is_object
from recognition.model.dates import PartialDate

GREGORIAN: Final = "Q1985727"
"""The item of the proleptic Gregorian calendar."""
JULIAN: Final = "Q1985786"
"""The item of the proleptic Julian calendar."""
_MILLENNIUM, _CENTURY, _DECADE, _YEAR, _MONTH, _DAY = range(6, 12)
_LONG: Final = {_MILLENNIUM: 1000, _CENTURY: 100}
_TIME: Final = re.compile(r"([+-])([0-9]{1,16})-([0-9]{2})-([0-9]{2})T([0-9]{2}:[0-9]{2}:[0-9]{2})Z")
_LAST_YEAR: Final = date.max.year


def date_of(value: Any) -> PartialDate:
    """Give the date that a time value says.

    Args:
        value: the value of a datavalue of type ``time``, as in the JSON of Wikibase.

    Raises:
        InvalidDataError: ``wrong-type`` or ``bad-date`` if it is no such value, ``unsupported-date`` if it is one that
            cannot be given exactly.

    Example:
        >>> from recognition.sources.wikidata_times import date_of
        >>> value = {"time": "+1498-06-22T00:00:00Z", "timezone": 0, "before": 0, "after": 0, "precision": 11,
        ...          "calendarmodel": "http://www.wikidata.org/entity/Q1985786"}
        >>> date_of(value)
        PartialDate('1498-07-01')
        >>> date_of(value | {"precision": 7})
        PartialDate('[1401-01-10..1501-01-10]')
    """
    found, precision = _checked(value)
    sign, digits, month, day, clock = found.groups()
    if precision > _DAY or clock != "00:00:00":
        _refuse("unsupported-date", f"{found[0]} has a time of day")
    if precision < _MILLENNIUM:
        _refuse(
            "unsupported-date", f"{found[0]} has precision {precision}: spans beyond a millennium are not supported"
        )
    year = int(digits)
    if sign == "-" or not 0 < year <= _LAST_YEAR:
        _refuse("unsupported-date", f"{found[0]} is not of the years 0001 to {_LAST_YEAR}")
    calendar = str(value.get("calendarmodel")).rpartition("/")[2]
    if calendar not in (GREGORIAN, JULIAN):
        _refuse("unsupported-date", f"{shown(value.get('calendarmodel'))} is not a calendar that is known")
    if precision >= _MONTH and not 1 <= int(month) <= len(_LENGTHS):
        _refuse("bad-date", f"{found[0]} has no such month")
    text = _edtf(year, int(month), int(day), precision)
    return _gregorian(text, found[0]) if calendar == JULIAN else PartialDate(text)


def _checked(value: Any) -> tuple[re.Match[str], int]:
    """Give the parts of the time, and the precision."""
    if not is_object(value):
        _refuse("wrong-type", f"expected a time value, got {shown(value)}")
    found = _TIME.fullmatch(value["time"]) if isinstance(value.get("time"), str) else None
    if found is None:
        _refuse("bad-date", f"{shown(value.get('time'))} is not a time of Wikibase, such as +1955-04-12T00:00:00Z")
    precision = value.get("precision")
    if type(precision) is not int or not 0 <= precision <= 14:  # noqa: PLR2004 - the unit of seconds
        _refuse("wrong-type", f"{shown(precision)} is no precision")
    for field in ("timezone", "before", "after"):
        # It is an integer, and unused; a value that uses it means something else.
        if value.get(field, 0) != 0 or isinstance(value.get(field), bool):
            _refuse("unsupported-date", f"the value has {field} {shown(value[field])}, which is not understood")
    return found, precision


def _refuse(code: str, message: str) -> NoReturn:
    raise InvalidDataError([Problem(code, message)])


def _edtf(year: int, month: int, day: int, precision: int) -> str:
    """Give a date in its own calendar, as if that were the Gregorian one."""
    if precision in _LONG:
        length = _LONG[precision]
        last = -(-year // length) * length
        if last > _LAST_YEAR:
            _refuse("unsupported-date", f"the span ends after the year {_LAST_YEAR}")
        return f"[{last - length + 1:04}..{last:04}]"
    if precision == _DECADE:
        if year < 10:  # noqa: PLR2004 - Wikibase shows the year then
            _refuse("unsupported-date", f"the year {year} has no decade")
        return f"{year // 10:03}X"
    if precision == _YEAR:
        return f"{year:04}"
    return f"{year:04}-{month:02}" if precision == _MONTH else f"{year:04}-{month:02}-{day:02}"


_SPAN: Final = re.compile(r"\[?([0-9]{3}[0-9X])(?:-([0-9]{2}))?(?:-([0-9]{2}))?(?:\.\.([0-9]{4})\])?")


def _gregorian(text: str, told: str) -> PartialDate:
    """Give a date of the Julian calendar in the Gregorian one."""
    found = _SPAN.fullmatch(text)
    assert found is not None  # noqa: S101 - it was written above
    first, month, day, last = found.groups()
    from_year, to_year = int(first.replace("X", "0")), int((last or first).replace("X", "9"))
    start = _day_of(from_year, int(month or 1), int(day or 1), told)
    if day:
        return PartialDate.from_date(start)
    end = _day_of(to_year, int(month or 12), _length(to_year, int(month or 12)), told)
    return PartialDate(f"[{start}..{end}]")


_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_EPOCH: Final = 1_721_425
"""The Julian day number of the day before 1 January 0001."""


def _length(year: int, month: int) -> int:
    """Give the number of days of a month of the Julian calendar."""
    return _LENGTHS[month - 1] + (month == 2 and year % 4 == 0)  # noqa: PLR2004 - February


def _day_of(year: int, month: int, day: int, told: str) -> date:
    """Give a day of the Julian calendar in the Gregorian one, by way of its Julian day number."""
    if not 1 <= day <= _length(year, month):
        _refuse("bad-date", f"{told} is not a day of the Julian calendar")
    before = (14 - month) // 12
    years, months = year + 4800 - before, month + 12 * before - 3
    number = day + (153 * months + 2) // 5 + 365 * years + years // 4 - 32_083
    if not 1 <= number - _EPOCH <= date.max.toordinal():
        _refuse("unsupported-date", f"{told} is not of the years 0001 to {_LAST_YEAR} of the Gregorian calendar")
    return date.fromordinal(number - _EPOCH)


def marked(day: PartialDate, mark: str) -> PartialDate | None:
    """Give a date with a mark of EDTF, ``~`` or ``?``; ``None`` if it is a run of days, which can have none."""
    text = str(day)
    if text.endswith("]"):
        return None
    if text[-1] in "?~%":
        return PartialDate(text[:-1] + (mark if text[-1] == mark else "%"))
    return PartialDate(text + mark)


def bounded(day: PartialDate | None, earliest: PartialDate | None, latest: PartialDate | None) -> PartialDate | None:
    """Give a date no earlier than one and no later than another; ``None``: there is nothing that bounds it.

    Raises:
        InvalidDataError: code ``bad-date`` if no day is left.

    Example:
        >>> from recognition import PartialDate
        >>> from recognition.sources.wikidata_times import bounded
        >>> bounded(PartialDate("[1801..1900]"), PartialDate("1850"), None)
        PartialDate('[1850-01-01..1900-12-31]')
    """
    firsts = [bound.earliest for bound in (day, earliest) if bound and bound.earliest]
    lasts = [bound.latest for bound in (day, latest) if bound and bound.latest]
    first, last = max(firsts, default=None), min(lasts, default=None)
    if day is not None and (first, last) == (day.earliest, day.latest):
        return day
    if first is not None and last is not None and last < first:
        _refuse("bad-date", f"the date is {day or 'unknown'}, no earlier than {earliest}, no later than {latest}")
    if first is None and last is None:
        return None
    return PartialDate.from_date(first) if first == last and first else PartialDate(f"[{first or ''}..{last or ''}]")
