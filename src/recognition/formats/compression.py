"""Compressed streams: gzip, xz and Zstandard, read with a bound on how far a file may expand."""

import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from typing import IO, Any, Final, NoReturn

from recognition.errors import InvalidDataError, MissingExtraError, Problem

COMPRESSIONS: Final = (".gz", ".xz", ".zst")
"""The suffixes of compressed files."""
_FREE: Final = 64 << 20
"""So many bytes a file may expand to, whatever its size."""
_RATIO: Final = 250
"""Beyond them, so many for each byte that was packed by Deflate: the dullest records do not reach a fifth of it."""
_FAR_RATIO: Final = 1000
"""The same for xz and Zstandard, which see repetition from afar: N-Triples can come to a quarter of it."""


def compression_of(path: PurePath) -> str:
    """Give the suffix by which a file is compressed, or nothing."""
    suffix = path.suffix.lower()
    return suffix if suffix in COMPRESSIONS else ""


class Bound:
    """Refuses what expands beyond measure."""

    def __init__(self, name: str, ratio: int = _RATIO) -> None:
        """Begin with nothing read."""
        self._name = name
        self._ratio = ratio
        self._expanded = 0

    def add(self, expanded: int, compressed: int) -> None:
        """Count bytes that came out, given how many have gone in so far.

        Raises:
            InvalidDataError: code ``too-large``.
        """
        self._expanded += expanded
        if self._expanded > _FREE and self._expanded > self._ratio * compressed:
            message = (
                f"{self._name} expands to over {self._ratio} times its size, which no data does; it was not read on"
            )
            raise InvalidDataError([Problem("too-large", message)])


class _Bounded(io.RawIOBase):
    """A decompressing stream that tells of damage and of bombs as problems."""

    def __init__(self, stream: Any, packed: IO[bytes], name: str, ratio: int) -> None:
        self._stream = stream
        self._packed = packed
        self._bound = Bound(name, ratio)
        self._name = name

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Read what fits into a buffer."""
        try:
            data = self._stream.read(len(buffer))
        except (EOFError, OSError, lzma.LZMAError, zlib.error) as error:
            self._refuse(error)
        except Exception as error:
            # The error class of Zstandard comes from whichever module is there.
            if type(error).__name__ != "ZstdError":
                raise
            self._refuse(error)
        if not data and not self._packed.tell():
            self._refuse(EOFError("it is empty"))
        self._bound.add(len(data), self._packed.tell())
        buffer[: len(data)] = data
        return len(data)

    def _refuse(self, error: Exception) -> NoReturn:
        if isinstance(error, OSError) and error.errno is not None:
            raise error
        message = f"{self._name} cannot be decompressed: it is damaged or cut short ({error})"
        raise InvalidDataError([Problem("syntax", message)]) from None

    def close(self) -> None:
        """Close the streams below."""
        if not self.closed:
            self._stream.close()
            self._packed.close()
        super().close()


def decompressed(packed: IO[bytes], suffix: str, name: str) -> IO[bytes]:
    """Give a stream of what a compressed one holds.

    Raises:
        MissingExtraError: if Zstandard is not there.
    """
    if suffix == ".gz":
        stream: Any = gzip.GzipFile(fileobj=packed, mode="rb")
    elif suffix == ".xz":
        stream = _Unpacker(packed, _xz_frame, 1 << 16)
    else:
        stream = _zstd_reader(packed)
    ratio = _RATIO if suffix == ".gz" else _FAR_RATIO
    return io.BufferedReader(_Bounded(stream, packed, name, ratio), 1 << 18)


class _Unpacker:
    """Decompresses one frame after the other, to the very end.

    The readers that the libraries have end quietly where a file is cut short between two blocks (Zstandard), or where
    something foreign follows (xz).

    Args:
        packed: the compressed stream.
        fresh: gives what decompresses a frame: with ``decompress``, ``eof`` and ``unused_data``.
        step: how many compressed bytes to take at a time.
        stops: whether ``decompress`` can be told how much to give at most, and tells by ``needs_input`` when it is
            through.
    """

    def __init__(self, packed: IO[bytes], fresh: Callable[[], Any], step: int, *, stops: bool = True) -> None:
        self._packed = packed
        self._fresh = fresh
        self._step = step
        self._stops = stops
        self._frame: Any = None
        self._begun = False
        self._rest = b""
        self._ready = b""
        self._given = 0

    def read(self, size: int) -> bytes:
        """Give some bytes, at most so many; none at the end."""
        while self._given == len(self._ready):
            hungry = self._frame is None or not self._stops or self._frame.needs_input
            data = self._rest or (self._packed.read(self._step) if hungry else b"")
            self._rest = b""
            if self._frame is not None:
                if hungry and not data:
                    message = "it ends within a frame"
                    raise EOFError(message)
                self._ready = self._frame.decompress(data, size) if self._stops else self._frame.decompress(data)
                self._given = 0
                if self._frame.eof:
                    self._rest, self._frame = self._frame.unused_data, None
            elif not data:
                return b""
            else:
                # Between frames, xz allows zeros; no frame begins with one.
                self._rest = data.lstrip(b"\0") if self._begun else data
                if self._rest:
                    self._frame, self._begun = self._fresh(), True
        data = self._ready[self._given : self._given + size]
        self._given += len(data)
        return data

    def close(self) -> None:
        """Let go of what is held."""
        self._frame, self._rest, self._ready, self._given = None, b"", b"", 0


_MOST_MEMORY: Final = 1 << 27
"""So many bytes of what came before a compressed file may refer to; the highest settings of xz and Zstandard take less.
"""


def _xz_frame() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY)


def compressed(stream: IO[bytes], suffix: str) -> IO[bytes]:
    """Give a stream that compresses into another, the same bytes for the same data.

    Raises:
        MissingExtraError: if Zstandard is not there.
    """
    if suffix == ".gz":
        # No name and no time of writing, so that equal data gives equal files.
        return gzip.GzipFile(filename="", fileobj=stream, mode="wb", mtime=0)  # type: ignore[return-value]
    if suffix == ".xz":
        return lzma.LZMAFile(stream, "wb")
    packed: IO[bytes] = _zstd_writer(stream)
    return packed


_LEVEL: Final = 9
"""How hard Zstandard is to try, whichever module does it."""


def _zstd_reader(packed: IO[bytes]) -> Any:
    own = _own_zstd()
    if own is not None:
        return _Unpacker(packed, own.ZstdDecompressor, 1 << 16)
    decompressor = _zstandard().ZstdDecompressor(max_window_size=_MOST_MEMORY)
    # It cannot be told to stop: four bytes can stand for a block of 128 KiB, so few are given at a time.
    return _Unpacker(packed, decompressor.decompressobj, 1 << 9, stops=False)


def _zstd_writer(stream: IO[bytes]) -> Any:
    own = _own_zstd()
    if own is not None:
        return own.ZstdFile(stream, "wb", level=_LEVEL)
    # Its own writer knows no `writelines`.
    return io.BufferedWriter(_zstandard().ZstdCompressor(level=_LEVEL).stream_writer(stream, closefd=False), 1 << 18)


def _own_zstd() -> Any:
    """Give the module that Python brings from 3.14 on, if this one does."""
    try:
        return import_module("compression.zstd")
    except ImportError:
        return None


def _zstandard() -> Any:
    try:
        import zstandard  # noqa: PLC0415
    except ModuleNotFoundError:  # pragma: no cover - tried in an environment of its own
        missing = MissingExtraError("zstd", "reading and writing .zst files")
        raise missing from None
    return zstandard
