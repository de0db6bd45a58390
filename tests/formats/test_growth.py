"""What is written and read takes work in step with its size, in every format: calls are counted, not time."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest

import recognition
from recognition import (
    Capacity,
    Citation,
    Dataset,
    InvalidDataError,
    Name,
    PartialDate,
    RecognitionAct,
    RecognitionMove,
    Record,
    Source,
    State,
)
from recognition.formats import FORMATS
from tests.counting import calls

SOURCE: Final = Source(id="source:s", title="S")
TARGET: Final = State(id="state:T", name="T")


def act(number: int, **fields: Any) -> RecognitionAct:
    """Give an act of an actor of its own."""
    given: dict[str, Any] = {
        "id": f"recognition:r{number}",
        "actor": f"state:A{number}",
        "target": "state:T",
        "capacity": Capacity.STATE,
        "move": RecognitionMove.RECOGNITION,
        "date": PartialDate("1990"),
    }
    return RecognitionAct(**given | fields)


def acts(size: int) -> Iterator[Record]:
    """Give as many states, and an act of each."""
    for number in range(size):
        yield State(id=f"state:A{number}", name=f"A{number}")
        yield act(number)


def names(size: int) -> Iterator[Record]:
    """Give one state with as many names."""
    yield State(id="state:A", name="A", names=tuple(Name(text=f"A {number}", language="en") for number in range(size)))


def citations(size: int) -> Iterator[Record]:
    """Give one act with as many citations."""
    yield State(id="state:A0", name="A")
    yield act(0, citations=tuple(Citation(source="source:s", locator=f"page {number}") for number in range(size)))


def corrections(size: int) -> Iterator[Record]:
    """Give as many acts of which each corrects the one before."""
    yield State(id="state:A0", name="A")
    for number in range(size):
        before = (f"recognition:r{number - 1}",) if number else ()
        yield act(number, actor="state:A0", supersedes=before)


SHAPES: Final = {shape.__name__: shape for shape in (acts, names, citations, corrections)}
SIZE: Final = 150


def dataset(shape: Callable[[int], Iterator[Record]], size: int) -> Dataset:
    """Give a dataset of a shape."""
    return Dataset([SOURCE, TARGET, *shape(size)])


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_twice_the_data_is_no_four_times_the_work(shape: Callable[[int], Iterator[Record]], name: str) -> None:
    """Work that grows with the square would come to four times as many calls."""

    def there_and_back(given: Dataset) -> None:
        recognition.loads(recognition.dumps(given, format=name), format=name)

    few, many = dataset(shape, SIZE), dataset(shape, 2 * SIZE)
    there_and_back(few)  # what is made on first use is not counted
    assert calls(lambda: there_and_back(many)) < 3 * calls(lambda: there_and_back(few))


@pytest.mark.parametrize("name", ["json", "jsonl", "yaml", "ntriples", "turtle", "jsonld", "sheet"])
def test_twice_the_problems_are_no_four_times_the_work(name: str) -> None:
    """Each act has a problem, and all of them are told, each with its place."""

    def refused(data: bytes) -> int:
        with pytest.raises(InvalidDataError) as caught:
            recognition.loads(data, format=name)
        return len(caught.value.problems)

    few, many = (
        recognition.dumps(dataset(acts, size), format=name).replace(b"1990", b"19_0") for size in (SIZE, 2 * SIZE)
    )
    assert refused(few) >= SIZE
    assert calls(lambda: refused(many)) < 3 * calls(lambda: refused(few))
