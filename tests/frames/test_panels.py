"""Panels of states: which rows there are, what they say, and that every backend gives the same."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import narwhals as nw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition import Dataset, InvalidDataError, Membership, Period, State, UnknownIdError, strategies
from recognition.dataset.systems import SYSTEMS
from recognition.frames import dyad_panel, members, state_panel
from recognition.frames.lists import last_in, list_of, spell_of
from recognition.frames.panels import runs_of
from recognition.frames.units import Rule, Unit
from recognition.sources import cow, gw
from tests.frames.panel_oracle import last_states, questions, spells, verdict

Find = Callable[[str], Path]
Rows = Callable[[Any], list[tuple[object, ...]]]
COW: Final = "data/cow_states/cow_statelist2024.csv"
STATES: Final = "data/gw_states/ksgmdw.txt"
MICRO: Final = "data/gw_states/microstates.txt"
RULES: Final = [str(rule) for rule in Rule]
UNITS: Final = [str(unit) for unit in Unit]


def state(slug: str, *places: tuple[str | None, str | None], system: str = "gw") -> State:
    """Give a state with its places in a list: code and period."""
    listed = tuple(
        Membership(system=system, code=code, period=None if period is None else Period(period))
        for code, period in places
    )
    return State(id=f"state:{slug}", name=slug.title(), memberships=listed)


DATASET: Final = Dataset(
    [
        state("usa", ("2", "1816-01-01/..")),
        state("haiti", ("41", "1859-01-01/1915-07-04"), ("41", "1934-08-15/..")),
        state("yugoslavia", ("345", "1918-12-01/2006-06-04")),
        state("serbia", ("345", "2006-06-05/..")),
        state("atlantis", ("31", "2005-03/2006"), ("31", None)),
        state("mu", ("5", "2006-02/")),
    ]
)
"""A list with two spells of one state, two states of one code, partial dates, and dates not said."""


def test_the_published_number_of_gleditsch_and_ward_comes_out(real_file: Find) -> None:
    """2,091 states and microstates in 1991 to 2001, with every state that is in on some day of a year.

    Counted over the first day of each year they are 2,071.
    """
    dataset = gw.read(real_file(STATES), real_file(MICRO)).dataset
    asked: dict[str, Any] = {"system": "gw-micro", "start": "1991", "end": "2001"}
    assert state_panel(dataset, **asked).height == 2_091
    assert state_panel(dataset, rule="first", **asked).height == 2_071


def test_the_published_number_of_state_years_comes_out(real_file: Find) -> None:
    """17,511 state years from 1816 to 2024 in the release of 2024."""
    assert state_panel(cow.read(real_file(COW)).dataset, system="cow-2024").height == 17_511


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("unit", ["year", "quarter", "month"])
def test_the_real_list_agrees_with_a_count_by_days(unit: str, rule: str, real_file: Find) -> None:
    """Each code in each unit of 1989 to 1994, against the days on which it is in."""
    dataset = cow.read(real_file(COW)).dataset
    listed = dict[int, set[int]]()
    for item in dataset.of(State):
        for member in item.memberships:
            assert member.code is not None
            assert member.period is not None
            first, last = member.period.start, member.period.end
            assert first is not None
            assert first.day is not None
            until = date.max if last is None else last.day
            assert until is not None
            latest = min(until, date(1994, 12, 31))
            span = range(max(first.day, date(1989, 1, 1)).toordinal(), latest.toordinal() + 1)
            listed.setdefault(int(member.code), set()).update(span)
    of = Unit.named(unit)
    expected = list[tuple[int, int]]()
    for number in range(of.of(date(1989, 1, 1)), of.of(date(1994, 12, 31)) + 1):
        whole = range(of.first(number).toordinal(), of.last(number).toordinal() + 1)
        for code, days in sorted(listed.items()):
            inside = [day in days for day in whole]
            if {"any": any(inside), "first": inside[0], "last": inside[-1], "all": all(inside)}[rule]:
                expected.append((number, code))
    panel = state_panel(dataset, system="cow-2024", start="1989", end="1994", unit=unit, rule=rule)
    names = list(of.schema)
    labels = [
        of.of(date(row[0], 1 if len(row) == 1 else row[1] * (3 if unit == "quarter" else 1), 1))
        for row in panel.select(names).rows()
    ]
    assert list(zip(labels, panel["code"], strict=True)) == expected
    assert panel["certain"].all()


def test_serbia_is_in_as_the_list_of_gleditsch_and_ward_has_it(real_file: Find) -> None:
    """345 is Yugoslavia to 4 June 2006, 340 is Serbia from 5 June on; in the year, both have a row."""
    dataset = gw.read(real_file(STATES)).dataset
    daily = nw.from_native(state_panel(dataset, system="gw", start="2006-06-03", end="2006-06-05", unit="day"))
    found = daily.filter(nw.col("code").is_in([340, 341, 345])).select("date", "code").rows()
    june = [date(2006, 6, day) for day in (3, 4, 5)]
    assert found == [(june[0], 341), (june[0], 345), (june[1], 341), (june[1], 345), (june[2], 340), (june[2], 341)]
    yearly = nw.from_native(state_panel(dataset, system="gw", start="2005", end="2007"))
    assert yearly.filter(nw.col("code").is_in([340, 345])).select("year", "code", "name").rows() == [
        (2005, 345, "Yugoslavia"),
        (2006, 340, "Serbia"),
        (2006, 345, "Yugoslavia"),
        (2007, 340, "Serbia"),
    ]


def test_two_states_of_one_number_are_one_row(real_file: Find) -> None:
    """345 is Yugoslavia to 3 June 2006 and Serbia from that day on: the row has the one that is in at the end."""
    dataset = cow.read(real_file(COW)).dataset

    def named(start: str, end: str, unit: str, rule: str = "any") -> list[str]:
        panel = state_panel(dataset, system="cow-2024", start=start, end=end, unit=unit, rule=rule)
        found: list[str] = nw.from_native(panel).filter(nw.col("code") == 345)["name"].to_list()
        return found

    assert named("2006-06-02", "2006-06-04", "day") == ["Yugoslavia", "Serbia", "Serbia"]
    assert named("2005", "2007", "year") == ["Yugoslavia", "Serbia", "Serbia"]
    assert named("2006", "2006", "year", "all") == ["Serbia"]
    assert named("2006", "2006", "year", "last") == ["Serbia"]
    # On the first day of 2006 there is no Serbia.
    assert named("2006", "2006", "year", "first") == ["Yugoslavia"]


def test_columns_rows_and_their_order() -> None:
    """Units, then codes in the order of their numbers; the types are those of the documentation."""
    panel = nw.from_native(state_panel(DATASET, system="gw", start="2006", end="2006"))
    assert dict(panel.collect_schema()) == {
        "year": nw.Int64(),
        "code": nw.Int64(),
        "state": nw.String(),
        "name": nw.String(),
        "certain": nw.Boolean(),
    }
    assert panel.rows() == [
        (2006, 2, "state:usa", "Usa", True),
        (2006, 5, "state:mu", "Mu", True),
        (2006, 31, "state:atlantis", "Atlantis", True),
        (2006, 41, "state:haiti", "Haiti", True),
        (2006, 345, "state:serbia", "Serbia", True),
    ]


@pytest.mark.parametrize(
    ("unit", "label"),
    [
        ("quarter", {"year": 2006, "quarter": 2}),
        ("month", {"year": 2006, "month": 6}),
        ("day", {"year": 2006, "date": date(2006, 6, 5)}),
    ],
)
def test_a_unit_is_named_by_its_columns(unit: str, label: dict[str, object]) -> None:
    """The year, and what tells the unit in it."""
    panel = nw.from_native(state_panel(DATASET, system="gw", start="2006", end="2006", unit=unit))
    assert panel.columns == [*label, "code", "state", "name", "certain"]
    assert {**label, "code": 345, "state": "state:serbia", "name": "Serbia", "certain": True} in panel.rows(named=True)


def test_what_the_dates_leave_open_is_not_certain() -> None:
    """Atlantis may leave in any month of 2006, and be in at any time; Mu may leave on the day it enters, or never."""
    panel = nw.from_native(state_panel(DATASET, system="gw", start="2004", end="2007"))
    rows = panel.filter(nw.col("code").is_in([5, 31])).select("year", "code", "certain").rows()
    assert rows == [
        (2004, 31, False),
        (2005, 31, True),
        (2006, 5, True),
        (2006, 31, True),
        (2007, 5, False),
        (2007, 31, False),
    ]
    first = nw.from_native(state_panel(DATASET, system="gw", start="2005", end="2006", rule="first"))
    assert first.filter(nw.col("code") == 31).select("year", "certain").rows() == [(2005, False), (2006, True)]


def test_a_state_between_two_spells_is_not_in() -> None:
    """Haiti is out from 5 July 1915 to 14 August 1934, and by each rule for as long as it says."""

    def out(rule: str) -> tuple[int, int]:
        panel = nw.from_native(state_panel(DATASET, system="gw", start="1900", end="1950", rule=rule))
        years = set(panel.filter(nw.col("code") == 41)["year"].to_list())
        gone = sorted(set(range(1900, 1951)) - years)
        assert gone == list(range(gone[0], gone[-1] + 1))
        return gone[0], gone[-1]

    assert [out(rule) for rule in RULES] == [(1916, 1933), (1916, 1934), (1915, 1933), (1915, 1934)]


def test_two_spells_in_one_unit_are_one_row() -> None:
    """Out for a month of a year, or for a day: in the year nonetheless, and not on every day of it."""
    dataset = Dataset(
        [state("x", ("1", "1900-01-01/1950-05-31"), ("1", "1950-07-01/..")), state("y", ("2", "1900/.."))]
    )
    asked: dict[str, Any] = {"system": "gw", "start": "1950", "end": "1950"}
    for rule, codes in (("any", [1, 2]), ("first", [1, 2]), ("last", [1, 2]), ("all", [2])):
        assert state_panel(dataset, rule=rule, **asked)["code"].to_list() == codes


def test_days_that_the_list_does_not_cover_do_not_count() -> None:
    """The United Nations begin on 24 October 1945: who is in before that day only, is not in during that year."""
    listed = [("a", "1945-10-24/.."), ("b", "1945-01-01/1945-10-23"), ("c", "1945-01-01/1945-10-24"), ("d", "1946/..")]
    dataset = Dataset([state(slug, (None, period), system="un") for slug, period in listed])
    asked: dict[str, Any] = {"system": "un", "start": "1945", "end": "1945"}
    assert state_panel(dataset, **asked)["state"].to_list() == ["state:a", "state:c"]
    assert state_panel(dataset, rule="last", **asked)["state"].to_list() == ["state:a"]


def test_which_of_two_states_is_not_guessed() -> None:
    """Two states of one code, of which the dates do not say which is in at the end: the row names neither."""
    dataset = Dataset([state("x", ("1", "1900/1950")), state("y", ("1", "1950/1950"))])
    panel = nw.from_native(state_panel(dataset, system="gw", start="1949", end="1950"))
    assert panel.rows() == [(1949, 1, "state:x", "X", True), (1950, 1, None, None, True)]


def test_codes_that_are_no_numbers_stay_text() -> None:
    """One code with a zero before it, and nothing would be lost: all are text; a state without a code has none."""
    dataset = Dataset([state("x", ("004", "1900/..")), state("y", ("20", "1900/..")), state("z", (None, "1900/.."))])
    panel = nw.from_native(state_panel(dataset, system="gw", start="1950", end="1950"))
    assert panel.collect_schema()["code"] == nw.String
    assert panel.select("code", "state").rows() == [("004", "state:x"), ("20", "state:y"), (None, "state:z")]
    pairs = nw.from_native(dyad_panel(dataset, system="gw", start="1950", end="1950", directed=False))
    assert pairs.select("code1", "code2").rows() == [("004", "20"), ("004", None), ("20", None)]


def test_a_panel_without_rows_has_its_columns(backend: str, rows_of: Rows) -> None:
    """In each backend and unit, with the types of one that has rows."""
    dataset = Dataset([state("x", ("1", "1900-01-01/1950-05-31"))])
    for unit in UNITS:
        for panel in (state_panel, dyad_panel):
            full, empty = (
                panel(dataset, system="gw", start=day, end=day, unit=unit, backend=backend)
                for day in (("1940", "1960") if unit != "day" else ("1940-05-05", "1960-05-05"))
            )
            assert nw.from_native(full).collect_schema() == nw.from_native(empty).collect_schema()
            if backend != "pyspark" or (unit == "day" and panel is dyad_panel):  # each question costs Spark seconds
                assert rows_of(empty) == []


def test_a_list_that_the_dataset_does_not_have_is_refused() -> None:
    """A panel without rows would say that nobody is in; the lists that there are, are named."""
    with pytest.raises(UnknownIdError):
        dyad_panel(DATASET, system="gw-micro")
    with pytest.raises(UnknownIdError):
        members(DATASET, "gw-micro", "1990")
    with pytest.raises(UnknownIdError, match="no state of the dataset in the list 'gw'"):
        state_panel(Dataset(), system="gw")
    with pytest.raises(UnknownIdError, match=r"its states are in: gw\) in the list 'gw-micro'"):
        state_panel(DATASET, system="gw-micro")


@pytest.mark.parametrize("panel", [state_panel, dyad_panel])
def test_mistakes_in_the_arguments_are_told(panel: Callable[..., object]) -> None:
    """With near names, or the path of the argument."""
    for wrong in ({"unit": "years"}, {"rule": "al"}, {"system": "gw_micro"}, {"backend": "panda"}):
        with pytest.raises(UnknownIdError, match="near: "):
            panel(DATASET, **{"system": "gw", **wrong})
    with pytest.raises(InvalidDataError) as refused:
        panel(DATASET, system="gw", start="2001", end="1991")
    assert [problem.code for problem in refused.value] == ["reversed-period"]


# The same in each backend.


def test_every_backend_gives_the_same_rows(backend: str, rows_of: Rows) -> None:
    """States, dyads and members, in the same order, with days and what is missing."""
    asks: list[Callable[[str], Any]] = [
        lambda name: state_panel(DATASET, system="gw", start="1990", backend=name),
        lambda name: state_panel(DATASET, system="gw", start="2006-06", end="2006-06", unit="day", backend=name),
        lambda name: dyad_panel(DATASET, system="gw", start="2004", end="2008", unit="month", backend=name),
        lambda name: dyad_panel(DATASET, system="gw", start="2004", end="2008", directed=False, backend=name),
        lambda name: members(DATASET, "gw", "2006", backend=name),
    ]
    for ask in asks:
        expected = rows_of(ask("polars"))
        assert expected
        assert rows_of(ask(backend)) == expected


def test_frames_of_databases_are_lazy() -> None:
    """A relation of DuckDB is a question, which can be asked of further, and gives its rows in order."""
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    relation = state_panel(DATASET, system="gw", backend="duckdb", connection=connection)
    assert type(relation) is duckdb.DuckDBPyRelation
    assert "INNER" in relation.explain().upper()
    years = [row[0] for row in relation.fetchall()]
    assert years == sorted(years)
    assert relation.filter("year = 2007").aggregate("count(*)").fetchall() == [(5,)]


# Against all days and all dates.


@given(questions())
def test_a_panel_has_what_some_dates_give_and_tells_what_all_give(asked: Any) -> None:
    """Each place in each unit, by each rule, against the days of every completion of the dates."""
    found = {
        (place.number, number): stint.certain
        for place, stint in runs_of(asked)
        for number in range(stint.first, stint.last + 1)
    }
    assert len(found) == sum(stint.last - stint.first + 1 for _, stint in runs_of(asked))
    for place in asked.listed.places:
        for number in asked.units:
            possible, certain = verdict([place.spells], asked.days(number), asked.rule)
            assert found.get((place.number, number)) == (certain if possible else None)


@given(st.lists(spells(), min_size=1, max_size=3), st.integers(0, 6), st.integers(0, 6))
def test_a_state_is_named_only_if_all_dates_give_it(listed: list[Any], one: int, two: int) -> None:
    """And is named, if the dates are days and one state is in last."""
    window = min(one, two) + 730_000, max(one, two) + 730_000
    listed.sort(key=lambda spell: (spell.start, spell.end, spell.state))
    named = last_in(listed, window)
    possible = list(last_states(listed, window))
    if named is not None:
        assert all(states == {named.state} for states in possible)
    elif all(spell.start[0] == spell.start[1] and spell.end[0] == spell.end[1] for spell in listed):
        assert all(len(states) > 1 for states in possible)


@given(strategies.periods(), st.dates(date(1816, 1, 1), date(2020, 12, 31)))
def test_a_day_of_a_panel_agrees_with_the_period(period: Period, day: date) -> None:
    """A state is in the panel of a day unless its period certainly lacks it, and certain if it certainly has it."""
    dataset = Dataset([state("x", ("1", str(period)))])
    answer = period.contains(day)
    for rule in RULES:
        panel = state_panel(dataset, system="gw", start=day, end=day, unit="day", rule=rule)
        assert panel["certain"].to_list() == {"TRUE": [True], "UNKNOWN": [False], "FALSE": []}[answer.name]


@given(strategies.periods())
def test_the_days_of_a_spell_are_those_of_its_period(period: Period) -> None:
    """What is possible is not certainly lacking, and what is certain is certainly there."""
    spell = spell_of(state("x"), period)
    for day in {*spell.start, *spell.end}:
        if 1 <= day <= date.max.toordinal():
            answer = period.contains(date.fromordinal(day)).name
            assert (answer != "FALSE") == (spell.possible[0] <= day <= spell.possible[1])
            assert (answer == "TRUE") == (spell.certain is not None and spell.certain[0] <= day <= spell.certain[1])


def test_a_list_is_in_the_order_of_its_codes() -> None:
    """By number where all are numbers: 2 before 10."""
    dataset = Dataset([state("x", ("10", "1900/..")), state("y", ("2", "1900/..")), state("z", ("2", "1800/1850"))])
    listed = list_of(dataset, SYSTEMS["gw"])
    assert [(place.number, place.code, [spell.state for spell in place.spells]) for place in listed.places] == [
        (0, 2, ["state:z", "state:y"]),
        (1, 10, ["state:x"]),
    ]
