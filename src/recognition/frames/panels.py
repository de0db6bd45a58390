"""Panels of states: a row for each place in a list of states in each unit of time."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any, Final

import attrs
import narwhals as nw

from recognition.dataset.dataset import Dataset
from recognition.dataset.systems import StateSystem
from recognition.frames.backends import Frame, check_backend, wrapped_frame_of
from recognition.frames.coverage import Moment, asked_units, system_of
from recognition.frames.lists import Days, ListOfStates, Place, certainly_meets, fills, last_in, list_of, meets
from recognition.frames.units import Rule, Unit


def state_panel(  # noqa: PLR0913 - what a panel is asked for, by name
    dataset: Dataset,
    *,
    system: str,
    start: Moment | None = None,
    end: Moment | None = None,
    unit: str = "year",
    rule: str = "any",
    backend: str = "polars",
    connection: object = None,
) -> Any:
    """Give a panel of the states in a list: a row for each code in each unit.

    The columns are those of the unit (``year``; ``year`` and ``quarter``; ``year`` and ``month``; ``year`` and
    ``date``), ``code``, ``state`` (the id), ``name`` and ``certain``. Rows are in the order of the units, then of the
    codes.

    ``code`` is the list's own: whole numbers if all codes of the list are such, else text, missing for a state to which
    the list gives none. Two states that have one code in one unit are one row: it names the one that is in at the end
    of the days at which the rule looks. ``certain`` is false where the dates of the memberships leave open whether the
    row belongs there; ``state`` and ``name`` are missing where they leave open which of two states of one code is
    meant.

    Args:
        dataset: what has the states with their memberships.
        system: the list: a key of :data:`recognition.dataset.systems.SYSTEMS`.
        start: the first unit, or a month or year that begins with it, in EDTF or as a date; ``None``: the first
            that the list covers.
        end: the last unit, or a month or year that ends with it, inclusive; ``None``: the last that the list covers.
        unit: ``year``, ``quarter``, ``month`` or ``day``.
        rule: on which days of the unit a state has to be in: ``any``, the ``first``, the ``last``, or ``all`` of them.
        backend: the library whose frame is given: ``polars``, ``pandas``, ``pyarrow``, ``duckdb`` or ``pyspark``.
        connection: the connection of DuckDB or the session of Spark; ``None``: the default or active one.

    Returns:
        A native frame of the backend: with DuckDB and PySpark a lazy one.

    Raises:
        UnknownIdError: if there is no such list, unit, rule or backend, or no state of the dataset is in the list.
        InvalidDataError: if the units asked for are not covered by the list, or are none.
        MissingExtraError: if the backend is not installed.

    Example:
        >>> from recognition import Dataset, Membership, Period, State
        >>> from recognition.frames import state_panel
        >>> yugoslavia = Membership(system="cow-2024", code="345", period=Period("1992-04-27/2006-06-03"))
        >>> serbia = Membership(system="cow-2024", code="345", period=Period("2006-06-03/.."))
        >>> dataset = Dataset([
        ...     State(id="state:YUG", name="Yugoslavia", memberships=(yugoslavia,)),
        ...     State(id="state:SRB", name="Serbia", memberships=(serbia,)),
        ... ])
        >>> state_panel(dataset, system="cow-2024", start="2005", end="2007").rows()
        [(2005, 345, 'state:YUG', 'Yugoslavia', True), (2006, 345, 'state:SRB', 'Serbia', True), \
(2007, 345, 'state:SRB', 'Serbia', True)]
    """
    check_backend(backend, connection)
    asked = Question.of(dataset, system, start, end, unit, rule)
    states = spread(runs_of(asked), asked, backend, connection)
    columns = [*asked.unit.schema, "code", "state", "name", "certain"]
    return states.sort("unit", "place").select(columns).to_native()


@attrs.frozen(kw_only=True)
class Question:
    """What a panel is asked for."""

    listed: ListOfStates
    """The list."""
    units: range
    """The numbers of the units."""
    unit: Unit
    """What they are units of."""
    rule: Rule
    """The rule."""

    @classmethod
    def of(  # noqa: PLR0913, PLR0917 - the arguments of a panel
        cls, dataset: Dataset, system: str, start: Moment | None, end: Moment | None, unit: str, rule: str
    ) -> "Question":
        """Give the question that the arguments of a panel make.

        Raises:
            UnknownIdError: if there is no such list, unit or rule, or no state of the dataset is in the list.
            InvalidDataError: if the units asked for are not covered by the list, or are none.
        """
        found, of, by = system_of(system), Unit.named(unit), Rule.named(rule)
        units = asked_units(found, start, end, of, by)
        return cls(listed=list_of(dataset, found), units=units, unit=of, rule=by)

    @property
    def system(self) -> StateSystem:
        """The list asked about."""
        return self.listed.system

    def days(self, number: int) -> Days:
        """Give the first and the last day of a unit, as far as the list covers it."""
        first, last = self.unit.first(number), self.unit.last(number)
        covered = last if self.system.last is None else min(last, self.system.last)
        return max(first, self.system.first).toordinal(), covered.toordinal()

    def window(self, number: int) -> Days:
        """Give the first and the last of the days of a unit at which the rule looks."""
        return self.rule.window(*self.days(number))


@attrs.frozen(kw_only=True)
class Stint:
    """A run of units, during all of which the same is so of a place in a list."""

    first: int
    """The first unit."""
    last: int
    """The last unit, inclusive."""
    state: str | None
    """The id of the state; ``None``: the dates leave open which."""
    name: str | None
    """Its name."""
    certain: bool
    """Whether the place is taken, by the rule, whatever the dates; if not, it is under some dates."""
    cut: bool
    """Whether it may be taken on some days of a unit and not on others: then it is a single unit."""


def stints(place: Place, asked: Question) -> Iterator[Stint]:
    """Give the runs of units in which a place is taken, by the rule, in their order.

    Where no spell can begin or end within some units, the same is so of all of them: one of them is looked at.
    """
    edges = {asked.unit.of(day) for day in _edges(place, asked)}
    inner = {number for edge in edges for number in (edge, edge + 1) if number in asked.units}
    held: Stint | None = None
    for first, after in pairwise(sorted({asked.units.start, *inner, asked.units.stop})):
        stint = _stint(place, asked, first, after - 1, edge=first in edges)
        if held is not None and stint is not None and _alike(held, stint):
            held = attrs.evolve(held, last=stint.last)
            continue
        if held is not None:
            yield held
        held = stint
    if held is not None:
        yield held


def _edges(place: Place, asked: Question) -> Iterator[date]:
    """Give the days asked about on which a spell of a place may begin or end."""
    first, last = asked.days(asked.units[0])[0], asked.days(asked.units[-1])[1]
    for spell in place.spells:
        for day in (*spell.start, *spell.end):
            if first <= day <= last:
                yield date.fromordinal(day)


def _stint(place: Place, asked: Question, first: int, last: int, *, edge: bool) -> Stint | None:
    """Give the stint of a place in some units, of which its first is as all of them; ``None``: it is not taken."""
    days, window = asked.days(first), asked.window(first)
    certain = [spell.certain for spell in place.spells if spell.certain is not None]
    if asked.rule is Rule.ALL:
        if not fills((spell.possible for spell in place.spells), window):
            return None
        sure = fills(certain, window)
    else:
        if not any(meets(spell.possible, window) for spell in place.spells):
            return None
        sure = any(certainly_meets(spell, window) for spell in place.spells)
    named = last_in(place.spells, window)
    return Stint(
        first=first,
        last=last,
        state=None if named is None else named.state,
        name=None if named is None else named.name,
        certain=sure,
        cut=edge and asked.rule is Rule.ANY and days[0] != days[1] and not fills(certain, days),
    )


def _alike(one: Stint, other: Stint) -> bool:
    """Tell whether a stint goes on in the next one."""
    return (one.last + 1, one.state, one.certain, one.cut, other.cut) == (
        other.first,
        other.state,
        other.certain,
        False,
        False,
    )


_BLOCK: Final = 512
"""How many units make a block: runs are first spread over blocks, then over the units of each."""


Runs = Sequence[tuple[Place, Stint]]
"""Places, each with a stint of it."""


def runs_of(asked: Question) -> Runs:
    """Give the stints of all places of the list asked about."""
    return [(place, stint) for place in asked.listed.places for stint in stints(place, asked)]


def spread(runs: Runs, asked: Question, backend: str, connection: object) -> Frame:
    """Give a frame with a row for each place in each unit in which it is taken, in no order.

    Its columns are ``unit`` and ``place`` (their numbers), those that name the unit, ``code``, ``state``, ``name``,
    ``certain`` and ``cut``. Rows are made by joins only, from runs of units and from a table of the units.
    """
    frame = partial(wrapped_frame_of, backend=backend, connection=connection)

    taken = frame(
        {
            "place": [place.number for place, _ in runs],
            "code": [place.code for place, _ in runs],
            **{name: [getattr(stint, name) for _, stint in runs] for name in _STINT},
        },
        {"place": nw.Int64(), "code": asked.listed.code_type, **_STINT},
    )
    starts = range(asked.units.start, asked.units.stop, _BLOCK)
    blocks = frame(
        {"block": list(starts), "low": list(starts), "high": [start + _BLOCK - 1 for start in starts]},
        {"block": nw.Int64(), "low": nw.Int64(), "high": nw.Int64()},
    )
    units = frame(
        {
            "block": [number - (number - starts.start) % _BLOCK for number in asked.units],
            "unit": list(asked.units),
            **asked.unit.labels(asked.units),
        },
        {"block": nw.Int64(), "unit": nw.Int64(), **asked.unit.schema},
    )
    return (
        taken.join(blocks, how="cross")
        .filter(nw.col("first") <= nw.col("high"), nw.col("low") <= nw.col("last"))
        .join(units, on="block", how="inner")
        .filter(nw.col("first") <= nw.col("unit"), nw.col("unit") <= nw.col("last"))
        .select("unit", "place", *asked.unit.schema, "code", "state", "name", "certain", "cut")
    )


_STINT: Final = {
    "state": nw.String(),
    "name": nw.String(),
    "certain": nw.Boolean(),
    "cut": nw.Boolean(),
    "first": nw.Int64(),
    "last": nw.Int64(),
}
"""The columns of a frame of stints, with their types."""
