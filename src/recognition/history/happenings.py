"""Happenings: the records that stand for each occurrence, and the moments that they have."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from recognition.dataset.dataset import Dataset
from recognition.dataset.order import FIRST, LAST, day_of, period_of
from recognition.history.policy import AccountRule
from recognition.model.dates import PartialDate
from recognition.model.record import Record
from recognition.model.text import ENDED_KINDS

Span = tuple[int, int]
"""A run of days, by their ordinals, both inclusive."""
EVER: Final = LAST + 1
"""The ordinal after every day: the end of what is still so."""
ALWAYS: Final = FIRST - 1
"""The ordinal before every day: the start of what was always so."""


@attrs.frozen(eq=False)
class Happening:
    """One occurrence, with the accounts of it that count; they are of one kind."""

    key: str
    """The id of its only account, or its occurrence and kind."""
    accounts: tuple[Record, ...]
    """The accounts that count, in canonical order; at least one."""


@attrs.frozen
class Happenings:
    """All happenings of a history."""

    single: list[Record]
    """The records that are the only account of their happening."""
    several: list[Happening]
    """The happenings of which several accounts are on record, though perhaps only one counts."""
    key_of: dict[str, str]
    """The happening that is meant by the id of a record which does not stand for it alone: set aside or corrected."""

    def all(self) -> Iterator[Happening]:
        """Give every happening."""
        for record in self.single:
            yield Happening(record.id, (record,))
        yield from self.several


def find_happenings(
    records: Sequence[Record], corrected: Sequence[Record], dataset: Dataset, rule: AccountRule
) -> Happenings:
    """Group the records by occurrence and kind, and let the rule choose among the accounts of each.

    Args:
        records: the records that are known and not corrected.
        corrected: those that are known and corrected by others; what refers to them means the happening still.
        dataset: all records.
        rule: the rule that chooses.
    """
    # A rule that does not look at single records is not asked about each of millions.
    if type(rule).admits is not AccountRule.admits:
        records = [record for record in records if rule.admits(record)]
    single = list[Record]()
    groups: dict[_Group, list[Record]] = {}
    for record in records:
        if record.occurrence is None:
            single.append(record)
        else:
            groups.setdefault((record.occurrence, record.kind), []).append(record)
    several = list[Happening]()
    key_of: dict[str, str] = {}
    keys: dict[_Group, str] = {}
    for (occurrence, kind), accounts in groups.items():
        if len(accounts) == 1:
            single.append(accounts[0])
            keys[occurrence, kind] = accounts[0].id
            continue
        key = keys[occurrence, kind] = f"{kind} {occurrence}"
        key_of.update((account.id, key) for account in accounts)
        several.append(Happening(key, tuple(rule.choose(accounts, dataset))))
    if corrected:
        key_of.update(_corrected_keys(records, corrected, keys, key_of))
    return Happenings(single, several, key_of)


_Group = tuple[str, str]
"""An occurrence and the kind of its accounts."""


def _corrected_keys(
    records: Sequence[Record], corrected: Sequence[Record], keys: Mapping[_Group, str], key_of: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Give the happening that each corrected record stands for: that of its occurrence, else of its correction.

    Where its corrections are several, it is not clear which is meant, and none is given.
    """
    corrections: dict[str, list[Record]] = {}
    for record in (*records, *corrected):
        for corrected_id in record.supersedes:
            corrections.setdefault(corrected_id, []).append(record)
    own = {record.id: keys.get((record.occurrence or "", record.kind)) for record in corrected}
    # A long chain of corrections is gone along once, not from each of its records.
    found: dict[str, str | None] = {}
    for record in corrected:
        meant = record
        trail = [record.id]
        while meant.id not in found and meant.id in own and own[meant.id] is None:
            # A rule may admit the corrected record and not its correction.
            others = [other for other in corrections.get(meant.id, ()) if other.kind == meant.kind]
            if len(others) != 1:
                found[meant.id] = None
                break
            meant = others[0]
            trail.append(meant.id)
        key = found[meant.id] if meant.id in found else own.get(meant.id) or key_of.get(meant.id, meant.id)
        found.update(dict.fromkeys(trail, key))
        if key is not None:
            yield record.id, key


def moments_of(record: Record) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Give the moments of a record (``""`` for its day, else ``start`` and ``end``) and the days they allow."""
    if record.kind not in ENDED_KINDS:
        yield "", spans_of(day_of(record))
        return
    period = period_of(record)
    if period is None:
        yield "start", ((ALWAYS, LAST),)
        yield "end", ((FIRST, EVER),)
        return
    start = (ALWAYS, ALWAYS) if period.open_start else _hull(period.start, (ALWAYS, LAST))
    end = (EVER, EVER) if period.open_end else _hull(period.end, (FIRST, EVER))
    yield "start", ((start[0], min(start[1], end[1])),)
    yield "end", ((max(start[0], end[0]), end[1]),)


def spans_of(day: PartialDate | None) -> tuple[Span, ...]:
    """Give the runs of days that a date allows; any day if there is none."""
    if day is None:
        return ((FIRST, LAST),)
    return tuple(
        (FIRST if first is None else first.toordinal(), LAST if last is None else last.toordinal())
        for first, last in day.spans
    )


def _hull(day: PartialDate | None, unknown: Span) -> Span:
    if day is None:
        return unknown
    spans = spans_of(day)
    return spans[0][0], spans[-1][1]
