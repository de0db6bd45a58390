"""Diplomatic Exchange: what was observed of one state's envoy at another, and nothing of what was not observed.

The samples are made up, in the shape of the file of v2006.1: a quoted header, and the version in single precision.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from recognition import InvalidDataError, Level, Severity, Source
from recognition.sources import cow_diplomatic_exchange as exchange
from recognition.sources.cow_diplomatic_exchange import ImportedExchange, Representation

HEADER: Final = '"ccode1","ccode2","year","DR_at_1","DR_at_2","DE","version"'
VERSION: Final = "2006.0999755859375"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a made-up file; each row is given without its version."""

    def written(*rows: str, header: str = HEADER, version: str = VERSION, name: str = "exchange.csv") -> Path:
        path = tmp_path / name
        path.write_bytes("\r\n".join([header, *(f"{row},{version}" for row in rows), ""]).encode())
        return path

    return written


def seen(imported: ImportedExchange) -> list[tuple[str, str, int, int, bool, int]]:
    """Give the observations: sender, receiver, year, code, exchange, line."""
    return [
        (item.sender, item.receiver, item.year, int(item.representation), item.exchange, item.line)
        for item in imported.observations
    ]


def told(imported: ImportedExchange) -> list[tuple[str, int | None, str]]:
    """Give the errors: code, line, path."""
    return [
        (problem.code, problem.line, problem.path)
        for problem in imported.problems
        if problem.severity is Severity.ERROR
    ]


def refusal(*paths: Path) -> list[tuple[str, str | None, int | None]]:
    """Give the problems for which the files are refused: code, file, line."""
    with pytest.raises(InvalidDataError) as refused:
        exchange.read(*paths)
    return [(problem.code, problem.source, problem.line) for problem in refused.value]


def test_a_row_says_who_has_an_envoy_at_whom(write: Write) -> None:
    """At 1 is the envoy of 2, at 2 that of 1: here 7 has an ambassador at 8, and 8 a charge d'affaires at 7."""
    imported = exchange.read(write("7,8,1970,1,3,1"))
    assert seen(imported) == [("7", "8", 1970, 3, True, 2), ("8", "7", 1970, 1, True, 2)]
    assert [item.representation.level for item in imported.observations] == [Level.AMBASSADOR, Level.CHARGE]


def test_the_two_rows_of_a_pair_say_the_same_once(write: Write) -> None:
    """The file has each pair from either side; the row of the higher number first changes nothing."""
    rows = ["7,8,1970,1,3,1", "7,8,1975,0,2,1", "8,7,1970,3,1,1", "8,7,1975,2,0,1"]
    imported = exchange.read(write(*rows))
    assert seen(imported) == [
        ("7", "8", 1970, 3, True, 2),
        ("7", "8", 1975, 2, True, 3),
        ("8", "7", 1970, 1, True, 2),
        ("8", "7", 1975, 0, True, 3),
    ]
    assert (imported.rows, imported.refused, imported.problems) == (4, 0, ())
    assert dict(imported.taken) == {"rows on a pair and year": 2, "rows that say the same from the other side": 2}
    turned = exchange.read(write(*rows[2:], *rows[:2]))
    assert [row[:5] for row in seen(turned)] == [row[:5] for row in seen(imported)]


def test_observations_are_ordered_by_number(write: Write) -> None:
    """Not by the digits: 20 is before 100."""
    imported = exchange.read(write("100,20,1970,1,1,1", "2,20,1970,1,1,1"))
    assert [(item.sender, item.receiver) for item in imported.observations] == [
        ("2", "20"),
        ("20", "2"),
        ("20", "100"),
        ("100", "20"),
    ]


@pytest.mark.parametrize(
    ("code", "level"),
    [("0", None), ("1", Level.CHARGE), ("2", Level.MINISTER), ("3", Level.AMBASSADOR), ("9", None)],
)
def test_codes_are_levels_where_they_are_evidence_of_one(write: Write, code: str, level: Level | None) -> None:
    """0 is no evidence of any level, and not of there being none; 9 is of something else, or of nobody knows what."""
    (_, item) = exchange.read(write(f"7,8,1970,{code},3,1")).observations
    assert int(item.representation) == int(code)
    assert item.representation.level is level


@pytest.mark.parametrize("member", [member for member in Representation if member.level])
def test_levels_agree_with_the_alignments_of_the_vocabulary(member: Representation) -> None:
    """The vocabulary has the same codes for them, exactly."""
    assert member.level is not None
    codes = [item.code for item in member.level.alignments if item.scheme == "cow-dipex"]
    assert codes == [str(int(member))]


def test_what_is_not_observed_is_not_there(write: Write) -> None:
    """A year without rows is none of the years, and a pair without a row has no observation: neither is a 0."""
    imported = exchange.read(write("7,8,1914,3,3,1", "7,8,1920,0,0,0", "8,9,1920,3,3,1"))
    assert imported.years == (1914, 1920)
    pairs = {(item.sender, item.receiver, item.year): item.representation for item in imported.observations}
    assert pairs["7", "8", 1920] is Representation.NO_EVIDENCE
    assert ("7", "8", 1917) not in pairs
    assert ("7", "9", 1920) not in pairs
    assert len(pairs) == 6


