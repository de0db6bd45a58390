"""The same records as msgspec structs: types and fields are checked, the form of texts, dates and rules are not."""

from typing import Any

import msgspec

from recognition.convert.mirror import _mirrors


def read(data: bytes) -> Any:
    """Give a JSON document as structs."""
    return _mirrors().document.decode(data)


def write(document: Any) -> bytes:
    """Give structs as a JSON document."""
    return msgspec.json.encode(document)
