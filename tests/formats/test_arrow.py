"""Arrow tables: what columns there are, what they hold, and that records come back from them."""

import datetime as dt
import decimal
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given

import recognition
from recognition import Dataset, InvalidDataError, Problem
from recognition.convert.shapes import shapes
from recognition.convert.structure import structure_record
from recognition.formats.contract import MISSING, Reading, Unreadable
from recognition.formats.shape import Sort, ValueShape
from recognition.model.shape import plain_of
from recognition.strategies import datasets

pa: Any = pytest.importorskip("pyarrow")

from recognition.formats.arrow import tables as arrow  # noqa: E402 - without pyarrow, there is nothing to import
from recognition.formats.arrow.schema import EXTRAS, columns_of, derived_of, schema_of  # noqa: E402 - as above

_ROOT: Final = Path(__file__).resolve().parents[2]
_EVERYTHING: Final = _ROOT / "tests" / "golden" / "valid" / "everything.json"
_SEEDS: Final = [
    path for path in sorted((_ROOT / "seeds").glob("**/*.yaml")) if not path.name.endswith(".questions.yaml")
]

_STATE: Final = {"type": "state", "id": "state:NAM", "name": "Namibia"}
_ACT: Final = {
    "type": "recognition",
    "id": "recognition:a",
    "actor": "state:NAM",
    "target": "state:PSE",
    "capacity": "state",
    "move": "recognition",
}


def _plain(dataset: Dataset) -> list[Any]:
    return [plain_of(record) for record in dataset]


def _tables(*records: Any) -> dict[str, Any]:
    return arrow.tables_of(iter(records), shapes(), 1)


def _records(reading: Reading) -> list[Any]:
    return [plain for batch in reading.batches for plain in batch.plain()]


def _back(tables: Mapping[str, Any]) -> list[Any]:
    return _records(arrow.records_of(tables, shapes()))


def _state_table(**columns: Any) -> dict[str, Any]:
    """Give a table of states by its columns; ids and names are right unless they are given."""
    rows = max(len(column) for column in columns.values() if column is not None)
    given = {"id": [f"state:S{row}" for row in range(rows)], "name": ["A"] * rows} | columns
    return {"state": pa.table({name: column for name, column in given.items() if column is not None})}


def _told(tables: Mapping[str, Any]) -> list[tuple[str, str, Any]]:
    """Give the code, path and row of every problem of the records in tables."""
    return list(_problems(arrow.records_of(tables, shapes())))


def _problems(reading: Reading) -> Iterator[tuple[str, str, Any]]:
    for batch in reading.batches:
        for position, plain in enumerate(batch.plain()):
            for problem in _problems_of(plain):
                place = batch.place(position, problem.path)
                assert place is not None
                assert (place.part, place.column) == ("state", None)
                yield problem.code, problem.path, place.line


def _problems_of(plain: Any) -> tuple[Problem, ...]:
    if isinstance(plain, Unreadable):
        return plain.problems
    try:
        structure_record(plain)
    except InvalidDataError as error:
        return error.problems
    return ()


# --- what columns there are -----------------------------------------------------------------------------------------


def test_the_columns_of_an_act_are_of_natural_types() -> None:
    """Texts are strings, terms dictionaries, dates strings with the days that bound them behind, the rest as it is."""
    schema = schema_of(shapes()["recognition"], 1)
    assert schema.names[:9] == [
        "id",
        "actor",
        "target",
        "capacity",
        "move",
        "concerning",
        "date",
        "date_earliest",
        "date_latest",
    ]
    assert schema.names[-1] == "unknown_fields"
    assert [str(schema.field(name).type) for name in ("id", "move", "date", "date_earliest", "sole", "conditions")] == [
        "string",
        "dictionary<values=string, indices=int32, ordered=0>",
        "string",
        "date32[day]",
        "bool",
        "list<element: string>",
    ]
    assert schema.field("vote").type == pa.struct(
        [(name, pa.int64()) for name in ("favour", "against", "abstain", "absent")]
    )
    (role,) = [field for field in schema.field("participants").type.value_type if field.name == "role"]
    assert str(role.type) == "dictionary<values=string, indices=int32, ordered=0>"
    assert schema.field("unknown_fields").type.value_type == pa.struct([("path", pa.string()), ("json", pa.string())])


