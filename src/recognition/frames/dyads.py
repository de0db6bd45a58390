"""Panels of dyads: a row for each pair of places in a list of states in each unit of time."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import permutations
from typing import Any, Final

import narwhals as nw

from recognition.dataset.dataset import Dataset
from recognition.frames.backends import Columns, Frame, Schema, check_backend, wrapped_frame_of
from recognition.frames.coverage import Moment
from recognition.frames.lists import Days, Place, Spell, fills
from recognition.frames.panels import Question, Runs, runs_of, spread
from recognition.model.truth import Truth

_SIDE: Final = ("code", "state", "name")
"""The columns that a panel has for either side."""


def dyad_panel(  # noqa: PLR0913 - what a panel is asked for, by name
    dataset: Dataset,
    *,
    system: str,
    start: Moment | None = None,
    end: Moment | None = None,
    unit: str = "year",
    rule: str = "any",
    directed: bool = True,
    backend: str = "polars",
    connection: object = None,
) -> Any:
    """Give a panel of the pairs of states in a list: a row for each pair of codes in each unit.

    The columns are those of the unit, ``code1``, ``state1``, ``name1``, ``code2``, ``state2``, ``name2`` and
    ``certain``, as in :func:`state_panel`. Rows are in the order of the units, then of the codes.

    Both have to be in together: by the rule ``any`` on at least one day of the unit that is common to both, so that two
    states of which one leaves the list before the other enters it are no pair, though both have a row in the panel of
    states; by ``first`` and ``last`` on that day, by ``all`` on every day. A code makes no pair with itself, even if it
    is that of two states.

    Args:
        dataset: what has the states with their memberships.
        system: the list: a key of :data:`recognition.dataset.systems.SYSTEMS`.
        start: the first unit, or a month or year that begins with it, in EDTF or as a date; ``None``: the first
            that the list covers.
        end: the last unit, or a month or year that ends with it, inclusive; ``None``: the last that the list covers.
        unit: ``year``, ``quarter``, ``month`` or ``day``.
        rule: on which days of the unit both have to be in: ``any``, the ``first``, the ``last``, or ``all`` of them.
        directed: whether each pair has two rows, one in each direction; if not, the first code comes first in the order
            of the list.
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
        >>> from recognition.frames import dyad_panel
        >>> def state(code, period):
        ...     member = Membership(system="gw", code=code, period=Period(period))
        ...     return State(id=f"state:gw.{code}", name=code, memberships=(member,))
        >>> dataset = Dataset([
        ...     state("2", "1816-01-01/.."), state("340", "2006-06-05/.."), state("345", "1992-04-27/2006-06-04"),
        ... ])
        >>> dyad_panel(dataset, system="gw", start="2006", end="2006", directed=False).select("code1", "code2").rows()
        [(2, 340), (2, 345)]
    """
    check_backend(backend, connection)
    asked = Question.of(dataset, system, start, end, unit, rule)
    pairs = pairs_of(asked, directed=directed, backend=backend, connection=connection)
    sides = (f"{name}{side}" for side in (1, 2) for name in _SIDE)
    return pairs.sort("order").select(*asked.unit.schema, *sides, "certain").to_native()


def pairs_of(asked: Question, *, directed: bool, backend: str, connection: object) -> Frame:
    """Give a frame with a row for each pair of places in each unit in which both are taken, in no order.

    Its columns are ``order``, by which the rows are to be sorted, and those of a panel. Pairs are made by a join on the
    unit; only those of which both come or go within the unit are looked at by their days.
    """
    runs = runs_of(asked)
    states = spread(runs, asked, backend, connection)
    inner = (*_SIDE, "place", "certain", "cut")
    one = states.rename({name: f"{name}1" for name in inner})
    two = states.select("unit", *(nw.col(name).alias(f"{name}2") for name in inner))
    place1, place2 = nw.col("place1"), nw.col("place2")
    apart = place1 != place2 if directed else place1 < place2
    # One number orders all rows, and is sorted faster than three.
    count = len(asked.listed.places)
    columns: tuple[nw.Expr | str, ...] = (
        ((nw.col("unit") * count + place1) * count + place2).alias("order"),
        *asked.unit.schema,
        *(f"{name}{side}" for side in (1, 2) for name in _SIDE),
    )
    whole = (
        one.join(two, on="unit", how="inner")
        .filter(apart, ~(nw.col("cut1") & nw.col("cut2")))
        .select(*columns, (nw.col("certain1") & nw.col("certain2")).alias("certain"))
    )
    shared = wrapped_frame_of(*_shared(runs, asked), backend=backend, connection=connection)
    cut = (
        one.filter(nw.col("cut1"))
        .join(two.filter(nw.col("cut2")), on="unit", how="inner")
        .filter(apart)
        .join(shared, on=["unit", "place1", "place2"], how="inner")
        .select(*columns, "certain")
    )
    return nw.concat([whole, cut])


def _shared(runs: Runs, asked: Question) -> tuple[Columns, Schema]:
    """Give the pairs of places that have a day in common, of those that are both in on some days of a unit only.

    Of all other pairs nothing more than the units has to be looked at: who is in during the whole unit has every day of
    the other in common. These are few, as both have to come or go in one unit.
    """
    cut = defaultdict[int, list[Place]](list)
    for place, stint in runs:
        if stint.cut:
            cut[stint.first].append(place)
    rows = [
        (number, one.number, two.number, verdict)
        for number, places in cut.items()
        for one, two in permutations(places, 2)
        if (verdict := share_a_day(one.spells, two.spells, asked.days(number))) is not Truth.FALSE
    ]
    columns: Columns = {
        "unit": [row[0] for row in rows],
        "place1": [row[1] for row in rows],
        "place2": [row[2] for row in rows],
        "certain": [row[3] is Truth.TRUE for row in rows],
    }
    whole = nw.Int64()
    return columns, {"unit": whole, "place1": whole, "place2": whole, "certain": nw.Boolean()}


def share_a_day(ones: Iterable[Spell], twos: Iterable[Spell], window: Days) -> Truth:
    """Tell whether two places have a day of a window in common, given their spells.

    ``TRUE`` and ``FALSE`` are so whatever the dates; ``FALSE`` is told whenever it is so, and so is ``TRUE``, but for
    places both of which have spells without a certain day: they may differ, as long as there are days enough.
    """
    ones, twos = list(ones), list(twos)
    if not any(_in_window(one.possible, two.possible, window) for one in ones for two in twos):
        return Truth.FALSE
    if any(
        one.certain and two.certain and _in_window(one.certain, two.certain, window) for one in ones for two in twos
    ):
        return Truth.TRUE
    caught = any(
        spell.doubtful and _within(spell.doubtful, window) and fills(certain, spell.doubtful)
        for side, others in ((ones, twos), (twos, ones))
        for certain in [[other.certain for other in others if other.certain]]
        for spell in side
    )
    return Truth.TRUE if caught else Truth.UNKNOWN


def _in_window(one: Days, two: Days, window: Days) -> bool:
    """Tell whether two runs of days share a day of a window."""
    return max(one[0], two[0], window[0]) <= min(one[1], two[1], window[1])


def _within(days: Days, window: Days) -> bool:
    return window[0] <= days[0] and days[1] <= window[1]
