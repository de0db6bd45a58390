"""What formats write to: a file, a folder, an archive or a stream, whole or not at all."""

import errno
import io
import os
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final

import pytest

import recognition
from recognition import InvalidDataError, State
from recognition.formats.exchange import exchange
from recognition.formats.inputs import Input
from recognition.formats.outputs import Output, memory

EVERYTHING: Final = Path(__file__).parents[1] / "golden" / "valid" / "everything.json"
POSIX: Final = pytest.mark.skipif(os.name != "posix", reason="a matter of POSIX")


def put_stream(target: Output, data: bytes) -> None:
    """Write data by way of a stream."""
    with target.stream() as stream:
        stream.write(data)


def put_file(target: Output, data: bytes) -> None:
    """Write data by way of a file."""
    with target.file() as path:
        assert not path.exists()
        path.write_bytes(data)


def put_folder(target: Output, data: bytes) -> None:
    """Write data by way of a folder of one file."""
    with target.folder(ours="*.csv") as folder:
        assert list(folder.iterdir()) == []
        (folder / "a.csv").write_bytes(data)


def content(path: Path) -> bytes:
    """Give what one of them has written."""
    if not path.is_dir() and not zipfile.is_zipfile(path):
        return path.read_bytes()
    with Input(path).members() as members, members.open("a.csv") as stream:
        return stream.read()


WAYS: Final[dict[str, tuple[Callable[[Output, bytes], None], str]]] = {
    "stream": (put_stream, "a.json"),
    "file": (put_file, "a.sqlite"),
    "folder": (put_folder, "a"),
    "archive": (put_folder, "a.zip"),
}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> tuple[Callable[[Output, bytes], None], str]:
    """Give a way to write, and the name of what is written."""
    return WAYS[request.param]


Way = tuple[Callable[[Output, bytes], None], str]


def test_what_is_written_replaces_what_was_there(way: Way, tmp_path: Path) -> None:
    """The first time and the next, with nothing left beside it."""
    put, name = way
    path = tmp_path / name
    for data in (b"old" * 100, b"new"):
        put(Output(path), data)
        assert content(path) == data
        assert list(tmp_path.iterdir()) == [path]


def begin(way: Way, path: Path) -> AbstractContextManager[Any]:
    """Begin to write by a way."""
    put, _ = way
    target = Output(path)
    if put is put_stream:
        return target.stream()
    return target.file() if put is put_file else target.folder(ours="*.csv")


@pytest.mark.parametrize("error", [KeyError, InvalidDataError, KeyboardInterrupt, SystemExit], ids=lambda e: e.__name__)
@pytest.mark.parametrize("exists", [True, False])
def test_what_was_there_stays_if_writing_fails(
    error: type[BaseException], exists: bool, way: Way, tmp_path: Path
) -> None:
    """An exception in the middle leaves the old file or folder as it was, and nothing beside it."""
    put, name = way
    path = tmp_path / name
    if exists:
        put(Output(path), b"old")
    before = sorted(tmp_path.rglob("*"))

    def fail() -> None:
        with begin(way, path) as target:
            if isinstance(target, Path):
                (target / "a.csv" if put is put_folder else target).write_bytes(b"half")
            else:
                target.write(b"half" * 100_000)
            raise error([]) if error is InvalidDataError else error()

    with pytest.raises(error):
        fail()
    assert sorted(tmp_path.rglob("*")) == before
    assert not exists or content(path) == b"old"


