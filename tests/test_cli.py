"""The command line: what it says, on which stream, and with which exit code."""

import csv
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal

import click
import pytest
from click.testing import CliRunner, Result

import recognition
from recognition.cli import base, cli
from recognition.cli.page import Page
from recognition.convert.schema import json_schema
from recognition.report import report_of

ROOT: Final = Path(__file__).resolve().parents[1]
SEED: Final = ROOT / "seeds" / "russia-taliban-recognition.yaml"
ARTICLE: Final = "seeds/000_6345bcc13ccf0805.txt"
ANSI: Final = "\x1b["


def run(*arguments: str | Path) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def python(*arguments: str, stdout: Any = subprocess.PIPE, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a Python of our own."""
    return subprocess.run(  # noqa: S603 - what it runs is written here
        [sys.executable, *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )


def spawn(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command as its users do, its output going into pipes."""
    return python("-m", "recognition", *map(str, arguments), **environment)


def document(*records: dict[str, Any]) -> str:
    """Give a JSON document, a record a line."""
    lines = ",\n".join(json.dumps(record) for record in records)
    return f'{{"format_version": 1, "records": [\n{lines}\n]}}\n'


def state(slug: str, **fields: Any) -> dict[str, Any]:
    """Give a state as plain data."""
    return {"type": "state", "id": f"state:{slug}", "name": slug, **fields}


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Give a file without any problem."""
    path = tmp_path / "good.json"
    path.write_text(document(state("A"), state("B")), encoding="utf-8")
    return path


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    """Give a file with one warning: a recognition withdrawn that is not on record."""
    path = tmp_path / "doubtful.json"
    act = {
        "type": "recognition",
        "id": "recognition:x",
        "actor": "state:A",
        "target": "state:B",
        "capacity": "state",
        "move": "withdrawal",
    }
    path.write_text(document(state("A"), state("B"), act), encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Give a file with ten problems, one a record, each on a line of its own from line 2 on."""
    path = tmp_path / "broken.json"
    path.write_text(document(*(state(f"S{number}", existence="2021-13/..") for number in range(10))), encoding="utf-8")
    return path


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["check", "--help"], ["report", "-h"], ["citations", "-h"]])
def test_help_tells_the_exit_codes(arguments: list[str]) -> None:
    """Each help page lists the exit codes."""
    result = run(*arguments)
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.output.split("Exit codes:\n")[1].splitlines()] == ["0", "1", "2"]


def test_the_version_is_told() -> None:
    """``--version`` names the program, its version and the format's, a line each; more lines tell of the data."""
    result = spawn("--version")
    program, form, *data = result.stdout.splitlines()
    assert (result.returncode, program) == (0, f"recognition {recognition.__version__}")
    assert form == f"format version {recognition.FORMAT_VERSION}"
    assert all(re.fullmatch(r"reference data .+, sha256 [0-9a-f]{64}", line) for line in data)


