"""What captions say in words: lists of names, and numbers with their nouns."""

from collections.abc import Sequence
from typing import Final

MOST: Final = 12
"""How many names a caption lists before it counts the rest."""


def plural(number: int, noun: str, more: str = "") -> str:
    """Give a number with its noun."""
    return f"{number} {noun if number == 1 else more or noun + 's'}"


def heading(clause: str) -> str:
    """Give a clause as it begins a line: with a capital letter, and the others as they are."""
    return clause[:1].upper() + clause[1:]


def shortened(name: str) -> str:
    """Give a name as a caption has room for it."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"


_LONGEST: Final = 40


def listed_names(names: Sequence[str], most: int = MOST) -> str:
    """Give names as a list; of more than fit, how many more there are.

    Example:
        >>> listed_names(["A", "B", "C"], most=2)
        'A, B and 1 more'
    """
    names = [shortened(name) for name in names]
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
