"""Old versions of the format: brought to the current one step by step, with nothing dropped on the way."""

import json
from collections.abc import Callable
from typing import Any, Final

import pytest

from recognition import Code, Dataset, InvalidDataError, Problem, State, loads
from recognition.convert import migration, reading
from recognition.convert.migration import FORMAT_VERSION, STEPS, migrate
from recognition.formats.plain import Repeated, Scalar

OLD_STATE: Final[dict[str, Any]] = {"kind": "state", "id": "state:A", "name": "A", "iso3": "AAA"}
OLD_ACT: Final[dict[str, Any]] = {
    "kind": "recognition",
    "id": "recognition:a",
    "actor": "state:A",
    "recognises": "state:B",
    "capacity": "state",
    "move": "recognition",
    "when": "2008-02",
    "degree": "full",
}
NEW_STATE: Final[dict[str, Any]] = {
    "type": "state",
    "id": "state:A",
    "name": "A",
    "codes": [{"system": "iso3", "value": "AAA"}],
}
NEW_ACT: Final[dict[str, Any]] = {
    "type": "recognition",
    "id": "recognition:a",
    "actor": "state:A",
    "target": "state:B",
    "capacity": "state",
    "move": "recognition",
    "date": "2008-02",
    "degree": "de-jure",
}
B: Final = {"type": "state", "id": "state:B", "name": "B"}
C: Final = {"type": "state", "id": "state:C", "name": "C"}


def as_json(version: Any, *records: dict[str, Any]) -> bytes:
    """Give a JSON document, a record a line from line 2 on; a version that is a text stands there as it is."""
    lines = ",\n".join(map(json.dumps, records))
    return f'{{"format_version": {version}, "records": [\n{lines}\n]}}\n'.encode()


def as_jsonl(version: Any, *records: dict[str, Any]) -> bytes:
    """Give JSON Lines; the first record stands on line 2."""
    return "".join(line + "\n" for line in [f'{{"format_version": {version}}}', *map(json.dumps, records)]).encode()


def as_yaml(version: Any, *records: dict[str, Any]) -> bytes:
    """Give YAML, in which most scalars do not say their type; the first record begins on line 3."""
    text = f"format_version: {version}\nrecords:\n"
    for record in records:
        lines = [f"{key}: {value if isinstance(value, str) else json.dumps(value)}" for key, value in record.items()]
        text += "  - " + "\n    ".join(lines) + "\n"
    return text.encode()


WRITERS: Final[dict[str, Callable[..., bytes]]] = {"json": as_json, "jsonl": as_jsonl, "yaml": as_yaml}


def refusal(data: bytes, name: str, *, strict: bool = True) -> tuple[Problem, ...]:
    """Give the problems for which a document is refused."""
    with pytest.raises(InvalidDataError) as caught:
        loads(data, format=name, strict=strict)
    return caught.value.problems


@pytest.mark.parametrize("name", WRITERS)
def test_version_0_is_read_as_version_1(name: str) -> None:
    """In every notation, strictly or not; a record that is written as now is taken as it is."""
    old = WRITERS[name](0, OLD_STATE, B, OLD_ACT)
    new = loads(as_json(1, NEW_STATE, B, NEW_ACT))
    assert loads(old, format=name) == new
    assert loads(old, format=name).problems == ()
    assert loads(old, format=name, strict=False) == new
    assert loads(old, format=name, strict=False).problems == ()


def test_each_rule_of_the_step_by_itself() -> None:
    """Names are changed in the records that had them, and nowhere else; the order of fields stays."""
    assert list(migrate(OLD_STATE, 0).items()) == list(NEW_STATE.items())
    assert list(migrate(OLD_ACT, 0).items()) == list(NEW_ACT.items())
    elsewhere = {"kind": "event", "recognises": "x", "when": "2001", "degree": "full", "iso3": "AAA"}
    assert migrate(elsewhere, 0) == {
        "type": "event",
        "recognises": "x",
        "when": "2001",
        "degree": "full",
        "iso3": "AAA",
    }
    assert migrate({"kind": "recognition", "degree": "de-facto"}, 0) == {"type": "recognition", "degree": "de-facto"}
    nested = {"kind": "recognition", "participants": [{"kind": "full", "when": "2001"}]}
    assert migrate(nested, 0)["participants"] == [{"kind": "full", "when": "2001"}]


@pytest.mark.parametrize("plain", [None, 5, "state", [], [{"kind": "state"}], {}, {"kind": []}, {"kind": {"a": 1}}])
def test_what_is_no_record_is_left_to_be_refused(plain: Any) -> None:
    """The step judges nothing: what it cannot make sense of comes out as it went in."""
    renamed = (
        {"type" if key == "kind" else key: value for key, value in plain.items()} if type(plain) is dict else plain
    )
    assert migrate(plain, 0) == renamed


def test_migration_changes_no_data_that_is_given_to_it() -> None:
    """Records are made anew."""
    state, act = dict(OLD_STATE), dict(OLD_ACT)
    migrate(state, 0)
    migrate(act, 0)
    assert (state, act) == (OLD_STATE, OLD_ACT)


