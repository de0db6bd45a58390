"""Standings of all pairs of a table of acts, computed by the library that holds the table."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import narwhals as nw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition import Dataset, History, InvalidDataError, PartialDate, Policy, Standing, loads
from recognition.frames import acts_frame, deciding_at, frame_of, standing_at
from recognition.frames.columns import ACTS, ANSWER, PAIR, answer_of
from recognition.history.history import all_windows
from recognition.reference import us_recognition
from tests.properties.dense_histories import dense_datasets
from tests.properties.history_oracle import KNOWN, Oracle, World, day_at, worlds
from tests.properties.test_windows import POLICIES

Rows = Callable[[Any], list[tuple[object, ...]]]
Names = tuple[object, ...]

DAYS: Final = (date.min, *(day_at(number) for number in range(6)), date.max)
"""The days of the calendar of the datasets that are drawn, and the ends of all calendars."""
LINE: Final = ("state:A", "state:T", "state", None)


def expected_of(history: History, day: date) -> tuple[dict[Names, Names], set[Names]]:
    """Give what the history answers of every pair on record, and which accounts decide, in the shape of the tables."""
    answers, deciding = dict[Names, Names](), set[Names]()
    for pair in {(each.actor, each.target, each.capacity, each.concerning) for each in history.segments()}:
        actor, target, capacity, land = pair
        answer = history.standing(actor, target, on=day, capacity=capacity, concerning=land)
        names = (actor, target, capacity.value, land)
        answers[names] = (
            *(standing in answer.possible for standing in Standing),
            None if answer.certain is None else answer.certain.value,
            {"TRUE": True, "FALSE": False, "UNKNOWN": None}[answer.recognised.name],
        )
        deciding |= {(*names, account) for account in answer.because}
    return answers, deciding


def check(acts: Any, expected: dict[Names, Names], deciding: set[Names], day: date, rows_of: Rows) -> None:
    """See that a table of acts gives what is expected for a day, each pair and each deciding account once."""
    rows = rows_of(standing_at(acts, on=day))
    assert {row[: len(PAIR)]: row[len(PAIR) :] for row in rows} == expected
    assert len(rows) == len(expected)
    found = rows_of(deciding_at(acts, on=day))
    assert {*found} == deciding
    assert len(found) == len(deciding)


# --- Equal to the history ------------------------------------------------------------------------------------------


few = settings(max_examples=max(15, settings().max_examples // 3))


@few
@given(dense_datasets(), st.sampled_from(POLICIES), st.sampled_from(DAYS))
def test_a_table_of_acts_gives_what_the_history_gives(
    rows_of: Rows, dataset: Dataset, policy: Policy, day: date
) -> None:
    """Where rivals, orders, gaps and contradicting accounts meet: every pair, and which acts decide."""
    history = History(dataset, policy=policy)
    check(acts_frame(history), *expected_of(history, day), day, rows_of)


@few
@given(worlds(), st.sampled_from(KNOWN), st.sampled_from(POLICIES))
def test_a_table_gives_what_the_history_of_a_world_gives(
    rows_of: Rows, world: World, known: date | None, policy: Policy
) -> None:
    """As known on a day, and where the order runs through events and periods."""
    history = History(world.dataset, known, policy)
    acts = acts_frame(history)
    for number in (2, 3):
        check(acts, *expected_of(history, day_at(number)), day_at(number), rows_of)


@few
@given(worlds())
def test_a_table_gives_what_every_course_gives(rows_of: Rows, world: World) -> None:
    """What is possible is what some course of events yields."""
    dataset = world.dataset
    oracle, history = Oracle(dataset, implied=True), History(dataset)
    acts = acts_frame(history)
    pairs = {(each.actor, each.target, each.capacity, each.concerning) for each in history.segments()}
    for number in (2, 3):
        found = {row[: len(PAIR)]: row[len(PAIR) :] for row in rows_of(standing_at(acts, on=day_at(number)))}
        for actor, target, capacity, land in pairs:
            possible = {Standing(name) for name in oracle.possible((actor, target, capacity, land), number)}
            assert found[actor, target, capacity.value, land] == answer_of(possible)


@cache
def many_histories() -> list[History]:
    """Give histories of datasets that are drawn, the same every time."""
    found = list[History]()

    @settings(max_examples=400, derandomize=True, database=None)
    @given(dense_datasets())
    def draw(dataset: Dataset) -> None:
        found.append(History(dataset))

    draw()
    return found


def together(histories: list[History], backend: str) -> Any:
    """Give one table of the acts of many histories, whose actors are kept apart by a number."""
    rows = (
        (
            f"{number} {pair.actor}",
            pair.target,
            pair.capacity.value,
            pair.concerning,
            window.act,
            None if window.standing is None else window.standing.value,
            *window[2:],
        )
        for number, history in enumerate(histories)
        for pair, window in all_windows(history)
    )
    return frame_of(dict(zip(ACTS, zip(*rows, strict=True), strict=True)), ACTS, backend=backend)


def check_together(histories: list[History], acts: Any, day: date, rows_of: Rows) -> None:
    """See that a table of many histories gives what each of them gives."""
    answers, deciding = dict[Names, Names](), set[Names]()
    for number, history in enumerate(histories):
        of_one = expected_of(history, day)
        answers |= {(f"{number} {names[0]}", *names[1:]): answer for names, answer in of_one[0].items()}
        deciding |= {(f"{number} {names[0]}", *names[1:]) for names in of_one[1]}
    check(acts, answers, deciding, day, rows_of)


def test_one_table_gives_what_hundreds_of_histories_give(rows_of: Rows) -> None:
    """Every pair of each on every day of the calendar, and which acts decide."""
    acts = together(many_histories(), "polars")
    for day in DAYS:
        check_together(many_histories(), acts, day, rows_of)


def test_every_backend_gives_what_the_history_gives(backend: str, rows_of: Rows) -> None:
    """One table of the acts of some histories, in each library: every pair, and which acts decide."""
    some = many_histories()[::4]
    acts = together(some, backend)
    for day in (day_at(2), day_at(3)):
        check_together(some, acts, day, rows_of)


def test_the_record_of_the_united_states_gives_what_its_history_gives(rows_of: Rows) -> None:
    """Hundreds of acts of two centuries, with governments, implications and doubtful days."""
    history = History(us_recognition())
    acts = acts_frame(history)
    for day in (date(1800, 1, 1), date(1918, 6, 1), date(1950, 1, 1), date(1979, 1, 1), date(1992, 1, 1)):
        check(acts, *expected_of(history, day), day, rows_of)


# --- Kinds of tables -----------------------------------------------------------------------------------------------

DATASET: Final = loads(
    """
