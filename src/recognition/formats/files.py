"""Files written whole or not at all."""

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def replacing(path: Path) -> Generator[IO[bytes]]:
    """Write a temporary file beside the path, and put it in its place when all is written.

    A link is followed. What exists and is no plain file, such as a pipe, is written to directly.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream
        return
    descriptor, temporary = tempfile.mkstemp(prefix=".recognition-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
        placing(Path(temporary), path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def placing(new: Path, path: Path) -> None:
    """Put a file that is written in the place of another, with the rights of that one."""
    path = Path(os.path.realpath(path))
    sync(new)
    mode = path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~umask()
    new.chmod(mode)
    new.replace(path)


def sync(path: Path) -> None:
    """See to it that a file is on the disk."""
    # Not every system does that of a file that is open for reading only.
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())


def umask() -> int:
    """Give the rights that new files are not to have."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
