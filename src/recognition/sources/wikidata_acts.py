"""Diplomatic relations and missions of Wikidata, as diplomatic acts.

**Relations** (P530) are symmetric: "A has relations with B" stands on A, and on B again if somebody has put it there. A
statement becomes an ``establishment`` on its start (P580), without a date if there is none; or no later than its point
in time (P585), when they held. Its end (P582) becomes a ``severance`` that follows, unless one of the two has ended by
then or may have: relations of a state that is no more are not broken off.

**One occurrence.** Where each side has one statement on the other that is not deprecated, both tell of the same
relations, and their acts are accounts of one occurrence. Where a side has several (relations were broken off and taken
up again), or the two days certainly differ, nobody says which belong together, and none are put together. A deprecated
statement joins the occurrence if there is one to join, where those that stand hide it. If there is none, or there are
several, it is left in the note of the item: as the only account of a happening of its own it would count as one.

**Missions** (P531) become a ``mission-opening`` by the sender, and with an end a ``mission-closing``. The receiver is
the country (P17) that the statement has as a qualifier, or that the item of the mission has in the files.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

import attrs

from recognition.errors import InvalidDataError, Problem
from recognition.model.acts import DiplomaticAct
from recognition.model.dates import PartialDate, Precision
from recognition.model.text import kind_of
from recognition.model.truth import Truth
from recognition.model.vocabulary import DiplomaticMove, Rank
from recognition.sources.wikidata_items import Item
from recognition.sources.wikidata_statements import REASONS, Stated
from recognition.sources.wikidata_times import marked

CIRCUMSTANCES: Final[Mapping[str, str]] = {"Q5727902": "~", "Q18122778": "?"}
"""The sourcing circumstances (P1480) that a date can be marked with: circa, presumably."""
_PARTIES: Final = ("state", "organization", "government")


def dated(statement: Stated, name: str) -> PartialDate | None:
    """Give the date of a qualifier, marked as the circumstances of the statement say.

    Raises:
        InvalidDataError: if it is no date that can be given exactly.
    """
    day = statement.date(name)
    return None if day is None else with_circumstances(day, statement)


def with_circumstances(day: PartialDate, statement: Stated) -> PartialDate:
    """Give a date marked as the circumstances of its statement say; a run of days can have no mark."""
    for snak in statement.qualifiers.get("P1480", ()):
        mark = CIRCUMSTANCES.get(snak.item or "")
        day = (marked(day, mark) if mark else None) or day
    return day


def used_of(statement: Stated, *names: str, days: Iterable[PartialDate | None] = ()) -> set[str]:
    """Give the qualifiers of a statement that have gone into a record: the others are for the note.

    Args:
        statement: the statement.
        names: those that have, where they have a value.
        days: the dates that were marked as the circumstances say; if one is a run of days, it could not be.
    """
    used = {name for name in names if all(snak.kind == "value" for snak in statement.qualifiers.get(name, ()))}
    if statement.rank in REASONS:
        used.add(REASONS[statement.rank])
    precisions = {day.precision for day in days if day is not None}
    known = all(snak.item in CIRCUMSTANCES for snak in statement.qualifiers.get("P1480", ()))
    if known and precisions and Precision.SET not in precisions:
        used.add("P1480")
    return used


@attrs.frozen(eq=False)
class Side:
    """A statement on dealings, with the items on both sides."""

    item: Item
    """The item that it is about."""
    statement: Stated
    """The statement, with a value."""
    other: str | None
    """The item on the other side; ``None``: none is told."""


@attrs.frozen(kw_only=True, eq=False)
class Dealings:
    """A relation or mission that a statement tells of."""

    item: Item
    """The item that the statement is about."""
    statement: Stated
    """The statement."""
    other: str
    """The id of the record on the other side."""
    start: PartialDate | None
    """When it began; ``None``: not said."""
    ended: bool
    """Whether it was ended by an act."""
    end: PartialDate | None
    """When that was; ``None``: not said."""
    used: frozenset[str]
    """The qualifiers that all this was made of."""

    @property
    def counts(self) -> bool:
        """Whether it is not deprecated."""
        return self.statement.rank is not Rank.DEPRECATED

    @property
    def pair(self) -> tuple[str, ...]:
        """The two sides."""
        return tuple(sorted((self.item.id, self.other)))


def dealings(side: Side, ids: Mapping[str, str], ends: Mapping[str, PartialDate | None], told: list[str]) -> Dealings:
    """Give the relation or mission that a statement tells of.

    Args:
        side: the statement.
        ids: the ids of the records, by item.
        ends: the ends of the states and organisations that have ended, by id; ``None``: on an unknown day.
        told: gets what is doubtful.

    Raises:
        InvalidDataError: if it cannot be an act.
    """
    item, statement = side.item, side.statement
    if side.other is None:
        raise InvalidDataError([Problem("missing-field", "the other side is not told by one item")])
    other = ids.get(side.other)
    if other is None:
        message = f"{side.other} is not among the states and organisations of the files; add its entity"
        raise InvalidDataError([Problem("dangling-reference", message)])
    if other == item.id or kind_of(other) not in _PARTIES or item.kind not in _PARTIES:
        raise InvalidDataError([Problem("bad-parties", f"{item.id} and {other} are not two parties")])
    begun = statement.one("P580")
    if begun is not None and begun.kind == "novalue":
        raise InvalidDataError([Problem("bad-value", "the statement says that it has no beginning")])
    start, end = dated(statement, "P580"), dated(statement, "P582")
    seen = statement.date("P585") if start is None else None
    if seen is not None and seen.latest is not None:
        start = PartialDate(f"[..{seen.latest}]")
    used = used_of(statement, "P580", "P582", days=(start, end))
    if start is not None and end is not None and end.before(start) is Truth.TRUE:
        raise InvalidDataError([Problem("reversed-period", f"it ends on {end}, and begins on {start}")])
    finished = statement.one("P582")
    ended = finished is not None and finished.kind != "novalue"
    gone = [key for key in (item.id, other) if ended and _gone_by(key, end, ends)]
    if gone:
        ended = False
        used.discard("P582")
        told.append(f"they end when {' and '.join(gone)} may have ended, which is no severance; the end is in the note")
    if ended and "P1534" not in statement.qualifiers:
        told.append("how they ended is not said; that they were broken off is taken from the end alone")
    return Dealings(
        item=item,
        statement=statement,
        other=other,
        start=start,
        ended=ended,
        end=end if ended else None,
        used=frozenset(used),
    )


def _gone_by(key: str, end: PartialDate | None, ends: Mapping[str, PartialDate | None]) -> bool:
    if key not in ends:
        return False
    gone = ends[key]
    return gone is None or end is None or gone.after(end) is not Truth.TRUE


def acts_of(
    found: Dealings,
    moves: tuple[DiplomaticMove, DiplomaticMove],
    keys: Mapping[DiplomaticMove, str],
    shared: Mapping[str, Any],
) -> Iterator[DiplomaticAct]:
    """Give the act by which something began, and that by which it ended, if it was ended by one.

    Args:
        found: what the statement tells of.
        moves: the moves of the two.
        keys: the occurrences of which they are accounts, by move.
        shared: the fields that both have: the parties, what bears them, their note.
    """
    opening, closing = moves
    slug = f"diplomatic:wikidata.{found.statement.key}"
    first = DiplomaticAct(
        id=f"{slug}.{opening}",
        move=opening,
        date=found.start,
        occurrence=keys.get(opening),
        rank=found.statement.rank,
        **shared,
    )
    yield first
    if found.ended:
        key = keys.get(closing)
        yield attrs.evolve(
            first, id=f"{slug}.{closing}", move=closing, date=found.end, occurrence=key, after=(first.id,)
        )


def occurrences(relations: Iterable[Dealings]) -> tuple[dict[str, dict[DiplomaticMove, str]], list[Dealings], set[str]]:
    """Give which relations are accounts of one occurrence, as far as that is certain.

    Returns:
        The keys of the occurrences, by move, by the id of the statement; the deprecated relations that have none to
        join, or several; and the ids of statements whose other side certainly gives another day.
    """
    keys = dict[str, dict[DiplomaticMove, str]]()
    lost, differing = list[Dealings](), set[str]()
    pairs = dict[tuple[str, ...], list[Dealings]]()
    for relation in relations:
        pairs.setdefault(relation.pair, []).append(relation)
    for pair, found in pairs.items():
        counting = [relation for relation in found if relation.counts]
        deprecated = [relation for relation in found if not relation.counts]
        sides = {relation.item.id for relation in counting}
        single = len(sides) == len(counting)
        if single and not all(_agree(one, other) for one, other in pairwise(counting)):
            differing.add(counting[-1].statement.id)
            single = False
        if not single or not counting:
            lost += deprecated
        elif len(found) > 1:
            slug = "-".join(side.partition(".")[2] for side in pair)
            for relation in found:
                keys[relation.statement.id] = {move: f"wikidata.{slug}.{move}" for move in RELATIONS}
    return keys, lost, differing


def _agree(one: Dealings, other: Dealings) -> bool:
    """Tell whether the days of two relations do not certainly differ."""
    days = ((one.start, other.start), (one.end, other.end))
    return not any(mine and theirs and mine.same_day(theirs) is Truth.FALSE for mine, theirs in days)


RELATIONS: Final = (DiplomaticMove.ESTABLISHMENT, DiplomaticMove.SEVERANCE)
"""The moves by which relations begin and end."""
MISSIONS: Final = (DiplomaticMove.MISSION_OPENING, DiplomaticMove.MISSION_CLOSING)
"""The moves by which a mission begins and ends."""