def test_a_period_has_four_days_behind_it_within_values_too() -> None:
    """Its start and its end each have an earliest and a latest day."""
    names = ["period", "period_start_earliest", "period_start_latest", "period_end_earliest", "period_end_latest"]
    membership = schema_of(shapes()["state"], 1).field("memberships").type.value_type
    assert [field.name for field in membership] == ["system", "code", *names]
    assert [str(field.type) for field in membership][2:] == ["string", *["date32[day]"] * 4]
    restriction = schema_of(shapes()["restriction"], 1)
    first = restriction.get_field_index("period")
    assert restriction.names[first : first + 5] == names


def _walk(shape: ValueShape) -> Iterator[ValueShape]:
    yield shape
    for field in shape.fields:
        if field.value is not None:
            yield from _walk(field.value)


@pytest.mark.parametrize("kind", shapes())
def test_no_derived_column_has_the_name_of_another(kind: str) -> None:
    """Neither a field of the class nor the column of unknown fields is called as a derived column is."""
    for shape in _walk(shapes()[kind]):
        names = [column.name for column in columns_of(shape)] + [EXTRAS]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", shapes())
def test_every_column_says_what_it_means(kind: str) -> None:
    """Each column has the description of its field, those within values too, and derived ones name their origin."""
    for shape in _walk(shapes()[kind]):
        columns = {column.name: column.metadata or {} for column in columns_of(shape)}
        for field in shape.fields:
            assert columns[field.name][b"description"].decode() == field.description != ""
            assert bool(derived_of(field)) == (field.sort in (Sort.DATE, Sort.PERIOD))
            for name in derived_of(field):
                assert columns[name][b"recognition.derived_from"].decode() == field.name
                assert b"inclusive" in columns[name][b"description"]


def test_tables_say_their_kind_and_version_and_are_in_canonical_order() -> None:
    """Only the kinds that have records have a table, in the order of the kinds, whatever that of the records."""
    tables = _tables(_STATE, {"type": "source", "id": "source:x", "title": "X"}, _ACT, _STATE | {"id": "state:B"})
    assert {kind: table.num_rows for kind, table in tables.items()} == {"recognition": 1, "source": 1, "state": 2}
    assert list(tables) == ["recognition", "source", "state"]
    metadata = tables["state"].schema.metadata
    assert metadata[b"recognition.format_version"] == b"1"
    assert metadata[b"recognition.kind"] == b"state"
    assert arrow.tables_of([], shapes(), 1) == {}


# --- what they hold -------------------------------------------------------------------------------------------------


def test_defaults_are_written_out() -> None:
    """A query needs to know no default: the rank is there, the flag is false, a list is empty; nothing is null."""
    (row,) = _tables(_ACT)["recognition"].to_pylist()
    assert (row["rank"], row["degree"], row["sole"]) == ("normal", "unspecified", False)
    assert (row["conditions"], row["citations"], row["unknown_fields"]) == ([], [], [])
    assert (row["date"], row["date_earliest"], row["vote"], row["concerning"]) == (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1992-02", dt.date(1992, 2, 1), dt.date(1992, 2, 29)),
        ("1985-04-12~", dt.date(1985, 4, 12), dt.date(1985, 4, 12)),
        ("[..1984]", None, dt.date(1984, 12, 31)),
        ("[1760-12..]", dt.date(1760, 12, 1), None),
        ("0001", dt.date(1, 1, 1), dt.date(1, 12, 31)),
        ("9999-12-31", dt.date(9999, 12, 31), dt.date(9999, 12, 31)),
        ("1992-02-30", None, None),
        ("next year", None, None),
    ],
)
def test_the_days_that_bound_a_date(text: str, earliest: Any, latest: Any) -> None:
    """They are those of the calendar, inclusive; nothing for no bound, and for a text that is no date."""
    (row,) = _tables(_ACT | {"date": text})["recognition"].to_pylist()
    assert (row["date"], row["date_earliest"], row["date_latest"]) == (text, earliest, latest)


