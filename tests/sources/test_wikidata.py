"""Wikidata: items by their class, statements with rank, qualifiers and references, every statement counted.

The entities are made up in the shape of Wikibase JSON. Ids and names are those of Wikidata; what is said of them is
partly so and partly not.
"""

import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

import recognition
from recognition import (
    DiplomaticAct,
    DiplomaticMove,
    History,
    InvalidDataError,
    Name,
    OrganizationType,
    PartialDate,
    Period,
    Person,
    Rank,
    Severity,
    Source,
    State,
    Tenure,
    Truth,
)
from recognition.sources import wikidata, wikidata_ledger
from recognition.sources.imported import Imported
from recognition.sources.wikidata_items import CLASSES

Plain = dict[str, Any]
Write = Callable[..., Path]
GREGORIAN: Final = "http://www.wikidata.org/entity/Q1985727"
JULIAN: Final = "http://www.wikidata.org/entity/Q1985786"


def snak(name: str, value: Any) -> Plain:
    """Give a value of a property; ``...`` is some value, ``None`` no value."""
    if value is None or value is ...:
        return {"snaktype": "novalue" if value is None else "somevalue", "property": name, "hash": "0"}
    return {"snaktype": "value", "property": name, "datavalue": value, "datatype": "any"}


def item(key: str) -> Plain:
    """Give an item as a value."""
    return {"value": {"entity-type": "item", "numeric-id": int(key[1:]), "id": key}, "type": "wikibase-entityid"}


def text(value: str) -> Plain:
    """Give a text as a value."""
    return {"value": value, "type": "string"}


def time(day: str, precision: int = 11, calendar: str = GREGORIAN) -> Plain:
    """Give a day as a value."""
    value = {"time": f"+{day}T00:00:00Z", "timezone": 0, "before": 0, "after": 0}
    return {"value": value | {"precision": precision, "calendarmodel": calendar}, "type": "time"}


def statement(
    identifier: str, name: str, value: Any, *, rank: str = "normal", refs: Any = (), **qualifiers: Any
) -> Plain:
    """Give a statement; a qualifier is a value, or a list of several."""
    listed = {key: found if isinstance(found, list) else [found] for key, found in qualifiers.items()}
    return {
        "id": identifier,
        "type": "statement",
        "rank": rank,
        "mainsnak": snak(name, value),
        "qualifiers": {key: [snak(key, value) for value in found] for key, found in listed.items()},
        "qualifiers-order": [*listed],
        "references": [
            {"hash": "0", "snaks": {key: [snak(key, value)] for key, value in reference.items()}, "snaks-order": []}
            for reference in refs
        ],
    }


def entity(key: str, name: str, klass: str | None, *statements: Plain, **more: Any) -> Plain:
    """Give an entity with a label in English and a class."""
    claims = dict[str, list[Plain]]()
    if klass is not None:
        claims["P31"] = [statement(f"{key}$class", "P31", item(klass))]
    for found in statements:
        claims.setdefault(found["mainsnak"]["property"], []).append(found)
    labels = {"en": {"language": "en", "value": name}}
    plain = {"type": "item", "id": key, "labels": labels, "descriptions": {}, "aliases": [], "claims": claims}
    return plain | {"sitelinks": {}, "lastrevid": 7} | more


STATE: Final = "Q3624078"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write made-up entities, as a document of Special:EntityData."""

    def written(*entities: Plain, name: str = "entities.json") -> Path:
        path = tmp_path / name
        document = {"entities": {found["id"]: found for found in entities}}
        path.write_text(json.dumps(document, indent=1), encoding="utf-8")
        return path

    return written


def told(imported: Imported) -> list[tuple[str, str]]:
    """Give the errors: code and path."""
    return [(item.code, item.path) for item in imported.problems if item.severity is Severity.ERROR]


def doubts(imported: Imported) -> list[str]:
    """Give the messages of the doubts."""
    return [item.message for item in imported.problems if item.severity is not Severity.ERROR]


def state(imported: Imported, key: str) -> State:
    """Give a state of what was read."""
    record = imported.dataset[f"state:wikidata.{key}"]
    assert isinstance(record, State)
    return record


def acts(imported: Imported) -> dict[str, DiplomaticAct]:
    """Give the acts, by what is behind the property's id in theirs."""
    return {act.id.removeprefix("diplomatic:wikidata."): act for act in imported.dataset.of(DiplomaticAct)}


# Items.


