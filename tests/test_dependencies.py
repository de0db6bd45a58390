"""The tables of dependencies say what the project's metadata and the installed packages say."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = (ROOT / "docs" / "reference" / "dependencies.md").read_text(encoding="utf-8")
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ALWAYS: Final = re.findall(r"^\| `([\w-]+)` \| ([\d.]+) \| (.*?) \| .* \|$", PAGE, flags=re.MULTILINE)
EXTRA: Final = re.findall(r"^\| `(\w+)` \| `([\w-]+)` \| ([\d.]+) \| (.*?) \| .* \|$", PAGE, flags=re.MULTILINE)
TOLD: Final = {
    "MIT": {"MIT", "License :: OSI Approved :: MIT License"},
    "BSD-3-Clause": {"BSD-3-Clause"},
    "Apache-2.0": {"Apache-2.0", "License :: OSI Approved :: Apache Software License"},
    "MIT OR Apache-2.0": {"MIT OR Apache-2.0", "MIT", "Apache-2.0"},
    "MPL-2.0": {"MPL-2.0", "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)"},
    "PSF-based": {"License :: OSI Approved :: Python Software Foundation License"},
}
"""How packages tell each licence: as an expression, in the older field of one line, or as a classifier."""


def parts(requirement: str) -> tuple[str, str]:
    """Give the name and the lower bound of a requirement."""
    match = re.match(r"([\w-]+)>=([\d.]+)", requirement)
    assert match, requirement
    return match[1], match[2]


def test_the_tables_are_those_of_the_project() -> None:
    """Every dependency stands there once, under its extra and with its lower bound, and no other."""
    assert [(name, bound) for name, bound, _ in ALWAYS] == [parts(need) for need in PROJECT["dependencies"]]
    extras = PROJECT["optional-dependencies"]
    expected = [(extra, *parts(need)) for extra, needs in extras.items() if extra != "all" for need in needs]
    assert [(extra, name, bound) for extra, name, bound, _ in EXTRA] == expected


@pytest.mark.parametrize(("name", "licence"), [(row[-3], row[-1]) for row in [*ALWAYS, *EXTRA]])
def test_each_licence_is_what_the_installed_package_says(name: str, licence: str) -> None:
    """The licence in the table is the one in the metadata of the package."""
    try:
        held = metadata(name)
    except PackageNotFoundError:
        pytest.skip(f"{name} is not installed")
    told = {text for field in ("License-Expression", "License", "Classifier") for text in held.get_all(field, [])}
    assert told & TOLD[licence], f"{name} says {told}"