def test_a_current_record_is_not_touched() -> None:
    """Its old names are no names any more."""
    assert migrate(OLD_STATE, FORMAT_VERSION) is OLD_STATE
    codes = {problem.code for problem in refusal(as_json(1, OLD_STATE), "json")}
    assert codes == {"missing-field"}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(
    ("record", "both", "left"),
    [
        (OLD_STATE, {"type": "state"}, ".kind"),
        (OLD_ACT, {"target": "state:C"}, ".recognises"),
        (OLD_ACT, {"date": "2008-03"}, ".when"),
        (OLD_STATE, {"codes": [{"system": "iso2", "value": "AA"}]}, ".iso3"),
    ],
    ids=["kind", "recognises", "when", "iso3"],
)
def test_where_both_names_stand_neither_value_is_dropped(
    record: dict[str, Any], both: dict[str, Any], left: str, name: str
) -> None:
    """The old name is refused as a field that there is not, whichever stands first."""
    for fields in (record | both, both | record):
        problems = refusal(WRITERS[name](0, B, fields), name)
        first = [problem for problem in problems if problem.code != "dangling-reference"]
        assert [(problem.code, problem.path) for problem in first] == [("unknown-field", f"$.records[1]{left}")]


@pytest.mark.parametrize("name", WRITERS)
def test_where_both_names_stand_a_lenient_reader_keeps_both(name: str) -> None:
    """The old one is then a field that is not known."""
    dataset = loads(
        WRITERS[name](0, B, OLD_ACT | {"target": "state:B", "actor": "state:C"}, C), format=name, strict=False
    )
    assert dataset["recognition:a"].unknown_fields == (("recognises", '"state:B"'),)
    assert [problem.code for problem in dataset.problems] == ["kept-field"]


@pytest.mark.parametrize("name", WRITERS)
def test_a_key_that_stands_twice_is_refused_in_an_old_record_too(name: str) -> None:
    """Migration does not choose one of the two."""
    twice = {
        "json": as_json(0, {"kind": "state", "id": "state:A", "NAME": "first", "name": "second"}),
        "jsonl": as_jsonl(0, {"kind": "state", "id": "state:A", "NAME": "first", "name": "second"}),
        "yaml": as_yaml(0, {"kind": "state", "id": "state:A", "NAME": "first", "name": "second"}),
    }[name].replace(b"NAME", b"name")
    for strict in (True, False):
        (problem,) = refusal(twice, name, strict=strict)
        assert (problem.code, problem.path) == ("duplicate-key", "$.records[0].name")
    nested = WRITERS[name](0, OLD_STATE | {"names": [{"text": "A", "language": "en"}]})
    nested = nested.replace(b'"text"', b'"text": "first", "text"')
    assert [problem.code for problem in refusal(nested, name)] == ["duplicate-key"]


def test_keys_that_stood_twice_are_not_forgotten_on_the_way() -> None:
    """The mark goes along with the record, through any number of steps."""
    plain = Repeated.of([("kind", "state"), ("name", "first"), ("name", "second")])
    migrated = migrate(plain, 0)
    assert isinstance(migrated, Repeated)
    assert migrated.repeated == ("name",)
    assert migrated == {"type": "state", "name": "second"}


def test_scalars_without_a_type_are_brought_along() -> None:
    """YAML does not say the type of a scalar; the words that a step looks for are found all the same."""
    plain = {"kind": Scalar("recognition"), "degree": Scalar("full"), "when": Scalar("2008")}
    migrated = migrate(plain, 0)
    assert migrated == {"type": "recognition", "degree": "de-jure", "date": "2008"}
    assert type(migrated["date"]) is Scalar


@pytest.mark.parametrize("name", WRITERS)
def test_problems_of_old_records_have_new_paths_and_their_own_lines(name: str) -> None:
    """Paths are those of the current version; lines are those of the file."""
    records = [B, OLD_STATE | {"iso3": 5}, OLD_ACT | {"when": "2008-02-30", "recognises": "state:Z"}]
    problems = refusal(WRITERS[name](0, *records), name)
    expected = [
        ("wrong-type" if name != "yaml" else None, "$.records[1].codes[0].value", {"json": 3, "jsonl": 3, "yaml": 6}),
        ("bad-date", "$.records[2].date", {"json": 4, "jsonl": 4, "yaml": 10}),
    ]
    found = [(problem.code, problem.path, problem.line) for problem in problems]
    assert found == [(code, path, lines[name]) for code, path, lines in expected if code]


@pytest.mark.parametrize("name", WRITERS)
def test_problems_between_old_records_have_their_lines(name: str) -> None:
    """What is wrong between records is looked up in the file as it is."""
    (problem,) = refusal(WRITERS[name](0, OLD_STATE, OLD_ACT), name)
    assert (problem.code, problem.path) == ("dangling-reference", "$.records[1].target")
    assert problem.line == {"json": 3, "jsonl": 3, "yaml": 7}[name]


