"""Pages for every public name, made from the package at each build, so that none can be forgotten.

The names come from ``recognition.__all__`` and from the public packages that are there. A name is documented as
``recognition.State``, whatever private module it is written in, and cross references by either name lead there.
"""

import enum
import importlib
import importlib.util
import inspect
import types
import typing
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args, get_origin

import attrs
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.ext.napoleon import GoogleDocstring
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.docstrings import prepare_docstring
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_id
from sphinx.util.typing import stringify_annotation

import recognition
from recognition.model.record import Record
from recognition.model.registry import RECORD_CLASSES
from recognition.model.shape import Value, fields_of
from recognition.model.text import MomentForm, Pattern, Ref
from recognition.model.vocabulary import VOCABULARIES, Term

FOLDER: Final = "reference/api"
"""Where the pages go, below the documentation; version control leaves the folder alone."""
UNKNOWN: Final = "unknown_fields"
"""The field that all values have and that only lenient reading fills: told of once, at `Record`."""


# The groups ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Group:
    """A page of names."""

    page: str
    title: str
    about: str
    modules: tuple[str, ...] = ()
    """The private modules of which it holds the public names, by the beginning of their names."""


GROUPS: Final = (
    Group(
        page="records",
        title="Records",
        about="The eleven classes of record. All are immutable, hashable and made with keywords. A wrong value raises "
        ":exc:`recognition.InvalidDataError`, which names every problem at once.",
    ),
    Group(
        page="values",
        title="Values",
        about="What records are made of: dates, periods, three-valued truth, citations, and parts of records.",
        modules=("model",),
    ),
    Group(
        page="vocabularies",
        title="Vocabularies",
        about="The terms that fields take. Each says what it means and, where another scheme has a counterpart, how "
        "close the two are. By scheme, the same counterparts are in :doc:`alignments`. In files a term is written by "
        "its text.",
    ),
    Group(
        page="dataset",
        title="Datasets",
        about="Records held together and checked; datasets united and compared; citations looked up in texts.",
        modules=("dataset", "convert.diffs"),
    ),
    Group(
        page="history",
        title="History",
        about="Questions asked of a dataset, and their answers. :doc:`/explanation/answers` says how they come about.",
        modules=("history",),
    ),
    Group(
        page="files",
        title="Reading and writing",
        about="Files, bytes, tables and single records, in every format of :doc:`/reference/formats`.",
        modules=("io", "convert"),
    ),
    Group(
        page="errors",
        title="Errors and problems",
        about="What is raised, and what is told about data. The codes are in :doc:`/reference/problems`.",
        modules=("errors",),
    ),
)


def group_of(name: str, value: Any) -> Group:
    """Give the group of a public name: by what it is, else by the module that it is written in."""
    by_page = {group.page: group for group in GROUPS}
    if inspect.isclass(value) and issubclass(value, Record):
        return by_page["records"]
    module = where(name).removeprefix("recognition.")
    if name == "RECORD_CLASSES":
        return by_page["records"]
    if module == "model.vocabulary":
        return by_page["vocabularies"]
    fitting = [(prefix, group) for group in GROUPS for prefix in group.modules if f"{module}.".startswith(f"{prefix}.")]
    if not fitting:
        message = f"the public name {name} of {module} belongs to no group of the reference: add its module to one"
        raise ExtensionError(message)
    return max(fitting, key=lambda pair: len(pair[0]))[1]


def where(name: str) -> str:
    """Give the module in which a public name is written."""
    lazy: dict[str, str] = vars(recognition)["_WHERE"]
    return f"recognition.{lazy[name]}"


# One name ----------------------------------------------------------------------------------------------------------


def indented(lines: Iterable[str]) -> Iterator[str]:
    """Give lines as the content of a directive."""
    return (f"   {line}" if line else "" for line in lines)


def attribute_docs(module: str) -> dict[tuple[str, str], list[str]]:
    """Give the docstrings behind the attributes of a module, by class and name."""
    return ModuleAnalyzer.for_module(module).find_attr_docs()


def doc_of_attribute(cls: type[Any], name: str) -> list[str]:
    """Give the docstring behind an attribute of a class, or of the base that has it."""
    for base in cls.__mro__:
        if base.__module__.startswith("recognition"):
            found = attribute_docs(base.__module__).get((base.__qualname__, name))
            if found:
                return found
    return []


