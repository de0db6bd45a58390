"""YAML: the same document for people to write, every plain scalar read as text whose field decides."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NoReturn

import attrs

from recognition.errors import InvalidDataError, MissingExtraError, Problem
from recognition.formats.contract import Reading
from recognition.formats.document import document_of, reading_of
from recognition.formats.inputs import Input
from recognition.formats.outputs import Output
from recognition.formats.plain import MAX_DEPTH, Parsed, Place, Repeated, Scalar, steps_of, text_of
from recognition.formats.shape import Shapes

try:
    import yaml
except ModuleNotFoundError:  # pragma: no cover - tried in an environment of its own
    _missing = MissingExtraError("yaml", "reading and writing YAML")
    raise _missing from None

SUFFIXES: Final = (".yaml", ".yml")
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_MAX_ALIASED: Final = 100_000
"""How many values aliases may add to a document in all."""
_UNREADABLE: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # which one, the machine decides
    """Quotes what a reader of YAML 1.2 would take for a number, and PyYAML, a reader of YAML 1.1, would not."""


_dumper: Any = _Dumper
_dumper.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+)\Z"),
    list("-+.0123456789"),
)


@attrs.define
class _Node:
    """A value with its place, the places of what it holds, and how many values it stands for."""

    plain: Any
    place: Place
    children: "dict[str | int, _Node]" = attrs.field(factory=dict[str | int, "_Node"])
    size: int = 1


@attrs.define
class _Open:
    """A container that is being read."""

    is_mapping: bool
    place: Place
    anchor: str | None
    items: list[_Node] = attrs.field(factory=list[_Node])

    def close(self) -> _Node:
        """Give the container, now that it is whole."""
        size = 1 + sum(item.size for item in self.items)
        if not self.is_mapping:
            plain: Any = [item.plain for item in self.items]
            return _Node(plain, self.place, dict(enumerate(self.items)), size)
        keys, values = self.items[::2], self.items[1::2]
        for key in keys:
            if not isinstance(key.plain, str):
                _refuse("a key must be a text", key.place)
        pairs = [(str(key.plain), value) for key, value in zip(keys, values, strict=True)]
        return _Node(Repeated.of((key, value.plain) for key, value in pairs), self.place, dict(pairs), size)


def parse(data: bytes) -> Parsed:
    """Read one YAML document.

    Plain scalars become :class:`Scalar`; ``null``, ``~`` and nothing become ``None``. Tags and several
    documents are refused, and aliases beyond a limit.

    Raises:
        InvalidDataError: codes ``encoding``, ``syntax``, ``too-deep`` and ``alias-limit``, with the line.
    """
    text = text_of(data)
    if found := _UNREADABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise InvalidDataError([Problem("syntax", f"YAML may not hold the character U+{ord(found[0]):04X}", line=line)])
    try:
        root = _compose(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "malformed"
        found_at: int | None = mark and mark.line + 1
        if "nesting depth" in reason:  # later versions of libyaml read ahead, and have a limit of their own
            raise _too_deep(found_at) from None
        raise InvalidDataError([Problem("syntax", f"not YAML: {reason}", line=found_at)]) from None

    def place(path: str) -> Place:
        node = root
        for key in steps_of(path):
            if key not in node.children:
                break
            node = node.children[key]
        return node.place

    return Parsed(root.plain, place)


def _compose(text: str) -> _Node:
    """Build the document from the parser's events, without recursion."""
    root: _Node | None = None
    stack = list[_Open]()
    anchors = dict[str, _Node]()
    aliased = documents = 0
    for event in _events(text):
        mark: Any = event.start_mark
        place = Place(mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                _refuse("one document a file", place)
        elif isinstance(event, yaml.CollectionStartEvent):
            _refuse_tag(event.tag, place)
            stack.append(_Open(isinstance(event, yaml.MappingStartEvent), place, event.anchor))
            if len(stack) > MAX_DEPTH:
                raise _too_deep(place[0])
        else:
            node, anchor = _value(event, place, stack, anchors)
            if node is None:
                continue
            aliased += node.size if isinstance(event, yaml.AliasEvent) else 0
            if aliased > _MAX_ALIASED:
                message = f"aliases add over {_MAX_ALIASED:,} values"
                raise InvalidDataError([Problem("alias-limit", message, line=place[0])])
            if anchor:
                anchors[anchor] = node
            if stack:
                stack[-1].items.append(node)
            else:
                root = node
    return root or _Node(None, Place(1, 1))


def _value(
    event: yaml.Event, place: Place, stack: list[_Open], anchors: dict[str, _Node]
) -> tuple[_Node | None, str | None]:
    """Give the value that an event completes, and its anchor."""
    if isinstance(event, yaml.AliasEvent):
        node = anchors.get(event.anchor or "")
        if node is None:
            _refuse(f"the alias *{event.anchor} stands for nothing before it", place)
        return node, None
    if isinstance(event, yaml.ScalarEvent):
        _refuse_tag(event.tag, place)
        return _Node(_scalar(event), place), event.anchor
    if isinstance(event, yaml.CollectionEndEvent):
        container = stack.pop()
        return container.close(), container.anchor
    return None, None


def _events(text: str) -> Iterator[yaml.Event]:
    loader: Any = _LOADER(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _scalar(event: yaml.ScalarEvent) -> str | None:
    value = str(event.value)
    # implicit[0]: written plainly, so that the notation itself does not say that it is a text.
    if not event.implicit[0]:
        return value
    return None if value in _NULLS else Scalar(value)


def _too_deep(line: int | None) -> InvalidDataError:
    return InvalidDataError([Problem("too-deep", f"nested deeper than {MAX_DEPTH} levels", line=line)])


def _refuse_tag(tag: str | None, place: Place) -> None:
    if tag is not None:
        _refuse("tags have no meaning here", place)


def _refuse(reason: str, place: Place) -> NoReturn:
    raise InvalidDataError([Problem("syntax", f"not accepted in YAML: {reason}", line=place[0], column=place[1])])


def emit(document: dict[str, Any]) -> bytes:
    """Give the bytes of a document of plain data; texts that any YAML reader could take for others are quoted."""
    text: str = yaml.dump(  # pyright: ignore[reportUnknownMemberType]  # its stubs leave a type open
        document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=2**31 - 1
    )
    return text.encode()


def read(source: Input, shapes: Shapes) -> Reading:
    """Begin to read a document; it is held as a whole."""
    return reading_of(parse(source.read()))


def write(records: Iterable[Any], target: Output, shapes: Shapes, version: int) -> Sequence[Problem]:
    """Write plain records; they are held until the last has come."""
    data = emit(document_of(records, version))
    with target.stream() as stream:
        stream.write(data)
    return ()
