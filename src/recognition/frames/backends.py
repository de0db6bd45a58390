"""Backends: the libraries in whose own frames tables are given, and how a frame of each is made from columns."""

import importlib
import importlib.util
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Literal, cast

from recognition.errors import InvalidDataError, MissingExtraError, Problem, UnknownIdError

try:
    import narwhals as nw
except ModuleNotFoundError:
    _error = MissingExtraError("frames", "making tables")
    raise _error from None

Backend = Literal["duckdb", "pandas", "polars", "pyarrow", "pyspark"]
"""The name of a library in whose frames tables are given."""

_NEEDED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "duckdb": ("duckdb", "pyarrow"),
        "pandas": ("pandas",),
        "polars": ("polars",),
        "pyarrow": ("pyarrow",),
        "pyspark": ("pyspark", "pyarrow"),
    }
)
BACKENDS: Final = tuple(_NEEDED)
"""The names of all backends."""

Schema = Mapping[str, nw.dtypes.DType]
"""The names and types of the columns of a frame, in their order."""
Columns = Mapping[str, Sequence[Any]]
"""The values of the columns of a frame: lists of plain values, or Arrow arrays; ``None`` where there is none."""


def check_backend(backend: str, connection: object = None) -> None:
    """Refuse a backend that is not known or not installed, before any work is done.

    Args:
        backend: its name.
        connection: what the caller wants to be used with it, which only DuckDB and PySpark have.

    Raises:
        UnknownIdError: if no backend has that name.
        MissingExtraError: if it is not installed; the message names the command that installs it.
        InvalidDataError: if a connection is given for a backend that has none.
    """
    if backend not in _NEEDED:
        raise UnknownIdError(str(backend), BACKENDS, what=f"backend (known: {', '.join(BACKENDS)}) named")
    missing = [name for name in _NEEDED[backend] if importlib.util.find_spec(name) is None]
    if missing:
        # The extra brings Polars, and no other backend.
        also = () if backend == "polars" else _NEEDED[backend]
        error = MissingExtraError("frames", f"making tables of {backend}", also=also)
        raise error
    if connection is not None and backend not in {"duckdb", "pyspark"}:
        message = f"{backend} has no connection or session: leave `connection` out"
        raise InvalidDataError([Problem("bad-value", message, path="$.connection")])


def frame_of(columns: Columns, schema: Schema, *, backend: str = "polars", connection: Any = None) -> Any:
    """Give a native frame of a backend with some columns.

    A frame of DuckDB or PySpark is lazy: nothing is computed before it is asked for its rows. pandas has no type of its
    own for a day, so that a column of days is ``datetime64`` there, and one of whole numbers or truth values of which
    some are missing is ``Int64`` or ``boolean``.

    Args:
        columns: the values by column; all columns are equally long.
        schema: the types by column, for every column and in the order wanted.
        backend: the name of the library, of :data:`BACKENDS`.
        connection: of ``duckdb``, the connection; of ``pyspark``, the session. ``None``: DuckDB's default connection,
            the active session of Spark or else a new one.

    Returns:
        A ``polars.DataFrame``, ``pandas.DataFrame``, ``pyarrow.Table``, ``duckdb.DuckDBPyRelation`` or
        ``pyspark.sql.DataFrame``.

    Raises:
        UnknownIdError: if no backend has that name.
        MissingExtraError: if it is not installed.
        InvalidDataError: if a connection is given for a backend that has none.

    Example:
        >>> import narwhals as nw
        >>> from recognition.frames.backends import frame_of
        >>> schema = {"year": nw.Int64(), "code": nw.String()}
        >>> frame_of({"year": [1991, 1992], "code": ["A", None]}, schema).rows()
        [(1991, 'A'), (1992, None)]
    """
    check_backend(backend, connection)
    ordered = {name: columns[name] for name in schema}
    if backend == "polars":
        return _polars(ordered, schema)
    if backend == "pandas":
        return _pandas(ordered, schema)
    table = _arrow(ordered, schema)
    if backend == "duckdb":
        duckdb: Any = importlib.import_module("duckdb")
        return (duckdb if connection is None else connection).from_arrow(table)
    if backend == "pyspark":
        spark = connection
        if spark is None:
            sql: Any = importlib.import_module("pyspark.sql")
            spark = sql.SparkSession.builder.getOrCreate()
        return spark.createDataFrame(table)
    return table


Frame = nw.DataFrame[Any]
"""A frame of any backend as expressions see it. A lazy one is no such class, but has the methods that are used here."""


def wrapped_frame_of(columns: Columns, schema: Schema, *, backend: str, connection: object = None) -> Frame:
    """Give the same frame as :func:`frame_of`, wrapped for expressions that are the same for all backends."""
    return cast("Frame", nw.from_native(frame_of(columns, schema, backend=backend, connection=connection)))


def _polars(columns: Columns, schema: Schema) -> Any:
    pl: Any = importlib.import_module("polars")
    types = nw.Schema(schema).to_polars()
    return pl.DataFrame([pl.Series(name, values, dtype=types[name]) for name, values in columns.items()])


def _arrow(columns: Columns, schema: Schema) -> Any:
    pa: Any = importlib.import_module("pyarrow")
    # pyarrow has no types of its own, so that what narwhals says of it is not known either.
    types: Any = cast("Any", nw.Schema(schema)).to_arrow()
    return pa.Table.from_arrays([_arrow_array(pa, columns[field.name], field.type) for field in types], schema=types)


def _arrow_array(pa: Any, values: Any, dtype: Any) -> Any:
    return values.cast(dtype) if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(values, dtype)


def _pandas(columns: Columns, schema: Schema) -> Any:
    pd: Any = importlib.import_module("pandas")
    return pd.DataFrame({name: _pandas_series(pd, values, schema[name]) for name, values in columns.items()})


def _pandas_series(pd: Any, values: Sequence[Any], dtype: nw.dtypes.DType) -> Any:
    # An Arrow array gives its values in one call; a list is taken as it is.
    plain: Sequence[Any] = getattr(values, "to_pylist", lambda: values)()
    if isinstance(dtype, nw.Date):
        return pd.Series(pd.array(plain, dtype="datetime64[s]"))
    if isinstance(dtype, nw.Boolean | nw.Int64) and any(value is None for value in plain):
        return pd.Series(pd.array(plain, dtype="Int64" if isinstance(dtype, nw.Int64) else "boolean"))
    if isinstance(dtype, nw.List):
        return pd.Series(plain, dtype="object")
    return pd.Series(plain, dtype=nw.Schema({"": dtype}).to_pandas()[""])
