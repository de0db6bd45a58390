"""Work grows with the number of acts, not with its square: calls are counted, no time is measured."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from recognition import (
    Capacity,
    Claim,
    Dataset,
    Force,
    Government,
    History,
    PartialDate,
    Quantifier,
    RecognitionAct,
    RecognitionMove,
    State,
    Statement,
)
from recognition.history.history import all_windows
from tests.counting import calls

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


def exact(number: int, _size: int) -> PartialDate | None:
    """Each act on a day of its own."""
    return PartialDate.from_date(date(1900, 1, 1) + timedelta(days=number))


def wide(number: int, size: int) -> PartialDate | None:
    """All acts on overlapping spans of days."""
    first = date(1900, 1, 1) + timedelta(days=number)
    return PartialDate(f"[{first}..{first + timedelta(days=size)}]")


def unknown(_number: int, _size: int) -> PartialDate | None:
    """No act on a known day."""
    return None


Dates = Callable[[int, int], PartialDate | None]


def ended(size: int, dates: Dates, *, chained: bool) -> History:
    """Give recognitions of a government, with as many of its rival as sole, and withdrawals, by turns."""
    acts = [
        act(
            number,
            target=f"government:T.{number % 3 // 2}",
            capacity=Capacity.GOVERNMENT,
            move=RecognitionMove.WITHDRAWAL if number % 3 == 1 else RecognitionMove.RECOGNITION,
            sole=number % 3 == 2,
            date=dates(number, size),
            after=(f"recognition:a{number - 1}",) if chained and number else (),
        )
        for number in range(size)
    ]
    return History(Dataset([*ACTORS, *acts]))


@pytest.mark.parametrize("chained", [False, True])
@pytest.mark.parametrize("dates", [exact, wide, unknown])
@pytest.mark.parametrize(
    "ask",
    [
        lambda history: history.standing("state:A", "government:T.0", on="1900-03-01").possible,
        lambda history: history.standing("state:A", "government:T.0", on="1900").because,
        lambda history: list(history.segments()),
        lambda history: list(all_windows(history)),
    ],
    ids=["standing", "because", "segments", "windows"],
)
def test_recognitions_that_rivals_end(dates: Dates, ask: Callable[[History], object], *, chained: bool) -> None:
    """Twice the acts are no four times the work, whatever is known of their days and order."""
    few, many = ended(150, dates, chained=chained), ended(300, dates, chained=chained)
    ask(ended(9, dates, chained=chained))  # what is made on first use is not counted
    assert calls(lambda: ask(many)) < 3 * calls(lambda: ask(few))


def claimed(size: int) -> Callable[[], object]:
    """Check whether one was the first, of whose acts none certainly was, for an act that follows none of them."""
    given: dict[str, Any] = {"date": None, "target": "state:U", "move": RecognitionMove.RECOGNITION}
    own = [act(n, **given, after=(f"recognition:a{n - 1}",) if n else ()) for n in range(size)]
    others = [act(n, **given, actor="state:T", id=f"recognition:o{n}") for n in range(size)]
    claim = Claim(move=RecognitionMove.RECOGNITION, quantifier=Quantifier.FIRST, actor="state:A", targets=("state:U",))
    statement = Statement(id="statement:s", force=Force.ASSERT, gist="A was the first.", claim=claim)
    history = History(Dataset([*ACTORS, State(id="state:U", name="U"), *own, *others, statement]))
    return lambda: history.check_claim("statement:s")


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
        (claimed, 200),
    ],
)
def test_twice_the_acts_are_no_four_times_the_work(shape: Callable[[int], Callable[[], object]], size: int) -> None:
    """Work that grows with the square would come to four times as many calls."""
    shape(20)()  # what is made on first use is not counted
    assert calls(shape(2 * size)) < 3 * calls(shape(size))
