"""The same acts as attrs classes that msgspec decodes by itself: bare ones, and ones that make the same checks.

msgspec knows no unions of attrs classes, so that a document holds records of one kind. It ignores keys that it does not
know, which for an attrs class it cannot be told to refuse.
"""

import types
from functools import cache
from typing import Any, Final

import attrs
import msgspec

from recognition import PartialDate, Period, RecognitionAct
from recognition.formats.shape import Sort
from recognition.model.shape import fields_of
from recognition.model.text import Words

_TYPES: Final = {Sort.TEXT: str, Sort.DATE: str, Sort.PERIOD: str, Sort.COUNT: int, Sort.FLAG: bool}
_PARSED: Final = {Sort.DATE: PartialDate, Sort.PERIOD: Period}


@cache
def twin(cls: type[Any], *, checked: bool) -> type[Any]:
    """Give a frozen attrs class of the same fields, with texts for dates; ``checked``: it checks what ours checks."""
    made = {}
    for field in fields_of(cls):
        held: Any = (
            twin(field.type, checked=checked) if field.sort is Sort.VALUE else _TYPES.get(field.sort, field.type)
        )
        if field.many:
            held = types.GenericAlias(tuple, (held, ...))
        if field.optional:
            held = held | None
        made[field.name] = attrs.field(type=held) if field.required else attrs.field(type=held, default=field.default)
    body = {"__attrs_post_init__": _checks(cls), "kind": getattr(cls, "kind", None)} if checked else {}
    return attrs.make_class(cls.__name__, made, class_body=body, frozen=True, slots=True, kw_only=True)


def _checks(cls: type[Any]) -> Any:
    """Give what is done after the fields are filled: forms, dates, rules between fields."""
    fields = [
        (field.name, field.many, Words() if isinstance(field.form, Words) else field.form, _PARSED.get(field.sort))
        for field in fields_of(cls)
        if field.sort in (Sort.TEXT, Sort.DATE, Sort.PERIOD)
    ]

    def check(self: Any) -> None:
        for name, many, form, parse in fields:
            held = getattr(self, name)
            if held is None:
                continue
            if parse is not None:
                object.__setattr__(self, name, tuple(map(parse, held)) if many else parse(held))
            elif not all(map(form.accepts, held)) if many else not form.accepts(held):
                message = f"the form of {name}"
                raise ValueError(message)
        if cls._rules(self):
            message = "a rule between fields"
            raise ValueError(message)

    return check


@cache
def _decoder(*, checked: bool) -> Any:
    act: Any = twin(RecognitionAct, checked=checked)
    document: Any = attrs.make_class(
        "Document", {"format_version": attrs.field(type=int), "records": attrs.field(type=list[act])}, slots=True
    )
    return msgspec.json.Decoder(document)


def read(data: bytes, *, checked: bool) -> Any:
    """Give a JSON document of recognition acts."""
    return _decoder(checked=checked).decode(data)


def write(document: Any) -> bytes:
    """Give it as JSON; msgspec writes the defaults of attrs classes, and no ``type``."""
    return msgspec.json.encode(document)
