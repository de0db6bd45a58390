"""Dates and periods in words, with how surely they are known."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from recognition.model.dates import MONTHS, PartialDate, Precision
from recognition.model.periods import Period

# Summer and winter straddle the turn of the year in one hemisphere, so they are told by the year of their beginning.
_SEASONS: Final = {
    "21": "spring {}",
    "22": "the summer that began in {}",
    "23": "autumn {}",
    "24": "the winter that began in {}",
}
_DAY_PARTS: Final = 3

NO_DATE: Final = "no date given"
"""What stands where a record has no date at all."""


def in_words(day: PartialDate | None) -> str:
    """Give a date in words that say how surely it is known.

    Example:
        >>> from recognition import PartialDate
        >>> in_words(PartialDate("2025-07-03"))
        '3 July 2025'
        >>> in_words(PartialDate("2024-04"))
        'in April 2024'
        >>> in_words(PartialDate("[2025-07-03..]"))
        'on or after 3 July 2025'
        >>> in_words(PartialDate("1996~"))
        'about 1996'
        >>> in_words(None)
        'no date given'
    """
    if day is None:
        return NO_DATE
    if day.precision is Precision.SET:
        return _set(str(day)[1:-1].split(","))
    text = str(day).rstrip("?~%")
    told = f"about {_about(text)}" if day.approximate else _when(text)
    return f"{told} (uncertain)" if day.uncertain else told


def period_in_words(period: Period | None) -> str:
    """Give a period in words; an end still open and an end that nobody says are told apart.

    Example:
        >>> from recognition import Period
        >>> period_in_words(Period("1996-09-27/2001-11-13"))
        'from 27 September 1996 to 13 November 2001'
        >>> period_in_words(Period("2021-08/.."))
        'since August 2021, and still so'
        >>> period_in_words(Period("2021-08/"))
        'from August 2021; whether or when it ended is not said'
        >>> period_in_words(Period("/2024-04"))
        'until April 2024; since when is not said'
        >>> period_in_words(None)
        'when is not said'
    """
    if period is None:
        return "when is not said"
    start = _end(period.start) if period.start else None
    end = _end(period.end) if period.end else None
    if start and end:
        is_one_day = start == end and period.start is not None and period.start.precision is Precision.DAY
        return f"on {start} only" if is_one_day else f"from {start} to {end}"
    if start:
        rest = ", and still so" if period.open_end else "; whether or when it ended is not said"
        return f"{'since' if period.open_end else 'from'} {start}{rest}"
    beginning = "it has no beginning" if period.open_start else "since when is not said"
    if end:
        return f"until {end}; {beginning}"
    return f"still so; {beginning}" if period.open_end else f"{beginning}; whether or when it ended is not said"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Give words as a list in a sentence: ``a``, ``a and b``, ``a, b and c``."""
    *others, final = list(words) or [""]
    return f"{', '.join(others)} {last} {final}" if others else final


def counted(count: int, noun: str, plural: str = "") -> str:
    """Give a number with its noun: ``no records``, ``1 record``, ``1,200 records``."""
    number = f"{count:,}" if count else "no"
    return f"{number} {noun}" if count == 1 else f"{number} {plural or noun + 's'}"


def capitalised(text: str) -> str:
    """Give a text with its first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def _end(day: PartialDate) -> str:
    """Give the end of a period as a noun: what follows `from` or `to`."""
    text = str(day).rstrip("?~%")
    told = f"about {_about(text)}" if day.approximate else _noun(text)
    return f"{told} (uncertain)" if day.uncertain else told


def _noun(text: str) -> str:
    """Give a date without marks as a noun, which `in`, `from` or `to` may go before."""
    parts = text.split("-")
    year = _year(parts[0])
    if len(parts) == _DAY_PARTS:
        if parts[1] == "XX":
            return f"a day in {year}"
        month = f"{MONTHS[int(parts[1]) - 1]} {year}"
        return f"a day in {month}" if parts[2] == "XX" else f"{int(parts[2])} {month}"
    if len(parts) == 1:
        return year
    if parts[1] == "XX":
        return f"a month of {year}"
    return _SEASONS[parts[1]].format(year) if parts[1] in _SEASONS else f"{MONTHS[int(parts[1]) - 1]} {year}"


def _about(text: str) -> str:
    """Give a date without marks as what follows `about`: a masked part adds nothing to that."""
    return _noun(re.sub("(-XX)+$", "", text))


def _year(digits: str) -> str:
    if "X" not in digits:
        return str(int(digits))
    first, last = max(1, int(digits.replace("X", "0"))), int(digits.replace("X", "9"))
    # "The 1900s" would leave open whether the decade or the century is meant.
    return f"the {first}s" if digits[2] not in "0X" else f"the years {first} to {last}"


def _when(text: str) -> str:
    """Give a date without marks as an answer to `when?`."""
    noun = _noun(text)
    if text.count("-") == _DAY_PARTS - 1:
        return f"on {noun}" if "X" in text else noun
    return f"in {noun}"


def _set(parts: Sequence[str]) -> str:
    told = list[str]()
    for part in parts:
        first, dots, last = part.partition("..")
        edge = first or last
        at = "on" if edge.count("-") == _DAY_PARTS - 1 else "in"
        if not dots:
            told.append(_when(part))
        elif first and last:
            told.append(f"some time from {_noun(first)} to {_noun(last)}")
        else:
            told.append(f"{at} or {'after' if first else 'before'} {_noun(edge)}")
    return ", or ".join(told) if any(".." in part for part in parts) else listed(told, "or")
