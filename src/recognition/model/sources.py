"""`Source`: the document in which something is said."""

from typing import ClassVar

import attrs

from recognition.model.dates import PartialDate
from recognition.model.record import Record
from recognition.model.text import Digest, Language, Text, Url


@attrs.frozen(kw_only=True, repr=False)
class Source(Record):
    """A document: an article, a note, a data set. The library never ships its text.

    Example:
        >>> from recognition import PartialDate, Source
        >>> Source(id="source:example", title="A page", published=PartialDate("2025-07")).published
        PartialDate('2025-07')
    """

    kind: ClassVar[str] = "source"

    title: Text
    """Its title, or a description in brackets if it has none."""
    publisher: Text | None = None
    """Who published it."""
    published: PartialDate | None = None
    """The day of publication; ``None``: not known at all."""
    retrieved: PartialDate | None = None
    """The day on which the text that the citations refer to was fetched."""
    url: Url | None = None
    """Where it is, or was."""
    language: Language | None = None
    """The language of its text."""
    sha256: Digest | None = None
    """The SHA-256 of its text in UTF-8, or of its bytes if it is not text."""
    length: int | None = None
    """The length of its text, in Unicode code points."""
