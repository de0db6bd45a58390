"""The converter: strict, with every problem, and usable with classes of one's own."""

from typing import Any

import attrs
import pytest

from recognition import (
    Citation,
    InvalidDataError,
    PartialDate,
    Period,
    Problem,
    RecognitionAct,
    Record,
    Source,
    State,
    make_converter,
)
from recognition.convert.structure import structure_record
from recognition.model.registry import RECORD_CLASSES
from recognition.model.shape import Value, fields_of

CONVERTER = make_converter()
STATE: dict[str, Any] = {"type": "state", "id": "state:A", "name": "A"}


def problems(plain: Any, cls: Any = Record) -> list[Problem]:
    """Give the problems for which plain data is refused."""
    with pytest.raises(InvalidDataError) as caught:
        CONVERTER.structure(plain, cls)
    return list(caught.value.problems)


def test_a_record_is_read_by_its_type() -> None:
    """`Record` stands for a record of any type, as `type` says."""
    assert CONVERTER.structure(STATE, Record) == State(id="state:A", name="A")
    assert CONVERTER.structure(STATE, State) == State(id="state:A", name="A")


def test_the_type_may_be_left_out_where_the_class_is_given_but_not_be_another() -> None:
    """The class given says the type; a `type` that says another is refused."""
    without = {key: value for key, value in STATE.items() if key != "type"}
    assert CONVERTER.structure(without, State) == State(id="state:A", name="A")
    assert [(p.code, p.path) for p in problems({**STATE, "type": "person"}, State)] == [("unknown-type", "$.type")]
    assert [(p.code, p.path) for p in problems(without)] == [("missing-field", "$.type")]


@pytest.mark.parametrize("plain", [None, 1, "state", [], [STATE], State(id="state:A", name="A")])
def test_what_is_no_object_is_no_record(plain: Any) -> None:
    """Only an object is read as a record; a record that is one already is not taken for one."""
    assert [(p.code, p.path) for p in problems(plain)] == [("wrong-type", "$")]
    assert [(p.code, p.path) for p in problems(plain, State)] == [("wrong-type", "$")]


def test_every_problem_of_a_record_is_told_in_the_order_of_its_fields() -> None:
    """Problems come in the order of the fields, whatever the order of the input."""
    plain = {
        "note": 1,
        "citations": [{"source": "x", "start": -1}, 5],
        "succeeds": [{"manner": "successor"}],
        "type": "state",
        "existence": "2022/2021",
        "id": "A",
        "codes": [{"system": "x y", "value": ""}],
    }
    assert [(p.code, p.path) for p in problems(plain)] == [
        ("bad-id", "$.id"),
        ("missing-field", "$.name"),
        ("bad-value", "$.codes[0].system"),
        ("bad-text", "$.codes[0].value"),
        ("reversed-period", "$.existence"),
        ("missing-field", "$.succeeds[0].state"),
        ("wrong-type", "$.note"),
        ("bad-reference", "$.citations[0].source"),
        ("bad-value", "$.citations[0].start"),
        ("wrong-type", "$.citations[1]"),
    ]


def test_rules_between_fields_are_told_with_the_path_of_what_holds_them() -> None:
    """A rule of a value inside a record is told at that value."""
    plain = {**STATE, "citations": [{"source": "source:a"}, {"source": "source:a", "start": 5}]}
    assert [(p.code, p.path) for p in problems(plain)] == [("half-passage", "$.citations[1]")]


@pytest.mark.parametrize("cls", RECORD_CLASSES.values(), ids=lambda cls: cls.__name__)
def test_every_field_refuses_a_value_that_no_field_takes(cls: type[Record]) -> None:
    """For every field of every class, an object that cannot be a value of it is refused at its path, alone."""
    good = {field.name: None for field in fields_of(cls)}
    for name in good:
        found = problems({name: {"no": "such"}}, cls)
        there = [problem for problem in found if problem.path == f"$.{name}" or problem.path.startswith(f"$.{name}.")]
        assert there
        others = [problem for problem in found if problem not in there]
        assert {problem.code for problem in others} <= {"missing-field"}


