"""States are found by name or code, with every candidate and its reason, and never by likeness."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition import InvalidDataError, State, Truth, reference
from recognition.reference import Candidate, Matched, find, suggest


def ids(name: str, on: str | None = None) -> list[str]:
    """Give the slugs of the states that a text may mean, each once, in order."""
    return [*dict.fromkeys(one.state.removeprefix("state:") for one in find(name, on=on))]


def one(name: str, on: str | None = None) -> Candidate:
    """Give the only candidate."""
    (candidate,) = find(name, on=on)
    return candidate


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Congo", {"COD", "COG", "congo-free-state"}),
        ("Korea", {"KOR", "PRK", "korea"}),
        ("Yemen", {"YEM", "YMD"}),
        ("China", {"CHN", "TWN"}),
        ("Germany", {"DEU", "DDR", "federal-government-germany"}),
        ("Vietnam", {"VNM", "VDR", "south-vietnam", "annam"}),
        ("Republic of China", {"CHN", "TWN"}),
        ("Soviet Union", {"SUN", "RUS"}),
    ],
)
def test_a_name_of_several_states_gives_all_of_them(name: str, expected: set[str]) -> None:
    """None is chosen."""
    assert set(ids(name)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kosovo", ["XKX"]),
        ("Serbia", ["SRB"]),
        ("Somaliland", ["somaliland"]),
        ("Somalia", ["SOM"]),
        ("Taiwan", ["TWN"]),
        ("Palestine", ["PSE"]),
        ("Western Sahara", ["ESH"]),
        ("Morocco", ["MAR"]),
        ("Cyprus", ["CYP"]),
        ("Northern Cyprus", ["northern-cyprus"]),
        ("Georgia", ["GEO"]),
        ("Abkhazia", ["abkhazia"]),
        ("Moldova", ["MDA"]),
        ("Transnistria", ["transnistria"]),
        ("Niger", ["NER"]),
        ("Guinea", ["GIN"]),
        ("Sudan", ["SDN"]),
        ("Holy See", ["VAT"]),
        ("Zaire", ["COD"]),
        ("Burma", ["MMR"]),
        ("Upper Volta", ["BFA"]),
        ("Ottoman Empire", ["TUR"]),
        ("Persia", ["IRN"]),
        ("Prussia", ["DEU"]),
        ("Allemagne", ["DEU"]),
        ("Венесуэла", ["VEN"]),
        ("Micronésie", ["FSM"]),
        ("Россия", []),
        ("Российская Федерация", ["RUS"]),
        ("the gambia", ["GMB"]),
        ("COTE D'IVOIRE", ["CIV"]),
        ("Hawaii", ["hawaii"]),
        ("Siam", ["THA"]),
        ("Sahrawi Arab Democratic Republic", ["ESH"]),
    ],
)
def test_a_name_gives_its_state_and_no_neighbour(name: str, expected: list[str]) -> None:
    """A state that another claims is never given for it, nor the other way round."""
    assert ids(name) == expected


@pytest.mark.parametrize("name", ["Kosov", "Checoslovaquia", "Republic", "of", "the", "", "  ", "'", "Czech", "State"])
def test_what_matches_nothing_gives_nothing(name: str) -> None:
    """Near is not there."""
    assert find(name) == ()


def test_czechoslovakia_in_its_time_and_after_it() -> None:
    """In 1950 it holds; in 2000 it is told to have ended, and nobody is given in its place."""
    assert one("Czechoslovakia", "1950-01-01").valid is Truth.TRUE
    ended = one("Czechoslovakia", "2000-01-01")
    assert (ended.state, ended.valid) == ("state:CSK", Truth.FALSE)
    assert "not valid" in ended.why
    assert "cow-2024 has it until 1992-12-31" in ended.why


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (None, [("state:CSK", None), ("state:SCG", None)]),
        ("2005-01-01", [("state:SCG", Truth.TRUE), ("state:CSK", Truth.FALSE)]),
        ("1998-01-01", [("state:CSK", Truth.FALSE), ("state:SCG", Truth.FALSE)]),
        # The day on which the code was first given is not known, so it may not have been yet.
        ("1980-01-01", [("state:CSK", Truth.UNKNOWN), ("state:SCG", Truth.FALSE)]),
    ],
)
def test_a_code_that_was_given_twice(day: str | None, expected: list[tuple[str, Truth | None]]) -> None:
    """Both states are told, with the time of the code; the day puts the one that holds first."""
    found = find("CS", on=day)
    assert [(candidate.state, candidate.valid) for candidate in found] == expected
    assert {(candidate.state, *map(str, candidate.periods)) for candidate in found} == {
        ("state:CSK", "/1993-06-15"),
        ("state:SCG", "2003-07-23/2006-09-26"),
    }


def test_a_number_is_told_with_the_list_that_has_it() -> None:
    """345 is Yugoslavia in both lists, and Serbia in one."""
    assert {(candidate.state, candidate.system) for candidate in find("345")} == {
        ("state:SRB", "cown"),
        ("state:YUG", "cown"),
        ("state:YUG", "gwn"),
    }
    assert {(candidate.state, candidate.system) for candidate in find("340")} == {
        ("state:SRB", "gwn"),
        ("state:HND", "iso-numeric"),
    }


@pytest.mark.parametrize(
    ("code", "state", "system"),
    [
        ("NA", "state:NAM", "iso2"),
        ("na", "state:NAM", "iso2"),
        ("NO", "state:NOR", "iso2"),
        ("004", "state:AFG", "iso-numeric"),
        ("4", "state:AFG", "iso-numeric"),
        ("BUMM", "state:MMR", "iso4"),
        ("DHY", "state:BEN", "iso3"),
        ("Q889", "state:AFG", "wikidata"),
        ("GFR", "state:DEU", "cowc"),
    ],
)
def test_codes_of_every_scheme(code: str, state: str, system: str) -> None:
    """A code is found whatever its case, and an ISO number without its zeros."""
    assert (state, system) in {(candidate.state, candidate.system) for candidate in find(code)}


def test_a_former_name_is_valid_in_its_time() -> None:
    """A name that the country codes dropped is told as such on a later day."""
    name = "Burma, Socialist Republic of the Union of"
    assert one(name, "1980-01-01").valid is Truth.UNKNOWN
    assert one(name, "2000-01-01").valid is Truth.FALSE
    assert [str(period) for period in one(name).periods] == ["/1989-12-05"]


def test_a_name_that_a_source_dates_is_valid_in_that_time() -> None:
    """Of two states that bore one name, the day tells which did."""
    together = {candidate.state: candidate.valid for candidate in find("United Arab Republic", on="1960-01-01")}
    assert together == {"state:EGY": Truth.TRUE, "state:SYR": Truth.TRUE}
    after = {candidate.state: candidate.valid for candidate in find("United Arab Republic", on="1965-01-01")}
    assert after == {"state:EGY": Truth.TRUE, "state:SYR": Truth.FALSE}
    assert one("New Granada", "1840-01-01").valid is Truth.TRUE
    assert one("New Granada", "1900-01-01").valid is Truth.FALSE


def test_the_reason_says_what_matched() -> None:
    """Each way of matching has its words."""
    assert one("Kosovo").why == "Kosovo is a name of it"
    assert one("Ottoman Empire").why == "Ottoman Empire is part of its name Turkey (Ottoman Empire)"
    assert one("BUMM").why == "BUMM is its ISO 3166-3 code"
    assert find("CS")[1].why == "CS is its ISO 3166-1 alpha-2 code (2003-07-23/2006-09-26)"
    (shared,) = [candidate for candidate in find("China") if candidate.state == "state:TWN"]
    assert (shared.matched, shared.why) == (Matched.SHARED, "China is used for several states")


def test_whole_names_come_before_parts_and_shared_names() -> None:
    """Without a day the order is that of how well the text fits, then of ids."""
    assert [(candidate.state, str(candidate.matched)) for candidate in find("Congo")] == [
        ("state:COG", "name"),
        ("state:COD", "part"),
        ("state:congo-free-state", "shared"),
    ]


def test_suggestions_are_no_candidates() -> None:
    """What is spelled alike is another type, given only when asked for, and at most so many."""
    assert find("Kazakstan") == ()
    near = suggest("Kazakstan")
    assert near[0].state == "state:KAZ"
    assert set(attrs.asdict(near[0])) == {"state", "name"}
    assert {one.state for one in suggest("Irelnd", limit=2)} == {"state:IRL", "state:ISL"}
    assert len(suggest("Irelnd", limit=1)) == 1
    assert suggest("xyzzy") == ()


def test_a_day_that_is_none_is_refused() -> None:
    """It is an error, not an answer."""
    with pytest.raises(InvalidDataError):
        find("Kosovo", on="yesterday")


NAMED = [(record.id, name.text) for record in reference.states().of(State) for name in record.names]


@given(st.sampled_from(NAMED), st.dates())
def test_a_day_leaves_no_candidate_out(named: tuple[str, str], day: object) -> None:
    """Whatever the day, the same states are told, each with a verdict, and the certain ones first."""
    state, name = named
    plain, dated = find(name), find(name, on=str(day))
    assert state in {candidate.state for candidate in plain}
    assert {(candidate.state, candidate.system) for candidate in plain} == {
        (candidate.state, candidate.system) for candidate in dated
    }
    assert all(candidate.valid is None for candidate in plain)
    ranks = [candidate.valid.value for candidate in dated if candidate.valid is not None]
    assert len(ranks) == len(dated)
    assert ranks == sorted(ranks, reverse=True)


@given(st.text())
def test_any_text_is_an_allowed_question(text: str) -> None:
    """There is always an answer, if an empty one."""
    assert all(candidate.why for candidate in find(text))


def test_every_name_and_code_of_the_data_is_found() -> None:
    """Nothing in the data is out of reach."""
    for record in reference.states().of(State):
        for name in (record.name, *(name.text for name in record.names)):
            assert record.id in {candidate.state for candidate in find(name)}
        for code in record.codes:
            assert (record.id, code.system) in {(found.state, found.system) for found in find(code.value)}
