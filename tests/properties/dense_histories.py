"""Datasets in which as much as possible bears on few pairs within few days, beside which an answer can go wrong."""

from typing import Any, Final

from hypothesis import strategies as st

from recognition import (
    Capacity,
    Dataset,
    DiplomaticAct,
    DiplomaticMove,
    Government,
    PartialDate,
    RecognitionAct,
    RecognitionMove,
    Record,
    State,
    Territory,
)
from tests.properties.history_oracle import DAYS, date_texts

ACTORS: Final[tuple[Record, ...]] = (
    State(id="state:A", name="A"),
    State(id="state:T", name="T"),
    Territory(id="territory:L", name="L"),
    *(Government(id=f"government:T.{number}", name=f"T {number}", state="state:T") for number in (1, 2)),
)
_TARGETS: Final = st.sampled_from(
    (
        *[("government:T.1", Capacity.GOVERNMENT, None)] * 3,
        *[("government:T.2", Capacity.GOVERNMENT, None)] * 2,
        ("state:T", Capacity.STATE, None),
        ("state:T", Capacity.TITLE, "territory:L"),
    )
)
_MOVES: Final = st.sampled_from((*[RecognitionMove.RECOGNITION] * 6, *RecognitionMove))
_SIZES: Final = st.integers(1, 8)
_ACCOUNTS: Final = st.sampled_from((1, 1, 1, 1, 2))
_DAYS: Final = st.lists(st.integers(DAYS[1], DAYS[-2]), min_size=8, max_size=8).map(sorted)
_EARLIER: Final = st.sampled_from((0, 0, 1, 1, 2))


@st.composite
def dense_datasets(draw: st.DrawFn) -> Dataset:
    """Give up to eight acts of one state on two governments of another and on that state, within four days.

    Each is on a true day that its date allows, and edges run from what is drawn before to what is drawn after, so that
    all edges can be kept. Recognitions are often sole, and of some acts there are two accounts, which may differ.
    """
    days = draw(_DAYS)
    records: list[Record] = [*ACTORS]
    ids = list[str]()
    for number in range(draw(_SIZES)):
        after = tuple({draw(st.sampled_from(ids)) for _ in range(draw(_EARLIER))} if ids else ())
        accounts = draw(_ACCOUNTS)
        dealing = draw(st.integers(0, 9)) == 0
        for letter in "ab"[:accounts]:
            text = draw(date_texts(days[number]))
            shared: dict[str, Any] = {
                "occurrence": f"o{number}" if accounts > 1 else None,
                "after": after,
                "date": None if text is None else PartialDate(text),
            }
            if dealing:
                record: RecognitionAct | DiplomaticAct = DiplomaticAct(
                    id=f"diplomatic:{number}{letter}",
                    move=DiplomaticMove.ESTABLISHMENT,
                    parties=("state:A", draw(st.sampled_from(("government:T.1", "state:T")))),
                    **shared,
                )
            else:
                target, capacity, land = draw(_TARGETS)
                record = RecognitionAct(
                    id=f"recognition:{number}{letter}",
                    actor="state:A",
                    target=target,
                    capacity=capacity,
                    concerning=land,
                    move=draw(_MOVES),
                    sole=capacity is Capacity.GOVERNMENT and draw(st.booleans()),
                    **shared,
                )
            records.append(record)
            ids.append(record.id)
    return Dataset(records)
