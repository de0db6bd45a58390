"""How time grows with size, for shapes that are made to be slow: ``python benchmarks/growth.py [--most 4000]``.

Each shape is a dataset of some size and a question about it. Sizes double; the exponent fitted to the times is 1 where
time is linear and 2 where it is quadratic.
"""

import argparse
import gc
import math
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

import recognition
from recognition import Capacity, Dataset, History, PartialDate, Policy, RecognitionAct, RecognitionMove, State

ACTORS: Final = (State(id="state:A", name="A"), State(id="state:T", name="T"))
FIRST: Final = date(1700, 1, 1)
Work = Callable[[], object]


class Row(NamedTuple):
    """A measurement."""

    shape: str
    size: int
    seconds: float


def act(number: int, **fields: Any) -> RecognitionAct:
    """Give an act of the one pair."""
    day = PartialDate.from_date(FIRST + timedelta(days=number))
    given: dict[str, Any] = {"actor": "state:A", "target": "state:T", "capacity": Capacity.STATE, "date": day}
    given["move"] = (RecognitionMove.RECOGNITION, RecognitionMove.WITHDRAWAL)[number % 2]
    given["id"] = f"recognition:a{number:07}"
    return RecognitionAct(**given | fields)


def dated_pair(size: int) -> Work:
    """Give a pair with many dated acts, of which all segments are asked."""
    history = History(Dataset([*ACTORS, *map(act, range(size))]))
    return lambda: list(history.segments())


def accounts(size: int) -> Work:
    """Give an occurrence with many accounts, of which those first reported are chosen."""
    reported = PartialDate("2020-01-01")
    dataset = Dataset([*ACTORS, *(act(number, occurrence="one", recorded=reported) for number in range(size))])
    return lambda: History(dataset, policy=Policy.named("earliest-report"))


def corrections(size: int) -> Work:
    """Give a chain of corrections."""
    chain = (act(n, supersedes=(f"recognition:a{n - 1:07}",) if n else ()) for n in range(size))
    dataset = Dataset([*ACTORS, *chain])
    return lambda: History(dataset)


