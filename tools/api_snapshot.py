"""Write down the public API, a line a name, and tell what has changed since it was last written down or released.

``python tools/api_snapshot.py`` compares; it fails if anything differs, or if a change since the last release is not
told in the changelog. ``--write`` writes the snapshot anew; ``--release`` also takes it for the one released.
The source is read, not run; only the command line and the problem codes are taken from the package as it runs.
"""

import argparse
import ast
import difflib
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import griffe

if TYPE_CHECKING:
    import click

ROOT: Final = Path(__file__).resolve().parent.parent
SNAPSHOT: Final = ROOT / "tests" / "api" / "public.txt"
RELEASED: Final = ROOT / "tests" / "api" / "released.txt"

PACKAGES: Final = ("frames", "plot", "reference", "sources", "strategies")
"""The public packages beside the top-level names; those that are not there are left out."""
SOURCES: Final = ("Imported", "ImportedExchange", "ImportedMissions", "Observation", "read")
"""The public names in the modules of ``recognition.sources``."""
ASIDE: Final = {
    *("__attrs_post_init__", "__delattr__", "__dir__", "__getattr__", "__getnewargs__", "__reduce__", "__setattr__"),
    *("__init_subclass__", "__module__", "__doc__", "__slots__", "__repr__", "__str__", "__rich_repr__"),
}
"""Methods that are nothing to be called, or whose words may change."""


def snapshot(source: Path) -> str:
    """Give the public API of the package in a source folder."""
    return "".join(f"{line}\n" for line in sorted({*library(source), *command_line(), *problem_codes()}))


# ---------------------------------------------------------------------------------------------------------------------
# The library
# ---------------------------------------------------------------------------------------------------------------------


def library(source: Path) -> Iterator[str]:
    """Give a line for each public name, field, member and method."""
    package = griffe.load("recognition", search_paths=[source], allow_inspection=False)
    assert isinstance(package, griffe.Module)  # noqa: S101 - what is loaded by name is a module
    public = {str(name) for name in package.exports or ()}
    for name in public:
        yield from lines_of(f"recognition.{name}", target_of(package, name), public)
    for name in PACKAGES:
        part = package.members.get(name)
        if isinstance(part, griffe.Module):
            yield from package_lines(part, public)


def target_of(module: griffe.Module, name: str) -> "griffe.Object":
    """Give what a name of a module is, wherever it is defined."""
    found = module.members[name]
    found = found.final_target if isinstance(found, griffe.Alias) else found
    assert isinstance(found, griffe.Object)  # noqa: S101 - the last target is no alias
    return found


def package_lines(package: griffe.Module, public: set[str]) -> Iterator[str]:
    """Give the lines of a public package: what it exports, or else what it defines, and its modules' public names."""
    names = package.exports or (name for name in package.members if package.members[name].is_public)
    for name in map(str, names):
        found = target_of(package, name)
        if not isinstance(found, griffe.Module):
            yield from lines_of(f"{package.path}.{name}", found, public)
    if package.name == "sources":
        for module in package.modules.values():
            for name in SOURCES:
                if name in module.members and not module.members[name].is_alias:
                    yield from lines_of(f"{module.path}.{name}", target_of(module, name), public)


def lines_of(path: str, found: "griffe.Object", public: set[str]) -> Iterator[str]:
    """Give the lines of one name, and of what is in it if it is a class."""
    if isinstance(found, griffe.Function):
        for overload in found.overloads or [found]:
            yield f"{path}{signature(overload)}"
    elif isinstance(found, griffe.Class):
        yield f"{path}: {kind_of_class(found)}"
        for name, member in sorted(members(found, public).items()):
            yield from lines_of(f"{path}.{name}", member, public)
    elif isinstance(found, griffe.Attribute):
        yield f"{path}{attribute(found)}"


