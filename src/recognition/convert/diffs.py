"""The JSON form of a diff: its records whole, and beside each change the values that differ."""

import functools
from collections.abc import Callable, Iterator
from typing import Any, Final

import attrs
import msgspec

from recognition.convert.migration import FORMAT_VERSION
from recognition.convert.reading import version_problems
from recognition.convert.structure import structure_record
from recognition.dataset.diff import Diff, RecordChange, plain_value
from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.contract import MISSING
from recognition.formats.json import Locator, parse_text
from recognition.formats.plain import Repeated, is_list, is_object, step, text_of
from recognition.model.record import Record
from recognition.model.shape import plain_of

_KEYS: Final = ("format_version", "added", "dropped", "changed")
_CHANGE_KEYS: Final = ("before", "after", "changes")


def diff_to_json(diff: Diff) -> bytes:
    """Give a diff as a JSON document, the same bytes for equal diffs.

    ``added`` and ``dropped`` are lists of records. ``changed`` is a list of objects with the record ``before``,
    the record ``after`` and ``changes``: the ``path`` of each value that differs, with what it was and is.

    Args:
        diff: the diff.

    Example:
        >>> from recognition import Dataset, State, diff, diff_from_json, diff_to_json
        >>> a = Dataset([State(id="state:SWZ", name="Swaziland")])
        >>> b = Dataset([State(id="state:SWZ", name="Eswatini")])
        >>> diff_from_json(diff_to_json(diff(a, b))).apply(a) == b
        True
    """
    document = {
        "format_version": FORMAT_VERSION,
        "added": [plain_of(record) for record in diff.added],
        "dropped": [plain_of(record) for record in diff.dropped],
        "changed": [
            {
                "before": plain_of(change.before),
                "after": plain_of(change.after),
                "changes": _plain_changes(change),
            }
            for change in diff.changed
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _plain_changes(change: RecordChange) -> list[dict[str, Any]]:
    return [
        {"path": field.path, "before": plain_value(field.before), "after": plain_value(field.after)}
        for field in change.changes
    ]


def diff_from_json(data: bytes | str, *, strict: bool = True) -> Diff:
    """Read a diff from its JSON document.

    Args:
        data: what :func:`diff_to_json` gave. The ``changes`` of a change follow from its records and may be left
            out; if they are given, they must be what follows.
        strict: whether fields and terms that this version does not know are refused, or kept.

    Raises:
        InvalidDataError: with every problem: its code, path and line.
    """
    text = data if isinstance(data, str) else text_of(data)
    plain = parse_text(text)
    problems = list[Problem]()
    if not is_object(plain):
        problems.append(Problem("wrong-type", f"expected a diff, got {shown(plain)}"))
        plain = {}
    else:
        problems.extend(_key_problems(plain, _KEYS, _KEYS[1:]))
        problems.extend(version_problems(plain.get("format_version", MISSING), oldest=FORMAT_VERSION))
    read = functools.partial(_record, problems=problems, strict=strict)
    added = [read(item, path) for path, item in _items(plain, "added", problems)]
    dropped = [read(item, path) for path, item in _items(plain, "dropped", problems)]
    changed = [_change(item, path, problems, read) for path, item in _items(plain, "changed", problems)]
    if problems:
        place = Locator(text).place
        places = ((problem, place(problem.path)) for problem in problems)
        raise InvalidDataError(
            attrs.evolve(problem, line=found[0], column=found[1]) if found else problem for problem, found in places
        )
    return Diff(
        added=[record for record in added if record],
        dropped=[record for record in dropped if record],
        changed=[change for change in changed if change],
    )


def _key_problems(plain: dict[str, Any], known: tuple[str, ...], needed: tuple[str, ...]) -> Iterator[Problem]:
    if isinstance(plain, Repeated):
        for key in plain.repeated:
            yield Problem("duplicate-key", f"the key {shown(key)} stands twice", path=f"${step(key)}")
    for key in plain:
        if key not in known:
            yield Problem("unknown-field", f"there is no field {shown(key)} here", path=f"${step(key)}")
    for key in needed:
        if key not in plain:
            yield Problem("missing-field", f"the field {key!r} is required", path=f"$.{key}")


def _items(plain: dict[str, Any], key: str, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    listed = plain.get(key, [])
    if not is_list(listed):
        problems.append(Problem("wrong-type", f"expected a list, got {shown(listed)}", path=f"$.{key}"))
        return
    for position, item in enumerate(listed):
        yield f"$.{key}[{position}]", item


def _record(plain: Any, path: str, *, problems: list[Problem], strict: bool) -> Record | None:
    try:
        return structure_record(plain, strict=strict)
    except InvalidDataError as error:
        problems.extend(problem.under(path) for problem in error.problems)
        return None


def _change(
    plain: Any, path: str, problems: list[Problem], read: Callable[[Any, str], Record | None]
) -> RecordChange | None:
    if not is_object(plain):
        problems.append(Problem("wrong-type", f"expected a change, got {shown(plain)}", path=path))
        return None
    problems.extend(problem.under(path) for problem in _key_problems(plain, _CHANGE_KEYS, _CHANGE_KEYS[:2]))
    before, after = (read(plain[key], f"{path}.{key}") if key in plain else None for key in _CHANGE_KEYS[:2])
    if before is None or after is None:
        return None
    try:
        change = RecordChange(before=before, after=after)
    except InvalidDataError as error:
        problems.extend(problem.under(f"{path}.after") for problem in error.problems)
        return None
    if plain.get("changes", given := _plain_changes(change)) != given:
        message = "the changes are not those between the two records; they can be left out"
        problems.append(Problem("bad-value", message, path=f"{path}.changes", record=change.id))
    return change
