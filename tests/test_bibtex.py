"""BibTeX: what is given of a library and of sources, with nothing that TeX or BibTeX would misread."""

import re

from hypothesis import given

import recognition
from recognition import Citation, Dataset, PartialDate, Source, State, cite, strategies
from recognition.bibtex import escaped


def citing(*sources: Source) -> Dataset:
    """Give a dataset with sources that one record cites."""
    citations = tuple(Citation(source=source.id) for source in sources)
    return Dataset([*sources, State(id="state:A", name="A", citations=citations)])


def fields(source: Source) -> dict[str, str]:
    """Give the fields of the entry of a source, without the braces or with the macro as it stands."""
    (text,) = cite(citing(source)).split("\n\n")[1:]
    return dict(re.findall(r"^  (\w+) = \{?(.*?)\}?,$", text, flags=re.MULTILINE))


def page(published: str | None = None, title: str = "A page") -> Source:
    """Give a source."""
    return Source(id="source:page", title=title, published=None if published is None else PartialDate(published))


def test_the_library_has_an_entry_of_its_own_with_its_version() -> None:
    """Without a dataset there is one entry, which names the version and no year, since none is certain."""
    assert cite() == (
        f"@misc{{recognition-{recognition.__version__},\n"
        "  author = {{The recognition authors}},\n"
        "  title = {{recognition}: structured data about diplomatic recognition},\n"
        "  howpublished = {Python package},\n"
        f"  note = {{version {recognition.__version__}}},\n"
        "}\n"
    )


def test_a_source_is_given_in_full() -> None:
    """Every fact of the source that BibTeX has a field for is there, in a fixed order."""
    source = Source(
        id="source:gazette.2025",
        title="Ruritania & Graustark",
        publisher="The 100% Gazette",
        published=PartialDate("2025-07-03"),
        retrieved=PartialDate("2025-07-04"),
        url="https://example.org/a_b?c=%20&d#e",
        language="en",
    )
    assert cite(citing(source)).split("\n\n")[1] == (
        "@misc{source:gazette.2025,\n"
        "  title = {{Ruritania \\& Graustark}},\n"
        "  howpublished = {The 100\\% Gazette},\n"
        "  year = {2025},\n"
        "  month = jul,\n"
        "  url = {https://example.org/a_b?c=%20&d#e},\n"
        "  urldate = {2025-07-04},\n"
        "  language = {en},\n"
        "  note = {published 2025-07-03},\n"
        "}\n"
    )


def test_a_year_is_given_only_where_it_is_certain() -> None:
    """A doubtful date has no year; whatever year and month do not say stands in the note."""
    assert fields(page("2025")) == {"title": "{A page}", "year": "2025"}
    assert fields(page("2025-07")) == {"title": "{A page}", "year": "2025", "month": "jul"}
    assert fields(page("[2025-02,2025-04]")) == {
        "title": "{A page}",
        "year": "2025",
        "note": "published [2025-02,2025-04] (EDTF)",
    }
    for doubtful, told in {
        "202X": "202X",
        "2025?": "2025?",
        "2025~": r"2025{\textasciitilde}",
        "2025-07%": r"2025-07\%",
        "2025-22": "2025-22",
        "[..2025]": "[..2025]",
        "[2024,2025]": "[2024,2025]",
    }.items():
        assert fields(page(doubtful)) == {"title": "{A page}", "note": f"published {told} (EDTF)"}, doubtful
    assert fields(page()) == {"title": "{A page}"}


def test_a_day_of_retrieval_in_doubt_is_told_in_the_note() -> None:
    """Only a day is one; of a month, the note tells."""
    source = Source(id="source:page", title="T", retrieved=PartialDate("2025-07"))
    assert fields(source) == {"title": "{T}", "note": "retrieved 2025-07 (EDTF)"}


def test_what_means_something_to_tex_is_escaped() -> None:
    """Each special sign becomes a command that prints it; accented letters become commands, other scripts stay."""
    assert escaped("50% & #1 $2 a_b") == r"50\% \& \#1 \$2 a\_b"
    assert escaped("{x} \\ ~ ^") == (
        r"{\textbraceleft}x{\textbraceright} {\textbackslash} {\textasciitilde} {\textasciicircum}"
    )
    assert escaped("Élysée São Škoda Łódź naïve Ő") == (
        r"{\'E}lys{\'e}e S{\~a}o {\v{S}}koda {\L}{\'o}d{\'z} na{\"{\i}}ve {\H{O}}"
    )
    assert escaped("e\u0301") == r"{\'e}", "a letter and its mark are one letter, however they are encoded"
    assert escaped("Талибан 塔利班 طالبان") == "Талибан 塔利班 طالبان"
    assert escaped("two\n\nlines") == "two lines"


def test_a_url_holds_ascii_only() -> None:
    """What is not ASCII is percent-encoded; what is encoded already stays."""
    source = Source(id="source:page", title="T", url="https://example.org/%C3%A9/é")
    assert fields(source)["url"] == "https://example.org/%C3%A9/%C3%A9"


def test_only_sources_that_a_record_cites_are_given() -> None:
    """A source that no record cites is not drawn on."""
    other = Source(id="source:other", title="Other")
    assert cite(Dataset([page(), other])) == cite()
    assert "source:other" not in cite(Dataset([*citing(page()), other]))


def test_ids_that_differ_in_their_case_have_keys_that_do_not() -> None:
    """BibTeX takes `A` and `a` for one key; each gets a part of its digest."""
    text = cite(citing(Source(id="source:A", title="1"), Source(id="source:a", title="2"), page()))
    keys = re.findall(r"@misc\{(.*),", text)[1:]
    assert keys == ["source:A-da707149", "source:a-89e76422", "source:page"]


def braces(text: str) -> int:
    """Give how deep the braces are open at the end, as BibTeX counts them: each one, whatever stands before it."""
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    return depth


@given(strategies.datasets())
def test_every_dataset_gives_entries_that_bibtex_can_read(dataset: Dataset) -> None:
    """Braces are balanced, keys are unique whatever their case, each line of an entry is a field, twice the same."""
    text = cite(dataset)
    assert text == cite(Dataset(reversed(list(dataset))))
    assert braces(text) == 0
    for entry in text.split("\n\n"):
        first, *lines, last = entry.strip("\n").split("\n")
        assert re.fullmatch(r"@misc\{[A-Za-z0-9:._-]+,", first)
        assert last == "}"
        for line in lines:
            assert re.fullmatch(r"  [a-z]+ = (\{.*\}|[a-z]{3}),", line), line
            assert braces(line) == 0
    keys = [key.lower() for key in re.findall(r"^@misc\{(.*),$", text, flags=re.MULTILINE)]
    assert len(keys) == len(set(keys))
