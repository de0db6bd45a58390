"""What a history must answer, found by trying every day, every order and every account, and the small worlds to try.

Nothing here is clever. The calendar has six days, numbered from 0; the first and the last stand for all days before
and after as well, so that a date without bounds needs no more than these. A *course* is one way in which all may have
gone: each moment on a day that it allows, one after the other, in an order that the edges allow. What a history says
to be possible must be what some course yields.
"""

import itertools
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from recognition import (
    Capacity,
    Change,
    Citation,
    Dataset,
    DiplomaticAct,
    DiplomaticMove,
    Domain,
    Event,
    Government,
    Measure,
    PartialDate,
    Period,
    Rank,
    RecognitionAct,
    RecognitionMove,
    Record,
    Restriction,
    Source,
    State,
    Territory,
)

BASE: Final = date(2001, 1, 29)
"""The day numbered 0, so that a month begins at day 3."""
DAYS: Final = range(6)
"""The days of the calendar."""
ASKED: Final = range(5)
"""The days that can be asked for: of the last one, what lies on it and what lies after it cannot be told apart."""
ALWAYS: Final = -1
"""The start of a period that has none: before every day."""
NEVER: Final = 6
"""The end of a period that goes on: after every day."""

Pair = tuple[str, str, Capacity, str | None]
"""Actor, target, capacity, and for a title the land: what an act has a say on."""
Happening = tuple[str, str]
"""What accounts are about: their occurrence, or failing that the id of the only account, and their kind."""
Moment = tuple[Happening, str]
"""A happening's ``day``, or its ``start`` or its ``end``."""
Order = tuple[Moment, Moment]
"""Two moments, the earlier one first."""
Course = tuple[tuple[int, Moment], ...]
"""The moments with their days, one after the other."""

STANDING_AFTER: Final = {
    RecognitionMove.REQUEST: None,
    RecognitionMove.ACKNOWLEDGEMENT: "acknowledged",
    RecognitionMove.RECOGNITION: "recognised",
    RecognitionMove.REAFFIRMATION: "recognised",
    RecognitionMove.WITHHOLDING: "withheld",
    RecognitionMove.REFUSAL: "refused",
    RecognitionMove.SUSPENSION: "suspended",
    RecognitionMove.RESUMPTION: "recognised",
    RecognitionMove.WITHDRAWAL: "withdrawn",
}
"""What each move makes of a standing; ``None``: it leaves it."""
TIMED: Final = (RecognitionAct, DiplomaticAct, Event, Restriction, Government)
"""The classes whose records have moments here."""
ENDED_BY_A_RIVAL: Final = "ended by a rival"
"""The effect of a sole recognition on the other governments: recognised becomes withdrawn, all else stays."""


def day_at(number: int, stretch: int = 1) -> date:
    """Give the day of a number, in a calendar whose days lie some days apart."""
    return BASE + timedelta(days=number * stretch)


def days_of(when: PartialDate | None) -> frozenset[int]:
    """Give the numbers of the days that a date allows."""
    return frozenset(number for number in DAYS if when is None or when.allows(day_at(number)))


def recorded_by(dataset: Dataset, known: date | None) -> list[Record]:
    """Give the records that were on record on a day, later corrected or not; all, if no day is given."""

    def certainly_by_then(when: PartialDate | None) -> bool:
        return when is not None and when.latest is not None and (known is None or when.latest <= known)

    def entered(record: Record) -> bool:
        if known is None:
            return True
        if record.recorded is not None:
            return certainly_by_then(record.recorded)
        cited = [dataset[citation.source] for citation in record.citations]
        published = [source.published for source in cited if isinstance(source, Source) and source.published]
        return not published or any(certainly_by_then(when) for when in published)

    return [record for record in dataset if entered(record)]


def not_corrected(records: Iterable[Record]) -> list[Record]:
    """Give the records that no other among them supersedes."""
    listed = list(records)
    corrected = {record_id for record in listed for record_id in record.supersedes}
    return [record for record in listed if record.id not in corrected]