format_version: 1
records:
  - {type: state, id: state:A, name: A}
  - {type: state, id: state:B, name: B}
  - {type: state, id: state:T, name: T}
  - {type: recognition, id: recognition:1, actor: state:A, target: state:T, capacity: state, move: recognition,
     date: 1950-03}
  - {type: recognition, id: recognition:2, actor: state:A, target: state:T, capacity: state, move: withdrawal,
     date: 1960}
  - {type: recognition, id: recognition:3, actor: state:B, target: state:T, capacity: state, move: refusal}
""",
    format="yaml",
)
ON: Final = date(1960, 6, 1)
EXPECTED: Final = [
    ("state:A", "state:T", "state", None, *[False] * 4, True, False, True, None, None),
    ("state:B", "state:T", "state", None, True, False, False, True, False, False, False, None, False),
]


def test_the_answer_has_its_columns_and_types(backend: str, rows_of: Rows) -> None:
    """The pair, what is possible, what is certain, and whether it is recognised; null where that is not known."""
    found = standing_at(acts_frame(DATASET, backend=backend), on=ON)
    assert dict(nw.from_native(found).collect_schema()) == {**PAIR, **ANSWER}
    assert sorted(rows_of(found), key=str) == EXPECTED


def test_without_acts_the_answer_is_empty_and_typed(backend: str, rows_of: Rows) -> None:
    """No act, no pair; the columns are there all the same, with their types."""
    empty = acts_frame(Dataset(()), backend=backend)
    for ask, types in ((standing_at, {**PAIR, **ANSWER}), (deciding_at, {**PAIR, "act": nw.String()})):
        found = ask(empty, on=ON)
        assert rows_of(found) == []
        assert dict(nw.from_native(found).collect_schema()) == types


def test_the_answer_is_of_the_kind_of_the_table(backend: str) -> None:
    """A native frame gives one, lazy if it is; a frame of narwhals gives a frame of narwhals."""
    acts = acts_frame(DATASET, backend=backend)
    for ask in (standing_at, deciding_at):
        assert type(ask(acts, on=ON)) is type(acts)
        assert type(ask(nw.from_native(acts), on=ON)) is type(nw.from_native(acts))


def test_a_lazy_table_of_polars_stays_lazy(rows_of: Rows) -> None:
    """Nothing is computed before it is asked for."""
    pl = pytest.importorskip("polars")
    found = standing_at(acts_frame(DATASET).lazy(), on=ON)
    assert type(found) is pl.LazyFrame
    assert sorted(rows_of(found), key=str) == EXPECTED


def test_a_parquet_file_is_asked_as_it_lies(tmp_path: Path, rows_of: Rows) -> None:
    """Polars and DuckDB scan it, and only the columns that are needed."""
    pl, duckdb = pytest.importorskip("polars"), pytest.importorskip("duckdb")
    path = tmp_path / "acts.parquet"
    acts_frame(DATASET).write_parquet(path)
    scanned = standing_at(pl.scan_parquet(path), on=ON)
    assert sorted(rows_of(scanned), key=str) == EXPECTED
    assert "reason" not in scanned.explain()
    connection = duckdb.connect()
    assert sorted(rows_of(standing_at(connection.read_parquet(str(path)), on=ON)), key=str) == EXPECTED


def test_spark_runs_no_python(spark: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Its plan is made of expressions of its own, with one exchange of rows that are already reduced."""
    acts = acts_frame(DATASET, backend="pyspark", connection=spark)
    standing_at(acts, on=ON).explain()
    plan = capsys.readouterr().out
    assert "partial_max" in plan
    assert not [
        word for word in ("PythonUDF", "EvalPython", "MapInArrow", "MapInPandas", "CollectLimit") if word in plan
    ]
    aggregates, exchanges = plan.count("HashAggregate"), plan.count("Exchange hashpartitioning")
    assert (aggregates, exchanges) == (4, 2), plan


