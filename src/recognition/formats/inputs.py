"""What a format reads from: a file, a folder, an archive, bytes or a stream, decompressed on the way."""

import errno
import io
import lzma
import re
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, Protocol

from recognition.errors import InvalidDataError, MissingExtraError, Problem
from recognition.formats.compression import Bound, compression_of, decompressed
from recognition.formats.opened import chunks_of, is_sized, opened, read_whole

Progress = Callable[[int], None]
"""Is called with the number of bytes read so far, as they lie in the file."""


class Input:
    """What a format reads from.

    Args:
        origin: a file, a folder, bytes, or a stream that is read once.
        progress: is called with the number of bytes read so far.
    """

    def __init__(self, origin: Path | bytes | IO[bytes], *, progress: Progress | None = None) -> None:
        """Hold where it comes from."""
        self._origin = origin
        self._progress = progress
        self.name: str = origin.name if isinstance(origin, Path) else "the data"
        """What to call it in a message."""

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return isinstance(self._origin, Path) and self._origin.is_dir()

    def open(self) -> IO[bytes]:
        """Open it as one stream of bytes, decompressed.

        Raises:
            InvalidDataError: while reading, if it is damaged or expands beyond measure.
            OSError: if it cannot be read, or is a folder or a device.
        """
        packed, suffix, _ = self._packed()
        return self._unpacked(packed, suffix)

    def _unpacked(self, packed: IO[bytes], suffix: str) -> IO[bytes]:
        if not suffix:
            return packed
        try:
            return decompressed(packed, suffix, self.name)
        except MissingExtraError:
            packed.close()
            raise

    def _packed(self) -> tuple[IO[bytes], str, bool]:
        """Give the stream below, the suffix by which it is compressed, and whether it says its size."""
        if isinstance(self._origin, bytes):
            stream: IO[bytes] = io.BytesIO(self._origin)
            suffix = ""
        elif isinstance(self._origin, Path):
            stream = opened(self._origin)
            suffix = compression_of(self._origin)
        else:
            # It is the caller's to close.
            return _counted(self._origin, self._progress or _unwatched, lent=True), "", is_sized(self._origin)
        sized = is_sized(stream)
        if self._progress is None and not suffix:
            return stream, "", sized
        # What is decompressed is counted in any case: a pipe cannot tell how far it has been read.
        return _counted(stream, self._progress or _unwatched), suffix, sized

    def read(self) -> bytes:
        """Give all its bytes, decompressed.

        Raises:
            InvalidDataError: as :meth:`open` has it, and if it does not say its size, as a pipe, and has no end.
            OSError: as :meth:`open` has it.
        """
        if isinstance(self._origin, bytes) and self._progress is None:
            return self._origin
        packed, suffix, sized = self._packed()
        with self._unpacked(packed, suffix) as stream:
            return read_whole(stream, self.name, sized=sized)

    @contextmanager
    def file(self) -> Generator[Path]:
        """Give it as a plain file on disk, for libraries that want one; raises as :meth:`read` does."""
        # What says that it is empty may be made up by the system, and have no end: it is copied, within the bound.
        plain = isinstance(self._origin, Path) and self._origin.is_file() and self._origin.stat().st_size > 0
        if isinstance(self._origin, Path) and plain and not compression_of(self._origin):
            yield self._origin
            self._done()
            return
        with tempfile.TemporaryDirectory(prefix="recognition-") as folder:
            path = Path(folder, "data")
            packed, suffix, sized = self._packed()
            with self._unpacked(packed, suffix) as stream, path.open("wb") as copy:
                copy.writelines(chunks_of(stream, self.name, sized=sized))
            yield path

    def _done(self) -> None:
        if self._progress is not None and isinstance(self._origin, Path):
            self._progress(self._origin.stat().st_size)

    @contextmanager
    def members(self) -> Generator["Members"]:
        """Give the files of a folder, or of a zip archive.

        Raises:
            InvalidDataError: if it is no archive, or one with a name that leads outside it, a name twice, an
                encrypted file, or too many files; while reading, if it is damaged or expands beyond measure.
            OSError: if it cannot be read.
        """
        if self.is_folder:
            yield _Folder(Path(str(self._origin)), self._progress)
            return
        with self.file() as path:
            try:
                archive = zipfile.ZipFile(path)
            except _DAMAGE as error:
                _let_through(error)
                message = f"{self.name} is neither a folder nor a zip archive ({error})"
                raise InvalidDataError([Problem("syntax", message)]) from None
            with archive, tempfile.TemporaryDirectory(prefix="recognition-") as folder:
                yield _Archive(archive, path.stat().st_size, self.name, Path(folder))