def happening_of(record: Record) -> Happening:
    """Give what a record is an account of."""
    return (record.occurrence and f"occurrence {record.occurrence}") or record.id, record.kind


def accounts_of(records: Iterable[Record], rule: str) -> dict[Happening, list[Record]]:
    """Give the accounts of each happening that remain by a rule."""
    groups: dict[Happening, list[Record]] = {}
    for record in records:
        groups.setdefault(happening_of(record), []).append(record)
    if rule == "every-account":
        return groups
    remaining: dict[Happening, list[Record]] = {}
    for happening, accounts in groups.items():
        for rank in (Rank.PREFERRED, Rank.NORMAL, Rank.DEPRECATED):
            of_rank = [record for record in accounts if record.rank is rank]
            if of_rank:
                remaining[happening] = of_rank
                break
    return remaining


def natural(target: str) -> Capacity:
    """Give the capacity that is meant where none is named."""
    return Capacity.GOVERNMENT if target.startswith("government:") else Capacity.STATE


def direct_effect(record: Record, pair: Pair) -> str | None:
    """Give what a recognition act by itself does to a standing."""
    if not isinstance(record, RecognitionAct):
        return None
    land = record.concerning if record.capacity is Capacity.TITLE else None
    same = pair == (record.actor, record.target, record.capacity, land)
    return STANDING_AFTER[record.move] if same else None


def implied_effect(dataset: Dataset, record: Record, pair: Pair) -> str | None:
    """Give what follows from a record for a pair that it does not name."""
    actor, target, capacity, _ = pair

    def state_of(who: str) -> str | None:
        government = dataset.get(who)
        return government.state if isinstance(government, Government) else None

    recognised_by_dealing = list[tuple[str, str]]()
    if isinstance(record, DiplomaticAct):
        if record.move is DiplomaticMove.ESTABLISHMENT:
            recognised_by_dealing = list(itertools.permutations(record.parties, 2))
        elif record.move is DiplomaticMove.ACCEPTANCE and record.receiver and record.sender:
            recognised_by_dealing = [(record.receiver, record.sender)]
    for one, other in recognised_by_dealing:
        if pair in ((one, other, natural(other), None), (one, state_of(other), Capacity.STATE, None)):
            return "recognised"
    if (
        isinstance(record, RecognitionAct)
        and record.capacity is Capacity.GOVERNMENT
        and STANDING_AFTER[record.move] == "recognised"
        and actor == record.actor
    ):
        if capacity is Capacity.STATE and target == state_of(record.target):
            return "recognised"
        rival = target != record.target and state_of(target) == state_of(record.target)
        if capacity is Capacity.GOVERNMENT and record.sole and rival:
            return ENDED_BY_A_RIVAL
    return None


