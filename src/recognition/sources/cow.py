"""The state system of the Correlates of War project: which states its list has in, from which day to which.

A file of the list has a row for each spell of membership, both of whose ends are inclusive. The last day of a release
is the end of every spell that was not over: it means *still in*, and becomes an open end; up to which day the list
speaks is told by :data:`recognition.dataset.systems.SYSTEMS`, and by the note of the source.

**What is one state.** The list identifies by its number, and where one number serves two of its states, by the
abbreviation: since v2024, 345 is Yugoslavia (YUG) until 3 June 2006 and Serbia (SRB) from that same day on. So number
and abbreviation together make a state here, ``state:cow.345.SRB``, and all spells of the two are its memberships:
Haiti before 1915 and since 1934 is one state, as the list has it, and v2016, which knows no Serbia, has Yugoslavia
(YUG) still in. That Serbia continues Yugoslavia, or does not, the list does not say, and no more is said here.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from recognition.dataset.systems import SYSTEMS, StateSystem
from recognition.errors import InvalidDataError, Problem, shown
from recognition.model.dates import PartialDate
from recognition.model.sources import Source
from recognition.sources.imported import FilePath, Imported, Progress, SourceFile, Tally, read_files
from recognition.sources.spells import Placed, Spell, check_spell, coverage_note, distinct, states_of
from recognition.sources.tables import read_table

COLUMNS: Final = (
    "stateabb",
    "ccode",
    "statenme",
    "styear",
    "stmonth",
    "stday",
    "endyear",
    "endmonth",
    "endday",
    "version",
)
"""The columns of a file of the list."""
_ABBREVIATION: Final = re.compile("[A-Z]{3}")


def read(*paths: FilePath, progress: Progress | None = None) -> Imported:
    """Give the states of the Correlates of War state system, with their memberships in the releases that are read.

    Which release a file is, is told by the last day that stands in it, with which its column ``version`` has to agree.
    Names and abbreviations are the list's own; of several names of one state, the latest is its ``name``.

    Args:
        paths: files of the list, each of another release; v2016 and v2024 are known.
        progress: is called with the number of bytes read so far.

    Raises:
        InvalidDataError: if a file is not of the list, or of no release that is known, or of one that is there already.
        OSError: if a file cannot be read.
    """
    tally = Tally()
    placed = list[Placed]()
    sources = dict[str, Source]()
    errors = list[Problem]()
    for file in read_files(paths, progress):
        try:
            spells, system = _release(file, tally)
            if system.key in sources:
                message = f"the file is of the release {system.key}, and so is another that was read before it"
                errors.append(Problem("duplicate-id", message, source=file.name))
        except InvalidDataError as error:
            errors += error.problems
            continue
        source = _source(file, system)
        sources[system.key] = source
        placed += [Placed(spell=spell, systems=(system.key,), source=source.id) for spell in spells]
    if errors:
        raise InvalidDataError(errors)
    for _ in placed:
        tally.take("spells of membership")
    return tally.imported([*sources.values(), *states_of(placed, "cow")])


def _release(file: SourceFile, tally: Tally) -> tuple[list[Spell], StateSystem]:
    """Give the good spells of a file, with its release."""
    spells = list[Spell]()
    for row in read_table(file, COLUMNS).rows(tally):
        spell = Spell(
            number=row.number("ccode"),
            abbreviation=row.matching("stateabb", _ABBREVIATION, "an abbreviation in three capital letters"),
            name=row.text("statenme"),
            first=row.day("styear", "stmonth", "stday"),
            last=row.day("endyear", "endmonth", "endday"),
            row=row,
        )
        spells.append(spell)
    system = _system(file, [spell for spell in spells if not spell.row.problems])
    version = system.key.removeprefix("cow-")
    for spell in spells:
        if not spell.row.problems:
            check_spell(spell, system.first)
        if spell.row["version"] != version:
            message = f"the row is of version {shown(spell.row['version'])}, in a file of {system.key}"
            spell.row.fault("bad-value", message, "version")
    return distinct(spells, tally), system


def _system(file: SourceFile, spells: Sequence[Spell]) -> StateSystem:
    """Give the release that ends on the last day of a file."""
    known = {system.last: system for key, system in SYSTEMS.items() if key.startswith("cow-")}
    if not spells:
        raise InvalidDataError([Problem("syntax", "no row can be read that tells the release", source=file.name)])
    latest = max(spells, key=lambda spell: spell.last)
    system = known.get(latest.last)
    if system is None:
        told = ", ".join(f"{system.key} ends on {last}" for last, system in known.items())
        message = f"the last day of the list is {latest.last}, and no release that is known ends on it: {told}"
        raise InvalidDataError([latest.row.problem("bad-value", message, "endyear")])
    versions = Counter(spell.row["version"] for spell in spells)
    if system.key.removeprefix("cow-") not in versions:
        version = versions.most_common(1)[0][0]
        message = f"the version is {shown(version)}, while the last day, {latest.last}, is that of {system.key}"
        raise InvalidDataError([latest.row.problem("bad-value", message, "version")])
    return system


_PUBLISHED: Final = {"cow-2016": "2017", "cow-2024": "2025"}


def _source(file: SourceFile, system: StateSystem) -> Source:
    return Source(
        id=f"source:{system.key}",
        title=system.title,
        publisher="Correlates of War Project",
        published=PartialDate(_PUBLISHED[system.key]),
        url="https://correlatesofwar.org/",
        language="en",
        sha256=file.sha256,
        note=coverage_note(system),
    )
