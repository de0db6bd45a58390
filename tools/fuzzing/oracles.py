"""What every loader promises, as checks of one input: each raises if a promise is not kept."""

# ruff: noqa: PLR2004 - which inputs get the checks that take long, their digests say

import atexit
import functools
import hashlib
import importlib
import itertools
import json
import re
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import recognition
from recognition import Allen, Dataset, InvalidDataError, PartialDate, Period, Truth
from recognition.convert.mirror import Declined, read_document, read_lines
from recognition.convert.reading import Structured, structure
from recognition.convert.structure import structure_record
from recognition.formats import FORMATS, LOSSY, format_named
from recognition.formats.document import reading_of
from recognition.formats.json import parse, parse_text
from recognition.formats.plain import text_of
from recognition.sources import (
    cow,
    cow_diplomatic_exchange,
    gdelt,
    gw,
    opensanctions_programs,
    palestine,
    us_missions,
    wikidata,
)

pa: Any = importlib.import_module("pyarrow")
for _name in FORMATS:
    format_named(_name)  # imported now, its code is watched

MOST_SECONDS: Final = 4.0
"""The processor time that one input may take, on a small and busy machine."""
MOST_GROWTH: Final = 300 << 20
"""By how much one input may raise the peak of memory, in bytes."""
SOURCES: Final[dict[str, Any]] = {
    "cow": cow,
    "gw": gw,
    "cow_diplomatic_exchange": cow_diplomatic_exchange,
    "us_missions": us_missions,
    "opensanctions_programs": opensanctions_programs,
    "palestine": palestine,
    "wikidata": wikidata,
    "gdelt": gdelt,
}
TARGETS: Final = ("edtf", *FORMATS, "arrow", "migration", "diff", "compressed", *SOURCES)
"""The names of the targets."""
if Path("/dev/shm").is_dir():  # noqa: S108 - in memory, where a folder is made and taken away fifty times as fast
    tempfile.tempdir = "/dev/shm"  # noqa: S108
SCRATCH: Final = tempfile.mkdtemp(prefix="recognition-fuzz-")
"""Where files lie for loaders that want a path."""
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)


class Broken(AssertionError):  # noqa: N818 - it is told by what it says
    """A loader does not keep a promise."""


def need(promise: bool, what: str) -> None:  # noqa: FBT001
    """Raise if a promise is not kept."""
    if not promise:
        raise Broken(what)


def refusal_of(read: Callable[[], Any]) -> tuple[Any, InvalidDataError | None]:
    """Give what a loader gives, or the error with which it refuses as it ought to; let any other through."""
    try:
        return read(), None
    except InvalidDataError as error:
        need(bool(error.problems), "a refusal names its problems")
        need(bool(str(error)), "a refusal can be told")
        for problem in error.problems:
            need(problem.path.startswith("$"), "a path begins at the root")
            need(problem.severity == "error", "one refuses for errors")
            need(problem.line is None or problem.line >= 1, "lines are counted from one")
        return None, error


def check_format(data: bytes, name: str) -> None:
    """Check the laws of a format on some bytes: that they are read or refused, and of a share of them the rest.

    Which get the checks that take long, their digests say: an input is judged the same whenever it is looked at, and a
    fault that one input does not show, its neighbours do.
    """
    draw = hashlib.sha256(data).digest()
    strict, refusal = refusal_of(lambda: recognition.loads(data, format=name))
    if draw[0] < 64:
        check_lenient(data, name, strict, refusal)
    if strict is not None and draw[1] < 8:
        others = ("json", "jsonl", "yaml", "csv", "parquet", "sqlite", "turtle", "ntriples", "jsonld", "sheet", "ftm")
        check_written(strict, others[draw[2] % len(others)], strict=True)
    if draw[3] < 16:
        check_one_by_one(data, name, strict)


def check_lenient(data: bytes, name: str, strict: Dataset | None, refusal: InvalidDataError | None) -> None:
    """Check that lenient reading lets nothing pass but what is not known, and that what it gives comes back."""
    lenient, _ = refusal_of(lambda: recognition.loads(data, format=name, strict=False))
    if strict is not None:
        need(lenient is not None, "lenient reading accepts what strict reading does")
        need(lenient == strict and lenient.problems == strict.problems, "and gives the same")
    elif lenient is not None:
        codes = {problem.code for problem in refusal} if refusal else set()
        need(codes <= {"unknown-field", "unknown-term"}, f"lenient reading lets {sorted(codes)} pass")
        need(bool(lenient.problems), "what is kept without being known is told")
    if lenient is not None:
        check_written(lenient, name, strict=strict is not None)


