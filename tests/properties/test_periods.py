"""Periods agree with the plain spans of days that they allow."""

import copy
import itertools
import pickle
from datetime import date, timedelta

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from recognition.errors import InvalidDataError
from recognition.model.dates import PartialDate
from recognition.model.periods import Allen, Period
from recognition.model.truth import Truth
from recognition.strategies import partial_dates, periods

# A calendar so small that every pair of days can be tried: positions 0-34 are 29 January to 4 March 2001. Ends are
# written as days a few positions inside it, as the month of February, open, or unknown.
BASE = date(2001, 1, 29)
CALENDAR = range(35)
NO_START, NO_END = -1, 35
WRITABLE = st.sampled_from([3, 4, 5, 6, 15, 16, 29, 30, 31])


def day_at(position: int) -> date:
    """Give the day at a position."""
    return BASE + timedelta(days=position)


@st.composite
def small_periods(draw: st.DrawFn) -> tuple[str, str]:
    """Give the two texts of a period in the small calendar."""
    kinds = st.sampled_from(["day", "day", "month", "..", ""])
    first, last = draw(kinds), draw(kinds)
    low, high = sorted((draw(WRITABLE), draw(WRITABLE)))
    if first == "month" and last == "day":
        high = max(high, 3)  # position 3 is 1 February: the month cannot be certainly after it
    if first == "day" and last == "month":
        low = min(low, 30)  # and position 30 its last day
    start, end = (
        {"day": day_at(at).isoformat(), "month": "2001-02"}.get(kind, kind) for kind, at in ((first, low), (last, high))
    )
    return (start, end) if start or end else ("..", end)


def every_assignment(texts: tuple[str, str]) -> list[tuple[int, int]]:
    """Give every pair of first and last position that a period's texts allow, the first not behind the last.

    An open start is no start, an open end no end; an unknown one is any position, or none.
    """

    def positions(text: str, none: int) -> list[int]:
        if text == "..":
            return [none]
        if text == "":
            return [*CALENDAR, none]
        return [at for at in CALENDAR if day_at(at).isoformat().startswith(text)]

    firsts, lasts = positions(texts[0], NO_START), positions(texts[1], NO_END)
    return [(a, b) for a in firsts for b in lasts if a <= b]


def settle(answers: set[bool]) -> Truth:
    """Give the truth of what every assignment says."""
    assert answers
    return Truth.of(True in answers) if len(answers) == 1 else Truth.UNKNOWN


def relation(a: tuple[int, int], b: tuple[int, int]) -> Allen:
    """Give the relation of two spans of whole days, by Allen's definitions, each tried in turn."""
    (a1, a2), (b1, b2) = a, b
    found = {
        Allen.BEFORE: a2 + 1 < b1,
        Allen.MEETS: a2 + 1 == b1,
        Allen.OVERLAPS: a1 < b1 <= a2 < b2,
        Allen.STARTS: a1 == b1 and a2 < b2,
        Allen.DURING: b1 < a1 and a2 < b2,
        Allen.FINISHES: b1 < a1 and a2 == b2,
        Allen.EQUALS: a == b,
        Allen.FINISHED_BY: a1 < b1 and a2 == b2,
        Allen.CONTAINS: a1 < b1 and b2 < a2,
        Allen.STARTED_BY: a1 == b1 and b2 < a2,
        Allen.OVERLAPPED_BY: b1 < a1 <= b2 < a2,
        Allen.MET_BY: b2 + 1 == a1,
        Allen.AFTER: b2 + 1 < a1,
    }
    (name,) = (name for name, holds in found.items() if holds)
    return name


def period(texts: tuple[str, str]) -> Period:
    """Make the period of two texts."""
    return Period("/".join(texts))


@given(periods())
def test_round_trip(span: Period) -> None:
    """A period is read back from its text, its repr, a pickle and a copy; open and unknown ends stay apart."""
    for again in (
        Period(str(span)),
        eval(repr(span), {"Period": Period}),  # noqa: S307 - what `repr` promises
        pickle.loads(pickle.dumps(span)),  # noqa: S301 - our own bytes
        copy.deepcopy(span),
    ):
        assert again == span
        assert hash(again) == hash(span)
        assert (again.start, again.end) == (span.start, span.end)
        assert (again.open_start, again.open_end) == (span.open_start, span.open_end)


