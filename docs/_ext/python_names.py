"""Names of Python in the pages: members of enumerations as targets, signatures of classes, references by any name.

A name is documented as ``recognition.State``, whatever private module it is written in. References by either name,
and by ``State`` alone, lead there.
"""

import enum
import importlib
import inspect
from types import ModuleType
from typing import Any

import attrs
from docutils import nodes
from entries import UNKNOWN, default_of, ordered_fields
from public_names import public_by_private
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_id

import recognition
from recognition.model.record import Record


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


def signature(_app: Sphinx, what: str, _name: str, obj: Any, *_given: Any) -> tuple[str, str] | None:
    """Give the signature of a class: the fields without their types, which stand below; none of an enumeration."""
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
) -> nodes.Element | None:
    """Lead a reference by a private or a short name to the public name: by equality, never by likeness.

    A private name that has no public one is shown as code, if there is such a thing in the package.
    """
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
    return content if is_ours(target) or is_ours(f"{node.get('py:module')}.{target}") else None


def is_ours(name: str) -> bool:
    """Tell whether there is something of this name in the package, public or not."""
    head, *steps = name.split(".")
    if head != recognition.__name__:
        return False
    found: Any = recognition
    for position, step in enumerate(steps, 1):
        if isinstance(found, ModuleType) and not hasattr(found, step):
            try:
                importlib.import_module(".".join([head, *steps[:position]]))
            except ModuleNotFoundError:
                return False
        if not hasattr(found, step):
            return False
        found = getattr(found, step)
    return True


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.setup_extension("sphinx.ext.autodoc")
    app.add_directive("public-member", PublicMember)
    app.connect("autodoc-process-signature", signature)
    app.connect("missing-reference", resolve_private, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
