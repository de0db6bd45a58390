"""The reference data holds every spell of every list, once, and nothing that no source says."""

import csv
import hashlib
import importlib.util
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

import recognition
from recognition import Period, Severity, Source, State, Truth, reference

ROOT: Final = Path(__file__).resolve().parents[2]
Find = Callable[[str], Path]
Spells = Counter[tuple[str, str, str]]


def states() -> tuple[State, ...]:
    """Give the states of the data."""
    return reference.states().of(State)


def state(slug: str) -> State:
    """Give one of them."""
    record = reference.states()[f"state:{slug}"]
    assert isinstance(record, State)
    return record


def spells(slug: str, system: str) -> list[tuple[str | None, str]]:
    """Give the spells of a state in a list: code, period."""
    return [(one.code, str(one.period)) for one in state(slug).memberships if one.system == system]


def codes(slug: str, system: str) -> list[tuple[str, str | None]]:
    """Give the codes of a state in a scheme: value, period."""
    held = [code for code in state(slug).codes if code.system == system]
    return [(code.value, None if code.period is None else str(code.period)) for code in held]


@cache
def maker() -> ModuleType:
    """Give the script that builds the data."""
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "tools" / "make_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def decisions() -> dict[str, dict[str, Any]]:
    """Give the table of decisions, which is read once; a test changes a copy."""
    table: dict[str, dict[str, Any]] = maker()._yaml("states.yaml")["states"]
    return table


