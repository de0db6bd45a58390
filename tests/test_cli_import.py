"""The command that brings in data sets of others."""

import io
import sys
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from recognition import load
from recognition.cli import base, cli
from recognition.sources import SOURCES

HEADER: Final = "statenumber\tstateid\tcountryname\tstart\tend\n"
GOOD: Final = "2\tUSA\tUnited States of America\t1816-01-01\t2020-12-31\n"
BAD: Final = "99\tGCL\tGreat Colombia\t1821-01-01\t1830-02-30\n"


def test_every_source_is_a_module_that_reads() -> None:
    """The names are those of modules, each with a function `read`."""
    for name in SOURCES:
        assert callable(import_module(f"recognition.sources.{name}").read)


def test_rows_become_records_and_the_summary_counts_them(tmp_path: Path) -> None:
    """The file is written, and what became of the rows is told."""
    path, out = tmp_path / "states.txt", tmp_path / "states.json"
    path.write_text(HEADER + GOOD, encoding="cp1252")
    result = CliRunner().invoke(cli, ["import", "gw", str(path), "-o", str(out)])
    assert result.exit_code == 0, result.output
    assert result.output.startswith("1 row\n  1 spells of states\n")
    assert result.output.endswith(f"wrote {out}\n")
    assert "state:gw.2.USA" in load(out)


def test_a_refused_row_is_told_and_the_others_are_written(tmp_path: Path) -> None:
    """The exit code says that a row is lacking."""
    path, out = tmp_path / "states.txt", tmp_path / "states.json"
    path.write_text(HEADER + GOOD + BAD, encoding="cp1252")
    result = CliRunner().invoke(cli, ["import", "gw", str(path), "-o", str(out)])
    assert result.exit_code == 1
    assert "1 refused" in result.output
    assert "line 3" in result.output
    assert "state:gw.2.USA" in load(out)
    assert "state:gw.99.GCL" not in load(out)


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "\x00\xff"])
def test_a_file_of_another_kind_is_refused_and_nothing_is_written(content: str, tmp_path: Path) -> None:
    """Every problem is told, with the file."""
    path, out = tmp_path / "states.txt", tmp_path / "states.json"
    path.write_bytes(content.encode("latin-1"))
    result = CliRunner().invoke(cli, ["import", "gw", str(path), "-o", str(out)])
    assert result.exit_code == 1
    assert "states.txt" in result.output
    assert not out.exists()


class Terminal(io.StringIO):
    """A stream on which somebody looks."""

    def isatty(self) -> bool:
        """Tell that it is one."""
        return True


@pytest.mark.parametrize(("names", "label"), [(["a.txt"], "reading a.txt"), (["a.txt", "b.txt"], "reading 2 files")])
def test_large_files_are_read_with_a_progress_bar(
    names: list[str], label: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal, over all the files together, to the very end; what is written is the same."""
    contents = (HEADER + GOOD, HEADER + "331\tSNM\tSan Marino\t1816-01-01\t2020-12-31\n")
    files = [tmp_path / name for name in names]
    for path, content in zip(files, contents, strict=False):
        path.write_text(content, encoding="cp1252")
    arguments = ["import", "gw", *map(str, files), "-o"]
    quiet, loud = tmp_path / "quiet.jsonl", tmp_path / "loud.jsonl"
    CliRunner().invoke(cli, [*arguments, str(quiet)])
    monkeypatch.setattr(base, "_LARGE", 1)
    terminal = Terminal()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", terminal)
        cli.main([*arguments, str(loud)], standalone_mode=False)
    assert label in terminal.getvalue()
    assert "100%" in terminal.getvalue()
    assert loud.read_bytes() == quiet.read_bytes()


def test_an_unknown_source_is_refused(tmp_path: Path) -> None:
    """The message names those that there are."""
    result = CliRunner().invoke(cli, ["import", "polity", "x", "-o", str(tmp_path / "y.json")])
    assert result.exit_code == 2
    assert "cow_diplomatic_exchange" in result.output
