"""US Diplomatic Mission Status Data (B. Kenkel): which mission the United States had where, and since when.

There are four files, told apart by their columns and numbers: the *transitions*, hand-coded, each of which says that
the status at a country becomes another on a day; and three files of *ranges*, one for each list of states (Correlates
of War; Gleditsch and Ward without and with the microstates), with the status from a day to a day.

======================  =================  ============
status, lowest first    level              non-resident
======================  =================  ============
None                    none
Interests               interests-section
Liaison                 liaison
Consul Nonresident      consulate          yes
Consulate               consulate
Envoy Nonresident       minister           yes
Legation                minister
Ambassador Nonresident  ambassador         yes
Embassy                 ambassador
======================  =================  ============

**What is done where the status changes.** The data is on missions, not on relations, and so are the acts, with the
United States as sender and the level after the act. With an envoy, minister or ambassador accredited, here or from
elsewhere, diplomatic relations are held; only between two of these four statuses is the move an ``upgrade`` or a
``downgrade``, which says that they go on at another level. Every other way up is a ``mission-opening``, every other
way down a ``mission-closing``, and the level tells what is there now:

- The first status of a country, and one after None, is a mission-opening: the codebook dates it by the opening, or by
  the credentials of the first chief of mission. That relations were established on that day, it does not say.
- None is a mission-closing, never a severance. The codebook has "no formal diplomatic representation" for it, which
  covers relations broken off (China in 1949) and embassies closed for safety while relations went on alike. Nor is a
  mission opened again a resumption.
- Interests is, by the codebook, for relations that are broken. To fall to it is no downgrade, and to rise from it no
  upgrade, since both would say that relations hold on the other side of the step. But on which day they were broken
  off or taken up, it does not say either.
- From consulates and informal offices to missions and back, likewise: a legation opens where there was a consulate, or
  closes and leaves one. Consular dealings are not diplomatic relations at a lower level.

So ask of these records for the level. Whether relations are held, they tell only by upgrades and downgrades, and a
closing after one of these ends nothing but the mission.

**Dates.** In the transitions, what is not known of a day is empty, and here a year or a month. The ranges have
1 January or the first of the month instead, by the codebook. Such a day may be meant or not, so what begins on one is
dated by the year or the month here; the note has the day as it stands.

**What is made of a range.** A range that follows on another of the same state and the same State Department name, with
another status, tells of a change on its first day. Where a range begins with membership in the list, or the State
Department's name changes, nothing is said to happen. All ranges are beside the dataset, as
:attr:`ImportedMissions.ranges`. They partition the memberships in the lists, so the states have these.

**No file is joined to another.** The transitions name countries as the State Department does, and are about states of
that name, ``state:usdos.afghanistan``. The ranges are about states of the lists, with the ids that
:mod:`~recognition.sources.cow` and :mod:`~recognition.sources.gw` give them. A code ``usdos`` says which State
Department name the file gives them, but the two are neither one state nor accounts of one occurrence: the ranges have
been corrected since, and differ from the transitions in places. The two files of Gleditsch and Ward are about the same
states, so what both have are accounts of one occurrence.

States of the lists have less in them here than in their own source, and one id with two contents is a conflict. Give
what that source was read into as ``states``, and they are taken over from there.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import attrs

from recognition.dataset.dataset import Dataset
from recognition.errors import InvalidDataError, Problem, Severity, shown
from recognition.model.actors import Code, State
from recognition.model.acts import DiplomaticAct
from recognition.model.dates import PartialDate
from recognition.model.evidence import Citation
from recognition.model.record import Record
from recognition.model.sources import Source
from recognition.model.truth import Truth
from recognition.sources.imported import DOUBT, FilePath, Imported, Progress, SourceFile, Tally, read_files
from recognition.sources.mission_ranges import COLUMNS, MissionRange, RangeFile, acts_of, ranges_of, states_of_ranges
from recognition.sources.mission_status import MissionStatus, move_between
from recognition.sources.slugs import slug_of
from recognition.sources.tables import Row, Table, read_table

TRANSITION_COLUMNS: Final = ("state_dept_name", "status_change", "year", "month", "day", "last_verified", "notes")
"""The columns of the file of transitions."""
UNITED_STATES: Final = "state:usdos.united-states"
"""The sender of the transitions, whom their file does not name: it is about no other."""


@attrs.frozen(kw_only=True)
class ImportedMissions(Imported):
    """What became of the files: the records, and beside them the ranges."""

    ranges: tuple[MissionRange, ...] = attrs.field(repr=False)
    """The ranges, in the order of the files and lines."""


def read(*paths: FilePath, states: Dataset | None = None, progress: Progress | None = None) -> ImportedMissions:
    """Give the changes of status as diplomatic acts, with the states that they are about, and the ranges.

    Args:
        paths: the file of transitions, files of ranges, or some of them.
        states: what the lists of states were read into: it becomes part of the dataset, and its states stand for
            those of the ranges that have the same id.
        progress: is called with the number of bytes read so far.

    Raises:
        InvalidDataError: if a file is none of them, or one is given twice.
        OSError: if a file cannot be read.
    """
    tally = Tally()
    errors = list[Problem]()
    records = list[Record]()
    sources = set[str]()
    ranges = list[tuple[RangeFile, str]]()
    for file in read_files(paths, progress):
        try:
            kind, table = _table(file)
            if kind == _TRANSITIONS:
                name = kind
                transitions = _transitions(table, tally)
                records += transitions
            else:
                found = ranges_of(table, kind, tally)
                name = found.name
                ranges.append((found, _source(file, name).id))
        except InvalidDataError as error:
            errors += error.problems
            continue
        source = _source(file, name)
        if source.id in sources:
            message = f"the file is that of {_TITLES[name]}, and so is another that was read before it"
            errors.append(Problem("duplicate-id", message, source=file.name))
        sources.add(source.id)
        records.append(source)
    if errors:
        raise InvalidDataError(errors)
    for scheme in COLUMNS:
        own = [(found, source) for found, source in ranges if found.scheme == scheme]
        records += states_of_ranges(own) if own else ()
    for found, source_id in ranges:
        records += acts_of(found, source_id)
    held = list(states or ())
    known = {record.id for record in held}
    imported = tally.imported([*held, *(record for record in records if record.id not in known)])
    return ImportedMissions(
        dataset=imported.dataset,
        rows=imported.rows,
        taken=imported.taken,
        refused=imported.refused,
        problems=imported.problems,
        ranges=tuple(item for found, _ in ranges for item in found.ranges),
    )


_TRANSITIONS: Final = "transitions"


def _table(file: SourceFile) -> tuple[str, Table]:
    """Give a file with what it is by its columns.

    Raises:
        InvalidDataError: if it is nothing that is known: with what is wrong with what it comes closest to.
    """
    errors = list[InvalidDataError]()
    for kind, columns in ((_TRANSITIONS, TRANSITION_COLUMNS), *COLUMNS.items()):
        try:
            return kind, read_table(file, columns)
        except InvalidDataError as error:
            errors.append(error)
    raise min(errors, key=lambda error: len(error.problems))


_TITLES: Final = {
    _TRANSITIONS: "transitions",
    "cow": "ranges by the Correlates of War state system",
    "gw": "ranges by the list of Gleditsch and Ward, without the microstates",
    "gwm": "ranges by the list of Gleditsch and Ward, with the microstates",
}


def _source(file: SourceFile, name: str) -> Source:
    return Source(
        id=f"source:us-missions-{name}",
        title=f"US Diplomatic Mission Status Data: {_TITLES[name]}",
        publisher="Brenton Kenkel",
        url="https://github.com/brentonk/us_diplomatic_missions",
        language="en",
        sha256=file.sha256,
        note="Licence of the data: CC BY 4.0. It is coded from the history pages of the US Department of State.",
    )


@attrs.define
class _Transition:
    """A row that is being read."""

    name: str
    status: MissionStatus | None
    """``None``: it cannot be read."""
    date: PartialDate | None
    """``None``: it cannot be read."""
    row: Row
    follows: int | None
    """The line before it, if that is a row that cannot be divided into cells."""


def _transitions(table: Table, tally: Tally) -> list[Record]:
    """Give the transitions as acts, with the states; take or refuse each row in the tally."""
    rows = list(table.rows(tally))
    broken = sorted(
        problem.line
        for problem in tally.imported(()).problems
        if problem.line and problem.source == table.file.name and problem.severity is Severity.ERROR
    )
    by_name = dict[str, list[_Transition]]()
    latest = 0
    for row in rows:
        between = [line for line in broken if latest < line < row.line]
        latest = row.line
        item = _transition(row, between[-1] if between else None)
        by_name.setdefault(item.name, []).append(item)
    source = _source(table.file, _TRANSITIONS).id
    records: list[Record] = []
    slugs = dict[str, str]()
    for name, items in by_name.items():
        slug = slug_of(name)
        for item in items:
            if item.row.problems:
                continue
            if slug is None or slug == UNITED_STATES.rpartition(".")[2]:
                item.row.fault("bad-value", f"of the name {shown(name)} no id can be made", "state_dept_name")
            elif slugs.setdefault(slug, name) != name:
                message = f"the names {shown(name)} and {shown(slugs[slug])} have one id"
                item.row.fault("duplicate-id", message, "state_dept_name")
        acts = list(_acts(items, slug or "", source, tally))
        if acts:
            cited = tuple(citation for act in acts for citation in act.citations)
            code = Code(system="usdos", value=name)
            records += [State(id=f"state:usdos.{slug}", name=name, codes=(code,), citations=cited), *acts]
    if records:
        records.append(State(id=UNITED_STATES, name="United States of America", citations=(Citation(source=source),)))
    return records


_STATUSES: Final = {status.value: status for status in MissionStatus}
_VERIFIED: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _transition(row: Row, follows: int | None) -> _Transition:
    """Give a row as a transition; what is wrong is left with the row."""
    name = row.text("state_dept_name")
    status = _STATUSES.get(row["status_change"])
    if status is None:
        row.fault("bad-value", f"{shown(row['status_change'])} is none of the nine statuses", "status_change")
    day = _date(row)
    if row["last_verified"].strip():
        row.iso_day("last_verified")
    if row["notes"].strip():
        row.text("notes")
    return _Transition(name, status, day, row, follows)


def _date(row: Row) -> PartialDate | None:
    """Give the date of a row, as much of it as is known."""
    before = len(row.problems)
    year = row.number("year")
    month = row.number("month") if row["month"].strip() else None
    day = row.number("day") if row["day"].strip() else None
    if month is None and day is not None:
        row.fault("bad-date", "there is a day and no month", "day")
    if len(row.problems) > before:
        return None
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except (ValueError, OverflowError):
        told = "-".join(row[column] for column in ("year", "month", "day") if row[column].strip())
        row.fault("bad-date", f"{shown(told)} is not a day of the calendar", "year")
        return None
    text = f"{year:04}" + "".join(f"-{part:02}" for part in (month, day) if part is not None)
    return PartialDate(text)


def _in_order(items: Sequence[_Transition]) -> list[_Transition]:
    """Give the rows on one country by their dates, then lines; one without a date stays behind the one before it."""
    placed = list[tuple[date, int, _Transition]]()
    latest = date.min
    for item in items:
        if item.date is not None:
            latest = item.date.earliest or latest
        placed.append((latest, item.row.line, item))
    return [item for *_, item in sorted(placed, key=lambda entry: entry[:2])]


def _acts(items: Sequence[_Transition], slug: str, source: str, tally: Tally) -> Iterator[DiplomaticAct]:
    """Give the acts of one country; take or refuse its rows in the tally."""
    before: MissionStatus | None = MissionStatus.NONE
    line: int | None = None
    former: DiplomaticAct | None = None
    lines = dict[str, int]()
    for item in _in_order(items):
        row = item.row
        if item.follows is not None:
            before, line = None, item.follows
        if item.status is not None and not row.problems:
            if before is None:
                message = f"what became of the status is not known, because line {line} before it cannot be read"
                row.fault("missing-field", message, "status_change")
            elif before is item.status:
                told = "there was none before" if line is None else f"so it was by line {line}"
                row.fault("bad-value", f"the status becomes {item.status}, and {told}", "status_change")
        move = move_between(before, item.status) if before is not None and item.status is not None else None
        before, line = item.status, row.line
        record_id = f"diplomatic:us-missions.usdos.{slug}.{item.date}.{item.status and item.status.key}"
        if not row.problems and record_id in lines:
            row.fault("duplicate-id", f"the same status has the same date in line {lines[record_id]}")
        if row.problems or move is None or item.status is None or item.date is None:
            tally.refuse(*row.problems)
            continue
        lines[record_id] = row.line
        tally.take("transitions")
        ordered = former is None or former.date is None or former.date.before(item.date) is Truth.TRUE
        if not ordered:
            message = (
                "its date and that of the row before it do not tell which was first; the order is that of the lines"
            )
            tally.doubt(row.problem(DOUBT, message, "year"))
        act = DiplomaticAct(
            id=record_id,
            sender=UNITED_STATES,
            receiver=f"state:usdos.{slug}",
            move=move,
            level=item.status.level,
            non_resident=item.status.non_resident,
            date=item.date,
            after=() if ordered or former is None else (former.id,),
            note=_note(row),
            citations=(Citation(source=source, locator=f"line {row.line}"),),
        )
        former = act
        yield act


def _note(row: Row) -> str | None:
    notes, verified = row["notes"].strip(), row["last_verified"].strip()
    told = f"last verified {verified}" if verified else ""
    return "; ".join(part for part in (notes, told) if part) or None