def check_written(dataset: Dataset, name: str, *, strict: bool) -> None:
    """Check that a dataset comes back from a format."""
    written = recognition.dumps(dataset, format=name)
    if name == "ftm" and not strict:
        return  # what it does with unknown terms, it tells
    again = recognition.loads(written, format=name, strict=strict)
    if name not in LOSSY:
        need(again == dataset, f"what is read comes back from {name}")
    if name != "ftm":
        need(recognition.dumps(again, format=name) == written, f"{name} is canonical")


def check_one_by_one(data: bytes, name: str, whole: Dataset | None) -> None:
    """Check that reading record by record gives what reading the whole does."""
    path = written_to(data, "one-by-one")
    records = list[Any]()
    try:
        for record in recognition.read_records(path, format=name):
            records.append(record)
    except InvalidDataError:
        need(whole is None, "record by record is no stricter")
    else:
        need(whole is None or sorted(records, key=lambda one: one.id) == sorted(whole, key=lambda one: one.id), "same")


def check_json_roads(data: bytes) -> None:
    """Check that the fast road and the explaining one agree on a document."""
    try:
        quick = read_document(data)
    except Declined:
        quick = None
    result = Structured()
    try:
        reading = reading_of(parse(data))
        if type(reading.version) is int and reading.version < recognition.FORMAT_VERSION:
            need(quick is None, "the fast road is for the current version")
            return
        for _ in structure(reading, result):
            pass
    except InvalidDataError:
        slow = None
    else:
        slow = None if result.problems else result.records
    need(repr(quick) == repr(slow) and quick == slow, "the roads agree on a document")


def check_line_roads(data: bytes) -> None:
    """Check that the roads agree on each line of JSON Lines."""
    for line in data.split(b"\n"):
        stripped = line.strip(b" \t\r\n")
        try:
            (quick,) = read_lines([stripped])
        except Declined:
            quick = None
        try:
            slow = structure_record(parse_text(text_of(stripped)))
        except InvalidDataError:
            slow = None
        need(repr(quick) == repr(slow), "the roads agree on a line")


def check_edtf(data: bytes) -> None:
    """Check the laws of dates and periods on a text, and of two on both sides of a line."""
    text = data.decode("utf-8", "surrogateescape" if data[:1] == b"\xff" else "replace")
    first, _, second = text.partition("\n")
    dates = [date for date, _ in (refusal_of(functools.partial(PartialDate, one)) for one in (first, second)) if date]
    for date in dates:
        need(str(date) in {first, second} and PartialDate(str(date)) == date, "a date keeps its text")
        need(
            date.earliest is None or date.latest is None or date.earliest <= date.latest,
            "no date ends before it begins",
        )
        need(date.spans[0][0] == date.earliest and date.spans[-1][1] == date.latest, "spans reach from end to end")
        for day in (date.earliest, date.latest):
            need(
                day is None or (date.allows(day) and PartialDate.from_date(day).within(date) is not Truth.FALSE),
                "ends are allowed",
            )
        _ = date.precision, date.uncertain, date.approximate, date.sort_key, date.day, hash(date), repr(date)
    for one, other in itertools.product(dates, dates):
        need(one.before(other) is other.after(one), "before is the inverse of after")
        need(one.same_day(other) is other.same_day(one), "the same day is symmetric")
        need(
            not (one.before(other) is Truth.TRUE and one.same_day(other) is not Truth.FALSE), "no day is before itself"
        )
    periods = [one for one, _ in (refusal_of(functools.partial(Period, one)) for one in (first, second)) if one]
    for period in periods:
        need(str(period) in {first, second} and Period(str(period)) == period, "a period keeps its text")
        need(bool(period.relations(period) & {Allen.EQUALS}), "a period may equal itself")
        for date in dates:
            _ = period.contains(date)
    for one, other in itertools.product(periods, periods):
        found = one.relations(other)
        need(
            bool(found) and other.relations(one) == {relation.inverse for relation in found}, "relations have inverses"
        )
        need(one.overlaps(other) is other.overlaps(one), "overlapping is symmetric")


def check_diff(data: bytes) -> None:
    """Check that a diff comes back from JSON."""
    strict, _ = refusal_of(lambda: recognition.diff_from_json(data))
    lenient, _ = refusal_of(lambda: recognition.diff_from_json(data, strict=False))
    need(strict is None or lenient == strict, "lenient reading accepts what strict reading does")
    if lenient is not None:
        written = recognition.diff_to_json(lenient)
        need(recognition.diff_from_json(written, strict=strict is not None) == lenient, "a diff comes back")
        _ = str(lenient), repr(lenient)


