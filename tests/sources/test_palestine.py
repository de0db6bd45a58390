"""The tables of the recognition of Palestine: footnotes, months, two tables of which each row is an account.

The samples are made up, in the shape of the tables; the second table is known by its shape only.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import recognition
from recognition import (
    Capacity,
    DiplomaticAct,
    DiplomaticMove,
    History,
    InvalidDataError,
    PartialDate,
    RecognitionAct,
    RecognitionMove,
    Severity,
    Source,
    Standing,
    State,
    Truth,
)
from recognition.sources import palestine
from recognition.sources.imported import Imported
from recognition.sources.palestine_names import CODES

HEADER: Final = '\ufeffName,Date,Diplomatic relations [note 3],"Relevant membership, further details"'
TABLE: Final = "data/recognition_palestine/albertkun_yes.csv"
TARGET: Final = "state:palestine-table.PS"
Find = Callable[[str], Path]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a made-up table, of names if nothing else is said."""

    def written(*rows: str, header: str = HEADER, name: str = "names.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]), encoding="utf-8")
        return path

    return written


def state(imported: Imported, slug: str) -> State:
    """Give a state of what was read."""
    record = imported.dataset[f"state:palestine-table.{slug}"]
    assert isinstance(record, State)
    return record


def recognition_of(imported: Imported, slug: str) -> RecognitionAct:
    """Give the recognition by a state, in one of the tables."""
    record = imported.dataset[f"recognition:palestine-table.{slug}"]
    assert isinstance(record, RecognitionAct)
    return record


def told(imported: Imported) -> list[tuple[str, int | None, str]]:
    """Give the errors: code, line, path."""
    return [
        (problem.code, problem.line, problem.path)
        for problem in imported.problems
        if problem.severity is Severity.ERROR
    ]


def doubts(imported: Imported) -> list[int | None]:
    """Give the lines of the doubts."""
    return [problem.line for problem in imported.problems if problem.severity is not Severity.ERROR]


def refusal(*paths: Path) -> list[tuple[str, str | None, int | None]]:
    """Give the problems for which the files are refused: code, file, line."""
    with pytest.raises(InvalidDataError) as refused:
        palestine.read(*paths)
    return [(problem.code, problem.source, problem.line) for problem in refused.value]


# The real table. The figures are counted with grep and awk.


def test_the_real_table_is_read_whole(real_file: Find) -> None:
    """150 rows: 128 with relations, 22 without; two months; one star; one row too short; one detail not understood."""
    imported = palestine.read(real_file(TABLE))
    taken = {"recognitions in the table of names": 150}
    assert (imported.rows, imported.refused, dict(imported.taken)) == (150, 0, taken)
    acts = imported.dataset.of(RecognitionAct)
    assert len(acts) == 150
    assert len(imported.dataset.of(State)) == 151
    assert len(imported.dataset.of(DiplomaticAct)) == 128
    assert Counter(str(act.date) for act in acts if act.date and act.date.precision.value != "day") == {
        "1989-05": 1,
        "1995-11": 1,
    }
    assert Counter(act.date for act in acts)[PartialDate("1988-11-15")] == 13
    assert sum(", date [" in (act.citations[0].locator or "") for act in acts) == 145
    assert doubts(imported) == [14, 25, 100]
    assert imported.dataset.problems == ()


def test_no_name_of_the_real_table_is_left_without_its_code(real_file: Find) -> None:
    """And every code is one of ISO 3166-1."""
    imported = palestine.read(real_file(TABLE))
    assert all(len(item.codes) == 1 for item in imported.dataset.of(State))
    listed = real_file("data/country_codes/country-codes.csv").read_text(encoding="utf-8")
    assert all(f",{code}," in listed for code in CODES.values())
    assert len(set(CODES.values())) == len(CODES)


def test_what_the_real_table_says_over_time(real_file: Find) -> None:
    """Relations of unknown beginning take nothing from the date of the recognition."""
    imported = palestine.read(real_file(TABLE))
    history = History(imported.dataset)

    def standing(slug: str, day: str) -> frozenset[Standing]:
        return history.standing(f"state:palestine-table.{slug}", TARGET, on=day).possible

    assert standing("SE", "2014-10-29") == {Standing.NONE}
    assert standing("SE", "2014-10-30") == {Standing.RECOGNISED}
    assert standing("KG", "1995-11-15") == {Standing.NONE, Standing.RECOGNISED}
    assert standing("KG", "1995-10-31") == {Standing.NONE}
    assert history.relations("state:palestine-table.SE", TARGET, on="2014-10-29").held is Truth.FALSE
    assert history.relations("state:palestine-table.SE", TARGET, on="2020-01-01").held is Truth.UNKNOWN
    assert history.relations("state:palestine-table.NP", TARGET, on="2020-01-01").held is Truth.FALSE


def test_the_real_table_goes_through_a_file(real_file: Find) -> None:
    """What is made of it is a dataset like any other."""
    dataset = palestine.read(real_file(TABLE)).dataset
    assert recognition.loads(recognition.dumps(dataset, format="json"), format="json") == dataset


# Made-up tables.


def test_a_row_is_a_state_and_its_recognition(write: Write) -> None:
    """Footnotes stand in the locators, and nowhere else; the digest is that of the bytes."""
    path = write(
        'Afghanistan[note 4],16 November 1988[96],Yes[107],"OIC, SAARC; Afghanistan\N{EN DASH}Palestine relations"'
    )
    imported = palestine.read(path)
    afghan = state(imported, "AF")
    assert (afghan.name, [code.value for code in afghan.codes]) == ("Afghanistan", ["AF"])
    assert [(item.system, item.code, item.period) for item in afghan.memberships] == [
        ("oic", None, None),
        ("saarc", None, None),
    ]
    assert afghan.note == (
        "Memberships and further details, as printed: OIC, SAARC; Afghanistan\N{EN DASH}Palestine relations"
    )
    act = recognition_of(imported, "names.AF")
    assert act == RecognitionAct(
        id="recognition:palestine-table.names.AF",
        occurrence="palestine-table.AF",
        actor="state:palestine-table.AF",
        target=TARGET,
        capacity=Capacity.STATE,
        move=RecognitionMove.RECOGNITION,
        date=PartialDate("1988-11-16"),
        citations=act.citations,
    )
    (relations,) = imported.dataset.of(DiplomaticAct)
    assert (relations.move, relations.parties) == (DiplomaticMove.ESTABLISHMENT, (afghan.id, TARGET))
    assert (relations.date, relations.level, relations.after) == (None, None, (act.id,))
    assert [record.citations[0].locator for record in (afghan, act, relations)] == [
        "line 2, name [note 4]",
        "line 2, name [note 4], date [96]",
        "line 2, relations [107]",
    ]
    (source,) = imported.dataset.of(Source)
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (imported.problems, state(imported, "PS").name) == ((), "Palestine")


def test_no_relations_are_no_act(write: Write) -> None:
    """The recognition's note has it, with the footnote."""
    imported = palestine.read(write("Ireland,28 May 2024[190], No[191],EU"))
    assert imported.dataset.of(DiplomaticAct) == ()
    assert recognition_of(imported, "names.IE").note == "The table has no diplomatic relations [191]."


@pytest.mark.parametrize(
    ("cell", "date", "locator"),
    [
        ("16 November 1988[96]", "1988-11-16", "line 2, date [96]"),
        (" 6 May 1989 ", "1989-05-06", "line 2"),
        ("May 1989[158][159]", "1989-05", "line 2, date [158][159]"),
        ("1989", "1989", "line 2"),
        ("29 February 2024[note 12] [9]", "2024-02-29", "line 2, date [note 12][9]"),
    ],
)
def test_dates_are_known_as_far_as_they_are_written(write: Write, cell: str, date: str, locator: str) -> None:
    """A month alone is a month."""
    act = recognition_of(palestine.read(write(f"Cuba,{cell},Yes,")), "names.CU")
    assert (str(act.date), act.citations[0].locator) == (date, locator)


def test_a_star_is_noted_and_told(write: Write) -> None:
    """What it means, the file does not say."""
    imported = palestine.read(write("Belize,9 September 2011*[96],Yes,"))
    act = recognition_of(imported, "names.BZ")
    assert (str(act.date), act.note) == ("2011-09-09", "The table has a star behind the date.")
    assert act.citations[0].locator == "line 2, date [96]"
    assert doubts(imported) == [2]


def test_details_that_are_no_memberships_are_told(write: Write) -> None:
    """The whole is kept as printed; dashes and the pages on relations are nothing to tell."""
    imported = palestine.read(
        write(
            'Kuwait,1 May 1989,Yes,"Arab League, OIC;[101] Kuwait\N{EN DASH}Palestine relations"',
            'Serbia,1 May 1989,Yes,"—, Palestine\N{EN DASH}Serbia relations"',
            'Russia,1 May 1989,Yes,"African Union (AU), AU, UNSC (permanent)"',
            "Mexico,1 May 1989,Yes,Mex",
        )
    )
    assert [item.system for item in state(imported, "KW").memberships] == ["arab-league", "oic"]
    assert state(imported, "KW").note == (
        "Memberships and further details, as printed: Arab League, OIC;[101] Kuwait\N{EN DASH}Palestine relations"
    )
    assert state(imported, "RS").memberships == ()
    assert [item.system for item in state(imported, "RU").memberships] == ["au", "unsc-permanent"]
    assert doubts(imported) == [5]
    assert "Mex" in (state(imported, "MX").note or "")


def test_a_name_that_is_not_known_stays_by_itself(write: Write) -> None:
    """No code is looked for: its state has an id of the name, its act is nobody's second account, and it is told."""
    imported = palestine.read(write("Kosovo,1 May 2025,No,", "Czechia,1 May 1989,Yes,"))
    assert doubts(imported) == [2, 3]
    assert state(imported, "kosovo").codes == ()
    assert recognition_of(imported, "names.czechia").occurrence is None
    assert "state:palestine-table.RS" not in imported.dataset


def test_a_row_without_its_last_cell_is_taken_and_told(write: Write) -> None:
    """Its first three are where they should be; lines are those of the file."""
    path = write("Canada,21 September 2025,Yes", 'Cuba,1 May 1989,No,"a\nb"', "Chad,1 May", "Mali,1 May 1989,Yes,AU,")
    imported = palestine.read(path)
    assert str(recognition_of(imported, "names.CA").date) == "2025-09-21"
    assert told(imported) == [("missing-field", 5, "$")]
    assert doubts(imported) == [2, 3]
    assert recognition_of(imported, "names.ML").citations[0].locator == "line 6"
    (source,) = imported.dataset.of(Source)
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (",1 May 1989,Yes,", ("missing-field", 3, "$.Name")),
        ("[96],1 May 1989,Yes,", ("missing-field", 3, "$.Name")),
        ("日本,1 May 1989,Yes,", ("bad-value", 3, "$.Name")),
        ("Chad\x07,1 May 1989,Yes,", ("bad-text", 3, "$.Name")),
        ("Chad,,Yes,", ("missing-field", 3, "$.Date")),
        ("Chad,1 Mai 1989,Yes,", ("bad-date", 3, "$.Date")),
        ("Chad,31 June 1989,Yes,", ("bad-date", 3, "$.Date")),
        ("Chad,May 0000,Yes,", ("bad-date", 3, "$.Date")),
        ("Chad,1988-11-15,Yes,", ("bad-date", 3, "$.Date")),
        ("Chad,1 May 1989 or 2 May 1989,Yes,", ("bad-date", 3, "$.Date")),
        ("Chad,1 May 1989,,", ("missing-field", 3, "$.Diplomatic relations [note 3]")),
        ("Chad,1 May 1989,Perhaps,", ("bad-value", 3, "$.Diplomatic relations [note 3]")),
        ("Chad,1 May 1989,Yes,a\x07", ("bad-text", 3, "$.Relevant membership, further details")),
        ("Cuba[1],2 May 1989,Yes,", ("duplicate-id", 3, "$")),
        ("Chad,1 May 1989,Yes,AU,more", ("unknown-field", 3, "$")),
    ],
)
def test_a_row_that_cannot_be_understood_is_a_problem(write: Write, row: str, problem: tuple[str, int, str]) -> None:
    """With its line and column; the others are taken."""
    imported = palestine.read(write("Cuba,1 May 1989,Yes,", row, "Mali,1 May 1989,Yes,AU"))
    assert told(imported) == [problem]
    assert (imported.rows, imported.refused) == (3, 1)
    assert {act.actor.rpartition(".")[2] for act in imported.dataset.of(RecognitionAct)} == {"CU", "ML"}