def test_the_version_names_the_reference_data(tmp_path: Path) -> None:
    """Each file of data in the folder is given with its SHA-256, and code is not; no folder, no line."""
    (tmp_path / "b.jsonl").write_bytes(b"abc")
    (tmp_path / "a.jsonl").write_bytes(b"")
    (tmp_path / "code.py").write_bytes(b"")
    assert list(base.reference_data(tmp_path)) == [
        ("a.jsonl", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("b.jsonl", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ]
    assert list(base.reference_data(tmp_path / "absent")) == []


def test_cite_writes_bibtex_for_the_library_and_for_the_sources_of_a_file() -> None:
    """Without a file it is the library's entry alone; with one, `recognition.cite` of what the file holds."""
    alone, of_seed = run("cite"), run("cite", SEED)
    assert (alone.exit_code, alone.stdout) == (0, recognition.cite())
    assert of_seed.stdout == recognition.cite(recognition.load(SEED))
    assert of_seed.stdout.startswith(alone.stdout + "\n@misc{source:")


def test_help_loads_no_more_than_it_needs() -> None:
    """Neither the records nor the tables are loaded to show the help."""
    code = (
        "import sys; from recognition.cli import cli; cli.main(['--help'], standalone_mode=False);"
        "loaded = {'recognition.io', 'recognition.report', 'rich.table', 'cattrs'} & set(sys.modules);"
        "print(sorted(loaded))"
    )
    result = python("-c", code)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("absent", ["click", "rich"])
def test_a_missing_extra_is_named(absent: str) -> None:
    """Without a library of the extra, one line says what to install, and the exit code is 2."""
    code = f"import sys; sys.modules[{absent!r}] = None; from recognition.__main__ import main; sys.exit(main())"
    result = python("-c", code)
    expected = "the command line needs an optional dependency: pip install 'recognition[cli]'\n"
    assert (result.returncode, result.stdout, result.stderr) == (2, "", expected)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "--nonsense", "x.json"],
        ["nonsense"],
        ["convert", "only-one.json"],
        ["citations", "x.json"],
        ["citations", "x.json", "--text", "no-equals-sign"],
        ["citations", "x.json", "--text", "state:A=x.txt"],
        ["citations", "x.json", "--text", "source:a=x", "--text", "source:a=y"],
        ["citations", "x.json", "--texts", "no-such-folder"],
    ],
)
def test_a_command_that_is_not_understood_exits_with_2(arguments: list[str]) -> None:
    """The usage goes to the standard error, without a traceback."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage: " in result.stderr


@pytest.mark.parametrize("command", ["check", "report"])
@pytest.mark.parametrize("name", ["absent.json", "folder.json", "odd.suffix"])
def test_a_file_that_cannot_be_read_exits_with_2(command: str, name: str, tmp_path: Path) -> None:
    """One line on the standard error names the file or its suffix, without a traceback."""
    (tmp_path / "folder.json").mkdir()
    result = run(command, tmp_path / name)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("error: ")
    assert (str(tmp_path) in line) or ".suffix" in line
    assert isinstance(result.exception, SystemExit)


# ---------------------------------------------------------------------------------------------------------------------
# check
# ---------------------------------------------------------------------------------------------------------------------


def test_check_of_a_good_file_exits_with_0(good: Path) -> None:
    """Nothing is listed but the counts."""
    result = run("check", good)
    assert (result.exit_code, result.stdout) == (0, "no errors, no warnings and no notes\n")


def test_check_lists_ten_problems_at_once_with_their_lines(broken: Path) -> None:
    """Each problem is a line: file, line, column, code, message; the exit code is 1."""
    result = run("check", broken)
    assert result.exit_code == 1
    heading, *lines, counts = result.stdout.splitlines()
    assert heading == "errors:"
    assert counts == "10 errors, no warnings and no notes"
    places = [re.match(rf"{re.escape(str(broken))}:(\d+):(\d+): bad-date: '2021-13'", line) for line in lines]
    assert [match and int(match[1]) for match in places] == list(range(2, 12))


def test_check_fails_on_warnings_only_if_strict(doubtful: Path) -> None:
    """A warning is told in any case."""
    result, strict = run("check", doubtful), run("check", "--strict", doubtful)
    assert (result.exit_code, strict.exit_code) == (0, 1)
    assert result.stdout == strict.stdout
    assert "warnings:\n" in result.stdout
    assert ":4:" in result.stdout, "the withdrawal stands on line 4"
    assert "nothing-to-undo: " in result.stdout


def test_check_strict_does_not_fail_on_notes() -> None:
    """The seed has contradictions, which are no mistakes."""
    result = run("check", "--strict", SEED)
    assert result.exit_code == 0
    assert "contradicting-days: " in result.stdout


def test_check_goes_through_all_files(good: Path, broken: Path, tmp_path: Path) -> None:
    """A file that cannot be read does not keep the others from being checked, and decides the exit code."""
    result = run("check", good, tmp_path / "absent.json", broken)
    assert result.exit_code == 2
    assert "10 errors" in result.stdout
    assert result.stderr == f"error: {tmp_path / 'absent.json'}: No such file or directory\n"


def test_check_as_json_has_stable_keys(broken: Path, doubtful: Path, tmp_path: Path) -> None:
    """A program finds every file, problem and count."""
    result = run("check", "--json", broken, doubtful, tmp_path / "absent.json")
    plain = json.loads(result.stdout)
    assert result.exit_code == 2
    assert set(plain) == {"files", "counts"}
    assert plain["counts"] == {"error": 10, "warning": 1, "note": 0}
    assert [set(item) for item in plain["files"]] == [{"file", "unreadable", "records", "problems"}] * 3
    assert [item["records"] for item in plain["files"]] == [None, 3, None]
    assert plain["files"][2]["unreadable"].endswith("No such file or directory")
    assert plain["files"][0]["problems"][0] == {
        "code": "bad-date",
        "severity": "error",
        "message": "'2021-13' is not a day, month or season of the calendar, in '2021-13/..'",
        "path": "$.records[0].existence",
        "record": "state:S0",
        "line": 2,
        "column": 64,
    }


# ---------------------------------------------------------------------------------------------------------------------
# convert
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["json", "jsonl", "yaml"])
def test_convert_writes_the_same_dataset(suffix: str, tmp_path: Path) -> None:
    """Whatever the format, what was read is what was written, and it says how much that was."""
    target = tmp_path / f"out.{suffix}"
    result = run("convert", SEED, target)
    dataset = recognition.load(SEED)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"wrote {len(dataset)} records to {target} ({suffix}); no errors")
    assert recognition.load(target) == dataset


def test_convert_takes_a_format_that_the_suffix_does_not_say(good: Path, tmp_path: Path) -> None:
    """``--to`` decides over the suffix of OUT."""
    target = tmp_path / "out.txt"
    assert run("convert", good, target, "--to", "jsonl").exit_code == 0
    assert target.read_text(encoding="utf-8").splitlines()[0] == '{"format_version":1}'
    assert run("convert", good, target, "--to", "jsonk").exit_code == 2
    assert run("convert", good, target).exit_code == 2


def test_convert_of_canonical_data_changes_no_byte(tmp_path: Path) -> None:
    """Canonical form is a fixed point, and a file may be converted onto itself."""
    target = tmp_path / "out.json"
    run("convert", SEED, target)
    before = target.read_bytes()
    assert run("convert", target, target).exit_code == 0
    assert target.read_bytes() == before


def test_convert_refuses_a_broken_file_and_writes_nothing(broken: Path, tmp_path: Path) -> None:
    """All problems are listed on the standard error; what stood at OUT still stands there."""
    target = tmp_path / "out.json"
    target.write_text("old", encoding="utf-8")
    result = run("convert", broken, target)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("bad-date: ") == 10
    assert f"{broken}:11:" in result.stderr
    assert target.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.json", "out.json"]


def test_convert_into_a_folder_that_is_not_there_exits_with_2(good: Path, tmp_path: Path) -> None:
    """The message names what could not be written."""
    result = run("convert", good, tmp_path / "absent" / "out.json")
    assert result.exit_code == 2
    assert "No such file or directory" in result.stderr


def feed(data: bytes, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    """Run a command that reads data from its standard input."""
    return subprocess.run(  # noqa: S603 - what it runs is written here
        [sys.executable, "-m", "recognition", *map(str, arguments)], input=data, capture_output=True, check=False
    )


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """Give a file with a field and a term that this version does not know."""
    path = tmp_path / "newer.json"
    path.write_text(document(state("A", newer=[1, None], rank="highest"), state("B")), encoding="utf-8")
    return path


def test_convert_takes_a_format_that_the_suffix_of_in_does_not_say(good: Path, tmp_path: Path) -> None:
    """``--from`` decides over the suffix of IN, for ``check`` too."""
    source, target = good.rename(tmp_path / "good.txt"), tmp_path / "out.json"
    assert run("convert", source, target).exit_code == 2
    assert run("check", source).exit_code == 2
    commands: list[list[str | Path]] = [["convert", source, target], ["check", source]]
    for command in commands:
        assert run(*command, "--from", "json").exit_code == 0
        assert run(*command, "--from", "jsonl").exit_code == 1
        result = run(*command, "--from", "jsno")
        assert result.exit_code == 2
        assert "near: json" in result.stderr
    assert recognition.load(target) == recognition.load(source, format="json")


def test_convert_reads_and_writes_a_compressed_file(good: Path, tmp_path: Path) -> None:
    """The end of the name says so, whatever ``--to`` says of the format."""
    target = tmp_path / "out.gz"
    assert run("convert", good, target, "--to", "jsonl").exit_code == 0
    assert gzip.decompress(target.read_bytes()) == recognition.dumps(recognition.load(good), format="jsonl")
    assert run("convert", target, tmp_path / "back.json", "--from", "jsonl").exit_code == 0
    assert recognition.load(tmp_path / "back.json") == recognition.load(good)


@pytest.mark.parametrize("options", [[], ["--stream"]], ids=["whole", "stream"])
def test_convert_between_standard_input_and_output_writes_the_data_alone(options: list[str], good: Path) -> None:
    """What is said goes to the standard error; without the format, it is asked for."""
    done = feed(good.read_bytes(), "convert", "-", "-", "--from", "json", "--to", "yaml", *options)
    assert (done.returncode, done.stdout) == (0, recognition.dumps(recognition.load(good), format="yaml"))
    assert done.stderr.startswith(b"wrote 2 records to - (yaml); ")
    for missing in (["--from", "json"], ["--to", "yaml"]):
        done = feed(good.read_bytes(), "convert", "-", "-", *missing, *options)
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"error: no format" in done.stderr


def test_convert_of_broken_standard_input_lists_the_problems(broken: Path) -> None:
    """They are said to stand in ``-``, and nothing is written."""
    done = feed(broken.read_bytes(), "convert", "-", "-", "--from", "json", "--to", "jsonl")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.count(b"bad-date: ") == 10
    assert b"-:11:" in done.stderr


def test_check_reads_standard_input(broken: Path, good: Path) -> None:
    """With ``--from``; its problems are those of ``-``."""
    done = feed(broken.read_bytes(), "check", "-", "--from", "json")
    assert done.returncode == 1
    assert done.stdout.count(b"bad-date: ") == 10
    assert b"-:2:" in done.stdout
    done = feed(good.read_bytes(), "check", "-", "--from", "json")
    assert (done.returncode, done.stdout) == (0, b"no errors, no warnings and no notes\n")


@pytest.mark.parametrize("suffix", ["json", "jsonl", "yaml"])
def test_convert_refuses_what_it_does_not_know_unless_lenient(suffix: str, newer: Path, tmp_path: Path) -> None:
    """With ``--lenient`` it is kept, counted as warnings, and written as it came."""
    target = tmp_path / f"out.{suffix}"
    result = run("convert", newer, target)
    assert (result.exit_code, target.exists()) == (1, False)
    assert "unknown-field: " in result.stderr
    assert "unknown-term: " in result.stderr
    for options in ([], ["--stream"]):
        target.unlink(missing_ok=True)
        result = run("convert", newer, target, "--lenient", *options)
        assert result.exit_code == 0
        assert options or result.stdout.endswith("no errors, 2 warnings and no notes\n")
        assert recognition.load(target, strict=False) == recognition.load(newer, strict=False)
        assert run("convert", target, target).exit_code == 1
    (plain, _) = json.loads(recognition.dumps(recognition.load(target, strict=False)))["records"]
    assert (plain["newer"], plain["rank"]) == ([1, None], "highest")


def test_check_is_lenient_if_asked(newer: Path) -> None:
    """What is not known is then a warning, which ``--strict`` turns into a failure."""
    result = run("check", newer)
    assert result.exit_code == 1
    assert "2 errors" in result.stdout
    result = run("check", newer, "--lenient")
    assert result.exit_code == 0
    assert f"{newer}:2:" in result.stdout
    assert "kept-field: " in result.stdout
    assert "kept-term: " in result.stdout
    assert result.stdout.endswith("no errors, 2 warnings and no notes\n")
    assert run("check", newer, "--lenient", "--strict").exit_code == 1


def test_convert_by_stream_checks_each_record_alone(tmp_path: Path) -> None:
    """References are not looked at and the order of the input stays; a faulty record still refuses all."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.yaml"
    lines = [json.dumps(state(slug, succeeds=[{"state": "state:absent", "manner": "successor"}])) for slug in "BA"]
    source.write_text("\n".join(['{"format_version":1}', *lines]), encoding="utf-8")
    assert run("convert", source, target).exit_code == 1
    result = run("convert", source, target, "--stream")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"wrote 2 records to {target} (yaml); not checked against each other\n"
    assert [record.id for record in recognition.read_records(target)] == ["state:B", "state:A"]
    before = target.read_bytes()
    source.write_text("\n".join(['{"format_version":1}', *lines, json.dumps(state("C", nmae=1))]), encoding="utf-8")
    result = run("convert", source, target, "--stream")
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{source}:4:" in result.stderr
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.yaml"]


