"""Tables of the states that recognise the State of Palestine: two copies of one table of an open encyclopedia.

The *table of names* has the columns of the encyclopedia: name, date, whether there are diplomatic relations, and in
free text memberships and further details. The *table of codes* has a code of ISO 3166-1 and a date. Each row is an
account of a :class:`~recognition.RecognitionAct` by a state of this source's own, ``state:palestine-table.NP``, towards
``state:palestine-table.PS``, in the capacity of a state. By what instrument and how fully, the tables do not say.

**Which rows are about one state.** Nothing in the tables ties names to codes, so that is done, name by name, in
:mod:`recognition.sources.palestine_names`. Rows that are tied are accounts of one occurrence, and where their days
contradict each other, the dataset notes it. A name that is not there is not resolved: its state has an id made of the
name, and a doubt tells of it. The ids are the same whichever of the tables is read. But a state has in it what the
tables read together say of it, so read both in one call rather than merge the one with the other.

**Footnotes.** ``[96]`` and ``[note 4]`` behind a value are its footnotes, whose texts are not in the file: they stand
in the locators of the citations. A star behind a date has no explanation; the note has it, and a doubt tells of it.

**Diplomatic relations.** "Yes" says that there are relations, so they have been established; when, it does not say. The
act of ``establishment`` has no date, therefore, and follows the recognition, without which there are no relations
between states: otherwise, relations that may have begun on any day would make the recognition that they imply possible
on any day, against the date in the same row. "No" is no act, neither severance nor refusal; the note of the recognition
has it.

**Memberships** are those that stand in the free text under a name of :data:`MEMBERSHIPS`, without a period: the table
was written at one time or another, and tells of none. The text as printed is in the note of the state. What is in it
beside memberships and the title of a page on relations, is told as a doubt.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

import attrs

from recognition.errors import InvalidDataError, Problem, shown
from recognition.model.actors import Code, Membership, State
from recognition.model.acts import DiplomaticAct, RecognitionAct
from recognition.model.dates import MONTHS, PartialDate
from recognition.model.evidence import Citation
from recognition.model.record import Record
from recognition.model.sources import Source
from recognition.model.vocabulary import Capacity, DiplomaticMove, RecognitionMove
from recognition.sources.imported import DOUBT, FilePath, Imported, Progress, SourceFile, Tally, read_files
from recognition.sources.palestine_names import CODES
from recognition.sources.slugs import slug_of
from recognition.sources.tables import Row, Table, read_table

NAME_COLUMNS: Final = ("Name", "Date", "Diplomatic relations [note 3]", "Relevant membership, further details")
"""The columns of the table of names."""
CODE_COLUMNS: Final = ("iso2", "recognized")
"""The columns of the table of codes."""
PALESTINE: Final = "state:palestine-table.PS"
"""The state that is recognised."""
MEMBERSHIPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "AU": "au",
        "African Union (AU)": "au",
        "Arab League": "arab-league",
        "ASEAN": "asean",
        "BRICS": "brics",
        "CARICOM": "caricom",
        "CSTO": "csto",
        "EFTA": "efta",
        "EU": "eu",
        "G20": "g20",
        "GCC": "gcc",
        "Mercosur": "mercosur",
        "MSG": "msg",
        "NATO": "nato",
        "OAS": "oas",
        "OIC": "oic",
        "OTS": "ots",
        "PIF": "pif",
        "SAARC": "saarc",
        "UNSC (permanent)": "unsc-permanent",
    }
)
"""The names of organisations in the free text, each with the key of the memberships."""
_NAME, _DATE, _RELATIONS, _DETAILS = NAME_COLUMNS


def read(*paths: FilePath, progress: Progress | None = None) -> Imported:
    """Give the recognitions of the State of Palestine that the tables have, with the states.

    Args:
        paths: the table of names, the table of codes, or both.
        progress: is called with the number of bytes read so far.

    Raises:
        InvalidDataError: if a file is neither, or one is given twice.
        OSError: if a file cannot be read.
    """
    tally = Tally()
    errors = list[Problem]()
    told = list[_Told]()
    sources = dict[str, Source]()
    for file in read_files(paths, progress):
        try:
            kind, table, short = _table(file)
            source = _source(file, kind)
            told += _rows(table, kind, source.id, short, tally)
        except InvalidDataError as error:
            errors += error.problems
            continue
        if kind in sources:
            message = f"the file is the table of {kind}, and so is another that was read before it"
            errors.append(Problem("duplicate-id", message, source=file.name))
        sources[kind] = source
    if errors:
        raise InvalidDataError(errors)
    records = list[Record](sources[kind] for kind in sorted(sources, reverse=True))
    if records:
        cited = tuple(Citation(source=source.id) for source in records)
        code = Code(system="iso2", value=_PALESTINE_CODE)
        records.append(State(id=PALESTINE, name="Palestine", codes=(code,), citations=cited))
    states = dict[str, State]()
    # The table of names comes first: what it says of a state is more than its code.
    for item in sorted(told, key=lambda item: item.kind, reverse=True):
        former = states.get(item.state.id)
        cited = (*former.citations, *item.state.citations) if former else item.state.citations
        states[item.state.id] = attrs.evolve(former or item.state, citations=cited)
        records += item.acts
    return tally.imported([*records, *states.values()])


_PALESTINE_CODE: Final = PALESTINE.rpartition(".")[2]
_COLUMNS: Final = {"names": NAME_COLUMNS, "codes": CODE_COLUMNS}


@attrs.frozen
class _Told:
    """What a row becomes."""

    kind: str
    state: State
    acts: tuple[Record, ...]


def _source(file: SourceFile, kind: str) -> Source:
    if kind == "codes":
        return Source(
            id="source:palestine-table-codes",
            title="Table of the states that recognise the State of Palestine, by code, after an open encyclopedia",
            publisher="amerharb",
            url="https://github.com/amerharb/palestinethanksyou.com",
            sha256=file.sha256,
        )
    return Source(
        id="source:palestine-table-names",
        title="Table of the states that recognise the State of Palestine, by name, after an open encyclopedia",
        publisher="albertkun",
        url="https://github.com/albertkun/palestinerecognition",
        language="en",
        sha256=file.sha256,
        note="The column on diplomatic relations has the footnote [note 3], whose text is not in the file.",
    )


def _table(file: SourceFile) -> tuple[str, Table, frozenset[int]]:
    """Give a file with what it is by its columns, and the lines of rows that were too short by the last cell.

    Raises:
        InvalidDataError: if it is nothing that is known: with what is wrong with what it comes closest to.
    """
    errors = list[InvalidDataError]()
    for kind, columns in _COLUMNS.items():
        completed, short = _completed(file, len(columns)) if kind == "names" else (file, frozenset[int]())
        try:
            return kind, read_table(completed, columns), short
        except InvalidDataError as error:
            errors.append(error)
    raise min(errors, key=lambda error: len(error.problems))


def _completed(file: SourceFile, width: int) -> tuple[SourceFile, frozenset[int]]:
    """Give a table with an empty last cell in the rows that lack it alone, and the lines of these rows.

    The last column is free text, which rows added by hand have left out together with the comma before it.
    """
    try:
        lines = list(io.StringIO(file.data.decode(), newline=""))
        reader = csv.reader(lines, strict=True)
        short = list[tuple[int, int]]()
        line = 1
        for cells in reader:
            if len(cells) == width - 1 and any(cell.strip() for cell in cells):
                short.append((line, reader.line_num))
            line = reader.line_num + 1
    except (UnicodeDecodeError, csv.Error):
        return file, frozenset()  # whoever reads the table tells of it
    for _, last in short:
        text = lines[last - 1].rstrip("\r\n")
        lines[last - 1] = f"{text},{lines[last - 1][len(text) :]}"
    return SourceFile(file.name, "".join(lines).encode()), frozenset(first for first, _ in short)


def _rows(table: Table, kind: str, source: str, short: frozenset[int], tally: Tally) -> Iterator[_Told]:
    """Give what the rows of a table become; take or refuse each in the tally."""
    lines = dict[str, int]()
    for row in table.rows(tally):
        doubts = list[Problem]()
        told = _of_codes(row, source) if kind == "codes" else _of_names(row, source, doubts)
        if told and told.state.id in lines:
            row.fault("duplicate-id", f"line {lines[told.state.id]} is about the same state")
        if row.problems or told is None:
            tally.refuse(*row.problems)
            continue
        lines[told.state.id] = row.line
        if row.line in short:
            doubts.append(row.problem(DOUBT, "the row has no last cell, and the comma before it is missing", _DETAILS))
        tally.take(f"recognitions in the table of {kind}")
        for doubt in doubts:
            tally.doubt(doubt)
        yield told


_CODE: Final = re.compile("[A-Z]{2}")
_ISO: Final = re.compile("[0-9]{4}(?:-[0-9]{2}){0,2}")


def _of_codes(row: Row, source: str) -> _Told | None:
    """Give what a row of the table of codes becomes; what is wrong is left with the row."""
    code = row.matching("iso2", _CODE, "a code in two capital letters")
    day = _date(row, "recognized", row.matching("recognized", _ISO, "a day, month or year in digits"))
    if code == _PALESTINE_CODE:
        row.fault("self-target", "Palestine is the state that is recognised here", "iso2")
    if row.problems:
        return None
    citation = Citation(source=source, locator=f"line {row.line}")
    state = State(
        id=f"state:palestine-table.{code}",
        name=code,
        codes=(Code(system="iso2", value=code),),
        citations=(citation,),
    )
    return _Told("codes", state, (_recognition(state, "codes", day, citation),))


@attrs.frozen
class _Cell:
    """A cell without what is behind its value."""

    text: str
    marks: tuple[str, ...]
    """Its footnotes."""
    starred: bool


_FOOTNOTE: Final = re.compile(r"\[[^\[\]]*\]")


def _bare(cell: str) -> str:
    """Give a text without the asterisks and footnotes behind it."""
    end = len(cell)
    while end:
        last = cell[end - 1]
        if last == "*" or last.isspace():
            end -= 1
            continue
        start = cell.rfind("[", 0, end) if last == "]" else -1
        if start < 0 or "]" in cell[start : end - 1]:
            break
        end = start
    return cell[:end]


def _cell(row: Row, column: str) -> _Cell:
    """Give a cell of words, with its footnotes apart."""
    cell = row.text(column)
    text = _bare(cell).strip()
    behind = cell[len(cell) - len(cell.lstrip()) + len(text) :]
    if not text and cell.strip():
        row.fault("missing-field", f"{shown(cell)} is nothing but footnotes", column)
    return _Cell(text, tuple(_FOOTNOTE.findall(behind)), "*" in _FOOTNOTE.sub("", behind))


def _cited(source: str, row: Row, **cells: _Cell) -> Citation:
    """Give the citation of some cells of a row, with their footnotes."""
    marks = [f", {name} {''.join(cell.marks)}" for name, cell in cells.items() if cell.marks]
    return Citation(source=source, locator=f"line {row.line}{''.join(marks)}")


def _of_names(row: Row, source: str, doubts: list[Problem]) -> _Told | None:
    """Give what a row of the table of names becomes; what is wrong is left with the row."""
    name, when, relations = (_cell(row, column) for column in (_NAME, _DATE, _RELATIONS))
    day = _date(row, _DATE, _iso(row, when.text)) if when.text else None
    if relations.text not in {"Yes", "No", ""}:
        row.fault("bad-value", f"{shown(relations.text)} is neither Yes nor No", _RELATIONS)
    details = row.text(_DETAILS) if row[_DETAILS].strip() else ""
    code = CODES.get(name.text)
    slug = code or slug_of(name.text)
    if slug is None and name.text:
        row.fault("bad-value", f"of the name {shown(name.text)} no id can be made", _NAME)
    if row.problems:
        return None
    if code is None:
        doubts.append(row.problem(DOUBT, f"which code the name {shown(name.text)} stands for is not known here", _NAME))
    starred = [what for what, cell in (("name", name), ("date", when), ("relations", relations)) if cell.starred]
    if starred:
        doubts.append(row.problem(DOUBT, f"a star behind the {' and the '.join(starred)} is not explained in the file"))
    state = State(
        id=f"state:palestine-table.{slug}",
        name=name.text,
        codes=(Code(system="iso2", value=code),) if code else (),
        memberships=tuple(_memberships(row, details, doubts)),
        note=f"Memberships and further details, as printed: {details.strip()}" if details else None,
        citations=(_cited(source, row, name=name),),
    )
    notes = [f"The table has a star behind the {what}." for what in starred]
    if relations.text == "No":
        notes.append(f"The table has no diplomatic relations{' '.join(('', *relations.marks))}.")
    citation = _cited(source, row, name=name, date=when)
    act = _recognition(state, "names", day, citation, " ".join(notes) or None)
    if relations.text == "No":
        return _Told("names", state, (act,))
    established = DiplomaticAct(
        id=f"diplomatic:palestine-table.names.{slug}",
        move=DiplomaticMove.ESTABLISHMENT,
        parties=(state.id, PALESTINE),
        after=(act.id,),
        citations=(_cited(source, row, relations=relations),),
    )
    return _Told("names", state, (act, established))


_WRITTEN: Final = re.compile(rf"(?:([0-9]{{1,2}})\s+)?({'|'.join(MONTHS)})\s+([0-9]{{4}})|([0-9]{{4}})")


def _iso(row: Row, text: str) -> str:
    """Give a date in words in digits, as much of it as there is."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        row.fault("bad-date", f"{shown(text)} is not a date such as 6 May 1989, or a month such as May 1989", _DATE)
        return ""
    day, month, year, alone = found.groups()
    if alone:
        return str(alone)
    return f"{year}-{MONTHS.index(month) + 1:02}" + (f"-{int(day):02}" if day else "")