def name_lines(module: str, name: str, value: Any, *, written_in: str | None = None) -> Iterator[str]:
    """Give the entry of a public name."""
    full = f"{module}.{name}"
    if inspect.isclass(value) and value.__doc__:
        yield f".. autoclass:: {full}"
        yield "   :no-members:"
        yield ""
        yield from indented(class_lines(full, value))
    elif inspect.isfunction(value):
        yield f".. autofunction:: {full}"
    else:
        docs = attribute_docs(written_in or module).get(("", name), [])
        yield f".. py:data:: {name}"
        yield f"   :module: {module}"
        annotation = annotation_of(value)
        if annotation:
            yield f"   :type: {annotation}"
        if isinstance(value, int):
            yield f"   :value: {value!r}"
        yield ""
        yield from indented(docs)
    yield ""


def annotation_of(value: Any) -> str:
    """Give the type of a constant, where it says something."""
    kinds = {int: "int", str: "str", tuple: "tuple", frozenset: "frozenset"}
    if isinstance(value, types.MappingProxyType | dict):
        return "collections.abc.Mapping"
    return kinds.get(type(value), "")


def class_lines(full: str, cls: type[Any]) -> Iterator[str]:
    """Give what stands below a class: fields or members, then methods and properties."""
    if issubclass(cls, enum.Enum):
        yield from member_lines(full, cls)
    else:
        yield from field_lines(full, cls)
    for name, member in own_members(cls):
        inner = getattr(member, "__func__", member)
        if is_inward(member.fget if isinstance(member, property) else inner):
            continue
        if isinstance(member, property):
            yield from property_lines(name, member)
        elif inspect.isfunction(inner):
            yield from (f".. automethod:: {full}.{name}", "")


def is_inward(function: Any) -> bool:
    """Tell whether a method takes or gives what is private, so that it is for the package's own use."""
    if not inspect.isfunction(function):
        return False
    found = list(typing.get_type_hints(function).values())
    while found:
        one = found.pop()
        found += get_args(one)
        if inspect.isclass(one) and one.__module__.startswith("recognition.") and one not in public_classes():
            return True
    return False


def public_classes() -> set[type[Any]]:
    """Give the classes that have an entry, and those that stand for one in annotations."""
    if not _classes:
        _classes.update(value for name in recognition.__all__ if inspect.isclass(value := getattr(recognition, name)))
        for package in packages():
            for part in (package, *package.parts):
                _classes.update(value for _, _, value in part.names if inspect.isclass(value))
    return _classes


_classes: Final = set[type[Any]]()


def property_lines(name: str, member: property) -> Iterator[str]:
    """Give a property. Napoleon would take what stands before a colon in its first sentence for a type."""
    yield f".. py:property:: {name}"
    hint = typing.get_type_hints(member.fget).get("return")
    if hint is not None:
        yield f"   :type: {stringified(hint)}"
    yield ""
    yield from indented(GoogleDocstring(prepare_docstring(inspect.getdoc(member) or ""), what="method").lines())
    yield ""


def own_members(cls: type[Any]) -> Iterator[tuple[str, Any]]:
    """Give the public members of a class and of its private bases, in the order of the source."""
    seen = set[str]()
    for base in public_part(cls):
        for name, member in vars(base).items():
            if not name.startswith("_") and name not in seen:
                seen.add(name)
                yield name, member


def public_part(cls: type[Any]) -> list[type[Any]]:
    """Give a class and those of its bases that are ours and have no entry of their own."""
    return [
        base
        for base in cls.__mro__
        if base is cls or (base.__module__.startswith("recognition.") and base.__name__ not in recognition.__all__)
    ]


def member_lines(full: str, cls: type[enum.Enum]) -> Iterator[str]:
    """Give the table of the members of an enumeration."""
    aligned = issubclass(cls, Term) and any(member.alignments for member in cls)
    if not len(cls):
        return
    text = issubclass(cls, str)
    yield from (".. list-table::", "   :header-rows: 1", "   :class: members", "")
    head = ["member", *(["text"] if text else []), "meaning", *(["counterparts"] if aligned else [])]
    yield from indented(row(head))
    for member in cls:
        meaning = member.meaning if isinstance(member, Term) else " ".join(doc_of_attribute(cls, member.name)).strip()
        cells = [f".. public-member:: {full}.{member.name}"]
        cells += [f"``{member.value}``"] if text else []
        cells.append(meaning)
        if aligned and isinstance(member, Term):
            cells.append(counterparts(member))
        yield from indented(row(cells))
    yield ""