# --- versions that cannot be read -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("version", [2, 3, 10**15])
def test_a_newer_version_is_refused_with_advice_and_nothing_else(name: str, version: int) -> None:
    """What a later version means by its records, nobody here can judge; not even leniently."""
    nonsense = {"type": "treaty", "id": 5, "nonsense": [1.5]}
    for strict in (True, False):
        (problem,) = refusal(WRITERS[name](version, nonsense, nonsense), name, strict=strict)
        assert (problem.code, problem.path, problem.line) == ("format-version", "$.format_version", 1)
        assert problem.message == f"the document is of version {version}, this library reads up to 1; update it"


@pytest.mark.parametrize("name", WRITERS)
def test_a_newer_version_is_refused_before_its_other_problems(name: str) -> None:
    """A field of the document that this version does not know may be right in the later one."""
    more = {
        "json": b'{"format_version": 2, "licence": "CC0", "records": {}}',
        "jsonl": b'{"format_version": 2, "licence": "CC0"}\nnonsense\n',
        "yaml": b"format_version: 2\nlicence: CC0\nrecords: {}\n",
    }[name]
    assert [problem.code for problem in refusal(more, name)] == ["format-version"]


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("version", ["-1", '"0"', '"1"', "0.0", "1.0", "null", "true", "[]", "{}", "1e0"])
def test_what_is_no_version_is_refused(name: str, version: str) -> None:
    """Texts, fractions and flags are no versions, even where they look like one, and there is none below 0."""
    problems = refusal(WRITERS[name](version, B), name)
    assert [(problem.code, problem.path, problem.line) for problem in problems] == [
        ("format-version", "$.format_version", 1)
    ]
    assert problems[0].message.startswith("expected a whole number from 0, got ")


@pytest.mark.parametrize("name", WRITERS)
def test_a_missing_version_is_told_with_the_other_problems(name: str) -> None:
    """The records are looked at as if they were current."""
    data = {
        "json": b'{"records": [{"type": "sate"}]}',
        "jsonl": b'{}\n{"type": "sate"}\n',
        "yaml": b"records:\n- type: sate\n",
    }[name]
    assert [problem.code for problem in refusal(data, name)] == ["format-version", "unknown-type"]


# --- a chain ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def version_2(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """Pretend that version 1 is old too, and called ``name`` ``title``; give what the steps were called with."""
    calls = list[tuple[int, str]]()

    def from_0(plain: dict[str, Any]) -> dict[str, Any]:
        calls.append((0, str(plain["id"])))
        brought = STEPS[0](plain)
        return {"title" if key == "name" else key: value for key, value in brought.items()}

    def from_1(plain: dict[str, Any]) -> dict[str, Any]:
        calls.append((1, str(plain["id"])))
        return {"name" if key == "title" else key: value for key, value in plain.items()}

    steps = {0: from_0, 1: from_1}
    for module in (migration, reading):
        monkeypatch.setattr(module, "STEPS", steps)
        monkeypatch.setattr(module, "FORMAT_VERSION", 2)
    monkeypatch.setattr("recognition.convert.mirror.FORMAT_VERSION", 2)
    return calls


@pytest.mark.parametrize("name", WRITERS)
def test_a_chain_of_steps_is_taken_in_order(name: str, version_2: list[tuple[int, str]]) -> None:
    """A record of version 0 takes both steps, one of version 1 the second, and a current one none."""
    from_1 = [{"title" if key == "name" else key: value for key, value in record.items()} for record in (NEW_STATE, B)]
    old: Dataset = loads(WRITERS[name](0, OLD_STATE, B), format=name)
    assert version_2 == [(0, "state:A"), (1, "state:A"), (0, "state:B"), (1, "state:B")]
    version_2.clear()
    middle = loads(WRITERS[name](1, *from_1), format=name)
    assert version_2 == [(1, "state:A"), (1, "state:B")]
    version_2.clear()
    current = loads(WRITERS[name](2, NEW_STATE, B), format=name)
    assert version_2 == []
    assert old == middle == current
    assert [state.codes for state in current.of(State)] == [(Code(system="iso3", value="AAA"),), ()]
    (problem,) = refusal(WRITERS[name](3, B), name)
    assert problem.message == "the document is of version 3, this library reads up to 2; update it"


def test_what_an_old_version_says_is_brought_over_even_where_it_would_do_as_it_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A record that looks like one of today may have meant something else: it is not read fast, past the step."""

    def step(plain: dict[str, Any]) -> dict[str, Any]:
        return plain | {"name": f"once {plain['name']}"}

    monkeypatch.setattr(migration, "STEPS", {0: step})
    text = json.dumps(NEW_STATE)
    for name, old in (
        ("json", f'{{"format_version":0,"records":[{text}]}}'),
        ("jsonl", f'{{"format_version":0}}\n{text}\n'),
    ):
        (state,) = loads(old, format=name)
        assert getattr(state, "name", None) == "once A"
