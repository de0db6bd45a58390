"""What has to be known of a whole file of FollowTheMoney entities before a record can be made of one."""

from collections import defaultdict
from typing import Any, Final

from recognition.errors import Problem, shown
from recognition.formats.ftm.entities import Taken, is_a
from recognition.formats.ftm.terms import MARKED, SCHEMATA, TABLE, Edge, kind_of_own, record_id
from recognition.formats.shape import Shapes

PARTS: Final = ("Occupancy", "Position", "Succession", "UnknownLink")
"""The schemata of entities that become a part of a record."""

_Part = tuple[int, dict[str, Any]]


def values_of(entity: dict[str, Any], name: str) -> list[str]:
    """Give the values of a property."""
    values: list[str] = entity.get("properties", {}).get(name, [])
    return values


class Index:
    """What has to be known of the whole file before the first record is made."""

    def __init__(self, shapes: Shapes) -> None:
        """Begin with nothing known."""
        self.shapes = shapes
        self.kinds: dict[str, str] = {}
        self.positions: dict[str, _Part] = {}
        self.occupancies: defaultdict[str, list[_Part]] = defaultdict(list)
        self.successions: defaultdict[str, list[_Part]] = defaultdict(list)
        self.links: defaultdict[str, list[_Part]] = defaultdict(list)
        self.problems: dict[int, Problem] = {}
        self.authorities: set[str] = set()
        self._parts = list[_Part]()
        self._ids = set[str]()

    def take(self, line: int, entity: dict[str, Any]) -> None:
        """Take in an entity."""
        if entity["schema"] in PARTS:
            if entity["id"] in self._ids:
                self.problems[line] = Problem("duplicate-id", f"two entities have the id {shown(entity['id'])}")
            elif entity["schema"] == "Position":
                self.positions[entity["id"]] = line, entity
            else:
                self._parts.append((line, entity))
            self._ids.add(entity["id"])
        elif (kind := kind_of(entity, self.shapes)) is not None:
            self.kinds[entity["id"]] = kind

    def resolve(self) -> None:
        """Give each part to what it belongs to."""
        used = set[str]()
        for line, entity in self._parts:
            if entity["schema"] == "UnknownLink":
                self._add(line, entity, self.links, "subject", "object")
            elif entity["schema"] == "Succession":
                self._add(line, entity, self.successions, "successor", "predecessor")
            elif self._add(line, entity, self.occupancies, "holder", "post"):
                used.update(values_of(entity, "post"))
        for line, entity in self._parts:
            if entity["schema"] == "UnknownLink" and line not in self.problems:
                self._check_link(line, entity)
        for position, (line, _) in self.positions.items():
            if position not in used:
                message = "a Position that no Occupancy names has no counterpart among the records"
                self.problems[line] = Problem("unknown-type", message, path="$.schema")

    def _add(self, line: int, entity: dict[str, Any], to: dict[str, list[_Part]], owner: str, other: str) -> bool:
        problem = self._part_problem(entity, owner, other)
        if problem is not None:
            self.problems[line] = problem
            return False
        to[values_of(entity, owner)[0]].append((line, entity))
        return True

    def _part_problem(self, entity: dict[str, Any], owner: str, other: str) -> Problem | None:
        schema = entity["schema"]
        for name in (owner, other):
            count = len(values_of(entity, name))
            if count != 1:
                message = f"a record takes one {name} of each {schema}, got {count}"
                return Problem("bad-value" if count else "missing-field", message, path=f"$.properties.{name}")
        holder, held = values_of(entity, owner)[0], values_of(entity, other)[0]
        if schema == "Succession" and any(self.kind(one) not in ("state", None) for one in (holder, held)):
            message = "a Succession of others than states has no counterpart among the records"
            return Problem("unknown-type", message, path="$.schema")
        known: dict[str, Any] = self.positions if schema == "UnknownLink" and holder in self.positions else self.kinds
        wrong = schema == "Occupancy" and self.kinds.get(holder) != "person"
        if holder not in known or wrong:
            message = f"{shown(holder)} is no entity of this file whose {schema} it could be"
            return Problem("dangling-reference", message, path=f"$.properties.{owner}")
        if schema == "Occupancy" and held not in self.positions:
            return Problem("dangling-reference", f"{shown(held)} is no Position of this file", path="$.properties.post")
        return None

    def _check_link(self, line: int, entity: dict[str, Any]) -> None:
        subject, roles = values_of(entity, "subject")[0], values_of(entity, "role")
        taken = Taken(entity)
        for name in ("subject", "object", "role"):
            taken.all(name)
        table = TABLE.get(self.kinds.get(subject, ""), {})
        told = roles[0] if len(roles) == 1 else None
        fits = told == "at" if subject in self.positions else told is not None and _is_role(told, table)
        if not fits:
            message = f"an UnknownLink of the role {shown(told)} has no counterpart among the records"
            self.problems[line] = Problem("unknown-type", message, path="$.schema")
        elif rest := taken.rest():
            message = f"a record has no place for {shown(min(rest))} of an UnknownLink"
            self.problems[line] = Problem("unknown-field", message, path="$.properties")

    def kind(self, entity: str) -> str | None:
        """Give the kind of the record for an entity, if the file or the id says it."""
        return self.kinds.get(entity) or kind_of_own(entity, self.shapes)

    def reference(self, entity: str, kind: str | None = None) -> str:
        """Give the id of the record for an entity; of one of which no kind is known, the entity's, to be refused."""
        kind = self.kind(entity) or kind
        return entity if kind is None else record_id(entity, kind)


def _is_role(role: str, table: Any) -> bool:
    """Tell whether a kind has a field of which a link can tell."""
    way = table.get(role)
    return isinstance(way, Edge) or (role == "state" and way is not None) or "participants" in table


def kind_of(entity: dict[str, Any], shapes: Shapes) -> str | None:
    """Give the kind of record that an entity becomes, if any."""
    schema = entity["schema"]
    parent = next(
        (
            name
            for name in ("Person", "Organization", "Document", "Sanction", "Event", "Territory")
            if is_a(schema, name)
        ),
        None,
    )
    told = [text.removeprefix("type: ") for text in values_of(entity, "keywords") if text.startswith("type: ")]
    for kind in MARKED:
        if [kind] == told and parent is not None and is_a(SCHEMATA[kind], parent):
            return kind
    return {"Person": "person", "Organization": "organization", "Document": "source", "Sanction": "restriction"}.get(
        parent or ""
    )