def cow_spells(path: Path, last: str) -> Iterator[tuple[str, str]]:
    """Give the spells of a file of Correlates of War, read without the library: number, period."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            start, end = (
                f"{int(row[f'{which}year']):04}-{int(row[f'{which}month']):02}-{int(row[f'{which}day']):02}"
                for which in ("st", "end")
            )
            yield row["ccode"], f"{start}/{'..' if end == last else end}"


def gw_spells(path: Path) -> Iterator[tuple[str, str]]:
    """Give the spells of a file of Gleditsch and Ward, read without the library: number, period."""
    for line in path.read_text(encoding="cp1252").splitlines()[1:]:
        number, _, _, start, end = line.split("\t")
        yield number, f"{start}/{'..' if end == '2020-12-31' else end}"


def test_every_spell_of_every_list_is_there_once_and_no_other(real_file: Find) -> None:
    """The memberships in a list, over all states, are its rows: same code, same days."""
    lists = {
        "cow-2016": [*cow_spells(real_file("data/cow_states/states2016.csv"), "2016-12-31")],
        "cow-2024": [*cow_spells(real_file("data/cow_states/cow_statelist2024.csv"), "2024-12-31")],
        "gw": [*gw_spells(real_file("data/gw_states/ksgmdw.txt"))],
    }
    lists["gw-micro"] = lists["gw"] + [*gw_spells(real_file("data/gw_states/microstates.txt"))]
    assert {key: len(rows) for key, rows in lists.items()} == {
        "cow-2016": 243,
        "cow-2024": 244,
        "gw": 216,
        "gw-micro": 239,
    }
    expected = Counter((key, number, period) for key, rows in lists.items() for number, period in rows)
    held = Counter(
        (one.system, str(one.code), str(one.period))
        for record in states()
        for one in record.memberships
        if one.system in lists
    )
    assert held == expected


def test_the_members_of_the_united_nations_are_those_of_the_table() -> None:
    """Each row of the table is one membership, and each membership a row."""
    with (ROOT / "tools/reference/un-members.csv").open(encoding="utf-8", newline="") as stream:
        expected = Counter((row["state"], f"{row['first']}/{row['last']}") for row in csv.DictReader(stream))
    held = Counter(
        (record.id, str(one.period)) for record in states() for one in record.memberships if one.system == "un"
    )
    assert held == expected
    listed = {one.system for record in states() for one in record.memberships}
    assert listed == {"cow-2016", "cow-2024", "gw", "gw-micro", "un"}


@pytest.mark.parametrize(
    ("day", "members"),
    [
        # Counts that sources give which the table was not made from: a list of members of 2002 for the decades, and
        # a chart of 1965, which lists 114 without Indonesia, told there to have withdrawn.
        (date(1945, 12, 31), 51),
        (date(1950, 12, 31), 60),
        (date(1960, 12, 31), 99),
        (date(1965, 3, 15), 114 + 1),
        (date(1970, 12, 31), 127),
        (date(1980, 12, 31), 154),
        (date(2002, 9, 27), 191),
        (date(2020, 1, 1), 193),
    ],
)
def test_the_members_of_the_united_nations_count_up_to_what_others_counted(day: date, members: int) -> None:
    """On days on which no membership is uncertain, as many states are in as there are said to have been."""
    values = [
        Truth.any(one.period.contains(day) for one in record.memberships if one.system == "un" and one.period)
        for record in states()
    ]
    assert values.count(Truth.TRUE) == members
    assert Truth.UNKNOWN not in values


def test_no_state_is_twice_in_a_list_on_a_day() -> None:
    """Two spells of one state in one list share no day."""
    for record in states():
        for system in {one.system for one in record.memberships}:
            periods = [one.period for one in record.memberships if one.system == system and one.period is not None]
            pairs = [(one, other) for number, one in enumerate(periods) for other in periods[number + 1 :]]
            assert all(one.overlaps(other) is Truth.FALSE for one, other in pairs), (record.id, system)


def test_a_rebuild_gives_the_bytes_that_are_shipped(real_file: Find) -> None:
    """The script, run on the files of the lists, gives the file of the package."""
    data = real_file("data/cow_states/states2016.csv").parents[1]
    assert maker().build(data) == files("recognition.reference").joinpath("states.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("field", "change", "told"),
    [
        ("cow", {"state:AFG": ["700.AFG", "2.USA"]}, "cow: decided twice: 2.USA"),
        ("cow", {"state:AFG": []}, "cow: not decided: 700.AFG"),
        ("gw", {"state:AFG": ["700.XYZ"]}, "gw: not decided: 700.AFG"),
        ("rdcr", {"state:AFG": ["afghanistan", "atlantis"]}, "rdcr: not found: atlantis"),
        ("iso", {"state:AFG": "AFX"}, "iso: not decided: AFG"),
    ],
)
def test_a_row_without_its_decision_stops_the_script(field: str, change: dict[str, object], told: str) -> None:
    """A row that is decided twice or not at all, or a decision without a row, is an error that names it."""
    tool = maker()
    table = {**decisions()}
    rows = {item for entry in table.values() for item in tool._items(entry.get(field, ()))}
    for key, value in change.items():
        table[key] = {**table[key], field: value}
    with pytest.raises(SystemExit, match=told):
        tool._decisions(field, table, rows)


def test_the_digests_of_the_sources_are_those_of_the_files(real_file: Find) -> None:
    """A source that was read from a file has the digest of its bytes."""
    for slug, name in {
        "cow-2016": "cow_states/states2016.csv",
        "cow-2024": "cow_states/cow_statelist2024.csv",
        "gw-states": "gw_states/ksgmdw.txt",
        "gw-microstates": "gw_states/microstates.txt",
        "country-codes-csv": "country_codes/country-codes.csv",
    }.items():
        source = reference.states()[f"source:{slug}"]
        assert isinstance(source, Source)
        assert source.sha256 == hashlib.sha256(real_file(f"data/{name}").read_bytes()).hexdigest()


def test_a_line_that_is_cited_is_that_of_the_state(real_file: Find) -> None:
    """The locator of a citation leads to the row."""
    cited = {item.source: item.locator for item in state("SRB").citations}
    lines = real_file("data/cow_states/cow_statelist2024.csv").read_text(encoding="utf-8").splitlines()
    assert lines[int(str(cited["source:cow-2024"]).removeprefix("line ")) - 1].startswith("SRB,345,Serbia,2006,6,3,")
    lines = real_file("data/country_codes/country-codes.csv").read_text(encoding="utf-8").splitlines()
    assert ",SRB," in lines[int(str(cited["source:country-codes-csv"]).removeprefix("line ")) - 1]


def test_every_article_of_the_guide_is_of_one_state(real_file: Find) -> None:
    """Each of the articles is cited, by one state."""
    folder = real_file("data/us_rdcr/articles")
    decided = Counter(stem for entry in decisions().values() for stem in entry.get("rdcr", ()))
    assert decided == Counter(path.stem for path in folder.glob("*.xml"))


def test_every_state_has_a_source() -> None:
    """No state is there on nobody's word, and no source is there that no state cites."""
    assert all(record.citations for record in states())
    cited = {item.source for record in states() for item in record.citations}
    assert cited == {record.id for record in reference.states().of(Source)}


def test_the_ids_of_the_examples_are_those_of_the_data() -> None:
    """A state of the seeds has its id here."""
    seeds = [*(ROOT / "seeds").glob("*.yaml"), *(ROOT / "seeds/casebook").glob("*.yaml")]
    named = {
        record.id
        for path in seeds
        if not path.name.endswith(".questions.yaml")
        for record in recognition.load(path).of(State)
    }
    assert len(named) > 40
    assert named <= {record.id for record in states()}


def test_an_id_is_the_alpha_3_code_where_there_is_one() -> None:
    """The capitals of an id are the current code of the state, or the one that it ended with; other ids are words."""
    for record in states():
        slug = record.id.partition(":")[2]
        alpha3 = [code for code in record.codes if code.system == "iso3"]
        if slug == "XKX":  # a code of the range that ISO 3166 leaves to users
            assert not alpha3
        elif slug.isupper():
            assert slug in [code.value for code in alpha3 if code.period is None or code.period.open_end] or all(
                code.value == slug for code in alpha3
            )
        else:
            assert not alpha3