class Oracle:
    """All the courses that a dataset allows, as known on a day and by a rule on accounts."""

    def __init__(
        self, dataset: Dataset, known: date | None = None, rule: str = "preferred", *, implied: bool = False
    ) -> None:
        """Gather the accounts, the days that they allow, and the edges that bind."""
        self.dataset = dataset
        self.known = known
        self.rule = rule
        self.implied = implied
        recorded = recorded_by(dataset, known)
        self.recorded = {record.id for record in recorded}
        timed = [record for record in not_corrected(recorded) if isinstance(record, TIMED)]
        self.accounts = accounts_of(timed, rule)
        # What neither sets a standing nor stands in an order may be on any day, and nothing depends on it.
        ordered = {
            moment[0] for told in self.accounts.values() for r in told for e in self._declared(r) for moment in e
        }
        acting = {"recognition", "diplomatic"} if implied else {"recognition"}
        self.accounts = {key: told for key, told in self.accounts.items() if key[1] in acting or key in ordered}
        self.binding = self._binding()
        self.days = self._days()

    def effect(self, record: Record, pair: Pair) -> str | None:
        """Give what an account says was done to the standing of a pair."""
        direct = direct_effect(record, pair)
        if direct is None and self.implied:
            return implied_effect(self.dataset, record, pair)
        return direct

    @cached_property
    def courses(self) -> list[Course]:
        """Every way in which the moments may have come one after the other, each on a day that it allows."""
        return list(self._extend((), ALWAYS))

    def _extend(self, done: Course, today: int) -> Iterator[Course]:
        placed = {moment for _, moment in done}
        if placed == self.days.keys():
            yield done
        for moment, days in self.days.items():
            ready = moment not in placed and all(a in placed for a, b in self.binding if b == moment)
            for day in sorted(days) if ready else ():
                if day >= today:
                    yield from self._extend((*done, (day, moment)), day)

    def possible(self, pair: Pair, on: int) -> frozenset[str]:
        """Give the standings of a pair that are possible at the end of a day."""
        effects = {
            happening: {self.effect(record, pair) for record in told} for happening, told in self.accounts.items()
        }
        acting = {happening: choices for happening, choices in effects.items() if choices != {None}}
        answers = set[str]()
        for happened in {
            tuple(happening for day, (happening, _) in course if day <= on and happening in acting)
            for course in (self.courses if acting else [()])
        }:
            for chosen in itertools.product(*(acting[happening] for happening in happened)):
                standing = "none"
                for effect in chosen:
                    if effect == ENDED_BY_A_RIVAL:
                        standing = "withdrawn" if standing == "recognised" else standing
                    elif effect is not None:
                        standing = effect
                answers.add(standing)
        return frozenset(answers)

    def first(self, target: str) -> tuple[frozenset[str], frozenset[str]]:
        """Give who is certain and who is possible to have been the first to recognise a target."""
        firsts = set[str | None]()
        actors = [
            record.id for record in self.dataset if isinstance(record, State | Government) and record.id != target
        ]
        for order in {tuple(happening for _, (happening, _) in course) for course in self.courses}:
            for told in itertools.product(*(self.accounts[happening] for happening in order)):
                recognising = (
                    [a for a in actors if self.effect(record, (a, target, natural(target), None)) == "recognised"]
                    for record in told
                )
                # Of those who recognise by one and the same act, each may be called the first.
                firsts.update(next(filter(None, recognising), [None]))
        certain = frozenset(firsts) if len(firsts) == 1 else frozenset[str | None]()
        return frozenset(certain - {None}), frozenset(firsts - {None})  # type: ignore[arg-type]

    def _declared(self, record: Record) -> frozenset[Order]:
        """Give the edges that an account declares, between happenings of which an account remains."""
        own = happening_of(record), "start" if _has_period(record) else "day"
        edges = [(moment, own) for moment in self._moments(record.after)]
        edges += [(own, moment) for moment in self._moments(record.before)]
        return frozenset((a, b) for a, b in edges if own[0] in self.accounts)

    def _moments(self, texts: Iterable[str]) -> Iterator[Moment]:
        """Give the moments that are meant by name.

        What is not yet on record means nothing: not even which happening it is about is known.
        """
        for text in texts:
            name, _, end = text.partition("@")
            happening = self._standing_in(name) if name in self.recorded else None
            if happening is not None:
                yield happening, end or "day"

    def _standing_in(self, name: str) -> Happening | None:
        """Give the happening that a record is about; where nothing else tells of that one, that of its correction."""
        happening = happening_of(self.dataset[name])
        if happening in self.accounts:
            return happening
        corrections = [
            record.id
            for record in self.dataset
            if record.id in self.recorded and name in record.supersedes and record.kind == self.dataset[name].kind
        ]
        # Of several corrections, it is not clear which one is meant.
        return self._standing_in(corrections[0]) if len(corrections) == 1 else None

    def _binding(self) -> frozenset[Order]:
        """Give the edges that all remaining accounts of a happening declare, and start before end."""
        binding = set[Order]()
        for happening, accounts in self.accounts.items():
            binding |= frozenset.intersection(*(self._declared(record) for record in accounts))
            if _has_period(accounts[0]):
                binding.add(((happening, "start"), (happening, "end")))
        return frozenset(binding)

    def _days(self) -> dict[Moment, frozenset[int]]:
        """Give the days that each moment may be on, narrowed by edges until nothing changes."""
        days: dict[Moment, frozenset[int]] = {}
        narrowed: dict[Moment, frozenset[int]] = {
            moment: frozenset(range(ALWAYS, NEVER + 1))
            for happening, accounts in self.accounts.items()
            for moment in (
                [(happening, "start"), (happening, "end")] if _has_period(accounts[0]) else [(happening, "day")]
            )
        }
        while narrowed != days:
            days = narrowed
            narrowed = {}
            for moment in days:
                happening, end = moment
                told = [self._told(record, end, days) for record in self.accounts[happening]]
                allowed = frozenset.union(*told)
                if len(told) > 1 and allowed:
                    allowed = frozenset(range(min(allowed), max(allowed) + 1))
                narrowed[moment] = _within_edges(allowed, moment, self.binding, days)
        return days

    def _told(self, record: Record, end: str, days: dict[Moment, frozenset[int]]) -> frozenset[int]:
        """Give the days that one account allows, by its dates and its own edges."""
        own = happening_of(record)
        declared = self._declared(record)
        if not isinstance(record, Restriction | Government):
            return _within_edges(days_of(_when(record)), (own, "day"), declared, days)
        starts, ends = _period_days(record.period if isinstance(record, Restriction) else record.control)
        starts = _within_edges(starts, (own, "start"), declared, days)
        if end == "start":
            return frozenset(start for start in starts if any(start <= other for other in ends))
        return frozenset(last for last in ends if any(other <= last for other in starts))


