"""The account of the statements of one item of Wikidata: each is in a record, in the note, or refused."""

from collections.abc import Collection, Mapping
from typing import Final

from recognition.errors import InvalidDataError
from recognition.model.evidence import Citation
from recognition.sources.imported import DOUBT, Tally
from recognition.sources.wikidata_items import Item
from recognition.sources.wikidata_references import References
from recognition.sources.wikidata_statements import Stated

IN_RECORD: Final = "statements in records"
"""What statements are counted as that have become a record or a field."""
IN_NOTE: Final = "statements in notes"
"""What statements are counted as that are told in a note."""


class Ledger:
    """Counts the statements of an item, and gathers what its record has of all of them: note and citations.

    Args:
        item: the item.
        names: the names of the items that the files have.
        references: makes citations of references.
        tally: the account of all files.
    """

    def __init__(self, item: Item, names: Mapping[str, str], references: References, tally: Tally) -> None:
        """Begin with the item itself."""
        self.item = item
        self.names = names
        self.notes: list[str] = []
        self.citations: list[Citation] = [Citation(source=item.source, locator=item.revision)]
        self._references = references
        self._tally = tally

    def taken(self, statement: Stated, used: Collection[str]) -> None:
        """Count a statement that has become a field of the item's record, made of some of its qualifiers."""
        self._tally.take(IN_RECORD)
        cited, told = self.cited(statement)
        self.citations += cited
        told += statement.rest(self.names, used)
        if told:
            self.notes.append(f"{statement.main.told(self.names)}: {'; '.join(told)}")

    def noted(self, statement: Stated) -> None:
        """Count a statement that is told in the note of the item's record."""
        self._tally.take(IN_NOTE)
        cited, told = self.cited(statement)
        self.citations += cited
        self.notes.append("; ".join([statement.told(self.names), *told]))

    def acted(self, statement: Stated, used: Collection[str], *told: str) -> tuple[tuple[Citation, ...], str | None]:
        """Count a statement that has become acts, and give their citations and their note."""
        self._tally.take(IN_RECORD)
        cited, uncited = self.cited(statement)
        notes = [*told, *statement.rest(self.names, used), *uncited]
        return (Citation(source=self.item.source, locator=f"statement {statement.id}"), *cited), "; ".join(
            notes
        ) or None

    def refused(self, statement: Stated, error: InvalidDataError) -> None:
        """Count a statement that gives nothing."""
        self._tally.refuse(*self.item.entity.placed(error, statement.path))

    def doubt(self, statement: Stated, message: str) -> None:
        """Tell of what is doubtful in a statement that is taken."""
        self._tally.doubt(self.item.entity.problem(DOUBT, message, statement.path))

    def cited(self, statement: Stated) -> tuple[list[Citation], list[str]]:
        """Give the citations of a statement's references, and how those read that cannot be cited."""
        found = [self._references.cited(reference) for reference in statement.references]
        cited = [entry for entry in found if isinstance(entry, Citation)]
        return list(dict.fromkeys(cited)), [entry for entry in found if isinstance(entry, str)]

    @property
    def note(self) -> str | None:
        """The note of the item's record."""
        return "\n".join(self.notes) or None
