"""What a line allows, held against all courses that its events can have taken, gone through one by one.

Worlds are small and drawn with fixed seeds: a few events, on a few days, with gaps, edges, events that may not bear on
the pair, events that end a recognition, and happenings beside the pair through which edges lead.
"""

import itertools
import random
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

import pytest

from recognition import Capacity, PartialDate, RecognitionAct, RecognitionMove, RelationStatus
from recognition.history.events import Event
from recognition.history.implied import Pair
from recognition.history.line import Line
from recognition.history.standing import (
    NOTHING,
    RECOGNISED,
    STANDINGS,
    WITHDRAWN,
    Mask,
    Standing,
    effect_of,
    standings_of,
)
from recognition.history.windows import stretches_of, windows_of
from tests.properties.test_windows import read

SUSPENDED: Final[Mask] = 1 << STANDINGS.index(Standing.SUSPENDED)
DAYS: Final = 5
"""The days that are asked about; one more stands for all that come after."""
PAIR: Final = Pair("state:A", "government:T", Capacity.GOVERNMENT)


def account(number: int) -> RecognitionAct:
    """Give the account of a happening."""
    return RecognitionAct(
        id=f"recognition:{number}",
        actor="state:A",
        target="government:T",
        capacity=Capacity.GOVERNMENT,
        move=RecognitionMove.RECOGNITION,
    )


def day_of(number: int) -> date:
    """Give a day by its number."""
    return date.max if number >= DAYS else date(2000, 1, 1) + timedelta(days=number)


class Happening(NamedTuple):
    """One happening, and what it may be to the pair."""

    days: frozenset[int]
    bearings: tuple[tuple[Mask, bool] | None, ...]
    """By each account: its effects and whether it only ends a recognition; ``None``: it does not bear on the pair."""
    after: frozenset[int]
    """The happenings, by number, that it is not before."""


def drawn(chance: random.Random) -> list[Happening]:
    """Draw a world."""
    found = list[Happening]()
    edges = chance.choice([0.0, 0.25, 0.6, 1.0])
    for number in range(chance.choice([1, 2, 3, 4, 4, 4])):
        if chance.random() < 0.3:
            days = set(chance.sample(range(DAYS + 1), 2))
        else:
            first, last = sorted(chance.choices(range(DAYS + 1), k=2))
            days = set(range(first, last + 1))
        ordinary = (chance.choice([RECOGNISED, RECOGNISED, WITHDRAWN, SUSPENDED, RECOGNISED | SUSPENDED]), False)
        end = (WITHDRAWN, True)
        bearings = chance.choices(
            [(ordinary,), (end,), (ordinary, None), (end, None), (ordinary, end), (None,)], [6, 5, 1, 1, 1, 1]
        )[0]
        after = frozenset(other for other in range(number) if chance.random() < edges)
        found.append(Happening(frozenset(days), bearings, after))
    return found


def courses(world: list[Happening]) -> list[tuple[int, ...]]:
    """Give the days that all happenings can have been on together."""
    return [
        days
        for days in itertools.product(*(sorted(happening.days) for happening in world))
        if all(days[other] <= days[number] for number, happening in enumerate(world) for other in happening.after)
    ]


def behind(world: list[Happening]) -> list[set[int]]:
    """Give, for each happening, all that certainly come before it."""
    found = list[set[int]]()
    for happening in world:
        found.append(set(happening.after).union(*(found[other] for other in happening.after)))
    return found


def allowed(world: list[Happening], day: int) -> tuple[Mask, set[tuple[int, bool]]]:
    """Give the outcomes possible by a day, and what can have been the last: happenings, and whether as an end."""
    result, last = 0, set[tuple[int, bool]]()
    before = behind(world)
    for days in courses(world):
        done = [number for number in range(len(world)) if days[number] <= day]
        for order in itertools.permutations(done):
            place = {number: position for position, number in enumerate(order)}
            if any(
                days[one] > days[other] or other in before[one] for one, other in itertools.combinations(order, 2)
            ) or any(place[other] > place[number] for number in done for other in before[number] if other in place):
                continue
            for bearings in itertools.product(*(world[number].bearings for number in order)):
                bearing = [(number, one) for number, one in zip(order, bearings, strict=True) if one is not None]
                acts = [position for position, (_, (_, ends)) in enumerate(bearing) if not ends]
                if not acts:
                    result |= NOTHING
                    continue
                number, (effects, _) = bearing[acts[-1]]
                last.add((number, False))
                following = bearing[acts[-1] + 1 :]
                if effects & RECOGNISED and following:
                    last.update((end, True) for end, _ in following)
                    effects = effects & ~RECOGNISED | WITHDRAWN
                result |= effects
    return result, last