def test_convert_by_stream_leaves_nothing_out_silently(good: Path, tmp_path: Path) -> None:
    """A format that holds only a part is not written record by record, for nobody would tell what is missing."""
    target = tmp_path / "out.csv"
    result = run("convert", good, target, "--stream")
    assert (result.exit_code, target.exists()) == (2, False)
    assert "sheet holds only a part of the data" in result.stderr
    result = run("convert", good, target)
    assert result.exit_code == 0
    assert "not-exported: " in result.stderr


def test_convert_keeps_spreadsheets_from_taking_cells_for_formulas_if_asked(tmp_path: Path) -> None:
    """With ``--neutralise``, which only tables of cells have."""
    source = tmp_path / "in.json"
    source.write_text(document(state("A", note='=HYPERLINK("x")')), encoding="utf-8")
    for options, cell in (([], '=HYPERLINK("x")'), (["--neutralise"], '\'=HYPERLINK("x")')):
        target = tmp_path / f"out{len(options)}"
        assert run("convert", source, target, "--to", "csv", *options).exit_code == 0
        with (target / "state.csv").open(encoding="utf-8", newline="") as stream:
            assert [row["note"] for row in csv.DictReader(stream)] == [cell]
    result = run("convert", source, tmp_path / "out.json", "--neutralise")
    assert result.exit_code == 2
    assert "--neutralise is for csv and sheet" in result.stderr
    assert not (tmp_path / "out.json").exists()


