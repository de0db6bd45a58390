"""Law: the JSON Schema and the loader agree on every JSON value, but for what the schema is known to be silent on."""

import copy
import json
import re
from calendar import isleap
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import assume, event, example, given
from hypothesis import strategies as st

from recognition import Dataset, InvalidDataError, PartialDate, Period, Problem, Record, dumps, loads
from recognition.convert.schema import SILENT_ON, json_schema
from recognition.convert.shapes import shapes
from recognition.formats.plain import steps_of
from recognition.formats.shape import FieldShape, Sort, ValueShape
from recognition.model.vocabulary import VOCABULARIES
from recognition.strategies import datasets, partial_dates, periods

jsonschema: Any = pytest.importorskip("jsonschema")

GOLDEN: Final = Path(__file__).resolve().parents[1] / "golden"
SEEDS: Final = Path(__file__).resolve().parents[2] / "seeds"
HAND_WRITTEN: Final = sorted(path for path in SEEDS.rglob("*.yaml") if not path.name.endswith(".questions.yaml"))
SCHEMA: Final = json_schema()
VALIDATOR: Final[Any] = jsonschema.Draft202012Validator(SCHEMA)
IN_YAML: Final[Any] = jsonschema.Draft202012Validator(json_schema(format="yaml"))
MASKING: Final = {"wrong-type", "format-version", "bad-date", "reversed-period", "half-passage"}
"""Codes that can be excused, and of values in which the loader then looks no further."""
NOTATION: Final = {"encoding", "syntax", "duplicate-key", "alias-limit", "too-deep"}
"""Codes that are about the text, of which the schema sees nothing."""
TERMS: Final = sorted({str(term) for vocabulary in VOCABULARIES for term in vocabulary})


def problems_of(document: Any) -> tuple[Problem, ...]:
    """Give the problems for which the loader refuses a document; none if it accepts it."""
    try:
        loads(json.dumps(document))
    except InvalidDataError as error:
        return error.problems
    return ()


def value_at(document: Any, path: str) -> Any:
    """Give what a path leads to; nothing, if it is not there."""
    for step in steps_of(path):
        held = document.get(step) if isinstance(document, dict) else None
        document = document[step] if isinstance(document, list) and isinstance(step, int) else held
    return document


def is_excused(problem: Problem, document: Any) -> bool:
    """Tell whether a problem is of those that a schema cannot see, by looking at what it is about."""
    held = value_at(document, problem.path)
    match problem.code:
        case "wrong-type" | "format-version":
            return isinstance(held, float) and held.is_integer()
        case "bad-date":
            ranges = re.findall(r"([0-9-]+)\.\.([0-9-]+)", held if isinstance(held, str) else "")
            return any(first[: len(last)] > last[: len(first)] for first, last in ranges)
        case "half-passage":
            start, end = held.get("start"), held.get("end")
            return None not in (start, end, held.get("digest")) and start >= end > 0
        case "bad-parties":
            act = value_at(document, problem.path.removesuffix(".parties"))
            return not act.get("parties") and act.get("sender") == act.get("receiver") is not None
        case code:
            return code in SILENT_ON


def check_agreement(valid: bool, problems: list[Problem], document: Any) -> None:
    """Check that what is valid has only excused problems, and what is not has another, unless one hides it."""
    if valid:
        assert [problem for problem in problems if not is_excused(problem, document)] == []
        assert {problem.code for problem in problems} <= set(SILENT_ON)
    else:
        assert problems, "the schema refuses what the loader accepts"
        assert any(problem.code in MASKING or not is_excused(problem, document) for problem in problems)


def check(document: Any) -> bool:
    """Check the law on a document; tell whether it is valid under the schema."""
    valid: bool = VALIDATOR.is_valid(document)
    check_agreement(valid, list(problems_of(document)), document)
    return valid


# --- any value -----------------------------------------------------------------------------------------------------

SCALARS: Final = (
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.sampled_from([2**53 - 1, 2**53, 2**64, 1.0, -0.0, 0.5, 1e300])
    | st.text(max_size=5)
    | st.sampled_from(["2021", "2021-02-30", "2021/..", "/", "state:a", "event:a", "en", "", " ", "a\n", "0" * 64])
    | st.sampled_from(TERMS)
)
FIELDS: Final = sorted({field.name for shape in shapes().values() for field in shape.fields})
KEYS: Final = st.sampled_from(FIELDS) | st.sampled_from(["type", "source", "role", "x", ""])
VALUES: Final = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)
RECORDS: Final = st.builds(
    lambda kind, fields, slug: {"type": kind, "id": f"{kind}:{slug}", "name": "a", **fields},
    st.sampled_from([*shapes(), "x"]),
    st.dictionaries(KEYS, VALUES, max_size=4),
    st.sampled_from("ab"),
)
DOCUMENTS: Final = st.fixed_dictionaries(
    # Of an older version, the schema of this one says nothing.
    {"format_version": st.just(1) | SCALARS.filter(lambda version: version != 0 or type(version) is not int)},
    optional={"records": st.lists(RECORDS | VALUES, max_size=3) | VALUES, "x": VALUES},
)


