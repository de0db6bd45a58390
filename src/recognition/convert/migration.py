"""Documents of old versions: each step brings plain records from one version to the next."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from recognition.formats.plain import Repeated, is_object

FORMAT_VERSION: Final = 1
"""The version of the document format that is written."""


def _from_0(plain: dict[str, Any]) -> dict[str, Any]:
    """Bring a record from version 0 to version 1.

    Version 0 was never released; it stands for a version as it could have been, so that the way is tried. It said
    ``kind`` for ``type``; an act of recognition had ``recognises`` for ``target`` and ``when`` for ``date``; the
    degree ``full`` is now ``de-jure``; a state had one ``iso3`` where there are now ``codes``.
    """
    kind = plain.get("kind")
    renamed = {"kind": "type"} | ({"recognises": "target", "when": "date"} if kind == "recognition" else {})
    # Where both names stand there, the old one stays, and is refused as unknown: neither value is dropped.
    result = {
        renamed[name] if renamed.get(name, name) not in plain and name in renamed else name: held
        for name, held in plain.items()
    }
    if kind == "recognition" and result.get("degree") == "full":
        result["degree"] = "de-jure"
    if kind == "state" and "iso3" in result and "codes" not in result:
        result["codes"] = [{"system": "iso3", "value": result.pop("iso3")}]
    return result


STEPS: Final[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {0: _from_0}
"""For each old version, what brings a record of it to the next."""


def migrate(plain: Any, version: int) -> Any:
    """Bring a plain record from an old version to the current one, step by step.

    What is no object is left as it is. Paths of problems are those of the current version.
    """
    while version < FORMAT_VERSION and is_object(plain):
        brought = STEPS[version](plain)
        # That a key stood twice is told later, and must not be forgotten on the way.
        plain = Repeated.again(brought, plain) if isinstance(plain, Repeated) else brought
        version += 1
    return plain