def test_a_state_has_its_names_and_codes(write: Write) -> None:
    """Labels and aliases in their languages; the id is that of Wikidata; the file and its revision are cited."""
    path = write(
        entity(
            "Q889",
            "Afghanistan",
            STATE,
            statement("Q889$1", "P297", text("AF")),
            statement("Q889$2", "P298", text("AFG"), P580=time("1974-00-00", 9)),
            statement("Q889$3", "P299", text("004")),
            labels={"en": {"language": "en", "value": "Afghanistan"}, "de": {"language": "de", "value": "Afghanistan"}},
            aliases={"en": [{"language": "en", "value": "Islamic Emirate"}]},
        )
    )
    imported = wikidata.read(path)
    record = state(imported, "Q889")
    assert record.name == "Afghanistan"
    assert record.names == (
        Name(text="Afghanistan", language="de"),
        Name(text="Afghanistan", language="en"),
        Name(text="Islamic Emirate", language="en"),
    )
    assert [(code.system, code.value, code.period) for code in record.codes] == [
        ("wikidata", "Q889", None),
        ("iso2", "AF", None),
        ("iso3", "AFG", Period("1974/")),
        ("iso-numeric", "004", None),
    ]
    assert record.citations[0].locator == "Q889, revision 7"
    source = imported.dataset[record.citations[0].source]
    assert isinstance(source, Source)
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert dict(imported.taken) == {
        "states": 1,
        wikidata_ledger.IN_RECORD: 3,
        wikidata_ledger.IN_NOTE: 1,
    }
    assert (imported.rows, imported.refused, imported.problems) == (5, 0, ())


@pytest.mark.parametrize(("klass", "expected"), CLASSES.items())
def test_the_class_says_what_an_item_is(
    write: Write, klass: str, expected: tuple[str, OrganizationType | None]
) -> None:
    """Of an organisation, also of which category."""
    imported = wikidata.read(write(entity("Q1", "X", klass)))
    record = imported.dataset[f"{expected[0]}:wikidata.Q1"]
    assert getattr(record, "category", None) == expected[1]


def test_items_of_other_classes_are_counted(write: Write) -> None:
    """England is a country, and no state by that; a property is no item. Their statements are not counted."""
    england = entity("Q21", "England", "Q6256", statement("Q21$1", "P571", time("0927-00-00", 9)))
    bare = entity("Q2", "Earth", None)
    prop = {"type": "property", "id": "P31", "claims": {}}
    imported = wikidata.read(write(england, bare, prop))
    assert dict(imported.taken) == {wikidata.OTHER_ITEM: 2, wikidata.OTHER_ENTITY: 1}
    assert [record.kind for record in imported.dataset] == ["source"]


def test_a_deprecated_class_is_none(write: Write) -> None:
    """It is known to be wrong."""
    wrong = entity("Q5626824", "Güssing", None, statement("Q5626824$1", "P31", item(STATE), rank="deprecated"))
    assert dict(wikidata.read(write(wrong)).taken) == {wikidata.OTHER_ITEM: 1}


def test_an_item_of_two_kinds_is_refused(write: Write) -> None:
    """Which it is, is not guessed."""
    both = entity("Q1", "Order", STATE, statement("Q1$1", "P31", item("Q43229")))
    imported = wikidata.read(write(both))
    assert told(imported) == [("bad-value", "$.entities.Q1.claims.P31")]
    assert (imported.rows, imported.refused) == (1, 1)


def test_an_item_without_a_label_has_its_id_for_a_name(write: Write) -> None:
    """And a doubt tells of it. The label for all languages will do; so will one in any."""
    imported = wikidata.read(
        write(
            entity("Q1", "", STATE, labels=[]),
            entity("Q2", "", STATE, labels={"mul": {"language": "mul", "value": "All"}, "aa": {"value": "Qafar"}}),
            entity("Q3", "", STATE, labels={"fr": {"language": "fr", "value": "Trois"}}),
        )
    )
    assert [state(imported, key).name for key in ("Q1", "Q2", "Q3")] == ["Q1", "All", "Trois"]
    assert len(doubts(imported)) == 1


def test_statements_of_other_properties_are_counted(write: Write) -> None:
    """They stay in the file."""
    imported = wikidata.read(write(entity("Q1", "X", STATE, statement("Q1$1", "P36", item("Q90")))))
    assert imported.taken[wikidata.OTHER_PROPERTY] == 1


