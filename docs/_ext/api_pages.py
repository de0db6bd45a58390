"""The pages of the reference of the Python API, written at each build, so that no public name can be forgotten."""

import importlib
import inspect
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from entries import indented, name_lines, row
from public_names import GROUPS, Group, Package, grouped, order_of, packages, where
from sphinx.application import Sphinx

import recognition
from recognition.model.vocabulary import VOCABULARIES, Term

FOLDER: Final = "reference/api"
"""Where the pages go, below the documentation; version control leaves the folder alone."""


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


def heading(text: str, mark: str) -> list[str]:
    """Give a heading."""
    return [text, mark * len(text), ""]


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
    yield (
        "What :doc:`vocabularies` has by term, by scheme. The match is read from our term to theirs: *exact*, the two "
        "can be exchanged; *close*, for some uses; *broad*, theirs is wider, so that going there loses a distinction; "
        "*narrow*, theirs covers only a part."
    )
    yield ""
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
    yield (
        "Every public name. What is not here is private and may change in any release; "
        ":doc:`/reference/compatibility` says more."
    )
    yield from (
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


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.connect("builder-inited", write_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
