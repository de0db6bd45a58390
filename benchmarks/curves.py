"""How the time of each path grows with the records: load, dump, check, merge, index, questions, and every format.

The time is that of the processor, so that what else the machine does counts little. A path goes on to ten times as many
records as long as that is expected to stay within a budget. The figure of a path is the exponent of its growth from the
second size on: 1 is linear, 2 quadratic. A format is measured on files, record by record where it can.
"""

import gc
import math
import random
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import msgspec
from load import STATES, document, plain
from timing import Row, Sizes, absent

import recognition
from recognition.convert.mirror import read_document
from recognition.formats import FORMATS, LOSSY

TITLE: Final = "Growth with the records (exponent; 1 is linear, 2 quadratic)"
LARGEST: Final = Sizes(quick=200, full=1_000_000)
STREAMED: Final = Sizes(quick=200, full=10_000_000)
"""The largest size for what keeps no more than a few records at a time, whatever their number."""
BUDGET: Final = Sizes(quick=60, full=200)
"""The seconds that one measurement of a path may be expected to take."""
LONG: Final = 5
"""A measurement that is expected to take more seconds is made once."""
NEAR_LINEAR: Final = 1.2
STREAMING: Final = {"jsonl", "csv", "parquet", "sqlite", "ntriples"}
"""The formats that are both read and written in constant memory."""
_NEEDS: Final = {"yaml": "yaml", "parquet": "pyarrow", "turtle": "pyoxigraph", "ntriples": "pyoxigraph"}


def seconds_of(work: Callable[[], object], times: int) -> float:
    """Give the median of the processor's seconds."""
    found = list[float]()
    for _ in range(times):
        gc.collect()
        begun = time.process_time()
        result = work()
        found.append(time.process_time() - begun)
        del result
    return statistics.median(found)


def ask(history: recognition.History, count: int) -> None:
    """Ask as many questions as there are acts."""
    chance = random.Random(1)
    for _ in range(count):
        actor, target = chance.sample(range(STATES), 2)
        day = date(chance.randrange(1816, 2025), chance.randrange(1, 13), chance.randrange(1, 29))
        _ = history.standing(f"state:S{actor:03}", f"state:S{target:03}", on=day).possible


def core(acts: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give what is done in memory, by name."""
    data = document(acts)
    yield "JSON to records", lambda: read_document(data)
    yield "load JSON", lambda: recognition.loads(data)
    dataset = recognition.loads(data)
    yield "dump JSON", lambda: recognition.dumps(dataset)
    records = list(dataset)
    yield "check (Dataset)", lambda: recognition.Dataset(records)
    actors = [record for record in records if isinstance(record, recognition.State | recognition.Source)]
    acting = [record for record in records if not isinstance(record, recognition.State | recognition.Source)]
    one = recognition.Dataset(actors + acting[: 2 * len(acting) // 3])
    other = recognition.Dataset(actors + acting[len(acting) // 3 :])
    yield "merge", lambda: recognition.merge(one, other)
    yield "diff", lambda: recognition.diff(one, other)
    yield "index (History)", lambda: recognition.History(dataset)
    history = recognition.History(dataset)
    yield "as-of questions, as many as acts", lambda: ask(history, acts)
    yield "segments of all pairs", lambda: sum(1 for _ in history.segments())


def stored(acts: int, folder: Path, wanted: Callable[[str], bool]) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give the writing and reading of each format, by name."""
    names = [name for name in FORMATS if name not in LOSSY and not absent(_NEEDS.get(name, "recognition"))]
    names = [name for name in names if wanted(f"JSON Lines to {name}")]
    if not names:
        return
    source = folder / f"{acts}.jsonl"
    with source.open("wb") as file:
        file.write(recognition.dumps(recognition.Dataset([]), format="jsonl"))
        file.writelines(msgspec.json.encode(record) + b"\n" for record in plain(acts))
    for name in names:
        target = folder / f"{acts}-out{FORMATS[name][0]}"

        def write(target: Path = target) -> Any:
            return recognition.write_records(recognition.read_records(source), target)

        def read(target: Path = target) -> int:
            return sum(1 for _ in recognition.read_records(target))

        yield f"JSON Lines to {name}", write
        if wanted(f"read {name}"):
            if not target.exists():
                write()
            yield f"read {name}", read
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)


def exponent(points: list[tuple[int, float]]) -> float:
    """Give the exponent of the growth from the second size on, or from the first if there are two."""
    (low, begun), (high, ended) = points[1 if len(points) > 2 else 0], points[-1]
    return math.log(ended / begun) / math.log(high / low)


def measure(largest: int, streamed: int, budget: float, rounds: int) -> dict[str, list[tuple[int, float]]]:
    """Give the points of each path."""
    curves: dict[str, list[tuple[int, float]]] = {}
    acts = max(20, largest // 1000)

    def wanted(path: str) -> bool:
        points = curves.get(path, [])
        return not points or (
            points[-1][0] * 10 == acts
            and points[-1][1] * 10 < budget
            and (acts <= largest or path.rpartition(" ")[2] in STREAMING)
        )

    with TemporaryDirectory() as folder:
        while acts <= streamed:
            for works in (core(acts) if acts <= largest else (), stored(acts, Path(folder), wanted)):
                for path, work in works:
                    if wanted(path):
                        points = curves.setdefault(path, [])
                        once = bool(points) and points[-1][1] * 10 > LONG
                        points.append((acts, seconds_of(work, 1 if once else rounds)))
            acts *= 10
    return curves


def rows(size: str, rounds: int) -> Iterator[Row]:
    """Give the row of each path."""
    for path, points in measure(
        getattr(LARGEST, size), getattr(STREAMED, size), getattr(BUDGET, size), min(rounds, 3)
    ).items():
        (most, seconds) = points[-1]
        yield Row(
            what=path,
            ours=exponent(points) if len(points) > 1 else None,
            unit="",
            at_most=NEAR_LINEAR,
            argued="performance.md#how-the-curves-run",
            note=f"{seconds:.3g} s of processor for {most:,} acts",
            points=tuple(points),
        )
