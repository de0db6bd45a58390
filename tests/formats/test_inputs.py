"""What formats read from: files, folders, archives, bytes and streams; hostile archives are refused."""

import io
import os
import random
import sys
import threading
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final

import pytest

import recognition
from recognition import InvalidDataError, Problem
from recognition.formats.inputs import Input

EVERYTHING: Final = Path(__file__).parents[1] / "golden" / "valid" / "everything.json"


def archive(path: Path, *files: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    """Write a zip archive of files, whatever their names."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files:
            target.writestr(name, data)
    return path


def contents(path: Path) -> dict[str, bytes]:
    """Give the files of a folder or archive, read as streams and as files on disk, which agree."""
    with Input(path).members() as members:
        found = dict[str, bytes]()
        for name in members.names():
            with members.open(name) as stream:
                found[name] = stream.read()
            assert members.path(name).read_bytes() == found[name]
        return found


def refusal(path: Path) -> Problem:
    """Give the problem for which reading the files of an archive is refused."""
    with pytest.raises(InvalidDataError) as caught:
        contents(path)
    (problem,) = caught.value.problems
    return problem


# --- one stream ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["path", "bytes", "stream"])
def test_a_file_bytes_and_a_stream_are_read_alike(origin: str, tmp_path: Path) -> None:
    """In whole, as a stream and as a file on disk."""
    data = bytes(range(256)) * 5000
    path = tmp_path / "a.json"
    path.write_bytes(data)

    def source() -> Input:
        given: dict[str, Path | bytes] = {"path": path, "bytes": data}
        return Input(given.get(origin) or io.BytesIO(data))

    assert source().read() == data
    with source().open() as stream:
        assert stream.read(3) == b"\0\1\2"
        assert stream.read() == data[3:]
    with source().file() as file:
        assert file.read_bytes() == data
        assert (file == path) is (origin == "path")
    assert not source().is_folder
    assert source().name == ("a.json" if origin == "path" else "the data")


def test_a_stream_that_is_given_is_not_closed() -> None:
    """Whoever opened it closes it; standard input stays open when records were read from it."""
    ways: tuple[Callable[[Input], object], ...] = (Input.read, lambda source: source.open().close())
    for read in ways:
        stream = io.BytesIO(b'{"format_version":1}\n')
        read(Input(stream))
        assert not stream.closed


def test_records_from_standard_input_leave_it_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that reads records from it may go on to use it."""
    stream = io.TextIOWrapper(io.BytesIO(b'{"format_version":1}\n{"type":"state","id":"state:A","name":"A"}\n'))
    monkeypatch.setattr(sys, "stdin", stream)
    assert [record.id for record in recognition.read_records("-", format="jsonl")] == ["state:A"]
    assert not stream.buffer.closed


def test_a_temporary_file_is_gone_afterwards(tmp_path: Path) -> None:
    """What is put on disk for a library does not stay there, even where the library fails."""
    with Input(b"data").file() as file:
        assert file.read_bytes() == b"data"
    assert not file.parent.exists()

    def fail() -> None:
        with Input(io.BytesIO(b"data")).file() as file:
            found.append(file)
            raise KeyError

    found = list[Path]()
    with pytest.raises(KeyError):
        fail()
    assert not found[0].parent.exists()


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.xz", "a.jsonl.zst", "a.json", "a.json.gz"])
def test_progress_ends_with_the_size_of_the_file(name: str, tmp_path: Path) -> None:
    """It counts the bytes as they lie in the file, rises, and ends with its size, compressed or not."""
    path = tmp_path / name
    states = (recognition.State(id=f"state:{number}", name=f"{number * 7919:x}") for number in range(25_000))
    recognition.write_records(states, path)
    for read in (recognition.load, lambda path, progress: list(recognition.read_records(path, progress=progress))):
        seen = list[int]()
        read(path, progress=seen.append)
        assert seen == sorted(seen)
        assert seen[-1] == path.stat().st_size
        assert len(seen) > 1 or path.stat().st_size < 1 << 20


def test_progress_of_a_file_on_disk_ends_with_its_size(tmp_path: Path) -> None:
    """A library that reads the file by itself is done when it is done; folders and archives end with all they hold."""
    path = archive(tmp_path / "a.zip", ("a.csv", b"1234"), ("b.csv", b"12"))
    seen = list[int]()
    with Input(path, progress=seen.append).file():
        assert seen == []
    assert seen == [path.stat().st_size]
    folder = tmp_path / "a"
    folder.mkdir()
    (folder / "a.csv").write_bytes(b"1234")
    (folder / "b.csv").write_bytes(b"12")
    seen.clear()
    with Input(folder, progress=seen.append).members() as members:
        with members.open("a.csv") as stream:
            stream.read()
        assert seen[-1] == 4
        members.path("b.csv")
    assert seen == sorted(seen)
    assert seen[-1] == 6


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.yaml", "a.jsonl.gz"])
def test_a_pipe_is_read_once_whatever_is_wrong(name: str, tmp_path: Path) -> None:
    """What is doubtful between records is told with its line, though a pipe cannot be read again."""
    act = recognition.RecognitionAct(
        id="recognition:a",
        actor="state:A",
        target="state:B",
        capacity=recognition.Capacity.STATE,
        move=recognition.RecognitionMove.WITHDRAWAL,
    )
    states = [recognition.State(id=f"state:{slug}", name=slug) for slug in "AB"]
    file = tmp_path / name
    recognition.write_records([*states, act], file)
    pipe = tmp_path / "pipe" / name
    pipe.parent.mkdir()
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(file.read_bytes(),), daemon=True)
    writer.start()
    read = list[tuple[Problem, ...]]()
    reader = threading.Thread(target=lambda: read.append(recognition.load(pipe).problems), daemon=True)
    reader.start()
    # A pipe that is opened once more waits for a writer for ever.
    reader.join(20)
    writer.join(20)
    (found,) = read
    assert found == recognition.load(file).problems
    assert [problem.code for problem in found] == ["nothing-to-undo"]
    assert found[0].line


