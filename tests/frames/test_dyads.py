"""Panels of dyads: pairs that are in together, and no others."""

from collections import Counter
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any, Final

import narwhals as nw
import pytest
from hypothesis import given

from recognition import Dataset, Membership, Period, State
from recognition.frames import dyad_panel, state_panel
from recognition.frames.dyads import pairs_of
from recognition.frames.units import Rule, Unit
from recognition.sources import cow, gw
from tests.frames.panel_oracle import questions, verdict

Find = Callable[[str], Path]
COW: Final = "data/cow_states/cow_statelist2024.csv"
STATES: Final = "data/gw_states/ksgmdw.txt"
MICRO: Final = "data/gw_states/microstates.txt"


def dataset_of(*periods: str, system: str = "gw") -> Dataset:
    """Give states with the codes 1, 2, 3 ... and a period each."""
    return Dataset(
        State(
            id=f"state:{code}",
            name=f"State {code}",
            memberships=(Membership(system=system, code=str(code), period=Period(period)),),
        )
        for code, period in enumerate(periods, 1)
    )


def pairs(dataset: Dataset, **options: Any) -> list[tuple[int, int, bool]]:
    """Give the codes of the pairs of 2006, with whether they are certain."""
    asked = {"system": "gw", "start": "2006", "end": "2006", "directed": False, **options}
    found: list[tuple[int, int, bool]] = dyad_panel(dataset, **asked).select("code1", "code2", "certain").rows()
    return found


def test_the_published_number_of_dyads_comes_out(real_file: Find) -> None:
    """2,063,610 directed dyad years from 1816 to 2020 in the release of 2024, and half as many undirected."""
    dataset = cow.read(real_file(COW)).dataset
    assert dyad_panel(dataset, system="cow-2024", end="2020").height == 2_063_610
    assert dyad_panel(dataset, system="cow-2024", end="2020", directed=False).height == 2_063_610 // 2


@pytest.mark.parametrize(
    ("read", "files", "system", "false"),
    [
        (cow.read, ["data/cow_states/states2016.csv"], "cow-2016", 60),
        (gw.read, [STATES], "gw", 38),
        (gw.read, [STATES, MICRO], "gw-micro", 40),
    ],
)
def test_pairs_that_share_a_year_and_no_day_are_dropped(
    read: Callable[..., Any], files: list[str], system: str, false: int, real_file: Find
) -> None:
    """The package peacesciencer lists 60 of them for Correlates of War, and 38 or 40 for Gleditsch and Ward."""
    dataset = read(*map(real_file, files)).dataset
    per_year = Counter(state_panel(dataset, system=system)["year"])
    sharing = sum(count * (count - 1) for count in per_year.values())
    assert sharing - dyad_panel(dataset, system=system).height == false


def test_a_real_pair_that_never_met(real_file: Find) -> None:
    """Yugoslavia leaves on 4 June 2006, Serbia enters on 5 June: no dyad, while Montenegro is one with either."""
    dataset = gw.read(real_file(STATES)).dataset
    panel = nw.from_native(dyad_panel(dataset, system="gw", start="2006", end="2006"))
    found = panel.filter(nw.col("code1").is_in([340, 341, 345]), nw.col("code2").is_in([340, 341, 345]))
    assert found.select("code1", "code2").rows() == [(340, 341), (341, 340), (341, 345), (345, 341)]


@pytest.mark.parametrize(
    ("one", "two", "rules"),
    [
        ("1900/..", "1900/..", {"any", "first", "last", "all"}),
        ("1900/..", "1900-01-01/2006-06-30", {"any", "first"}),
        ("1900/..", "2006-06-30/..", {"any", "last"}),
        ("1900-01-01/2006-06-30", "2006-06-30/..", {"any"}),
        ("1900-01-01/2006-06-29", "2006-06-30/..", set()),
        ("2006-01-01/2006-01-01", "1900/..", {"any", "first"}),
        ("2006-12-31/..", "1900/..", {"any", "last"}),
        ("2007-01-01/..", "1900/..", set()),
    ],
)
def test_both_have_to_be_in_together(one: str, two: str, rules: set[str]) -> None:
    """On a day that is common to both, on the first, on the last, on all."""
    found = {str(rule) for rule in Rule if pairs(dataset_of(one, two), rule=rule)}
    assert found == rules