def test_two_tables_are_accounts_of_what_both_have(write: Write) -> None:
    """Days that contradict each other are noted, a month and a day in it do not; the name is that of the first."""
    names = write("Mexico,25 January 2025,Yes,", "Kyrgyzstan,November 1995,Yes,", "Nepal,19 December 1988,No,SAARC")
    codes = write("MX,2025-03-20", "KG,1995-11-02", "FR,2025-09-22", header="iso2,recognized", name="codes.csv")
    imported = palestine.read(names, codes)
    assert dict(imported.taken) == {
        "recognitions in the table of names": 3,
        "recognitions in the table of codes": 3,
    }
    assert [(item.code, item.record) for item in imported.dataset.problems] == [
        ("contradicting-days", "recognition:palestine-table.names.MX")
    ]
    assert {act.id.partition("table.")[2]: act.occurrence for act in imported.dataset.of(RecognitionAct)} == {
        "names.MX": "palestine-table.MX",
        "codes.MX": "palestine-table.MX",
        "names.KG": "palestine-table.KG",
        "codes.KG": "palestine-table.KG",
        "names.NP": "palestine-table.NP",
        "codes.FR": "palestine-table.FR",
    }
    mexico = state(imported, "MX")
    assert mexico.name == "Mexico"
    assert [item.source for item in mexico.citations] == [
        "source:palestine-table-names",
        "source:palestine-table-codes",
    ]
    assert state(imported, "FR").name == "FR"
    assert len(imported.dataset.of(State)) == 5
    assert palestine.read(codes, names).dataset == imported.dataset


