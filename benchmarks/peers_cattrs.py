"""The same records by cattrs and orjson: its generated functions and our own classes, without our converter."""

from collections.abc import Iterable
from typing import Any, Final

import orjson
from cattrs.gen import make_dict_unstructure_fn
from cattrs.preconf.orjson import make_converter

from recognition import RECORD_CLASSES, PartialDate, Period, Record
from recognition.model.shape import Value

_CONVERTER: Final = make_converter(forbid_extra_keys=True, omit_if_default=True, detailed_validation=False)
for _text in (PartialDate, Period):
    _CONVERTER.register_structure_hook(_text, lambda value, cls: cls(value))
    _CONVERTER.register_unstructure_hook(_text, str)
_CONVERTER.register_unstructure_hook_factory(
    lambda cls: isinstance(cls, type) and issubclass(cls, Value),
    lambda cls: make_dict_unstructure_fn(cls, _CONVERTER, _cattrs_omit_if_default=True),
)


def read(data: bytes) -> list[Record]:
    """Give the records of a JSON document; wrong types are coerced, as cattrs does."""
    return [_record(plain) for plain in orjson.loads(data)["records"]]


def _record(plain: dict[str, Any]) -> Record:
    return _CONVERTER.structure(plain, RECORD_CLASSES[plain.pop("type")])


def write(records: Iterable[Record]) -> bytes:
    """Give records as a JSON document."""
    plain = [{"type": record.kind} | _CONVERTER.unstructure(record) for record in records]
    return orjson.dumps({"format_version": 1, "records": plain})
