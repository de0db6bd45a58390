"""Sanctions programmes of OpenSanctions: an umbrella each, and a part for each measure that has a counterpart.

The samples are made up, in the shape of the documents.
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
    Code,
    Domain,
    History,
    InvalidDataError,
    Measure,
    Organization,
    OrganizationType,
    Restriction,
    Severity,
    Source,
)
from recognition.sources.imported import Imported

pytest.importorskip("yaml")

from recognition.sources import opensanctions_programs

FOLDER: Final = "data/opensanctions_programs"
KEYS: Final = ("AU-AFGHANISTAN", "EU-AFG", "GB-AFG", "SECO-AFGH", "SECO-TALIBAN", "UN-SC1988")
GOOD: Final = """id: 7
title: Measures on Mu
key: AT-MU
url: https://authority.example/mu
summary: A sentence of theirs
  over two lines.
issuer: gb_fcdo
dataset: at_list
aliases:
  - Resolution 7
  - Regulation 8
target_territories:
  - mu
  - no
measures:
  - Asset freeze
  - Arms restrictions
"""
NOTE: Final = """key: AT-MU
number: 7
data set: at_list
page of the authority: https://authority.example/mu
other names: Resolution 7; Regulation 8
territories at which it is directed: mu; no
measures: Asset freeze; Arms restrictions"""
Find = Callable[[str], Path]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a document."""

    def written(text: str, name: str = "AT-MU.yml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def read(*paths: Path) -> Imported:
    """Give what becomes of documents."""
    return opensanctions_programs.read(*paths)


def restriction(imported: Imported, slug: str) -> Restriction:
    """Give a restriction of what was read."""
    record = imported.dataset[f"restriction:opensanctions.{slug}"]
    assert isinstance(record, Restriction)
    return record


def told(imported: Imported) -> list[tuple[str, int | None, str]]:
    """Give the errors: code, line, path."""
    return [
        (problem.code, problem.line, problem.path)
        for problem in imported.problems
        if problem.severity is Severity.ERROR
    ]


def doubts(imported: Imported) -> list[tuple[int | None, str]]:
    """Give the doubts: line, path."""
    return [(item.line, item.path) for item in imported.problems if item.severity is not Severity.ERROR]


# The real documents. The figures are counted with grep.


def test_the_real_programmes_are_read_whole(real_file: Find) -> None:
    """Six documents of five authorities, each with three measures, all of which have counterparts; nothing doubtful."""
    imported = read(*(real_file(f"{FOLDER}/{key}.yml") for key in KEYS))
    assert (imported.rows, dict(imported.taken), imported.problems) == (6, {"programmes": 6}, ())
    found = imported.dataset.of(Restriction)
    assert len(found) == 6 + 6 * 3
    assert sum(item.part_of is None for item in found) == 6
    assert Counter((item.domain, item.measure) for item in found) == {
        (Domain.GENERAL, Measure.LISTING): 6,
        (Domain.ASSET_FREEZE, Measure.BAN): 6,
        (Domain.TRAVEL_BAN, Measure.BAN): 6,
        (Domain.ARMS_EMBARGO, Measure.BAN): 3,  # AU-AFGHANISTAN, SECO-TALIBAN, UN-SC1988
        (Domain.ARMS_EMBARGO, Measure.LIMIT): 3,  # EU-AFG, GB-AFG, SECO-AFGH
    }
    assert len(imported.dataset.of(Organization)) == 5
    assert all(item.category is not OrganizationType.OTHER for item in imported.dataset.of(Organization))
    assert {item.groups for item in found} == {("those to whom the programme applies",)}
    assert {item.targets for item in found} == {()}
    assert {item.period for item in found} == {None}


def test_no_summary_is_copied_from_the_real_programmes(real_file: Find) -> None:
    """No run of five words of a summary stands in the records; its line is cited."""
    for key in KEYS:
        path = real_file(f"{FOLDER}/{key}.yml")
        text = path.read_text(encoding="utf-8")
        words = text.partition("summary:")[2].partition("issuer:")[0].split()
        assert len(words) > 10
        imported = read(path)
        written = recognition.dumps(imported.dataset, format="json").decode()
        assert not [run for run in zip(*(words[n:] for n in range(5)), strict=False) if " ".join(run) in written]
        lines = text.splitlines()
        located = restriction(imported, key).citations[1].locator
        assert located == f"line {next(n for n, line in enumerate(lines, 1) if line.startswith('summary'))} (summary)"


def test_the_real_programmes_go_through_a_file_and_a_history(real_file: Find) -> None:
    """What is made of them is a dataset like any other; nobody in particular is under a restriction by it."""
    dataset = read(*(real_file(f"{FOLDER}/{key}.yml") for key in KEYS)).dataset
    assert recognition.loads(recognition.dumps(dataset, format="json"), format="json") == dataset
    assert History(dataset).restrictions("organization:opensanctions.zz_unsc", on="2020-01-01") is not None


# Made-up documents.


def test_a_programme_is_an_umbrella_with_its_measures(write: Write) -> None:
    """Whatever has no field of its own is in the note, but for the summary, which is theirs."""
    imported = read(write(GOOD))
    whole = restriction(imported, "AT-MU")
    assert whole == Restriction(
        id="restriction:opensanctions.AT-MU",
        imposer="organization:opensanctions.gb_fcdo",
        groups=("those to whom the programme applies",),
        domain=Domain.GENERAL,
        measure=Measure.LISTING,
        regime="Measures on Mu",
        note=NOTE,
        citations=whole.citations,
    )
    assert [item.locator for item in whole.citations] == ["line 2 (title)", "line 5 (summary)"]
    freeze, arms = restriction(imported, "AT-MU.asset-freeze"), restriction(imported, "AT-MU.arms-restrictions")
    assert (freeze.domain, freeze.measure, freeze.extent) == (Domain.ASSET_FREEZE, Measure.BAN, None)
    assert (arms.domain, arms.measure, arms.extent) == (Domain.ARMS_EMBARGO, Measure.LIMIT, "arms restrictions")
    assert {part.part_of for part in (freeze, arms)} == {whole.id}
    assert {part.note for part in (freeze, arms)} == {None}
    assert [part.citations[0].locator for part in (freeze, arms)] == ["line 16 (measures)", "line 17 (measures)"]


def test_the_source_is_that_document_and_the_authority_is_known_by_its_key(write: Write) -> None:
    """The digest is that of the bytes; two programmes of one authority have one imposer, which cites both."""
    path = write(GOOD)
    other = write(GOOD.replace("AT-MU", "AT-LEM"), name="AT-LEM.yml")
    imported = read(path, other)
    sources = {source.id: source.sha256 for source in imported.dataset.of(Source)}
    assert sources["source:opensanctions-program.AT-MU"] == hashlib.sha256(path.read_bytes()).hexdigest()
    (authority,) = imported.dataset.of(Organization)
    assert authority.codes == (Code(system="opensanctions", value="gb_fcdo"),)
    assert authority.category is OrganizationType.MINISTRY
    assert [item.source.rpartition(".")[2] for item in authority.citations] == ["AT-MU", "AT-LEM"]


@pytest.mark.parametrize(
    ("word", "domain", "measure"),
    [
        ("Arms embargo", Domain.ARMS_EMBARGO, Measure.BAN),
        ("Arms restrictions", Domain.ARMS_EMBARGO, Measure.LIMIT),
        ("Asset freeze", Domain.ASSET_FREEZE, Measure.BAN),
        ("Export control", Domain.TRADE, Measure.LIMIT),
        ("Financial restrictions", Domain.FINANCE, Measure.LIMIT),
        ("Import restrictions", Domain.TRADE, Measure.LIMIT),
        ("Travel ban", Domain.TRAVEL_BAN, Measure.BAN),
    ],
)
def test_words_with_a_counterpart(write: Write, word: str, domain: Domain, measure: Measure) -> None:
    """A limit has its word for an extent."""
    imported = read(write(GOOD.replace("  - Arms restrictions\n", "").replace("Asset freeze", word)))
    part = restriction(imported, f"AT-MU.{word.lower().replace(' ', '-')}")
    assert (part.domain, part.measure) == (domain, measure)
    assert part.extent == (word.lower() if measure is Measure.LIMIT else None)
    assert imported.problems == ()


@pytest.mark.parametrize(
    "word",
    [
        "Aid suspension",
        "Debarment",
        "Investment ban",
        "Prohibition to satisfy claims",
        "Sectoral sanctions",
        "Services ban",
        "Transportation restrictions",
        "asset freeze",
        "Some new word",
    ],
)
def test_words_without_a_counterpart_are_told_and_kept(write: Write, word: str) -> None:
    """They are in the note of the umbrella; the other measures are taken."""
    imported = read(write(GOOD.replace("Asset freeze", word, 1)))
    assert doubts(imported) == [(16, "$.measures[0]")]
    assert [item.id.rpartition(".")[2] for item in imported.dataset.of(Restriction)] == ["AT-MU", "arms-restrictions"]
    assert f"measures: {word}; Arms restrictions" in (restriction(imported, "AT-MU").note or "")


def test_a_programme_without_more_than_its_name(write: Write) -> None:
    """It is an umbrella without parts, and its authority is what the key says, which is told."""
    imported = read(write("title: On Mu\nkey: AT-MU\nissuer: xx_mu\naliases:\nmeasures: []\n"))
    (whole,) = imported.dataset.of(Restriction)
    assert (whole.regime, whole.note) == ("On Mu", "key: AT-MU")
    (authority,) = imported.dataset.of(Organization)
    assert (authority.name, authority.category) == ("xx_mu", OrganizationType.OTHER)
    assert doubts(imported) == [(3, "$.issuer")]


def test_what_is_doubtful_is_told(write: Write) -> None:
    """A key that is not known, a measure that stands twice, and that the programme is over."""
    imported = read(write(f"{GOOD}  - Asset freeze\nstatus: ended\nstart: 2001\n"))
    assert doubts(imported) == [(18, "$.measures[2]"), (19, "$.status"), (20, "$.start")]
    assert "status: ended" in (restriction(imported, "AT-MU").note or "")
    assert len(imported.dataset.of(Restriction)) == 3
    assert read(write(f"{GOOD}status: active\n")).problems == ()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("key: AT-MU", "key: at mu", ("bad-value", 3, "$.key")),
        ("key: AT-MU", "key: AT-MU-", ("bad-value", 3, "$.key")),
        ("key: AT-MU", "key:", ("missing-field", 3, "$.key")),
        ("title: Measures on Mu", "title: [a]", ("wrong-type", 2, "$.title")),
        ("title: Measures on Mu", 'title: " "', ("bad-text", 2, "$.title")),
        ("title: Measures on Mu", 'title: "a\\u0007"', ("bad-text", 2, "$.title")),
        ("issuer: gb_fcdo\n", "", ("missing-field", 1, "$.issuer")),
        ("issuer: gb_fcdo", "issuer: FCDO", ("bad-value", 7, "$.issuer")),
        ("issuer: gb_fcdo", "issuer: gb_fcdo\nissuer: ch_seco", ("duplicate-key", 8, "$.issuer")),
        ("  - Asset freeze\n  - Arms restrictions", "  all", ("wrong-type", 16, "$.measures")),
        ("  - Asset freeze", "  -", ("missing-field", 16, "$.measures[0]")),
        ("  - Asset freeze", "  - {a: b}", ("wrong-type", 16, "$.measures[0]")),
        ("  - Resolution 7", "  - [7]", ("wrong-type", 10, "$.aliases[0]")),
    ],
)
def test_a_document_that_cannot_be_understood_is_a_problem(
    write: Write, old: str, new: str, problem: tuple[str, int, str]
) -> None:
    """With its line and path; the other documents are taken."""
    assert old in GOOD
    other = write(GOOD.replace("AT-MU", "AT-LEM"), name="AT-LEM.yml")
    imported = read(write(GOOD.replace(old, new)), other)
    code, line, path = told(imported)[0]
    assert (code, path) == (problem[0], problem[2])
    assert line in {problem[1], problem[1] - 1}  # the line of the value, or of what holds it
    assert (imported.rows, imported.refused, dict(imported.taken)) == (2, 1, {"programmes": 1})
    assert "restriction:opensanctions.AT-LEM" in imported.dataset


