"""FollowTheMoney: what each field of a record becomes there, what is lost, and how ids are written."""

import re
from collections.abc import Container, Mapping
from typing import Any, Final

import attrs

# --- ids -------------------------------------------------------------------------------------------------------------

FOREIGN: Final = "ftm_"
"""Begins the slug of a record that is made of an entity with an id that is not of our form."""
_CODED: Final = {".-": ".-e", "_": ".-u"}
_DECODED: Final = {"e": ".-", "u": "_", "z": ""}


def entity_id(record_id: str) -> str:
    """Give the id of the entity for a record: ``state.AFG`` for ``state:AFG``.

    An id there is of letters, digits, ``.`` and ``-``, with a letter or digit at either end. So ``_`` becomes
    ``.-u``, a ``.-`` that is there becomes ``.-e``, and ``.-z`` follows a ``.`` or ``-`` at the end.
    """
    kind, _, slug = record_id.partition(":")
    slug = re.sub(r"\.-|_", lambda found: _CODED[found[0]], slug)
    return f"{kind}.{slug}.-z" if slug[-1:] in (".", "-") else f"{kind}.{slug}"


def record_id(entity: str, kind: str) -> str:
    """Give the id of the record of a kind that an entity stands for; of a foreign id, one that bears it."""
    return _own_id(entity, kind) or f"{kind}:{FOREIGN}{entity}"


def kind_of_own(entity: str, kinds: Container[str]) -> str | None:
    """Give the kind that an entity's id names, if it is of our form."""
    kind = entity.partition(".")[0]
    return kind if kind in kinds and _own_id(entity, kind) else None


def _own_id(entity: str, kind: str) -> str | None:
    head, _, rest = entity.partition(".")
    if head != kind or not rest:
        return None
    own = f"{kind}:{re.sub(r'[.]-(.)', lambda found: _DECODED.get(found[1], found[0]), rest)}"
    return own if rest[:1].isalnum() and entity_id(own) == entity else None


# --- the table ------------------------------------------------------------------------------------------------------


@attrs.frozen
class Way:
    """How a field goes to FollowTheMoney; this one by code of its own."""

    to: tuple[str, ...]
    """The properties, or schemata of entities of their own, that it goes to; none: it is lost."""
    loss: str = ""
    """Why it is lost, or what of it can be; empty: nothing."""


@attrs.frozen
class Words(Way):
    """It goes as it is."""


@attrs.frozen
class Day(Way):
    """It goes if it is a year, month or day."""


@attrs.frozen
class Span(Way):
    """Its ends go to two properties, and a word to a third if it is still so."""

    still: str = ""
    """The word."""


@attrs.frozen
class References(Way):
    """The ids of records go as the ids of their entities."""


@attrs.frozen
class Mark(Way):
    """It goes as words that begin with the name of the field: ``move: recognition``."""


@attrs.frozen
class Edge(Way):
    """It goes as an entity that links two others, with the name of the field as the role."""


RECORDED: Final = "first_seen"
"""What stands beside the properties of an entity, and says since when it has been in the data."""
TOO_LONG: Final = "it is longer than FollowTheMoney takes it"
"""Why what otherwise goes as it is may be lost: a term, a key or an id can be too long."""
_CLEANED: Final = "spaces, quotes and characters that are normalised; a text that is too long"
_GONE: Final = "a record that is itself not exported"
_TWICE: Final = "that one is named twice"
_DATED: Final = "a date that is not a year, month or day from 1000 to 2999, without marks"
_SPANNED: Final = "an end that is not such a date; that it has no start, rather than an unknown one"


def _words(to: str) -> Way:
    return Words((to,), _CLEANED)


def _day(to: str) -> Way:
    return Day((to,), _DATED)


def _mark(to: str = "keywords", loss: str = "") -> Way:
    return Mark((to,), loss)


def _lost(why: str) -> Way:
    return Way((), why)


def _way(*to: str, loss: str = "") -> Way:
    return Way(to, loss)


_LINK: Final = Edge(("UnknownLink",))
_ENTITY_SPAN: Final = Span(("incorporationDate", "dissolutionDate", "status"), _SPANNED, still="active")
_NO_ORDER: Final = _lost("FollowTheMoney orders by dates alone")
_NO_PASSAGE: Final = _lost("FollowTheMoney names documents, and no passages in them")
_NO_LANGUAGE: Final = _lost("FollowTheMoney has names without language and time")

