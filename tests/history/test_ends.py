"""A sole rival ends the recognition that was the last standing before it: worked out by hand, with gaps and doubts."""

import pytest

from recognition import (
    Capacity,
    Dataset,
    Government,
    History,
    RecognitionAct,
    RecognitionMove,
    Record,
    Standing,
    State,
)
from tests.history import making

WORLD: list[Record] = [
    State(id="state:A", name="A"),
    State(id="state:T", name="T"),
    Government(id="government:T.old", name="old", state="state:T"),
    Government(id="government:T.new", name="new", state="state:T"),
]


def act(name: str, day: str, move: RecognitionMove = RecognitionMove.RECOGNITION, **fields: object) -> RecognitionAct:
    """Give an act of A about the old government of T."""
    return making.act(name, day, move=move, **{"target": "government:T.old", "capacity": Capacity.GOVERNMENT} | fields)


RIVAL = act("new", "2003-01-01", target="government:T.new", sole=True)


def possible(*acts: RecognitionAct, on: str) -> set[Standing]:
    """Give the standings possible of the old government."""
    told = History(Dataset([*WORLD, *acts, RIVAL]))
    return set(told.standing("state:A", "government:T.old", on=on).possible)


def test_what_may_be_later_hides_nothing_that_is_certain() -> None:
    """An act that may be after the day asked about does not keep a refusal from being the last before the rival."""
    acts = (
        act("a", "2000-01-01"),
        act("b", "[2001-01-01..2010-12-31]", RecognitionMove.ACKNOWLEDGEMENT),
        act("c", "2002-01-01", RecognitionMove.REFUSAL),
    )
    assert possible(*acts, on="2004-01-01") == {Standing.ACKNOWLEDGED, Standing.REFUSED}


@pytest.mark.parametrize(
    ("refused", "standings"),
    [
        ("2000-01-04", {Standing.REFUSED, Standing.WITHDRAWN}),
        ("2000-01-05", {Standing.REFUSED, Standing.WITHDRAWN}),
        ("2000-01-06", {Standing.REFUSED}),
    ],
)
def test_a_recognition_on_one_of_two_days_is_ended_if_it_can_be_the_last(
    refused: str, standings: set[Standing]
) -> None:
    """Recognised on the first or the fifth: a refusal on the fourth or fifth may come before it, on the sixth after."""
    acts = (act("a", "[2000-01-01,2000-01-05]"), act("c", refused, RecognitionMove.REFUSAL))
    assert possible(*acts, on="2004-01-01") == standings


@pytest.mark.parametrize(
    ("on", "standings"),
    [
        ("2002-12-31", {Standing.RECOGNISED}),
        ("2003-01-01", {Standing.WITHDRAWN}),
        ("[2002-12-31,2003-01-01]", {Standing.RECOGNISED, Standing.WITHDRAWN}),
    ],
)
def test_an_end_counts_from_its_day(on: str, standings: set[Standing]) -> None:
    """Until the day before the rival the recognition stands, from that day on it is ended; of the two days, either."""
    assert possible(act("a", "2000-01-01"), on=on) == standings


def test_whichever_account_is_right_the_recognition_does_not_stand() -> None:
    """One account of what happened is of a suspension, the other of the rival as sole: neither leaves it standing."""
    one = act("s", "2001-01-01", RecognitionMove.SUSPENSION, occurrence="o")
    other = act("r", "2001-01-01", target="government:T.new", sole=True, occurrence="o")
    told = History(Dataset([*WORLD, act("a", "2000-01-01"), one, other]))
    days = ("2000-12-31", "2001-01-01")
    standings = [set(told.standing("state:A", "government:T.old", on=day).possible) for day in days]
    assert standings == [{Standing.RECOGNISED}, {Standing.SUSPENDED, Standing.WITHDRAWN}]


def test_an_account_of_something_else_leaves_it_standing() -> None:
    """Where one of three accounts is of another land's affair, the recognition may stand."""
    accounts = (
        act("s", "2001-01-01", RecognitionMove.SUSPENSION, occurrence="o"),
        act("r", "2001-01-01", target="government:T.new", sole=True, occurrence="o"),
        act("n", "2001-01-01", target="government:T.new", occurrence="o"),
    )
    told = History(Dataset([*WORLD, act("a", "2000-01-01"), *accounts]))
    found = set(told.standing("state:A", "government:T.old", on="2001-01-01").possible)
    assert found == {Standing.RECOGNISED, Standing.SUSPENDED, Standing.WITHDRAWN}