def _has_period(record: Record) -> bool:
    return isinstance(record, Restriction | Government)


def _when(record: Record) -> PartialDate | None:
    if isinstance(record, RecognitionAct | DiplomaticAct):
        return record.effective or record.date
    return record.date if isinstance(record, Event) else None


def _period_days(period: Period | None) -> tuple[frozenset[int], frozenset[int]]:
    """Give the days on which a period may start and may end."""
    starts, ends = frozenset({ALWAYS, *DAYS}), frozenset({*DAYS, NEVER})
    if period is not None and period.open_start:
        starts = frozenset({ALWAYS})
    elif period is not None and period.start is not None:
        starts = days_of(period.start)
    if period is not None and period.open_end:
        ends = frozenset({NEVER})
    elif period is not None and period.end is not None:
        ends = days_of(period.end)
    return starts, ends


def _within_edges(
    allowed: frozenset[int], moment: Moment, edges: Iterable[Order], days: dict[Moment, frozenset[int]]
) -> frozenset[int]:
    """Keep the days that are not before all days of what comes earlier, nor after all of what comes later."""
    for earlier, later in edges:
        if later == moment:
            allowed = frozenset(day for day in allowed if any(other <= day for other in days[earlier]))
        elif earlier == moment:
            allowed = frozenset(day for day in allowed if any(day <= other for other in days[later]))
    return allowed


