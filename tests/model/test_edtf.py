"""`PartialDate` reads EDTF as the Library of Congress specifies it (4 February 2019), and as another parser does."""

import contextlib
import io
import re
from calendar import isleap
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from edtf import parse_edtf
from hypothesis import example, given, settings
from hypothesis import strategies as st

from recognition.errors import InvalidDataError
from recognition.model.dates import PartialDate, Precision
from recognition.model.periods import Period
from recognition.strategies import partial_dates


def day(text: str) -> date | None:
    """Read a plain day; `-` is none."""
    return None if text == "-" else date.fromisoformat(text)


# The specification's own examples of what the profile has, with bounds worked out by hand.
EXAMPLES = [
    # Level 0: date.
    ("1985-04-12", "1985-04-12", "1985-04-12", Precision.DAY),
    ("1985-04", "1985-04-01", "1985-04-30", Precision.MONTH),
    ("1985", "1985-01-01", "1985-12-31", Precision.YEAR),
    # Level 1: seasons. Spring and autumn lie within their year, summer and winter may run into the next (a reading of
    # this library's own: the standard gives seasons no days and no hemisphere).
    ("2001-21", "2001-03-01", "2001-12-22", Precision.SEASON),
    ("2001-22", "2001-06-01", "2002-03-21", Precision.SEASON),
    ("2001-23", "2001-03-01", "2001-12-22", Precision.SEASON),
    ("2001-24", "2001-06-01", "2002-03-21", Precision.SEASON),
    # Level 1: qualification of the whole date.
    ("1984?", "1984-01-01", "1984-12-31", Precision.YEAR),
    ("2004-06~", "2004-06-01", "2004-06-30", Precision.MONTH),
    ("2004-06-11%", "2004-06-11", "2004-06-11", Precision.DAY),
    # Level 1: unspecified digits from the right.
    ("201X", "2010-01-01", "2019-12-31", Precision.DECADE),
    ("20XX", "2000-01-01", "2099-12-31", Precision.CENTURY),
    ("2004-XX", "2004-01-01", "2004-12-31", Precision.YEAR),
    ("1985-04-XX", "1985-04-01", "1985-04-30", Precision.MONTH),
    ("1985-XX-XX", "1985-01-01", "1985-12-31", Precision.YEAR),
    # Level 2: one of a set.
    ("[1667,1668,1670..1672]", "1667-01-01", "1672-12-31", Precision.SET),
    ("[..1760-12-03]", "-", "1760-12-03", Precision.SET),
    ("[1760-12..]", "1760-12-01", "-", Precision.SET),
    ("[1760-01,1760-02,1760-12..]", "1760-01-01", "-", Precision.SET),
    ("[1667,1760-12]", "1667-01-01", "1760-12-31", Precision.SET),
    ("[..1984]", "-", "1984-12-31", Precision.SET),
]
# Not in the specification, but where calendars are easily got wrong.
CORNERS = [
    ("2000-02", "2000-02-01", "2000-02-29", Precision.MONTH),
    ("1900-02", "1900-02-01", "1900-02-28", Precision.MONTH),
    ("2024-02-XX~", "2024-02-01", "2024-02-29", Precision.MONTH),
    ("2024-02-29", "2024-02-29", "2024-02-29", Precision.DAY),
    ("0001", "0001-01-01", "0001-12-31", Precision.YEAR),
    ("000X", "0001-01-01", "0009-12-31", Precision.DECADE),
    ("00XX", "0001-01-01", "0099-12-31", Precision.CENTURY),
    ("9999", "9999-01-01", "9999-12-31", Precision.YEAR),
    ("9999-24", "9999-06-01", "9999-12-31", Precision.SEASON),
    ("99XX", "9900-01-01", "9999-12-31", Precision.CENTURY),
    ("[2000]", "2000-01-01", "2000-12-31", Precision.SET),
    ("[2005,2000]", "2000-01-01", "2005-12-31", Precision.SET),
    ("[2000-02..2001]", "2000-02-01", "2001-12-31", Precision.SET),
    ("[..1999,2001..]", "-", "-", Precision.SET),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "precision"), EXAMPLES + CORNERS)
