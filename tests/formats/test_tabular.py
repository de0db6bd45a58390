"""Records as rows of tables, and rows of tables as records."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import recognition
from recognition import Dataset
from recognition.convert.shapes import shapes
from recognition.convert.structure import structure_record
from recognition.formats.contract import Batch, Unreadable
from recognition.formats.plain import Place, Scalar
from recognition.formats.shape import Sort
from recognition.formats.tabular.joining import batches_of
from recognition.formats.tabular.layout import EXTRAS, INDEX, Row, class_tables, is_reference, known_tables, target_of
from recognition.formats.tabular.rows import extra_rows, rows_of
from recognition.model.shape import plain_of
from recognition.strategies import datasets

TABLES: Final = {table.kind: table for table in class_tables(shapes())}
GOLDEN: Final = Path(__file__).resolve().parents[1] / "golden" / "valid"
Store = dict[str, list[Row]]


def store_of(records: Iterable[dict[str, Any]]) -> Store:
    """Give the rows of plain records by table, numbered as lines behind a header."""
    store = defaultdict[str, list[Row]](list)

    def add(name: str, cells: dict[str, Any]) -> None:
        store[name].append(Row(len(store[name]) + 2, {key: cell for key, cell in cells.items() if cell is not None}))

    for plain in records:
        table = TABLES[plain["type"]]
        for inner, row in rows_of(plain, table):
            add(inner.name, dict(zip(inner.header, row, strict=True)))
        assert table.shape is not None
        for extra in extra_rows(plain, table.shape):
            add(EXTRAS, dict(zip(("record", "path", "json"), extra, strict=True)))
    return dict(store)


def joined(store: Store, kind: str, *, typed: bool = True) -> list[Batch]:
    """Give the batches of a kind that rows are joined to."""
    return list(batches_of(TABLES[kind], store, lambda name: iter(store[name]), lambda name: f"{name}.x", typed=typed))


def plain(store: Store, kind: str) -> list[Any]:
    """Give the records of a kind that rows are joined to."""
    return [one for batch in joined(store, kind) for one in batch.plain()]


def problems(store: Store, kind: str) -> list[tuple[str, str | None, int | None, str]]:
    """Give the code, table, line and path of what is wrong with the rows of a kind."""
    return [
        (problem.code, problem.source, problem.line, problem.path)
        for one in plain(store, kind)
        if isinstance(one, Unreadable)
        for problem in one.problems
    ]


def rows(*cells: dict[str, Any]) -> list[Row]:
    """Give rows that stand on the lines from 2 on."""
    return [Row(line, held) for line, held in enumerate(cells, 2)]


STATE: Final = {"id": "state:A", "name": "A"}


def test_the_layout_of_an_act() -> None:
    """A class has a table with its id first and single values as columns; each list in it has one."""
    act = TABLES["recognition"]
    assert act.header[:5] == ("id", "actor", "target", "capacity", "move")
    assert [name for name in act.header if name.startswith("vote")] == [
        "vote_favour",
        "vote_against",
        "vote_abstain",
        "vote_absent",
    ]
    assert {table.name: table.header for table in act.walk()} | {"recognition": ()} == {
        "recognition": (),
        "recognition_conditions": ("record", "position", "value"),
        "recognition_participants": ("record", "position", "role", "who"),
        "recognition_implied_by": ("record", "position", "value"),
        "recognition_after": ("record", "position", "value"),
        "recognition_before": ("record", "position", "value"),
        "recognition_supersedes": ("record", "position", "value"),
        "recognition_citations": ("record", "position", "source", "start", "end", "digest", "quote", "locator"),
        "recognition_citations_via": ("record", "citations_position", "position", "value"),
    }


def test_every_field_has_one_place() -> None:
    """No field is without a column or table, no two tables and no two columns of a table have one name."""
    names = [table.name for top in TABLES.values() for table in top.walk()]
    assert len(set(names)) == len(names) == len(known_tables(TABLES.values()))
    assert not {INDEX, EXTRAS} & set(names)
    for table in known_tables(TABLES.values()).values():
        assert len(set(table.header)) == len(table.header)
        if table.shape is not None:
            fields = {field.name for field in table.shape.fields if not field.own}
            assert {path[0] for path in table.paths()} == fields


def test_references_point_at_the_table_of_their_kind_or_at_that_of_all() -> None:
    """A reference to one kind points at its table; one to several at the table of all ids; an id is no reference."""
    columns = TABLES["government"].by_name
    assert (is_reference(columns["state"].field), target_of(columns["state"].field)) == (True, "state")
    actor = TABLES["recognition"].by_name["actor"].field
    assert (is_reference(actor), target_of(actor)) == (True, INDEX)
    assert not is_reference(columns["name"].field)
    assert TABLES["recognition"].by_name["sole"].field.sort is Sort.FLAG


def test_the_rows_of_an_act() -> None:
    """Defaults are written out, what is absent is empty, and lists are numbered from 1, those within them too."""
    act = {
        "type": "recognition",
        "id": "recognition:a",
        "actor": "organization:un",
        "target": "state:b",
        "capacity": "state",
        "move": "recognition",
        "vote": {"favour": 138, "against": 9},
        "conditions": ["=1", "no army"],
        "citations": [{"source": "source:x"}, {"source": "source:y", "via": ["person:p", "state:b"]}],
    }
    found = [(table.name, row) for table, row in rows_of(act, TABLES["recognition"])]
    empty: list[None] = [None]
    assert found == [
        (
            "recognition",
            [
                *("recognition:a", "organization:un", "state:b", "state", "recognition", None, None, None),
                *("unspecified", "unspecified", "unspecified", False, 138, 9, None, None, None, None),
                *("normal", None, None, None),
            ],
        ),
        ("recognition_conditions", ["recognition:a", 1, "=1"]),
        ("recognition_conditions", ["recognition:a", 2, "no army"]),
        ("recognition_citations", ["recognition:a", 1, "source:x", *empty * 5]),
        ("recognition_citations", ["recognition:a", 2, "source:y", *empty * 5]),
        ("recognition_citations_via", ["recognition:a", 2, 1, "person:p"]),
        ("recognition_citations_via", ["recognition:a", 2, 2, "state:b"]),
    ]
    without = {key: value for key, value in act.items() if key != "vote"}
    _, row = next(rows_of(without, TABLES["recognition"]))
    assert row[12:16] == empty * 4


@given(dataset=datasets(), seed=st.none() | st.integers(0, 9))
def test_rows_lead_back_to_the_records(dataset: Dataset, seed: int | None) -> None:
    """Rows joined give the records again, be they in step or not, and of exact types."""
    records = [plain_of(record) for record in dataset]
    store = store_of(records)
    if seed is not None:
        for name, held in store.items():
            if name not in TABLES:
                random.Random(seed).shuffle(held)  # noqa: S311 - nothing secret is drawn
    batches = [batch for kind in TABLES for batch in joined(store, kind)]
    again = [structure_record(one) for batch in batches for one in batch.plain()]
    assert Dataset(again) == dataset
    assert all(batch.typed for batch in batches)


def test_unknown_fields_come_back_wherever_they_were() -> None:
    """What no shape knows goes into a table of its own, from a record, a value, a list and a list in a list."""
    act = {
        "type": "recognition",
        "id": "recognition:a",
        "actor": "state:a",
        "target": "state:b",
        "capacity": "state",
        "move": "recognition",
        "mood": {"x": [1.5, None]},
        "sadly so": "1",
        "vote": {"favour": 1, "against": 2, "spoilt": 3},
        "citations": [{"source": "source:x"}, {"source": "source:y", "page": 12}],
    }
    store = store_of([act])
    assert [tuple(row.cells.values()) for row in store[EXTRAS]] == [
        ("recognition:a", "$.mood", '{"x":[1.5,null]}'),
        ("recognition:a", '$["sadly so"]', '"1"'),
        ("recognition:a", "$.vote.spoilt", "3"),
        ("recognition:a", "$.citations[1].page", "12"),
    ]
    (batch,) = joined(store, "recognition")
    (again,) = batch.plain()
    assert structure_record(again, strict=False) == structure_record(act, strict=False)
    assert not batch.typed


def test_rows_without_positions_are_in_the_order_of_the_table() -> None:
    """Positions may be left out: such rows come behind the others, and one item above needs none either."""
    store = {
        "state": rows(STATE),
        "state_names": rows(
            {"record": "state:A", "text": "last", "language": "en"},
            {"record": "state:A", "text": "second", "language": "en", "position": "7"},
            {"record": "state:A", "text": "first", "language": "en", "position": "02"},
            {"record": "state:A", "text": "very last", "language": "en"},
        ),
        "state_citations": rows({"record": "state:A", "source": "source:x"}),
        "state_citations_via": rows(
            {"record": "state:A", "value": "person:b"}, {"record": "state:A", "value": "person:a", "position": 1}
        ),
    }
    (found,) = plain(store, "state")
    assert [name["text"] for name in found["names"]] == ["first", "second", "last", "very last"]
    assert found["citations"] == [{"source": "source:x", "via": ["person:a", "person:b"]}]


def test_items_without_positions_are_numbered_on() -> None:
    """An item that has no position can be named by the one that it comes to have."""
    store = {
        "state": rows(STATE),
        "state_citations": rows(
            {"record": "state:A", "source": "source:x"}, {"record": "state:A", "source": "source:y"}
        ),
        "state_citations_via": rows({"record": "state:A", "citations_position": "2", "value": "person:a"}),
    }
    (found,) = plain(store, "state")
    assert found["citations"] == [{"source": "source:x"}, {"source": "source:y", "via": ["person:a"]}]


VIA: Final = {"record": "state:A", "value": "person:a"}
CITATION: Final = {"record": "state:A", "source": "source:x"}


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        pytest.param(
            {"state_names": rows({"record": "state:B", "text": "B"}, {"record": "state:B", "text": "b"})},
            [("dangling-reference", "state_names.x", 2, "$")],
            id="a record that is not there",
        ),
        pytest.param(
            {"state_names": rows({"text": "B"}, {"text": "C"})},
            [("missing-field", "state_names.x", 2, "$"), ("missing-field", "state_names.x", 3, "$")],
            id="rows of no record",
        ),
        pytest.param(
            {"state_names": rows({"record": "state:A", "position": "1"}, {"record": "state:A", "position": 1})},
            [("duplicate-key", "state_names.x", 3, "$")],
            id="a position twice",
        ),
        pytest.param(
            {"state_names": rows({"record": "state:A", "position": "first"}, {"record": "state:A", "position": "-1"})},
            [("wrong-type", "state_names.x", 2, "$"), ("wrong-type", "state_names.x", 3, "$")],
            id="what is no position",
        ),
        pytest.param(
            {"state_citations": rows(CITATION, CITATION), "state_citations_via": rows(VIA)},
            [("missing-field", "state_citations_via.x", 2, "$")],
            id="an item that is not said",
        ),
        pytest.param(
            {"state_citations": rows(CITATION), "state_citations_via": rows({**VIA, "citations_position": "2"})},
            [("dangling-reference", "state_citations_via.x", 2, "$")],
            id="an item that is not there",
        ),
        pytest.param(
            {"state_citations_via": rows({**VIA, "citations_position": "1"})},
            [("dangling-reference", "state_citations_via.x", 2, "$")],
            id="a list that is not there",
        ),
        pytest.param(
            {"state_after": rows({"record": "state:A", "value": "event:x", "sort": "a"}, {"record": "state:A"})},
            [("unknown-field", "state_after.x", 2, "$.after[0]"), ("missing-field", "state_after.x", 3, "$.after[1]")],
            id="a list of texts with more and less than texts",
        ),
        pytest.param(
            {"state": rows({**STATE, "names": "A"}), "state_names": rows({"record": "state:A", "text": "A"})},
            [("duplicate-key", "state_names.x", 2, "$.names")],
            id="a list in a column and in a table",
        ),
        pytest.param(
            {"state": rows({**STATE, "type": "government"})},
            [("unknown-type", "state.x", 2, "$.type")],
            id="a record of another type",
        ),
        pytest.param(
            {EXTRAS: rows({"record": "state:A", "path": "$.name", "json": "1"})},
            [("bad-value", f"{EXTRAS}.x", 2, "$")],
            id="an unknown field that is there",
        ),
        pytest.param(
            {EXTRAS: rows({"record": "state:A", "path": "$.x"}, {"record": "state:A", "path": "$.x", "json": "{"})},
            [("missing-field", f"{EXTRAS}.x", 2, "$"), ("syntax", f"{EXTRAS}.x", 3, "$")],
            id="an unknown field without a value",
        ),
        pytest.param(
            {EXTRAS: rows({"record": "state:Z", "path": "$.x", "json": "1"})},
            [("dangling-reference", f"{EXTRAS}.x", 2, "$")],
            id="an unknown field of nothing",
        ),
    ],
)
def test_rows_that_do_not_fit_are_told(tables: Store, expected: list[tuple[str, str, int, str]]) -> None:
    """Whatever rows do not make a record is told with its table and line; nothing is dropped."""
    assert problems({"state": rows(STATE), **tables}, "state") == expected


@pytest.mark.parametrize(
    "path",
    ["", "$", "x", "$.", "$.x.y", "$.names[0].z", "$x", "$.a b", "$[0]", '$["\\q"]', "$.names[" + "9" * 5000 + "].x"],
)
def test_a_path_that_leads_nowhere_is_told(path: str) -> None:
    """A path that is none, or leads to no place, is told, whatever it is made of."""
    store = {"state": rows(STATE), EXTRAS: rows({"record": "state:A", "path": path, "json": "1"})}
    assert problems(store, "state") == [("bad-value", f"{EXTRAS}.x", 2, "$")]


def test_a_value_in_a_column_and_in_parts_is_told() -> None:
    """A column `vote` beside `vote_favour` is refused, in whichever order they stand; nothing fails on it."""
    act = {"id": "recognition:a", "actor": "state:a"}
    parts = {"vote_favour": 1, "vote": Scalar("x")}
    for order in (parts, dict(reversed(parts.items()))):
        store = {"recognition": rows({**act, **order})}
        assert problems(store, "recognition") == [("duplicate-key", "recognition.x", 2, "$.vote")]


def test_what_is_wrong_with_a_row_is_wrong_with_its_record() -> None:
    """A problem that a row brings along stands for its record; that of a row of no record is told by itself."""
    fault = recognition.Problem("syntax", "too many cells", line=9)
    store = {
        "state": [Row(2, STATE, (fault,)), Row(3, {"id": "state:B", "name": "B"})],
        "state_names": [Row(2, {"record": "state:B"}, (fault,)), Row(3, {}, (fault,))],
    }
    found = plain(store, "state")
    assert [[(one.code, one.record) for one in item.problems] for item in found] == [
        [("syntax", "state:A")],
        [("syntax", "state:B")],
        [("syntax", None)],
    ]


def test_rows_of_no_record_do_not_go_to_a_record_without_an_id() -> None:
    """A record without an id gets no rows that name no record, and keeps none from those behind it."""
    store = {
        "state": rows({"name": "nameless"}, STATE),
        "state_after": rows({"value": "event:x"}, {"record": "state:A", "value": "event:y"}),
    }
    nameless, state, orphan = plain(store, "state")
    assert nameless == {"type": "state", "name": "nameless"}
    assert state == {"type": "state", **STATE, "after": ["event:y"]}
    assert [problem.code for problem in orphan.problems] == ["missing-field"]


def test_unknown_columns_are_given_as_fields() -> None:
    """A cell in a column that no field has becomes a field of that name, for the converter to refuse or keep."""
    (batch,) = joined({"state": rows({**STATE, "anthem": Scalar("x")})}, "state")
    assert batch.plain() == [{"type": "state", "id": "state:A", "name": "A", "anthem": "x"}]
    assert not batch.typed


def test_paths_lead_to_rows() -> None:
    """A path into a record leads to the row of its table that holds it, or to that of what holds it."""
    store = {
        "state": rows({"id": "state:0", "name": "0"}, STATE),
        "state_citations": rows({**CITATION, "position": "2"}, {**CITATION, "position": "1"}),
        "state_citations_via": rows({**VIA, "citations_position": "2"}, {**VIA, "citations_position": "2"}),
    }
    (batch,) = joined(store, "state")
    assert batch.place(0, "$.name") == Place(2, None, "state.x")
    assert batch.place(1, "$.citations") == Place(3, None, "state.x")
    assert batch.place(1, "$.citations[0].source") == Place(3, None, "state_citations.x")
    assert batch.place(1, "$.citations[1].source") == Place(2, None, "state_citations.x")
    assert batch.place(1, "$.citations[1].via[1]") == Place(3, None, "state_citations_via.x")
    assert batch.place(1, "$.citations[1].via[2]") == Place(2, None, "state_citations.x")


def test_rows_in_step_are_not_held() -> None:
    """While lists come in the order of the records, no row is read further than the batch needs."""
    count = 10_000
    furthest = 0

    def many(name: str) -> Iterator[Row]:
        nonlocal furthest
        for number in range(count):
            furthest = number if name == "state_names" else furthest
            key = "id" if name == "state" else "record"
            yield Row(number + 2, {key: f"state:{number}", "name": "x"})

    batches = batches_of(TABLES["state"], ["state", "state_names"], many, lambda name: name)
    first = next(batches)
    assert len(first.plain()) < count // 2
    assert furthest == len(first.plain())


def test_many_items_in_one_record_are_quickly_joined() -> None:
    """A list of very many items, each with a list, takes no time that grows with its square: this would not end."""
    count = 30_000
    numbers = range(1, count + 1)
    store = {
        "state": rows(STATE),
        "state_citations": rows(*({**CITATION, "position": str(number)} for number in numbers)),
        "state_citations_via": rows(
            *({**VIA, "citations_position": str(number), "position": "1"} for number in reversed(numbers))
        ),
    }
    (batch,) = joined(store, "state")
    (record,) = batch.plain()
    assert len(record["citations"]) == count
    lines = [batch.place(0, f"$.citations[{number}].via[0]") for number in range(count)]
    assert lines[0] == Place(count + 1, None, "state_citations_via.x")


def test_everything_is_in_the_tables() -> None:
    """The dataset that has every field fills a row of every table but those of what has no day to order."""
    records = [plain_of(record) for record in recognition.load(GOLDEN / "everything.json")]
    never = {f"{kind}_{field}" for kind in ("person", "territory") for field in ("after", "before")}
    assert set(store_of(records)) == set(known_tables(TABLES.values())) - never