# ---------------------------------------------------------------------------------------------------------------------
# schema
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["json", "yaml"])
def test_schema_is_that_of_the_library(name: Literal["json", "yaml"], tmp_path: Path) -> None:
    """On the standard output and in a file, the same bytes, ended by a line feed."""
    target = tmp_path / "schema.json"
    result = run("schema", "--format", name)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == json_schema(format=name)
    assert result.stdout.endswith("}\n")
    assert run("schema", "--format", name, "-o", target).exit_code == 0
    assert target.read_text(encoding="utf-8") == result.stdout


def test_schema_is_that_for_json_if_nothing_is_said(tmp_path: Path) -> None:
    """And where it cannot be written, it says so."""
    assert json.loads(run("schema").stdout) == json_schema()
    result = run("schema", "-o", tmp_path / "absent" / "schema.json")
    assert result.exit_code == 2
    assert "No such file or directory" in result.stderr


# ---------------------------------------------------------------------------------------------------------------------
# citations
# ---------------------------------------------------------------------------------------------------------------------

TEXT: Final = "Norwegen erkannte Palästina an.\r\nZwei Zeilen."


@pytest.fixture
def cited(tmp_path: Path) -> Callable[[str], Result]:
    """Give how to check citations of four passages, two sources, against a text of the first."""

    def passage(start: int, end: int, source: str = "source:s") -> dict[str, Any]:
        digest = hashlib.sha256(TEXT[start:end].encode()).hexdigest()
        return {"source": source, "start": start, "end": end, "digest": digest}

    source = {"type": "source", "id": "source:s", "title": "S", "sha256": hashlib.sha256(TEXT.encode()).hexdigest()}
    file = tmp_path / "cited.json"
    file.write_text(
        document(
            state("A", citations=[passage(0, 8), passage(18, 27), passage(33, 37)]),
            source,
        ),
        encoding="utf-8",
    )

    def check(text: str, *options: str) -> Result:
        path = tmp_path / "text.txt"
        path.write_bytes(text.encode())
        return run("citations", file, "--text", f"source:s={path}", *options)

    return check