def test_examples(text: str, earliest: str, latest: str, precision: Precision) -> None:
    """The specification's examples, and the calendar's corners, have the bounds that they have by hand."""
    read = PartialDate(text)
    assert (read.earliest, read.latest, read.precision) == (day(earliest), day(latest), precision)
    assert (read.uncertain, read.approximate) == (text[-1] in "?%", text[-1] in "~%")


# The specification's examples of intervals of levels 0 and 1: start, end, and whether each is open.
INTERVALS = [
    ("1964/2008", "1964", "2008"),
    ("2004-06/2006-08", "2004-06", "2006-08"),
    ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08"),
    ("2004-02-01/2005-02", "2004-02-01", "2005-02"),
    ("2004-02-01/2005", "2004-02-01", "2005"),
    ("2005/2006-02", "2005", "2006-02"),
    ("1985-04-12/..", "1985-04-12", ".."),
    ("1985-04/..", "1985-04", ".."),
    ("1985/..", "1985", ".."),
    ("../1985-04-12", "..", "1985-04-12"),
    ("../1985-04", "..", "1985-04"),
    ("../1985", "..", "1985"),
    ("1985-04-12/", "1985-04-12", ""),
    ("1985-04/", "1985-04", ""),
    ("1985/", "1985", ""),
    ("/1985-04-12", "", "1985-04-12"),
    ("/1985-04", "", "1985-04"),
    ("/1985", "", "1985"),
    # Qualified ends (level 1), and masked days as ends (level 2, which costs nothing to have).
    ("1984~/2004-06", "1984~", "2004-06"),
    ("1984/2004-06~", "1984", "2004-06~"),
    ("2004-06-XX/2004-07-03", "2004-06-XX", "2004-07-03"),
]


@pytest.mark.parametrize(("text", "start", "end"), INTERVALS)
def test_intervals(text: str, start: str, end: str) -> None:
    """The specification's intervals are read, open and unknown ends kept apart."""
    span = Period(text)
    assert (span.open_start, span.open_end) == (start == "..", end == "..")
    assert str(span.start or "") == start.replace("..", "")
    assert str(span.end or "") == end.replace("..", "")


# What the specification has and the profile does not: its own examples, and words of the message that name the feature.
REFUSED = [
    ("1985-04-12T23:20:30", "a time of day"),
    ("1985-04-12T23:20:30Z", "a time of day"),
    ("1985-04-12T23:20:30+04:30", "a time of day"),
    ("1964/2008", "an interval: use a Period"),
    ("Y170000002", "years of more than four digits"),
    ("Y-170000002", "years of more than four digits"),
    ("-1985", "negative years"),
    ("Y-17E7", "years of more than four digits"),
    ("1950S2", "exponents and significant digits"),
    ("Y171010000S3", "years of more than four digits"),
    ("2001-34", "divisions of a year other than seasons"),
    ("{1667,1668,1670..1672}", "all-of-a-set"),
    ("{1960,1961-12}", "all-of-a-set"),
    ("{..1984}", "all-of-a-set"),
    ("2004-06~-11", "marks on a part of a date"),
    ("2004?-06-11", "marks on a part of a date"),
    ("?2004-06-~11", "marks on a part of a date"),
    ("2004-%06-11", "marks on a part of a date"),
    ("156X-12-25", "masked digits in these places"),
    ("15XX-12-25", "masked digits in these places"),
    ("XXXX-12-XX", "masked digits in these places"),
    ("1XXX-XX", "masked digits in these places"),
    ("1XXX-12", "masked digits in these places"),
    ("1984-1X", "masked digits in these places"),
    ("[1984?,1985]", "marks or masked digits inside a set"),
    ("[198X,2001]", "marks or masked digits inside a set"),
    ("[2001-21,2002]", "seasons inside a set"),
    ("0000", "the year 0000"),
    ("0000-05-01", "the year 0000"),
    # Drafts before 2019, and a neighbour in ISO 8601-1.
    ("199u", "of drafts before 2019"),
    ("199x", "of drafts before 2019"),
    ("unknown", "of drafts before 2019"),
    ("open", "of drafts before 2019"),
    ("2004-W12", "week dates"),
]


