"""The rows of `growth`: how time grows for data that is shaped to be hard."""

from collections.abc import Iterator
from typing import Final

from growth import SHAPES, exponent
from growth import rows as measured
from timing import Row, Sizes

TITLE: Final = "Growth for data that is shaped to be hard (exponent; 1 is linear, 2 quadratic)"
MOST: Final = Sizes(quick=80, full=16_000)
NOT_QUADRATIC: Final = 1.5


def rows(size: str, rounds: int) -> Iterator[Row]:
    """Give the exponent of each shape, over four sizes of which each is twice the one before."""
    most: int = getattr(MOST, size)
    sizes = [most >> halvings for halvings in (3, 2, 1, 0)]
    for shape in SHAPES:
        points = list(measured(sizes, [shape]))
        yield Row(
            what=shape,
            ours=exponent(points),
            unit="",
            at_most=NOT_QUADRATIC,
            argued="performance.md#data-that-is-shaped-to-be-hard",
            note=f"{points[-1].seconds:.3g} s for {most:,}",
            points=tuple((point.size, point.seconds) for point in points),
        )