# --- folders and archives -------------------------------------------------------------------------------------------


def test_a_folder_gives_its_files_by_name(tmp_path: Path) -> None:
    """Sorted; folders within are not looked at."""
    (tmp_path / "b.csv").write_bytes(b"b")
    (tmp_path / "a.csv").write_bytes(b"a")
    (tmp_path / "c.csv").mkdir()
    (tmp_path / "c.csv" / "d.csv").write_bytes(b"d")
    assert Input(tmp_path).is_folder
    assert list(contents(tmp_path).items()) == [("a.csv", b"a"), ("b.csv", b"b")]
    with pytest.raises(IsADirectoryError):
        Input(tmp_path).read()


@pytest.mark.parametrize(
    "names",
    [
        ["a.csv", "b.csv"],
        ["top/a.csv", "top/b.csv"],
        ["top/", "top/a.csv", "top/b.csv"],
        ["sub/", "a.csv", "b.csv"],
        ["a.csv", "b.csv", "sub/a.csv", "other/sub/b.csv"],
        ["top/a.csv", "top/b.csv", "top/sub/", "top/sub/a.csv"],
        ["../", "a.csv", "b.csv"],
    ],
    ids=" ".join,
)
def test_an_archive_gives_its_files_by_name(names: list[str], tmp_path: Path) -> None:
    """The one folder that all files may lie in does not count, nor do folders within."""
    files = [(name, name[-5:-4].encode()) for name in names]
    path = archive(tmp_path / "a.zip", *reversed(files))
    assert list(contents(path).items()) == [("a.csv", b"a"), ("b.csv", b"b")]


@pytest.mark.parametrize("suffix", [".gz", ".xz", ".zst"])
def test_an_archive_may_be_compressed_as_a_whole(suffix: str, tmp_path: Path) -> None:
    """It is of little use, and works like every other file."""
    from recognition.formats.outputs import Output  # noqa: PLC0415 - the one test that needs it

    plain = archive(tmp_path / "a.zip", ("a.csv", b"a"))
    path = tmp_path / f"a.zip{suffix}"
    with Output(path).stream() as stream:
        stream.write(plain.read_bytes())
    assert contents(path) == {"a.csv": b"a"}


def test_what_is_neither_folder_nor_archive_is_told(tmp_path: Path) -> None:
    """A file of another kind, an empty one and an archive cut short are no archives; what is not there is an error."""
    path = tmp_path / "a.zip"
    for data in (b"", b"PK", b"a,b,c\n", archive(tmp_path / "b.zip", ("a.csv", b"a" * 100)).read_bytes()[:-30]):
        path.write_bytes(data)
        problem = refusal(path)
        assert problem.code == "syntax"
        assert problem.message.startswith("a.zip is neither a folder nor a zip archive")
    path.unlink()
    with pytest.raises(FileNotFoundError):
        contents(path)


