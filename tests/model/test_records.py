"""The record and value classes hold only what their fields and rules allow."""

import copy
import inspect
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given, settings
from hypothesis import strategies as st

import recognition
from recognition.errors import InvalidDataError
from recognition.formats.shape import Sort
from recognition.model.actors import (
    Code,
    Government,
    Membership,
    Name,
    Organization,
    Person,
    State,
    Succession,
    Tenure,
    Territory,
)
from recognition.model.acts import CREDENTIALS, DiplomaticAct, Event, RecognitionAct, Role, Vote
from recognition.model.dates import PartialDate
from recognition.model.evidence import Citation, passage_digest
from recognition.model.periods import Period
from recognition.model.record import Record
from recognition.model.registry import RECORD_CLASSES
from recognition.model.restrictions import Restriction
from recognition.model.shape import MAX_COUNT, Value, fields_of
from recognition.model.sources import Source
from recognition.model.statements import Claim, Statement
from recognition.model.text import KINDS, ORDERED_KINDS
from recognition.model.vocabulary import (
    Capacity,
    Change,
    DiplomaticMove,
    Domain,
    Ending,
    Force,
    Measure,
    OrganizationType,
    Participation,
    Quantifier,
    Rank,
    RecognitionMove,
    SuccessionManner,
)
from recognition.strategies import for_class

# The least that each class needs.
LEAST: dict[type[Value], dict[str, Any]] = {
    Citation: {"source": "source:a"},
    Claim: {"quantifier": Quantifier.NONE, "move": RecognitionMove.RECOGNITION, "targets": ("state:a",)},
    Code: {"system": "iso2", "value": "NA"},
    Membership: {"system": "un"},
    Name: {"text": "a", "language": "en"},
    Role: {"role": Participation.DECIDED_BY, "who": "person:a"},
    Succession: {"state": "state:a", "manner": SuccessionManner.SUCCESSOR},
    Tenure: {"office": "president"},
    Vote: {"favour": 1, "against": 0},
    DiplomaticAct: {"id": "diplomatic:a", "move": DiplomaticMove.TALKS, "parties": ("state:a", "state:b")},
    Event: {"id": "event:a", "change": Change.TAKEOVER, "state": "state:a"},
    Government: {"id": "government:a", "name": "a", "state": "state:a"},
    Organization: {"id": "organization:a", "name": "a", "category": OrganizationType.COURT},
    Person: {"id": "person:a", "name": "a"},
    RecognitionAct: {
        "id": "recognition:a",
        "actor": "state:a",
        "target": "state:b",
        "capacity": Capacity.STATE,
        "move": RecognitionMove.RECOGNITION,
    },
    Restriction: {
        "id": "restriction:a",
        "imposer": "state:a",
        "groups": ("women",),
        "domain": Domain.EDUCATION,
        "measure": Measure.BAN,
    },
    Source: {"id": "source:a", "title": "a"},
    State: {"id": "state:a", "name": "a"},
    Statement: {"id": "statement:a", "force": Force.ASSERT},
    Territory: {"id": "territory:a", "name": "a"},
}
CLASSES = list(LEAST)
few = settings(max_examples=20)


def made(cls: type[Value], **given: Any) -> Value:
    """Make a value of a class from the least that it needs and what is given."""
    return cls(**LEAST[cls] | given)


def accepted(value: Value) -> bool:
    """Tell that making a value raised nothing: it is one."""
    return isinstance(value, Value)


def codes(make: Callable[[], object]) -> list[tuple[str, str]]:
    """Give the codes and paths of the problems for which something is refused."""
    with pytest.raises(InvalidDataError) as caught:
        make()
    return [(problem.code, problem.path) for problem in caught.value]


def refused(cls: type[Value], **given: Any) -> list[tuple[str, str]]:
    """Give the codes and paths of the problems of a value."""
    return codes(lambda: made(cls, **given))


def test_every_class_is_tested() -> None:
    """The classes here are the record classes and the value classes that their fields hold, and all are public."""
    held = {f.type for cls in LEAST for f in fields_of(cls) if f.sort is Sort.VALUE}
    assert set(LEAST) == {*RECORD_CLASSES.values(), *held}
    assert all(getattr(recognition, cls.__name__) is cls for cls in LEAST)


