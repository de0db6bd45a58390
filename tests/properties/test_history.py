"""A history gives what trying everything gives, and keeps the laws of its answers."""

import itertools
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

import attrs
from hypothesis import event, given, settings
from hypothesis import strategies as st

from recognition import (
    Answer,
    Capacity,
    Change,
    Dataset,
    Event,
    Government,
    History,
    PartialDate,
    Policy,
    Rank,
    RecognitionAct,
    RecognitionMove,
    Restriction,
    Segment,
    Standing,
    State,
    Truth,
    dumps,
    loads,
)
from recognition.dataset.order import day_of, period_of
from tests.properties.history_oracle import (
    ASKED,
    ASKED_PAIRS,
    KNOWN,
    PAIRS,
    Oracle,
    Pair,
    World,
    date_texts,
    day_at,
    natural,
    refined,
    worlds,
)

EXPRESS: Final = tuple(attrs.evolve(Policy.named(name), implied=False) for name in ("preferred", "every-account"))
"""The policies that the oracle knows, with nothing concluded."""
POLICIES: Final = (*EXPRESS, *(Policy.named(name) for name in ("preferred", "every-account", "earliest-report")))
"""The policies under which the laws hold."""
DAY: Final = timedelta(days=1)
STRETCH: Final = 40
"""The days between two days of the wide calendar, in which there is room between bounds."""

