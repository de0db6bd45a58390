"""What is opened to be read: a file, or a pipe of which no more is held than is just; never a device without an end."""

import errno
import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from recognition.errors import InvalidDataError, Problem

MOST_UNSIZED: Final = 1 << 30
"""How many bytes are held or copied of what does not say its size beforehand, such as a pipe."""
_CHUNK: Final = 1 << 20


def opened(path: Path) -> io.BufferedReader:
    """Open a file, a pipe or a terminal; one waits for the other end of a pipe.

    Raises:
        OSError: if it cannot be read, or is a folder, or a device other than a terminal: many of these have no end.
    """
    stream = path.open("rb")
    mode = os.fstat(stream.fileno()).st_mode
    if stat.S_ISBLK(mode) or (stat.S_ISCHR(mode) and not stream.isatty()):
        stream.close()
        raise OSError(errno.EINVAL, "it is a device, not a file", str(path))
    return stream


def opened_twice(path: Path) -> io.BufferedReader:
    """Open a file that is read more than once, as no pipe can be.

    Raises:
        OSError: if it cannot be read, or is anything but a file.
    """
    # A pipe is not opened: that would wait for its other end.
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(errno.EINVAL, "it is not a file, which can be read twice", str(path))
    return opened(path)


def chunks_of(stream: IO[bytes], name: str, *, sized: bool) -> Iterator[bytes]:
    """Give what is left of a stream, in pieces.

    Raises:
        InvalidDataError: code ``too-large``, if it does not say its size and comes to over :data:`MOST_UNSIZED`.
    """
    count = 0
    while chunk := stream.read(_CHUNK):
        count += len(chunk)
        if not sized and count > MOST_UNSIZED:
            message = f"{name} does not say its size, and comes to over {MOST_UNSIZED >> 20} MiB; it was not read on"
            raise InvalidDataError([Problem("too-large", message)])
        yield chunk


def whole_of(path: Path) -> bytes:
    """Give all bytes of a file or pipe; raises as :func:`opened` and :func:`chunks_of` do."""
    with opened(path) as stream:
        return read_whole(stream, path.name, sized=is_sized(stream))


def read_whole(stream: IO[bytes], name: str, *, sized: bool) -> bytes:
    """Give all that is left of a stream; raises as :func:`chunks_of` does."""
    return stream.read() if sized else b"".join(chunks_of(stream, name, sized=sized))


def is_sized(stream: IO[bytes]) -> bool:
    """Tell whether a stream is a file that says its size, as those that the system makes up do not."""
    try:
        found = os.fstat(stream.fileno())
    except (io.UnsupportedOperation, AttributeError):
        return isinstance(stream, io.BytesIO)
    return stat.S_ISREG(found.st_mode) and found.st_size > 0