@given(value=VALUES | DOCUMENTS)
@example(value={"format_version": 1, "records": []})
@example(value={"format_version": 1.0, "records": []})
@example(value={"format_version": True, "records": []})
@example(value={"format_version": 2, "records": []})
@example(value={"format_version": 1, "records": [{"type": "source", "id": "source:a", "title": "a", "length": 1e0}]})
@example(value={"format_version": 1, "records": [{"type": "state", "id": "state:a\n", "name": "a\n"}]})
@example(value={"format_version": 1, "records": [{"type": "state", "id": "state:a", "name": "\ud800"}]})
@example(
    value={"format_version": 1, "records": [{"type": "source", "id": "source:a", "title": "a", "url": "a:\ufeff"}]}
)
def test_the_schema_and_the_loader_agree_on_any_value(value: Any) -> None:
    """A JSON value, near to a document or far from it, is valid if and only if the loader has nothing else to say."""
    event(f"valid: {check(value)}")


@given(dataset=datasets(max_records=6))
def test_every_dataset_that_is_written_is_valid(dataset: Dataset) -> None:
    """What the library writes is valid, with all its fields, forms of dates, and characters."""
    VALIDATOR.validate(json.loads(dumps(dataset)))


# --- one change ----------------------------------------------------------------------------------------------------


