"""Panels of dyads, beside Polars written by hand for the same rows: ``python benchmarks/panels.py``.

The list is the Correlates of War's, release of 2024, if its file is given by ``--list``; else one is made up that is as
large: 217 codes, some of which have two spells. Both contestants begin with the spells and end with the same columns in
the same order; their rows are compared before they are timed. ``certain`` is ours alone: the peer is spared it. Further
tables tell how time grows with the list, and what the other libraries and the other units take.
"""

import argparse
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import polars as pl
from timing import WALL, Row, Sizes, medians, show

from recognition import Dataset, Membership, Period, State
from recognition.frames import BACKENDS, dyad_panel, state_panel
from recognition.frames.backends import check_backend
from recognition.sources import cow

TITLE: Final = "Directed dyad years, 1816 to 2024"
CODES: Final = (Sizes(quick=10, full=50), Sizes(quick=20, full=217), Sizes(quick=20, full=400))
LAST = date(2024, 12, 31)


def made_up(count: int, seed: int = 1) -> Dataset:
    """Give a list of states of so many codes, which come one after the other, as states did."""
    rng = random.Random(seed)

    def day(first: date, last: date) -> date:
        return first + timedelta(rng.randrange((last - first).days))

    states = []
    for number in range(count):
        begin = date(1816, 1, 1) if number % 9 == 0 else day(date(1816 + 150 * number // count, 1, 1), date(1993, 1, 1))
        periods = [(begin, None)]
        if number % 8 == 1:  # two spells, with some time or no time between
            until = day(begin, date(2006, 1, 1))
            periods = [
                (begin, until),
                (day(until + timedelta(1), until + timedelta(9_000 if number % 16 == 1 else 90)), None),
            ]
        listed = tuple(
            Membership(system="cow-2024", code=str(2 + 3 * number), period=Period(f"{first}/{last or '..'}"))
            for first, last in periods
            if first < LAST
        )
        states.append(State(id=f"state:S{number}", name=f"State {number}", memberships=listed))
    return Dataset(states)


def spells(dataset: Dataset) -> pl.DataFrame:
    """Give the spells of a dataset as a frame, from which the peer begins."""
    rows = [
        (
            int(str(member.code)),
            state.id,
            state.name,
            member.period.start.day,
            member.period.end and member.period.end.day,
        )
        for state in dataset.of(State)
        for member in state.memberships
        if member.system == "cow-2024" and member.period is not None and member.period.start is not None
    ]
    names = ["code", "state", "name", "first", "last"]
    return (
        pl.DataFrame(rows, schema=names, orient="row")
        .with_columns(pl.col("last").fill_null(LAST))
        .sort("first", "last")
    )


def by_hand(dataset: Dataset) -> pl.DataFrame:
    """Give the directed dyad years, as one writes it: spells to years, years with themselves, those without a day out.

    It takes the days from the first to the last of a code within a year for all of them, which is wrong for one that
    leaves and comes back within a year while another comes and goes between; the rows are compared.
    """
    year = pl.col("year")
    states = (
        spells(dataset)
        .with_columns(year=pl.int_ranges(pl.col("first").dt.year(), pl.col("last").dt.year() + 1, dtype=pl.Int64))
        .explode("year")
        .group_by("year", "code")
        .agg(
            low=pl.max_horizontal(pl.col("first").min(), pl.date(year.first(), 1, 1)),
            high=pl.min_horizontal(pl.col("last").max(), pl.date(year.first(), 12, 31)),
            state=pl.col("state").last(),
            name=pl.col("name").last(),
        )
    )
    one, two = (
        states.select(
            "year", *(pl.col(name).alias(f"{name}{side}") for name in ("code", "state", "name", "low", "high"))
        )
        for side in (1, 2)
    )
    return (
        one.join(two, on="year")
        .filter(
            pl.col("code1") != pl.col("code2"), pl.col("low1") <= pl.col("high2"), pl.col("low2") <= pl.col("high1")
        )
        .select("year", "code1", "state1", "name1", "code2", "state2", "name2")
        .sort("year", "code1", "code2")
    )


def ours(dataset: Dataset, **options: Any) -> Any:
    """Give the directed dyad years of the library."""
    return dyad_panel(dataset, system="cow-2024", **options)


def rows(size: str, rounds: int) -> Iterator[Row]:
    """Give the comparisons."""
    for codes in sorted({getattr(sizes, size) for sizes in CODES}):
        yield beside_polars(f"{codes} codes, made up", made_up(codes), rounds)


def beside_polars(what: str, dataset: Dataset, rounds: int) -> Row:
    """Compare the rows with those of the peer, then the times."""
    panel = ours(dataset)
    if not panel.drop("certain").equals(by_hand(dataset)):
        message = f"{what}: the rows are not the same"
        raise SystemExit(message)
    if not panel["certain"].all():
        message = f"{what}: some rows are not certain"
        raise SystemExit(message)
    times = medians({"ours": lambda: ours(dataset), "peer": lambda: by_hand(dataset)}, rounds, WALL)
    return Row(what=f"{what}, {panel.height:,} rows: Polars by hand", ours=times["ours"], peer=times["peer"])


def of_each_library(dataset: Dataset, rounds: int) -> None:
    """Print what each library takes for the same rows, fetched where it is lazy."""
    fetch: dict[str, Callable[[Any], Any]] = {
        "duckdb": lambda frame: frame.to_arrow_table() if hasattr(frame, "to_arrow_table") else frame.arrow(),
    }
    print(f"\n{'library, directed dyad years':<58}{'time':>10}")
    for name in BACKENDS:
        if name == "pyspark":
            continue  # it is measured in minutes of start-up
        try:
            check_backend(name)
        except ImportError as error:
            print(f"{name:<58}{error}")
            continue
        times = medians({name: lambda name=name: fetch.get(name, len)(ours(dataset, backend=name))}, rounds, WALL)
        print(f"{name:<58}{times[name] * 1000:>8.1f}ms")


def main() -> None:
    """Read the arguments and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", type=Path, help="the file of the Correlates of War's list, release of 2024")
    parser.add_argument("--rounds", type=int, default=5, help="how many times each contestant is measured")
    arguments = parser.parse_args()
    dataset = cow.read(arguments.list).dataset if arguments.list else made_up(217)
    print(f"Polars {pl.__version__}; medians of {arguments.rounds}")
    what = "the list" if arguments.list else "a list made up"
    show(TITLE, [beside_polars(what, dataset, arguments.rounds)])
    grown = (beside_polars(f"{count} codes", made_up(count), arguments.rounds) for count in (25, 50, 100, 200, 400))
    show("As lists grow", grown)
    of_each_library(dataset, max(1, arguments.rounds // 2))
    print(f"\n{'states in a unit':<58}{'time':>10}{'rows':>12}")
    for unit in ("year", "quarter", "month", "day"):
        height = state_panel(dataset, system="cow-2024", unit=unit).height
        times = medians({unit: lambda unit=unit: state_panel(dataset, system="cow-2024", unit=unit)}, 1, WALL)
        print(f"{unit:<58}{times[unit] * 1000:>8.1f}ms{height:>12,}")


if __name__ == "__main__":
    main()
