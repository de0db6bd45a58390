"""What the tests of frames share: one session of Spark, and the rows of a frame of any backend."""

import importlib.util
import math
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import narwhals as nw
import pytest

from recognition.frames.backends import BACKENDS, check_backend


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """Give a local session of Spark, one for all tests; skip where Java or PySpark is absent."""
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("needs PySpark, which is not installed")
    if shutil.which("java") is None:
        pytest.skip("needs Java for Spark, which is not installed")
    from pyspark.sql import SparkSession  # noqa: PLC0415 - it may be absent

    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        # Compiling a query takes longer than answering it here.
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Give each backend in turn; skip where it is absent."""
    name: str = request.param
    if name == "pyspark":
        request.getfixturevalue("spark")
    else:
        check_backend(name)
    return name


def _value(value: object) -> object:
    if type(value).__name__ in {"NAType", "NaTType"} or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.date() if isinstance(value, datetime) else value


@pytest.fixture(scope="session")
def rows_of() -> Callable[[Any], list[tuple[object, ...]]]:
    """Give the rows of a native frame as plain values: days as days, what is missing as ``None``."""

    def rows(frame: Any) -> list[tuple[object, ...]]:
        wrapped = nw.from_native(frame)
        if isinstance(wrapped, nw.LazyFrame):
            wrapped = wrapped.collect("pyarrow")
        return [tuple(map(_value, row)) for row in wrapped.rows()]

    return rows
