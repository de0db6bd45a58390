"""The dataset of states that is part of the package."""

from functools import cache
from importlib.resources import files

from recognition.dataset.dataset import Dataset
from recognition.io import loads


@cache
def states() -> Dataset:
    """Give the reference data: every state of the lists that are covered, and the sources that say so.

    It is read once, and the same dataset is given each time.

    Example:
        >>> from recognition import reference
        >>> dataset = reference.states()
        >>> dataset["state:SRB"].name
        'Serbia'
        >>> for membership in dataset["state:SRB"].memberships:
        ...     if membership.system in ("cow-2024", "gw"):
        ...         print(membership.system, membership.code, membership.period)
        cow-2024 345 2006-06-03/..
        gw 340 1878-07-13/1915-10-01
        gw 340 2006-06-05/..
    """
    return loads(files("recognition.reference").joinpath("states.jsonl").read_bytes(), format="jsonl")
