"""The case book: each case loads, and each of its questions is answered as the diplomatic record has it."""

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

import recognition
from recognition import Capacity, Dataset, Extent, History, Policy, Severity, Source, Truth

CASEBOOK: Final = Path(__file__).resolve().parents[1] / "seeds" / "casebook"
CASES: Final = sorted(path.name.removesuffix(".questions.yaml") for path in CASEBOOK.glob("*.questions.yaml"))
Question = dict[str, Any]

WARNINGS: Final[dict[str, set[tuple[str, str]]]] = {}
"""The warnings that a case is meant to have, as code and record; a case that is not here has none."""
KEYS: Final = {
    "standing": {"actor", "target", "capacity", "concerning", "on"},
    "recognisers": {"target", "capacity", "on"},
    "recognised": {"actor", "capacity", "on"},
    "government_of": {"actor", "target", "on"},
    "relations": {"actor", "target", "on"},
    "first": {"target", "capacity"},
    "restrictions": {"actor", "target", "group", "on"},
    "claim": {"statement"},
}
"""What each question asks by."""
ALWAYS: Final = {"ask", "known", "policy", "only", "expect", "source", "because"}
"""What every question may have."""
EXPECTED: Final = {
    "standing": {"possible", "recognised", "degree"},
    "relations": {"possible", "level"},
    "claim": {"truth"},
}
"""What each answer is compared by; the others are extents."""
EXTENT: Final = {"certain", "possible"}


def document_of(case: str) -> dict[str, Any]:
    """Give a question file, every scalar as text."""
    path = CASEBOOK / f"{case}.questions.yaml"
    document: dict[str, Any] = yaml.load(path.read_bytes(), yaml.BaseLoader)  # noqa: S506 - it makes nothing but text
    return document


def questions_of(case: str) -> list[Question]:
    """Give the questions of a case."""
    questions: list[Question] = document_of(case)["questions"]
    return questions


@functools.cache
def dataset_of(case: str) -> Dataset:
    """Give the dataset of a case, loaded once; a case that does not load fails the tests that need it."""
    return recognition.load(CASEBOOK / document_of(case)["dataset"])


def every_question() -> Iterator[Any]:
    """Give each question of each case, named so that a failure tells which it is."""
    for case in CASES:
        for number, question in enumerate(questions_of(case), start=1):
            asked = [question.get(key, "") for key in ("ask", "actor", "target", "statement", "on")]
            yield pytest.param(case, question, id=f"{case}-{number}-{'-'.join(part for part in asked if part)}")


def policy_of(question: Question) -> Policy:
    """Give the policy that a question is asked by: a named one, or that of some sources alone."""
    if "only" in question:
        return Policy.only(*question["only"])
    return Policy.named(question.get("policy", "preferred"))


def answered(history: History, question: Question) -> dict[str, Any]:
    """Give the answer in the form in which a question file expects it."""
    ask = question["ask"]
    actor, target, on = (question.get(key, "") for key in ("actor", "target", "on"))
    capacity = Capacity[question["capacity"].upper()] if "capacity" in question else None
    if ask == "standing":
        answer = history.standing(actor, target, on=on, capacity=capacity, concerning=question.get("concerning"))
        degree = None if answer.degree is None else answer.degree.value
        return {"possible": sorted(answer.possible), "recognised": worded(answer.recognised), "degree": degree}
    if ask == "relations":
        relations = history.relations(actor, target, on=on)
        level = None if relations.level is None else relations.level.value
        return {"possible": sorted(relations.possible), "level": level}
    if ask == "claim":
        return {"truth": worded(history.check_claim(question["statement"]).truth)}
    extents = {
        "recognisers": lambda: history.recognisers(target, on=on, capacity=capacity),
        "recognised": lambda: history.recognised(actor, on=on, capacity=capacity),
        "government_of": lambda: history.government_of(target, by=actor, on=on),
        "first": lambda: history.first(target, capacity=capacity),
        "restrictions": lambda: history.restrictions(
            target or None, on=on, group=question.get("group"), by=actor or None
        ),
    }
    extent: Extent = extents[ask]()
    return {"certain": sorted(extent.certain), "possible": sorted(extent.possible)}


def worded(truth: Truth) -> str:
    """Give a truth as a question file has it."""
    return truth.name.lower()


def in_order(expected: Any) -> Any:
    """Give a list of a question file in the order in which answers are compared."""
    return sorted(expected) if isinstance(expected, list) else expected


def test_the_case_book_is_there() -> None:
    """No dataset is without questions, and a question file names its dataset and has nothing else."""
    assert {"china-seat", "kosovo", "palestine", "baltic-states"} <= set(CASES)
    assert {path.name.partition(".")[0] for path in CASEBOOK.glob("*.yaml")} == set(CASES)
    assert all(set(document_of(case)) == {"dataset", "questions"} for case in CASES)


@pytest.mark.parametrize("case", CASES)
def test_a_case_loads_with_no_other_warning_than_is_meant(case: str) -> None:
    """Nothing in a case is probably wrong: its warnings are those that are listed here."""
    warnings = {(item.code, item.record) for item in dataset_of(case).problems if item.severity is Severity.WARNING}
    assert warnings == WARNINGS.get(case, set())


@pytest.mark.parametrize("case", CASES)
def test_a_case_cites_a_source_for_every_act(case: str) -> None:
    """Every record of a case but its sources names one, and every source is one that a record names."""
    cited: set[str] = set()
    for record in dataset_of(case):
        if not isinstance(record, Source):
            assert record.citations, record.id
            cited.update(citation.source for citation in record.citations)
    assert cited == {source.id for source in dataset_of(case).of(Source)}


@pytest.mark.parametrize("case", CASES)
def test_a_case_asks_for_what_is_hard(case: str) -> None:
    """A case has six questions or more, among them one as known on a day and one that the record leaves open."""
    questions = questions_of(case)
    assert len(questions) >= 6
    assert any("known" in question for question in questions)
    assert any(question["expect"].get("recognised") == "unknown" or _is_open(question) for question in questions)


def _is_open(question: Question) -> bool:
    expect = question["expect"]
    if "certain" in expect:
        return bool(set(expect["certain"]) != set(expect["possible"]))
    return len(expect.get("possible", [])) > 1


@pytest.mark.parametrize(("case", "question"), list(every_question()))
def test_a_question_is_well_formed(case: str, question: Question) -> None:
    """A key that nobody reads would be a question that nobody asks; and each answer rests on a source of the case."""
    ask = question["ask"]
    assert set(question) <= KEYS[ask] | ALWAYS
    assert set(question["expect"]) <= EXPECTED.get(ask, EXTENT)
    if ask not in EXPECTED:
        assert set(question["expect"]) == EXTENT
    assert question["expect"]
    assert isinstance(dataset_of(case)[question["source"]], Source)
    assert not {"policy", "only"} <= set(question), "`only` is a policy of its own"
    assert all(isinstance(dataset_of(case)[source], Source) for source in question.get("only", ()))
    assert question["because"].endswith(".")


@pytest.mark.parametrize(("case", "question"), list(every_question()))
def test_a_question_is_answered_as_the_record_has_it(case: str, question: Question) -> None:
    """What is expected comes from diplomatic history; the engine has to come to the same."""
    history = History(dataset_of(case), known=question.get("known"), policy=policy_of(question))
    answer = answered(history, question)
    expected = {key: in_order(value) for key, value in question["expect"].items()}
    assert {key: answer[key] for key in expected} == expected, question["because"]