def test_citations_that_are_all_found_exit_with_0(cited: Callable[..., Result]) -> None:
    """Offsets count code points, line ends as they are; the hash of the text is told to match."""
    result = cited(TEXT)
    assert result.exit_code == 0
    assert "is the text that the source records" in result.stdout
    assert result.stdout.splitlines()[1:] == ["3 passages: 3 found, 0 moved, 0 lost and 0 unchecked"]


def test_citations_that_are_not_found_are_a_line_each(cited: Callable[..., Result]) -> None:
    """What moved is told from where to where; what is gone is told to be lost; the exit code is 1."""
    result = cited(">> " + TEXT.replace("Zwei", "Drei"))
    assert result.exit_code == 1
    assert "its SHA-256 differs" in result.stdout
    assert result.stdout.splitlines()[1:] == [
        "moved: state:A $.citations[0]: source:s 0:8 -> 3:11",
        "moved: state:A $.citations[1]: source:s 18:27 -> 21:30",
        "lost: state:A $.citations[2]: source:s 33:37",
        "3 passages: 0 found, 2 moved, 1 lost and 0 unchecked",
    ]


@pytest.mark.parametrize(("text", "hint"), [("\ufeff" + TEXT, "byte order mark"), (TEXT + "\r\n", "CR LF")])
def test_a_text_that_was_changed_on_the_way_gets_a_hint(cited: Callable[..., Result], text: str, hint: str) -> None:
    """A byte order mark and other line ends are what usually moves offsets."""
    assert hint in cited(text).stdout


