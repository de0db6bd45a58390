"""The views of a database of records: what SQL says of who recognised whom, against what the library says."""

# ruff: noqa: S608 - the SQL is made of names that stand here

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recognition
from recognition import (
    Capacity,
    Dataset,
    Government,
    History,
    InvalidDataError,
    PartialDate,
    Policy,
    Rank,
    RecognitionAct,
    RecognitionMove,
    State,
    Territory,
)
from recognition.convert.migration import FORMAT_VERSION
from recognition.convert.shapes import shapes
from recognition.formats.outputs import memory
from recognition.formats.sqlite import database as sqlite
from recognition.formats.sqlite.schema import indexes_sql, tables_sql, views_sql
from recognition.formats.sqlite.views import INDEXES, STANDING_OF, STANDINGS, WITHOUT
from recognition.formats.tabular.layout import class_tables
from recognition.history.standing import EFFECTS
from recognition.history.standing import STANDINGS as LIBRARY_STANDINGS
from recognition.model.shape import plain_of
from recognition.strategies import datasets, partial_dates


def test_the_view_has_the_standings_and_moves_of_the_library() -> None:
    """The view's words for standings, their order, and what each move makes, are those of ``History``."""
    assert tuple(map(str, LIBRARY_STANDINGS)) == STANDINGS
    expected = {str(move): str(LIBRARY_STANDINGS[mask.bit_length() - 1]) for move, mask in EFFECTS.items()}
    assert expected == STANDING_OF
    assert {WITHOUT, *STANDING_OF} == set(map(str, RecognitionMove))
    assert all(
        1 << LIBRARY_STANDINGS.index(LIBRARY_STANDINGS[mask.bit_length() - 1]) == mask for mask in EFFECTS.values()
    )


def test_the_indexes_of_the_views_are_of_columns_that_there_are() -> None:
    """Each index that is made for the views is made."""
    made = set(indexes_sql(class_tables(shapes())))
    assert {f"CREATE INDEX {index}" for index in INDEXES} <= made


ROOT: Final = Path(__file__).resolve().parents[2]
_PAIR: Final = ("actor", "target", "capacity", "concerning")
_TABLES: Final = class_tables(shapes())
_DAYS: Final = (
    st.none()
    | partial_dates(min_year=2000, max_year=2002)
    | st.sampled_from(
        [PartialDate(text) for text in ("2001", "2001-06", "2001-06-03", "[2001..]", "[..2001]", "9999", "0001-01-01")]
    )
)


@st.composite
def pair_histories(draw: st.DrawFn) -> Dataset:
    """Give acts of a few pairs, close together in time; some with rivals, titles, other accounts, corrections, order.

    Shrinks toward one request of no date.
    """
    governments = [Government(id=f"government:{name}", name=name, state="state:c") for name in "gh"]
    acts = list[RecognitionAct]()
    for number in range(draw(st.integers(1, 7))):
        target = draw(st.sampled_from(["state:c", "government:g", "government:h"]))
        capacity = Capacity(target.partition(":")[0]) if draw(st.integers(0, 4)) else Capacity.TITLE
        place = draw(st.sampled_from(["territory:x", "territory:y"])) if capacity is Capacity.TITLE else None
        earlier = [act.id for act in acts]
        acts.append(
            RecognitionAct(
                id=f"recognition:{number}",
                actor=draw(st.sampled_from(["state:a", "state:b"])),
                target=target,
                capacity=capacity,
                concerning=place,
                move=draw(st.sampled_from([*RecognitionMove, RecognitionMove.unlisted("newer")])),
                date=draw(_DAYS),
                effective=draw(st.none() | st.none() | _DAYS),
                sole=not draw(st.integers(0, 5)),
                rank=draw(st.sampled_from(Rank)),
                occurrence=draw(st.sampled_from("op")) if not draw(st.integers(0, 4)) else None,
                supersedes=(draw(st.sampled_from(earlier)),) if earlier and not draw(st.integers(0, 9)) else (),
                after=tuple(one for one in earlier if draw(st.integers(0, 9)) == 9),
            )
        )
    states = [State(id=f"state:{name}", name=name) for name in "abc"]
    places = [Territory(id=f"territory:{name}", name=name) for name in "xy"]
    others = [*states, *governments, *places]
    try:
        return Dataset([*acts, *others])
    except InvalidDataError:
        # The dates may certainly violate an order, and nothing else can be wrong: then there is none.
        return Dataset([*(attrs.evolve(act, after=()) for act in acts), *others])


