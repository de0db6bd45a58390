"""JSON Schema 2020-12 of the document format, generated from the shapes of the record classes."""

import functools
import importlib.resources
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, get_args

from recognition.convert.migration import FORMAT_VERSION
from recognition.convert.shapes import shapes
from recognition.errors import UnknownIdError
from recognition.formats.shape import FieldShape, Sort, ValueShape
from recognition.model import text as texts
from recognition.model.acts import CREDENTIALS, FITTING
from recognition.model.shape import MAX_COUNT
from recognition.model.text import KINDS, ORDERED_KINDS, MomentForm, Pattern, Words
from recognition.model.vocabulary import VOCABULARIES, Quantifier

SCHEMA_ID: Final = f"https://w3id.org/recognition/schema/{FORMAT_VERSION}"
"""The name of the schema; it changes with the version of the format."""
FORMATS: Final = ("json", "yaml")
"""The formats that have a schema."""
FILE_NAME: Final = "recognition.schema.json"
"""The name of the file, beside this module, that holds the schema."""
SILENT_ON: Final[Mapping[str, str]] = MappingProxyType(
    {
        "encoding": "The bytes are no text: a schema sees what a reader made of them.",
        "syntax": "The same, of text that is not well-formed.",
        "duplicate-key": "A key stands twice in one object: most readers keep the last.",
        "alias-limit": "YAML aliases would expand to more than the limit: a schema sees them expanded.",
        "wrong-type": "A whole number is written `12.0` or `12e0`, or in YAML `012` or `0x0c`: to a schema it is `12`.",
        "format-version": "The version is written `1.0`, likewise.",
        "bad-date": "A range within a set ends before it starts: `[1672..1667]`.",
        "reversed-period": "A period ends before it starts: `2021/1996`.",
        "half-passage": "The `start` of a passage is not before its `end`.",
        "self-target": "The actor is its own target.",
        "bad-parties": "The sender is its own receiver.",
        "duplicate-id": "Two records have one id.",
        "dangling-reference": "A reference to an id that no record has.",
        "cyclic-order": "`after` and `before` edges form a cycle.",
        "cyclic-succession": "States succeed each other in a cycle.",
        "cyclic-part": "`part_of` forms a cycle.",
        "cyclic-supersession": "Records supersede each other in a cycle.",
        "order-violated": "The dates certainly violate an `after` or `before` edge.",
    }
)
"""The problem codes that a document valid under the schema can still be refused with, and when."""

Schema = dict[str, Any]


def json_schema(*, format: str = "json") -> dict[str, Any]:  # noqa: A002 - the word of the loaders
    """Give the JSON Schema (draft 2020-12) of documents.

    What is valid under it is accepted by :func:`recognition.loads`, but for what no schema can say: see the table in
    the documentation. A line of JSON Lines, behind the header, is valid under its definition ``Record``.

    Args:
        format: ``json``; or ``yaml``, for editors, which take a plain ``1974`` for a number before they look at the
            schema: where the field is a text or a date, that schema lets it be one.

    Returns:
        A new dict, which may be changed.

    Raises:
        UnknownIdError: if there is no schema of that format.

    Example:
        >>> from recognition.convert.schema import json_schema
        >>> json_schema()["$id"]
        'https://w3id.org/recognition/schema/1'
    """
    if format not in FORMATS:
        raise UnknownIdError(format, FORMATS, what="format with a JSON Schema")
    schema: Schema = json.loads(schema_text())
    if format == "yaml":
        schema["$id"] += "/yaml"
        for name in ("Digest", "Key", "Language", "Text"):
            schema["$defs"][name]["type"] = ["string", "number", "boolean"]
        schema["$defs"]["PartialDate"] |= {"type": ["string", "integer"], "minimum": 1, "maximum": date.max.year}
    return schema


@functools.cache
def schema_text() -> str:
    """Give the JSON text of the schema, as bundled: descriptions are there even where no source code is."""
    return importlib.resources.files("recognition.convert").joinpath(FILE_NAME).read_text("utf-8")


def generated_text() -> str:
    """Give the JSON text of the schema as the record classes have it now, which is what is to be bundled."""
    return json.dumps(_document(), indent=1, ensure_ascii=False) + "\n"