def test_the_days_that_bound_a_period_within_a_value() -> None:
    """An open end and an unknown start are no bound."""
    periods = ["1990-04/..", "/2001", "1999"]
    memberships = [{"system": "un", "period": period} for period in periods]
    (row,) = _tables(_STATE | {"memberships": memberships})["state"].to_pylist()
    days = [
        [item[f"period_{end}"] for end in ("start_earliest", "start_latest", "end_earliest", "end_latest")]
        for item in row["memberships"]
    ]
    assert days[0] == [dt.date(1990, 4, 1), dt.date(1990, 4, 30), None, None]
    assert days[1] == [None, None, dt.date(2001, 1, 1), dt.date(2001, 12, 31)]
    assert days[2] == [None, None, None, None]  # a year is no period


# --- that records come back -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [_EVERYTHING, *_SEEDS], ids=lambda path: path.stem)
def test_records_come_back_as_they_were(path: Path) -> None:
    """Every class, field and term, and the seeds, in canonical order, with the fields in theirs."""
    dataset = recognition.load(path)
    tables = _tables(*_plain(dataset))
    back = _back(tables)
    assert [structure_record(plain) for plain in back] == list(dataset)
    assert [list(plain) for plain in back] == [list(plain) for plain in _plain(dataset)]
    assert all(table.num_rows for table in tables.values())


@given(dataset=datasets())
def test_any_records_come_back(dataset: Dataset) -> None:
    """Arbitrary records come back as they were, and give the same tables once more."""
    tables = _tables(*_plain(dataset))
    back = _back(tables)
    assert back == _plain(dataset)
    again = _tables(*back)
    assert again == tables
    for table in again.values():
        table.validate(full=True)


_NEW: Final = _STATE | {
    "anthem": {"title": "Land of the Brave", "verses": [3, 1.5, None, True]},
    'a.b "c"': "odd",
    "": 0,
    "names": [
        {"text": "Namibia", "language": "en"},
        {"text": "Namibië", "language": "af", "script": "Latn", "type": "official"},
    ],
    "succeeds": [{"state": "state:ZAF", "manner": "emancipation"}],
    "rank": "disputed",
}


def test_what_a_newer_producer_has_put_in_survives() -> None:
    """Fields that no shape knows, in the record and in a value in it, of any JSON value, and terms that it lacks."""
    tables = _tables(_STATE, _NEW, _STATE)
    assert _back(tables) == [_STATE, _NEW, _STATE]
    extras = tables["state"].column("unknown_fields").to_pylist()
    assert extras[0] == extras[2] == []
    assert {item["path"]: item["json"] for item in extras[1]} == {
        "$.anthem": '{"title":"Land of the Brave","verses":[3,1.5,null,true]}',
        '$["a.b \\"c\\""]': '"odd"',
        '$[""]': "0",
        "$.names[1].script": '"Latn"',
        "$.names[1].type": '"official"',
    }


def test_many_records_are_taken_in_portions() -> None:
    """More records than are held at a time come back in order, in batches, each with its row from 1."""
    count = arrow.HELD + 1
    states = ({"type": "state", "id": f"state:S{number}", "name": "A"} for number in range(count))
    table = arrow.tables_of(states, shapes(), 1)["state"]
    assert table.column("id").num_chunks == 2
    row = 0
    for batch in arrow.records_of({"state": table}, shapes()).batches:
        records = batch.plain()
        assert 0 < len(records) <= arrow.ROWS
        for position, plain in enumerate(records):
            assert plain["id"] == f"state:S{row}"
            row += 1
            assert batch.place(position, "$.name") == (row, None, "state")
    assert row == count