def test_the_ids_are_the_same_whichever_table_is_read(write: Write) -> None:
    """So a state can be asked about before the other table is at hand."""
    names = palestine.read(write("Mexico,25 January 2025,No,")).dataset
    codes = palestine.read(write("MX,2025-03-20", header="iso2,recognized", name="codes.csv")).dataset
    assert {record.id for record in names.of(State)} == {record.id for record in codes.of(State)}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("mx,2025-03-20", ("bad-value", 3, "$.iso2")),
        ("MEX,2025-03-20", ("bad-value", 3, "$.iso2")),
        (",2025-03-20", ("missing-field", 3, "$.iso2")),
        ("MX,", ("missing-field", 3, "$.recognized")),
        ("MX,20 March 2025", ("bad-value", 3, "$.recognized")),
        ("MX,2025-02-29", ("bad-date", 3, "$.recognized")),
        ("MX,0000-01", ("bad-date", 3, "$.recognized")),
        ("PS,1988-11-15", ("self-target", 3, "$.iso2")),
        ("NA,1988-11-16", ("duplicate-id", 3, "$")),
        ("MX", ("missing-field", 3, "$")),
    ],
)
def test_a_row_of_codes_that_cannot_be_understood_is_a_problem(
    write: Write, row: str, problem: tuple[str, int, str]
) -> None:
    """With its line and column; Namibia's code is a code, and a month is a month."""
    path = write("NA,1988-11-19", row, "GQ,1989-05", header="iso2,recognized", name="codes.csv")
    imported = palestine.read(path)
    assert told(imported) == [problem]
    assert {act.id.rpartition(".")[2]: str(act.date) for act in imported.dataset.of(RecognitionAct)} == {
        "NA": "1988-11-19",
        "GQ": "1989-05",
    }


