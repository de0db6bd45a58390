"""Whatever paths and words a command is given, it ends with 0, 1 or 2 and says why; it never ends in a traceback."""

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from unittest import mock

import click
import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from recognition.cli import cli, run
from recognition.cli.base import FILE
from recognition.formats import FORMATS

ROOT: Final = Path(__file__).resolve().parents[1]
EVERYTHING: Final = ROOT / "tests" / "golden" / "valid" / "everything.json"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="these paths are those of POSIX")

ENDINGS: Final = (".json", ".jsonl", ".yaml", ".csv", ".csv.zip", ".parquet", ".sqlite", ".ttl", ".nt", ".jsonld")
PACKED: Final = ("", ".gz", ".xz", ".zst")


def commands(group: click.Command = cli, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Give every command that does something, with the words that call it."""
    if isinstance(group, click.Group):
        for name, command in group.commands.items():
            yield from commands(command, (*path, name))
    else:
        yield path, group


COMMANDS: Final = dict(commands())
WRITING: Final = [words for words in COMMANDS if words[0] in ("convert", "merge", "panel")]


def hostile(folder: Path) -> None:
    """Fill a folder with what somebody could take for data."""
    for ending in (*ENDINGS, ".ftm.json", ".png", ".txt"):
        (folder / f"folder{ending}").mkdir()
        (folder / f"empty{ending}").touch()
        (folder / f"damaged{ending}").write_bytes(b'{"format_version":1,"records":[{"type":"st\xff\x00')
        (folder / f"loop{ending}").symlink_to(folder / f"loop{ending}")
        (folder / f"dangling{ending}").symlink_to(folder / "absent" / f"a{ending}")
        (folder / f"null{ending}").symlink_to(os.devnull)
        (folder / f"two\nlines{ending}").write_bytes(b"a,b\n1")
        Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe" + ending.encode())).write_bytes(b"\xff")
    # To be written to alone: whoever reads from it gets zeros for ever.
    (folder / "disk.jsonl").symlink_to("/dev/full")
    (folder / "disk.sqlite").symlink_to("/dev/full")
    for packed in PACKED[1:]:
        (folder / f"damaged.jsonl{packed}").write_bytes(b"\x1f\x8b\xfd7zXZ\x00")
    shutil.copy(EVERYTHING, folder / "good.json")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(folder)  # the name of a socket must be short
        try:
            listening.bind("socket.json")
        finally:
            os.chdir(here)
    (folder / "stranger").mkdir()
    (folder / "stranger" / "datapackage.json").write_text("[]")
    (folder / "stranger" / "precious.txt").touch()


NAMES: Final = (
    "good",
    "folder",
    "empty",
    "damaged",
    "loop",
    "dangling",
    "null",
    "absent",
    "absent/a",
    "good.json/a",
    "two\nlines",
    "\udcff\udcfe",
    "socket",
    "x" * 300,
)


@st.composite
def paths(draw: st.DrawFn) -> str:
    """Give a path that is there or not, of whatever kind, by its name in the folder."""
    kind = draw(st.integers(0, 9))
    if kind > 5:
        return "good.json"
    if kind == 0:
        return draw(st.sampled_from(["-", "", ".", "..", "stranger", "folder.csv/", "/dev/null", "~", "*", " "]))
    ending = draw(st.sampled_from((*ENDINGS, ".ftm.json", ".png", ".txt")))
    return draw(st.sampled_from(NAMES)) + ending + draw(st.sampled_from(("", "", "", "", *PACKED)))


WORDS: Final = st.one_of(
    st.sampled_from(
        [
            "state:AFG",
            "government:full",
            "state:XXX",
            "un",
            "gw",
            "2021",
            "2021-13",
            "now",
            "year",
            "-1",
            "0",
            "--",
            "json",
        ]
    ),
    st.text(st.characters(exclude_characters="\0", exclude_categories=()), max_size=8).filter(
        # What no process can be given: a lone surrogate stands for a byte that is not UTF-8, or for nothing.
        lambda text: all(not "\ud800" <= letter <= "\udfff" or "\udc80" <= letter <= "\udcff" for letter in text)
    ),
)


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """Give a command with arguments of about the right number, and options; every value may be wrong."""
    words = draw(st.sampled_from([*COMMANDS, *WRITING * 3]))
    command = COMMANDS[words]
    line = list(words)
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            count = draw(st.integers(1, 3)) if parameter.nargs == -1 else draw(st.sampled_from((1,) * 9 + (0,)))
            line += [draw(_values(parameter)) for _ in range(count)]
        elif draw(st.integers(0, 9)) < (9 if parameter.required else 2):
            line.append(draw(st.sampled_from(parameter.opts)))
            if not getattr(parameter, "is_flag", False):
                line.append(draw(_values(parameter)))
    return line


def _values(parameter: click.Parameter) -> st.SearchStrategy[str]:
    if parameter.type is FILE or (parameter.name in ("target", "out") and isinstance(parameter, click.Option)):
        return paths()
    if isinstance(parameter.type, click.Choice):
        return st.one_of(st.sampled_from([str(choice) for choice in parameter.type.choices]), WORDS)
    if parameter.name in ("from_", "format_"):
        return st.one_of(st.sampled_from(list(FORMATS)), WORDS)
    if parameter.name == "texts":
        return st.builds("source:{}={}".format, st.sampled_from(["article", "x", ""]), paths())
    return WORDS


@contextmanager
def streams() -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Put streams of bytes in the place of those of the process."""
    output, errors = io.BytesIO(), io.BytesIO()
    given_input = io.TextIOWrapper(io.BytesIO(b'{"format_version":1}\n'))
    with (
        mock.patch.object(sys, "stdin", given_input),
        mock.patch.object(sys, "stdout", io.TextIOWrapper(output, encoding="utf-8")),
        mock.patch.object(sys, "stderr", io.TextIOWrapper(errors, encoding="utf-8")),
    ):
        yield output, errors
        sys.stdout.flush()
        sys.stderr.flush()


@contextmanager
def hostile_folder() -> Iterator[Path]:
    """Work in a folder of its own, full of such files."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "work")
        folder.mkdir()
        hostile(folder)
        os.chdir(folder)
        try:
            yield folder
        finally:
            os.chdir(here)


@given(line=command_lines())
@example(line=["convert", "good.json", "loop.json"])
@example(line=["convert", "good.json", "loop.sqlite"])
@example(line=["convert", "good.json", "folder.csv", "--to", "csv"])
@example(line=["convert", "good.json", "stranger", "--to", "csv"])
@example(line=["convert", "good.json", "disk.jsonl"])
@example(line=["convert", "good.json", "disk.sqlite"])
@example(line=["convert", "good.json", "null.parquet.zip"])
@example(line=["convert", "good.json", "absent/a.json"])
@example(line=["convert", "good.json", "good.json/a.csv.zip"])
@example(line=["convert", "good.json", "x" * 300 + ".json"])
@example(line=["check", "\udcff\udcfe.json", "two\nlines.csv", "loop.yaml", "socket.json", "--json"])
@example(line=["report", "\udcff\udcfe.ttl"])
@example(line=["diff", "null.json", "folder.parquet"])
def test_no_command_line_ends_in_a_traceback(line: list[str]) -> None:
    """It ends with 0, 1 or 2; with 1 and 2 it says something, and what is there stays."""
    with hostile_folder() as folder, streams() as (output, errors):
        with mock.patch.object(sys, "argv", ["recognition", *line]):
            code = run()
        sys.stdout.flush()
        sys.stderr.flush()
        event(f"{line[0]} ends with {code}")
        assert code in (0, 1, 2)
        assert b"Traceback" not in output.getvalue() + errors.getvalue()
        assert code == 0 or output.getvalue() + errors.getvalue()
        assert (folder / "stranger" / "precious.txt").exists()
        assert not list(folder.glob(".recognition-*"))


@pytest.mark.parametrize("arguments", [["check", "pipe.json"], ["convert", "good.json", "pipe.json"]], ids=" ".join)
def test_a_pipe_that_nobody_opens_is_waited_for_until_ctrl_c(arguments: list[str], tmp_path: Path) -> None:
    """Its other end may come later, as of any program; who does not want to wait is told that it was interrupted."""
    os.mkfifo(tmp_path / "pipe.json")
    shutil.copy(EVERYTHING, tmp_path / "good.json")
    process = subprocess.Popen(  # noqa: S603 - what it runs is written here
        [sys.executable, "-m", "recognition", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1.5)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    finally:
        process.kill()
    assert (process.returncode, errors) == (130, b"interrupted\n")


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_a_pipe_among_the_files_of_a_folder_is_not_opened(name: str, tmp_path: Path) -> None:
    """Nor waited for: it is no file of the package."""
    folder = tmp_path / "data"
    folder.mkdir()
    os.mkfifo(folder / name)
    form = name.removeprefix("a.")
    for line in (["check", "data", "--from", form], ["convert", str(EVERYTHING), "data", "--to", form]):
        done = subprocess.run(  # noqa: S603 - what it runs is written here
            [sys.executable, "-m", "recognition", *line],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert done.returncode in (1, 2)
        assert b"Traceback" not in done.stderr
    assert (folder / name).is_fifo()