def _tables(data: bytes) -> dict[str, Any] | None:
    """Give the tables that Arrow makes of JSON, if it makes any."""
    try:
        return {str(kind): pa.Table.from_pylist(rows) for kind, rows in json.loads(data).items()}
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, OverflowError, pa.ArrowException):
        return None


def check_arrow(data: bytes) -> None:
    """Check reading tables whose columns are whatever Arrow makes of JSON."""
    tables = _tables(data)
    if tables is None:
        return
    strict, _ = refusal_of(lambda: recognition.from_arrow(tables))
    lenient, _ = refusal_of(lambda: recognition.from_arrow(tables, strict=False))
    need(strict is None or lenient == strict, "lenient reading accepts what strict reading does")
    if lenient is not None:
        again = recognition.from_arrow(recognition.to_arrow(lenient), strict=strict is not None)
        need(again == lenient, "tables come back")


def _compressed(data: bytes) -> Path:
    suffix = ".gz" if data[:1] == b"\x1f" else ".zst" if data[:1] == b"\x28" else ".xz"
    return written_to(data, f"data.jsonl{suffix}")


def check_compressed(data: bytes) -> None:
    """Check reading a compressed file: what kind it is, its first bytes say."""
    path = _compressed(data)
    whole, _ = refusal_of(lambda: recognition.load(path))
    if whole is not None:
        check_written(whole, "jsonl", strict=True)


def check_source(data: bytes, name: str) -> None:
    """Check that the account of a file of a source adds up, and that its records are a dataset."""
    imported, refusal = refusal_of(lambda: SOURCES[name].read(written_to(data, "list.txt")))
    if refusal is not None:
        need(all(problem.source == "list.txt" for problem in refusal), "a problem names the file")
        return
    need(imported.rows == sum(imported.taken.values()) + imported.refused, "the account adds up")
    need(all(problem.source == "list.txt" for problem in imported.problems), "a problem names the file")
    _ = imported.summary(), [str(problem) for problem in imported.problems]
    check_written(imported.dataset, "json", strict=True)
    if hashlib.sha256(data).digest()[0] < 32:
        check_written(imported.dataset, "csv", strict=True)
        check_written(imported.dataset, "yaml", strict=True)


def told_of(target: str, data: bytes) -> set[str]:
    """Give what a loader has to tell of an input: its kinds of problems, or that it takes it."""
    if target == "edtf":
        texts = data.decode("utf-8", "replace").partition("\n")[::2]
        answers = [refusal_of(functools.partial(kind, text)) for kind in (PartialDate, Period) for text in texts]
    elif target == "diff":
        answers = [refusal_of(lambda: recognition.diff_from_json(data))]
    elif target == "arrow":
        tables = _tables(data)
        answers = [] if tables is None else [refusal_of(lambda: recognition.from_arrow(tables))]
    elif target == "compressed":
        answers = [refusal_of(lambda: recognition.load(_compressed(data)))]
    elif target in SOURCES:
        answers = [refusal_of(lambda: SOURCES[target].read(written_to(data, "list.txt")))]
    else:
        name = "json" if target == "migration" else target
        answers = [refusal_of(lambda: recognition.loads(data, format=name))]
    found = set[str]()
    for given, refusal in answers:
        problems = refusal.problems if refusal else getattr(given, "problems", ())
        found.update(f"{problem.code} {_VALUES.sub('_', problem.message)}" for problem in problems)
        if refusal is None:
            found.add("taken")
    return found


_VALUES: Final = re.compile(r"(['\"]).*?\1|[^ ]*[0-9:@._/][^ ]*")
"""The parts of a message that an input has a say in."""


def written_to(data: bytes, name: str) -> Path:
    """Give a file with some bytes."""
    path = Path(SCRATCH, name)
    path.write_bytes(data)
    return path


def check(target: str, data: bytes) -> None:
    """Check one input, its time and its memory included."""
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    if target == "edtf":
        check_edtf(data)
    elif target == "diff":
        check_diff(data)
    elif target == "arrow":
        check_arrow(data)
    elif target == "compressed":
        check_compressed(data)
    elif target in SOURCES:
        check_source(data, target)
    else:
        name = "json" if target == "migration" else target
        if target == "json":
            check_json_roads(data)
        elif target == "jsonl":
            check_line_roads(data)
        check_format(data, name)
    took = time.process_time() - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    need(took < MOST_SECONDS, "an input takes no more than seconds")
    need(grown << 10 < MOST_GROWTH, "an input takes no more memory than is just")
