"""The search for a state by a name or a code: every candidate with its reason, and never the nearest one instead."""

import difflib
import enum
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

import attrs

from recognition.history.answer import Day, partial
from recognition.model.actors import Name, State
from recognition.model.dates import PartialDate
from recognition.model.periods import Period
from recognition.model.truth import Truth
from recognition.reference.data import states
from recognition.reference.listing import presence
from recognition.reference.names import SHARED, compared, parts


class Matched(enum.StrEnum):
    """What of a state the text that was looked for is."""

    NAME = "name"
    """A whole name of it."""
    CODE = "code"
    """A code of it."""
    PART = "part"
    """One of the names that a list has put into one, as in *Turkey (Ottoman Empire)*."""
    SHARED = "shared"
    """A short name that texts use for several states."""


@attrs.frozen(kw_only=True)
class Candidate:
    """A state that a text may mean, and why."""

    state: str
    """The id of the state."""
    name: str
    """The name by which reports show it."""
    text: str
    """The name or code that matched, as the data has it."""
    matched: Matched
    """What of the state that text is."""
    system: str | None = None
    """The scheme of a code; ``None`` of a name."""
    periods: tuple[Period, ...] = ()
    """When the name was in use or the code assigned; empty: not said."""
    valid: Truth | None = None
    """Whether the text meant that state on the day asked about; ``None``: no day was asked about."""
    why: str
    """All this in words."""


@attrs.frozen(kw_only=True)
class Suggestion:
    """A name that is spelled like a text; it is no match."""

    state: str
    """The id of the state."""
    name: str
    """A name of it."""


_CODES: Final = {
    "iso2": "ISO 3166-1 alpha-2 code",
    "iso3": "ISO 3166-1 alpha-3 code",
    "iso-numeric": "ISO 3166-1 numeric code",
    "iso4": "ISO 3166-3 code",
    "wikidata": "Wikidata item",
    "cowc": "Correlates of War abbreviation",
    "cown": "Correlates of War number",
    "gwc": "Gleditsch and Ward abbreviation",
    "gwn": "Gleditsch and Ward number",
}


_NAMES_EACH: Final = 20
"""How many names of one state may stand before one of another among those that are spelled like a text."""


@attrs.frozen
class _Entry:
    """A text by which a state can be found."""

    state: str
    text: str
    matched: Matched
    system: str | None
    period: Period | None
    whole: str | None = None
    """The name that the text is a part of."""


def find(name: str, *, on: Day | None = None) -> tuple[Candidate, ...]:
    """Give every state that a name or a code may mean, each with the reason.

    A name matches as a whole, or as one of the names that a list has put into one; what is passed over in the
    comparison is told by :func:`recognition.reference.names.compared`. A code matches whatever its case, and an ISO
    number with or without leading zeros. Nothing is concluded from a likeness.

    Args:
        name: a name, a former name or a code.
        on: a day. No candidate is left out because of it: each tells whether it holds on that day, and those that do
            not come last. ``None``: none is told.

    Returns:
        The candidates: those that hold on the day before those that may, whole names before codes, parts and shared
        short names, then by id. Empty, if nothing matches.

    Raises:
        InvalidDataError: if the day is no date.

    Example:
        >>> from recognition import reference
        >>> [candidate.state for candidate in reference.find("Congo")]
        ['state:COG', 'state:COD', 'state:congo-free-state']
        >>> for candidate in reference.find("CS", on="2005-01-01"):
        ...     print(candidate.state, candidate.valid, *candidate.periods)
        state:SCG Truth.TRUE 2003-07-23/2006-09-26
        state:CSK Truth.FALSE /1993-06-15
        >>> reference.find("Czechoslovakia", on="2000-01-01")[0].valid
        Truth.FALSE
        >>> reference.find("Atlantis")
        ()
    """
    day = None if on is None else partial(on)
    groups: dict[tuple[str, str | None], list[_Entry]] = {}
    for entry in _matches(name):
        groups.setdefault((entry.state, entry.system), []).append(entry)
    found = [_candidate(entries, day) for entries in groups.values()]
    return tuple(sorted(found, key=_order))