@pytest.mark.parametrize(
    ("one", "two", "certain"),
    [
        ("1900/2006", "1900/..", [True]),
        ("1900/2006", "2006/..", [False]),
        ("1900/2006-06", "2006-06/..", [False]),
        ("1900/2006-06", "2006-07/..", []),
        ("1900/2006-06", "2006-03/..", [True]),
        ("2006/2006", "1900/..", [True]),
        ("2006/2006", "2006-01-02/..", [False]),
        ("2006-06/2006-06", "2006-06-01/..", [True]),
        ("2006-06/2006-06", "2006-06-02/..", [False]),
        ("2006-06/2006-06", "2006-06/2006-06", [False]),
        # A winter of one hemisphere or the other, 1 June 2005 to 21 March 2006, of which they share a day in any case:
        # but perhaps none in 2006.
        ("2005-24/2005-24", "1900-01-01/2006-08-01", [False]),
        ("1900/", "1900/..", [False]),
        ("1900/", "1900/", [False]),
    ],
)
def test_what_the_dates_leave_open_is_not_certain(one: str, two: str, certain: list[bool]) -> None:
    """Whether two have met, if one left and the other entered in one month, nobody says."""
    assert [verdict for _, _, verdict in pairs(dataset_of(one, two))] == certain
    assert [verdict for _, _, verdict in pairs(dataset_of(two, one))] == certain


def test_columns_rows_and_their_order() -> None:
    """Units, then the codes of both; each pair in both directions, or the lower code first."""
    dataset = dataset_of("1900/..", "1900/..")
    panel = nw.from_native(dyad_panel(dataset, system="gw", start="2006-12", end="2007-01", unit="month"))
    text, whole = nw.String(), nw.Int64()
    assert dict(panel.collect_schema()) == {
        "year": whole,
        "month": whole,
        "code1": whole,
        "state1": text,
        "name1": text,
        "code2": whole,
        "state2": text,
        "name2": text,
        "certain": nw.Boolean(),
    }
    one, two = (1, "state:1", "State 1"), (2, "state:2", "State 2")
    assert panel.rows() == [
        (2006, 12, *one, *two, True),
        (2006, 12, *two, *one, True),
        (2007, 1, *one, *two, True),
        (2007, 1, *two, *one, True),
    ]
    undirected = dyad_panel(dataset, system="gw", start="2006-12", end="2007-01", unit="month", directed=False)
    assert nw.from_native(undirected).rows() == panel.rows()[::2]


def test_two_states_of_one_code_are_no_pair() -> None:
    """Though both are in on the day on which one follows the other."""
    dataset = Dataset(
        State(id=f"state:{slug}", name=slug, memberships=(Membership(system="cow-2024", code="345", period=period),))
        for slug, period in (("YUG", Period("1944-10-20/2006-06-03")), ("SRB", Period("2006-06-03/..")))
    )
    assert pairs(dataset, system="cow-2024") == []


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("rule", Rule)
def test_a_pair_has_a_row_only_if_both_have_one(unit: str, rule: str) -> None:
    """And always, if one of them is in all the time."""
    dataset = dataset_of("1900/..", "1990/2006-03", "2006-03-15/2006-05", "2006-05-31/2006-06-01", "2006/")
    asked: dict[str, Any] = {"system": "gw", "start": "2005-12-31", "end": "2006-06-30", "unit": unit, "rule": rule}
    if unit != "day":
        asked |= {"start": "2005", "end": "2006"}
    count = len(Unit.named(unit).schema)
    states = {row[: count + 1]: row[-1] for row in state_panel(dataset, **asked).rows()}
    found = dyad_panel(dataset, **asked).rows()
    assert len({(*row[:count], row[count], row[count + 3]) for row in found}) == len(found)
    for row in found:
        one, two = states[(*row[:count], row[count])], states[(*row[:count], row[count + 3])]
        assert not row[-1] or (one and two)
    by_first = {(*row[:count], row[count + 3]): row[-1] for row in found if row[count] == 1}
    assert by_first == {label: certain for label, certain in states.items() if label[-1] != 1}


@given(questions(places=2))
def test_a_panel_has_what_some_dates_give_and_tells_what_all_give(asked: Any) -> None:
    """Each pair in each unit, by each rule, against the days of every completion of the dates.

    What is told as certain is so. All that is so is told, except of two places both of which have a spell without one
    certain day.
    """
    frame = pairs_of(asked, directed=True, backend="polars", connection=None).to_native()
    count = len(asked.listed.places)
    found = {
        (order // count**2, order // count % count, order % count): certain
        for order, certain in frame.select("order", "certain").rows()
    }
    assert len(found) == frame.height
    for one, two in permutations(asked.listed.places, 2):
        vague = all(any(spell.certain is None for spell in place.spells) for place in (one, two))
        for number in asked.units:
            possible, certain = verdict([one.spells, two.spells], asked.days(number), asked.rule)
            told = found.get((number, one.number, two.number))
            assert (told is not None) == possible
            assert not told or certain
            assert told or not certain or vague
