"""The codings of the guide: TOML files, one an article, read strictly and turned into plain records.

The rules of coding are in ``docs/reference/us-recognition-protocol.md``.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import attrs
from passages import Article

from recognition import passage_digest
from recognition.model.dates import MONTHS
from recognition.sources.slugs import slug_of

Plain = dict[str, Any]
"""A record as plain data, as a JSON document holds it."""

USA: Final = "state:USA"
WHERE: Final[Mapping[str, str]] = {
    "markup": "machine-readable markup",
    "heading": "heading",
    "summary": "article's summary",
}
"""Where else a date can stand that contradicts the sentence's, with what that is called."""
_SLIP: Final = {"rank": "deprecated", "rank_reason": "The markup is of words of the guide that say another day."}
_ROLES: Final = ("decided_by", "advised_by", "announced_by", "conveyed_by", "received_by")
_ACT: Final = frozenset({"id", "at", "note", "after", "before", "occurrence", "date", *WHERE})
_KEYS: Final[Mapping[str, frozenset[str]]] = {
    "government": frozenset({"id", "at", "note", "name", "state", "status"}),
    "organization": frozenset({"id", "at", "note", "name", "category"}),
    "recognition": _ACT.union(
        ("actor", "target", "capacity", "move", "mode", "form", "degree", "effective", "sole"),
        ("conditions", "concerning", "implied_by", "mutual", *_ROLES),
    ),
    "diplomatic": _ACT.union(
        ("move", "parties", "sender", "receiver", "envoy", "level", "non_resident", "effective", *_ROLES)
    ),
    "event": _ACT.union(("change", "state", "by")),
}
_ACTS: Final = frozenset({"recognition", "diplomatic", "event"})
_TWO_SIDED: Final = frozenset(
    ("establishment", "severance", "suspension", "resumption", "upgrade", "downgrade", "talks")
)


class CodingError(Exception):
    """What is wrong with a coding: every fault of the file, a line each."""


@attrs.frozen
class Coding:
    """The coding of an article."""

    article: str
    state: str
    """The id of the state that it is about, for whatever names no other."""
    note: str | None
    nothing: str | None
    """Why nothing is coded."""
    tables: tuple[tuple[str, Mapping[str, Any]], ...]
    """The kind and the fields of each record, in the order of the file."""


def read_coding(path: Path) -> Coding:
    """Give the coding in a file.

    Raises:
        CodingError: with every unknown key, missing id and id that stands twice.
    """
    try:
        whole = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        message = f"{path.name}: {error}"
        raise CodingError(message) from None
    faults = [f"unknown key {key}" for key in whole if key not in {"article", "state", "note", "nothing", *_KEYS}]
    if whole.get("article") != path.stem:
        faults.append(f"article is {whole.get('article')!r}")
    if not isinstance(whole.get("state"), str):
        faults.append("no state")
    tables = [(kind, table) for kind in _KEYS for table in whole.get(kind, ())]
    seen = set[tuple[str, Any]]()
    for kind, table in tables:
        name = f"{kind} {table.get('id')}"
        faults += [f"{name}: unknown key {key}" for key in table if key not in _KEYS[kind]]
        faults += [f"{name}: no {key}" for key in ("id", "at") if not table.get(key)]
        if (kind, table.get("id")) in seen:
            faults.append(f"{name} stands twice")
        seen.add((kind, table.get("id")))
    if bool(tables) == ("nothing" in whole):
        faults.append("it needs either records, or `nothing` with the reason")
    if faults:
        raise CodingError("\n".join(f"{path.name}: {fault}" for fault in faults))
    return Coding(path.stem, whole["state"], whole.get("note"), whole.get("nothing"), tuple(tables))


def records_of(coding: Coding, article: Article) -> list[Plain]:
    """Give the plain records of a coding; the library's own loader checks them.

    Raises:
        CodingError: with every passage that is not there, name that the article does not have, and id of no table.
    """
    return _Maker(coding, article).make()


