"""The shapes of the record classes: what formats and schemas are told of them."""

import ast
import functools
import inspect
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from recognition.dataset.once import once
from recognition.formats.shape import Bounds, FieldShape, Shapes, Sort, ValueShape
from recognition.model.dates import PartialDate
from recognition.model.periods import Period
from recognition.model.registry import RECORD_CLASSES
from recognition.model.shape import Field, fields_of, plain_of
from recognition.model.text import Ref, Words


@once
def shapes() -> Shapes:
    """Give the shape of every record class, by kind, in canonical order."""
    return {kind: _shape(cls) for kind, cls in RECORD_CLASSES.items()}


def _shape(cls: type[Any]) -> ValueShape:
    meanings = _meanings(cls)
    kind: str | None = getattr(cls, "kind", None)
    fields = tuple(_field(field, meanings.get(field.name, ""), kind) for field in fields_of(cls))
    summary = (inspect.getdoc(cls) or "").partition("\n")[0]
    return ValueShape(name=cls.__name__, kind=kind, fields=fields, description=summary)


def _field(field: Field, meaning: str, owner: str | None) -> FieldShape:
    is_text = field.sort is Sort.TEXT
    form = field.form
    if isinstance(form, Ref) and form.own and owner:
        form = Ref((owner,), own=True)
    reference = form if isinstance(form, Ref) else None
    kind: Any = field.type
    return FieldShape(
        name=field.name,
        sort=field.sort,
        many=field.many,
        required=field.required,
        default=[] if field.many else plain_of(field.default),
        description=meaning,
        pattern=form.regex if is_text and not isinstance(form, Words) else None,
        terms={str(term): term.meaning for term in kind} if field.sort is Sort.TERM else {},
        kinds=reference.kinds if reference and is_text else (),
        own=bool(reference and reference.own),
        value=_shape(field.type) if field.sort is Sort.VALUE else None,
        bounds=_BOUNDS.get(field.sort),
    )


def _bounds_of_date(text: str) -> Bounds:
    day = PartialDate(text)
    return day.earliest, day.latest


def _bounds_of_period(text: str) -> Bounds:
    period = Period(text)
    nothing: tuple[date | None, date | None] = (None, None)
    start = (period.start.earliest, period.start.latest) if period.start else nothing
    end = (period.end.earliest, period.end.latest) if period.end else nothing
    return start + end


_BOUNDS: Final = {Sort.DATE: _bounds_of_date, Sort.PERIOD: _bounds_of_period}


def _meanings(cls: type[Any]) -> dict[str, str]:
    """Give what the docstrings below the fields of a class say, its bases included."""
    found = dict[str, str]()
    for base in reversed(cls.__mro__):
        found.update(_documented(base.__module__).get(base.__qualname__, {}))
    return found


@functools.cache
def _documented(module: str) -> Mapping[str, Mapping[str, str]]:
    """Give the docstrings of the fields of each class of a module; nothing, if its source is not at hand."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (OSError, TypeError):  # of a zipped or frozen module, or of no module of ours
        return {}
    return {node.name: _documented_fields(node) for node in tree.body if isinstance(node, ast.ClassDef)}


def _documented_fields(node: ast.ClassDef) -> dict[str, str]:
    found = dict[str, str]()
    for field, text in zip(node.body, node.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
        ):
            found[field.target.id] = inspect.cleandoc(str(text.value.value))
    return found
