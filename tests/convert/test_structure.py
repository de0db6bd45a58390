"""The converter at its edges: values of no type, odd keys, order of problems, and classes and hooks of its users."""

from typing import Any

import attrs
import pytest
from cattrs import ClassValidationError

from recognition import Citation, InvalidDataError, RecognitionAct, Record, Source, State, make_converter
from recognition.convert.structure import kept_in, structure_record
from recognition.formats.plain import Repeated, Scalar
from recognition.model.shape import Value

STATE: dict[str, Any] = {"type": "state", "id": "state:A", "name": "A"}
SOURCE: dict[str, Any] = {"type": "source", "id": "source:a", "title": "A"}
ACT: dict[str, Any] = {
    "type": "recognition",
    "id": "recognition:a",
    "actor": "state:A",
    "target": "state:B",
    "capacity": "state",
    "move": "recognition",
}


def refusal(plain: Any, cls: Any = Record) -> list[tuple[str, str]]:
    """Give the code and path of each problem for which plain data is refused."""
    with pytest.raises(InvalidDataError) as caught:
        make_converter().structure(plain, cls)
    return [(problem.code, problem.path) for problem in caught.value.problems]


# --- values of which the notation does not say the type ---------------------------------------------------------------


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("12", 12), ("9007199254740991", 2**53 - 1)])
def test_a_plain_whole_number_counts(text: str, number: int) -> None:
    """Digits are a number where the field is one, and a text where it is one."""
    record = structure_record(SOURCE | {"title": Scalar(text), "length": Scalar(text)})
    assert isinstance(record, Source)
    assert (record.length, record.title) == (number, text)
    assert (type(record.length), type(record.title)) == (int, str)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("012", "wrong-type"),
        ("+1", "wrong-type"),
        ("-1", "wrong-type"),
        ("1.0", "wrong-type"),
        ("0x0c", "wrong-type"),
        ("1_000", "wrong-type"),
        ("", "wrong-type"),
        ("true", "wrong-type"),
        ("9007199254740992", "bad-value"),
        ("1" * 20, "bad-value"),
        ("1" * 21, "wrong-type"),
        ("1" * 10_000, "wrong-type"),
    ],
)
def test_nothing_else_counts(text: str, code: str) -> None:
    """No sign, fraction, leading nought or other base; and nothing greater than what all readers keep exact."""
    assert refusal(SOURCE | {"length": Scalar(text)}) == [(code, "$.length")]


@pytest.mark.parametrize(("text", "flag"), [("true", True), ("false", False)])
def test_the_words_of_json_are_flags(text: str, flag: bool) -> None:
    """They are flags where the field is one, and texts where it is one."""
    record = structure_record(ACT | {"note": Scalar(text), "sole": Scalar(text)})
    assert isinstance(record, RecognitionAct)
    assert (record.sole, record.note) == (flag, text)
    assert type(record.note) is str


@pytest.mark.parametrize("text", ["True", "TRUE", "yes", "on", "no", "0", "1", ""])
def test_no_other_words_are_flags(text: str) -> None:
    """What YAML 1.1 takes for flags is none."""
    assert refusal(ACT | {"sole": Scalar(text)}) == [("wrong-type", "$.sole")]


# --- keys -------------------------------------------------------------------------------------------------------------


def test_what_holds_unknown_fields_is_itself_no_field() -> None:
    """No file can fill it by its name: strictly it is refused, and leniently kept like any other unknown name."""
    plain = STATE | {"unknown_fields": [["shape", "1"]]}
    assert refusal(plain) == [("unknown-field", "$.unknown_fields")]
    kept = structure_record(plain, strict=False)
    assert kept.unknown_fields == (("unknown_fields", '[["shape","1"]]'),)
    assert [(problem.code, problem.path) for problem in kept_in(kept)] == [("kept-field", "$.unknown_fields")]


def test_keys_that_are_no_texts_are_told_like_others() -> None:
    """Python takes any value for a key; such ones are told beside unknown texts, by their order as text."""
    assert refusal(STATE | {"x": 1, 5: 1, None: 1}) == [
        ("unknown-field", '$["5"]'),
        ("unknown-field", "$.None"),
        ("unknown-field", "$.x"),
    ]


def test_unknown_fields_are_told_before_what_is_wrong_in_known_ones() -> None:
    """They have no place in the order of the fields; the rest comes in that order."""
    plain = {"supersedes": [5], "name": 5, "nmae": 1, "type": "state", "id": "A"}
    assert refusal(plain) == [
        ("unknown-field", "$.nmae"),
        ("bad-id", "$.id"),
        ("wrong-type", "$.name"),
        ("wrong-type", "$.supersedes[0]"),
    ]


def test_a_rule_that_is_broken_hides_no_key_that_stands_twice() -> None:
    """Both are told of the same value."""
    twice = Repeated.of([("source", "source:a"), ("source", "source:b"), ("start", 1)])
    expected = [("duplicate-key", "$.source"), ("half-passage", "$")]
    assert refusal(twice, Citation) == expected
    assert refusal(STATE | {"citations": [twice]}) == [
        (code, path.replace("$", "$.citations[0]", 1)) for code, path in expected
    ]


# --- classes and hooks of its users -----------------------------------------------------------------------------------


@attrs.frozen
class Finding:
    """A class of a user, with a record in it."""

    act: Record


def test_classes_of_its_users_refuse_unknown_fields_too() -> None:
    """The converter is as strict about them, and leaves it to cattrs to tell."""
    converter = make_converter()
    assert converter.structure({"act": STATE}, Finding) == Finding(State(id="state:A", name="A"))
    with pytest.raises(ClassValidationError):
        converter.structure({"act": STATE, "x": 1}, Finding)


def test_a_copy_that_is_lenient_to_other_classes_is_strict_about_records() -> None:
    """Nothing of a record is dropped without a word, whatever a copy of the converter does elsewhere."""
    copy = make_converter().copy(forbid_extra_keys=False)
    assert copy.structure({"act": STATE, "x": 1}, Finding) == Finding(State(id="state:A", name="A"))
    with pytest.raises(InvalidDataError) as caught:
        copy.structure(STATE | {"x": 1}, State)
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [("unknown-field", "$.x")]


@pytest.mark.parametrize("error", [ZeroDivisionError("mine"), KeyError("mine")], ids=repr)
def test_an_error_of_a_hook_that_was_added_comes_out_as_it_is(error: Exception) -> None:
    """A mistake of a user's hook is not taken for one of the data; a `KeyError` is no missing field."""

    def hook(_value: Any, _type: Any) -> Any:
        raise error

    converter = make_converter()
    converter.register_structure_hook(Citation, hook)
    with pytest.raises(type(error), match="mine"):
        converter.structure(STATE | {"citations": [{"source": "source:a"}]}, Record)


@attrs.frozen(kw_only=True, repr=False)
class Faulty(Value):
    """A value class of a user, whose rules are wrong."""

    name: str

    def _rules(self) -> tuple[Any, ...]:
        return (1 / 0,)


def test_an_error_of_a_constructor_of_ones_own_comes_out_as_it_is() -> None:
    """It is not lost, and does not become a refusal without problems."""
    with pytest.raises(ZeroDivisionError):
        make_converter().structure({"name": "A"}, Faulty)
