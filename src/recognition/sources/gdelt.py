"""GDELT exports of events, 1.0 and 2.0: what a machine read out of the news, as candidates for acts and never as acts.

An export is tab-separated, without a header, and has 58 columns (57 in the files for the time before April 2013, which
have no address), or 61 in version 2.0. A row is an event between two actors, coded by a program in the scheme CAMEO.

**Why statements, and no acts.** A code of CAMEO is wider than any move here: 054 is recognition or the opening of
relations, 161 is any reduction of relations or their end (:data:`CANDIDATES` has the moves that each code can be). And
the program reads sentences, hopes and denials among them. If a row became an act, of whatever rank, a
:class:`~recognition.History` would answer by it wherever nothing else is on record, for a deprecated account counts
when it is the only one. So a row becomes a :class:`~recognition.Statement` of the file: GDELT says so, and no
answer is ever made of what somebody says. It has no ``claim`` either, because the code does not say which move it is.
Beside the dataset is a :class:`Candidate` for each, to be searched through, and to be made into acts by whoever has
read the report.

**Which rows.** Those of a code of :data:`CANDIDATES`, between two different states: both countries are among
:data:`~recognition.sources.gdelt_codes.STATES`, and the actor is the country itself or its government (type ``GOV``),
no group, business, parliament or region. The other rows are counted, under names of their own. Of a row of another
code only the number of its cells and the code are looked at: there are millions of them.

**What is one happening.** GDELT itself makes one event of the reports that agree in actors, day, code and place. Of two
events that differ in the place alone nobody says that they are one, so no two statements share an ``occurrence``.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Final, get_args

import attrs

from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.opened import opened_twice
from recognition.model.actors import Code, State
from recognition.model.dates import PartialDate
from recognition.model.evidence import Citation
from recognition.model.record import Record
from recognition.model.sources import Source
from recognition.model.statements import Statement
from recognition.model.text import Pattern, Url
from recognition.model.vocabulary import DiplomaticMove, Force, RecognitionMove
from recognition.sources.gdelt_codes import OTHERS, STATES
from recognition.sources.gdelt_rows import ACTORS, EVENT_CODE, WIDTHS, Row, cells_of, opened
from recognition.sources.imported import DOUBT, FilePath, Imported, Progress, Tally, read_each

Move = RecognitionMove | DiplomaticMove
"""What a candidate can be."""


def _candidates() -> dict[str, tuple[Move, ...]]:
    moves = dict[str, tuple[Move, ...]]()
    for move in (*RecognitionMove, *DiplomaticMove):
        for alignment in move.alignments:
            if alignment.scheme == "cameo":
                moves[alignment.code] = (*moves.get(alignment.code, ()), move)
    return moves


CANDIDATES: Final[Mapping[str, tuple[Move, ...]]] = MappingProxyType(_candidates())
"""The codes of CAMEO that the moves are aligned with, each with all moves that it can be."""


@attrs.frozen(kw_only=True)
class Candidate:
    """An event of GDELT that may be an act of recognition or diplomacy, or none.

    Example:
        >>> from recognition.sources.gdelt import CANDIDATES
        >>> [str(move) for move in CANDIDATES["054"]]
        ['recognition', 'reaffirmation', 'resumption', 'establishment', 'mission-opening']
    """

    statement: str
    """The id of the statement in the dataset."""
    event: str
    """Its number in GDELT."""
    day: date
    """The day on which it took place, as the program understood the report."""
    actor: str
    """The id of the state that acts."""
    target: str
    """The id of the state that is acted upon."""
    code: str
    """The code of CAMEO."""
    moves: tuple[Move, ...]
    """What it can be, by the code."""
    goldstein: float | None
    """The score of the code on Goldstein's scale, from -10 (conflict) to 10 (cooperation); ``None``: it has none."""
    mentions: int
    """How often it was mentioned when it was found."""
    sources: int
    """In how many sources."""
    articles: int
    """In how many articles."""
    report: str | None
    """The id of the first report in which it was found; ``None``: the row has no address."""