_SHARED: Final[dict[str, Way]] = {
    "occurrence": _mark(),
    "rank": _mark(),
    "rank_reason": _lost("FollowTheMoney gives no reasons for a rank"),
    "after": _NO_ORDER,
    "before": _NO_ORDER,
    "recorded": _day(RECORDED),
    "supersedes": _lost("FollowTheMoney keeps no record of corrections"),
    "note": _words("notes"),
    "citations": _way("proof", loss=_TWICE),
    "citations.source": _way("proof"),
    "citations.start": _NO_PASSAGE,
    "citations.end": _NO_PASSAGE,
    "citations.digest": _NO_PASSAGE,
    "citations.quote": _NO_PASSAGE,
    "citations.locator": _NO_PASSAGE,
    "citations.via": _lost("FollowTheMoney has no chain of speakers"),
}
_ON_INTERVALS: Final[dict[str, Way]] = {
    "occurrence": _mark("summary"),
    "rank": _mark("summary"),
    "note": _words("description"),
}
_ID: Final[dict[str, Way]] = {"id": _way("id")}
_NAMED: Final[dict[str, Way]] = _ID | {
    "name": Words(("name",), _CLEANED + "; the id stands in for a name of which nothing is left"),
    "names": _way("alias", loss=_CLEANED),
    "names.text": _way("alias"),
    "names.language": _NO_LANGUAGE,
    "names.period": _NO_LANGUAGE,
    "codes": _way("wikidataId", loss="FollowTheMoney has no place for other systems"),
    "codes.system": _way("wikidataId"),
    "codes.value": _way("wikidataId"),
    "codes.period": _lost("FollowTheMoney has the codes of today"),
}
_PARTICIPANTS: Final[dict[str, Way]] = {
    "participants": _way("UnknownLink"),
    "participants.role": _way("UnknownLink"),
    "participants.who": _way("UnknownLink"),
}


def _coded(to: str) -> dict[str, Way]:
    loss = "FollowTheMoney has no place for other systems, and for codes of another time or that it does not know"
    return {
        "codes": _way("wikidataId", to, loss=loss),
        "codes.system": _way("wikidataId", to),
        "codes.value": _way("wikidataId", to),
    }


