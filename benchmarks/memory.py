"""Memory of many acts, each contestant in a process of its own: ``python benchmarks/memory.py [--acts 1000000]``.

What a contestant has beyond an idle process that has imported the same is given per million acts: at its peak, the
JSON text included that it reads, and once that text is let go.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

WORKS: Final = {
    "raw JSON text": "held = data",
    "json.loads, plain data": "import json; held = json.loads(data)",
    "pydantic 2 models": "import peers; held = peers.DOCUMENT.validate_json(data)",
    "loaded": "held = recognition.loads(data)",
    "loaded and indexed": "held = recognition.History(recognition.loads(data))",
}
"""What each contestant does with the bytes ``data``."""


class Row(NamedTuple):
    """What a contestant took, in megabytes a million acts."""

    contestant: str
    peak: float
    held: float


def in_process(contestant: str, path: Path) -> None:
    """Print the peak and the present memory of this process beyond what it began with, in bytes."""
    import recognition

    if contestant.startswith("pydantic"):
        import peers  # noqa: F401
    begun = present()
    names = {"data": path.read_bytes(), "recognition": recognition}
    exec(WORKS[contestant], names)  # noqa: S102 - of the texts above
    if contestant != "raw JSON text":
        names["data"] = b""
    print(highest() - begun, present() - begun)


def present() -> int:
    """Give the resident memory of this process in bytes, from Linux's own account."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def highest() -> int:
    """Give the peak of that; `getrusage` would count the process that started this one, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def run(acts: int, contestants: Sequence[str] = tuple(WORKS)) -> list[Row]:
    """Give the rows of the table."""
    from load import document

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "acts.json"
        path.write_bytes(document(acts))
        for contestant in contestants:
            command = [sys.executable, __file__, "--contestant", contestant, "--path", str(path)]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
            peak, held = (int(figure) / acts for figure in told.split())
            rows.append(Row(contestant, peak, held))
    return rows


def main() -> None:
    """Print the table, or be a contestant."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, default=1_000_000)
    parser.add_argument("--contestant", choices=list(WORKS), help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.contestant:
        in_process(arguments.contestant, arguments.path)
        return
    print(f"{'MB per million acts':<30}{'peak':>10}{'held':>10}")
    for row in run(arguments.acts):
        print(f"{row.contestant:<30}{row.peak:>10,.0f}{row.held:>10,.0f}")


if __name__ == "__main__":
    main()
