"""`Presence`: whether the lists have a state in on a day, list by list, and what that comes to."""

from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from recognition.dataset.systems import SYSTEMS, StateSystem
from recognition.history.answer import Day, partial
from recognition.model.actors import State
from recognition.model.dates import PartialDate
from recognition.model.periods import Period
from recognition.model.truth import Truth


@attrs.frozen(kw_only=True)
class Presence:
    """What the lists say of a state on a day; being out of a list is no opinion that a state had ended in law."""

    value: Truth
    """Whether some list has it in. ``UNKNOWN`` where no list speaks of the day, or the day lies between two spells."""
    why: str
    """What each list says, in words."""


@attrs.frozen(kw_only=True)
class _Word:
    """What one list says."""

    value: Truth
    told: str
    between: bool


_RELEASES: Final = ("cow-2024", "cow-2016")
"""The releases of one list, the latest first: of those that cover a day and have the state, it alone is asked."""


def presence(state: State, on: Day) -> Presence:
    """Tell whether the lists that cover a day have a state in.

    Of the releases of one list the latest that covers the day and has the state on any day is asked. A state that is
    in no list is judged by the period of its country code, if that has one.

    Args:
        state: a state, of the reference data or of any other.
        on: the day: a date, or EDTF; of a partial date, every day that it may be.

    Raises:
        InvalidDataError: if the day is no date.

    Example:
        >>> from recognition import reference
        >>> found = reference.presence(reference.states()["state:CSK"], "2000-01-01")
        >>> found.value
        Truth.FALSE
        >>> found.why
        'cow-2024 has it until 1992-12-31; gw until 1992-12-31; gw-micro until 1992-12-31; un until 1992-12-31'
    """
    day = partial(on)
    words = [*_lists(state, day)] or [*_codes(state, day)]
    if not words:
        return Presence(value=Truth.UNKNOWN, why="no list that covers the day has it at all")
    value = Truth.any(word.value for word in words)
    if value is Truth.FALSE and any(word.between for word in words):
        value = Truth.UNKNOWN
    return Presence(value=value, why="; ".join(_shortened(words)))


def _lists(state: State, day: PartialDate) -> Iterator[_Word]:
    spells = {
        system.key: [one.period for one in state.memberships if one.system == system.key and one.period is not None]
        for system in SYSTEMS.values()
        if _covers(system, day)
    }
    asked = [key for key, periods in spells.items() if periods]
    releases = [key for key in _RELEASES if key in asked]
    for key in asked:
        if key not in releases[1:]:
            yield _word(key, spells[key], day)


def _covers(system: StateSystem, day: PartialDate) -> bool:
    return all(bound is not None and system.covers(bound) for bound in (day.earliest, day.latest))


def _codes(state: State, day: PartialDate) -> Iterator[_Word]:
    periods = [code.period for code in state.codes if code.system == "iso3"]
    known = [period for period in periods if period is not None]
    if known and len(known) == len(periods) and not state.memberships:
        yield _word("its country code", known, day)


def _word(name: str, periods: Iterable[Period], day: PartialDate) -> _Word:
    held = [*periods]
    value = Truth.any(period.contains(day) for period in held)
    if value is not Truth.FALSE:
        told = ", ".join(str(period) for period in held if period.contains(day) is not Truth.FALSE)
        verb = "has" if value is Truth.TRUE else "may have"
        return _Word(value=value, told=f"{name} {verb} it in, {told}", between=False)
    before = [period for period in held if period.end is not None and period.end.before(day) is Truth.TRUE]
    after = [period for period in held if period not in before]
    if before and after:
        told = f"{name} has it out from {before[-1].end} to {after[0].start}, between two spells"
    elif before:
        told = f"{name} has it until {before[-1].end}"
    else:
        told = f"{name} has it from {after[0].start} on"
    return _Word(value=value, told=told, between=bool(before and after))


def _shortened(words: Iterable[_Word]) -> Iterator[str]:
    """Give what the lists say, without repeating what stands before it."""
    former = ""
    for word in words:
        name, _, rest = word.told.partition(" has it ")
        again = rest.split(" ")[0]
        yield f"{name} {rest}" if rest and again == former else word.told
        former = again if rest else ""
