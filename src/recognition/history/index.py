"""The index of a history: the lines of all pairs, built once in time near-linear in the records."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from recognition.dataset.dataset import Dataset
from recognition.history.bounds import Node, Order
from recognition.history.events import Event, simple_event
from recognition.history.happenings import Happening, Happenings, Span, find_happenings, moments_of
from recognition.history.implied import Bearing, Implications, Pair, direct
from recognition.history.known import known_records
from recognition.history.line import Line
from recognition.history.policy import Policy
from recognition.history.standing import EFFECTS, effect_of
from recognition.model.actors import Government
from recognition.model.acts import DiplomaticAct, RecognitionAct
from recognition.model.dates import Precision
from recognition.model.record import Record
from recognition.model.vocabulary import Capacity


class Index:
    """What a history knows, grouped for its questions."""

    def __init__(self, dataset: Dataset, known: date | None, policy: Policy) -> None:
        """Read the records once."""
        records, corrected = known_records(dataset, known)
        self.records: list[Record] = records
        """The records known, in canonical order."""
        self.happenings: Happenings = find_happenings(self.records, corrected, dataset, policy.accounts)
        """What happened, by the accounts that count."""
        self.order: Order = Order(self.happenings)
        """The order of what happened."""
        self.lines: dict[Pair, Line] = {}
        """The events of each pair of actor, target, capacity and land of title."""
        # Which state a government claims is no happening: it holds whenever the government is spoken of.
        governments = [(government.id, government.state) for government in dataset.of(Government)]
        self.governments: dict[str, list[str]] = {}
        """The governments of each state, known or not."""
        for government, state in governments:
            self.governments.setdefault(state, []).append(government)
        self._implications = Implications(governments) if policy.implied else None
        self._read()
        self.by_target: dict[str, list[Pair]] = {}
        """The pairs of each target."""
        self.by_actor: dict[str, list[Pair]] = {}
        """The pairs of each actor."""
        for pair in self.lines:
            self.by_target.setdefault(pair.target, []).append(pair)
            self.by_actor.setdefault(pair.actor, []).append(pair)

    def followers(self, key: str, until: date, stops: Collection[Node] = frozenset()) -> Iterator[str]:
        """Give the happenings that certainly follow one, through others but those to stop at, and can be by a day."""
        return self.followers_of_any((key,), until, stops)

    def followers_of_any(
        self, keys: Iterable[str], until: date, stops: Collection[Node] = frozenset()
    ) -> Iterator[str]:
        """Give the happenings that certainly follow one of some, each once, in one pass over the order."""
        for follower, moment in self.order.followers([(key, "") for key in keys], until.toordinal(), stops):
            if not moment:
                yield follower

    def preceding(self, key: str) -> Iterator[str]:
        """Give the happenings that certainly come before one, through others, each once."""
        for earlier, moment in self.order.all_preceding((key, "")):
            if not moment:
                yield earlier

    def bounds(self, happening: Happening) -> dict[str, Span]:
        """Give the ordinals from-to of each moment of a happening: ``""`` its day, or ``start`` and ``end``."""
        found: dict[str, Span] = {}
        for account in happening.accounts:
            for moment, spans in moments_of(account):
                first, last = found.get(moment, (spans[0][0], spans[-1][1]))
                found[moment] = min(first, spans[0][0]), max(last, spans[-1][1])
        return {moment: self.order.bounds((happening.key, moment)) or span for moment, span in found.items()}

    def days(self, happening: Happening) -> tuple[date, date, tuple[tuple[date, date], ...]]:
        """Give the bounds of a dated happening, and the runs of days between them if there are gaps."""
        bounds = self.bounds(happening)[""]
        first, last = date.fromordinal(bounds[0]), date.fromordinal(bounds[1])
        account, *others = happening.accounts
        if others:
            return first, last, ()
        _, spans = next(moments_of(account))
        return first, last, tuple(_cut(spans, bounds)) if len(spans) > 1 else ()

    def _read(self) -> None:
        lines = self.lines
        followers = self.followers if self.order.touched else None
        implications = self._implications
        order = self.order if self.order.touched else frozenset[str]()
        for record in self.happenings.single:
            if isinstance(record, RecognitionAct):
                day = record.effective or record.date
                capacity = record.capacity
                # By far the most acts are of one account, with one run of days, no order, and imply nothing.
                if (
                    record.id in order
                    or (day is not None and day.precision is Precision.SET)
                    or (capacity is Capacity.GOVERNMENT and implications is not None)
                    or capacity is Capacity.TITLE
                ):
                    self._add(Happening(record.id, (record,)))
                    continue
                effect = EFFECTS.get(record.move) or effect_of(record.move)
                if effect is None:
                    continue
                first = (day and day.earliest) or date.min
                last = (day and day.latest) or date.max
                pair = (record.actor, record.target, capacity, None)
                line = lines.get(pair)  # type: ignore[call-overload]  # a pair is such a tuple
                if line is None:
                    line = lines[Pair(*pair)] = Line(followers)
                line.events.append(simple_event(first, last, effect, record))
            elif isinstance(record, DiplomaticAct) and implications:
                self._add(Happening(record.id, (record,)))
        for happening in self.happenings.several:
            if isinstance(happening.accounts[0], RecognitionAct | DiplomaticAct):
                self._add(happening)

    def _bearings(self, account: Record) -> Iterator[Bearing]:
        if isinstance(account, RecognitionAct):
            own = direct(account)
            if own is not None:
                yield own
            if self._implications:
                yield from self._implications.of_recognition(account)
        elif isinstance(account, DiplomaticAct) and self._implications:
            yield from self._implications.of_dealings(account)

    def _add(self, happening: Happening) -> None:
        """Add a happening to each pair that it bears on."""
        found: dict[tuple[Pair, bool], list[tuple[Record, Bearing]]] = {}
        for account in happening.accounts:
            for bearing in _strongest(self._bearings(account)):
                found.setdefault((bearing.pair, bearing.ends), []).append((account, bearing))
        if not found:
            return
        first, last, spans = self.days(happening)
        for (pair, ends), bearings in found.items():
            effects = 0
            for _, bearing in bearings:
                effects |= bearing.effect
            line = self.lines.get(pair)
            if line is None:
                line = self.lines[pair] = Line(self.followers if self.order.touched else None)
            doubtful = any(bearing.optional for _, bearing in bearings)
            others = found.get((pair, not ends), ())
            line.events.append(
                Event(
                    first,
                    last,
                    effects,
                    tuple(account for account, _ in bearings),
                    happening.key,
                    optional=doubtful or len(bearings) < len(happening.accounts),
                    ends=ends,
                    acts_else=ends
                    and not (doubtful or any(bearing.optional for _, bearing in others))
                    and 0 < len(others) == len(happening.accounts) - len(bearings),
                    spans=spans,
                    reason=bearings[0][1].reason,
                )
            )


def _strongest(bearings: Iterable[Bearing]) -> list[Bearing]:
    """Give one bearing a pair: what an account says by itself goes before what it implies."""
    found: dict[Pair, Bearing] = {}
    for bearing in bearings:
        found.setdefault(bearing.pair, bearing)
    return list(found.values())


def _cut(spans: Iterable[Span], bounds: Span) -> Iterator[tuple[date, date]]:
    for first, last in spans:
        low, high = max(first, bounds[0]), min(last, bounds[1])
        if low <= high:
            yield date.fromordinal(low), date.fromordinal(high)
