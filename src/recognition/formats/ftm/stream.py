"""FollowTheMoney: entities as JSON Lines, for the tools of investigators; it holds only a part of the data.

What goes where, and what is lost, stands in :data:`~recognition.formats.ftm.terms.TABLE`.
"""

import json
import tempfile
from collections.abc import Iterable, Sequence
from typing import Any, Final

from recognition.errors import Problem
from recognition.formats.contract import Reading
from recognition.formats.extras import json_of
from recognition.formats.ftm.export import Writer
from recognition.formats.ftm.reading import batches_of
from recognition.formats.ftm.terms import TOLD_BY
from recognition.formats.inputs import Input
from recognition.formats.outputs import Output
from recognition.formats.shape import Shapes

SUFFIXES: Final = (".ftm.json", ".ftm.jsonl", ".ftm")
PLAIN_VERSION: Final = 1
"""The format version of the plain records that entities are read into; a file of entities says none itself."""
_IN_MEMORY: Final = 16 << 20


def read(source: Input, shapes: Shapes) -> Reading:
    """Begin to read entities.

    The file is gone through twice, as what belongs to a record may stand anywhere in it. Held are the id of each
    entity that becomes a record, and all that become a part of one: positions, occupancies, successions and links.
    """
    return Reading(PLAIN_VERSION, batches_of(source, shapes))


def write(records: Iterable[Any], target: Output, shapes: Shapes, version: int) -> Sequence[Problem]:
    """Write plain records as entities, taking them as they come.

    The names of those who act are held, and acts are laid aside on disk until the names are known: an event there
    has a name of its own, which is made of theirs.

    Returns:
        A problem for each field of each kind that is lost, or altered, in some records, with their number.
    """
    writer = Writer(shapes)
    with target.stream() as stream, tempfile.SpooledTemporaryFile(_IN_MEMORY) as aside:
        for plain in records:
            writer.see(plain)
            if plain["type"] in _ACTS:
                aside.write(json_of(plain).encode() + b"\n")
            else:
                stream.writelines(writer.lines(plain))
        aside.seek(0)
        for line in aside:
            stream.writelines(writer.lines(json.loads(line)))
    return writer.losses.problems()


_ACTS: Final = frozenset({*TOLD_BY, "restriction"})
