"""What is promised of answers, claims, policies and restrictions, thing by thing: small worlds, worked out by hand."""

from typing import Any

import attrs
import pytest

from recognition import (
    AccountRule,
    Answer,
    Capacity,
    Claim,
    ClaimCheck,
    Conflict,
    Dataset,
    Degree,
    DiplomaticAct,
    DiplomaticMove,
    Domain,
    Entry,
    Extent,
    Force,
    Government,
    History,
    Level,
    Measure,
    Membership,
    PartialDate,
    Period,
    Policy,
    Quantifier,
    RecognitionAct,
    RecognitionMove,
    Record,
    RelationsAnswer,
    RelationStatus,
    Restriction,
    Segment,
    State,
    Statement,
    Territory,
    Truth,
    UnknownIdError,
)
from recognition.history.answer import deciding
from tests.history import making

WORLD: list[Record] = [
    *(State(id=f"state:{name}", name=name) for name in "ABCT"),
    Government(id="government:T.g", name="g", state="state:T"),
    *(Territory(id=f"territory:L{number}", name="L") for number in (1, 2)),
]


def act(name: str, day: str | None = "2000-06-01", **fields: Any) -> RecognitionAct:
    """Give an act of A about the state T, on the first of June."""
    return making.act(name, day, **fields)


def checked(quantifier: Quantifier, *acts: RecognitionAct, **fields: Any) -> ClaimCheck:
    """Check a claim about recognition of T."""
    claim = Claim(move=RecognitionMove.RECOGNITION, quantifier=quantifier, targets=("state:T",), **fields)
    said = Statement(id="statement:s", force=Force.ASSERT, gist="so", claim=claim)
    return History(Dataset([*WORLD, *acts, said])).check_claim("statement:s")


@pytest.mark.parametrize("cls", [Answer, ClaimCheck, Conflict, Entry, Extent, RelationsAnswer, Segment])
def test_fields_are_given_by_name(cls: Any) -> None:
    """What is told has many fields of like kinds, so none is given by its place."""
    with pytest.raises(TypeError, match="positional"):
        cls(*[None] * len(attrs.fields(cls)))


def test_names_of_policies() -> None:
    """Policies are named in every answer; a rule of one's own takes every account unless it says otherwise."""
    names = ("preferred", "every-account", "earliest-report")
    assert [Policy.named(name).name for name in names] == [*names]
    assert Policy().name == "preferred"
    assert Policy.only("source:b", "source:a").name == "only source:a, source:b"
    assert Policy.named("preferred", implied=False).name == "preferred, nothing implied"
    assert Policy.named("preferred").implied
    assert AccountRule().name == "every-account"
    assert AccountRule().admits(act("a")) is True
    with pytest.raises(UnknownIdError, match="earliest-report"):
        Policy.named("earliest")
    with pytest.raises(TypeError):
        Policy(AccountRule(), True)  # type: ignore[call-arg]


def test_answers_of_equal_records_are_equal() -> None:
    """Answers are compared by what they say, whatever history they are from."""
    one, other = (History(Dataset([*WORLD, act("a")])) for _ in range(2))
    asked: dict[str, Any] = {"actor": "state:A", "target": "state:T", "on": "2001"}
    assert one.standing(**asked) == other.standing(**asked)
    assert one.relations("state:A", "state:T", on="2001") == other.relations("state:A", "state:T", on="2001")
    assert one.standing(**asked).recognised is Truth.TRUE


def test_answers_that_say_the_same_are_equal() -> None:
    """From when something is known to hold is no part of an answer for a day on which it does."""
    sides: dict[str, Any] = {"parties": ("state:A", "state:T")}
    day = dealing("d", DiplomaticMove.ESTABLISHMENT, **sides)
    month = attrs.evolve(day, date=PartialDate("2000-06"))
    one, other = (History(Dataset([*WORLD, each])) for each in (day, month))
    assert one.relations("state:A", "state:T", on="2001") == other.relations("state:A", "state:T", on="2001")
    asked: dict[str, Any] = {"actor": "state:A", "target": "state:T", "on": "2001"}
    assert one.standing(**asked) == other.standing(**asked)