def _date(row: Row, column: str, text: str) -> PartialDate | None:
    if not text or any(problem.path.endswith(column) for problem in row.problems):
        return None
    try:
        date.fromisoformat(f"{text}-01-01"[: len("YYYY-MM-DD")])
    except ValueError:
        row.fault("bad-date", f"{shown(text)} is not a day of the calendar", column)
        return None
    return PartialDate(text)


def _recognition(
    state: State, account: str, day: PartialDate | None, citation: Citation, note: str | None = None
) -> RecognitionAct:
    """Give the recognition by a state; of one whose code is known, all tables have accounts of one occurrence."""
    slug = state.id.rpartition(".")[2]
    return RecognitionAct(
        id=f"recognition:palestine-table.{account}.{slug}",
        occurrence=f"palestine-table.{slug}" if state.codes else None,
        actor=state.id,
        target=PALESTINE,
        capacity=Capacity.STATE,
        move=RecognitionMove.RECOGNITION,
        date=day,
        note=note,
        citations=(citation,),
    )


_PASSED_OVER: Final = re.compile("\u2014?|.*\u2013Palestine relations|Palestine\u2013.* relations")


def _memberships(row: Row, details: str, doubts: list[Problem]) -> Iterator[Membership]:
    """Give the memberships in the free text; what else is in it, but the title of a page on relations, is a doubt."""
    seen = set[str]()
    for part in re.split("[,;]", _FOOTNOTE.sub("", details)):
        told = part.strip()
        system = MEMBERSHIPS.get(told)
        if system is None:
            if not _PASSED_OVER.fullmatch(told):
                doubts.append(row.problem(DOUBT, f"{shown(told)} is kept in the note only", _DETAILS))
        elif system not in seen:
            seen.add(system)
            yield Membership(system=system)
