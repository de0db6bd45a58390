"""`Record`: what all records share, who says so, since when it is on record, and in what order."""

from typing import Annotated, ClassVar

import attrs

from recognition.errors import Problem
from recognition.model.dates import PartialDate
from recognition.model.evidence import Citation
from recognition.model.shape import Value
from recognition.model.text import ORDERED_KINDS, AnyRef, Key, Moment, Ref, Text
from recognition.model.vocabulary import Rank


@attrs.frozen(kw_only=True, repr=False)
class Record(Value):
    """The base of the record classes: an account by some source, never edited, only superseded."""

    kind: ClassVar[str] = ""
    """The kind of the class: the first part of its ids, and its ``type`` in every format."""
    SHARED: ClassVar[tuple[str, ...]] = (
        "occurrence",
        "rank",
        "rank_reason",
        "after",
        "before",
        "recorded",
        "supersedes",
        "note",
        "citations",
    )

    id: Annotated[str, Ref(own=True)]
    """``kind:slug``: the kind is the record's type, the slug is stable and readable."""
    occurrence: Key | None = None
    """The key that all accounts of one happening share; ``None``: the record is its only account."""
    rank: Rank = Rank.NORMAL
    """How this account stands among those of its occurrence."""
    rank_reason: Text | None = None
    """Why it is ranked so."""
    after: tuple[Moment, ...] = ()
    """Moments that this one follows; of a record with a period, its start follows them. Not earlier than."""
    before: tuple[Moment, ...] = ()
    """Moments that this one precedes; of a record with a period, its start precedes them. Not later than."""
    recorded: PartialDate | None = None
    """The day on which this record entered the data; ``None``: not kept."""
    supersedes: tuple[AnyRef, ...] = ()
    """Ids of earlier records that this one corrects; they stay in the data."""
    note: Text | None = None
    """Free text for people."""
    citations: tuple[Citation, ...] = ()
    """Where it says so."""

    def _rules(self) -> tuple[Problem, ...]:
        """Give what is wrong between the fields."""
        if self.id.partition(":")[0] != self.kind:
            return (Problem("bad-id", f"expected an id of the form {self.kind}:slug, got {self.id!r}", path="$.id"),)
        if (self.after or self.before) and self.kind not in ORDERED_KINDS:
            message = f"a record of kind {self.kind} has no day and no period to order"
            return (Problem("bad-moment", message, path="$.after" if self.after else "$.before"),)
        return ()