def test_citations_of_texts_not_given_are_unchecked(tmp_path: Path) -> None:
    """They are not found, so the exit code is 1."""
    file = tmp_path / "cited.json"
    digest = hashlib.sha256(b"abc").hexdigest()
    citation = {"source": "source:s", "start": 0, "end": 3, "digest": digest}
    sources = [{"type": "source", "id": f"source:{slug}", "title": slug} for slug in "st"]
    file.write_text(document(state("A", citations=[citation]), *sources), encoding="utf-8")
    text = tmp_path / "t.txt"
    text.write_text("xyz", encoding="utf-8")
    result = run("citations", file, "--text", f"source:t={text}")
    assert result.exit_code == 1
    assert "unchecked: state:A $.citations[0]: source:s 0:3\n" in result.stdout
    assert "records no SHA-256" in result.stdout


def test_the_texts_in_a_folder_are_those_of_the_sources_that_they_name(tmp_path: Path) -> None:
    """``ID.txt`` is the text of ``source:ID``; those as recorded are one line, and a file of no source is told."""
    digests = {name: hashlib.sha256(name.encode()).hexdigest() for name in ("one", "two.b")}
    cites = [{"source": f"source:{name}", "start": 0, "end": len(name), "digest": key} for name, key in digests.items()]
    sources = [{"type": "source", "id": f"source:{name}", "title": "S", "sha256": key} for name, key in digests.items()]
    file, folder = tmp_path / "cited.json", tmp_path / "texts"
    file.write_text(document(state("A", citations=cites), *sources), encoding="utf-8")
    folder.mkdir()
    for name in ("one", "two.b", "three"):
        (folder / f"{name}.txt").write_text(name, encoding="utf-8")
    (folder / "README").write_text("no text", encoding="utf-8")
    result = run("citations", file, "--texts", folder)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "2 texts of the folder as the sources record them (SHA-256)",
        "2 passages: 2 found, 0 moved, 0 lost and 0 unchecked",
    ]
    (line,) = result.stderr.splitlines()
    assert "three.txt" in line
    assert "source:three" in line
    (folder / "two.b.txt").write_text("TWO.b", encoding="utf-8")
    result = run("citations", file, "--texts", folder)
    assert result.exit_code == 1
    assert "source:two.b: " in result.stdout
    assert "1 text of the folder" in result.stdout


def test_a_text_is_given_once_and_a_folder_has_texts(tmp_path: Path) -> None:
    """A source given both alone and in the folder, a folder without texts, and no text at all are refused."""
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    twice = run("citations", "x.json", "--texts", tmp_path, "--text", "source:a=x")
    assert (twice.exit_code, "source:a is given twice" in twice.stderr) == (2, True)
    empty = run("citations", "x.json", "--texts", tmp_path / "empty")
    assert (empty.exit_code, "has no file ID.txt" in empty.stderr) == (2, True)
    assert run("citations", "x.json").exit_code == 2


def test_citations_as_json_have_stable_keys(cited: Callable[..., Result]) -> None:
    """Every passage is there, those found too."""
    result = cited("> " + TEXT, "--json")
    plain = json.loads(result.stdout)
    assert result.exit_code == 1
    assert set(plain) == {"sources", "passages", "counts", "ok"}
    assert plain["sources"][0]["sha256_matches"] is False
    assert plain["counts"] == {"found": 0, "moved": 3, "lost": 0, "unchecked": 0}
    assert plain["passages"][0] == {
        "record": "state:A",
        "path": "$.citations[0]",
        "source": "source:s",
        "start": 0,
        "end": 8,
        "finding": "moved",
        "found_at": 2,
    }


