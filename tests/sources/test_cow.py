"""The state system of the Correlates of War: each spell a membership, each release told by what it says."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

import recognition
from recognition import Code, InvalidDataError, PartialDate, Period, Severity, Source, State, Truth
from recognition.sources import cow
from recognition.sources.imported import Imported

HEADER: Final = "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version"
OLD: Final = "data/cow_states/states2016.csv"
COPY: Final = "data/cow_states/states2016_GSOC_copy.csv"
NEW: Final = "data/cow_states/cow_statelist2024.csv"
Find = Callable[[str], Path]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a made-up file of the list."""

    def written(*rows: str, header: str = HEADER, name: str = "list.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
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
        cow.read(*paths)
    return [(problem.code, problem.source, problem.line) for problem in refused.value]


# The real files. The figures are counted with awk: rows, numbers, numbers with two rows, rows that end on the last day.


def test_the_release_of_2016_is_read_whole(real_file: Find) -> None:
    """243 spells of 217 numbers, 26 of which have two; 195 were not over on the last day. Nothing is doubtful."""
    imported = cow.read(real_file(OLD))
    states = imported.dataset.of(State)
    assert (imported.rows, imported.refused, imported.problems) == (243, 0, ())
    assert dict(imported.taken) == {"spells of membership": 243}
    assert len(states) == 217
    assert sum(len(item.memberships) == 2 for item in states) == 26
    periods = [item.period for entry in states for item in entry.memberships]
    assert sum(period is not None and period.open_end for period in periods) == 195
    assert imported.dataset.problems == ()


def test_a_copy_that_a_spreadsheet_has_saved_says_the_same(real_file: Find) -> None:
    """Eleven columns have no name; text in them, left in 23 rows, is told of, and the states are the same."""
    original, copy = cow.read(real_file(OLD)), cow.read(real_file(COPY))
    assert (copy.rows, dict(copy.taken), copy.refused) == (243, {"spells of membership": 243}, 0)
    assert copy.dataset.of(State) == original.dataset.of(State)
    lines = [problem.line for problem in copy.problems]
    assert lines == [33, *range(37, 41), *range(64, 68), *range(129, 137), 138, *range(166, 171)]
    assert "'#REF!'" in copy.problems[1].message


def test_serbia_and_yugoslavia_share_a_number_and_a_day(real_file: Find) -> None:
    """Since v2024 they are two states of the list, and both are in on 3 June 2006, which is told of; v2016 has one."""
    imported = cow.read(real_file(OLD), real_file(NEW))
    assert imported.rows == 243 + 244
    assert len(imported.dataset.of(State)) == 218
    assert spells(imported, "state:cow.345.YUG") == [
        ("cow-2016", "345", "1878-07-13/1941-04-20"),
        ("cow-2016", "345", "1944-10-20/.."),
        ("cow-2024", "345", "1878-07-13/1941-04-20"),
        ("cow-2024", "345", "1944-10-20/2006-06-03"),
    ]
    assert spells(imported, "state:cow.345.SRB") == [("cow-2024", "345", "2006-06-03/..")]
    (doubt,) = imported.problems
    assert (doubt.source, doubt.line) == ("cow_statelist2024.csv", 94)


def test_the_state_years_are_those_that_are_published(real_file: Find) -> None:
    """17,511 numbers and years from 1816 to 2024, any day in the year: 345 counts once in 2006, and as two states."""
    states = cow.read(real_file(NEW)).dataset.of(State)
    by_number, by_state = set[tuple[str | None, int]](), set[tuple[str, int]]()
    for item in states:
        for membership in item.memberships:
            assert membership.period is not None
            for year in range(1816, 2025):
                if membership.period.overlaps(Period(f"{year}-01-01/{year}-12-31")) is Truth.TRUE:
                    by_number.add((membership.code, year))
                    by_state.add((item.id, year))
    assert len(by_number) == 17_511
    assert by_state - {("state:cow.345.SRB", 2006)} != by_state
    assert len(by_state) == 17_512


def test_the_real_states_go_through_a_file(real_file: Find) -> None:
    """What is made of them is a dataset like any other."""
    dataset = cow.read(real_file(OLD), real_file(NEW)).dataset
    assert recognition.loads(recognition.dumps(dataset, format="json"), format="json") == dataset


# Made-up lists in the true shape.


def test_a_state_has_the_names_codes_and_lines_of_its_rows(write: Write) -> None:
    """And no more: nothing is said of its existence, or of what it follows."""
    path = write("ATL,7,Atlantis,1860,1,1,1915,7,28,2016", "ATL,7,Atlantis,1934,8,15,2016,12,31,2016")
    imported = cow.read(path)
    atlantis = state(imported, "state:cow.7.ATL")
    assert atlantis.name == "Atlantis"
    assert atlantis.names == ()
    assert atlantis.codes == (Code(system="cowc", value="ATL"), Code(system="cown", value="7"))
    assert spells(imported, "state:cow.7.ATL") == [
        ("cow-2016", "7", "1860-01-01/1915-07-28"),
        ("cow-2016", "7", "1934-08-15/.."),
    ]
    assert [(citation.source, citation.locator) for citation in atlantis.citations] == [
        ("source:cow-2016", "line 2"),
        ("source:cow-2016", "line 3"),
    ]
    assert (atlantis.existence, atlantis.succeeds, atlantis.recorded) == (None, (), None)


def test_the_source_is_that_file_and_tells_its_coverage(write: Write) -> None:
    """Its digest is that of the bytes."""
    path = write("ATL,7,Atlantis,1860,1,1,2024,12,31,2024")
    (source,) = cow.read(path).dataset.of(Source)
    assert source.id == "source:cow-2024"
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source.published == PartialDate("2025")
    assert source.note is not None
    assert "1816-01-01 to 2024-12-31" in source.note


def test_an_end_is_open_only_on_the_last_day_of_the_release(write: Write) -> None:
    """The day before is an end like any other, and in another release so is that last day."""
    imported = cow.read(
        write(
            "ATL,7,Atlantis,1860,1,1,2024,12,31,2024",
            "LEM,8,Lemuria,1860,1,1,2024,12,30,2024",
            "MUU,9,Mu,1860,1,1,2016,12,31,2024",
        )
    )
    assert [spells(imported, f"state:cow.{slug}")[0][2] for slug in ("7.ATL", "8.LEM", "9.MUU")] == [
        "1860-01-01/..",
        "1860-01-01/2024-12-30",
        "1860-01-01/2016-12-31",
    ]


def test_a_spell_may_be_one_day_long(write: Write) -> None:
    """Both of its ends are in."""
    imported = cow.read(write("ATL,7,Atlantis,1860,1,1,2016,12,31,2016", "LEM,8,Lemuria,1900,1,1,1900,1,1,2016"))
    assert spells(imported, "state:cow.8.LEM") == [("cow-2016", "8", "1900-01-01/1900-01-01")]


def test_the_release_is_not_told_by_the_name_of_the_file(write: Write) -> None:
    """A file may be called anything."""
    path = write("ATL,7,Atlantis,1860,1,1,2016,12,31,2016", name="cow_statelist2024.csv")
    assert spells(cow.read(path), "state:cow.7.ATL") == [("cow-2016", "7", "1860-01-01/..")]


def test_a_state_of_two_releases_has_both_names(write: Write) -> None:
    """The latest is its name; the order of the files makes no difference to the dataset."""
    old = write("ATL,7,Atlantis,1860,1,1,2016,12,31,2016", name="old.csv")
    new = write("ATL,7,New Atlantis,1860,1,1,2024,12,31,2024", name="new.csv")
    atlantis = state(cow.read(old, new), "state:cow.7.ATL")
    assert atlantis.name == "New Atlantis"
    assert [(name.text, name.language) for name in atlantis.names] == [("Atlantis", "en"), ("New Atlantis", "en")]
    assert [item.system for item in atlantis.memberships] == ["cow-2016", "cow-2024"]
    assert cow.read(new, old).dataset == cow.read(old, new).dataset


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("LEM,x8,Lemuria,1860,1,1,1900,1,1,2016", ("wrong-type", 3, "$.ccode")),
        ("Lem,8,Lemuria,1860,1,1,1900,1,1,2016", ("bad-value", 3, "$.stateabb")),
        ("LEM,8,,1860,1,1,1900,1,1,2016", ("missing-field", 3, "$.statenme")),
        ("LEM,8,Lem\x07uria,1860,1,1,1900,1,1,2016", ("bad-text", 3, "$.statenme")),
        ("LEM,8,Lemuria,1861,2,29,1900,1,1,2016", ("bad-date", 3, "$.styear")),
        ("LEM,8,Lemuria,1860,,1,1900,1,1,2016", ("missing-field", 3, "$.stmonth")),
        ("LEM,8,Lemuria,1860,1,1,1900,0,1,2016", ("bad-date", 3, "$.endyear")),
        ("LEM,8,Lemuria,1900,1,2,1900,1,1,2016", ("reversed-period", 3, "$")),
        ("LEM,8,Lemuria,1815,12,31,1900,1,1,2016", ("bad-date", 3, "$")),
        ("LEM,8,Lemuria,1860,1,1,1900,1,1,2011", ("bad-value", 3, "$.version")),
        ("LEM,8,Lemuria,1860,1,1,1900,1,1", ("missing-field", 3, "$")),
        ("LEM,8,Lemuria, Old,1860,1,1,1900,1,1,2016", ("unknown-field", 3, "$")),
        ("ATL,7,Atlantis,1860,1,1,2016,12,31,2016", ("duplicate-id", 3, "$")),
    ],
)
def test_a_row_that_cannot_be_understood_is_a_problem(write: Write, row: str, problem: tuple[str, int, str]) -> None:
    """With its line and column; the rows before and behind it are taken."""
    imported = cow.read(write("ATL,7,Atlantis,1860,1,1,2016,12,31,2016", row, "MUU,9,Mu,1860,1,1,2016,12,31,2016"))
    assert (imported.rows, imported.refused, dict(imported.taken)) == (3, 1, {"spells of membership": 2})
    assert told(imported) == [problem]
    assert [record.id for record in imported.dataset.of(State)] == ["state:cow.7.ATL", "state:cow.9.MUU"]


