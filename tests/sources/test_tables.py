"""The reader of delimited text: every row with its line, and nothing converted, trimmed or dropped unsaid."""

import csv
import re
from datetime import date
from typing import Any

import pytest

from recognition import InvalidDataError, Problem
from recognition.sources.imported import SourceFile, Tally
from recognition.sources.tables import Row, read_table


def rows_of(data: bytes, columns: tuple[str, ...] = ("a", "b"), **options: Any) -> tuple[list[Row], Tally]:
    """Give the rows of a file with certain columns, and the tally that was told of the others."""
    tally = Tally()
    return list(read_table(SourceFile("t.csv", data), columns, **options).rows(tally)), tally


def cells_of(data: bytes, **options: Any) -> list[tuple[int, str, str]]:
    """Give the lines and cells of the rows of a file with the columns a and b."""
    return [(row.line, row["a"], row["b"]) for row in rows_of(data, **options)[0]]


def refusals(tally: Tally) -> list[tuple[str, int | None]]:
    """Give the codes and lines of what a tally was told."""
    return [(problem.code, problem.line) for problem in tally.imported([]).problems]


def refusal(data: bytes, **options: Any) -> list[Problem]:
    """Give the problems for which a file is refused as a whole."""
    with pytest.raises(InvalidDataError) as refused:
        rows_of(data, **options)
    assert all(problem.source == "t.csv" for problem in refused.value)
    return list(refused.value)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_counts_them(end: str) -> None:
    """Whatever ends a line, blank lines and cells over several lines count, and the last needs no end."""
    text = f'a,b{end}1,2{end}{end} ,{end}3,"x{end}y"{end}5,6'
    assert cells_of(text.encode()) == [(2, "1", "2"), (5, "3", f"x{end}y"), (7, "5", "6")]


def test_cells_stand_as_they_are() -> None:
    """Blanks, empty cells and what looks like a missing value are kept."""
    assert cells_of(b"a,b\n NA ,\n004,1e3\n") == [(2, " NA ", ""), (3, "004", "1e3")]


def test_columns_are_found_by_name() -> None:
    """They may stand in another order."""
    assert cells_of(b"b,a\n1,2\n") == [(2, "2", "1")]


def test_quotes_are_cells_of_their_own_where_the_notation_has_none() -> None:
    """A tab-separated list may have a name with a quotation mark in it."""
    assert cells_of(b'a\tb\n"x\ty"z\n', delimiter="\t", quotes=False) == [(2, '"x', 'y"z')]


def test_a_byte_order_mark_is_passed_over() -> None:
    """It is no part of the first column's name, and says that the file is in UTF-8."""
    assert cells_of(b"\xef\xbb\xbfa,b\n1,2\n") == [(2, "1", "2")]
    marked = b"\xef\xbb\xbfa,b\n\xfc,2\n"
    assert [(problem.code, problem.line) for problem in refusal(marked, encodings=("utf-8", "cp1252"))] == [
        ("encoding", 2)
    ]


def test_the_first_encoding_that_fits_is_meant() -> None:
    """Bytes of code page 1252 are no UTF-8, and a copy in UTF-8 is not taken for code page 1252."""
    both = ("utf-8", "cp1252")
    assert cells_of(b"a,b\nW\xfcrtt,\x92\n", encodings=both) == [(2, "W\u00fcrtt", "\u2019")]
    assert cells_of("a,b\nW\u00fcrtt,\u2019\n".encode(), encodings=both) == [(2, "W\u00fcrtt", "\u2019")]


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"a,b\n1,2\n\xfc,3\n", 3), (b"\xfc,b\n", 1), ("a,b\n".encode("utf-16"), 1)],
    ids=["in a line", "at once", "UTF-16"],
)
def test_bytes_of_another_encoding_refuse_the_file(data: bytes, line: int) -> None:
    """The problem tells the line."""
    assert [(problem.code, problem.line) for problem in refusal(data)] == [("encoding", line)]


def test_a_byte_that_no_encoding_has_refuses_the_file() -> None:
    """Code page 1252 leaves five bytes undefined."""
    assert [
        (problem.code, problem.line) for problem in refusal(b"a,b\n\xfc,\x81\n", encodings=("utf-8", "cp1252"))
    ] == [("encoding", 2)]


@pytest.mark.parametrize("data", [b"", b"\n\n", b" \n,,\n", b"\xef\xbb\xbf"])
def test_a_file_without_a_header_is_refused(data: bytes) -> None:
    """Be it empty or blank."""
    assert [problem.code for problem in refusal(data)] == ["syntax"]


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        ("a", {"missing-field"}),
        ("a,c", {"missing-field", "unknown-field"}),
        ("a,b,c", {"unknown-field"}),
        ("a,b,b", {"duplicate-key"}),
        ("a,,b", {"missing-field"}),
        ("a, b", {"missing-field", "unknown-field"}),
        ("A,B", {"missing-field", "unknown-field"}),
        ("a;b", {"missing-field", "unknown-field"}),
    ],
)
def test_another_header_refuses_the_file(header: str, codes: set[str]) -> None:
    """A column is missing, not known, there twice or without a name before the last; all are told, with the line."""
    problems = refusal(f"\n{header}\n1,2,3\n".encode())
    assert {problem.code for problem in problems} == codes
    assert {problem.line for problem in problems} == {2}


