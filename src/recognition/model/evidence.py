"""`Citation`: where a source says it, checkable without shipping the source."""

import hashlib

import attrs

from recognition.errors import Problem
from recognition.model.shape import Value
from recognition.model.text import AgentRef, Digest, SourceRef, Text


@attrs.frozen(kw_only=True, repr=False)
class Citation(Value):
    """The place in a source that says something, by offsets and digest, and who is said to have said it.

    A passage is given by ``start``, ``end`` and ``digest`` together, or not at all.

    Example:
        >>> from recognition import Citation
        >>> text = "Norway recognised Palestine."
        >>> citation = Citation.of(text, 0, 6, source="source:example")
        >>> citation.start, citation.end, citation.digest[:8]
        (0, 6, 'bea54a34')
    """

    source: SourceRef
    """The document that says so."""
    start: int | None = None
    """The offset of the passage's first character, in Unicode code points of the source's text, from 0."""
    end: int | None = None
    """The offset behind its last character: the passage is half-open."""
    digest: Digest | None = None
    """The SHA-256 of the passage in UTF-8."""
    quote: Text | None = None
    """The few words actually spoken or needed; ``None`` as a rule."""
    locator: Text | None = None
    """A page, article, section or URL fragment, where offsets do not serve."""
    via: tuple[AgentRef, ...] = ()
    """The chain of speakers between the source and the fact, from the source inward."""

    @classmethod
    def of(cls, text: str, start: int, end: int, *, source: str, via: tuple[str, ...] = ()) -> "Citation":
        """Give the citation of a passage of a text.

        Args:
            text: the whole text of the source.
            start: the offset of the passage's first code point.
            end: the offset behind its last.
            source: the id of the source.
            via: the chain of speakers between the source and the fact.

        Raises:
            InvalidDataError: code ``half-passage`` if the passage is empty or outside the text.
        """
        digest = passage_digest(text[start:end]) if 0 <= start < end <= len(text) else None
        return cls(source=source, start=start, end=end, digest=digest, via=via)

    def _rules(self) -> tuple[Problem, ...]:
        """Give what is wrong between the fields."""
        if self.start is None and self.end is None and self.digest is None:
            return ()
        if self.start is None or self.end is None or self.digest is None or not 0 <= self.start < self.end:
            message = "a passage needs start, end and digest, with 0 <= start < end"
            return (Problem("half-passage", message),)
        return ()


def passage_digest(passage: str) -> str:
    """Give the SHA-256 of a passage in UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(passage.encode()).hexdigest()