def test_all_faults_of_a_row_are_told(write: Write) -> None:
    """Not only the first."""
    imported = cow.read(write("ATL,7,Atlantis,1860,1,1,2016,12,31,2016", "lem,,Lemuria,1860,1,x,1900,2,30,2011"))
    assert {path for _, _, path in told(imported)} == {"$.stateabb", "$.ccode", "$.stday", "$.endyear", "$.version"}
    assert imported.refused == 1


def test_spells_that_share_a_day_are_both_kept_and_told_of(write: Write) -> None:
    """The list says both; spells that follow on the next day are no matter."""
    imported = cow.read(
        write(
            "ATL,7,Atlantis,1860,1,1,1900,6,30,2016",
            "ATL,7,Atlantis,1900,7,1,1910,1,1,2016",
            "ATL,7,Atlantis,1909,1,1,2016,12,31,2016",
        )
    )
    assert len(spells(imported, "state:cow.7.ATL")) == 3
    assert [(problem.line, problem.severity is Severity.ERROR) for problem in imported.problems] == [(4, False)]


def test_a_file_of_no_known_release_is_refused(write: Write) -> None:
    """As is one whose column says another release than its last day does, and one that says nothing."""
    assert refusal(write("ATL,7,Atlantis,1860,1,1,2011,12,31,2011")) == [("bad-value", "list.csv", 2)]
    assert refusal(write("ATL,7,Atlantis,1860,1,1,2016,12,31,2024")) == [("bad-value", "list.csv", 2)]
    slip = write("ATL,7,Atlantis,1860,1,1,2016,12,31,2016", "LEM,8,Lemuria,1860,1,1,2061,1,1,2016")
    assert refusal(slip) == [("bad-value", "list.csv", 3)]
    assert refusal(write()) == [("syntax", "list.csv", None)]