@pytest.mark.parametrize(("text", "feature"), REFUSED)
def test_unsupported(text: str, feature: str) -> None:
    """A feature outside the profile is refused by its name."""
    with pytest.raises(InvalidDataError) as caught:
        PartialDate(text)
    (problem,) = caught.value
    assert problem.code == "unsupported-date"
    assert feature in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "1985 ",
        " 1985",
        "1985\n",
        "85",
        "19850",
        "1985-4-12",
        "1985-4",
        "1985-13",
        "1985-00",
        "1985-04-00",
        "1985-04-31",
        "2023-02-29",
        "1900-02-29",
        "2023-02-29?",
        "1985/04/12 ",
        "12-04-1985",
        "April 1985",
        "1985??",
        "1985-04-12-01",
        "19850412",
        "\u0661\u0669\u0668\u0665",
        "\uff11\uff19\uff18\uff15-01-01",
        "[]",
        "[..]",
        "[1984,]",
        "[,1984]",
        "[1984,,1985]",
        "[1985..1984]",
        "[1990,..1984]",
        "[1990..,2000]",
        "[1984, 1985]",
        "[1984",
        "1984]",
        "[[1984]]",
        "[1984]?",
        "[2023-02-29,2024]",
        "[1984...1985]",
    ],
)
def test_not_edtf(text: str) -> None:
    """What is no EDTF date, or no day of the calendar, is refused, near misses included."""
    with pytest.raises(InvalidDataError) as caught:
        PartialDate(text)
    assert [problem.code in ("bad-date", "unsupported-date") for problem in caught.value] == [True]


@pytest.mark.parametrize("value", [None, 1985, 1985.5, b"1985", True, ["1985"], date(1985, 4, 12)])
def test_only_text(value: object) -> None:
    """Nothing but text is read: a number is no year."""
    with pytest.raises(InvalidDataError) as caught:
        PartialDate(value)  # type: ignore[arg-type]  # the mistake is what is tested
    assert [problem.code for problem in caught.value] == ["wrong-type"]


# --- against the package `edtf`, which shares no code with this one --------------------------------------------------

Bounds = tuple[tuple[int, int, int] | None, tuple[int, int, int] | None]


def theirs(text: str) -> Bounds | None:
    """Give the bounds by the package `edtf`, `None` for each that is missing; `None` if it refuses the text."""
    with contextlib.redirect_stdout(io.StringIO()):  # it prints what it fails on
        try:
            read: Any = parse_edtf(text, fail_silently=True)
            if read is None:
                return None
            low, high = read.lower_strict(), read.upper_strict()
        except (AttributeError, TypeError, ValueError):  # some masked months and days, such as 2004-1X and 2000-01-0X
            return None
    return (
        None if isinstance(low, float) else (low[0], low[1], low[2]),
        None if isinstance(high, float) else (high[0], high[1], high[2]),
    )


def ours(text: str) -> Bounds | None:
    """Give the bounds by this library, or `None` if it refuses the text."""
    try:
        read = PartialDate(text)
    except InvalidDataError:
        return None
    low, high = read.earliest, read.latest
    return (
        None if low is None else (low.year, low.month, low.day),
        None if high is None else (high.year, high.month, high.day),
    )


# Where the two differ the specification decides. Each known difference is told apart by a test of its own.


def ranges(text: str) -> list[tuple[str, str]]:
    """Give the ends of the closed ranges in a set."""
    parts = [part.partition("..") for part in text.strip("[]").split(",")]
    return [(first, last) for first, dots, last in parts if dots and first and last]


def of(pattern: str) -> Callable[[str], bool]:
    """Give a test for a pattern of the whole text."""
    return lambda text: re.fullmatch(pattern, text, re.DOTALL) is not None


