"""What a format is: a module that turns files into plain records, and plain records into files."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, Protocol

import attrs

from recognition.errors import Problem
from recognition.formats.inputs import Input
from recognition.formats.outputs import Output
from recognition.formats.plain import Place
from recognition.formats.shape import Shapes


@attrs.frozen
class Unreadable:
    """Stands in a batch for a record of which the notation itself cannot be read."""

    problems: tuple[Problem, ...]
    """Why not, with paths from the record."""


@attrs.frozen(eq=False)
class Batch:
    """Some records of a file, in order, as plain data.

    A plain record is what the JSON form has: a dict with ``type``, ``id`` and the fields, of texts, numbers,
    bools, lists and dicts; a :class:`~recognition.formats.plain.Scalar` is a value of which only the field knows
    whether it is a text, a number or a flag. What the file has wrong is given as it is: reading coerces nothing,
    drops nothing, and leaves it to the converter to refuse.
    """

    plain: Callable[[], Sequence[Any]]
    """Gives the records; an :class:`Unreadable` stands for one that cannot be given."""
    place: Callable[[int, str], Place | None]
    """Gives where something is: from the position in the batch, and a path from the record, such as ``$.date``."""
    typed: bool = False
    """Whether the records are made of nothing but dicts, lists, texts, whole numbers and bools of the exact types,
    no key of which has stood twice: such are read fast."""
    lines: Sequence[bytes] | None = None
    """The same records as JSON texts, where the notation has them: they are read without :attr:`plain`."""


def batch_of(
    records: Sequence[Any], place: Callable[[int, str], Place | None] | None = None, *, typed: bool = False
) -> Batch:
    """Give a batch of plain records that are at hand."""
    return Batch(lambda: records, place or _nowhere, typed=typed)


def _nowhere(_position: int, _path: str) -> None:
    return None


MISSING: Final = object()
"""Stands for a format version that a file does not give."""
UNREADABLE: Final = object()
"""Stands for one that cannot be told, for reasons that are among the problems."""


@attrs.frozen(eq=False)
class Reading:
    """A file that is being read."""

    version: Any
    """The format version as it stands there, :data:`MISSING` or :data:`UNREADABLE`."""
    batches: Iterator[Batch]
    """The records, in the order of the file. What is wrong with the file as a whole, so that no more records
    can be read, is raised from here as ``InvalidDataError``."""
    problems: Sequence[Problem] = ()
    """What is wrong before the first record, such as a table with a column that no record has."""
    version_place: Place | None = None
    """Where the version stands, or should."""


class Format(Protocol):
    """What a format provides; a module with these names is one.

    Further formats are found by the entry point group ``recognition.formats``: its name is the format's, and its
    object has these three attributes.
    """

    SUFFIXES: tuple[str, ...]
    """The endings of file names that it goes by, in lower case, such as ``.json``."""

    def read(self, source: Input, shapes: Shapes) -> Reading:
        """Begin to read a file.

        Raises:
            InvalidDataError: if it is not of this format at all.
        """
        ...

    def write(self, records: Iterable[Any], target: Output, shapes: Shapes, version: int) -> Sequence[Problem]:
        """Write plain records in the order given, taking them as they come.

        Args:
            records: plain records, valid, without defaults.
            target: where to.
            shapes: what records look like.
            version: the format version to note.

        Returns:
            What the notation cannot hold and was left out, as problems of code ``not-exported``; none, if the
            format is lossless.
        """
        ...
