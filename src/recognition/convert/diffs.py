"""The JSON form of a diff: its records whole, and beside each change the values that differ."""

from collections.abc import Iterator
from typing import Any, Final

import attrs
import msgspec

from recognition.convert.structure import FORMAT_VERSION, structure_record, version_problems
from recognition.dataset.diff import Diff, RecordChange
from recognition.errors import InvalidDataError, Problem, shown
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
        {"path": field.path, "before": plain_of(field.before), "after": plain_of(field.after)}
        for field in change.changes
    ]


def diff_from_json(data: bytes | str) -> Diff:
    """Read a diff from its JSON document.

    Args:
        data: what :func:`diff_to_json` gave. The ``changes`` of a change follow from its records and may be left
            out; if they are given, they must be what follows.

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
        problems.extend(version_problems(plain))
    added = [_record(item, path, problems) for path, item in _items(plain, "added", problems)]
    dropped = [_record(item, path, problems) for path, item in _items(plain, "dropped", problems)]
    changed = [_change(item, path, problems) for path, item in _items(plain, "changed", problems)]
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


def _record(plain: Any, path: str, problems: list[Problem]) -> Record | None:
    try:
        return structure_record(plain)
    except InvalidDataError as error:
        problems.extend(problem.under(path) for problem in error.problems)
        return None


def _change(plain: Any, path: str, problems: list[Problem]) -> RecordChange | None:
    if not is_object(plain):
        problems.append(Problem("wrong-type", f"expected a change, got {shown(plain)}", path=path))
        return None
    problems.extend(problem.under(path) for problem in _key_problems(plain, _CHANGE_KEYS, _CHANGE_KEYS[:2]))
    before, after = (
        _record(plain[key], f"{path}.{key}", problems) if key in plain else None for key in _CHANGE_KEYS[:2]
    )
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
