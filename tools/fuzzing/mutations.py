"""How a new input is made of one before: by its structure, by its words, or by its bytes."""

# ruff: noqa: PLR2004, S311, S608 - odds are written where they are used, and are no secrets; the SQL is meant to harm

import contextlib
import importlib
import io
import json
import random
import re
import sqlite3
import zipfile
from collections.abc import Callable
from typing import Any, Final

from recognition.model.registry import RECORD_CLASSES
from recognition.model.shape import fields_of
from recognition.model.vocabulary import VOCABULARIES

atheris: Any = importlib.import_module("atheris")  # it is not among the dependencies
pa: Any = importlib.import_module("pyarrow")
pq: Any = importlib.import_module("pyarrow.parquet")

LONGEST: Final = 1 << 16
"""The length of an input; one of several files or pages may be four times as long."""
BESIDE: Final = ("unknown_fields", "path", "json", "properties", "schema", "@id", "@type", "@value", "@set", "@context")
"""Keys of which formats make use beside the fields of records."""
TERMS: Final = [str(term) for vocabulary in VOCABULARIES for term in vocabulary]
FIELDS: Final = sorted(
    {field.name for cls in RECORD_CLASSES.values() for field in fields_of(cls)} | {"type", "id", *BESIDE}
)
ODD: Final[list[Any]] = [
    *(
        None,
        True,
        False,
        0,
        -0.0,
        1,
        -1,
        2**53,
        2**63,
        2**64,
        10**30,
        1.5,
        1e300,
        "",
        " ",
        "\t",
        "a\n",
        "\x00",
        "\ud800",
        "null",
        "~",
    ),
    *(
        "no",
        "NO",
        "1",
        "0x1",
        "1e3",
        ".inf",
        "=1+1",
        "'",
        "@",
        "\ufeff",
        "\u2028",
        "\x85",
        "é",
        "e\u0301",
        "a" * 300,
        "state:A",
        "state:a@start",
    ),
    *(
        "2021",
        "2021-02-30",
        "2021/..",
        "/",
        "../..",
        "[..2000]",
        "2004-XX",
        "2001-21",
        "0000",
        "9999-12-31",
        "-0001",
        "_:b",
        "http://a/ b",
    ),
    *([], {}, [[]], [None], {"": None}, {"@id": "x"}, {"@value": 1}, {"@list": []}, {"text": "x", "language": "en"}),
]


def changed_bytes(data: bytes) -> bytes:
    """Give what the fuzzer makes of bytes by itself."""
    changed: bytes = atheris.Mutate(data, LONGEST * 4)
    return changed


def changed_plain(plain: Any, draw: random.Random) -> Any:  # noqa: C901 - one branch a change
    """Give plain data with one thing changed."""
    spots = list[tuple[Any, Any]]()
    stack = [plain]
    while stack:
        held = stack.pop()
        keys = list(held) if isinstance(held, dict) else range(len(held)) if isinstance(held, list) else ()
        spots += [(held, key) for key in keys]
        stack += [held[key] for key in keys]
    if not spots:
        return draw.choice(ODD)
    holder, key = draw.choice(spots)
    how = draw.randrange(9)
    if how == 0:
        holder[key] = draw.choice(ODD)
    elif how == 1:
        other, name = draw.choice(spots)
        holder[key] = json.loads(json.dumps(other[name]))
    elif how == 2:
        del holder[key]
    elif how == 3:
        holder[key] = draw.choice(TERMS)
    elif how == 4:
        holder[key] = [holder[key]] if draw.random() < 0.5 else {draw.choice(FIELDS): holder[key]}
    elif how == 5 and isinstance(holder, dict):
        holder[draw.choice(FIELDS)] = holder.pop(key)
    elif how == 6 and isinstance(holder, dict):
        holder[draw.choice(FIELDS)] = draw.choice(ODD)
    elif how == 7 and isinstance(holder, list):
        holder.insert(key, holder[key])
    elif isinstance(holder[key], str):
        mutated = atheris.Mutate(holder[key].encode("utf-8", "surrogatepass"), len(holder[key]) * 4 + 8)
        holder[key] = mutated.decode("utf-8", "replace")
    else:
        holder[key] = draw.choice(ODD)
    return plain


