"""Law: what holds everything loses nothing, in any order, under any hash seed, and whoever has produced it."""

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recognition
from recognition import Dataset, Record, dump, dumps, load, loads, read_records, write_records
from recognition.convert.structure import structure_record
from recognition.formats import FORMATS, LOSSY
from recognition.model.shape import plain_of
from recognition.strategies import datasets

ROOT: Final = Path(__file__).resolve().parents[2]
EVERYTHING: Final = ROOT / "tests" / "golden" / "valid" / "everything.json"
SEEDS: Final = sorted(path for path in (ROOT / "seeds").rglob("*.yaml") if not path.name.endswith("questions.yaml"))
LOSSLESS: Final = [name for name in FORMATS if name not in LOSSY]
SUFFIXES: Final = [(name, suffix) for name in LOSSLESS for suffix in FORMATS[name]]
NEWER: Final[list[dict[str, Any]]] = [
    {
        "type": "source",
        "id": "source:a",
        "title": "A",
        "pages": 12,
        "shelf": {"room": "b", "rows": [1, 2.5, None, True]},
    },
    {
        "type": "recognition",
        "id": "recognition:a",
        "actor": "state:A",
        "target": "state:B",
        "capacity": "state",
        "move": "moratorium {0}/é",
        "degree": "in-part",
        "participants": [{"role": "witnessed by", "who": "state:A", "seat": [[], {}]}],
        "vote": {"favour": 1, "against": 2, "spoilt": 3},
        "citations": [{"source": "source:a", "page": "7"}, {"source": "source:a", "page": None}],
    },
    {"type": "state", "id": "state:A", "name": "A", "names": [{"text": "A", "language": "en", "script": "Latn"}]},
    {"type": "state", "id": "state:B", "name": "B", "": "", "a b.c[0]": "='1'"},
]
"""Records of a producer that knows more: fields at every depth, and terms."""


@pytest.mark.parametrize(("name", "suffix"), SUFFIXES, ids=[suffix for _, suffix in SUFFIXES])
@pytest.mark.parametrize("path", [EVERYTHING, *SEEDS], ids=lambda path: path.stem)
def test_a_dataset_goes_into_each_format_and_comes_back(name: str, suffix: str, path: Path, tmp_path: Path) -> None:
    """Every class, field and term, and all that is in the seeds, come back; a second pass gives the same bytes."""
    dataset = load(path)
    first, second = tmp_path / f"first{suffix}", tmp_path / f"second{suffix}"
    assert dump(dataset, first) == ()
    again = load(first)
    assert again == dataset
    assert sorted(p.code for p in again.problems) == sorted(p.code for p in dataset.problems)
    dump(again, second)
    assert contents(first) == contents(second)
    assert {record.id: record for record in read_records(first)} == {record.id: record for record in dataset}
    assert loads(dumps(dataset, format=name), format=name) == dataset