# Existence, and the two ways of having no value.


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (time("1747-10-00", 10), (), "1747-10/"),
        (time("1747-00-00", 9), None, "1747/.."),
        (time("1747-00-00", 9), ..., "1747/"),
        (time("1747-00-00", 9), time("1990-00-00", 8), "1747/199X"),
        (..., time("1990-10-03"), "/1990-10-03"),
        (None, (), "../"),
        (..., (), None),
        ((), (), None),
        (time("1498-06-22", 11, JULIAN), (), "1498-07-01/"),
    ],
)
def test_existence_keeps_open_unknown_and_untold_ends(write: Write, start: Any, end: Any, expected: str | None) -> None:
    """No value is an open end; an unknown value, or no statement, is an unknown one."""
    statements = [
        statement(f"Q1${name}", name, value) for name, value in (("P571", start), ("P576", end)) if value != ()
    ]
    imported = wikidata.read(write(entity("Q1", "X", STATE, *statements)))
    assert imported.problems == ()
    record = state(imported, "Q1")
    assert record.existence == (Period(expected) if expected else None)
    assert ("P576 is not known" in str(record.note)) == (end is ...)


def test_bounds_and_circumstances_of_a_beginning(write: Write) -> None:
    """They narrow and mark the date, and are used up; circumstances without a mark are left for the note."""
    circa = statement("Q1$1", "P571", time("0843-00-00", 9), P1480=item("Q5727902"))
    presumably = statement("Q2$1", "P571", time("0843-00-00", 9), P1480=[item("Q18122778"), item("Q5727902")])
    disputed = statement("Q3$1", "P571", time("0843-00-00", 9), P1480=item("Q18912752"))
    within = statement("Q4$1", "P571", time("0843-08-00", 10), P1319=time("0843-00-00", 9), P1326=time("0850-00-00", 9))
    one = statement("Q5$1", "P571", ..., P1319=time("0843-08-01"), P1326=time("0843-08-01"))
    found = [circa, presumably, disputed, within, one]
    imported = wikidata.read(write(*(entity(f"Q{n}", "X", STATE, it) for n, it in enumerate(found, 1))))
    assert imported.problems == ()
    periods = [str(state(imported, f"Q{n}").existence) for n in range(1, 6)]
    assert periods == ["0843~/", "0843%/", "0843/", "0843-08/", "0843-08-01/"]
    noted = ["P1480" in str(state(imported, f"Q{n}").note) for n in range(1, 6)]
    assert noted == [False, False, True, False, False]


@pytest.mark.parametrize(
    "start",
    [
        statement("Q1$1", "P571", time("1801-00-00", 7)),
        statement("Q1$1", "P571", time("0843-00-00", 9, JULIAN)),
        statement("Q1$1", "P571", ..., P1319=time("1850-00-00", 9)),
    ],
)
def test_a_run_of_days_is_no_end_of_a_period(write: Write, start: Plain) -> None:
    """The statement is refused, and the state is there without it."""
    imported = wikidata.read(write(entity("Q1", "X", STATE, start)))
    assert told(imported) == [("unsupported-date", "$.entities.Q1.claims.P571[0]")]
    assert state(imported, "Q1").existence is None


def test_an_end_before_the_start_is_refused(write: Write) -> None:
    """The start stays."""
    both = [statement("Q1$1", "P571", time("1990-00-00", 9)), statement("Q1$2", "P576", time("1980-00-00", 9))]
    imported = wikidata.read(write(entity("Q1", "X", STATE, *both)))
    assert told(imported) == [("reversed-period", "$.entities.Q1.claims.P576[0]")]
    assert state(imported, "Q1").existence == Period("1990/")


def test_the_preferred_beginning_is_taken_and_the_others_are_noted(write: Write) -> None:
    """Deprecated ones with their reason; two that stand side by side and differ cancel out, with a doubt."""
    first = statement("Q1$1", "P571", time("1747-00-00", 9))
    best = statement("Q1$2", "P571", time("1823-00-00", 9), rank="preferred", P7452=item("Q1"))
    wrong = statement("Q1$3", "P571", time("1700-00-00", 9), rank="deprecated", P2241=item("Q25895909"))
    imported = wikidata.read(write(entity("Q1", "X", STATE, first, best, wrong)))
    record = state(imported, "Q1")
    assert record.existence == Period("1823/")
    assert "P571 1747" in str(record.note)
    assert "P571 1700, deprecated [P2241 Q25895909]" in str(record.note)
    assert imported.problems == ()
    other = statement("Q1$4", "P571", time("1824-00-00", 9))
    imported = wikidata.read(write(entity("Q1", "X", STATE, first, other, wrong)))
    assert state(imported, "Q1").existence is None
    assert "1747, 1824" in doubts(imported)[0]


