"""Where every pair stands on a day, out of millions of acts: ours in DuckDB and Polars, beside SQL written by hand.

``python benchmarks/standing_at.py [--acts 10000000] [--rounds 3]`` tries another number of acts. They are synthetic, of
40,000 pairs, a third with partial dates. The peers are SQL written by hand in the same DuckDB, which has the seven
answers and nothing else, and knows neither orders nor doubtful acts: one is as fast as it gets, in one pass; the other
is what one writes from the definition, with a window. All answers are compared with those of the latter first.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from timing import WALL, Row, Sizes, absent, medians, show, skipped

TITLE: Final = "Where all pairs stand on a day, in the library that holds the table"
SIZE: Final = Sizes(quick=10_000, full=1_000_000)
ON: Final = "1990-06-15"
STANDINGS: Final = ("none", "acknowledged", "withheld", "refused", "recognised", "suspended", "withdrawn")
_POSSIBLE: Final = [f"possible_{standing}" for standing in STANDINGS]
_COLUMNS: Final = ", ".join(["actor", "target", *_POSSIBLE])

ACTS: Final = """
    with drawn as (
        select range as number, hash(range) % 40000 as pair, hash('day' || range) % 43800 as day_number,
            date '1900-01-01' + day_number::int as day, hash('doubt' || range) % 9 as doubt,
            hash('move' || range) % 9 as move
        from range({acts})
    )
    select 'state:S' || pair // 200 as actor, 'state:T' || pair % 200 as target, 'state' as capacity,
        null::varchar as concerning, 'recognition:a' || number as act,
        case when move < 5 then 'recognised' when move = 5 then 'suspended' when move = 6 then 'withdrawn'
            when move = 7 then 'refused' else 'withheld' end as standing,
        case doubt when 0 then date_trunc('year', day)::date when 1 then null else day end as earliest,
        case doubt when 0 then (date_trunc('year', day) + interval 1 year - interval 1 day)::date
            when 2 then null else day end as latest,
        true as certain, null::date as overtaken, null::varchar as reason
    from drawn
"""
# Of the acts that give one standing, the one with the latest last day decides.
BY_HAND: Final = """
    with summed as (
        select actor, target, capacity, concerning,
            count(*) filter (latest <= $on) as done,
            max(earliest) filter (latest <= $on) as must_follow,
            {latest}
        from {table} group by all
    )
    select actor, target, done = 0 as possible_none, {possible} from summed
""".replace(
    "{latest}",
    ", ".join(
        f"max(coalesce(latest, date '9999-12-31')) filter (standing = '{standing}' and (earliest is null or "
        f"earliest <= $on)) as latest_{standing}"
        for standing in STANDINGS[1:]
    ),
).replace(
    "{possible}",
    ", ".join(
        f"coalesce(must_follow is null or latest_{standing} >= must_follow, false) and latest_{standing} is not null "
        f"as possible_{standing}"
        for standing in STANDINGS[1:]
    ),
)
# Which day must be followed, then the acts that can follow it.
BY_DEFINITION: Final = """
    with followed as (
        select *, max(earliest) filter (latest <= $on) over (partition by actor, target, capacity) as must_follow,
            count(*) filter (latest <= $on) over (partition by actor, target, capacity) as done
        from {table}
    )
    select actor, target, any_value(done) = 0 as possible_none, {possible} from followed group by actor, target
""".replace(
    "{possible}",
    ", ".join(
        f"bool_or(standing = '{standing}' and (earliest is null or earliest <= $on) and (must_follow is null or "
        f"latest is null or latest >= must_follow)) as possible_{standing}"
        for standing in STANDINGS[1:]
    ),
)


def rows(size: str, rounds: int) -> Iterator[Row]:
    """Give the comparisons."""
    if absent("duckdb"):
        yield skipped("SQL written by hand", "duckdb")
        return
    with tempfile.TemporaryDirectory() as folder:
        yield from measure(getattr(SIZE, size), rounds, Path(folder))


def measure(acts: int, rounds: int, folder: Path) -> Iterator[Row]:
    """Compare the answers about some acts, then time them."""
    import duckdb
    import polars as pl

    from recognition.frames import standing_at

    path = folder / f"{acts}.parquet"
    connection = duckdb.connect()
    connection.execute("set preserve_insertion_order = false")
    connection.execute(f"copy ({ACTS.format(acts=acts)}) to '{path}' (format parquet)")
    connection.execute(f"create table acts as from '{path}'")
    scanned = f"'{path}'"
    frame = pl.read_parquet(path)

    def asked(table: Any) -> Any:
        return standing_at(table, on=ON)

    def by_hand(table: str, query: str = BY_HAND) -> Any:
        return connection.sql(query.format(table=table), params={"on": ON})

    works: dict[str, Callable[[], Any]] = {
        "DuckDB, a table": lambda: asked(connection.table("acts")).to_arrow_table(),
        "SQL, a table": lambda: by_hand("acts").to_arrow_table(),
        "SQL by the definition, a table": lambda: by_hand("acts", BY_DEFINITION).to_arrow_table(),
        "DuckDB, Parquet": lambda: asked(connection.read_parquet(str(path))).to_arrow_table(),
        "SQL, Parquet": lambda: by_hand(scanned).to_arrow_table(),
        "Polars, a table": lambda: asked(frame),
        "Polars, Parquet": lambda: asked(pl.scan_parquet(path)).collect(),
    }
    expected = _answers(works["SQL by the definition, a table"]())
    for name, work in works.items():
        _agree(name, expected, _answers(work()))
    times = medians(works, rounds, WALL)
    connection.close()
    pairs = f"{acts:,} acts of {len(expected):,} pairs"
    for ours, peer in (
        ("DuckDB, a table", "SQL, a table"),
        ("DuckDB, a table", "SQL by the definition, a table"),
        ("DuckDB, Parquet", "SQL, Parquet"),
        ("Polars, a table", "SQL, a table"),
        ("Polars, Parquet", "SQL, Parquet"),
    ):
        yield Row(what=f"{pairs}; {ours}: DuckDB, {peer}", ours=times[ours], peer=times[peer])


def _answers(found: Any) -> Any:
    import polars as pl

    frame = found if isinstance(found, pl.DataFrame) else pl.DataFrame(found)
    return frame.select("actor", "target", *_POSSIBLE).sort("actor", "target")


def _agree(name: str, expected: Any, found: Any) -> None:
    """See that the answers are the same, or stop."""
    if not found.equals(expected):
        message = f"{name} does not give what the definition gives"
        raise SystemExit(message)


def main() -> None:
    """Print a table for a tenth of the acts, and one for all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for acts in (arguments.acts // 10, arguments.acts):
            show(TITLE, measure(acts, arguments.rounds, Path(folder)))


if __name__ == "__main__":
    main()