def test_text_under_columns_without_a_name_is_told() -> None:
    """Empty cells behind the last column mean nothing; text in them is left out, and the tally knows what."""
    rows, tally = rows_of(b"a,b,,,\n1,2,,,\n3,4,,#REF!,5\n6,7\n8,9,,,,,\n")
    assert [(row.line, row["a"], row["b"]) for row in rows] == [
        (2, "1", "2"),
        (3, "3", "4"),
        (4, "6", "7"),
        (5, "8", "9"),
    ]
    (problem,) = tally.imported([]).problems
    assert problem.line == 3
    assert problem.message.endswith("left out: '#REF!', '5'")


def test_rows_that_do_not_fit_the_columns_are_refused() -> None:
    """Too few cells, or text in more cells than the header has, as an unquoted comma in a name makes it."""
    rows, tally = rows_of(b"a,b\n1\n2,3\n4,5,6\n7,8,\n")
    assert [row.line for row in rows] == [3, 5]
    assert refusals(tally) == [("missing-field", 2), ("unknown-field", 4)]
    assert tally.imported([]).refused == 2


@pytest.mark.parametrize(
    ("data", "line"),
    [(b'a,b\n1,2\n"3,4\n5,6\n', 3), (b'a,b\n"1"x,2\n', 2), (b"a,b\n1," + b"2" * 200_000 + b"\n", 2), (b'"a,b\n', 1)],
    ids=["quote not closed", "text behind a quote", "endless cell", "in the header"],
)
def test_text_that_cannot_be_divided_refuses_the_file(data: bytes, line: int) -> None:
    """The problem tells the line from which on nothing can be read."""
    assert [(problem.code, problem.line) for problem in refusal(data)] == [("syntax", line)]


def test_an_endless_cell_is_refused_whatever_the_limit_of_the_standard_library() -> None:
    """Other libraries raise the limit of Python's own reader for the whole process, and ours stays."""
    before = csv.field_size_limit(10**9)
    try:
        assert [(problem.code, problem.line) for problem in refusal(b"a,b\n1," + b"2" * 200_000 + b"\n")] == [
            ("syntax", 2)
        ]
    finally:
        csv.field_size_limit(before)


def row(**cells: str) -> Row:
    """Make a row of line 7."""
    return Row("t.csv", 7, {name: position for position, name in enumerate(cells)}, list(cells.values()))


@pytest.mark.parametrize(
    ("method", "cell", "value"),
    [
        ("text", " x ", " x "),
        ("number", "345", 345),
        ("number", "007", 7),
        ("iso_day", "2006-06-03", date(2006, 6, 3)),
    ],
)
def test_good_cells_are_read(method: str, cell: str, value: object) -> None:
    """As text, as a number or as a day, with nothing found wrong."""
    given = row(a=cell)
    assert getattr(given, method)("a") == value
    assert not given.problems


@pytest.mark.parametrize(
    ("method", "cell", "code"),
    [
        ("text", "", "missing-field"),
        ("text", " \t", "missing-field"),
        ("text", "a\x00b", "bad-text"),
        ("text", "a\x81b", "bad-text"),
        ("number", "", "missing-field"),
        ("number", "3.0", "wrong-type"),
        ("number", "-3", "wrong-type"),
        ("number", " 3", "wrong-type"),
        ("number", "1_000", "wrong-type"),
        ("number", "\N{ARABIC-INDIC DIGIT THREE}", "wrong-type"),
        ("number", "9" * 5000, "wrong-type"),
        ("iso_day", "", "missing-field"),
        ("iso_day", "2006-02-30", "bad-date"),
        ("iso_day", "20060603", "bad-date"),
        ("iso_day", "2006-W22-6", "bad-date"),
        ("iso_day", "3/6/2006", "bad-date"),
        ("iso_day", "0000-01-01", "bad-date"),
    ],
)
def test_wrong_cells_are_problems_of_the_row(method: str, cell: str, code: str) -> None:
    """One each, with file, line and column; nothing is coerced."""
    given = row(a=cell)
    getattr(given, method)("a")
    (problem,) = given.problems
    assert (problem.code, problem.source, problem.line, problem.path) == (code, "t.csv", 7, "$.a")


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        (("2006", "2", "28"), []),
        (("2006", "2", "29"), ["bad-date"]),
        (("2006", "13", "1"), ["bad-date"]),
        (("0", "1", "1"), ["bad-date"]),
        (("10000", "1", "1"), ["bad-date"]),
        (("99999999999999", "1", "1"), ["bad-date"]),
        (("2006", "", "1"), ["missing-field"]),
        (("MMVI", "VI", "3"), ["wrong-type", "wrong-type"]),
    ],
)
def test_a_day_in_three_cells_is_a_day_of_the_calendar(cells: tuple[str, str, str], codes: list[str]) -> None:
    """Each cell that is no number is told, and if all are, whether they make a day."""
    given = row(y=cells[0], m=cells[1], d=cells[2])
    found = given.day("y", "m", "d")
    assert [problem.code for problem in given.problems] == codes
    assert codes or found == date(2006, 2, 28)


def test_a_cell_may_have_to_match_a_pattern() -> None:
    """As a whole, and an empty cell is told once."""
    given = row(a="USA", b="USAx", c="")
    pattern = re.compile("[A-Z]{3}")
    assert given.matching("a", pattern, "three capitals") == "USA"
    given.matching("b", pattern, "three capitals")
    given.matching("c", pattern, "three capitals")
    assert [(problem.code, problem.path) for problem in given.problems] == [
        ("bad-value", "$.b"),
        ("missing-field", "$.c"),
    ]