@given(periods())
def test_ends(span: Period) -> None:
    """The two ends are what stands before and behind the slash: a date, open, or unknown."""
    texts = str(span).split("/")
    for text, end, is_open in ((texts[0], span.start, span.open_start), (texts[1], span.end, span.open_end)):
        assert is_open == (text == "..")
        assert (end is None) == (text in ("", ".."))
        assert end is None or str(end) == text


@given(small_periods())
def test_contains_by_brute_force(texts: tuple[str, str]) -> None:
    """`contains` is TRUE or FALSE of a day exactly if every start and end that the texts allow agrees."""
    ends = every_assignment(texts)
    for at in CALENDAR[2:-2]:
        assert period(texts).contains(day_at(at)) is settle({a <= at <= b for a, b in ends})


@given(small_periods(), st.just("2001-02") | WRITABLE.map(lambda at: day_at(at).isoformat()))
def test_contains_partial_date(texts: tuple[str, str], text: str) -> None:
    """A partial date is contained if every day that it allows is, and is not if none can be."""
    days = [at for at in CALENDAR if day_at(at).isoformat().startswith(text)]
    answers = {a <= at <= b for a, b in every_assignment(texts) for at in days}
    assert period(texts).contains(PartialDate(text)) is settle(answers)


@given(small_periods(), small_periods())
def test_overlaps_by_brute_force(one: tuple[str, str], two: tuple[str, str]) -> None:
    """`overlaps` is TRUE or FALSE exactly if every way of settling all four ends agrees."""
    answers = {
        a1 <= b2 and b1 <= a2 for (a1, a2), (b1, b2) in itertools.product(every_assignment(one), every_assignment(two))
    }
    assert period(one).overlaps(period(two)) is settle(answers)
    assert period(two).overlaps(period(one)) is settle(answers)


@given(small_periods(), small_periods())
def test_relations_by_brute_force(one: tuple[str, str], two: tuple[str, str]) -> None:
    """`relations` gives exactly the relations that some way of settling all four ends yields."""
    # Spans that compare alike in these ways stand in one relation, so one of each is tried.
    alike = {
        (a1 < b1, a1 == b1, a2 < b2, a2 == b2, a2 < b1, a2 + 1 < b1, b2 < a1, b2 + 1 < a1): ((a1, a2), (b1, b2))
        for (a1, a2), (b1, b2) in itertools.product(every_assignment(one), every_assignment(two))
    }
    assert period(one).relations(period(two)) == {relation(a, b) for a, b in alike.values()}


def test_exact_periods_have_one_relation() -> None:
    """Two periods of known days stand in exactly one relation: the one of Allen's definitions; all thirteen occur."""
    spans = [(a, b) for a in range(1, 6) for b in range(a, 6)]
    seen = set[Allen]()
    for one, two in itertools.product(spans, repeat=2):
        texts = [Period(f"{day_at(a)}/{day_at(b)}") for a, b in (one, two)]
        assert texts[0].relations(texts[1]) == {relation(one, two)}
        seen.add(relation(one, two))
    assert seen == set(Allen)


@given(periods(min_year=1999, max_year=2001), periods(min_year=1999, max_year=2001))
def test_relations_inverse(a: Period, b: Period) -> None:
    """The relations seen from the other side are the inverses, and there is always at least one."""
    assert b.relations(a) == {each.inverse for each in a.relations(b)}
    assert a.relations(b)


def test_inverse() -> None:
    """Inverting twice gives the relation back; only `equals` is its own inverse."""
    assert all(each.inverse.inverse is each for each in Allen)
    assert [each for each in Allen if each.inverse is each] == [Allen.EQUALS]
    assert Allen.MEETS.inverse is Allen.MET_BY
    assert Allen.DURING.inverse is Allen.CONTAINS


SHARING = frozenset(Allen) - {Allen.BEFORE, Allen.MEETS, Allen.MET_BY, Allen.AFTER}


