"""Runs every benchmark and prints how the library compares: ``python benchmarks/run.py``.

Each part runs in a process of its own, so that its memory and caches do not disturb the others. A ratio is our time by
the peer's, measured in one run, so that less than 1 is faster. ``--quick`` is a smoke run on small sizes, whose figures
mean little. ``--write`` keeps what was measured in `benchmarks/results.json`, part by part, and puts the table that is
made from it into `docs/benchmarks.md`.
"""

import argparse
import importlib
import json
import platform
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from timing import Row, ratio, show, told

HERE: Final = Path(__file__).resolve().parent
RESULTS: Final = HERE / "results.json"
PAGE: Final = HERE.parent / "docs" / "benchmarks.md"
BEGIN: Final = "<!-- what follows is written by `benchmarks/run.py --write` -->"
END: Final = "<!-- what stands above is written by `benchmarks/run.py --write` -->"

PARTS: Final = (
    "imports",
    "dates",
    "load",
    "dump",
    "entities",
    "history",
    "standing_at",
    "panels",
    "graphs",
    "formats",
    "memory",
    "curves",
    "growth",
)
MODULES: Final = {"memory": "part_memory", "growth": "part_growth"}
"""The modules of parts whose own name is that of a script which does more."""
LIBRARIES: Final = (
    "attrs",
    "cattrs",
    "msgspec",
    "pydantic",
    "orjson",
    "followthemoney",
    "stix2",
    "edtf",
    "undate",
    "pandas",
    "polars",
    "duckdb",
    "rdflib",
    "pyoxigraph",
    "pyarrow",
)


def versions() -> dict[str, str]:
    """Give the versions of the libraries that are installed."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def measured(part: str, size: str, rounds: int) -> tuple[str, list[Row]]:
    """Run a part in a process of its own, and give its title and its rows."""
    command = [sys.executable, __file__, "--child", part, "--rounds", str(rounds)]
    if size == "quick":
        command.append("--quick")
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)  # noqa: S603 - this file
    if done.returncode:
        message = f"the part {part} failed with code {done.returncode}"
        raise SystemExit(message)
    found = json.loads(done.stdout.splitlines()[-1])
    return found["title"], [_row(plain) for plain in found["rows"]]


def _row(plain: dict[str, Any]) -> Row:
    return Row(**plain | {"points": tuple((records, seconds) for records, seconds in plain["points"])})


def child(part: str, size: str, rounds: int) -> None:
    """Measure a part and print its rows as data, on the last line."""
    try:
        module = importlib.import_module(MODULES.get(part, part))
    except ModuleNotFoundError as error:
        rows = [Row(what=part, note=f"skipped: {error.name} is not installed")]
        print(json.dumps({"title": part, "rows": [asdict(row) for row in rows]}))
        return
    print(json.dumps({"title": module.TITLE, "rows": [asdict(row) for row in module.rows(size, rounds)]}))


def summary(rows: Iterable[Row]) -> Iterator[str]:
    """Give a line for each target, and how many are met."""
    aimed = [row for row in rows if row.verdict]
    for row in aimed:
        found = told(row.figure, row.unit if row.peer is None else "")
        yield f"{row.verdict:<12} {found:>14}, {row.target:<16} {row.what}"
    yield f"{sum(row.verdict == 'met' for row in aimed)} of {len(aimed)} targets are met"


def table(parts: dict[str, Any]) -> str:
    """Give the results as tables in Markdown."""
    lines = list[str]()
    for name, part in parts.items():
        libraries = ", ".join(f"{library} {number}" for library, number in part["versions"].items())
        lines += ["", f"### {part['title']}", ""]
        lines += ["| what: beside what | ours | peer | ours / peer | target | |", "|---|--:|--:|--:|---|---|"]
        for row in map(_row, part["rows"]):
            verdict = row.verdict
            if row.argued and verdict.startswith("not met"):
                verdict = f"not met: [why](explanation/{row.argued})"
            cells = (told(row.ours, row.unit), told(row.peer, row.unit), ratio(row), row.target, verdict)
            note = f" <br>*{row.note}*" if row.note else ""
            lines.append(f"| {row.what}{note} | " + " | ".join(cells) + " |")
        lines += ["", f"Measured on {part['measured']}, medians of {part['rounds']}."]
        if name == list(parts)[-1]:
            lines += ["", f"With {part['python']} on {part['machine']}: {libraries}."]
    return "\n".join(lines)


def write(found: dict[str, Any]) -> None:
    """Keep the results and put their tables into the page."""
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    together = kept | found
    parts = {name: together[name] for name in PARTS if name in together}
    RESULTS.write_text(json.dumps(parts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{table(parts)}\n\n{END}{after}", encoding="utf-8")


def rounded(row: Row) -> Row:
    """Give a row with no more digits than mean anything."""

    def short(value: float | None) -> float | None:
        return None if value is None else float(f"{value:.4g}")

    points = tuple((records, float(f"{seconds:.4g}")) for records, seconds in row.points)
    return replace(row, ours=short(row.ours), peer=short(row.peer), points=points)


def main() -> None:
    """Read the arguments and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small sizes: a smoke run")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--rounds", type=int, help="how many times each contestant is measured (5; 1 if quick)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results as data, too")
    parser.add_argument("--write", action="store_true", help="keep the results, and write them into the documentation")
    parser.add_argument("--child", choices=PARTS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    size = "quick" if arguments.quick else "full"
    rounds = arguments.rounds or (1 if arguments.quick else 5)
    if arguments.child:
        child(arguments.child, size, rounds)
        return
    if arguments.write and arguments.quick:
        parser.error("--write keeps no figures of a smoke run")
    present = versions()
    machine = f"{platform.system()}, {platform.machine()}"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    print(f"{python} on {machine}; " + ", ".join(f"{name} {number}" for name, number in present.items()))
    found: dict[str, Any] = {}
    every = list[Row]()
    for part in arguments.only:
        title, measures = measured(part, size, rounds)
        rows = [rounded(row) for row in measures]
        show(f"{part}: {title}", rows)
        every += rows
        found[part] = {
            "title": title,
            "measured": date.today().isoformat(),  # noqa: DTZ011 - the day where it was measured
            "size": size,
            "rounds": rounds,
            "python": python,
            "machine": machine,
            "versions": present,
            "rows": [asdict(row) for row in rows],
        }
        if arguments.write:
            write({part: found[part]})
    print("\nTargets, by figures that mean little at these sizes\n" if arguments.quick else "\nTargets\n")
    print("\n".join(summary(every)))
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