@attrs.frozen(kw_only=True)
class ImportedCandidates(Imported):
    """What became of the files: statements in the dataset, and the candidates that they are beside it."""

    candidates: tuple[Candidate, ...] = attrs.field(repr=False)
    """The candidates, in the order of the files."""


def read(*paths: FilePath, progress: Progress | None = None) -> ImportedCandidates:
    """Give the events that may be acts of recognition or diplomacy between two states.

    Args:
        paths: exports, as they are or compressed (.zip, .gz, .xz, .zst).
        progress: is called with the number of bytes read so far.

    Raises:
        InvalidDataError: if a file is no export of events, or is given twice.
        OSError: if one cannot be read.
    """
    reader = _Reader()
    read_each(paths, reader.read, progress)
    imported = reader.tally.imported([*reader.sources.values(), *reader.states.values(), *reader.statements])
    return ImportedCandidates(
        dataset=imported.dataset,
        rows=imported.rows,
        taken=imported.taken,
        refused=imported.refused,
        problems=imported.problems,
        candidates=tuple(reader.candidates),
    )


_CODE_LENGTHS: Final = (2, 3, 4)
_MARKS: Final = {code.encode(): code for code in CANDIDATES}
OTHER_KIND: Final = "events of other codes"
"""What rows are counted as whose code is aligned with no move."""
OTHER_ACTORS: Final = "events that are not between two states"
"""What rows are counted as whose code would do, and whose actors do not."""
CANDIDATE: Final = "events that may be an act"
"""What the rows are counted as that give a statement."""


