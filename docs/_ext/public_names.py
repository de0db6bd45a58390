"""Which names are public, where each is written, and on which page of the reference it belongs."""

import importlib
import importlib.util
import inspect
import sys
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, get_args

from sphinx.errors import ExtensionError
from sphinx.pycode import ModuleAnalyzer

import recognition
from recognition.model.record import Record
from recognition.model.registry import RECORD_CLASSES
from recognition.model.vocabulary import VOCABULARIES


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
        modules=("io", "convert", "bibtex"),
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


def attribute_docs(module: str) -> dict[tuple[str, str], list[str]]:
    """Give the docstrings behind the attributes of a module, by class and name."""
    return ModuleAnalyzer.for_module(module).find_attr_docs()


def home_of(module: str, name: str, value: Any) -> str:
    """Give the module of a package in which a name that it exports is written, for what does not say so itself."""
    for other, loaded in list(sys.modules.items()):
        if other.startswith(f"{module}.") and vars(loaded).get(name) is value and ("", name) in attribute_docs(other):
            return other
    return module


def lazy(name: str) -> bool:
    """Tell whether a public name is loaded from another module: all but the version are."""
    return not name.startswith("__")


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
    if group_of(name, value).page == "vocabularies":
        return (2, rank, 0)
    return (0, rank, 0) if rank == 1 else (rank, 0, 0)


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
