"""The strategy of each class."""

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

from hypothesis.errors import InvalidArgument
from hypothesis.strategies import SearchStrategy

from recognition.dataset.dataset import Dataset
from recognition.model.dates import PartialDate
from recognition.model.evidence import Citation
from recognition.model.periods import Period
from recognition.model.shape import Value
from recognition.model.truth import Truth
from recognition.strategies._datasets import datasets
from recognition.strategies._dates import MAX_YEAR, MIN_YEAR, partial_dates, periods, truths
from recognition.strategies._values import alone, citations

T = TypeVar("T")

_FOR_CLASS: Final[dict[type[Any], Callable[[], SearchStrategy[Any]]]] = {
    Citation: citations,
    Dataset: datasets,
    PartialDate: partial_dates,
    Period: periods,
    Truth: truths,
}


def for_class(cls: type[T]) -> SearchStrategy[T]:
    """Give the strategy of a class of the model, or of ``Dataset``, with its defaults.

    Args:
        cls: the class; what ``st.from_type`` gives for it where the package is installed.
    """
    if cls in _FOR_CLASS:
        return _FOR_CLASS[cls]()
    if not issubclass(cls, Value):
        message = f"no strategy for {cls.__name__}"
        raise InvalidArgument(message)
    return cast("SearchStrategy[T]", alone(cls, MIN_YEAR, MAX_YEAR))