def kind_of_class(found: griffe.Class) -> str:
    """Give the bases and the decorators that make a difference."""
    decorators = [str(decorator.value) for decorator in found.decorators]
    bases = f"({', '.join(str(base).rsplit('.', 1)[-1] for base in found.bases)})" if found.bases else ""
    made = [name.replace(", repr=False", "").replace("repr=False", "").replace("()", "") for name in decorators]
    return " ".join([f"class{bases}", *(f"@{name}" for name in made)])


def members(found: griffe.Class, public: set[str]) -> "dict[str, griffe.Object]":
    """Give the public members of a class, with those inherited from bases that are not public themselves."""
    held = dict[str, griffe.Object]()
    for base in [found, *found.mro()]:
        if base is not found and base.name in public:
            break
        for name, member in base.members.items():
            special = name.startswith("__") and name.endswith("__") and name not in ASIDE
            if isinstance(member, griffe.Object) and (special or not name.startswith("_")):
                held.setdefault(name, member)
    return held


def attribute(found: griffe.Attribute) -> str:
    """Give the type of an attribute and, of a field, its default; of a member of an enumeration, its value."""
    value = None if found.value is None else str(found.value)
    if isinstance(found.parent, griffe.Class) and found.annotation is None:
        return f" = {first_of(value)}"
    if found.annotation is None:
        return f" = {value}"  # a name for a type
    kind = f": {found.annotation}"
    if "property" in found.labels or "cached" in found.labels:
        return f"{kind} (property)"
    if isinstance(found.parent, griffe.Module):
        return f"{kind} = {value}" if value and re.fullmatch(r"\d+", value) else kind
    return kind if value is None else f"{kind} = {value}"


def first_of(value: str | None) -> str:
    """Give the value of a member; of a term, which has its meaning and counterparts too, the term."""
    if value is None:
        return ""
    parsed = ast.parse(value, mode="eval").body
    return ast.unparse(parsed.elts[0] if isinstance(parsed, ast.Tuple) else parsed)


def signature(function: griffe.Function) -> str:
    """Give the parameters and the result of a function."""
    parts = list[str]()
    before: griffe.ParameterKind | None = None
    for parameter in function.parameters:
        kind = parameter.kind
        if before is griffe.ParameterKind.positional_only and kind is not before:
            parts.append("/")
        if kind is griffe.ParameterKind.keyword_only and before not in {kind, griffe.ParameterKind.var_positional}:
            parts.append("*")
        stars = "*" if kind is griffe.ParameterKind.var_positional else ""
        stars = "**" if kind is griffe.ParameterKind.var_keyword else stars
        annotated = f": {parameter.annotation}" if parameter.annotation is not None else ""
        default = f" = {parameter.default}" if not stars and parameter.default is not None else ""
        parts.append(f"{stars}{parameter.name}{annotated}{default}")
        before = kind
    if before is griffe.ParameterKind.positional_only:
        parts.append("/")
    result = f" -> {function.returns}" if function.returns is not None else ""
    return f"({', '.join(parts)}){result}"


# ---------------------------------------------------------------------------------------------------------------------
# The command line and the problem codes
# ---------------------------------------------------------------------------------------------------------------------


def command_line() -> Iterator[str]:
    """Give a line for each command, argument and option."""
    cli = import_module("recognition.cli").cli
    yield from parameters("command recognition", cli)
    for name, command in cli.commands.items():
        yield f"command {name}"
        yield from parameters(f"command {name}", command)


def parameters(path: str, command: "click.Command") -> Iterator[str]:
    """Give a line for each argument and option of a command."""
    for parameter in command.params:
        told = [getattr(parameter.type, "name", "") or str(parameter.type)]
        if choices := getattr(parameter.type, "choices", None):
            told = ["one of " + ", ".join(map(str, choices))]
        told += ["required"] * parameter.required + ["several"] * (parameter.multiple or parameter.nargs == -1)
        if parameter.param_type_name == "argument":
            yield f"{path} {parameter.make_metavar(import_module('click').Context(command))}: {', '.join(told)}"
            continue
        names = " ".join(sorted([*parameter.opts, *parameter.secondary_opts], key=lambda name: (-len(name), name)))
        yield f"{path} {names}: {'flag' if getattr(parameter, 'is_flag', False) else ', '.join(told)}"