PAIRS: Final[tuple[Pair, ...]] = (
    ("state:A", "state:T", Capacity.STATE, None),
    ("state:A", "government:T.1", Capacity.GOVERNMENT, None),
    ("state:A", "government:T.2", Capacity.GOVERNMENT, None),
    ("state:B", "state:T", Capacity.STATE, None),
    ("state:B", "government:T.1", Capacity.GOVERNMENT, None),
    ("state:A", "government:T.1", Capacity.REPRESENTATIVE, None),
    ("state:A", "state:T", Capacity.TITLE, "territory:L"),
    ("state:A", "state:T", Capacity.TITLE, "territory:M"),
)
"""The pairs that acts are about."""
ASKED_PAIRS: Final[tuple[Pair, ...]] = (
    *PAIRS,
    ("state:T", "state:A", Capacity.STATE, None),
    ("government:T.1", "state:A", Capacity.STATE, None),
)
"""The pairs that are asked for: those, and those that something may follow for."""
_DEALINGS: Final[tuple[dict[str, Any], ...]] = (
    {"move": DiplomaticMove.ESTABLISHMENT, "parties": ("state:A", "state:T")},
    {"move": DiplomaticMove.ESTABLISHMENT, "parties": ("government:T.1", "state:A", "state:B")},
    {"move": DiplomaticMove.ACCEPTANCE, "sender": "government:T.1", "receiver": "state:A"},
    {"move": DiplomaticMove.ACCEPTANCE, "sender": "state:A", "receiver": "state:T"},
    {"move": DiplomaticMove.TALKS, "parties": ("state:A", "state:T")},
)
_SOURCES: Final = {
    "source:undated": None,
    "source:early": "2010-01-02",
    "source:late": "2010-01-03",
    "source:unsure": "2010-01",
    "source:endless": "[2010-01-02..]",
}
KNOWN: Final = (None, None, *(date(2010, 1, day) for day in (1, 2, 3, 31)))
"""The days on which what is known is asked for."""
_ODDITIES: Final = st.sampled_from(("none", "none", "none", "rank", "rank", "recorded", "cited", "corrects"))
_RECORDED: Final = st.sampled_from(("2010-01-02", "2010-01-03", "2010-01", "[..2010-01-03]", "[2010-01-02..]"))
_CITED: Final = st.sampled_from((("early",), ("late",), ("undated", "late"), ("unsure", "early"), ("endless",)))
_RANKS: Final = st.sampled_from((Rank.PREFERRED, Rank.DEPRECATED))
_KINDS: Final = st.sampled_from((*["recognition"] * 3, "event", "restriction", "diplomatic", "government"))
_MOVES: Final = st.sampled_from((RecognitionMove.RECOGNITION, *RecognitionMove))
_FORMS: Final = st.sampled_from(("day", "day", "run", "run", "gap", "until", "since", "part", "none"))
_SIZES: Final = st.sampled_from((1, 2, 3, 3, 3, 4, 4))
_FURTHER: Final = st.sampled_from((0, 1, 1, 1, 2))
_EDGES: Final = st.sampled_from((1, 2, 2, 3, 0))
_FIELDS: Final = st.sampled_from(("date", "date", "date", "effective"))
_INNER: Final = st.integers(DAYS[1], DAYS[-2])
_FEW_PAIRS: Final = st.lists(st.sampled_from(PAIRS), min_size=1, max_size=2, unique=True)
_QUARTER: Final = st.integers(0, 3).map(lambda number: number == 3)
_BOTH: Final = st.booleans()
_MOST_MOMENTS: Final = 5


@attrs.frozen
class World:
    """A small dataset whose edges can be kept, with one completion of its dates."""

    records: tuple[Record, ...]
    """Its records."""
    completed: tuple[Record, ...]
    """The same with one day in place of each date, so chosen that all edges are kept."""
    stretch: int
    """How many days lie between two days of its calendar."""

    @property
    def dataset(self) -> Dataset:
        """The records held together."""
        return Dataset(self.records)

    def _repr_pretty_(self, printer: Any, _cycle: Any) -> None:
        """Print, as Hypothesis asks for it, what is of interest: not the actors and sources, which are the same."""
        printer.text(
            "\n".join(["World:", *(f"    {record!r}" for record in self.records if isinstance(record, TIMED))])
        )


@attrs.define
class _Draft:
    """A happening while a world is made: its true days by each account, and the edges that each declares."""

    kind: str
    days: list[dict[str, int]]
    ids: list[str]
    after: list[list[str]]
    before: list[list[str]]

    @property
    def own(self) -> str:
        """The end that its own edges bind."""
        return "start" if "start" in self.days[0] else "day"

    def moment(self, account: int, end: str) -> str:
        """Give the text that names a moment of an account."""
        return self.ids[account] + ("" if end == "day" else f"@{end}")