def row(cells: Sequence[str]) -> Iterator[str]:
    """Give a row of a list table."""
    for position, cell in enumerate(cells):
        first, *rest = cell.split("\n")
        yield f"{'* -' if position == 0 else '  -'} {first}".rstrip()
        yield from (f"    {line}" for line in rest)


def counterparts(term: Term) -> str:
    """Give the counterparts of a term as the lines of a cell."""
    return "\n".join(
        f"| ``{other.scheme} {other.code}`` {other.match}{f': {other.note}' if other.note else ''}"
        for other in term.alignments
    )


def field_lines(full: str, cls: type[Any]) -> Iterator[str]:
    """Give the fields of a class, with their types, defaults and docstrings."""
    shared = list[str]()
    if attrs.has(cls):
        own = {base.__qualname__ for base in public_part(cls)}
        for attribute in ordered_fields(cls):
            if attribute.name.startswith("_") or (attribute.name == UNKNOWN and cls is not Record):
                continue
            if not attribute.eq and not attribute.repr:
                continue  # how the rest is worked out, no part of what is told
            if attribute.inherited and not defined_in(cls, attribute.name, own):
                shared.append(attribute.name)
                continue
            yield from attrs_field_lines(cls, attribute)
        if shared:
            links = ", ".join(f":attr:`~recognition.Record.{name}`" for name in shared)
            yield from (f"Shared by all records: {links}.", "")
        return
    docs = attribute_docs(cls.__module__)
    hints = typing.get_type_hints(cls, include_extras=False)
    for (owner, name), lines in docs.items():
        if owner == cls.__qualname__ and not name.startswith("_") and name in hints:
            yield from attribute_lines(name, stringified(hints[name]), lines)


def defined_in(cls: type[Any], name: str, owners: set[str]) -> bool:
    """Tell whether one of some classes is the one that first has a field."""
    return any(
        base.__qualname__ in owners and name in vars(base).get("__annotations__", {}) for base in cls.__mro__
    )


def ordered_fields(cls: type[Any]) -> "list[attrs.Attribute[Any]]":
    """Give the fields of a class in the order of the documentation: of a record, that of its files."""
    by_name = {attribute.name: attribute for attribute in attrs.fields(cls)}
    if issubclass(cls, Value):
        return [*(by_name[field.name] for field in fields_of(cls)), by_name[UNKNOWN]]
    return list(by_name.values())


def attrs_field_lines(cls: type[Any], attribute: "attrs.Attribute[Any]") -> Iterator[str]:
    """Give one field."""
    lines = list(doc_of_attribute(cls, attribute.name))
    if issubclass(cls, Value) and attribute.name != UNKNOWN:
        (field,) = (field for field in fields_of(cls) if field.name == attribute.name)
        type_text = stringified(field.type)
        type_text = f"tuple[{type_text}, ...]" if field.many else type_text
        type_text += " | None" if field.optional else ""
        takes = takes_of(field.form, many=field.many) if field.type is str else ""
        if takes:
            lines = [*lines, "", takes]
    else:
        type_text = stringified(typing.get_type_hints(cls, include_extras=False)[attribute.name])
    yield from attribute_lines(attribute.name, type_text, lines, default=default_of(attribute))


def default_of(attribute: "attrs.Attribute[Any]") -> str | None:
    """Give the default of a field as code; nothing, if it is required or made anew each time."""
    if attribute.default is attrs.NOTHING or isinstance(attribute.default, attrs.Factory):  # type: ignore[arg-type]
        return None
    return repr(attribute.default)


