"""What a report of a dataset contains, as plain data: a program can read it, and a terminal can show it."""

from collections.abc import Iterable
from typing import Any, Final

import attrs

from recognition.report.words import capitalised, counted, listed

KIND_NOUNS: Final = {
    "state": ("state", "states"),
    "government": ("government", "governments"),
    "territory": ("territory", "territories"),
    "organization": ("organisation", "organisations"),
    "person": ("person", "persons"),
    "recognition": ("act on recognition", "acts on recognition"),
    "diplomatic": ("diplomatic act", "diplomatic acts"),
    "event": ("event", "events"),
    "restriction": ("restriction", "restrictions"),
    "statement": ("statement", "statements"),
    "source": ("source", "sources"),
}
"""What records of each kind are called, one and many, in the order in which a report counts them."""


@attrs.frozen(kw_only=True)
class Cited:
    """A citation, with the number that the report gives its source."""

    number: int
    """The number of the source in the list at the end."""
    source: str
    """The id of the source."""
    start: int | None
    """The offset of the passage's first code point, or ``None``."""
    end: int | None
    """The offset behind its last, or ``None``."""
    locator: str | None
    """Another way to the passage."""
    quote: str | None
    """The words quoted."""
    via: tuple[str, ...]
    """The names of the speakers whom the source passes on."""


@attrs.frozen(kw_only=True)
class Account:
    """What one record says of a happening or of an actor."""

    id: str
    """The record."""
    text: str
    """What it says, without the date."""
    when: str
    """When, in words; empty where the record has no time."""
    details: tuple[str, ...]
    """What else it says, a line each."""
    rank: str
    """How it stands among the accounts: ``preferred``, ``normal`` or ``deprecated``."""
    rank_reason: str | None
    """Why."""
    superseded_by: tuple[str, ...]
    """The records that correct it."""
    note: str | None
    """The record's note."""
    citations: tuple[Cited, ...]
    """Where it says so."""


@attrs.frozen(kw_only=True)
class Entry:
    """One happening, actor, restriction or statement, with all accounts of it."""

    label: str
    """What it is listed by: the date, the name, the measure or the force."""
    text: str
    """What the account that stands for it says."""
    occurrence: str | None
    """The key that its accounts share; ``None``: there is one."""
    contradicted: bool
    """Whether its accounts contradict each other, as told under the contradictions."""
    accounts: tuple[Account, ...]
    """The accounts, those to go by first."""


@attrs.frozen(kw_only=True)
class Group:
    """Entries under one heading."""

    heading: str
    """The heading."""
    entries: tuple[Entry, ...]
    """The entries."""


@attrs.frozen(kw_only=True)
class Row:
    """What each of several accounts says on one point."""

    name: str
    """The point."""
    contested: bool
    """Whether the accounts contradict each other on it."""
    cells: tuple[str, ...]
    """What each account says, in the order of the accounts."""


@attrs.frozen(kw_only=True)
class Contradiction:
    """Accounts of one happening that contradict each other, side by side."""

    occurrence: str | None
    """The key that they share."""
    title: str
    """What happened, or who it is."""
    codes: tuple[str, ...]
    """The codes of the notes on them."""
    accounts: tuple[str, ...]
    """The ids of the records."""
    rows: tuple[Row, ...]
    """The points, contested ones first."""


@attrs.frozen(kw_only=True)
class Spells:
    """How the standing of one actor on one target changes over time, by the record."""

    actor: str
    """The id of the actor."""
    target: str
    """The id of the target."""
    heading: str
    """The target and the capacity, in words."""
    label: str
    """The name of the actor."""
    spells: tuple[str, ...]
    """Each spell of days with its standing, in words."""
    because: tuple[str, ...]
    """The ids of the acts that decide."""


@attrs.frozen(kw_only=True)
class Checked:
    """A claim, and what the record has to say on it."""

    statement: str
    """The id of the statement that makes it."""
    text: str
    """What is said."""
    result: str
    """Whether the record bears it out, in words."""
    because: tuple[str, ...]
    """The ids of the acts that settle it, or leave it open."""
    gap: str | None
    """What the record lacks."""


@attrs.frozen(kw_only=True)
class ListedSource:
    """A source in the numbered list."""

    number: int
    """Its number."""
    id: str
    """Its id."""
    title: str
    """Its title."""
    details: tuple[str, ...]
    """Publisher, day, address, hash."""
    cited: int
    """How many citations name it."""


@attrs.frozen(kw_only=True)
class Report:
    """Everything that a report says."""

    counts: dict[str, int]
    """The number of records of each kind that there is."""
    actors: tuple[Group, ...]
    """Those who act, by kind."""
    timeline: tuple[Entry, ...]
    """Acts and events in order of time."""
    standings: tuple[Spells, ...]
    """Where recognition stands over time, by target and actor."""
    restrictions: tuple[Group, ...]
    """Restrictions by domain."""
    statements: tuple[Group, ...]
    """Statements by speaker, and of each by force."""
    claims: tuple[Checked, ...]
    """Claims checked against the record."""
    contradictions: tuple[Contradiction, ...]
    """Accounts that contradict each other."""
    warnings: tuple[str, ...]
    """What is probably wrong or incomplete."""
    sources: tuple[ListedSource, ...]
    """The sources, by number: the most cited first."""

    def summary(self) -> str:
        """Give the counts in one sentence."""
        kinds = listed(counted(count, *KIND_NOUNS[kind]) for kind, count in self.counts.items() if kind != "source")
        told = f"{counted(sum(self.counts.values()), 'record')}" + (f": {kinds}" if kinds else "")
        told += f"; drawn from {counted(len(self.sources), 'source')}"
        contradictions = counted(len(self.contradictions), "contradiction")
        return f"{told}. {capitalised(contradictions)} between accounts, {counted(len(self.warnings), 'warning')}."

    def as_plain(self) -> dict[str, Any]:
        """Give the report as plain data for JSON: objects, lists, texts, numbers, booleans and null."""
        return attrs.asdict(self)


def cited_in_words(citations: Iterable[Cited]) -> str:
    """Give citations in short: ``[1] 150:242, 300:310; [2]``."""
    places: dict[tuple[int, tuple[str, ...]], list[str]] = {}
    for citation in citations:
        held = places.setdefault((citation.number, citation.via), [])
        if citation.start is not None:
            held.append(f"{citation.start}:{citation.end}")
        if citation.locator:
            held.append(citation.locator)
    return "; ".join(
        f"[{number}]{' ' if held else ''}{', '.join(held)}" + (f", by the word of {listed(via)}" if via else "")
        for (number, via), held in places.items()
    )