def spots(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path to every value in plain data."""
    yield path
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from spots(item, (*path, key))


def mangled(text: str) -> st.SearchStrategy[str]:
    """Give texts that differ in one character."""
    return st.builds(
        lambda at, new, gap: text[:at] + new + text[at + gap :],
        st.integers(0, len(text)),
        st.sampled_from(["", *"xX019 /:@.,-~?[]", "..", "\n", "\x00", "\u00e9", "\u0661", "\U0001f3f4", "\ufeff"]),
        st.integers(0, 1),
    )


def other_than(held: Any) -> st.SearchStrategy[Any]:
    """Give what may stand for a value after one change to it."""
    ways = [VALUES, st.sampled_from([None, [], [held], [held, held], {}, str(held)])]
    if isinstance(held, str):
        ways += [mangled(held), mangled(held), st.sampled_from(TERMS), st.just(held + "\n")]
    elif isinstance(held, list):
        ways += [
            st.just(held[:-1]),
            st.just(held[1:]),
            st.just(held + held[:1]),
            VALUES.map(lambda item: [*held, item]),
        ]
    elif isinstance(held, dict):
        ways.append(st.builds(lambda key, value: {**held, key: value}, KEYS, VALUES))
    elif isinstance(held, int):
        ways.append(st.sampled_from([float(held), -held, held + 1, held + 0.5, held + 2**53]))
    return st.one_of(ways)


@given(data=st.data(), dataset=datasets(max_records=6))
def test_the_schema_and_the_loader_agree_after_one_change(data: st.DataObject, dataset: Dataset) -> None:
    """So they do on a valid document in which one value, key or character was changed, dropped or added."""
    original = json.loads(dumps(dataset))
    places = [path for path in spots(original) if path]
    for _ in range(8):
        document = copy.deepcopy(original)
        *way, last = data.draw(st.sampled_from(places))
        holder = document
        for key in way:
            holder = holder[key]
        held = holder.pop(last)
        change = data.draw(st.sampled_from(["value", "value", "value", "key", "drop"]))
        if change == "value":
            value = data.draw(other_than(held))
            assume(way or last != "format_version" or type(value) is not int or value != 0)
            if isinstance(holder, list):
                holder.insert(int(last), value)
            else:
                holder[last] = value
        elif change == "key" and isinstance(holder, dict):
            holder[data.draw(KEYS)] = held
        event(f"valid after {change}: {check(document)}")


# --- every field ---------------------------------------------------------------------------------------------------

OF_ANY_SORT: Final[tuple[Any, ...]] = (None, True, 0, 1.5, "", "a", [], ["a"], [None], {}, {"a": 1})
OF_SORT: Final[dict[Sort, tuple[Any, ...]]] = {
    Sort.COUNT: (1, 2**53 - 1, 2**53, -1, 1.0, "1"),
    Sort.FLAG: (False, 0, "true"),
    Sort.DATE: ("2021", "2021-02-29", "2020-02-29", "2021-08\n", "[1667..1672]", "[1672..1667]", "2021/..", "0000"),
    Sort.PERIOD: ("2021", "2021/..", "2021/1996", "../..", "/", "2021/\n", "[..2021]/..", "2021-02-29/"),
    Sort.TEXT: ("a\n", "\n", "\ud800", "a\x00", "\U0001f3f4", "state:a\n", "State:a", "state:", "2021", "state:b@x"),
    Sort.TERM: ("none", "other", "state", "title", "first", "all", "lifted", "Normal", "normal\n", "establishment"),
    Sort.VALUE: ({"x": 1},),
}
REFERENCES: Final = (*(f"{kind}:a" for kind in shapes()), "state:a@end", "event:a@end")


def classes() -> dict[str, ValueShape]:
    """Give every record class and value class, by name."""
    found: dict[str, ValueShape] = {}
    waiting = list(shapes().values())
    while waiting:
        shape = waiting.pop()
        found[shape.name] = shape
        waiting += [field.value for field in shape.fields if field.value]
    return found


def holders(record: Any, shape: ValueShape, path: tuple[Any, ...] = ()) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Give the name of the class of a record, and of each value in it, with its path."""
    yield shape.name, path
    for field in shape.fields:
        held = record.get(field.name)
        if field.value is not None and held is not None:
            for key, item in enumerate(held) if field.many else [(None, held)]:
                yield from holders(item, field.value, (*path, field.name, *([] if key is None else [key])))


def fullest() -> dict[tuple[str, str], tuple[Any, tuple[Any, ...]]]:
    """Give for each field of each class a record that has it, and the path to what holds it there."""
    records = json.loads((GOLDEN / "valid" / "everything.json").read_text("utf-8"))["records"]
    found: dict[tuple[str, str], tuple[Any, tuple[Any, ...]]] = {}
    for record in records:
        for name, path in holders(record, shapes()[record["type"]]):
            holder = record
            for key in path:
                holder = holder[key]
            for key in holder:
                found.setdefault((name, key), (record, path))
    for name in ("Person", "Territory"):
        # They have no place in time; these fields exist and stay empty.
        found[name, "after"] = found[name, "before"] = found[name, "id"]
    return found


FULLEST: Final = fullest()
EVERY_FIELD: Final = [(name, field.name) for name, shape in classes().items() for field in shape.fields] + [
    (shape.name, "type") for shape in shapes().values()
]


def variants(field: FieldShape | None, held: Any, *, few: bool) -> Iterator[Any]:
    """Give what stands for the value of a field: good, of any other sort and, unless few will do, not quite good."""
    yield held
    yield from OF_ANY_SORT
    if few:
        return
    items: tuple[Any, ...] = (*shapes(), "states", "state\n")
    if field is not None:
        items = (
            *OF_SORT[field.sort],
            *(REFERENCES if field.kinds or "@" in (field.pattern or "") else ()),
            *field.terms,
        )
    if field is not None and field.many:
        yield from ([item] for item in items)
        yield [*held, *held]
        yield [*held, 1]
        return
    yield from items
    if isinstance(held, str):
        yield from (f"{held}\n", held[:-1], f"{held}!", held.upper(), [held])
    elif isinstance(held, dict):
        yield from ({key: item for key, item in held.items() if key != dropped} for dropped in held)


def at(value: Any, path: tuple[Any, ...]) -> Any:
    """Give what keys and indexes lead to."""
    for key in path:
        value = value[key]
    return value


@pytest.mark.parametrize(("name", "key"), EVERY_FIELD)
def test_the_schema_and_the_loader_agree_on_every_field(name: str, key: str) -> None:
    """For each field of each class they agree on values of its sort and of others, of which both accept some only."""
    record, path = FULLEST[name, key]
    # What all records share has no part in the rules, and takes its time.
    record = {of: held for of, held in record.items() if of not in Record.SHARED or of in (key, *path[:1])}
    same = key in Record.SHARED and name != "RecognitionAct" and key not in ("after", "before")
    field = next((field for field in classes()[name].fields if field.name == key), None)
    records = []
    for value in variants(field, at(record, path).get(key, []), few=same):
        records.append(copy.deepcopy(record))
        at(records[-1], path)[key] = value
    for put in ({}, {f"{key}_": "a"}):
        records.append(copy.deepcopy(record))
        at(records[-1], path).pop(key, None)
        at(records[-1], path).update(put)
    document = {"format_version": 1, "records": records}
    wrong = {error.absolute_path[1] for error in VALIDATOR.iter_errors(document)}
    told: dict[int, list[Problem]] = {number: [] for number in range(len(records))}
    for problem in problems_of(document):
        told[int(re.findall("[0-9]+", problem.path)[0])].append(problem)
    for number, problems in told.items():
        check_agreement(number not in wrong, problems, document)
    assert 0 < len(wrong) < len(records)


# --- golden documents ----------------------------------------------------------------------------------------------


def resolved(text: str) -> Any:
    """Read YAML as editors do, by the core schema of YAML 1.2."""
    yaml: Any = pytest.importorskip("yaml")

    class Core(yaml.SafeLoader):  # type: ignore[misc]
        """A loader with the scalars of YAML 1.2 instead of those of 1.1."""

        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as the class above has it

    for tag, pattern in (
        ("null", "|~|null|Null|NULL"),
        ("bool", "true|True|TRUE|false|False|FALSE"),
        ("int", "[-+]?[0-9]+"),
        ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"),
    ):
        Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), None)
    return yaml.load(text, Loader=Core)


