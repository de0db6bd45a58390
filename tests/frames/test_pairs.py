"""Panels of recognition."""

import itertools
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Final

import narwhals as nw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition import Dataset, History, InvalidDataError, Standing, UnknownIdError, loads
from recognition.frames import dyad_panel, standing_panel
from recognition.frames.cells import Reading, coverage_of
from recognition.frames.columns import ANSWER
from recognition.frames.units import Rule, Unit
from recognition.history.windows import stretches_of
from tests.properties.dense_histories import dense_datasets
from tests.properties.history_oracle import day_at
from tests.properties.test_windows import windows_by_pair

Rows = Callable[[Any], list[tuple[object, ...]]]

# --- What a cell says ----------------------------------------------------------------------------------------------

COVERAGES: Final = (None, "../..", "2001-01-31/2001-02-01", "2001-02/..", "../2000", "1990/2001-01")


def expected_cell(
    days: Sequence[date], answers: Callable[[date], tuple[frozenset[Standing], tuple[str, ...]]], coverage: str | None
) -> tuple[object, ...]:
    """Give what is to be said of the days at which a rule looks: possible, standing, truths by day, who decides."""
    if coverage is not None:
        low, _, high = coverage.partition("/")
        # Texts of dates are in the order of the dates; a month or year is before its days.
        covered = [(low == ".." or low <= str(day)) and (high == ".." or str(day)[: len(high)] <= high) for day in days]
        if not all(covered):
            return None, None, None, set()
    read = [answers(day) for day in days]
    possible = frozenset[Standing]().union(*(standings for standings, _ in read))
    if coverage is None and possible == frozenset({Standing.NONE}):
        return None, None, None, set()
    truths = list[bool | None]()
    for standings, _ in read:
        if standings == {Standing.RECOGNISED}:
            truths.append(True)
        elif Standing.RECOGNISED in standings or (coverage is None and Standing.NONE in standings):
            truths.append(None)
        else:
            truths.append(False)
    standing = next(iter(possible)) if len(possible) == 1 else None
    return possible, standing, truths, {account for _, because in read for account in because}


@settings(max_examples=max(40, settings().max_examples))
@given(
    dense_datasets(),
    st.sampled_from([Unit.DAY, Unit.MONTH, Unit.QUARTER]),
    st.sampled_from(Rule),
    st.sampled_from(COVERAGES),
)
def test_a_cell_says_what_its_days_say(dataset: Dataset, unit: Unit, rule: Rule, coverage: str | None) -> None:
    """Asked day by day, and put together by the rule; what is not covered is not said."""
    history = History(dataset)
    units = range(unit.of(day_at(0)), unit.of(day_at(5)) + 1)
    reading = Reading(units=units, unit=unit, rule=rule, coverage=coverage_of(coverage))
    for pair, windows in windows_by_pair(history).items():

        def answers(day: date, pair: Any = pair) -> tuple[frozenset[Standing], tuple[str, ...]]:
            answer = history.standing(pair[0], pair[1], on=day, capacity=pair[2], concerning=pair[3])
            return answer.possible, answer.because

        cells = [*reading.cells([*stretches_of(windows)])]
        assert [number for cell in cells for number in range(cell.first, cell.last + 1)] == list(units)
        for cell in cells:
            for number in {cell.first, cell.last}:
                first, last = unit.first(number), unit.last(number)
                days = [first + timedelta(days=more) for more in range((last - first).days + 1)]
                looked_at = {Rule.FIRST: days[:1], Rule.LAST: days[-1:]}.get(rule, days)
                possible, standing, truths, because = expected_cell(looked_at, answers, coverage)
                assert (cell.possible, cell.standing, {*cell.because}) == (possible, standing, because)
                assert cell.recognised is together(rule, truths)


def together(rule: Rule, truths: Any) -> bool | None:
    """Put the truths of days together: of `all` each of them counts, otherwise one is enough."""
    if truths is None:
        return None
    if rule is Rule.ALL:
        return False if False in truths else None if None in truths else True
    return True if True in truths else None if None in truths else False


@pytest.mark.parametrize("coverage", ["1945/", "/2020", "195X/2020", "1945?/2020", "1945/2020~"])
def test_a_coverage_of_unknown_days_is_refused(coverage: str) -> None:
    """Where the record may be read as complete has to be said to the day."""
    with pytest.raises(InvalidDataError) as caught:
        coverage_of(coverage)
    assert [problem.code for problem in caught.value] == ["bad-period"]


# --- Panels --------------------------------------------------------------------------------------------------------