def test_files_that_are_neither_table_are_all_told(write: Write, tmp_path: Path) -> None:
    """Each with what is wrong with what it comes closest to; two of one kind are one too many."""
    foreign = tmp_path / "bytes.csv"
    foreign.write_bytes(HEADER.encode() + b"\nTurk\xefye,1 May 1989,Yes,\n")
    near = write("NA", header="iso2,recognised", name="near.csv")
    problems = refusal(write("1,2", header="a,b", name="bare.csv"), foreign, near, write("Cuba,1 May 1989,Yes,"))
    assert {source for _, source, _ in problems} == {"bare.csv", "bytes.csv", "near.csv"}
    assert ("encoding", "bytes.csv", 2) in problems
    assert sorted(code for code, source, _ in problems if source == "near.csv") == ["missing-field", "unknown-field"]
    twice = refusal(write("Cuba,1 May 1989,Yes,"), write("Mali,1 May 1989,Yes,", name="two.csv"))
    assert twice == [("duplicate-id", "two.csv", None)]


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    """Not of the data; no file at all gives nothing."""
    with pytest.raises(FileNotFoundError):
        palestine.read(tmp_path / "none.csv")
    assert (palestine.read().rows, len(palestine.read().dataset)) == (0, 0)


SAMPLE: Final = f"""{HEADER}
Afghanistan[note 4],16 November 1988[96],Yes[107],"OIC, SAARC; Afghanistan\N{EN DASH}Palestine relations"
Canada,21 September 2025,Yes
Belize,9 September 2011*[96], No,"CARICOM, OAS[179]",
""".encode()