def takes_of(form: Any, *, many: bool) -> str:
    """Say what the text of a field must be, beyond being words."""
    if isinstance(form, Ref):
        if form.own or len(form.kinds) == len(RECORD_CLASSES):
            return "" if form.own else f"Takes {'ids' if many else 'the id'} of any record."
        kinds = " or ".join(f":class:`~recognition.{RECORD_CLASSES[kind].__name__}`" for kind in form.kinds)
        return f"Takes {'ids' if many else 'the id'} of {kinds}."
    if isinstance(form, MomentForm):
        return "Takes an id, ``id@start`` or ``id@end``." if not many else "Each an id, ``id@start`` or ``id@end``."
    if isinstance(form, Pattern):
        return f"Takes {form.description}." if not many else f"Each is {form.description}."
    return ""


def attribute_lines(name: str, type_text: str, lines: Sequence[str], *, default: str | None = None) -> Iterator[str]:
    """Give an attribute."""
    yield f".. py:attribute:: {name}"
    yield f"   :type: {type_text}"
    if default is not None:
        yield f"   :value: {default}"
    yield ""
    yield from indented(line.rstrip() for line in lines)
    yield ""


def stringified(annotation: Any) -> str:
    """Give an annotation as text with public names."""
    return public_text(stringify_annotation(without_forms(annotation), "fully-qualified-except-typing"))


def without_forms(annotation: Any) -> Any:
    """Give an annotation without what `Annotated` adds to it, which is said in words."""
    if get_origin(annotation) is typing.Annotated:
        return without_forms(get_args(annotation)[0])
    return annotation


def public_text(text: str) -> str:
    """Put the public names for the private ones in an annotation."""
    for private, public in sorted(public_by_private().items(), key=lambda pair: -len(pair[0])):
        text = text.replace(private, public)
    return text


def public_by_private() -> dict[str, str]:
    """Give the public name of each object by its name in the module that it is written in."""
    if not _public:
        _public.update({f"{where(name)}.{name}": f"recognition.{name}" for name in recognition.__all__ if lazy(name)})
        for package in packages():
            for module, name, value in package.names:
                written_in = getattr(value, "__module__", None)
                if written_in and written_in != module:
                    _public.setdefault(f"{written_in}.{name}", f"{module}.{name}")
    return _public


_public: Final = dict[str, str]()


def lazy(name: str) -> bool:
    """Tell whether a public name is loaded from another module: all but the version are."""
    return not name.startswith("__")


# Packages ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Package:
    """A public package, or a public module in one."""

    module: str
    """Its name."""
    names: tuple[tuple[str, str, Any], ...]
    """Its public names, each with the module that it is told of in."""
    parts: tuple["Package", ...] = ()
    """The public modules in it."""


def packages() -> list[Package]:
    """Give the public packages that are there, in the order of the alphabet."""
    public: frozenset[str] = vars(recognition)["_PACKAGES"]
    names = sorted(f"recognition.{name}" for name in public)
    return [package_of(name) for name in names if importlib.util.find_spec(name)]


def package_of(module: str) -> Package:
    """Give a public package: what it lists, or what is written in it; and the modules of sources."""
    loaded = importlib.import_module(module)
    listed: Iterable[str] = getattr(loaded, "__all__", ())
    if not listed:
        written = {name for owner, name in attribute_docs(module) if not owner}
        listed = sorted(name for name in written if not name.startswith("_"))
        listed += [
            name
            for name, value in vars(loaded).items()
            if not name.startswith("_") and getattr(value, "__module__", None) == module and value.__doc__
        ]
    names = [(module, name, getattr(loaded, name)) for name in listed]
    parts = [package_of(f"{module}.{name}") for name in getattr(loaded, "SOURCES", ())]
    known = {value for part in parts for _, _, value in part.names if inspect.isclass(value)}
    told = set[type[Any]]()
    for part in parts:
        for _, _, value in part.names:
            reach(value, f"{module}.", told)
    extra = [(cls.__module__, cls.__name__, cls) for cls in told - known]
    return Package(module=module, names=(*names, *sorted(extra, key=lambda found: found[:2])), parts=tuple(parts))


def reach(value: Any, within: str, told: set[type[Any]]) -> None:
    """Collect the classes of a package that a function gives, and those of their fields."""
    hints = typing.get_type_hints(value) if inspect.isfunction(value) or inspect.isclass(value) else {}
    found = [hints["return"]] if inspect.isfunction(value) and "return" in hints else []
    if inspect.isclass(value):
        found = list(hints.values())
    while found:
        one = found.pop()
        found += get_args(one)
        if inspect.isclass(one) and one.__module__.startswith(within) and one not in told:
            told.add(one)
            reach(one, within, told)


