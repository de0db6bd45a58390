"""Citations checked against texts: found, moved, lost, or not checked."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recognition import (
    Citation,
    Dataset,
    Finding,
    Source,
    State,
    UnknownIdError,
    check_citations,
    passage_digest,
)

TEXT = "Norway \U0001f3f4\U0001f1f3\U0001f1f4 recognised Palestine; Spain and Ireland recognised Palestine too."


def cited(*passages: tuple[int, int], text: str = TEXT, source: str = "source:s", sha256: str | None = None) -> Dataset:
    """Give a dataset that cites passages of a text."""
    citations = tuple(Citation.of(text, start, end, source=source) for start, end in passages)
    return Dataset(
        [Source(id="source:s", title="S", sha256=sha256), State(id="state:A", name="A", citations=citations)]
    )


def found(dataset: Dataset, text: str) -> list[tuple[str, int | None]]:
    """Give what became of each passage in a text, and where."""
    return [(str(item.finding), item.found_at) for item in check_citations(dataset, {"source:s": text}).passages]


def test_a_passage_at_its_offsets_is_found() -> None:
    """The same text has every passage at its offsets, the first and the last character included."""
    dataset = cited((0, 6), (0, len(TEXT)), (len(TEXT) - 1, len(TEXT)))
    result = check_citations(dataset, {"source:s": TEXT})
    assert [(item.finding, item.found_at) for item in result.passages] == (
        [(Finding.FOUND, 0), (Finding.FOUND, 0), (Finding.FOUND, len(TEXT) - 1)]
    )
    assert result.ok
    assert result.count(Finding.FOUND) == 3
    assert [item.path for item in result.passages] == ["$.citations[0]", "$.citations[1]", "$.citations[2]"]
    assert {item.record for item in result.passages} == {"state:A"}


def test_offsets_count_code_points() -> None:
    """A passage behind characters beyond the BMP is found by code points, not by UTF-16 units or bytes."""
    start = TEXT.index("recognised")
    assert start == 11
    assert found(cited((start, start + 10)), TEXT) == [("found", 11)]
    assert found(cited((7, 8)), TEXT) == [("found", 7)]
    assert cited((7, 8))["state:A"].citations[0].digest == passage_digest("\U0001f3f4")


def test_a_passage_elsewhere_has_moved_to_the_nearest_place() -> None:
    """Of several places, the one nearest to the old offset is given; of two as near, the earlier."""
    passage = Citation(source="source:s", start=10, end=11, digest=passage_digest("x"))
    dataset = Dataset([Source(id="source:s", title="S"), State(id="state:A", name="A", citations=(passage,))])
    for text, place in {
        "x" + "." * 30: 0,
        "x......x......x": 7,
        "." * 8 + "x...x": 8,
        "." * 8 + "x..x": 11,
        "." * 7 + "x....x": 12,
        "." * 8 + "x" + "." * 3 + "x": 8,
        "." * 8 + "x...": 8,
        "." * 100 + "x": 100,
    }.items():
        moved = sorted((abs(at - 10), at) for at, character in enumerate(text) if character == "x")
        assert moved[0][1] == place
        assert found(dataset, text) == [("moved", place)]


def nearest(text: str, passage: str, start: int) -> int | None:
    """Give where a passage stands nearest to an offset, the earlier of two, by going through the whole text."""
    places = [at for at in range(len(text)) if text.startswith(passage, at)]
    return min(places, key=lambda at: (abs(at - start), at), default=None)


@given(
    old=st.text("ab", min_size=1, max_size=12),
    new=st.text("ab", max_size=16),
    ends=st.lists(st.tuples(st.integers(0, 11), st.integers(1, 12)), max_size=8),
)
@example(old="abaab", new="..abaab.ab", ends=[(0, 2), (3, 5), (0, 3), (2, 5), (1, 2), (0, 5)])  # of several lengths
@example(old="aabbaabb", new="b" * 9 + "aabb" + "aabb", ends=[(0, 4), (4, 8), (0, 4)])  # one digest, several offsets
@example(old="ab", new="ba", ends=[(0, 1), (1, 2), (0, 2)])
def test_passages_are_where_a_plain_search_finds_them(old: str, new: str, ends: list[tuple[int, int]]) -> None:
    """However many are cited, of whatever lengths, each is found, moved to the nearest place, or lost by itself."""
    passages = [(start, min(end, len(old))) for start, end in ends if start < min(end, len(old))]
    expected = list[tuple[str, int | None]]()
    for start, end in passages:
        place = nearest(new, old[start:end], start)
        expected.append(("lost" if place is None else "found" if place == start else "moved", place))
    assert found(cited(*passages, text=old), new) == expected


def test_each_source_is_searched_in_its_own_text() -> None:
    """A passage that moved is looked for in the text of its own source, though another has it in its place."""
    citations = [Citation.of("one two", 4, 7, source=f"source:{slug}") for slug in "st"]
    sources = [Source(id=f"source:{slug}", title=slug) for slug in "stu"]
    dataset = Dataset([*sources, State(id="state:A", name="A", citations=(*citations, *citations[::-1]))])
    texts = {"source:s": "one two", "source:t": "a two one two", "source:u": "two"}
    checked = check_citations(dataset, texts).passages
    assert [(item.citation.source, str(item.finding), item.found_at) for item in checked] == [
        ("source:s", "found", 4),
        ("source:t", "moved", 2),
        ("source:t", "moved", 2),
        ("source:s", "found", 4),
    ]
    del texts["source:t"]
    assert [str(item.finding) for item in check_citations(dataset, texts).passages] == [
        "found",
        "unchecked",
        "unchecked",
        "found",
    ]


def test_a_passage_that_is_nowhere_is_lost() -> None:
    """A passage that was changed, or is longer than the text, is lost, and nothing is near enough to stand for it."""
    dataset = cited((0, 6), (7, 8))
    assert found(dataset, TEXT.replace("Norway", "norway")) == [("lost", None), ("found", 7)]
    assert found(dataset, "") == [("lost", None), ("lost", None)]
    assert found(dataset, "Norwa") == [("lost", None), ("lost", None)]
    assert not check_citations(dataset, {"source:s": ""}).ok


def test_no_normalisation_is_done() -> None:
    """The same word in another Unicode form is another passage."""
    assert found(cited((0, 4), text="café"), "cafe\u0301") == [("lost", None)]


def test_a_source_without_its_text_is_unchecked() -> None:
    """Passages of a source whose text was not given are unchecked, which is not found."""
    result = check_citations(cited((0, 6)), {})
    assert [item.finding for item in result.passages] == [Finding.UNCHECKED]
    assert not result.ok
    assert result.sources == {}


def test_a_citation_without_a_passage_is_no_finding() -> None:
    """Where only a source or a locator is cited, there is nothing to check."""
    citation = Citation(source="source:s", locator="p. 3")
    dataset = Dataset([Source(id="source:s", title="S"), State(id="state:A", name="A", citations=(citation,))])
    result = check_citations(dataset, {"source:s": TEXT})
    assert result.passages == ()
    assert result.ok
    behind = Citation.of(TEXT, 0, 6, source="source:s")
    both = Dataset([Source(id="source:s", title="S"), State(id="state:A", name="A", citations=(citation, behind))])
    assert [item.path for item in check_citations(both, {"source:s": TEXT}).passages] == ["$.citations[1]"]


def test_the_hash_of_the_whole_text_is_compared() -> None:
    """For each text given it is told whether it is the one whose SHA-256 the source has on record."""
    right = cited((0, 6), sha256=passage_digest(TEXT))
    assert check_citations(right, {"source:s": TEXT}).sources == {"source:s": True}
    assert check_citations(right, {"source:s": TEXT + "\n"}).sources == {"source:s": False}
    assert check_citations(cited((0, 6)), {"source:s": TEXT}).sources == {"source:s": None}


def test_a_text_for_an_unknown_source_is_refused() -> None:
    """A text under an id that is no source raises UnknownIdError with near sources, whatever else has that id."""
    dataset = cited((0, 6))
    with pytest.raises(UnknownIdError) as caught:
        check_citations(dataset, {"source:S": TEXT})
    assert caught.value.near == ("source:s",)
    with pytest.raises(UnknownIdError):
        check_citations(dataset, {"state:A": TEXT})


def test_passages_come_by_record_in_canonical_order() -> None:
    """Findings come in the order of the dataset, and within a record in that of its citations."""
    citation = Citation.of(TEXT, 0, 6, source="source:s")
    records = [State(id=f"state:{slug}", name=slug, citations=(citation, citation)) for slug in "CAB"]
    result = check_citations(Dataset([*records, Source(id="source:s", title="S")]), {"source:s": TEXT})
    assert [(item.record, item.path) for item in result.passages] == [
        (f"state:{slug}", f"$.citations[{number}]") for slug in "ABC" for number in (0, 1)
    ]


def test_a_long_text_is_searched_once_for_each_length() -> None:
    """A thousand passages of one length that all moved cost one pass over the text."""
    text = "".join(f"{number:06}" for number in range(5_000))
    dataset = cited(*((6 * number, 6 * number + 6) for number in range(1_000)), text=text)
    moved = found(dataset, "......" + text)
    assert moved == [("moved", 6 * number + 6) for number in range(1_000)]


def test_citing_a_passage_outside_the_text_is_refused() -> None:
    """`Citation.of` gives no citation of what the text does not have."""
    for start, end in ((0, len(TEXT) + 1), (-3, 2), (3, 3), (4, 3)):
        with pytest.raises(ValueError, match=r"half-passage|bad-value"):
            Citation.of(TEXT, start, end, source="source:s")