def line_of(world: list[Happening]) -> Line:
    """Give the line of a world, as an index makes it."""
    possible = courses(world)
    bounds = [(min(days), max(days)) for days in zip(*possible, strict=True)]

    def followers(key: str, until: date, stops: Collection[tuple[str, str]]) -> Iterator[str]:
        stack, seen = [int(key)], set[int]()
        while stack:
            one = stack.pop()
            for other, happening in enumerate(world):
                if one in happening.after and other not in seen and day_of(bounds[other][0]) <= until:
                    seen.add(other)
                    yield str(other)
                    if (str(other), "") not in stops:
                        stack.append(other)

    line = Line(followers)
    for number, happening in enumerate(world):
        first, last = bounds[number]
        numbered = sorted(day for day in happening.days if first <= day <= last)
        runs = [
            [day for _, day in run] for _, run in itertools.groupby(enumerate(numbered), lambda each: each[1] - each[0])
        ]
        spans = tuple((day_of(run[0]), day_of(run[-1])) for run in runs) if len(runs) > 1 else ()
        for ends in (False, True):
            bearings = [one for one in happening.bearings if one is not None and one[1] is ends]
            if bearings:
                line.events.append(
                    Event(
                        day_of(first),
                        day_of(last),
                        bearings[0][0],
                        (account(number),),
                        str(number),
                        optional=len(bearings) < len(happening.bearings),
                        ends=ends,
                        acts_else=ends
                        and 0 < len(bearings) < len(happening.bearings)
                        and None not in happening.bearings,
                        spans=spans,
                        reason=f"reason {number}" if ends else "",
                    )
                )
    return line


def spread(*events: tuple[tuple[Mask, bool], str, str]) -> list[Happening]:
    """Give a world of certain events: what each gives, its days, and what it is not before, in digits."""
    return [Happening(frozenset(map(int, days)), (gives,), frozenset(map(int, after))) for gives, days, after in events]


GIVEN: Final = (RECOGNISED, False)
PUT_OFF: Final = (SUSPENDED, False)
END: Final = (WITHDRAWN, True)
HARD: Final = {
    "a recognition that begins too late for the end carries on the days of one that is over": spread(
        (GIVEN, "0", ""), (PUT_OFF, "123", ""), (END, "012", ""), (GIVEN, "345", "")
    ),
    "the same, with days between": spread((GIVEN, "0", ""), (PUT_OFF, "12", ""), (END, "012", ""), (GIVEN, "345", "")),
    "something lies between by edges": spread((GIVEN, "012345", ""), (PUT_OFF, "012345", "0"), (END, "012345", "1")),
    "something lies between, behind another end": spread(
        (GIVEN, "012345", ""), (END, "012345", "0"), (PUT_OFF, "012345", "1"), (END, "012345", "2")
    ),
    "one end lies before by edges, one beside": spread(
        (END, "012345", ""), (GIVEN, "012345", "0"), (END, "012345", "")
    ),
    "two ends lie before by edges": spread((END, "012345", ""), (END, "012345", ""), (GIVEN, "012345", "01")),
    "two ends lie behind by edges, one of them beyond something": spread(
        (GIVEN, "012345", ""), (PUT_OFF, "012345", "0"), (END, "012345", "0"), (END, "012345", "1")
    ),
    "what comes before an end is too late for the recognition": spread(
        (GIVEN, "01", ""), (PUT_OFF, "2345", ""), (END, "2345", "1")
    ),
    "the same for two ends, of which one comes after what is earlier": spread(
        (GIVEN, "0123", ""), (PUT_OFF, "2345", ""), (END, "2345", "1"), (END, "45", "1")
    ),
    "the same for two recognitions": spread(
        (GIVEN, "01", ""), (GIVEN, "0123", ""), (PUT_OFF, "2345", ""), (END, "2345", "2")
    ),
    "an end is over before another": spread((GIVEN, "0", ""), (END, "1", ""), (END, "3", ""), (GIVEN, "2", "")),
    "the end with the latest days is over by edges, another is not": spread(
        (END, "123", ""), (PUT_OFF, "123", "0"), (END, "012", ""), (GIVEN, "2345", "")
    ),
    "two ends of a recognition, far apart, beside one that it comes after": spread(
        (END, "0", ""), (GIVEN, "012345", "0"), (END, "1", ""), (PUT_OFF, "2", ""), (END, "4", "")
    ),
    "a recognition that begins too late for one end, in time for another": spread(
        (GIVEN, "0", ""), (PUT_OFF, "123", ""), (END, "012", ""), (GIVEN, "345", ""), (END, "5", "")
    ),
    "something lies between a recognition and two ends": spread(
        (GIVEN, "012345", ""), (PUT_OFF, "012345", "0"), (END, "012345", "1"), (END, "012345", "1")
    ),
    "edges that have nothing to do with it": spread(
        (GIVEN, "0", ""), (END, "1", ""), (PUT_OFF, "34", ""), (GIVEN, "345", "2")
    ),
    "ends that come after what is too late, the later one first": spread(
        (GIVEN, "0", ""),
        (GIVEN, "012", ""),
        (PUT_OFF, "35", ""),
        (END, "35", "2"),
        (PUT_OFF, "15", ""),
        (END, "15", "4"),
    ),
    "what is too late for the shorter recognition only": spread(
        (GIVEN, "012", ""), (GIVEN, "1", ""), (PUT_OFF, "25", ""), (END, "25", "2")
    ),
    "recognitions and suspensions by turns": spread(
        (GIVEN, "0", ""), (PUT_OFF, "1", ""), (GIVEN, "2", ""), (PUT_OFF, "3", ""), (END, "012345", "")
    ),
    "recognitions and withdrawals by turns": spread(
        (GIVEN, "0", ""), ((WITHDRAWN, False), "1", ""), (GIVEN, "2", ""), (PUT_OFF, "3", ""), (END, "012345", "")
    ),
}


