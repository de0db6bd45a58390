"""Work grows with the number of acts, not with its square: calls are counted, no time is measured."""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from recognition import Capacity, Dataset, Government, History, PartialDate, RecognitionAct, RecognitionMove, State
from recognition.history.history import all_windows

ACTORS = (
    State(id="state:A", name="A"),
    State(id="state:T", name="T"),
    *(Government(id=f"government:T.{number}", name="T", state="state:T") for number in (0, 1)),
)


def act(number: int, **fields: Any) -> RecognitionAct:
    """Give the act of a day."""
    given: dict[str, Any] = {"actor": "state:A", "target": "state:T", "capacity": Capacity.STATE}
    given["date"] = PartialDate.from_date(date(1900, 1, 1) + timedelta(days=number))
    given["move"] = (RecognitionMove.RECOGNITION, RecognitionMove.WITHDRAWAL)[number % 2]
    given["id"] = f"recognition:a{number}"
    return RecognitionAct(**given | fields)


def segments(size: int) -> Callable[[], object]:
    """Ask for the segments of a pair of dated acts."""
    history = History(Dataset([*ACTORS, *map(act, range(size))]))
    return lambda: list(history.segments())


def gapped(size: int) -> Callable[[], object]:
    """Ask for a pair of which one act was on one of two days."""
    last = act(size, date=PartialDate("[1890-01-01,1895-01-01]"))
    history = History(Dataset([*ACTORS, *map(act, range(size)), last]))
    return lambda: history.standing("state:A", "state:T", on="2020-01-01")


def corrections(size: int) -> Callable[[], object]:
    """Index a chain of corrections."""
    chain = (act(number, supersedes=(f"recognition:a{number - 1}",) if number else ()) for number in range(size))
    dataset = Dataset([*ACTORS, *chain])
    return lambda: History(dataset)


def first(size: int) -> Callable[[], object]:
    """Ask who was the first, of a chain."""
    chain = (act(number, after=(f"recognition:a{number - 1}",) if number else ()) for number in range(size))
    history = History(Dataset([*ACTORS, *chain]))
    return lambda: history.first("state:T")


def undated(size: int) -> Callable[[], object]:
    """Ask for a pair of which all acts are in a chain and have no day."""
    chain = (act(number, date=None, after=(f"recognition:a{number - 1}",) if number else ()) for number in range(size))
    history = History(Dataset([*ACTORS, *chain]))
    return lambda: history.standing("state:A", "state:T", on="2020-01-01")


def tabled(size: int) -> Callable[[], object]:
    """Make a table of the acts of such a pair, all of one year."""
    year = PartialDate("1900")
    chain = (act(number, date=year, after=(f"recognition:a{number - 1}",) if number else ()) for number in range(size))
    history = History(Dataset([*ACTORS, *chain]))
    return lambda: list(all_windows(history))


def rivals(size: int) -> Callable[[], object]:
    """Check sole recognitions of rivals by turns, and as many withdrawals, all of them too early to end any."""
    acts = [
        act(
            number + size * sole,
            id=f"recognition:{'s' if sole else 'w'}{number}",
            target=f"government:T.{number % 2}",
            capacity=Capacity.GOVERNMENT,
            move=RecognitionMove.RECOGNITION if sole else RecognitionMove.WITHDRAWAL,
            sole=sole,
        )
        for number in range(size)
        for sole in (True, False)
    ]
    return lambda: Dataset([*ACTORS, *acts])


def calls(work: Callable[[], object]) -> int:
    """Count the calls that a piece of work makes, resumptions of generators among them."""
    count = 0

    def tally(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(tally)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    ("shape", "size"),
    [
        (segments, 200),
        (gapped, 200),
        (corrections, 200),
        (first, 200),
        (undated, 200),
        (tabled, 200),
        (rivals, 1500),
    ],
)
def test_twice_the_acts_are_no_four_times_the_work(shape: Callable[[int], Callable[[], object]], size: int) -> None:
    """Work that grows with the square would come to four times as many calls."""
    shape(20)()  # what is made on first use is not counted
    assert calls(shape(2 * size)) < 3 * calls(shape(size))
