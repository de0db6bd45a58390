"""Windows: what each account of an act can give a pair, and on which days, so that an answer needs two comparisons.

All that a :class:`~recognition.history.standing.Line` knows of a pair is put into rows that look alike: gaps in a date,
orders, accounts that differ, acts that may not bear on the pair, recognitions that a rival's ends. Let ``must_follow``
be the latest ``earliest`` of the certain windows whose ``latest`` is on or before a day. Then a window can give its
standing by that day iff its ``earliest`` is on or before the day, its ``overtaken`` is not, and its ``latest`` is on or
after ``must_follow``; and nothing has happened iff no certain window's ``latest`` is on or before the day.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from recognition.history.implied import Pair, direct
from recognition.history.standing import LAST_DAY, RECOGNISED, STANDINGS, Event, Line, Mask, Standing
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
    ordinary = [event for event in line.events if not event.ends]
    ending = [event for event in line.events if event.ends]
    for event in ordinary:
        yield from _windows(pair, line, event, ending)
    for end in ending:
        yield from _ends(line, end, ordinary)


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
    starts = {date.min}
    for window in windows:
        # On each of these days a comparison can come out otherwise than on the day before.
        starts.update(day for day in (window.earliest, window.latest, window.overtaken) if day is not None)
    held: Stretch | None = None
    for start in sorted(day for day in starts if day <= LAST_DAY):
        found = _read(windows, start)
        if held is not None:
            if found == held[2:]:
                continue
            yield held._replace(end=start - timedelta(days=1))
        held = Stretch(None if held is None else start, None, *found)
    if held is not None:
        yield held


def _read(windows: Sequence[Window], day: date) -> tuple[frozenset[Standing], tuple[str, ...]]:
    """Give the standings possible by a day and the accounts that decide, as the first lines of this module say."""
    done = [window for window in windows if window.certain and window.latest is not None and window.latest <= day]
    must_follow = max((window.earliest or date.min for window in done), default=date.min)
    last = [
        window
        for window in windows
        if (window.earliest is None or window.earliest <= day)
        and (window.overtaken is None or window.overtaken > day)
        and (window.latest is None or window.latest >= must_follow)
    ]
    standings = {window.standing for window in last if window.standing is not None}
    if not done:
        standings.add(Standing.NONE)
    return frozenset(standings), tuple(dict.fromkeys(window.act for window in last))


class _Run(NamedTuple):
    """Days of an event, while windows are made; ``date.min`` and ``date.max`` where there is no bound."""

    first: date
    last: date
    certain: bool
    overtaken: date


def _windows(pair: Pair, line: Line, event: Event, ending: Sequence[Event]) -> Iterator[Window]:
    """Give the windows of an event that sets a standing by itself."""
    followed = line.followed(event.key) if ending else frozenset[str]()
    overtaken = line.overtaken(event)
    hull = (event.earliest, event.latest)
    spans = event.spans or (hull,)
    certain = not event.optional and spans == (hull,)
    for first, last in spans:
        # A certain end that comes after all these days lets the act be the last but one, and no standing is left of it.
        ended = min(
            (
                end.latest
                for end in ending
                if not end.optional and end.key != event.key and (end.earliest > last or end.key in followed)
            ),
            default=date.max,
        )
        run = _Run(first, last, certain, overtaken)
        for account in event.accounts:
            effects = event.effects if len(event.accounts) == 1 else _effects(pair, account)
            for standing in _listed(effects):
                until = min(overtaken, ended) if standing is Standing.RECOGNISED else overtaken
                yield _window(event, account, standing, run._replace(overtaken=until))
            if effects & RECOGNISED and ended < overtaken:
                yield _window(event, account, None, run)
    if not event.optional and not certain:
        # It certainly was on one of its runs of days: once the last is over, no act that was before the first counts.
        for account in event.accounts:
            yield _window(event, account, None, _Run(*hull, certain=True, overtaken=event.earliest))


def _ends(line: Line, end: Event, ordinary: Iterable[Event]) -> Iterator[Window]:
    """Give the windows in which an event can end a recognition, by each recognition that it can end."""
    runs = [
        run
        for event in ordinary
        if event.effects & RECOGNISED and event.key != end.key
        for run in _ended(line, event, end, ordinary)
    ]
    for account in end.accounts:
        for run in dict.fromkeys(runs):
            yield _window(end, account, Standing.WITHDRAWN, run)
        if not runs:
            # An end of nothing is on record all the same.
            yield _window(end, account, None, _Run(end.earliest, end.latest, certain=False, overtaken=end.earliest))


def _ended(line: Line, event: Event, end: Event, ordinary: Iterable[Event]) -> Iterator[_Run]:
    """Give the days on which another event can end this one, and from when on something else is certainly later."""
    after_event, after_end = line.followed(event.key), line.followed(end.key)
    if event.key in after_end:
        return
    earliest, overtaken = event.earliest, date.max
    free = list[Event]()
    for other in ordinary:
        if other.optional or other.key in {event.key, end.key}:
            continue
        followed = line.followed(other.key)
        precedes = event.key in followed or end.key in followed
        follows = other.key in after_event or other.key in after_end
        if precedes and follows:
            return
        if precedes:
            earliest = max(earliest, other.earliest)
        elif follows:
            overtaken = min(overtaken, other.latest)
        else:
            free.append(other)
    for first, last in event.spans or ((event.earliest, event.latest),):
        for end_first, end_last in end.spans or ((end.earliest, end.latest),):
            low, high = max(first, earliest), min(last, end_last)
            if low <= high:
                # The recognition is on or before `high`, so what is certainly later comes in between or after both.
                later = min((other.latest for other in free if other.earliest > high), default=date.max)
                yield _Run(max(low, end_first), end_last, certain=False, overtaken=min(overtaken, later))


def _effects(pair: Pair, account: Record) -> Mask:
    """Give what an account gives a pair that it bears on: what it says by itself goes before what it implies."""
    own = direct(account) if isinstance(account, RecognitionAct) else None
    return own.effect if own is not None and own.pair == pair else RECOGNISED


def _listed(effects: Mask) -> Iterator[Standing]:
    for bit, standing in enumerate(STANDINGS):
        if effects >> bit & 1:
            yield standing


def _window(event: Event, account: Record, standing: Standing | None, run: _Run) -> Window:
    return Window(
        account.id,
        standing,
        None if run.first == date.min else run.first,
        None if run.last == date.max else run.last,
        run.certain,
        None if run.overtaken == date.max else run.overtaken,
        event.reason or None,
    )
