"""Spells of membership, the rows of a list of states, and the states that they make."""

from collections.abc import Iterable
from datetime import date

import attrs

from recognition.dataset.systems import SYSTEMS, StateSystem
from recognition.model.actors import Code, Membership, Name, State
from recognition.model.evidence import Citation
from recognition.model.periods import Period
from recognition.sources.imported import DOUBT, Tally
from recognition.sources.tables import Row


@attrs.frozen(kw_only=True)
class Spell:
    """A row of a list of states: that one of them was in from a day to a day."""

    number: int
    """The list's number of the state."""
    abbreviation: str
    """The list's abbreviation of it."""
    name: str
    """The list's name for it, in English."""
    first: date
    """The first day on which it was in."""
    last: date
    """The last day on which it was in; the last day of the list, if it was still in."""
    row: Row
    """The row that says so."""


@attrs.frozen(kw_only=True)
class Placed:
    """A spell in the lists that it belongs to, with its source."""

    spell: Spell
    """The spell."""
    systems: tuple[str, ...]
    """The keys of the lists that have it; all have one last day."""
    source: str
    """The id of the source that says so."""

    @property
    def period(self) -> Period:
        """When the lists have it: with an open end, if it was in on their last day."""
        still = self.spell.last == SYSTEMS[self.systems[0]].last
        return Period(f"{self.spell.first}/{'..' if still else self.spell.last}")


def coverage_note(system: StateSystem) -> str:
    """Give what a source's note says of the days that its list covers."""
    return (
        f"The list covers {system.first} to {system.last}. A spell that ends on that last day was not over: "
        "here its end is open, which says nothing of later days."
    )


def check_spell(spell: Spell, first: date) -> None:
    """Add to the problems of a row what is wrong with its days, given the first day of the list."""
    if spell.last < spell.first:
        spell.row.fault("reversed-period", f"the spell begins on {spell.first} and ends on {spell.last}, before it")
    elif spell.first < first:
        spell.row.fault("bad-date", f"the spell begins on {spell.first}, and the list on {first}")


def distinct(spells: Iterable[Spell], tally: Tally) -> list[Spell]:
    """Give the spells that are good, each once; refuse the others in the tally, and tell it of those that overlap.

    Two spells of one number that share a day are what the list says, and both are given: but nobody can be twice in a
    list on one day, so something is doubtful.

    Args:
        spells: all spells of one list.
        tally: the account, in which those that are given are yet to be taken.
    """
    taken = list[Spell]()
    lines = dict[object, int]()
    for spell in spells:
        key = (spell.number, spell.abbreviation, spell.name, spell.first, spell.last)
        if not spell.row.problems and key in lines:
            spell.row.fault("duplicate-id", f"the row says the same as line {lines[key]}")
        if spell.row.problems:
            tally.refuse(*spell.row.problems)
            continue
        lines[key] = spell.row.line
        taken.append(spell)
    latest = dict[int, Spell]()
    for spell in sorted(taken, key=lambda spell: (spell.first, spell.last, spell.row.line)):
        before = latest.get(spell.number)
        if before is not None and spell.first <= before.last:
            message = (
                f"{spell.number} is {spell.name} from {spell.first} on, and by line {before.row.line} "
                f"{before.name} until {before.last}: two spells of one number share a day"
            )
            tally.doubt(spell.row.problem(DOUBT, message))
        if before is None or spell.last > before.last:
            latest[spell.number] = spell
    return taken


def states_of(placed: Iterable[Placed], scheme: str) -> list[State]:
    """Give the states of some spells: those of one number and abbreviation are one state's.

    Args:
        placed: the spells.
        scheme: the name of the numbers' scheme, which begins the slugs and the names of the codes: ``cow`` makes
            ``state:cow.2.USA`` with the codes ``cowc`` and ``cown``.
    """
    groups = dict[tuple[int, str], list[Placed]]()
    for item in placed:
        groups.setdefault((item.spell.number, item.spell.abbreviation), []).append(item)
    return [_state(number, abbreviation, group, scheme) for (number, abbreviation), group in sorted(groups.items())]


def _state(number: int, abbreviation: str, group: list[Placed], scheme: str) -> State:
    group.sort(key=lambda item: (item.source, item.spell.row.line))
    names = list(dict.fromkeys(item.spell.name for item in sorted(group, key=lambda item: item.spell.last)))
    memberships = sorted(
        ((key, item) for item in group for key in item.systems),
        key=lambda entry: (entry[0], entry[1].spell.first, entry[1].spell.last),
    )
    return State(
        id=f"state:{scheme}.{number}.{abbreviation}",
        name=names[-1],
        names=tuple(Name(text=name, language="en") for name in names) if len(names) > 1 else (),
        codes=(Code(system=f"{scheme}c", value=abbreviation), Code(system=f"{scheme}n", value=str(number))),
        memberships=tuple(Membership(system=key, code=str(number), period=item.period) for key, item in memberships),
        citations=tuple(Citation(source=item.source, locator=f"line {item.spell.row.line}") for item in group),
    )
