"""Diplomatic Exchange of the Correlates of War project (R. Bayer, v2006.1): who had an envoy at whom, year by year.

A row is about two members of the state system in one year: ``DR_at_1`` is the rank of the envoy of side 2 at side 1,
``DR_at_2`` that of side 1 at side 2 (:class:`Representation`), and ``DE`` tells whether there was any exchange. Each
pair has two rows a year, one from either side, which say the same.

**Why observations, and no acts.** A 3 in 1970 says that an ambassador was on the list of that year. It does not say
when he came, whether a mission was opened for him or relations established, nor that any of this happened between two
observations: a :class:`~recognition.DiplomaticAct` of any move would claim a happening that the row does not tell of.
And a 0 says that no envoy was found, which is neither a severance nor a proof that there was none. So the rows become
:class:`Observation` values beside the dataset, which holds the source. States stand in them by the number that the
state system gives them, for that is all that the file has: ``Membership.code`` in the lists that
:mod:`recognition.sources.cow` reads.

**What is not observed.** The release has 38 years, from 1817 to 2005, and in each of them the pairs of that year's
members. For a pair and year without an observation nothing is known; it is no 0.
"""

import enum
import re
from collections.abc import Iterator
from math import isclose
from typing import Final

import attrs

from recognition.errors import InvalidDataError, Problem, shown
from recognition.model.dates import PartialDate
from recognition.model.sources import Source
from recognition.model.vocabulary import Level
from recognition.sources.imported import DOUBT, FilePath, Imported, Progress, SourceFile, Tally, read_files
from recognition.sources.tables import Row, Table, read_table

COLUMNS: Final = ("ccode1", "ccode2", "year", "DR_at_1", "DR_at_2", "DE", "version")
"""The columns of the file."""


class Representation(enum.IntEnum):
    """The rank of one state's envoy at another in a year, with the code that the data has for it."""

    NO_EVIDENCE = 0
    """No envoy was found, which is also so where nothing is known."""
    CHARGE = 1
    """A charge d'affaires."""
    MINISTER = 2
    """A minister or envoy."""
    AMBASSADOR = 3
    """An ambassador."""
    OTHER = 9
    """Something else, such as an interests section, or a rank not told: from 1950 to 1965 there is only this and 0."""

    @property
    def level(self) -> Level | None:
        """The level that it is evidence of; ``None``: of no certain one, and 0 not even of there being no mission."""
        return _LEVELS.get(self)


_LEVELS: Final = {
    Representation.CHARGE: Level.CHARGE,
    Representation.MINISTER: Level.MINISTER,
    Representation.AMBASSADOR: Level.AMBASSADOR,
}


@attrs.frozen(kw_only=True)
class Observation:
    """What was observed, for one year, of one state's representation at another.

    Example:
        >>> from recognition.sources.cow_diplomatic_exchange import Observation, Representation
        >>> seen = Observation(sender="20", receiver="2", year=1970, representation=Representation.AMBASSADOR,
        ...                    exchange=True, line=11)
        >>> seen.representation.level
        Level.AMBASSADOR
    """

    sender: str
    """The number in the state system of the state whose envoy it is."""
    receiver: str
    """The number of the state at which he is."""
    year: int
    """The year of the observation; on which day of it, is not said."""
    representation: Representation
    """His rank."""
    exchange: bool
    """Whether the data counts the two as exchanging envoys in that year, in either direction."""
    line: int
    """The line of the first row that says so."""


@attrs.frozen(kw_only=True)
class ImportedExchange(Imported):
    """What became of the file: the source as a record, and the observations beside it."""

    observations: tuple[Observation, ...] = attrs.field(repr=False)
    """The observations, by sender and receiver in the order of their numbers, then by year and line. Where two rows
    contradict each other, there are two of one pair and year."""
    years: tuple[int, ...]
    """The years that the file has rows for, ascending; every other year is unobserved."""

    def summary(self) -> str:
        """Give lines for a person, those of the observations last."""
        lines = [super().summary(), f"{len(self.observations):,} observations in {len(self.years)} years"]
        if self.years:
            lines.append(f"  from {self.years[0]} to {self.years[-1]}; what is not observed is unknown")
        return "\n".join(lines)


def read(*paths: FilePath, progress: Progress | None = None) -> ImportedExchange:
    """Give what the file of Diplomatic Exchange observes.

    Args:
        paths: the file.
        progress: is called with the number of bytes read so far.

    Raises:
        InvalidDataError: if it is not that file, or of another release than v2006.1; if there are several.
        OSError: if it cannot be read.
    """
    files = read_files(paths, progress)
    tally = Tally()
    observations = list[Observation]()
    sources = [_source(file) for file in files[:1]]
    if len(files) > 1:
        message = "Diplomatic Exchange is one file"
        raise InvalidDataError(Problem("duplicate-id", message, source=file.name) for file in files[1:])
    for file in files:
        observations += _observations(read_table(file, COLUMNS), tally)
    observations.sort(key=lambda seen: (int(seen.sender), int(seen.receiver), seen.year, seen.line))
    imported = tally.imported(sources)
    return ImportedExchange(
        dataset=imported.dataset,
        rows=imported.rows,
        taken=imported.taken,
        refused=imported.refused,
        problems=imported.problems,
        observations=tuple(observations),
        years=tuple(sorted({seen.year for seen in observations})),
    )


