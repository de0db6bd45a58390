"""`History`: the record as known on a day, indexed once, and the questions that it answers."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, final

import attrs

from recognition.dataset.accounts import contradictions
from recognition.dataset.bulk import paused_collector
from recognition.dataset.dataset import Dataset
from recognition.dataset.order import LAST
from recognition.errors import InvalidDataError, Problem, UnknownIdError, shown
from recognition.history.answer import Answer, Day, Extent, Segment, answer_of, extent_of, partial
from recognition.history.claims import ClaimCheck, check
from recognition.history.happenings import ALWAYS, EVER, Happening
from recognition.history.implied import NATURAL, Pair
from recognition.history.index import Index
from recognition.history.line import Line
from recognition.history.policy import Policy
from recognition.history.relations import Relations, RelationsAnswer, relations_answer
from recognition.history.standing import RECOGNISED, Mask, standings_of
from recognition.history.timeline import Entry, timeline_of
from recognition.history.windows import Window, windows_of
from recognition.model.dates import PartialDate
from recognition.model.restrictions import Restriction
from recognition.model.statements import Statement
from recognition.model.text import kind_of
from recognition.model.vocabulary import Capacity
from recognition.views import table

_EMPTY: Final = Line()


@final
class History:
    """The record as known on a day, read by a policy: who recognised whom, as what, on any day.

    It is exact: an answer holds the standings that some assignment of days yields which is consistent with
    every date, however partial, and with every edge of order, and no other. Building it takes time near-linear
    in the records; an answer takes time linear in the acts of its pair.

    Args:
        dataset: the records.
        known: the day as known on which to answer: what was recorded or published later is left out.
            ``None``: everything on record.
        policy: which accounts count, and whether acts are concluded from others.

    Raises:
        InvalidDataError: if ``known`` is not a day.

    Example:
        >>> import recognition
        >>> history = recognition.History(recognition.load("seeds/russia-taliban-recognition.yaml"))
        >>> history.standing("state:RUS", "government:AFG.taliban-2021", on="2025-07-02").recognised
        Truth.FALSE
        >>> sorted(history.recognisers("government:AFG.taliban-1996", on="1998-01-01").certain)
        ['state:ARE', 'state:PAK', 'state:SAU']
    """

    __slots__ = ("_index", "_relations", "dataset", "known", "policy")

    dataset: Dataset
    """All records, known or not."""
    known: date | None
    """The day as known on which it answers; ``None``: by all that is on record."""
    policy: Policy
    """How it reads the record."""

    def __init__(self, dataset: Dataset, known: date | str | None = None, policy: Policy | None = None) -> None:
        """Index what is known."""
        self.dataset = dataset
        self.known = None if known is None else _exact_day(known)
        self.policy = Policy() if policy is None else policy
        with paused_collector():
            self._index = Index(dataset, self.known, self.policy)
        self._relations: Relations | None = None

    def __repr__(self) -> str:
        """Give what it is a history of."""
        known = "" if self.known is None else f", as known on {self.known}"
        return f"<History of {len(self._index.records)} records{known}, policy {self.policy.name}>"

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        """Give what it is a history of, for rich."""
        return self._parts()

    def _repr_html_(self) -> str:
        """Give what it is a history of, for a notebook."""
        return table("History", self._parts())

    def _parts(self) -> Iterator[tuple[str, object]]:
        yield "records", len(self._index.records)
        yield "pairs", len(self._index.lines)
        if self.known is not None:
            yield "known", str(self.known)
        yield "policy", self.policy.name

    def standing(
        self, actor: str, target: str, *, on: Day, capacity: Capacity | None = None, concerning: str | None = None
    ) -> Answer:
        """Tell where an actor and a target stand on a day.

        Args:
            actor: the id of the one who recognises or does not.
            target: the id of the one recognised or not.
            on: the day: a date, or EDTF; of a partial date, every day that it may be.
            capacity: as what; by default the target's natural one: a state as a state, a government as one.
            concerning: of a title, the id of the land.

        Returns:
            The standings possible at the end of that day, with the acts that decide.

        Raises:
            UnknownIdError: if an id is not in the dataset; near ones are named, none is taken for it.
            InvalidDataError: if the day is no date, or the target has no natural capacity and none is given.
        """
        own = capacity or NATURAL.get(kind_of(target))
        # Ids of a pair on record are of the dataset; those of others are looked up.
        line = self._index.lines.get((actor, target, own, concerning)) if own else None  # type: ignore[call-overload]
        if line is None:
            self._check(actor)
            self._check(target)
            line = _EMPTY
        return answer_of(
            actor=actor,
            target=target,
            capacity=own or self._natural(target),
            concerning=concerning,
            on=on,
            known=self.known,
            policy=self.policy.name,
            possible=standings_of(line.possible(on) if type(on) is date else line.over(partial(on))),
            line=line,
            order=self._index.order,
        )

    def recognisers(
        self, target: str, *, on: Day, capacity: Capacity | None = None, concerning: str | None = None
    ) -> Extent:
        """Tell who recognises a target on a day.

        Args:
            target: the id of the one recognised.
            on: the day: a date, or EDTF; of a partial date, every day that it may be.
            capacity: as what; by default the target's natural one.
            concerning: of a title, the id of the land; ``None``: of any land.

        Raises:
            UnknownIdError: if the id is not in the dataset.
            InvalidDataError: if the day is no date, or the target has no natural capacity and none is given.
        """
        pairs = self._pairs_of(target, capacity, concerning)
        return extent_of(self._masks(((pair.actor, pair) for pair in pairs), on))

    def recognised(
        self, actor: str, *, on: Day, capacity: Capacity | None = None, concerning: str | None = None
    ) -> Extent:
        """Tell whom an actor recognises on a day, each target in its natural capacity or in the one given.

        The arguments and errors are those of :meth:`recognisers`.
        """
        self._check(actor)
        pairs = [
            pair
            for pair in self._index.by_actor.get(actor, ())
            if pair.capacity is (capacity or NATURAL.get(kind_of(pair.target)))
            and concerning in (None, pair.concerning)
        ]
        return extent_of(self._masks(((pair.target, pair) for pair in pairs), on))

    def government_of(self, state: str, *, by: str, on: Day) -> Extent:
        """Tell which governments of a state an actor recognises on a day; the ids are those of governments."""
        self._check(state)
        self._check(by)
        governments = self._index.governments.get(state, ())
        pairs = ((name, Pair(by, name, Capacity.GOVERNMENT)) for name in governments)
        return extent_of(self._masks(pairs, on))

    def relations(self, one: str, other: str, *, on: Day) -> RelationsAnswer:
        """Tell whether diplomatic relations hold between two parties on a day, and at what level.

        The parties are those that the acts name: relations with a government are asked of that government, since
        rival governments of one state can have relations of their own.

        Args:
            one: the id of a party.
            other: the id of the other; the order of the two does not matter.
            on: the day.

        Raises:
            UnknownIdError: if an id is not in the dataset.
            InvalidDataError: if the day is no date.
        """
        self._check(one)
        self._check(other)
        if self._relations is None:
            self._relations = Relations(self._index)
        status, level = self._relations.lines(one, other)
        return relations_answer(one, other, partial(on), status, level)

    def restrictions(
        self, target: str | None = None, *, on: Day, group: str | None = None, by: str | None = None
    ) -> Extent:
        """Tell which restrictions are in force on a day.

        Args:
            target: the id of the one on whom they lie; ``None``: on anybody.
            on: the day.
            group: the group of people on whom they lie, as the records word it; ``None``: any or none.
            by: the id of the one who imposes them; ``None``: anybody.

        Returns:
            The ids of the accounts of restrictions that are certainly, and possibly, in force.

        Raises:
            UnknownIdError: if an id is not in the dataset.
            InvalidDataError: if the day is no date.
        """
        for record_id in (target, by):
            if record_id is not None:
                self._check(record_id)
        day = partial(on)
        certain, possible = set[str](), set[str]()
        for happening in self._index.happenings.all():
            accounts = [account for account in happening.accounts if isinstance(account, Restriction)]
            bearing = [
                account
                for account in accounts
                if (target is None or target in account.targets)
                and (group is None or group in account.groups)
                and (by is None or by == account.imposer)
            ]
            if not bearing:
                continue
            in_force = self._in_force(happening, day)
            if "maybe" in in_force:
                possible.update(account.id for account in bearing)
            if "surely" in in_force and len(bearing) == len(accounts):
                certain.update(account.id for account in bearing)
        return Extent(certain=frozenset(certain), possible=frozenset(possible))

    def timeline(self, record: str) -> tuple[Entry, ...]:
        """Give what happened to or by a record, by day: every happening that refers to it.

        Args:
            record: the id of a state, government, organisation, person, territory or act.

        Raises:
            UnknownIdError: if the id is not in the dataset.
        """
        self._check(record)
        return tuple(timeline_of(record, self._index))

    def first(self, target: str, *, capacity: Capacity | None = None, concerning: str | None = None) -> Extent:
        """Tell who can have been the first to recognise a target; the arguments are those of :meth:`recognisers`.

        The certain one is the only one possible, if there is one; both are empty if no recognition is on record.

        Raises:
            UnknownIdError: if the id is not in the dataset.
        """
        pairs = self._pairs_of(target, capacity, concerning)
        events = [(pair.actor, event) for pair in pairs for event in self._index.lines[pair].events if not event.ends]
        giving = [(actor, event) for actor, event in events if event.effects & RECOGNISED]
        sure = [event for _, event in giving if not event.optional and event.effects == RECOGNISED]
        end = min((event.latest for event in sure), default=date.max)
        preceded = set(self._index.followers_of_any({event.key for event in sure}, date.max))
        possible = frozenset(actor for actor, event in giving if event.earliest <= end and event.key not in preceded)
        return Extent(certain=possible if len(possible) == 1 and sure else frozenset(), possible=possible)

    def check_claim(self, statement: Statement | str) -> ClaimCheck:
        """Check what a statement claims against what is known.

        Args:
            statement: the statement, or its id.

        Returns:
            Whether the record bears the claim out, with the counter-examples, or what the record lacks.

        Raises:
            UnknownIdError: if the id is not in the dataset.
            InvalidDataError: if the statement makes no claim that can be checked.

        Example:
            >>> import recognition
            >>> history = recognition.History(recognition.load("seeds/russia-taliban-recognition.yaml"))
            >>> history.check_claim("statement:article.first-since-2021").truth
            Truth.TRUE
        """
        record = self.dataset[statement] if isinstance(statement, str) else statement
        if not isinstance(record, Statement) or record.claim is None:
            raise InvalidDataError([Problem("missing-field", f"{record.id} makes no claim to check", path="$.claim")])
        for record_id in (record.claim.actor, *record.claim.actors, *record.claim.targets):
            if record_id is not None:
                self._check(record_id)
        return check(record.claim, self._index)

    def segments(self) -> Iterator[Segment]:
        """Give, for every pair on record, the maximal runs of days on which its standings do not change."""
        for pair in sorted(self._index.lines, key=_pair_key):
            for start, end, mask in self._index.lines[pair].segments():
                yield Segment(
                    actor=pair.actor,
                    target=pair.target,
                    capacity=pair.capacity,
                    concerning=pair.concerning,
                    start=start,
                    end=end,
                    possible=standings_of(mask),
                )

    def conflicts(self) -> tuple["Conflict", ...]:
        """Give the occurrences of which the known accounts contradict each other."""
        counted = {account.id for happening in self._index.happenings.all() for account in happening.accounts}
        grouped: dict[str, list[Problem]] = {}
        records = {record.id: record for record in self._index.records}
        for problem in contradictions(self._index.records):
            record = records[problem.record or ""]
            grouped.setdefault(record.occurrence or record.id, []).append(problem)
        accounts: dict[str, list[str]] = {}
        for record in self._index.records:
            accounts.setdefault(record.occurrence or record.id, []).append(record.id)
        return tuple(
            Conflict(
                occurrence=occurrence,
                accounts=tuple(accounts[occurrence]),
                counted=tuple(name for name in accounts[occurrence] if name in counted),
                differences=tuple((problem.code, problem.message) for problem in problems),
            )
            for occurrence, problems in sorted(grouped.items())
        )

    def _check(self, record_id: str) -> None:
        if record_id not in self.dataset:
            raise UnknownIdError(record_id, (record.id for record in self.dataset))

    def _natural(self, target: str) -> Capacity:
        capacity = NATURAL.get(kind_of(target))
        if capacity is None:
            message = f"{target} is recognised in no capacity of its own; give one"
            raise InvalidDataError([Problem("capacity-mismatch", message)])
        return capacity

    def _pairs_of(self, target: str, capacity: Capacity | None, concerning: str | None) -> list[Pair]:
        """Give the pairs on record of a target, in a capacity."""
        self._check(target)
        wanted = capacity or self._natural(target)
        return [
            pair
            for pair in self._index.by_target.get(target, ())
            if pair.capacity is wanted and concerning in (None, pair.concerning)
        ]

    def _masks(self, pairs: Iterable[tuple[str, Pair]], on: Day) -> list[tuple[str, Mask]]:
        day = partial(on)
        lines = self._index.lines
        return [(name, lines[pair].over(day)) for name, pair in pairs if pair in lines]

    def _in_force(self, happening: Happening, day: PartialDate) -> set[str]:
        """Tell whether a period surely, or maybe, holds the day."""
        bounds = self._index.bounds(happening)
        start, end = bounds["start"], bounds["end"]
        latest_start, earliest_end = min(start[1], end[1]), max(end[0], start[0])
        low = ALWAYS + 1 if day.earliest is None else day.earliest.toordinal()
        high = LAST if day.latest is None else day.latest.toordinal()
        found = set[str]()
        if start[0] <= high and low <= end[1]:
            found.add("maybe")
        if latest_start <= low and min(high, EVER) <= earliest_end:
            found.add("surely")
        return found


@final
@attrs.frozen(kw_only=True)
class Conflict:
    """An occurrence of which accounts contradict each other."""

    occurrence: str
    """The occurrence that the accounts share; of a single record, its id."""
    accounts: tuple[str, ...]
    """The ids of all accounts that are known."""
    counted: tuple[str, ...]
    """The ids of those that count by the policy."""
    differences: tuple[tuple[str, str], ...]
    """In what they differ: a problem code and its message each."""

    def _repr_html_(self) -> str:
        """Give the accounts and their differences for a notebook."""
        return table(f"Conflict: {self.occurrence}", [("accounts", ", ".join(self.accounts)), *self.differences])


def _pair_key(pair: Pair) -> tuple[str, str, str, str]:
    return pair.actor, pair.target, pair.capacity.value, pair.concerning or ""


def _exact_day(day: date | str) -> date:
    if type(day) is date:
        return day
    exact = partial(day).day
    if exact is None:
        raise InvalidDataError([Problem("bad-date", f"expected one day, got {shown(str(day))}")])
    return exact


def all_windows(history: History) -> Iterator[tuple[Pair, Window]]:
    """Give, for every pair on record, the days on which each of its acts can have given it a standing.

    This is what tables of acts are made of: all that an answer depends on, with orders, gaps and implications
    resolved, so that an answer takes two comparisons of days.
    """
    lines = history._index.lines  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    for pair in sorted(lines, key=_pair_key):
        for window in windows_of(pair, lines[pair]):
            yield pair, window
