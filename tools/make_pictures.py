"""Make the pictures of the documentation: each by the code that stands before it on its page.

A picture of data that is not in the repository is left as it is where the data is absent.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, Final

from recognition import plot

ROOT: Final = Path(__file__).resolve().parent.parent
PAGES: Final = tuple(
    ROOT / "docs" / folder / page
    for folder, page in (
        ("how-to", "pictures.md"),
        ("explanation", "performance.md"),
        ("reference", "us-recognition.md"),
        ("reference", "recognition-of.md"),
    )
)
FOLDER: Final = ROOT / "docs" / "pictures"

_PART: Final = re.compile(
    r"^```python\n(?P<shown>.*?)^```$"
    r"|^<!--- invisible-code-block: python\n(?P<hidden>.*?)^-->$"
    r"|^<!--- skip: next if\((?P<absent>.+?), reason=[^\n]*\) -->$"
    r"|^!\[(?P<words>[^\]]+)\]\(\.\./pictures/(?P<name>[\w-]+)\.svg\)$",
    re.MULTILINE | re.DOTALL,
)


def pictures_of(page: Path) -> Iterator[tuple[str, Any]]:
    """Run the code of a page, and give each picture's name with its figure; ``None``: its data is absent.

    Paths in the code are relative to the root of the repository.
    """
    names: dict[str, Any] = {}
    skipped = False
    for part in _PART.finditer(page.read_text(encoding="utf-8")):
        if part["name"]:
            yield part["name"], names.pop("figure", None)
        elif part["absent"]:
            skipped = bool(eval(part["absent"], names))  # noqa: S307 - it is code of this repository
        elif skipped:
            skipped = False
        else:
            with redirect_stdout(StringIO()):
                exec(part["shown"] or part["hidden"], names)  # noqa: S102 - likewise


def make(folder: Path) -> Iterator[str]:
    """Write the pictures of all pages to a folder, and say of each what became of it."""
    for page in PAGES:
        for name, figure in pictures_of(page):
            if figure is None:
                yield f"{name}: left as it is, since its data is not here"
                continue
            path = folder / f"{name}.svg"
            plot.save(figure, path)
            yield f"{name}: {path.stat().st_size:,} bytes"


def main() -> int:
    """Write the pictures."""
    os.chdir(ROOT)
    FOLDER.mkdir(exist_ok=True)
    for line in make(FOLDER):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
