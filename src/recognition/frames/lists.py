"""A list of states as a dataset has it: who is in, on which days for certain and on which possibly."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Final

import attrs
import narwhals as nw

from recognition.dataset.dataset import Dataset
from recognition.dataset.systems import StateSystem
from recognition.errors import UnknownIdError
from recognition.model.actors import State
from recognition.model.dates import PartialDate
from recognition.model.periods import Period

Days = tuple[int, int]
"""The first and the last of some days, as ordinals, both inclusive."""

ALWAYS: Final = 0
"""The ordinal before every day."""
EVER: Final = date.max.toordinal() + 1
"""The ordinal after every day."""


@attrs.frozen(kw_only=True)
class Spell:
    """A membership of a state in a list, with the days between which its ends lie."""

    state: str
    """The id of the state."""
    name: str
    """The state's name."""
    period: Period | None
    """The period of the membership; ``None``: not said."""
    start: Days
    """The days that its first day may be, each of them with some last day."""
    end: Days
    """The days that its last day may be, each of them with some first day."""

    @property
    def possible(self) -> Days:
        """The days that it has under some of the dates that it may have."""
        return self.start[0], self.end[1]

    @property
    def certain(self) -> Days | None:
        """The days that it has under all dates that it may have; ``None``: there is none."""
        return (self.start[1], self.end[0]) if self.start[1] <= self.end[0] else None

    @property
    def doubtful(self) -> Days | None:
        """The days of which it has at least one, no one knows which, where none is certain; ``None``: one is."""
        return (self.end[0], self.start[1]) if self.start[1] > self.end[0] else None


def spell_of(state: State, period: Period | None) -> Spell:
    """Give the spell of a membership of a state."""
    if period is None:
        start = end = (ALWAYS, EVER)
    else:
        start = (ALWAYS, ALWAYS) if period.open_start else _days(period.start)
        end = (EVER, EVER) if period.open_end else _days(period.end)
    # Neither end can lie where the other could not.
    start, end = (start[0], min(start[1], end[1])), (max(start[0], end[0]), end[1])
    return Spell(state=state.id, name=state.name, period=period, start=start, end=end)


def _days(end: PartialDate | None) -> Days:
    if end is None or end.earliest is None or end.latest is None:
        return ALWAYS, EVER
    return end.earliest.toordinal(), end.latest.toordinal()


@attrs.frozen(kw_only=True)
class Place:
    """A place in a list: all spells of one code, or of one state that has none."""

    number: int
    """Its place in the order of the list, from 0: that of the codes, by number where all are numbers."""
    code: int | str | None
    """The list's code; ``None``: it has none."""
    spells: tuple[Spell, ...]
    """The spells, by when they begin."""


@attrs.frozen(kw_only=True)
class ListOfStates:
    """A list of states as a dataset has it."""

    system: StateSystem
    """The list."""
    numeric: bool
    """Whether all of its codes are numbers."""
    places: tuple[Place, ...]
    """The places in it, in order."""

    @property
    def code_type(self) -> nw.dtypes.DType:
        """The type of a column of its codes: whole numbers if all of them are such, else text."""
        return nw.Int64() if self.numeric else nw.String()


def list_of(dataset: Dataset, system: StateSystem) -> ListOfStates:
    """Give a list of states as a dataset has it.

    Codes are numbers if all codes of the list in the dataset are written as such, without zeros before them, so that
    nothing is lost.

    Raises:
        UnknownIdError: if no state of the dataset is in the list.
    """
    found = [
        ((member.code or "", "" if member.code else state.id), spell_of(state, member.period))
        for state in dataset.of(State)
        for member in state.memberships
        if member.system == system.key
    ]
    if not found:
        there = sorted({member.system for state in dataset.of(State) for member in state.memberships})
        told = f" (its states are in: {', '.join(there)})" if there else ""
        raise UnknownIdError(system.key, there, what=f"state of the dataset{told} in the list")
    numeric = all(_is_number(code) for (code, _), _ in found)

    def order(item: tuple[tuple[str, str], Spell]) -> tuple[object, ...]:
        (code, state), spell = item
        return not code, int(code) if numeric else code, state, spell.start, spell.end, spell.state

    found.sort(key=order)
    places = tuple(
        Place(
            number=number,
            code=int(code) if numeric else code or None,
            spells=tuple(spell for _, spell in group),
        )
        for number, ((code, _), group) in enumerate(groupby(found, key=lambda item: item[0]))
    )
    return ListOfStates(system=system, numeric=numeric, places=places)


_LONGEST: Final = 18
"""Numbers of so many digits fit into 64 bits."""


def _is_number(code: str) -> bool:
    return code.isascii() and code.isdecimal() and len(code) <= _LONGEST and (code == "0" or code[0] != "0")


def meets(days: Days, window: Days) -> bool:
    """Tell whether some days share one with a window."""
    return days[0] <= window[1] and window[0] <= days[1]


def fills(runs: Iterable[Days], window: Days) -> bool:
    """Tell whether some runs of days together have every day of a window."""
    reached = window[0]
    for first, last in sorted(runs):
        if first > reached:
            break
        reached = max(reached, last + 1)
    return reached > window[1]


def certainly_meets(spell: Spell, window: Days) -> bool:
    """Tell whether a spell has a day of a window, whatever its dates."""
    return spell.start[1] <= window[1] and window[0] <= spell.end[0]


def last_in(spells: Sequence[Spell], window: Days) -> Spell | None:
    """Give a spell of the state that is the last one in, of the days of a window.

    Of several that are in on the last of these days, it is the one that began last, as the one that a list has succeed
    another on the day on which that one ends.

    Returns:
        A spell of the state; ``None`` if the dates, or equal days of two states, do not settle which.
    """
    able = [spell for spell in spells if meets(spell.possible, window)]
    for spell in reversed(able):
        if all(other.state == spell.state or _later(spell, other, window) for other in able):
            return spell
    return None


def _later(spell: Spell, other: Spell, window: Days) -> bool:
    """Tell whether a spell is certainly in later within a window than another, or began later."""
    if not certainly_meets(spell, window):
        return False
    mine, theirs = min(spell.end[0], window[1]), min(other.end[1], window[1])
    return mine > theirs or (mine == theirs and spell.start[0] > other.start[1])
