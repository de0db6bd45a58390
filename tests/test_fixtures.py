"""What version 0.1 pickled and wrote is read by this one, and means the same."""

import lzma
import pickle
import runpy
import zipfile
from pathlib import Path
from typing import Any, Final

import pytest

from recognition import Dataset, Period, State, Succession, SuccessionManner, UnknownIdError, load

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = ROOT / "tests" / "fixtures" / "0.1"


@pytest.fixture(scope="module")
def tool() -> dict[str, Any]:
    """Give the names of the tool that wrote the files."""
    return runpy.run_path(str(ROOT / "tools" / "make_fixtures.py"))


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Give the dataset that was written, as its JSON document has it."""
    return load(FOLDER / "dataset.json")


def test_the_dataset_has_every_record_class(dataset: Dataset) -> None:
    """No class that the version had is left out of what later versions are held to, nor any sort of value."""
    kinds = "diplomatic event government organization person recognition restriction source state statement territory"
    assert sorted({record.kind for record in dataset}) == kinds.split()
    state = dataset["state:full"]
    assert isinstance(state, State)
    assert [(name.text, name.language) for name in state.names] == [("Ruritania", "en"), ("名", "zh-Hant")]
    assert state.existence == Period("1950/..")
    assert state.succeeds == (Succession(state="state:old", manner=SuccessionManner.SUCCESSOR),)


def test_pickled_values_are_equal(tool: dict[str, Any], dataset: Dataset) -> None:
    """Records, datasets with their problems, dates, differences and parts of answers are as they were."""
    unpickled = pickle.loads((FOLDER / "values.pickle").read_bytes())  # noqa: S301 - our own
    expected = tool["values"](dataset)
    assert unpickled.keys() == expected.keys()
    for name, value in expected.items():
        assert unpickled[name] == value, name
        assert type(unpickled[name]) is type(value), name
    assert unpickled["dataset"].problems == expected["dataset"].problems


def test_pickled_errors_say_the_same(tool: dict[str, Any]) -> None:
    """An error carries its problems, or its near ids."""
    invalid, unknown = pickle.loads((FOLDER / "errors.pickle").read_bytes())  # noqa: S301 - our own
    expected_invalid, expected_unknown = tool["errors"]()
    assert invalid.problems == expected_invalid.problems
    assert isinstance(unknown, UnknownIdError)
    assert (unknown.key, unknown.near) == (expected_unknown.key, ("state:full",))


@pytest.mark.parametrize("end", ["jsonl", "yaml", "ttl", "jsonld"])
def test_written_texts_are_read(end: str, dataset: Dataset) -> None:
    """Each file gives the dataset that it was written from."""
    if end == "ttl":
        pytest.importorskip("pyoxigraph")
    assert load(FOLDER / f"dataset.{end}") == dataset


def test_a_written_csv_package_is_read(dataset: Dataset) -> None:
    """The archive gives the dataset that it was written from."""
    assert load(FOLDER / "csv.zip", format="csv") == dataset


def test_a_written_database_is_read(dataset: Dataset, tmp_path: Path) -> None:
    """The SQLite database, kept compressed, gives the dataset that it was written from."""
    path = tmp_path / "dataset.sqlite"
    path.write_bytes(lzma.decompress((FOLDER / "dataset.sqlite.xz").read_bytes()))
    assert load(path) == dataset


def test_written_parquet_is_read(dataset: Dataset, tmp_path: Path) -> None:
    """The folder of Parquet files, kept as an archive, gives the dataset that it was written from."""
    pytest.importorskip("pyarrow")
    with zipfile.ZipFile(FOLDER / "parquet.zip") as archive:
        archive.extractall(tmp_path)
    assert load(tmp_path, format="parquet") == dataset
