"""The inputs to begin with: golden documents, small datasets written in each format, samples and real files."""

import contextlib
import gzip
import itertools
import json
import lzma
import re
import runpy
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from fuzzing.oracles import SCRATCH, SOURCES

import recognition
from recognition import Dataset
from recognition.formats import FORMATS

ROOT: Final = Path(__file__).resolve().parents[2]
GOLDEN: Final = ROOT / "tests" / "golden"
SHARED: Final = ROOT.parent / "shared" / "data"
_MOST_RECORDS: Final = 12
"""The size of a small dataset."""


def slices() -> Iterator[Dataset]:
    """Give small datasets: of each record of the golden ones, it and what it names."""
    yield Dataset()
    for path in sorted((GOLDEN / "newer").glob("*[a-z].json")):
        if "expected" not in path.name:
            yield recognition.load(path, strict=False)
    for path in (GOLDEN / "valid" / "everything.json", ROOT / "seeds" / "casebook" / "western-sahara.yaml"):
        held = {record.id: record for record in recognition.load(path)}
        texts = {key: repr(record) for key, record in held.items()}
        done = set[str]()
        for key, record in held.items():
            if record.kind in done and path.suffix != ".json":
                continue
            found, left = set[str](), {key}
            while left:
                found |= left
                left = {
                    name for one in left for name in re.findall(r"[a-z]+:[\w.-]+", texts[one]) if name in held
                } - found
            if len(found) < _MOST_RECORDS:
                done.add(record.kind)
                yield Dataset(held[name] for name in found)


def seeds(target: str) -> Iterator[bytes]:
    """Give the inputs to begin with."""
    small = list(slices())
    if target == "edtf":
        texts = {
            text
            for path in [*GOLDEN.rglob("*.json"), *(ROOT / "seeds").rglob("*.yaml")]
            for text in re.findall(
                r"[\[{]?[0-9X]{4}[-0-9X?~%./,\[\]{}]*", path.read_text(encoding="utf-8", errors="replace")
            )
        }
        yield from (text.encode() for text in sorted(texts))
        yield from (f"{a}\n{b}".encode() for a, b in itertools.pairwise(sorted(texts)))
    elif target == "migration":
        yield from (path.read_bytes() for path in (GOLDEN / "older").glob("*[0-9].json"))
        for one in small:
            yield (
                recognition.dumps(one)
                .replace(b'"format_version": 1', b'"format_version": 0')
                .replace(b'"type"', b'"kind"')
            )
    elif target == "diff":
        yield from diff_seeds(small)
    elif target == "arrow":
        for one in small:
            yield json.dumps(
                {kind: table.to_pylist() for kind, table in recognition.to_arrow(one).items()}, default=str
            ).encode()
    elif target == "compressed":
        text = recognition.dumps(small[1], format="jsonl")
        yield from (gzip.compress(text), lzma.compress(text), gzip.compress(text) * 2, lzma.compress(text) + bytes(4))
        with contextlib.suppress(ImportError):
            import zstandard  # noqa: PLC0415

            yield zstandard.ZstdCompressor().compress(text)
    elif target in SOURCES:
        yield from source_seeds(target)
    else:
        yield from format_seeds(target, small)


def diff_seeds(small: Sequence[Dataset]) -> Iterator[bytes]:
    """Give what there is between small datasets, and between a record and the same with a note."""
    for one, other in itertools.pairwise(small):
        yield recognition.diff_to_json(recognition.diff(one, other))
    for one in small:
        if one:
            before = json.loads(recognition.dumps(one))["records"][0]
            change = {"before": before, "after": before | {"note": "x"}}
            document = {"format_version": 1, "added": [], "dropped": [], "changed": [change]}
            yield json.dumps(document).encode()


def format_seeds(target: str, small: Iterable[Dataset]) -> Iterator[bytes]:
    """Give documents of a format."""
    for path in sorted(GOLDEN.rglob("*")):
        if path.suffix in FORMATS[target] and "expected" not in path.name:
            yield path.read_bytes()
    for one in small:
        data = recognition.dumps(one, format=target)
        yield shrunk(data) if target == "sqlite" else data
        if target == "yaml":
            yield recognition.dumps(one)