class Members(Protocol):
    """The files of a folder or archive, by name."""

    def names(self) -> list[str]:
        """Give their names, sorted; what lies in folders within is not looked at."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """Open one of them."""
        ...

    def path(self, name: str) -> Path:
        """Give one of them as a file on disk, to be read before the next is asked for."""
        ...


class _Folder:
    def __init__(self, folder: Path, progress: Progress | None) -> None:
        self._folder = folder
        self._progress = progress
        # A file may be opened more than once, and counts once.
        self._read = dict[str, int]()

    def names(self) -> list[str]:
        return sorted(entry.name for entry in self._folder.iterdir() if entry.is_file())

    def open(self, name: str) -> IO[bytes]:
        path = self._folder / name
        stream = path.open("rb")
        return stream if self._progress is None else _counted(stream, lambda count: self._tell(name, count))

    def path(self, name: str) -> Path:
        path = self._folder / name
        self._tell(name, path.stat().st_size)
        return path

    def _tell(self, name: str, count: int) -> None:
        self._read[name] = max(count, self._read.get(name, 0))
        if self._progress is not None:
            self._progress(sum(self._read.values()))


_MOST_FILES: Final = 1000
# What `zipfile` raises for archives that are damaged, or made by what it does not know.
_DAMAGE: Final = (
    zipfile.BadZipFile,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zlib.error,
)


def _let_through(error: Exception) -> None:
    """Raise what the file system says; that a damaged archive leads to no place in the file is no such thing."""
    if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
        raise error


_OUTSIDE: Final = re.compile(r"^/|^[A-Za-z]:|\\|(?:^|/)\.\.(?:/|$)|\x00")
_LINK: Final = 0o120000


class _Archive:
    def __init__(self, archive: zipfile.ZipFile, size: int, name: str, folder: Path) -> None:
        self._archive = archive
        self._size = size
        self._name = name
        self._folder = folder
        self._members = self._checked()
        self._bound = Bound(name)
        self._read = dict[str, int]()

    def _checked(self) -> Mapping[str, zipfile.ZipInfo]:
        """Give the files by name, without the one folder that all may lie in."""
        # Not by `is_dir`, which cannot tell of a name that is empty.
        infos = [info for info in self._archive.infolist() if not info.filename.endswith("/")]
        if len(infos) > _MOST_FILES:
            self._refuse("too-large", f"holds over {_MOST_FILES} files")
        for info in infos:
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                # Of the others, `zipfile` unpacks as much at once as comes, which a bomb can make any amount.
                self._refuse("syntax", f"holds a file that is packed in another way than by Deflate: {info.filename!r}")
            if _OUTSIDE.search(info.orig_filename) or _OUTSIDE.search(info.filename):
                self._refuse("syntax", f"holds a file whose name leads outside it: {info.filename!r}")
            if info.flag_bits & 1:
                self._refuse("syntax", f"holds an encrypted file: {info.filename!r}")
            if (info.external_attr >> 16) & 0o170000 == _LINK:
                self._refuse("syntax", f"holds a link: {info.filename!r}")
        tops = {info.filename.partition("/")[0] for info in infos if "/" in info.filename}
        nested = len(tops) == 1 and all("/" in info.filename for info in infos)
        members = dict[str, zipfile.ZipInfo]()
        for info in infos:
            name = info.filename.partition("/")[2] if nested else info.filename
            if name in members:
                self._refuse("duplicate-key", f"holds {name!r} twice")
            if "/" not in name:
                members[name] = info
        return members

    def _refuse(self, code: str, reason: str) -> None:
        raise InvalidDataError([Problem(code, f"{self._name} {reason}")])

    def names(self) -> list[str]:
        return sorted(self._members)

    def open(self, name: str) -> IO[bytes]:
        try:
            stream = self._archive.open(self._members[name])
        except _DAMAGE as error:
            _let_through(error)
            message = f"{name} cannot be unpacked ({error})"
            raise InvalidDataError([Problem("syntax", message)]) from None
        return io.BufferedReader(_Member(stream, name, lambda count: self._count(name, count)), 1 << 18)

    def _count(self, name: str, count: int) -> None:
        """Count what a file has expanded to, once, however often it is read."""
        more = count - self._read.get(name, 0)
        if more > 0:
            self._read[name] = count
            self._bound.add(more, self._size)

    def path(self, name: str) -> Path:
        path = self._folder / "member"
        with self.open(name) as stream, path.open("wb") as copy:
            shutil.copyfileobj(stream, copy, 1 << 20)
        return path


class _Member(io.RawIOBase):
    """A file in an archive that tells of damage and of bombs as problems."""

    def __init__(self, stream: IO[bytes], name: str, tell: Callable[[int], None]) -> None:
        self._stream = stream
        self._name = name
        self._tell = tell
        self._count = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Read what fits into a buffer."""
        try:
            data = self._stream.read(len(buffer))
        except _DAMAGE as error:
            _let_through(error)
            message = f"{self._name} cannot be unpacked: it is damaged or cut short ({error})"
            raise InvalidDataError([Problem("syntax", message)]) from None
        self._count += len(data)
        self._tell(self._count)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the stream below."""
        if not self.closed:
            self._stream.close()
        super().close()


class _Counted(io.RawIOBase):
    """A stream that tells how far it has been read."""

    def __init__(self, stream: IO[bytes], progress: Progress, *, lent: bool) -> None:
        self._stream = stream
        self._progress = progress
        self._lent = lent
        self._count = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Read what fits into a buffer."""
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._count += len(data)
        self._progress(self._count)
        return len(data)

    def tell(self) -> int:
        """Give how many bytes were read."""
        return self._count

    def close(self) -> None:
        """Close the stream below, unless it is only lent."""
        if not self.closed and not self._lent:
            self._stream.close()
        super().close()


def _unwatched(_count: int) -> None:
    """Take no notice."""


def _counted(stream: IO[bytes], progress: Progress, *, lent: bool = False) -> IO[bytes]:
    # Large steps: a megabyte is read in a millisecond or so, and nobody looks more often.
    return io.BufferedReader(_Counted(stream, progress, lent=lent), 1 << 20)
