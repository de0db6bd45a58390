"""Sanctions programmes as OpenSanctions describes them, one YAML document a programme.

A programme becomes a :class:`~recognition.Restriction` of domain ``general`` and measure ``listing``, the umbrella, and
each of its measures a part of that, after the words of the vocabulary of OpenSanctions:

======================  ============  =======  ==============================================
word                    domain        measure  what OpenSanctions means by it
======================  ============  =======  ==============================================
Arms embargo            arms-embargo  ban      a blanket prohibition
Arms restrictions       arms-embargo  limit    restrictions on military goods for some
Asset freeze            asset-freeze  ban      for those designated
Export control          trade         limit    on some goods, software and technology
Financial restrictions  finance       limit    on some financial dealings or access to markets
Import restrictions     trade         limit    on some goods
Travel ban              travel-ban    ban      entry and transit, for natural persons
======================  ============  =======  ==============================================

A limit has its word as ``extent``, since the document does not say how far it goes. The other seven words of the
vocabulary (aid suspension, debarment, investment ban, services ban, prohibition to satisfy claims, sectoral sanctions,
transportation restrictions) have no domain that fits, and future ones are unknown: each is told as a doubt, stands in
the note of the umbrella with all the others, and makes no part of it.

**On whom it lies.** The document does not say it as data. ``target_territories`` are the territories at which a regime
is directed: the programmes on Afghanistan have ``af``, and lie on persons and groups whom their authorities
designate, not on the state or the land. Who these are, stands in other data. So the programmes have no ``targets``, and
one group, in words that claim nothing else: :data:`GROUP`. The territories are in the note of the umbrella, with the
other names of the programme, its page, the data set, and the number.

**What is not said.** Since when a programme is in force, no document says, and so no record has a period. The summary
is OpenSanctions' own text: it is cited by its line, and not copied.

The authority is an :class:`~recognition.Organization` by the key that the document has for it. Its name and kind are in
another file; for the five of :data:`ISSUERS` they are written down here, and any other has its key for a name, the kind
``other``, and a doubt.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import attrs

from recognition.errors import InvalidDataError, Problem, nearest, shown
from recognition.formats.plain import Parsed, Repeated, is_list, is_object, step
from recognition.formats.yaml import parse
from recognition.model.actors import Code, Organization
from recognition.model.evidence import Citation
from recognition.model.record import Record
from recognition.model.restrictions import Restriction
from recognition.model.sources import Source
from recognition.model.text import Words
from recognition.model.vocabulary import Domain, Measure, OrganizationType
from recognition.sources.imported import DOUBT, FilePath, Imported, Progress, SourceFile, Tally, placed, read_files

GROUP: Final = "those to whom the programme applies"
"""The group on which every programme lies: who they are, its document does not say as data."""
MEASURES: Final[Mapping[str, tuple[Domain, Measure]]] = MappingProxyType(
    {
        "Arms embargo": (Domain.ARMS_EMBARGO, Measure.BAN),
        "Arms restrictions": (Domain.ARMS_EMBARGO, Measure.LIMIT),
        "Asset freeze": (Domain.ASSET_FREEZE, Measure.BAN),
        "Export control": (Domain.TRADE, Measure.LIMIT),
        "Financial restrictions": (Domain.FINANCE, Measure.LIMIT),
        "Import restrictions": (Domain.TRADE, Measure.LIMIT),
        "Travel ban": (Domain.TRAVEL_BAN, Measure.BAN),
    }
)
"""The words for measures that have a counterpart here."""
ISSUERS: Final[Mapping[str, tuple[str, OrganizationType]]] = MappingProxyType(
    {
        "au_dfat": ("Department of Foreign Affairs and Trade of Australia", OrganizationType.MINISTRY),
        "ch_seco": ("State Secretariat for Economic Affairs of Switzerland", OrganizationType.MINISTRY),
        "eu_council": ("Council of the European Union", OrganizationType.INTERGOVERNMENTAL),
        "gb_fcdo": ("Foreign, Commonwealth and Development Office of the United Kingdom", OrganizationType.MINISTRY),
        "zz_unsc": ("Security Council of the United Nations", OrganizationType.INTERGOVERNMENTAL),
    }
)
"""Authorities by their key at OpenSanctions, with name and kind."""
_TEXTS: Final = ("key", "title", "issuer", "id", "url", "summary", "dataset", "status")
_LISTS: Final = ("aliases", "target_territories", "measures")
_REQUIRED: Final = ("key", "title", "issuer")
_KEY: Final = re.compile("[A-Z0-9]+(?:-[A-Z0-9]+)*")
_ISSUER: Final = re.compile("[a-z0-9]+(?:_[a-z0-9]+)*")
_WORDS: Final = Words()


def read(*paths: FilePath, progress: Progress | None = None) -> Imported:
    """Give the programmes as restrictions, with the authorities that impose them.

    Args:
        paths: the documents.
        progress: is called with the number of bytes read so far.

    Raises:
        InvalidDataError: if a file is not YAML, or not a description of a programme.
        OSError: if a file cannot be read.
    """
    tally = Tally()
    errors = list[Problem]()
    documents = list[_Document]()
    for file in read_files(paths, progress):
        try:
            documents.append(_document(file))
        except InvalidDataError as error:
            errors += placed(error.problems, file)
    if errors:
        raise InvalidDataError(errors)
    records = list[Record]()
    issuers = dict[str, list[Citation]]()
    keys = dict[str, str]()
    for document in documents:
        programme = _programme(document)
        key = programme.key
        if not document.problems and key in keys:
            document.fault("duplicate-id", f"{key} is the key of {keys[key]} too", "key")
        if document.problems:
            tally.refuse(*document.problems)
            continue
        keys[key] = document.file.name
        tally.take("programmes")
        for doubt in document.doubts:
            tally.doubt(doubt)
        if programme.issuer not in ISSUERS and programme.issuer not in issuers:
            message = f"which authority {programme.issuer} is, and of what kind, is not known here"
            tally.doubt(document.problem(DOUBT, message, "issuer"))
        source = _source(document.file, key)
        issuers.setdefault(programme.issuer, []).append(_citation(document, source, "issuer"))
        records += [source, *_restrictions(document, programme, source)]
    records += [_issuer(key, citations) for key, citations in issuers.items()]
    return tally.imported(records)


class _Document:
    """A document with its problems: what refuses it, and what is doubtful in it."""

    def __init__(self, file: SourceFile, parsed: Parsed) -> None:
        self.file = file
        self.plain: dict[str, Any] = parsed.plain
        self.problems = list[Problem]()
        self.doubts = list[Problem]()
        self._place = parsed.place

    def line(self, *keys: str | int) -> int:
        """Give the line of a value."""
        found = self._place(_path(keys))
        return found.line if found else 1

    def problem(self, code: str, message: str, *keys: str | int) -> Problem:
        """Give a problem of a value."""
        return Problem(code, message, path=_path(keys), line=self.line(*keys), source=self.file.name)

    def fault(self, code: str, message: str, *keys: str | int) -> None:
        """Add a problem for which the document is refused."""
        self.problems.append(self.problem(code, message, *keys))

    def doubt(self, message: str, *keys: str | int) -> None:
        """Add what is doubtful."""
        self.doubts.append(self.problem(DOUBT, message, *keys))

    def text(self, value: Any, *keys: str | int) -> str | None:
        """Give a value that must be a text, or is absent."""
        if value is None:
            return None
        if not isinstance(value, str):
            self.fault("wrong-type", f"expected a text, got {shown(value)}", *keys)
        elif problem := _WORDS.problem(value):
            self.fault(problem.code, problem.message, *keys)
        else:
            return str(value)
        return None


def _path(keys: Sequence[str | int]) -> str:
    return "$" + "".join(f"[{key}]" if isinstance(key, int) else step(key) for key in keys)


def _document(file: SourceFile) -> _Document:
    parsed = parse(file.data)
    if not is_object(parsed.plain):
        raise InvalidDataError([Problem("wrong-type", f"expected a programme, got {shown(parsed.plain)}", line=1)])
    if not parsed.plain.keys() & {*_REQUIRED}:
        message = f"no programme is described here: none of {', '.join(_REQUIRED)} is there"
        raise InvalidDataError([Problem("missing-field", message, line=1)])
    return _Document(file, parsed)


@attrs.frozen
class _Programme:
    """What a document says; empty texts where it is wrong, and then it is refused."""

    key: str
    title: str
    issuer: str
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]


def _programme(document: _Document) -> _Programme:
    """Give what a document says; what is wrong is left with the document."""
    plain = document.plain
    if isinstance(plain, Repeated):
        for key in plain.repeated:
            document.fault("duplicate-key", f"the key {shown(key)} stands twice", key)
    for key, value in plain.items():
        if key not in _TEXTS and key not in _LISTS:
            hint = nearest(key, (*_TEXTS, *_LISTS))
            document.doubt(f"the key {shown(key)} is not known, and its value {shown(value)} left out{hint}", key)
    texts = {key: text for key in _TEXTS if (text := document.text(plain.get(key), key)) is not None}
    _check(document, texts)
    lists = {key: tuple(_items(document, key)) for key in _LISTS}
    for word in lists["measures"]:
        if word not in MEASURES:
            position = plain["measures"].index(word)
            document.doubt(
                f"the measure {shown(word)} has no counterpart, and stands in the note", "measures", position
            )
    return _Programme(texts.get("key", ""), texts.get("title", ""), texts.get("issuer", ""), texts, lists)


def _check(document: _Document, texts: Mapping[str, str]) -> None:
    """Add to the problems of a document what is wrong with its texts."""
    for key in _REQUIRED:
        if document.plain.get(key) is None:
            document.fault("missing-field", f"the programme has no {key}", key)
    for key, pattern, form in (
        ("key", _KEY, "capital letters, digits and hyphens"),
        ("issuer", _ISSUER, "small letters, digits and underscores"),
    ):
        if key in texts and not pattern.fullmatch(texts[key]):
            document.fault("bad-value", f"{shown(texts[key])} is not a key in {form}", key)
    if texts.get("status", "active") != "active":
        document.doubt(f"the programme is {shown(texts['status'])}, and since when is not said", "status")


def _items(document: _Document, key: str) -> Iterator[str]:
    """Give the texts of a list, each once."""
    value = document.plain.get(key)
    if value is None:
        return
    if not is_list(value):
        document.fault("wrong-type", f"expected a list of texts, got {shown(value)}", key)
        return
    seen = set[str]()
    for position, item in enumerate(value):
        if item is None:
            document.fault("missing-field", "the item is empty", key, position)
        text = document.text(item, key, position)
        if text is None:
            continue
        if text in seen:
            document.doubt(f"{shown(text)} stands there twice, and is taken once", key, position)
        else:
            seen.add(text)
            yield text


def _restrictions(document: _Document, programme: _Programme, source: Source) -> Iterator[Restriction]:
    """Give the umbrella, then a part for each measure that has a counterpart."""
    umbrella = Restriction(
        id=f"restriction:opensanctions.{programme.key}",
        imposer=f"organization:opensanctions.{programme.issuer}",
        groups=(GROUP,),
        domain=Domain.GENERAL,
        measure=Measure.LISTING,
        regime=programme.title,
        note=_note(programme),
        citations=tuple(_citation(document, source, key) for key in ("title", "summary") if key in programme.texts),
    )
    yield umbrella
    listed: list[str] = document.plain.get("measures") or []
    for word in programme.lists["measures"]:
        if word not in MEASURES:
            continue
        domain, measure = MEASURES[word]
        yield attrs.evolve(
            umbrella,
            id=f"{umbrella.id}.{word.lower().replace(' ', '-')}",
            domain=domain,
            measure=measure,
            extent=word.lower() if measure is Measure.LIMIT else None,
            part_of=umbrella.id,
            note=None,
            citations=(_citation(document, source, "measures", listed.index(word)),),
        )


_NOTED: Final = (
    ("id", "number"),
    ("dataset", "data set"),
    ("status", "status"),
    ("url", "page of the authority"),
    ("aliases", "other names"),
    ("target_territories", "territories at which it is directed"),
    ("measures", "measures"),
)
"""What has no field of its own, with how the note calls it."""


def _note(programme: _Programme) -> str:
    lines = [f"key: {programme.key}"]
    for key, name in _NOTED:
        told = "; ".join(programme.lists[key]) if key in programme.lists else programme.texts.get(key)
        if told:
            lines.append(f"{name}: {told}")
    return "\n".join(lines)


def _citation(document: _Document, source: Source, *keys: str | int) -> Citation:
    return Citation(source=source.id, locator=f"line {document.line(*keys)} ({keys[0]})")


def _issuer(key: str, citations: Sequence[Citation]) -> Organization:
    name, category = ISSUERS.get(key, (key, OrganizationType.OTHER))
    return Organization(
        id=f"organization:opensanctions.{key}",
        name=name,
        codes=(Code(system="opensanctions", value=key),),
        category=category,
        citations=tuple(citations),
    )


def _source(file: SourceFile, key: str) -> Source:
    return Source(
        id=f"source:opensanctions-program.{key}",
        title=f"OpenSanctions, description of the sanctions programme {key}",
        publisher="OpenSanctions",
        url="https://www.opensanctions.org/",
        language="en",
        sha256=file.sha256,
    )