def bundle() -> None:
    """Write the generated text to the file that is bundled."""
    Path(__file__).with_name(FILE_NAME).write_text(generated_text(), "utf-8", newline="\n")


def _document() -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "$comment": "Generated from the record classes of the Python package `recognition`; not edited by hand.",
        "title": "recognition",
        "description": "Records about diplomatic recognition: who recognised whom, as what, when, and who says so.",
        "type": "object",
        "properties": {
            "format_version": {
                "description": "The version of the format.",
                "type": "integer",
                "const": FORMAT_VERSION,
            },
            "records": {
                "description": "The records; their order has no meaning.",
                "type": "array",
                "items": _ref("Record"),
            },
        },
        "required": ["format_version", "records"],
        "additionalProperties": False,
        "$defs": _definitions(),
    }


def _definitions() -> Schema:
    """Give all definitions: records, the values in them, the forms of text, the vocabularies."""
    records = shapes().values()
    values = {shape.name: shape for record in records for shape in _values_in(record)}
    return {
        "Record": _any_record(),
        **{shape.name: _object(shape) for shape in records},
        **{name: _object(values[name]) for name in sorted(values)},
        "PartialDate": _DATE,
        "Period": _PERIOD,
        "Text": _TEXT,
        **{name: _form(pattern) for name, pattern in _FORMS.items()},
        **{name: _vocabulary(name, terms) for terms, name in _VOCABULARIES.items()},
    }


def _values_in(shape: ValueShape) -> Iterator[ValueShape]:
    for field in shape.fields:
        if field.value is not None:
            yield field.value
            yield from _values_in(field.value)


def _any_record() -> Schema:
    """Give the schema of a record of any type: `type` chooses, so that a fault is told of the one class alone."""
    records = shapes()
    return {
        "description": "A record, of the class that `type` names.",
        "type": "object",
        "properties": {
            "type": {
                "description": "The kind of record.",
                "type": "string",
                "enum": list(records),
                "enumDescriptions": [shape.description for shape in records.values()],
            }
        },
        "required": ["type"],
        "allOf": [_if(_has("type", kind), _ref(shape.name)) for kind, shape in records.items()],
    }


def _object(shape: ValueShape) -> Schema:
    """Give the schema of a record class or value class."""
    kind: Schema = {"type": {"description": "The kind of record.", "const": shape.kind}} if shape.kind else {}
    rules = _RULES.get(shape.name, [])
    return {
        "description": _plain(shape.description),
        "type": "object",
        "properties": kind | {field.name: _property(field, shape.kind) for field in shape.fields},
        "required": [*kind, *(field.name for field in shape.fields if field.required)],
        "additionalProperties": False,
        **({"allOf": rules} if rules else {}),
    }


def _property(field: FieldShape, kind: str | None) -> Schema:
    schema: Schema = {"description": _plain(field.description)}
    item = _item(field)
    if field.many:
        schema |= {"type": "array", "items": item}
        if kind and kind not in ORDERED_KINDS and field.pattern == MomentForm().regex:
            # A record with neither a day nor a period follows and precedes nothing.
            schema["maxItems"] = 0
    elif field.required or field.default is not None:
        schema |= item
    elif "$ref" in item:
        schema["anyOf"] = [item, {"type": "null"}]
    else:
        schema |= item | {"type": [item["type"], "null"]}
    # No default of `null` is told: editors would write it out.
    return schema | ({} if field.required or field.default is None else {"default": field.default})


def _item(field: FieldShape) -> Schema:
    """Give the schema of one value of a field."""
    if field.value is not None:
        return _ref(field.value.name)
    if field.sort is Sort.TEXT and field.pattern is not None:
        named = next((name for name, form in _FORMS.items() if form.regex == field.pattern), None)
        return _ref(named) if named else _id(field)
    return _ITEMS[field.sort](field)


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


_ITEMS: Final[dict[Sort, Callable[[FieldShape], Schema]]] = {
    Sort.TEXT: lambda _: _ref("Text"),
    Sort.DATE: lambda _: _ref("PartialDate"),
    Sort.PERIOD: lambda _: _ref("Period"),
    Sort.TERM: lambda field: _ref(_VOCABULARIES[tuple(field.terms.items())]),
    Sort.FLAG: lambda _: {"type": "boolean"},
    Sort.COUNT: lambda _: {"type": "integer", "minimum": 0, "maximum": MAX_COUNT},
}


