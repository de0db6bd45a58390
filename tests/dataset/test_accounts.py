"""Notes: accounts of one occurrence that contradict each other, and those that only differ."""

from datetime import date
from typing import Any

import pytest

from recognition import (
    Capacity,
    Change,
    Dataset,
    DiplomaticAct,
    DiplomaticMove,
    Domain,
    Ending,
    Event,
    History,
    Measure,
    PartialDate,
    Period,
    Person,
    Rank,
    RecognitionAct,
    RecognitionMove,
    Record,
    Restriction,
    State,
    Tenure,
)

STATES: tuple[Record, ...] = tuple(State(id=f"state:{slug}", name=slug) for slug in "ABC")

MOVES = {str(move): move for move in RecognitionMove}


def notes(*records: Record) -> set[str]:
    """Give the codes of the notes of a dataset, which are the same in any order of the records."""
    problems = Dataset([*STATES, *records]).problems
    found = {problem.code for problem in problems if problem.severity == "note"}
    again = Dataset([*reversed(records), *STATES]).problems
    assert {problem.code for problem in again if problem.severity == "note"} == found
    assert len(problems) == len(again)
    return found


def event(slug: str, date: str | None = None, occurrence: str | None = "x", **fields: Any) -> Event:
    """Give an account of an event."""
    day = PartialDate(date) if date else None
    return Event(id=f"event:{slug}", change=Change.TAKEOVER, state="state:A", date=day, occurrence=occurrence, **fields)


def ban(slug: str, ending: Ending | None = None, period: str | None = None) -> Restriction:
    """Give an account of a ban."""
    return Restriction(
        id=f"restriction:{slug}",
        imposer="state:A",
        groups=("women",),
        domain=Domain.EDUCATION,
        measure=Measure.BAN,
        ending=ending,
        period=Period(period) if period else None,
        occurrence="x",
    )


def act(slug: str, move: str = "recognition", target: str = "B", **fields: Any) -> RecognitionAct:
    """Give an account of an act of state A."""
    given: dict[str, Any] = {"occurrence": "x", **fields}
    return RecognitionAct(
        id=f"recognition:{slug}",
        actor="state:A",
        target=f"state:{target}",
        capacity=Capacity.STATE,
        move=MOVES[move],
        **given,
    )


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("2021-08-15", "2021-08-16", True),
        ("2021-08-15", "2021-08-15", False),
        ("2021-08-15", "2021-08", False),
        ("2021-07", "2021-08", True),
        ("2021?", "2022~", True),
        ("2021", "202X", False),
        ("[2020,2022]", "2021", True),
        ("[2020,2021]", "2021", False),
        ("[..2020]", "2021", True),
        (None, "2021", False),
    ],
)
def test_days_that_certainly_differ(one: str | None, other: str, apart: bool) -> None:
    """Accounts contradict each other on the day only where no day is allowed by both."""
    assert notes(event("a", one), event("b", other)) == ({"contradicting-days"} if apart else set())


def test_accounts_of_different_occurrences_do_not_contradict() -> None:
    """Records of different occurrences, or of none, have nothing to agree on."""
    assert (
        notes(event("a", "2020"), event("b", "2021", "y"), event("c", "2022", None), event("d", "2023", None)) == set()
    )


def test_one_note_names_every_account_that_differs() -> None:
    """Several accounts that differ give one note, which names them with what they have, and no other."""
    accounts = [event("a", "2021-08-15"), event("b", "2021-08-16"), event("c", "2021-09"), event("d", "2021")]
    (problem,) = Dataset([*STATES, *accounts]).problems
    assert problem.message.endswith("event:a has 2021-08-15; event:b has 2021-08-16; event:c has 2021-09")
    assert (problem.record, problem.path) == ("event:a", "$.records[3]")


def test_fifty_and_more_accounts_that_differ_are_noticed_too() -> None:
    """Of very many accounts the two furthest apart are named."""
    accounts = [event(f"a{n}", f"2021-{1 + n // 28:02}-{1 + n % 28:02}") for n in range(120)]
    (problem,) = Dataset([*STATES, *accounts]).problems
    assert problem.message.endswith("event:a0 has 2021-01-01; event:a119 has 2021-05-08")
    same = [event(f"a{n}", f"[2021-08-15,{1000 + n}]") for n in range(120)]
    assert notes(*same) == set()


def test_a_superseded_account_contradicts_nothing_and_a_deprecated_one_does() -> None:
    """A correction ends the contradiction; an account kept as wrong is still a contradiction worth knowing."""
    assert notes(event("a", "2020"), event("b", "2021", supersedes=("event:a",))) == set()
    assert notes(event("a", "2020", rank=Rank.DEPRECATED), event("b", "2021")) == {"contradicting-days"}


