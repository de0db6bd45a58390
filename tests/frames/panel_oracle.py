"""What panels have to say, found by going through all days and all dates that the spells may have."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from typing import Final

from hypothesis import strategies as st

from recognition.dataset.systems import SYSTEMS
from recognition.frames.lists import Days, ListOfStates, Place, Spell
from recognition.frames.panels import Question
from recognition.frames.units import Rule, Unit

TURN: Final = date(2001, 1, 1).toordinal()
"""A day with which a day, a month, a quarter and a year begin."""


@st.composite
def spells(draw: st.DrawFn, around: int = 730_003) -> Spell:
    """Draw spells that begin and end about a day, or long before and after it; each end on one of up to three days."""
    long_before, long_after = around - 800, around + 800
    near = st.integers(around - 3, around + 3)
    first = draw(st.one_of(near, st.just(long_before)))
    last = draw(st.one_of(st.integers(max(first, around - 3), around + 4), st.just(long_after)))
    start = (first, first if first == long_before else first + draw(st.integers(0, 2)))
    end = (last if last == long_after else last - draw(st.integers(0, 2)), last)
    state = draw(st.sampled_from(["state:A", "state:B"]))
    return Spell(
        state=state,
        name=state,
        period=None,
        start=(start[0], min(start[1], end[1])),
        end=(max(start[0], end[0]), end[1]),
    )


@st.composite
def questions(draw: st.DrawFn, places: int = 1, rules: Sequence[Rule] = tuple(Rule)) -> Question:
    """Draw questions about the units beside the turn of a year, of which one begins there and one ends before it."""
    unit = draw(st.sampled_from(Unit))
    count = 2 if places == 1 else 1
    listed = [draw(st.lists(spells(TURN), min_size=1, max_size=count + (place == 0))) for place in range(places)]
    for place in listed:
        place.sort(key=lambda spell: (spell.start, spell.end, spell.state))
    return Question(
        listed=ListOfStates(
            system=SYSTEMS["cow-2024"],
            numeric=True,
            places=tuple(Place(number=n, code=n, spells=tuple(place)) for n, place in enumerate(listed)),
        ),
        units=range(unit.of(date.fromordinal(TURN)) - 2, unit.of(date.fromordinal(TURN)) + 2),
        unit=unit,
        rule=draw(st.sampled_from(rules)),
    )


def completions(spells: Sequence[Spell]) -> Iterator[set[int]]:
    """Give the days on which a place is taken, for each way in which the dates of its spells can be."""
    choices = [
        [
            range(first, last + 1)
            for first in range(spell.start[0], spell.start[1] + 1)
            for last in range(spell.end[0], spell.end[1] + 1)
            if first <= last
        ]
        for spell in spells
    ]
    for chosen in product(*choices):
        yield {day for days in chosen for day in days}


def counts(days: set[int], unit: Days, rule: Rule) -> bool:
    """Tell whether who is in on some days counts as in during a unit."""
    whole = set(range(unit[0], unit[1] + 1))
    return {
        Rule.ANY: bool(days & whole),
        Rule.FIRST: unit[0] in days,
        Rule.LAST: unit[1] in days,
        Rule.ALL: whole <= days,
    }[rule]


def verdict(places: Sequence[Sequence[Spell]], unit: Days, rule: Rule) -> tuple[bool, bool]:
    """Tell whether places are taken together, by a rule: under some dates, and under all."""
    found = [
        counts(set.intersection(*days), unit, rule) for days in product(*(list(completions(place)) for place in places))
    ]
    return any(found), all(found)


def last_states(spells: Sequence[Spell], window: Days) -> Iterator[set[str]]:
    """Give the states in last within a window, for each way in which the dates can be; of several, those begun last."""
    choices = [
        [
            (min(last, window[1]), first, spell.state)
            for first in range(spell.start[0], spell.start[1] + 1)
            for last in range(spell.end[0], spell.end[1] + 1)
            if first <= last
        ]
        for spell in spells
    ]
    for chosen in product(*choices):
        able = [item for item in chosen if item[1] <= window[1] and item[0] >= window[0]]
        if able:
            best = max(able)[:2]
            yield {state for *key, state in able if tuple(key) == best}
