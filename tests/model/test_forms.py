"""The forms of texts, the shapes of fields, and rules that are broken together: each is told, and told once."""

import re
import typing
from datetime import date
from typing import Any

import pytest

from recognition import (
    Capacity,
    Citation,
    Claim,
    DiplomaticAct,
    DiplomaticMove,
    Domain,
    Ending,
    InvalidDataError,
    Measure,
    Name,
    PartialDate,
    Period,
    Problem,
    Quantifier,
    RecognitionMove,
    Restriction,
    State,
    Truth,
    Vote,
)
from recognition.formats.shape import Sort
from recognition.model import text as texts
from recognition.model.periods import Allen
from recognition.model.registry import RECORD_CLASSES
from recognition.model.shape import MAX_COUNT, Value, fields_of, plain_of
from recognition.model.text import DATED_KINDS, ENDED_KINDS, KINDS, Form, MomentForm, Ref

FORMS: dict[str, Form] = {
    name: typing.get_args(value)[1]
    for name, value in vars(texts).items()
    if typing.get_origin(value) is typing.Annotated
}
CANDIDATES = (
    *(f"{kind}:x" for kind in KINDS),
    *(f"{kind}:x@{end}" for kind in KINDS for end in ("start", "end")),
    *(
        "state:x@",
        "state:x@middle",
        "state:",
        "state",
        ":x",
        "state:_x",
        "state:x y",
        "planet:x",
        "state:x\n",
        "State:x",
    ),
    *("state:a.b-c_d", "x", "x:y:z", "", " ", "\n", "words", "en", "zh-Hant", "e", "en_GB", "en-", "a" * 9),
    *("0" * 64, "0" * 63, "A" * 64, "g" * 64, "http://a.b/c", "http:", "http:// a", "mailto:a@b.c", "a\x00b", "\ud800"),
)


def problems_of(make: Any, **fields: Any) -> list[tuple[str, str]]:
    """Give the codes and paths of the problems for which a value is refused."""
    with pytest.raises(InvalidDataError) as caught:
        make(**fields)
    return [(problem.code, problem.path) for problem in caught.value.problems]


def message_of(text: str) -> str:
    """Give the message with which a date is refused."""
    with pytest.raises(InvalidDataError) as caught:
        PartialDate(text)
    (problem,) = caught.value.problems
    return problem.message


def test_there_are_forms() -> None:
    """The forms that the tests below go through are those of the module."""
    assert {"ActorRef", "AnyRef", "Moment", "Text", "Key", "Digest", "Language", "Url"} <= FORMS.keys()


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_form_says_the_same_in_three_ways(name: str) -> None:
    """A text is accepted if and only if nothing is wrong with it, and if the regular expression takes all of it."""
    form = FORMS[name]
    accepted = [text for text in CANDIDATES if form.accepts(text)]
    assert accepted == [text for text in CANDIDATES if form.problem(text) is None]
    assert accepted == [text for text in CANDIDATES if re.fullmatch(form.regex, text)]
    assert 0 < len(accepted) < len(CANDIDATES)


@pytest.mark.parametrize("name", sorted(name for name, form in FORMS.items() if isinstance(form, Ref)))
def test_a_reference_names_what_it_takes(name: str) -> None:
    """A key of each kind that it takes is accepted; one of another is refused by a message with the kinds it takes."""
    form = FORMS[name]
    assert isinstance(form, Ref)
    assert [kind for kind in KINDS if form.accepts(f"{kind}:x")] == [kind for kind in KINDS if kind in form.kinds]
    for kind in KINDS:
        problem = form.problem(f"{kind}:x")
        if problem is not None:
            assert problem.code == "bad-reference"
            assert problem.message.endswith(f"is of kind {kind}; expected {' or '.join(form.kinds)}")
    own = Ref(("state",), own=True).problem("person:x")
    assert own is not None
    assert own.code == "bad-id"


def test_a_moment_says_how_it_is_to_be_written() -> None:
    """What has a period is to be given with an end of it, what has a day without; what has neither is no moment."""
    form = MomentForm()
    for kind in KINDS:
        plain, ended = form.problem(f"{kind}:x"), form.problem(f"{kind}:x@start")
        assert (plain is None) is (kind in DATED_KINDS)
        assert (ended is None) is (kind in ENDED_KINDS)
        if plain is not None:
            assert ("; write @start or @end" in plain.message) is (kind in ENDED_KINDS)
        for problem in (plain, ended):
            assert problem is None or problem.code == "bad-moment"


def test_fields_come_in_the_order_of_writing() -> None:
    """The id is first, then what is the class's own, and last what all records share, in the order given there."""
    for cls in RECORD_CLASSES.values():
        names = [field.name for field in fields_of(cls)]
        shared = list(cls.SHARED)
        assert names[0] == "id"
        assert names[-len(shared) :] == shared
        assert "unknown_fields" not in names
        assert len(set(names)) == len(names)


