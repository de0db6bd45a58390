"""Law: a dataset comes back equal from every format, and the converter has the data as the formats write it."""

import copy
import json
import pickle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import attrs
import pytest
import yaml
from hypothesis import example, given

from recognition import Dataset, Record, State, dumps, load, loads, make_converter, read_records, write_records
from recognition.strategies import datasets, records

NOTATIONS: Final = ("json", "jsonl", "yaml")
"""The notations of one text."""

CONVERTER: Final = make_converter()


@pytest.mark.parametrize("name", NOTATIONS)
@given(dataset=datasets())
@example(dataset=Dataset())
@example(dataset=Dataset([State(id="state:NO", name="NO", note="\u2028\ufeff~ null\n# a: b\n")]))
def test_a_dataset_comes_back_equal(name: str, dataset: Dataset) -> None:
    """What is written is read as an equal dataset with the same problems, and written again as the same bytes."""
    written = dumps(dataset, format=name)
    again = loads(written, format=name)
    assert again == dataset
    assert hash(again) == hash(dataset)
    assert repr(list(again)) == repr(list(dataset))
    assert dumps(again, format=name) == written
    # Which account a note stands at goes by the order of the input, which writing has changed.
    assert sorted(problem.code for problem in again.problems) == sorted(problem.code for problem in dataset.problems)


@given(dataset=datasets())
def test_one_format_leads_to_the_others(dataset: Dataset) -> None:
    """A dataset that has gone through all the formats in turn is what it was."""
    turned = dataset
    for name in NOTATIONS:
        turned = loads(dumps(turned, format=name), format=name)
    assert turned == dataset


@given(record=records())
def test_the_converter_gives_what_is_written(record: Record) -> None:
    """`unstructure` gives the very fields, in the very order, that JSON, JSON Lines and YAML write."""
    plain = CONVERTER.unstructure(record)
    with TemporaryDirectory() as folder:
        for name in NOTATIONS:
            path = Path(folder) / f"a.{name}"
            write_records([record], path)
            text = path.read_text(encoding="utf-8")
            if name == "jsonl":
                read: Any = json.loads(text.split("\n")[1])
            else:
                document = json.loads(text) if name == "json" else yaml.safe_load(text)
                assert list(document) == ["format_version", "records"]
                (read,) = document["records"]
            assert read == plain
            assert list(read) == list(plain)
            assert list(read_records(path)) == [record]


@given(record=records())
def test_the_converter_reads_what_it_gives(record: Record) -> None:
    """`structure` of what `unstructure` gives is the record, by its class and as any record."""
    plain = CONVERTER.unstructure(record)
    before = copy.deepcopy(plain)
    assert CONVERTER.structure(plain, type(record)) == record
    assert CONVERTER.structure(plain, Record) == record
    assert plain == before
    without = {key: value for key, value in plain.items() if key != "type"}
    assert CONVERTER.structure(without, type(record)) == record


@given(dataset=datasets())
def test_a_dataset_comes_back_from_a_file_and_from_a_pickle(dataset: Dataset) -> None:
    """Pickle and copies keep records and problems."""
    again = pickle.loads(pickle.dumps(dataset))  # noqa: S301 - our own
    assert again == dataset
    assert again.problems == dataset.problems
    assert copy.deepcopy(dataset) == copy.copy(dataset) == dataset
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        assert write_records(dataset, path) == len(dataset)
        assert load(path) == dataset


@given(record=records())
def test_a_record_is_what_its_repr_says(record: Record) -> None:
    """`repr` gives a call that makes an equal record, and `evolve` of nothing is the record."""
    import recognition  # noqa: PLC0415 - as the names that `repr` uses

    names = {name: getattr(recognition, name) for name in recognition.__all__}
    assert eval(repr(record), names) == record  # noqa: S307 - of our own making
    assert attrs.evolve(record) == record
