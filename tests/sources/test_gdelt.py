"""GDELT exports: statements and never acts, only between states, every row counted.

The rows are made up, in the shape of the exports; the columns are counted by the codebooks of GDELT 1.0 and 2.0.
"""

import gzip
import hashlib
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import pytest

import recognition
from recognition import (
    Capacity,
    Dataset,
    DiplomaticAct,
    DiplomaticMove,
    History,
    InvalidDataError,
    PartialDate,
    Policy,
    RecognitionAct,
    RecognitionMove,
    Source,
    Standing,
    State,
    Statement,
    Truth,
    merge,
)
from recognition.sources import gdelt
from recognition.sources.gdelt_codes import OTHERS, STATES

BEFORE_TIMES: Final = {1: 56, 2: 59}
"""How many columns are before the day on which the event was found, by version."""
URL: Final = "https://news.example/a/recognises"
Write = Callable[..., Path]


def row(
    event: str = "1249001",
    code: str = "054",
    actor: str = "RUS",
    target: str = "AFG",
    *,
    version: int = 1,
    day: str = "20250703",
    url: str | None = URL,
    types: tuple[str, str] = ("GOV", ""),
    groups: tuple[str, str] = ("", ""),
) -> str:
    """Give a made-up row of an export; without an address it is one of the old files."""
    cells = [event, day, day[:6], day[:4], f"{day[:4]}.5014"]
    for country, kind, group in ((actor, types[0], groups[0]), (target, types[1], groups[1])):
        cells += [country + group + kind, "SOMEBODY", country, group, "", "", "", kind, "", ""]
    cells += ["1", code, code[:3], code[:2], "1", "6.0", "10", "2", "9", "1.5"]
    cells += [""] * (BEFORE_TIMES[version] - len(cells))
    cells.append("20250704" + ("101500" if version == 2 else ""))
    return "\t".join([*cells, *([] if url is None else [url])])


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a made-up export."""

    def written(*rows: str, name: str = "20250704.export.CSV") -> Path:
        path = tmp_path / name
        path.write_text("".join(f"{line}\n" for line in rows), encoding="utf-8")
        return path

    return written


def only(imported: gdelt.ImportedCandidates) -> Statement:
    """Give the only statement of what was read."""
    (statement,) = imported.dataset.of(Statement)
    return statement


@pytest.mark.parametrize(("version", "columns"), [(1, 58), (2, 61)])
def test_a_row_becomes_a_statement_of_the_file(write: Write, version: int, columns: int) -> None:
    """What was said, by whom, on which day, about which two states; the day of the event is the candidate's."""
    line = row(version=version)
    assert line.count("\t") + 1 == columns
    path = write(line)
    imported = gdelt.read(path)
    assert (imported.rows, dict(imported.taken), imported.problems) == (1, {gdelt.CANDIDATE: 1}, ())
    statement, (candidate,) = only(imported), imported.candidates
    source = imported.dataset[str(statement.speaker)]
    assert isinstance(source, Source)
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source.title == f"GDELT {version}.0, export of events"
    assert statement.id == f"statement:gdelt-{version}.1249001"
    assert statement.about == ("state:cameo.RUS", "state:cameo.AFG")
    assert statement.date == PartialDate("2025-07-04")
    assert (statement.citations[0].source, statement.citations[0].locator) == (source.id, "line 1")
    assert statement.claim is None
    assert (candidate.statement, candidate.event, candidate.day) == (statement.id, "1249001", date(2025, 7, 3))
    assert (candidate.actor, candidate.target, candidate.code) == ("state:cameo.RUS", "state:cameo.AFG", "054")
    assert (candidate.mentions, candidate.sources, candidate.articles, candidate.goldstein) == (10, 2, 9, 6.0)
    report = imported.dataset[str(candidate.report)]
    assert isinstance(report, Source)
    assert (report.url, report.title) == (URL, "[news report at news.example]")
    assert statement.citations[1].source == report.id
    state = imported.dataset["state:cameo.RUS"]
    assert isinstance(state, State)
    assert [(code.system, code.value) for code in state.codes] == [("cameo", "RUS")]