def test_a_field_knows_whether_it_can_be_left_out_and_what_it_holds() -> None:
    """Required, optional and many are what the class says; a default is that of the class."""
    by_name = {field.name: field for field in fields_of(Claim)}
    told = {name: (f.sort, f.required, f.optional, f.many, f.default) for name, f in by_name.items()}
    assert told == {
        "quantifier": (Sort.TERM, True, False, False, None),
        "move": (Sort.TERM, True, False, False, None),
        "targets": (Sort.TEXT, True, False, True, None),
        "capacity": (Sort.TERM, False, True, False, None),
        "concerning": (Sort.TEXT, False, True, False, None),
        "actor": (Sort.TEXT, False, True, False, None),
        "actors": (Sort.TEXT, False, False, True, ()),
        "members_of": (Sort.TEXT, False, True, False, None),
        "period": (Sort.PERIOD, False, True, False, None),
    }
    assert [field.sort for field in fields_of(Vote)] == [Sort.COUNT] * 4
    assert by_name["targets"].form == Ref(("state", "government", "organization"))
    assert by_name["period"].type is Period


def test_a_value_of_another_type_is_told_with_what_is_expected() -> None:
    """The message names the vocabulary of a term, and the sort of anything else."""
    for field, wrong, expected in (
        ("existence", "2000/2001", "a period"),
        ("name", 5, "text"),
        ("memberships", [], "a tuple"),
    ):
        with pytest.raises(InvalidDataError) as caught:
            State(**{"id": "state:A", "name": "A", field: wrong})  # type: ignore[arg-type]
        (problem,) = caught.value.problems
        assert problem.message.startswith(f"expected {expected}, got ")
    with pytest.raises(InvalidDataError) as caught:
        Claim(quantifier="all", move=RecognitionMove.RECOGNITION, targets=("state:A",))  # type: ignore[arg-type]
    assert caught.value.problems[0].message.startswith("expected a term of Quantifier, got ")


def test_plain_data_has_what_is_not_the_default() -> None:
    """Required fields are there, and those that have not their default; lists as lists, in the order of writing."""
    names = (Name(text="Aland", language="sv"),)
    state = State(id="state:A", name="A", names=names, existence=Period("1921/.."), unknown_fields=(("x", "[1]"),))
    assert list(plain_of(state).items()) == [
        ("type", "state"),
        ("id", "state:A"),
        ("name", "A"),
        ("names", [{"text": "Aland", "language": "sv"}]),
        ("existence", "1921/.."),
        ("x", [1]),
    ]


def test_a_notebook_shows_the_first_five_of_many() -> None:
    """Five items are all shown, each on a line; of six, five and that there is one more."""

    def shown(count: int) -> list[str]:
        act = DiplomaticAct(
            id="diplomatic:d", move=DiplomaticMove.TALKS, parties=tuple(f"state:S{n}" for n in range(count))
        )
        cell = act._repr_html_().partition("<th>parties</th><td>")[2].partition("</td>")[0]
        return cell.split("<br>")

    assert shown(5) == [f"state:S{n}" for n in range(5)]
    assert shown(6) == [*(f"state:S{n}" for n in range(5)), "and 1 more"]