def _plain(text: str) -> str:
    """Give a docstring in the words of the format: what is ``None`` in Python is absent there."""
    return " ".join(text.replace("``None``", "absent").replace("``", "`").split())


# --- texts --------------------------------------------------------------------------------------------------------

_WHITE: Final = r"\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What ``\\s`` stands for, which Python and ECMAScript do not agree on, but for controls."""


def _text(regex: str, expected: str) -> Schema:
    """Give the schema of a text that matches a regular expression as a whole.

    Args:
        regex: the expression. It is made to mean the same in Python and, with the flag ``u``, in ECMAScript.
        expected: what such a text is, for the messages of editors.
    """
    escaped = "".join(c if " " <= c <= "~" else f"\\u{ord(c):04x}" for c in regex.replace(r"\s", _WHITE))
    # In Python, `$` also matches before a line feed at the end.
    return {"type": "string", "pattern": f"^(?:{escaped})$(?!\\n)", "patternErrorMessage": f"Expected {expected}."}


def _form(form: texts.Form) -> Schema:
    described = form.description if isinstance(form, Pattern) else "a moment: id, id@start or id@end"
    return {"description": described[0].upper() + described[1:] + ".", **_text(form.regex, described)}


def _id(field: FieldShape) -> Schema:
    kinds = ("kind",) if set(field.kinds) == set(KINDS) else field.kinds
    return _text(field.pattern or "", f"an id of the form {' or '.join(f'{kind}:slug' for kind in kinds)}")


_FORMS: Final[dict[str, texts.Form]] = {
    name: get_args(annotated)[1]
    for name, annotated in {
        "Digest": texts.Digest,
        "Key": texts.Key,
        "Language": texts.Language,
        "Moment": texts.Moment,
        "Url": texts.Url,
    }.items()
}
_TEXT: Final[Schema] = {
    "description": "Words for people: not blank, no control characters but tab and newline, no lone surrogates.",
    # `Words().regex` says the same, yet takes time that grows with the square of a long text that it refuses.
    **_text(Words().regex, "words, with no control characters"),
}

# The days that no calendar has: the year 0, 30 February, 31 November, 29 February in a common year, which is one
# whose last two digits are no multiple of four, or are 00 after two digits that are none.
_NO_DAY: Final = r"0000|-02-3|-(?:0[469]|11)-31|(?:[02468][1235679]|[13579][01345789])(?:00)?-02-29"
_YEAR: Final = "[0-9]{4}"
_MONTH: Final = "(?:0[1-9]|1[0-2])"
_DAY: Final = "(?:0[1-9]|[12][0-9]|3[01])"
# Levels 0 and 1.
_LEVELS: Final = f"(?:{_YEAR}(?:-{_MONTH}(?:-(?:{_DAY}|XX))?|-XX(?:-XX)?|-2[1-4])?|[0-9]{{3}}X|[0-9]{{2}}XX)[?~%]?"
_MEMBER: Final = f"{_YEAR}(?:-{_MONTH}(?:-{_DAY})?)?"
# Between two `..` there is a comma: a range has two ends, and is open at the ends of the set only.
_SET: Final = rf"(?!.*\.\.[0-9-]+\.\.)\[(?:\.\.)?{_MEMBER}(?:(?:,|\.\.){_MEMBER})*(?:\.\.)?\]"
_END: Final = rf"(?:\.\.|{_LEVELS})?"
_DATE: Final[Schema] = {
    "description": "A day known only in part, in EDTF: a day, month, season, year, decade or century, marked with ? ~ "
    "or % where it is doubted or estimated, or one of a set of days.",
    "examples": ["2021-08-15", "2021-08", "2021", "202X", "2021-22", "2021-08~", "[2021-08-15..]", "[1667,1670..1672]"],
    **_text(f"(?!.*(?:{_NO_DAY}))(?:{_LEVELS}|{_SET})", "a date in EDTF, such as 2021-08-15, 2021-08 or 2021-08~"),
}
_PERIOD: Final[Schema] = {
    "description": "A span of days, an EDTF interval, both ends inclusive: each end is a date, `..` if it is open, "
    "or empty if it is unknown.",
    "examples": ["1996-09/2001-11-13", "2021-08-15/..", "2021-08-15/", "../1991"],
    **_text(f"(?!/$|.*(?:{_NO_DAY})){_END}/{_END}", "an interval in EDTF, such as 1996/2001, 2021-08/.. if it goes on"),
}