def test_nothing_absence_and_the_default_are_the_same() -> None:
    """Whatever of the three a table has for a field that has a default, the field is left out."""
    assert _back(
        _state_table(rank=["normal", None, "preferred"], note=[None, "x", None], after=[[], None, ["event:e"]])
    ) == [
        {"type": "state", "id": "state:S0", "name": "A"},
        {"type": "state", "id": "state:S1", "name": "A", "note": "x"},
        {"type": "state", "id": "state:S2", "name": "A", "rank": "preferred", "after": ["event:e"]},
    ]


def test_an_empty_list_that_is_required_stays() -> None:
    """A list without a default is not left out when it is empty: it was given."""
    statement = {"type": "statement", "id": "statement:s", "force": "assert"}
    claim = {"quantifier": "all", "move": "recognition", "targets": []}
    assert _back(_tables(statement, statement | {"claim": claim})) == [statement, statement | {"claim": claim}]


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("name", pa.large_string()),
        ("name", pa.dictionary(pa.int8(), pa.string())),
        ("rank", pa.string()),
        ("existence", pa.dictionary(pa.uint32(), pa.string())),
        ("after", pa.large_list(pa.large_string())),
        ("after", pa.list_(pa.string(), 1)),
        ("after", pa.list_(pa.dictionary(pa.int8(), pa.string()))),
    ],
)
def test_other_types_for_the_same_values_are_the_same(column: str, kind: Any) -> None:
    """Texts and lists come as Polars, pandas, DuckDB and others have them."""
    full = _STATE | {"existence": "1990/..", "rank": "preferred", "after": ["event:e"]}
    columns = {name: pa.array([full[name]]) for name in full if name != "type"}
    columns[column] = pa.array([full[column]], kind)
    assert _back({"state": pa.table(columns)}) == [full]


def test_views_are_texts_and_lists() -> None:
    """The views that newer libraries give are what they view."""
    if not hasattr(pa, "list_view"):
        pytest.skip("this version of pyarrow has no views")
    names = pa.array(["A", None, "C"], pa.string_view())
    assert [record.get("name") for record in _back(_state_table(name=names))] == ["A", None, "C"]
    for kind in (pa.list_view(pa.string()), pa.large_list_view(pa.string_view())):
        after = pa.array([["event:e"], None, ["event:f", "event:g"]], kind)
        assert [record.get("after") for record in _back(_state_table(after=after))] == after.to_pylist()


def test_structs_in_other_lists_are_read_alike() -> None:
    """What stands in a value is read by its shape, whatever kind of list the value stands in."""
    code = {"system": "iso2", "value": "NA", "period": None, "period_start_earliest": None}
    plain = pa.array([[code]])
    for kind in (pa.large_list(plain.type.value_type), pa.list_(plain.type.value_type, 1)):
        records = _back(_state_table(codes=pa.array([None, [code], [code]], kind)))
        assert [record.get("codes") for record in records] == [None, *[[{"system": "iso2", "value": "NA"}]] * 2]


def test_a_column_of_days_is_one_of_dates() -> None:
    """A day of the calendar is an exact date, and may stand for its text; in a period it may not."""
    day = pa.array([dt.date(990, 3, 21), None], pa.date32())
    assert [record.get("recorded") for record in _back(_state_table(recorded=day))] == ["0990-03-21", None]
    assert _told(_state_table(existence=day)) == [("wrong-type", "$.existence", 1)]