def test_two_files_of_one_release_are_refused(write: Write) -> None:
    """One of them is too many, and which, cannot be told."""
    row = "ATL,7,Atlantis,1860,1,1,2016,12,31,2016"
    assert refusal(write(row, name="one.csv"), write(row, name="two.csv")) == [("duplicate-id", "two.csv", None)]


def test_files_that_are_not_of_the_list_are_all_told(write: Write, tmp_path: Path) -> None:
    """Each with its own problems."""
    other = write("1,2", header="a,stateabb", name="other.csv")
    foreign = tmp_path / "bytes.csv"
    foreign.write_bytes(HEADER.encode() + b"\nATL,7,Atl\xe4ntis,1860,1,1,2016,12,31,2016\n")
    good = write("ATL,7,Atlantis,1860,1,1,2016,12,31,2016")
    problems = refusal(other, good, foreign)
    assert {source for _, source, _ in problems} == {"other.csv", "bytes.csv"}
    assert ("encoding", "bytes.csv", 2) in problems
    assert ("unknown-field", "other.csv", 1) in problems
    assert sum(code == "missing-field" for code, _, _ in problems) == 9


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    """Not of the data."""
    with pytest.raises(FileNotFoundError):
        cow.read(tmp_path / "none.csv")


def test_progress_is_told_in_bytes(write: Write) -> None:
    """At the end, all of them were read."""
    path = write("ATL,7,Atlantis,1860,1,1,2016,12,31,2016")
    seen = list[int]()
    cow.read(path, progress=seen.append)
    assert seen[-1] == path.stat().st_size