@pytest.mark.parametrize(
    "name",
    [
        "../a.csv",
        "top/../../a.csv",
        "..",
        "/etc/passwd",
        "//host/a.csv",
        "C:a.csv",
        "c:\\a.csv",
        "..\\a.csv",
        "a\\b.csv",
    ],
)
@pytest.mark.parametrize("place", [0, 1])
def test_a_name_that_leads_outside_is_refused(name: str, place: int, tmp_path: Path) -> None:
    """Wherever it stands in the archive, before anything is unpacked."""
    files = [("a.csv", b"a"), ("b.csv", b"b")]
    files.insert(place, (name, b"x"))
    problem = refusal(archive(tmp_path / "a.zip", *files))
    assert problem.code == "syntax"
    assert problem.message == f"a.zip holds a file whose name leads outside it: {name!r}"


def test_a_file_without_a_name_is_refused(tmp_path: Path) -> None:
    """As one whose name begins with a zero byte is: `zipfile` takes the name to end there, and cannot tell its kind."""
    path = archive(tmp_path / "a.zip", ("xyz.csv", b"1"), ("b.csv", b"2"))
    path.write_bytes(path.read_bytes().replace(b"xyz.csv", b"\0yz.csv"))
    with pytest.raises(InvalidDataError) as caught, Input(path).members():
        pass
    assert [problem.code for problem in caught.value] == ["syntax"]
    assert "leads outside it" in str(caught.value)


def test_a_name_that_ends_early_is_refused(tmp_path: Path) -> None:
    """A zero byte would hide the rest of a name from some readers."""
    path = archive(tmp_path / "a.zip", ("a.csv?.exe", b"a"))
    path.write_bytes(path.read_bytes().replace(b"a.csv?.exe", b"a.csv\0.exe"))
    assert "leads outside" in refusal(path).message


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
@pytest.mark.parametrize("names", [["a.csv", "a.csv"], ["top/a.csv", "top/a.csv"]])
def test_a_name_that_stands_twice_is_refused(names: list[str], tmp_path: Path) -> None:
    """Readers differ on which of the two counts."""
    problem = refusal(archive(tmp_path / "a.zip", *((name, b"a") for name in names)))
    assert problem.code == "duplicate-key"


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    """Nobody is asked for a password."""
    path = archive(tmp_path / "a.zip", ("a.csv", b"a"))
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    assert refusal(path).message == "a.zip holds an encrypted file: 'a.csv'"


def test_a_link_is_refused(tmp_path: Path) -> None:
    """A link in an archive would name a file of the reader's."""
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = 0o120777 << 16
    assert refusal(archive(tmp_path / "a.zip", (link, b"/etc/passwd"))).message == "a.zip holds a link: 'a.csv'"