DATASET: Final = loads(
    """
format_version: 1
records:
  - {type: state, id: state:A, name: A, memberships: [{system: gw, code: "2", period: 1900-01-01/..}]}
  - {type: state, id: state:B, name: B, memberships: [{system: gw, code: "20", period: 1921-01-01/1922-06-30}]}
  - {type: state, id: state:C, name: C, memberships: [{system: gw, code: "30", period: 1922/..}]}
  - {type: state, id: state:T, name: T}
  - {type: government, id: government:T.1, name: T 1, state: state:T}
  - {type: organization, id: organization:L, name: L, category: movement}
  - {type: recognition, id: recognition:1, actor: state:A, target: state:T, capacity: state, move: recognition,
     date: 1921}
  - {type: recognition, id: recognition:2, actor: state:A, target: state:T, capacity: state, move: withdrawal,
     date: 1922-03-04}
  - {type: recognition, id: recognition:3, actor: state:B, target: state:A, capacity: state, move: refusal,
     date: 1921-05-05}
  - {type: recognition, id: recognition:4, actor: state:A, target: organization:L, capacity: representative,
     move: recognition, date: 1921-05-05}
""",
    format="yaml",
)


def short(frame: Any, rows_of: Rows) -> list[tuple[object, ...]]:
    """Give the rows of a panel without what is possible, of which `standing` and `recognised` are a summary."""
    wrapped: Any = nw.from_native(frame)
    return rows_of(wrapped.select([name for name in wrapped.collect_schema().names() if "possible" not in name]))


def test_the_pairs_on_record_have_a_row_in_each_unit(backend: str, rows_of: Rows) -> None:
    """By the last day of each; where no act can have been, and no coverage is given, the cell is null."""
    panel = standing_panel(DATASET, start="1920", end="1922", backend=backend)
    expected = [("year", nw.Int64()), *[(name, nw.String()) for name in ("actor", "target", "capacity")]]
    assert list(nw.from_native(panel).collect_schema().items()) == [
        *expected,
        *ANSWER.items(),
        ("because", nw.String()),
    ]
    assert short(panel, rows_of) == [
        (1920, "state:A", "state:T", "state", None, None, None),
        (1920, "state:B", "state:A", "state", None, None, None),
        (1921, "state:A", "state:T", "state", "recognised", True, "recognition:1"),
        (1921, "state:B", "state:A", "state", "refused", False, "recognition:3"),
        (1922, "state:A", "state:T", "state", "withdrawn", False, "recognition:2"),
        (1922, "state:B", "state:A", "state", "refused", False, "recognition:3"),
    ]


def test_silence_is_an_answer_where_the_record_is_complete(rows_of: Rows) -> None:
    """Within the coverage `none` is a zero; outside it nothing is said, whatever is on record."""
    panel = standing_panel(DATASET, start="1919", end="1922", targets=["state:T"], coverage="1920/1921")
    assert rows_of(panel) == [
        (1919, "state:A", "state:T", "state", *[None] * 10),
        (1920, "state:A", "state:T", "state", True, *[False] * 6, "none", False, None),
        (1921, "state:A", "state:T", "state", *[False] * 4, True, False, False, "recognised", True, "recognition:1"),
        (1922, "state:A", "state:T", "state", *[None] * 10),
    ]


def test_a_rule_reads_the_days_of_a_unit(rows_of: Rows) -> None:
    """By the first day, by the last, by any, by every one."""
    found = {
        rule: [
            row[4:]
            for row in short(standing_panel(DATASET, start="1921", end="1922", targets="state:T", rule=rule), rows_of)
        ]
        for rule in Rule
    }
    assert found == {
        # The first day of 1921 may be that of the recognition.
        "first": [(None, None, "recognition:1"), ("recognised", True, "recognition:1")],
        "last": [("recognised", True, "recognition:1"), ("withdrawn", False, "recognition:2")],
        "any": [(None, True, "recognition:1"), (None, True, "recognition:1 recognition:2")],
        "all": [(None, None, "recognition:1"), (None, False, "recognition:1 recognition:2")],
    }


@pytest.mark.parametrize("rule", ["last", "any"])
def test_the_pairs_of_a_system_are_those_of_its_panel_of_dyads(backend: str, rows_of: Rows, rule: str) -> None:
    """Each has its answer, in either direction, and whether it certainly belongs there."""
    asked: dict[str, Any] = {"system": "gw", "start": "1921", "end": "1922", "rule": rule, "backend": backend}
    found = short(standing_panel(DATASET, coverage="../..", **asked), rows_of)
    dyads = nw.from_native(dyad_panel(DATASET, **asked)).select("year", "state1", "state2", "code1", "code2", "certain")
    expected = list[tuple[object, ...]]()
    for year, one, two, code1, code2, certain in rows_of(dyads.to_native()):
        refused = (one, two) == ("state:B", "state:A")
        standing = "none" if not refused else "refused" if year == 1922 or rule == "last" else None
        answer = (standing, False, "recognition:3" if refused else None)
        expected.append((year, one, two, "state", code1, code2, certain, *answer))
    assert found == sorted(expected, key=str)
    assert {row[1:3] for row in found} >= {("state:B", "state:A"), ("state:A", "state:C")}


