"""`Shade`: what a picture shows of the standings possible on a day, and how it is painted."""

import enum
from typing import Final

import attrs

from recognition.history.standing import Standing


class Shade(enum.StrEnum):
    """What is shown of a set of possible standings."""

    RECOGNISED = "recognised"
    """Recognised for certain."""
    POSSIBLE = "possibly recognised"
    """Recognised or not: both are possible."""
    ACKNOWLEDGED = "acknowledged"
    """A claim or fact was taken note of."""
    WITHHELD = "withheld"
    """Recognition was said not to be given, for now."""
    REFUSED = "refused"
    """Recognition was turned down."""
    SUSPENDED = "suspended"
    """Recognition was put off."""
    WITHDRAWN = "withdrawn"
    """Recognition was taken back."""
    UNDONE = "refused, suspended or withdrawn"
    """One of the three: on a map, certainly one; elsewhere, which of them is not certain."""
    UNSURE = "not recognised; else unsure"
    """Certainly not recognised; which of the other standings it is, is not certain."""
    NONE = "none on record"
    """No act is on record."""


_UNDONE: Final = frozenset({Standing.REFUSED, Standing.SUSPENDED, Standing.WITHDRAWN})


def shade_of(possible: frozenset[Standing]) -> Shade:
    """Give the shade of the standings possible on a day.

    Example:
        >>> from recognition import Standing
        >>> shade_of(frozenset({Standing.RECOGNISED})).value
        'recognised'
        >>> shade_of(frozenset({Standing.NONE, Standing.RECOGNISED})).value
        'possibly recognised'
        >>> shade_of(frozenset({Standing.REFUSED, Standing.WITHDRAWN})).value
        'refused, suspended or withdrawn'
    """
    if len(possible) == 1:
        (standing,) = possible
        return Shade[standing.name]
    if Standing.RECOGNISED in possible:
        return Shade.POSSIBLE
    return Shade.UNDONE if possible <= _UNDONE else Shade.UNSURE


def coarse(shade: Shade) -> Shade:
    """Give the shade of a map, which has no room for all of them."""
    if shade in {Shade.REFUSED, Shade.SUSPENDED, Shade.WITHDRAWN}:
        return Shade.UNDONE
    return Shade.UNSURE if shade in {Shade.ACKNOWLEDGED, Shade.WITHHELD} else shade


@attrs.frozen
class Paint:
    """How a shade is painted.

    The colours are those of M. Okabe and K. Ito, *Color Universal Design* (2008), which people of every kind of colour
    vision tell apart. Height and hatching say the same once more, for those who see or print in grey.
    """

    face: str
    """The colour of its ground."""
    ink: str
    """The colour of its hatching."""
    hatch: str = ""
    """Its hatching, as matplotlib writes it."""
    height: float = 1.0
    """Its part of the height of a bar: what is not recognition is lower."""


WHITE: Final = "#ffffff"
BLUE: Final = "#0072b2"
SKY: Final = "#56b4e9"
_YELLOW: Final = "#f0e442"
ORANGE: Final = "#e69f00"
_VERMILION: Final = "#d55e00"
_PURPLE: Final = "#cc79a7"
GREY: Final = "#8c8c8c"
PALE: Final = "#e6e6e6"
INK: Final = "#1a1a1a"


@attrs.frozen
class Look:
    """How a tile of a map is drawn: its form says the same as its colour."""

    face: str
    """Its colour."""
    edge: str
    """The colour of its edge."""
    text: str = INK
    """The colour of its code."""
    form: str = "full"
    """What of it is coloured: all (``full``), the half below the diagonal (``half``), all but a line (``struck``)."""
    marked: bool = False
    """Whether it has a thick frame."""


PAINTS: Final = {
    Shade.RECOGNISED: Paint(BLUE, BLUE),
    Shade.POSSIBLE: Paint(WHITE, BLUE, "////////"),
    Shade.ACKNOWLEDGED: Paint(SKY, SKY, height=0.45),
    Shade.WITHHELD: Paint(_YELLOW, INK, "||||||", height=0.45),
    Shade.REFUSED: Paint(_VERMILION, INK, "xxxxxx", height=0.45),
    Shade.SUSPENDED: Paint(ORANGE, INK, "\\\\\\\\\\\\", height=0.45),
    Shade.WITHDRAWN: Paint(_PURPLE, INK, "------", height=0.45),
    Shade.UNDONE: Paint(ORANGE, ORANGE, height=0.45),
    Shade.UNSURE: Paint(WHITE, GREY, "\\\\\\\\\\\\\\\\", height=0.45),
    Shade.NONE: Paint(PALE, PALE, height=0.1),
}
"""How each shade is painted on a time line."""