@pytest.mark.parametrize(
    ("make", "fields", "expected"),
    [
        (
            DiplomaticAct,
            {"id": "state:d", "move": DiplomaticMove.TALKS},
            [("bad-id", "$.id"), ("bad-parties", "$.parties")],
        ),
        (
            Restriction,
            {
                "id": "state:r",
                "imposer": "state:A",
                "domain": Domain.TRADE,
                "measure": Measure.BAN,
                "ending": Ending.LIFTED,
                "period": Period("2000/.."),
            },
            [("bad-id", "$.id"), ("no-target", "$.targets"), ("open-yet-ended", "$.period")],
        ),
        (
            Claim,
            {"quantifier": Quantifier.ALL, "move": RecognitionMove.RECOGNITION, "targets": (), "actor": "state:A"},
            [("bad-claim", "$.targets"), ("bad-claim", "$.actor"), ("bad-claim", "$.actors")],
        ),
        (
            State,
            {"id": "state:A", "name": 5, "unknown_fields": (("name", "1"),)},
            [("wrong-type", "$.name"), ("bad-value", "$.unknown_fields")],
        ),
    ],
)
def test_what_is_wrong_at_once_is_told_at_once(
    make: Any, fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Each rule that is broken is told, whichever others are."""
    assert problems_of(make, **fields) == expected


@pytest.mark.parametrize(
    ("unknown", "code"),
    [
        ([], "wrong-type"),
        ((("a", "1", "2"),), "wrong-type"),
        ((["a", "1"],), "wrong-type"),
        ((("a", 1),), "wrong-type"),
        ((("b", "1"), ("a", "1")), "bad-value"),
        ((("a", "1"), ("a", "1")), "bad-value"),
        ((("type", "1"),), "bad-value"),
        ((("a", "{"),), "bad-value"),
        ((("a", "1 "),), "bad-value"),
        ((("\ud800", "1"),), "bad-value"),
    ],
)
def test_unknown_fields_filled_by_hand_are_looked_at(unknown: Any, code: str) -> None:
    """They are pairs of a name and JSON as it is written here, sorted, and of no field that there is."""
    assert problems_of(State, id="state:A", name="A", unknown_fields=unknown) == [(code, "$.unknown_fields")]
    passage = {"source": "source:s", "locator": "p. 1"}
    if unknown != (("type", "1"),):  # only a record has a type
        assert problems_of(Citation, **passage, unknown_fields=unknown) == [(code, "$.unknown_fields")]


def test_a_capacity_that_does_not_fit_is_told_with_the_kinds_that_do() -> None:
    """The message names every kind of target that the capacity fits."""
    make: Any = RECORD_CLASSES["recognition"]
    given = {"id": "recognition:r", "actor": "state:A", "move": RecognitionMove.RECOGNITION}
    for capacity, target, kinds in (
        (Capacity.STATE, "organization:o", "state"),
        (Capacity.INSURGENT, "state:B", "organization or government"),
    ):
        with pytest.raises(InvalidDataError) as caught:
            make(**given, target=target, capacity=capacity)
        assert f"fits a target that is a {kinds}, not {target}" in caught.value.problems[0].message


def test_a_count_is_told_with_its_bounds() -> None:
    """Nought and the greatest exact number are counts; what is beyond is told with its path."""
    assert Vote(favour=0, against=MAX_COUNT).against == MAX_COUNT == 2**53 - 1
    assert problems_of(Vote, favour=-1, against=MAX_COUNT + 1) == [
        ("bad-value", "$.favour"),
        ("bad-value", "$.against"),
    ]


def test_a_day_in_digits_alone_is_told_how_to_be_written() -> None:
    """Eight digits are a day of another notation; ten are none."""
    assert "YYYY-MM-DD" in message_of("20240703")
    assert "YYYY-MM-DD" not in message_of("2024070312")
    assert "YYYY-MM-DD" not in message_of("2024-7-3")


def test_what_has_the_form_of_a_day_is_told_to_be_none_of_the_calendar() -> None:
    """A thirteenth month and a thirtieth of February are told apart from what is no date at all."""
    for text in ("2000-13", "2001-02-29", "2001-02-30?", "2000-00-01", "2000-04-31"):
        assert "calendar" in message_of(text)
    for text in ("today", "2000-1-1"):
        assert "calendar" not in message_of(text)


def test_runs_of_days_are_compared_one_by_one() -> None:
    """Days between the runs of a set are not in it, however many runs there are on either side."""
    odd = PartialDate("[2000-01-01,2000-01-03,2000-01-05,2000-01-07]")
    even = PartialDate("[2000-01-02,2000-01-04,2000-01-06,2000-01-08]")
    assert odd.same_day(even) is even.same_day(odd) is Truth.FALSE
    assert odd.same_day(PartialDate("[2000-01-04,2000-01-07]")) is Truth.UNKNOWN
    assert odd.within(PartialDate("[2000-01-01..2000-01-03,2000-01-05..2000-01-07]")) is Truth.TRUE
    assert odd.within(PartialDate("[2000-01-01..2000-01-03,2000-01-05..2000-01-06]")) is Truth.UNKNOWN
    assert [odd.allows(date(2000, 1, day)) for day in (2, 3, 4)] == [False, True, False]


def test_a_set_of_days_of_which_some_are_in_doubt_is_in_doubt() -> None:
    """A day that is certainly in a period, and one that may be: together they may be."""
    period = Period("2000-01-01/2001")
    assert period.contains(PartialDate("[2000-06-01,2001-06-01]")) is Truth.UNKNOWN
    assert period.contains(PartialDate("[2000-06-01,2000-08-01]")) is Truth.TRUE
    assert period.contains(PartialDate("[1999-06-01,2001-06-01]")) is Truth.UNKNOWN
    assert period.contains(PartialDate("[1998-06-01,1999-06-01]")) is Truth.FALSE


def test_nothing_ends_before_the_first_day() -> None:
    """A period without a start and with an unknown end has its last day within the calendar."""
    relations = Period("../").relations(Period("0001-01-01/2000"))
    assert not relations & {Allen.BEFORE, Allen.MEETS}
    assert not Period("/..").relations(Period("2000/9999-12-31")) & {Allen.AFTER, Allen.MET_BY}


def test_every_class_tells_its_own_problems_only() -> None:
    """What is right is refused for nothing: a problem is never made of no problem."""
    assert isinstance(State(id="state:A", name="A", unknown_fields=(("x", "1"),)), Value)
    assert isinstance(Citation(source="source:s", unknown_fields=(("x", "1"),)), Value)
    passage = Citation(source="source:s", start=0, end=1, digest="0" * 64, unknown_fields=(("x", "1"),))
    assert passage.unknown_fields == (("x", "1"),)
    assert Problem("bad-id", "m").severity == "error"