def test_one_key_twice_is_refused(write: Write) -> None:
    """Whichever file says it; the first is taken."""
    imported = read(write(GOOD), write(GOOD.replace("Measures on", "Other measures on"), name="again.yml"))
    assert told(imported) == [("duplicate-id", 3, "$.key")]
    assert imported.problems[0].source == "again.yml"
    assert restriction(imported, "AT-MU").regime == "Measures on Mu"


def test_files_that_are_no_programmes_are_all_told(write: Write, tmp_path: Path) -> None:
    """Of what is not YAML, not UTF-8, not an object, or an object of something else."""
    foreign = tmp_path / "bytes.yml"
    foreign.write_bytes(b"title: \xe4\n")
    paths = [
        write("a: [", name="cut.yml"),
        write("- a\n- b\n", name="list.yml"),
        write("", name="empty.yml"),
        write("name: gb_fcdo\n", name="issuer.yml"),
        foreign,
        write("\ufeff" + GOOD, name="bom.yml"),
        write("a: !tag b\n", name="tag.yml"),
    ]
    with pytest.raises(InvalidDataError) as refused:
        read(write(GOOD), *paths)
    codes = {problem.source: problem.code for problem in refused.value}
    assert codes == {
        "cut.yml": "syntax",
        "list.yml": "wrong-type",
        "empty.yml": "wrong-type",
        "issuer.yml": "missing-field",
        "bytes.yml": "encoding",
        "bom.yml": "encoding",
        "tag.yml": "syntax",
    }
    assert all(problem.line for problem in refused.value)


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    """Not of the data."""
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none.yml")


def account_of(path: Path) -> Imported | InvalidDataError:
    """Give what becomes of a file: the account, or the error with which it is refused."""
    try:
        return read(path)
    except InvalidDataError as error:
        return error


@given(st.data())
def test_a_damaged_document_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """No other exception comes out, and every problem tells the file and the line."""
    content = GOOD.encode()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 9)))
        pieces = [b":", b'"', b"\n", b"\n- ", b"{", b"&a ", b"*a", b"? ", b"\x00", b"\xff", b"  "]
        piece = data.draw(st.sampled_from(pieces) | st.binary(max_size=3))
        content = content[:start] + piece + content[end:]
    path = tmp_path_factory.getbasetemp() / "damaged.yml"
    path.write_bytes(content)
    imported = account_of(path)
    if isinstance(imported, InvalidDataError):
        assert all(problem.source == "damaged.yml" for problem in imported)
        return
    assert imported.rows == sum(imported.taken.values()) + imported.refused
    assert all(problem.line for problem in imported.problems)