def test_a_text_that_cannot_be_read_exits_with_2(tmp_path: Path) -> None:
    """Neither a missing text, nor one in another encoding, nor one of an unknown source ends in a traceback."""
    latin = tmp_path / "latin.txt"
    latin.write_bytes("Palästina".encode("latin-1"))
    plain = tmp_path / "plain.txt"
    plain.write_text("x", encoding="utf-8")
    article = "source:russia-taliban-article"
    missing = run("citations", SEED, "--text", f"{article}={tmp_path / 'absent.txt'}")
    encoded = run("citations", SEED, "--text", f"{article}={latin}")
    unknown = run("citations", SEED, "--text", f"{article[:-1]}={plain}")
    assert [missing.exit_code, encoded.exit_code, unknown.exit_code] == [2, 2, 2]
    assert "No such file" in missing.stderr
    assert "byte 0xe4 at offset 3 is not UTF-8" in encoded.stderr
    assert f"near: {article}" in unknown.stderr


def test_the_citations_of_the_seed_are_found_in_the_article(real_file: Callable[[str], Path]) -> None:
    """Every passage of the article stands at its offsets."""
    result = run("citations", SEED, "--text", f"source:russia-taliban-article={real_file(ARTICLE)}")
    assert result.exit_code == 0, result.stdout
    assert ", 0 moved, 0 lost and 0 unchecked" in result.stdout


# ---------------------------------------------------------------------------------------------------------------------
# report
# ---------------------------------------------------------------------------------------------------------------------


def test_the_report_in_a_pipe_is_plain_text() -> None:
    """No escape sequences, nothing cut off, no line over 120 columns, no blanks at the ends of lines."""
    result = spawn("report", SEED, FORCE_COLOR="1", COLUMNS="40")
    assert (result.returncode, result.stderr) == (0, "")
    assert ANSI not in result.stdout
    assert "…" not in result.stdout
    lines = result.stdout.splitlines()
    assert 100 < max(map(len, lines)) <= 120
    assert all(line == line.rstrip() for line in lines)
    for record in recognition.load(SEED):
        assert re.search(rf"(?<![\w.:-]){re.escape(record.id)}(?![\w-])", result.stdout), record.id


def row_of(table: str, name: str) -> list[str]:
    """Give the cells of the row of a table in plain text that has this name, joined over its lines."""
    for block in re.split(r"\n[|+][-+]+[|+]\n?", table):
        cells = [line.strip("|").split("|") for line in block.splitlines() if line.startswith("|")]
        joined = [" ".join(" ".join(column).split()) for column in zip(*cells, strict=True)]
        if joined and joined[0] == name:
            return joined[1:]
    message = f"no row {name!r} in\n{table}"
    raise AssertionError(message)


def test_the_report_shows_each_contradiction_side_by_side() -> None:
    """The end of the ban, the order of withdrawal and takeover, and the minister's title are in tables."""
    report = spawn("report", SEED).stdout
    assert "ACCOUNTS THAT CONTRADICT EACH OTHER" in report
    shown = report.split("ACCOUNTS THAT CONTRADICT EACH OTHER")[1]
    ban = shown.split("RUS-taliban-ban\n")[1].split("\n\n")[0]
    assert row_of(ban, "when it ended (!)") == ["17 April 2025", "in April 2024", "not said"]
    assert [cell.split()[0] for cell in row_of(ban, "how it ended (!)")] == ["suspended", "lifted", "lifted"]
    troops = shown.split("AFG-withdrawal-2021\n")[1].split("\n\n")[0]
    assert [cell.split()[0] for cell in row_of(troops, "in what order (!)")] == ["after", "before"]
    minister = shown.split("AFG-foreign-minister-muttaqi\n")[1].split("\n\n")[0]
    offices = row_of(minister, "which office (!)")
    assert [office.split(" of ")[0] for office in offices] == ["foreign minister", "acting foreign minister"]


def test_the_report_as_json_has_stable_keys() -> None:
    """A program finds all parts of the report."""
    plain = json.loads(spawn("report", SEED, "--json").stdout)
    assert list(plain) == [
        "file",
        "counts",
        "actors",
        "timeline",
        "standings",
        "restrictions",
        "statements",
        "claims",
        "contradictions",
        "warnings",
        "sources",
    ]
    assert plain["counts"]["state"] == 7
    assert set(plain["timeline"][0]) == {"label", "text", "occurrence", "contradicted", "accounts"}


