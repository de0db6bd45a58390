"""What the tests of pictures share: small datasets of one target."""

from collections.abc import Callable, Iterable

import pytest

from recognition import Capacity, Dataset, History, PartialDate, RecognitionAct, RecognitionMove, Record, State

TARGET = "state:TGT"


def act(actor: str, move: str, date: str | None, number: int = 0) -> RecognitionAct:
    """Give an act of a state on the target."""
    return RecognitionAct(
        id=f"recognition:{actor}-{number}",
        actor=f"state:{actor}",
        target=TARGET,
        capacity=Capacity.STATE,
        move=RecognitionMove(move),
        date=None if date is None else PartialDate(date),
    )


Rows = Iterable[tuple[str, str, str | None]]


@pytest.fixture
def history_of() -> Callable[..., History]:
    """Give a history of acts, each told by actor, move and date; of states with more to tell, their records."""

    def build(rows: Rows, *records: Record) -> History:
        acts = [act(actor, move, date, number) for number, (actor, move, date) in enumerate(rows)]
        told = {record.id for record in records}
        missing = {one.actor for one in acts} | {TARGET}
        states = [State(id=name, name=name.removeprefix("state:")) for name in sorted(missing - told)]
        return History(Dataset([*states, *records, *acts]))

    return build