# --- vocabularies -------------------------------------------------------------------------------------------------

_VOCABULARIES: Final[dict[tuple[tuple[str, str], ...], str]] = {
    tuple((str(term), term.meaning) for term in terms): terms.__name__ for terms in VOCABULARIES
}
_MEANINGS: Final = {terms.__name__: terms.__doc__ or "" for terms in VOCABULARIES}


def _vocabulary(name: str, terms: Sequence[tuple[str, str]]) -> Schema:
    """Give the schema of a vocabulary: as an enumeration, so that a message can list it, its meanings for editors."""
    return {
        "description": _plain(_MEANINGS[name].partition("\n")[0]),
        "type": "string",
        "enum": [term for term, _ in terms],
        "enumDescriptions": [meaning for _, meaning in terms],
    }


# --- rules between the fields of one record -----------------------------------------------------------------------


def _if(condition: Schema, consequence: Schema) -> Schema:
    return {"if": condition, "then": consequence}


def _has(field: str, *values: str) -> Schema:
    """Give the schema of objects in which a field has one of some values."""
    allowed: Schema = {"const": values[0]} if len(values) == 1 else {"enum": list(values)}
    return {"type": "object", "properties": {field: allowed}, "required": [field]}


def _given(field: str) -> Schema:
    """Give the schema of objects in which a field is neither absent nor ``null``, nor an empty list."""
    return {"properties": {field: {"not": {"enum": [None, []]}}}, "required": [field]}


def _need(**fields: Schema) -> Schema:
    return {"properties": fields, "required": list(fields)}


def _targets(kinds: Sequence[str]) -> Schema:
    """Give the schema of objects whose target is of one of some kinds."""
    message = f"The capacity fits a target of kind {' or '.join(kinds)} only."
    return {"properties": {"target": {"pattern": f"^(?:{'|'.join(kinds)}):", "patternErrorMessage": message}}}


# An open end is the only one that ends with a full stop.
_CLOSED: Final[Schema] = {
    "pattern": "[^.]$",
    "patternErrorMessage": "It has an ending, so its period is not open: leave the end empty.",
}
_NULL: Final[Schema] = {"type": "null"}
_STRING: Final[Schema] = {"type": "string"}
_FILLED: Final[Schema] = {"minItems": 1}
_EMPTY: Final[Schema] = {"maxItems": 0}
_RULES: Final[dict[str, list[Schema]]] = {
    "Citation": [
        _if(
            {"anyOf": [_given("start"), _given("end"), _given("digest")]},
            _need(start={"type": "integer"}, end={"type": "integer", "minimum": 1}, digest=_STRING),
        )
    ],
    "Claim": [
        {"properties": {"targets": _FILLED}},
        _if(_has("quantifier", Quantifier.FIRST, Quantifier.ONLY), _need(actor=_STRING)),
        _if(
            _has("quantifier", *(str(term) for term in Quantifier if term not in (Quantifier.FIRST, Quantifier.ONLY))),
            {"properties": {"actor": _NULL}},
        ),
        _if(
            {"allOf": [_has("quantifier", Quantifier.ALL), {"properties": {"actors": _EMPTY}}]},
            _need(members_of=_STRING),
        ),
    ],
    "DiplomaticAct": [
        _if(
            _given("parties"),
            {
                "properties": {
                    "parties": {"minItems": 2, "uniqueItems": True},
                    "sender": _NULL,
                    "receiver": _NULL,
                    "move": {"not": {"enum": sorted(CREDENTIALS)}},
                }
            },
        )
        | {"else": _need(sender=_STRING, receiver=_STRING)},
    ],
    "RecognitionAct": [
        *(_if(_has("capacity", capacity), _targets(kinds)) for capacity, kinds in FITTING.items()),
        _if(_has("capacity", "title"), _need(concerning=_STRING)),
    ],
    "Restriction": [
        _if({"properties": {"targets": _EMPTY}}, _need(groups=_FILLED)),
        _if(_given("ending"), {"properties": {"period": _CLOSED}}),
    ],
}