def test_the_report_of_a_broken_file_tells_what_is_wrong(broken: Path) -> None:
    """All problems go to the standard error, with their lines; the exit code is 1."""
    result = spawn("report", broken)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.count("bad-date: ") == 10
    assert "Traceback" not in result.stderr


def test_the_report_tells_of_warnings(doubtful: Path) -> None:
    """They stand in a section of their own."""
    result = run("report", doubtful)
    assert result.exit_code == 0
    assert "WARNINGS" in result.stdout
    assert "nothing-to-undo" in result.stdout


def test_letters_that_the_stream_cannot_show_do_not_stop_the_report() -> None:
    """In an ASCII locale a quotation mark is told by its code point."""
    result = spawn("report", SEED, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert "\\u201c" in result.stdout


class Terminal:
    """A stream that says that it is a terminal, and keeps what is written to it."""

    encoding = "utf-8"

    def __init__(self) -> None:
        """Begin with nothing written."""
        self.written = ""

    def write(self, text: str) -> int:
        """Keep a text."""
        self.written += text
        return len(text)

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_the_report_on_a_terminal_has_colours_and_its_width(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """It fits the terminal, up to a width at which lines can still be read."""
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", str(columns))
    terminal = Terminal()
    Page(terminal).show(report_of(recognition.load(SEED)), SEED)  # type: ignore[arg-type]
    assert ANSI in terminal.written
    plain = re.sub(r"\x1b\[[0-9;]*m", "", terminal.written)
    assert max(map(len, plain.splitlines())) <= min(columns, 120)
    assert "…" not in plain


def test_no_colour_is_used_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """``NO_COLOR`` is heeded on a terminal."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    terminal = Terminal()
    Page(terminal).show(report_of(recognition.load(SEED)), SEED)  # type: ignore[arg-type]
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", terminal.written)


# ---------------------------------------------------------------------------------------------------------------------
# ends that are no errors of the data
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="pipes are broken in another way there")
@pytest.mark.parametrize("arguments", [["report"], ["report", "--json"], ["check", "--json"]])
def test_a_reader_that_stops_reading_gets_no_complaint(arguments: list[str]) -> None:
    """As with ``| head``: nothing on the standard error, and the exit code that shells give for it."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream:
        result = python("-m", "recognition", *arguments, str(SEED), stdout=stream)
    assert (result.returncode, result.stderr) == (141, "")


def test_an_interrupt_ends_without_a_traceback(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends with one word and the exit code that shells give for it."""

    def interrupted(_path: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("recognition.cli.commands.read", interrupted)
    result = run("report", good)
    assert (result.exit_code, result.stderr) == (130, "interrupted\n")


@pytest.mark.parametrize("fixture", ["good", "doubtful", "broken"])
def test_a_large_file_is_read_with_a_progress_bar_to_the_same_end(
    fixture: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal a bar is shown; what is found, and where, is what is found without one."""
    lines = json.loads(request.getfixturevalue(fixture).read_text(encoding="utf-8"))["records"]
    path = tmp_path / "large.jsonl"
    path.write_text("\n".join(map(json.dumps, [{"format_version": 1}, *lines])), encoding="utf-8")
    quiet = run("check", path)
    monkeypatch.setattr(base, "_LARGE", 1)
    terminal = Terminal()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", terminal)
        if fixture == "broken":
            with pytest.raises(recognition.InvalidDataError) as refused:
                base.read(path)
            assert [problem.line for problem in refused.value] == list(range(2, 12))
        else:
            loaded, expected = base.read(path), recognition.load(path)
            assert (loaded, loaded.problems) == (expected, expected.problems)
    assert "reading large.jsonl" in terminal.written
    assert quiet.exit_code == (1 if fixture == "broken" else 0)


def test_every_command_has_a_short_help_that_is_not_cut() -> None:
    """The list of commands can be read."""
    assert isinstance(cli, click.Group)
    assert set(cli.commands) >= {"report", "check", "convert", "citations"}
    assert "..." not in run("--help").output.split("Commands:")[1]
