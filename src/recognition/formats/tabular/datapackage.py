"""The descriptor of a package of tables: ``datapackage.json``, as Data Package and Table Schema (version 1) have it.

Beside the tables with their columns, keys and references, it says which version of the format they are of, in the
property ``recognition:format_version``, and in ``recognition:neutralised`` whether texts that a spreadsheet would
take for formulas, numbers or dates have an apostrophe in front.

A column has the constraints that any library for Table Schema can check: whether it must be filled in, its vocabulary,
and its pattern where XML Schema can write that. Dates and periods are strings: Table Schema has no EDTF.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.contract import MISSING, UNREADABLE
from recognition.formats.json import Locator, parse_text
from recognition.formats.plain import Place, is_object, step, text_of
from recognition.formats.shape import Sort
from recognition.formats.tabular.layout import EXTRAS, INDEX, Column, Table, is_reference, known_tables, target_of

NAME: Final = "datapackage.json"
"""The name of the file."""
FORMAT_VERSION: Final = "recognition:format_version"
"""The property that gives the version of the format."""
NEUTRALISED: Final = "recognition:neutralised"
"""The property that says whether texts that look like formulas, numbers or dates have an apostrophe in front."""
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {INDEX: ("id", "type"), EXTRAS: ("record", "path", "json")}
"""The columns of the two tables that all classes share."""
_TYPES: Final = {Sort.COUNT: "integer", Sort.FLAG: "boolean"}
_DIALECT: Final = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True}

# --- writing --------------------------------------------------------------------------------------------------------


def descriptor(
    tables: Sequence[Table],
    written: Collection[str],
    beyond: Mapping[str, Collection[str]],
    version: int,
    *,
    neutralised: bool = False,
) -> bytes:
    """Give the descriptor of a package.

    Args:
        tables: the tables of the classes.
        written: the names of the tables that there are; only to these do references point.
        beyond: of each table, the columns that hold terms which the vocabulary does not have.
        version: the version of the format.
        neutralised: whether texts that look like formulas, numbers or dates have an apostrophe in front.
    """
    known = known_tables(tables)
    resources = [_resource(INDEX, "The ids of all records.", _index_schema(tables))]
    parents = {child.name: table for table in known.values() for child in table.children}
    for name, table in known.items():
        if name in written:
            schema = _schema(table, parents.get(name), written, beyond.get(name, ()))
            resources.append(_resource(name, table.description, schema))
    if EXTRAS in written:
        resources.append(_resource(EXTRAS, "What a newer producer has put into records, as JSON.", _extras_schema()))
    whole: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "recognition",
        "title": "Records of diplomatic recognition",
        FORMAT_VERSION: version,
    }
    if neutralised:
        whole[NEUTRALISED] = True
    return (json.dumps({**whole, "resources": resources}, ensure_ascii=False, indent=1) + "\n").encode()


def file_of(table: str) -> str:
    """Give the name of the file of a table."""
    return f"{table}.csv"


def _resource(name: str, description: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": file_of(name),
        "description": description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _DIALECT,
        "schema": schema,
    }


def _index_schema(tables: Sequence[Table]) -> Mapping[str, Any]:
    kinds = [table.kind for table in tables]
    fields = [
        _field("id", "The id of a record.", {"required": True}),
        _field("type", "The table that has it.", {"required": True, "enum": kinds}),
    ]
    return {"fields": fields, "primaryKey": ["id"], "missingValues": [""]}


def _extras_schema() -> Mapping[str, Any]:
    fields = [
        _field("record", "The record.", {"required": True}),
        _field("path", "Where in the record, from $.", {"required": True}),
        _field("json", "What stands there.", {"required": True}),
    ]
    keys = [_foreign_key(["record"], INDEX, ["id"])]
    return {"fields": fields, "primaryKey": ["record", "path"], "missingValues": [""], "foreignKeys": keys}


def _schema(table: Table, parent: Table | None, written: Collection[str], beyond: Collection[str]) -> Mapping[str, Any]:
    own = next((field for field in table.shape.fields if field.own), None) if table.shape and not table.path else None
    fields = [_column(Column(own.name, (own.name,), own, required=True), with_terms=True)] if own else []
    keys = list[Mapping[str, Any]]()
    if parent is not None:
        fields.append(_field("record", "The record.", {"required": True}))
        for key in table.keys[1:]:
            what = (
                "The position in the list, from 1." if key == "position" else "The position of the item that it is in."
            )
            fields.append(_field(key, what, {"required": True, "minimum": 1}, "integer"))
        # The list above is named by its own key: `position` is there what is `citations_position` here.
        keys.append(_foreign_key(table.keys[:-1], parent.name, parent.keys))
    for column in table.columns:
        fields.append(_column(column, with_terms=column.name not in beyond))
        target = target_of(column.field)
        if is_reference(column.field) and (target in written or target == INDEX):
            # A table names itself by nothing.
            keys.append(_foreign_key([column.name], "" if target == table.name else target, ["id"]))
    schema: dict[str, Any] = {"fields": fields, "primaryKey": list(table.keys), "missingValues": [""]}
    return {**schema, "foreignKeys": keys} if keys else schema


def _foreign_key(fields: Iterable[str], resource: str, theirs: Iterable[str]) -> Mapping[str, Any]:
    return {"fields": list(fields), "reference": {"resource": resource, "fields": list(theirs)}}


def _column(column: Column, *, with_terms: bool) -> Mapping[str, Any]:
    field = column.field
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if field.sort is Sort.TERM and with_terms:
        constraints["enum"] = list(field.terms)
    if field.sort is Sort.COUNT:
        constraints["minimum"] = 0
    if field.sort is Sort.TEXT and field.pattern and (pattern := _pattern(field.pattern)):
        constraints["pattern"] = pattern
    return _field(column.name, field.description, constraints, _TYPES.get(field.sort, "string"))


def _field(name: str, description: str, constraints: Mapping[str, Any], sort: str = "string") -> Mapping[str, Any]:
    field: dict[str, Any] = {"name": name, "type": sort}
    if description:
        field["description"] = " ".join(description.split())
    return {**field, "constraints": constraints} if constraints else field


_BEYOND_XML: Final = re.compile(r"\(\?|\\[^.\-\\sd]|[^ -~]")


def _pattern(regex: str) -> str | None:
    """Give a regular expression as XML Schema has them, which match a whole text; ``None`` if that cannot say it."""
    simple = regex.replace("(?:", "(")
    # Some programs put ^ and $ around it as it stands, so that alternatives need parentheses.
    return None if _BEYOND_XML.search(simple) else f"({simple})" if "|" in simple else simple


# --- reading --------------------------------------------------------------------------------------------------------


@attrs.frozen
class Described:
    """What is read of a descriptor; its tables and columns are known by their names."""

    version: Any
    """The format version as it stands there, or :data:`~recognition.formats.contract.MISSING`."""
    neutralised: bool = False
    """Whether texts that look like formulas, numbers or dates have an apostrophe in front."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with it."""
    place: Place | None = None
    """Where the version stands, or should."""


def described(data: bytes) -> Described:
    """Read a descriptor."""
    try:
        text = text_of(data)
        plain = parse_text(text)
    except InvalidDataError as error:
        return Described(UNREADABLE, problems=tuple(attrs.evolve(problem, source=NAME) for problem in error.problems))
    if not is_object(plain):
        return Described(
            UNREADABLE, problems=(Problem("wrong-type", f"expected an object, got {shown(plain)}", source=NAME),)
        )
    neutralised = plain.get(NEUTRALISED, False)
    locator, problems = Locator(text), tuple[Problem, ...]()
    if type(neutralised) is not bool:
        found = locator.place(path := f"${step(NEUTRALISED)}")
        message = f"expected true or false, got {shown(neutralised)}"
        line = found.line if found else None
        problems = (Problem("wrong-type", message, path=path, line=line, source=NAME),)
    place = locator.place(f"${step(FORMAT_VERSION)}")
    return Described(
        plain.get(FORMAT_VERSION, MISSING), neutralised is True, problems, place._replace(part=NAME) if place else None
    )