def worlds(seed: int) -> Iterator[list[Happening]]:
    """Draw some worlds in which all can have happened."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(40):
        world = drawn(chance)
        if courses(world):
            yield world


@pytest.mark.parametrize("seed", range(12))
def test_a_line_allows_what_some_course_of_events_gives(seed: int) -> None:
    """No more and no less: by each day, over several days, as segments, as windows and as stretches."""
    for world in worlds(seed):
        check(world)


@pytest.mark.parametrize("world", HARD.values(), ids=HARD)
def test_a_line_allows_what_some_course_of_hard_events_gives(world: list[Happening]) -> None:
    """The same, of worlds that are seldom drawn."""
    check(world)


def check(world: list[Happening]) -> None:
    """Compare all that a line says with all that can have happened."""
    line = line_of(world)
    exact = [allowed(world, number) for number in range(DAYS)]
    segments = [*line.segments()]
    windows = [*windows_of(PAIR, line)]
    stretches = [*stretches_of(windows)]
    assert len(set(windows)) == len(windows), world
    told = {(f"recognition:{event.key}", event.reason or None) for event in line.events}
    assert {(window.act, window.reason) for window in windows} == told, world
    for number, (outcomes, last) in enumerate(exact):
        day = day_of(number)
        assert line.possible(day) == outcomes, world
        found = line.deciding(PartialDate.from_date(day))
        assert {(int(event.key), event.ends) for event in found} == last, world
        assert len(found) == len(last)
        here = [mask for first, final, mask in segments if (first or day) <= day <= (final or day)]
        assert here == [outcomes], world
        standings = {standing for bit, standing in enumerate(STANDINGS) if outcomes >> bit & 1}
        assert read(windows, day) == (standings, {f"recognition:{key}" for key, _ in last}), world
        runs = [each.possible for each in stretches if (each.start or day) <= day <= (each.end or day)]
        assert runs == [standings], world
    for first, final in ((0, 2), (1, 3), (3, 4)):
        span = PartialDate(f"[{day_of(first)}..{day_of(final)}]")
        masks, decided = zip(*exact[first : final + 1], strict=True)
        assert line.over(span) == masks[0] | masks[1] | masks[-1], world
        found = line.deciding(span)
        assert {(int(event.key), event.ends) for event in found} == set[tuple[int, bool]]().union(*decided), world
        assert found == sorted(found, key=lambda event: (event.earliest, event.latest, event.key))


def test_names() -> None:
    """Standings and statuses have the names that are written into files; a move of a newer producer may give any."""
    standings = ["none", "acknowledged", "withheld", "refused", "recognised", "suspended", "withdrawn"]
    assert [*Standing] == standings
    assert [*RelationStatus] == ["none", "held", "suspended", "severed"]
    mask = effect_of(RecognitionMove.unlisted("hesitation"))
    assert mask is not None
    assert standings_of(mask) == set(standings)


def test_worlds_show_enough() -> None:
    """Among the worlds are many in which edges, gaps and doubts meet ends that end something, and that end nothing."""
    seen = {"ended": 0, "not ended": 0, "edges": 0, "gaps": 0, "doubtful": 0}
    for world in itertools.chain.from_iterable(worlds(seed) for seed in range(12)):
        line = line_of(world)
        if any(event.ends for event in line.events):
            ended = any(event.ends for day in range(DAYS) for event in line.deciding(PartialDate(str(day_of(day)))))
            seen["ended" if ended else "not ended"] += 1
            seen["edges"] += any(happening.after for happening in world)
            seen["gaps"] += any(event.spans for event in line.events)
            seen["doubtful"] += any(event.optional for event in line.events)
    assert min(seen.values()) > 40, seen
