"""The datasets that are part of the package."""

from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from recognition.dataset.dataset import Dataset
from recognition.dataset.once import once
from recognition.errors import UnknownIdError
from recognition.io import loads


@once
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


@once
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
    return _with_states("us-recognition")


RECOGNISED: Final[Mapping[str, str]] = MappingProxyType(
    {"state:PSE": "recognition-of-palestine", "state:XKX": "recognition-of-kosovo"}
)
"""The states of which there is data on who recognised them, each with its file."""


@once
def recognition_of(state_id: str) -> Dataset:
    """Give the acts of recognition of Kosovo or of Palestine, as far as lists and reports have them.

    Where they differ there is an account of each, of one occurrence; withdrawals that somebody claims and somebody
    denies are held so. With the states of :func:`states`. What it covers and where it stops is told in
    ``docs/reference/recognition-of.md``. It is read once, and the same dataset is given each time.

    Args:
        state_id: ``state:XKX`` for Kosovo, or ``state:PSE`` for Palestine.

    Raises:
        UnknownIdError: if it is another id; the message names the two.

    Source:
        Lists and reports named in the data, each as a source; no text of them is taken over.

    Example:
        >>> from recognition import History, reference
        >>> history = History(reference.recognition_of("state:XKX"))
        >>> history.standing("state:DEU", "state:XKX", on="2008-02-19").recognised
        Truth.UNKNOWN
        >>> for act in sorted(history.standing("state:DEU", "state:XKX", on="2008-02-19").because):
        ...     print(act)
        recognition:XKX.DEU.ministry-list-2018
        recognition:XKX.DEU.snork-2008
    """
    if state_id not in RECOGNISED:
        raise UnknownIdError(
            state_id, RECOGNISED, what=f"recognised state (known: {', '.join(RECOGNISED)}) with the id"
        )
    return _with_states(RECOGNISED[state_id])


def _with_states(name: str) -> Dataset:
    # Both files begin with the same header; the acts refer to the states.
    return loads(_read("states") + _read(name).partition(b"\n")[2], format="jsonl")


def _read(name: str) -> bytes:
    return files("recognition.reference").joinpath(f"{name}.jsonl").read_bytes()