def test_registry() -> None:
    """There are eleven record classes, each under its own kind, in canonical order."""
    assert len(RECORD_CLASSES) == 11
    assert tuple(RECORD_CLASSES) == KINDS == tuple(sorted(KINDS))
    assert all(cls.kind == kind for kind, cls in RECORD_CLASSES.items())


@pytest.mark.parametrize("cls", CLASSES)
def test_frozen(cls: type[Value]) -> None:
    """No field can be set or deleted, and nothing can be added: the class is slotted."""
    value, name = made(cls), fields_of(cls)[0].name
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, None)
    with pytest.raises(FrozenInstanceError):
        delattr(value, name)
    with pytest.raises(FrozenInstanceError):
        value.extra = 1  # type: ignore[attr-defined]  # the mistake is what is tested
    assert not hasattr(value, "__dict__")


@pytest.mark.parametrize("cls", CLASSES)
def test_keyword_only(cls: type[Value]) -> None:
    """Fields are given by name only."""
    with pytest.raises(TypeError, match="positional"):
        cls(*LEAST[cls].values())
    parameters = list(inspect.signature(cls).parameters.values())
    assert all(parameter.kind is parameter.KEYWORD_ONLY for parameter in parameters)


@pytest.mark.parametrize("cls", CLASSES)
@few
@given(st.data())
def test_equal_by_content(cls: type[Value], data: st.DataObject) -> None:
    """A value equals and hashes as its copies, by copying, pickling and from its own repr."""
    value = data.draw(for_class(cls))
    known = {name: getattr(recognition, name) for name in recognition.__all__}
    for again in (
        attrs.evolve(value),
        copy.deepcopy(value),
        pickle.loads(pickle.dumps(value)),  # noqa: S301 - our own bytes
        eval(repr(value), known),  # noqa: S307 - what `repr` promises
    ):
        assert again == value
        assert hash(again) == hash(value)


@pytest.mark.parametrize("cls", CLASSES)
def test_repr_leaves_defaults_out(cls: type[Value]) -> None:
    """The repr of a value with nothing but what it needs names nothing else."""
    text = repr(made(cls))
    assert text.startswith(f"{cls.__name__}(")
    for field in fields_of(cls):
        assert (f"{field.name}=" in text.replace("(", " ").split(" ", 1)[1]) == (field.name in LEAST[cls]), field.name


def test_repr_of_a_record() -> None:
    """The repr shows the id first and then the class's own fields, and reads as the call that makes it."""
    act = RecognitionAct(
        date=PartialDate("2025-07-03"),
        move=RecognitionMove.RECOGNITION,
        capacity=Capacity.GOVERNMENT,
        target="government:AFG.2021",
        actor="state:RUS",
        id="recognition:RUS-AFG",
        rank=Rank.PREFERRED,
    )
    assert repr(act) == (
        "RecognitionAct(id='recognition:RUS-AFG', actor='state:RUS', target='government:AFG.2021', "
        "capacity=Capacity.GOVERNMENT, move=RecognitionMove.RECOGNITION, date=PartialDate('2025-07-03'), "
        "rank=Rank.PREFERRED)"
    )


def wrong_values(sort: Sort) -> list[object]:
    """Give values of other types than a sort of field takes, look-alikes first."""
    return {
        Sort.TEXT: [5, b"a", True, PartialDate("2000"), ["a"], type("Text", (str,), {})("a")],
        Sort.COUNT: [True, 1.0, "1", PartialDate("2000")],
        Sort.FLAG: [1, 0, "true", "no"],
        Sort.DATE: ["2000-01-01", 2000, Period("2000/..")],
        Sort.PERIOD: ["2000/..", PartialDate("2000")],
        Sort.TERM: ["ban", 1, type("Other", (), {})()],
        Sort.VALUE: ["a", {"a": 1}, PartialDate("2000")],
    }[sort]


