"""Write what this version pickles and writes, once a release, for later versions to read.

It goes to ``tests/fixtures/VERSION`` by minor version. What is there for a version that has been released is never
written again: that it can be read is what the tests hold. `History` and `Answer` keep private indexes, which may change
in any release; of them nothing is kept.
"""

import io
import lzma
import pickle
import zipfile
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from recognition import (
    Capacity,
    Conflict,
    Dataset,
    Entry,
    Extent,
    InvalidDataError,
    PartialDate,
    Period,
    Policy,
    Problem,
    Segment,
    Standing,
    Truth,
    UnknownIdError,
    diff,
    dump,
    dumps,
    load,
)

ROOT: Final = Path(__file__).resolve().parent.parent
VERSION: Final = "0.1"
FOLDER: Final = ROOT / "tests" / "fixtures" / VERSION
TEXTS: Final = {"json": "json", "jsonl": "jsonl", "yaml": "yaml", "ttl": "turtle", "jsonld": "jsonld"}
"""The ends of the names of the files that are one text, and their formats."""
SLUGS: Final = {"first", "full", "last", "old", "other", "superseded"}
"""The slugs of the records taken of the golden data set: one of each class with every field, and what they name."""
PROTOCOL: Final = 4
"""The protocol that every supported Python reads."""


def dataset() -> Dataset:
    """Give a small dataset with every record class and every field that there are now."""
    everything = load(ROOT / "tests" / "golden" / "valid" / "everything.json")
    return Dataset(record for record in everything if record.id.partition(":")[2] in SLUGS)


def values(held: Dataset) -> dict[str, Any]:
    """Give the public values that are pickled, by name; the records are those of a dataset."""
    pair = {"actor": "state:other", "target": "state:full", "capacity": Capacity.STATE, "concerning": None}
    return {
        "records": tuple(held),
        "dataset": held,
        "problems": held.problems,
        "dates": (PartialDate("2001-21"), PartialDate("[..1984]"), Period("2001/.."), Period("2001/"), Truth.UNKNOWN),
        "diff": diff(Dataset(), held),
        "extent": Extent(certain=frozenset({"state:full"}), possible=frozenset({"state:full", "state:other"})),
        "segment": Segment(start=None, end=date(2001, 12, 31), possible=frozenset({Standing.NONE}), **pair),  # type: ignore[arg-type]
        "entry": Entry(earliest=date(2001, 1, 1), latest=None, moment="start", what="x", accounts=("event:full",)),
        "conflict": Conflict(occurrence="x", accounts=("a",), counted=(), differences=(("contradicting-days", "y"),)),
        "policy": Policy.only("source:full", implied=False),
    }


def errors() -> tuple[InvalidDataError, UnknownIdError]:
    """Give errors, which are compared by what they say."""
    problem = Problem("bad-date", "no day", path="$.date", record="state:full", line=3, column=1, source="a.json")
    return InvalidDataError([problem]), UnknownIdError("state:ful", ["state:full"])


def written() -> dict[str, bytes]:
    """Give the files, by name."""
    held = dataset()
    found = {f"dataset.{end}": dumps(held, format=form) for end, form in TEXTS.items()}
    found["values.pickle"] = pickle.dumps(values(held), PROTOCOL)
    found["errors.pickle"] = pickle.dumps(errors(), PROTOCOL)
    with TemporaryDirectory() as name:
        folder = Path(name)
        dump(held, folder / "csv.zip", format="csv")
        found["csv.zip"] = (folder / "csv.zip").read_bytes()
        dump(held, folder / "dataset.sqlite")
        found["dataset.sqlite.xz"] = lzma.compress((folder / "dataset.sqlite").read_bytes())
        dump(held, folder / "parquet", format="parquet")
        held_in = io.BytesIO()
        with zipfile.ZipFile(held_in, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted((folder / "parquet").rglob("*")):
                if file.is_file():
                    archive.write(file, file.relative_to(folder / "parquet"))
        found["parquet.zip"] = held_in.getvalue()
    return found


def main() -> None:
    """Write the files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in written().items():
        (FOLDER / name).write_bytes(data)
        print(f"{len(data):8} {FOLDER / name}")


if __name__ == "__main__":
    main()
