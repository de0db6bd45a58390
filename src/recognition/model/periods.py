"""`Period`: a span of days whose ends may be partly known, still open or unknown."""

import enum
from datetime import date
from typing import Final, NoReturn, final

from attrs.exceptions import FrozenInstanceError

from recognition.errors import InvalidDataError, Problem, shown
from recognition.model.dates import PartialDate, Precision
from recognition.model.truth import Truth


class Allen(enum.StrEnum):
    """The thirteen relations of two intervals (J. F. Allen, *Communications of the ACM* 26(11), 1983).

    Days are counted whole: a period *meets* the one that starts on the day after its last.
    """

    BEFORE = "before"
    """Ends, with at least a day between, before the other starts."""
    MEETS = "meets"
    """Ends on the day before the other starts."""
    OVERLAPS = "overlaps"
    """Starts first, ends inside the other."""
    STARTS = "starts"
    """Starts with the other, ends first."""
    DURING = "during"
    """Starts after and ends before the other."""
    FINISHES = "finishes"
    """Starts after the other, ends with it."""
    EQUALS = "equals"
    """Starts and ends with the other."""
    FINISHED_BY = "finished-by"
    """The other finishes this one."""
    CONTAINS = "contains"
    """The other lies during this one."""
    STARTED_BY = "started-by"
    """The other starts this one."""
    OVERLAPPED_BY = "overlapped-by"
    """The other overlaps this one."""
    MET_BY = "met-by"
    """The other meets this one."""
    AFTER = "after"
    """The other is before this one."""

    @property
    def inverse(self) -> "Allen":
        """The relation seen from the other side."""
        members = list(Allen)
        return members[len(members) - 1 - members.index(self)]


_ALWAYS: Final = 0
"""The ordinal that stands for an open start: before every day."""
_EVER: Final = date.max.toordinal() + 1
"""The ordinal that stands for an open end: after every day."""
_Range = tuple[int, int]


@final
class Period:
    """A span of days, written as an EDTF interval (ISO 8601-2:2019), both ends inclusive.

    Each end is a :class:`PartialDate` (not a set), ``..`` for open (no start; still so), or empty for
    unknown (whether or when it ended, nobody says). ``2021-08/..`` began in August 2021 and goes on;
    ``2021-08/`` began then, and the rest is unknown. ``/``, which says nothing, is refused: leave it out.

    Args:
        text: the interval in EDTF.

    Raises:
        InvalidDataError: code ``bad-period`` if it is not such an interval, ``reversed-period`` if it
            certainly ends before it starts, and the codes of :class:`PartialDate` for its ends.

    Example:
        >>> from datetime import date
        >>> from recognition import Period
        >>> reign = Period("1996-09/2001")
        >>> reign.contains(date(1999, 1, 1))
        Truth.TRUE
        >>> reign.contains(date(2001, 12, 1))
        Truth.UNKNOWN
        >>> Period("2021-08/..").contains(date(2030, 1, 1))
        Truth.TRUE
        >>> Period("2021-08/").contains(date(2030, 1, 1))
        Truth.UNKNOWN
    """

    __slots__ = ("_text", "end", "open_end", "open_start", "start")

    _text: str
    start: PartialDate | None
    """The first day; ``None`` if it is open or unknown."""
    end: PartialDate | None
    """The last day; ``None`` if it is open or unknown."""
    open_start: bool
    """Whether it has no start: ``../``."""
    open_end: bool
    """Whether it is still so: ``/..``."""

    def __new__(cls, text: str) -> "Period":
        """Parse a text."""
        if type(text) is not str:
            raise InvalidDataError([Problem("wrong-type", f"expected the text of a period, got {shown(text)}")])
        first, slash, last = text.partition("/")
        if not slash or "/" in last or not (first or last):
            hint = "" if slash else ": write START/END, START/.. if it goes on, START/ if the end is unknown"
            raise InvalidDataError([Problem("bad-period", f"{shown(text)} is not an EDTF interval{hint}")])
        start, end = _end(first, text), _end(last, text)
        if (
            start is not None
            and end is not None
            and start.earliest is not None
            and end.latest is not None
            and end.latest < start.earliest
        ):
            raise InvalidDataError([Problem("reversed-period", f"{shown(text)} ends before it starts")])
        self = object.__new__(cls)
        put = object.__setattr__
        put(self, "_text", text)
        put(self, "start", start)
        put(self, "end", end)
        put(self, "open_start", first == "..")
        put(self, "open_end", last == "..")
        return self

    def contains(self, day: date | PartialDate) -> Truth:
        """Tell whether a day lies in the period."""
        (first, latest_start), (earliest_end, last) = self._ranges()
        spans = day.spans if isinstance(day, PartialDate) else ((day, day),)
        answers = set[Truth]()
        for lower, upper in spans:
            low = _ALWAYS + 1 if lower is None else lower.toordinal()
            high = _EVER - 1 if upper is None else upper.toordinal()
            if latest_start <= low and high <= earliest_end:
                answers.add(Truth.TRUE)
            elif high < first or last < low:
                answers.add(Truth.FALSE)
            else:
                answers.add(Truth.UNKNOWN)
        return answers.pop() if len(answers) == 1 else Truth.UNKNOWN

    def overlaps(self, other: "Period") -> Truth:
        """Tell whether the two share at least one day."""
        (a_first, a_start), (a_end, a_last) = self._ranges()
        (b_first, b_start), (b_end, b_last) = other._ranges()  # noqa: SLF001 - of its own kind
        if a_start <= b_end and b_start <= a_end:
            return Truth.TRUE
        return Truth.FALSE if a_first > b_last or b_first > a_last else Truth.UNKNOWN

    def relations(self, other: "Period") -> frozenset[Allen]:
        """Give the relations of Allen that are possible, exactly: at least one, one if all ends are known."""
        a, b = self._ranges(), other._ranges()  # noqa: SLF001 - of its own kind
        return frozenset(relation for relation in Allen if _feasible(relation, a, b))

    def _ranges(self) -> tuple[_Range, _Range]:
        """Give the ordinals from-to of the start and of the end, each reachable with some value of the other."""
        start = _range(self.start, (_ALWAYS, _EVER - 1), _ALWAYS if self.open_start else None)
        end = _range(self.end, (_ALWAYS + 1, _EVER), _EVER if self.open_end else None)
        return (start[0], min(start[1], end[1])), (max(start[0], end[0]), end[1])

    def __eq__(self, other: object) -> bool:
        """Compare texts."""
        return self._text == other._text if isinstance(other, Period) else NotImplemented

    def __hash__(self) -> int:
        """Hash the text."""
        return hash(("Period", self._text))

    def __str__(self) -> str:
        """Give the text, unchanged."""
        return self._text

    def __repr__(self) -> str:
        """Give the call that makes it."""
        return f"Period({self._text!r})"

    def __reduce__(self) -> tuple[type["Period"], tuple[str]]:
        """Pickle as the text."""
        return (Period, (self._text,))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: it is immutable."""
        raise FrozenInstanceError

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse: it is immutable."""
        raise FrozenInstanceError