@pytest.mark.parametrize("suffix", [".gz", ".xz", ".zst"])
def test_a_compressed_file_stays_if_writing_fails(suffix: str, tmp_path: Path) -> None:
    """What stands in a compressor when writing fails goes nowhere."""
    path = tmp_path / f"a.jsonl{suffix}"
    recognition.dump(recognition.load(EVERYTHING), path)
    before = path.read_bytes()

    def failing() -> Iterator[State]:
        for number in range(3000):
            yield State(id=f"state:{number}", name="A")
        raise KeyError

    with pytest.raises(KeyError):
        recognition.write_records(failing(), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


EXCHANGE: Final = "recognition.formats.outputs.exchange"


@pytest.mark.parametrize("step", ["os.fsync", "rename", "pathlib.Path.chmod"])
def test_what_was_there_stays_if_the_system_fails(
    step: str, way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At whichever step the disk fails, the old file or folder is as it was."""
    put, name = way
    path = tmp_path / name
    put(Output(path), b"old")
    before = sorted(tmp_path.rglob("*"))

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "the disk is broken")

    with monkeypatch.context() as patch:
        for name in (EXCHANGE, "pathlib.Path.replace") if step == "rename" else (step,):
            patch.setattr(name, fail)
        with pytest.raises(OSError, match="the disk is broken"):
            put(Output(path), b"new")
    assert content(path) == b"old"
    assert sorted(tmp_path.rglob("*")) == before


def cannot(*_: object) -> bool:
    """Be a system in which folders cannot change places."""
    return False


def test_an_old_folder_is_put_back_if_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where folders cannot change places, the second of two renames fails, and the first is undone."""
    path = tmp_path / "a"
    put_folder(Output(path), b"old")
    replace = Path.replace
    calls = list[Path]()

    def second_fails(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == 2:
            raise OSError(errno.EIO, "the disk is broken")
        return replace(self, target)

    monkeypatch.setattr(EXCHANGE, cannot)
    monkeypatch.setattr(Path, "replace", second_fails)
    with pytest.raises(OSError, match="the disk is broken"):
        put_folder(Output(path), b"new")
    assert len(calls) == 3
    assert content(path) == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_replaced_where_none_can_change_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By two renames, after which nothing of the old one is left."""
    monkeypatch.setattr(EXCHANGE, cannot)
    path = tmp_path / "a"
    for data in (b"old", b"new"):
        put_folder(Output(path), data)
        assert content(path) == data
        assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_came_in_the_meantime_is_left_if_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else was faster, between the two renames: theirs stands, and the old one is not put over it."""
    path = tmp_path / "a"
    put_folder(Output(path), b"old")
    replace = Path.replace

    def overtaken(self: Path, target: Path) -> Path:
        if self == path:
            moved = replace(self, target)
            path.mkdir()
            (path / "a.csv").write_bytes(b"theirs")
            return moved
        return replace(self, target)

    monkeypatch.setattr(EXCHANGE, cannot)
    monkeypatch.setattr(Path, "replace", overtaken)
    with pytest.raises(OSError, match=r"a'"):
        put_folder(Output(path), b"new")
    assert content(path) == b"theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_comes_while_one_is_made_is_replaced(tmp_path: Path) -> None:
    """Of two that make one folder at the same time, the later has the last word."""
    path = tmp_path / "a"
    with Output(path).folder(ours="*.csv") as folder:
        (folder / "a.csv").write_bytes(b"later")
        put_folder(Output(path), b"sooner")
    assert content(path) == b"later"
    assert list(tmp_path.iterdir()) == [path]


@POSIX
def test_there_is_a_folder_at_every_moment(tmp_path: Path) -> None:
    """Whoever looks while it is replaced finds the old or the new one, if the system lets folders change places."""
    path, other = tmp_path / "a", tmp_path / "b"
    path.mkdir()
    other.mkdir()
    if not exchange(path, other):
        pytest.skip("folders cannot change places here")
    other.rmdir()
    put_folder(Output(path), b"data")
    absent = list[bool]()
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            absent.append(not path.is_dir())

    looking = threading.Thread(target=look)
    looking.start()
    for _ in range(100):
        put_folder(Output(path), b"data")
    done.set()
    looking.join()
    assert len(absent) > 100
    assert not any(absent)


@POSIX
def test_what_can_change_places_does_and_what_cannot_is_told(tmp_path: Path) -> None:
    """Each folder has the other's name; one that is not there is an error, and the other stays."""
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    (one / "first").touch()
    if not exchange(one, other):
        pytest.skip("folders cannot change places here")
    assert (other / "first").exists()
    assert not (one / "first").exists()
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "absent", other)
    assert (other / "first").exists()


def test_what_is_put_in_its_place_is_on_the_disk(way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is forced to the disk through a descriptor that may write, before it is put in its place."""
    fcntl = pytest.importorskip("fcntl")
    put, name = way
    seen = list[tuple[int, int]]()
    fsync = os.fsync

    def watched(descriptor: int) -> None:
        seen.append((os.fstat(descriptor).st_ino, fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    path = tmp_path / name
    put(Output(path), b"data")
    written = path / "a.csv" if path.is_dir() else path
    assert seen == [(written.stat().st_ino, os.O_RDWR)]


# --- folders --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stranger", ["notes.txt", "a.csv.bak", ".hidden", "folder/", "b.csv/"])
def test_a_folder_that_holds_foreign_files_is_not_replaced(stranger: str, tmp_path: Path) -> None:
    """Neither files of other names, nor folders, even where these have a name like ours."""
    path = tmp_path / "a"
    put_folder(Output(path), b"old")
    foreign = path / stranger
    foreign.mkdir() if stranger.endswith("/") else foreign.write_bytes(b"precious")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(FileExistsError, match="holds what is no part of such data") as caught:
        put_folder(Output(path), b"new")
    assert foreign.name in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before
    assert (path / "a.csv").read_bytes() == b"old"


def test_a_foreign_file_that_comes_while_writing_is_kept(tmp_path: Path) -> None:
    """What somebody puts into the folder in the meantime is looked for again at the end."""
    path = tmp_path / "a"
    put_folder(Output(path), b"old")

    def write() -> None:
        with Output(path).folder(ours="*.csv") as folder:
            (folder / "a.csv").write_bytes(b"new")
            (path / "notes.txt").write_bytes(b"precious")

    with pytest.raises(FileExistsError):
        write()
    assert (path / "notes.txt").read_bytes() == b"precious"
    assert content(path) == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_folder_and_one_of_ours_are_replaced(tmp_path: Path) -> None:
    """Files that are no longer written go away with it."""
    path = tmp_path / "a"
    path.mkdir()
    put_folder(Output(path), b"old")
    (path / "b.csv").write_bytes(b"old")
    (path / "datapackage.json").write_bytes(b"{}")
    put_folder(Output(path), b"new")
    assert [entry.name for entry in path.iterdir()] == ["a.csv"]


def test_a_folder_is_not_put_in_the_place_of_a_file(tmp_path: Path) -> None:
    """Nor a file in that of a folder."""
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with pytest.raises(FileExistsError, match="a file stands where a folder is to be written"):
        put_folder(Output(path), b"new")
    assert path.read_bytes() == b"old"
    path.unlink()
    put_folder(Output(path), b"old")
    for put in (put_stream, put_file):
        with pytest.raises(IsADirectoryError):
            put(Output(path), b"new")
    assert content(path) == b"old"
    assert list(tmp_path.iterdir()) == [path]


# --- links, rights, and what is no plain file ------------------------------------------------------------------------


@POSIX
def test_a_link_is_followed(way: Way, tmp_path: Path) -> None:
    """What it leads to is replaced, even where nothing is there yet; the link stays a link."""
    put, name = way
    real = tmp_path / "real" / name
    real.parent.mkdir()
    link = tmp_path / name
    link.symlink_to(real)
    for data in (b"old", b"new"):
        put(Output(link), data)
        assert link.is_symlink()
        assert content(real) == data
        assert sorted(tmp_path.iterdir()) == sorted([link, real.parent])
        assert list(real.parent.iterdir()) == [real]


@POSIX
def test_a_file_is_made_beside_what_a_link_leads_to(tmp_path: Path) -> None:
    """Only there can it be put in its place by a rename: the link may lead to another file system."""
    real = tmp_path / "real" / "a.sqlite"
    real.parent.mkdir()
    link = tmp_path / "a.sqlite"
    link.symlink_to(real)
    with Output(link).file() as path:
        assert path.parent.parent == real.parent
        path.write_bytes(b"data")


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o777])
def test_rights_are_kept(mode: int, way: Way, tmp_path: Path) -> None:
    """Of files and of folders; new ones have those that the user's mask leaves."""
    put, name = way
    path = tmp_path / name
    mask = os.umask(0o027)
    try:
        put(Output(path), b"old")
    finally:
        os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == (0o750 if path.is_dir() else 0o640)
    mode |= 0o100 if path.is_dir() else 0
    path.chmod(mode)
    put(Output(path), b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@POSIX
def test_the_mask_of_new_files_is_never_touched(way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It belongs to the whole process: two threads that changed it for an instant could leave it changed."""
    put, name = way

    def refuse(_: int) -> int:
        pytest.fail("the mask was asked for by changing it")

    monkeypatch.setattr(os, "umask", refuse)
    for data in (b"old", b"new"):
        put(Output(tmp_path / name), data)


@POSIX
def test_a_private_file_is_private_while_it_is_written(way: Way, tmp_path: Path) -> None:
    """What replaces a file that only its owner may read can be read by nobody else before it is in its place."""
    put, name = way
    path = tmp_path / name
    put(Output(path), b"old")
    path.chmod(0o700 if path.is_dir() else 0o600)
    with begin(way, path) as target:
        if put is put_file:
            target.write_bytes(b"new")
        beside = [entry for entry in tmp_path.iterdir() if entry != path]
        # An archive is gathered elsewhere.
        assert bool(beside) is (name != "a.zip")
        assert all(entry.name.startswith(".recognition-") for entry in beside)
        assert [stat.S_IMODE(entry.stat().st_mode) & 0o077 for entry in beside] == [0] * len(beside)


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs /dev/null")
@pytest.mark.parametrize("put", [put_stream, put_file])
def test_a_device_is_written_to_directly(put: Callable[[Output, bytes], None]) -> None:
    """It stays a device, and nothing is put beside it."""
    before = set(os.listdir("/dev"))  # noqa: PTH208 - names are enough
    put(Output(Path("/dev/null")), b"data")
    assert Path("/dev/null").is_char_device()
    assert set(os.listdir("/dev")) == before  # noqa: PTH208


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
@pytest.mark.parametrize(("put", "name"), [(put_stream, "a.json"), (put_file, "a.sqlite"), (put_folder, "a.zip")])
def test_a_pipe_is_written_to_directly(put: Callable[[Output, bytes], None], name: str, tmp_path: Path) -> None:
    """Whoever reads from it gets the same bytes as stand in a file."""
    plain = tmp_path / name
    put(Output(plain), b"data")
    path = tmp_path / "pipe" / name
    path.parent.mkdir()
    os.mkfifo(path)
    read = list[bytes]()
    reader = threading.Thread(target=lambda: read.append(path.read_bytes()), daemon=True)
    reader.start()
    put(Output(path), b"data")
    reader.join(10)
    assert read == [plain.read_bytes()]
    assert path.is_fifo()
    assert list(path.parent.iterdir()) == [path]


# --- archives and memory ---------------------------------------------------------------------------------------------


class _OneWay(io.RawIOBase):
    """A stream that cannot go back, such as a pipe."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        """Tell that it can be written."""
        return True

    def write(self, data: Any, /) -> int:
        """Take what comes."""
        self.data += bytes(data)
        return len(data)


def test_an_archive_is_the_same_wherever_it_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a file, in memory and through a pipe, now and later: its bytes depend on its files alone."""

    def put(target: Output, names: str) -> None:
        with target.folder(ours="*.csv") as folder:
            for name in names:
                (folder / f"{name}.csv").write_bytes(name.encode() * 1000)
                (folder / f"{name}.csv").chmod(0o600 if names == "ab" else 0o644)

    path = tmp_path / "a.zip"
    put(Output(path), "ab")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    target, stream = memory()
    put(target, "ba")
    pipe = _OneWay()
    writer = io.BufferedWriter(pipe)
    put(Output(writer), "ba")
    writer.flush()
    assert path.read_bytes() == stream.getvalue() == pipe.data
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["a.csv", "b.csv"]
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.external_attr >> 16 for info in archive.infolist()} == {0o644}
        assert {info.create_system for info in archive.infolist()} == {3}


@pytest.mark.parametrize("suffix", [".gz", ".xz", ".zst"])
def test_an_archive_may_be_compressed_as_a_whole(suffix: str, tmp_path: Path) -> None:
    """It is of little use, and works like every other file; it does not become a folder of that name."""
    path = tmp_path / f"a.zip{suffix}"
    put_folder(Output(path), b"data")
    assert path.is_file()
    with Input(path).members() as members:
        assert members.path("a.csv").read_bytes() == b"data"


def test_what_is_written_into_memory_is_the_same(way: Way, tmp_path: Path) -> None:
    """A stream takes what a file would; of a folder, the archive."""
    put, name = way
    path = tmp_path / (name if put is not put_folder else "a.zip")
    put(Output(path), b"data")
    target, stream = memory()
    put(target, b"data")
    assert stream.getvalue() == path.read_bytes()
    assert not stream.closed


@pytest.mark.parametrize("name", ["a.sqlite.gz", "a.sqlite.zst"])
def test_a_file_is_compressed_on_its_way(name: str, tmp_path: Path) -> None:
    """A library that wants a file has one, and what lies at the path is compressed."""
    path = tmp_path / name
    put_file(Output(path), b"data" * 1000)
    assert path.stat().st_size < 200
    assert Input(path).read() == b"data" * 1000
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_an_error(way: Way, tmp_path: Path) -> None:
    """It is not made."""
    put, name = way
    with pytest.raises(FileNotFoundError):
        put(Output(tmp_path / "absent" / name), b"data")
    assert list(tmp_path.iterdir()) == []


# --- standard input and output ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "name"), [("jsonl", "yaml"), ("yaml", "json"), ("json", "jsonl")])
def test_standard_input_becomes_standard_output(given: str, name: str) -> None:
    """As a filter between programs: what is written is the data and nothing else; what is said goes aside."""
    dataset = recognition.load(EVERYTHING)
    done = subprocess.run(  # noqa: S603 - what it runs is written here
        [sys.executable, "-m", "recognition", "convert", "-", "-", "--from", given, "--to", name],
        input=recognition.dumps(dataset, format=given),
        capture_output=True,
        check=True,
    )
    assert done.stdout == recognition.dumps(dataset, format=name)
    assert b"wrote" in done.stderr
    assert b"to - " in done.stderr
