"""The rows of a sheet of acts as plain records: the acts, then the records that they name."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from recognition.errors import Problem, shown
from recognition.formats.contract import Batch, Unreadable
from recognition.formats.plain import Place, is_object
from recognition.formats.shape import Sort
from recognition.formats.tabular.assembly import Joined, Making
from recognition.formats.tabular.delimited import RowReader
from recognition.formats.tabular.layout import Row
from recognition.formats.tabular.sheet_columns import CITATIONS, CITED, SOURCE, Named, Sheet

_BATCH: Final = 1000


def batches_of(reader: RowReader, sheet: Sheet) -> Iterator[Batch]:
    """Give the acts in the order of the rows, then the records that they name in the order of the first mention."""
    mentions = _Mentions(sheet)
    acts = list[_Act]()
    for row in reader.rows(sheet.fields):
        acts.append(_act(row, sheet, mentions))
        if len(acts) == _BATCH:
            yield _batch(acts)
            acts = []
    if acts:
        yield _batch(acts)
    records, lines = mentions.records()
    if records:
        exact = all(is_object(record) for record in records)
        yield Batch(lambda: records, lambda position, _: Place(lines[position]), typed=exact)


@attrs.frozen
class _Act:
    """An act as it was read."""

    plain: Any
    line: int
    exact: bool


def _batch(acts: list[_Act]) -> Batch:
    return Batch(
        lambda: [act.plain for act in acts],
        lambda position, _: Place(acts[position].line),
        typed=all(act.exact for act in acts),
    )


def _act(row: Row, sheet: Sheet, mentions: "_Mentions") -> _Act:
    cells, cited = row.cells, dict[str, Any]()
    problems = list(row.problems)
    for named in sheet.named:
        problems.extend(mentions.take(cells, named, row.line))
    for column, field in CITED.items():
        if column in cells:
            cited[field] = cells[column]
    if cited and SOURCE not in cells:
        problems.append(_lacking(next(name for name in CITED if name in cells), SOURCE, row.line))
    own = {name: cell for name, cell in cells.items() if name not in sheet.aside}
    making = Making(Joined(Row(row.line, own, tuple(problems)), {}), sheet.table, lambda _: None)
    plain = making.record()
    if cited and is_object(plain):
        if CITATIONS in plain:
            message = f"the sheet has no column {shown(CITATIONS)}; the first citation is in {', '.join(CITED)}"
            plain = Unreadable((Problem("unknown-field", message, line=row.line),))
        else:
            plain[CITATIONS] = [cited]
    return _Act(plain, row.line, making.exact and is_object(plain))


def _lacking(column: str, needed: str, line: int) -> Problem:
    return Problem("missing-field", f"the column {column} is filled in, and {needed} is not", line=line)


@attrs.define
class _Mentioned:
    """A record that acts name, with all that they tell of it."""

    column: str
    """The column in which it stood first."""
    line: int
    told: dict[str, dict[Any, int]] = attrs.field(factory=dict[str, dict[Any, int]])
    """What each field is, as the rows have it, and the line of the first row that has it so."""


class _Mentions:
    """The records that acts name."""

    def __init__(self, sheet: Sheet) -> None:
        """Begin with none."""
        self._sheet = sheet
        self._found: dict[str, _Mentioned] = {}
        self._fields: Mapping[str, frozenset[str]] = {
            kind: frozenset(field.name for field in shape.fields) for kind, shape in sheet.shapes.items()
        }

    def take(self, cells: Mapping[str, Any], named: Named, line: int) -> Iterator[Problem]:
        """Note what a row tells of a record that it names, and give what is wrong with that."""
        record_id = cells.get(named.column)
        kind = str(record_id).partition(":")[0]
        told = [(column, field) for column, field in named.told.items() if column in cells]
        if record_id is None and told:
            yield _lacking(told[0][0], named.column, line)
        elif record_id is not None and kind in named.kinds:
            # What is of no such kind, the converter refuses where it stands.
            mentioned = self._found.setdefault(record_id, _Mentioned(named.column, line))
            for column, field in told:
                if field.name in self._fields[kind]:
                    mentioned.told.setdefault(field.name, {}).setdefault(cells[column], line)
                else:
                    message = f"{column} is filled in, and {shown(record_id)} has no {field.name}"
                    yield Problem("unknown-field", message, line=line)
        for further in named.further:
            yield from self.take(cells, further, line)

    def records(self) -> tuple[list[Any], list[int]]:
        """Give the records, and the lines in which they are named first."""
        records = [self._record(record_id, mentioned) for record_id, mentioned in self._found.items()]
        return records, [mentioned.line for mentioned in self._found.values()]

    def _record(self, record_id: str, mentioned: _Mentioned) -> Any:
        kind = record_id.partition(":")[0]
        problems = [
            Problem("duplicate-id", _two(record_id, name, values), line=list(values.values())[1], record=record_id)
            for name, values in mentioned.told.items()
            if len(values) > 1
        ]
        for field in self._sheet.shapes[kind].fields:
            if field.required and not field.own and field.name not in mentioned.told:
                column = f"{mentioned.column}_{field.name}"
                terms = f" with one of {', '.join(field.terms)}" if field.sort is Sort.TERM else ""
                message = f"no row gives the {field.name} of {shown(record_id)}: fill in {column}{terms}"
                problems.append(Problem("missing-field", message, line=mentioned.line, record=record_id))
        if problems:
            return Unreadable(tuple(problems))
        return {"type": kind, "id": record_id, **{name: next(iter(values)) for name, values in mentioned.told.items()}}


def _two(record_id: str, field: str, values: Mapping[Any, int]) -> str:
    (one, first), (other, second), *_ = values.items()
    return f"the {field} of {shown(record_id)} is {shown(one)} in line {first}, and {shown(other)} in line {second}"