class _Reader:
    """What the files read so far have given."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.sources = dict[str, Source]()
        self.states = dict[str, State]()
        self.statements = list[Record]()
        self.candidates = list[Candidate]()
        self._events = dict[str, str]()
        self._unknown = set[str]()

    def read(self, path: Path, progress: Progress | None) -> None:
        """Read one file."""
        with opened_twice(path) as whole:
            digest = hashlib.file_digest(whole, "sha256").hexdigest()
        with opened(path, progress) as stream:
            rows = cells_of(stream)
            first = next(rows, None)
            width = len(first[1]) if first else 0
            if first is None or width not in WIDTHS:
                found = f"the first row has {width} cells" if first else "the file is empty"
                message = f"{found}; an export of events has 57, 58 or 61 columns, between tabs"
                raise InvalidDataError([Problem("syntax", message, line=first[0] if first else 1)])
            source = _source(WIDTHS[width], digest)
            if source.id in self.sources:
                raise InvalidDataError([Problem("duplicate-id", "the same file was read before")])
            self.sources[source.id] = source
            for line, cells in chain((first,), rows):
                code = cells[EVENT_CODE] if len(cells) == width else b""
                if code.isdigit() and code not in _MARKS and len(code) in _CODE_LENGTHS:
                    self.tally.take(OTHER_KIND)
                else:
                    self._take(Row(path.name, line, cells), width, source)

    def _take(self, row: Row, width: int, source: Source) -> None:
        """Take or refuse a row that may be a candidate, or is none for what is wrong with it."""
        if len(row.cells) != width:
            code = "missing-field" if len(row.cells) < width else "unknown-field"
            self.tally.refuse(row.problem(code, f"the row has {len(row.cells)} cells, and the first one {width}"))
            return
        if row.cells[EVENT_CODE] not in _MARKS:
            message = f"{shown(row.cells[EVENT_CODE].decode(errors='replace'))} is no code of CAMEO"
            self.tally.refuse(row.problem("bad-value", message, "EventCode"))
            return
        actor, target = (row.country(start) for start in ACTORS)
        if row.problems:
            self.tally.refuse(*row.problems)
            return
        for code in (actor, target):
            if code and code not in STATES and code not in OTHERS and code not in self._unknown:
                self._unknown.add(code)
                message = f"the code {code} is not in the list of countries; events with it are not taken"
                self.tally.doubt(row.problem(DOUBT, message, "ActorCountryCode"))
        if actor == target or actor not in STATES or target not in STATES or not all(map(row.is_state, ACTORS)):
            self.tally.take(OTHER_ACTORS)
            return
        self._candidate(row, actor, target, source)

    def _candidate(self, row: Row, actor: str, target: str, source: Source) -> None:
        """Take a row between two states, or refuse it for what is wrong with its other cells."""
        code = _MARKS[row.cells[EVENT_CODE]]
        event, day, added = row.event(), row.day(), row.added()
        counts, goldstein, address = row.counts(), row.score(), row.address()
        number = f"{source.id.partition(':')[2].partition('.')[0]}.{event}"
        if not row.problems and number in self._events:
            row.fault("duplicate-id", f"the event {event} stands at {self._events[number]} too", "GLOBALEVENTID")
        if row.problems:
            self.tally.refuse(*row.problems)
            return
        self._events[number] = f"{row.file}, line {row.line}"
        self.tally.take(CANDIDATE)
        ends = [self._state(end, source) for end in (actor, target)]
        cited = [Citation(source=source.id, locator=f"line {row.line}")]
        report = _report(address)
        if report is not None:
            self.sources.setdefault(report.id, report)
            cited.append(Citation(source=report.id))
        candidate = Candidate(
            statement=f"statement:{number}",
            event=event,
            day=day,
            actor=ends[0],
            target=ends[1],
            code=code,
            moves=CANDIDATES[code],
            goldstein=goldstein,
            mentions=counts[0],
            sources=counts[1],
            articles=counts[2],
            report=report.id if report else None,
        )
        self.candidates.append(candidate)
        self.statements.append(
            Statement(
                id=candidate.statement,
                force=Force.ASSERT,
                speaker=source.id,
                about=tuple(ends),
                gist=f"{actor} to {target} on {day}: CAMEO {code}, which can be {_told(candidate.moves)}",
                date=PartialDate.from_date(added),
                note=_note(candidate, "" if report else address),
                citations=tuple(cited),
            )
        )

    def _state(self, code: str, source: Source) -> str:
        """Give the id of a state, which is put on record."""
        key = f"state:cameo.{code}"
        state = self.states.get(key)
        if state is None:
            codes = (Code(system="cameo", value=code),)
            state = State(id=key, name=STATES[code], codes=codes)
        if all(citation.source != source.id for citation in state.citations):
            state = attrs.evolve(state, citations=(*state.citations, Citation(source=source.id)))
        self.states[key] = state
        return key


def _told(moves: Sequence[Move]) -> str:
    """Give the moves in words, those on recognition apart from those on relations."""
    recognition = [str(move) for move in moves if isinstance(move, RecognitionMove)]
    relations = [str(move) for move in moves if isinstance(move, DiplomaticMove)]
    told = (("recognition", recognition), ("relations", relations))
    return "; or ".join(f"of {what}: {', '.join(listed)}" for what, listed in told if listed)


def _note(candidate: Candidate, address: str) -> str:
    """Give what has no field of its own."""
    score = "" if candidate.goldstein is None else f" Goldstein's scale: {candidate.goldstein:g}."
    counts = f"{candidate.mentions} mentions, {candidate.sources} sources, {candidate.articles} articles"
    found = f" Found in: {shown(address, 1000)}." if address else ""
    return f"Coded by a machine, and only a candidate. {counts}.{score}{found}"


_URL: Final[Pattern] = get_args(Url)[1]
_HOST: Final = re.compile(r"[a-z]+://([A-Za-z0-9.-]+)")


def _report(address: str) -> Source | None:
    """Give the report in which an event was found, if its address is one."""
    if not _URL.accepts(address):
        return None
    host = _HOST.match(address)
    return Source(
        id=f"source:gdelt-report.{hashlib.sha256(address.encode()).hexdigest()[:16]}",
        title=f"[news report at {host[1]}]" if host else "[news report]",
        url=address,
        note="It is known by its address in GDELT only; nobody has read it for this record.",
    )


def _source(version: int, digest: str) -> Source:
    return Source(
        id=f"source:gdelt-{version}.{digest[:16]}",
        title=f"GDELT {version}.0, export of events",
        publisher="The GDELT Project",
        url="https://www.gdeltproject.org/",
        sha256=digest,
        note="The events are coded by a machine from news. The SHA-256 is that of the file as it lay there.",
    )
