"""Citations checked against the documents that they cite, which need not be shipped."""

import enum
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import final

import attrs

from recognition.dataset.dataset import Dataset
from recognition.errors import UnknownIdError
from recognition.model.evidence import Citation, passage_digest
from recognition.model.sources import Source


class Finding(enum.StrEnum):
    """What became of a cited passage."""

    FOUND = "found"
    """It stands at its offsets."""
    MOVED = "moved"
    """It stands elsewhere in the text."""
    LOST = "lost"
    """It stands nowhere in the text."""
    UNCHECKED = "unchecked"
    """The text of its source was not given."""


@attrs.frozen(kw_only=True)
class CheckedCitation:
    """One cited passage, and what became of it."""

    record: str
    """The id of the record that cites it."""
    path: str
    """The citation's path in that record."""
    citation: Citation
    """The citation."""
    finding: Finding
    """What became of the passage."""
    found_at: int | None = None
    """The offset at which it stands now, in code points: the nearest, if it moved."""


@final
@attrs.frozen(kw_only=True)
class CitationCheck:
    """The result of checking the citations of a dataset."""

    passages: tuple[CheckedCitation, ...]
    """Every citation of a passage, by record in canonical order."""
    sources: Mapping[str, bool | None]
    """For each text given, whether it has the SHA-256 that its source records; ``None`` if it records none."""

    def count(self, finding: Finding) -> int:
        """Give the number of passages of a finding."""
        return sum(passage.finding is finding for passage in self.passages)

    @property
    def ok(self) -> bool:
        """Whether every passage was found at its offsets."""
        return all(passage.finding is Finding.FOUND for passage in self.passages)


def check_citations(dataset: Dataset, texts: Mapping[str, str]) -> CitationCheck:
    """Look up every cited passage in the texts of the sources.

    Args:
        dataset: the records.
        texts: the text of each source by its id. Citations of sources not given are ``unchecked``.

    Returns:
        One finding for each citation that has offsets. A passage that is not at its offsets is looked for
        elsewhere by its digest: every passage of its length is hashed, once for each length that is looked for.

    Raises:
        UnknownIdError: if a text is given for an id that is no source of the dataset.

    Example:
        >>> from recognition import Citation, Dataset, Source, State, check_citations
        >>> text = "Norway recognised Palestine."
        >>> dataset = Dataset([
        ...     Source(id="source:example", title="An example"),
        ...     State(id="state:PSE", name="Palestine",
        ...           citations=(Citation.of(text, 18, 27, source="source:example"),)),
        ... ])
        >>> check_citations(dataset, {"source:example": text}).ok
        True
        >>> check_citations(dataset, {"source:example": "In 2024, " + text}).passages[0].finding.value
        'moved'
    """
    hashes: dict[str, bool | None] = {}
    for source_id, text in texts.items():
        source = dataset.get(source_id)
        if not isinstance(source, Source):
            raise UnknownIdError(source_id, [item.id for item in dataset.of(Source)], what="source")
        hashes[source_id] = None if source.sha256 is None else source.sha256 == passage_digest(text)
    passages = {source_id: _Passages(text) for source_id, text in texts.items()}
    return CitationCheck(passages=tuple(_check(dataset, passages)), sources=hashes)


class _Passages:
    """The passages of a text that are looked for, by their lengths and digests."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._offsets: dict[int, dict[str, list[int]]] = {}

    def stands(self, start: int, end: int, digest: str) -> bool:
        """Tell whether a passage stands at its offsets; if not, it will be looked for."""
        if end <= len(self._text) and passage_digest(self._text[start:end]) == digest:
            return True
        self._offsets.setdefault(end - start, {})[digest] = []
        return False

    def look(self) -> None:
        """Look for all of them: hash all passages of each length, and keep where those stand that are looked for."""
        for length, wanted in self._offsets.items():
            for start in range(len(self._text) - length + 1):
                offsets = wanted.get(passage_digest(self._text[start : start + length]))
                if offsets is not None:
                    offsets.append(start)

    def nearest(self, start: int, end: int, digest: str) -> int | None:
        """Give the nearest offset at which a passage that was looked for stands."""
        # They ascend, and many citations may ask for the same ones.
        offsets = self._offsets[end - start][digest]
        behind = bisect_left(offsets, start)
        near = offsets[max(behind - 1, 0) : behind + 1]
        return min(near, key=lambda offset: (abs(offset - start), offset), default=None)


def _check(dataset: Dataset, texts: Mapping[str, _Passages]) -> Iterator[CheckedCitation]:
    checked = list[tuple[CheckedCitation, _Passages | None, tuple[int, int, str]]]()
    for record in dataset:
        for position, citation in enumerate(record.citations):
            start, end, digest = citation.start, citation.end, citation.digest
            if start is None or end is None or digest is None:
                continue
            passage = (start, end, digest)
            text = texts.get(citation.source)
            stands = text is not None and text.stands(*passage)
            found = CheckedCitation(
                record=record.id,
                path=f"$.citations[{position}]",
                citation=citation,
                finding=Finding.FOUND if stands else Finding.UNCHECKED,
                found_at=start if stands else None,
            )
            checked.append((found, None if stands else text, passage))
    for text in texts.values():
        text.look()
    for found, text, passage in checked:
        if text is None:
            yield found
            continue
        near = text.nearest(*passage)
        yield attrs.evolve(found, finding=Finding.LOST if near is None else Finding.MOVED, found_at=near)
