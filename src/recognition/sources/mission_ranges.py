"""The ranges of the US Diplomatic Mission Status Data: the status at a state of a list, from a day to a day.

What is made of them, and why, stands in :mod:`recognition.sources.us_missions`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from types import MappingProxyType
from typing import Final

import attrs

from recognition.dataset.systems import SYSTEMS
from recognition.errors import InvalidDataError, Problem, shown
from recognition.model.actors import Code, State
from recognition.model.acts import DiplomaticAct
from recognition.model.dates import PartialDate
from recognition.model.evidence import Citation
from recognition.model.periods import Period
from recognition.model.text import Words
from recognition.model.truth import Truth
from recognition.sources.gw import MICROSTATES
from recognition.sources.imported import DOUBT, SourceFile, Tally
from recognition.sources.mission_status import MissionStatus, move_between
from recognition.sources.spells import Placed, Spell, states_of
from recognition.sources.tables import Row, Table


def _columns(scheme: str) -> tuple[str, ...]:
    named = tuple(f"country_{what}_{scheme}" for what in ("abbrev", "code", "name"))
    return (*named, "country_name_usdos", "date_start", "date_end", "us_mission_status")


COLUMNS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({scheme: _columns(scheme) for scheme in ("cow", "gw")})
"""The columns of the files, by the scheme of their numbers."""
_SYSTEMS: Final = {"cow": "cow-2024", "gw": "gw", "gwm": "gw-micro"}
_UNITED_STATES: Final = (2, "USA")
_ABBREVIATION: Final = re.compile("[A-Z]{2,5}")
_ONE_DAY: Final = timedelta(days=1)


@attrs.frozen(kw_only=True)
class MissionRange:
    """A row: that the United States had this status at a state from a day to a day."""

    state: str
    """The id of the state, which is in the dataset."""
    system: str
    """The list of states that the file is for: ``cow-2024``, ``gw`` or ``gw-micro``."""
    usdos: str | None
    """The State Department's name for it in these days; ``None``: it has none."""
    first: date
    """The first day; the first of a month or year can stand for a day not known."""
    last: date
    """The last day, inclusive; on the last day of the list, the status was not over."""
    status: MissionStatus
    """The status."""
    before: MissionStatus | None = None
    """The status that became this one on the first day; ``None``: nothing is said to have happened on that day."""
    line: int
    """The line of the row."""

    @property
    def since(self) -> PartialDate:
        """The first day, as far as it is sure to be one: of 1 January the year, of another first the month."""
        if self.first.day > 1:
            return PartialDate.from_date(self.first)
        known = len("YYYY") if self.first.month == 1 else len("YYYY-MM")
        return PartialDate(self.first.isoformat()[:known])


@attrs.frozen(kw_only=True)
class RangeFile:
    """A file of ranges."""

    name: str
    """Which of the three it is: ``cow``, ``gw`` or ``gwm``."""
    scheme: str
    """The scheme of its numbers: ``cow`` or ``gw``."""
    file: SourceFile
    """The file."""
    ranges: tuple[MissionRange, ...]
    """Its ranges that are good, in the order of the lines."""
    spells: tuple[Spell, ...]
    """The spells of membership that the ranges make up."""

    @property
    def system(self) -> str:
        """The list of states that it is for."""
        return _SYSTEMS[self.name]


@attrs.frozen
class _Range:
    """A row that is being read."""

    spell: Spell
    usdos: str | None
    status: MissionStatus
    row: Row
    mended: str | None
    """What was mended in the list's name of the state, in words; ``None``: nothing."""


