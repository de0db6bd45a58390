"""Build the documentation site, offline, and fail if anything about it is wrong.

Every warning is an error: a link or a reference that leads nowhere, a page that no other leads to, an example that
cannot be read. Then the index of the site is looked through: every public name has to be in it. The site is in
``docs/_build/html``, or in the folder that is given. Needs the dependency group ``docs``.
"""

import argparse
import importlib
import sys
import tempfile
import zlib
from pathlib import Path
from typing import Final

from sphinx.cmd.build import main as build

import recognition

ROOT: Final = Path(__file__).resolve().parent.parent
SITE: Final = ROOT / "docs" / "_build" / "html"

_HEADER_LINES: Final = 4


def names_of(site: Path) -> set[str]:
    """Give the names of Python that the index of a site leads to."""
    data = (site / "objects.inv").read_bytes()
    for _ in range(_HEADER_LINES):
        data = data.partition(b"\n")[2]
    entries = zlib.decompress(data).decode().splitlines()
    return {name for name, role, *_ in map(str.split, entries) if role.startswith("py:")}


def public_names() -> set[str]:
    """Give every public name: those of the package, and those that its public packages list."""
    found = {f"recognition.{name}" for name in recognition.__all__}
    for package in sorted(vars(recognition)["_PACKAGES"]):
        try:
            module = importlib.import_module(f"recognition.{package}")
        except ModuleNotFoundError as error:
            if error.name != f"recognition.{package}":
                raise
            continue
        found |= {module.__name__, *(f"{module.__name__}.{name}" for name in getattr(module, "__all__", ()))}
    return found


def main(arguments: list[str] | None = None) -> int:
    """Build the site, and give the exit code: 0 if all is well."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("site", nargs="?", type=Path, default=SITE, help="the folder to build into")
    site: Path = parser.parse_args(arguments).site
    # Everything is read anew: of a page that has not changed, Sphinx would not repeat the warnings.
    options = ["--builder", "html", "--fresh-env", "--write-all", "--fail-on-warning", "--nitpicky", "--quiet"]
    with tempfile.TemporaryDirectory() as trees:
        code = build([*options, "--doctree-dir", trees, str(ROOT / "docs"), str(site)])
    if code:
        return code
    missing = sorted(public_names() - names_of(site))
    for name in missing:
        print(f"the site has no entry for the public name {name}")
    print(f"the site is in {site}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