def changed_json(data: bytes, draw: random.Random) -> bytes:
    """Give JSON, or JSON Lines, with one thing changed; raises ``ValueError`` if it is neither."""
    ascii_only = draw.random() < 0.5
    try:
        plain = changed_plain(json.loads(data), draw)
        return json.dumps(plain, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    except ValueError:
        lines = data.split(b"\n")
        at = draw.randrange(len(lines))
        plain = changed_plain(json.loads(lines[at]), draw)
        lines[at] = json.dumps(plain, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
        return b"\n".join(lines)


_SPAN: Final = re.compile(rb"[^\s,;:\"'<>/\[\]{}()=.]+|[\s,;:\"'<>/\[\]{}()=.]")


def changed_spans(data: bytes, draw: random.Random) -> bytes:
    """Give a text with a word, a cell or a line changed for another."""
    if draw.random() < 0.3:
        lines = data.splitlines(keepends=True) or [b""]
        one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
        how = draw.randrange(3)
        if how == 0:
            lines.insert(one, lines[other])
        elif how == 1:
            del lines[one]
        else:
            lines[one], lines[other] = lines[other], lines[one]
        return b"".join(lines)
    spans = list(_SPAN.finditer(data))
    if not spans:
        return data
    span = draw.choice(spans)
    how = draw.randrange(4)
    if how == 0:
        put = draw.choice(spans)[0]
    elif how == 1:
        put = str(draw.choice(ODD)).encode("utf-8", "surrogatepass")
    elif how == 2:
        put = draw.choice(TERMS + FIELDS).encode()
    else:
        put = span[0] * 2
    return data[: span.start()] + put + data[span.end() :]


def changed_zip(data: bytes, target: str, draw: random.Random) -> bytes:
    """Give an archive in which one file is changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {info.filename: archive.read(info) for info in archive.infolist() if info.file_size < LONGEST}
    name = draw.choice(sorted(files))
    if draw.random() < 0.05:
        del files[name]
    elif target == "parquet":
        files[name] = changed_table(files[name], draw) if draw.random() < 0.7 else changed_bytes(files[name])
    else:
        files[name] = changed_text(files[name], draw)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, held in files.items():
            archive.writestr(name, held)
    return stream.getvalue()


def changed_table(data: bytes, draw: random.Random) -> bytes:
    """Give a Parquet file with a column of another type, name or content."""
    table = pq.read_table(io.BytesIO(data))
    at = draw.randrange(len(table.column_names))
    name = table.column_names[at]
    rows = table.to_pylist()
    how = draw.randrange(5)
    if how == 0:
        table = table.remove_column(at)
    elif how == 1:
        table = table.append_column(draw.choice(FIELDS), table.column(at))
    elif how == 2:
        kinds = [
            pa.string(),
            pa.large_string(),
            pa.int8(),
            pa.uint64(),
            pa.float64(),
            pa.bool_(),
            pa.binary(),
            pa.null(),
            pa.date32(),
        ]
        kinds += [
            pa.timestamp("ns"),
            pa.list_(pa.string()),
            pa.dictionary(pa.int8(), pa.string()),
            pa.decimal128(20, 2),
        ]
        kind = draw.choice(kinds)
        table = table.set_column(at, pa.field(name, kind), pa.array([None] * len(rows), kind))
        if draw.random() < 0.7:
            table = pq.read_table(io.BytesIO(data)).drop_columns([name])
            table = table.append_column(name, pa.array([row[name] for row in rows]).cast(kind))
    elif how == 3:
        plain = changed_plain([row[name] for row in rows], draw)
        table = table.set_column(at, name, pa.array(plain))
    else:
        metadata = dict(table.schema.metadata or {})
        key = draw.choice(sorted(metadata) or [b"x"])
        table = table.replace_schema_metadata(metadata | {key: changed_text(metadata.get(key, b"1"), draw)})
    stream = io.BytesIO()
    pq.write_table(table, stream)
    return stream.getvalue()


def changed_database(data: bytes, draw: random.Random) -> bytes:
    """Give a database in which a cell, or the schema, is changed."""
    with contextlib.closing(sqlite3.connect(":memory:")) as memory:
        memory.deserialize(data)
        tables = [name for (name,) in memory.execute("select name from sqlite_schema where type = 'table'")]
        filled = [name for name in tables if memory.execute(f'select count(*) from "{name}"').fetchone()[0]]
        table = draw.choice(filled if draw.random() < 0.8 and filled else tables)
        columns = [row[1] for row in memory.execute(f'pragma table_info("{table}")')]
        column = draw.choice(columns)
        memory.execute("pragma foreign_keys = off")
        memory.execute("pragma ignore_check_constraints = on")
        how = draw.randrange(6)
        if how < 3:
            value = draw.choice([*ODD, *TERMS, b"\xff", "9" * 20])
            value = json.dumps(value) if isinstance(value, list | dict) else value
            value = value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
            value = float(value) if isinstance(value, int) and abs(value) >= 2**63 else value
            memory.execute(
                f'update "{table}" set "{column}" = ? where rowid = (select rowid from "{table}" limit 1 offset ?)',
                (value, draw.randrange(3)),
            )
        elif how == 3:
            memory.execute(f'delete from "{table}"')
        elif how == 4:
            memory.execute(f'alter table "{table}" rename column "{column}" to "{draw.choice(FIELDS)}"')
        else:
            memory.execute(f'insert into "{table}" select * from "{table}" limit 1')
        memory.commit()
        return memory.serialize()


def changed_text(data: bytes, draw: random.Random) -> bytes:
    """Give a text changed as JSON, by its words, or by its bytes."""
    how = draw.random()
    if how < 0.4:
        with contextlib.suppress(ValueError, RecursionError, OverflowError):
            return changed_json(data, draw)
    if how < 0.75:
        return changed_spans(data, draw)
    return changed_bytes(data)


def mutator(target: str) -> Callable[[bytes, int, int], bytes]:
    """Give what makes a new input of one in the corpus."""

    def mutate(data: bytes, max_size: int, seed: int) -> bytes:
        draw = random.Random(seed)
        for _ in range(draw.choice([1, 1, 1, 2, 3])):
            data = step(data, draw)[:max_size]
        return data

    def step(data: bytes, draw: random.Random) -> bytes:
        if target == "edtf" and draw.random() < 0.3:
            return changed_spans(data, draw)
        if draw.random() < 0.1 or target in {"edtf", "compressed"}:
            return changed_bytes(data)
        try:
            if target in {"csv", "parquet"}:
                return changed_zip(data, target, draw)
            if target == "sqlite" and draw.random() < 0.6:
                return changed_database(data, draw)
        except Exception:  # noqa: BLE001 - what is damaged already is changed byte by byte
            return changed_bytes(data)
        return changed_bytes(data) if target == "sqlite" else changed_text(data, draw)

    return mutate