def ranges_of(table: Table, scheme: str, tally: Tally) -> RangeFile:
    """Give the good ranges of a file; take or refuse each row in the tally.

    Raises:
        InvalidDataError: if the file does not end on the last day of the list that it is for.
    """
    read = [_range(row, scheme) for row in table.rows(tally)]
    name = "gwm" if scheme == "gw" and any(item.spell.number in MICROSTATES for item in read) else scheme
    _check_end(table.file, name, read)
    good = list[_Range]()
    lines = dict[object, int]()
    for item in read:
        spell = item.spell
        key = (spell.number, spell.abbreviation, spell.name, spell.first, spell.last, item.usdos, item.status)
        if not item.row.problems and key in lines:
            item.row.fault("duplicate-id", f"the row says the same as line {lines[key]}")
        if item.row.problems:
            tally.refuse(*item.row.problems)
            continue
        lines[key] = item.row.line
        good.append(item)
        if item.mended:
            tally.doubt(item.row.problem(DOUBT, item.mended, f"country_name_{scheme}"))
    good.sort(key=_by_state)
    found = list[MissionRange]()
    spells = list[Spell]()
    for _, group in groupby(good, key=lambda item: (item.spell.number, item.spell.abbreviation)):
        own = list(group)
        found += _with_changes(own, scheme, _SYSTEMS[name], tally)
        spells += _spells(own)
    found.sort(key=lambda item: item.line)
    return RangeFile(name=name, scheme=scheme, file=table.file, ranges=tuple(found), spells=tuple(spells))


def _by_state(item: _Range) -> tuple[int, str, date, date, int]:
    spell = item.spell
    return spell.number, spell.abbreviation, spell.first, spell.last, item.row.line


_STATUSES: Final = {status.value: status for status in MissionStatus}


def _range(row: Row, scheme: str) -> _Range:
    """Give a row as a range; what is wrong is left with the row."""
    name, mended = _name(row, f"country_name_{scheme}")
    spell = Spell(
        number=row.number(f"country_code_{scheme}"),
        abbreviation=row.matching(f"country_abbrev_{scheme}", _ABBREVIATION, "an abbreviation in capital letters"),
        name=name,
        first=row.iso_day("date_start"),
        last=row.iso_day("date_end"),
        row=row,
    )
    usdos = row.text("country_name_usdos") if row["country_name_usdos"].strip() else None
    status = _STATUSES.get(row["us_mission_status"])
    if status is None:
        row.fault("bad-value", f"{shown(row['us_mission_status'])} is none of the nine statuses", "us_mission_status")
    if not row.problems and spell.last < spell.first:
        row.fault("reversed-period", f"the range begins on {spell.first} and ends on {spell.last}, before it")
    if (spell.number, spell.abbreviation) == _UNITED_STATES:
        row.fault("bad-parties", "the United States have no mission at themselves")
    return _Range(spell, usdos, status or MissionStatus.NONE, row, mended)


_CONTROLS: Final = re.compile("[\x80-\x9f]")


def _name(row: Row, column: str) -> tuple[str, str | None]:
    """Give the list's name of a state, and what was mended in it.

    Text in Windows' code page 1252 has been taken for Latin-1 in the making of the files, which turns an apostrophe
    into the control character U+0092.
    """
    cell = row[column]
    mended = _CONTROLS.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "replace"), cell)
    if mended == cell or "\ufffd" in mended or not Words().accepts(mended):
        return row.text(column), None
    return mended, f"{shown(cell)} holds a control character; read as code page 1252, it is {shown(mended)}"


def _check_end(file: SourceFile, name: str, read: Sequence[_Range]) -> None:
    good = [item for item in read if not item.row.problems]
    if not good:
        raise InvalidDataError([Problem("syntax", "no row can be read that tells the list", source=file.name)])
    latest = max(good, key=lambda item: item.spell.last)
    last = SYSTEMS[_SYSTEMS[name]].last
    if latest.spell.last != last:
        message = f"the last day of the file is {latest.spell.last}; the list {_SYSTEMS[name]} ends on {last}"
        raise InvalidDataError([latest.row.problem("bad-value", message, "date_end")])


def _with_changes(own: Sequence[_Range], scheme: str, system: str, tally: Tally) -> Iterator[MissionRange]:
    """Give the ranges of one state, each with the status that became its own on its first day."""
    former: _Range | None = None
    for item in own:
        before = None
        if former is not None:
            if item.spell.first <= former.spell.last:
                message = f"the range begins on {item.spell.first}, before that of line {former.row.line} is over"
                tally.doubt(item.row.problem(DOUBT, message))
            elif (
                item.spell.first == former.spell.last + _ONE_DAY
                and item.usdos is not None
                and item.usdos == former.usdos
                and item.status is not former.status
            ):
                before = former.status
        tally.take("ranges that begin with a change" if before else "ranges that begin with no change")
        yield MissionRange(
            state=f"state:{scheme}.{item.spell.number}.{item.spell.abbreviation}",
            system=system,
            usdos=item.usdos,
            first=item.spell.first,
            last=item.spell.last,
            status=item.status,
            before=before,
            line=item.row.line,
        )
        if former is None or item.spell.last > former.spell.last:
            former = item