def test_succession_is_in_the_note(write: Write) -> None:
    """In which manner one state follows on another is not said there, so that nothing succeeds anything."""
    new = entity("Q159", "Russia", STATE, statement("Q159$1", "P1365", item("Q15180"), P585=time("1991-12-26")))
    imported = wikidata.read(write(new, entity("Q15180", "Soviet Union", "Q3024240")))
    assert state(imported, "Q159").succeeds == ()
    assert "P1365 Q15180 (Soviet Union) [P585 1991-12-26]" in str(state(imported, "Q159").note)


# Persons.


def test_offices_of_a_person(write: Write) -> None:
    """With their time, and of whom, where that is a record; an office that the files do not name is its id."""
    person = entity(
        "Q7747",
        "Vladimir Putin",
        "Q5",
        statement("Q7747$1", "P39", item("Q218295"), P580=time("2012-05-07"), P582=None, P1001=item("Q159")),
        statement("Q7747$2", "P39", item("Q1"), P580=time("1999-08-09"), P582=time("2000-05-07"), P1365=item("Q3")),
        statement("Q7747$3", "P39", item("Q218295"), rank="deprecated"),
        statement("Q7747$4", "P39", item("Q218295"), P582=...),
    )
    office = entity("Q218295", "President of Russia", "Q4164871")
    imported = wikidata.read(write(person, office, entity("Q159", "Russia", STATE)))
    record = imported.dataset["person:wikidata.Q7747"]
    assert isinstance(record, Person)
    assert record.tenures == (
        Tenure(office="President of Russia", of="state:wikidata.Q159", period=Period("2012-05-07/..")),
        Tenure(office="Q1", period=Period("1999-08-09/2000-05-07")),
        Tenure(office="President of Russia"),
    )
    note = str(record.note)
    assert "P39 Q1: P1365 Q3" in note
    assert "P39 Q218295 (President of Russia), deprecated" in note
    assert "P582 is not known" in note
    assert ["Q1" in doubt for doubt in doubts(imported)] == [True]


# Relations.


def pair(*one: Plain, other: tuple[Plain, ...] = (), more: tuple[Plain, ...] = ()) -> list[Plain]:
    """Give two states with statements about each other."""
    return [entity("Q889", "Afghanistan", STATE, *one, *more), entity("Q159", "Russia", STATE, *other)]


def related(identifier: str, key: str, **more: Any) -> Plain:
    """Give a statement on relations."""
    return statement(identifier, "P530", item(key), **more)


def test_relations_become_an_establishment_and_a_severance(write: Write) -> None:
    """With the two as parties, on their days; that they were broken off is concluded, and a doubt says so."""
    imported = wikidata.read(
        write(*pair(related("Q889$a", "Q159", P580=time("1919-05-00", 10), P582=time("1979-00-00", 9))))
    )
    found = acts(imported)
    begun, broken = found["Q889-a.establishment"], found["Q889-a.severance"]
    assert begun.parties == broken.parties == ("state:wikidata.Q159", "state:wikidata.Q889")
    assert (begun.move, begun.date) == (DiplomaticMove.ESTABLISHMENT, PartialDate("1919-05"))
    assert (broken.move, broken.date, broken.after) == (DiplomaticMove.SEVERANCE, PartialDate("1979"), (begun.id,))
    assert begun.citations[0].locator == "statement Q889$a"
    assert len(doubts(imported)) == 1
    history = History(imported.dataset)
    assert history.relations("state:wikidata.Q159", "state:wikidata.Q889", on="1950-01-01").held is Truth.TRUE
    assert history.relations("state:wikidata.Q159", "state:wikidata.Q889", on="1980-01-01").held is Truth.FALSE


@pytest.mark.parametrize(
    ("qualifiers", "date", "severed"),
    [
        ({}, None, False),
        ({"P580": ...}, None, False),
        ({"P580": time("1801-00-00", 7)}, "[1801..1900]", False),
        ({"P580": time("1919-00-00", 9), "P582": None}, "1919", False),
        ({"P580": time("1919-00-00", 9), "P582": ...}, "1919", True),
        ({"P585": time("2001-05-00", 10)}, "[..2001-05-31]", False),
        ({"P580": time("1919-00-00", 9), "P1480": item("Q5727902")}, "1919~", False),
        ({"P580": time("1919-00-00", 9), "P582": time("1920-00-00", 9), "P1534": item("Q3")}, "1919", True),
    ],
)
def test_what_the_qualifiers_of_relations_allow(
    write: Write, qualifiers: Plain, date: str | None, severed: bool
) -> None:
    """No more than they say: "no value" for an end is no severance, an unknown one is a severance on no known day."""
    imported = wikidata.read(write(*pair(related("Q889$a", "Q159", **qualifiers))))
    found = acts(imported)
    assert set(found) == {"Q889-a.establishment"} | ({"Q889-a.severance"} if severed else set())
    assert found["Q889-a.establishment"].date == (PartialDate(date) if date else None)
    if "P1534" in qualifiers:
        assert found["Q889-a.severance"].note == "P1534 Q3"
        assert doubts(imported) == []


