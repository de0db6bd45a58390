"""Notations: files to plain records and back; no format knows a record class."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

from recognition.errors import InvalidDataError, Problem, RecognitionError, UnknownIdError

if TYPE_CHECKING:
    from recognition.formats.contract import Format

# The model asks this package for the shape of its fields; what reads and writes files is imported by what does that.

FORMATS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "json": (".json",),
        "jsonl": (".jsonl", ".ndjson"),
        "yaml": (".yaml", ".yml"),
        "csv": (".csv.zip", ".zip"),
        "parquet": (".parquet", ".parquet.zip"),
        "sqlite": (".sqlite", ".sqlite3", ".db"),
        "turtle": (".ttl",),
        "ntriples": (".nt",),
        "jsonld": (".jsonld",),
        "sheet": (".csv",),
        "ftm": (".ftm.json", ".ftm.jsonl", ".ftm"),
    }
)
"""The names of the formats of the library, each with the endings of file names that it goes by."""
_MODULES: Final = {
    "csv": "tabular.csv",
    "ftm": "ftm.stream",
    "jsonld": "rdf.jsonld",
    "ntriples": "rdf.ntriples",
    "parquet": "arrow.parquet",
    "sheet": "tabular.sheet",
    "sqlite": "sqlite.database",
    "turtle": "rdf.turtle",
}
LOSSY: Final = frozenset({"sheet", "ftm"})
"""Those of them that hold only a part of the data."""
ENTRY_POINTS: Final = "recognition.formats"
"""The group of entry points by which other packages add formats: the name is the format's, the object is one."""


def formats() -> Mapping[str, tuple[str, ...]]:
    """Give the names of all formats, those that other packages add included, each with its endings."""
    return {**FORMATS, **{name: tuple(added.SUFFIXES) for name, added in _added().items()}}


def check_format(name: str) -> str:
    """Give the name of a format back.

    Raises:
        UnknownIdError: if there is none of that name.
    """
    if name not in FORMATS and name not in _added():
        known = formats()
        raise UnknownIdError(name, known, what=f"format (known: {', '.join(known)})")
    return name


def format_of(path: PurePath) -> str:
    """Give the format that the end of a file name stands for; for a folder, what lies in it also counts.

    Raises:
        UnknownIdError: for another ending.
    """
    from recognition.formats.compression import compression_of  # noqa: PLC0415 - as said above

    name = path.name.lower().removesuffix(compression_of(path))
    found = _ending(name, FORMATS) or _ending(name, formats())
    if found is None and isinstance(path, Path) and Path(path, "datapackage.json").is_file():
        return "csv"
    if found is None:
        known = [suffix for suffixes in formats().values() for suffix in suffixes]
        what = f"format (known: {', '.join(known)}) for the suffix"
        raise UnknownIdError(PurePath(name).suffix or path.suffix or path.name, known, what=what)
    return found


def _ending(name: str, known: Mapping[str, tuple[str, ...]]) -> str | None:
    """Give the format with the longest ending that a name has."""
    fitting = [
        (len(suffix), format_name)
        for format_name, suffixes in known.items()
        for suffix in suffixes
        if name.endswith(suffix) and name != suffix
    ]
    return max(fitting)[1] if fitting else None


def format_named(name: str) -> "Format":
    """Give a format, loading what it needs.

    Raises:
        UnknownIdError: if there is none of that name.
        MissingExtraError: if its library is not installed.
    """
    check_format(name)
    if name in FORMATS:
        return cast("Format", import_module(f"recognition.formats.{_MODULES.get(name, name)}"))
    return _added()[name]


@cache
def _added() -> Mapping[str, "Format"]:
    """Give the formats that other packages add; none of them takes the name of one of the library's own."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - it is slow, and needed only for what is not known

    found = dict[str, "Format"]()
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        if point.name in FORMATS:
            continue
        try:
            added: Any = point.load()
        except RecognitionError:
            raise
        except Exception as error:
            message = f"the format {point.name} of {point.value} cannot be loaded ({error})"
            raise InvalidDataError([Problem("syntax", message)]) from error
        missing = [name for name in ("SUFFIXES", "read", "write") if not hasattr(added, name)]
        if missing:
            message = f"the format {point.name} of {point.value} has no {' and no '.join(missing)}"
            raise InvalidDataError([Problem("syntax", message)])
        if isinstance(added.SUFFIXES, str):
            message = (
                f"the SUFFIXES of the format {point.name} of {point.value} are one text; a tuple of them is needed"
            )
            raise InvalidDataError([Problem("syntax", message)])
        found[point.name] = added
    return found