# Where an answer is right or wrong by the day, a hundred worlds show little.
_many = {"ci": 1_500, "nightly": 20_000}.get(os.environ.get("HYPOTHESIS_PROFILE", "ci"), settings().max_examples)
thorough = settings(max_examples=_many)
thorough_on_implication = settings(max_examples=_many // 2)

known_days = st.sampled_from(KNOWN)
policies = st.sampled_from(POLICIES)
small_worlds = worlds()
wide_worlds = worlds(stretch=STRETCH)


def ask(history: History, pair: Pair, on: date | PartialDate) -> Answer:
    """Ask for the standing of a pair."""
    actor, target, capacity, land = pair
    return history.standing(actor, target, on=on, capacity=capacity, concerning=land)


def answers(history: History, days: Iterable[date], pairs: Iterable[Pair] = ASKED_PAIRS) -> dict[tuple[Any, ...], Any]:
    """Give all that can be asked of a history on some days, but for the acts that decide it."""
    days, found = list(days), dict[tuple[Any, ...], Any]()
    for pair in pairs:
        for day in days:
            answer = ask(history, pair, day)
            found[pair, day] = (answer.possible, answer.certain, answer.recognised)
    for day in days:
        for actor in sorted({pair[0] for pair in pairs}):
            extent = history.recognised(actor, on=day)
            found["recognised", actor, day] = (extent.certain, extent.possible)
        for target in sorted({pair[1] for pair in pairs}):
            extent = history.recognisers(target, on=day)
            found["recognisers", target, day] = (extent.certain, extent.possible)
    for target in sorted({pair[1] for pair in pairs}):
        extent = history.first(target)
        found["first", target] = (extent.certain, extent.possible)
    return found


def asked_days(world: World) -> list[date]:
    """Give the days of a world's calendar that can be asked for."""
    return [day_at(number, world.stretch) for number in ASKED]


def pair_of(segment: Segment) -> Pair:
    """Give the pair that a segment is of."""
    return segment.actor, segment.target, segment.capacity, segment.concerning


def segments_by_pair(history: History) -> dict[Pair, list[Segment]]:
    """Give the segments of each pair, in the order in which they come."""
    found: dict[Pair, list[Segment]] = {}
    for segment in history.segments():
        found.setdefault(pair_of(segment), []).append(segment)
    return found


def spans_of(world: World) -> list[tuple[date | None, date | None]]:
    """Give the runs of days that the dates of a world allow."""
    dates = list[PartialDate | None]()
    for record in world.records:
        period = period_of(record)
        dates += [day_of(record), period and period.start, period and period.end]
    return [span for when in dates if when is not None for span in when.spans]


def bounds_of(world: World) -> list[date]:
    """Give the days on which an answer may change: first days of what dates allow, and last ones."""
    return sorted({bound for span in spans_of(world) for bound in span if bound is not None})


def runs_of(world: World) -> list[tuple[date, date]]:
    """Give the runs of days from one bound to the day before the next, over the whole line."""
    starts = [date.min, *bounds_of(world)]
    return list(zip(starts, [*(bound - DAY for bound in starts[1:]), date.max], strict=True))


# --- Against every course ------------------------------------------------------------------------------------------


def tell_events(oracle: Oracle) -> Counter[str]:
    """Tell Hypothesis, and the caller, what a world shows."""
    shown = {
        "edges that bind": any(a[0] != b[0] for a, b in oracle.binding),
        "several accounts": any(len(told) > 1 for told in oracle.accounts.values()),
        "ties": any(a[0] == b[0] for course in oracle.courses for a, b in itertools.pairwise(course)),
        "several courses": len(oracle.courses) > 1,
        "a doubt": any(len(oracle.possible(pair, day)) > 1 for pair in PAIRS for day in ASKED),
    }
    for name, is_so in shown.items():
        if is_so:
            event(name)
    return Counter(name for name, is_so in shown.items() if is_so)


def test_worlds_show_enough() -> None:
    """Most of the worlds tried have edges that bind, several accounts of a happening, ties and doubts."""
    seen = Counter[str]()

    @settings(max_examples=300, derandomize=True, database=None)
    @given(small_worlds, known_days)
    def look(world: World, known: date | None) -> None:
        oracle = Oracle(world.dataset, known)
        assert oracle.courses, "edges that cannot be kept"
        seen["worlds"] += 1
        seen.update(tell_events(oracle))

    look()
    assert seen["edges that bind"] > seen["worlds"] / 2
    assert seen["ties"] > seen["worlds"] / 2
    assert seen["several courses"] > seen["worlds"] / 2
    assert seen["a doubt"] > seen["worlds"] / 2
    assert seen["several accounts"] > seen["worlds"] / 2


@thorough
@given(small_worlds, known_days, st.sampled_from(EXPRESS))
def test_standing_is_exact(world: World, known: date | None, policy: Policy) -> None:
    """The possible standings of a pair on a day are those that some course of events yields."""
    dataset = world.dataset
    oracle, history = Oracle(dataset, known, policy.accounts.name), History(dataset, known, policy)
    tell_events(oracle)
    for pair in ASKED_PAIRS:
        for number in ASKED:
            expected = frozenset(Standing(name) for name in oracle.possible(pair, number))
            answer = ask(history, pair, day_at(number))
            assert answer.possible == expected, (pair, day_at(number))
            assert answer.certain == (min(expected) if len(expected) == 1 else None)
            assert answer.recognised is truth_of(expected)


@thorough_on_implication
@given(small_worlds, known_days, st.sampled_from(POLICIES[2:4]))
def test_implication_is_exact(world: World, known: date | None, policy: Policy) -> None:
    """So they are where acts are concluded from others."""
    dataset = world.dataset
    oracle, history = Oracle(dataset, known, policy.accounts.name, implied=True), History(dataset, known, policy)
    for pair in ASKED_PAIRS:
        for number in ASKED:
            expected = frozenset(Standing(name) for name in oracle.possible(pair, number))
            assert ask(history, pair, day_at(number)).possible == expected, (pair, day_at(number))


def truth_of(possible: frozenset[Standing]) -> Truth:
    """Tell whether possible standings make it so that there is recognition."""
    if possible == {Standing.RECOGNISED}:
        return Truth.TRUE
    return Truth.UNKNOWN if Standing.RECOGNISED in possible else Truth.FALSE


@given(small_worlds, known_days, st.sampled_from(POLICIES[:4]))
def test_extents_are_exact(world: World, known: date | None, policy: Policy) -> None:
    """Recognisers, recognised and the first to recognise are those of the courses."""
    dataset = world.dataset
    oracle = Oracle(dataset, known, policy.accounts.name, implied=policy.implied)
    history = History(dataset, known, policy)
    agents = sorted({who for pair in ASKED_PAIRS for who in pair[:2]})
    natural_pairs = list(itertools.permutations(agents, 2))
    for number in ASKED:
        on = day_at(number)
        truths = {
            (actor, target): truth_of(
                frozenset(Standing(name) for name in oracle.possible((actor, target, natural(target), None), number))
            )
            for actor, target in natural_pairs
        }
        for side, ask_for in ((0, history.recognised), (1, history.recognisers)):
            for who in agents:
                extent = ask_for(who, on=on)
                sure = frozenset(
                    pair[1 - side] for pair, so in truths.items() if pair[side] == who and so is Truth.TRUE
                )
                open_ = frozenset(
                    pair[1 - side] for pair, so in truths.items() if pair[side] == who and so is not Truth.FALSE
                )
                assert (extent.certain, extent.possible) == (sure, open_), (who, on)
    for target in agents:
        extent = history.first(target)
        assert (extent.certain, extent.possible) == oracle.first(target), target


# --- Laws ----------------------------------------------------------------------------------------------------------


@given(small_worlds, known_days, policies)
def test_certain_is_possible(world: World, known: date | None, policy: Policy) -> None:
    """What is certain is possible, and the one thing that is; nothing is ever impossible altogether."""
    history = History(world.dataset, known, policy)
    for pair in ASKED_PAIRS:
        for on in asked_days(world):
            answer = ask(history, pair, on)
            assert answer.possible
            assert (answer.certain is not None) == (len(answer.possible) == 1)
            assert answer.certain is None or answer.certain in answer.possible
            assert answer.recognised is truth_of(answer.possible)
            assert answer.policy == policy.name
    for name, *_, (certain, possible) in (
        (*key, value) for key, value in answers(history, asked_days(world)).items() if isinstance(key[0], str)
    ):
        assert certain <= possible, name


@given(small_worlds, known_days, policies)
def test_what_decides_is_on_record(world: World, known: date | None, policy: Policy) -> None:
    """The acts that decide an answer are on record; each standing but none has one, and without any there is none."""
    dataset = world.dataset
    history = History(dataset, known, policy)
    for pair in ASKED_PAIRS:
        for on in asked_days(world):
            answer = ask(history, pair, on)
            deciding = [dataset[record_id] for record_id in answer.because]
            assert answer.explain()
            assert bool(deciding) or answer.possible == {Standing.NONE}
            if not policy.implied:
                moves = {record.move for record in deciding if isinstance(record, RecognitionAct)}
                needed = {MOVES_TO[standing] for standing in answer.possible if standing is not Standing.NONE}
                assert all(moves & several for several in needed), (pair, on)


MOVES_TO: Final[Mapping[Standing, frozenset[RecognitionMove]]] = {
    Standing.ACKNOWLEDGED: frozenset({RecognitionMove.ACKNOWLEDGEMENT}),
    Standing.WITHHELD: frozenset({RecognitionMove.WITHHOLDING}),
    Standing.REFUSED: frozenset({RecognitionMove.REFUSAL}),
    Standing.RECOGNISED: frozenset(
        {RecognitionMove.RECOGNITION, RecognitionMove.REAFFIRMATION, RecognitionMove.RESUMPTION}
    ),
    Standing.SUSPENDED: frozenset({RecognitionMove.SUSPENSION}),
    Standing.WITHDRAWN: frozenset({RecognitionMove.WITHDRAWAL}),
}


@given(small_worlds, known_days, policies, st.data())
def test_order_of_records(world: World, known: date | None, policy: Policy, data: st.DataObject) -> None:
    """The order of the records changes nothing."""
    shuffled = Dataset(data.draw(st.permutations(world.records)))
    history, other = History(world.dataset, known, policy), History(shuffled, known, policy)
    assert answers(history, asked_days(world)) == answers(other, asked_days(world))
    assert list(history.segments()) == list(other.segments())


@given(small_worlds, known_days, policies, st.data())
def test_unrelated_records(world: World, known: date | None, policy: Policy, data: st.DataObject) -> None:
    """Records of others, whatever they are and in whatever order of their own, change nothing."""
    when = [PartialDate(data.draw(date_texts(2, 1)) or "2001") for _ in range(3)]
    others = (
        State(id="state:X", name="X"),
        State(id="state:Y", name="Y"),
        Government(id="government:Y", name="Y", state="state:Y"),
        *(
            RecognitionAct(
                id=f"recognition:{slug}",
                actor=actor,
                target=target,
                capacity=natural(target),
                move=data.draw(st.sampled_from(RecognitionMove)),
                sole=target.startswith("government:"),
                date=when[number],
                occurrence="elsewhere",
                after=("event:x",),
            )
            for number, (slug, actor, target) in enumerate(
                [("u", "state:X", "state:Y"), ("0", "state:A", "government:Y"), ("v", "state:X", "state:A")]
            )
        ),
        Event(id="event:x", change=data.draw(st.sampled_from(Change)), state="state:Y"),
    )
    more = Dataset([*world.records, *others])
    history, other = History(world.dataset, known, policy), History(more, known, policy)
    days = asked_days(world)
    pairs = [pair for pair in ASKED_PAIRS if pair[1] != "state:A"]
    for pair, on in itertools.product(ASKED_PAIRS, days):
        before, after = ask(history, pair, on), ask(other, pair, on)
        assert (before.possible, before.because, before.degree) == (after.possible, after.because, after.degree)
    for target in {pair[1] for pair in pairs}:
        assert history.first(target) == other.first(target)
        assert all(history.recognisers(target, on=on) == other.recognisers(target, on=on) for on in days)


@given(small_worlds, st.sampled_from([day for day in KNOWN if day is not None]), policies, st.data())
def test_what_is_recorded_later(world: World, known: date, policy: Policy, data: st.DataObject) -> None:
    """A record that may have entered after a day changes nothing of what was known on it, whatever it says."""
    acts = [record for record in world.records if isinstance(record, RecognitionAct)]
    others = [record for record in world.records if isinstance(record, RecognitionAct | Event | Restriction)]
    moments = [record.id + ("@end" if isinstance(record, Restriction) else "") for record in others]
    actor, target, capacity, land = data.draw(st.sampled_from(PAIRS))
    recorded = data.draw(st.sampled_from([f"{known + DAY}", f"[{known}..{known + DAY}]", "[2009-01-01..]", "2010"]))
    late = RecognitionAct(
        id="recognition:late",
        actor=actor,
        target=target,
        capacity=capacity,
        concerning=land,
        move=data.draw(st.sampled_from(RecognitionMove)),
        date=None,
        occurrence=data.draw(st.sampled_from([record.occurrence for record in acts])),
        rank=data.draw(st.sampled_from(Rank)),
        after=tuple(data.draw(st.lists(st.sampled_from(moments), max_size=2, unique=True))),
        supersedes=tuple(data.draw(st.lists(st.sampled_from([record.id for record in acts]), max_size=2, unique=True))),
        recorded=PartialDate(recorded),
    )
    history = History(world.dataset, known, policy)
    other = History(Dataset([*world.records, late]), known, policy)
    assert answers(history, asked_days(world)) == answers(other, asked_days(world))
    assert list(history.segments()) == list(other.segments())


@given(small_worlds, known_days, policies, st.data())
def test_refining_dates(world: World, known: date | None, policy: Policy, data: st.DataObject) -> None:
    """To know a date better never makes a standing possible that was not."""
    better = data.draw(refined(world))
    history, other = History(world.dataset, known, policy), History(better.dataset, known, policy)
    for pair, on in itertools.product(ASKED_PAIRS, asked_days(world)):
        assert ask(other, pair, on).possible <= ask(history, pair, on).possible


@given(small_worlds | wide_worlds, known_days, policies)
def test_completing_dates(world: World, known: date | None, policy: Policy) -> None:
    """What is true or false stays so when all dates come to be known, and a certain standing stays what it is."""
    history, other = History(world.dataset, known, policy), History(Dataset(world.completed), known, policy)
    for pair, on in itertools.product(ASKED_PAIRS, asked_days(world)):
        before, after = ask(history, pair, on), ask(other, pair, on)
        assert before.recognised in (Truth.UNKNOWN, after.recognised)
        assert before.certain in (None, after.certain)
    for target in sorted({pair[1] for pair in ASKED_PAIRS}):
        assert history.first(target).certain <= other.first(target).certain
        assert other.first(target).possible <= history.first(target).possible


@given(wide_worlds, known_days, policies, st.data())
def test_constant_between_bounds(world: World, known: date | None, policy: Policy, data: st.DataObject) -> None:
    """From one bound of a date to the day before the next, an answer does not change."""
    history = History(world.dataset, known, policy)
    for first, last in runs_of(world):
        between = data.draw(st.dates(first, last))
        for pair in ASKED_PAIRS:
            assert ask(history, pair, first).possible == ask(history, pair, last).possible
            assert ask(history, pair, first).possible == ask(history, pair, between).possible


@given(small_worlds, known_days, policies, st.data())
def test_renaming(world: World, known: date | None, policy: Policy, data: st.DataObject) -> None:
    """Other ids, in another order, and other keys give the same answers, so renamed."""
    ids = data.draw(st.permutations([record.id for record in world.records]))
    names = {name: f"{name.partition(':')[0]}:r{number}" for number, name in enumerate(ids)}
    moments = {f"{name}@{end}": f"{new}@{end}" for name, new in names.items() for end in ("start", "end")}
    keys = {record.occurrence: f"k{record.occurrence}" for record in world.records if record.occurrence}
    plain = renamed(json.loads(dumps(world.dataset)), {**names, **moments, **keys})
    history = History(world.dataset, known, policy)
    other = History(loads(json.dumps(plain)), known, policy)
    for pair, on in itertools.product(ASKED_PAIRS, asked_days(world)):
        before, after = ask(history, pair, on), ask(other, renamed(pair, names), on)
        assert (before.possible, before.certain, before.degree) == (after.possible, after.certain, after.degree)
        assert {names[name] for name in before.because} == set(after.because)
    for who in sorted({name for pair in ASKED_PAIRS for name in pair[:2]}):
        for on in asked_days(world):
            assert renamed_extent(history.recognised(who, on=on), names) == sets(other.recognised(names[who], on=on))
            assert renamed_extent(history.recognisers(who, on=on), names) == sets(other.recognisers(names[who], on=on))
        assert renamed_extent(history.first(who), names) == sets(other.first(names[who]))
    told = {(renamed(pair_of(one), names), one.start, one.end, one.possible) for one in history.segments()}
    assert told == {(pair_of(one), one.start, one.end, one.possible) for one in other.segments()}


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Give plain data, or a pair, with other names."""
    if isinstance(value, dict):
        return {key: renamed(item, names) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(renamed(item, names) for item in value)
    return names.get(value, value) if isinstance(value, str) and not isinstance(value, Capacity) else value


def sets(extent: Any) -> tuple[frozenset[str], frozenset[str]]:
    """Give the certain and the possible ones."""
    return extent.certain, extent.possible


def renamed_extent(extent: Any, names: Mapping[str, str]) -> tuple[frozenset[str], frozenset[str]]:
    """Give the certain and the possible ones by their new names."""
    return frozenset(names[name] for name in extent.certain), frozenset(names[name] for name in extent.possible)


@given(small_worlds | wide_worlds, known_days, policies)
def test_segments(world: World, known: date | None, policy: Policy) -> None:
    """The segments of a pair tile the whole line, change at every joint, and agree with the standing on each day."""
    history = History(world.dataset, known, policy)
    by_pair = segments_by_pair(history)
    for segments in by_pair.values():
        assert segments[0].start is None
        assert segments[-1].end is None
        for one, after in itertools.pairwise(segments):
            assert one.end is not None
            assert after.start == one.end + DAY
            assert one.possible != after.possible
    days = {date.min, *asked_days(world), *(day for run in runs_of(world) for day in run)}
    for pair in {*ASKED_PAIRS, *by_pair}:
        for on in days:
            here = [
                segment.possible
                for segment in by_pair.get(pair, ())
                if (segment.start is None or segment.start <= on) and (segment.end is None or on <= segment.end)
            ]
            assert here == [ask(history, pair, on).possible] or (not here and pair not in by_pair)
            if pair not in by_pair:
                assert ask(history, pair, on).possible == {Standing.NONE}


@given(small_worlds, known_days, policies, st.data())
def test_partly_known_days(world: World, known: date | None, policy: Policy, data: st.DataObject) -> None:
    """What is possible on a day known in part is what is possible on one of the days that it may be."""
    on = PartialDate(data.draw(date_texts(data.draw(st.sampled_from(ASKED[1:])), 1)) or "20XX")
    history = History(world.dataset, known, policy)
    tried = {
        day
        for low, high in on.spans
        for day in (low or date.min, high or date.max, *bounds_of(world))
        if on.allows(day)
    }
    for pair in ASKED_PAIRS:
        answer = ask(history, pair, on)
        assert answer.possible == frozenset().union(*(ask(history, pair, day).possible for day in tried))
        assert answer.recognised is truth_of(answer.possible)


@given(small_worlds)
def test_days_as_text(world: World) -> None:
    """The day on which it is known, and the day asked for, can be given as a date or in ISO 8601."""
    history, other = History(world.dataset, "2010-01-02"), History(world.dataset, date(2010, 1, 2))
    for (actor, target, capacity, land), on in itertools.product(ASKED_PAIRS, asked_days(world)):
        answer = history.standing(actor, target, on=on.isoformat(), capacity=capacity, concerning=land)
        assert answer.possible == ask(other, (actor, target, capacity, land), on).possible
