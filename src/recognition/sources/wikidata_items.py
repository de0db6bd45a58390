"""The items of Wikidata that become records: which kind they are by their class, and what they are called."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, get_args

import attrs

from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.plain import is_list
from recognition.model.actors import Name
from recognition.model.text import Language, Pattern, Words
from recognition.model.vocabulary import OrganizationType, Rank
from recognition.sources.imported import DOUBT
from recognition.sources.wikidata_entities import Entity
from recognition.sources.wikidata_statements import ITEM, Stated, mapping_of, stated

CLASSES: Final[Mapping[str, tuple[str, OrganizationType | None]]] = MappingProxyType(
    {
        "Q3624078": ("state", None),  # sovereign state
        "Q15634554": ("state", None),  # state with limited recognition
        "Q7275": ("state", None),  # state
        "Q3024240": ("state", None),  # historical country
        "Q5": ("person", None),  # human
        "Q245065": ("organization", OrganizationType.INTERGOVERNMENTAL),  # intergovernmental organization
        "Q7278": ("organization", OrganizationType.MOVEMENT),  # political party
        "Q192350": ("organization", OrganizationType.MINISTRY),  # ministry
        "Q41487": ("organization", OrganizationType.COURT),  # court
        "Q11204": ("organization", OrganizationType.LEGISLATURE),  # legislature
        "Q35749": ("organization", OrganizationType.LEGISLATURE),  # parliament
        "Q192283": ("organization", OrganizationType.MEDIUM),  # news agency
        "Q11032": ("organization", OrganizationType.MEDIUM),  # newspaper
        "Q484652": ("organization", OrganizationType.OTHER),  # international organization
        "Q43229": ("organization", OrganizationType.OTHER),  # organization
    }
)
"""The classes (P31) of items that become records, each with the kind, and of an organisation what it is.

The class *country* (Q6256) is none of them: England and Greenland are countries too. Subclasses are not followed, for
the files do not have them.
"""
_LANGUAGE: Final[Pattern] = get_args(Language)[1]
_WORDS: Final = Words()
_FIRST: Final = ("en", "mul")
"""The languages whose label is the name: English, and the label for all languages."""


@attrs.frozen(eq=False)
class Item:
    """An item that becomes a record."""

    entity: Entity
    """It as it stands in a file."""
    key: str
    """Its id in Wikidata, such as ``Q889``."""
    kind: str
    """The kind of the record."""
    category: OrganizationType | None
    """Of an organisation, what it is."""
    source: str
    """The id of the file as a source."""

    @property
    def id(self) -> str:
        """The id of the record."""
        return f"{self.kind}:wikidata.{self.key}"

    @property
    def revision(self) -> str:
        """Where it stands in the file, with its revision if that is told."""
        revision = self.entity.plain.get("lastrevid")
        return self.key if type(revision) is not int else f"{self.key}, revision {revision}"


def key_of(entity: Entity) -> str | None:
    """Give the id of an item; ``None``: the entity is a property, a lexeme or anything else.

    Raises:
        InvalidDataError: if it is no entity.
    """
    plain = entity.plain
    if "missing" in plain:
        raise InvalidDataError([Problem("missing-field", f"there was no entity {shown(plain.get('id'))}")])
    if not isinstance(plain.get("type"), str) or not isinstance(plain.get("id"), str):
        raise InvalidDataError([Problem("missing-field", "an entity has an `id` and a `type`, which are texts")])
    if plain["type"] != "item":
        return None
    if not ITEM.fullmatch(plain["id"]):
        raise InvalidDataError([Problem("bad-value", f"{shown(plain['id'])} is not the id of an item", path="$.id")])
    return str(plain["id"])


def truthy(statements: list[Stated]) -> list[Stated]:
    """Give the statements that stand: the preferred ones, if there are any, or else the normal ones."""
    preferred = [statement for statement in statements if statement.rank is Rank.PREFERRED]
    return preferred or [statement for statement in statements if statement.rank is Rank.NORMAL]


def values_of(entity: Entity, name: str) -> list[str]:
    """Give the items that are values of a property, in statements that are not deprecated.

    Raises:
        InvalidDataError: if a statement is none.
    """
    listed = mapping_of(entity.plain.get("claims"), "claims").get(name, [])
    if not is_list(listed):
        raise InvalidDataError([Problem("wrong-type", f"expected a list of statements, got {shown(listed)}")])
    statements = [stated(plain, name, f"$.claims.{name}[{index}]") for index, plain in enumerate(listed)]
    return [
        statement.main.item
        for statement in statements
        if statement.rank is not Rank.DEPRECATED and statement.main.item is not None
    ]


def kind_of_item(entity: Entity) -> tuple[str, OrganizationType | None] | None:
    """Give of what kind the record of an item is, by its classes; ``None``: none is in the list.

    Raises:
        InvalidDataError: if its classes are of several kinds.
    """
    found = [CLASSES[value] for value in values_of(entity, "P31") if value in CLASSES]
    kinds = {kind for kind, _ in found}
    if not kinds:
        return None
    if len(kinds) > 1:
        told = " and ".join(sorted(kinds))
        raise InvalidDataError(
            [Problem("bad-value", f"by its classes, the item is {told} at once", path="$.claims.P31")]
        )
    categories = {category for _, category in found} - {OrganizationType.OTHER}
    default = OrganizationType.OTHER if kinds == {"organization"} else None
    return kinds.pop(), categories.pop() if len(categories) == 1 else default


def label_of(plain: dict[str, Any]) -> str | None:
    """Give the name of an item: its label in English, or for all languages, or in the first language that has one."""
    untold = list[str]()  # they are told where the names are taken
    labels = {name.language: name.text for name in _named(plain, "labels", untold.append)}
    for language in (*_FIRST, *sorted(labels)):
        if language in labels:
            return labels[language]
    return None


def names_of(entity: Entity) -> tuple[tuple[Name, ...], list[Problem]]:
    """Give the labels and aliases of an item, and what is doubtful in them."""
    told = list[str]()
    found = [*_named(entity.plain, "labels", told.append), *_named(entity.plain, "aliases", told.append)]
    names = sorted(dict.fromkeys(found), key=lambda name: name.language)  # labels stay before aliases
    return tuple(names), [entity.problem(DOUBT, message) for message in told]


def _named(plain: dict[str, Any], field: str, tell: Callable[[str], object]) -> Iterator[Name]:
    for language, terms in mapping_of(plain.get(field), field).items():
        for term in terms if is_list(terms) else [terms]:
            text = mapping_of(term, field).get("value")
            if not isinstance(text, str) or not _WORDS.accepts(text) or not _LANGUAGE.accepts(language):
                tell(f"among the {field}, {shown(text)} in {shown(language)} is left out: it is no name in a language")
            else:
                yield Name(text=text, language=language)