@pytest.fixture(scope="module")
def asked() -> Iterator[Callable[[Dataset, str], list[Any]]]:
    """Give what asks a dataset a question in SQL; the schema is made once, for it takes the most time."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for statement in (*tables_sql(_TABLES), *indexes_sql(_TABLES), *views_sql(_TABLES)):
            connection.execute(statement)

        def ask(dataset: Dataset, question: str) -> list[Any]:
            connection.execute("BEGIN")
            try:
                sqlite._insert(map(plain_of, dataset), {table.name: table for table in _TABLES}, connection)
                return connection.execute(question).fetchall()
            finally:
                connection.execute("ROLLBACK")

        yield ask


def _standings(history: History) -> dict[tuple[Any, ...], list[tuple[str, str, str]]]:
    """Give the segments of a history as the view should have them."""
    found = defaultdict[tuple[Any, ...], list[tuple[str, str, str]]](list)
    for one in history.segments():
        possible = ",".join(str(standing) for standing in LIBRARY_STANDINGS if standing in one.possible)
        first, last = str(one.start or "0001-01-01"), str(one.end or "9999-12-31")
        found[one.actor, one.target, str(one.capacity), one.concerning].append((first, last, possible))
    return found


def _check_days(history: History, row: dict[str, Any]) -> None:
    """See that the library gives what a row has, on its first and last day and on days between."""
    first, last = date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
    for day in {first, last, first + (last - first) // 2, min(last, first + timedelta(1))}:
        answer = history.standing(
            row["actor"],
            row["target"],
            on=day,
            capacity=Capacity(row["capacity"]),
            concerning=row["concerning"],
        )
        assert set(row["possible"].split(",")) == set(map(str, answer.possible))
        assert row["certain"] == (answer.certain and str(answer.certain))
        assert row["recognised"] == answer.recognised.name.lower()


_COLUMNS: Final = (*_PAIR, "first_day", "last_day", "certain", "possible", "recognised", "exact")


def test_where_the_view_is_exact_it_says_what_the_library_says(
    asked: Callable[[Dataset, str], list[Any]],
) -> None:
    """With nothing implied, exact rows are the segments of ``History``; and they are no rarity."""
    seen = Counter[str]()

    @settings(max_examples=2 * settings().max_examples)
    @given(dataset=pair_histories() | datasets(max_records=12, min_year=2000, max_year=2003))
    def law(dataset: Dataset) -> None:
        history = History(dataset, policy=Policy(implied=False))
        expected = _standings(history)
        rows = defaultdict[tuple[Any, ...], list[dict[str, Any]]](list)
        for values in asked(dataset, f"SELECT {', '.join(_COLUMNS)} FROM standing ORDER BY first_day"):
            rows[values[:4]].append(dict(zip(_COLUMNS, values, strict=True)))
        for pair, held in rows.items():
            (exact,) = {row["exact"] for row in held}
            seen["exact" if exact else "not"] += 1
            # Exact or not, the days of the whole calendar are there, each once.
            assert (held[0]["first_day"], held[-1]["last_day"]) == ("0001-01-01", "9999-12-31")
            for row, following in pairwise(held):
                next_day = date.fromisoformat(row["last_day"]) + timedelta(1)
                assert next_day.isoformat() == following["first_day"]
            if exact:
                seen["changing"] += len(held) > 2
                assert [(row["first_day"], row["last_day"], row["possible"]) for row in held] == expected[pair]
                for row in held:
                    _check_days(history, row)

    law()
    # Far below what is usual, so that no unlucky run fails.
    assert seen["exact"] > 0.15 * seen.total()
    assert seen["changing"] > 0


def _act(name: str, move: str, day: str | None, **more: Any) -> Any:
    given = {"actor": "state:A", "target": "state:B", "capacity": "state", "move": move, "date": day} | more
    kept = {key: value for key, value in given.items() if value is not None}
    return {"type": "recognition", "id": f"recognition:{name}"} | kept


_STATES: Final = [{"type": "state", "id": f"state:{name}", "name": f"State {name}"} for name in "AB"]
_GOVERNMENTS: Final = [
    {"type": "government", "id": f"government:{name}", "name": name, "state": "state:B"} for name in "xy"
]


def _ask(records: list[Any], question: str) -> list[Any]:
    target, stream = memory()
    sqlite.write([*records, *_STATES, *_GOVERNMENTS], target, shapes(), FORMAT_VERSION)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(stream.getvalue())
        return connection.execute(question).fetchall()


def test_days_that_are_known_in_part_leave_several_standings_possible() -> None:
    """Recognition in a month of 1990 and withdrawal in that year: what can be the case is told, run by run."""
    acts = [_act("a", "recognition", "1990-05"), _act("b", "withdrawal", "1990")]
    found = _ask(acts, "SELECT first_day, last_day, certain, possible, recognised FROM standing")
    assert found == [
        ("0001-01-01", "1989-12-31", "none", "none", "false"),
        ("1990-01-01", "1990-04-30", None, "none,withdrawn", "false"),
        ("1990-05-01", "1990-05-30", None, "none,recognised,withdrawn", "unknown"),
        ("1990-05-31", "9999-12-31", None, "recognised,withdrawn", "unknown"),
    ]


def test_an_act_without_a_day_may_never_come_to_pass_within_the_calendar() -> None:
    """Of an undated act nothing is certain, not even on the last day."""
    found = _ask([_act("a", "refusal", None)], "SELECT first_day, last_day, possible, exact FROM standing")
    assert found == [("0001-01-01", "9999-12-31", "none,refused", 1)]


@pytest.mark.parametrize(
    "acts",
    [
        [_act("a", "recognition", "1990", after=["recognition:b"]), _act("b", "withdrawal", "1990")],
        [_act("a", "recognition", "1990", before=["recognition:b"]), _act("b", "withdrawal", "1991")],
        [_act("a", "recognition", "1990-05-05", after=["recognition:b"]), _act("b", "withdrawal", "1990-05-05")],
        [_act("a", "recognition", "1990", occurrence="o"), _act("b", "recognition", "1991", occurrence="o")],
        [
            _act("a", "recognition", "1990"),
            _act("b", "recognition", "1991", supersedes=["recognition:a"]),
            _act("c", "refusal", "1991-02-02", after=["recognition:a"], target="state:A", actor="state:B"),
        ],
        [_act("a", "recognition", "[1990,1993]")],
        [_act("a", "moratorium", "1990")],
        [
            _act("a", "recognition", "1990", target="government:x", capacity="government"),
            _act("b", "recognition", "1992", target="government:y", capacity="government", sole=True),
        ],
    ],
    ids=["order", "order-before", "order-of-a-day", "accounts", "order-of-corrected", "gap", "newer-move", "sole"],
)
def test_what_the_view_cannot_know_is_not_exact(acts: list[Any]) -> None:
    """Order, several accounts, gaps, newer moves and rivals recognised as sole are left to the library."""
    question = "SELECT DISTINCT exact FROM standing WHERE actor = 'state:A' AND target <> 'government:y'"
    assert _ask(acts, question) == [(0,)]


@pytest.mark.parametrize(
    ("acts", "since"),
    [
        ([_act("a", "recognition", "1990", rank="deprecated", rank_reason="r")], "1990-12-31"),
        ([_act("a", "recognition", "1990-02-02", after=["recognition:b"]), _act("b", "request", "1990")], "1990-02-02"),
        ([_act("a", "refusal", "1980"), _act("b", "recognition", "1990", supersedes=["recognition:a"])], "1990-12-31"),
        (
            [
                _act("a", "recognition", "1990", occurrence="o", rank="preferred", rank_reason="r"),
                _act("b", "refusal", "1980", occurrence="o"),
            ],
            "1990-12-31",
        ),
        (
            [
                _act("a", "refusal", "1980", occurrence="o", rank="preferred", rank_reason="r"),
                _act("b", "recognition", "1990", occurrence="o", supersedes=["recognition:a"]),
            ],
            "1990-12-31",
        ),
        ([_act("a", "recognition", "1990-01-01", effective="1991-01-01")], "1991-01-01"),
    ],
    ids=["rank-of-one", "order-of-known-days", "corrected", "preferred", "corrected-preferred", "effective"],
)
def test_what_needs_no_library_is_exact(acts: list[Any], since: str) -> None:
    """Ranks and corrections are followed, and order changes nothing about days that are known."""
    question = "SELECT first_day, exact FROM standing WHERE certain = 'recognised' AND last_day = '9999-12-31'"
    assert _ask(acts, question) == [(since, 1)]


def test_a_title_is_of_a_land() -> None:
    """Recognition of title is apart by the land that it concerns, and has no part in that of the state."""
    places = [{"type": "territory", "id": f"territory:{name}", "name": name} for name in "xy"]
    acts = [
        _act("a", "recognition", "1990", capacity="title", concerning="territory:x"),
        _act("b", "refusal", "1991", capacity="title", concerning="territory:y"),
        _act("c", "acknowledgement", "1992", concerning="territory:y"),
    ]
    found = _ask(
        [*acts, *places], "SELECT capacity, concerning, certain FROM standing WHERE last_day = '9999-12-31' ORDER BY 2"
    )
    assert found == [
        ("state", None, "acknowledged"),
        ("title", "territory:x", "recognised"),
        ("title", "territory:y", "refused"),
    ]


def test_the_questions_of_the_page_have_answers() -> None:
    """Each of the ten questions of the page on SQLite runs, and has rows in the data that the page loads."""
    page = (ROOT / "docs" / "reference" / "sqlite.md").read_text(encoding="utf-8")
    questions = re.findall(r"^```sql\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert len(questions) == 10
    seeds = [ROOT / "seeds" / "russia-taliban-recognition.yaml", ROOT / "seeds" / "casebook" / "venezuela.yaml"]
    dataset = recognition.merge(*map(recognition.load, seeds))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(recognition.dumps(dataset, format="sqlite"))
        for question in questions:
            assert connection.execute(question).fetchall(), question
        years = connection.execute(questions[2]).fetchall()
    # In the seed, seven recognised the interim presidency in 2019, and two had withdrawn that by the end of 2023.
    assert [year for year in years if year[0] in (2018, 2019, 2023)] == [(2018, 0, 0), (2019, 7, 7), (2023, 5, 5)]


def test_names_stand_beside_ids() -> None:
    """The view for browsing has the names of actor and target, of whatever kind they are."""
    acts = [_act("a", "recognition", "1990", target="government:x", capacity="government")]
    found = _ask(acts, "SELECT actor_name, move, target, target_name, date FROM recognition_named")
    assert found == [("State A", "recognition", "government:x", "x", "1990")]


def test_a_condition_on_the_pair_is_handed_down_to_the_acts() -> None:
    """SQLite looks up the acts of one target, or actor, by index, and does not go through all of them."""
    if sqlite3.sqlite_version_info < (3, 40):
        pytest.skip(f"SQLite {sqlite3.sqlite_version} may plan otherwise; this was seen from 3.40 on")
    for column in ("target", "actor"):
        steps = [row[3] for row in _ask([], f"EXPLAIN QUERY PLAN SELECT * FROM standing WHERE {column} = 'state:A'")]
        assert not [step for step in steps if step == "SCAN r" or step.startswith("SCAN r ")]
        assert [step for step in steps if step.startswith("SEARCH r ") and f"({column}=?" in step]
