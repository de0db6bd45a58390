"""Windows: what each account of an act can give a pair, and on which days, so that an answer needs two comparisons.

All that a :class:`~recognition.history.line.Line` knows of a pair is put into rows that look alike: gaps in a date,
orders, accounts that differ, acts that may not bear on the pair, recognitions that a rival's ends. Let ``must_follow``
be the latest ``earliest`` of the certain windows whose ``latest`` is on or before a day. Then a window can give its
standing by that day iff its ``earliest`` is on or before the day, its ``overtaken`` is not, and its ``latest`` is on or
after ``must_follow``; and nothing has happened iff no certain window's ``latest`` is on or before the day.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from recognition.history.ending import Days, Endings
from recognition.history.events import Event
from recognition.history.implied import Pair, direct
from recognition.history.lasting import Later, Run
from recognition.history.line import LAST_DAY, Line
from recognition.history.standing import RECOGNISED, STANDINGS, Mask, Standing
from recognition.model.acts import RecognitionAct
from recognition.model.record import Record


class Window(NamedTuple):
    """A run of days on which an act can have given a pair a standing, by one account."""

    act: str
    """The id of the account."""
    standing: Standing | None
    """What it gives; ``None``: nothing by itself, though it can be the last act, or only bounds what can."""
    earliest: date | None
    """The first day of the run; ``None``: no bound."""
    latest: date | None
    """The last day, inclusive; ``None``: no bound."""
    certain: bool
    """Whether the act certainly is one of the pair, and certainly on one of these days."""
    overtaken: date | None
    """From which day on it cannot be the last act, as one that follows it is certainly done; ``None``: no such day."""
    reason: str | None
    """Why it follows from the account, where it is implied; ``None``: the account says it."""


def windows_of(pair: Pair, line: Line) -> Iterator[Window]:
    """Give the windows of a pair, in the order of its events, each once."""
    for _, runs in groupby(line.lasting().ordinary, key=lambda run: run.event.key):
        yield from _windows(pair, [*runs])
    endings = line.endings()
    if endings is not None:
        numbers: dict[str, list[int]] = {}
        for number, end in enumerate(endings.ends):
            numbers.setdefault(end.event.key, []).append(number)
        for event in line.events:
            if event.ends:
                yield from _ends(event, endings, numbers[event.key])


class Stretch(NamedTuple):
    """A maximal run of days on which the same acts can have been the last of a pair, and give it the same."""

    start: date | None
    """The first day; ``None``: there is none before which it was otherwise."""
    end: date | None
    """The last day, inclusive; ``None``: it goes on."""
    possible: frozenset[Standing]
    """The standings possible on each of these days."""
    because: tuple[str, ...]
    """The ids of the accounts of the acts that can have been the last."""


def stretches_of(windows: Sequence[Window]) -> Iterator[Stretch]:
    """Give the stretches of a pair from its windows, in their order; they leave no day out."""
    certain = [(window.earliest or date.min, window.latest or date.max) for window in windows if window.certain]
    later = Later(certain)
    acted = min((latest for _, latest in certain), default=date.max)
    changes: dict[date, list[int]] = {date.min: [], acted: []}
    for number, window in enumerate(windows):
        first = window.earliest or date.min
        after = min(window.overtaken or date.max, later.than(window.latest or date.max))
        if first < after:
            changes.setdefault(first, []).append(number)
            changes.setdefault(after, []).append(number)
    held: Stretch | None = None
    last = set[int]()
    for start in sorted(day for day in changes if day <= LAST_DAY):
        last.symmetric_difference_update(changes[start])
        deciding = [windows[number] for number in sorted(last)]
        standings = {window.standing for window in deciding if window.standing is not None}
        if start < acted:
            standings.add(Standing.NONE)
        found = frozenset(standings), tuple(dict.fromkeys(window.act for window in deciding))
        if held is None:
            held = Stretch(None, None, *found)
        elif found != held[2:]:
            yield held._replace(end=start - timedelta(days=1))
            held = Stretch(start, None, *found)
    if held is not None:
        yield held


def _windows(pair: Pair, runs: Sequence[Run]) -> Iterator[Window]:
    """Give the windows of an event that sets a standing by itself."""
    event = runs[0].event
    hull = event[:2]
    certain = not event.optional and len(runs) == 1 and runs[0][1:3] == hull
    for run in runs:
        days = run[1:3]
        # A certain end that comes after all these days lets the act be the last but one, and no standing is left of it.
        kept = min(run.overtaken, run.ended)
        for account in event.accounts:
            effects = event.effects if len(event.accounts) == 1 else _effects(pair, account)
            for standing in _listed(effects):
                until = kept if standing is Standing.RECOGNISED else run.overtaken
                yield _window(event, account, standing, days, certain=certain, overtaken=until)
            if effects & RECOGNISED and kept < run.overtaken:
                yield _window(event, account, None, days, certain=certain, overtaken=run.overtaken)
    if not event.optional and not certain:
        # It certainly was on one of its runs of days: once the last is over, no act that was before the first counts.
        for account in event.accounts:
            yield _window(event, account, None, hull, certain=True, overtaken=event.earliest)


def _ends(end: Event, endings: Endings, numbers: Sequence[int]) -> Iterator[Window]:
    """Give the windows in which an event can end a recognition; the numbers are those of its runs."""
    found = [
        ((first, endings.ends[number].last), after)
        for number in numbers
        for first, after in _united(endings.days(number))
    ]
    for account in end.accounts:
        for days, after in found:
            yield _window(end, account, Standing.WITHDRAWN, days, certain=False, overtaken=after)
        if not found:
            # An end of nothing is on record all the same.
            yield _window(end, account, None, end[:2], certain=False, overtaken=end.earliest)


def _united(days: Iterable[Days]) -> Iterator[Days]:
    """Give days that may overlap as runs that do not even touch."""
    held: Days | None = None
    for first, after in sorted(days):
        if held is not None and first <= held[1]:
            held = held[0], max(held[1], after)
        else:
            if held is not None:
                yield held
            held = first, after
    if held is not None:
        yield held


def _effects(pair: Pair, account: Record) -> Mask:
    """Give what an account gives a pair that it bears on: what it says by itself goes before what it implies."""
    own = direct(account) if isinstance(account, RecognitionAct) else None
    return own.effect if own is not None and own.pair == pair else RECOGNISED


def _listed(effects: Mask) -> Iterator[Standing]:
    for bit, standing in enumerate(STANDINGS):
        if effects >> bit & 1:
            yield standing


def _window(  # noqa: PLR0913 - what a window holds
    event: Event,
    account: Record,
    standing: Standing | None,
    days: tuple[date, date],
    *,
    certain: bool,
    overtaken: date,
) -> Window:
    first, last = days
    return Window(
        account.id,
        standing,
        None if first == date.min else first,
        None if last == date.max else last,
        certain,
        None if overtaken == date.max else overtaken,
        event.reason or None,
    )