@pytest.mark.parametrize("end", [time("1991-12-26"), time("1991-00-00", 9), ...])
def test_relations_that_end_with_a_state_are_not_broken_off(write: Write, end: Any) -> None:
    """Nobody severed them."""
    union = entity("Q15180", "Soviet Union", "Q3024240", statement("Q15180$1", "P576", time("1991-12-26")))
    other = entity("Q889", "Afghanistan", STATE, related("Q889$a", "Q15180", P580=time("1919-00-00", 9), P582=end))
    imported = wikidata.read(write(union, other))
    assert set(acts(imported)) == {"Q889-a.establishment"}
    assert "P582" in str(acts(imported)["Q889-a.establishment"].note)
    assert "state:wikidata.Q15180" in doubts(imported)[0]


def test_relations_that_end_well_before_a_state_are_broken_off(write: Write) -> None:
    """That it ended later has no bearing on it."""
    union = entity("Q15180", "Soviet Union", "Q3024240", statement("Q15180$1", "P576", time("1991-12-26")))
    other = entity("Q889", "Afghanistan", STATE, related("Q889$a", "Q15180", P582=time("1980-00-00", 9)))
    assert "Q889-a.severance" in acts(wikidata.read(write(union, other)))


def test_both_sides_are_accounts_of_one_occurrence(write: Write) -> None:
    """If each has one statement, and the days do not certainly differ."""
    one, other = related("Q889$a", "Q159", P580=time("1919-05-00", 10)), related("Q159$b", "Q889")
    found = acts(wikidata.read(write(*pair(one, other=(other,)))))
    keys = {act.occurrence for act in found.values()}
    assert len(found) == 2
    assert keys == {"wikidata.Q159-Q889.establishment"}


def test_a_relation_that_stands_on_one_side_alone_is_no_account_of_several(write: Write) -> None:
    """There is nothing that it could share an occurrence with."""
    found = acts(wikidata.read(write(*pair(related("Q889$a", "Q159")))))
    assert [act.occurrence for act in found.values()] == [None]


def test_days_that_certainly_differ_are_not_put_together(write: Write) -> None:
    """It may have been twice; a doubt tells of it."""
    one = related("Q889$a", "Q159", P580=time("1919-00-00", 9))
    other = related("Q159$b", "Q889", P580=time("2025-00-00", 9))
    imported = wikidata.read(write(*pair(one, other=(other,))))
    assert {act.occurrence for act in acts(imported).values()} == {None}
    assert len(doubts(imported)) == 1


def test_relations_that_were_taken_up_again_are_not_put_together(write: Write) -> None:
    """Which of the two spells the other side means, nobody says."""
    spells = (
        related("Q889$a", "Q159", P580=time("1919-00-00", 9), P582=time("1979-00-00", 9), P1534=item("Q3")),
        related("Q889$b", "Q159", P580=time("1992-00-00", 9), rank="preferred"),
    )
    wrong = related("Q889$c", "Q159", rank="deprecated")
    imported = wikidata.read(write(*pair(*spells, wrong, other=(related("Q159$d", "Q889"),))))
    found = acts(imported)
    assert {act.occurrence for act in found.values()} == {None}
    assert set(found) == {
        "Q889-a.establishment",
        "Q889-a.severance",
        "Q889-b.establishment",
        "Q159-d.establishment",
    }
    assert "P530 Q159 (Russia), deprecated" in str(state(imported, "Q889").note)


def test_two_statements_on_one_side_are_not_put_together_with_the_other(write: Write) -> None:
    """Even if no day speaks against it."""
    one = (related("Q889$a", "Q159"), related("Q889$b", "Q159", P580=time("1992-00-00", 9)))
    found = acts(wikidata.read(write(*pair(*one, other=(related("Q159$c", "Q889"),)))))
    assert [act.occurrence for act in found.values()] == [None, None, None]


