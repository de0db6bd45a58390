"""Who is in a list of states on a day."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import narwhals as nw
import pytest

from recognition import Dataset, InvalidDataError, Membership, PartialDate, Period, State
from recognition.frames import members
from recognition.sources import cow, gw

Find = Callable[[str], Path]
JUNE: Final = "2006-06-{:02}"


def dataset_of(*places: tuple[str | None, str | None], system: str = "gw") -> Dataset:
    """Give states with a place in a list each: code and period."""
    return Dataset(
        State(
            id=f"state:{number}",
            name=f"State {number}",
            memberships=(Membership(system=system, code=code, period=None if period is None else Period(period)),),
        )
        for number, (code, period) in enumerate(places, 1)
    )


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (3, [(341, "Montenegro"), (345, "Yugoslavia")]),
        (4, [(341, "Montenegro"), (345, "Yugoslavia")]),
        (5, [(340, "Serbia"), (341, "Montenegro")]),
    ],
)
def test_serbia_by_gleditsch_and_ward(day: int, expected: list[tuple[int, str]], real_file: Find) -> None:
    """345 is in until 4 June 2006, 340 from the day after."""
    dataset = gw.read(real_file("data/gw_states/ksgmdw.txt")).dataset
    found = nw.from_native(members(dataset, "gw", JUNE.format(day)))
    assert found.filter(nw.col("code").is_in([340, 341, 345])).select("code", "name").rows() == expected


@pytest.mark.parametrize(("day", "names"), [(2, ["Yugoslavia"]), (3, ["Yugoslavia", "Serbia"]), (4, ["Serbia"])])
def test_serbia_by_correlates_of_war(day: int, names: list[str], real_file: Find) -> None:
    """Under one number, both are in on 3 June 2006, as the list has them."""
    dataset = cow.read(real_file("data/cow_states/cow_statelist2024.csv")).dataset
    found = nw.from_native(members(dataset, "cow-2024", JUNE.format(day)))
    assert found.filter(nw.col("code") == 345)["name"].to_list() == names


def test_columns_rows_and_their_order() -> None:
    """The order is that of the codes; the period is that of the membership, as it is recorded."""
    dataset = dataset_of(("10", "1900-01-01/.."), ("2", "1950-06/.."), ("3", None), ("4", "1900/1949"))
    found = nw.from_native(members(dataset, "gw", date(1950, 6, 15)))
    text = nw.String()
    assert dict(found.collect_schema()) == {
        "code": nw.Int64(),
        "state": text,
        "name": text,
        "period": text,
        "certain": nw.Boolean(),
    }
    assert found.rows() == [
        (2, "state:2", "State 2", "1950-06/..", False),
        (3, "state:3", "State 3", None, False),
        (10, "state:1", "State 1", "1900-01-01/..", True),
    ]


@pytest.mark.parametrize(
    ("on", "certain"),
    [("1950-06", [True, False]), ("1950-07", [True, True]), ("[1950-05-31,1950-06-15]", [True, False])],
)
def test_a_partial_day_asks_about_every_day_that_it_may_be(on: str, certain: list[bool]) -> None:
    """Who is in on some of these days is possibly in on the day meant."""
    dataset = dataset_of(("1", "1900/.."), ("2", "1950-06-10/.."))
    for moment in (on, PartialDate(on)):
        assert members(dataset, "gw", moment)["certain"].to_list() == certain


@pytest.mark.parametrize("on", ["2021-01-01", "1815-12-31", "202X", "[2020-12-31..]", "[..1990]"])
def test_a_day_that_the_list_does_not_cover_is_refused(on: str) -> None:
    """Even if only some of the days that it may be are not covered; nobody in would be an answer."""
    dataset = dataset_of(("1", "1816-01-01/.."))
    assert members(dataset, "gw", "2020-12").height == 1
    with pytest.raises(InvalidDataError, match="gw covers the days from 1816-01-01 on to 2020-12-31") as refused:
        members(dataset, "gw", on)
    assert [(problem.code, problem.path) for problem in refused.value] == [("bad-value", "$.on")]


@pytest.mark.parametrize(
    ("on", "code"), [("yesterday", "bad-date"), (20060603, "wrong-type"), ("2006/2007", "unsupported-date")]
)
def test_what_is_no_day_is_refused(on: Any, code: str) -> None:
    """With the path of the argument."""
    with pytest.raises(InvalidDataError) as refused:
        members(dataset_of(("1", "1900/..")), "gw", on)
    assert [(problem.code, problem.path) for problem in refused.value] == [(code, "$.on")]


def test_the_united_nations_are_a_list_without_an_end() -> None:
    """They begin with their charter, and their members have no code."""
    dataset = dataset_of((None, "1945-10-24/.."), (None, "1946-11-19/.."), system="un")
    found = nw.from_native(members(dataset, "un", "1945-10-24"))
    assert found.select("code", "state").rows() == [(None, "state:1")]
    assert nw.from_native(members(dataset, "un", "2050-01-01")).shape == (2, 5)
    with pytest.raises(InvalidDataError, match="un covers the days from 1945-10-24 on"):
        members(dataset, "un", "1945-10-23")
