"""The rows of `memory`: what a dataset takes, beside pydantic's models and the JSON text that it came from."""

from collections.abc import Iterator
from typing import Final

from memory import WORKS, run
from timing import Row, Sizes, absent

TITLE: Final = "Memory per million acts"
ACTS: Final = Sizes(quick=2_000, full=1_000_000)
MOST: Final = 1500
"""What a dataset of a million acts, with its index, may take at its peak, in megabytes."""


def rows(size: str, rounds: int) -> Iterator[Row]:
    """Give the comparisons; each contestant runs once, in a process of its own."""
    acts: int = getattr(ACTS, size)
    wanted = [name for name in WORKS if not (name.startswith("pydantic") and absent("pydantic"))]
    found = {row.contestant: row for row in run(acts, wanted)}
    ours = found["loaded"]
    for name, row in found.items():
        if not name.startswith("loaded"):
            yield Row(what=f"{acts:,} acts held: {name}", ours=ours.held, peer=row.held, unit="MB")
    yield Row(
        what=f"{acts:,} acts loaded, checked and indexed, peak",
        ours=found["loaded and indexed"].peak,
        unit="MB",
        at_most=MOST,
        argued="performance.md#memory",
        note="a million acts each; the JSON text that is read counts",
    )
