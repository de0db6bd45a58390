"""`Truth`: three-valued logic after Kleene, so that a doubt is never taken for a fact."""

import enum
from collections.abc import Iterable
from typing import NoReturn


class Truth(enum.Enum):
    """A truth value of Kleene's strong three-valued logic (*Introduction to Metamathematics*, 1952, section 64).

    ``&``, ``|`` and ``~`` combine values. ``bool()`` of ``UNKNOWN`` raises, so no ``if`` swallows a doubt.

    Example:
        >>> from recognition import Truth
        >>> Truth.TRUE & Truth.UNKNOWN
        Truth.UNKNOWN
        >>> Truth.FALSE & Truth.UNKNOWN
        Truth.FALSE
        >>> bool(Truth.UNKNOWN)
        Traceback (most recent call last):
            ...
        TypeError: Truth.UNKNOWN is neither true nor false; compare with `is`
    """

    FALSE = 0
    """Certainly not so."""
    UNKNOWN = 1
    """The record does not settle it."""
    TRUE = 2
    """Certainly so."""

    @classmethod
    def of(cls, value: bool) -> "Truth":  # noqa: FBT001 - the value is what is converted
        """Give ``TRUE`` or ``FALSE`` for a plain bool."""
        return cls.TRUE if value else cls.FALSE

    @classmethod
    def all(cls, values: "Iterable[Truth]") -> "Truth":
        """Give the conjunction; ``TRUE`` of nothing."""
        return min(values, key=_rank, default=cls.TRUE)

    @classmethod
    def any(cls, values: "Iterable[Truth]") -> "Truth":
        """Give the disjunction; ``FALSE`` of nothing."""
        return max(values, key=_rank, default=cls.FALSE)

    def __and__(self, other: "Truth") -> "Truth":
        """Give the lesser of the two, in the order FALSE, UNKNOWN, TRUE."""
        # Another enum with numbers for values would combine without a word.
        if not isinstance(other, Truth):  # pyright: ignore[reportUnnecessaryIsInstance]
            return NotImplemented
        return self if self.value <= other.value else other

    def __or__(self, other: "Truth") -> "Truth":
        """Give the greater of the two, in the order FALSE, UNKNOWN, TRUE."""
        if not isinstance(other, Truth):  # pyright: ignore[reportUnnecessaryIsInstance]
            return NotImplemented
        return self if self.value >= other.value else other

    def __invert__(self) -> "Truth":
        """Swap TRUE and FALSE; UNKNOWN stays."""
        return Truth(2 - self.value)

    def __bool__(self) -> bool:
        """Give the bool of a certain value.

        Raises:
            TypeError: for ``UNKNOWN``.
        """
        if self is Truth.UNKNOWN:
            _refuse()
        return self is Truth.TRUE

    def __repr__(self) -> str:
        """Give the name to type."""
        return f"Truth.{self.name}"


def _rank(value: Truth) -> int:
    return value.value


def _refuse() -> NoReturn:
    message = "Truth.UNKNOWN is neither true nor false; compare with `is`"
    raise TypeError(message)
