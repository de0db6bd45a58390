"""Runs every benchmark and prints how the library compares: ``python benchmarks/run.py``."""

import argparse
import platform
from importlib.metadata import version

import dates
import imports
import load


def main() -> None:
    """Read the arguments and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, default=200_000, help="how many acts to load")
    parser.add_argument("--dates", type=int, default=2_000, help="how many dates to parse")
    parser.add_argument("--rounds", type=int, default=5, help="how many times each contestant is measured")
    arguments = parser.parse_args()
    libraries = ", ".join(f"{name} {version(name)}" for name in ("attrs", "cattrs", "msgspec", "pydantic", "edtf"))
    print(f"Python {platform.python_version()} on {platform.machine()}; {libraries}; medians of {arguments.rounds}")
    imports.run(arguments.rounds)
    dates.run(arguments.dates, arguments.rounds)
    load.run(arguments.acts, arguments.rounds)


if __name__ == "__main__":
    main()