def test_a_rank_goes_with_its_reason(write: Write) -> None:
    """A deprecated statement is an account beside the one that stands, which hides it."""
    good = related("Q889$a", "Q159", P580=time("1919-00-00", 9), rank="preferred", P7452=item("Q71533355"))
    wrong = related("Q889$b", "Q159", P580=time("1819-00-00", 9), rank="deprecated", P2241=[item("Q1"), ...])
    imported = wikidata.read(write(*pair(good, wrong)))
    found = acts(imported)
    assert found["Q889-a.establishment"].rank is Rank.PREFERRED
    assert found["Q889-a.establishment"].rank_reason == "Q71533355"
    assert found["Q889-b.establishment"].rank is Rank.DEPRECATED
    assert found["Q889-b.establishment"].rank_reason == "Q1; is not known"
    assert len({act.occurrence for act in found.values()}) == 1
    history = History(imported.dataset)
    assert history.relations("state:wikidata.Q159", "state:wikidata.Q889", on="1900-01-01").held is Truth.FALSE


@pytest.mark.parametrize(
    "found",
    [
        related("Q889$a", "Q159", rank="deprecated", P2241=item("Q29998666")),
        statement("Q889$a", "P531", item("Q100"), rank="deprecated", P17=item("Q159"), P2241=item("Q29998666")),
    ],
)
def test_a_deprecated_statement_that_stands_alone_is_a_note(write: Write, found: Plain) -> None:
    """As the only account it would count, and it is known to be wrong."""
    imported = wikidata.read(write(*pair(found)))
    assert not acts(imported)
    assert "deprecated" in str(state(imported, "Q889").note)
    assert "P2241 Q29998666" in str(state(imported, "Q889").note)
    assert imported.taken[wikidata_ledger.IN_NOTE] == 3


def test_relations_with_none_and_with_somebody_unknown_are_notes(write: Write) -> None:
    """No value is not an unknown one, and neither is an act."""
    none, somebody = statement("Q889$a", "P530", None), statement("Q889$b", "P530", ...)
    imported = wikidata.read(write(*pair(none, somebody)))
    assert not acts(imported)
    assert "P530 has no value" in str(state(imported, "Q889").note)
    assert "P530 is not known" in str(state(imported, "Q889").note)


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (related("Q889$a", "Q30"), "dangling-reference"),
        (related("Q889$a", "Q889"), "bad-parties"),
        (related("Q889$a", "Q5284"), "bad-parties"),
        (related("Q889$a", "Q159", P580=None), "bad-value"),
        (related("Q889$a", "Q159", P580=time("1990-00-00", 9), P582=time("1980-00-00", 9)), "reversed-period"),
        (related("Q889$a", "Q159", P580=[time("1990-00-00", 9), time("1980-00-00", 9)]), "duplicate-key"),
        (statement("Q889$a", "P530", text("Russia")), "missing-field"),
    ],
)
def test_relations_that_cannot_be_are_refused(write: Write, found: Plain, code: str) -> None:
    """With the place of the statement; the states are there."""
    imported = wikidata.read(write(*pair(found), entity("Q5284", "Somebody", "Q5")))
    assert told(imported) == [(code, "$.entities.Q889.claims.P530[0]")]
    assert not acts(imported)
    assert state(imported, "Q889").name == "Afghanistan"
    if code == "dangling-reference":
        assert "Q30" in imported.problems[0].message


# Missions.


def test_a_mission_is_opened_and_closed_by_the_sender(write: Write) -> None:
    """At the country that the statement has, or the mission; the level is not concluded from it."""
    sent = (
        statement(
            "Q889$a", "P531", item("Q100"), P580=time("1920-00-00", 9), P582=time("1930-00-00", 9), P1534=item("Q3")
        ),
        statement("Q889$b", "P531", item("Q101"), P17=item("Q159")),
    )
    mission = entity("Q100", "Embassy in Moscow", "Q3917681", statement("Q100$1", "P17", item("Q159")))
    imported = wikidata.read(write(*pair(*sent), mission))
    found = acts(imported)
    assert [(act.move, act.date) for act in found.values()] == [
        (DiplomaticMove.MISSION_CLOSING, PartialDate("1930")),
        (DiplomaticMove.MISSION_OPENING, PartialDate("1920")),
        (DiplomaticMove.MISSION_OPENING, None),
    ]
    assert {(act.sender, act.receiver) for act in found.values()} == {("state:wikidata.Q889", "state:wikidata.Q159")}
    assert {act.level for act in found.values()} == {None}
    assert found["Q889-b.mission-opening"].note == "mission: Q101"
    assert str(found["Q889-a.mission-opening"].note).startswith("mission: Q100 (Embassy in Moscow)")


def test_a_mission_at_no_known_country_is_refused(write: Write) -> None:
    """Where it is, is not guessed."""
    imported = wikidata.read(write(*pair(statement("Q889$a", "P531", item("Q100")))))
    assert told(imported) == [("missing-field", "$.entities.Q889.claims.P531[0]")]