@st.composite
def worlds(draw: st.DrawFn, stretch: int = 1) -> World:
    """Give small worlds that use everything an answer depends on; they shrink toward one act on a known day.

    A happening has one account, or several that share an occurrence, or some of which each corrects the one before.

    Each account has a day of its own that its date allows, and edges run only from what is no later by any account
    to what is no earlier by any. Whatever is known, and whichever accounts remain, some course is therefore left.

    Args:
        draw: what draws.
        stretch: how many days lie between two days of the calendar; the oracle knows only 1.
    """
    drafts = _drafts(draw)
    _draw_edges(draw, drafts)
    pairs = draw(_FEW_PAIRS)
    records = list[Record]()
    completed = list[Record]()
    named = {text.partition("@")[0] for draft in drafts for texts in draft.after + draft.before for text in texts}
    free = list[str]()
    for number, draft in enumerate(drafts):
        several = len(draft.ids) > 1
        chain = several and draw(_QUARTER)
        # Accounts of two kinds can share an occurrence and are two happenings nevertheless.
        lone = all(other.kind != draft.kind for other in drafts if other is not draft)
        key = "shared" if lone and draw(_BOTH) else f"h{number}"
        occurrence = key if (several and not chain) or draw(_BOTH) else None
        about = draw(st.sampled_from(pairs)) if len(pairs) > 1 else pairs[0]
        dealing = draw(st.sampled_from(_DEALINGS)) if draft.kind == "diplomatic" else {}
        for account, record_id in enumerate(draft.ids):
            shared: dict[str, Any] = {
                "id": record_id,
                "occurrence": occurrence,
                "after": tuple(draft.after[account]),
                "before": tuple(draft.before[account]),
            }
            shared |= _oddity(draw, draft, account, free)
            if chain and account:
                shared["supersedes"] = (draft.ids[account - 1],)
            if "supersedes" in shared:
                shared["recorded"] = PartialDate(draw(_RECORDED)) if draw(_BOTH) else None
            days = draft.days[account]
            record: Record
            exact: Record
            if draft.kind == "recognition":
                if account and draw(_QUARTER):
                    about = draw(st.sampled_from(pairs))
                record, exact = _act(draw, shared, about, days["day"], stretch)
            else:
                record, exact = _carrier(draw, draft.kind, {**shared, **dealing}, days, stretch)
            records.append(record)
            completed.append(exact)
        # The correction of an act by an account of another happening would take the edges of the one to the other.
        free += draft.ids if named.isdisjoint(draft.ids) else []
    known_governments = {record.id for record in records}
    actors: list[Record] = [
        *(State(id=f"state:{name}", name=name) for name in "ABT"),
        *(Territory(id=f"territory:{name}", name=name) for name in "LM"),
        *(
            Government(id=record_id, name=record_id, state="state:T")
            for record_id in ("government:T.1", "government:T.2")
            if record_id not in known_governments
        ),
        *(Source(id=source, title=source, published=_partial(when)) for source, when in _SOURCES.items()),
    ]
    return World((*records, *actors), (*completed, *actors), stretch)


def _oddity(draw: st.DrawFn, draft: _Draft, account: int, free: list[str]) -> dict[str, Any]:
    """Draw how a record is out of the ordinary: in one way at most, as each draw costs as much as many courses."""
    oddity = draw(_ODDITIES)
    if oddity == "rank" and len(draft.ids) > 1:
        return {"rank": draw(_RANKS)}
    if oddity == "recorded":
        return {"recorded": PartialDate(draw(_RECORDED))}
    if oddity == "cited":
        return {"citations": tuple(Citation(source=f"source:{name}") for name in draw(_CITED))}
    if oddity == "corrects" and (free or account):
        return {"supersedes": (draw(st.sampled_from(free + draft.ids[:account])),)}
    return {}


