"""The tools of the guide: what they build is what is shipped, and what the pages say is what they find."""

import csv
import importlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from recognition import Finding, Source, check_citations, reference

ROOT: Final = Path(__file__).resolve().parents[2]
TOOLS: Final = ROOT / "tools" / "us_recognition"
Find = Callable[[str], Path]


@pytest.fixture(scope="module")
def tool() -> Iterator[Callable[[str], ModuleType]]:
    """Give a tool by its name; the tools name each other as scripts in one folder do."""
    sys.path.insert(0, str(TOOLS))
    yield importlib.import_module
    sys.path.remove(str(TOOLS))


def rows(name: str) -> list[dict[str, str]]:
    """Give the lines of a table of the tools."""
    with (TOOLS / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def coded(tool: Callable[[str], ModuleType], folder: Path, name: str, *lines: str) -> Any:
    """Give a coding of these lines of TOML."""
    path = folder / f"{name}.toml"
    text = "\n".join([f'article = "{name}"', 'state = "state:FRA"', *lines])
    path.write_text(text, encoding="utf-8")
    return tool("coding").read_coding(path)


# ---------------------------------------------------------------------------------------------------------------------
# against the articles
# ---------------------------------------------------------------------------------------------------------------------


def test_every_passage_stands_in_the_articles(tool: Callable[[str], ModuleType], real_file: Find) -> None:
    """Every citation of the data is found at its offsets, in texts that are those that the sources record."""
    read = tool("passages").read_article
    texts = {
        f"source:rdcr.{path.stem}": read(path).text for path in sorted(real_file("data/us_rdcr/articles").glob("*.xml"))
    }
    result = check_citations(reference.us_recognition(), texts)
    assert len(result.sources) == 228
    assert set(result.sources.values()) == {True}
    assert result.count(Finding.FOUND) == len(result.passages) > 2_500
    assert result.ok


def test_a_rebuild_gives_the_bytes_that_are_shipped(real_file: Find, tmp_path: Path) -> None:
    """The codings and the articles are all that the data is made of."""
    articles, out = real_file("data/us_rdcr/articles"), tmp_path / "us-recognition.jsonl"
    command = [sys.executable, str(TOOLS / "build.py"), "--articles", str(articles), "--out", str(out)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own script
    assert (result.returncode, result.stderr) == (0, "")
    shipped = ROOT / "src" / "recognition" / "reference" / "us-recognition.jsonl"
    assert out.read_bytes() == shipped.read_bytes()


def test_every_article_has_a_coding_with_records_or_a_reason(
    tool: Callable[[str], ModuleType], real_file: Find
) -> None:
    """And no coding is of an article that there is not."""
    articles = {path.stem for path in real_file("data/us_rdcr/articles").glob("*.xml")}
    codings = [tool("coding").read_coding(path) for path in (TOOLS / "codings").glob("*.toml")]
    assert {coding.article for coding in codings} == articles
    assert all(bool(coding.tables) != bool(coding.nothing) for coding in codings)


def test_each_contradiction_that_is_found_has_its_account_or_a_reason(
    tool: Callable[[str], ModuleType], real_file: Find
) -> None:
    """What the tool finds in the articles is what its table tells, place by place."""
    module, read = tool("contradictions"), tool("passages").read_article
    found = {
        (one.article, one.kind, str(one.line))
        for path in real_file("data/us_rdcr/articles").glob("*.xml")
        for one in module.contradictions(read(path))
    }
    assert found == {(row["article"], row["kind"], row["line"]) for row in rows("contradictions.csv")}


def test_no_note_repeats_a_sentence_of_the_guide(tool: Callable[[str], ModuleType], real_file: Find) -> None:
    """No ten words that follow each other in a note do so in the article."""
    read = tool("passages").read_article
    for path in sorted((TOOLS / "codings").glob("*.toml")):
        text = read(real_file(f"data/us_rdcr/articles/{path.stem}.xml")).text.lower()
        coding = tool("coding").read_coding(path)
        notes = [coding.note or "", *(str(table.get("note", "")) for _, table in coding.tables)]
        for note in notes:
            words = note.lower().split()
            runs = (" ".join(words[at : at + 10]) for at in range(len(words) - 9))
            assert not [run for run in runs if run in text], path.stem


def test_the_page_on_missions_is_the_comparison(tool: Callable[[str], ModuleType], real_file: Find) -> None:
    """Each difference has a reason, each reason a difference, and the page tells them all."""
    module = tool("cross_check")
    found = list(module.rows(real_file("data/us_missions/2024-01-16_transitions.csv")))
    assert "\n".join(module.page(found)) + "\n" == module.TARGET.read_text(encoding="utf-8")


# ---------------------------------------------------------------------------------------------------------------------
# the pages, and what they are made of
# ---------------------------------------------------------------------------------------------------------------------


def test_the_tables_of_the_page_are_those_of_the_data(tool: Callable[[str], ModuleType]) -> None:
    """Totals, decades, contradictions and agreement stand there as they are counted now."""
    module = tool("tables")
    page = module.PAGE.read_text(encoding="utf-8")
    assert module.filled(page) == page


def test_a_page_that_lacks_a_table_is_refused(tool: Callable[[str], ModuleType]) -> None:
    """A table is never left out in silence."""
    module = tool("tables")
    page = module.PAGE.read_text(encoding="utf-8")
    with pytest.raises(LookupError, match="places for"):
        module.filled(page.replace("<!-- decades -->", ""))


def test_each_account_of_a_contradiction_is_in_the_data() -> None:
    """Both it and the account of the sentence; a place without one says why."""
    data = reference.us_recognition()
    for row in rows("contradictions.csv"):
        assert bool(row["account"]) != bool(row["why"]), row
        if row["account"]:
            base, _, where = row["account"].rpartition(".")
            assert where == row["kind"]
            assert data[row["account"]].occurrence == data[base].occurrence is not None


def test_forty_articles_were_coded_twice(tool: Callable[[str], ModuleType]) -> None:
    """The two codings are of the same articles, and read as the codings of today do."""
    module = tool("agreement")
    first, second = module.codings(module.FIRST), module.codings(module.SECOND)
    assert len(second) == 40
    assert [coding.article for coding in first] == [coding.article for coding in second]
    assert [coding.state for coding in first] == [coding.state for coding in second]


def test_each_disagreement_was_settled_with_a_reason(tool: Callable[[str], ModuleType]) -> None:
    """The table has every disagreement of the two codings, in order, and no other."""
    module = tool("agreement")
    second = module.codings(module.SECOND)
    compared = module.compared(module.codings(module.FIRST), second)
    settled = rows("settled.csv")
    assert [row["disagreement"] for row in settled] == [line for one in compared for line in one.disagreements()]
    assert {row["taken"] for row in settled} == {"first", "second", "neither"}
    assert all(row["why"] for row in settled)


# ---------------------------------------------------------------------------------------------------------------------
# the tools by themselves
# ---------------------------------------------------------------------------------------------------------------------


def test_acts_are_paired_by_sides_move_passage_and_date(tool: Callable[[str], ModuleType], tmp_path: Path) -> None:
    """Of two acts that can be a pair the nearer is taken; a change of move is a pair if the passage is one."""
    module = tool("agreement")
    act = '[[diplomatic]]\nid = "{}"\nmove = "{}"\ndate = "{}"\nat = ["{}"]'
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    first = coded(
        tool,
        one,
        "a",
        act.format("opened", "mission-opening", "1950-01-01", "3.1"),
        act.format("closed", "mission-closing", "1960-06-01", "5"),
        act.format("severed", "severance", "1960", "6.2"),
    )
    second = coded(
        tool,
        other,
        "a",
        act.format("far", "mission-opening", "1950-03-01", "4.1"),
        act.format("near", "mission-opening", "1950-01-02", "3.1-2"),
        act.format("suspended", "suspension", "1960-06-01", "6"),
    )
    (_, agreement, _) = module.compared([first], [second])
    assert [(a.id, b.id) for a, b in agreement.pairs] == [("opened", "near"), ("severed", "suspended")]
    assert [act.id for act in agreement.only_first] == ["closed"]
    assert [act.id for act in agreement.only_second] == ["far"]
    assert agreement.presence == pytest.approx(100 * 4 / 6)
    fields = dict(agreement.fields())
    assert (fields["move"].same, fields["move"].of) == (1, 2)
    assert (fields["date"].same, fields["date compatible"].same) == (0, 1)


def test_kappa_is_agreement_beyond_chance(tool: Callable[[str], ModuleType]) -> None:
    """Cohen's example: 20 and 15 of 50 alike, 5 and 10 not, is 0.4; one word alone has no kappa."""
    count = tool("agreement")._count
    told = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert count(told, rated=True).kappa == pytest.approx(0.4)
    assert count([("yes", "yes")] * 3, rated=True).kappa is None
    assert count(told, rated=False).kappa is None


@pytest.mark.parametrize(
    ("words", "means", "expected"),
    [
        ("July 26, 1921", "1921-07-21", True),
        ("August 12, 1898", "1898-09-12", True),
        ("1993", "1933", True),
        ("1990-91", "1909/1991", True),
        ("1990-91", "1990/1991", False),
        ("July 26, 1921", "1921-07-26", False),
        ("July 26, 1921", "1921", False),
        ("1863-current", "1863/2009", False),
        ("Sept. 3, 1783", "1783-09-03", False),
    ],
)
def test_markup_contradicts_words_by_year_month_or_day(
    tool: Callable[[str], ModuleType], words: str, means: str, *, expected: bool
) -> None:
    """Being less exact than the words is no contradiction."""
    line = tool("passages").Line(0, words, False, "", ((words, means),), ())
    assert (tool("contradictions")._against_markup(words, means, line, [line]) is not None) == expected


def test_an_article_is_searched_for_contradictions(tool: Callable[[str], ModuleType]) -> None:
    """A heading's year against its paragraph's, a summary's against the section's, a day of markup against all."""
    passages = tool("passages")

    def line(text: str, section: str, *, heading: bool = False, dates: tuple[tuple[str, str], ...] = ()) -> Any:
        return passages.Line(0, text, heading, section, dates, ())

    lines = (
        line("Summary", "Summary", heading=True),
        line("It was recognized in 1920.", "Summary"),
        line("Recognition", "Recognition", heading=True),
        line("Recognition, 1922.", "Recognition", heading=True, dates=(("1922", "1922-05-02"),)),
        line("It was recognized on May 1, 1922.", "Recognition"),
        line("Relations", "Relations", heading=True),
        line("A Legation, 1930.", "Relations", heading=True),
        line("It was opened on June 1, 1931.", "Relations"),
        line("War, 1939-45.", "Relations", heading=True),
        line("In 1941 it was closed.", "Relations"),
    )
    found = tool("contradictions").contradictions(passages.Article("x", "X", "2020", "", lines))
    # The offsets of these lines are all 0, and so is that of the summary's sentence.
    assert [(one.kind, one.line) for one in found if one.kind != "summary"] == [("markup", 4), ("heading", 7)]


def test_sentences_end_where_a_reader_would_end_them(tool: Callable[[str], ModuleType]) -> None:
    """Not behind initials and abbreviations; quotes that close belong to the sentence."""
    text = "J. R. Smith met Mr. Lee in the U.S. on May 1. He said “no.” Did he? (Perhaps.) 1820 came."
    spans = tool("passages").sentences(text)
    assert [text[start:end] for start, end in spans] == [
        "J. R. Smith met Mr. Lee in the U.S. on May 1.",
        "He said “no.”",
        "Did he?",
        "(Perhaps.)",
        "1820 came.",
    ]


def test_a_coding_with_faults_is_refused_with_all_of_them(tool: Callable[[str], ModuleType], tmp_path: Path) -> None:
    """Unknown keys, ids that stand twice and passages that are missing are told at once."""
    act = '[[event]]\nid = "x"\nchange = "independence"\nplace = "here"'
    with pytest.raises(tool("coding").CodingError) as refused:
        coded(tool, tmp_path, "a", act, act)
    told = str(refused.value).splitlines()
    assert len([line for line in told if "unknown key place" in line]) == 2
    assert len([line for line in told if "no at" in line]) == 2
    assert [line for line in told if re.search("stands twice", line)]


def test_each_source_says_which_file_it_was_read_from() -> None:
    """The SHA-256 of the XML, the address of the article, and the length of its text."""
    sources = [one for one in reference.us_recognition().of(Source) if one.id.startswith("source:rdcr.")]
    for source in sources:
        assert re.search(r"SHA-256 [0-9a-f]{64}\.", source.note or ""), source.id
        assert source.url == f"https://history.state.gov/countries/{source.id.removeprefix('source:rdcr.')}"
        assert source.length
