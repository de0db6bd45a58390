"""Orders, corrections and implications as a history reads them from records: small worlds, worked out by hand."""

from typing import Any

import attrs
import pytest

from recognition import (
    Capacity,
    Claim,
    Dataset,
    DiplomaticAct,
    DiplomaticMove,
    Domain,
    Force,
    Government,
    History,
    Measure,
    PartialDate,
    Period,
    Quantifier,
    RecognitionAct,
    RecognitionMove,
    Record,
    Restriction,
    Standing,
    State,
    Statement,
    Truth,
)
from recognition.history.history import all_windows
from recognition.history.windows import stretches_of
from tests.history import making

WORLD: list[Record] = [
    *(State(id=f"state:{name}", name=name) for name in "ABT"),
    *(Government(id=f"government:T.{name}", name=name, state="state:T") for name in ("old", "new")),
]
GIVEN, TAKEN = RecognitionMove.RECOGNITION, RecognitionMove.WITHDRAWAL


def act(name: str, move: RecognitionMove, day: str | None = "2000", **fields: Any) -> RecognitionAct:
    """Give an act of A about the state T, in the year 2000."""
    return making.act(name, day, move=move, **fields)


def standing(*records: Record, on: str = "2000-12-31", actor: str = "state:A") -> set[Standing]:
    """Give the standings possible between an actor and the state T."""
    return set(History(Dataset([*WORLD, *records])).standing(actor, "state:T", on=on).possible)


def test_an_edge_says_what_came_last_in_a_year() -> None:
    """Of two acts of one year, the one after the other is the last by its end; before that, both may be to come."""
    acts = (act("g", GIVEN), act("t", TAKEN, after=("recognition:g",)))
    assert standing(*acts) == {Standing.WITHDRAWN}
    assert standing(*acts, on="2000-06-01") == {Standing.NONE, Standing.RECOGNISED, Standing.WITHDRAWN}
    assert standing(act("g", GIVEN), act("t", TAKEN)) == {Standing.RECOGNISED, Standing.WITHDRAWN}


def test_an_edge_counts_in_a_pair_that_began_without() -> None:
    """It makes no difference that the first act of the pair has a day of its own and no edge."""
    acts = (act("a", GIVEN, "1990-01-01"), act("g", GIVEN), act("t", TAKEN, after=("recognition:g",)))
    assert standing(*acts) == {Standing.WITHDRAWN}


def test_edges_lead_through_what_others_did() -> None:
    """An act follows another through an act of another pair, and through the start and the end of a restriction."""
    other = act("o", GIVEN, None, actor="state:B", after=("recognition:g",))
    assert standing(act("g", GIVEN), other, act("t", TAKEN, after=("recognition:o",))) == {Standing.WITHDRAWN}
    lasting = Restriction(
        id="restriction:r",
        imposer="state:A",
        targets=("state:T",),
        domain=Domain.MOVEMENT,
        measure=Measure.BAN,
        period=Period("2000/2000"),
        after=("recognition:g",),
    )
    last = act("t", TAKEN, after=("restriction:r@end",))
    assert standing(act("g", GIVEN), lasting, last) == {Standing.WITHDRAWN}


@pytest.mark.parametrize("occurrence", [None, "o"])
def test_an_edge_to_what_was_corrected_means_its_correction(occurrence: str | None) -> None:
    """The record that an edge names stands for what happened, as it is told now."""
    old = act("old", GIVEN, "1999", occurrence=occurrence)
    new = act("new", GIVEN, occurrence=occurrence, supersedes=("recognition:old",))
    assert standing(old, new, act("t", TAKEN, after=("recognition:old",))) == {Standing.WITHDRAWN}


def test_a_chain_of_corrections_means_the_last() -> None:
    """So does the first of several that correct each other; where two correct one, no edge binds."""
    one = act("1", GIVEN, "1998")
    two = act("2", GIVEN, "1999", supersedes=("recognition:1",))
    three = act("3", GIVEN, supersedes=("recognition:2",))
    last = act("t", TAKEN, after=("recognition:1",))
    assert standing(one, two, three, last) == {Standing.WITHDRAWN}
    beside = act("4", GIVEN, supersedes=("recognition:1",))
    assert standing(one, act("3", GIVEN, supersedes=("recognition:1",)), beside, last) == {
        Standing.RECOGNISED,
        Standing.WITHDRAWN,
    }


def test_a_corrected_account_means_what_its_occurrence_does() -> None:
    """If another account of the occurrence is left, that is meant, and not the correction, which is of none."""
    old = act("old", GIVEN, "1999", occurrence="o")
    left = act("left", GIVEN, occurrence="o")
    new = act("new", GIVEN, "1998", supersedes=("recognition:old",))
    assert standing(old, left, new, act("t", TAKEN, after=("recognition:old",))) == {Standing.WITHDRAWN}