@pytest.mark.parametrize("cls", CLASSES)
def test_wrong_types(cls: type[Value]) -> None:
    """A value of another type is refused in every field, by the field's path; nothing is coerced."""
    for field in fields_of(cls):
        for wrong in wrong_values(field.sort):
            if field.many:
                assert refused(cls, **{field.name: (wrong,)}) == [("wrong-type", f"$.{field.name}[0]")]
                assert refused(cls, **{field.name: [wrong]}) == [("wrong-type", f"$.{field.name}")]
            else:
                assert refused(cls, **{field.name: wrong}) == [("wrong-type", f"$.{field.name}")]
        if not field.optional:
            assert refused(cls, **{field.name: None}) == [("wrong-type", f"$.{field.name}")]


@pytest.mark.parametrize("cls", CLASSES)
def test_missing_and_unknown_fields(cls: type[Value]) -> None:
    """What is required is required, and what does not exist is refused."""
    for field in fields_of(cls):
        if field.required:
            rest = {name: value for name, value in LEAST[cls].items() if name != field.name}
            with pytest.raises(TypeError, match=field.name):
                cls(**rest)
    with pytest.raises(TypeError, match="colour"):
        made(cls, colour="red")


@pytest.mark.parametrize("cls", CLASSES)
def test_all_problems_at_once(cls: type[Value]) -> None:
    """Every field that is wrong is named in one error, in the order of writing."""
    wrong: dict[str, Any] = {field.name: object() for field in fields_of(cls)}
    found = codes(lambda: cls(**wrong))
    assert found == [("wrong-type", f"$.{field.name}") for field in fields_of(cls)]


@pytest.mark.parametrize("cls", [cls for cls in CLASSES if issubclass(cls, Record)])
def test_id_of_another_kind(cls: type[Value]) -> None:
    """A record's id is of the record's own kind."""
    other = "state:a" if cls is not State else "person:a"
    assert ("bad-id", "$.id") in refused(cls, id=other)


@pytest.mark.parametrize("cls", [cls for cls in CLASSES if issubclass(cls, Record)])
def test_only_what_has_a_time_is_ordered(cls: type[Record]) -> None:
    """`after` and `before` are for records with a day or a period; of persons and territories they are refused."""
    moment = "event:b"
    if cls.kind in ORDERED_KINDS:
        assert made(cls, after=(moment,), before=("state:b@end",)) == made(
            cls, after=(moment,), before=("state:b@end",)
        )
    else:
        assert cls in (Person, Territory)
        assert refused(cls, after=(moment,)) == [("bad-moment", "$.after")]
        assert refused(cls, before=(moment,)) == [("bad-moment", "$.before")]


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "a",
        "state",
        "state:",
        ":a",
        "State:a",
        "state:a b",
        "state:-a",
        "state:a:b",
        "state:é",
        "state:a@start",
        " state:a",
    ],
)
def test_malformed_ids(wrong: str) -> None:
    """An id is a kind, a colon and a plain key; as a record's own id and as a reference."""
    assert refused(State, id=wrong) == [("bad-id", "$.id")]
    assert refused(Government, state=wrong) == [("bad-reference", "$.state")]


def test_references_of_wrong_kind() -> None:
    """A reference names a record of a kind that its field takes."""
    assert refused(Government, state="territory:a") == [("bad-reference", "$.state")]
    assert refused(RecognitionAct, actor="person:a") == [("bad-reference", "$.actor")]
    assert refused(Event, by=("person:a", "source:a")) == [("bad-reference", "$.by[1]")]
    assert refused(Citation, source="state:a") == [("bad-reference", "$.source")]


@pytest.mark.parametrize(
    "wrong",
    [
        "person:a",
        "territory:a",
        "state:a",
        "state:a@",
        "state:a@middle",
        "event:a@start",
        "nothing:a",
        "event:",
        "a@end",
    ],
)
def test_malformed_moments(wrong: str) -> None:
    """A moment is the id of what has a day, or the start or end of what has a period."""
    assert refused(Event, after=(wrong,)) == [("bad-moment", "$.after[0]")]


@pytest.mark.parametrize(
    "text", ["", " ", "\t\n", "a\x00", "a\rb", "\x1b[31m", "a\x7f", "a\x85", "\ud800", "\ufffe", "a\uffff"]
)
def test_malformed_words(text: str) -> None:
    """Words are not empty and hold no control characters but tab and newline, and nothing that UTF-8 cannot hold."""
    assert refused(State, name=text) == [("bad-text", "$.name")]


