"""The acts that the tests of histories are made of."""

from typing import Any

from recognition import Capacity, PartialDate, RecognitionAct, RecognitionMove


def act(name: str, day: str | None, **fields: Any) -> RecognitionAct:
    """Give an act of A recognising the state T on a day, changed by the fields."""
    given: dict[str, Any] = {
        "id": f"recognition:{name}",
        "actor": "state:A",
        "target": "state:T",
        "capacity": Capacity.STATE,
        "move": RecognitionMove.RECOGNITION,
        "date": None if day is None else PartialDate(day),
    }
    return RecognitionAct(**given | fields)
