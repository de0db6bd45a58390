"""The rows of `memory`: what a dataset takes, beside pydantic's models and the JSON text that it came from."""

from collections.abc import Iterator
from typing import Final

from memory import WORKS, run
from timing import Row, Sizes, absent

TITLE: Final = "Memory per million acts"
ACTS: Final = Sizes(quick=2_000, full=200_000)
INDEXED: Final = Sizes(quick=2_000, full=1_000_000)
MOST: Final = 1500
"""What a dataset of a million acts, with its index, may take at its peak, in megabytes."""


def rows(size: str, rounds: int) -> Iterator[Row]:
    """Give the comparisons; each contestant runs once, in a process of its own."""
    acts: int = getattr(ACTS, size)
    indexed = "loaded and indexed"
    wanted = [name for name in WORKS if name != indexed and not (name.startswith("pydantic") and absent("pydantic"))]
    found = {row.contestant: row for row in run(acts, wanted)}
    ours = found.pop("loaded")
    for name, row in found.items():
        yield Row(what=f"held by a dataset of {acts:,} acts: {name}", ours=ours.held, peer=row.held, unit="MB")
    acts = getattr(INDEXED, size)
    (row,) = run(acts, [indexed])
    yield Row(
        what=f"{acts:,} acts loaded, checked and indexed: peak",
        ours=row.peak,
        unit="MB",
        at_most=MOST,
        argued="performance.md#memory",
        note="per million acts; the JSON text that is read counts",
    )
