"""Importing: the package against the libraries that it stands on."""

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from typing import Final

from timing import Row, medians

TITLE: Final = "Importing, each in an interpreter of its own, less an interpreter that imports nothing"


def _import(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own interpreter


def rows(size: str, rounds: int) -> Iterator[Row]:
    """Give the comparisons."""
    codes = {
        "nothing": "pass",
        "recognition": "import recognition",
        "Dataset": "from recognition import Dataset, State",
        "loads": "from recognition import loads",
        "peers": "import attrs, cattrs, msgspec",
    }
    times = medians(
        {name: partial(_import, code) for name, code in codes.items()}, 2 if size == "quick" else rounds * 3
    )
    bare = times["nothing"]
    for name in ("recognition", "Dataset", "loads"):
        yield Row(
            what=f"{codes[name]}: {codes['peers']}",
            ours=max(0.0, times[name] - bare),
            peer=times["peers"] - bare,
        )