def test_no_act_is_made_of_an_observation(write: Write) -> None:
    """The dataset has the source and nothing else: that an envoy is there is no happening."""
    path = write("7,8,1970,1,3,1")
    imported = exchange.read(path)
    (source,) = imported.dataset
    assert isinstance(source, Source)
    assert source.id == "source:cow-diplomatic-exchange-2006.1"
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_summary_tells_the_observations(write: Write) -> None:
    """And that there are years between them."""
    summary = exchange.read(write("7,8,1914,3,3,1", "7,8,1920,0,0,0", "8,7,1914,3,3,1")).summary()
    assert summary.splitlines() == [
        "3 rows",
        "  2 rows on a pair and year",
        "  1 rows that say the same from the other side",
        "1 record",
        "  1 source",
        "4 observations in 2 years",
        "  from 1914 to 1920; what is not observed is unknown",
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("7,8,1975,4,3,1", ("bad-value", 3, "$.DR_at_1")),
        ("7,8,1975,3,,1", ("bad-value", 3, "$.DR_at_2")),
        ("7,8,1975,3,-9,1", ("bad-value", 3, "$.DR_at_2")),
        ("7,8,1975,3,3.0,1", ("bad-value", 3, "$.DR_at_2")),
        ("7,8,1975,3,3,2", ("bad-value", 3, "$.DE")),
        ("7,8,75,3,3,1", ("bad-value", 3, "$.year")),
        ("7,8,,3,3,1", ("missing-field", 3, "$.year")),
        ("USA,8,1975,3,3,1", ("wrong-type", 3, "$.ccode1")),
        ("7,7,1975,3,3,1", ("bad-parties", 3, "$.ccode2")),
        ("7,8,1975,3,3", ("missing-field", 3, "$")),
        ("7,8,1975,3,3,1,1", ("unknown-field", 3, "$")),
        ("7,8,1970,1,3,1", ("duplicate-id", 3, "$")),
    ],
)
def test_a_row_that_cannot_be_understood_is_a_problem(write: Write, row: str, problem: tuple[str, int, str]) -> None:
    """With its line and column; the rows before and behind it are taken."""
    imported = exchange.read(write("7,8,1970,1,3,1", row, "7,8,1980,1,3,1"))
    assert (imported.rows, imported.refused) == (3, 1)
    assert told(imported) == [problem]
    assert {item.year for item in imported.observations} == {1970, 1980}


def test_rows_that_contradict_each_other_are_both_kept_and_told_of(write: Write) -> None:
    """From the other side, the ambassador is a minister: neither row is more right than the other."""
    imported = exchange.read(write("7,8,1970,0,3,1", "8,7,1970,2,0,1"))
    assert seen(imported) == [
        ("7", "8", 1970, 3, True, 2),
        ("7", "8", 1970, 2, True, 3),
        ("8", "7", 1970, 0, True, 2),
        ("8", "7", 1970, 0, True, 3),
    ]
    assert dict(imported.taken) == {"rows on a pair and year": 2}
    assert [(problem.line, problem.severity is Severity.ERROR) for problem in imported.problems] == [(3, False)]


@pytest.mark.parametrize(
    ("row", "doubtful"),
    [
        ("7,8,1970,0,0,1", True),
        ("7,8,1970,0,3,0", True),
        ("7,8,1970,9,1,0", True),
        ("7,8,1970,0,0,0", False),
        ("7,8,1970,9,9,0", False),
        ("7,8,1960,9,9,1", False),
        ("7,8,1970,9,0,0", False),
        ("7,8,1970,9,3,1", False),
    ],
)
def test_ranks_and_exchange_that_do_not_go_together_are_told_of(write: Write, row: str, doubtful: bool) -> None:
    """An exchange of nobody, or an envoy without exchange; a 9 goes with both. The observations are given."""
    imported = exchange.read(write(row))
    assert bool(imported.problems) is doubtful
    assert len(imported.observations) == 2


@pytest.mark.parametrize("version", ["2006.0999755859375", "2006.1", "2006.10"])
def test_the_version_may_be_in_single_precision(write: Write, version: str) -> None:
    """The file has it so, and a copy may have it in short."""
    assert exchange.read(write("7,8,1970,1,3,1", version=version)).refused == 0


@pytest.mark.parametrize("version", ["2006.2", "2005", "", "v2006.1", "nan"])
def test_a_file_of_another_version_is_refused(write: Write, version: str) -> None:
    """The first row tells."""
    assert refusal(write("7,8,1970,1,3,1", version=version)) == [("bad-value", "exchange.csv", 2)]


def test_a_row_of_another_version_is_refused(write: Write) -> None:
    """Where the file as such is of the version that is known."""
    path = write("7,8,1970,1,3,1", "7,8,1975,1,3,1")
    path.write_bytes(path.read_bytes().replace(b"1975,1,3,1,2006.0999755859375", b"1975,1,3,1,2013.1"))
    assert told(exchange.read(path)) == [("bad-value", 3, "$.version")]


def test_what_is_not_the_file_is_refused(write: Write) -> None:
    """Other columns, or two files."""
    assert {code for code, _, _ in refusal(write(header="ccode1,ccode2,year"))} == {"missing-field"}
    assert refusal(write(name="a.csv"), write(name="b.csv")) == [("duplicate-id", "b.csv", None)]


def test_a_header_without_rows_is_a_file_that_observes_nothing(write: Write) -> None:
    """Of no year."""
    imported = exchange.read(write())
    assert (imported.rows, imported.observations, imported.years) == (0, (), ())
