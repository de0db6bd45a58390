"""Measuring contestants in turns, and the rows of a table of how they compare."""

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final, NamedTuple

WALL: Final = time.perf_counter
Work = Callable[[], object]
_HEADER: Final = f"{'what':<68}{'ours':>12}{'peer':>12}{'ours/peer':>11}  target"


class Sizes(NamedTuple):
    """How much of something is measured."""

    quick: int
    """In a smoke run."""
    full: int
    """In the run that is published."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the table: what we take beside a peer, or alone."""

    what: str
    """What is compared."""
    ours: float | None = None
    """What we take; ``None``: nothing was measured, and the note says why."""
    peer: float | None = None
    """What the peer takes; ``None``: there is no peer, and the target is for our own figure."""
    unit: str = "s"
    """What both are told in."""
    at_most: float | None = None
    """The target: what the ratio, or our own figure, may be at most."""
    at_least: float | None = None
    """The target: what our own figure may be at least."""
    argued: str = ""
    """Where it is argued why the target cannot be reached."""
    note: str = ""
    """What a reader has to know of it."""
    points: tuple[tuple[int, float], ...] = ()
    """The points of a curve: records, seconds."""

    @property
    def figure(self) -> float | None:
        """Give the ratio of ours to the peer's; without a peer, our own figure."""
        return self.ours if self.ours is None or self.peer is None else self.ours / self.peer

    @property
    def target(self) -> str:
        """Give the target in words, or nothing."""
        if self.at_most is not None:
            return f"at most {self.at_most:,g}"
        return "" if self.at_least is None else f"at least {self.at_least:,g}"

    @property
    def verdict(self) -> str:
        """Give ``met``, ``not met``, where it is argued why not, or nothing if there is no target."""
        if not self.target or self.figure is None:
            return ""
        if (self.at_most is None or self.figure <= self.at_most) and (
            self.at_least is None or self.figure >= self.at_least
        ):
            return "met"
        return f"not met, see {self.argued}" if self.argued else "not met"


def absent(module: str) -> bool:
    """Tell whether a peer is not installed."""
    return find_spec(module) is None


def skipped(what: str, module: str) -> Row:
    """Give the row of a peer that is not installed."""
    return Row(what=what, note=f"skipped: {module} is not installed")


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the garbage collector."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def paused(work: Work) -> Work:
    """Give the same work with the garbage collector paused."""

    def run() -> object:
        with collector_paused():
            return work()

    return run


def medians(
    contestants: Mapping[str, Work], rounds: int, clock: Callable[[], float] = time.process_time
) -> dict[str, float]:
    """Give the median time of each, in seconds; each round measures all of them, in turn from another one on.

    It is the time of the processor, so that what else the machine does counts little. Where a contestant uses several
    threads or processes, that would be unfair to it: let ``clock`` be :data:`WALL`.
    """
    names = list(contestants)
    times: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(rounds):
        start = turn % len(names)
        for name in names[start:] + names[:start]:
            gc.collect()
            begun = clock()
            result = contestants[name]()
            times[name].append(clock() - begun)
            del result
    return {name: statistics.median(values) for name, values in times.items()}


def told(value: float | None, unit: str) -> str:
    """Give a figure with its unit, with as many digits as say something."""
    if value is None:
        return "-"
    if unit == "s":
        for factor, name in ((1, "s"), (1e3, "ms"), (1e6, "µs")):
            if value * factor >= 1:
                return f"{value * factor:,.3g} {name}" if value * factor < 1000 else f"{value * factor:,.0f} {name}"
        return f"{value * 1e9:,.3g} ns"
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:,.3g} {unit}".rstrip()


def ratio(row: Row) -> str:
    """Give the ratio of a row, if it has a peer."""
    if row.figure is None or row.peer is None:
        return "-"
    return f"{row.figure:.2f}" if row.figure >= 0.1 else f"{row.figure:.2g}"


def show(title: str, rows: Iterable[Row]) -> None:
    """Print a table as its rows come."""
    print(f"\n{title}\n\n{_HEADER}\n{'-' * len(_HEADER)}", flush=True)
    for row in rows:
        cells = f"{told(row.ours, row.unit):>12}{told(row.peer, row.unit):>12}{ratio(row):>11}"
        target = f"  {row.target}: {row.verdict}" if row.verdict else ""
        print(f"{row.what:<68}{cells}{target}", flush=True)
        if row.note:
            print(f"    ({row.note})", flush=True)
