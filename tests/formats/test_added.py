"""Formats that other packages add: the example package, installed and used as any user would, and broken ones."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

import recognition

EXAMPLE: Final = Path(__file__).parents[1] / "example_format"
EVERYTHING: Final = Path(__file__).parents[1] / "golden" / "valid" / "everything.json"


def install(folder: Path, name: str, entry_points: dict[str, str], *modules: tuple[str, str]) -> None:
    """Install a package into a folder, as an installer does: its modules, and what they are the entry points of."""
    for file, text in modules:
        (folder / file).write_text(text, encoding="utf-8")
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    lines = "".join(f"{point} = {value}\n" for point, value in entry_points.items())
    (info / "entry_points.txt").write_text(f"[recognition.formats]\n{lines}", encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Give a folder into which the example package is installed."""
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    folder = tmp_path / "site"
    folder.mkdir()
    module = EXAMPLE / "recognition_msgpack.py"
    points = project["entry-points"]["recognition.formats"]
    install(folder, "recognition_msgpack", points, (module.name, module.read_text(encoding="utf-8")))
    return folder


def python(site: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a Python that has the packages of a folder."""
    path = os.pathsep.join([str(site), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.run(  # noqa: S603 - what it runs is written here
        [sys.executable, "-W", "error", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
    )


def result(site: Path, code: str, *arguments: str | Path) -> Any:
    """Give what a piece of code prints as JSON, run with the packages of a folder."""
    done = python(site, "-c", "import json, sys, recognition\nfrom pathlib import Path\n" + code, *arguments)
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_the_example_is_one_of_the_formats(site: Path) -> None:
    """It is listed behind the library's own, and known by its suffix, compressed or not."""
    code = """
from recognition.formats import FORMATS, check_format, format_of, formats
print(json.dumps({
    "listed": list(formats().items())[len(FORMATS):],
    "own": list(FORMATS) == list(formats())[:-1],
    "checked": check_format("msgpack"),
    "by suffix": [format_of(Path(name)) for name in ("a.msgpack", "A.MSGPACK.GZ", "a.json", "a.msgpack.json")],
}))
"""
    assert result(site, code) == {
        "listed": [["msgpack", [".msgpack"]]],
        "own": True,
        "checked": "msgpack",
        "by suffix": ["msgpack", "msgpack", "json", "json"],
    }


def test_everything_goes_through_the_example_and_back(site: Path, tmp_path: Path) -> None:
    """In a file, compressed, in memory, record by record, and with what a newer producer has put in."""
    code = """
everything = recognition.load(sys.argv[1])
folder = Path(sys.argv[2])
newer = recognition.loads(json.dumps({"format_version": 1, "records": [
    {"type": "state", "id": "state:A", "name": "A", "rank": "highest", "new": [None, {"a": 1.5, "type": True}],
     "names": [{"text": "A", "language": "en", "newer": {"deep": [[]]}}]}]}), strict=False)
found = {}
for name in ("a.msgpack", "a.msgpack.zst"):
    path = folder / name
    assert recognition.dump(everything, path) == ()
    first = path.read_bytes()
    recognition.dump(recognition.load(path), path)
    found[name] = [
        recognition.load(path) == everything,
        list(recognition.read_records(path)) == list(everything),
        path.read_bytes() == first,
    ]
    recognition.dump(newer, path)
    found[name] += [recognition.load(path, strict=False) == newer, [
        problem.code for problem in recognition.load(path, strict=False).problems
    ]]
packed = recognition.dumps(everything, format="msgpack")
found["in memory"] = recognition.loads(packed, format="msgpack") == everything
found["counted"] = recognition.write_records(iter(everything), folder / "b.msgpack") == len(everything)
print(json.dumps(found))
"""
    sound = [True, True, True, True, ["kept-field", "kept-term", "kept-field"]]
    assert result(site, code, EVERYTHING, tmp_path) == {
        "a.msgpack": sound,
        "a.msgpack.zst": sound,
        "in memory": True,
        "counted": True,
    }


def test_the_command_line_knows_the_example(site: Path, tmp_path: Path) -> None:
    """To it and back, by the suffix and by name."""
    packed, back = tmp_path / "a.msgpack", tmp_path / "back.json"
    for arguments in (("convert", EVERYTHING, packed), ("check", packed), ("convert", packed, back)):
        done = python(site, "-m", "recognition", *arguments)
        assert (done.returncode, done.stderr) == (0, "")
    assert back.read_bytes() == recognition.dumps(recognition.load(EVERYTHING))
    done = python(site, "-m", "recognition", "convert", packed, "-", "--from", "msgpack", "--to", "jsonl")
    assert done.stdout == recognition.dumps(recognition.load(EVERYTHING), format="jsonl").decode()


def test_the_example_refuses_what_is_wrong_with_problems(site: Path, tmp_path: Path) -> None:
    """Damage, foreign values, keys that stand twice and wrong records are problems, as in every format."""
    code = """
import msgspec
from recognition_msgpack import _PREFIX
def binary(packed):
    return _PREFIX.pack(0xC6, len(packed)) + packed
pack = msgspec.msgpack.encode
good = {"type": "state", "id": "state:A", "name": "A"}
head = binary(pack({"format_version": 1}))
whole = head + binary(pack(good))
twice = b"\\x82" + pack("name") + pack("A") + pack("name") + pack("B")
cases = {
    "whole": whole,
    "empty": b"",
    "text": b"hello, world",
    "no header": binary(pack(good)),
    "newer": binary(pack({"format_version": 2})) + binary(b"\\xc1"),
    "header": binary(pack({"format_version": 1, "licence": "CC0"})) + binary(pack(good)),
    "cut in a prefix": whole[:-18 - 5],
    "cut": whole[:-1],
    "garbage": whole + b"garbage",
    "huge": whole + _PREFIX.pack(0xC6, 2**32 - 1),
    "not packed": head + binary(b"\\xc1") + binary(pack(good)) + binary(pack({**good, "nmae": "A"})),
    "bytes": head + binary(pack({**good, "note": b"x"})),
    "number as key": head + binary(pack({5: "x"})),
    "twice": head + binary(twice),
    "deep": head + binary(b"\\x91" * 100_000 + b"\\xc0"),
    "number": head + binary(pack(5)),
}
def outcome(data):
    try:
        return len(recognition.loads(data, format="msgpack"))
    except recognition.InvalidDataError as error:
        return [[problem.code, problem.path, problem.line] for problem in error.problems]
found = {name: outcome(data) for name, data in cases.items()}
for cut in range(len(whole)):
    assert isinstance(outcome(whole[:cut]), list) or cut == len(head), cut
print(json.dumps(found))
"""
    assert result(site, code) == {
        "whole": 1,
        "empty": [["syntax", "$", None]],
        "text": [["syntax", "$", None]],
        "no header": [["syntax", "$", None]],
        "newer": [["format-version", "$.format_version", None]],
        "header": [["unknown-field", "$", None]],
        "cut in a prefix": [["syntax", "$", None]],
        "cut": [["syntax", "$", None]],
        "garbage": [["syntax", "$", None]],
        "huge": [["syntax", "$", None]],
        "not packed": [["syntax", "$.records[0]", 1], ["unknown-field", "$.records[2].nmae", 3]],
        "bytes": [["wrong-type", "$.records[0]", 1]],
        "number as key": [["wrong-type", "$.records[0]", 1]],
        "twice": [["duplicate-key", "$.records[0]", 1]],
        "deep": [["syntax", "$.records[0]", 1]],
        "number": [["wrong-type", "$.records[0]", 1]],
    }


_SOUND: Final = (
    "SUFFIXES = ('.odd',)\ndef read(source, shapes): ...\ndef write(records, target, shapes, version): ...\n"
)
_ASKED: Final = """
from recognition.formats import format_of, formats
def told(call):
    try:
        return call()
    except recognition.RecognitionError as error:
        return [type(error).__name__, str(error)]
print(json.dumps({
    "own": format_of(Path("a.jsonl.gz")),
    "all": told(lambda: list(formats())[-1]),
    "suffix": told(lambda: format_of(Path("a.odd"))),
    "load": told(lambda: str(recognition.loads(b"", format="odd"))),
}))
"""


@pytest.mark.parametrize(
    ("module", "message"),
    [
        (_SOUND.replace("write", "wrote"), "the format odd of odd_format has no write"),
        ("", "the format odd of odd_format has no SUFFIXES and no read and no write"),
        (_SOUND.replace("('.odd',)", "'.odd'"), "the SUFFIXES of the format odd of odd_format are one text"),
        ("import absent_library\n", "the format odd of odd_format cannot be loaded (No module named 'absent_library')"),
        ("raise KeyError('x')\n", "the format odd of odd_format cannot be loaded ('x')"),
    ],
    ids=["no write", "nothing", "one text", "no library", "an error"],
)
def test_a_broken_format_is_told_where_it_is_needed(module: str, message: str, tmp_path: Path) -> None:
    """Its name and place are told where the formats of others are looked at; the library's own still work."""
    install(tmp_path, "odd", {"odd": "odd_format"}, ("odd_format.py", module))
    found = result(tmp_path, _ASKED)
    assert found.pop("own") == "jsonl"
    assert {kind for kind, _ in found.values()} == {"InvalidDataError"}
    assert all(message in text for _, text in found.values())


def test_a_missing_extra_of_a_format_is_told_as_such(tmp_path: Path) -> None:
    """A format may say, as the library's own do, which extra it needs."""
    module = "from recognition import MissingExtraError\nraise MissingExtraError('odd', 'reading odd files')\n"
    install(tmp_path, "odd", {"odd": "odd_format"}, ("odd_format.py", module))
    found = result(tmp_path, _ASKED)
    assert found["load"][0] == "MissingExtraError"
    assert "recognition[odd]" in found["load"][1]


def test_no_package_takes_the_name_or_the_suffix_of_a_format_of_the_library(tmp_path: Path) -> None:
    """Whoever installs a package reads JSON as before; under a name of its own, the package may read it too."""
    module = "SUFFIXES = ('.json', '.odd.json')\nread = write = None\n"
    install(
        tmp_path, "odd", {"json": "odd_format", "odd": "odd_format", "csv": "no_such_module"}, ("odd_format.py", module)
    )
    code = """
from recognition.formats import FORMATS, format_named, format_of, formats
print(json.dumps({
    "names": list(formats()) == [*FORMATS, "odd"],
    "suffixes": formats()["json"] == FORMATS["json"],
    "json": format_named("json").__name__,
    "odd": format_named("odd").__name__,
    "by suffix": [format_of(Path(name)) for name in ("a.json", "a.odd.json")],
    "dump": recognition.dumps(recognition.Dataset()).decode(),
}))
"""
    assert result(tmp_path, code) == {
        "names": True,
        "suffixes": True,
        "json": "recognition.formats.json",
        "odd": "odd_format",
        "by suffix": ["json", "json"],
        "dump": '{"format_version":1,"records":[\n]}\n',
    }


def test_an_unknown_name_or_suffix_lists_those_of_others_too(site: Path) -> None:
    """The message says what there is, the formats of other packages included."""
    for call in ("recognition.loads(b'', format='msgpac')", "recognition.load('a.msgpac.gz')"):
        code = (
            "try:\n    {}\nexcept recognition.UnknownIdError as error:\n    print(json.dumps([error.key, str(error)]))"
        )
        key, message = result(site, code.format(call))
        assert key in ("msgpac", ".msgpac")
        assert "msgpack" in message.split("near: ")[1]
