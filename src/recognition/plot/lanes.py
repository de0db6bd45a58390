"""Lanes: for each actor of a target, or each target of an actor, the spells of its standing, not yet drawn."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

import attrs

from recognition.errors import InvalidDataError, Problem, UnknownIdError, shown
from recognition.history.answer import Answer, Day, Segment
from recognition.history.history import History
from recognition.history.implied import NATURAL
from recognition.history.standing import Standing
from recognition.model.actors import Named
from recognition.model.text import kind_of
from recognition.model.vocabulary import Capacity
from recognition.plot.shades import Shade, shade_of

_SOME_DAY: Final = date(2000, 1, 1)
DAY: Final = timedelta(days=1)
"""From one day to the next."""


@attrs.frozen
class Spell:
    """A maximal run of days of one shade."""

    shade: Shade
    """What is shown."""
    start: date | None
    """The first day; ``None``: there is none before which it was otherwise."""
    end: date | None
    """The last day, inclusive; ``None``: it goes on."""
    possible: frozenset[Standing]
    """The standings possible on some day of it."""

    def __str__(self) -> str:
        """Give it in words."""
        if self.start is None:
            when = "at any time" if self.end is None else f"until {self.end}"
        else:
            when = f"from {self.start}" + (" on" if self.end is None else f" to {self.end}")
        return f"{self.shade} {when}"


@attrs.frozen
class Lane:
    """The spells of one of those at the other end: of an actor towards the target, or of the actor towards a target."""

    other: str
    """The id of the one at the other end."""
    concerning: str | None
    """Of a title, the id of the land."""
    name: str
    """What the picture calls it."""
    spells: tuple[Spell, ...]
    """Its spells, earliest first, without gaps; none: nothing is on record."""

    @property
    def order(self) -> tuple[date, date, str, str]:
        """Its place among the others: by the day from which it is certain, then possible; by name where equal."""
        certain = [spell.start or date.min for spell in self.spells if spell.shade is Shade.RECOGNISED]
        possible = [spell.start for spell in self.spells if spell.shade is Shade.POSSIBLE]
        other = [spell.start for spell in self.spells if spell.shade is not Shade.NONE]
        begun = possible or other
        # What may have begun at any time says nothing of when it began, and comes last.
        earliest = (begun[0] or date.max) if begun else date.max
        return min(certain, default=date.max), earliest, self.name, self.other


@attrs.frozen
class Direction:
    """Which end of recognition a picture is about, and how its words say so.

    In the words, ``{one}`` is the name of the one that the picture is about, ``{role}`` is as what.
    """

    acting: bool
    """Whether the picture is about an actor, and those at the other end are targets."""
    now: str
    """What is asked about a day."""
    past: str
    """What is asked about all days."""
    many: str
    """What is counted."""
    roles: Mapping[Capacity, str]
    """How capacities are told."""

    def ends(self, one: str, other: str) -> tuple[str, str]:
        """Give the actor and the target, of the one that the picture is about and one at the other end."""
        return (one, other) if self.acting else (other, one)


@attrs.frozen
class Subject:
    """What a picture is of: a history, asked who recognises a target, or whom an actor recognises, in a capacity."""

    history: History
    """The record."""
    direction: Direction
    """Whether it is asked about a target or an actor."""
    one: str
    """The id of that target or actor."""
    capacity: Capacity
    """As what."""
    concerning: str | None
    """Of a title, the id of the land; ``None``: of any land."""

    @classmethod
    def of(
        cls,
        history: History,
        target: str | None,
        by: str | None,
        capacity: Capacity | None = None,
        concerning: str | None = None,
    ) -> "Subject":
        """Give what is asked about, and refuse what no history would answer.

        Raises:
            UnknownIdError: if an id is not in the dataset.
            InvalidDataError: if not exactly one of target and actor is given, or the target has no natural capacity
                and none is given.
        """
        if target is not None and by is None:
            # The history knows which targets and capacities go together; the day is any.
            history.recognisers(target, on=_SOME_DAY, capacity=capacity, concerning=concerning)
            subject = cls(history, _RECOGNISERS, target, capacity or NATURAL[kind_of(target)], concerning)
        elif by is not None and target is None:
            history.recognised(by, on=_SOME_DAY)
            subject = cls(history, _RECOGNISED, by, capacity or Capacity.STATE, concerning)
        else:
            given = "neither is given" if target is None else f"both are given, {shown(target)} and {shown(str(by))}"
            message = f"a picture is about a target, or about whom an actor recognises (by); {given}"
            raise InvalidDataError([Problem("missing-field" if target is None else "bad-value", message)])
        if concerning is not None and concerning not in history.dataset:
            raise UnknownIdError(concerning, (record.id for record in history.dataset))
        return subject

    def name(self, record_id: str) -> str:
        """Give the name of a record as it has it; of one that has none, its id."""
        record = self.history.dataset[record_id]
        return " ".join(record.name.split()) if isinstance(record, Named) else record_id

    def standing(self, lane: Lane, on: Day) -> Answer:
        """Give the answer of the history on a lane."""
        actor, target = self.direction.ends(self.one, lane.other)
        return self.history.standing(actor, target, on=on, capacity=self.capacity, concerning=lane.concerning)

    def lanes(self) -> list[Lane]:
        """Give the lanes of all at the other end with a standing on record, in the order of :attr:`Lane.order`."""
        grouped: dict[tuple[str, str | None], list[Segment]] = {}
        for segment in self.history.segments():
            # What gives actor and target of the two ends gives the two ends of actor and target.
            one, other = self.direction.ends(segment.actor, segment.target)
            fits = one == self.one and segment.capacity is self.capacity
            if fits and self.concerning in (None, segment.concerning):
                grouped.setdefault((other, segment.concerning), []).append(segment)
        several = len({land for _, land in grouped}) > 1
        lanes = list[Lane]()
        for (other, land), segments in grouped.items():
            spells = tuple(_spells(segments))
            # A pair that a request alone is about has no standing to show.
            if all(spell.shade is Shade.NONE for spell in spells):
                continue
            of_land = f" ({self.name(land)})" if several and land else ""
            lanes.append(Lane(other, land, self.name(other) + of_land, spells))
        return sorted(lanes, key=lambda lane: lane.order)

    @property
    def now(self) -> str:
        """What is asked about a day, in words: ``who recognises Kosovo as a state``."""
        return self._told(self.direction.now)

    @property
    def past(self) -> str:
        """What is asked about all days, in words: ``who recognised Kosovo as a state``."""
        return self._told(self.direction.past)

    @property
    def many(self) -> str:
        """What is counted, in words: ``how many recognise Kosovo as a state``."""
        return self._told(self.direction.many)

    def _told(self, words: str) -> str:
        land = f" concerning {self.name(self.concerning)}" if self.concerning else ""
        known = "" if self.history.known is None else f", as known on {self.history.known}"
        role = self.direction.roles.get(self.capacity, self.capacity.value)
        return words.format(one=self.name(self.one), role=f"{role}{land}{known}")


_RECOGNISERS: Final = Direction(
    acting=False,
    now="who recognises {one} {role}",
    past="who recognised {one} {role}",
    many="how many recognise {one} {role}",
    roles={
        Capacity.STATE: "as a state",
        Capacity.GOVERNMENT: "as a government",
        Capacity.REPRESENTATIVE: "as a representative",
        Capacity.BELLIGERENT: "as a belligerent",
        Capacity.INSURGENT: "as an insurgent",
        Capacity.TITLE: "as holding title",
    },
)
_RECOGNISED: Final = Direction(
    acting=True,
    now="whom {one} recognises {role}",
    past="whom {one} recognised {role}",
    many="how many {one} recognises {role}",
    roles={
        Capacity.STATE: "as states",
        Capacity.GOVERNMENT: "as governments",
        Capacity.REPRESENTATIVE: "as representatives",
        Capacity.BELLIGERENT: "as belligerents",
        Capacity.INSURGENT: "as insurgents",
        Capacity.TITLE: "as holding title",
    },
)


def changes_of(lanes: Iterable[Lane]) -> list[date]:
    """Give the days on which something begins or is over."""
    found = list[date]()
    for lane in lanes:
        for spell in lane.spells:
            found += [day for day in (spell.start, spell.end) if day is not None]
    return found


def _spells(segments: Iterable[Segment]) -> Iterator[Spell]:
    """Give the runs of one shade: what differs in standings may be shown alike."""
    current: Spell | None = None
    for segment in segments:
        spell = Spell(shade_of(segment.possible), segment.start, segment.end, segment.possible)
        if current is not None and current.shade is spell.shade:
            current = Spell(current.shade, current.start, spell.end, current.possible | spell.possible)
            continue
        if current is not None:
            yield current
        current = spell
    if current is not None:
        yield current
