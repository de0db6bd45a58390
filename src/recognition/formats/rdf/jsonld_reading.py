"""JSON-LD to triples, as far as a graph of named nodes needs it; what it leaves out is refused and never passed over.

Accepted are compacted, expanded and flattened documents with one context at the top, which defines prefixes, names,
types, ``@vocab`` and ``@base``. A context by address is refused unless it is known here: nothing is fetched.

It is no processor of others, because those keep to the standard, by which what cannot become a triple is passed over
in silence: keys without a meaning in the context, texts outside values, relative or malformed names, directions.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urljoin

from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.plain import Parsed, Repeated, is_list, is_object, step
from recognition.formats.rdf.names import BOOLEAN, INTEGER, LANGUAGE_STRING, STRING, TYPE, XSD, Iri, Literal, Statement

_MOST_PROBLEMS: Final = 50
_ABSOLUTE: Final = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\\ud800-\udfff]*')
_LANGUAGE: Final = re.compile(r"[A-Za-z]+(?:-[A-Za-z0-9]+)*")
_KEYWORDS: Final = frozenset({"@context", "@graph", "@id", "@language", "@set", "@type", "@value"})
_IN_TERM: Final = frozenset({"@id", "@type", "@prefix", "@protected", "@container"})
_MOST_STEPS: Final = 20
"""Through how many prefixes a name may be defined."""


def statements_of(parsed: Parsed, known: Mapping[str, Any]) -> tuple[list[Statement], list[str]]:
    """Give the triples of a document, numbered, and the path to each in the document.

    Args:
        parsed: the document.
        known: the contexts that a document may name, by address.

    Raises:
        InvalidDataError: with the places of what is not accepted.
    """
    document = _Document(known)
    document.read(parsed.plain)
    if document.problems:
        raise InvalidDataError(_placed(problem, parsed) for problem in document.problems[:_MOST_PROBLEMS])
    return document.statements, document.paths


def _placed(problem: Problem, parsed: Parsed) -> Problem:
    place = parsed.place(problem.path)
    line, column = (place.line, place.column) if place else (None, None)
    return Problem(problem.code, problem.message, path=problem.path, line=line, column=column)


class _Term(NamedTuple):
    """What a name stands for."""

    iri: str
    """An IRI, or a keyword."""
    type: str | None
    """What its values are: ``@id``, ``@vocab`` or a datatype; ``None``: as they say themselves."""


class _Document:
    """Goes through a document; the parser has bounded its depth."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self.statements: list[Statement] = []
        self.paths: list[str] = []
        self.problems: list[Problem] = []
        self._known = known
        self._terms: dict[str, _Term | None] = {}
        self._vocab: str | None = None
        self._base: str | None = None

    def _say(self, subject: str, predicate: str, value: Iri | Literal, path: str) -> None:
        # Where it stands is looked up only if it is asked for.
        self.statements.append(Statement(subject, predicate, value, len(self.paths)))
        self.paths.append(path)

    def _refuse(self, reason: str, path: str, code: str = "syntax") -> None:
        self.problems.append(Problem(code, f"not accepted in JSON-LD: {reason}", path=path))

    def read(self, plain: Any) -> None:
        """Read the whole document."""
        nodes, path = plain, "$"
        if is_object(plain):
            self._check_keys(plain, path)
            if "@context" in plain:
                self._read_context(plain["@context"], f'{path}["@context"]')
            rest = {key: value for key, value in plain.items() if key != "@context"}
            graphs = [key for key in rest if self._keyword(key) == "@graph"]
            if graphs and len(rest) > 1:
                self._refuse("a graph that has a name or is said something of", path)
            nodes, path = (rest[graphs[0]], path + step(graphs[0])) if graphs else (rest, path)
        for item, here in _items(nodes, path):
            if is_object(item):
                self._node(item, here)
            else:
                self._refuse(f"{shown(item)} where a node belongs", here)

    def _check_keys(self, held: dict[str, Any], path: str) -> None:
        if isinstance(held, Repeated):
            for key in held.repeated:
                self._refuse(f"the key {shown(key)} stands twice", path + step(key), "duplicate-key")

    # --- the context ---

    def _read_context(self, context: Any, path: str) -> None:
        for local, here in _items(context, path):
            held = self._known.get(local) if isinstance(local, str) else local
            if held is None and local is not None:
                self._refuse(f"the context {shown(local)}, which would have to be fetched; write it out", here)
            elif held is None:
                self._terms, self._vocab, self._base = {}, None, None
            elif is_object(held):
                self._check_keys(held, here)
                self._read_definitions(held, here)
            else:
                self._refuse(f"{shown(held)} as a context", here)

    def _read_definitions(self, local: dict[str, Any], path: str) -> None:
        for key in local:
            if key.startswith("@") and key not in ("@version", "@vocab", "@base", "@protected"):
                self._refuse(f"{key} in a context", path + step(key))
        for key in ("@vocab", "@base"):
            if not isinstance(local.get(key, ""), str | None):
                self._refuse(f"{shown(local[key])} as {key}", path + step(key))
                return
        self._vocab = local.get("@vocab", self._vocab)
        self._base = local.get("@base", self._base)
        if self._vocab is not None and ":" not in self._vocab:
            self._refuse(f"{shown(self._vocab)} as @vocab", f'{path}["@vocab"]')
        names = [key for key in local if not key.startswith("@")]
        for name in names:
            self._terms[name] = None
        for name in names:
            self._terms[name] = self._defined(name, local, path)

    def _defined(self, name: str, local: dict[str, Any], path: str) -> _Term | None:
        here = path + step(name)
        definition = local[name]
        if definition is None:
            return None
        if isinstance(definition, str):
            definition = {"@id": definition}
        if not is_object(definition):
            self._refuse(f"{shown(definition)} as a definition", here)
            return None
        self._check_keys(definition, here)
        for key in definition:
            if key not in _IN_TERM or (key == "@container" and definition[key] != "@set"):
                self._refuse(f"{key} in a definition", here + step(key))
        iri, kind = definition.get("@id", name), definition.get("@type")
        if not isinstance(iri, str) or not isinstance(kind, str | None):
            self._refuse("a definition whose @id or @type is no text", here)
            return None
        full = self._through_names(iri, name, local)
        kind = kind if kind is None or kind in ("@id", "@vocab") else self._through_names(kind, name, local)
        if full is None or (kind is None and "@type" in definition):
            self._refuse(f"the definition of {shown(name)}, which leads to no absolute IRI", here)
            return None
        return _Term(full, kind)

    def _through_names(self, text: str, name: str, local: dict[str, Any], steps: int = _MOST_STEPS) -> str | None:
        """Give the IRI that a text in the definition of a name stands for, through other names of the context."""
        if text.startswith("@"):
            return text if text in _KEYWORDS else None
        prefix, colon, end = text.partition(":")
        if end.startswith("//"):
            whole = text
        elif prefix in local and prefix != name:
            definition = local[prefix]
            target = definition.get("@id", prefix) if is_object(definition) else definition
            start = self._through_names(target, prefix, local, steps - 1) if isinstance(target, str) and steps else None
            whole = "" if start is None else start + end
        else:
            earlier = self._terms.get(prefix)
            own = text if colon else f"{self._vocab}{text}" if self._vocab is not None else ""
            whole = own if earlier is None else earlier.iri + end
        return whole if _ABSOLUTE.fullmatch(whole) and not whole.startswith("_:") else None

    def _keyword(self, key: str) -> str:
        """Give the keyword that a key is another name of, or the key."""
        term = self._terms.get(key)
        return term.iri if term is not None and term.iri.startswith("@") else key

    def _expanded(self, text: str, *, vocab: bool) -> str | None:
        """Give the absolute IRI that a text stands for, or ``None``."""
        if vocab and text in self._terms:
            term = self._terms[text]
            return term.iri if term is not None else None
        prefix, colon, end = text.partition(":")
        if colon:
            term = None if end.startswith("//") else self._terms.get(prefix)
            whole = term.iri + end if term is not None and term.iri[-1:] in "/#:?[]@" else text
        elif vocab:
            whole = self._vocab + text if self._vocab is not None else ""
        else:
            try:
                whole = urljoin(self._base, text) if self._base is not None else ""
            except ValueError:
                whole = ""
        return whole if _ABSOLUTE.fullmatch(whole) and not whole.startswith("_:") else None

    # --- nodes and values ---

    def _node(self, held: dict[str, Any], path: str) -> Iri | None:
        """Take what is said of a node, and give its IRI."""
        self._check_keys(held, path)
        found = dict[str, tuple[str, Any]]()
        rest = list[tuple[str, Any]]()
        for key, value in held.items():
            keyword = self._keyword(key)
            if not keyword.startswith("@"):
                rest.append((key, value))
            elif keyword in found:
                self._refuse(f"{keyword} stands twice", path + step(key), "duplicate-key")
            elif keyword in ("@id", "@type"):
                found[keyword] = key, value
            else:
                self._refuse(f"{keyword} in a node", path + step(key))
        name, value = found.get("@id", ("@id", None))
        iri = self._expanded(value, vocab=False) if isinstance(value, str) else None
        if iri is None:
            what = "a node without @id" if value is None else f"{shown(value)} as the IRI of a node"
            self._refuse(f"{what}; it needs an absolute IRI", path + (step(name) if value is not None else ""))
            return None
        for name, value in [found["@type"]] if "@type" in found else []:
            self._types(iri, value, path + step(name))
        for key, value in rest:
            predicate = self._expanded(key, vocab=True)
            if predicate is None:
                self._refuse(f"the key {shown(key)}, which the context does not define", path + step(key))
                continue
            term = self._terms.get(key)
            here = path + step(key)
            for item in self._values(value, term.type if term else None, here):
                self._say(iri, predicate, item, here)
        return Iri(iri)

    def _types(self, subject: str, value: Any, path: str) -> None:
        for item, here in _items(value, path):
            iri = self._expanded(item, vocab=True) if isinstance(item, str) else None
            if iri is None:
                self._refuse(f"{shown(item)} as a class", here)
            else:
                self._say(subject, TYPE, Iri(iri), here)

    def _values(self, value: Any, kind: str | None, path: str) -> Iterator[Iri | Literal]:
        for item, here in _items(value, path):
            if is_list(item):
                self._refuse("a list in a list", here)
            elif is_object(item):
                yield from self._from_object(item, kind, here)
            elif item is not None:
                found = self._scalar(item, kind, here)
                if found is not None:
                    yield found

    def _from_object(self, held: dict[str, Any], kind: str | None, path: str) -> Iterator[Iri | Literal]:
        keys = {self._keyword(key): value for key, value in held.items()}
        if "@value" in keys or "@set" in keys:
            self._check_keys(held, path)
            if len(keys) < len(held):
                self._refuse("a keyword that stands twice, by two names", path, "duplicate-key")
        if "@value" in keys:
            found: Iri | Literal | None = self._literal(keys, path)
        elif "@set" in keys:
            if len(held) > 1:
                self._refuse("a @set that holds more", path)
            yield from self._values(keys["@set"], kind, path + step(next(iter(held))))
            return
        else:
            found = self._node(held, path)
        if found is not None:
            yield found

    def _literal(self, held: dict[str, Any], path: str) -> Literal | None:
        value, kind, language = held["@value"], held.get("@type"), held.get("@language")
        if held.keys() - {"@value", "@type", "@language"} or (kind is not None and language is not None):
            self._refuse("a value with more than a type or a language", path)
            return None
        if language is not None:
            if not isinstance(value, str) or not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
                self._refuse("a language of what is no text, or no language", path)
                return None
            return Literal(value, LANGUAGE_STRING, language)
        datatype = self._expanded(kind, vocab=True) if isinstance(kind, str) else None
        if (kind is not None and datatype is None) or is_list(value) or is_object(value):
            self._refuse("a value that is none, or of no type", path)
            return None
        return None if value is None else _typed(value, datatype)

    def _scalar(self, value: Any, kind: str | None, path: str) -> Iri | Literal | None:
        if kind not in ("@id", "@vocab") or not isinstance(value, str):
            return _typed(value, None if kind in ("@id", "@vocab") else kind)
        iri = self._expanded(value, vocab=kind == "@vocab")
        if iri is None:
            self._refuse(f"{shown(value)}, which is no absolute IRI and no name of one", path)
            return None
        return Iri(iri)


def _typed(value: Any, datatype: str | None) -> Literal:
    """Give a JSON text, number or flag as a literal, of its own type if none is given."""
    if isinstance(value, bool):
        return Literal("true" if value else "false", datatype or BOOLEAN)
    if isinstance(value, str):
        return Literal(value, datatype or STRING)
    return Literal(str(value), datatype or (INTEGER if isinstance(value, int) else f"{XSD}double"))


def _items(value: Any, path: str) -> Iterator[tuple[Any, str]]:
    """Give the items of a list with their paths, or a single value with its own."""
    if is_list(value):
        for position, item in enumerate(value):
            yield item, f"{path}[{position}]"
    else:
        yield value, path
