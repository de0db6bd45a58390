"""The list of Gleditsch and Ward: the states proper, and with them the microstates."""

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import pytest

import recognition
from recognition import Code, InvalidDataError, Period, Severity, Source, State, Truth
from recognition.sources import gw
from recognition.sources.imported import Imported

HEADER: Final = "statenumber\tstateid\tcountryname\tstart\tend"
STATES: Final = "data/gw_states/ksgmdw.txt"
MICRO: Final = "data/gw_states/microstates.txt"
ATLANTIS: Final = "2\tATL\tAtlantis\t1860-01-01\t2020-12-31"
ROCK: Final = "221\tRCK\tThe Rock\t1993-05-28\t2020-12-31"
Find = Callable[[str], Path]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a made-up file of the list, in the encoding of the real ones."""

    def written(*rows: str, header: str = HEADER, name: str = "list.txt", encoding: str = "cp1252") -> Path:
        path = tmp_path / name
        path.write_bytes("\n".join([header, *rows, ""]).encode(encoding))
        return path

    return written


def state(imported: Imported, record_id: str) -> State:
    """Give a state of what was read."""
    record = imported.dataset[record_id]
    assert isinstance(record, State)
    return record


def spells(imported: Imported, record_id: str) -> list[tuple[str, str | None, str]]:
    """Give the memberships of a state: list, code, period."""
    return [(item.system, item.code, str(item.period)) for item in state(imported, record_id).memberships]


def told(imported: Imported) -> list[tuple[str, int | None, str]]:
    """Give the errors: code, line, path."""
    return [
        (problem.code, problem.line, problem.path)
        for problem in imported.problems
        if problem.severity is Severity.ERROR
    ]


def refusal(*paths: Path) -> list[tuple[str, str | None, int | None]]:
    """Give the problems for which the files are refused: code, file, line."""
    with pytest.raises(InvalidDataError) as refused:
        gw.read(*paths)
    return [(problem.code, problem.source, problem.line) for problem in refused.value]


def members(imported: Imported, system: str, span: Period) -> set[str | None]:
    """Give the codes of those that were in a list on some day of a span."""
    return {
        item.code
        for entry in imported.dataset.of(State)
        for item in entry.memberships
        if item.system == system and item.period is not None and item.period.overlaps(span) is Truth.TRUE
    }


# The real files. The figures are counted with awk.


def test_the_real_lists_are_read_whole(real_file: Find) -> None:
    """216 spells of 202 states, 14 of which have two, and 23 of 23 microstates. Nothing is doubtful."""
    imported = gw.read(real_file(STATES), real_file(MICRO))
    assert (imported.rows, imported.refused, imported.problems) == (239, 0, ())
    assert dict(imported.taken) == {"spells of states": 216, "spells of microstates": 23}
    states = imported.dataset.of(State)
    assert len(states) == 202 + 23
    listed = [item for entry in states for item in entry.memberships]
    assert sum(item.system == "gw" for item in listed) == 216
    assert sum(item.system == "gw-micro" for item in listed) == 239
    still = [item for item in listed if item.period is not None and item.period.open_end]
    assert sum(item.system == "gw" for item in still) == 174
    assert sum(item.system == "gw-micro" for item in still) == 174 + 23


def test_a_microstate_is_in_the_list_with_the_microstates_only(real_file: Find) -> None:
    """And a state proper is in both."""
    imported = gw.read(real_file(STATES), real_file(MICRO))
    assert spells(imported, "state:gw.221.MNC") == [("gw-micro", "221", "1816-01-01/..")]
    assert spells(imported, "state:gw.340.SER") == [
        ("gw", "340", "1878-07-13/1915-10-01"),
        ("gw", "340", "2006-06-05/.."),
        ("gw-micro", "340", "1878-07-13/1915-10-01"),
        ("gw-micro", "340", "2006-06-05/.."),
    ]


def test_the_state_years_are_those_that_are_published(real_file: Find) -> None:
    """With the microstates, 1991 to 2001: 2,091 by any day in the year, 2,071 by the first of January."""
    imported = gw.read(real_file(STATES), real_file(MICRO))
    years = range(1991, 2002)
    assert sum(len(members(imported, "gw-micro", Period(f"{y}-01-01/{y}-12-31"))) for y in years) == 2_091
    assert sum(len(members(imported, "gw-micro", Period(f"{y}-01-01/{y}-01-01"))) for y in years) == 2_071


def test_the_fourth_of_june_2006_is_as_the_list_has_it(real_file: Find) -> None:
    """Yugoslavia (345) for the last day, Montenegro (341) since the day before, Serbia (340) from the next day on."""
    imported = gw.read(real_file(STATES))
    on = {day: members(imported, "gw", Period(f"2006-06-0{day}/2006-06-0{day}")) for day in (2, 3, 4, 5)}
    three = {"340", "341", "345"}
    assert [on[day] & three for day in (2, 3, 4, 5)] == [{"345"}, {"341", "345"}, {"341", "345"}, {"340", "341"}]


def test_names_in_code_page_1252_are_read(real_file: Find) -> None:
    """Letters and the curly apostrophe; where a state has two names, both are kept and the latest stands."""
    imported = gw.read(real_file(STATES), real_file(MICRO))
    assert state(imported, "state:gw.271.WRT").name == "W\u00fcrttemberg"
    assert state(imported, "state:gw.437.CDI").name == "Cote D\u2019Ivoire"
    assert state(imported, "state:gw.403.STP").name == "S\u00e3o Tom\u00e9 and Principe"
    madagascar = state(imported, "state:gw.580.MAG")
    assert madagascar.name == "Madagascar"
    assert [name.text for name in madagascar.names] == ["Madagascar (Malagasy)", "Madagascar"]


def test_the_real_states_go_through_a_file(real_file: Find) -> None:
    """What is made of them is a dataset like any other."""
    dataset = gw.read(real_file(STATES), real_file(MICRO)).dataset
    assert recognition.loads(recognition.dumps(dataset, format="json"), format="json") == dataset


# Made-up lists in the true shape.


def test_a_state_has_the_name_codes_and_line_of_its_row(write: Write) -> None:
    """And no more."""
    atlantis = state(gw.read(write(ATLANTIS)), "state:gw.2.ATL")
    assert (atlantis.name, atlantis.names) == ("Atlantis", ())
    assert atlantis.codes == (Code(system="gwc", value="ATL"), Code(system="gwn", value="2"))
    assert [(citation.source, citation.locator) for citation in atlantis.citations] == [("source:gw-states", "line 2")]
    assert (atlantis.existence, atlantis.succeeds) == (None, ())


def test_a_name_may_have_quotation_marks(write: Write) -> None:
    """Between tabs, they are marks like any other."""
    imported = gw.read(
        write('2\tATL\t"Greater" Atlantis\t1860-01-01\t2020-12-31', "8\tLEM\tLemuria\t1816-01-01\t1900-01-01")
    )
    assert state(imported, "state:gw.2.ATL").name == '"Greater" Atlantis'
    assert imported.rows == 2


def test_without_the_microstates_nobody_is_in_the_list_that_has_them(write: Write) -> None:
    """It would be counted as if it were whole."""
    assert spells(gw.read(write(ATLANTIS)), "state:gw.2.ATL") == [("gw", "2", "1860-01-01/..")]


def test_the_files_are_told_apart_by_their_numbers(write: Write) -> None:
    """Neither by their names nor by their order."""
    states, micro = write(ATLANTIS, name="microstates.txt"), write(ROCK, name="ksgmdw.txt")
    imported = gw.read(micro, states)
    assert imported.dataset == gw.read(states, micro).dataset
    assert spells(imported, "state:gw.2.ATL") == [("gw", "2", "1860-01-01/.."), ("gw-micro", "2", "1860-01-01/..")]
    assert spells(imported, "state:gw.221.RCK") == [("gw-micro", "221", "1993-05-28/..")]
    assert {source.id for source in imported.dataset.of(Source)} == {"source:gw-states", "source:gw-microstates"}


def test_a_copy_in_utf_8_is_read_as_such(write: Write) -> None:
    """Its letters are not taken for those of code page 1252, and its source says nothing of it."""
    row = "2\tATL\tAtl\u00e4ntis\t1860-01-01\t2020-12-31"
    old, new = gw.read(write(row)), gw.read(write(row, encoding="utf-8"))
    for imported, mentioned in ((old, True), (new, False)):
        assert state(imported, "state:gw.2.ATL").name == "Atl\u00e4ntis"
        (source,) = imported.dataset.of(Source)
        assert source.note is not None
        assert ("1252" in source.note) is mentioned
        assert "1816-01-01 to 2020-12-31" in source.note


def test_the_source_has_the_digest_of_the_bytes(write: Write) -> None:
    """Not of the text in another encoding."""
    path = write("2\tATL\tAtl\u00e4ntis\t1860-01-01\t2020-12-31")
    (source,) = gw.read(path).dataset.of(Source)
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("x\tLEM\tLemuria\t1860-01-01\t1900-01-01", ("wrong-type", 3, "$.statenumber")),
        ("8\tLEMU\tLemuria\t1860-01-01\t1900-01-01", ("bad-value", 3, "$.stateid")),
        ("8\tLEM\t\t1860-01-01\t1900-01-01", ("missing-field", 3, "$.countryname")),
        ("8\tLEM\tLemuria\t1861-02-29\t1900-01-01", ("bad-date", 3, "$.start")),
        ("8\tLEM\tLemuria\t01:01:1860\t1900-01-01", ("bad-date", 3, "$.start")),
        ("8\tLEM\tLemuria\t1860-01-01\t", ("missing-field", 3, "$.end")),
        ("8\tLEM\tLemuria\t1900-01-02\t1900-01-01", ("reversed-period", 3, "$")),
        ("8\tLEM\tLemuria\t1815-12-31\t1900-01-01", ("bad-date", 3, "$")),
        ("8 LEM Lemuria 1860-01-01 1900-01-01", ("missing-field", 3, "$")),
        ("8\tLEM\tLemuria\tOld\t1860-01-01\t1900-01-01", ("unknown-field", 3, "$")),
        (ATLANTIS, ("duplicate-id", 3, "$")),
    ],
)
def test_a_row_that_cannot_be_understood_is_a_problem(write: Write, row: str, problem: tuple[str, int, str]) -> None:
    """With its line and column; the rows before and behind it are taken."""
    imported = gw.read(write(ATLANTIS, row, "9\tMUU\tMu\t1860-01-01\t2020-12-31"))
    assert (imported.rows, imported.refused, dict(imported.taken)) == (3, 1, {"spells of states": 2})
    assert told(imported) == [problem]
    assert [record.id for record in imported.dataset.of(State)] == ["state:gw.2.ATL", "state:gw.9.MUU"]


def test_spells_that_share_a_day_are_both_kept_and_told_of(write: Write) -> None:
    """The list says both."""
    imported = gw.read(write(ATLANTIS, "2\tATL\tAtlantis\t1900-01-01\t1910-01-01"))
    assert [period for _, _, period in spells(imported, "state:gw.2.ATL")] == ["1860-01-01/..", "1900-01-01/1910-01-01"]
    assert [(problem.line, problem.severity is Severity.ERROR) for problem in imported.problems] == [(3, False)]


def test_a_list_of_another_release_is_refused(write: Write) -> None:
    """Its last day tells: here it would be an end for some and open for others."""
    assert refusal(write("2\tATL\tAtlantis\t1860-01-01\t2017-12-31")) == [("bad-value", "list.txt", 2)]
    assert refusal(write(ATLANTIS, "8\tLEM\tLemuria\t1860-01-01\t2021-01-01")) == [("bad-value", "list.txt", 3)]


def test_a_file_of_states_and_microstates_is_refused(write: Write) -> None:
    """The rows of which there are fewer are told."""
    another = "9\tMUU\tMu\t1860-01-01\t2020-12-31"
    assert refusal(write(ATLANTIS, ROCK, another)) == [("bad-value", "list.txt", 3)]
    rocks = [ROCK, ROCK.replace("221", "223"), ATLANTIS]
    assert refusal(write(*rocks)) == [("bad-value", "list.txt", 4)]


def test_files_that_do_not_make_a_list_are_refused(write: Write) -> None:
    """One kind twice, the microstates alone, or no row at all."""
    one, two = write(ATLANTIS, name="one.txt"), write(ATLANTIS, name="two.txt")
    assert refusal(one, two) == [("duplicate-id", "two.txt", None)]
    assert refusal(write(ROCK)) == [("missing-field", "list.txt", None)]
    assert refusal(write()) == [("syntax", "list.txt", None)]


def test_a_file_that_is_not_of_the_list_is_refused(write: Write, tmp_path: Path) -> None:
    """Commas for tabs, other columns, or a byte that the code page does not have."""
    commas = refusal(write(header=HEADER.replace("\t", ",")))
    assert {code for code, _, _ in commas} == {"missing-field", "unknown-field"}
    foreign = tmp_path / "bytes.txt"
    foreign.write_bytes(HEADER.encode() + b"\n2\tATL\tAtl\x81ntis\t1860-01-01\t2020-12-31\n")
    assert refusal(foreign) == [("encoding", "bytes.txt", 2)]


def test_the_days_of_a_spell_are_both_in(write: Write) -> None:
    """Its ends are inclusive."""
    imported = gw.read(write(ATLANTIS, "9\tMUU\tMu\t1860-01-02\t1900-03-04"))
    (item,) = state(imported, "state:gw.9.MUU").memberships
    assert item.period is not None
    days = [date(1860, 1, 1), date(1860, 1, 2), date(1900, 3, 4), date(1900, 3, 5)]
    assert [item.period.contains(day) for day in days] == [Truth.FALSE, Truth.TRUE, Truth.TRUE, Truth.FALSE]