def test_an_edge_of_one_account_binds_that_account() -> None:
    """One account of a recognition has it after a withdrawal, the other does not say: only the one is late."""
    accounts = (act("g1", GIVEN, occurrence="o", after=("recognition:t",)), act("g2", GIVEN, occurrence="o"))
    taken = act("t", TAKEN, "2000-06-01")
    assert standing(*accounts, taken, on="2000-05-31") == {Standing.NONE, Standing.RECOGNISED}
    assert standing(*accounts, taken) == {Standing.RECOGNISED, Standing.WITHDRAWN}
    both = tuple(attrs.evolve(each, after=("recognition:t",)) for each in accounts)
    assert standing(*both, taken, on="2000-05-31") == {Standing.NONE}
    assert standing(*both, taken) == {Standing.RECOGNISED}


def test_an_edge_of_one_account_bounds_its_days() -> None:
    """An account that has it after, or before, another act leaves the days of the other account alone."""
    late = (act("g1", GIVEN, occurrence="o", after=("recognition:b",)), act("g2", GIVEN, "2000-03", occurrence="o"))
    beside = act("b", GIVEN, "2000-06-01", actor="state:B")
    assert standing(*late, beside, on="2000-02-28") == {Standing.NONE}
    assert standing(*late, beside, on="2000-03-01") == {Standing.NONE, Standing.RECOGNISED}
    early = (act("g1", GIVEN, occurrence="o", before=("recognition:b",)), act("g2", GIVEN, "2000-08", occurrence="o"))
    assert standing(*early, beside, on="2000-08-30") == {Standing.NONE, Standing.RECOGNISED}
    assert standing(*early, beside, on="2000-08-31") == {Standing.RECOGNISED}
    before = (act("g1", GIVEN, occurrence="o", before=("recognition:b",)), act("g2", GIVEN, "2000-03", occurrence="o"))
    assert standing(*before, beside, on="2000-05-31") == {Standing.NONE, Standing.RECOGNISED}
    assert standing(*before, beside, on="2000-06-01") == {Standing.RECOGNISED}


def test_accounts_that_order_in_a_circle_order_nothing() -> None:
    """One account has it after what another has before it: no edge of the circle binds, and others do."""
    given = (act("g1", GIVEN, occurrence="o", after=("recognition:t",)), act("g2", GIVEN, occurrence="o"))
    taken = act("t", TAKEN, after=("recognition:g2",))
    assert standing(*given, taken) == {Standing.RECOGNISED, Standing.WITHDRAWN}
    assert standing(*given, taken, on="2000-01-01") == {Standing.NONE, Standing.RECOGNISED, Standing.WITHDRAWN}
    last = act("z", RecognitionMove.SUSPENSION, after=("recognition:t", "recognition:g1"))
    assert standing(*given, taken, last) == {Standing.SUSPENDED}


def test_what_is_in_a_circle_is_not_bound() -> None:
    """Neither an edge that one account declares, nor one that all do, bounds the days of what is in a circle."""
    accounts = (act("g1", GIVEN, occurrence="o", after=("recognition:t",)), act("g2", GIVEN, "2000-08", occurrence="o"))
    taken = act("t", TAKEN, "2000-08-15", actor="state:B", after=("recognition:g2",))
    assert standing(*accounts, taken, on="2000-03-01") == {Standing.NONE, Standing.RECOGNISED}
    summer = "[2000-06-01..2000-09-30]"
    dated = (act("g1", GIVEN, summer, occurrence="o", after=("recognition:t",)), accounts[1])
    taken = act("t", TAKEN, None, actor="state:B", after=("recognition:g2",))
    assert standing(*dated, taken, on="2000-03-01", actor="state:B") == {Standing.NONE, Standing.WITHDRAWN}
    dated = (act("g1", GIVEN, "2000-06", occurrence="o", before=("recognition:t",)), accounts[1])
    taken = act("t", TAKEN, None, actor="state:B", before=("recognition:g2",))
    assert standing(*dated, taken, on="2001-01-01", actor="state:B") == {Standing.NONE, Standing.WITHDRAWN}


def test_an_account_is_not_before_or_after_its_own_occurrence() -> None:
    """An edge from one account to another of the same says nothing."""
    accounts = (
        act("g1", GIVEN, "2000-06-01", occurrence="o", after=("recognition:g2",)),
        act("g2", GIVEN, "2000-05-01", occurrence="o"),
    )
    assert standing(*accounts, on="2000-04-30") == {Standing.NONE}
    assert standing(*accounts, on="2000-05-01") == {Standing.NONE, Standing.RECOGNISED}


