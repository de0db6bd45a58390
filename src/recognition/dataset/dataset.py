"""`Dataset`: records held together, checked, in canonical order."""

from collections import Counter
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import TypeVar, final

from attrs.exceptions import FrozenInstanceError

from recognition.dataset.accounts import contradictions
from recognition.dataset.checks import errors_of
from recognition.dataset.doubts import warnings_of
from recognition.errors import InvalidDataError, Problem, UnknownIdError, problems_table, shown
from recognition.model.record import Record
from recognition.views import table

R = TypeVar("R", bound=Record)
_id = attrgetter("id")


@final
class Dataset:
    """An immutable set of records whose references resolve among themselves.

    Building one checks everything between the records, in time linear in their number: errors refuse it,
    warnings and notes travel with it in :attr:`problems`. It iterates in canonical order, by id, whatever
    the order of the input; two datasets are equal when their records are.

    Args:
        records: the records, in any order.

    Raises:
        InvalidDataError: with every error: duplicate ids, dangling references, cycles, violated order.

    Example:
        >>> from recognition import Dataset, Government, State
        >>> dataset = Dataset([
        ...     Government(id="government:AFG.2021", name="Islamic Emirate", state="state:AFG"),
        ...     State(id="state:AFG", name="Afghanistan"),
        ... ])
        >>> dataset["state:AFG"].name
        'Afghanistan'
        >>> len(dataset), "state:XYZ" in dataset
        (2, False)
        >>> dataset
        Dataset(2 records: 1 government, 1 state)
    """

    __slots__ = ("_records", "problems")

    _records: dict[str, Record]
    problems: tuple[Problem, ...]
    """The warnings and notes, with paths into the input that it was built from."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        """Check the records and hold them."""
        listed = list(records)
        for position, record in enumerate(listed):
            # Callers without a type checker are told at once, instead of at some attribute.
            if not isinstance(record, Record):  # pyright: ignore[reportUnnecessaryIsInstance]
                message = f"expected a record, got {shown(record)}"
                raise InvalidDataError([Problem("wrong-type", message, path=f"$.records[{position}]")])
        errors = tuple(errors_of(listed))
        if errors:
            raise InvalidDataError(errors)
        put = object.__setattr__
        put(self, "problems", (*warnings_of(listed), *contradictions(listed)))
        put(self, "_records", {record.id: record for record in sorted(listed, key=_id)})

    def __getitem__(self, record_id: str) -> Record:
        """Give the record of an id.

        Raises:
            UnknownIdError: with near ids, if there is none.
        """
        try:
            return self._records[record_id]
        except KeyError:
            raise UnknownIdError(record_id, self._records) from None

    def get(self, record_id: str) -> Record | None:
        """Give the record of an id, or ``None``."""
        return self._records.get(record_id)

    def __contains__(self, record_id: object) -> bool:
        """Tell whether there is a record of an id."""
        return record_id in self._records

    def __iter__(self) -> Iterator[Record]:
        """Iterate over the records in canonical order, by id."""
        return iter(self._records.values())

    def __len__(self) -> int:
        """Give the number of records."""
        return len(self._records)

    def of(self, cls: type[R]) -> tuple[R, ...]:
        """Give the records of a class, in canonical order."""
        return tuple(record for record in self._records.values() if isinstance(record, cls))

    def accounts(self, occurrence: str) -> tuple[Record, ...]:
        """Give the records that share an occurrence, in canonical order."""
        return tuple(record for record in self._records.values() if record.occurrence == occurrence)

    def __eq__(self, other: object) -> bool:
        """Compare the records."""
        return self._records == other._records if isinstance(other, Dataset) else NotImplemented

    def __hash__(self) -> int:
        """Hash the records."""
        return hash(tuple(self._records.values()))

    def __repr__(self) -> str:
        """Give the number of records of each kind."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in self._counts())
        return f"Dataset({len(self)} records{': ' + kinds if kinds else ''})"

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        """Give the number of records of each kind, for rich."""
        yield "records", len(self)
        yield from self._counts()

    def _repr_html_(self) -> str:
        """Give the number of records of each kind, and the problems, for a notebook."""
        counts = table(f"Dataset of {len(self)} records", self._counts())
        return counts + problems_table(self.problems) if self.problems else counts

    def _counts(self) -> list[tuple[str, int]]:
        return sorted(Counter(record.kind for record in self).items())

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: it is immutable."""
        raise FrozenInstanceError

    def __delattr__(self, name: str) -> None:
        """Refuse: it is immutable."""
        raise FrozenInstanceError

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the records with the problems already found."""
        return (_restore, (tuple(self._records.values()), self.problems))


def _restore(records: tuple[Record, ...], problems: tuple[Problem, ...]) -> Dataset:
    dataset = object.__new__(Dataset)
    object.__setattr__(dataset, "_records", {record.id: record for record in records})
    object.__setattr__(dataset, "problems", problems)
    return dataset
