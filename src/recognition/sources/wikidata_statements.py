"""Statements of Wikibase: a value of a property, its rank, its qualifiers, and the references that bear it."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, NoReturn

import attrs

from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.plain import Repeated, is_list, is_object
from recognition.model.dates import PartialDate
from recognition.model.vocabulary import Rank
from recognition.sources.wikidata_times import date_of

ITEM: Final = re.compile("Q[1-9][0-9]{0,15}")
"""The id of an item."""
_PROPERTY: Final = re.compile("P[1-9][0-9]{0,15}")
_STATEMENT: Final = re.compile(r"[Qq][1-9][0-9]{0,15}\$[0-9A-Za-z-]{1,64}")
_SHOWN: Final = 300


@attrs.frozen
class Snak:
    """A property with a value, with some value that is not known, or with none."""

    name: str
    """The property, such as ``P580``."""
    kind: str
    """``value``; ``somevalue``, there is one and it is not known; ``novalue``, there is none."""
    value: Any = None
    """The value, as plain data."""

    @property
    def item(self) -> str | None:
        """The id of the item that is the value; ``None``: the value is none."""
        if not is_object(self.value):
            return None
        found = self.value.get("id")
        if found is None and self.value.get("entity-type") == "item" and type(self.value.get("numeric-id")) is int:
            found = f"Q{self.value['numeric-id']}"
        return found if isinstance(found, str) and ITEM.fullmatch(found) else None

    @property
    def text(self) -> str | None:
        """The text that is the value; ``None``: the value is none."""
        value = self.value.get("text") if is_object(self.value) else self.value
        return value if isinstance(value, str) else None

    def told(self, names: Mapping[str, str]) -> str:
        """Give it for people, with the names of items where they are known."""
        return f"{self.name} {self.worth(names)}"

    def worth(self, names: Mapping[str, str]) -> str:
        """Give its value for people."""
        if self.kind != "value":
            return "is not known" if self.kind == "somevalue" else "has no value"
        if self.item is not None:
            return f"{self.item} ({names[self.item]})" if self.item in names else self.item
        if is_object(self.value) and "time" in self.value:
            try:
                return str(date_of(self.value))
            except InvalidDataError:
                return f"{shown(self.value['time'])} with precision {shown(self.value.get('precision'))}"
        if self.text is not None:
            return shown(self.text, _SHOWN)
        return shown(self.value.get("amount"), _SHOWN) if is_object(self.value) else shown(self.value, _SHOWN)


REASONS: Final = {Rank.PREFERRED: "P7452", Rank.DEPRECATED: "P2241"}
"""The qualifiers that say why a statement is preferred or deprecated."""
Snaks = Mapping[str, tuple[Snak, ...]]
"""Snaks by property."""


@attrs.frozen
class Stated:
    """A statement about an item."""

    id: str
    """Its id, ``Q889$...``."""
    main: Snak
    """What it says."""
    rank: Rank
    """How it stands among the statements of the item on that property."""
    qualifiers: Snaks
    """What it says further."""
    references: tuple[Snaks, ...]
    """What bears it."""
    path: str
    """Where it stands in the entity."""

    @property
    def key(self) -> str:
        """It in the id of a record."""
        return self.id.replace("$", "-")

    def told(self, names: Mapping[str, str]) -> str:
        """Give it for people, with all qualifiers."""
        rank = "" if self.rank is Rank.NORMAL else f", {self.rank}"
        rest = "; ".join(self.rest(names))
        return self.main.told(names) + rank + (f" [{rest}]" if rest else "")

    def rest(self, names: Mapping[str, str], used: Collection[str] = ()) -> list[str]:
        """Give the qualifiers for people, without those that were used."""
        return [snak.told(names) for name, snaks in self.qualifiers.items() if name not in used for snak in snaks]

    def reason(self, names: Mapping[str, str]) -> str | None:
        """Give why it is ranked as it is; ``None``: that is not said."""
        reasons = self.qualifiers.get(REASONS[self.rank], ()) if self.rank in REASONS else ()
        return "; ".join(snak.worth(names) for snak in reasons) or None

    def one(self, name: str) -> Snak | None:
        """Give the one qualifier of a property.

        Raises:
            InvalidDataError: code ``duplicate-key`` if there are several.
        """
        found = self.qualifiers.get(name, ())
        if len(found) > 1:
            _refuse("duplicate-key", f"the qualifier {name} stands there {len(found)} times")
        return found[0] if found else None

    def date(self, name: str) -> PartialDate | None:
        """Give the date of a qualifier; ``None``: it is not there, not known, or there is none.

        Raises:
            InvalidDataError: if it is no date, or there are several.
        """
        snak = self.one(name)
        return date_of(snak.value) if snak and snak.kind == "value" else None


def _refuse(code: str, message: str) -> NoReturn:
    raise InvalidDataError([Problem(code, message)])


def mapping_of(value: Any, what: str) -> dict[str, Any]:
    """Give an object; PHP writes an empty one as an empty list.

    Raises:
        InvalidDataError: if it is none, or has a key twice.
    """
    if value is None or (is_list(value) and not value):
        return {}
    if not is_object(value):
        _refuse("wrong-type", f"expected an object for {what}, got {shown(value)}")
    if isinstance(value, Repeated):
        _refuse("duplicate-key", f"in {what}, the key {shown(value.repeated[0])} stands twice")
    return value


def statements_of(plain: Any) -> Iterator[tuple[str, str, Any]]:
    """Give the statements of an entity as they stand there: the property, the path and the plain data.

    Raises:
        InvalidDataError: if they are not sorted under properties.
    """
    for name, statements in mapping_of(plain, "claims").items():
        if not _PROPERTY.fullmatch(name):
            _refuse("bad-value", f"{shown(name)} is not the id of a property")
        if not is_list(statements):
            _refuse("wrong-type", f"expected a list of statements for {name}, got {shown(statements)}")
        for index, statement in enumerate(statements):
            yield name, f"$.claims.{name}[{index}]", statement


def stated(plain: Any, name: str, path: str) -> Stated:
    """Give a statement on a property.

    Raises:
        InvalidDataError: if it is none.
    """
    fields = mapping_of(plain, "the statement")
    identifier, rank = fields.get("id"), fields.get("rank", "normal")
    if not isinstance(identifier, str) or not _STATEMENT.fullmatch(identifier):
        _refuse("bad-value", f"{shown(identifier)} is not the id of a statement")
    if rank not in ("preferred", "normal", "deprecated"):
        _refuse("unknown-term", f"{shown(rank)} is not a rank")
    main = _snak(fields.get("mainsnak"), name)
    references = fields.get("references", [])
    if not is_list(references):
        _refuse("wrong-type", f"expected a list of references, got {shown(references)}")
    return Stated(
        id=identifier,
        main=main,
        rank=Rank(rank),
        qualifiers=_snaks(fields.get("qualifiers"), "the qualifiers"),
        references=tuple(
            _snaks(mapping_of(reference, "a reference").get("snaks"), "a reference") for reference in references
        ),
        path=path,
    )


def _snaks(plain: Any, what: str) -> Snaks:
    snaks = dict[str, tuple[Snak, ...]]()
    for name, listed in mapping_of(plain, what).items():
        if not is_list(listed):
            _refuse("wrong-type", f"expected a list for {shown(name)} in {what}, got {shown(listed)}")
        snaks[name] = tuple(_snak(item, name) for item in listed)
    return snaks


def _snak(plain: Any, name: str) -> Snak:
    fields = mapping_of(plain, f"the value of {shown(name)}")
    if not _PROPERTY.fullmatch(name) or fields.get("property") != name:
        _refuse("bad-value", f"{shown(fields.get('property'))} stands under {shown(name)}")
    kind = fields.get("snaktype")
    if kind in ("somevalue", "novalue"):
        return Snak(name, str(kind))
    if kind != "value":
        _refuse("unknown-term", f"{shown(kind)} is none of value, somevalue and novalue")
    value = mapping_of(fields.get("datavalue"), f"the datavalue of {name}")
    if "value" not in value:
        _refuse("missing-field", f"the datavalue of {name} has no value")
    return Snak(name, "value", value["value"])