def test_the_degree_is_of_what_was_recognised() -> None:
    """That a government was recognised de facto says nothing on how fully its state is."""
    given: dict[str, Any] = {"target": "government:T.g", "capacity": Capacity.GOVERNMENT, "degree": Degree.DE_FACTO}
    history = History(Dataset([*WORLD, act("a", **given)]))
    assert history.standing("state:A", "government:T.g", on="2001").degree is Degree.DE_FACTO
    assert history.standing("state:A", "state:T", on="2001").degree is Degree.UNSPECIFIED
    assert history.recognisers("government:T.g", on="2001").truth("state:A") is Truth.TRUE


def test_the_day_that_an_act_has_not_is_told() -> None:
    """An undated act is told as one."""
    told = History(Dataset([*WORLD, act("a", None)])).standing("state:A", "state:T", on="2001").explain()
    assert "no date given" in told


def test_drawings_are_given_what_decides() -> None:
    """The events that decide an answer, for those who draw it."""
    answer = History(Dataset([*WORLD, act("a"), act("b", "2001-06-01")])).standing("state:A", "state:T", on="2000")
    assert [event.key for event in deciding(answer)] == ["recognition:a"]


def test_what_the_record_lacks_for_a_claim() -> None:
    """It is named where an act that the claim needs is on record for nobody, and nothing is where it is there."""
    assert checked(Quantifier.SOME).gap == "any such act"
    assert checked(Quantifier.SOME, act("a")).gap is None
    assert checked(Quantifier.NONE, act("a")).gap is None
    found = checked(Quantifier.ALL, act("a"), actors=("state:A", "state:B"))
    assert (found.truth, found.gap) == (Truth.FALSE, "such an act by state:B")
    assert checked(Quantifier.ALL, act("a"), actors=("state:A",)).gap is None
    for quantifier in (Quantifier.ONLY, Quantifier.FIRST):
        assert checked(quantifier, actor="state:A").gap == "such an act by state:A"
        assert checked(quantifier, act("a"), actor="state:A").gap is None
    assert repr(checked(Quantifier.NONE, act("a"))).endswith(": refuted>")


def test_accounts_that_differ_on_the_actor_leave_a_claim_open() -> None:
    """Who it was of two is not known, so neither that one did it, nor that another did."""
    accounts = (act("a", occurrence="o"), act("b", occurrence="o", actor="state:B"))
    assert checked(Quantifier.ALL, *accounts, actors=("state:A",)).truth is Truth.UNKNOWN
    assert checked(Quantifier.ALL, *accounts, actors=("state:A", "state:B")).truth is Truth.UNKNOWN
    assert checked(Quantifier.ONLY, *accounts, actor="state:A").truth is Truth.UNKNOWN
    assert checked(Quantifier.ONLY, act("c"), *accounts, actor="state:A").truth is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("own", "others", "truth"),
    [
        (["2000-06-01"], "2000-06-02", Truth.TRUE),
        (["2000-06-01"], "2000-06-01", Truth.UNKNOWN),
        (["2000-06-01"], "2000-05-31", Truth.FALSE),
        (["2000-06-01"], "2000", Truth.UNKNOWN),
        (["2000"], "2000-01-15", Truth.UNKNOWN),
        (["1990-01-01", "2000"], "2000-01-15", Truth.TRUE),
        (["2000", "1990-01-01"], "2000-01-15", Truth.TRUE),
    ],
)
def test_the_first_by_days(own: list[str], others: str, truth: Truth) -> None:
    """One is the first if it certainly was before all others, and is not if another certainly was before it."""
    acts = [act(f"a{number}", day) for number, day in enumerate(own)]
    assert checked(Quantifier.FIRST, *acts, act("b", others, actor="state:B"), actor="state:A").truth is truth


def test_members_that_a_claim_is_about() -> None:
    """All members of an organisation are those states that have it among their memberships."""
    members = [State(id=f"state:U{number}", name="U", memberships=(Membership(system="un"),)) for number in (1, 2)]
    claim = Claim(
        move=RecognitionMove.RECOGNITION,
        quantifier=Quantifier.ALL,
        targets=("state:T",),
        actors=("state:B",),
        members_of="un",
    )
    said = Statement(id="statement:s", force=Force.ASSERT, gist="so", claim=claim)
    acts = [act("u1", actor="state:U1"), act("a")]
    found = History(Dataset([*WORLD, *members, *acts, said])).check_claim("statement:s")
    assert (found.truth, found.gap) == (Truth.FALSE, "such an act by state:B, state:U2")