@given(periods(min_year=1999, max_year=2001), periods(min_year=1999, max_year=2001))
def test_overlaps_agrees_with_relations(a: Period, b: Period) -> None:
    """Two periods certainly share a day iff only relations that share one are possible."""
    assert a.overlaps(b) is settle({each in SHARING for each in a.relations(b)})


@given(periods(min_year=1999, max_year=2001))
def test_own_relations(span: Period) -> None:
    """A period overlaps itself unless its bounds leave a doubt, and may always equal itself."""
    assert Allen.EQUALS in span.relations(span)
    assert span.overlaps(span) is not Truth.FALSE


@given(partial_dates(min_year=1999, max_year=2001, sets=False), partial_dates(min_year=1999, max_year=2001, sets=False))
def test_reversed_is_refused(a: PartialDate, b: PartialDate) -> None:
    """A period is refused exactly if its end is certainly before its start."""
    if b.before(a) is Truth.TRUE:
        with pytest.raises(InvalidDataError) as caught:
            Period(f"{a}/{b}")
        assert [problem.code for problem in caught.value] == ["reversed-period"]
    else:
        assert Period(f"{a}/{b}").start == a


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("/", "bad-period"),
        ("", "bad-period"),
        ("2001", "bad-period"),
        ("2001/2002/2003", "bad-period"),
        ("2001-02-30/2002", "bad-date"),
        ("2001/20O2", "bad-date"),
        ("[2001,2002]/2003", "bad-period"),
        ("2001-01-01T10:00:00/2002", "unsupported-date"),
        ("2001 / 2002", "bad-date"),
        ("2002/2001", "reversed-period"),
        ("2001/unknown", "unsupported-date"),
        ("2001/open", "unsupported-date"),
    ],
)
def test_refused(text: str, code: str) -> None:
    """What is no interval of the profile is refused with the code of its fault."""
    with pytest.raises(InvalidDataError) as caught:
        Period(text)
    assert [problem.code for problem in caught.value] == [code]


@pytest.mark.parametrize("value", [None, 2001, b"2001/2002", ("2001", "2002"), PartialDate("2001")])
def test_only_text(value: object) -> None:
    """Nothing but text is read."""
    with pytest.raises(InvalidDataError) as caught:
        Period(value)  # type: ignore[arg-type]  # the mistake is what is tested
    assert [problem.code for problem in caught.value] == ["wrong-type"]


@given(periods())
def test_immutable(span: Period) -> None:
    """Nothing of a period can be set or deleted."""
    with pytest.raises(FrozenInstanceError):
        span.start = None
    with pytest.raises(FrozenInstanceError):
        del span.end


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        # Both ends are inclusive.
        ("2001-03-01/2001-03-03", date(2001, 3, 1), Truth.TRUE),
        ("2001-03-01/2001-03-03", date(2001, 3, 3), Truth.TRUE),
        ("2001-03-01/2001-03-03", date(2001, 3, 4), Truth.FALSE),
        # Open is "still so"; unknown is "nobody says".
        ("2001/..", date(2500, 1, 1), Truth.TRUE),
        ("2001/", date(2500, 1, 1), Truth.UNKNOWN),
        ("2001/", date(2001, 12, 31), Truth.UNKNOWN),
        ("../2001", date(1, 1, 1), Truth.TRUE),
        ("/2001", date(1, 1, 1), Truth.UNKNOWN),
        ("/2001", date(2002, 1, 1), Truth.FALSE),
        ("../..", date(1, 1, 1), Truth.TRUE),
        ("../", date(9999, 12, 31), Truth.UNKNOWN),
        # The end can be no earlier than the start, so half of a year is out.
        ("2001-07-01/2001", date(2001, 6, 30), Truth.FALSE),
        ("2001-07-01/2001", date(2001, 7, 1), Truth.TRUE),
        ("2001-07-01/2001", date(2001, 7, 2), Truth.UNKNOWN),
    ],
)
def test_contains_by_hand(text: str, day: date, expected: Truth) -> None:
    """Whether a period contains a day, worked out by hand."""
    assert Period(text).contains(day) is expected