_VERSION: Final = 2006.1


def _is_known(version: str) -> bool:
    """Tell whether it is 2006.1, which the file has in single precision: 2006.0999755859375."""
    try:
        return isclose(float(version), _VERSION, abs_tol=0.001)
    except ValueError:
        return False


@attrs.frozen
class _Pair:
    """A row, seen from the state with the lower number."""

    one: int
    other: int
    year: str
    at_one: Representation
    at_other: Representation
    exchange: bool


def _observations(table: Table, tally: Tally) -> Iterator[Observation]:
    """Give what the rows observe, each once; take or refuse each row in the tally."""
    told = dict[tuple[int, int, str], list[tuple[_Pair, bool, int]]]()
    for number, row in enumerate(table.rows(tally)):
        if not _is_known(row["version"]):
            message = f"the row is of version {shown(row['version'])}; this reads v2006.1"
            row.fault("bad-value", message, "version")
            if not number:
                raise InvalidDataError(row.problems)
        pair, mirrored = _pair(row)
        if row.problems:
            tally.refuse(*row.problems)
            continue
        before = told.setdefault((pair.one, pair.other, pair.year), [])
        same = [(line, was_mirrored) for known, was_mirrored, line in before if known == pair]
        if any(was_mirrored == mirrored for _, was_mirrored in same):
            tally.refuse(row.problem("duplicate-id", f"the row says the same as line {same[0][0]}"))
            continue
        if same:
            tally.take("rows that say the same from the other side")
        else:
            tally.take("rows on a pair and year")
            yield from _both(pair, row.line)
        if before and not same:
            message = f"the row contradicts line {before[0][2]}, on the same pair and year; both observations are given"
            tally.doubt(row.problem(DOUBT, message))
        elif not same and (odd := _oddity(pair)):
            tally.doubt(row.problem(DOUBT, odd, "DE"))
        before.append((pair, mirrored, row.line))


def _pair(row: Row) -> tuple[_Pair, bool]:
    """Give a row as a pair, and whether it was turned round; what is wrong is left with the row."""
    first, second = row.number("ccode1"), row.number("ccode2")
    year = row.matching("year", _YEAR, "a year in four digits")
    at_first, at_second = _representation(row, "DR_at_1"), _representation(row, "DR_at_2")
    if row["DE"] not in {"0", "1"}:
        row.fault("bad-value", f"{shown(row['DE'])} is neither 0 nor 1", "DE")
    if first == second and not row.problems:
        row.fault("bad-parties", f"the row pairs {first} with itself", "ccode2")
    exchange = row["DE"] == "1"
    if first > second:
        return _Pair(second, first, year, at_second, at_first, exchange), True
    return _Pair(first, second, year, at_first, at_second, exchange), False


_YEAR: Final = re.compile("[0-9]{4}")


_REPRESENTATIONS: Final = {str(int(member)): member for member in Representation}


def _representation(row: Row, column: str) -> Representation:
    code = row[column]
    if code not in _REPRESENTATIONS:
        row.fault("bad-value", f"{shown(code)} is none of {', '.join(_REPRESENTATIONS)}", column)
        return Representation.OTHER
    return _REPRESENTATIONS[code]


def _both(pair: _Pair, line: int) -> Iterator[Observation]:
    one, other = str(pair.one), str(pair.other)
    for sender, receiver, representation in ((other, one, pair.at_one), (one, other, pair.at_other)):
        yield Observation(
            sender=sender,
            receiver=receiver,
            year=int(pair.year),
            representation=representation,
            exchange=pair.exchange,
            line=line,
        )


def _oddity(pair: _Pair) -> str | None:
    """Give what is odd about a pair: that the ranks and the exchange do not go together."""
    ranks = {pair.at_one, pair.at_other}
    if pair.exchange and ranks == {Representation.NO_EVIDENCE}:
        return "the row has an exchange, and no envoy on either side"
    if not pair.exchange and any(rank.level for rank in ranks):
        return "the row has an envoy, and no exchange"
    return None


def _source(file: SourceFile) -> Source:
    return Source(
        id="source:cow-diplomatic-exchange-2006.1",
        title="Correlates of War, diplomatic exchange between members of the state system, 1817-2005, v2006.1",
        publisher="Correlates of War Project",
        published=PartialDate("2006"),
        url="https://correlatesofwar.org/data-sets/diplomatic-exchange",
        language="en",
        sha256=file.sha256,
        note="Only years that have rows were observed; of other years, and of pairs without a row, it says nothing.",
    )
