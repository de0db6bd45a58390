"""`Answer`: the standings that the record allows, the acts that decide, and the explanation."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final, final

import attrs

from recognition.dataset.bulk import unlocked
from recognition.dataset.order import day_of
from recognition.history.bounds import Order
from recognition.history.events import Event
from recognition.history.line import Line
from recognition.history.standing import RECOGNISED, Mask, Standing
from recognition.model.acts import DiplomaticAct, RecognitionAct
from recognition.model.dates import PartialDate
from recognition.model.evidence import Citation
from recognition.model.record import Record
from recognition.model.truth import Truth
from recognition.model.vocabulary import Capacity, Degree
from recognition.views import explained, few, table

Day = date | str | PartialDate
"""A day to ask about: a date, EDTF text, or a partial date, which stands for every day that it may be."""


def partial(day: Day) -> PartialDate:
    """Give a day as a partial date.

    Raises:
        InvalidDataError: if it is no day.
    """
    if isinstance(day, PartialDate):
        return day
    return PartialDate(day) if isinstance(day, str) else PartialDate.from_date(day)


@final
@attrs.frozen(kw_only=True, repr=False)
class Answer:
    """Where an actor and a target stand on a day, by the record.

    Example:
        >>> import recognition
        >>> history = recognition.History(recognition.load("seeds/russia-taliban-recognition.yaml"))
        >>> history.standing("state:RUS", "government:AFG.taliban-2021", on="2025-07-04")
        <Answer state:RUS -> government:AFG.taliban-2021 as government on 2025-07-04: recognised>
    """

    actor: str
    """The id of the actor."""
    target: str
    """The id of the target."""
    capacity: Capacity
    """As what the target is recognised or not."""
    concerning: str | None
    """Of a title, the id of the land."""
    on: Day
    """The day asked about."""
    known: date | None
    """The day as known on which the answer is; ``None``: by all that is on record."""
    policy: str
    """The name of the policy by which accounts were chosen."""
    possible: frozenset[Standing]
    """The standings that some assignment of days, consistent with all that is on record, yields."""
    _line: Line = attrs.field(alias="line", eq=False, repr=False)
    """The events of the pair, from which the rest is read on demand."""
    _order: Order = attrs.field(alias="order", eq=False, repr=False)
    """The order of what happened."""

    @property
    def _events(self) -> tuple[Event, ...]:
        """The events that can have been the last, earliest first."""
        return tuple(self._line.deciding(partial(self.on)))

    @property
    def certain(self) -> Standing | None:
        """The one standing possible, or ``None`` if there are several."""
        return next(iter(self.possible)) if len(self.possible) == 1 else None

    @property
    def recognised(self) -> Truth:
        """Whether the actor recognises the target; ``suspended`` and ``withdrawn`` are not."""
        return truth_of(self.possible)

    @property
    def degree(self) -> Degree | None:
        """How fully it is recognised, where that is certain; ``None`` if not recognised or not certain."""
        if self.certain is not Standing.RECOGNISED:
            return None
        degrees = {
            account.degree if isinstance(account, RecognitionAct) and not event.reason else Degree.UNSPECIFIED
            for event in self._events
            for account in event.accounts
        }
        return degrees.pop() if len(degrees) == 1 else None

    @property
    def because(self) -> tuple[str, ...]:
        """The ids of the accounts that decide it: those of acts that can have been the last."""
        return tuple(dict.fromkeys(account.id for event in self._events for account in event.accounts))

    def explain(self) -> str:
        """Give the answer in words, with the acts that decide it and their citations."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        standings = _joined(self.possible)
        about = f" concerning {self.concerning}" if self.concerning else ""
        known = "" if self.known is None else f", as known on {self.known}"
        yield f"{self.actor} on {self.target} as {self.capacity}{about}, on {self.on}{known}: {standings}."
        yield f"Recognised: {self.recognised.name.lower()}. Policy: {self.policy}."
        events = self._events
        if not events:
            yield "No act that can have been by then is on record."
        for event in events:
            for account in event.accounts:
                yield f"- {_told(account, event)}{_ordered(event, self._order)} {cited(account.citations)}".rstrip()

    def __str__(self) -> str:
        """Give the explanation."""
        return self.explain()

    def __repr__(self) -> str:
        """Give the answer in a line."""
        return f"<Answer {self.actor} -> {self.target} as {self.capacity} on {self.on}: {_joined(self.possible)}>"

    def _repr_html_(self) -> str:
        """Give the explanation for a notebook."""
        head, *rest = self._lines()
        return explained(head, rest)

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        """Give the question and what the answer comes to, for rich."""
        yield "actor", self.actor
        yield "target", self.target
        yield "capacity", self.capacity
        if self.concerning is not None:
            yield "concerning", self.concerning
        yield "on", str(self.on)
        yield "possible", [standing.value for standing in Standing if standing in self.possible]
        yield "because", list(self.because)


_Unlocked: Final = unlocked(Answer)


def answer_of(  # noqa: PLR0913 - what an answer holds
    *,
    actor: str,
    target: str,
    capacity: Capacity,
    concerning: str | None,
    on: Day,
    known: date | None,
    policy: str,
    possible: frozenset[Standing],
    line: Line,
    order: Order,
) -> Answer:
    """Give an answer; made for the sake of millions."""
    answer: Any = object.__new__(_Unlocked)
    answer.actor = actor
    answer.target = target
    answer.capacity = capacity
    answer.concerning = concerning
    answer.on = on
    answer.known = known
    answer.policy = policy
    answer.possible = possible
    answer._line = line  # noqa: SLF001
    answer._order = order  # noqa: SLF001
    answer.__class__ = Answer
    return answer  # type: ignore[no-any-return]


