"""Frames of each backend, made from columns."""

import pickle
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import narwhals as nw
import pytest

from recognition import InvalidDataError, MissingExtraError, UnknownIdError
from recognition.frames.backends import BACKENDS, check_backend, frame_of

SCHEMA: Final = {
    "number": nw.Int64(),
    "share": nw.Float64(),
    "certain": nw.Boolean(),
    "name": nw.String(),
    "day": nw.Date(),
}
COLUMNS: Final[dict[str, list[Any]]] = {
    "day": [date(1816, 1, 1), None],
    "number": [2**53 + 1, None],
    "share": [0.5, None],
    "certain": [True, None],
    "name": ["Côte d'Ivoire", None],
}
ROWS: Final = [(2**53 + 1, 0.5, True, "Côte d'Ivoire", date(1816, 1, 1)), (None,) * 5]
Rows = Callable[[Any], list[tuple[object, ...]]]
KINDS: Final = {
    "duckdb": "DuckDBPyRelation",
    "pandas": "DataFrame",
    "polars": "DataFrame",
    "pyarrow": "Table",
    "pyspark": "DataFrame",
}


def test_columns_become_a_native_frame(backend: str, rows_of: Rows) -> None:
    """Its values, missing ones too, and its columns come in the order of the schema."""
    frame = frame_of(COLUMNS, SCHEMA, backend=backend)
    assert type(frame).__name__ == KINDS[backend]
    assert type(frame).__module__.split(".")[0].strip("_") == backend
    assert nw.from_native(frame).collect_schema().names() == list(SCHEMA)
    assert rows_of(frame) == ROWS


def test_arrow_arrays_give_the_same_as_lists(backend: str, rows_of: Rows) -> None:
    """A column may come as an Arrow array."""
    pa = pytest.importorskip("pyarrow")
    arrays = {name: pa.array(values) for name, values in COLUMNS.items()}
    assert rows_of(frame_of(arrays, SCHEMA, backend=backend)) == ROWS


def test_a_frame_without_rows_has_the_types_of_the_schema(backend: str) -> None:
    """Nothing is inferred from the values: an empty frame is typed like a full one."""
    full, empty = (
        nw.from_native(frame_of(columns, SCHEMA, backend=backend)).collect_schema()
        for columns in ({name: values[:1] for name, values in COLUMNS.items()}, dict.fromkeys(SCHEMA, ()))
    )
    assert empty == full
    expected = dict(SCHEMA) | ({"day": nw.Datetime("s")} if backend == "pandas" else {})
    assert dict(full) == expected


def test_a_connection_of_ones_own_is_used() -> None:
    """The frame belongs to the connection, so that it can be joined with its tables."""
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    connection.execute("create table names as select 2 as code, 'USA' as name")
    frame = frame_of({"code": [2]}, {"code": nw.Int64()}, backend="duckdb", connection=connection)
    assert connection.table("names").join(frame, "code").fetchall() == [(2, "USA")]


def test_a_session_of_ones_own_is_used(spark: Any) -> None:
    """The frame belongs to the session."""
    session = spark.newSession()
    frame = frame_of({"code": [2]}, {"code": nw.Int64()}, backend="pyspark", connection=session)
    assert frame.sparkSession is session


def test_an_unknown_backend_is_refused_with_a_near_name() -> None:
    """Nothing is taken for it."""
    with pytest.raises(UnknownIdError, match="near: polars") as caught:
        frame_of({}, {}, backend="polar")
    assert caught.value.near == ("polars",)


@pytest.mark.parametrize("name", ["pandas", "polars", "pyarrow"])
def test_a_connection_is_refused_where_there_is_none(name: str) -> None:
    """It would have no effect, which the caller cannot have meant."""
    with pytest.raises(InvalidDataError, match="has no connection"):
        check_backend(name, object())


@pytest.mark.parametrize(
    ("absent", "asked", "command"),
    [
        ("narwhals", "polars", "pip install 'recognition[frames]'"),
        ("polars", "polars", "pip install 'recognition[frames]'"),
        ("pandas", "pandas", "pip install 'recognition[frames]' pandas"),
        ("pyarrow", "pyarrow", "pip install 'recognition[frames]' pyarrow"),
        ("duckdb", "duckdb", "pip install 'recognition[frames]' duckdb pyarrow"),
        ("pyarrow", "duckdb", "pip install 'recognition[frames]' duckdb pyarrow"),
        ("pyspark", "pyspark", "pip install 'recognition[frames]' pyspark pyarrow"),
    ],
)
def test_what_is_not_installed_is_told_with_the_command(absent: str, asked: str, command: str) -> None:
    """The message names exactly what to install, in a process that cannot find the library."""
    code = f"""
import sys
from importlib.machinery import PathFinder
find = PathFinder.find_spec
PathFinder.find_spec = lambda name, *rest: None if name == {absent!r} else find(name, *rest)
from recognition import MissingExtraError
try:
    from recognition.frames import frame_of
    frame_of({{}}, {{}}, backend={asked!r})
except MissingExtraError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603
    assert done.stdout.rstrip().endswith(f": {command}")


def test_a_missing_extra_survives_pickling() -> None:
    """Also with the packages beside the extra."""
    error = pickle.loads(pickle.dumps(MissingExtraError("frames", "a table", also=("duckdb",))))  # noqa: S301
    assert (str(error), error.also) == (
        "a table needs an optional dependency: pip install 'recognition[frames]' duckdb",
        ("duckdb",),
    )


def test_every_backend_is_named_once() -> None:
    """In the order of the alphabet."""
    assert list(BACKENDS) == sorted(set(BACKENDS)) == list(KINDS)