def test_the_text_counts_and_not_what_is_derived() -> None:
    """Derived columns are not looked at, whatever they hold, and may be missing."""
    table = _tables(_STATE | {"recorded": "2020"})["state"]
    wrong = pa.array([dt.date(1, 1, 1)], pa.date32())
    at = table.schema.get_field_index("recorded_earliest")
    assert _back({"state": table.set_column(at, "recorded_earliest", wrong)})[0]["recorded"] == "2020"
    assert _back({"state": table.set_column(at, "recorded_earliest", pa.array(["x"]))})[0]["recorded"] == "2020"
    assert _back({"state": table.drop_columns(["recorded_latest"])})[0]["recorded"] == "2020"


def test_what_a_newer_version_derives_is_not_looked_at() -> None:
    """A column that says of itself that it is derived is no unknown field."""
    mark = {"recognition.derived_from": "name"}
    schema = pa.schema([("id", pa.string()), ("name", pa.string()), pa.field("name_length", pa.int64(), metadata=mark)])
    table = pa.table([["state:NAM"], ["Namibia"], [7]], schema=schema)
    assert _back({"state": table}) == [_STATE]
    assert _back({"state": table.replace_schema_metadata().cast(pa.schema([(f.name, f.type) for f in schema]))}) == [
        _STATE | {"name_length": 7}
    ]


# --- that what is wrong is told -------------------------------------------------------------------------------------


def test_a_wrong_value_is_told_with_its_row() -> None:
    """A number for a text, nothing for what is required, and a column that is not there, each with row and path."""
    assert _told(_state_table(name=[1, 2])) == [("wrong-type", "$.name", 1), ("wrong-type", "$.name", 2)]
    assert _told(_state_table(id=["state:A", None, "state:C"])) == [("missing-field", "$.id", 2)]
    assert _told(_state_table(name=None, note=["x"])) == [("missing-field", "$.name", 1)]
    assert _told(_state_table(id=None, note=["x"])) == [("missing-field", "$.id", 1)]
    assert _told(_state_table(existence=["1990/..", "tomorrow"])) == [("bad-period", "$.existence", 2)]
    assert _told(_state_table(after=[["event:e", None]])) == [("wrong-type", "$.after[1]", 1)]


def test_rows_are_counted_over_batches() -> None:
    """The row of a problem far down is told."""
    names: list[Any] = ["A"] * 4_321
    names[4_320] = None
    assert _told(_state_table(name=pa.array(names))) == [("missing-field", "$.name", 4_321)]


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("name", pa.array([decimal.Decimal("1.5")])),
        ("name", pa.array([b"x"])),
        ("name", pa.array([dt.datetime(2020, 1, 1)])),  # noqa: DTZ001 - a file may hold such a one
        ("name", pa.array([2**62], pa.timestamp("us", tz="Mars/Olympus"))),
        ("name", pa.array([2**62], pa.timestamp("s"))),
        ("name", pa.array([1], pa.duration("ns"))),
        ("recorded", pa.array([2**31 - 1], pa.int32()).view(pa.date32())),
        ("recorded", pa.array([dt.date(2020, 1, 1)], pa.date64())),
        ("recorded", pa.array([dt.datetime(2020, 1, 1)])),  # noqa: DTZ001 - as above
        ("name", pa.array([True])),
        ("name", pa.array([["A"]])),
        ("name", pa.array([{"a": "A"}])),
        ("name", pa.array([[("a", "b")]], pa.map_(pa.string(), pa.string()))),
        ("name", pa.array([b"\xff"], pa.binary()).view(pa.string())),
        ("name", pa.DictionaryArray.from_arrays(pa.array([0]), pa.array([b"\xff"], pa.binary()).view(pa.string()))),
        ("rank", pa.array([0])),
        ("codes", pa.array(["iso2"])),
        ("codes", pa.array([{"system": "iso2", "value": "NA"}])),
        ("after", pa.array(["event:e"])),
        ("existence", pa.array([1990])),
    ],
    ids=lambda value: str(value.type) if isinstance(value, pa.Array) else value,
)
def test_a_value_of_another_type_is_refused_and_not_turned_into_one(column: str, values: Any) -> None:
    """Whatever Arrow can hold, in a column for something else it is a value of the wrong type."""
    ((code, path, row),) = _told(_state_table(**{column: values}))
    assert (code, path.partition("[")[0], row) == ("wrong-type", f"$.{column}", 1)


