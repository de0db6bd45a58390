"""The golden documents: what each problem code looks like, and one dataset that uses everything."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

import recognition
from recognition import (
    Citation,
    Claim,
    Code,
    InvalidDataError,
    Membership,
    Name,
    Problem,
    Role,
    Severity,
    Succession,
    Tenure,
    Vote,
)
from recognition.errors import PROBLEM_CODES
from recognition.formats import format_of
from recognition.formats.shape import Sort
from recognition.model.registry import RECORD_CLASSES
from recognition.model.shape import Value, fields_of
from recognition.model.text import ORDERED_KINDS
from recognition.model.vocabulary import VOCABULARIES, Term

NOTATIONS: Final = ("json", "jsonl", "yaml")
"""The notations of one text."""
GOLDEN: Final = Path(__file__).parent / "golden"
NOT_OF_A_DOCUMENT: Final = {"doubtful-row", "kept-field", "kept-term", "merge-conflict", "not-exported", "too-large"}
"""The codes that it takes more than strict reading of one document to give."""
Row = tuple[str, str, int | None]


def documents(folder: str) -> list[Path]:
    """Give the documents of a folder, without what is expected of them."""
    return sorted(path for path in (GOLDEN / folder).iterdir() if not path.name.endswith(".expected.json"))


def code_of(path: Path) -> str:
    """Give the problem code that a document is about: its name up to the first dot."""
    return path.name.partition(".")[0]


def expected_of(path: Path) -> list[Row]:
    """Give the problems that are expected of a document, in the order of its lines."""
    beside = path.with_name(path.name.removesuffix(path.suffix) + ".expected.json")
    return sorted(
        ((row["code"], row["path"], row["line"]) for row in json.loads(beside.read_text("utf-8"))), key=by_line
    )


def found_in(problems: tuple[Problem, ...]) -> list[Row]:
    """Give the problems found, in the order of the lines."""
    return sorted(((problem.code, problem.path, problem.line) for problem in problems), key=by_line)


def by_line(row: Row) -> tuple[int, str, str]:
    """Give what a problem is sorted by."""
    return row[2] or 0, row[1], row[0]


def refused(path: Path) -> tuple[Problem, ...]:
    """Give the problems for which a file is refused."""
    with pytest.raises(InvalidDataError) as caught:
        recognition.load(path)
    return caught.value.problems


@pytest.mark.parametrize("path", documents("invalid"), ids=lambda path: path.name)
def test_an_invalid_document_gives_exactly_the_problems_beside_it(path: Path) -> None:
    """An invalid document gives all of its problems and no other, each with its code, path and line."""
    expected = expected_of(path)
    assert expected
    assert code_of(path) in {code for code, _, _ in expected}
    problems = refused(path)
    assert found_in(problems) == expected
    assert {problem.source for problem in problems} == {str(path)}


@pytest.mark.parametrize("path", documents("doubtful"), ids=lambda path: path.name)
def test_a_doubtful_document_loads_with_exactly_the_problems_beside_it(path: Path) -> None:
    """A doubtful document loads, with all of its warnings and notes and no other."""
    dataset = recognition.load(path)
    expected = expected_of(path)
    assert code_of(path) in {code for code, _, _ in expected}
    assert found_in(dataset.problems) == expected
    assert all(problem.severity is not Severity.ERROR for problem in dataset.problems)


@pytest.mark.parametrize("severity", Severity)
def test_every_problem_code_has_its_golden_document(severity: Severity) -> None:
    """Every code has a document of its own name, errors among the invalid and the others among the doubtful."""
    folder = "invalid" if severity is Severity.ERROR else "doubtful"
    of_severity = {code for code, meaning in PROBLEM_CODES.items() if meaning.severity is severity}
    plain = {code_of(path) for path in documents(folder) if path.name.count(".") == 1}
    assert of_severity - NOT_OF_A_DOCUMENT <= plain
    assert {code_of(path) for path in documents(folder)} <= PROBLEM_CODES.keys()


def test_every_expectation_has_its_document() -> None:
    """No expectation is left over, and no document has none."""
    for folder in ("invalid", "doubtful", "newer", "older"):
        beside = {path.name.removesuffix(".expected.json") for path in (GOLDEN / folder).glob("*.expected.json")}
        assert beside == {path.name.removesuffix(path.suffix) for path in documents(folder)}


@pytest.mark.parametrize("path", documents("newer"), ids=lambda path: path.name)
def test_what_a_newer_producer_has_put_in_is_kept_if_wished(path: Path) -> None:
    """Lenient reading keeps fields and terms that are not known, warns of each, and writes them again."""
    assert {problem.code.replace("unknown-", "kept-") for problem in refused(path)} == {code_of(path)}
    dataset = recognition.load(path, strict=False)
    assert found_in(dataset.problems) == expected_of(path)
    assert recognition.dumps(dataset).decode() == path.read_text(encoding="utf-8")
    for name in NOTATIONS:
        again = recognition.loads(recognition.dumps(dataset, format=name), format=name, strict=False)
        assert again == dataset
        assert sorted(problem.path for problem in again.problems) == sorted(path for _, path, _ in expected_of(path))


@pytest.mark.parametrize("path", documents("older"), ids=lambda path: path.name)
def test_an_old_version_is_read_as_the_current_one(path: Path) -> None:
    """A document of an old version is brought to the current one, and only that is written."""
    expected = path.with_name(f"{path.stem}.expected.json").read_bytes()
    dataset = recognition.load(path)
    assert recognition.dumps(dataset) == expected
    assert recognition.loads(expected) == dataset
    assert list(recognition.read_records(path)) == [dataset[record_id] for record_id in OLD_ORDER]


OLD_ORDER: Final = ("state:A", "state:B", "recognition:a")


@pytest.mark.parametrize("path", documents("valid"), ids=lambda path: path.name)
def test_a_valid_document_comes_back_byte_for_byte(path: Path) -> None:
    """A valid document loads without a problem; written and read again it is equal, and the bytes stay the same."""
    first = recognition.load(path)
    assert first.problems == ()
    name = format_of(path)
    written = recognition.dumps(first, format=name)
    again = recognition.loads(written, format=name)
    assert again == first
    assert recognition.dumps(again, format=name) == written
    if path.stem != "minimal" or name != "yaml":  # that one was written by hand
        assert written.decode() == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("stem", sorted({path.stem for path in documents("valid")}))
def test_valid_documents_are_equal_across_formats(stem: str) -> None:
    """A dataset is the same whichever format it was read from, and is written alike from each."""
    same = [path for path in documents("valid") if path.stem == stem]
    assert {path.suffix for path in same} == {".json", ".jsonl", ".yaml"}
    loaded = [recognition.load(path) for path in same]
    assert loaded[0] == loaded[1] == loaded[2]
    for name in NOTATIONS:
        assert len({recognition.dumps(dataset, format=name) for dataset in loaded}) == 1


def values_in(value: Value) -> Iterator[Value]:
    """Give a record and every value in it."""
    yield value
    for field in fields_of(type(value)):
        held: Any = getattr(value, field.name)
        if field.sort is Sort.VALUE:
            for item in held if field.many else () if held is None else (held,):
                yield from values_in(item)


def test_the_dataset_that_uses_everything_does() -> None:
    """Every record class, every field with something other than its default, and every term occur in it."""
    dataset = recognition.load(GOLDEN / "valid" / "everything.json")
    used = set[tuple[str, str]]()
    terms = set[tuple[type[Term], str]]()
    values = [value for record in dataset for value in values_in(record)]
    for value in values:
        for field in fields_of(type(value)):
            held = getattr(value, field.name)
            if field.required or held != field.default:
                used.add((type(value).__name__, field.name))
            if isinstance(held, Term):
                terms.add((type(held), str(held)))
    orderless = {cls.__name__ for kind, cls in RECORD_CLASSES.items() if kind not in ORDERED_KINDS}
    classes: set[type[Value]] = {type(value) for value in values}
    every = {(cls.__name__, field.name) for cls in classes for field in fields_of(cls)}
    inner = {Citation, Claim, Code, Membership, Name, Role, Succession, Tenure, Vote}
    assert classes == inner | set(RECORD_CLASSES.values())
    assert every - used == {(name, field) for name in orderless for field in ("after", "before")}
    assert terms == {(cls, str(term)) for cls in VOCABULARIES for term in cls}
