"""`Standing`: where a pair of actor and target stands, and the sets of such outcomes."""

import enum
from typing import Final

from recognition.model.vocabulary import RecognitionMove


class Standing(enum.StrEnum):
    """What an actor's last act on a target's recognition has made of it."""

    NONE = "none"
    """No act is on record."""
    ACKNOWLEDGED = "acknowledged"
    """A claim or fact was taken note of."""
    WITHHELD = "withheld"
    """Recognition was said not to be given, for now."""
    REFUSED = "refused"
    """Recognition was asked for and turned down."""
    RECOGNISED = "recognised"
    """Recognition was given, and nothing has undone it."""
    SUSPENDED = "suspended"
    """Recognition was given, and put off."""
    WITHDRAWN = "withdrawn"
    """Recognition was given, and taken back."""


STANDINGS: Final = tuple(Standing)
Mask = int
"""A set of outcomes, a bit each: for recognition, the standings in their order."""
NOTHING: Final[Mask] = 1
"""The outcome that there was no act."""
RECOGNISED: Final[Mask] = 1 << STANDINGS.index(Standing.RECOGNISED)
WITHDRAWN: Final[Mask] = 1 << STANDINGS.index(Standing.WITHDRAWN)

GIVING: Final = frozenset({RecognitionMove.RECOGNITION, RecognitionMove.REAFFIRMATION, RecognitionMove.RESUMPTION})
"""The moves that make a standing of `recognised`."""
EFFECTS: Final[dict[RecognitionMove, Mask]] = {
    move: 1 << STANDINGS.index(standing)
    for move, standing in {
        RecognitionMove.ACKNOWLEDGEMENT: Standing.ACKNOWLEDGED,
        RecognitionMove.WITHHOLDING: Standing.WITHHELD,
        RecognitionMove.REFUSAL: Standing.REFUSED,
        RecognitionMove.SUSPENSION: Standing.SUSPENDED,
        RecognitionMove.WITHDRAWAL: Standing.WITHDRAWN,
        **dict.fromkeys(GIVING, Standing.RECOGNISED),
    }.items()
}
"""The outcome of each move; a request has none."""
ANYTHING: Final[Mask] = (1 << len(STANDINGS)) - 1
"""Every outcome: what a move of a newer producer may mean."""


def effect_of(move: RecognitionMove) -> Mask | None:
    """Give the outcome of a move; ``None`` if it has none."""
    return EFFECTS.get(move) if move.listed else ANYTHING


_SETS: Final = tuple(
    frozenset(standing for bit, standing in enumerate(STANDINGS) if mask >> bit & 1)
    for mask in range(1 << len(STANDINGS))
)


def standings_of(mask: Mask) -> frozenset[Standing]:
    """Give the standings of a set of outcomes."""
    return _SETS[mask]
