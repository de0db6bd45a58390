"""The tables of the page on the data, made from the data: how much there is, by what, and where it contradicts itself.

::

    python tools/us_recognition/tables.py             writes the tables into docs/reference/us-recognition.md

A table stands in the page between ``<!-- NAME -->`` and ``<!-- end -->``. What is counted are happenings: accounts of
one are one, and a date that markup, a heading or a summary has instead is no happening of its own.
"""

import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import agreement
from coding import WHERE, read_coding

from recognition import (
    Capacity,
    DiplomaticAct,
    Event,
    PartialDate,
    RecognitionAct,
    RecognitionMove,
    Record,
    Source,
    reference,
)

HERE: Final = Path(__file__).resolve().parent
PAGE: Final = HERE.parents[1] / "docs" / "reference" / "us-recognition.md"
USA: Final = "state:USA"
_ACTS: Final = (RecognitionAct, DiplomaticAct, Event)


def happenings() -> list[RecognitionAct | DiplomaticAct | Event]:
    """Give one account of each happening of the data, that of the sentence."""
    found: dict[str, RecognitionAct | DiplomaticAct | Event] = {}
    for record in reference.us_recognition():
        if isinstance(record, _ACTS) and not record.id.endswith(tuple(f".{where}" for where in WHERE)):
            found.setdefault(record.occurrence or record.id, record)
    return list(found.values())


def first_recognitions() -> list[RecognitionAct]:
    """Give the act by which the United States first recognised each state, by the days of the guide."""
    first: dict[str, RecognitionAct] = {}
    for act in happenings():
        given = isinstance(act, RecognitionAct) and act.move is RecognitionMove.RECOGNITION
        if not given or act.actor != USA or act.capacity is not Capacity.STATE:  # type: ignore[union-attr]
            continue
        known = first.get(act.target)  # type: ignore[union-attr]
        if known is None or _day(act) < _day(known):
            first[act.target] = act  # type: ignore[union-attr, assignment]
    return sorted(first.values(), key=lambda act: (_day(act), act.id))


def _day(record: Any) -> tuple[Any, Any, str]:
    date: PartialDate = record.effective or record.date
    return date.sort_key


def decade(record: Any) -> str:
    """Give the decade of the first day on which an act can have been."""
    date = getattr(record, "effective", None) or record.date
    if date is None:
        return "no date"
    bound = date.earliest or date.latest
    return f"{bound.year // 10 * 10}s"


def precision(record: Any) -> str:
    """Give how exact the date of an act is."""
    return "no date" if record.date is None else str(record.date.precision)


def _counts(title: str, records: Iterable[Record], key: Callable[[Any], str]) -> Iterator[str]:
    counts = Counter(map(key, records))
    yield f"| {title} | happenings |"
    yield "|---|---|"
    for word, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"| {word} | {count} |"
    yield ""


def totals() -> Iterator[str]:
    """Give the table of how much there is."""
    data = reference.us_recognition()
    own = [source for source in data.of(Source) if source.id.startswith("source:rdcr.")]
    acts = [record for record in data if isinstance(record, _ACTS)]
    seen = happenings()
    recognitions = [act for act in seen if isinstance(act, RecognitionAct)]
    by = sum(act.actor == USA for act in recognitions)
    of = sum(act.target == USA for act in recognitions)
    codings = [read_coding(path) for path in sorted((HERE / "codings").glob("*.toml"))]
    nothing = [coding for coding in codings if coding.nothing]
    rows = {
        "articles": len(own),
        "articles of which nothing is coded": len(nothing),
        "passages cited": sum(cited.start is not None for act in data for cited in act.citations),
        "accounts (records of acts and events)": len(acts),
        "happenings": len(seen),
        "acts of recognition": len(recognitions),
        "... by the United States": by,
        "... of the United States": of,
        "diplomatic acts": sum(isinstance(act, DiplomaticAct) for act in seen),
        "events": sum(isinstance(act, Event) for act in seen),
        "states that the United States recognised as states": len(first_recognitions()),
    }
    yield "| what | how many |"
    yield "|---|---|"
    for what, count in rows.items():
        yield f"| {what} | {count:,} |"
    yield ""
    for coding in nothing:
        yield f"Nothing is coded of `{coding.article}`: {coding.nothing}"


