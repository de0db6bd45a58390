"""What statements of Wikidata say in the fields of an item's record: its existence, its codes, its offices."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NoReturn

import attrs

from recognition.errors import InvalidDataError, Problem
from recognition.model.actors import Code, Tenure
from recognition.model.dates import PartialDate, Precision
from recognition.model.periods import Period
from recognition.model.vocabulary import Rank
from recognition.sources.wikidata_acts import dated, used_of, with_circumstances
from recognition.sources.wikidata_items import truthy
from recognition.sources.wikidata_ledger import Ledger
from recognition.sources.wikidata_statements import Snak, Stated
from recognition.sources.wikidata_times import bounded, date_of

CODES: Final[Mapping[str, tuple[str, re.Pattern[str]]]] = MappingProxyType(
    {
        "P297": ("iso2", re.compile("[A-Z]{2}")),
        "P298": ("iso3", re.compile("[A-Z]{3}")),
        "P299": ("iso-numeric", re.compile("[0-9]{3}")),
    }
)
"""The properties of codes, each with the system and the form of its codes."""
START, END = "P571", "P576"
"""The properties of existence: inception, and dissolved or abolished."""
_SPAN: Final = ("P580", "P582")
"""The qualifiers of a period: start time, end time."""
_BOUNDS: Final = ("P1319", "P1326")
"""The qualifiers that bound a date: earliest date, latest date."""
_OF: Final = ("P1001", "P642")
"""The qualifiers that say of whom an office is: applies to jurisdiction, of."""


def _refuse(code: str, message: str) -> NoReturn:
    raise InvalidDataError([Problem(code, message)])


def _end_text(snak: Snak | None, day: PartialDate | None) -> str:
    """Give an end of a period: a date, ``..`` where there is none, nothing where none is known or told.

    Raises:
        InvalidDataError: if it would be a run of days.
    """
    if day is not None:
        if day.precision is Precision.SET:
            _refuse("unsupported-date", f"{day} is a run of days, and an end of a period is one date")
        return str(day)
    return ".." if _is_none(snak) else ""


def _period(start: str, end: str) -> Period | None:
    """Give a period of two ends; ``None``: neither is told.

    Raises:
        InvalidDataError: if it ends before it starts.
    """
    return Period(f"{start}/{end}") if start or end else None


def period_of(statement: Stated) -> tuple[Period | None, set[str]]:
    """Give the period of a statement, from its start (P580) to its end (P582), with the qualifiers that it is made of.

    Raises:
        InvalidDataError: if it cannot be given exactly.
    """
    days = [dated(statement, name) for name in _SPAN]
    start, end = (_end_text(statement.one(name), day) for name, day in zip(_SPAN, days, strict=True))
    used = used_of(statement, *_SPAN, days=days)
    return _period(start, end), used | {name for name in _SPAN if _is_none(statement.one(name))}


def _is_none(snak: Snak | None) -> bool:
    """Tell whether a value is said not to be."""
    return snak is not None and snak.kind == "novalue"


def _moment(statement: Stated) -> tuple[str, set[str]]:
    """Give an end of existence, as a statement with its bounds has it, with the qualifiers that it is made of."""
    day = date_of(statement.main.value) if statement.main.kind == "value" else None
    day = bounded(day, *(statement.date(name) for name in _BOUNDS))
    day = None if day is None else with_circumstances(day, statement)
    return _end_text(statement.main, day), used_of(statement, *_BOUNDS, days=(day,))


def existence_of(ledger: Ledger, starts: Sequence[Stated], ends: Sequence[Stated]) -> Period | None:
    """Give when a state or organisation existed; count the statements that say so."""
    start, end = _existing(ledger, starts), _existing(ledger, ends)
    try:
        period = _period(start.text, end.text)
    except InvalidDataError as error:
        for statement, _ in end.made_of:
            ledger.refused(statement, error)
        end = _Moment("", ())
        period = _period(start.text, "")
    for statement, used in (*start.made_of, *end.made_of):
        ledger.taken(statement, used)
    return period


@attrs.frozen
class _Moment:
    """An end of existence."""

    text: str
    """It in a period; nothing where it is not known."""
    made_of: Sequence[tuple[Stated, set[str]]]
    """The statements that say so, with the qualifiers that it is made of."""


def _existing(ledger: Ledger, statements: Sequence[Stated]) -> _Moment:
    """Give an end of existence; count the statements that say something else."""
    read = dict[str, tuple[str, set[str]]]()
    good = list[Stated]()
    for statement in statements:
        try:
            read[statement.id] = _moment(statement)
            good.append(statement)
        except InvalidDataError as error:
            ledger.refused(statement, error)
    chosen = truthy(good)
    texts = {read[statement.id][0] for statement in chosen}
    if len(texts) > 1:
        told = ", ".join(sorted(text or "unknown" for text in texts))
        ledger.doubt(chosen[0], f"several statements stand side by side ({told}); none is taken, all are in the note")
    text = texts.pop() if len(texts) == 1 else ""
    for statement in good:
        if not text or statement not in chosen:
            ledger.noted(statement)
    return _Moment(text, [(statement, read[statement.id][1]) for statement in chosen] if text else ())


def codes_of(ledger: Ledger, statements: Mapping[str, Sequence[Stated]]) -> Iterator[Code]:
    """Give the codes of a state; count the statements that give them."""
    for name, (system, pattern) in CODES.items():
        for statement in statements.get(name, ()):
            if statement.rank is Rank.DEPRECATED or statement.main.kind != "value":
                ledger.noted(statement)
                continue
            try:
                value, (period, used) = statement.main.text, period_of(statement)
                if value is None or not pattern.fullmatch(value):
                    _refuse("bad-value", f"{statement.main.worth({})} is not a code of {system}")
            except InvalidDataError as error:
                ledger.refused(statement, error)
                continue
            ledger.taken(statement, used)
            yield Code(system=system, value=value, period=period)


def tenures_of(ledger: Ledger, statements: Sequence[Stated], ids: Mapping[str, str]) -> Iterator[Tenure]:
    """Give the offices of a person; count the statements that tell of them."""
    for statement in statements:
        office = statement.main.item
        if statement.rank is Rank.DEPRECATED or statement.main.kind != "value":
            ledger.noted(statement)
            continue
        try:
            period, used = period_of(statement)
            if office is None:
                _refuse("wrong-type", f"{statement.main.worth({})} is not an item")
        except InvalidDataError as error:
            ledger.refused(statement, error)
            continue
        if office not in ledger.names:
            ledger.doubt(statement, f"the office is {office}, which is not in the files; its id stands for its name")
        held = [(name, ids.get(snak.item or "")) for name in _OF for snak in statement.qualifiers.get(name, ())]
        of = held[0][1] if len(held) == 1 else None
        ledger.taken(statement, used | ({held[0][0]} if of else set[str]()))
        yield Tenure(office=ledger.names.get(office, office), of=of, period=period)