@pytest.mark.parametrize("kind", ["pyarrow", "numpy_nullable"])
def test_pandas_may_hold_its_columns_in_other_types(tmp_path: Path, rows_of: Rows, kind: Any) -> None:
    """Days as Arrow has them, and truth values of its own kind: the answers are the same."""
    pd = pytest.importorskip("pandas")
    path = tmp_path / "acts.parquet"
    acts_frame(DATASET).write_parquet(path)
    acts = pd.read_parquet(path, dtype_backend=kind)
    if kind == "numpy_nullable":
        days = ["earliest", "latest", "overtaken"]
        acts[days] = acts[days].astype("datetime64[us]")
    assert sorted(rows_of(standing_at(acts, on=ON)), key=str) == EXPECTED
    assert sorted(rows_of(deciding_at(acts, on=ON))) == [
        (*row[: len(PAIR)], f"recognition:{number}")
        for row, number in zip([EXPECTED[0]] * 2 + EXPECTED[1:], (1, 2, 3), strict=True)
    ]


def test_moments_count_as_their_days(rows_of: Rows) -> None:
    """A day that is held as a moment at noon is the same day."""
    pl = pytest.importorskip("polars")
    days = pl.col("earliest", "latest", "overtaken").cast(pl.Datetime("ms"))
    acts = acts_frame(DATASET).with_columns(days + pl.duration(hours=12))
    for day in (date(1950, 3, 1), date(1950, 3, 31), date(1960, 1, 1), ON):
        expected = sorted(rows_of(standing_at(acts_frame(DATASET), on=day)), key=str)
        assert sorted(rows_of(standing_at(acts, on=day)), key=str) == expected


# --- Tables of one's own -------------------------------------------------------------------------------------------


def table(*rows: tuple[object, ...], backend: str = "polars") -> Any:
    """Give a table of acts of one pair: act, standing, earliest, latest, certain, overtaken."""
    full = [(*LINE, *row, None) for row in rows]
    return frame_of(dict(zip(ACTS, zip(*full, strict=True), strict=True)), ACTS, backend=backend)


def possible(acts: Any, rows_of: Rows, day: date = ON) -> tuple[set[str], object, object]:
    """Give the standings possible for the one pair of a table, what is certain, and whether it is recognised."""
    ((*_, certain, recognised),) = rows = rows_of(standing_at(acts, on=day))
    flags = rows[0][len(PAIR) : -2]
    return {standing.value for standing, flag in zip(Standing, flags, strict=True) if flag}, certain, recognised


def test_a_word_that_is_no_standing_may_be_any(backend: str, rows_of: Rows) -> None:
    """What a newer producer means by it is not known, and nothing is dropped."""
    acts = table(("x:1", "derecognised", date(1950, 1, 1), date(1950, 1, 1), True, None), backend=backend)
    assert possible(acts, rows_of) == ({standing.value for standing in Standing}, None, None)


def test_what_is_not_known_to_be_certain_is_not(backend: str, rows_of: Rows) -> None:
    """A null in `certain` leaves it open whether the act was one of the pair."""
    acts = table(
        ("x:1", "recognised", date(1950, 1, 1), date(1950, 1, 1), True, None),
        ("x:2", "withdrawn", date(1951, 1, 1), date(1951, 1, 1), None, None),
        backend=backend,
    )
    assert possible(acts, rows_of) == ({"recognised", "withdrawn"}, None, None)


