"""`diff`: what was added, dropped and changed between two datasets, field by field."""

import json
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from operator import attrgetter
from typing import Any, Final, final

import attrs
import msgspec

from recognition.dataset.dataset import Dataset
from recognition.errors import InvalidDataError, Problem
from recognition.formats.plain import step
from recognition.model.record import Record
from recognition.model.shape import Value, fields_of, plain_of
from recognition.views import table

_id = attrgetter("id")


@attrs.frozen
class KeptValue:
    """The value of a field that only a newer version knows, as lenient reading keeps it."""

    text: str
    """The value as JSON."""

    @property
    def plain(self) -> Any:
        """The value as plain data."""
        return json.loads(self.text)


@attrs.frozen(kw_only=True)
class FieldChange:
    """One value that differs between two contents of a record."""

    path: str
    """Where it is in the record: ``$.name``, ``$.vote.abstain``, ``$.citations[1].start``."""
    before: object
    """What stood there, of a field that this version does not know a :class:`KeptValue`; ``None``: nothing."""
    after: object
    """What stands there now; ``None``: nothing."""


@attrs.frozen(kw_only=True)
class RecordChange:
    """A record whose id stayed and whose content changed.

    Raises:
        InvalidDataError: code ``bad-id`` if the two contents are of two ids.
    """

    before: Record
    """The whole record as it was."""
    after: Record
    """The whole record as it is now."""

    def __attrs_post_init__(self) -> None:
        """Refuse two ids."""
        if self.before.id != self.after.id:
            message = f"{self.before.id} cannot become {self.after.id}: an id is never changed"
            raise InvalidDataError([Problem("bad-id", message, record=self.before.id)])

    @property
    def id(self) -> str:
        """The id of the record."""
        return self.before.id

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """The values that differ, in the order of the fields; the items of a list are compared one by one."""
        return tuple(field_changes(self.before, self.after))


def _by_id(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(sorted(records, key=_id))


def _real_changes(changes: Iterable[RecordChange]) -> tuple[RecordChange, ...]:
    return tuple(sorted((change for change in changes if change.before != change.after), key=_id))


@final
@attrs.frozen(kw_only=True)
class Diff:
    """What leads from one dataset to another; true if that is anything at all.

    It holds the records whole, so that it can be applied and undone without loss. As text it names each
    record concerned, in the order of their ids, with a line a value: ``-`` for what was, ``+`` for what is.

    Raises:
        InvalidDataError: code ``duplicate-id`` if one id is concerned twice.
    """

    added: tuple[Record, ...] = attrs.field(default=(), converter=_by_id)
    """The records that are new, by id."""
    dropped: tuple[Record, ...] = attrs.field(default=(), converter=_by_id)
    """The records that are gone, by id."""
    changed: tuple[RecordChange, ...] = attrs.field(default=(), converter=_real_changes)
    """The records that changed, by id."""

    def __attrs_post_init__(self) -> None:
        """Refuse an id that stands twice."""
        seen = set[str]()
        twice = sorted({item.id for item in self._items() if item.id in seen or seen.add(item.id)})  # type: ignore[func-returns-value]
        if twice:
            raise InvalidDataError(
                Problem("duplicate-id", f"{record_id} stands twice in the diff", record=record_id)
                for record_id in twice
            )

    def _items(self) -> Iterator[Record | RecordChange]:
        yield from self.added
        yield from self.dropped
        yield from self.changed

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.added or self.dropped or self.changed)

    def __repr__(self) -> str:
        """Give how many records were added, dropped and changed."""
        return f"<Diff {self._told()}>"

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        """Give the ids of the records concerned, for rich."""
        for name, items in (("added", self.added), ("dropped", self.dropped), ("changed", self.changed)):
            yield name, [item.id for item in items]

    def _repr_html_(self) -> str:
        """Give it as text, a line a value, for a notebook."""
        lines = (line.partition(" ") for line in str(self).splitlines())
        return table(f"Diff: {self._told()}", ((sign, rest) for sign, _, rest in lines))

    def _told(self) -> str:
        return f"{len(self.added)} added, {len(self.dropped)} dropped, {len(self.changed)} changed"

    def inverse(self) -> "Diff":
        """Give the diff that leads back."""
        turned = tuple(RecordChange(before=change.after, after=change.before) for change in self.changed)
        return Diff(added=self.dropped, dropped=self.added, changed=turned)

    def apply(self, dataset: Dataset) -> Dataset:
        """Give the dataset to which this diff leads from another.

        Args:
            dataset: one that holds the records dropped and changed as they were, and none of those added. It
                may hold others, which stay.

        Raises:
            InvalidDataError: with a problem ``merge-conflict`` for each record that is not as it should be;
                or with the errors of the outcome, if that is no dataset.

        Example:
            >>> from recognition import Dataset, State, diff
            >>> old = Dataset([State(id="state:CHE", name="Switzerland")])
            >>> new = Dataset([State(id="state:CHE", name="Swiss Confederation")])
            >>> diff(old, new).apply(old) == new
            True
            >>> diff(old, new).inverse().apply(new) == old
            True
        """
        problems = sorted(self._mismatches(dataset), key=lambda problem: problem.record or "")
        if problems:
            raise InvalidDataError(problems)
        dropped = {record.id for record in self.dropped}
        records = {record.id: record for record in dataset if record.id not in dropped}
        records.update((record.id, record) for record in self.added)
        records.update((change.id, change.after) for change in self.changed)
        return Dataset(_by_id(records.values()))

    def _mismatches(self, dataset: Dataset) -> Iterator[Problem]:
        for record in self.added:
            if record.id in dataset:
                yield _conflict(record.id, "it is to be added, and is there already")
        for expected in (*self.dropped, *(change.before for change in self.changed)):
            found = dataset.get(expected.id)
            if found is None:
                yield _conflict(expected.id, "it is to be changed or dropped, and is not there")
            elif found != expected:
                told = (
                    f"{change.path} is {brief(change.after)}, expected {brief(change.before)}"
                    for change in field_changes(expected, found)
                )
                yield _conflict(expected.id, "; ".join(told))

    def __str__(self) -> str:
        """Give it as text, without a line break at the end; empty if nothing differs."""
        blocks = [(record.id, _block("added", "+", record)) for record in self.added]
        blocks += [(record.id, _block("dropped", "-", record)) for record in self.dropped]
        blocks += [(change.id, _changed_block(change)) for change in self.changed]
        return "\n".join(line for _, lines in sorted(blocks) for line in lines)