def test_loading_finds_nothing_doubtful_and_happens_once() -> None:
    """There are no problems, not even notes, and the dataset is kept."""
    assert not [problem for problem in reference.states().problems if problem.severity is not Severity.NOTE]
    assert not reference.states().problems
    assert reference.states() is reference.states()


def test_the_file_is_in_canonical_form() -> None:
    """Written again, the data gives the same bytes; and it is small."""
    data = files("recognition.reference").joinpath("states.jsonl").read_bytes()
    assert recognition.dumps(reference.states(), format="jsonl") == data
    assert len(data) < 500_000


def test_serbia_is_345_in_one_list_and_340_in_the_other() -> None:
    """Each list's code stands with that list's own days."""
    assert spells("SRB", "cow-2016") == []
    assert spells("SRB", "cow-2024") == [("345", "2006-06-03/..")]
    assert spells("SRB", "gw") == [("340", "1878-07-13/1915-10-01"), ("340", "2006-06-05/..")]
    assert spells("YUG", "cow-2024") == [("345", "1878-07-13/1941-04-20"), ("345", "1944-10-20/2006-06-03")]
    assert spells("YUG", "cow-2016")[-1] == ("345", "1944-10-20/..")


def test_a_code_that_was_given_twice_has_its_time_each_time() -> None:
    """`CS` was Czechoslovakia, then Serbia and Montenegro."""
    assert codes("CSK", "iso2") == [("CS", "/1993-06-15")]
    assert codes("SCG", "iso2") == [("CS", "2003-07-23/2006-09-26")]
    assert codes("MMR", "iso3") == [("MMR", "1989-12-05/.."), ("BUR", "/1989-12-05")]
    assert codes("BLR", "iso2") == [("BY", None)]
    assert codes("NAM", "iso2") == [("NA", None)]


def test_a_spell_that_a_list_does_not_cut_stands_whole() -> None:
    """Of states that lists carry on under one number, one has the spell, and the others have none."""
    assert spells("RUS", "gw") == [("365", "1816-01-01/..")]
    assert spells("SUN", "gw") == spells("SUN", "cow-2024") == []
    assert spells("SUN", "un") == [(None, "1945-10-24/1991-12-24")]
    assert spells("TZA", "gw") == [("510", "1961-12-09/..")]
    assert spells("tanganyika", "gw") == []
    assert spells("tanganyika", "un") == [(None, "1961-12-14/1964-04-26")]
    assert spells("SYR", "un") == [(None, "1945-10-24/1958-02-21"), (None, "1961-10-13/..")]
    for slug in ("RUS", "SUN", "TZA", "tanganyika", "SYR", "YUG", "SCG", "DEU", "YEM", "VNM", "ITA", "TUR", "CHN"):
        assert state(slug).note


def test_the_contested_ones_are_there_and_take_no_place_that_no_list_gives() -> None:
    """Those that lists leave out are records like the others, in the lists that have them and in no other."""
    placed = {
        slug: {one.system for one in state(slug).memberships}
        for slug in (
            *("XKX", "TWN", "PSE", "ESH", "abkhazia", "south-ossetia"),
            *("northern-cyprus", "somaliland", "transnistria"),
        )
    }
    both = {"cow-2016", "cow-2024", "gw", "gw-micro"}
    assert placed == {
        "XKX": both,
        "TWN": both,
        "PSE": set(),
        "ESH": set(),
        "abkhazia": {"gw-micro"},
        "south-ossetia": {"gw-micro"},
        "northern-cyprus": set(),
        "somaliland": set(),
        "transnistria": set(),
    }


def test_no_period_is_given_to_a_state_itself() -> None:
    """When a state existed is what no list says: being in a list is not it."""
    assert not [record.id for record in states() if record.existence is not None]


def test_successions_are_the_few_that_a_source_tells() -> None:
    """Who comes after whom is told where a source says so, and nowhere else."""
    told = {(record.id, one.state, str(one.manner)) for record in states() for one in record.succeeds}
    assert told == {
        ("state:CZE", "state:CSK", "successor"),
        ("state:SVK", "state:CSK", "successor"),
        ("state:RUS", "state:SUN", "continuator"),
        ("state:TZA", "state:tanganyika", "merger"),
        ("state:TZA", "state:zanzibar", "merger"),
    }


def test_an_uncertain_end_is_marked_as_such() -> None:
    """The end of Yugoslavia's membership, of which the United Nations give no day, is uncertain."""
    ((_, period),) = spells("YUG", "un")
    end = Period(period).end
    assert end is not None
    assert end.uncertain