def _spells(own: Sequence[_Range]) -> Iterator[Spell]:
    """Give the spells of one state: ranges that follow on each other, under one name of the list's."""
    current: Spell | None = None
    for item in own:
        spell = item.spell
        if current is not None and spell.first <= current.last + _ONE_DAY and spell.name == current.name:
            current = attrs.evolve(current, last=max(current.last, spell.last))
            continue
        if current is not None:
            yield current
        current = spell
    if current is not None:
        yield current


def acts_of(found: RangeFile, source: str) -> Iterator[DiplomaticAct]:
    """Give the changes that the ranges of a file tell of.

    Args:
        found: the file.
        source: the id of its source.
    """
    sender = "state:{}.{}.{}".format(found.scheme, *_UNITED_STATES)
    former = dict[str, DiplomaticAct]()
    for item in sorted(found.ranges, key=lambda item: (item.state, item.first, item.line)):
        if item.before is None:
            continue
        move = move_between(item.before, item.status)
        assert move is not None  # noqa: S101 - the two differ
        since = item.since
        key = f"{item.state.removeprefix('state:')}.{item.first}.{item.status.key}"
        earlier = former.get(item.state)
        ordered = earlier is None or earlier.date is None or earlier.date.before(since) is Truth.TRUE
        former[item.state] = act = DiplomaticAct(
            id=f"diplomatic:us-missions.{found.name}.{key.partition('.')[2]}",
            occurrence=None if found.scheme == "cow" else f"us-missions.{key}",
            sender=sender,
            receiver=item.state,
            move=move,
            level=item.status.level,
            non_resident=item.status.non_resident,
            date=since,
            after=() if ordered or earlier is None else (earlier.id,),
            note=None if item.first.day > 1 else f"The file has {item.first}, which can stand for a day not known.",
            citations=(Citation(source=source, locator=f"line {item.line}"),),
        )
        yield act


def states_of_ranges(files: Sequence[tuple[RangeFile, str]]) -> Iterator[State]:
    """Give the states that files of one scheme are about, and the United States.

    Args:
        files: the files, at least one, each with the id of its source.
    """
    scheme = files[0][0].scheme
    number, abbreviation = _UNITED_STATES
    yield State(
        id=f"state:{scheme}.{number}.{abbreviation}",
        name="United States of America",
        codes=(Code(system=f"{scheme}c", value=abbreviation), Code(system=f"{scheme}n", value=str(number))),
        citations=tuple(Citation(source=source) for _, source in files),
    )
    placed = [
        Placed(spell=spell, systems=(found.system,), source=source) for found, source in files for spell in found.spells
    ]
    usdos = _usdos_codes(item for found, _ in files for item in found.ranges)
    for state in states_of(placed, scheme):
        yield attrs.evolve(state, codes=(*state.codes, *usdos.get(state.id, ())))


def _usdos_codes(ranges: Iterable[MissionRange]) -> dict[str, tuple[Code, ...]]:
    """Give the State Department's names of each state, with their days where there are several."""
    runs = dict[str, list[tuple[str, date, date, str]]]()
    for item in sorted(ranges, key=lambda item: (item.state, item.system, item.first, item.line)):
        own = runs.setdefault(item.state, [])
        if item.usdos is None:
            continue
        if own and own[-1][0] == item.usdos and own[-1][3] == item.system:
            own[-1] = (item.usdos, own[-1][1], max(own[-1][2], item.last), item.system)
        else:
            own.append((item.usdos, item.first, item.last, item.system))
    codes = dict[str, tuple[Code, ...]]()
    for state, own in runs.items():
        if len({name for name, *_ in own}) == 1:
            codes[state] = (Code(system="usdos", value=own[0][0]),)
            continue
        dated = (
            Code(
                system="usdos",
                value=name,
                period=Period(f"{first}/{'..' if last == SYSTEMS[system].last else last}"),
            )
            for name, first, last, system in own
        )
        codes[state] = tuple(dict.fromkeys(dated))
    return codes