def _drafts(draw: st.DrawFn) -> list[_Draft]:
    drafts = list[_Draft]()
    moments = governments = 0
    for number in range(draw(_SIZES)):
        kind = draw(_KINDS) if number else "recognition"
        if (kind in ("restriction", "government") and moments + 2 > _MOST_MOMENTS - 1) or governments > 1:
            kind = "recognition"
        governments += kind == "government"
        days = _true_days(draw, kind)
        accounts = [days]
        # A third account is as good as none for finding faults, and dear.
        for _ in range(0 if kind == "government" else draw(_FURTHER)):
            accounts += [_true_days(draw, kind) if draw(_QUARTER) else days]
        moments += len(days)
        ids = [f"{kind}:{number}{letter}" for letter in "abc"[: len(accounts)]]
        if kind == "government":
            ids = [f"government:T.{governments}"]
        drafts.append(_Draft(kind, accounts, ids, [[] for _ in accounts], [[] for _ in accounts]))
    return drafts


def _true_days(draw: st.DrawFn, kind: str) -> dict[str, int]:
    if kind not in ("restriction", "government"):
        return {"day": draw(_INNER)}
    start = draw(st.sampled_from((1, 2, 3, 4, ALWAYS)))
    end = draw(st.sampled_from((*range(max(start, 1), 5), NEVER)))
    return {"start": start, "end": end}


def _draw_edges(draw: st.DrawFn, drafts: list[_Draft]) -> None:
    """Draw edges that agree with the true days of all accounts and with one order of everything."""
    ties = draw(st.permutations(range(len(drafts))))
    # Of what may be on one day, the order is that of the draws, and a start comes before its end.
    rank = {
        (number, end): (min(days[end] for days in draft.days), ties[number], end != "start")
        for number, draft in enumerate(drafts)
        for end in draft.days[0]
    }
    possible = [
        (a, b)
        for a, b in itertools.permutations(sorted(rank, key=lambda moment: rank[moment]), 2)
        if a[0] != b[0]
        and rank[a] < rank[b]
        and max(days[a[1]] for days in drafts[a[0]].days) <= min(days[b[1]] for days in drafts[b[0]].days)
        and (a[1] == drafts[a[0]].own or b[1] == drafts[b[0]].own)
    ]
    if not possible:
        return
    count = draw(_EDGES)
    for a, b in draw(st.lists(st.sampled_from(possible), min_size=min(count, len(possible)), max_size=3, unique=True)):
        earlier, later = drafts[a[0]], drafts[b[0]]
        said_by_earlier = a[1] == earlier.own and (b[1] != later.own or draw(_BOTH))
        said_by_later = not said_by_earlier or (b[1] == later.own and draw(_QUARTER))
        if said_by_later:
            for account in _saying(draw, later):
                named = draw(st.integers(0, len(earlier.ids) - 1)) if len(earlier.ids) > 1 else 0
                later.after[account].append(earlier.moment(named, a[1]))
        if said_by_earlier:
            for account in _saying(draw, earlier):
                named = draw(st.integers(0, len(later.ids) - 1)) if len(later.ids) > 1 else 0
                earlier.before[account].append(later.moment(named, b[1]))


def _saying(draw: st.DrawFn, draft: _Draft) -> list[int]:
    """Give which of the accounts declare an edge: all of them, or one."""
    everyone = list(range(len(draft.ids)))
    return everyone if len(everyone) == 1 or draw(_BOTH) else [draw(st.sampled_from(everyone))]


def _act(
    draw: st.DrawFn, shared: dict[str, Any], pair: Pair, day: int, stretch: int
) -> tuple[RecognitionAct, RecognitionAct]:
    actor, target, capacity, land = pair
    field = draw(_FIELDS)
    record = RecognitionAct(
        actor=actor,
        target=target,
        capacity=capacity,
        concerning=land,
        move=draw(_MOVES),
        sole=capacity is Capacity.GOVERNMENT and draw(_BOTH),
        **{"date": PartialDate("2001-01-31"), **shared, field: _partial(_date_text(draw, day, stretch))},
    )
    exact = PartialDate.from_date(day_at(day, stretch))
    # Of an act whose day of effect is not said, the day on which it was done counts.
    if field == "effective" and record.effective is None:
        return attrs.evolve(record, date=None), attrs.evolve(record, date=exact)
    changed: dict[str, Any] = {field: exact}
    return record, attrs.evolve(record, **changed)