def account_of(path: Path) -> Imported | InvalidDataError:
    """Give what becomes of a file: the account, or the error with which it is refused."""
    try:
        return palestine.read(path)
    except InvalidDataError as error:
        return error


@pytest.mark.parametrize("piece", ["*", " ", "[1]", "*[1] ", "[", "]"])
def test_a_cell_of_many_marks_is_read_in_a_time_in_proportion(tmp_path: Path, piece: str) -> None:
    """Marks behind which something else stands are not looked through again from each of them."""
    path = tmp_path / "table.csv"
    cell = piece * (120_000 // len(piece)) + "x"
    path.write_text(f"{HEADER}\nCanada,{cell},Yes,{cell}\n", encoding="utf-8")
    assert account_of(path).problems


@given(st.data())
def test_a_damaged_table_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """No other exception comes out, and every problem of a row tells the file and the line."""
    content = data.draw(st.sampled_from([SAMPLE, b"iso2,recognized\nNA,1988-11-19\nGQ,1989-05\n"]))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 9)))
        pieces = [b",", b'"', b"\n", b"\r", b"[", b"]", b"*", b"\x00", b"\xff", b"\xe2\x80\xa8", b"9"]
        piece = data.draw(st.sampled_from(pieces) | st.binary(max_size=3))
        content = content[:start] + piece + content[end:]
    path = tmp_path_factory.getbasetemp() / "damaged.csv"
    path.write_bytes(content)
    imported = account_of(path)
    if isinstance(imported, InvalidDataError):
        assert all(problem.source == "damaged.csv" for problem in imported)
        return
    assert imported.rows == sum(imported.taken.values()) + imported.refused
    assert all(problem.line for problem in imported.problems)