def package_lines(package: Package) -> Iterator[str]:
    """Give the page of a public package."""
    yield from heading(package.module, "=")
    yield from (f".. automodule:: {package.module}", "   :no-members:", "")
    for module, name, value in package.names:
        yield from name_lines(module, name, value)
    for part in package.parts:
        yield from heading(part.module.rpartition(".")[2], "-")
        yield from (f".. automodule:: {part.module}", "   :no-members:", "")
        for module, name, value in part.names:
            if inspect.isclass(value) or inspect.isfunction(value):
                yield from name_lines(module, name, value)


# Pages -------------------------------------------------------------------------------------------------------------


def heading(text: str, mark: str) -> list[str]:
    """Give a heading."""
    return [text, mark * len(text), ""]


def grouped() -> dict[str, list[str]]:
    """Give the public names of the package by the page of their group."""
    found: dict[str, list[str]] = {group.page: [] for group in GROUPS}
    for name in recognition.__all__:
        if lazy(name):
            found[group_of(name, getattr(recognition, name)).page].append(name)
    return found


def order_of(name: str) -> tuple[int, int, int]:
    """Give the place of a name on its page: that of its module in the source."""
    value = getattr(recognition, name)
    if value in RECORD_CLASSES.values():
        return (1, 0, list(RECORD_CLASSES.values()).index(value))
    rank = 1 if inspect.isclass(value) else 2 if inspect.isfunction(value) else 3
    if inspect.isclass(value) and value in VOCABULARIES:
        return (1, 1, list(VOCABULARIES).index(value))
    return (0, rank, 0) if rank == 1 else (rank, 0, 0)


def group_lines(group: Group, names: Iterable[str]) -> Iterator[str]:
    """Give the page of a group."""
    yield from heading(group.title, "=")
    yield from (group.about, "", ".. py:currentmodule:: recognition", "")
    for name in sorted(names, key=lambda one: (order_of(one), one)):
        yield from heading(name, "-")
        yield from name_lines("recognition", name, getattr(recognition, name), written_in=where(name))


def alignment_lines() -> Iterator[str]:
    """Give the page of counterparts by scheme."""
    yield from heading("Counterparts in other schemes", "=")
    yield from (
        "What :doc:`vocabularies` has by term, by scheme. The match is read from our term to theirs: *exact*, the two "
        "can be exchanged; *close*, for some uses; *broad*, theirs is wider, so that going there loses a distinction; "
        "*narrow*, theirs covers only a part.",
        "",
    )
    schemes: dict[str, list[tuple[str, type[Term], Term, str, str]]] = {}
    for vocabulary in VOCABULARIES:
        for term in vocabulary:
            for other in term.alignments:
                found = (other.code, vocabulary, term, str(other.match), other.note)
                schemes.setdefault(other.scheme, []).append(found)
    for scheme, rows in sorted(schemes.items()):
        yield from heading(scheme, "-")
        yield from (".. list-table::", "   :header-rows: 1", "   :class: members", "")
        yield from indented(row(["code there", "our term", "match", "what is lost"]))
        for code, vocabulary, term, match, note in sorted(rows, key=lambda found: natural(found[0])):
            name = f"{vocabulary.__name__}.{term.name}"
            yield from indented(row([f"``{code}``", f":attr:`{name} <recognition.{name}>`", match, note]))
        yield ""


def natural(code: str) -> tuple[list[int], str]:
    """Give a key by which article 9 stands before article 13, and CAMEO's codes in their order."""
    digits = "".join(char if char.isdigit() else " " for char in code).split()
    return [int(run) for run in digits], code


def pages() -> dict[str, list[str]]:
    """Give the lines of each page by name."""
    names = grouped()
    result = {group.page: list(group_lines(group, names[group.page])) for group in GROUPS}
    result["alignments"] = list(alignment_lines())
    for package in packages():
        result[package.module] = list(package_lines(package))
    result["index"] = list(index_lines(names))
    return result