def _carrier(
    draw: st.DrawFn, kind: str, shared: dict[str, Any], days: dict[str, int], stretch: int
) -> tuple[Record, Record]:
    if kind in ("event", "diplomatic"):
        when = _partial(_date_text(draw, days["day"], stretch))
        exact = PartialDate.from_date(day_at(days["day"], stretch))
        record: Record
        if kind == "event":
            record = Event(change=Change.TAKEOVER, state="state:T", date=when, **shared)
        else:
            record = DiplomaticAct(date=when, **shared)
        return record, attrs.evolve(record, date=exact)
    start, end = _end_text(draw, days["start"], stretch), _end_text(draw, days["end"], stretch)
    period = Period(f"{start}/{end}") if start or end else None
    true = Period(
        "/".join(".." if day in (ALWAYS, NEVER) else day_at(day, stretch).isoformat() for day in days.values())
    )
    if kind == "government":
        government = Government(name="A government", state="state:T", control=period, **shared)
        return government, attrs.evolve(government, control=true)
    restriction = Restriction(
        imposer="state:A", groups=("women",), domain=Domain.EDUCATION, measure=Measure.BAN, period=period, **shared
    )
    return restriction, attrs.evolve(restriction, period=true)


def _partial(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate(text)


@st.composite
def date_texts(draw: st.DrawFn, day: int, stretch: int = 1) -> str | None:
    """Give the text of a date that allows a day, ``None`` for a date that is not said at all."""
    return _date_text(draw, day, stretch)


def _date_text(draw: st.DrawFn, day: int, stretch: int) -> str | None:
    form = draw(_FORMS)
    first, last = DAYS[1], DAYS[-2]
    exact = day_at(day, stretch).isoformat()
    if form == "run":
        low, high = draw(st.integers(first, day)), draw(st.integers(day, last))
        return f"[{day_at(low, stretch)}..{day_at(high, stretch)}]"
    if form == "gap":
        return f"[{','.join(sorted({exact, day_at(draw(_INNER), stretch).isoformat()}))}]"
    if form == "until":
        return f"[..{day_at(draw(st.integers(day, last)), stretch)}]"
    if form == "since":
        return f"[{day_at(draw(st.integers(first, day)), stretch)}..]"
    if form == "part":
        return exact[: draw(st.sampled_from((7, 4)))]
    return exact if form == "day" else None


def _end_text(draw: st.DrawFn, day: int, stretch: int) -> str:
    """Give the text of an end of a period that allows a day."""
    if day in (ALWAYS, NEVER):
        return draw(st.sampled_from(("..", "")))
    return day_at(day, stretch).isoformat()[: draw(st.sampled_from((10, 10, 7, 4, 0)))]


@st.composite
def refined(draw: st.DrawFn, world: World) -> World:
    """Give a world in which some dates are known better, and all that its edges say can still be kept."""
    records = list(world.records)
    for position, (record, exact) in enumerate(zip(world.records, world.completed, strict=True)):
        how = draw(st.sampled_from(("as it is", "completed", "narrowed"))) if record != exact else "as it is"
        if how != "as it is":
            records[position] = exact
        if how == "narrowed" and isinstance(record, RecognitionAct | DiplomaticAct | Event):
            vague, true = _when(record), _when(exact)
            assert true is not None
            inner = [day_at(number, world.stretch) for number in DAYS[1:-1]]
            others = [day for day in inner if vague is None or vague.allows(day)]
            days = {true.day, *draw(st.lists(st.sampled_from(others), max_size=2))}
            text = f"[{','.join(sorted(str(day) for day in days))}]"
            field = "effective" if isinstance(exact, RecognitionAct | DiplomaticAct) and exact.effective else "date"
            changed: dict[str, Any] = {field: PartialDate(text)}
            records[position] = attrs.evolve(exact, **changed)
    return attrs.evolve(world, records=tuple(records))