def test_false_and_zero_are_not_the_same() -> None:
    """The number 0 is no flag, though it equals the default of one; nor is 1.0 a number of characters."""
    table = _tables(_ACT)["recognition"]
    at = table.schema.get_field_index("sole")
    (plain,) = _back({"recognition": table.set_column(at, "sole", pa.array([0]))})
    assert type(plain["sole"]) is int
    source = pa.table({"id": ["source:s"], "title": ["S"], "length": [12.0]})
    (batch,) = arrow.records_of({"source": source}, shapes()).batches
    assert [type(plain["length"]) for plain in batch.plain()] == [float]
    assert not batch.typed


def test_a_column_that_no_record_has_is_told_where_it_holds_something() -> None:
    """An unknown column is an unknown field of the rows that have something there; of nothing, nothing is told."""
    assert _told(_state_table(capital=[None, "Windhoek"])) == [("unknown-field", "$.capital", 2)]
    assert _told(_state_table(capital=pa.nulls(2))) == []
    codes = [[{"system": "iso2", "value": "NA", "since": 1990}]]
    assert _told(_state_table(codes=codes)) == [("unknown-field", "$.codes[0].since", 1)]
    assert _told(_state_table(type=["state", "stat"])) == [("unknown-type", "$.type", 2)]


@pytest.mark.parametrize("value", [decimal.Decimal(1), b"x", dt.date(2020, 1, 1), float("nan"), [b"x"], {"a": b"x"}])
def test_an_unknown_field_that_is_no_json_is_no_field(value: Any) -> None:
    """It could not be kept for a newer version, and is refused as unknown, in a value too."""
    assert _told(_state_table(capital=pa.array([None, value]))) == [("unknown-field", "$.capital", 2)]
    codes = pa.array([[], [{"system": "iso2", "value": "NA", "since": value}]])
    assert _told(_state_table(codes=codes)) == [("unknown-field", "$.codes[0].since", 2)]
    assert any(isinstance(plain, Unreadable) for plain in _back(_state_table(codes=codes)))


@pytest.mark.parametrize(
    ("extras", "code"),
    [
        ([{"path": "$.a", "json": "{"}], "syntax"),
        ([{"path": "$.a", "json": None}], "missing-field"),
        ([{"path": 1, "json": "1"}], "missing-field"),
        ([{"path": "$", "json": "1"}], "bad-value"),
        ([{"path": "$.name", "json": "1"}], "bad-value"),
        ([{"path": "$.names[0].a", "json": "1"}], "bad-value"),
        ([{"path": '$["\\q"]', "json": "1"}], "bad-value"),
        ([{"path": "$.names[" + "9" * 5000 + "].a", "json": "1"}], "bad-value"),
        ([{"path": "$.a b", "json": "1"}], "bad-value"),
        ([{"path": "$.a", "json": "1"}, {"path": "$.a", "json": "2"}], "bad-value"),
        (["$.a"], "missing-field"),
        ("$.a", "wrong-type"),
        (1, "wrong-type"),
    ],
)
def test_unknown_fields_that_cannot_be_put_back_are_told(extras: Any, code: str) -> None:
    """A path that leads nowhere, or where something is; a text that is no JSON; no list of such."""
    assert _told(_state_table(note=["x"], unknown_fields=[extras])) == [(code, "$.unknown_fields", 1)]


def test_all_that_is_wrong_with_unknown_fields_is_told_at_once() -> None:
    """A column that is no JSON does not hide an unknown field that cannot be put back."""
    table = _state_table(capital=[b"x"], unknown_fields=[[{"path": "$.a", "json": "{"}]])
    assert [code for code, _, _ in _told(table)] == ["unknown-field", "syntax"]


