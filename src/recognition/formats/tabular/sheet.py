"""A sheet: one CSV table of acts of recognition, for those who want nothing but acts, a row each.

Its columns are those of ``recognition.csv`` in a CSV package, and behind each that names a record, what is needed to
make that record: the name; of a government also the state that it claims to represent, with its name; of an
organisation also the category. Last come the first source that is cited, its title and address, and the locator.

A sheet holds no lists: no conditions, no participants, no second citation. What is left out is told. Nor can it say
whether apostrophes were put in front of formulas: reading leaves them where they are.
"""

import codecs
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, Final

import attrs
import msgspec

from recognition.errors import Problem
from recognition.formats.contract import Reading
from recognition.formats.inputs import Input
from recognition.formats.outputs import Output
from recognition.formats.shape import Shapes
from recognition.formats.tabular.delimited import VERSION, RowReader, RowWriter, neutral
from recognition.formats.tabular.rows import rows_of
from recognition.formats.tabular.sheet_columns import CITATIONS, CITED, KIND, Named, Sheet, sheet_of
from recognition.formats.tabular.sheet_reading import batches_of

SUFFIXES: Final = (".csv",)


def read(source: Input, shapes: Shapes) -> Reading:
    """Begin to read a sheet; a batch of its acts at a time is in memory, and all those whom they name.

    The columns ``id``, ``actor``, ``target``, ``capacity`` and ``move`` are needed, and those of names where nothing
    else in the sheet says how a record is called. Whatever an act names becomes a record, behind the acts.

    Raises:
        InvalidDataError: if it has no header.
    """
    sheet = sheet_of(shapes)
    reader = RowReader(source.open(), sheet.header)
    problems = list(_header_problems(reader, sheet))
    if problems:
        reader.close()
        return Reading(VERSION, iter(()), problems)
    return Reading(VERSION, batches_of(reader, sheet))


def _header_problems(reader: RowReader, sheet: Sheet) -> Iterator[Problem]:
    yield from reader.header_problems(())
    missing = [name for name in sheet.needed if name not in reader.names]
    if missing:
        message = (
            f"a sheet of acts of recognition needs the columns {', '.join(sheet.needed)}; "
            f"this one has no {', no '.join(missing)}"
        )
        yield Problem("missing-field", message, line=reader.line)


def write(
    records: Iterable[Any], target: Output, shapes: Shapes, version: int, *, neutralise: bool = False
) -> Sequence[Problem]:
    """Write the acts of recognition among plain records, in the order given.

    Those whom the acts name may come later, so that the acts wait in a temporary file; in memory are the names of
    states, governments, organisations, territories and sources.

    Args:
        records: plain records.
        target: where to.
        shapes: what records look like.
        version: the format version, which a sheet has no place for.
        neutralise: whether texts that a spreadsheet would take for formulas get an apostrophe in front.

    Returns:
        What was left out, one note for each kind of record and each field.
    """
    sheet = sheet_of(shapes)
    with tempfile.TemporaryFile() as waiting, target.stream() as stream:
        sorting = _Sorting(sheet, waiting)
        for plain in records:
            sorting.take(plain)
        waiting.seek(0)
        writer = RowWriter(codecs.getwriter("utf-8")(stream), neutral if neutralise else None)
        writer.write(sheet.header)
        for line in waiting:
            writer.write(sorting.row(msgspec.json.decode(line)))
    return tuple(sorting.left_out())


@attrs.frozen
class _About:
    """What a sheet tells of a record that an act names, and which fields it has no column for."""

    fields: dict[str, Any]
    others: frozenset[str]


class _Sorting:
    """Records sorted into acts, which wait, those that they may name, and the rest."""

    def __init__(self, sheet: Sheet, waiting: IO[bytes]) -> None:
        self._sheet = sheet
        self._waiting = waiting
        self._told = {
            kind: frozenset(sheet.told_of(kind)) for named in sheet.named for top in named.walk() for kind in top.kinds
        }
        self._columns = [column.name for column in sheet.table.columns]
        self._known = {"type", "id", CITATIONS, *(column.path[0] for column in sheet.table.columns)}
        self._about: dict[str, _About] = {}
        self._shown: set[str] = set()
        self._sets: dict[frozenset[str], frozenset[str]] = {}
        self._left_out: Counter[tuple[str, str]] = Counter()

    def take(self, plain: dict[str, Any]) -> None:
        """Take in a record."""
        kind = plain["type"]
        if kind == KIND:
            self._take_act(plain)
        elif kind in self._told:
            told = self._told[kind]
            others = frozenset(plain.keys() - told - {"type", "id"})
            others = self._sets.setdefault(others, others)
            self._about[plain["id"]] = _About({name: plain[name] for name in told if name in plain}, others)
        else:
            self._left_out[kind, ""] += 1

    def _take_act(self, plain: dict[str, Any]) -> None:
        _, row = next(rows_of(plain, self._sheet.table))
        for name in plain.keys() - self._known:
            self._left_out[KIND, name] += 1
        for single in self._sheet.shapes[KIND].fields:
            held = plain.get(single.name)
            if single.value is not None and not single.many and held is not None:
                for name in held.keys() - {field.name for field in single.value.fields}:
                    self._left_out[KIND, f"{single.name}.{name}"] += 1
        cited: list[dict[str, Any]] = plain.get(CITATIONS, [])
        first = cited[0] if cited else {}
        if len(cited) > 1:
            self._left_out[KIND, CITATIONS] += 1
        for name in first.keys() - set(CITED.values()):
            self._left_out[KIND, f"{CITATIONS}[0].{name}"] += 1
        cells = [row, [first.get(name) for name in CITED.values()]]
        self._waiting.write(msgspec.json.encode(cells) + b"\n")

    def row(self, cells: Sequence[Sequence[Any]]) -> list[Any]:
        """Give the row of an act that has waited, now that all is known that it names."""
        held = dict(zip(self._sheet.table.header, cells[0], strict=True)) | dict(zip(CITED, cells[1], strict=True))
        for named in self._sheet.named:
            self._tell(held, named)
        return [held.get(name) for name in self._sheet.header]

    def _tell(self, held: dict[str, Any], named: Named) -> None:
        record_id = held.get(named.column)
        about = self._about.get(record_id) if record_id is not None else None
        if record_id is not None and about is not None:
            self._shown.add(record_id)
            for column, field in named.told.items():
                held[column] = about.fields.get(field.name)
        for further in named.further:
            self._tell(held, further)

    def left_out(self) -> Iterator[Problem]:
        """Give what has no place in the sheet: how many records of a kind, and of which fields of how many."""
        counted = self._left_out
        for record_id, about in self._about.items():
            kind = record_id.partition(":")[0]
            if record_id in self._shown:
                counted.update((kind, name) for name in about.others)
            else:
                counted[kind, "-"] += 1
        for (kind, name), count in sorted(counted.items()):
            records = f"{count} record{'s' if count > 1 else ''} of kind {kind}"
            if name in {"", "-"}:
                why = " that no act names" if name else ""
                yield Problem("not-exported", f"{records}{why}: a sheet holds acts, and whom they name")
            elif (kind, name) == (KIND, CITATIONS):
                yield Problem("not-exported", f"{records}: citations beyond the first", path=f"$.{name}")
            else:
                yield Problem("not-exported", f"{records}: {name}", path=f"$.{name}")
