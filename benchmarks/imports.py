"""Importing: the package against the libraries that it stands on."""

import resource
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from typing import Final

from timing import Row, medians

TITLE: Final = "Importing, each in an interpreter of its own, less an interpreter that imports nothing"


def _import(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own interpreter


def _children() -> float:
    """Give the processor's seconds of all processes that were started and have ended."""
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


def rows(size: str, rounds: int) -> Iterator[Row]:
    """Give the comparisons."""
    codes = {
        "nothing": "pass",
        "recognition": "import recognition",
        "Dataset": "from recognition import Dataset, State",
        "loads": "from recognition import loads",
        "peers": "import attrs, cattrs, msgspec",
    }
    turns = 2 if size == "quick" else rounds * 3
    times = medians({name: partial(_import, code) for name, code in codes.items()}, turns, _children)
    bare = times["nothing"]
    for name in ("recognition", "Dataset", "loads"):
        yield Row(
            what=f"{codes[name]}: {codes['peers']}",
            ours=max(0.0, times[name] - bare),
            peer=times["peers"] - bare,
        )
