"""One record put together from its row, and the rows of the lists in it."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.contract import Unreadable
from recognition.formats.extras import graft
from recognition.formats.json import parse_text
from recognition.formats.plain import Place, is_object, step, steps_of
from recognition.formats.tabular.layout import EXTRAS, ITEM, Row, Table

PartOf = Callable[[str], str | None]
"""Gives what to call the table of a name in a problem: its file, for instance; nothing, if there is but one."""
Below = Mapping[str, list[Row]]
"""The rows of the tables of the lists in a record, by table."""
Lists = dict[tuple[str, tuple[int, ...]], list[tuple[int, Row]]]
"""The rows of each list in a record with their positions, by its table and the positions above it, in order."""


@attrs.define
class Joined:
    """A row of a class with the rows below it; or rows that belong to no such row."""

    row: Row | None
    below: Below
    record: Any = None
    """Whose they are, where that is known."""
    lists: Lists = attrs.field(factory=Lists)
    """The rows of its lists, once the record has been made."""


class Making:
    """A record that is being made of its rows."""

    def __init__(self, joined: Joined, table: Table, part: PartOf) -> None:
        """Begin with nothing found wrong."""
        self._joined = joined
        self._table = table
        self._part = part
        self._problems = list[Problem]()
        self._whose = joined.record if joined.row is None else joined.row.cells.get("id")
        self.exact: bool = True
        """Whether nothing but cells of known columns went into it."""

    def record(self) -> Any:
        """Give it as plain data, or what is wrong with its rows."""
        row = self._joined.row
        plain: dict[str, Any] = {"type": self._table.kind}
        if row is None:
            self._tell_orphans()
        else:
            if "id" in row.cells:
                plain["id"] = row.cells["id"]
            self._fill(plain, row, self._table)
            if self._joined.below:
                self._arrange(self._table, {()})
                self._fill_lists(plain, self._table, (), "$")
                self._graft(plain)
        if not self._problems:
            return plain
        self.exact = False
        return Unreadable(tuple(self._problems))

    def _tell(self, code: str, message: str, row: Row, table: str, path: str = "$") -> None:
        self._problems.append(self._located(Problem(code, message, path=path), row, table))

    def _located(self, problem: Problem, row: Row, table: str) -> Problem:
        whose = str(self._whose) if isinstance(self._whose, str) and len(self._whose) < _LONG else None
        line = row.line if problem.line is None else problem.line
        return attrs.evolve(problem, line=line, source=self._part(table), record=whose)

    def _tell_orphans(self) -> None:
        for name, rows in self._joined.below.items():
            for row in rows:
                if row.problems:
                    self._problems.extend(self._located(problem, row, name) for problem in row.problems)
                elif self._whose is None:
                    self._tell("missing-field", f"a row of the table {name} does not say to which record", row, name)
            if self._whose is not None and not all(row.problems for row in rows):
                message = f"the table {name} has rows of {shown(self._whose)}, which {self._table.name} does not have"
                self._tell("dangling-reference", message, rows[0], name)

    def _fill(self, plain: dict[str, Any], row: Row, table: Table, path: str = "$") -> None:
        """Put the cells of a row into what it stands for."""
        if row.problems:
            self._problems.extend(self._located(problem, row, table.name) for problem in row.problems)
        columns = table.by_name
        for name, value in row.cells.items():
            column = columns.get(name)
            if column is None:
                if name not in table.keys:
                    self._fill_unknown(plain, name, value, row, table, path)
            elif len(column.path) == 1:
                plain[name] = value
            else:
                owner = _owner(plain, column.path)
                if owner is None:
                    self._tell_twice(column.path[0], row, table, path)
                else:
                    owner[column.path[-1]] = value

    def _fill_unknown(  # noqa: PLR0913, PLR0917 - a cell, and where it stands
        self, plain: dict[str, Any], name: str, value: Any, row: Row, table: Table, path: str
    ) -> None:
        self.exact = False
        if name == "type" and path == "$":
            if value != table.kind:
                message = f"the table {table.name} holds records of type {table.kind}, not {shown(value)}"
                self._tell("unknown-type", message, row, table.name, "$.type")
        elif name in plain:
            self._tell_twice(name, row, table, path)
        else:
            plain[name] = value

    def _tell_twice(self, name: str, row: Row, table: Table, path: str) -> None:
        message = f"{shown(name)} is given in a column of its own and in parts"
        self._tell("duplicate-key", message, row, table.name, path + step(name))

    def _arrange(self, table: Table, tops: set[tuple[int, ...]]) -> None:
        """Sort the rows of the lists below a table, given the positions of what is in it."""
        for child in table.children:
            rows = self._joined.below.get(child.name, [])
            if not rows and not child.children:
                continue
            items = set[tuple[int, ...]]()
            for above, held in self._by_owner(rows, child, tops).items():
                ordered = self._ordered(held, child)
                self._joined.lists[child.name, above] = ordered
                items.update((*above, position) for position, _ in ordered)
            if child.children:
                self._arrange(child, items)

    def _by_owner(
        self, rows: list[Row], table: Table, tops: set[tuple[int, ...]]
    ) -> Mapping[tuple[int, ...], list[Row]]:
        """Give the rows of the table of a list by the positions of the item that has the list."""
        if not rows or len(table.keys) == _TOP:
            return {(): rows} if rows else {}
        owned = defaultdict[tuple[int, ...], list[Row]](list)
        for row in rows:
            above = self._above(row, table, tops)
            if above is not None:
                owned[above].append(row)
        return owned

    def _above(self, row: Row, table: Table, tops: set[tuple[int, ...]]) -> tuple[int, ...] | None:
        """Give the positions of the item that a row belongs to, in a list that lies in another."""
        keys = table.keys[1:-1]
        given = tuple(row.cells.get(key) for key in keys)
        if any(value is None for value in given):
            if len(tops) == 1:
                return next(iter(tops))
            names = " and ".join(keys)
            self._tell("missing-field", f"it needs {names}: there is not just one item above it", row, table.name)
            return None
        above = tuple(_position(value) for value in given)
        if above in tops:
            return tuple(position for position in above if position is not None)
        self._tell(
            "dangling-reference", f"it belongs to an item {shown(given[-1])}, which is not there", row, table.name
        )
        return None

    def _ordered(self, rows: list[Row], table: Table) -> list[tuple[int, Row]]:
        """Give the rows of a list with their positions, in order."""
        given, without = dict[int, Row](), list[Row]()
        for row in rows:
            value = row.cells.get("position")
            position = None if value is None else _position(value)
            if value is None:
                without.append(row)
            elif position is None:
                self._tell("wrong-type", f"{shown(value)} is no position", row, table.name)
            elif position in given:
                self._tell("duplicate-key", f"two rows have the position {position}", row, table.name)
            else:
                given[position] = row
        ordered = sorted(given.items())
        after = ordered[-1][0] + 1 if ordered else 1
        return [*ordered, *enumerate(without, after)]

    def _fill_lists(self, plain: dict[str, Any], table: Table, above: tuple[int, ...], path: str) -> None:
        for child in table.children:
            rows = self._joined.lists.get((child.name, above))
            if not rows:
                continue
            here = f"{path}.{'.'.join(child.path)}"
            items = list[Any]()
            for index, (position, row) in enumerate(rows):
                items.append(self._item(row, child, (*above, position), f"{here}[{index}]"))
            owner = _owner(plain, child.path)
            if owner is None or child.path[-1] in owner:
                self._tell_twice(child.path[-1], rows[0][1], child, path)
            else:
                owner[child.path[-1]] = items

    def _item(self, row: Row, table: Table, keys: tuple[int, ...], path: str) -> Any:
        if table.shape is not None:
            item = dict[str, Any]()
            self._fill(item, row, table, path)
            self._fill_lists(item, table, keys, path)
            return item
        self._problems.extend(self._located(problem, row, table.name) for problem in row.problems)
        for name in row.cells:
            if name != ITEM and name not in table.keys:
                message = f"the table {table.name} has no column {shown(name)}"
                self._tell("unknown-field", message, row, table.name, path)
        if ITEM not in row.cells:
            self._tell("missing-field", f"a row of the table {table.name} needs a `{ITEM}`", row, table.name, path)
        self.exact = self.exact and bool(table.columns)
        return row.cells.get(ITEM)

    def _graft(self, plain: dict[str, Any]) -> None:
        for row in self._joined.below.get(EXTRAS, ()):
            self.exact = False
            found = row.problems or _grafted(plain, row)
            self._problems.extend(self._located(problem, row, EXTRAS) for problem in found)


_LONG: Final = 200
_TOP: Final = 2
"""The number of keys of a list that lies in no other list."""


def _owner(plain: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any] | None:
    """Give what holds the field that a path leads to; nothing, if something else stands there."""
    for name in path[:-1]:
        held = plain.setdefault(name, {})
        if not is_object(held):
            return None
        plain = held
    return plain


def _position(value: Any) -> int | None:
    if isinstance(value, str):
        return int(value) if value.isascii() and value.isdecimal() and len(value) < _DIGITS else None
    return value if type(value) is int and value >= 0 else None


_DIGITS: Final = 16


def _grafted(plain: dict[str, Any], row: Row) -> tuple[Problem, ...]:
    path, text = row.cells.get("path"), row.cells.get("json")
    if not isinstance(path, str) or not isinstance(text, str):
        return (Problem("missing-field", f"a row of the table {EXTRAS} needs `path` and `json`"),)
    try:
        value = parse_text(str(text))
    except InvalidDataError as error:
        return tuple(Problem(problem.code, f"{shown(text)}: {problem.message}") for problem in error.problems)
    if not graft(plain, path, value):
        return (Problem("bad-value", f"{shown(path)} does not lead to a place where something could be put"),)
    return ()


def place_of(joined: Joined, table: Table, path: str, part: PartOf) -> Place | None:
    """Give the row that a path leads to, or the last on its way."""
    row, at, above = joined.row, table, tuple[int, ...]()
    if row is None:
        return None
    names = list[str]()
    for one in steps_of(path):
        if isinstance(one, str):
            names.append(one)
            continue
        child = next((child for child in at.children if list(child.path) == names), None)
        rows = joined.lists.get((child.name, above), []) if child is not None else []
        if child is None or one >= len(rows):
            break
        position, row = rows[one]
        above, at, names = (*above, position), child, []
    return Place(row.line, None, part(at.name))