def test_when_a_restriction_is_in_force() -> None:
    """It is from its first day on; of a month, it may be from the first day and is from the last."""

    def told(period: str, on: str) -> tuple[int, int]:
        lies = Restriction(
            id="restriction:r",
            imposer="state:A",
            targets=("state:T",),
            domain=Domain.MOVEMENT,
            measure=Measure.BAN,
            period=Period(period),
        )
        found = History(Dataset([*WORLD, lies])).restrictions("state:T", on=on)
        return len(found.certain), len(found.possible)

    assert told("2000-06-01/..", "2000-05-31") == (0, 0)
    assert told("2000-06-01/..", "2000-06-01") == (1, 1)
    assert told("2000-06/..", "2000-06-10") == (0, 1)
    assert told("2000-06/..", "2000-06-30") == (1, 1)
    assert told("2000-06/2000", "2000-06-30") == (0, 1)


def test_segments_come_in_the_order_of_their_pairs() -> None:
    """By actor, target, capacity and land, whatever the order of the records."""
    titles = [
        act(name, target="state:B", capacity=Capacity.TITLE, concerning=f"territory:L{number}")
        for name, number in (("a", 2), ("b", 1))
    ]
    pairs = [(each.target, each.concerning) for each in History(Dataset([*WORLD, act("z"), *titles])).segments()]
    lands = [("state:B", "territory:L1"), ("state:B", "territory:L2")]
    assert list(dict.fromkeys(pairs)) == [*lands, ("state:T", None)]


def test_how_moments_of_a_time_line_are_written() -> None:
    """A day, a span, a span open on one side, or nothing known; and whether it is a start or an end."""
    acts = [act("d", "2000-06-01"), act("m", "2000-06"), act("u", None), act("o", "[2000-06-01..]")]
    told = [str(entry).split(": ")[0] for entry in History(Dataset([*WORLD, *acts])).timeline("state:T")]
    assert sorted(told) == ["2000-06-01", "2000-06-01..", "2000-06-01..2000-06-30", "undated"]
    early = [act("o", "[..2000-06-01]")]
    assert [str(entry).split(": ")[0] for entry in History(Dataset([*WORLD, *early])).timeline("state:T")] == [
        "..2000-06-01"
    ]


def dealing(name: str, move: DiplomaticMove, **fields: Any) -> DiplomaticAct:
    """Give a dealing on the first of June."""
    return DiplomaticAct(id=f"diplomatic:{name}", move=move, date=PartialDate("2000-06-01"), **fields)


def test_relations_by_what_a_newer_producer_says() -> None:
    """A move that is not known may have made of relations anything, and a level may be any."""
    sides: dict[str, Any] = {"parties": ("state:A", "state:T")}
    moved = dealing("d", DiplomaticMove.unlisted("entwining"), **sides, level=Level.unlisted("high"))
    found = History(Dataset([*WORLD, moved])).relations("state:A", "state:T", on="2000-06-01")
    assert found.possible == set(RelationStatus)
    assert found.levels == {None, *Level}


def test_relations_of_a_sender_and_a_receiver() -> None:
    """An act of a sender and a receiver is one between the two; one that says nothing of relations leaves them."""
    sent = dealing("s", DiplomaticMove.SEVERANCE, sender="state:A", receiver="state:T")
    named = dealing("n", DiplomaticMove.TALKS, sender="state:A", receiver="state:T")
    history = History(Dataset([*WORLD, sent, named]))
    assert history.relations("state:T", "state:A", on="2001").possible == {RelationStatus.SEVERED}
    assert History(Dataset([*WORLD, named])).relations("state:T", "state:A", on="2001").possible == {
        RelationStatus.NONE
    }


def test_a_time_line_goes_on_behind_what_is_of_others() -> None:
    """Records of others, and moments that say nothing, are passed over, and what comes behind them is not."""
    open_ = Government(id="government:T.a", name="a", state="state:T", control=Period("../2000"))
    history = History(Dataset([*WORLD, open_, act("a", target="state:B"), act("z")]))
    told = [(entry.what, entry.moment) for entry in history.timeline("state:T")]
    assert ("government government:T.a in control", "end") in told
    assert ("recognition: state:A -> state:T as state", "") in told
    assert {what for what, _ in told if "T.g" in what} == set()
