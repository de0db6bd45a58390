"""Importing: the package against the libraries that it stands on."""

import subprocess
import sys
from functools import partial

from timing import heading, medians, row


def _import(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own interpreter


def run(rounds: int) -> None:
    """Print the table."""
    heading("Importing, each in an interpreter of its own, less the time of an interpreter that imports nothing")
    codes = {
        "nothing": "pass",
        "package": "import recognition",
        "loads": "from recognition import loads",
        "dataset": "from recognition import Dataset, State",
        "peers": "import attrs, cattrs, msgspec",
    }
    times = medians({name: partial(_import, code) for name, code in codes.items()}, rounds * 5)
    bare = times["nothing"]
    row("import recognition  :  import attrs, cattrs, msgspec", times["package"] - bare, times["peers"] - bare)
    row("from recognition import Dataset, State", times["dataset"] - bare, times["peers"] - bare)
    row("from recognition import loads", times["loads"] - bare, times["peers"] - bare)
    share = (times["loads"] - bare) / (times["peers"] - bare)
    print(f"\n`from recognition import loads` takes {share:.2f} times as long as importing the three libraries.")