def suggest(name: str, *, limit: int = 5) -> tuple[Suggestion, ...]:
    """Give names that are spelled like a text, to be looked at by a person: none of them is a match.

    Args:
        name: a text that :func:`find` finds nothing for.
        limit: how many are given at most.

    Example:
        >>> from recognition import reference
        >>> reference.suggest("Afghanstan")[0]
        Suggestion(state='state:AFG', name='Afghanistan')
    """
    entries, _ = _index()
    near = difflib.get_close_matches(compared(name), entries, n=max(limit, 1) * _NAMES_EACH, cutoff=0.75)
    held = (Suggestion(state=entry.state, name=entry.text) for key in near for entry in entries[key])
    seen: dict[str, Suggestion] = {}
    for suggestion in held:
        seen.setdefault(suggestion.state, suggestion)
    return tuple(seen.values())[:limit]


def _matches(name: str) -> Iterator[_Entry]:
    names, codes = _index()
    yield from names.get(compared(name), ())
    code = name.strip().upper()
    yield from codes.get(code, ())
    if code.isascii() and code.isdigit():
        padded = codes.get(code.zfill(3), ())
        yield from (entry for entry in padded if entry.system == "iso-numeric" and entry.text != code)


@cache
def _index() -> tuple[Mapping[str, tuple[_Entry, ...]], Mapping[str, tuple[_Entry, ...]]]:
    """Give what states can be found by: names as they are compared, and codes in capitals."""
    names: dict[str, list[_Entry]] = {}
    codes: dict[str, list[_Entry]] = {}
    for state in states().of(State):
        for entry in _names(state):
            names.setdefault(compared(entry.text), []).append(entry)
        for code in state.codes:
            entry = _Entry(state.id, code.value, Matched.CODE, code.system, code.period)
            codes.setdefault(code.value.upper(), []).append(entry)
    for text, ids in SHARED.items():
        for state_id in ids:
            names.setdefault(compared(text), []).append(_Entry(state_id, text, Matched.SHARED, None, None))
    names.pop("", None)
    return _frozen(names), _frozen(codes)


def _frozen(entries: Mapping[str, list[_Entry]]) -> dict[str, tuple[_Entry, ...]]:
    return {key: tuple(held) for key, held in entries.items()}


def _names(state: State) -> Iterator[_Entry]:
    named = [*state.names]
    if all(name.text != state.name for name in named):
        named.append(Name(text=state.name, language="en"))
    for name in named:
        yield _Entry(state.id, name.text, Matched.NAME, None, name.period)
        for part in parts(name):
            yield _Entry(state.id, part, Matched.PART, None, name.period, name.text)


def _candidate(entries: list[_Entry], day: PartialDate | None) -> Candidate:
    """Give the candidate of the entries of one state and scheme; the best of them is the one that is told."""
    best = min(entries, key=lambda entry: list(Matched).index(entry.matched))
    alike = [entry for entry in entries if entry.matched is best.matched]
    periods = tuple(dict.fromkeys(entry.period for entry in alike if entry.period is not None))
    if any(entry.period is None for entry in alike):
        periods = ()
    state = states()[best.state]
    assert isinstance(state, State)  # noqa: S101 - the index is made of states
    reasons = [_reason(best, periods)]
    valid = None
    if day is not None:
        found = presence(state, day)
        by_period = Truth.any(period.contains(day) for period in periods) if periods else Truth.TRUE
        # A code says itself when it was assigned; a name means a state, and on no day on which that is not there.
        valid = by_period if best.system is not None and periods else by_period & found.value
        reasons += [f"on {day}: {_WORDS[valid]}", found.why]
    return Candidate(
        state=state.id,
        name=state.name,
        text=best.text,
        matched=best.matched,
        system=best.system,
        periods=periods,
        valid=valid,
        why="; ".join(reasons),
    )


_WORDS: Final = {Truth.TRUE: "valid", Truth.FALSE: "not valid", Truth.UNKNOWN: "not known whether valid"}


def _reason(entry: _Entry, periods: tuple[Period, ...]) -> str:
    if entry.matched is Matched.CODE:
        what = f"{entry.text} is its {_CODES.get(str(entry.system), f'code in {entry.system}')}"
    elif entry.matched is Matched.PART:
        what = f"{entry.text} is part of its name {entry.whole}"
    elif entry.matched is Matched.SHARED:
        what = f"{entry.text} is used for several states"
    else:
        what = f"{entry.text} is a name of it"
    return what + (f" ({' and '.join(map(str, periods))})" if periods else "")


def _order(candidate: Candidate) -> tuple[int, int, str, str]:
    rank = 0 if candidate.valid is None else -candidate.valid.value
    return rank, list(Matched).index(candidate.matched), candidate.state, candidate.system or ""
