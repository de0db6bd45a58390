"""The entities in files of Wikibase JSON: a document, a dump with an entity a line, or JSON Lines."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any, Final

import attrs

from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.inputs import Input
from recognition.formats.json import parse, parse_text
from recognition.formats.plain import Parsed, Repeated, is_list, is_object, step, text_of
from recognition.sources.imported import Progress


@attrs.frozen(eq=False)
class Entity:
    """An entity as it stands in a file."""

    plain: dict[str, Any] = attrs.field(repr=False)
    """It as plain data."""
    file: str
    """The name of the file."""
    _path: str
    _line: int | None
    _parsed: Parsed | None = attrs.field(default=None, repr=False)

    def problem(self, code: str, message: str, path: str = "$") -> Problem:
        """Give a problem as one of this entity, of what a path from the entity on leads to."""
        full = self._path + path[1:]
        place = self._parsed.place(full) if self._parsed else None
        return Problem(code, message, path=full, line=place.line if place else self._line, source=self.file)

    def placed(self, error: InvalidDataError, path: str = "$") -> list[Problem]:
        """Give the problems of an error as seen in what a path leads to."""
        return [self.problem(problem.code, problem.message, path) for problem in error]


def entities_of(path: Path, progress: Progress | None = None) -> Iterator[Entity | Problem]:
    """Give the entities of a file, and a problem for each line that is none.

    A document is ``{"entities": {...}}``, as the page Special:EntityData gives it, one entity, or a list of them. A
    dump is a list with an entity a line; JSON Lines have no brackets around them. These two are read line by line.

    Args:
        path: the file, as it is or compressed (.gz, .xz, .zst).
        progress: is called with the number of bytes read so far.

    Raises:
        InvalidDataError: if it is nothing of this kind.
        OSError: if it cannot be read.
    """
    with Input(path, progress=progress).open() as stream:
        line, first = _next(stream, 0)
        if not first:
            raise InvalidDataError([Problem("syntax", "the file is empty: it has no entity", line=1)])
        begun, head = line, first
        if first == b"[":
            line, first = _next(stream, line)
        # What is indented has the bracket of an entity on a line by itself.
        if first != b"{" and (begun != line or _is_entity(first)):
            yield from _lines(path.name, chain((first,), stream), line)
            return
        rest = stream.read()
    gap = b"\n" * (line - begun)
    text = b"\n" * (begun - 1) + (head + gap + first if gap else first) + b"\n" + rest
    yield from _document(parse(text), path.name)


def _next(stream: IO[bytes], line: int) -> tuple[int, bytes]:
    """Give the next line that is not blank, bare, and its number; nothing at the end."""
    while text := stream.readline():
        line += 1
        if text.strip():
            return line, text.strip()
    return line, b""


def _is_entity(text: bytes) -> bool:
    """Tell whether a line is a whole object, and no document of entities."""
    try:
        plain = parse_text(text_of(text))
    except InvalidDataError:
        return False
    return is_object(plain) and "entities" not in plain


def _lines(file: str, lines: Iterable[bytes], first: int) -> Iterator[Entity | Problem]:
    """Give what is on lines, of which the first has a number."""
    for number, text in enumerate(lines, first):
        bare = text.strip().removesuffix(b",")
        if bare in _BETWEEN:
            continue
        try:
            yield _entity(parse_text(text_of(bare)), file, number)
        except InvalidDataError as error:
            yield attrs.evolve(error.problems[0], line=number, source=file)


_BETWEEN: Final = (b"", b"[", b"]")


def _entity(plain: Any, file: str, line: int) -> Entity | Problem:
    if not is_object(plain):
        return Problem("wrong-type", f"expected an entity, got {shown(plain)}", line=line, source=file)
    return Entity(plain, file, "$", line)


def _document(parsed: Parsed, file: str) -> Iterator[Entity | Problem]:
    """Give what a document holds."""
    plain = parsed.plain
    found: list[tuple[str, Any]]
    if is_list(plain):
        found = [(f"$[{index}]", entity) for index, entity in enumerate(plain)]
    elif is_object(plain) and is_object(plain.get("entities")):
        if isinstance(plain["entities"], Repeated):
            repeated = plain["entities"].repeated
            yield Problem("duplicate-key", f"{', '.join(repeated)} stands there twice", line=1, source=file)
        found = [(f"$.entities{step(key)}", entity) for key, entity in plain["entities"].items()]
    elif is_object(plain) and "entities" not in plain:
        found = [("$", plain)]
    else:
        message = "expected entities of Wikibase: an object with `entities`, a list of them, or one a line"
        raise InvalidDataError([Problem("wrong-type", message, line=1)])
    for path, entity in found:
        if is_object(entity):
            yield Entity(entity, file, path, 1, parsed)
        else:
            place = parsed.place(path)
            message = f"expected an entity, got {shown(entity)}"
            yield Problem("wrong-type", message, path=path, line=place.line if place else 1, source=file)
