"""The list of independent states of K. S. Gleditsch and M. D. Ward, and the microstates that they list beside it.

Both files have a row for each spell of independence, both of whose ends are inclusive; their last day, 31 December
2020, is the end of every spell that was not over: it means *still in*, and becomes an open end. Up to which day the
lists speak is told by :data:`recognition.dataset.systems.SYSTEMS`, and by the notes of the sources.

**Two lists.** ``gw`` is the list of states proper, and ``gw-micro`` the same with the microstates. So a state of the
first file is a member of both, and a microstate of ``gw-micro`` only. Where the first file is read without the second,
nobody is said to be in ``gw-micro``: a list of which a part is missing would be counted as if it were whole.

**What is one state.** Number and abbreviation together, ``state:gw.340.SER``; all spells of the two are its
memberships. Where its spells differ in the name (580, Madagascar), both names are kept, and the latest is its ``name``.
"""

import re
from collections.abc import Sequence
from typing import Final

import attrs

from recognition.dataset.systems import SYSTEMS
from recognition.errors import InvalidDataError, Problem
from recognition.model.sources import Source
from recognition.sources.imported import FilePath, Imported, Progress, SourceFile, Tally, read_files
from recognition.sources.spells import Placed, Spell, check_spell, coverage_note, distinct, states_of
from recognition.sources.tables import read_table

COLUMNS: Final = ("statenumber", "stateid", "countryname", "start", "end")
"""The columns of both files."""
MICROSTATES: Final = frozenset(
    (54, 55, 56, 57, 58, 60, 221, 223, 232, 331, 396, 397, 403, 591, 935, 970, 971, 972, 973, 983, 986, 987, 990)
)
"""The numbers of the microstates, by which the two files are told apart: their columns are the same."""

_ABBREVIATION: Final = re.compile("[A-Z]{3}")


def read(*paths: FilePath, progress: Progress | None = None) -> Imported:
    """Give the states of the list of Gleditsch and Ward, with their memberships in ``gw`` and ``gw-micro``.

    Which file is which is told by the numbers in it. The files are in Windows' code page 1252; copies in UTF-8 are
    read too.

    Args:
        paths: the file of the states, alone or with that of the microstates.
        progress: is called with the number of bytes read so far.

    Raises:
        InvalidDataError: if a file is not of the list, or holds states and microstates, or ends on another day than
            the release that is known; if a file is given twice, or the microstates without the states.
        OSError: if a file cannot be read.
    """
    tally = Tally()
    parts = list[_Part]()
    errors = list[Problem]()
    for file in read_files(paths, progress):
        try:
            part = _part(file, tally)
        except InvalidDataError as error:
            errors += error.problems
            continue
        if any(part.micro == other.micro for other in parts):
            message = f"the file lists {part.told}, and so does another that was read before it"
            errors.append(Problem("duplicate-id", message, source=file.name))
        parts.append(part)
    if not errors and parts and all(part.micro for part in parts):
        message = "the microstates are an addition to the list of states: give the file of the states with it"
        errors.append(Problem("missing-field", message, source=parts[0].file.name))
    if errors:
        raise InvalidDataError(errors)
    placed = list[Placed]()
    for part in parts:
        systems = ("gw-micro",) if part.micro else ("gw", "gw-micro")[: len(parts)]
        placed += [Placed(spell=spell, systems=systems, source=part.source.id) for spell in part.spells]
        for _ in part.spells:
            tally.take(f"spells of {part.told}")
    return tally.imported([*(part.source for part in parts), *states_of(placed, "gw")])


@attrs.frozen(kw_only=True)
class _Part:
    """One of the two files."""

    file: SourceFile
    micro: bool
    encoding: str
    spells: Sequence[Spell]

    @property
    def told(self) -> str:
        """What it lists, in words."""
        return "microstates" if self.micro else "states"

    @property
    def source(self) -> Source:
        """The source that its records cite."""
        note = coverage_note(SYSTEMS["gw"])
        if self.encoding != "utf-8":
            note += " The digest is that of the bytes of the file, which are in Windows' code page 1252."
        return Source(
            id=f"source:gw-{self.told}",
            title=f"Gleditsch and Ward, list of independent states: {self.told}",
            publisher="Kristian Skrede Gleditsch",
            url="http://ksgleditsch.com/",
            language="en",
            sha256=self.file.sha256,
            note=note,
        )


def _part(file: SourceFile, tally: Tally) -> _Part:
    """Give the good spells of a file."""
    table = read_table(file, COLUMNS, delimiter="\t", quotes=False, encodings=("utf-8", "cp1252"))
    spells = [
        Spell(
            number=row.number("statenumber"),
            abbreviation=row.matching("stateid", _ABBREVIATION, "an abbreviation in three capital letters"),
            name=row.text("countryname"),
            first=row.iso_day("start"),
            last=row.iso_day("end"),
            row=row,
        )
        for row in table.rows(tally)
    ]
    good = [spell for spell in spells if not spell.row.problems]
    micro = _is_micro(file, good)
    system = SYSTEMS["gw"]
    latest = max(good, key=lambda spell: spell.last)
    if latest.last != system.last:
        message = f"the last day of the list is {latest.last}; the release that is known ends on {system.last}"
        raise InvalidDataError([latest.row.problem("bad-value", message, "end")])
    for spell in good:
        check_spell(spell, system.first)
    return _Part(file=file, micro=micro, encoding=table.encoding, spells=distinct(spells, tally))


def _is_micro(file: SourceFile, spells: Sequence[Spell]) -> bool:
    """Tell whether a file is that of the microstates; refuse one that is of both kinds or of none."""
    if not spells:
        raise InvalidDataError([Problem("syntax", "no row can be read that tells which list it is", source=file.name)])
    micro = [spell for spell in spells if spell.number in MICROSTATES]
    others = [spell for spell in spells if spell.number not in MICROSTATES]
    if micro and others:
        few, what, rest = (
            (micro, "a microstate", "states") if len(micro) < len(others) else (others, "no microstate", "microstates")
        )
        raise InvalidDataError(
            spell.row.problem("bad-value", f"{spell.number} is {what}, in a file of {rest}", "statenumber")
            for spell in few
        )
    return bool(micro)