def test_periods_and_effects_are_compared_end_by_end() -> None:
    """Starts with starts, ends with ends, `date` with `date` and `effective` with `effective`."""
    assert notes(ban("a", period="2020/2021"), ban("b", period="2019/2021")) == {"contradicting-days"}
    assert notes(ban("a", period="2020/2021"), ban("b", period="2020/2022")) == {"contradicting-days"}
    assert notes(ban("a", period="2020/.."), ban("b", period="2020/2022")) == set()
    assert notes(act("a", date=PartialDate("2020")), act("b", effective=PartialDate("2021"))) == set()
    assert notes(act("a", effective=PartialDate("2020")), act("b", effective=PartialDate("2021"))) == {
        "contradicting-days"
    }


def test_parties_that_differ() -> None:
    """Another actor, target or side is a contradiction; parties in another order are not."""
    assert notes(act("a"), act("b", target="C")) == {"contradicting-parties"}
    assert notes(act("a"), act("b")) == set()

    def talks(slug: str, **fields: Any) -> DiplomaticAct:
        return DiplomaticAct(id=f"diplomatic:{slug}", move=DiplomaticMove.TALKS, occurrence="x", **fields)

    assert notes(talks("a", parties=("state:A", "state:B")), talks("b", parties=("state:B", "state:A"))) == set()
    assert notes(talks("a", parties=("state:A", "state:B")), talks("b", parties=("state:A", "state:C"))) == {
        "contradicting-parties"
    }
    assert notes(
        talks("a", sender="state:A", receiver="state:B"), talks("b", sender="state:B", receiver="state:A")
    ) == {"contradicting-parties"}


def test_moves_endings_and_offices_that_differ() -> None:
    """Different moves, endings and offices are told; where one account says nothing, there is no contradiction."""
    assert notes(act("a", "acknowledgement"), act("b", "recognition")) == {"contradicting-moves"}
    assert notes(act("a", "refusal"), act("b", "refusal")) == set()
    assert notes(ban("a", Ending.LIFTED), ban("b", Ending.SUSPENDED)) == {"contradicting-endings"}
    assert notes(ban("a", Ending.LIFTED), ban("b")) == set()

    def person(slug: str, *offices: str) -> Person:
        tenures = tuple(Tenure(office=office) for office in offices)
        return Person(id=f"person:{slug}", name=slug, tenures=tenures, occurrence="x")

    assert notes(person("a", "minister"), person("b", "acting minister")) == {"contradicting-offices"}
    assert notes(person("a", "king", "judge"), person("b", "judge", "king")) == set()
    assert notes(person("a", "king"), person("b")) == set()


def test_records_of_different_kinds_are_not_compared() -> None:
    """An event and an act can be accounts of one happening; a move is compared with moves of its kind only."""
    assert notes(event("a", "2020"), act("a", date=PartialDate("2021"))) == set()


def test_an_order_that_other_accounts_contradict() -> None:
    """An edge names the happening: where another account's day contradicts it, that is a note and no error."""
    accounts = [event("a"), event("b", "2022")]
    early = event("z", "2021", None, after=("event:a",))
    assert notes(*accounts, early) == {"contradicting-order"}
    assert notes(*accounts, event("z", "2023", None, after=("event:a",))) == set()
    assert notes(*accounts, event("z", None, None, after=("event:a",))) == set()
    assert notes(*accounts, event("z", "2023", None, before=("event:a",))) == {"contradicting-order"}
    (problem,) = Dataset([*STATES, *accounts, early]).problems
    assert (problem.record, problem.path) == ("event:z", "$.records[5].after[0]")


def test_one_account_alone_contradicts_nothing() -> None:
    """What was known before a correction may order its only account against all days: no other one says otherwise."""
    wrong = event("a", "2001", after=("event:b",), recorded=PartialDate("2010"))
    right = event("c", "2006", supersedes=("event:a",), recorded=PartialDate("2020"))
    other = event("b", "2005", None)
    dataset = Dataset([*STATES, wrong, right, other])
    assert dataset.problems == ()
    assert History(dataset, known=date(2015, 1, 1)).conflicts() == ()
    second = event("d", "2001", recorded=PartialDate("2011"))
    (conflict,) = History(Dataset([*dataset, second]), known=date(2015, 1, 1)).conflicts()
    assert (conflict.occurrence, conflict.accounts) == ("x", ("event:a", "event:d"))
