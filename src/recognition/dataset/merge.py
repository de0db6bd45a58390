"""`merge`: the union of datasets by id, and how two contents of one id are settled."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from operator import attrgetter
from typing import Final, Literal

from recognition.dataset.dataset import Dataset
from recognition.dataset.diff import brief, field_changes, line_of
from recognition.errors import InvalidDataError, Problem, UnknownIdError
from recognition.model.record import Record

Choice = Callable[[Record, Record], Record]
"""Gives the record that stands for two of one id."""


def merge(*datasets: Dataset, on_conflict: Literal["latest"] | Choice | None = None) -> Dataset:
    """Give the union of datasets by id, in time linear in their records.

    It is commutative, associative and idempotent, and the empty dataset is its unit: whoever merges what with
    whom, and in what order, gets the same. One id with two contents is a conflict, of which there are no
    silent winners: it is refused, or settled by the policy that you name.

    The union is checked as any dataset is. Its references resolve, because those of its parts do; but parts
    that are each sound can contradict each other, such as two that order the same acts in opposite ways.
    Where only a third part resolves that, merge all three at once.

    Args:
        datasets: the datasets, any number of them.
        on_conflict: what to do about one id with two contents.

            - ``None``: refuse.
            - ``"latest"``: the record with the later ``recorded`` stands. Days known in part are compared by the
              latest day they allow, then the earliest, then their text; no ``recorded`` is before any. If that
              is the same, the record with the greater SHA-256 of its canonical line of JSON stands, which is
              arbitrary, yet the same for everybody. That makes the merge a semilattice join.
            - A function that is given both records and gives the one that stands, of the same id. The laws
              above hold if it is itself commutative, associative and idempotent.

    Returns:
        The union. Paths in its problems count its records in canonical order.

    Raises:
        InvalidDataError: with a problem ``merge-conflict`` for each conflict, which tells what differs; or with
            the errors between the records of the union.
        UnknownIdError: if there is no policy of that name.

    Example:
        >>> from recognition import Dataset, InvalidDataError, PartialDate, State, merge
        >>> swiss = State(id="state:CHE", name="Switzerland")
        >>> a = Dataset([swiss, State(id="state:SWZ", name="Swaziland", recorded=PartialDate("2017"))])
        >>> b = Dataset([swiss, State(id="state:SWZ", name="Eswatini", recorded=PartialDate("2018-04-19"))])
        >>> merge(a, b, on_conflict="latest")["state:SWZ"].name
        'Eswatini'
        >>> try:
        ...     merge(a, b)
        ... except InvalidDataError as error:
        ...     for told in error.problems[0].message.split("; "):
        ...         print(told)
        state:SWZ: $.name is "Swaziland" in dataset 1, "Eswatini" in dataset 2
        $.recorded is "2017" in dataset 1, "2018-04-19" in dataset 2
    """
    choose = _choice(on_conflict)
    held: dict[str, Record] = {}
    contents: dict[str, dict[Record, int]] = {}
    for number, dataset in enumerate(datasets, 1):
        for record in dataset:
            known = held.setdefault(record.id, record)
            if known is record or known == record:
                continue
            if choose is not None:
                held[record.id] = _chosen(choose, known, record)
            else:
                # What is held stays the first content, so each further one ends up here.
                contents.setdefault(record.id, {}).setdefault(record, number)
    if contents:
        raise InvalidDataError(_conflicts(datasets, held, contents))
    return Dataset(sorted(held.values(), key=attrgetter("id")))


def _choice(on_conflict: str | Choice | None) -> Choice | None:
    if isinstance(on_conflict, str):
        if on_conflict not in _POLICIES:
            raise UnknownIdError(on_conflict, _POLICIES, what="policy")
        return _POLICIES[on_conflict]
    return on_conflict


def _chosen(choose: Choice, one: Record, other: Record) -> Record:
    chosen = choose(one, other)
    if chosen.id != one.id:
        message = f"{one.id}: the policy gave {chosen.id}, which is another record"
        raise InvalidDataError([Problem("merge-conflict", message, record=one.id)])
    return chosen


def _conflicts(
    datasets: tuple[Dataset, ...], held: Mapping[str, Record], contents: Mapping[str, Mapping[Record, int]]
) -> Iterator[Problem]:
    """Give a problem for each content of an id beyond the first, in the order of the ids."""
    for record_id in sorted(contents):
        first = next(number for number, dataset in enumerate(datasets, 1) if record_id in dataset)
        for record, number in contents[record_id].items():
            told = (
                f"{change.path} is {brief(change.before)} in dataset {first}, {brief(change.after)} in dataset {number}"
                for change in field_changes(held[record_id], record)
            )
            yield Problem("merge-conflict", f"{record_id}: {'; '.join(told)}", record=record_id)


def content_digest(record: Record) -> str:
    """Give the SHA-256 of a record's canonical line of JSON, without the line break, in lower-case hexadecimal."""
    return hashlib.sha256(line_of(record)).hexdigest()


def latest(one: Record, other: Record) -> Record:
    """Give the record recorded later; of two recorded alike, that with the greater content digest.

    It takes the maximum by a total order of contents, hence is commutative, associative and idempotent.
    """
    first, second = _recorded_key(one), _recorded_key(other)
    if first == second:
        return max(one, other, key=content_digest)
    return one if first > second else other


def _recorded_key(record: Record) -> tuple[date, date, str]:
    recorded = record.recorded
    if recorded is None:
        # Before any date: each has a text.
        return date.min, date.min, ""
    return recorded.latest or date.max, recorded.earliest or date.min, str(recorded)


_POLICIES: Final[dict[str, Choice]] = {"latest": latest}
