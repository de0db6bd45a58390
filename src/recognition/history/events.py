"""`Event`: a happening as it bears on one pair, with its bounds."""

from datetime import date
from typing import NamedTuple

from recognition.history.standing import Mask
from recognition.model.record import Record


class Event(NamedTuple):
    """A happening as it bears on one pair."""

    earliest: date
    """The first day it may have been on, after tightening."""
    latest: date
    """The last day it may have been on."""
    effects: Mask
    """The outcomes that its accounts give it; one of them holds."""
    accounts: tuple[Record, ...]
    """The accounts that bear on the pair; of a derived event, its ground."""
    key: str
    """The happening."""
    optional: bool = False
    """Whether by some account it did not bear on the pair at all."""
    ends: bool = False
    """Whether it only ends a recognition that stands, by recognising a rival as sole."""
    acts_else: bool = False
    """Of one that only ends a recognition by some accounts: whether by each other account it sets a standing itself."""
    spans: tuple[tuple[date, date], ...] = ()
    """The runs of days it may have been on, where they leave gaps."""
    reason: str = ""
    """Of a derived event: why it follows from its ground."""


def simple_event(earliest: date, latest: date, effect: Mask, account: Record) -> Event:
    """Give the event of a single account with nothing special about it; made for the sake of millions."""
    return Event._make((earliest, latest, effect, (account,), account.id, False, False, False, (), ""))
