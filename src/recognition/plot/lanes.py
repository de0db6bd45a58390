"""Lanes: for each actor of a target, the spells of its standing, without a way to draw them."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

import attrs

from recognition.errors import UnknownIdError
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
    """The spells of one actor."""

    actor: str
    """The id of the actor."""
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
        return min(certain, default=date.max), earliest, self.name, self.actor


@attrs.frozen
class Subject:
    """What a picture is of: a history, asked about a target in a capacity."""

    history: History
    """The record."""
    target: str
    """The id of the one recognised or not."""
    capacity: Capacity
    """As what."""
    concerning: str | None
    """Of a title, the id of the land; ``None``: of any land."""

    @classmethod
    def of(cls, history: History, target: str, capacity: Capacity | None, concerning: str | None) -> "Subject":
        """Give what is asked about, and refuse what no history would answer.

        Raises:
            UnknownIdError: if an id is not in the dataset.
            InvalidDataError: if the target has no natural capacity and none is given.
        """
        # The history knows which targets and capacities go together; the day is any.
        history.recognisers(target, on=_SOME_DAY, capacity=capacity, concerning=concerning)
        if concerning is not None and concerning not in history.dataset:
            raise UnknownIdError(concerning, (record.id for record in history.dataset))
        return cls(history, target, capacity or NATURAL[kind_of(target)], concerning)

    def name(self, record_id: str) -> str:
        """Give the name of a record as it has it; of one that has none, its id."""
        record = self.history.dataset[record_id]
        return " ".join(record.name.split()) if isinstance(record, Named) else record_id

    def standing(self, lane: "Lane", on: Day) -> Answer:
        """Give the answer of the history on the actor of a lane."""
        return self.history.standing(lane.actor, self.target, on=on, capacity=self.capacity, concerning=lane.concerning)

    def lanes(self) -> list["Lane"]:
        """Give the lanes of all actors that have a standing on the target, in the order of :attr:`Lane.order`."""
        grouped: dict[tuple[str, str | None], list[Segment]] = {}
        for segment in self.history.segments():
            fits = segment.target == self.target and segment.capacity is self.capacity
            if fits and self.concerning in (None, segment.concerning):
                grouped.setdefault((segment.actor, segment.concerning), []).append(segment)
        several = len({land for _, land in grouped}) > 1
        lanes = list[Lane]()
        for (actor, land), segments in grouped.items():
            spells = tuple(_spells(segments))
            # A pair that a request alone is about has no standing to show.
            if all(spell.shade is Shade.NONE for spell in spells):
                continue
            of_land = f" ({self.name(land)})" if several and land else ""
            lanes.append(Lane(actor, land, self.name(actor) + of_land, spells))
        return sorted(lanes, key=lambda lane: lane.order)

    def __str__(self) -> str:
        """Give it in words."""
        land = f" concerning {self.name(self.concerning)}" if self.concerning else ""
        known = "" if self.history.known is None else f", as known on {self.history.known}"
        return f"{self.name(self.target)} as {_AS.get(self.capacity, self.capacity.value)}{land}{known}"


_AS: Final = {
    Capacity.STATE: "a state",
    Capacity.GOVERNMENT: "a government",
    Capacity.REPRESENTATIVE: "a representative",
    Capacity.BELLIGERENT: "a belligerent",
    Capacity.INSURGENT: "an insurgent",
    Capacity.TITLE: "holding title",
}


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