TABLE: Final[Mapping[str, Mapping[str, Way]]] = {
    "diplomatic": _ID
    | {
        "move": _mark(),
        "parties": _way("involved"),
        "sender": _way("organizer"),
        "receiver": _way("involved"),
        "envoy": _way("involved"),
        "level": _mark(),
        "non_resident": _mark(),
        "date": _day("date"),
        "effective": _day("startDate"),
    }
    | _PARTICIPANTS
    | _SHARED,
    "event": _ID
    | {
        "change": _mark(),
        "state": _way("involved", "UnknownLink"),
        "by": References(("organizer",), _TWICE),
        "date": _day("date"),
    }
    | _SHARED,
    "government": _NAMED
    | {
        "state": _LINK,
        "status": Words(("classification",)),
        "party": _LINK,
        "control": _lost("FollowTheMoney has one span of time for an organization, that of its existence"),
        "existence": _ENTITY_SPAN,
    }
    | _SHARED,
    "organization": _NAMED | {"category": Words(("legalForm",)), "part_of": _LINK, "existence": _ENTITY_SPAN} | _SHARED,
    "person": _NAMED
    | {
        "tenures": _way("Position", "Occupancy", loss="an office of whose words nothing is left"),
        "tenures.office": _way("Position", loss=_CLEANED),
        "tenures.of": _way("Position", loss="FollowTheMoney has positions of organizations, not of persons"),
        "tenures.at": _way("UnknownLink"),
        "tenures.period": Span(("startDate", "endDate", "status"), _SPANNED, still="current"),
    }
    | _SHARED,
    "recognition": _ID
    | {
        "actor": References(("organizer",)),
        "target": References(("involved",)),
        "capacity": _mark(),
        "move": _mark(),
        "concerning": _LINK,
        "date": _day("date"),
        "effective": _day("startDate"),
        "degree": _mark(),
        "mode": _mark(),
        "form": _mark(),
        "sole": _mark(),
        "conditions": _mark("description", _CLEANED),
        "vote": _lost("FollowTheMoney counts no votes"),
        "collective": _mark(),
        "implied_by": Edge(("UnknownLink",), _GONE),
    }
    | _PARTICIPANTS
    | _SHARED,
    "restriction": _ID
    | {
        "imposer": Mark(("summary", "authority")),
        "targets": References(("entity",), _TWICE),
        "groups": _lost("FollowTheMoney sanctions entities, not groups of people"),
        "domain": _mark("provisions"),
        "measure": _mark("provisions"),
        "extent": _mark("provisions", _CLEANED),
        "regime": _words("program"),
        "period": Span(("startDate", "endDate", "status"), _SPANNED, still="active"),
        "ending": Words(("status",)),
        "ended_by": _mark("summary"),
        "part_of": Mark(("summary",), _GONE),
    }
    | _SHARED
    | _ON_INTERVALS,
    "source": _ID
    | {
        "title": Words(("title",), _CLEANED + "; the id stands in for a title of which nothing is left"),
        "publisher": _words("publisher"),
        "published": _day("publishedAt"),
        "retrieved": _day("retrievedAt"),
        "url": Words(("sourceUrl",), "a URL is normalised; one without a host has no place"),
        "language": _way("language", loss="a language that FollowTheMoney does not have, or a region or script"),
        "sha256": _lost("FollowTheMoney has SHA-1 digests alone"),
        "length": _lost("FollowTheMoney has the size in bytes, not in characters"),
    }
    | _SHARED,
    "state": _NAMED
    | _coded("country")
    | {
        "existence": _ENTITY_SPAN,
        "memberships": _lost("FollowTheMoney has members of organizations on record, not of lists"),
        "succeeds": _way("Succession"),
        "succeeds.state": _way("Succession"),
        "succeeds.manner": _way("Succession"),
    }
    | _SHARED,
    "territory": _NAMED | _coded("territoryCode") | {"claimed_by": _LINK} | _SHARED,
}
"""By kind of record and path of a field, how it goes; a path within a lost field is lost with it."""

UNTOLD: Final[Mapping[str, str]] = {"statement": "FollowTheMoney has no schema for utterances"}
"""The kinds of record that are not exported at all, and why."""

SCHEMATA: Final[Mapping[str, str]] = {
    "diplomatic": "Event",
    "event": "Event",
    "government": "PublicBody",
    "organization": "Organization",
    "person": "Person",
    "recognition": "Event",
    "restriction": "Sanction",
    "source": "Document",
    "state": "PublicBody",
    "territory": "Territory",
}
"""The schema of the entity for a record of each kind."""
PUBLIC_BODIES: Final = frozenset({"ministry", "court", "legislature", "armed-force"})
"""The categories of organisation that are a ``PublicBody``."""
MARKED: Final = frozenset({"diplomatic", "event", "government", "recognition", "state", "territory"})
"""The kinds that share a schema with others, and so are told by the keyword ``type: …``."""
TOLD_BY: Final[Mapping[str, str]] = {"diplomatic": "move", "event": "change", "recognition": "move"}
"""The field of an act that begins the name of its event."""
SANCTIONS: Final = frozenset({"proscription", "asset-freeze", "travel-ban", "arms-embargo", "trade", "finance"})
"""The domains in which a restriction of somebody on record is a ``Sanction``."""
LISTING: Final = "listing"
"""The measure that is a ``Sanction`` in every domain."""
NO_SANCTION: Final = "FollowTheMoney has listings and sanctions of entities, and no other limits"

PROPERTY: Final = "ftm:"
"""Begins the name of the field in which a foreign property is kept for which no record has a place."""
CONTEXT: Final = "ftm-context:"
"""The same of what stands beside the properties, and of a schema that is not the one of :data:`SCHEMATA`."""


def is_sanction(plain: Mapping[str, Any]) -> bool:
    """Tell whether a restriction is what FollowTheMoney calls a sanction."""
    return bool(plain.get("targets")) and (plain["domain"] in SANCTIONS or plain["measure"] == LISTING)


def schema_of(plain: Mapping[str, Any]) -> str:
    """Give the schema of the entity for a record."""
    kind = plain["type"]
    return "PublicBody" if kind == "organization" and plain["category"] in PUBLIC_BODIES else SCHEMATA[kind]
