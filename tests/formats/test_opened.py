"""Paths that are no files: devices, pipes without an end, sockets, folders, and files that the system makes up."""

import io
import os
import resource
import socket
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import pytest

import recognition
from recognition import InvalidDataError
from recognition.convert import reading
from recognition.formats import FORMATS, opened
from recognition.sources import cow, gdelt, gw, opensanctions_programs, palestine, us_missions, wikidata

ROOT: Final = Path(__file__).resolve().parents[2]
SOURCES: Final = (cow, gdelt, gw, opensanctions_programs, palestine, us_missions, wikidata)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="these paths are those of POSIX")


def limited(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script with little memory and a minute of the processor: without a bound, it would end in an error."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))

    return subprocess.run(  # noqa: S603 - what it runs is written here
        [sys.executable, "-c", textwrap.dedent(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        preexec_fn=limit,
        timeout=300,
    )


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device without an end")
def test_devices_are_refused_by_every_reader() -> None:
    """They have no end, and would fill the memory or the disk."""
    done = limited(
        """
        from importlib import import_module
        import recognition
        from recognition.formats import FORMATS
        for device in ("/dev/zero", "/dev/full", "/dev/urandom", "/dev/null"):
            reads = [lambda form=form: recognition.load(device, format=form) for form in FORMATS]
            reads += [lambda form=form: list(recognition.read_records(device, format=form)) for form in FORMATS]
            for name in ("cow", "gdelt", "gw", "opensanctions_programs", "palestine", "us_missions", "wikidata"):
                reads.append(lambda name=name: import_module(f"recognition.sources.{name}").read(device))
            for read in reads:
                try:
                    read()
                except OSError as error:
                    print(error.filename, error.strerror)
        """
    )
    assert done.stderr == ""
    told = done.stdout.splitlines()
    assert len(told) == 4 * (2 * len(FORMATS) + 7)
    reasons = {line.partition(" ")[2] for line in told}
    assert reasons == {"it is a device, not a file", "it is not a file, which can be read twice"}


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a device without an end")
@pytest.mark.parametrize(
    "line",
    [
        ["check", "/dev/full", "--from", "json"],
        ["check", "/dev/zero", "--from", "jsonl"],
        ["convert", "--stream", "/dev/zero", "a.jsonl", "--from", "ntriples"],
        ["diff", "/dev/zero", "/dev/zero", "--from", "yaml"],
        ["import", "cow", "/dev/zero"],
        ["check", "tests/golden/valid/everything.json", "--texts", "source:a=/dev/zero"],
    ],
    ids=" ".join,
)
def test_commands_refuse_devices(line: list[str]) -> None:
    """They end with 1 or 2, in words."""
    done = limited(f"import sys; from recognition.cli import run; sys.argv[1:] = {line!r}; sys.exit(run())")
    assert done.returncode in (1, 2), done.stderr
    assert "Traceback" not in done.stderr
    assert "Error" not in done.stderr.replace("Error: ", "")
    assert done.stdout + done.stderr


class Endless(io.RawIOBase):
    """A stream that gives the same text again and again."""

    def __init__(self, text: bytes) -> None:
        """Hold the text."""
        self.text = text
        self.count = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        """Give some of it, up to far more than the bounds that the tests set."""
        assert self.count < 64 << 20, "it is read on and on"
        data = (self.text * (len(buffer) // len(self.text) + 1))[: len(buffer)]
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


ENDLESS: Final = {
    "json": b"[",
    "jsonl": b'{"format_version":1}\n',
    "yaml": b"- a\n",
    "csv": b"PK\x03\x04",
    "parquet": b"PAR1",
    "sqlite": b"SQLite format 3\0",
    "turtle": b"<a:b> <a:b> <a:b> .\n",
    "ntriples": b"<a:b> <a:b> <a:b> .\n",
    "jsonld": b"[",
    "sheet": b"a,b\n",
    "ftm": b"{}\n",
}
BOUND: Final = 4 << 20


@pytest.fixture
def _small_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "MOST_UNSIZED", BOUND)


@pytest.mark.usefixtures("_small_bound")
@pytest.mark.parametrize("name", FORMATS)
def test_standard_input_without_an_end_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not read on behind the bound, in any format."""
    endless = Endless(ENDLESS[name])
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(endless)))
    with pytest.raises(InvalidDataError) as caught:
        recognition.load("-", format=name)
    assert [problem.code for problem in caught.value] == ["too-large"]
    assert endless.count < 2 * BOUND


@contextmanager
def pipe_of(path: Path, text: bytes) -> Iterator[None]:
    """Write a text again and again to a pipe, until nobody reads it any more."""
    os.mkfifo(path)

    def write() -> None:
        with suppress(BrokenPipeError), path.open("wb", buffering=0) as stream:
            for _ in range(1 << 14):
                stream.write(text * (8192 // len(text) + 1))

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    yield
    writer.join(60)
    assert not writer.is_alive()


@pytest.mark.usefixtures("_small_bound")
@pytest.mark.parametrize("name", FORMATS)
def test_a_pipe_without_an_end_is_refused(name: str, tmp_path: Path) -> None:
    """By its name in the file system as well."""
    path = tmp_path / "pipe"
    with pipe_of(path, ENDLESS[name]):
        with pytest.raises(InvalidDataError) as caught:
            recognition.load(path, format=name)
        assert [problem.code for problem in caught.value] == ["too-large"]


@pytest.mark.usefixtures("_small_bound")
@pytest.mark.parametrize("name", ["ntriples", "sqlite", "csv", "parquet"])
def test_what_is_copied_from_a_stream_without_an_end_is_bounded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Record by record too: these formats are read from a copy on disk, which would fill it."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(Endless(ENDLESS[name]))))
    with pytest.raises(InvalidDataError) as caught:
        list(recognition.read_records("-", format=name))
    assert "too-large" in [problem.code for problem in caught.value]


@pytest.mark.usefixtures("_small_bound")
def test_a_pipe_that_ends_is_read_as_before(tmp_path: Path) -> None:
    """Up to the bound itself."""
    path = tmp_path / "a.jsonl"
    os.mkfifo(path)
    data = b'{"format_version":1}\n'
    data += b" " * (BOUND - len(data))
    writer = threading.Thread(target=path.write_bytes, args=(data,), daemon=True)
    writer.start()
    assert len(recognition.load(path)) == 0
    writer.join(60)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.__name__.rpartition(".")[2])
@pytest.mark.usefixtures("_small_bound")
def test_lists_of_others_come_from_pipes_that_end_or_from_files(source: Any, tmp_path: Path) -> None:
    """A pipe without an end is not read on; what is read twice can be no pipe, and is not waited for."""
    path = tmp_path / "list.txt"
    if source in (gdelt, wikidata):
        os.mkfifo(path)
        with pytest.raises(OSError, match="read twice"):
            source.read(path)
        return
    with pipe_of(path, b"a,b\n"):
        with pytest.raises(InvalidDataError) as caught:
            source.read(path)
        assert [problem.code for problem in caught.value] == ["too-large"]


@pytest.mark.parametrize("name", ["json", "jsonl", "yaml", "turtle", "jsonld", "sheet"])
def test_folders_sockets_and_links_in_a_circle_are_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what the system says of them."""
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("loop").symlink_to("loop")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        for path in ("folder", "loop", "socket"):
            with pytest.raises(OSError, match=path):
                recognition.load(path, format=name)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux")
@pytest.mark.parametrize("name", FORMATS)
def test_files_that_the_system_makes_up_are_read_within_bounds(name: str) -> None:
    """They say that they are empty files, and hold all memory, or nothing."""
    done = limited(
        f"""
        import recognition
        for path in ("/proc/self/mem", "/proc/self/pagemap", "/proc/self/maps"):
            try:
                recognition.load(path, format={name!r})
            except (OSError, recognition.InvalidDataError):
                print("refused")
        """
    )
    assert (done.stdout, done.stderr) == ("refused\n" * 3, "")


@pytest.mark.parametrize("name", ["jsonl", "json", "yaml"])
def test_after_very_many_problems_a_file_is_not_read_on(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last problem says so; what is missing for that reason is not told."""
    monkeypatch.setattr(reading, "MOST_PROBLEMS", 10)
    state = '{"type":"state","id":"state:A","name":"A","predecessors":["state:Z"]}'
    lines = [state, *["{}"] * 500, state.replace("state:A", "state:Z")]
    text = f'{{"format_version":1,"records":[{",".join(lines)}]}}'
    if name == "jsonl":
        text = "\n".join(['{"format_version":1}', *lines, ""])
    with pytest.raises(InvalidDataError) as caught:
        recognition.loads(text, format=name)
    codes = [problem.code for problem in caught.value]
    assert codes[-1] == "too-large"
    assert len(codes) < 14
    assert "dangling-reference" not in codes