def index_lines(names: dict[str, list[str]]) -> Iterator[str]:
    """Give the page that leads to the others."""
    yield from heading("Python API", "=")
    yield from (
        "Every public name. What is not here is private and may change in any release; "
        ":doc:`/reference/compatibility` says more.",
        "",
        ".. py:module:: recognition",
        "",
        ".. list-table::",
        "   :header-rows: 1",
        "   :class: members",
        "",
    )
    yield from indented(row(["page", "names"]))
    for group in GROUPS:
        links = ", ".join(f":py:obj:`{name} <recognition.{name}>`" for name in names[group.page])
        yield from indented(row([f":doc:`{group.title} <{group.page}>`", links]))
    for package in packages():
        first = (importlib.import_module(package.module).__doc__ or "").strip().split("\n")[0]
        yield from indented(row([f":doc:`{package.module}`", first]))
    yield ""
    yield from (".. py:data:: __version__", "   :type: str", "", "   The version of the package.", "")
    yield from (".. toctree::", "   :hidden:", "")
    yield from (f"   {page}" for page in [*(group.page for group in GROUPS), "alignments"])
    yield from (f"   {package.module}" for package in packages())
    yield ""


def write_pages(app: Sphinx) -> None:
    """Write the pages that have changed, and remove those of names that are gone."""
    folder = Path(app.srcdir, FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    written = pages()
    for path in folder.iterdir():
        if path.suffix == ".rst" and path.stem not in written:
            path.unlink()
    for name, lines in written.items():
        path = folder / f"{name}.rst"
        text = "\n".join(lines) + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


# What Sphinx is told -----------------------------------------------------------------------------------------------


class PublicMember(SphinxDirective):
    """The name of a member of an enumeration, to which references lead."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Give the name, and note it as a name of Python."""
        full = self.arguments[0]
        node_id = make_id(self.env, self.state.document, "", full)
        paragraph = nodes.paragraph("", "", nodes.literal(text=full.rpartition(".")[2]), ids=[node_id])
        self.env.domains.python_domain.note_object(full, "attribute", node_id, location=paragraph)
        self.state.document.note_explicit_target(paragraph)
        return [paragraph]


def signature(_app: Sphinx, what: str, name: str, obj: Any, _options: Any, *given: str) -> tuple[str, str] | None:
    """Give the signature of a class: the fields without their types, which stand below; none of an enumeration."""
    del given
    if what not in ("class", "exception") or not inspect.isclass(obj):
        return None
    if issubclass(obj, enum.Enum) or obj is Record:
        return "", ""
    if not attrs.has(obj):
        return None
    parts = list[str]()
    fields = [field for field in ordered_fields(obj) if field.init and field.name != UNKNOWN]
    if any(not field.eq and not field.repr for field in fields):
        return "", ""  # it is given, never made by hand
    keyword = False
    for field in fields:
        if field.kw_only and not keyword:
            parts.append("*")
            keyword = True
        default = "..." if isinstance(field.default, attrs.Factory) else default_of(field)  # type: ignore[arg-type]
        parts.append(field.alias if default is None else f"{field.alias}={default}")
    return f"({', '.join(parts)})", ""


def resolve_private(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.TextElement
) -> nodes.reference | None:
    """Lead a reference by a private or a short name to the public name: by equality, never by likeness."""
    if node.get("refdomain") != "py":
        return None
    target = node["reftarget"]
    head, _, attribute = target.partition(".")
    candidates = [public_by_private().get(target)]
    owner, _, last = target.rpartition(".")
    if owner in public_by_private():
        candidates.append(f"{public_by_private()[owner]}.{last}")
    if head in recognition.__all__:
        candidates.append(f"recognition.{target}" if attribute else f"recognition.{head}")
    domain = env.domains.python_domain
    for candidate in candidates:
        if candidate and candidate in domain.objects:
            entry = domain.objects[candidate]
            reference = nodes.reference("", "", internal=True)
            uri = app.builder.get_relative_uri(node.get("refdoc", ""), entry.docname)
            reference["refuri"] = f"{uri}#{entry.node_id}"
            reference["reftitle"] = candidate
            reference += content
            return reference
    return None


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.setup_extension("sphinx.ext.autodoc")
    app.add_directive("public-member", PublicMember)
    app.connect("builder-inited", write_pages)
    app.connect("autodoc-process-signature", signature)
    app.connect("missing-reference", resolve_private, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
