"""Choose inputs of the fuzzer to keep: of each target the smallest ones that show all that its loader has to tell.

    tools/pick_fuzzed.py --corpus build/fuzz            # writes tests/golden/fuzzed/TARGET/

What a loader tells of an input is its kinds of problems, the values in their messages aside, or that it takes it.
Inputs with the most that is new come first, and of such the smallest.
"""

import argparse
import hashlib
import shutil
from pathlib import Path
from typing import Final

from fuzzing.oracles import TARGETS, told_of

ROOT: Final = Path(__file__).resolve().parents[1]
KEPT: Final = ROOT / "tests" / "golden" / "fuzzed"
LONGEST: Final = 8_192
"""Bytes of an input."""
MOST: Final = 30
"""Inputs of a target."""
LARGE: Final = {"parquet", "sqlite"}
"""Targets whose smallest files are large: they are given four times the bytes, and half the inputs."""

OTHERS: Final = {
    "cow",
    "cow_diplomatic_exchange",
    "gw",
    "opensanctions_programs",
    "palestine",
    "us_missions",
}
"""Targets whose inputs are made of lines of data sets of others, where these are at hand: they are not ours to keep."""


def chosen(target: str, corpus: Path) -> list[bytes]:
    """Give the inputs to keep."""
    longest, most = (LONGEST * 4, MOST // 2) if target in LARGE else (LONGEST, MOST)
    told: dict[bytes, set[str]] = {}
    for path in sorted((corpus / target).iterdir()):
        data = path.read_bytes()
        if len(data) <= longest:
            told[data] = told_of(target, data)
    missing = set[str]().union(*told.values())
    found = list[bytes]()
    while missing and len(found) < most:
        best = min(told, key=lambda data: (-len(told[data] & missing), len(data), data))
        found.append(best)
        missing -= told[best]
    return found


def main() -> None:
    """Write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--corpus", type=Path, default=Path("build/fuzz"), help="the folder of inputs")
    arguments = parser.parse_args()
    for target in arguments.targets or TARGETS:
        if target in OTHERS or not (arguments.corpus / target).is_dir():
            continue
        inputs = chosen(target, arguments.corpus)
        shutil.rmtree(KEPT / target, ignore_errors=True)
        (KEPT / target).mkdir(parents=True)
        for data in inputs:
            (KEPT / target / hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)
        print(f"{target}: {len(inputs)} inputs, {sum(map(len, inputs)):,} bytes", flush=True)


if __name__ == "__main__":
    main()
