"""The datasets that are part of the package."""

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
    return loads(_read("states"), format="jsonl")


@cache
def us_recognition() -> Dataset:
    """Give recognition by and of the United States since 1776, coded from the State Department's guide, act by act.

    Acts of recognition, diplomatic acts, and what came and went on the ground, each citing its passage; with the
    states of :func:`states`. What it covers, and how it was coded, is told in ``docs/reference/us-recognition.md``.
    It is read once, and the same dataset is given each time.

    Source:
        Office of the Historian, United States Department of State, *A Guide to the United States' History of
        Recognition, Diplomatic, and Consular Relations, by Country, since 1776* (public domain).

    Example:
        >>> from recognition import History, reference
        >>> history = History(reference.us_recognition())
        >>> history.standing("state:USA", "state:SSD", on="2011-07-08").recognised
        Truth.FALSE
        >>> history.standing("state:USA", "state:SSD", on="2011-07-09").recognised
        Truth.TRUE
    """
    # Both files begin with the same header; the acts refer to the states.
    return loads(_read("states") + _read("us-recognition").partition(b"\n")[2], format="jsonl")


def _read(name: str) -> bytes:
    return files("recognition.reference").joinpath(f"{name}.jsonl").read_bytes()
