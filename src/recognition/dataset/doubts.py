"""Warnings: what is accepted and probably wrong or incomplete."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, pairwise
from typing import Final

from recognition.dataset.checks import Numbered, superseded_ids
from recognition.dataset.order import FIRST, LAST, Range, day_of, range_of
from recognition.errors import Problem
from recognition.model.actors import Government, State
from recognition.model.acts import DiplomaticAct, RecognitionAct
from recognition.model.periods import Period
from recognition.model.record import Record
from recognition.model.truth import Truth
from recognition.model.vocabulary import Capacity, Mode, Rank, RecognitionMove, SuccessionManner

_UNDOING = frozenset({RecognitionMove.WITHDRAWAL, RecognitionMove.SUSPENSION, RecognitionMove.RESUMPTION})
_GIVING = frozenset({RecognitionMove.RECOGNITION, RecognitionMove.REAFFIRMATION})
_TOUCHING = frozenset({SuccessionManner.SUCCESSOR, SuccessionManner.MERGER, SuccessionManner.CONTINUATOR})


def warnings_of(records: Numbered) -> Iterator[Problem]:
    """Give every warning; superseded and deprecated records are not looked at."""
    superseded = superseded_ids(records)
    acts = list[tuple[int, RecognitionAct]]()
    existing: dict[str, Period] = {}
    states = list[tuple[int, State]]()
    for position, record in enumerate(records):
        if record.rank is Rank.DEPRECATED or record.id in superseded:
            continue
        if isinstance(record, RecognitionAct):
            acts.append((position, record))
        if isinstance(record, RecognitionAct | DiplomaticAct):
            yield from _act(position, record)
        elif isinstance(record, State | Government) and record.existence is not None:
            existing[record.id] = record.existence
        if isinstance(record, State) and record.succeeds:
            states.append((position, record))
    yield from chain(_nothing_to_undo(acts), _outside_existence(acts, existing), _overlapping_sole(acts, records))
    for position, state in states:
        yield from _successor_gap(position, state, existing)


def _warning(code: str, message: str, position: int, record: Record, path: str) -> Problem:
    return Problem(code, message, path=path).under(f"$.records[{position}]", record.id)


def _act(position: int, act: RecognitionAct | DiplomaticAct) -> Iterator[Problem]:
    if isinstance(act, RecognitionAct) and act.mode is Mode.IMPLIED and not act.implied_by:
        yield _warning("implied-without-ground", "name the act that implies it in implied_by", position, act, "$.mode")
    if act.effective is not None and act.date is not None and act.effective.before(act.date) is Truth.TRUE:
        message = f"effective {act.effective}, before its date {act.date}"
        yield _warning("effective-before-date", message, position, act, "$.effective")


def pair_of(act: RecognitionAct) -> tuple[str, str, Capacity, str | None]:
    """Give what an act has a say on: actor, target, capacity, and for a title the land."""
    return act.actor, act.target, act.capacity, act.concerning if act.capacity is Capacity.TITLE else None


def _nothing_to_undo(acts: list[tuple[int, RecognitionAct]]) -> Iterator[Problem]:
    undoing = [(position, act) for position, act in acts if act.move in _UNDOING]
    if not undoing:
        return
    given: dict[object, int] = {}
    for _, act in acts:
        if act.move in _GIVING or not act.move.listed:
            pair = pair_of(act)
            given[pair] = min(given.get(pair, LAST), range_of(day_of(act))[0])
    for position, act in undoing:
        if given.get(pair_of(act), LAST + 1) > range_of(day_of(act))[1]:
            message = f"no recognition of {act.target} by {act.actor} as {act.capacity} before it on record"
            yield _warning("nothing-to-undo", message, position, act, "$.move")


def _outside_existence(acts: list[tuple[int, RecognitionAct]], existing: dict[str, Period]) -> Iterator[Problem]:
    if not existing:
        return
    for position, act in acts:
        period, day = existing.get(act.target), day_of(act)
        if period is not None and day is not None and period.contains(day) is Truth.FALSE:
            message = f"{act.target} existed {period}; the act is of {day}"
            yield _warning("outside-existence", message, position, act, "$.target")


def _overlapping_sole(acts: list[tuple[int, RecognitionAct]], records: Numbered) -> Iterator[Problem]:
    soles = [(position, act) for position, act in acts if act.sole and act.move in _GIVING]
    if len(soles) < 2:  # noqa: PLR2004 - it takes two
        return
    state_of = {record.id: record.state for record in records if isinstance(record, Government)}
    ranges: dict[tuple[str, str], list[Range]] = {}
    for _, act in acts:
        if act.move in (RecognitionMove.WITHDRAWAL, RecognitionMove.SUSPENSION):
            ranges.setdefault((act.actor, act.target), []).append(range_of(day_of(act)))
    ended = {pair: _Ranges(held) for pair, held in ranges.items()}
    by_state: dict[tuple[str, str | None], list[tuple[int, RecognitionAct]]] = {}
    for position, act in soles:
        about = state_of.get(act.target) or act.concerning or act.target
        by_state.setdefault((act.actor, about), []).append((position, act))
    for same_state in by_state.values():
        same_state.sort(key=_by_day)
        for (_, former), (position, act) in pairwise(same_state):
            if former.target == act.target or (former.occurrence and former.occurrence == act.occurrence):
                continue
            first, last = range_of(day_of(former))[0], range_of(day_of(act))[1]
            if not ended.get((act.actor, former.target), _NO_RANGES).meet(first, last):
                message = f"{act.actor} recognises {former.target} as sole by {former.id}, with no end on record"
                yield _warning("overlapping-sole", message, position, act, "$.sole")


class _Ranges:
    """Ranges of days, of which is asked many times whether any meets another."""

    def __init__(self, ranges: Iterable[Range]) -> None:
        in_order = sorted(ranges)
        self._lows = [low for low, _ in in_order]
        self._highest = list(accumulate((high for _, high in in_order), max))

    def meet(self, first: int, last: int) -> bool:
        """Tell whether one of them has a day from the first to the last."""
        begun = bisect_right(self._lows, last)
        return begun > 0 and self._highest[begun - 1] >= first


_NO_RANGES: Final = _Ranges(())


def _by_day(numbered: tuple[int, RecognitionAct]) -> tuple[int, int, str]:
    return (*range_of(day_of(numbered[1])), numbered[1].id)


def _successor_gap(position: int, state: State, existing: dict[str, Period]) -> Iterator[Problem]:
    own = existing.get(state.id)
    for number, succession in enumerate(state.succeeds):
        former = existing.get(succession.state)
        if own is None or former is None or succession.manner not in _TOUCHING:
            continue
        start = (FIRST, FIRST) if own.open_start else range_of(own.start)
        end = (LAST, LAST) if former.open_end else range_of(former.end)
        # The successor may begin on its predecessor's last day or on the day after.
        if start[1] < end[0] or start[0] > end[1] + 1:
            message = f"it begins {own}, while {succession.state} existed {former}"
            yield _warning("successor-gap", message, position, state, f"$.succeeds[{number}]")
