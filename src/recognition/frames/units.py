"""Units of time, numbered one after the other, and the rules by which something counts as so in one of them."""

import enum
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import narwhals as nw

from recognition.errors import UnknownIdError

_MONTHS: Final = 12
_QUARTER: Final = 3
_QUARTERS: Final = 4


class Unit(enum.StrEnum):
    """A unit of the calendar; its units are numbered, so that the next one has the next number.

    Example:
        >>> from datetime import date
        >>> from recognition.frames.units import Unit
        >>> quarter = Unit.QUARTER.of(date(2006, 6, 3))
        >>> Unit.QUARTER.first(quarter), Unit.QUARTER.last(quarter)
        (datetime.date(2006, 4, 1), datetime.date(2006, 6, 30))
        >>> Unit.QUARTER.labels(range(quarter, quarter + 3))
        {'year': [2006, 2006, 2006], 'quarter': [2, 3, 4]}
    """

    YEAR = "year"
    """A year of the calendar."""
    QUARTER = "quarter"
    """Three months, from January, April, July or October on."""
    MONTH = "month"
    """A month of the calendar."""
    DAY = "day"
    """A day."""

    @classmethod
    def named(cls, name: str) -> "Unit":
        """Give the unit of a name.

        Raises:
            UnknownIdError: with near names, if there is none.
        """
        return cls(_checked(name, list(cls), "unit"))

    def of(self, day: date) -> int:
        """Give the number of the unit in which a day lies."""
        match self:
            case Unit.YEAR:
                return day.year
            case Unit.QUARTER:
                return day.year * _QUARTERS + (day.month - 1) // _QUARTER
            case Unit.MONTH:
                return day.year * _MONTHS + day.month - 1
            case Unit.DAY:
                return day.toordinal()

    def first(self, number: int) -> date:
        """Give the first day of a unit."""
        match self:
            case Unit.YEAR:
                return date(number, 1, 1)
            case Unit.QUARTER:
                return date(number // _QUARTERS, number % _QUARTERS * _QUARTER + 1, 1)
            case Unit.MONTH:
                return date(number // _MONTHS, number % _MONTHS + 1, 1)
            case Unit.DAY:
                return date.fromordinal(number)

    def last(self, number: int) -> date:
        """Give the last day of a unit."""
        first = self.first(number)
        if self is Unit.DAY:
            return first
        month = first.month + {Unit.YEAR: _MONTHS, Unit.QUARTER: _QUARTER, Unit.MONTH: 1}[self] - 1
        return date(first.year, month, monthrange(first.year, month)[1])

    @property
    def schema(self) -> Mapping[str, nw.dtypes.DType]:
        """The columns that name a unit in a panel, with their types."""
        year = {"year": nw.Int64()}
        match self:
            case Unit.YEAR:
                return year
            case Unit.QUARTER | Unit.MONTH:
                return {**year, str(self): nw.Int64()}
            case Unit.DAY:
                return {**year, "date": nw.Date()}

    def labels(self, units: range) -> dict[str, Sequence[Any]]:
        """Give the values of these columns for some units, by their numbers."""
        match self:
            case Unit.YEAR:
                return {"year": list(units)}
            case Unit.QUARTER:
                return {
                    "year": [number // _QUARTERS for number in units],
                    "quarter": [number % _QUARTERS + 1 for number in units],
                }
            case Unit.MONTH:
                return {
                    "year": [number // _MONTHS for number in units],
                    "month": [number % _MONTHS + 1 for number in units],
                }
            case Unit.DAY:
                days = list(map(date.fromordinal, units))
                return {"year": [day.year for day in days], "date": days}


class Rule(enum.StrEnum):
    """On which days of a unit a state has to be in a list, to count as in it during the unit."""

    ANY = "any"
    """On at least one of its days."""
    FIRST = "first"
    """On its first day."""
    LAST = "last"
    """On its last day."""
    ALL = "all"
    """On every one of its days."""

    @classmethod
    def named(cls, name: str) -> "Rule":
        """Give the rule of a name.

        Raises:
            UnknownIdError: with near names, if there is none.
        """
        return cls(_checked(name, list(cls), "rule"))

    def window(self, first: int, last: int) -> tuple[int, int]:
        """Give the first and last of the days at which the rule looks, given those of a unit, as ordinals."""
        match self:
            case Rule.FIRST:
                return first, first
            case Rule.LAST:
                return last, last
            case Rule.ANY | Rule.ALL:
                return first, last


def _checked(name: str, known: Sequence[str], what: str) -> str:
    if name not in known:
        raise UnknownIdError(str(name), known, what=f"{what} (known: {', '.join(known)}) named")
    return name