def rivals_as_sole(size: int) -> Work:
    """Give rivals recognised as sole by turns, and withdrawals of each, for the checks of a load."""
    rivals = [recognition.Government(id=f"government:T.{n}", name="T", state="state:T") for n in range(2)]
    acts = [
        act(
            number if sole else number + size,
            target=rivals[number % 2].id,
            capacity=Capacity.GOVERNMENT,
            move=RecognitionMove.RECOGNITION if sole else RecognitionMove.WITHDRAWAL,
            sole=sole,
            id=f"recognition:{'s' if sole else 'w'}{number}",
        )
        for number in range(size // 2)
        for sole in (True, False)
    ]
    return lambda: Dataset([*ACTORS, *rivals, *acts])


def gapped(size: int) -> Work:
    """Give a pair with many dated acts, one of which was on one of two days apart."""
    last = act(size, date=PartialDate("[1690-01-01,1695-01-01]"))
    history = History(Dataset([*ACTORS, *map(act, range(size)), last]))
    return lambda: history.standing("state:A", "state:T", on=date(2020, 1, 1))


def ordered(size: int, *, dated: bool, ask: bool) -> Work:
    """Give a chain of acts of one pair, each after the one before."""
    given: dict[str, Any] = {} if dated else {"date": None}
    chain = [act(n, after=(f"recognition:a{n - 1:07}",) if n else (), **given) for n in range(size)]
    dataset = Dataset([*ACTORS, *chain])
    if not ask:
        return lambda: History(dataset)
    history = History(dataset)
    return lambda: history.standing("state:A", "state:T", on=FIRST)


def first(size: int) -> Work:
    """Ask who was first, of acts in one chain of order."""
    dataset = Dataset([*ACTORS, *(act(n, after=(f"recognition:a{n - 1:07}",) if n else ()) for n in range(size))])
    history = History(dataset)
    return lambda: history.first("state:T")


def ended(size: int, *, days: int, chained: bool, ask: bool) -> Work:
    """Give recognitions, withdrawals, and the rival as sole by turns, each on one of so many days."""
    rivals = [recognition.Government(id=f"government:T.{n}", name="T", state="state:T") for n in range(2)]
    acts = list[RecognitionAct]()
    for n in range(size):
        first = FIRST + timedelta(days=n)
        given: dict[str, Any] = {"after": (f"recognition:a{n - 1:07}",)} if chained and n else {}
        given["date"] = PartialDate(f"[{first}..{first + timedelta(days=days)}]") if days else PartialDate(str(first))
        given["move"] = RecognitionMove.WITHDRAWAL if n % 3 == 1 else RecognitionMove.RECOGNITION
        given["target"], given["sole"] = rivals[n % 3 // 2].id, n % 3 == 2
        acts.append(act(n, capacity=Capacity.GOVERNMENT, **given))
    history = History(Dataset([*ACTORS, *rivals, *acts]))
    if ask:
        return lambda: history.standing("state:A", rivals[0].id, on=FIRST + timedelta(days=size // 2))
    return lambda: list(history.segments())


def claimed(size: int) -> Work:
    """Check the claim to have been the first, of acts without dates of which none certainly was."""
    given: dict[str, Any] = {"date": None, "target": "state:U", "move": RecognitionMove.RECOGNITION}
    own = [act(n, **given, after=(f"recognition:a{n - 1:07}",) if n else ()) for n in range(size // 2)]
    others = [act(n, **given, actor="state:T", id=f"recognition:o{n:07}") for n in range(size // 2)]
    claim = recognition.Claim(
        move=RecognitionMove.RECOGNITION,
        quantifier=recognition.Quantifier.FIRST,
        actor="state:A",
        targets=("state:U",),
    )
    said = recognition.Statement(id="statement:s", force=recognition.Force.ASSERT, gist="A was first.", claim=claim)
    history = History(Dataset([*ACTORS, State(id="state:U", name="U"), *own, *others, said]))
    return lambda: history.check_claim("statement:s")


def merged(size: int) -> Work:
    """Merge two datasets that share half their records, and tell what differs."""
    one = Dataset([*ACTORS, *map(act, range(size))])
    other = Dataset([*ACTORS, *map(act, range(size // 2, size + size // 2))])
    return lambda: (recognition.merge(one, other), recognition.diff(one, other))


SHAPES: Final[dict[str, Callable[[int], Work]]] = {
    "segments of one pair of dated acts": dated_pair,
    "accounts of one occurrence, the first reported": accounts,
    "a chain of corrections, indexed": corrections,
    "sole rivals and withdrawals, checked": rivals_as_sole,
    "a gap in one date of a pair, asked": gapped,
    "a chain of dated acts, indexed": lambda size: ordered(size, dated=True, ask=False),
    "a chain of dated acts of one pair, asked": lambda size: ordered(size, dated=True, ask=True),
    "a chain of undated acts of one pair, asked": lambda size: ordered(size, dated=False, ask=True),
    "the first of a chain": first,
    "the claim to be first, without dates": claimed,
    "sole rivals by turns, all segments": lambda size: ended(size, days=0, chained=False, ask=False),
    "sole rivals on overlapping days, asked": lambda size: ended(size, days=size, chained=False, ask=True),
    "sole rivals on overlapping days, all segments": lambda size: ended(size, days=size, chained=False, ask=False),
    "sole rivals in a chain, all segments": lambda size: ended(size, days=size, chained=True, ask=False),
    "merge and diff": merged,
}


def rows(sizes: Sequence[int], shapes: Sequence[str] = tuple(SHAPES)) -> Iterator[Row]:
    """Measure shapes at sizes, by the processor's time: the least of three, each of what was not asked before."""
    for shape in shapes:
        for size in sizes:
            yield Row(shape, size, min(_measured(SHAPES[shape](size)) for _ in range(3)))


def _measured(work: Work) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def exponent(found: Sequence[Row]) -> float:
    """Give the exponent of size that fits the times of a shape best, by least squares of logarithms."""
    points = [(math.log(row.size), math.log(row.seconds)) for row in found]
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    slope: float = sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)
    return slope


def main() -> None:
    """Print a line for each shape: seconds at each size, and the exponent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=4000, help="the greatest size; the others are halves of it")
    most = parser.parse_args().most
    sizes = [most >> halvings for halvings in (3, 2, 1, 0)]
    print(f"{'seconds at size':<50}" + "".join(f"{size:>10,}" for size in sizes) + f"{'exponent':>10}")
    for shape in SHAPES:
        found = list(rows(sizes, [shape]))
        times = "".join(f"{row.seconds:>10.4f}" for row in found)
        print(f"{shape:<50}{times}{exponent(found):>10.2f}", flush=True)


if __name__ == "__main__":
    main()
