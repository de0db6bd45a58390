"""Files written whole or not at all."""

import os
import secrets
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

PREFIX: Final = ".recognition-"
"""How the names begin of what lies beside a file or folder while it is written; a program that is killed leaves it."""


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
    descriptor, temporary = _beside(path)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
        placing(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _beside(path: Path) -> tuple[int, Path]:
    """Open a new file beside a path: with the rights of new files, or for nobody else where an old one has its own."""
    if path.exists():
        descriptor, name = tempfile.mkstemp(prefix=PREFIX, suffix=".tmp", dir=path.parent)
        return descriptor, Path(name)
    temporary = unused(path, ".tmp")
    return os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666), temporary


def unused(path: Path, suffix: str) -> Path:
    """Give a name beside a path that nothing has."""
    return path.with_name(f"{PREFIX}{secrets.token_hex(8)}{suffix}")


def placing(new: Path, path: Path) -> None:
    """Put a file that is written in the place of another, with the rights of that one."""
    path = Path(os.path.realpath(path))
    sync(new)
    mode = rights(path)
    if mode is not None:
        new.chmod(mode)
    new.replace(path)


def sync(path: Path) -> None:
    """See to it that a file is on the disk."""
    # Not every system does that of a file that is open for reading only.
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())


def rights(path: Path) -> int | None:
    """Give the rights of a file or folder, or nothing if it is not there."""
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        return None