def test_the_code_keeps_all_that_it_can_be(write: Write) -> None:
    """054 mixes recognition with the opening of relations; the statement says so."""
    imported = gdelt.read(write(row(code="054")))
    (candidate,) = imported.candidates
    assert set(candidate.moves) == {
        RecognitionMove.RECOGNITION,
        RecognitionMove.REAFFIRMATION,
        RecognitionMove.RESUMPTION,
        DiplomaticMove.ESTABLISHMENT,
        DiplomaticMove.MISSION_OPENING,
    }
    assert "recognition, reaffirmation, resumption; or of relations: establishment, mission-opening" in str(
        only(imported).gist
    )


def test_the_codes_are_those_of_the_vocabularies() -> None:
    """Every move that is aligned with CAMEO can be found, and no code is without a move."""
    aligned = {
        (alignment.code, move)
        for move in (*RecognitionMove, *DiplomaticMove)
        for alignment in move.alignments
        if alignment.scheme == "cameo"
    }
    assert {(code, move) for code, moves in gdelt.CANDIDATES.items() for move in moves} == aligned
    assert {"022", "054", "120", "160", "161"} <= set(gdelt.CANDIDATES)


# Never taken for fact.


def answers(dataset: Dataset) -> tuple[object, ...]:
    """Give what is answered on Russia and Afghanistan, and on Norway, of whom only GDELT tells."""
    history = History(dataset)
    asked = [("state:cameo.RUS", "state:cameo.AFG"), ("state:cameo.NOR", "state:cameo.PSE")]
    days = ("2025-07-02", "2025-07-03", "2025-07-04", "2030-01-01")
    return tuple(
        (history.standing(one, other, on=day).possible, history.relations(one, other, on=day).possible)
        for one, other in asked
        for day in days
    )


ROWS: Final = (
    row("1", "054"),
    row("2", "161", "RUS", "AFG"),
    row("3", "054", "NOR", "PSE"),
    row("4", "160", "NOR", "PSE"),
    row("5", "050", "AFG", "RUS"),
)


@pytest.mark.parametrize("policy", ["preferred", "every-account", "earliest-report"])
def test_alone_they_make_no_answer(write: Write, policy: str) -> None:
    """Five candidates, and nobody has recognised anybody, held relations with him or broken them, by any policy."""
    dataset = gdelt.read(write(*ROWS)).dataset
    assert len(dataset.of(Statement)) == 5
    assert not dataset.of(RecognitionAct)
    assert not dataset.of(DiplomaticAct)
    history = History(dataset, policy=Policy.named(policy))
    standing = history.standing("state:cameo.NOR", "state:cameo.PSE", on="2030-01-01")
    assert standing.possible == {Standing.NONE}
    assert history.relations("state:cameo.RUS", "state:cameo.AFG", on="2030-01-01").held is Truth.FALSE
    recognisers = history.recognisers("state:cameo.PSE", on="2030-01-01")
    assert not recognisers.certain
    assert not recognisers.possible


def test_beside_a_better_account_they_change_no_answer(write: Write) -> None:
    """Neither the standings nor the relations that acts by somebody else give."""
    candidates = gdelt.read(write(*ROWS)).dataset
    better = Dataset(
        [
            *candidates.of(State),
            *candidates.of(Source),
            RecognitionAct(
                id="recognition:better",
                actor="state:cameo.RUS",
                target="state:cameo.AFG",
                capacity=Capacity.STATE,
                move=RecognitionMove.REFUSAL,
                date=PartialDate("2025-07-03"),
            ),
            DiplomaticAct(
                id="diplomatic:better",
                move=DiplomaticMove.MISSION_OPENING,
                sender="state:cameo.NOR",
                receiver="state:cameo.PSE",
            ),
        ]
    )
    assert answers(merge(better, candidates)) == answers(better)
    both = History(merge(better, candidates))
    assert both.standing("state:cameo.RUS", "state:cameo.AFG", on="2025-07-03").certain is Standing.REFUSED