def shrunk(data: bytes) -> bytes:
    """Give a database with small pages, and without empty tables and what is never read."""
    path = Path(SCRATCH, "shrunk")
    path.write_bytes(data)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("pragma synchronous = off")
        connection.execute("begin")
        listed = connection.execute("select type, name from sqlite_schema where sql is not null").fetchall()
        for kind, name in sorted(listed, reverse=True):  # views before the tables that they show, and these last
            if kind == "table" and connection.execute(f'select 1 from "{name}"').fetchone():  # noqa: S608 - our own
                continue
            if kind != "index":
                connection.execute(f'drop {kind} "{name}"')
        connection.execute("commit")
        connection.execute("pragma page_size = 512")
        connection.execute("vacuum")
    return path.read_bytes()


def source_seeds(target: str) -> Iterator[bytes]:
    """Give the samples that the tests damage, and the beginnings of the real files where they are at hand."""
    tests = ROOT / "tests" / "sources"
    hostile = {
        read.__module__.rpartition(".")[2]: data
        for read, data in runpy.run_path(str(tests / "test_hostile.py"))["SAMPLES"]
    }
    if target in hostile:
        yield hostile[target]
    else:
        held = runpy.run_path(str(tests / f"test_{target}.py"))
        for name in ("SAMPLE", "RANGE_SAMPLE", "GOOD"):
            if name in held:
                yield held[name] if isinstance(held[name], bytes) else held[name].encode()
    if target == "wikidata":
        yield wikidata_seed(runpy.run_path(str(tests / "test_wikidata.py")))
    if target == "palestine":
        yield b"iso2,recognized\nNA,1988-11-19\nGQ,1989-05\n"
    folders = {"cow": "cow_states", "gw": "gw_states", "palestine": "recognition_palestine"}
    for path in sorted((SHARED / folders.get(target, target)).glob("*.*")):
        if path.suffix in {".csv", ".txt", ".yml"}:
            lines = path.read_bytes().splitlines(keepends=True)
            yield b"".join(lines if path.suffix == ".yml" else lines[:6])
            yield b"".join(lines[:1] + lines[len(lines) // 2 :][:3])


def wikidata_seed(made: dict[str, Any]) -> bytes:
    """Give entities that have everything that is read, made as the tests make theirs."""
    item, text, day, said, entity = (made[name] for name in ("item", "text", "time", "statement", "entity"))
    page = {"P854": text("https://news.example/a"), "P813": day("2020-01-01")}
    stated = {"P248": item("Q3"), "P577": day("2019-00-00", 9)}
    days = {"P580": day("1990-05-00", 10), "P582": day("2001-02-03"), "P1534": item("Q4")}
    about = {"P1319": day("1900-00-00", 9), "P1326": day("1900-06-01"), "P1480": item("Q5727902")}
    one = entity(
        "Q1",
        "One",
        made["STATE"],
        said("Q1$a", "P571", day("1900-00-00", 9), rank="preferred", refs=[page, stated], **about),
        said("Q1$c", "P297", text("AF"), P580=day("1974-00-00", 9)),
        said("Q1$d", "P530", item("Q2"), rank="preferred", refs=[page], **days),
        said("Q1$e", "P531", item("Q6"), P17=item("Q2"), P585=day("1995-01-01")),
        said("Q1$f", "P463", item("Q3"), P580=day("1950-00-00", 7)),
        aliases={"de": [{"language": "de", "value": "Eins"}]},
    )
    other = entity("Q2", "Two", made["STATE"], said("Q2$d", "P530", item("Q1"), P580=day("1990-00-00", 9), P582=None))
    body = entity(
        "Q3", "Three", "Q245065", said("Q3$a", "P576", ...), said("Q3$d", "P530", item("Q1"), rank="deprecated")
    )
    person = entity("Q4", "Four", "Q5", said("Q4$a", "P39", item("Q7"), P642=item("Q2"), P580=day("1990-00-00", 9)))
    mission = entity("Q6", "Six", "Q3917681", said("Q6$a", "P17", item("Q2")))
    return json.dumps({"entities": {found["id"]: found for found in (one, other, body, person, mission)}}).encode()
