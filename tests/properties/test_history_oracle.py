"""The oracle of history gives what one finds on paper, and so does a history: each answer was worked out by hand."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs
import pytest

from recognition import (
    Capacity,
    Change,
    Citation,
    Dataset,
    DiplomaticAct,
    DiplomaticMove,
    Domain,
    Event,
    Government,
    History,
    Measure,
    PartialDate,
    Period,
    Policy,
    Rank,
    RecognitionAct,
    RecognitionMove,
    Record,
    Restriction,
    Source,
    State,
    Territory,
)
from tests.properties.history_oracle import ASKED, Oracle, Pair, day_at

# 30 and 31 January are the days 1 and 2, 1 and 2 February the days 3 and 4.
JAN30, JAN31, FEB1, FEB2 = "2001-01-30", "2001-01-31", "2001-02-01", "2001-02-02"
PAIR: Pair = ("state:A", "state:T", Capacity.STATE, None)
BY_B: Pair = ("state:B", "state:T", Capacity.STATE, None)
BOTH, ONLY_B = frozenset({"state:A", "state:B"}), frozenset({"state:B"})
FIRST: Pair = ("state:A", "government:T.1", Capacity.GOVERNMENT, None)
SECOND: Pair = ("state:A", "government:T.2", Capacity.GOVERNMENT, None)


def act(slug: str, move: str = "recognition", when: str | None = None, **more: Any) -> RecognitionAct:
    """Give an act of A towards the state T, on a day."""
    day = PartialDate(when) if when else None
    fields = {"actor": "state:A", "target": "state:T", "capacity": Capacity.STATE, "date": day, **more}
    return RecognitionAct(id=f"recognition:{slug}", move=RecognitionMove(move), **fields)


def of_government(slug: str, move: str, when: str, number: int, **more: Any) -> RecognitionAct:
    """Give an act of A towards one of the governments of T."""
    return act(slug, move, when, target=f"government:T.{number}", capacity=Capacity.GOVERNMENT, **more)


def event(slug: str, when: str | None = None, **more: Any) -> Event:
    """Give an event."""
    return Event(
        id=f"event:{slug}", change=Change.TAKEOVER, state="state:T", date=PartialDate(when) if when else None, **more
    )


def ban(period: str | None, **more: Any) -> Restriction:
    """Give a restriction in force for a period."""
    return Restriction(
        id="restriction:ban",
        imposer="state:T",
        groups=("women",),
        domain=Domain.EDUCATION,
        measure=Measure.BAN,
        period=Period(period) if period else None,
        **more,
    )


def oracle(*records: Record, known: date | None = None, rule: str = "preferred", implied: bool = False) -> Oracle:
    """Give the oracle of some records and of those that they refer to."""
    actors = (
        *(State(id=f"state:{name}", name=name) for name in "ABT"),
        *(Government(id=f"government:T.{number}", name=f"T.{number}", state="state:T") for number in (1, 2)),
        *(Territory(id=f"territory:{name}", name=name) for name in "LM"),
        Source(id="source:undated", title="Undated"),
        Source(id="source:may", title="Of May", published=PartialDate("2010-05")),
        Source(id="source:since", title="Of May or later", published=PartialDate("[2010-05-01..]")),
    )
    return Oracle(Dataset([*records, *actors]), known, rule, implied=implied)


def table(found: Oracle, pair: Pair = PAIR) -> list[str]:
    """Give the possible standings on each day that can be asked for, in the order of the alphabet.

    A history must give the same as the oracle.
    """
    actor, target, capacity, land = pair
    policy = attrs.evolve(Policy.named(found.rule), implied=found.implied)
    history = History(found.dataset, found.known, policy)
    by_courses = [found.possible(pair, day) for day in ASKED]
    by_bounds = [
        history.standing(actor, target, on=day_at(day), capacity=capacity, concerning=land).possible for day in ASKED
    ]
    shown = [" ".join(sorted(possible)) for possible in by_courses]
    assert [" ".join(sorted(possible)) for possible in by_bounds] == shown, "the history differs from the oracle"
    return shown


def test_known_day() -> None:
    """Before its day an act has no effect; from its day on it has."""
    assert table(oracle(act("a", when=JAN31))) == ["none", "none", "recognised", "recognised", "recognised"]


def test_partial_day() -> None:
    """In the month of an act it may have happened or not; after it, it has."""
    found = oracle(act("a", when="2001-01"))
    assert len(found.courses) == 3
    assert table(found) == ["none recognised", "none recognised", "recognised", "recognised", "recognised"]


def test_gap() -> None:
    """Of one of two days, the days between are none on which it begins."""
    found = oracle(act("a", when=f"[{JAN30},{FEB2}]"), act("b", "withdrawal", FEB1))
    # Recognised on 30 January and withdrawn, or withdrawn and recognised on 2 February; never recognised on day 3.
    assert table(found) == ["none", "none recognised", "none recognised", "withdrawn", "recognised withdrawn"]


def test_no_bounds() -> None:
    """An act without any date may be on any day, also after all that can be asked for."""
    assert table(oracle(act("a"))) == ["none recognised"] * 5
    assert table(oracle(act("a", when=f"[{FEB1}..]"))) == ["none"] * 3 + ["none recognised"] * 2
    assert table(oracle(act("a", when=f"[..{FEB1}]"))) == ["none recognised"] * 3 + ["recognised"] * 2


def test_effective() -> None:
    """The day of effect counts, not that of the announcement."""
    assert table(oracle(act("a", when=JAN30, effective=PartialDate(FEB1))))[2:4] == ["none", "recognised"]


def test_requests_and_other_moves() -> None:
    """A request leaves a standing as it is; each other move sets its own."""
    found = oracle(
        act("a", "acknowledgement", "2001-01-29"),
        act("b", "suspension", JAN30),
        act("c", "resumption", JAN31),
        act("d", "refusal", FEB1),
        act("e", "request", FEB1, after=("recognition:d",)),
        act("f", "withholding", FEB2),
    )
    assert table(found) == ["acknowledged", "suspended", "recognised", "refused", "withheld"]


def test_tie() -> None:
    """Acts of one day come in either order, unless an edge orders them."""
    free = oracle(act("a", when=JAN31), act("b", "withdrawal", JAN31))
    assert len(free.courses) == 2
    assert table(free)[1:3] == ["none", "recognised withdrawn"]
    tied = oracle(act("a", when=JAN31), act("b", "withdrawal", JAN31, after=("recognition:a",)))
    assert len(tied.courses) == 1
    assert table(tied)[1:3] == ["none", "withdrawn"]
    turned = oracle(act("a", when=JAN31), act("b", "withdrawal", JAN31, before=("recognition:a",)))
    assert table(turned)[1:3] == ["none", "recognised"]


def test_tie_through_others() -> None:
    """An edge that leads through an event and through another pair orders a tie as well."""
    found = oracle(
        act("a", when=JAN31),
        event("x", after=("recognition:a",)),
        act("b", actor="state:B", after=("event:x",)),
        act("c", "withdrawal", JAN31, after=("recognition:b",)),
    )
    assert len(found.courses) == 1
    assert table(found)[2] == "withdrawn"


def test_edge_without_days() -> None:
    """A withdrawal after a recognition, neither dated: recognised may still come last, if only it has happened."""
    found = oracle(act("a"), act("b", "withdrawal", after=("recognition:a",)))
    # Nothing has happened, or one, or both; six days, so 6 + 5 + ... + 1 courses.
    assert len(found.courses) == 21
    assert table(found) == ["none recognised withdrawn"] * 5


def test_edge_moves_bounds() -> None:
    """What follows an event of 1 February is no earlier, and of two given days it takes the later."""
    assert table(oracle(event("x", FEB1), act("a", when=f"[{JAN30},{FEB2}]", after=("event:x",)))) == [
        *["none"] * 4,
        "recognised",
    ]
    assert table(oracle(event("x", JAN31), act("a", when="2001", before=("event:x",)))) == [
        *["none recognised"] * 2,
        *["recognised"] * 3,
    ]


def test_accounts_of_different_days() -> None:
    """Two accounts of a happening allow every day from the one to the other; a preferred one settles it."""
    first, second = act("a", when=JAN30, occurrence="h"), act("b", when=FEB2, occurrence="h")
    assert table(oracle(first, second)) == ["none", *["none recognised"] * 3, "recognised"]
    preferred = act("b", when=FEB2, occurrence="h", rank=Rank.PREFERRED)
    assert table(oracle(first, preferred)) == ["none"] * 4 + ["recognised"]
    assert table(oracle(first, preferred, rule="every-account")) == table(oracle(first, second))
    deprecated = act("b", when=FEB2, occurrence="h", rank=Rank.DEPRECATED)
    assert table(oracle(first, deprecated)) == ["none"] + ["recognised"] * 4
    assert table(oracle(deprecated)) == ["none"] * 4 + ["recognised"]


def test_accounts_of_different_moves() -> None:
    """Accounts that differ on the move allow the effect of each; a request among them allows none."""
    one = act("a", when=JAN30, occurrence="h")
    assert table(oracle(one, act("b", "withholding", JAN30, occurrence="h")))[:2] == ["none", "recognised withheld"]
    assert table(oracle(one, act("b", "request", JAN30, occurrence="h")))[:2] == ["none", "none recognised"]


def test_accounts_of_different_pairs() -> None:
    """Where accounts differ on who did it, each may have done nothing."""
    found = oracle(act("a", when=JAN30, occurrence="h"), act("b", when=JAN30, occurrence="h", actor="state:B"))
    assert table(found)[:2] == table(found, BY_B)[:2] == ["none", "none recognised"]
    assert found.first("state:T") == (frozenset(), BOTH)


def test_day_and_effect_are_independent() -> None:
    """The day of one account goes with the effect of another."""
    found = oracle(act("a", when=JAN30, occurrence="h"), act("b", "refusal", FEB1, occurrence="h"))
    assert table(found)[1:4] == ["none recognised refused"] * 2 + ["recognised refused"]


def test_accounts_of_two_kinds() -> None:
    """An event and an act that share an occurrence are two happenings: neither is an account of the other."""
    found = oracle(act("a", when=JAN30, occurrence="h"), event("x", FEB2, occurrence="h"))
    assert table(found)[:2] == ["none", "recognised"]


def test_edge_of_one_account() -> None:
    """An edge that only one of two accounts declares bounds the days of that account, and orders nothing."""
    given = act("a", when=f"[{FEB1}..{FEB2}]")
    later = act("c", "withdrawal", FEB2, occurrence="h")
    some = oracle(given, act("b", "withdrawal", f"[..{FEB2}]", occurrence="h", after=("recognition:a",)), later)
    # The one account allows 1 and 2 February, the other 2 February: the recognition may come last on either.
    assert table(some)[2:] == ["none", "none recognised withdrawn", "recognised withdrawn"]
    bound = act("c", "withdrawal", FEB2, occurrence="h", after=("recognition:a",))
    every = oracle(given, act("b", "withdrawal", f"[..{FEB2}]", occurrence="h", after=("recognition:a",)), bound)
    assert table(every)[2:] == ["none", "none recognised withdrawn", "withdrawn"]


def test_edge_of_an_account_before_its_hull() -> None:
    """Each account is narrowed by its edges before the days between accounts are filled in, be it the only one or not.

    The one account gives 30 January or 2 February, yet not before 31 January: it leaves the day of the other.
    """
    gap = act("a", when=f"[{JAN30},{FEB2}]", occurrence="h", after=("event:x",))
    last = ["none"] * 4 + ["recognised"]
    assert table(oracle(event("x", JAN31), gap, act("b", when=FEB2, occurrence="h"))) == last
    assert table(oracle(event("x", JAN31), gap, act("b", when=FEB2, occurrence="h", after=("event:x",)))) == last


def test_edge_to_an_account_set_aside() -> None:
    """An edge names the happening: of whichever account is set aside by rank or corrected, the other is meant."""
    follows = act("c", "withdrawal", JAN31, after=("recognition:a",))
    by_rank = oracle(
        act("a", when=JAN30, occurrence="h", rank=Rank.DEPRECATED), act("b", when=JAN31, occurrence="h"), follows
    )
    assert table(by_rank)[2] == "withdrawn"
    corrected = oracle(
        act("a", when=JAN30, occurrence="h"),
        act("b", when=JAN31, occurrence="h", supersedes=("recognition:a",)),
        follows,
    )
    assert table(corrected)[2] == "withdrawn"
    # A correction stands for what it corrects, also where no occurrence says so.
    again = oracle(act("a", when=JAN30), act("b", when=JAN31, supersedes=("recognition:a",)), follows)
    assert table(again)[2] == "withdrawn"


def test_edge_to_an_account_not_yet_known() -> None:
    """An edge to what is not yet on record orders nothing: of which happening that is an account is not yet known."""
    records = (
        act("a", when=JAN31, occurrence="h", recorded=PartialDate("2010-05-02")),
        act("b", when=JAN31, occurrence="h"),
        act("c", "withdrawal", JAN31, after=("recognition:a",)),
    )
    assert table(oracle(*records, known=date(2010, 5, 1)))[2] == "recognised withdrawn"
    assert table(oracle(*records, known=date(2010, 5, 2)))[2] == "withdrawn"


@pytest.mark.parametrize(
    ("period", "by_day"),
    [
        (f"{JAN30}/2001-02", ["none"] * 3 + ["none recognised"] * 2),
        (f"{JAN30}/", ["none"] + ["none recognised"] * 4),
        (None, ["none recognised"] * 5),
        (f"../{JAN31}", ["none"] * 2 + ["none recognised"] * 3),
    ],
)
def test_after_the_end(period: str | None, by_day: list[str]) -> None:
    """What follows the end of a ban is no earlier than that end can be, which is not before its start."""
    assert table(oracle(ban(period), act("a", after=("restriction:ban@end",)))) == by_day


@pytest.mark.parametrize(
    ("period", "by_day"),
    [
        (f"{JAN30}/..", ["none recognised"] * 5),
        (f"{JAN30}/", ["none recognised"] * 5),
        (f"{JAN30}/{FEB1}", ["none recognised"] * 3 + ["recognised"] * 2),
    ],
)
def test_before_the_end(period: str, by_day: list[str]) -> None:
    """What precedes an end that is open or unknown may be on any day; of a known one it is no later."""
    assert table(oracle(ban(period), act("a", before=("restriction:ban@end",)))) == by_day


def test_own_edges_bind_the_start() -> None:
    """The edges of a record with a period bind its start: here it starts once A has recognised."""
    found = oracle(ban(f"2001/{FEB1}", after=("recognition:a",)), act("a"))
    assert table(found) == ["none recognised"] * 3 + ["recognised"] * 2


def test_tie_through_a_period() -> None:
    """A ban that starts and ends on one day orders what precedes its start and what follows its end."""
    found = oracle(
        ban(f"{JAN31}/{JAN31}"),
        act("a", when=JAN31, before=("restriction:ban@start",)),
        act("b", "withdrawal", JAN31, after=("restriction:ban@end",)),
    )
    assert table(found)[2] == "withdrawn"


def cited(*names: str) -> tuple[Citation, ...]:
    """Give citations of sources."""
    return tuple(Citation(source=f"source:{name}") for name in names)


def known_from(days: Iterable[date], **fields: Any) -> list[bool]:
    """Tell on which of some days an act of 30 January is known."""
    return [table(oracle(act("a", when=JAN30, **fields), known=day))[1] == "recognised" for day in days]


def test_known() -> None:
    """A record counts from the last day on which it can have been recorded, or else its first source published."""
    days = [date(2010, 5, 1), date(2010, 5, 30), date(2010, 5, 31), date(2030, 1, 1)]
    assert known_from(days, recorded=PartialDate("2010-05")) == [False, False, True, True]
    assert known_from(days, recorded=PartialDate("[2010-05-01..]")) == [False] * 4
    assert known_from(days, citations=cited("may")) == [False, False, True, True]
    assert known_from(days, citations=cited("undated")) == [True] * 4
    assert known_from(days, citations=cited("undated", "since")) == [False] * 4
    assert known_from(days, citations=cited("may", "since")) == [False, False, True, True]
    assert known_from(days, citations=cited("since"), recorded=PartialDate("2010-05-30")) == [False, True, True, True]
    assert known_from(days) == [True] * 4


def test_superseded() -> None:
    """A record is out once one that corrects it is known; a correction of the correction does not bring it back."""
    wrong = act("a", when=JAN30)
    right = act("b", "refusal", when=JAN30, supersedes=("recognition:a",), recorded=PartialDate("2010-05-02"))
    assert table(oracle(wrong, right, known=date(2010, 5, 1)))[1] == "recognised"
    assert table(oracle(wrong, right, known=date(2010, 5, 2)))[1] == "refused"
    assert table(oracle(wrong, right, act("c", "withholding", JAN30, supersedes=("recognition:b",))))[1] == "withheld"


def test_title() -> None:
    """A title to one land says nothing of another, nor of the state."""
    to_land: dict[str, Any] = {"capacity": Capacity.TITLE, "concerning": "territory:L"}
    found = oracle(act("a", when=JAN30, **to_land))
    assert table(found, ("state:A", "state:T", Capacity.TITLE, "territory:L"))[1] == "recognised"
    assert table(found, ("state:A", "state:T", Capacity.TITLE, "territory:M"))[1] == "none"
    assert table(found)[1] == "none"


def test_first() -> None:
    """The first to recognise is certain where every course agrees, and an acknowledgement is no recognition."""
    by_b = act("b", when="2001-01", actor="state:B")
    assert oracle(by_b, act("a", when=FEB1)).first("state:T") == (ONLY_B, ONLY_B)
    assert oracle(by_b, act("a", when=JAN31)).first("state:T") == (frozenset(), BOTH)
    assert oracle(by_b, act("a", "acknowledgement", JAN30)).first("state:T") == (ONLY_B, ONLY_B)
    assert oracle(act("a", "request", JAN30)).first("state:T") == (frozenset(), frozenset())
    together = DiplomaticAct(
        id="diplomatic:a", move=DiplomaticMove.ESTABLISHMENT, parties=("state:A", "state:B", "state:T")
    )
    assert oracle(together, implied=True).first("state:T") == (frozenset(), BOTH)


def test_implied_state() -> None:
    """Recognising a government of T recognises T, which withdrawing it later does not undo; unless told not to."""
    acts = of_government("a", "recognition", JAN30, 1), of_government("b", "withdrawal", FEB1, 1)
    found = oracle(*acts, implied=True)
    assert table(found) == ["none"] + ["recognised"] * 4
    assert table(found, FIRST) == ["none", "recognised", "recognised", "withdrawn", "withdrawn"]
    assert table(oracle(*acts)) == ["none"] * 5


def test_implied_by_dealings() -> None:
    """Establishing relations implies recognition both ways, accepting a letter only that of the sender."""
    relations = DiplomaticAct(
        id="diplomatic:a",
        move=DiplomaticMove.ESTABLISHMENT,
        parties=("state:A", "government:T.1"),
        date=PartialDate(JAN30),
    )
    back: Pair = ("government:T.1", "state:A", Capacity.STATE, None)
    found = oracle(relations, implied=True)
    assert [table(found, pair)[1] for pair in (PAIR, FIRST, back, BY_B)] == ["recognised"] * 3 + ["none"]
    assert [table(oracle(relations), pair)[1] for pair in (PAIR, FIRST, back)] == ["none"] * 3
    letter = DiplomaticAct(
        id="diplomatic:b",
        move=DiplomaticMove.ACCEPTANCE,
        sender="government:T.1",
        receiver="state:A",
        date=PartialDate(JAN30),
    )
    found = oracle(letter, implied=True)
    assert [table(found, pair)[1] for pair in (PAIR, FIRST, back)] == ["recognised", "recognised", "none"]


def test_sole_ends_a_rival() -> None:
    """Recognising one government as the sole one withdraws from another, if that one was recognised just before."""
    sole = of_government("z", "recognition", JAN31, 2, sole=True)
    before = oracle(of_government("a", "recognition", JAN30, 1), sole, implied=True)
    assert table(before, FIRST)[1:3] == ["recognised", "withdrawn"]
    assert table(before, SECOND)[1:3] == ["none", "recognised"]
    assert table(oracle(sole, implied=True), FIRST) == ["none"] * 5
    other = oracle(of_government("a", "acknowledgement", JAN30, 1), sole, implied=True)
    assert table(other, FIRST)[1:3] == ["acknowledged", "acknowledged"]
    same_day = oracle(of_government("a", "recognition", JAN31, 1), sole, implied=True)
    assert table(same_day, FIRST)[1:3] == ["none", "recognised withdrawn"]
    beside = of_government("z", "recognition", JAN31, 2)
    shared = oracle(of_government("a", "recognition", JAN30, 1), beside, implied=True)
    assert table(shared, FIRST)[2] == "recognised"