# References.


def test_references_become_citations(write: Write) -> None:
    """A page by its address with its title and days; an item that it is stated in; the rest is the locator."""
    page = {
        "P854": text("https://news.example/a"),
        "P1476": {"value": {"text": "A title", "language": "en"}, "type": "monolingualtext"},
        "P577": time("2020-01-02"),
        "P813": time("2021-03-00", 10),
        "P304": text("7"),
    }
    refs = [page, {"P248": item("Q36524"), "P304": text("12")}, {"P143": item("Q328")}, {"P887": item("Q4")}]
    imported = wikidata.read(write(*pair(related("Q889$a", "Q159", refs=refs), related("Q889$b", "Q159", refs=[page]))))
    act = acts(imported)["Q889-a.establishment"]
    cited = [imported.dataset[citation.source] for citation in act.citations[1:]]
    assert all(isinstance(source, Source) for source in cited)
    site, stated_in, copied_from = [source for source in cited if isinstance(source, Source)]
    assert (site.title, site.url, site.published, site.retrieved) == (
        "A title",
        "https://news.example/a",
        PartialDate("2020-01-02"),
        PartialDate("2021-03"),
    )
    assert (stated_in.id, stated_in.title) == ("source:wikidata.Q36524", "[item Q36524 of Wikidata]")
    assert copied_from.id == "source:wikidata.Q328"
    assert [citation.locator for citation in act.citations] == [
        "statement Q889$a",
        "P304 '7'",
        "P304 '12'",
        "P143 Q328",
    ]
    assert act.note == "reference: P887 Q4"
    assert acts(imported)["Q889-b.establishment"].citations[1].source == site.id


# Shapes of files.

ENTITIES: Final = [entity("Q889", "Afghanistan", STATE, related("Q889$a", "Q159")), entity("Q159", "Russia", STATE)]
LINES: Final = [json.dumps(found) for found in ENTITIES]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"entities": {found["id"]: found for found in ENTITIES}}),
        json.dumps({"entities": {found["id"]: found for found in ENTITIES}}, indent=2),
        "[\n" + ",\n".join(LINES) + "\n]\n",
        "\n".join(LINES),
        "\n\n" + "\n\n".join(LINES) + "\n",
        json.dumps(ENTITIES),
        json.dumps(ENTITIES, indent=2),
    ],
)
def test_every_shape_gives_the_same_records(tmp_path: Path, content: str) -> None:
    """Documents, dumps and JSON Lines, in one line or many; compressed as well."""
    plain, packed = tmp_path / "entities.json", tmp_path / "entities.json.gz"
    plain.write_text(content, encoding="utf-8")
    packed.write_bytes(gzip.compress(content.encode()))
    for path in (plain, packed):
        imported = wikidata.read(path)
        assert (imported.rows, imported.refused) == (5, 0)
        assert {record.id for record in imported.dataset if not isinstance(record, Source)} == {
            "state:wikidata.Q159",
            "state:wikidata.Q889",
            "diplomatic:wikidata.Q889-a.establishment",
        }


def test_one_entity_by_itself_is_read(write: Write, tmp_path: Path) -> None:
    """In one line or in many."""
    for indent in (None, 2):
        path = tmp_path / "one.json"
        path.write_text(json.dumps(ENTITIES[1], indent=indent), encoding="utf-8")
        assert dict(wikidata.read(path).taken) == {"states": 1, wikidata_ledger.IN_NOTE: 1}


def test_items_of_several_files_belong_together(write: Write) -> None:
    """Relations lead from one to the other; an item that stands in both is refused the second time."""
    first, second = write(ENTITIES[0], name="a.json"), write(ENTITIES[1], name="b.json")
    assert len(acts(wikidata.read(first, second))) == 1
    third = write(ENTITIES[1], entity("Q30", "X", STATE), name="c.json")
    imported = wikidata.read(first, second, third)
    assert [(item.code, item.source, item.path) for item in imported.problems] == [
        ("duplicate-id", "c.json", "$.entities.Q159.id")
    ]


def test_a_broken_line_of_a_dump_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    """With its line."""
    path = tmp_path / "dump.json"
    path.write_text("[\n" + LINES[1] + ',\n{"id": "Q1", \n7,\n' + LINES[0] + "\n]\n", encoding="utf-8")
    imported = wikidata.read(path)
    assert [(item.code, item.line) for item in imported.problems] == [("syntax", 3), ("wrong-type", 4)]
    assert (imported.rows, imported.refused) == (7, 2)