@pytest.mark.parametrize(
    "text", ["NO", "null", "004", "2025-07-03", "=1+1", "~", " a ", "a\n\tb", "\u00c5land", "\U0001f1e6"]
)
def test_words_are_kept(text: str) -> None:
    """Words are kept as they are, look-alikes of other types and blanks included."""
    assert State(id="state:a", name=text).name == text


@pytest.mark.parametrize(
    ("cls", "field", "wrong"),
    [
        (Citation, "digest", "a" * 63),
        (Citation, "digest", "A" * 64),
        (Citation, "digest", "g" * 64),
        (Name, "language", "e"),
        (Name, "language", "en_GB"),
        (Name, "language", "en-"),
        (Source, "url", "example.org"),
        (Source, "url", "https://a b"),
        (Source, "url", "https://a\x00"),
        (Code, "system", ""),
        (Code, "system", "iso 2"),
        (Membership, "system", "-un"),
        (State, "occurrence", "a:b"),
        (Vote, "favour", -1),
        (Vote, "favour", MAX_COUNT + 1),
        (Source, "length", -1),
    ],
)
def test_malformed_values(cls: type[Value], field: str, wrong: object) -> None:
    """Digests, language tags, URLs, keys and numbers outside their form are refused."""
    assert refused(cls, **{field: wrong}) == [("bad-value", f"$.{field}")]


def test_bounds_of_numbers() -> None:
    """Numbers go from nought to the greatest that every reader of JSON keeps exact."""
    assert Vote(favour=0, against=2**53 - 1).against == 9007199254740991


# --- the rules between fields, one by one ----------------------------------------------------------------------------

DIGEST = passage_digest("a")


@pytest.mark.parametrize(
    "passage",
    [
        {"start": 0},
        {"end": 1},
        {"digest": DIGEST},
        {"start": 0, "end": 1},
        {"start": 0, "digest": DIGEST},
        {"end": 1, "digest": DIGEST},
        {"start": 1, "end": 1, "digest": DIGEST},
        {"start": 2, "end": 1, "digest": DIGEST},
    ],
)
def test_half_passage(passage: dict[str, Any]) -> None:
    """A passage has a start, a later end and a digest, or is not given at all."""
    assert [code for code, _ in refused(Citation, **passage)] == ["half-passage"]


def test_whole_passage() -> None:
    """A passage of a text is cited by its offsets in code points and its digest in UTF-8."""
    citation = Citation.of("\U0001f1e6\u00e9b", 1, 2, source="source:a", via=("person:a",))
    assert (citation.start, citation.end, citation.via) == (1, 2, ("person:a",))
    # SHA-256 of the two bytes C3 A9.
    assert citation.digest == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (1, 0), (-1, 1), (0, 4), (3, 4)])
def test_passage_outside_the_text(start: int, end: int) -> None:
    """An empty passage, or one that is not in the text, cannot be cited."""
    assert [code for code, _ in codes(lambda: Citation.of("abc", start, end, source="source:a"))][:1] in (
        ["half-passage"],
        ["bad-value"],
    )


def test_own_target() -> None:
    """Nobody recognises itself."""
    assert refused(RecognitionAct, target="state:a") == [("self-target", "$.target")]


FITTING = {
    Capacity.STATE: {"state"},
    Capacity.GOVERNMENT: {"government"},
    Capacity.REPRESENTATIVE: {"organization", "government"},
    Capacity.BELLIGERENT: {"organization", "government", "state"},
    Capacity.INSURGENT: {"organization", "government"},
    Capacity.TITLE: {"state", "government"},
}


@pytest.mark.parametrize("capacity", Capacity)
@pytest.mark.parametrize("kind", ["state", "government", "organization"])
def test_capacity_fits_target(capacity: Capacity, kind: str) -> None:
    """A target is recognised in a capacity that one of its kind can have."""
    given = {"capacity": capacity, "target": f"{kind}:b", "concerning": "territory:a"}
    if kind in FITTING[capacity]:
        assert accepted(made(RecognitionAct, **given))
    else:
        assert refused(RecognitionAct, **given) == [("capacity-mismatch", "$.capacity")]


