"""Measuring contestants in turns, and a table of how they compare."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

Work = Callable[[], object]
_HEADER: Final = f"{'what':<58}{'ours':>10}{'peer':>10}{'peer/ours':>11}"


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


def medians(contestants: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """Give the median time of each, in seconds; each round measures all of them, in turn from another one on."""
    names = list(contestants)
    times: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(rounds):
        start = turn % len(names)
        for name in names[start:] + names[:start]:
            gc.collect()
            begun = time.perf_counter()
            result = contestants[name]()
            times[name].append(time.perf_counter() - begun)
            del result
    return {name: statistics.median(values) for name, values in times.items()}


def heading(text: str) -> None:
    """Print what a table is about, and its head."""
    print(f"\n{text}\n\n{_HEADER}\n{'-' * len(_HEADER)}")


def row(what: str, ours: float, peer: float) -> None:
    """Print a line of the table: times in milliseconds, and how many times as long the peer takes."""
    print(f"{what:<58}{ours * 1000:>8.1f}ms{peer * 1000:>8.1f}ms{peer / ours:>10.2f}x")