def test_a_problem_of_a_document_has_its_line(write: Write) -> None:
    """That of the statement."""
    path = write(*pair(related("Q889$a", "Q30")))
    (problem,) = wikidata.read(path).problems
    assert problem.line is not None
    before = path.read_text(encoding="utf-8").split("\n")[: problem.line]
    assert '"P530"' in "".join(before[-2:])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "syntax"),
        ("   \n", "syntax"),
        ("{", "syntax"),
        ("<html>", "syntax"),
        ("7", "wrong-type"),
        ('{"entities": 7}', "wrong-type"),
        ("[" * 100, "syntax"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: str, code: str) -> None:
    """With its name and a line."""
    path = tmp_path / "other.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidDataError) as error:
        wikidata.read(path)
    assert [(item.code, item.source) for item in error.value] == [(code, "other.json")]
    assert error.value.problems[0].line


def test_a_file_given_twice_is_refused(write: Write) -> None:
    """Whatever its name."""
    with pytest.raises(InvalidDataError) as error:
        wikidata.read(write(*ENTITIES), write(*ENTITIES, name="again.json"))
    assert [(item.code, item.source) for item in error.value] == [("duplicate-id", "again.json")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": 7}, "missing-field"),
        ({"id": "X1"}, "bad-value"),
        ({"type": None}, "missing-field"),
        ({"missing": ""}, "missing-field"),
        ({"claims": 7}, "wrong-type"),
        ({"claims": {"P31": 7}}, "wrong-type"),
        ({"claims": {"P31": [7]}}, "wrong-type"),
        ({"claims": {"P31": [statement("Q1$1", "P17", item(STATE))]}}, "bad-value"),
        ({"labels": 7}, "wrong-type"),
        ({"labels": {"en": 7}}, "wrong-type"),
    ],
)
def test_an_entity_that_is_none_is_refused(tmp_path: Path, change: Plain, code: str) -> None:
    """And those beside it are read."""
    path = tmp_path / "lines.jsonl"
    path.write_text(LINES[1] + "\n" + json.dumps(entity("Q1", "X", STATE) | change), encoding="utf-8")
    imported = wikidata.read(path)
    assert [(item.code, item.line) for item in imported.problems] == [(code, 2)]
    assert imported.taken["states"] == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": None}, "bad-value"),
        ({"id": "Q889 a"}, "bad-value"),
        ({"rank": "best"}, "unknown-term"),
        ({"rank": {}}, "unknown-term"),
        ({"mainsnak": None}, "bad-value"),
        ({"mainsnak": 7}, "wrong-type"),
        ({"mainsnak": {"property": "P530", "snaktype": "perhaps"}}, "unknown-term"),
        ({"mainsnak": {"property": "P530", "snaktype": "value"}}, "missing-field"),
        ({"qualifiers": 7}, "wrong-type"),
        ({"qualifiers": {"P580": 7}}, "wrong-type"),
        ({"references": 7}, "wrong-type"),
        ({"references": [7]}, "wrong-type"),
        ({"qualifiers": {"P580": [snak("P580", text("1919"))]}}, "wrong-type"),
    ],
)
def test_a_statement_that_is_none_is_refused(write: Write, change: Plain, code: str) -> None:
    """And the item is read without it."""
    plain = pair(related("Q889$a", "Q159"))
    plain[0]["claims"]["P530"][0] |= change
    imported = wikidata.read(write(*plain))
    assert told(imported) == [(code, "$.entities.Q889.claims.P530[0]")]
    assert imported.taken["states"] == 2


def test_a_statement_that_stands_twice_is_refused_the_second_time(write: Write) -> None:
    """Its id says that it is the same."""
    imported = wikidata.read(write(*pair(related("Q889$a", "Q159"), related("Q889$a", "Q159"))))
    assert told(imported) == [("duplicate-id", "$.entities.Q889.claims.P530[1]")]


def test_progress_is_told_in_bytes_of_all_files(write: Write) -> None:
    """It rises, and ends with their size together."""
    paths = [write(ENTITIES[0], name="a.json"), write(ENTITIES[1], name="b.json")]
    numbers = list[int]()
    wikidata.read(*paths, progress=numbers.append)
    assert numbers == sorted(numbers)
    assert numbers[-1] == sum(path.stat().st_size for path in paths)


def test_what_is_made_of_it_goes_through_a_file(write: Write, tmp_path: Path) -> None:
    """It is a dataset like any other."""
    dataset = wikidata.read(write(*ENTITIES)).dataset
    recognition.dump(dataset, tmp_path / "out.jsonl")
    assert recognition.load(tmp_path / "out.jsonl") == dataset