def test_rows_that_contradict_each_other_have_no_answer(backend: str, rows_of: Rows) -> None:
    """Of an act that ends before it starts, nothing is possible, and it is not known whether it is recognised."""
    acts = table(("x:1", "recognised", date(1959, 1, 1), date(1958, 1, 1), True, None), backend=backend)
    assert possible(acts, rows_of) == (set(), None, None)


def test_without_a_bound_nothing_is_ever_certain(backend: str, rows_of: Rows) -> None:
    """An act of no known day may be yet to come, and an act with a day may come after it."""
    acts = table(
        ("x:1", "refused", None, None, True, None),
        ("x:2", "recognised", None, date(1950, 1, 1), True, None),
        backend=backend,
    )
    assert possible(acts, rows_of, date.max) == ({"refused", "recognised"}, None, None)
    assert possible(acts, rows_of, date(1949, 1, 1)) == ({"none", "refused", "recognised"}, None, None)


def test_the_last_day_of_the_calendar_is_answered_as_the_one_before_it(rows_of: Rows) -> None:
    """As by a history: what may be on that day may be later than any day there is."""
    acts = table(("x:1", "recognised", date.max, None, True, None))
    assert possible(acts, rows_of, date.max) == ({"none"}, "none", False)


# --- What is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("on", ["1960-06-01", PartialDate("1960-06-01"), "1960-06-01?"])
def test_a_day_may_be_given_as_edtf(rows_of: Rows, on: str | PartialDate) -> None:
    """A text, or a date of the library; that it is unsure does not change which day is meant."""
    assert sorted(rows_of(standing_at(acts_frame(DATASET), on=on)), key=str) == EXPECTED


@pytest.mark.parametrize("on", ["1960", "1960-06-XX", PartialDate("[1960-06-01,1960-06-02]")])
def test_a_partial_day_is_refused_with_advice(on: str | PartialDate) -> None:
    """The message says what to ask instead."""
    for ask in (standing_at, deciding_at):
        with pytest.raises(InvalidDataError, match=r"expected one day, got .*first or its last day") as caught:
            ask(acts_frame(DATASET), on=on)
        assert [problem.code for problem in caught.value] == ["bad-date"]


@pytest.mark.parametrize("on", ["yesterday", 1960, None])
def test_what_is_no_day_is_refused(on: Any) -> None:
    """Text that is no date, and what is no text."""
    with pytest.raises(InvalidDataError) as caught:
        standing_at(acts_frame(DATASET), on=on)
    assert [problem.code for problem in caught.value] == ["bad-date"]


def test_every_column_at_fault_is_named(backend: str) -> None:
    """Those that are absent, and those of another type, all at once."""
    schema = {**ACTS, "earliest": nw.String(), "certain": nw.Int64(), "act": nw.Int64()}
    del schema["overtaken"]
    acts = frame_of(dict.fromkeys(schema, ()), schema, backend=backend)
    for ask in (standing_at, deciding_at):
        with pytest.raises(InvalidDataError) as caught:
            ask(acts, on=ON)
        assert [(problem.code, problem.path) for problem in caught.value] == [
            ("wrong-type", "$.act"),
            ("wrong-type", "$.earliest"),
            ("wrong-type", "$.certain"),
            ("missing-field", "$.overtaken"),
        ]


def test_days_of_two_types_or_with_a_time_zone_are_refused() -> None:
    """Which day a moment is on depends on the zone, and days and moments are not compared."""
    pl = pytest.importorskip("polars")
    acts = acts_frame(DATASET)
    mixed = acts.with_columns(pl.col("overtaken").cast(pl.Datetime("us")))
    with pytest.raises(InvalidDataError, match="give the days one type") as caught:
        standing_at(mixed, on=ON)
    assert [problem.path for problem in caught.value] == ["$.overtaken"]
    zoned = acts.with_columns(pl.col("latest").cast(pl.Datetime("us", "UTC")))
    with pytest.raises(InvalidDataError, match="expected a column of days"):
        standing_at(zoned, on=ON)


@pytest.mark.parametrize("acts", [None, [("state:A",)], "acts.parquet", DATASET])
def test_what_is_no_table_is_refused(acts: Any) -> None:
    """The message says which tables are taken."""
    with pytest.raises(InvalidDataError, match="expected a frame of Polars, pandas, pyarrow, DuckDB or PySpark"):
        standing_at(acts, on=ON)