@pytest.mark.parametrize(("count", "code"), [(1000, None), (1001, "too-large")])
def test_an_archive_of_very_many_files_is_refused(count: int, code: str | None, tmp_path: Path) -> None:
    """A thousand files are read, one more is not."""
    path = archive(tmp_path / "a.zip", *((f"{number}.csv", b"") for number in range(count)))
    if code is None:
        assert len(contents(path)) == count
    else:
        assert refusal(path).code == code


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_file_packed_in_a_rare_way_is_refused(method: int, tmp_path: Path) -> None:
    """Those ways cannot be unpacked in bounded memory; no writer of packages uses them."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", method) as target:
        target.writestr("a.csv", b"a")
    assert refusal(path).message == "a.zip holds a file that is packed in another way than by Deflate: 'a.csv'"


def _bomb(path: Path, megabytes: int, members: int = 1) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for number in range(members):
            with target.open(f"{number}.csv", "w") as stream:
                for _ in range(megabytes // members):
                    stream.write(bytes(1 << 20))
    return path


@pytest.mark.parametrize("members", [1, 50])
@pytest.mark.parametrize("way", ["open", "path"])
def test_a_bomb_in_an_archive_is_not_unpacked(way: str, members: int, tmp_path: Path) -> None:
    """Neither one file nor many together expand beyond measure, in memory or on disk."""
    path = _bomb(tmp_path / "a.zip", 150, members)
    unpacked = list[int]()

    def unpack() -> None:
        with Input(path).members() as found:
            for name in found.names():
                if way == "path":
                    unpacked.append(found.path(name).stat().st_size)
                else:
                    with found.open(name) as stream:
                        unpacked.extend(map(len, iter(lambda: stream.read(1 << 20), b"")))

    tracemalloc.start()
    with pytest.raises(InvalidDataError) as caught:
        unpack()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [problem.code for problem in caught.value.problems] == ["too-large"]
    assert sum(unpacked) <= 70 << 20
    assert peak < 20 << 20


def _patched(path: Path, offset: int, value: bytes) -> None:
    """Overwrite a part of the entry of the first file in the directory of an archive."""
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\1\2") + offset
    data[at : at + len(value)] = value
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("offset", "value"),
    [
        (16, b"\1\2\3\4"),  # the checksum
        (20, b"\1\0\0\0"),  # the packed size
        (24, b"\1\0\0\0"),  # the size
        (10, b"\0\0"),  # how it is packed: not at all
        (42, b"\xff\xff\0\0"),  # where it begins
    ],
    ids=["checksum", "packed size", "size", "method", "offset"],
)
def test_a_directory_that_lies_is_told(offset: int, value: bytes, tmp_path: Path) -> None:
    """Sizes, checksums and places that are not those of the file are damage."""
    path = archive(tmp_path / "a.zip", ("a.csv", b"abc" * 1000))
    _patched(path, offset, value)
    assert refusal(path).code == "syntax"


@pytest.mark.parametrize("offset", [20, 24], ids=["packed size", "size"])
def test_a_size_that_is_told_too_great_does_no_harm(offset: int, tmp_path: Path) -> None:
    """Nothing is set aside for what an archive only promises."""
    path = archive(tmp_path / "a.zip", ("a.csv", b"abc" * 1000))
    _patched(path, offset, b"\xfe\xff\xff\x7f")
    tracemalloc.start()
    outcome: object
    try:
        outcome = contents(path)
    except InvalidDataError as error:
        outcome = [problem.code for problem in error]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert outcome in ({"a.csv": b"abc" * 1000}, ["syntax"])
    assert peak < 20 << 20


def test_no_damage_of_an_archive_is_any_other_error(tmp_path: Path) -> None:
    """Whatever bytes of an archive are changed or missing, it is read, or refused with a problem."""
    path = archive(tmp_path / "a.zip", ("top/", b""), ("top/a.csv", b"abc" * 100), ("top/\xe4.csv", b"d" * 9))
    whole = path.read_bytes()
    chance = random.Random(20250703)  # noqa: S311 - no secret
    for _ in range(500):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 2, 5))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data[: chance.choice((len(data), len(data), chance.randrange(len(data))))])
        codes = set[str]()
        try:
            contents(path)
        except InvalidDataError as error:
            codes = {problem.code for problem in error}
        assert codes <= {"syntax", "too-large", "duplicate-key"}


def test_a_member_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """In a folder, of the file system; in an archive, of the data."""
    with Input(tmp_path).members() as members, pytest.raises(FileNotFoundError):
        members.open("a.csv")
    with Input(archive(tmp_path / "a.zip")).members() as members, pytest.raises(InvalidDataError):
        members.open("a.csv")


def test_a_stream_can_hold_an_archive(tmp_path: Path) -> None:
    """Bytes and streams are unpacked like files."""
    data = archive(tmp_path / "a.zip", ("a.csv", b"a")).read_bytes()
    streams: tuple[bytes | IO[bytes], ...] = (data, io.BytesIO(data))
    for origin in streams:
        with Input(origin).members() as members, members.open("a.csv") as stream:
            assert stream.read() == b"a"


def test_records_come_from_standard_input_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` is standard input, for datasets and for records, in every notation."""
    dataset = recognition.load(EVERYTHING)
    for name in ("json", "jsonl", "yaml"):

        def feed(data: bytes = recognition.dumps(dataset, format=name)) -> None:
            stdin: Any = io.TextIOWrapper(io.BytesIO(data))
            monkeypatch.setattr(sys, "stdin", stdin)

        feed()
        assert recognition.load("-", format=name) == dataset
        feed()
        assert list(recognition.read_records(Path("-"), format=name)) == list(dataset)
    with pytest.raises(recognition.UnknownIdError, match="'-'"):
        recognition.load("-")
