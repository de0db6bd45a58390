"""Bounds: the days on which each moment may lie, tightened along the edges of order until nothing changes.

The solutions of constraints of the form *day(a) <= day(b)* over sets of days are closed under taking the
earlier, and the later, of each day (they are min- and max-closed: P. Jeavons, D. Cohen, *Tractable Constraints
on Ordered Domains*, Artificial Intelligence 79, 1995). So one pass forward for the earliest days and one back
for the latest give exact bounds.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from operator import attrgetter

import attrs

from recognition.dataset.order import components_of
from recognition.history.happenings import ALWAYS, EVER, Happening, Happenings, Span, moments_of
from recognition.model.record import Record
from recognition.model.text import ENDED_KINDS

Node = tuple[str, str]
"""A moment of a happening: its key, and ``""``, ``start`` or ``end``."""


@attrs.define(eq=False)
class _Moment:
    """A moment, while its bounds are sought."""

    accounts: list[tuple[Span, ...]]
    """The days that each account allows."""
    contested_after: list[set[Node]]
    """For each account, what it alone says that this follows."""
    contested_before: list[set[Node]]
    """For each account, what it alone says that this precedes."""
    agreed_after: set[Node] = attrs.field(factory=set[Node])
    """What all accounts say that this follows."""
    agreed_before: set[Node] = attrs.field(factory=set[Node])
    """What all accounts say that this precedes."""
    preceding: set[Node] = attrs.field(factory=set[Node])
    """The moments that certainly come before this one, or on the same day."""
    following: set[Node] = attrs.field(factory=set[Node])
    """The moments that certainly come after this one, or on the same day."""
    earliest: int = ALWAYS
    latest: int = EVER

    @property
    def spans(self) -> tuple[Span, ...]:
        """The days that the moment allows by itself: of several accounts, all days between."""
        if len(self.accounts) == 1:
            return self.accounts[0]
        return ((min(spans[0][0] for spans in self.accounts), max(spans[-1][1] for spans in self.accounts)),)


@attrs.frozen
class _Edges:
    """What one account of a happening declares about its own moment."""

    after: frozenset[Node]
    before: frozenset[Node]


class Order:
    """The moments that edges touch, with tightened bounds, and which of them certainly follow which."""

    def __init__(self, happenings: Happenings) -> None:
        """Resolve the edges to happenings and tighten the bounds."""
        self._moments: dict[Node, _Moment] = {}
        self._accounts: dict[str, tuple[str, ...]] = {}
        declaring = [Happening(record.id, (record,)) for record in happenings.single if record.after or record.before]
        declaring += [item for item in happenings.several if any(a.after or a.before for a in item.accounts)]
        if not declaring:
            return
        resolver = _Resolver(happenings)
        declared = [
            (resolver.own(item), [resolver.edges(item, account) for account in item.accounts]) for item in declaring
        ]
        needed = {item.key for item in declaring}
        for _, per_account in declared:
            needed |= {node[0] for edges in per_account for node in edges.after | edges.before}
        for record in happenings.single:
            if record.id in needed:
                self._add(Happening(record.id, (record,)))
        for happening in happenings.several:
            if happening.key in needed:
                self._add(happening)
        for own, per_account in declared:
            self._connect(own, per_account)
        self._drop_circles()
        self._tighten()

    @property
    def touched(self) -> bool:
        """Whether there are edges at all."""
        return bool(self._moments)

    def __contains__(self, key: object) -> bool:
        """Tell whether edges touch the day of a happening."""
        return (key, "") in self._moments

    def bounds(self, node: Node) -> Span | None:
        """Give the tightened bounds of a moment; ``None`` if no edge touches it."""
        moment = self._moments.get(node)
        return None if moment is None else (moment.earliest, moment.latest)

    def edges(self) -> Iterator[tuple[Node, Node]]:
        """Give the edges that bind, the earlier moment first."""
        for node, moment in self._moments.items():
            for later in moment.following:
                yield node, later

    def preceding(self, node: Node) -> Iterator[str]:
        """Give the moments that an edge has directly before a moment, as the accounts of them that count."""
        moment = self._moments.get(node)
        for key, name in () if moment is None else sorted(moment.preceding):
            for account in self._accounts[key]:
                yield f"{account}@{name}" if name else account

    def all_preceding(self, node: Node) -> Iterator[Node]:
        """Give the moments that certainly come before a moment, through others."""
        return self._reached([node], attrgetter("preceding"))

    def followers(
        self, nodes: Iterable[Node], until: int = EVER, stops: Collection[Node] = frozenset()
    ) -> Iterator[Node]:
        """Give the moments that certainly follow any of some, through others, and can lie on or before a day.

        Those behind a moment at which to stop are not gone through; that moment is the last on its way.
        """
        return self._reached(nodes, attrgetter("following"), until, stops)

    def _reached(
        self,
        nodes: Iterable[Node],
        neighbours: Callable[[_Moment], set[Node]],
        until: int = EVER,
        stops: Collection[Node] = frozenset(),
    ) -> Iterator[Node]:
        """Give each moment once that some lead to, by their neighbours and through others."""
        seen = set[Node]()
        stack = list(nodes)
        while stack:
            moment = self._moments.get(stack.pop())
            for other in () if moment is None else neighbours(moment):
                if other not in seen and self._moments[other].earliest <= until:
                    seen.add(other)
                    if other not in stops:
                        stack.append(other)
                    yield other

    def _add(self, happening: Happening) -> None:
        self._accounts[happening.key] = tuple(account.id for account in happening.accounts)
        per_moment: dict[str, list[tuple[Span, ...]]] = {}
        for account in happening.accounts:
            for name, spans in moments_of(account):
                per_moment.setdefault(name, []).append(spans)
        for name, accounts in per_moment.items():
            self._moments[happening.key, name] = _Moment(accounts, [set() for _ in accounts], [set() for _ in accounts])
        if "end" in per_moment:
            self._bind((happening.key, "start"), (happening.key, "end"))

    def _bind(self, earlier: Node, later: Node) -> None:
        self._moments[earlier].following.add(later)
        self._moments[later].preceding.add(earlier)

    def _connect(self, own: Node, per_account: list[_Edges]) -> None:
        """Bind what all accounts of a happening say; leave the rest to the account that says it."""
        after = _common([edges.after for edges in per_account])
        before = _common([edges.before for edges in per_account])
        for earlier in after:
            self._bind(earlier, own)
        for later in before:
            self._bind(own, later)
        moment = self._moments[own]
        moment.agreed_after |= after
        moment.agreed_before |= before
        for position, edges in enumerate(per_account):
            moment.contested_after[position] |= edges.after - after
            moment.contested_before[position] |= edges.before - before

    def _graph(self) -> dict[Node, set[Node]]:
        """Give the moments that anybody has after each."""
        graph = {node: moment.following.union(*moment.contested_before) for node, moment in self._moments.items()}
        for node, moment in self._moments.items():
            for earlier in set[Node]().union(*moment.contested_after):
                graph[earlier].add(node)
        return graph

    def _drop_circles(self) -> None:
        """Drop the edges among moments that accounts order in a circle."""
        component = components_of(self._graph())
        for node, moment in self._moments.items():
            circular = [other for other in moment.following if component[other] == component[node]]
            for later in circular:
                # That a period starts before it ends is no account's word.
                if later[0] != node[0]:
                    self._refute(node, later)
            for contested in (*moment.contested_after, *moment.contested_before):
                contested -= {other for other in contested if component[other] == component[node]}

    def _refute(self, earlier: Node, later: Node) -> None:
        """Drop an edge that orders nothing: the days contradict it, or accounts order in a circle."""
        self._moments[earlier].following.discard(later)
        self._moments[later].preceding.discard(earlier)
        self._moments[earlier].agreed_before.discard(later)
        self._moments[later].agreed_after.discard(earlier)

    def _tighten(self) -> None:
        forward = _sorted(self._graph())
        for node in forward:
            self._tighten_earliest(node)
        for node in reversed(forward):
            self._tighten_latest(node)

    def _tighten_earliest(self, node: Node) -> None:
        moment = self._moments[node]
        for position, contested in enumerate(moment.contested_after):
            spans = moment.accounts[position]
            bounds = [self._moments[earlier].earliest for earlier in contested | moment.agreed_after]
            bound = max((bound for bound in bounds if bound <= spans[-1][1]), default=ALWAYS)
            moment.accounts[position] = _not_before(spans, bound)
        spans = moment.spans
        for earlier in sorted(moment.preceding):
            if self._moments[earlier].earliest > spans[-1][1]:
                self._refute(earlier, node)
        bound = max((self._moments[earlier].earliest for earlier in moment.preceding), default=ALWAYS)
        moment.earliest = _not_before(spans, bound)[0][0]

    def _tighten_latest(self, node: Node) -> None:
        moment = self._moments[node]
        for position, contested in enumerate(moment.contested_before):
            spans = moment.accounts[position]
            bounds = [self._moments[later].latest for later in contested | moment.agreed_before]
            bound = min((bound for bound in bounds if bound >= spans[0][0]), default=EVER)
            moment.accounts[position] = _not_after(spans, bound)
        bound = min((self._moments[later].latest for later in moment.following), default=EVER)
        # Where accounts contradict an edge that binds them all, the edge has the last word.
        moment.latest = max(moment.earliest, _not_after(moment.spans, bound)[-1][1])


def _common(sets: list[frozenset[Node]]) -> frozenset[Node]:
    return sets[0].intersection(*sets[1:])


class _Resolver:
    """Turns the moments that edges name into nodes: an account stands for its happening."""

    def __init__(self, happenings: Happenings) -> None:
        self._key_of = happenings.key_of
        self._present = {record.id for record in happenings.single} | {item.key for item in happenings.several}

    def own(self, happening: Happening) -> Node:
        """Give the moment that the edges of a happening bind: its day, or the start of its period."""
        return happening.key, "start" if happening.accounts[0].kind in ENDED_KINDS else ""

    def edges(self, happening: Happening, account: Record) -> _Edges:
        """Give the edges that an account declares, towards other happenings that count."""
        after, before = (
            frozenset(node for node in map(self._node, moments) if node is not None and node[0] != happening.key)
            for moments in (account.after, account.before)
        )
        return _Edges(after, before)

    def _node(self, moment: str) -> Node | None:
        record_id, _, end = moment.partition("@")
        key = self._key_of.get(record_id, record_id)
        return (key, end) if key in self._present else None


def _not_before(spans: tuple[Span, ...], bound: int) -> tuple[Span, ...]:
    """Cut off the days before a bound; if none would be left, leave them."""
    if bound <= spans[0][0]:
        return spans
    kept = tuple((max(first, bound), last) for first, last in spans if last >= bound)
    return kept or spans


def _not_after(spans: tuple[Span, ...], bound: int) -> tuple[Span, ...]:
    """Cut off the days after a bound; if none would be left, leave them."""
    if bound >= spans[-1][1]:
        return spans
    kept = tuple((first, min(last, bound)) for first, last in spans if first <= bound)
    return kept or spans


def _sorted(following: dict[Node, set[Node]]) -> list[Node]:
    """Sort topologically (A. B. Kahn, 1962); the graph has no cycles."""
    waiting = dict.fromkeys(following, 0)
    for others in following.values():
        for other in others:
            waiting[other] += 1
    ready = [node for node, count in waiting.items() if count == 0]
    for node in ready:
        for other in following[node]:
            waiting[other] -= 1
            if waiting[other] == 0:
                ready.append(other)
    return ready
