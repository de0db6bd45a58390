"""The account of a source: every row is taken or refused, once, and the counts add up or there is no account."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from recognition import Dataset, InvalidDataError, Period, Problem, Source, State, Succession, SuccessionManner
from recognition.model.registry import RECORD_CLASSES
from recognition.sources.imported import _NOUNS, DOUBT, Imported, SourceFile, Tally, placed, read_files

BAD_DAY = Problem("bad-date", "'1919-02-30' is not a day", source="list.csv", line=3)
DOUBTFUL = Problem(DOUBT, "two spells share a day", source="list.csv", line=2)


def test_the_summary_tells_rows_records_and_problems() -> None:
    """A person reads how many rows there were, what became of them, the records by kind, and every problem."""
    dataset = Dataset([State(id="state:cow.2", name="USA"), State(id="state:cow.20", name="Canada")])
    imported = Imported(
        dataset=dataset, rows=1204, taken={"spells": 1200, "notes": 3}, refused=1, problems=(DOUBTFUL, BAD_DAY)
    )
    assert imported.summary() == "\n".join(
        [
            "1,204 rows",
            "  1,200 spells",
            "  3 notes",
            "  1 refused",
            "2 records",
            "  2 states",
            "2 problems",
            f"  {DOUBTFUL}",
            "  error bad-date at list.csv, line 3 ($): '1919-02-30' is not a day",
        ]
    )


def test_the_summary_of_very_many_problems_is_short() -> None:
    """Twenty problems are written out, and the others counted, with how many there are of each code."""
    imported = Imported(dataset=Dataset(), rows=1021, taken={}, refused=1021, problems=(BAD_DAY,) * 1021)
    lines = imported.summary().splitlines()
    assert lines[:4] == ["1,021 rows", "  1,021 refused", "no records", "1,021 problems"]
    assert lines[-1] == "  ... and 1,001 more; in all 1,021 bad-date"
    assert len(lines) == 4 + 20 + 1


def test_the_summary_has_a_word_for_every_kind() -> None:
    """For one record of it, and for several."""
    assert set(_NOUNS) == set(RECORD_CLASSES)
    assert all(one != several for one, several in _NOUNS.values())


def test_the_summary_tells_the_doubts_between_records() -> None:
    """What the dataset warns of is told beside what the rows brought up."""
    succession = Succession(state="state:A", manner=SuccessionManner.SUCCESSOR)
    dataset = Dataset(
        [
            State(id="state:A", name="A", existence=Period("1900/1910")),
            State(id="state:B", name="B", existence=Period("1950/.."), succeeds=(succession,)),
        ]
    )
    told = Imported(dataset=dataset, rows=2, taken={"states": 2}).summary().splitlines()
    assert told[4] == "1 doubt between records"
    assert told[5].startswith("  warning successor-gap at ")


@pytest.mark.parametrize(
    "counts",
    [
        {"rows": 3, "taken": {"spells": 2}},
        {"rows": 1, "taken": {"spells": 2}},
        {"rows": 2, "taken": {"spells": 2}, "refused": 1, "problems": (BAD_DAY,)},
        {"rows": 2, "taken": {}, "refused": 2, "problems": (BAD_DAY,)},
        {"rows": 1, "taken": {}, "refused": 1, "problems": (DOUBTFUL,)},
    ],
    ids=["a row too few", "a row too many", "a refusal too many", "too few errors", "a doubt for an error"],
)
def test_counts_that_do_not_add_up_are_no_account(counts: dict[str, Any]) -> None:
    """Rows are those taken and those refused, and each of these has an error; else nothing is constructed."""
    with pytest.raises(ValueError, match="rows were"):
        Imported(dataset=Dataset(), **counts)


def test_an_account_cannot_be_changed() -> None:
    """Nor can the mapping of its counts, whatever becomes of the one that it was made from."""
    taken = {"spells": 2}
    imported = Imported(dataset=Dataset(), rows=2, taken=taken)
    taken["spells"] = 3
    assert dict(imported.taken) == {"spells": 2}
    with pytest.raises(TypeError):
        imported.taken["spells"] = 3  # type: ignore[index]


def test_a_tally_counts_each_row_once() -> None:
    """Rows are taken under what they become, or refused with their problems, which stand in the order of the lines."""
    tally = Tally()
    tally.take("spells")
    tally.refuse(BAD_DAY)
    tally.doubt(DOUBTFUL)
    tally.take("notes")
    tally.take("spells")
    imported = tally.imported([State(id="state:cow.2", name="USA")])
    assert (imported.rows, imported.refused, dict(imported.taken)) == (4, 1, {"spells": 2, "notes": 1})
    assert imported.problems == (DOUBTFUL, BAD_DAY)
    assert [record.id for record in imported.dataset] == ["state:cow.2"]


def test_problems_stand_by_file_then_by_line() -> None:
    """The files are in the order in which the tally heard of them."""
    tally = Tally()
    places = [("b.csv", 9), ("a.csv", 4), ("b.csv", 2), ("a.csv", 1)]
    for source, line in places:
        tally.refuse(Problem("bad-date", "no day", source=source, line=line))
    told = [(problem.source, problem.line) for problem in tally.imported([]).problems]
    assert told == [("b.csv", 2), ("b.csv", 9), ("a.csv", 1), ("a.csv", 4)]


def test_a_tally_refuses_rows_for_errors_only() -> None:
    """A row without an error is not refused, and one with an error is not merely doubted."""
    tally = Tally()
    with pytest.raises(ValueError, match="refused for an error"):
        tally.refuse(DOUBTFUL)
    with pytest.raises(ValueError, match="refused for an error"):
        tally.refuse()
    with pytest.raises(ValueError, match="to be refused"):
        tally.doubt(BAD_DAY)
    assert tally.imported([]).rows == 0


def test_records_that_are_not_valid_together_are_refused() -> None:
    """The dataset of an account is a dataset like any other."""
    with pytest.raises(InvalidDataError):
        Tally().imported([State(id="state:A", name="A"), State(id="state:A", name="B")])


def test_files_are_read_whole_with_their_digest(tmp_path: Path) -> None:
    """The digest is that of the bytes, as a source record takes it; progress counts the bytes of all files."""
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_bytes(b"a\r\n\xff")
    two.write_bytes(b"")
    seen = list[int]()
    files = read_files([one, str(two)], seen.append)
    assert [(file.name, file.data) for file in files] == [("one.csv", b"a\r\n\xff"), ("two.csv", b"")]
    assert files[0].sha256 == hashlib.sha256(b"a\r\n\xff").hexdigest()
    assert Source(id="source:one", title="One", sha256=files[1].sha256).sha256 == hashlib.sha256().hexdigest()
    assert seen == [4, 4]
    with pytest.raises(FileNotFoundError):
        read_files([tmp_path / "none.csv"])


def test_problems_are_placed_in_a_file() -> None:
    """What a constructor finds wrong gets the file and the line, and keeps a line of its own."""
    found = [Problem("bad-date", "no day", path="$.date"), Problem("syntax", "cut short", line=7)]
    told = placed(found, SourceFile("list.csv", b""), 3)
    assert [(problem.source, problem.line, problem.path) for problem in told] == [
        ("list.csv", 3, "$.date"),
        ("list.csv", 7, "$"),
    ]
