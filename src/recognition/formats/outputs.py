"""What a format writes to: a file, a folder, an archive, bytes or a stream; whole or not at all."""

import io
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from recognition.formats.compression import compressed, compression_of
from recognition.formats.exchange import exchange
from recognition.formats.files import PREFIX, placing, replacing, rights, sync, unused


class Output:
    """What a format writes to; one of its three ways in is used, once.

    Args:
        destination: a path, or a stream that is written to as it comes.
    """

    def __init__(self, destination: Path | IO[bytes]) -> None:
        """Hold where it goes."""
        self._destination = destination

    @property
    def place(self) -> Path | None:
        """Where a file can be put as it is, links followed: not into a stream, a pipe or a device, nor compressed."""
        if not isinstance(self._destination, Path) or compression_of(self._destination):
            return None
        path = Path(os.path.realpath(self._destination))
        return path if path.is_file() or not path.exists() else None

    @contextmanager
    def stream(self) -> Generator[IO[bytes]]:
        """Give a stream of bytes, compressed on the way if the file's suffix says so."""
        if isinstance(self._destination, Path):
            with replacing(self._destination) as stream:
                suffix = compression_of(self._destination)
                if suffix:
                    with compressed(stream, suffix) as packed:
                        yield packed
                else:
                    yield stream
        else:
            yield self._destination

    @contextmanager
    def file(self) -> Generator[Path]:
        """Give the path of a new, empty place for a file, for libraries that want one."""
        # It can be put in its place as it is only if it lies on the same file system.
        place = self.place
        with tempfile.TemporaryDirectory(prefix=PREFIX, dir=place.parent if place else None) as temporary:
            path = Path(temporary, "data")
            yield path
            if place:
                path.chmod(_new_rights(Path(temporary)))
                placing(path, place)
            else:
                with self.stream() as stream, path.open("rb") as data:
                    shutil.copyfileobj(data, stream, 1 << 20)

    @contextmanager
    def folder(self, *, ours: str) -> Generator[Path]:
        """Give a new, empty folder to fill; it becomes a zip archive unless the path is to be a folder.

        Args:
            ours: a pattern of names; an existing folder is replaced only if all in it goes by it.

        Raises:
            FileExistsError: if the path is a folder that holds anything else.
        """
        path = self._destination
        if not isinstance(path, Path) or path.name.lower().removesuffix(compression_of(path)).endswith(".zip"):
            with tempfile.TemporaryDirectory(prefix="recognition-") as temporary, tempfile.TemporaryFile() as packed:
                yield Path(temporary)
                # What is written to a stream that cannot go back differs, so all are given the same bytes.
                _zip(Path(temporary), packed)
                packed.seek(0)
                with self.stream() as stream:
                    shutil.copyfileobj(packed, stream, 1 << 20)
            return
        path = Path(os.path.realpath(path))
        _check_replaceable(path, ours)
        new = _folder_beside(path)
        try:
            yield new
            mode = rights(path)
            if mode is not None:
                new.chmod(mode)
            _put_folder(new, path, ours)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise


def _new_rights(folder: Path) -> int:
    """Give the rights that the user's mask leaves a new file, by making one.

    Asking for the mask would change it, for an instant, for every thread of the process.
    """
    descriptor = os.open(folder / "rights", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        return os.fstat(descriptor).st_mode & 0o7777
    finally:
        os.close(descriptor)


def _folder_beside(path: Path) -> Path:
    """Make a new folder beside a path: with the rights of new ones, or for nobody else where an old one has its own."""
    if path.exists():
        return Path(tempfile.mkdtemp(prefix=PREFIX, suffix=".tmp", dir=path.parent))
    new = unused(path, ".tmp")
    new.mkdir()
    return new


def _check_replaceable(path: Path, ours: str) -> None:
    if path.exists() and not path.is_dir():
        raise FileExistsError(17, "a file stands where a folder is to be written", str(path))
    held = list(path.iterdir()) if path.exists() else []
    strangers = [
        entry.name for entry in held if not (entry.is_file() and (entry.match(ours) or entry.name == _PACKAGE))
    ]
    if strangers:
        reason = f"the folder holds what is no part of such data, such as {min(strangers)!r}; it is not replaced"
        raise FileExistsError(17, reason, str(path))


_PACKAGE: Final = "datapackage.json"


def _put_folder(new: Path, path: Path, ours: str) -> None:
    """Put a folder in the place of another."""
    for file in new.iterdir():
        sync(file)
    if not path.exists():
        try:
            new.replace(path)
        except OSError:
            if not path.exists():
                raise
            # Somebody else has put one there in the meantime: it is replaced like any other.
        else:
            return
    _check_replaceable(path, ours)
    if exchange(new, path):
        shutil.rmtree(new, ignore_errors=True)
    else:
        _put_in_steps(new, path)


def _put_in_steps(new: Path, path: Path) -> None:
    """Put a folder in the place of another by two renames. For an instant neither is there; the old lies beside it."""
    old = unused(path, ".old")
    path.replace(old)
    try:
        new.replace(path)
    except BaseException:
        if not path.exists():  # else somebody else has put one there
            old.replace(path)
        raise
    finally:
        if path.exists():
            shutil.rmtree(old, ignore_errors=True)


_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)


def _zip(folder: Path, stream: IO[bytes]) -> None:
    """Write a folder as a zip archive, the same bytes for the same files."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            info = zipfile.ZipInfo(file.name, _NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # whichever it is
            info.external_attr = 0o644 << 16
            with file.open("rb") as data, archive.open(info, "w", force_zip64=file.stat().st_size > _ZIP32) as member:
                shutil.copyfileobj(data, member, 1 << 20)


_ZIP32: Final = 1 << 31


def standard_output() -> Output:
    """Give standard output."""
    return Output(sys.stdout.buffer)


def memory() -> tuple[Output, io.BytesIO]:
    """Give an output into memory, and where its bytes come to lie."""
    stream = io.BytesIO()
    return Output(stream), stream