def deciding(answer: Answer) -> tuple[Event, ...]:
    """Give the events that can have been the last by the day of an answer, earliest first."""
    return answer._events  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def truth_of(possible: frozenset[Standing]) -> Truth:
    """Tell whether a set of possible standings is one of recognition."""
    if Standing.RECOGNISED not in possible:
        return Truth.FALSE
    return Truth.TRUE if len(possible) == 1 else Truth.UNKNOWN


def _told(account: Record, event: Event) -> str:
    move = account.move.value if isinstance(account, RecognitionAct | DiplomaticAct) else account.kind
    implied = f"; implied: {event.reason}" if event.reason else ""
    return f"{account.id}: {move}, {dated(account)}{implied}"


def dated(account: Record) -> str:
    """Give the day of an act in words."""
    if not isinstance(account, RecognitionAct | DiplomaticAct):
        return "no date"
    day = account.effective or account.date
    if day is None:
        return "no date given"
    return f"effective {day}" if account.effective else f"on {day}" if day.day else f"dated {day}"


def _ordered(event: Event, order: Order) -> str:
    """Give what the order of events adds to the dates."""
    if event.key not in order:
        return ""
    before = list(order.preceding((event.key, "")))
    days = [day_of(account) for account in event.accounts]
    bounds = list[str]()
    if event.earliest not in {date.min, *(day.earliest for day in days if day is not None)}:
        bounds.append(f"not before {event.earliest}")
    if event.latest not in {date.max, *(day.latest for day in days if day is not None)}:
        bounds.append(f"not after {event.latest}")
    words = f"; after {', '.join(before)}" if before else ""
    return words + (f" ({' and '.join(bounds)})" if bounds else "")


def cited(citations: Sequence[Citation]) -> str:
    """Give citations in short: source and offsets, or locator."""
    shown = [
        citation.source
        + (f" {citation.start}:{citation.end}" if citation.start is not None else "")
        + (f" {citation.locator}" if citation.locator else "")
        for citation in citations
    ]
    return f"[{'; '.join(shown)}]" if shown else ""


@final
@attrs.frozen(kw_only=True, repr=False)
class Extent:
    """What is certainly and what is possibly so; the certain is within the possible.

    Example:
        >>> from recognition import Extent
        >>> extent = Extent(certain=frozenset({"state:RUS"}), possible=frozenset({"state:RUS", "state:CHN"}))
        >>> sorted(extent.doubtful)
        ['state:CHN']
    """

    certain: frozenset[str]
    """The ids of which it is certain."""
    possible: frozenset[str]
    """The ids of which it is possible."""

    @property
    def doubtful(self) -> frozenset[str]:
        """The ids of which it is possible and not certain."""
        return self.possible - self.certain

    def truth(self, record_id: str) -> Truth:
        """Tell whether it is so of an id."""
        if record_id in self.certain:
            return Truth.TRUE
        return Truth.UNKNOWN if record_id in self.possible else Truth.FALSE

    def __repr__(self) -> str:
        """Give the ids, certain and doubtful ones apart, of many only the first ones."""
        return f"<Extent {'; '.join(f'{name}: {few(ids)}' if ids else f'none {name}' for name, ids in self._parts())}>"

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        """Give the ids, certain and doubtful ones apart, for rich."""
        for name, ids in self._parts():
            yield name, sorted(ids)

    def _repr_html_(self) -> str:
        """Give the ids, certain and doubtful ones apart, for a notebook."""
        head = f"{len(self.certain)} certain, {len(self.doubtful)} doubtful"
        return table(head, ((name, few(ids) or "none") for name, ids in self._parts()))

    def _parts(self) -> tuple[tuple[str, frozenset[str]], ...]:
        return ("certain", self.certain), ("doubtful", self.doubtful)


def extent_of(masks: Iterable[tuple[str, Mask]]) -> Extent:
    """Give the ids that are recognised, from the outcomes possible for each; an id may come several times."""
    certain, possible = set[str](), set[str]()
    for name, mask in masks:
        if mask & RECOGNISED:
            possible.add(name)
            if mask == RECOGNISED:
                certain.add(name)
    return Extent(certain=frozenset(certain), possible=frozenset(possible))


@attrs.frozen(kw_only=True, repr=False)
class Segment:
    """A maximal run of days on which the possible standings of a pair do not change."""

    actor: str
    """The id of the actor."""
    target: str
    """The id of the target."""
    capacity: Capacity
    """As what."""
    concerning: str | None
    """Of a title, the id of the land."""
    start: date | None
    """The first day; ``None``: there is none before which it was otherwise."""
    end: date | None
    """The last day, inclusive; ``None``: it goes on."""
    possible: frozenset[Standing]
    """The standings possible on each of these days."""

    def __repr__(self) -> str:
        """Give the pair, the days and the standings in a line."""
        about = f" concerning {self.concerning}" if self.concerning else ""
        pair = f"{self.actor} -> {self.target} as {self.capacity}{about}"
        return f"<Segment {pair}, {self.start or ''}..{self.end or ''}: {_joined(self.possible)}>"

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        """Give what is said of the segment, for rich."""
        return self._parts()

    def _repr_html_(self) -> str:
        """Give the pair, the days and the standings for a notebook."""
        return table("Segment", self._parts())

    def _parts(self) -> Iterator[tuple[str, object]]:
        yield "actor", self.actor
        yield "target", self.target
        yield "capacity", self.capacity
        if self.concerning is not None:
            yield "concerning", self.concerning
        yield "days", f"{self.start or ''}..{self.end or ''}"
        yield "possible", _joined(self.possible)


def _joined(possible: frozenset[Standing]) -> str:
    return " or ".join(standing for standing in Standing if standing in possible)