SUPPORTED_MASKS = r"([0-9]{3}X|[0-9]{2}XX|[0-9]{4}-([0-9]{2}-XX|XX|XX-XX))[?~%]?"
REFUSED_BY_THEM: dict[str, Callable[[str], bool]] = {
    "the marks qualify any date expression of level 1 at its end, seasons too": of(r"[0-9]{4}-2[1-4][?~%]"),
    "the specification gives no least number of members": of(r"\[[^,.]*\]"),
    "members need not be alike, see [1667,1760-12]; nor need a range's ends": lambda text: any(
        len(first) != len(last) for first, last in ranges(text)
    ),
}
NOT_IN_THE_STANDARD: dict[str, Callable[[str], bool]] = {
    "there are no blanks inside an expression or around it": of(r".*\s.*"),
    "29 February of a common year is no day": lambda text: any(
        not isleap(int(year)) for year in re.findall(r"([0-9]{4})-02-29", text)
    ),
    "a range from a later to an earlier date holds no day": lambda text: any(
        first[: len(last)] > last[: len(first)] for first, last in ranges(text)
    ),
}
# What it rightly accepts and this profile leaves out on purpose (see REFUSED).
NOT_IN_THE_PROFILE: dict[str, Callable[[str], bool]] = {
    "times, intervals, all-of-a-set, long years, significant digits": of(r".*[T/{YS].*"),
    "negative years": of(r"-.*|\[(.*[.,])?-.*"),
    "the year 0": of(r"(.*[^0-9])?0000.*"),
    "divisions of a year other than seasons": of(r"[0-9]{4}-(2[5-9]|3[0-9]|4[01])"),
    "masked digits in other places": of(rf"(?!{SUPPORTED_MASKS}$)(?=.*X)[0-9X]{{4}}(-[0-9X]{{2}}){{0,2}}[?~%]?"),
    "marks on parts of a date, or on members of a set": of(r".*[?~%].+"),
    "masked digits in a set": of(r"\[.*X.*\]"),
}


def explained(text: str, *tables: dict[str, Callable[[str], bool]]) -> bool:
    """Tell whether a difference is a known one."""
    return any(applies(text) for table in tables for applies in table.values())


def compare(text: str) -> None:
    """Compare the two parsers on a text."""
    mine, other = ours(text), theirs(text)
    if mine is None and other is None:
        return
    if mine is None:
        assert explained(text, NOT_IN_THE_STANDARD, NOT_IN_THE_PROFILE), f"only edtf accepts {text!r}"
    elif other is None:
        assert explained(text, REFUSED_BY_THEM), f"edtf refuses {text!r}"
    elif not of(r"[0-9]{4}-2[1-4]")(text):
        # Seasons apart, of which the bounds are each library's own reading.
        low, high = other
        # It counts from the year 0, which the profile does not have.
        assert mine == ((1, 1, 1) if low == (0, 1, 1) else low, high)


many = settings(max_examples=max(150, settings().max_examples))


@many
@given(partial_dates().map(str))
@example("[2000]")
@example("[1670..1672-05]")
@example("2001-21?")
@example("000X")
def test_agrees_on_dates(text: str) -> None:
    """Every date of the profile has the bounds that `edtf` gives it, but for its known faults."""
    assert ours(text) is not None
    compare(text)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Give the text of a date with one or two characters replaced, put in or taken out."""
    text = draw(partial_dates(min_year=1, max_year=2100).map(str))
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(text)))
        put = draw(st.sampled_from(["", *"0123456789X?~%-[].,/{} TYSu"]))
        text = text[:at] + put + text[at + draw(st.integers(0, 1)) :]
    return text


@many
@given(mutated())
@example("2023-02-29")
@example("2023-02-29?")
@example("[1985..1984]")
@example("[1667, 1668]")
@example(" 1985 ")
@example("2004-1X")
@example("2000-01-0X")
@example("[19XX,1986]")
@example("[1985S2,1990]")
@example("0000-XX")
@example("-1985")
def test_agrees_on_near_misses(text: str) -> None:
    """On dates with characters changed the two accept and refuse alike, but for known faults and the profile."""
    compare(text)


@pytest.mark.parametrize(("text", "earliest", "latest", "precision"), EXAMPLES)
def test_agrees_on_examples(text: str, earliest: str, latest: str, precision: Precision) -> None:
    """`edtf` reads the specification's examples too."""
    assert theirs(text) is not None
    compare(text)


@pytest.mark.parametrize("piece", ["X", "?", "-21", "-2", "9,", "/", "u", "T", "1T", "E", "{", "[", "..", "2000.."])
@pytest.mark.parametrize("begin", ["", "[", "[..", "2000-", "-"])
def test_a_long_text_is_refused_in_a_time_in_proportion(begin: str, piece: str) -> None:
    """No form of EDTF is looked for in a way that takes minutes where a text is long."""
    with pytest.raises(InvalidDataError):
        PartialDate(begin + piece * 300_000)
