"""Columns: the names and types of the columns that tables of acts, of standings and of runs of days share."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from recognition.errors import MissingExtraError
from recognition.history.standing import Standing

try:
    import narwhals as nw
except ModuleNotFoundError:  # pragma: no cover - tried in an environment of its own
    _missing = MissingExtraError("frames", "making tables")
    raise _missing from None

PAIR: Final = MappingProxyType(
    {"actor": nw.String(), "target": nw.String(), "capacity": nw.String(), "concerning": nw.String()}
)
"""Of whom a standing is: the columns that name a pair."""
ACTS: Final = MappingProxyType(
    {
        **PAIR,
        "act": nw.String(),
        "standing": nw.String(),
        "earliest": nw.Date(),
        "latest": nw.Date(),
        "certain": nw.Boolean(),
        "overtaken": nw.Date(),
        "reason": nw.String(),
    }
)
"""The columns of a table of acts, with their types."""
POSSIBLE: Final = MappingProxyType({standing: f"possible_{standing.value}" for standing in Standing})
"""The column that says whether a standing is possible, by standing."""
ANSWER: Final = MappingProxyType(
    {**dict.fromkeys(POSSIBLE.values(), nw.Boolean()), "standing": nw.String(), "recognised": nw.Boolean()}
)
"""What is answered of a pair: the columns of an answer."""

SEGMENTS: Final = MappingProxyType({**PAIR, "start": nw.Date(), "end": nw.Date(), **ANSWER})
"""The columns of a table of runs of days, with their types."""


def answer_of(possible: Iterable[Standing] | None) -> tuple[bool | str | None, ...]:
    """Give the values of the columns of an answer.

    Args:
        possible: the standings possible; ``None``: there is no answer.
    """
    if possible is None:
        return (None,) * len(ANSWER)
    standings = frozenset(possible)
    certain = next(iter(standings)).value if len(standings) == 1 else None
    recognised = False if Standing.RECOGNISED not in standings else True if certain else None
    return (*(standing in standings for standing in Standing), certain, recognised)
