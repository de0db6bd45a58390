"""What a list of states covers, and which units a panel is asked for."""

from datetime import date
from typing import Final

import attrs

from recognition.dataset.systems import SYSTEMS, StateSystem
from recognition.errors import InvalidDataError, Problem, UnknownIdError, shown
from recognition.frames.units import Rule, Unit
from recognition.model.dates import PartialDate, Precision

Moment = str | date | PartialDate
"""A day, or a month or year: text in EDTF, a date, or a partial date."""

_WHOLE: Final = (Precision.YEAR, Precision.MONTH, Precision.DAY)


def system_of(key: str) -> StateSystem:
    """Give a list whose coverage is known.

    Raises:
        UnknownIdError: with near names, if none has that key.
    """
    if key not in SYSTEMS:
        raise UnknownIdError(str(key), SYSTEMS, what=f"list of states (known: {', '.join(SYSTEMS)}) named")
    return SYSTEMS[key]


def told_coverage(system: StateSystem) -> str:
    """Tell what a list covers, for a message."""
    return f"{system.key} covers the days from {system.first} on" + (f" to {system.last}" if system.last else "")


def partial_date(moment: Moment, path: str) -> PartialDate:
    """Give what was asked about as a partial date.

    Raises:
        InvalidDataError: if it is none.
    """
    try:
        match moment:
            case PartialDate():
                return moment
            case date():
                return PartialDate.from_date(moment)
            case _:
                return PartialDate(moment)
    except InvalidDataError as error:
        raise InvalidDataError(attrs.evolve(problem, path=path) for problem in error.problems) from None


def asked_units(system: StateSystem, start: Moment | None, end: Moment | None, unit: Unit, rule: Rule) -> range:
    """Give the numbers of the units that a panel is asked for.

    A unit can be asked for if the list covers the days at which the rule looks: the first, the last, every one; of
    ``any``, at least one.

    Args:
        system: the list.
        start: the first unit, or a month or year that begins with it; ``None``: the first that can be asked for.
        end: the last unit, or a month or year that ends with it; ``None``: the last that can be asked for.
        unit: the unit.
        rule: the rule.

    Raises:
        InvalidDataError: with all that is wrong: no year, month or day; not where a unit begins or ends; the end before
            the start; beyond what the list covers; no end, of a list that is kept up to date.
    """
    lowest, highest = _coverage(system, unit, rule)
    problems = list[Problem]()
    first = lowest if start is None else _edge(start, "start", unit, problems)
    last = highest if end is None else _edge(end, "end", unit, problems)
    if end is None and last is None:
        message = f"{system.key} is kept up to date, and its records say until when: give `end`"
        problems.append(Problem("missing-field", message, path="$.end"))
    for name, number in (("start", first), ("end", last)):
        if number is not None and (number < lowest or (highest is not None and number > highest)):
            until = "" if highest is None else f" to {unit.last(highest)}"
            told = f"by the rule {str(rule)!r} its {unit}s are those from {unit.first(lowest)} on{until}"
            problems.append(Problem("bad-value", f"{told_coverage(system)}; {told}", path=f"$.{name}"))
    if not problems and first is not None and last is not None and last < first:
        message = f"the last {unit} ends on {unit.last(last)}, before the first begins, on {unit.first(first)}"
        problems.append(Problem("reversed-period", message, path="$.end"))
    if problems or first is None or last is None:
        raise InvalidDataError(problems)
    return range(first, last + 1)


def _coverage(system: StateSystem, unit: Unit, rule: Rule) -> tuple[int, int | None]:
    """Give the numbers of the first and the last unit that can be asked for; ``None``: there is no last one."""
    lowest = unit.of(system.first)
    if rule in {Rule.FIRST, Rule.ALL} and unit.first(lowest) < system.first:
        lowest += 1
    if system.last is None:
        return lowest, None
    highest = unit.of(system.last)
    if rule in {Rule.LAST, Rule.ALL} and unit.last(highest) > system.last:
        highest -= 1
    return lowest, highest


def _edge(moment: Moment, name: str, unit: Unit, problems: list[Problem]) -> int | None:
    """Give the number of the unit at an edge of those asked for; add to the problems, if there is none."""
    path = f"$.{name}"
    try:
        asked = partial_date(moment, path)
    except InvalidDataError as error:
        problems += error.problems
        return None
    day = asked.earliest if name == "start" else asked.latest
    if asked.precision not in _WHOLE or day is None or asked.uncertain or asked.approximate:
        message = f"{shown(str(asked))} leaves open which days are asked for: give a year, a month or a day"
        problems.append(Problem("bad-date", message, path=path))
        return None
    number = unit.of(day)
    edge = unit.first(number) if name == "start" else unit.last(number)
    if day != edge:
        told = "begin" if name == "start" else "end"
        message = f"{shown(str(asked))} does not {told} a {unit}: its {unit} {told}s on {edge}"
        problems.append(Problem("bad-date", message, path=path))
        return None
    return number