def test_bounds_are_days_that_are_left() -> None:
    """What is after a day can be on it, and what is before one too."""
    last = act("b", GIVEN, "2000-06-30", actor="state:B")
    accounts = (
        act("g1", GIVEN, "2000-06", occurrence="o", after=("recognition:b",)),
        act("g2", GIVEN, "2000-09", occurrence="o"),
    )
    assert standing(*accounts, last, on="2000-06-29") == {Standing.NONE}
    assert standing(*accounts, last, on="2000-06-30") == {Standing.NONE, Standing.RECOGNISED}
    first = act("b", GIVEN, "2000-06-01", actor="state:B")
    accounts = (
        act("g1", GIVEN, "2000-06", occurrence="o", before=("recognition:b",)),
        act("g2", GIVEN, "2000-03", occurrence="o"),
    )
    assert standing(*accounts, first, on="2000-06-01") == {Standing.RECOGNISED}
    one_of_two = "[2000-03-01,2000-09-01]"
    beside = act("b", GIVEN, "2000-09-01", actor="state:B")
    assert standing(act("g", GIVEN, one_of_two, after=("recognition:b",)), beside, on="2000-08-31") == {Standing.NONE}
    beside = act("b", GIVEN, "2000-03-01", actor="state:B")
    only = act("g", GIVEN, one_of_two, before=("recognition:b",))
    assert standing(only, beside, on="2000-03-01") == {Standing.RECOGNISED}


def test_what_follows_several_is_bounded_by_all() -> None:
    """An act after two others is after what the second of them is after."""
    others = [
        act("a", GIVEN, "2000", actor="state:B"),
        act("x", GIVEN, "2000-06-01", actor="state:B"),
        act("y", GIVEN, "2000", actor="state:B", after=("recognition:x",)),
    ]
    last = act("z", GIVEN, after=("recognition:a", "recognition:y"))
    assert standing(*others, last, on="2000-05-31") == {Standing.NONE}
    assert standing(*others, last, on="2000-06-01") == {Standing.NONE, Standing.RECOGNISED}


def test_a_request_hides_nothing() -> None:
    """What sets no standing is passed over, and what comes behind it is not."""
    asked = act("a", RecognitionMove.REQUEST, "2000-01-01")
    assert standing(asked, act("b", GIVEN, "2000-01-02")) == {Standing.RECOGNISED}


def test_accounts_of_one_dealing_imply_together() -> None:
    """Two accounts of one establishment of relations imply recognition, as one does."""
    accounts = [
        DiplomaticAct(
            id=f"diplomatic:{name}",
            move=DiplomaticMove.ESTABLISHMENT,
            parties=("state:A", "state:T"),
            date=PartialDate("2000-01-01"),
            occurrence="o",
        )
        for name in ("d1", "d2")
    ]
    assert standing(*accounts) == {Standing.RECOGNISED}


def test_reasons_of_what_is_implied_are_told() -> None:
    """An explanation says why an act of something else decides."""
    named: dict[str, Any] = {"capacity": Capacity.GOVERNMENT}
    acts = (
        act("g", GIVEN, "1999-01-01", target="government:T.old", **named),
        act("r", GIVEN, "2000-01-01", target="government:T.new", sole=True, **named),
    )
    history = History(Dataset([*WORLD, *acts]))
    ended = history.standing("state:A", "government:T.old", on="2000-06-01")
    assert ended.certain is Standing.WITHDRAWN
    assert "recognising a rival as sole government ends this recognition" in ended.explain()
    state = history.standing("state:A", "state:T", on="2000-06-01")
    assert "recognising a government presupposes recognising its state" in state.explain()
    dealing = DiplomaticAct(
        id="diplomatic:d",
        move=DiplomaticMove.ESTABLISHMENT,
        parties=("state:A", "government:T.old"),
        date=PartialDate("2000-01-01"),
    )
    told = History(Dataset([*WORLD, dealing])).standing("state:A", "state:T", on="2001").explain()
    assert "establishing relations implies recognising the other side; recognising a government presupposes" in told


def test_the_first_is_found_behind_one_that_is_none() -> None:
    """That one act of a claimed first does not come before another's rules out only what does not either."""
    acts = (
        act("a", GIVEN, None, before=("recognition:m",)),
        act("m", TAKEN, None, actor="state:B", before=("recognition:o",)),
        act("o", GIVEN, None, actor="state:B"),
        act("z", GIVEN, None),
    )
    claim = Claim(move=GIVEN, quantifier=Quantifier.FIRST, actor="state:A", targets=("state:T",))
    said = Statement(id="statement:s", force=Force.ASSERT, gist="A was first.", claim=claim)
    assert History(Dataset([*WORLD, *acts, said])).check_claim("statement:s").truth is Truth.TRUE
    assert History(Dataset([*WORLD, *acts[1:], said])).check_claim("statement:s").truth is Truth.UNKNOWN


@pytest.mark.parametrize("beside", [(), (act("b", GIVEN, "1990-01-01"),)])
def test_the_last_day_of_all(beside: tuple[RecognitionAct, ...]) -> None:
    """What is on the last day that can be asked about is so on it, and is the last run of days."""
    history = History(Dataset([*WORLD, *beside, act("g", TAKEN, "9999-12-30")]))
    assert set(history.standing("state:A", "state:T", on="9999-12-30").possible) == {Standing.WITHDRAWN}
    *_, last = history.segments()
    assert (str(last.start), last.end) == ("9999-12-30", None)
    assert set(last.possible) == {Standing.WITHDRAWN}
    *_, stretch = stretches_of([window for _, window in all_windows(history)])
    assert (str(stretch.start), set(stretch.possible)) == ("9999-12-30", {Standing.WITHDRAWN})