def test_title_to_what() -> None:
    """Title is recognised to some land, which has to be named."""
    assert refused(RecognitionAct, capacity=Capacity.TITLE) == [("capacity-mismatch", "$.capacity")]


def test_two_rules_at_once() -> None:
    """Rules that are broken together are reported together."""
    assert refused(RecognitionAct, target="state:a", capacity=Capacity.GOVERNMENT) == [
        ("self-target", "$.target"),
        ("capacity-mismatch", "$.capacity"),
    ]


@pytest.mark.parametrize(
    "sides",
    [
        {"parties": ()},
        {"parties": ("state:a",)},
        {"parties": ("state:a", "state:a")},
        {"parties": ("state:a", "state:b", "state:a")},
        {"parties": (), "sender": "state:a"},
        {"parties": (), "receiver": "state:a"},
        {"parties": (), "sender": "state:a", "receiver": "state:a"},
        {"sender": "state:c"},
        {"receiver": "state:c"},
        {"sender": "state:c", "receiver": "state:d"},
    ],
)
def test_parties(sides: dict[str, Any]) -> None:
    """A diplomatic act has two or more different parties, or a sender and another as receiver, never both."""
    assert refused(DiplomaticAct, **sides) == [("bad-parties", "$.parties")]


@pytest.mark.parametrize("move", DiplomaticMove)
def test_credentials_have_sides(move: DiplomaticMove) -> None:
    """Every move can have a sender and a receiver; moves about credentials can have nothing else."""
    assert accepted(made(DiplomaticAct, move=move, parties=(), sender="state:a", receiver="state:b"))
    if move in CREDENTIALS:
        assert refused(DiplomaticAct, move=move) == [("bad-parties", "$.parties")]
    else:
        assert accepted(made(DiplomaticAct, move=move))


def test_credentials_are_eleven() -> None:
    """The moves about credentials run from the agreement to the end of the mission, in the order of the vocabulary."""
    assert [move for move in DiplomaticMove if move in CREDENTIALS] == list(DiplomaticMove)[-11:]
    assert list(DiplomaticMove)[-11] is DiplomaticMove.AGREMENT


def test_restriction_on_nobody() -> None:
    """A restriction lies on somebody on record or on a group in words."""
    assert refused(Restriction, groups=()) == [("no-target", "$.targets")]
    assert accepted(made(Restriction, groups=(), targets=("organization:a",)))


@pytest.mark.parametrize("period", ["2021/..", "../..", "/.."])
def test_ended_yet_open(period: str) -> None:
    """What has ended is not still so; when it ended may be unknown."""
    assert refused(Restriction, ending=Ending.LIFTED, period=Period(period)) == [("open-yet-ended", "$.period")]
    assert accepted(made(Restriction, ending=Ending.LIFTED, period=Period("2021/")))
    assert accepted(made(Restriction, ending=Ending.LIFTED))
    assert accepted(made(Restriction, period=Period(period)))


@pytest.mark.parametrize("quantifier", Quantifier)
def test_claims_actor(quantifier: Quantifier) -> None:
    """A claim to be the first or the only one names who; other claims do not."""
    given = {"quantifier": quantifier, "members_of": "un"}
    if quantifier in (Quantifier.FIRST, Quantifier.ONLY):
        assert accepted(made(Claim, **given, actor="state:b"))
        assert refused(Claim, **given) == [("bad-claim", "$.actor")]
    else:
        assert accepted(made(Claim, **given))
        assert refused(Claim, **given, actor="state:b") == [("bad-claim", "$.actor")]


def test_claim_of_nobody() -> None:
    """A claim is about somebody's recognition, and a claim about all says all of whom."""
    assert refused(Claim, targets=()) == [("bad-claim", "$.targets")]
    assert refused(Claim, quantifier=Quantifier.ALL) == [("bad-claim", "$.actors")]
    assert accepted(made(Claim, quantifier=Quantifier.ALL, actors=("state:b",)))
    assert accepted(made(Claim, quantifier=Quantifier.ALL, members_of="un"))


def test_fields_before_rules() -> None:
    """Rules between fields are looked at only where each field is right in itself."""
    assert refused(RecognitionAct, target="state:a", move="recognition") == [("wrong-type", "$.move")]