# --- that tables which do not belong together are refused ------------------------------------------------------------


def _metadata(table: Any, **changes: str | None) -> Any:
    told = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    told |= {f"recognition.{key}": value for key, value in changes.items() if value is not None}
    return table.replace_schema_metadata(
        {key: value for key, value in told.items() if changes.get(key.removeprefix("recognition."), "") is not None}
    )


def _refusal(tables: Mapping[str, Any]) -> str:
    with pytest.raises(InvalidDataError) as caught:
        arrow.records_of(tables, shapes())
    (problem,) = caught.value.problems
    return problem.code


def test_the_version_is_that_of_the_tables() -> None:
    """It is what they say; if none does, what the caller says, or nothing; they may not disagree."""
    tables = _tables(_STATE, _ACT)
    assert arrow.records_of(tables, shapes()).version == "1"
    silent = {kind: _metadata(table, format_version=None) for kind, table in tables.items()}
    assert arrow.records_of(silent, shapes()).version is MISSING
    assert arrow.records_of(silent, shapes(), 1).version == 1
    assert arrow.records_of(tables | {"state": silent["state"]}, shapes(), 7).version == "1"
    assert _refusal(tables | {"state": _metadata(tables["state"], format_version="2")}) == "format-version"
    assert arrow.records_of({}, shapes(), 1).version == 1


def test_a_table_is_of_the_kind_of_its_name() -> None:
    """Its name or what it says of itself tells the kind; if they are two kinds, the table is refused."""
    table = _tables(_STATE)["state"]
    assert _back({"part-0": table}) == [_STATE]
    assert _back({"state": _metadata(table, kind=None)}) == [_STATE]
    assert _refusal({"event": table}) == "syntax"
    reading = arrow.records_of(
        {"stat": _metadata(table, kind=None), "recognition": _tables(_ACT)["recognition"]}, shapes()
    )
    assert [(problem.code, "did you mean 'state'" in problem.message) for problem in reading.problems] == [
        ("unknown-type", True)
    ]
    assert _records(reading) == [_ACT]


def test_columns_of_one_name_are_refused() -> None:
    """Nobody could say which of them counts, in a table or in a value."""
    assert _refusal({"state": pa.table([["state:A"], ["A"], ["B"]], names=["id", "name", "name"])}) == "duplicate-key"
    code = pa.StructArray.from_arrays([pa.array(["iso2"]), pa.array(["NA"])], names=["value", "value"])
    codes = pa.ListArray.from_arrays(pa.array([0, 1], pa.int32()), code)
    assert _refusal({"state": pa.table([["state:A"], codes], names=["id", "codes"])}) == "duplicate-key"


def test_a_table_is_not_nested_beyond_measure() -> None:
    """A column that is nested deeper than a document may be is refused before anything of it is read."""
    nested = pa.string()
    for _ in range(70):
        nested = pa.list_(nested)
    assert _refusal({"state": pa.table([pa.nulls(1, nested)], names=["note"])}) == "too-deep"


def test_only_columns_of_the_right_types_are_read_fast() -> None:
    """A batch is called typed only if nothing in it could be taken for something else by a converter that coerces."""

    def typed(tables: Mapping[str, Any]) -> bool:
        (batch,) = arrow.records_of(tables, shapes()).batches
        return batch.typed

    everything = [plain for plain in _plain(recognition.load(_EVERYTHING)) if plain["type"] == "recognition"]
    assert typed(_tables(*everything))
    assert typed(_state_table(name=pa.array(["A"], pa.large_string())))
    assert not typed(_tables(_NEW))
    assert not typed(_state_table(name=[1]))
    assert not typed(_state_table(capital=["Windhoek"]))
    assert not typed(_state_table(names=[[{"text": "A", "language": 1}]]))
