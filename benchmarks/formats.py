"""The rate and the peak memory of each format, each measured in a process of its own: ``python benchmarks/formats.py``.

Acts are written record by record from JSON Lines, and read back record by record, so that a format which keeps to
constant memory shows it. The peak is that of the whole process, Python and libraries included; what importing them
takes is told beside it.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from load import document
from timing import Row, Sizes

import recognition
from recognition.formats import FORMATS, LOSSY

TITLE: Final = "Formats, record by record, each in a process of its own"
ACTS: Final = Sizes(quick=1_000, full=20_000)
WHOLE: Final = {"yaml": 10, "turtle": 50, "jsonld": 50, "ntriples": 20}
"""The formats that are slow or hold everything: one of so many acts is enough to see their rate."""


def rows(size: str, rounds: int) -> Iterator[Row]:
    """Give what each format takes for an act; each is measured once."""
    names = ["jsonl", "sqlite"] if size == "quick" else [name for name in FORMATS if name not in LOSSY]
    with TemporaryDirectory() as folder:
        for name in names:
            acts = max(1000, getattr(ACTS, size) // WHOLE.get(name, 1))
            source = Path(folder, f"{acts}.jsonl")
            if not source.exists():
                recognition.write_records(recognition.loads(document(acts)), source)
            target = Path(folder, f"acts{FORMATS[name][0]}")
            try:
                written, read = run("write", source, target), run("read", target, source)
            except PackageNotFoundError:
                yield Row(what=name, note="skipped: its library is not installed")
                continue
            for what, found in (("write", written), ("read", read)):
                note = f"{acts:,} acts; peak of the process {found['peak']:,.0f} MB"
                yield Row(what=f"{name}: {what}, a record", ours=found["seconds"] / found["count"], note=note)


def main() -> None:
    """Read the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, default=100_000, help="how many acts to write and read")
    parser.add_argument("--only", nargs="*", default=[name for name in FORMATS if name not in LOSSY])
    parser.add_argument("--pairs", metavar="FILE", help="tell how long it takes to convert a file between all pairs")
    parser.add_argument("--work", nargs=3, metavar=("WHAT", "IN", "OUT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work:
        work(*arguments.work)
        return
    if arguments.pairs:
        pairs(Path(arguments.pairs), arguments.only)
        return
    heads = ("acts", "written/s", "read/s", "bytes/act", "write MB", "read MB", "bare MB")
    print(f"{'format':<10}" + "".join(f"{head:>11}" for head in heads))
    with TemporaryDirectory() as folder:
        for name in arguments.only:
            acts = max(1000, arguments.acts // WHOLE.get(name, 1))
            source = Path(folder, f"{acts}.jsonl")
            if not source.exists():
                recognition.write_records(recognition.loads(document(acts)), source)
            measure(name, acts, source, Path(folder, f"acts{FORMATS[name][0]}"))


def pairs(path: Path, names: list[str]) -> None:
    """Print the milliseconds that each conversion takes: to load from one format, check, and write to another."""
    dataset = recognition.load(path)
    print(f"{len(dataset)} records of {path.name}, in milliseconds; from (line) to (column), best of {ROUNDS}")
    print(f"{'':<10}" + "".join(f"{name:>10}" for name in names))
    with TemporaryDirectory() as folder:
        files = {name: Path(folder, f"from{FORMATS[name][0]}") for name in names}
        for file in files.values():
            recognition.dump(dataset, file)
        for name in names:
            cells = [convert(files[name], Path(folder, f"to{FORMATS[other][0]}"), files[other]) for other in names]
            print(f"{name:<10}" + "".join(f"{cell * 1000:>10.0f}" for cell in cells), flush=True)


ROUNDS: Final = 3


def convert(source: Path, target: Path, expected: Path) -> float:
    """Give the seconds that a conversion takes, having seen that it gives the very bytes."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        recognition.dump(recognition.load(source), target)
        best = min(best, time.perf_counter() - begun)
    assert contents(target) == contents(expected)
    return best


def contents(path: Path) -> dict[str, bytes]:
    """Give the bytes of a file, or of each file of a folder."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name if path.is_dir() else "": file.read_bytes() for file in files}


def measure(name: str, acts: int, source: Path, target: Path) -> None:
    """Print the line of a format."""
    try:
        bare = run("import", source, target)
        written, read = run("write", source, target), run("read", target, source)
    except PackageNotFoundError:
        print(f"{name:<10}   its library is not installed")
        return
    size = sum(file.stat().st_size for file in target.iterdir()) if target.is_dir() else target.stat().st_size
    rates = acts, written["count"] / written["seconds"], read["count"] / read["seconds"], size / acts
    peaks = written["peak"], read["peak"], bare["peak"]
    print(f"{name:<10}" + "".join(f"{figure:>11,.0f}" for figure in (*rates, *peaks)), flush=True)


def run(what: str, source: Path, target: Path) -> dict[str, float]:
    """Do one piece of work in a process of its own, and give what it measured."""
    command = [sys.executable, __file__, "--work", what, str(source), str(target)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - this file
    if "MissingExtraError" in done.stderr:
        raise PackageNotFoundError
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def work(what: str, source: str, target: str) -> None:
    """Do one piece of work and print what it took."""
    begun = time.perf_counter()
    count = 0
    if what == "import":
        from recognition.formats import format_named, format_of

        format_named(format_of(Path(target)))
    elif what == "write":
        count = recognition.write_records(recognition.read_records(source), target)
    else:
        count = sum(1 for _ in recognition.read_records(source))
    seconds = time.perf_counter() - begun
    print(json.dumps({"count": count, "seconds": seconds, "peak": _peak()}))


def _peak() -> float:
    """Give the peak of the process, in megabytes; Linux counts that of the parent in where `resource` is asked."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