@pytest.mark.parametrize("cls", RECORD_CLASSES.values(), ids=lambda cls: cls.__name__)
def test_every_required_field_is_missed(cls: type[Record]) -> None:
    """An empty object lacks exactly the required fields."""
    required = [f"$.{field.name}" for field in fields_of(cls) if field.required]
    found = problems({}, cls)
    assert [problem.path for problem in found] == required
    assert {problem.code for problem in found} == {"missing-field"}


def test_dates_and_periods_are_read_and_written_as_text() -> None:
    """The value types have hooks of their own."""
    assert CONVERTER.structure("2021-08", PartialDate) == PartialDate("2021-08")
    assert CONVERTER.structure("2021-08/..", Period) == Period("2021-08/..")
    assert CONVERTER.unstructure(Period("2021-08/..")) == "2021-08/.."
    assert [p.code for p in problems(2021, PartialDate)] == ["wrong-type"]
    assert [p.code for p in problems("x", Period)] == ["bad-period"]


def test_a_class_of_ones_own_can_hold_records_and_values() -> None:
    """The converter takes attrs classes of its user, with the fields of the library in them, both ways."""

    @attrs.frozen
    class Finding:
        act: Record
        day: PartialDate
        cited: Citation | None = None

    finding = Finding(State(id="state:A", name="A"), PartialDate("2021"), Citation(source="source:a", locator="p. 1"))
    plain = CONVERTER.unstructure(finding)
    assert plain == {"act": STATE, "day": "2021", "cited": {"source": "source:a", "locator": "p. 1"}}
    assert CONVERTER.structure(plain, Finding) == finding


def test_converters_are_independent() -> None:
    """A hook added to one converter does not reach the loaders or another converter."""
    mine = make_converter()
    mine.register_unstructure_hook(PartialDate, lambda _: "mine")
    assert mine.unstructure(PartialDate("2021")) == "mine"
    assert make_converter().unstructure(PartialDate("2021")) == "2021"


def test_defaults_are_left_out() -> None:
    """Fields that have their default are not written; a false flag and an empty list are defaults."""
    plain = {
        "type": "recognition",
        "id": "recognition:a",
        "actor": "state:A",
        "target": "state:B",
        "capacity": "state",
        "move": "recognition",
    }
    record = CONVERTER.structure({**plain, "sole": False, "degree": "unspecified", "conditions": []}, RecognitionAct)
    assert CONVERTER.unstructure(record) == plain


def test_plain_data_is_made_of_plain_types() -> None:
    """What `unstructure` gives holds the very built-in types, so that any encoder takes it."""
    from pathlib import Path  # noqa: PLC0415 - only here

    import recognition  # noqa: PLC0415 - only here

    def types(value: Any) -> set[type]:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return {type(value)}.union(*map(types, inner))

    everything = recognition.load(Path(__file__).parent / "golden" / "valid" / "everything.json")
    for record in everything:
        assert types(CONVERTER.unstructure(record)) <= {dict, list, str, int, bool}


def test_a_problem_names_the_record_it_is_in() -> None:
    """The id is told with the problem where it is a text of some sense."""
    for record_id, told in (("state:A", "state:A"), ("nonsense", "nonsense"), (5, None), ("x" * 10_000, None)):
        with pytest.raises(InvalidDataError) as caught:
            structure_record({**STATE, "id": record_id, "nme": 1})
        assert {problem.record for problem in caught.value.problems} == {told}


def test_constructor_and_converter_raise_the_same_problem_for_the_same_fault() -> None:
    """The same fault has the same code, message and path in a constructor and in plain data."""
    cases: list[tuple[type[Value], dict[str, Any]]] = [
        (Source, {"id": "source:a", "title": "", "length": -1, "sha256": "x"}),
        (Source, {"id": "state:a", "title": "a"}),
        (Citation, {"source": "source:a", "start": 1}),
        (RecognitionAct, {"id": "recognition:a", "actor": "state:A", "target": "x", "capacity": 1, "move": 2}),
        (State, {"id": "state:A", "name": 5}),
    ]
    for cls, fields in cases:
        with pytest.raises(InvalidDataError) as built:
            cls(**fields)
        assert list(built.value.problems) == problems(fields, cls)