def test_the_states_of_a_system_are_paired_with_targets_outside_it(backend: str, rows_of: Rows) -> None:
    """Each state in the system, with each of the targets, in the capacity that is natural or given."""
    panel = standing_panel(
        DATASET, system="gw", start="1921", end="1921", targets=["state:T", "government:T.1"], backend=backend
    )
    assert short(panel, rows_of) == [
        (1921, "state:A", "government:T.1", "government", 2, True, None, None, None),
        (1921, "state:A", "state:T", "state", 2, True, "recognised", True, "recognition:1"),
        (1921, "state:B", "government:T.1", "government", 20, True, None, None, None),
        (1921, "state:B", "state:T", "state", 20, True, None, None, None),
    ]
    panel = standing_panel(
        DATASET,
        system="gw",
        start="1921",
        end="1921",
        targets=["organization:L"],
        capacity="representative",
        coverage="1921/..",
        backend=backend,
    )
    assert short(panel, rows_of) == [
        (1921, "state:A", "organization:L", "representative", 2, True, "recognised", True, "recognition:4"),
        (1921, "state:B", "organization:L", "representative", 20, True, "none", False, None),
    ]


def test_a_state_that_the_dates_leave_open_is_null(backend: str, rows_of: Rows) -> None:
    """Two states share a code, and no one knows which of them is in: its pair has a row, and no answer."""
    dataset = loads(
        """
format_version: 1
records:
  - {type: state, id: state:A, name: A, memberships: [{system: gw, code: "2", period: 1900-01-01/..}]}
  - {type: state, id: state:X, name: X, memberships: [{system: gw, code: "3", period: 1921/1923}]}
  - {type: state, id: state:Y, name: Y, memberships: [{system: gw, code: "3", period: 1921/1923}]}
  - {type: state, id: state:V, name: V, memberships: [{system: gw, code: "4", period: 1921/1923}]}
  - {type: state, id: state:W, name: W, memberships: [{system: gw, code: "4", period: 1921/1923}]}
""",
        format="yaml",
    )
    panel = standing_panel(dataset, system="gw", start="1922", end="1922", coverage="../..", backend=backend)
    names = {2: "state:A", 3: None, 4: None}
    assert sorted(short(panel, rows_of), key=str) == sorted(
        [
            (1922, names[one], names[two], "state", one, two, True, None, None, None)
            for one, two in itertools.permutations(names, 2)
        ],
        key=str,
    )


def test_without_pairs_the_panel_is_empty_and_typed(backend: str, rows_of: Rows) -> None:
    """The columns are those of a full one."""
    empty = standing_panel(Dataset(()), start="1920", end="1922", backend=backend)
    assert rows_of(empty) == []
    full = standing_panel(DATASET, start="1920", end="1922", backend=backend)
    assert nw.from_native(empty).collect_schema().names() == nw.from_native(full).collect_schema().names()


def test_units_may_be_of_any_kind(rows_of: Rows) -> None:
    """Quarters, months and days, named as in the other panels."""
    quarters = standing_panel(DATASET, start="1922-01", end="1922-06", unit="quarter", targets="state:T")
    assert [row[:3] + row[-3:] for row in short(quarters, rows_of)] == [
        (1922, 1, "state:A", "withdrawn", False, "recognition:2"),
        (1922, 2, "state:A", "withdrawn", False, "recognition:2"),
    ]
    days = standing_panel(DATASET, start="1922-03-03", end="1922-03-04", unit="day", targets="state:T")
    assert [row[1:3] + row[-3:] for row in short(days, rows_of)] == [
        (date(1922, 3, 3), "state:A", "recognised", True, "recognition:1"),
        (date(1922, 3, 4), "state:A", "withdrawn", False, "recognition:2"),
    ]


@pytest.mark.parametrize(
    ("asked", "error", "words"),
    [
        ({"start": "1920"}, InvalidDataError, "give `end`"),
        ({}, InvalidDataError, "give `start`"),
        ({"start": "1920", "end": "1919"}, InvalidDataError, "before the first begins"),
        ({"start": "1920", "end": "1921", "unit": "week"}, UnknownIdError, "unit"),
        ({"start": "1920", "end": "1921", "rule": "most"}, UnknownIdError, "rule"),
        ({"start": "1920", "end": "1921", "targets": ["state:U"]}, UnknownIdError, "state:U"),
        ({"start": "1920", "end": "1921", "targets": ["organization:L"]}, InvalidDataError, "no natural capacity"),
        ({"start": "1920", "end": "1921", "capacity": "title"}, InvalidDataError, "segments_frame"),
        ({"start": "1920", "end": "1921", "capacity": "states"}, UnknownIdError, "near: state"),
        ({"system": "gw", "capacity": "government"}, InvalidDataError, "a target that is a state cannot be"),
        ({"system": "gw", "end": "2021"}, InvalidDataError, "gw covers the days"),
        ({"system": "un2"}, UnknownIdError, "list of states"),
        ({"start": "1920", "end": "1921", "coverage": "1920/"}, InvalidDataError, "leaves open which days"),
        ({"start": "1920", "end": "1921", "backend": "polar"}, UnknownIdError, "near: polars"),
    ],
)
def test_what_cannot_be_answered_is_refused(asked: dict[str, Any], error: type[Exception], words: str) -> None:
    """The message says what is wrong, or what to give."""
    with pytest.raises(error, match=words):
        standing_panel(DATASET, **asked)