def diff(a: Dataset, b: Dataset) -> Diff:
    """Give what was added, dropped and changed from one dataset to another, in time linear in their records.

    Args:
        a: the dataset before.
        b: the dataset after.

    Returns:
        A diff of which ``apply(a)`` gives ``b``, and ``inverse().apply(b)`` gives ``a``.

    Example:
        >>> from recognition import Dataset, State, diff
        >>> a = Dataset([State(id="state:CHE", name="Switzerland"), State(id="state:SWZ", name="Swaziland")])
        >>> b = Dataset([State(id="state:NRU", name="Nauru"), State(id="state:SWZ", name="Eswatini")])
        >>> print(diff(a, b))
        dropped state:CHE
        - $.name: "Switzerland"
        added state:NRU
        + $.name: "Nauru"
        changed state:SWZ
        - $.name: "Swaziland"
        + $.name: "Eswatini"
        >>> bool(diff(a, a))
        False
        >>> [change.path for change in diff(a, b).changed[0].changes]
        ['$.name']
    """
    dropped = list[Record]()
    changed = list[RecordChange]()
    for before in a:
        after = b.get(before.id)
        if after is None:
            dropped.append(before)
        elif after is not before and after != before:
            changed.append(RecordChange(before=before, after=after))
    return Diff(added=tuple(record for record in b if record.id not in a), dropped=dropped, changed=changed)


def field_changes(before: Value, after: Value, path: str = "$") -> Iterator[FieldChange]:
    """Give the values that differ between two values of one class, with their paths."""
    for field in fields_of(type(before)):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old == new:
            continue
        place = f"{path}.{field.name}"
        if field.many:
            pairs: Iterator[tuple[Any, Any]] = zip_longest(old, new)
            for position, (one, other) in enumerate(pairs):
                yield from _value_changes(one, other, f"{place}[{position}]")
        else:
            yield from _value_changes(old, new, place)
    if before.unknown_fields != after.unknown_fields:
        olds, news = dict(_kept_fields(before)), dict(_kept_fields(after))
        for name in sorted(olds.keys() | news.keys()):
            yield from _value_changes(olds.get(name), news.get(name), path + step(name))


def _kept_fields(value: Value) -> Iterator[tuple[str, KeptValue]]:
    """Give the fields that this version does not know, by name."""
    return ((name, KeptValue(text)) for name, text in value.unknown_fields)


def _value_changes(before: Any, after: Any, path: str) -> Iterator[FieldChange]:
    if isinstance(before, Value) and isinstance(after, Value):
        yield from field_changes(before, after, path)
    elif before != after:
        yield FieldChange(path=path, before=before, after=after)


def plain_value(value: object) -> Any:
    """Give a record, or any value in one, as plain data."""
    return value.plain if isinstance(value, KeptValue) else plain_of(value)


def line_of(value: object) -> bytes:
    """Give a record, or any value in one, as its canonical line of JSON, without the line break."""
    return msgspec.json.encode(plain_value(value))


_BRIEF: Final = 60


def brief(value: object) -> str:
    """Give a value for a message, shortened."""
    if value is None:
        return "nothing"
    text = line_of(value).decode()
    return text if len(text) <= _BRIEF else text[:_BRIEF] + "…"


def _conflict(record_id: str, message: str) -> Problem:
    return Problem("merge-conflict", f"{record_id}: {message}", record=record_id)


def _line(sign: str, path: str, value: object) -> str:
    return f"{sign} {path}: {line_of(value).decode()}"


def _block(what: str, sign: str, record: Record) -> list[str]:
    lines = [f"{what} {record.id}"]
    for field in fields_of(type(record)):
        held = getattr(record, field.name)
        if field.name == "id" or (held == field.default and not field.required):
            continue
        if field.many:
            lines.extend(_line(sign, f"$.{field.name}[{position}]", item) for position, item in enumerate(held))
        else:
            lines.append(_line(sign, f"$.{field.name}", held))
    lines.extend(_line(sign, f"${step(name)}", held) for name, held in _kept_fields(record))
    return lines


def _changed_block(change: RecordChange) -> list[str]:
    lines = [f"changed {change.id}"]
    for field in change.changes:
        if field.before is not None:
            lines.append(_line("-", field.path, field.before))
        if field.after is not None:
            lines.append(_line("+", field.path, field.after))
    return lines