def contents(path: Path) -> dict[str, bytes]:
    """Give the bytes of a file, or of each file of a folder."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name if path.is_dir() else "": file.read_bytes() for file in files}


@pytest.mark.parametrize("name", LOSSLESS)
@settings(max_examples=settings().max_examples // 3)
@given(dataset=datasets(), seed=st.integers(0, 1000))
def test_any_dataset_comes_back_whatever_the_order_of_writing(name: str, dataset: Dataset, seed: int) -> None:
    """What is written in any order is read as the dataset, and that is written as the same bytes as the dataset."""
    written = dumps(dataset, format=name)
    assert loads(written, format=name) == dataset
    records: list[Record] = list(dataset)
    random.Random(seed).shuffle(records)  # noqa: S311 - to shuffle is no secret
    assert dumps(Dataset(records), format=name) == written


@pytest.mark.parametrize("name", LOSSLESS)
def test_records_written_in_any_order_are_the_same_records(name: str, tmp_path: Path) -> None:
    """`write_records` takes records in any order, and `read_records` gives all of them and no other."""
    dataset = load(EVERYTHING)
    records = sorted(dataset, key=lambda record: hashlib.sha256(record.id.encode()).digest())
    path = tmp_path / f"a{FORMATS[name][0]}"
    assert write_records(iter(records), path) == len(dataset)
    assert sorted(read_records(path), key=lambda record: record.id) == list(dataset)
    assert load(path) == dataset


@pytest.mark.parametrize("name", LOSSLESS)
def test_what_a_newer_producer_has_put_in_survives_every_format(name: str) -> None:
    """Unknown fields and terms are refused by strict reading, and come back from lenient reading, twice."""
    dataset = Dataset(structure_record(plain, strict=False) for plain in NEWER)
    written = dumps(dataset, format=name)
    with pytest.raises(recognition.InvalidDataError) as caught:
        loads(written, format=name)
    assert {problem.code for problem in caught.value.problems} == {"unknown-field", "unknown-term"}
    again = loads(written, format=name, strict=False)
    assert again == dataset
    assert [plain_of(record) for record in again] == sorted(NEWER, key=lambda plain: str(plain["id"]))
    assert dumps(again, format=name) == written
    kept = sorted((problem.code, problem.path.partition("]")[2]) for problem in again.problems)
    assert len(kept) == 3 + 9
    assert ("kept-term", ".move") in kept


SCRIPT: Final = """
import hashlib, json, sys, tempfile
from pathlib import Path
import recognition
from recognition.convert.structure import structure_record
from recognition.formats import FORMATS, LOSSY
newer = [structure_record(plain, strict=False) for plain in json.loads(sys.argv[2])]
found = {}
for name in FORMATS:
    hashed = hashlib.sha256()
    for dataset in (recognition.load(sys.argv[1]), recognition.Dataset(newer)):
        data = recognition.dumps(dataset, format=name)
        hashed.update(data)
        assert name in LOSSY or recognition.loads(data, format=name, strict=False) == dataset
    found[name] = hashed.hexdigest()
print(json.dumps(found))
"""


def test_the_bytes_are_the_same_under_any_hash_seed() -> None:
    """Every format, those that lose something included, is written alike by processes that hash differently, and read.

    So are fields that are not known, of which there is more than one in a record.
    """
    found = list[dict[str, str]]()
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONWARNINGS": "ignore"}
        command = [sys.executable, "-c", SCRIPT, str(EVERYTHING), json.dumps(NEWER)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603
        found.append(json.loads(done.stdout))
    assert list(found[0]) == list(FORMATS)
    assert found[0] == found[1]


def test_one_format_leads_to_the_others() -> None:
    """A dataset that has gone through all of them in turn is what it was, in both directions."""
    turned = dataset = load(EVERYTHING)
    for name in [*LOSSLESS, *reversed(LOSSLESS)]:
        turned = loads(dumps(turned, format=name), format=name)
        assert turned == dataset


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=settings().max_examples // 2)
@given(data=st.binary(max_size=120))
def test_any_bytes_give_a_dataset_or_invalid_data_error(name: str, data: bytes) -> None:
    """No bytes make the reader of any format raise anything else."""
    check_refusal(name, data)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=settings().max_examples // 2)
@given(data=st.data())
def test_changed_bytes_give_a_dataset_or_invalid_data_error(name: str, data: st.DataObject) -> None:
    """Nor does a file of which a few bytes were changed, cut out, doubled or put in, or that was cut short."""
    written = bytearray(_small(name))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, max(0, len(written) - 1)))
        end = data.draw(st.integers(start, min(len(written), start + 20)) | st.just(len(written)))
        put = data.draw(st.binary(max_size=3) | st.just(bytes(written[start:end]) * 2))
        written[start:end] = put[:10_000]
    check_refusal(name, bytes(written))


_SMALL: Final = dict[str, bytes]()


def _small(name: str) -> bytes:
    if name not in _SMALL:
        _SMALL[name] = dumps(load(ROOT / "seeds" / "casebook" / "western-sahara.yaml"), format=name)
    return _SMALL[name]


def check_refusal(name: str, data: bytes) -> None:
    """Load; see that it is accepted or refused as it ought to be, and let anything else through."""
    try:
        loads(data, format=name)
    except recognition.InvalidDataError as error:
        problems = error.problems
    else:
        return
    assert problems
    assert all(problem.path.startswith("$") for problem in problems)
    assert all(problem.severity == "error" for problem in problems)