# What is counted under another name.


@pytest.mark.parametrize(
    "line",
    [
        row(target="EUR"),
        row(target="GUM"),
        row(target=""),
        row(target="RUS"),
        row(types=("BUS", "")),
        row(types=("", "LEG")),
        row(types=("REB", "")),
        row(groups=("", "TAL")),
    ],
)
def test_what_is_not_between_two_states_is_counted_apart(write: Write, line: str) -> None:
    """Regions, dependencies, nobody, one state alone, businesses, parliaments, rebels, groups."""
    imported = gdelt.read(write(line))
    assert (imported.rows, dict(imported.taken), imported.problems) == (1, {gdelt.OTHER_ACTORS: 1}, ())
    assert not imported.candidates
    assert not imported.dataset.of(State)


def test_other_codes_are_counted(write: Write) -> None:
    """The counts add up; a narrower code is not taken for the wider one."""
    lines = [row(str(number), code) for number, code in enumerate(["054", "193", "0541", "010", "1621"])]
    imported = gdelt.read(write(*lines))
    assert (imported.rows, dict(imported.taken), imported.refused) == (
        5,
        {gdelt.CANDIDATE: 1, gdelt.OTHER_KIND: 4},
        0,
    )


def test_a_code_that_the_list_does_not_have_is_told_once(write: Write) -> None:
    """What it stands for is not guessed, and its events are not taken."""
    imported = gdelt.read(write(row("1"), row("2", target="QQQ"), row("3", actor="QQQ")))
    assert dict(imported.taken) == {gdelt.CANDIDATE: 1, gdelt.OTHER_ACTORS: 2}
    (problem,) = imported.problems
    assert (problem.code, problem.line) == ("doubtful-row", 2)
    assert "QQQ" in problem.message


def test_no_code_is_both_a_state_and_none() -> None:
    """And each is three capital letters, with a name if it is a state."""
    assert not OTHERS & set(STATES)
    assert all(len(code) == 3 and code.isupper() for code in OTHERS | set(STATES))
    assert all(name.strip() == name and name for name in STATES.values())
    assert {"RUS", "AFG", "PSE", "TWN", "ROM", "TMP"} <= set(STATES)
    assert {"AFR", "EUR", "WSB", "GUM"} <= OTHERS


def test_two_events_of_one_day_are_not_made_one(write: Write) -> None:
    """GDELT has two numbers for them; no two statements share an occurrence."""
    imported = gdelt.read(write(row("1"), row("2")))
    assert len(imported.candidates) == 2
    assert {statement.occurrence for statement in imported.dataset.of(Statement)} == {None}


# What is refused.


def refused(imported: gdelt.ImportedCandidates) -> list[tuple[str, int | None, str]]:
    """Give the problems: code, line, path."""
    assert imported.refused == len({problem.line for problem in imported.problems})
    return [(problem.code, problem.line, problem.path) for problem in imported.problems]


def test_an_event_that_stands_twice_is_refused_the_second_time(write: Write) -> None:
    """Over all files of a version; the versions number their events each for itself."""
    first = write(row("1"), row("1"), name="a.export.CSV")
    second = write(row("1", url=None), name="b.export.CSV")
    third = write(row("1", version=2), name="c.export.CSV")
    imported = gdelt.read(first, second, third)
    assert [(problem.code, problem.source, problem.line) for problem in imported.problems] == [
        ("duplicate-id", "a.export.CSV", 2),
        ("duplicate-id", "b.export.CSV", 1),
    ]
    assert "a.export.CSV, line 1" in imported.problems[0].message
    assert [candidate.statement for candidate in imported.candidates] == ["statement:gdelt-1.1", "statement:gdelt-2.1"]


