"""How names are compared, and how the names that a list has put into one are told apart."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition import Name, State, reference
from recognition.reference.names import SHARED, compared, parts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Gambia", "gambia"),
        ("Côte d\u2019Ivoire", "COTE D'IVOIRE"),
        ("Württemberg", "Wurttemberg"),
        ("Antigua & Barbuda", "Antigua and Barbuda"),
        ("Guinea-Bissau", "guinea bissau"),
        ("  Congo,  (the) ", "Congo"),
        ("Viet\u00a0Nam", "viet nam"),
    ],
)
def test_what_is_passed_over(one: str, other: str) -> None:
    """Case, accents, apostrophes, *the*, and how words are parted make no difference."""
    assert compared(one) == compared(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Niger", "Nigeria"),
        ("Somalia", "Somaliland"),
        ("Guinea", "Guinea-Bissau"),
        ("Austria", "Australia"),
        ("Theland", "land"),
        ("St. Lucia", "Saint Lucia"),
        ("Congo Republic", "Republic Congo"),
    ],
)
def test_what_is_not_passed_over(one: str, other: str) -> None:
    """A letter more, a word more, a shortened word or another order make another name."""
    assert compared(one) != compared(other)


@given(st.text())
def test_comparing_again_changes_nothing(text: str) -> None:
    """What is compared is in its final form, whatever the text, and however its accents are encoded."""
    assert compared(compared(text)) == compared(text)
    assert compared(unicodedata.normalize("NFC", text)) == compared(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Turkey (Ottoman Empire)", ["Turkey", "Ottoman Empire"]),
        ("Korea, Republic of", ["Korea", "Republic of Korea"]),
        ("Congo, Democratic Republic of (Zaire)", ["Congo", "Democratic Republic of Congo", "Zaire"]),
        ("Bolivia (Plurinational State of)", ["Bolivia", "Plurinational State of Bolivia"]),
        ("Samoa/Western Samoa", ["Samoa", "Western Samoa"]),
        ("Vietnam (Annam/Cochin China/Tonkin)", ["Vietnam", "Annam", "Cochin China", "Tonkin"]),
        ("Congo - Kinshasa", ["Congo"]),
        (
            "Yugoslavia, (Socialist) Federal Republic of",
            ["Yugoslavia", "Socialist Federal Republic of Yugoslavia"],
        ),
        ("Federal Government of Germany (1848-49)", ["Federal Government of Germany"]),
        ("Guinea-Bissau", []),
        ("Kosovo", []),
    ],
)
def test_names_that_a_list_has_put_into_one(name: str, expected: list[str]) -> None:
    """Brackets, strokes and a turned-round *of* are taken apart; a year is no name, a whole name no part."""
    assert list(parts(Name(text=name, language="en"))) == expected


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("Micronésie (États fédérés de)", "fr", ["Micronésie"]),
        ("Венесуэла (Боливарианская Республика)", "ru", ["Венесуэла"]),
        ("République arabe syrienne", "fr", []),
    ],
)
def test_of_a_name_in_another_language_what_stands_before_the_bracket(
    name: str, language: str, expected: list[str]
) -> None:
    """How other languages turn words round is not known here."""
    assert list(parts(Name(text=name, language=language))) == expected


def test_every_shared_name_is_shared_by_states_that_there_are() -> None:
    """Each short name has at least two states, all in the data, in order."""
    ids = {record.id for record in reference.states().of(State)}
    for held in SHARED.values():
        assert len(held) > 1
        assert set(held) <= ids
        assert list(held) == sorted(set(held))


def test_the_page_names_every_shared_name() -> None:
    """The documentation lists them as the code has them."""
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "reference-data.md"
    assert f"{', '.join(SHARED)}. Each gives all of them." in " ".join(page.read_text(encoding="utf-8").split())