def document_in(path: Path) -> Any:
    """Give the document of a file: of JSON Lines, the header with the records."""
    text = path.read_text("utf-8")
    if path.suffix != ".jsonl":
        return json.loads(text) if path.suffix == ".json" else resolved(text)
    header, *lines = [json.loads(line) for line in text.split("\n") if line] or [{}]
    return {**header, "records": lines}


def documents(*folders: str) -> list[Path]:
    """Give the golden documents of folders."""
    return sorted(path for folder in folders for path in (GOLDEN / folder).iterdir() if ".expected." not in path.name)


def errors_beside(path: Path) -> list[Problem]:
    """Give the errors that are expected of a golden document; skip where they are of the text."""
    beside = path.with_name(path.name.removesuffix(path.suffix) + ".expected.json")
    rows = json.loads(beside.read_text("utf-8")) if beside.exists() else []
    errors = [problem for row in rows if (problem := Problem(row["code"], "", path=row["path"])).severity == "error"]
    if {problem.code for problem in errors} & NOTATION:
        pytest.skip("it is wrong as a text, of which a schema sees nothing")
    return errors


@pytest.mark.parametrize("path", documents("valid", "invalid", "doubtful"), ids=lambda path: path.name)
def test_a_golden_document_is_valid_unless_the_schema_can_see_what_is_wrong(path: Path) -> None:
    """Of the errors listed beside a document, all are excused if it is valid, and else some are not."""
    errors = errors_beside(path)
    document = document_in(path)
    validator = IN_YAML if path.suffix == ".yaml" else VALIDATOR
    check_agreement(validator.is_valid(document), errors, document)


TALKS: Final = {
    "type": "diplomatic",
    "id": "diplomatic:a",
    "move": "recall",
    "sender": "state:a",
    "receiver": "state:a",
}
CITING: Final = {"source": "source:a", "start": 2, "end": 2, "digest": "0" * 64}
UNSEEN: Final = [
    {"format_version": 1.0, "records": []},
    {"format_version": 1, "records": [{"type": "source", "id": "source:a", "title": "a", "length": 1.0}]},
    {"format_version": 1, "records": [{"type": "source", "id": "source:a", "title": "a", "published": "[1672..1667]"}]},
    {"format_version": 1, "records": [TALKS]},
    {"format_version": 1, "records": [{"type": "source", "id": "source:a", "title": "a", "citations": [CITING]}]},
]


def test_everything_that_the_schema_is_said_to_be_silent_on_it_is_silent_on() -> None:
    """For each code in the list that is not about the text, there is a valid document that is refused with it."""
    golden = [path for path in documents("invalid") if path.suffix == ".json" and path.name.count(".") == 1]
    refused = [document_in(path) for path in golden if path.stem not in NOTATION] + UNSEEN
    found = {problem.code for document in refused if VALIDATOR.is_valid(document) for problem in problems_of(document)}
    assert found == set(SILENT_ON) - NOTATION


@pytest.mark.parametrize("path", HAND_WRITTEN, ids=lambda path: path.name)
def test_the_seeds_are_valid_in_an_editor(path: Path) -> None:
    """The datasets written by hand, with years and codes that are not quoted, are valid under the schema of YAML."""
    IN_YAML.validate(document_in(path))