def moves() -> Iterator[str]:
    """Give the tables by move, mode, form and capacity."""
    seen = happenings()
    recognitions = [act for act in seen if isinstance(act, RecognitionAct)]
    yield from _counts("move of recognition", recognitions, lambda act: str(act.move))
    yield from _counts("mode", recognitions, lambda act: str(act.mode))
    yield from _counts("form", recognitions, lambda act: str(act.form))
    yield from _counts("capacity", recognitions, lambda act: str(act.capacity))
    diplomatic = (act for act in seen if isinstance(act, DiplomaticAct))
    yield from _counts("diplomatic move", diplomatic, lambda act: str(act.move))


def decades() -> Iterator[str]:
    """Give the table by decade."""
    seen = happenings()
    recognised = Counter(map(decade, first_recognitions()))
    kinds = {
        "acts of recognition": Counter(decade(act) for act in seen if isinstance(act, RecognitionAct)),
        "diplomatic acts": Counter(decade(act) for act in seen if isinstance(act, DiplomaticAct)),
        "events": Counter(decade(act) for act in seen if isinstance(act, Event)),
    }
    yield f"| decade | states first recognised | {' | '.join(kinds)} |"
    yield "|---|---|---|---|---|"
    for name in sorted(set().union(*kinds.values())):
        yield f"| {name} | {recognised[name]} | {' | '.join(str(counts[name]) for counts in kinds.values())} |"


def precisions() -> Iterator[str]:
    """Give the table by precision of date."""
    yield from _counts("precision of date", happenings(), precision)


def contradictions() -> Iterator[str]:
    """Give the table of places where the guide contradicts itself, and what became of them."""
    data = reference.us_recognition()
    yield "| account | the sentence has | what is called | has |"
    yield "|---|---|---|---|"
    for record in data:
        where = record.id.rpartition(".")[2]
        if isinstance(record, _ACTS) and where in WHERE:
            sentence: Any = data[record.id.rpartition(".")[0]]
            if record.id.endswith(f".returned.{where}"):
                continue
            yield f"| `{sentence.id}` | {sentence.date} | {WHERE[where]} | {record.date} |"


def conflicts() -> Iterator[str]:
    """Give the table of happenings of which two passages or two articles have different days or moves."""
    data = reference.us_recognition()
    yield "| happening | accounts |"
    yield "|---|---|"
    found: dict[str, list[Any]] = {}
    for record in data:
        if isinstance(record, _ACTS) and record.occurrence and not record.id.endswith(tuple(WHERE)):
            found.setdefault(record.occurrence, []).append(record)
    for occurrence, records in sorted(found.items()):
        moves = {str(getattr(record, "move", "")) for record in records}
        if len({str(record.date) for record in records}) > 1 or len(moves) > 1:
            told = (f"`{one.id}` {one.date}{f', {one.move}' if len(moves) > 1 else ''}" for one in records)
            yield f"| {occurrence} | {'; '.join(told)} |"


def agreements() -> Iterator[str]:
    """Give the tables of agreement between two readers, before anything was settled."""
    second = agreement.codings(agreement.SECOND)
    first = [read_coding(agreement.FIRST / f"{coding.article}.toml") for coding in second]
    yield from agreement.table(agreement.compared(first, second))


def settled() -> Iterator[str]:
    """Give the table of how disagreements were settled."""
    with (HERE / "settled.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    counts = Counter(row["taken"] for row in rows)
    yield "| taken | disagreements |"
    yield "|---|---|"
    for taken in ("first", "second", "neither"):
        yield f"| {taken} | {counts[taken]} |"


TABLES: Final[Mapping[str, Callable[[], Iterator[str]]]] = {
    "totals": totals,
    "moves": moves,
    "decades": decades,
    "precisions": precisions,
    "contradictions": contradictions,
    "conflicts": conflicts,
    "agreement": agreements,
    "settled": settled,
}


def filled(page: str) -> str:
    """Give a page with its tables as the data has them now.

    Raises:
        LookupError: if it has a place for a table that there is not, or none for one that there is.
    """
    names = re.findall(r"<!-- (\w+) -->\n", page)
    if sorted(name for name in names if name != "end") != sorted(TABLES):
        message = f"the page has places for {names}, and the tables are {[*TABLES]}"
        raise LookupError(message)

    def table(match: re.Match[str]) -> str:
        lines = "\n".join(TABLES[match[1]]()).strip("\n")
        return f"<!-- {match[1]} -->\n\n{lines}\n\n<!-- end -->"

    return re.sub(r"<!-- (?!end)(\w+) -->\n.*?<!-- end -->", table, page, flags=re.DOTALL)


def main() -> int:
    """Write the tables into the page."""
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
