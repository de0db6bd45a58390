"""The time line of a record: what happened to it or by it, with the bounds of each day."""

from collections.abc import Iterator
from datetime import date
from typing import final

import attrs

from recognition.dataset.links import references
from recognition.dataset.order import FIRST, LAST
from recognition.history.index import Index
from recognition.model.acts import DiplomaticAct, Event, RecognitionAct
from recognition.model.record import Record
from recognition.model.restrictions import Restriction
from recognition.model.statements import Statement
from recognition.model.text import ENDED_KINDS
from recognition.views import explained

_ASIDE = ("$.citations", "$.after", "$.before", "$.supersedes")
_SHOWN = frozenset({"diplomatic", "event", "government", "recognition", "restriction", "statement"})


@final
@attrs.frozen(kw_only=True)
class Entry:
    """One moment of a time line."""

    earliest: date | None
    """The first day it may have been on; ``None``: no bound."""
    latest: date | None
    """The last day it may have been on; ``None``: no bound, or not yet."""
    moment: str
    """``start`` or ``end`` of a record with a period, else empty."""
    what: str
    """What happened, in a few words."""
    accounts: tuple[str, ...]
    """The ids of the accounts that count."""

    def __str__(self) -> str:
        """Give a line: when, what, by which accounts."""
        first, last = self.earliest, self.latest
        if first is not None and first == last:
            when = str(first)
        elif first is None and last is None:
            when = "undated"
        else:
            when = f"{first or ''}..{last or ''}"
        moment = f" ({self.moment})" if self.moment else ""
        return f"{when}: {self.what}{moment} [{', '.join(self.accounts)}]"

    def _repr_html_(self) -> str:
        """Give the line for a notebook."""
        return explained(str(self), ())


def timeline_of(record_id: str, index: Index) -> Iterator[Entry]:
    """Give the moments of the happenings that refer to a record, by their earliest day, undated ones last."""
    entries = list[tuple[tuple[int, int, str], Entry]]()
    for happening in index.happenings.all():
        accounts = [account for account in happening.accounts if _refers(account, record_id)]
        if not accounts:
            continue
        for moment, (first, last) in index.bounds(happening).items():
            if moment and (first, last) in ((FIRST, LAST), (FIRST - 1, LAST), (FIRST, LAST + 1)):
                continue
            if first > LAST:
                continue
            unbounded = first <= FIRST
            entry = Entry(
                earliest=None if unbounded else date.fromordinal(first),
                latest=None if last >= LAST else date.fromordinal(max(last, FIRST)),
                moment=moment,
                what=what(accounts[0]),
                accounts=tuple(account.id for account in accounts),
            )
            entries.append(((last if unbounded else first, last, happening.key), entry))
    for _, entry in sorted(entries, key=lambda pair: pair[0]):
        yield entry


def _refers(account: Record, record_id: str) -> bool:
    if account.kind not in _SHOWN:
        return False
    return account.id == record_id or any(
        ref == record_id for path, ref in references(account) if not path.startswith(_ASIDE)
    )


def what(record: Record) -> str:
    """Say in a few words what a record says happened."""
    if isinstance(record, RecognitionAct):
        return f"{record.move}: {record.actor} -> {record.target} as {record.capacity}"
    if isinstance(record, DiplomaticAct):
        sides = " - ".join(record.parties) or f"{record.sender} -> {record.receiver}"
        return f"{record.move}: {sides}"
    if isinstance(record, Event):
        return f"{record.change}: {record.state}"
    if isinstance(record, Restriction):
        targets = ", ".join((*record.targets, *record.groups))
        return f"{record.measure} ({record.domain}) by {record.imposer} on {targets}"
    if isinstance(record, Statement):
        return f"{record.force}: {record.speaker or record.attributed_to or 'nobody named'}"
    return f"{record.kind} {record.id}" + (" in control" if record.kind in ENDED_KINDS else "")