def _end(text: str, whole: str) -> PartialDate | None:
    if text in ("", ".."):
        return None
    try:
        end = PartialDate(text)
    except InvalidDataError as error:
        problem = error.problems[0]
        raise InvalidDataError([Problem(problem.code, f"{problem.message}, in {shown(whole)}")]) from None
    if end.precision is Precision.SET:
        raise InvalidDataError([Problem("bad-period", f"{shown(whole)} has a set for an end; EDTF has no such form")])
    return end


def _range(end: PartialDate | None, unknown: _Range, infinite: int | None) -> _Range:
    if infinite is not None:
        return infinite, infinite
    if end is None:
        return unknown
    low, high = end.earliest, end.latest
    assert low is not None  # noqa: S101 - only sets lack a bound, and a set is no end
    assert high is not None  # noqa: S101
    return low.toordinal(), high.toordinal()


# Each relation as a conjunction of `x + gap <= y` over the four ends: 0, 1 this period's, 2, 3 the other's.
_LT: Final = 1
_BEFORE: Final = ((1, 2, 2),)
_MEETS: Final = ((1, 2, 1), (2, 1, -1))
_OVERLAPS: Final = ((0, 2, _LT), (2, 1, 0), (1, 3, _LT))
_STARTS: Final = ((0, 2, 0), (2, 0, 0), (1, 3, _LT))
_DURING: Final = ((2, 0, _LT), (1, 3, _LT))
_FINISHES: Final = ((2, 0, _LT), (1, 3, 0), (3, 1, 0))
_EQUALS: Final = ((0, 2, 0), (2, 0, 0), (1, 3, 0), (3, 1, 0))
_Constraints = tuple[tuple[int, int, int], ...]
_DIRECT: Final[dict[Allen, _Constraints]] = {
    Allen.BEFORE: _BEFORE,
    Allen.MEETS: _MEETS,
    Allen.OVERLAPS: _OVERLAPS,
    Allen.STARTS: _STARTS,
    Allen.DURING: _DURING,
    Allen.FINISHES: _FINISHES,
    Allen.EQUALS: _EQUALS,
}


def _feasible(relation: Allen, a: tuple[_Range, _Range], b: tuple[_Range, _Range]) -> bool:
    """Tell whether some ends within their ranges stand in the relation, by propagating bounds to a fixed point.

    The constraints are differences of integers, for which consistent bounds are enough.
    """
    if relation not in _DIRECT:
        return _feasible(relation.inverse, b, a)
    low = [a[0][0], a[1][0], b[0][0], b[1][0]]
    high = [a[0][1], a[1][1], b[0][1], b[1][1]]
    constraints = (*_DIRECT[relation], (0, 1, 0), (2, 3, 0))
    for _ in range(len(low) + 1):
        for x, y, gap in constraints:
            low[y] = max(low[y], low[x] + gap)
            high[x] = min(high[x], high[y] - gap)
    return all(lower <= upper for lower, upper in zip(low, high, strict=True))
