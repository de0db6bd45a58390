"""`standing_panel`: who recognises whom in each unit of time, and what is not known of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import product
from typing import Any, Final

import attrs

from recognition.dataset.dataset import Dataset
from recognition.dataset.systems import StateSystem
from recognition.errors import InvalidDataError, MissingExtraError, Problem, UnknownIdError
from recognition.frames.backends import Columns, Frame, Schema, check_backend, wrapped_frame_of
from recognition.frames.cells import Cell, Reading, coverage_of
from recognition.frames.columns import ANSWER
from recognition.frames.coverage import Moment, asked_units
from recognition.frames.dyads import dyad_panel
from recognition.frames.panels import Question, state_panel
from recognition.frames.units import Rule, Unit
from recognition.history.history import History, all_windows
from recognition.history.implied import NATURAL
from recognition.history.standing import Standing
from recognition.history.windows import Window, stretches_of
from recognition.model.acts import FITTING
from recognition.model.periods import Period
from recognition.model.text import kind_of
from recognition.model.vocabulary import Capacity

try:
    import narwhals as nw
except ModuleNotFoundError:  # pragma: no cover - tried in an environment of its own
    _missing = MissingExtraError("frames", "making tables")
    raise _missing from None

_CALENDAR: Final = StateSystem(key="the calendar", title="All days", first=date.min, last=date.max)
_ANYBODY: Final = ""
"""Stands for a state that the dates leave open: nothing has this id."""
_PAIR: Final = {"actor": nw.String(), "target": nw.String(), "capacity": nw.String()}
_CELL: Final = {"first": nw.Int64(), "last": nw.Int64(), **ANSWER, "because": nw.String()}
Sides = tuple[str, str]
"""An actor and a target."""


def standing_panel(  # noqa: PLR0913 - what a panel is asked for, by name
    history: History | Dataset,
    *,
    start: Moment | None = None,
    end: Moment | None = None,
    unit: str = "year",
    rule: str = "last",
    system: str | None = None,
    targets: Iterable[str] | None = None,
    capacity: Capacity | str | None = None,
    coverage: Period | str | None = None,
    backend: str = "polars",
    connection: object = None,
) -> Any:
    """Give a panel of recognition: a row for each pair in each unit of time.

    Which pairs: without a `system`, those on record. With one, all pairs of states that are both in it, as
    :func:`~recognition.frames.dyad_panel` has them; with a `system` and `targets`, each state in it with each of the
    targets, which need not be in it. The targets are recognised in their natural capacity, or in the one given.

    Which days: the `rule` says at which days of a unit to look, for who is in and for what is answered alike. By
    ``last`` (or ``first``) a cell is the answer of that day. By ``any`` it is recognised if it is on one of the days,
    by ``all`` if it is on every one, and possible is what is possible on one of them. Days are read one by one: if it
    was recognised on some day of the unit, no one knows which, and no longer at its end, ``any`` says that it is not
    known.

    What silence means: a record has no act of most pairs, and that is a fact about the record. Only where the record
    is complete it is one about the world. `coverage` says where that is. Outside it, a cell is null in all columns of
    the answer. Without it, a cell is null if no act can have been, and silence settles nothing elsewhere: a pair is
    certainly not recognised only if an act says so.

    ================================  =======  ======================================================================
    column                            type     meaning
    ================================  =======  ======================================================================
    `year`, and `quarter` ...                  the unit, as in the other panels
    `actor`, `target`, `capacity`     text     the pair; of a system a state is null if the dates leave open which
    `actor_code`, `target_code`                with a system: the codes in it
    `both_in`                         boolean  with a system: whether the pair certainly belongs into the unit
    `possible_none` ... `recognised`           the answer, as :func:`~recognition.frames.standing_at` gives it
    `because`                         text     the ids of the accounts that decide, separated by spaces; null: none
    ================================  =======  ======================================================================

    Args:
        history: the history; a dataset stands for its history by the default policy, with all that is on record.
        start: the first unit, or a month or year that begins with it, in EDTF or as a date; ``None``: the first that
            the system covers.
        end: the last unit, or a month or year that ends with it, inclusive; ``None``: the last that the system covers.
        unit: ``year``, ``quarter``, ``month`` or ``day``.
        rule: ``last``, ``first``, ``any`` or ``all``.
        system: a list of states: a key of :data:`recognition.dataset.systems.SYSTEMS`; ``None``: the pairs on record.
        targets: the ids of those who are recognised or not; ``None``: all.
        capacity: as what; ``None``: a state as a state, a government as a government.
        coverage: the period for which the acts on record are all there were, such as ``1945/2020``; a year or month
            begins or ends it with all of its days. ``None``: no one says that there is one.
        backend: the library whose frame is given, of :data:`~recognition.frames.BACKENDS`.
        connection: of ``duckdb`` the connection, of ``pyspark`` the session; ``None``: the default one.

    Returns:
        A native frame of the backend, sorted by unit, actor and target; with DuckDB and PySpark a lazy one.

    Raises:
        UnknownIdError: if a target is not in the dataset, no state is in the system, or there is no such system, unit,
            rule or backend.
        InvalidDataError: if the units are none, or not covered by the system; without a system, if they have no start
            or end; if the coverage leaves open which days it has; if the capacity does not fit a target, or a target
            has no natural one and none is given; if it is that of a title, which is to a land.
        MissingExtraError: if the backend is not installed.

    Example:
        >>> import recognition
        >>> from recognition.frames import standing_panel
        >>> history = recognition.History(recognition.load("seeds/russia-taliban-recognition.yaml"))
        >>> panel = standing_panel(history, start="1996", end="1998", targets=["government:AFG.taliban-1996"])
        >>> panel.filter(actor="state:PAK").select("year", "standing", "recognised").rows()
        [(1996, None, None), (1997, 'recognised', True), (1998, 'recognised', True)]
    """
    check_backend(backend, connection)
    asked = history if isinstance(history, History) else History(history)
    covered = coverage_of(coverage)
    record = _Record.of(asked, targets, capacity, states=system is not None)
    frame = partial(wrapped_frame_of, backend=backend, connection=connection)
    if system is None:
        units, of, by = _units(start, end, unit, rule)
        sides = list(record.acts)
        named: Columns = {"actor": [actor for actor, _ in sides], "target": [target for _, target in sides]}
        pairs = frame(named, {"actor": nw.String(), "target": nw.String()})
        grid = pairs.join(_table_of(units, of, frame), how="cross")
        more: tuple[str, ...] = ()
    else:
        question = Question.of(asked.dataset, system, start, end, unit, rule)
        units, of, by = question.units, question.unit, question.rule
        states = {spell.state for place in question.listed.places for spell in place.spells} | {_ANYBODY}
        sides = list(product(sorted(states), sorted(states) if record.targets is None else record.targets))
        panel = {"system": system, "start": start, "end": end, "unit": unit, "rule": rule}
        members = _members(asked.dataset, {**panel, "backend": backend, "connection": connection}, record, frame)
        grid = members.join(_table_of(units, of, frame), on=list(of.schema), how="inner")
        more = ("actor_code", "target_code", "both_in") if record.targets is None else ("actor_code", "both_in")
    cells = frame(*_cells(sides, record, Reading(units=units, unit=of, rule=by, coverage=covered)))
    found = (
        grid.join(cells, on=["actor", "target"], how="inner")
        .filter(nw.col("first") <= nw.col("unit"), nw.col("unit") <= nw.col("last"))
        .sort("unit", "actor", "target", *more)
    )
    known = [nw.when(nw.col(side) != _ANYBODY).then(nw.col(side)).alias(side) for side in ("actor", "target")]
    return found.select(*of.schema, *known, "capacity", *more, *ANSWER, "because").to_native()


@attrs.frozen(kw_only=True)
class _Record:
    """What is on record of the pairs asked about."""

    acts: Mapping[Sides, Sequence[Window]]
    """The windows of each pair that has any."""
    targets: tuple[str, ...] | None
    """The targets asked about; ``None``: all."""
    capacity: Capacity | None
    """The capacity asked about; ``None``: the natural one of each target."""

    @classmethod
    def of(
        cls, history: History, targets: Iterable[str] | None, capacity: Capacity | str | None, *, states: bool
    ) -> "_Record":
        """Give what a history has on record.

        Args:
            history: the history.
            targets: the targets; ``None``: all.
            capacity: the capacity; ``None``: the natural one of each target.
            states: whether all targets are states, where none are named.

        Raises:
            UnknownIdError: if a target is not in the dataset, or there is no such capacity.
            InvalidDataError: if the capacity does not fit a target, or a target has no natural one and none is given.
        """
        wanted = None if capacity is None else _capacity(capacity)
        asked = None if targets is None else tuple(dict.fromkeys([targets] if isinstance(targets, str) else targets))
        for target in asked or ():
            if target not in history.dataset:
                raise UnknownIdError(target, (record.id for record in history.dataset))
        named = (*dict.fromkeys(map(kind_of, asked or ())), *(["state"] if states and asked is None else []))
        misfits = [kind for kind in named if kind not in (NATURAL if wanted is None else FITTING.get(wanted, named))]
        if misfits:
            told = "has no natural capacity: give one" if wanted is None else f"cannot be recognised as a {wanted}"
            raise InvalidDataError(
                Problem("capacity-mismatch", f"a target that is a {kind} {told}", path="$.capacity") for kind in misfits
            )
        acts: dict[Sides, list[Window]] = {}
        for pair, window in all_windows(history):
            if pair.capacity is (wanted or NATURAL.get(kind_of(pair.target))) and (
                asked is None or pair.target in asked
            ):
                acts.setdefault((pair.actor, pair.target), []).append(window)
        return cls(acts=acts, targets=asked, capacity=wanted)

    def capacity_of(self, target: str) -> str:
        """Give the capacity in which a target is asked about."""
        return (self.capacity or NATURAL.get(kind_of(target), Capacity.STATE)).value


def _capacity(capacity: Capacity | str) -> Capacity:
    known = [each.value for each in Capacity]
    if capacity not in known:
        raise UnknownIdError(str(capacity), known, what=f"capacity (known: {', '.join(known)}) named")
    found = Capacity(capacity)
    if found is Capacity.TITLE:
        message = "a title is to a land, of which a panel of pairs has none: ask `standing_at` or `segments_frame`"
        raise InvalidDataError([Problem("capacity-mismatch", message, path="$.capacity")])
    return found


def _units(start: Moment | None, end: Moment | None, unit: str, rule: str) -> tuple[range, Unit, Rule]:
    """Give the units that are asked for where there is no list of states to say from when until when."""
    of, by = Unit.named(unit), Rule.named(rule)
    problems = [
        Problem(
            "missing-field", f"without a system, nothing says where the panel {told}: give `{name}`", path=f"$.{name}"
        )
        for name, told, given in (("start", "starts", start), ("end", "ends", end))
        if given is None
    ]
    if problems:
        raise InvalidDataError(problems)
    return asked_units(_CALENDAR, start, end, of, by), of, by


_Maker = Callable[[Columns, Schema], Frame]
"""Makes a frame of the backend that is asked for."""


def _table_of(units: range, unit: Unit, frame: _Maker) -> Frame:
    """Give a table of units: their numbers, and the columns that name them."""
    return frame({"unit": list(units), **unit.labels(units)}, {"unit": nw.Int64(), **unit.schema})


def _members(dataset: Dataset, panel: Mapping[str, Any], record: _Record, frame: _Maker) -> Frame:
    """Give the pairs of a system in each unit: of states in it, or of those with the targets asked about."""
    if record.targets is None:
        grid: Frame = nw.from_native(dyad_panel(dataset, **panel))
        names = {"state1": "actor", "code1": "actor_code", "state2": "target", "code2": "target_code"}
    else:
        states: Frame = nw.from_native(state_panel(dataset, **panel))
        grid = states.join(frame({"target": list(record.targets)}, {"target": nw.String()}), how="cross")
        names = {"state": "actor", "code": "actor_code"}
    grid = grid.rename({**names, "certain": "both_in"})
    grid = grid.with_columns(nw.col("actor", "target").fill_null(_ANYBODY))
    # A state that has two codes is no pair with itself; of two that the dates leave open, no one knows.
    return grid.filter((nw.col("actor") != nw.col("target")) | (nw.col("actor") == _ANYBODY))


def _cells(sides: Iterable[Sides], record: _Record, reading: Reading) -> tuple[Columns, Schema]:
    """Give the columns of a table of cells: of each pair, for every unit, one row that has it."""
    silent = list(reading.cells([*stretches_of([])]))
    blank = [Cell(reading.units[0], reading.units[-1], None, None, None, ())]
    rows = list[tuple[object, ...]]()
    for actor, target in sides:
        windows = record.acts.get((actor, target))
        cells = blank if _ANYBODY in {actor, target} else silent
        if windows is not None:
            cells = list(reading.cells([*stretches_of(windows)]))
        capacity = record.capacity_of(target)
        rows += [(actor, target, capacity, *_values(cell)) for cell in cells]
    schema = {**_PAIR, **_CELL}
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return dict(zip(schema, columns, strict=True)), schema


def _values(cell: Cell) -> Iterator[object]:
    """Give the values of the columns of a cell."""
    yield from (cell.first, cell.last)
    for standing in Standing:
        yield None if cell.possible is None else standing in cell.possible
    yield None if cell.standing is None else cell.standing.value
    yield cell.recognised
    yield " ".join(cell.because) or None