@attrs.define
class _Maker:
    _coding: Coding
    _article: Article
    _people: dict[str, Plain] = attrs.field(factory=dict, init=False)

    def make(self) -> list[Plain]:
        faults = list[str]()
        made = list[Plain]()
        makers = {
            "government": self._government,
            "organization": self._organization,
            "recognition": self._recognition,
            "diplomatic": self._diplomatic,
            "event": self._event,
        }
        for kind, table in self._coding.tables:
            try:
                made += makers[kind](table)
            except (CodingError, KeyError, ValueError) as error:
                faults.append(f"{self._coding.article}: {kind} {table['id']}: {error}")
        if faults:
            raise CodingError("\n".join(faults))
        return [self._source(), *self._people.values(), *made]

    def _source(self) -> Plain:
        text = self._article.text
        notes = (
            f"Normalised from the TEI file with the SHA-256 {self._article.digest}.",
            f"The file gives {self._article.year} as its year, and may have been brought up to date since.",
            self._coding.note,
            self._coding.nothing and f"Nothing is coded: {self._coding.nothing}",
        )
        return {
            "type": "source",
            "id": f"source:rdcr.{self._article.name}",
            "title": self._article.title,
            "publisher": "Office of the Historian, United States Department of State",
            "url": f"https://history.state.gov/countries/{self._article.name}",
            "language": "en",
            "sha256": passage_digest(text),
            "length": len(text),
            "note": " ".join(note for note in notes if note),
        }

    def _government(self, table: Mapping[str, Any]) -> list[Plain]:
        government = {
            "type": "government",
            "id": f"government:{table['id']}",
            "name": table["name"],
            "state": table.get("state", self._coding.state),
            **_given(table, "status", "note"),
            "citations": self._citations(table),
        }
        return [government]

    def _organization(self, table: Mapping[str, Any]) -> list[Plain]:
        organization = {
            "type": "organization",
            "id": f"organization:{table['id']}",
            "name": table["name"],
            **_given(table, "category", "note"),
            "citations": self._citations(table),
        }
        return [organization]

    def _recognition(self, table: Mapping[str, Any]) -> Iterator[Plain]:
        target = table.get("target", self._coding.state)
        act = self._act(table, "recognition") | {
            "actor": table.get("actor", USA),
            "target": target,
            "capacity": table.get("capacity", "government" if target.startswith("government:") else "state"),
            "move": table.get("move", "recognition"),
            **_given(table, "mode", "form", "degree", "sole", "concerning", "conditions"),
        }
        if "implied_by" in table:
            act["implied_by"] = [self._full(other) for other in table["implied_by"]]
        yield from self._accounts(act, table)
        if table.get("mutual"):
            turned = act | {"id": f"{act['id']}.returned", "actor": act["target"], "target": act["actor"]}
            turned.pop("participants", None)
            if "occurrence" in turned:
                turned["occurrence"] += ".returned"
            yield from self._accounts(turned, table)

    def _diplomatic(self, table: Mapping[str, Any]) -> Iterator[Plain]:
        act = self._act(table, "diplomatic") | {
            "move": table["move"],
            **_given(table, "level", "non_resident"),
        }
        if "parties" in table or (table["move"] in _TWO_SIDED and not {"sender", "receiver"} & table.keys()):
            act["parties"] = sorted(table.get("parties", (USA, self._coding.state)))
        else:
            other = self._coding.state if USA in {table.get("sender"), table.get("receiver")} else USA
            act["sender"] = table.get("sender", other if "receiver" in table else USA)
            act["receiver"] = table.get("receiver", other if "sender" in table else self._coding.state)
        if "envoy" in table:
            act["envoy"] = self._person(table["envoy"])
        yield from self._accounts(act, table)

    def _event(self, table: Mapping[str, Any]) -> Iterator[Plain]:
        event = self._act(table, "event") | {
            "change": table["change"],
            "state": table.get("state", self._coding.state),
            **_given(table, "by"),
        }
        yield from self._accounts(event, table)

    def _act(self, table: Mapping[str, Any], kind: str) -> Plain:
        act: Plain = {"type": kind, "id": f"{kind}:us.{self._article.name}.{table['id']}"}
        act |= _given(table, "date", "effective", "occurrence", "note")
        for name in ("after", "before"):
            if name in table:
                act[name] = [self._full(other) for other in table[name]]
        participants = [
            {"role": role.replace("_", "-"), "who": who if ":" in who else self._person(who)}
            for role in _ROLES
            for who in table.get(role, ())
        ]
        if participants:
            act["participants"] = participants
        return act | {"citations": self._citations(table)}

    def _accounts(self, act: Plain, table: Mapping[str, Any]) -> Iterator[Plain]:
        """Give an act, and an account of it for each date that stands elsewhere and contradicts the sentence's."""
        others = [where for where in WHERE if where in table]
        if others and "occurrence" not in act:
            act["occurrence"] = act["id"].replace(":", ".")
        yield act
        for where in others:
            note = f"The day is that of the {WHERE[where]}, which contradicts the sentence's."
            account = act | {"id": f"{act['id']}.{where}", "date": table[where], "note": note}
            yield account | _SLIP if where == "markup" else account

    def _citations(self, table: Mapping[str, Any]) -> list[Plain]:
        text, source = self._article.text, f"source:rdcr.{self._article.name}"
        spans = [self._article.passage(label) for label in table["at"]]
        return [
            {"source": source, "start": start, "end": end, "digest": passage_digest(text[start:end])}
            for start, end in spans
        ]

    def _full(self, other: str) -> str:
        """Give the id that a short one stands for: that of a table of this file; a whole one stands for itself."""
        base, at, moment = other.partition("@")
        if ":" in base:
            return other
        kinds = [kind for kind, table in self._coding.tables if table["id"] == base and kind in _ACTS]
        if len(kinds) != 1:
            message = f"{base!r} is the id of {len(kinds)} tables: write KIND:us.{self._article.name}.{base}"
            raise CodingError(message)
        return f"{kinds[0]}:us.{self._article.name}.{base}{at}{moment}"

    def _person(self, name: str) -> str:
        """Give the id of a person whom the article names: by the guide's own key, or else as of this article alone."""
        if name not in self._article.text:
            message = f"the article does not name {name!r}"
            raise CodingError(message)
        bare = name.rstrip(".,")
        keys = {key for line in self._article.lines for words, key in line.people if words.rstrip(".,") == bare}
        person: Plain = {"type": "person", "name": name}
        if len(keys) == 1:
            (key,) = keys
            person |= {
                "id": f"person:us.{key}",
                "codes": [{"system": "history-state-gov-person", "value": key}],
            }
        else:
            person["id"] = f"person:us.{self._article.name}.{slug_of(name)}"
        self._people.setdefault(person["id"], person)
        return str(person["id"])


def _given(table: Mapping[str, Any], *names: str) -> Plain:
    return {name: table[name] for name in names if name in table}


def unseen_dates(coding: Coding, article: Article) -> Iterator[str]:
    """Give each date of a coding whose year, month or day does not stand in the passages that it cites.

    It is for the coder to look again: a date can be right all the same.
    """
    for kind, table in coding.tables:
        text = " ".join(article.text[start:end] for start, end in map(article.passage, table["at"]))
        for name in ("date", "effective"):
            for year, month, day in re.findall(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", table.get(name, "")):
                wanted = [year]
                if month and int(month) <= len(MONTHS):
                    wanted.append(MONTHS[int(month) - 1])
                if day:
                    wanted.append(str(int(day)))
                missing = [word for word in wanted if re.search(rf"(?<!\d){word}(?!\d)", text) is None]
                if missing:
                    yield f"{coding.article}: {kind} {table['id']}: {name} {table[name]}: no {missing} in {table['at']}"