def problem_codes() -> Iterator[str]:
    """Give a line for each problem code."""
    codes: dict[str, Any] = import_module("recognition.errors").PROBLEM_CODES
    return (f"problem {code}: {meaning.severity}" for code, meaning in codes.items())


# ---------------------------------------------------------------------------------------------------------------------
# Changes
# ---------------------------------------------------------------------------------------------------------------------


def group_of(line: str) -> str:
    """Give what a line belongs to: a public name with all that is in it, a command with its options, a code."""
    if not line.startswith("recognition."):
        return " ".join(line.split(":", maxsplit=1)[0].split(" ")[:2])
    parts = re.split(r"[^\w.]", line, maxsplit=1)[0].split(".")
    return ".".join(parts[: (4 if parts[1] == "sources" else 3) if parts[1] in PACKAGES else 2])


def digests(text: str) -> dict[str, str]:
    """Give for each group a digest of its lines."""
    grouped: dict[str, list[str]] = {}
    for line in text.splitlines():
        grouped.setdefault(group_of(line), []).append(line)
    return {
        group: hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12] for group, lines in sorted(grouped.items())
    }


def changed(text: str, released: str) -> list[str]:
    """Give the groups that are not as they were released: new, gone or changed."""
    now, then = digests(text), dict(line.rsplit(" ", 1) for line in released.splitlines())
    return sorted(group for group in now.keys() | then.keys() if now.get(group) != then.get(group))


def untold(groups: Iterable[str], changelog: str) -> list[str]:
    """Give the groups that no code in the changelog's section ``Unreleased`` names, by themselves or their package."""
    section = re.search(r"^## \[Unreleased\]$(.*?)(?=^## |\Z)", changelog, flags=re.MULTILINE | re.DOTALL)
    spans = re.findall(r"`([^`]+)`", section[1] if section else "")
    told = {word for span in spans for word in re.findall(r"\w[\w-]*", span)}
    return [group for group in groups if not told & set(group.split(" ")[-1].removeprefix("recognition.").split("."))]


def compared(text: str) -> list[str]:
    """Give what is wrong with the snapshot and the changelog, a line each."""
    written = SNAPSHOT.read_text(encoding="utf-8")
    found = [
        line
        for line in difflib.unified_diff(written.splitlines(), text.splitlines(), "written down", "now", "", "", 0, "")
        if not line.startswith("@@")
    ]
    if found:
        found.append("The public API has changed: if that is meant, run `python tools/api_snapshot.py --write`.")
    missing = untold(
        changed(text, RELEASED.read_text(encoding="utf-8")), (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    )
    found += [f"CHANGELOG.md does not name {group} under Unreleased, and it has changed." for group in missing]
    return found


def main(arguments: list[str] | None = None) -> int:
    """Compare the public API with the snapshot, or write the snapshot."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--source", type=Path, default=ROOT / "src", help="the folder that holds the package")
    parser.add_argument("--write", action="store_true", help="write the snapshot anew")
    parser.add_argument("--release", action="store_true", help="take it for the one released, too")
    given = parser.parse_args(arguments)
    sys.path.insert(0, str(given.source))
    text = snapshot(given.source)
    if given.write or given.release:
        SNAPSHOT.write_text(text, encoding="utf-8", newline="\n")
        print(SNAPSHOT)
    if given.release:
        lines = "".join(f"{group} {digest}\n" for group, digest in digests(text).items())
        RELEASED.write_text(lines, encoding="utf-8", newline="\n")
        print(RELEASED)
    found = compared(text)
    print("\n".join(found) or "The public API is as it is written down.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