def test_cells_that_are_wrong_are_told_with_their_column(write: Write) -> None:
    """All of a row at once."""
    wrong = row("x", day="20250231").split("\t")
    wrong[32] = "many"
    lines = [
        row("1"),
        "\t".join(wrong),
        row("2", code="5x"),
        row("3", actor="Rus"),
        row("4") + "\tmore",
        row("5").rpartition("\t")[0],
    ]
    assert refused(gdelt.read(write(*lines))) == [
        ("wrong-type", 2, "$.GLOBALEVENTID"),
        ("bad-date", 2, "$.SQLDATE"),
        ("wrong-type", 2, "$.NumSources"),
        ("bad-value", 3, "$.EventCode"),
        ("bad-value", 4, "$.Actor1CountryCode"),
        ("unknown-field", 5, "$"),
        ("missing-field", 6, "$"),
    ]


def test_an_address_that_is_none_is_kept_in_the_note(write: Write) -> None:
    """Such as the name of an agency; and the old files have none at all."""
    imported = gdelt.read(write(row("1", url="BBC Monitoring"), row("2", url="")))
    with_agency, without = imported.dataset.of(Statement)
    assert "Found in: 'BBC Monitoring'." in str(with_agency.note)
    assert "Found in" not in str(without.note)
    assert all(candidate.report is None for candidate in imported.candidates)
    old = gdelt.read(write(row(url=None)))
    assert old.candidates[0].report is None


@pytest.mark.parametrize("content", [b"", b"\n\n", b"a\tb\n", b"GLOBALEVENTID,SQLDATE\n", b"\x00" * (1 << 21)])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """With its name and a line."""
    path = tmp_path / "other.CSV"
    path.write_bytes(content)
    with pytest.raises(InvalidDataError) as error:
        gdelt.read(path)
    (problem,) = error.value
    assert (problem.code, problem.source, problem.line) == ("syntax", "other.CSV", 1)


def test_a_file_given_twice_is_refused(write: Write) -> None:
    """Whatever its name."""
    with pytest.raises(InvalidDataError) as error:
        gdelt.read(write(row()), write(row(), name="again.CSV"))
    assert [(problem.code, problem.source) for problem in error.value] == [("duplicate-id", "again.CSV")]


# How it lies on disk.


def test_compressed_exports_are_read(write: Write, tmp_path: Path) -> None:
    """As GDELT gives them out, in a zip archive, or as gzip; the digest is that of the file as it lies there."""
    plain = write(row())
    packed, zipped = tmp_path / "x.CSV.gz", tmp_path / "x.CSV.zip"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(plain, "20250704.export.CSV")
    expected = [candidate.event for candidate in gdelt.read(plain).candidates]
    for path in (packed, zipped):
        imported = gdelt.read(path)
        assert [candidate.event for candidate in imported.candidates] == expected
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert digest in {source.sha256 for source in imported.dataset.of(Source)}


@pytest.mark.parametrize("names", [[], ["a.CSV", "b.CSV"]])
def test_an_archive_of_several_files_or_none_is_refused(tmp_path: Path, names: list[str]) -> None:
    """Which one is meant is not guessed."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, row())
    with pytest.raises(InvalidDataError, match=f"holds {len(names)} files"):
        gdelt.read(path)


def test_what_is_damaged_is_refused(tmp_path: Path) -> None:
    """An archive that is none, and gzip cut short."""
    for name, content in (("x.zip", b"PK no"), ("x.gz", gzip.compress(row().encode())[:-9])):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(InvalidDataError) as error:
            gdelt.read(path)
        assert {problem.source for problem in error.value} == {name}


def test_progress_is_told_in_bytes_of_all_files(write: Write) -> None:
    """It rises, and ends with their size together."""
    paths = [write(row("1"), name="a.CSV"), write(row("2"), name="b.CSV")]
    told = list[int]()
    gdelt.read(*paths, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == sum(path.stat().st_size for path in paths)


def test_what_is_made_of_it_goes_through_a_file(write: Write, tmp_path: Path) -> None:
    """It is a dataset like any other."""
    dataset = gdelt.read(write(*ROWS)).dataset
    recognition.dump(dataset, tmp_path / "out.jsonl")
    assert recognition.load(tmp_path / "out.jsonl") == dataset