@given(dataset=datasets(max_records=6))
def test_every_dataset_that_is_written_in_yaml_is_valid_in_an_editor(dataset: Dataset) -> None:
    """What the library writes in YAML is valid under the schema of YAML, whatever an editor takes a scalar for."""
    IN_YAML.validate(resolved(dumps(dataset, format="yaml").decode()))


# --- dates ---------------------------------------------------------------------------------------------------------

DATE: Final = re.compile(SCHEMA["$defs"]["PartialDate"]["pattern"])
PERIOD: Final = re.compile(SCHEMA["$defs"]["Period"]["pattern"])


def check_date(text: str) -> None:
    """Check that the pattern matches a text if and only if it is a date, but for ranges that end before they start."""
    try:
        PartialDate(text)
    except InvalidDataError as error:
        codes = {problem.code for problem in error.problems}
    else:
        codes = set()
    if not DATE.search(text):
        assert codes
    elif codes:
        assert codes == {"bad-date"}
        assert is_excused(Problem("bad-date", ""), text)


def check_period(text: str) -> None:
    """Check that the pattern matches a text if and only if it is a period, but for those that end before they start."""
    try:
        Period(text)
    except InvalidDataError as error:
        codes = {problem.code for problem in error.problems}
    else:
        codes = set()
    assert codes <= {"reversed-period"} if PERIOD.search(text) else codes


def test_the_pattern_of_dates_knows_the_calendar() -> None:
    """Of all combinations of digits for month and day, in years of each kind, it matches those that are dates."""
    for year in (0, 1, 4, 100, 400, 1900, 1904, 1999, 2000, 2010, 2012, 2021, 2024, 2100, 2400, 9996, 9999):
        check_date(f"{year:04}")
        for month in range(100):
            check_date(f"{year:04}-{month:02}")
            check_date(f"{year:04}-{month:02}-XX")
            for day in range(100) if month < 14 else (0, 1, 31):
                check_date(f"{year:04}-{month:02}-{day:02}")
                if day in (28, 29, 30, 31, 32):
                    check_date(f"{year:04}-{month:02}-{day:02}~")
                    check_date(f"[2000,{year:04}-{month:02}-{day:02}..]")
                    check_period(f"../{year:04}-{month:02}-{day:02}")
    for number in range(10_000):
        assert bool(DATE.search(f"{number:04}-02-29")) == (number > 0 and isleap(number))


@given(data=st.data(), day=partial_dates())
def test_the_pattern_of_dates_agrees_with_partial_date(data: st.DataObject, day: PartialDate) -> None:
    """The pattern and the class agree on dates, and on what one or two changes of a character make of them."""
    text = str(day)
    assert DATE.search(text)
    for _ in range(10):
        changed = text
        for _ in range(data.draw(st.integers(1, 2))):
            changed = data.draw(mangled(changed))
        check_date(changed)
        check_period(changed)


@given(data=st.data(), period=periods())
def test_the_pattern_of_periods_agrees_with_period(data: st.DataObject, period: Period) -> None:
    """The pattern and the class agree on periods, and on what one or two changes of a character make of them."""
    text = str(period)
    assert PERIOD.search(text)
    for _ in range(10):
        changed = text
        for _ in range(data.draw(st.integers(1, 2))):
            changed = data.draw(mangled(changed))
        check_period(changed)
        check_date(changed)


@given(parts=st.lists(st.sampled_from(["1984", "1990-05", "1990-05-31", "2021-13", "..", "..", ",", "?"]), max_size=7))
@example(parts=["..", "1984", ".."])
@example(parts=["1984", "..", "1990", "..", "1991"])
@example(parts=["1984", ",", "..", "1990"])
@example(parts=["1984", "..", ",", "1990"])
@example(parts=["1990-05", "..", "1984"])
def test_the_pattern_of_dates_agrees_with_partial_date_on_sets(parts: list[str]) -> None:
    """So they do on sets put together from members, ranges and commas in any order."""
    check_date(f"[{''.join(parts)}]")


@given(
    text=st.text(st.sampled_from("0129-X?~%[].,/\n")), start=st.sampled_from(["", "2021", "[", "[2021", "2021-", "../"])
)
def test_the_patterns_agree_with_the_classes_on_texts_of_their_characters(text: str, start: str) -> None:
    """So they do on texts put together from the characters that dates have."""
    check_date(start + text)
    check_period(start + text)
