"""Diplomatic relations between two parties on a day, and their level."""

import enum
from collections.abc import Iterator
from datetime import date
from typing import Final, final

import attrs

from recognition.history.answer import cited, dated
from recognition.history.events import Event
from recognition.history.index import Index
from recognition.history.line import Line
from recognition.history.standing import NOTHING, Mask
from recognition.model.acts import DiplomaticAct
from recognition.model.dates import PartialDate
from recognition.model.truth import Truth
from recognition.model.vocabulary import DiplomaticMove, Level
from recognition.views import explained


class RelationStatus(enum.StrEnum):
    """What the last act between two parties has made of their relations."""

    NONE = "none"
    """No act on record bears on it."""
    HELD = "held"
    """Diplomatic relations hold."""
    SUSPENDED = "suspended"
    """They are suspended."""
    SEVERED = "severed"
    """They are broken off; this withdraws no recognition."""


_STATUSES: Final = tuple(RelationStatus)
_EFFECTS: Final = {
    DiplomaticMove.ESTABLISHMENT: RelationStatus.HELD,
    DiplomaticMove.RESUMPTION: RelationStatus.HELD,
    DiplomaticMove.UPGRADE: RelationStatus.HELD,
    DiplomaticMove.DOWNGRADE: RelationStatus.HELD,
    DiplomaticMove.SUSPENSION: RelationStatus.SUSPENDED,
    DiplomaticMove.SEVERANCE: RelationStatus.SEVERED,
}
_LEVELS: Final = (None, *Level)
"""The outcomes for a level: bit 0 is that none is on record."""


@final
@attrs.frozen(kw_only=True, repr=False)
class RelationsAnswer:
    """Whether relations hold between two parties on a day, and at what level, by the record."""

    one: str
    """The id of a party."""
    other: str
    """The id of the other."""
    on: PartialDate
    """The day asked about."""
    possible: frozenset[RelationStatus]
    """The statuses that some assignment of days yields."""
    levels: frozenset[Level | None]
    """The levels that some assignment of days yields; ``None``: none is on record."""
    because: tuple[str, ...]
    """The ids of the acts that can have been the last to bear on the status."""
    _events: tuple[Event, ...] = attrs.field(alias="events", eq=False, repr=False)
    """Those acts, with the days they may have been on."""

    @property
    def held(self) -> Truth:
        """Whether relations hold."""
        if RelationStatus.HELD not in self.possible:
            return Truth.FALSE
        return Truth.TRUE if len(self.possible) == 1 else Truth.UNKNOWN

    @property
    def certain(self) -> RelationStatus | None:
        """The one status possible, or ``None`` if there are several."""
        return next(iter(self.possible)) if len(self.possible) == 1 else None

    @property
    def level(self) -> Level | None:
        """The level, where it is certain; ``None`` if it is not, or none is on record."""
        return next(iter(self.levels)) if len(self.levels) == 1 else None

    def __repr__(self) -> str:
        """Give the answer in a line."""
        return f"<RelationsAnswer {self.one} - {self.other} on {self.on}: {self._statuses()}>"

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        """Give the question and what the answer comes to, for rich."""
        yield "one", self.one
        yield "other", self.other
        yield "on", str(self.on)
        yield "possible", self._statuses()
        yield "because", list(self.because)

    def _repr_html_(self) -> str:
        """Give the explanation for a notebook."""
        head, *rest = self.explain().splitlines()
        return explained(head, rest)

    def _statuses(self) -> str:
        return " or ".join(status for status in RelationStatus if status in self.possible)

    def explain(self) -> str:
        """Give the answer in words, with the acts that decide it."""
        levels = " or ".join(level or "no level on record" for level in _LEVELS if level in self.levels)
        lines = [f"Relations of {self.one} and {self.other} on {self.on}: {self._statuses()}; {levels}."]
        for event in self._events:
            for account in event.accounts:
                move = account.move.value if isinstance(account, DiplomaticAct) else account.kind
                lines.append(f"- {account.id}: {move}, {dated(account)} {cited(account.citations)}".rstrip())
        return "\n".join(lines)


def relations_answer(one: str, other: str, on: PartialDate, status: Line, level: Line) -> RelationsAnswer:
    """Give the answer that two lines of events allow."""
    events = tuple(status.deciding(on))
    statuses, levels = status.over(on), level.over(on)
    return RelationsAnswer(
        one=one,
        other=other,
        on=on,
        possible=frozenset(item for bit, item in enumerate(_STATUSES) if statuses >> bit & 1),
        levels=frozenset(item for bit, item in enumerate(_LEVELS) if levels >> bit & 1),
        because=tuple(dict.fromkeys(account.id for event in events for account in event.accounts)),
        events=events,
    )


class Relations:
    """The lines of relations of all pairs of parties, for status and for level."""

    def __init__(self, index: Index) -> None:
        """Read the diplomatic acts of an index."""
        self._status: dict[frozenset[str], Line] = {}
        self._level: dict[frozenset[str], Line] = {}
        for happening in index.happenings.all():
            if not isinstance(happening.accounts[0], DiplomaticAct):
                continue
            first, last, spans = index.days(happening)
            statuses: dict[frozenset[str], list[tuple[DiplomaticAct, Mask]]] = {}
            levels: dict[frozenset[str], list[tuple[DiplomaticAct, Mask]]] = {}
            for account in happening.accounts:
                if isinstance(account, DiplomaticAct):
                    for parties in _pairs(account):
                        effect = _effect(account.move)
                        if effect:
                            statuses.setdefault(parties, []).append((account, effect))
                        if account.level is not None:
                            levels.setdefault(parties, []).append((account, _level(account.level)))
            count = len(happening.accounts)
            for lines, bearings in ((self._status, statuses), (self._level, levels)):
                for parties, found in bearings.items():
                    line = lines.setdefault(parties, Line(index.followers))
                    line.events.append(_event(happening.key, (first, last), spans, found, optional=len(found) < count))

    def lines(self, one: str, other: str) -> tuple[Line, Line]:
        """Give the lines of status and of level between two parties."""
        parties = frozenset({one, other})
        return self._status.get(parties, Line()), self._level.get(parties, Line())


def _effect(move: DiplomaticMove) -> Mask:
    """Give the outcomes that a move can have; of a newer producer's, any."""
    if not move.listed:
        return (1 << len(_STATUSES)) - 1
    return 1 << _STATUSES.index(_EFFECTS[move]) if move in _EFFECTS else 0


def _level(level: Level) -> Mask:
    """Give the levels that a level can be; a newer producer's may be any."""
    return 1 << _LEVELS.index(level) if level.listed else (1 << len(_LEVELS)) - 1


def _event(
    key: str,
    bounds: tuple[date, date],
    spans: tuple[tuple[date, date], ...],
    found: list[tuple[DiplomaticAct, Mask]],
    *,
    optional: bool,
) -> Event:
    effects = 0
    for _, effect in found:
        effects |= effect
    return Event(*bounds, effects, tuple(account for account, _ in found), key, optional=optional, spans=spans)


def _pairs(act: DiplomaticAct) -> list[frozenset[str]]:
    sides = act.parties or tuple(side for side in (act.sender, act.receiver) if side)
    return [frozenset({one, other}) for position, one in enumerate(sides) for other in sides[position + 1 :]]


assert 1 << _STATUSES.index(RelationStatus.NONE) == NOTHING  # noqa: S101 - the engine's bit for "no act"
