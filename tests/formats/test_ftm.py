"""FollowTheMoney: what goes there is what its own package takes, what comes back is the same, and no loss is silent."""

import gzip
import hashlib
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import recognition
from recognition import InvalidDataError, Problem
from recognition.convert.shapes import shapes
from recognition.convert.structure import structure_record
from recognition.errors import PROBLEM_CODES
from recognition.formats.contract import Unreadable
from recognition.formats.inputs import Input
from recognition.formats.outputs import memory
from recognition.formats.shape import ValueShape
from recognition.model.registry import RECORD_CLASSES
from recognition.model.shape import plain_of
from recognition.model.text import KINDS, SLUG
from recognition.model.vocabulary import Domain, Match, Measure, OrganizationType, Participation
from recognition.strategies import datasets

pytest.importorskip("followthemoney")

from click.testing import CliRunner
from followthemoney import model
from followthemoney.cli.cli import cli as ftm_cli
from followthemoney.types import registry

from recognition.formats.ftm import stream as ftm
from recognition.formats.ftm import terms as ftm_terms
from recognition.formats.ftm.export import NOT_EXPORTED
from recognition.formats.ftm.reading import PUBLIC_BODY, UNDETERMINED
from recognition.formats.ftm.terms import NO_SANCTION, SCHEMATA, TABLE, UNTOLD, Edge, entity_id, record_id

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "reference" / "followthemoney.md"
FILES: Final = [
    ROOT / "tests" / "golden" / "valid" / "everything.json",
    ROOT / "seeds" / "russia-taliban-recognition.yaml",
    *sorted(path for path in (ROOT / "seeds" / "casebook").glob("*.yaml") if ".questions" not in path.name),
]
Plain = dict[str, Any]


def written(records: Iterable[Plain]) -> tuple[bytes, list[Problem]]:
    """Give what is written of plain records, and what is told of the losses."""
    target, stream = memory()
    problems = ftm.write(iter(records), target, shapes(), 1)
    return stream.getvalue(), list(problems)


def entities_of(data: bytes) -> dict[str, Plain]:
    """Give the entities of a file by id; none is there twice."""
    found = [json.loads(line) for line in data.splitlines()]
    by_id = {entity["id"]: entity for entity in found}
    assert len(by_id) == len(found)
    return by_id


def given_back(data: bytes) -> list[Any]:
    """Give what is read of a file, records that cannot be made included."""
    return [plain for batch in ftm.read(Input(data), shapes()).batches for plain in batch.plain()]


def record_of(*lines: Plain) -> Plain:
    """Give the one record that a file of these entities makes."""
    (plain,) = given_back(file_of(*lines))
    assert not isinstance(plain, Unreadable), plain.problems
    found: Plain = plain
    return found


def file_of(*entities: Plain) -> bytes:
    """Give a file of entities."""
    return b"".join(json.dumps(entity).encode() + b"\n" for entity in entities)


def entity(id: str, schema: str, **properties: list[str]) -> Plain:  # noqa: A002 - the word there
    """Give an entity as it stands in a file."""
    return {"id": id, "schema": schema, "properties": properties}


def plain_file(path: Path) -> list[Plain]:
    """Give the records of a file as plain data."""
    return [plain_of(record) for record in recognition.load(path)]


def refused(*lines: Plain | bytes) -> list[tuple[str, str, int | None]]:
    """Give the code, path and line of each problem for which a file is refused."""
    data = b"".join(line if isinstance(line, bytes) else file_of(line) for line in lines)
    with pytest.raises(InvalidDataError) as caught:
        recognition.loads(data, format="ftm")
    return [(problem.code, problem.path, problem.line) for problem in caught.value.problems]


# --- the table ------------------------------------------------------------------------------------------------------


def paths_of(shape: ValueShape, kind: str, before: str = "") -> Iterable[str]:
    """Give the paths of all fields, but of those in a value that is lost as a whole."""
    for field in shape.fields:
        path = before + field.name
        yield path
        way = TABLE[kind].get(path)
        if field.value is not None and (way is None or way.to):
            yield from paths_of(field.value, kind, f"{path}.")


@pytest.mark.parametrize("kind", list(RECORD_CLASSES))
def test_every_field_of_every_class_is_decided_on(kind: str) -> None:
    """A field is in the table, as one that goes to properties or as one that is lost and why; and no other is."""
    if kind in UNTOLD:
        assert kind not in TABLE
        return
    assert set(TABLE[kind]) == set(paths_of(shapes()[kind], kind))
    assert all(way.to or way.loss for way in TABLE[kind].values())


def test_every_kind_is_exported_or_said_not_to_be() -> None:
    """A kind has a schema and a table, or a reason why it has none."""
    assert set(SCHEMATA) == set(TABLE) == set(RECORD_CLASSES) - set(UNTOLD)
    assert all(UNTOLD.values())


@pytest.mark.parametrize("kind", list(SCHEMATA))
def test_the_properties_of_the_table_are_those_of_the_model(kind: str) -> None:
    """Each property that the table names is one of the schema, and each schema is one of the model."""
    beside = {"id", "first_seen"}
    own = set(model[SCHEMATA[kind]].properties) | set(model.schemata) | beside
    ours = {path: way for path, way in TABLE[kind].items() if not path.startswith("tenures.")}
    assert {to for way in ours.values() for to in way.to} <= own
    if kind == "person":
        assert set(TABLE[kind]["tenures.period"].to) <= set(model["Occupancy"].properties)


def test_the_words_of_the_table_are_those_of_the_vocabularies() -> None:
    """Public bodies and sanctions are the terms that the vocabularies align with these schemata."""

    def aligned(vocabulary: Any, code: str) -> set[str]:
        return {
            str(term) for term in vocabulary if code in [one.code for one in term.alignments if one.scheme == "ftm"]
        }

    assert aligned(OrganizationType, "PublicBody") == ftm_terms.PUBLIC_BODIES
    assert aligned(Domain, "Sanction") == ftm_terms.SANCTIONS
    assert aligned(Measure, "Sanction") == {ftm_terms.LISTING}
    closest = [
        str(term)
        for term in OrganizationType
        if any(one.scheme == "ftm" and one.match is Match.CLOSE for one in term.alignments)
    ]
    assert closest == [PUBLIC_BODY]


def test_roles_of_links_can_be_told_apart() -> None:
    """No part in an act has the name of a field that a link tells of."""
    edges = {path for table in TABLE.values() for path, way in table.items() if isinstance(way, Edge)}
    assert not edges & {str(term) for term in Participation}


def test_the_code_of_a_loss_is_a_note() -> None:
    """A loss is told as a note of its own code."""
    assert PROBLEM_CODES[NOT_EXPORTED].severity == "note"


# --- ids ------------------------------------------------------------------------------------------------------------


@given(kind=st.sampled_from(KINDS), slug=st.from_regex(SLUG, fullmatch=True) | st.text("a.-_euz", min_size=1))
@example(kind="state", slug="a.-u")
@example(kind="state", slug="a..-_.-")
def test_an_id_comes_back(kind: str, slug: str) -> None:
    """Each id becomes one that FollowTheMoney takes, and that leads back to it."""
    own = f"{kind}:a{slug}"
    assert registry.entity.clean(entity_id(own)) == entity_id(own)
    assert record_id(entity_id(own), kind) == own


@given(one=st.text("ab.-_u", min_size=1), other=st.text("ab.-_u", min_size=1))
def test_different_ids_stay_different(one: str, other: str) -> None:
    """Two ids never become one, there or back."""
    assert (entity_id(f"state:a{one}") == entity_id(f"state:a{other}")) == (one == other)
    foreign = [f"a{text}b".replace("_", "") for text in (one, other)]
    assert (record_id(foreign[0], "person") == record_id(foreign[1], "person")) == (foreign[0] == foreign[1])


@pytest.mark.parametrize(
    ("record", "there"),
    [
        ("state:AFG", "state.AFG"),
        ("government:AFG.taliban-2021", "government.AFG.taliban-2021"),
        ("event:a_b", "event.a.-ub"),
        ("event:a.-b", "event.a.-eb"),
        ("event:a.", "event.a..-z"),
        ("event:a-", "event.a-.-z"),
        ("person:ftm_NK-1", "person.ftm.-uNK-1"),
    ],
)
def test_ids_are_readable(record: str, there: str) -> None:
    """The usual ids change in their colon only."""
    assert entity_id(record) == there
    assert record_id(there, record.partition(":")[0]) == record


@pytest.mark.parametrize("foreign", ["Q7747", "NK-a.b", "state.AFG", "person", "person.a.-xb", "person.-ea"])
def test_foreign_ids_are_kept_whole(foreign: str) -> None:
    """An id that is not of our form, or of another kind, stands as it is behind a mark that no such id can have."""
    assert record_id(foreign, "person") == f"person:ftm_{foreign}"


# --- what is written ------------------------------------------------------------------------------------------------


def check_entities(data: bytes) -> None:
    """Check with the real package that every value is taken as it stands, and that links lead to what they may."""
    found = entities_of(data)
    for told in found.values():
        proxy = model.get_proxy(told, cleaned=False)
        proxy.schema.validate(told)  # type: ignore[arg-type]  # a plain dict is what it takes
        assert proxy.id == told["id"]
        assert registry.entity.clean(proxy.id) == proxy.id
        assert proxy.to_dict()["properties"] == told["properties"]
        assert not proxy.schema.abstract
        assert set(proxy.schema.required) - {"fileName"} <= set(told["properties"])
        for name, values in told["properties"].items():
            prop = proxy.schema.properties[name]
            assert not prop.stub
            assert not prop.deprecated
            assert all(len(value) <= prop.max_length for value in values if prop.type.name != "entity")
            if prop.range is not None:
                others = [model[found[value]["schema"]] for value in values if value in found]
                assert all(other.is_a(prop.range) for other in others)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_real_package_takes_all_that_is_written(path: Path) -> None:
    """Each entity is of the model, no value is dropped or altered, and every link leads to an entity in the file."""
    data, _ = written(plain_file(path))
    check_entities(data)
    found = entities_of(data)
    for told in found.values():
        properties = model[told["schema"]].properties
        linked = {one for name, values in told["properties"].items() if properties[name].range for one in values}
        assert linked <= set(found), told


@pytest.mark.parametrize("command", ["validate", "pretty"])
def test_the_real_command_takes_what_is_written(command: str, tmp_path: Path) -> None:
    """``ftm validate`` and ``ftm pretty`` give the same entities, none of their properties changed."""
    data, _ = written(plain_file(FILES[0]))
    path = tmp_path / "x.ftm.json"
    path.write_bytes(data)
    result = CliRunner().invoke(ftm_cli, [command, "-i", str(path)])
    assert result.exit_code == 0, result.output
    decoder, text, told = json.JSONDecoder(), result.stdout.strip(), dict[str, Any]()
    while text:
        one, end = decoder.raw_decode(text)
        told[one["id"]] = one
        text = text[end:].strip()
    expected = entities_of(data)
    assert told.keys() == expected.keys()
    for key, one in expected.items():
        assert (told[key]["schema"], told[key]["properties"]) == (one["schema"], one["properties"])


def test_what_ftm_validate_makes_of_it_is_read_as_before(tmp_path: Path) -> None:
    """The empty lists that the tools put beside the properties add nothing."""
    data, _ = written(plain_file(FILES[0]))
    source, target = tmp_path / "a.ftm.json", tmp_path / "b.ftm.json"
    source.write_bytes(data)
    assert CliRunner().invoke(ftm_cli, ["validate", "-i", str(source), "-o", str(target)]).exit_code == 0
    assert target.read_bytes() != data
    assert given_back(target.read_bytes()) == given_back(data)


SAMPLE: Final[list[tuple[Plain, list[Plain], Plain]]] = [
    (
        {
            "type": "state",
            "id": "state:XA",
            "name": "Ruritania",
            "names": [{"text": "Ruritanien", "language": "de"}],
            "codes": [
                {"system": "iso2", "value": "AF"},
                {"system": "wikidata", "value": "Q889"},
                {"system": "iso3", "value": "AFG"},
            ],
            "existence": "1919-08-08/..",
            "succeeds": [{"state": "state:old", "manner": "secession"}],
            "recorded": "2025-07-04",
        },
        [
            {
                **entity(
                    "state.XA",
                    "PublicBody",
                    alias=["Ruritanien"],
                    country=["af"],
                    incorporationDate=["1919-08-08"],
                    keywords=["type: state"],
                    name=["Ruritania"],
                    status=["active"],
                    wikidataId=["Q889"],
                ),
                "first_seen": "2025-07-04",
            },
            entity(
                "succession.state.XA.1",
                "Succession",
                predecessor=["state.old"],
                role=["secession"],
                successor=["state.XA"],
            ),
        ],
        {
            "names": [{"text": "Ruritanien", "language": "und"}],
            "codes": [{"system": "wikidata", "value": "Q889"}, {"system": "iso2", "value": "AF"}],
        },
    ),
    (
        {
            "type": "government",
            "id": "government:XA.2021",
            "name": "Council",
            "state": "state:XA",
            "status": "in-exile",
            "party": "organization:party",
            "control": "1996/2001",
            "existence": "1996-09/2001",
        },
        [
            entity(
                "government.XA.2021",
                "PublicBody",
                classification=["in-exile"],
                dissolutionDate=["2001"],
                incorporationDate=["1996-09"],
                keywords=["type: government"],
                name=["Council"],
            ),
            entity(
                "link.government.XA.2021.1",
                "UnknownLink",
                object=["state.XA"],
                role=["state"],
                subject=["government.XA.2021"],
            ),
            entity(
                "link.government.XA.2021.2",
                "UnknownLink",
                object=["organization.party"],
                role=["party"],
                subject=["government.XA.2021"],
            ),
        ],
        {"control": None},
    ),
    (
        {
            "type": "organization",
            "id": "organization:court",
            "name": "Court",
            "category": "court",
            "existence": "/1999",
        },
        [entity("organization.court", "PublicBody", dissolutionDate=["1999"], legalForm=["court"], name=["Court"])],
        {},
    ),
    (
        {
            "type": "organization",
            "id": "organization:un",
            "name": "UN",
            "category": "intergovernmental",
            "rank": "deprecated",
        },
        [
            entity(
                "organization.un",
                "Organization",
                keywords=["rank: deprecated"],
                legalForm=["intergovernmental"],
                name=["UN"],
            )
        ],
        {},
    ),
    (
        {
            "type": "territory",
            "id": "territory:heights",
            "name": "Heights",
            "codes": [{"system": "iso2", "value": "EH"}],
            "claimed_by": ["state:XA", "state:XB"],
        },
        [
            entity(
                "territory.heights", "Territory", keywords=["type: territory"], name=["Heights"], territoryCode=["eh"]
            ),
            *(
                entity(
                    f"link.territory.heights.{number}",
                    "UnknownLink",
                    object=[f"state.{state}"],
                    role=["claimed_by"],
                    subject=["territory.heights"],
                )
                for number, state in ((1, "XA"), (2, "XB"))
            ),
        ],
        {},
    ),
    (
        {
            "type": "person",
            "id": "person:a_b",
            "name": "A B",
            "tenures": [
                {"office": "ambassador", "of": "state:XA", "at": "state:XB", "period": "2020-01/.."},
                {"office": "aide", "of": "person:c", "period": "2019~/2020"},
            ],
        },
        [
            entity("person.a.-ub", "Person", name=["A B"]),
            entity("position.1", "Position", name=["ambassador"], organization=["state.XA"]),
            entity("link.position.1.1", "UnknownLink", object=["state.XB"], role=["at"], subject=["position.1"]),
            entity(
                "occupancy.person.a.-ub.1",
                "Occupancy",
                holder=["person.a.-ub"],
                post=["position.1"],
                startDate=["2020-01"],
                status=["current"],
            ),
            entity("position.2", "Position", name=["aide"]),
            entity(
                "occupancy.person.a.-ub.2",
                "Occupancy",
                endDate=["2020"],
                holder=["person.a.-ub"],
                post=["position.2"],
            ),
        ],
        {
            "tenures": [
                {"office": "ambassador", "of": "state:XA", "at": "state:XB", "period": "2020-01/.."},
                {"office": "aide", "period": "/2020"},
            ],
        },
    ),
    (
        {
            "type": "recognition",
            "id": "recognition:XA-XB",
            "actor": "state:XA",
            "target": "state:XB",
            "capacity": "title",
            "move": "recognition",
            "concerning": "territory:heights",
            "date": "2020-12-10",
            "effective": "2021",
            "degree": "de-jure",
            "mode": "express",
            "form": "declaration",
            "sole": True,
            "conditions": ["Only the south."],
            "participants": [{"role": "announced-by", "who": "person:a_b"}],
            "vote": {"favour": 3, "against": 1},
            "collective": "joint",
            "occurrence": "act-2020",
            "after": ["event:fall"],
            "note": "Seen twice.",
            "citations": [{"source": "source:page", "locator": "p. 1"}],
        },
        [
            entity(
                "recognition.XA-XB",
                "Event",
                date=["2020-12-10"],
                description=["conditions: Only the south."],
                involved=["state.XB"],
                keywords=[
                    "type: recognition",
                    "capacity: title",
                    "move: recognition",
                    "degree: de-jure",
                    "mode: express",
                    "form: declaration",
                    "sole: true",
                    "collective: joint",
                    "occurrence: act-2020",
                ],
                location=["Heights"],
                name=["recognition: Ruritania, state:XB"],
                notes=["Seen twice."],
                organizer=["state.XA"],
                proof=["source.page"],
                startDate=["2021"],
            ),
            entity(
                "link.recognition.XA-XB.1",
                "UnknownLink",
                object=["territory.heights"],
                role=["concerning"],
                subject=["recognition.XA-XB"],
            ),
            entity(
                "link.recognition.XA-XB.2",
                "UnknownLink",
                object=["person.a.-ub"],
                role=["announced-by"],
                subject=["recognition.XA-XB"],
            ),
        ],
        {"vote": None, "after": None, "sole": "true", "citations": [{"source": "source:page"}]},
    ),
    (
        {
            "type": "diplomatic",
            "id": "diplomatic:letter",
            "move": "letter-presented",
            "sender": "state:XA",
            "receiver": "state:XB",
            "envoy": "person:a_b",
            "level": "ambassador",
            "non_resident": True,
            "date": "2021?",
        },
        [
            entity(
                "diplomatic.letter",
                "Event",
                involved=["state.XB", "person.a.-ub"],
                keywords=["type: diplomatic", "move: letter-presented", "level: ambassador", "non_resident: true"],
                name=["letter-presented: Ruritania, state:XB"],
                organizer=["state.XA"],
            )
        ],
        {"non_resident": "true", "date": None},
    ),
    (
        {"type": "diplomatic", "id": "diplomatic:talks", "move": "talks", "parties": ["state:XB", "state:XA"]},
        [
            entity(
                "diplomatic.talks",
                "Event",
                involved=["state.XB", "state.XA"],
                keywords=["type: diplomatic", "move: talks"],
                name=["talks: state:XB, Ruritania"],
            )
        ],
        {},
    ),
    (
        {
            "type": "event",
            "id": "event:fall",
            "change": "occupation",
            "state": "territory:heights",
            "by": ["organization:un", "person:a_b"],
            "date": "1967-06",
        },
        [
            entity(
                "event.fall",
                "Event",
                date=["1967-06"],
                keywords=["type: event", "change: occupation"],
                location=["Heights"],
                name=["occupation: Heights"],
                organizer=["organization.un", "person.a.-ub"],
            ),
            entity(
                "link.event.fall.1",
                "UnknownLink",
                object=["territory.heights"],
                role=["state"],
                subject=["event.fall"],
            ),
        ],
        {},
    ),
    (
        {
            "type": "restriction",
            "id": "restriction:freeze",
            "imposer": "organization:un",
            "targets": ["organization:party", "person:a_b"],
            "groups": ["ministers"],
            "domain": "asset-freeze",
            "measure": "limit",
            "extent": "most funds",
            "regime": "1267",
            "period": "1999-10-15/",
            "ending": "replaced",
            "ended_by": "organization:un",
            "part_of": "restriction:whole",
            "note": "See the list.",
        },
        [
            entity(
                "restriction.freeze",
                "Sanction",
                authority=["UN"],
                description=["See the list."],
                entity=["organization.party", "person.a.-ub"],
                program=["1267"],
                provisions=["domain: asset-freeze", "measure: limit", "extent: most funds"],
                startDate=["1999-10-15"],
                status=["replaced"],
                summary=["imposer: organization:un", "ended_by: organization:un", "part_of: restriction:whole"],
            )
        ],
        {"groups": None},
    ),
    (
        {
            "type": "source",
            "id": "source:page",
            "title": "A page",
            "publisher": "A paper",
            "published": "2025-07",
            "retrieved": "2025-07-05",
            "url": "https://example.org/a?b#c",
            "language": "fa",
            "sha256": "0" * 64,
            "length": 12,
        },
        [
            entity(
                "source.page",
                "Document",
                language=["fas"],
                publishedAt=["2025-07"],
                publisher=["A paper"],
                retrievedAt=["2025-07-05"],
                sourceUrl=["https://example.org/a?b#c"],
                title=["A page"],
            )
        ],
        {"sha256": None, "length": None},
    ),
]
"""Records, the entities of each, and what comes back otherwise (``None``: not at all), all written by hand; positions
have numbers here."""
RECORDS: Final = [plain for plain, _, _ in SAMPLE]
BACK: Final = {
    plain["id"]: {name: held for name, held in {**plain, **other}.items() if held is not None}
    for plain, _, other in SAMPLE
}


def numbered(data: bytes) -> list[Plain]:
    """Give the entities of a file, with numbers in place of the digests of positions."""
    text = data.decode()
    for number, told in enumerate((one for one in entities_of(data).values() if one["schema"] == "Position"), 1):
        text = text.replace(told["id"], f"position.{number}")
    return [json.loads(line) for line in text.splitlines()]


def test_each_record_becomes_the_entities_that_are_expected() -> None:
    """What is written is what was written down by hand; what is done comes behind those who do it."""
    data, _ = written(RECORDS)
    acts = ("diplomatic", "event", "recognition", "restriction")
    first = [one for plain, told, _ in SAMPLE if plain["type"] not in acts for one in told]
    assert numbered(data) == first + [one for plain, told, _ in SAMPLE if plain["type"] in acts for one in told]
    check_entities(data)


def test_each_record_comes_back_as_is_expected() -> None:
    """What is read is what was written down by hand, and nothing beside it."""
    data, _ = written(RECORDS)
    assert {plain["id"]: plain for plain in given_back(data)} == BACK


def test_those_who_hold_one_office_share_the_position() -> None:
    """A position and its link are written once, for one who holds it twice and for another; the tenures come back."""
    office = {"office": "ambassador", "of": "state:XA", "at": "state:XB"}
    first = {"type": "person", "id": "person:a", "name": "A", "tenures": [{**office, "period": "2001/2002"}, office]}
    second = {"type": "person", "id": "person:b", "name": "B", "tenures": [office]}
    data, problems = written([first, second])
    schemata = [told["schema"] for told in entities_of(data).values()]
    assert sorted(schemata) == [*["Occupancy"] * 3, *["Person"] * 2, "Position", "UnknownLink"]
    assert given_back(data) == [first, second]
    assert not problems


def test_the_order_of_entities_is_of_no_moment() -> None:
    """A file whose lines come in another order makes the same records."""
    data, _ = written(RECORDS)
    found = {plain["id"]: plain for plain in given_back(b"".join(reversed(data.splitlines(keepends=True))))}
    for plain in found.values():  # lists whose items are entities of their own come in the order of the file
        for name in ("claimed_by", "tenures"):
            plain.get(name, []).reverse()
    assert found == BACK


# --- what is lost ---------------------------------------------------------------------------------------------------


def test_losses_are_told_once_a_field_with_the_number_of_records() -> None:
    """A loss is one note for a field of a kind, in the order of the kinds and of their fields, a whole kind first."""
    statement = {"type": "statement", "force": "assert", "gist": "it is so"}
    ban = {"type": "restriction", "imposer": "state:XA", "groups": ["girls"], "domain": "education", "measure": "ban"}
    source = {"type": "source", "title": "A page", "length": 3, "published": "202X"}
    state = {"type": "state", "name": "A", "names": [{"text": "B", "language": "en"}]}
    _, problems = written(
        [
            {"id": "restriction:a", **ban, "targets": ["organization:a"]},
            {"id": "restriction:b", **ban},
            {"id": "source:a", **source},
            {"id": "source:b", **source, "sha256": "0" * 64},
            {"id": "source:c", **source, "published": "2020"},
            {"id": "state:a", **state, "codes": [{"system": "iso2", "value": "UK"}]},
            {"id": "statement:a", **statement},
        ]
    )
    assert {problem.code for problem in problems} == {NOT_EXPORTED}
    dated = "a date that is not a year, month or day from 1000 to 2999, without marks"
    sized = "FollowTheMoney has the size in bytes, not in characters"
    named = "FollowTheMoney has names without language and time"
    coded = "FollowTheMoney has no place for other systems, and for codes of another time or that it does not know"
    assert [(problem.path, problem.message) for problem in problems] == [
        (
            "$",
            f"2 records of kind restriction are not exported: {NO_SANCTION}",
        ),
        ("$.records[*].published", f"of 2 records of kind source, published is not exported, or not as it is: {dated}"),
        (
            "$.records[*].sha256",
            "of 1 record of kind source, sha256 is not exported: FollowTheMoney has SHA-1 digests alone",
        ),
        (
            "$.records[*].length",
            f"of 3 records of kind source, length is not exported: {sized}",
        ),
        (
            "$.records[*].names[*].language",
            f"of 1 record of kind state, names.language is not exported: {named}",
        ),
        ("$.records[*].codes[*]", f"of 1 record of kind state, codes is not exported, or not as it is: {coded}"),
        ("$", "1 record of kind statement is not exported: FollowTheMoney has no schema for utterances"),
    ]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("2025", "2025"),
        ("2025-07", "2025-07"),
        ("2025-07-03", "2025-07-03"),
        ("1000", "1000"),
        ("0999", None),
        ("3000-01-01", None),
        ("2025?", None),
        ("2025-07-03~", None),
        ("2025%", None),
        ("202X", None),
        ("2025-XX", None),
        ("2025-07-XX", None),
        ("2025-21", None),
        ("[2025..2026]", None),
        ("[2025-07-03..]", None),
    ],
)
def test_a_date_goes_as_it_is_or_not_at_all(text: str, there: str | None) -> None:
    """A year, month or day goes; what would have to be guessed at does not, and is told of."""
    data, problems = written([{"type": "source", "id": "source:a", "title": "A", "published": text, "recorded": text}])
    told = entities_of(data)["source.a"]
    assert told["properties"].get("publishedAt") == ([there] if there else None)
    assert told.get("first_seen") == there
    paths = [] if there else ["$.records[*].published", "$.records[*].recorded"]
    assert [problem.path for problem in problems] == paths


@pytest.mark.parametrize(
    ("text", "there", "back"),
    [
        ("2020/2021-05", {"startDate": ["2020"], "endDate": ["2021-05"]}, "2020/2021-05"),
        ("2020/..", {"startDate": ["2020"], "status": ["current"]}, "2020/.."),
        ("2020/", {"startDate": ["2020"]}, "2020/"),
        ("/2021", {"endDate": ["2021"]}, "/2021"),
        ("/..", {"status": ["current"]}, "/.."),
        ("../2021", {"endDate": ["2021"]}, "/2021"),
        ("2020~/2021", {"endDate": ["2021"]}, "/2021"),
        ("2020/202X", {"startDate": ["2020"]}, "2020/"),
        ("2020?/", {}, None),
    ],
)
def test_a_period_goes_as_far_as_its_ends_are_dates(text: str, there: Plain, back: str | None) -> None:
    """That it is still so is kept apart from that nobody says; an end that cannot go is unknown, and told of."""
    person = {"type": "person", "id": "person:a", "name": "A", "tenures": [{"office": "head", "period": text}]}
    data, problems = written([person])
    occupancy = entities_of(data)["occupancy.person.a.1"]["properties"]
    assert {name: held for name, held in occupancy.items() if name not in ("holder", "post")} == there
    (plain,) = given_back(data)
    assert plain["tenures"][0].get("period") == back
    assert [problem.path for problem in problems] == ([] if text == back else ["$.records[*].tenures[*].period"])


@pytest.mark.parametrize(
    ("code", "there"),
    [
        ({"value": "AF"}, ["af"]),
        ({"value": "XK"}, ["xk"]),
        ({"value": "NA", "period": "1990/.."}, ["na"]),
        ({"value": "af"}, None),
        ({"value": "CS", "period": "1974/1993"}, None),
        ({"value": "CS"}, None),
        ({"value": "UK"}, None),
        ({"value": "SU"}, None),
        ({"value": "XX"}, None),
        ({"value": "Afghanistan"}, None),
    ],
)
def test_only_a_code_that_is_one_there_goes(code: Plain, there: list[str] | None) -> None:
    """A code goes that is the same there and of today; none is looked up, or put for another."""
    state = {"type": "state", "id": "state:a", "name": "Afghanistan", "codes": [{"system": "iso2", **code}]}
    data, problems = written([state])
    assert entities_of(data)["state.a"]["properties"].get("country") == there
    assert ("$.records[*].codes[*]" in [problem.path for problem in problems]) == (there is None)


@pytest.mark.parametrize(
    ("tag", "there"),
    [("en", ["eng"]), ("ps", ["pus"]), ("he", ["heb"]), ("iw", None), ("en-GB", None), ("zh-Hant", None)],
)
def test_only_a_language_that_comes_back_goes(tag: str, there: list[str] | None) -> None:
    """A language goes as its code of three letters if that leads back to the tag."""
    data, problems = written([{"type": "source", "id": "source:a", "title": "A", "language": tag}])
    assert entities_of(data)["source.a"]["properties"].get("language") == there
    assert [problem.path for problem in problems] == ([] if there else ["$.records[*].language"])


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("A  B", "A B"),
        ('"A"', "A"),
        ('""A""', "A"),
        ("e\u0301", "\u00e9"),
        ('""', "state:a"),
        ("\u200b", "state:a"),
        ("x" * 385, "state:a"),
    ],
)
def test_a_name_that_is_not_taken_as_it_is_is_told_of(name: str, there: str) -> None:
    """It is written as FollowTheMoney normalises it; the id stands in for one of which nothing is left."""
    data, problems = written([{"type": "state", "id": "state:a", "name": name}])
    assert entities_of(data)["state.a"]["properties"]["name"] == [there]
    assert [problem.path for problem in problems] == ["$.records[*].name"]
    check_entities(data)


def test_what_points_at_a_record_that_is_not_exported_is_left_out() -> None:
    """A file of ours names nothing that is not in it."""
    ban = {"type": "restriction", "imposer": "state:a", "measure": "ban"}
    act = {"actor": "state:a", "target": "state:b", "capacity": "state", "move": "recognition", "mode": "implied"}
    data, problems = written(
        [
            {
                "id": "restriction:part",
                **ban,
                "domain": "trade",
                "targets": ["state:b"],
                "part_of": "restriction:whole",
            },
            {"id": "restriction:whole", **ban, "domain": "education", "groups": ["girls"]},
            {"type": "recognition", "id": "recognition:a", **act, "implied_by": ["statement:a", "event:a"]},
        ]
    )
    assert [plain.get("part_of", plain.get("implied_by")) for plain in given_back(data)] == [None, ["event:a"]]
    assert {problem.path for problem in problems} == {"$", "$.records[*].part_of", "$.records[*].implied_by[*]"}


def test_what_no_shape_knows_is_told_of() -> None:
    """Fields of a newer producer are lost, at whatever depth, each with its path."""
    names = [{"text": "B", "language": "en", "x": 2}]
    data, problems = written([{"type": "state", "id": "state:a", "name": "A", "flag": 1, "names": names}])
    assert entities_of(data)["state.a"]["properties"].keys() == {"keywords", "name", "alias"}
    paths = [problem.path for problem in problems]
    assert paths == ["$.records[*].names[*].language", "$.records[*].flag", "$.records[*].names[*].x"]


def lost_fields(problems: list[Problem]) -> set[str]:
    """Give the names of the fields that problems tell of."""
    return {problem.path.removeprefix("$.records[*].").partition(".")[0].partition("[")[0] for problem in problems}


def check_silence(plain: Plain) -> None:
    """Check that of one record all comes back that is not told of as lost."""
    data, problems = written([plain])
    check_entities(data)
    found = [one for one in given_back(data) if one["id"] == plain["id"]]
    if not found:
        assert [problem.path for problem in problems] == ["$"]
        return
    again, told = plain_of(structure_record(found[0])), lost_fields(problems)
    assert {one["language"] for one in again.get("names", ())} <= {UNDETERMINED}
    for name in (plain.keys() | again.keys()) - told:
        expected, held = plain.get(name), again.get(name)
        if name == "codes":  # they come by system
            expected, held = (sorted(codes or (), key=str) for codes in (expected, held))
        assert held == expected, name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_loss_is_silent(path: Path) -> None:
    """Of each record of each file, every field that is not told of as lost comes back as it was."""
    for plain in plain_file(path):
        check_silence(plain)


@given(dataset=datasets())
def test_any_dataset_is_written_and_what_is_written_is_read(dataset: recognition.Dataset) -> None:
    """The real package takes all of it, the converter takes what is made of it, and no loss is silent."""
    records = [plain_of(record) for record in dataset]
    data, problems = written(records)
    check_entities(data)
    assert {problem.code for problem in problems} <= {NOT_EXPORTED}
    again = [structure_record(plain) for plain in given_back(data)]
    assert {record.id for record in again} <= {plain["id"] for plain in records}
    for plain in records[:5]:
        check_silence(plain)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_ours_is_a_dataset_again(path: Path, tmp_path: Path) -> None:
    """What is written loads without an error; written again, it loses no more and holds the same entities."""
    first, second = tmp_path / "a.ftm.json", tmp_path / "b.ftm.json.gz"
    assert recognition.dump(recognition.load(path), first)
    again = recognition.load(first)
    told = recognition.dump(again, second)
    assert {problem.path for problem in told} <= {"$.records[*].names[*].language"}
    assert recognition.load(second) == again
    assert sorted(gzip.decompress(second.read_bytes()).splitlines()) == sorted(first.read_bytes().splitlines())


# --- what others have written ---------------------------------------------------------------------------------------

FOREIGN: Final = [
    entity("Q1", "Person", name=["Ann Other"], alias=["A. Other"], wikidataId=["Q1"]),
    entity("NK-2", "Position", name=["Minister of Posts"], organization=["NK-3"]),
    entity("NK-4", "Occupancy", holder=["Q1"], post=["NK-2"], startDate=["2019-02"], endDate=["2020"]),
    entity("NK-5", "Occupancy", holder=["Q1"], post=["NK-2"], startDate=["2021"], status=["current"]),
    entity("NK-3", "PublicBody", name=["Ministry of Posts"], incorporationDate=["1901"]),
    entity("NK-6", "Organization", name=["Postal Union"], proof=["doc-1"]),
    entity(
        "NK-7",
        "Sanction",
        entity=["Q1", "NK-6"],
        authority=["Posts Office"],
        program=["POST-1"],
        startDate=["2022-03-01"],
    ),
    entity("NK-8", "Sanction", entity=["Q1"], authority=["Posts Office"]),
    entity("doc-1", "Document", fileName=["a.pdf"], language=["fra"]),
]
AUTHORITY: Final = "organization:ftm__" + hashlib.sha256(b"Posts Office").hexdigest()[:32]
FOREIGN_RECORDS: Final[list[Plain]] = [
    {
        "type": "person",
        "id": "person:ftm_Q1",
        "name": "Ann Other",
        "names": [{"text": "A. Other", "language": "und"}],
        "codes": [{"system": "wikidata", "value": "Q1"}],
        "tenures": [
            {"office": "Minister of Posts", "of": "organization:ftm_NK-3", "period": "2019-02/2020"},
            {"office": "Minister of Posts", "of": "organization:ftm_NK-3", "period": "2021/.."},
        ],
    },
    {
        "type": "organization",
        "id": "organization:ftm_NK-3",
        "name": "Ministry of Posts",
        "category": "ministry",
        "existence": "1901/",
    },
    {
        "type": "organization",
        "id": "organization:ftm_NK-6",
        "name": "Postal Union",
        "category": "other",
        "citations": [{"source": "source:ftm_doc-1"}],
    },
    {"type": "organization", "id": AUTHORITY, "name": "Posts Office", "category": "other"},
    {
        "type": "restriction",
        "id": "restriction:ftm_NK-7",
        "imposer": AUTHORITY,
        "targets": ["person:ftm_Q1", "organization:ftm_NK-6"],
        "domain": "general",
        "measure": "listing",
        "regime": "POST-1",
        "period": "2022-03-01/",
    },
    {
        "type": "restriction",
        "id": "restriction:ftm_NK-8",
        "imposer": AUTHORITY,
        "targets": ["person:ftm_Q1"],
        "domain": "general",
        "measure": "listing",
    },
    {"type": "source", "id": "source:ftm_doc-1", "title": "a.pdf", "language": "fr"},
]


def test_entities_of_others_become_records() -> None:
    """A file that the real package takes becomes the records that were written down by hand, and a dataset."""
    for told in FOREIGN:
        assert model.get_proxy(told, cleaned=False).to_dict()["properties"] == told["properties"]
    assert given_back(file_of(*FOREIGN)) == FOREIGN_RECORDS
    assert len(recognition.loads(file_of(*FOREIGN), format="ftm")) == len(FOREIGN_RECORDS)


def test_what_a_record_has_no_place_for_refuses_the_file_or_is_kept(tmp_path: Path) -> None:
    """A foreign property is a field that no record has: strictly it is refused, leniently kept, and written again."""
    told = {
        **entity("Q1", "Person", name=["Ann", "Anna"], birthDate=["1970"], gender=["female"]),
        "datasets": ["one"],
        "referents": [],
        "caption": "Ann",
        "first_seen": "2023-01-02T03:04:05",
    }
    company = entity("C1", "Company", name=["Posts Ltd"], incorporationDate=["1901", "1902-03"])
    assert sorted(refused(told, company)) == [
        ("unknown-field", '$.records[0]["ftm-context:datasets"]', 1),
        ("unknown-field", '$.records[0]["ftm-context:first_seen"]', 1),
        ("unknown-field", '$.records[0]["ftm:birthDate"]', 1),
        ("unknown-field", '$.records[0]["ftm:gender"]', 1),
        ("unknown-field", '$.records[1]["ftm-context:schema"]', 2),
        ("unknown-field", '$.records[1]["ftm:incorporationDate"]', 2),
    ]
    dataset = recognition.loads(file_of(told, company), format="ftm", strict=False)
    assert {problem.code for problem in dataset.problems} == {"kept-field"}
    path = tmp_path / "x.ftm"
    assert [problem.path for problem in recognition.dump(dataset, path)] == ["$.records[*].names[*].language"]
    assert entities_of(path.read_bytes()) == {
        "person.ftm.-uQ1": {
            **entity("person.ftm.-uQ1", "Person", alias=["Anna"], birthDate=["1970"], gender=["female"], name=["Ann"]),
            "datasets": ["one"],
            "first_seen": "2023-01-02T03:04:05",
        },
        "organization.ftm.-uC1": entity(
            "organization.ftm.-uC1",
            "Company",
            incorporationDate=["1901", "1902-03"],
            legalForm=["other"],
            name=["Posts Ltd"],
        ),
    }
    assert recognition.load(path, strict=False) == dataset


def test_parts_of_others_keep_what_has_no_place() -> None:
    """What an occupancy or a position has beside, stands in the tenure, apart."""
    plain = record_of(
        entity("a", "Person", name=["A"]),
        {**entity("p", "Position", name=["Head", "Chief"], country=["fr"]), "datasets": ["y"]},
        {**entity("o", "Occupancy", holder=["a"], post=["p"], status=["ended"]), "datasets": ["x"]},
    )
    assert plain["tenures"] == [
        {
            "office": "Head",
            "ftm:status": ["ended"],
            "ftm-context:datasets": ["x"],
            "ftm-position:name": ["Chief"],
            "ftm-position:country": ["fr"],
            "ftm-position:context:datasets": ["y"],
        }
    ]


def test_words_that_are_no_terms_are_not_taken_for_terms() -> None:
    """A status or form in the words of others stays what it is."""
    organization = record_of(entity("a", "Organization", name=["A"], legalForm=["Society"], status=["Active"]))
    assert organization == {
        "type": "organization",
        "id": "organization:ftm_a",
        "name": "A",
        "category": "other",
        "ftm:legalForm": ["Society"],
        "ftm:status": ["Active"],
    }
    sanction = record_of(entity("s", "Sanction", entity=["b"], status=["Expired"], provisions=["Asset freeze"]))
    assert sanction == {
        "type": "restriction",
        "id": "restriction:ftm_s",
        "targets": ["b"],  # of no kind that anybody says: the converter refuses it
        "domain": "general",
        "measure": "listing",
        "ftm:status": ["Expired"],
        "ftm:provisions": ["Asset freeze"],
    }


def test_of_several_values_none_is_chosen() -> None:
    """Where a record takes one value and there are two, neither is put for the other."""
    plain = record_of(entity("a", "Document", title=["A", "B"], publishedAt=["2020", "2021"], publisher=["P"]))
    assert plain == {
        "type": "source",
        "id": "source:ftm_a",
        "publisher": "P",
        "ftm:title": ["A", "B"],
        "ftm:publishedAt": ["2020", "2021"],
    }


def test_an_event_of_others_is_no_act_of_recognition() -> None:
    """Without our keyword no record is made of an Event, whatever its name says; with it, one is."""
    event = entity("e", "Event", name=["Recognition of B by A"], organizer=["state.a"], involved=["state.b"])
    assert refused(event) == [("missing-field", "$.records[0].properties.keywords", 1)]
    event["properties"]["keywords"] = ["type: recognition", "move: recognition", "capacity: state"]
    assert structure_record(record_of(event)).id == "recognition:ftm_e"


NAMELESS: Final = entity("a", "Person", name=["A"])


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([entity("a", "Vessel", name=["A"])], ("unknown-type", ".schema", 1)),
        ([entity("a", "LegalEntity", name=["A"])], ("unknown-type", ".schema", 1)),
        ([entity("a", "Territory", name=["A"])], ("unknown-type", ".schema", 1)),
        ([entity("a", "Thing", name=["A"])], ("unknown-type", ".schema", 1)),
        ([entity("a", "Persan", name=["A"])], ("unknown-type", ".schema", 1)),
        ([entity("a", "Event", keywords=["type: state"])], ("missing-field", ".properties.keywords", 1)),
        ([entity("a", "Position", name=["A"])], ("unknown-type", ".schema", 1)),
        ([entity("a", "Person", nom=["A"])], ("unknown-field", ".properties.nom", 1)),
        ([entity("a", "Person", associates=["A"])], ("unknown-field", ".properties.associates", 1)),
        ([entity("a", "Person", birthDate=["2021-13"])], ("bad-date", ".properties.birthDate[0]", 1)),
        ([entity("a", "Document", publishedAt=["2021-13"])], ("bad-date", ".properties.publishedAt[0]", 1)),
        ([entity("a", "Person", country=["Ruritania"])], ("bad-value", ".properties.country[0]", 1)),
        ([entity("a", "Person", proof=["a_b"])], ("bad-value", ".properties.proof[0]", 1)),
        ([entity("a:b", "Person", name=["A"])], ("bad-id", ".id", 1)),
        ([{"schema": "Person", "properties": {}}], ("missing-field", ".id", 1)),
        ([{"id": 1, "schema": "Person"}], ("wrong-type", ".id", 1)),
        ([{"id": "a", "schema": "Person", "properties": []}], ("wrong-type", ".properties", 1)),
        ([{"id": "a", "schema": "Person", "properties": {"name": "A"}}], ("wrong-type", ".properties.name", 1)),
        ([{"id": "a", "schema": "Person", "properties": {"name": [1]}}], ("wrong-type", ".properties.name[0]", 1)),
        (
            [entity("a", "Document", title=["A"], publishedAt=["2020-01-01T10:00"])],
            ("unsupported-date", ".published", 1),
        ),
        ([b'{"id":"a","schema":"Person","id":"b"}\n'], ("duplicate-key", ".id", 1)),
        (
            [b'{"id":"a","schema":"Person","properties":{"name":["A"],"name":["B"]}}\n'],
            ("duplicate-key", ".properties.name", 1),
        ),
        ([NAMELESS, b"\n", b'{"id":\n'], ("syntax", "", 3)),
        ([NAMELESS, b"\xff\n"], ("encoding", "", 2)),
        ([NAMELESS, b"7\n"], ("wrong-type", "", 2)),
        (
            [NAMELESS, entity("o", "Occupancy", holder=["a"], post=["p"])],
            ("dangling-reference", ".properties.post", 2),
        ),
        (
            [entity("p", "Position", name=["P"]), entity("o", "Occupancy", holder=["a"], post=["p"])],
            ("dangling-reference", ".properties.holder", 2),
        ),
        (
            [entity("p", "Position", name=["P"]), entity("o", "Occupancy", holder=["a"])],
            ("missing-field", ".properties.post", 2),
        ),
        (
            [
                entity("b", "Organization", name=["A"]),
                entity("c", "Organization", name=["A"]),
                entity("s", "Succession", predecessor=["b"], successor=["c"]),
            ],
            ("unknown-type", ".schema", 3),
        ),
        (
            [NAMELESS, entity("l", "UnknownLink", subject=["a"], object=["c"], role=["friend"])],
            ("unknown-type", ".schema", 2),
        ),
    ],
)
def test_what_is_no_entity_or_has_no_counterpart_is_refused(
    lines: list[Plain | bytes], problem: tuple[str, str, int]
) -> None:
    """Each fault has its code, its path in the record or entity, and its line."""
    told = [(code, re.sub(r"^\$\.records\[\d+\]", "", path), line) for code, path, line in refused(*lines)]
    assert problem in told


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"id":"a"\n', "syntax"),
        (b"[1,2]\n", "syntax"),
        (b'{"format_version":1}\n{"type":"state","id":"state:a","name":"A"}\n', "syntax"),
        (b"id,schema\na,Person\n", "syntax"),
        (b"\xff\n", "encoding"),
        (b"\x1f\x8b\x08\x00" * 9, "encoding"),
        (b"[" * 100_000, "too-deep"),
    ],
)
def test_what_is_no_file_of_entities_is_refused_once(data: bytes, code: str) -> None:
    """A file of another kind has one problem, not one for each line."""
    assert [(told, line) for told, _, line in refused(data)] == [(code, 1)]


def test_the_problems_of_a_part_have_its_line() -> None:
    """What is wrong with a tenure is told where the occupancy stands."""
    lines = [
        entity("person.a", "Person", name=["A"]),
        entity("p", "Position", name=["P"]),
        entity("o", "Occupancy", holder=["person.a"], post=["p"], startDate=["2021"], endDate=["2020"]),
    ]
    assert refused(*lines) == [("reversed-period", "$.records[0].tenures[0].period", 3)]


def test_entities_that_are_there_twice_are_refused() -> None:
    """Two entities of one id are not put together here; the tools of FollowTheMoney do that."""
    part = entity("o", "Occupancy", holder=["a"], post=["p"])
    position = entity("p", "Position", name=["P"])
    assert refused(NAMELESS, position, part, part) == [("duplicate-id", "$.records[1]", 4)]
    assert [code for code, _, _ in refused(NAMELESS, NAMELESS)] == ["duplicate-id"]


def test_a_link_that_says_more_than_its_role_is_refused() -> None:
    """What else a link says has no place in a record."""
    data, _ = written([SAMPLE[1][0]])
    found = list(entities_of(data).values())
    found[1]["properties"]["startDate"] = ["2020"]
    assert ("unknown-field", "$.records[1].properties", 2) in refused(*found)


def test_an_event_in_two_places_is_refused() -> None:
    """Who is involved and where a link leads are both where it was; neither is put aside."""
    event = entity("e", "Event", name=["A"], keywords=["type: event", "change: occupation"], involved=["state.a"])
    link = entity("l", "UnknownLink", subject=["e"], object=["territory.b"], role=["state"])
    assert record_of(event, link)["state"] == ["state:a", "territory:b"]
    assert refused(event, link) == [("wrong-type", "$.records[0].state", 2)]


def test_an_empty_file_holds_no_records() -> None:
    """No entities are no records."""
    assert given_back(b"") == given_back(b"\n\n") == []


def test_a_stream_that_can_be_read_once_is_enough() -> None:
    """The two passes need no file that can be opened twice."""
    data, _ = written(RECORDS)
    batches = ftm.read(Input(io.BytesIO(data)), shapes()).batches
    assert [plain for batch in batches for plain in batch.plain()] == given_back(data)


_BEGUN: Final = rb'\{"id":"a","schema":"(Person|Event|Sanction)","properties":[\x20-\x7e]{0,40}\}'


@given(data=st.binary(max_size=200) | st.from_regex(_BEGUN, fullmatch=True))
def test_no_bytes_make_it_crash(data: bytes) -> None:
    """Whatever the bytes, they are read, or refused."""
    try:
        recognition.loads(data, format="ftm", strict=False)
    except InvalidDataError as error:
        assert error.problems  # noqa: PT017 - there need be no error


_NAMES: Final = (
    *("name", "keywords", "holder", "post", "entity", "subject", "object", "role", "status", "startDate", "involved"),
    *("organizer", "predecessor", "successor", "wikidataId", "authority", "summary", "proof", "alias"),
)
_VALUES: Final = ("a", "b", "person.a", "state.b", "type: event", "type: state", "move: talks", "2020", "active", "Q1")
_SOME: Final = st.builds(
    lambda one, schema, properties: entity(
        one, schema, **{name: held for name, held in properties.items() if name in model[schema].properties}
    ),
    st.sampled_from(["a", "b", "c", "person.a", "state.b"]),
    st.sampled_from(
        ["Person", "Event", "Sanction", "Occupancy", "Position", "Succession", "UnknownLink", "PublicBody", "Document"]
    ),
    st.dictionaries(st.sampled_from(_NAMES), st.lists(st.sampled_from((*_VALUES, "at", "state")), max_size=2)),
)


@given(told=st.lists(_SOME, max_size=6))
@example(told=[entity("state.b", "PublicBody", keywords=["type: state", "x"], name=["a"], status=["active", "b"])])
def test_no_value_vanishes(told: list[Plain]) -> None:
    """Any entities are refused, or read so that every value is somewhere in the records or told of in a problem."""
    found = given_back_or_refused(file_of(*told))
    text = json.dumps([plain for plain in found if not isinstance(plain, Unreadable)])
    if any(isinstance(plain, Unreadable) for plain in found):
        return
    made = {"name", "location", "authority"}  # made of what others have, in an act of ours
    for one in told:
        for name, values in one["properties"].items():
            marks = [value.partition(": ")[2] or value for value in values]
            held = [mark.partition(".")[2] or mark for mark in marks if mark != "active"]
            assert name in made or all(mark in text for mark in held), (name, values)


def given_back_or_refused(data: bytes) -> list[Any]:
    """Give what is read of a file, or an ``Unreadable`` for one that is refused as a whole."""
    try:
        return given_back(data)
    except InvalidDataError as error:
        return [Unreadable(error.problems)]


# --- the page -------------------------------------------------------------------------------------------------------


def tables_of_the_page() -> dict[str, dict[str, tuple[str, str]]]:
    """Give the rows of the tables of the page, by heading."""
    found, heading = dict[str, dict[str, tuple[str, str]]](), ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("| `"):
            path, to, loss = (cell.strip() for cell in line.strip("|").split("|"))
            found.setdefault(heading, {})[path.strip("`")] = (to, loss)
    return found


def test_the_page_has_the_table() -> None:
    """The tables of the documentation say of each field what the code says."""
    found = tables_of_the_page()
    shared = found.pop("All records")
    assert found.keys() == TABLE.keys()
    for kind, table in TABLE.items():
        expected = {path: (", ".join(f"`{to}`" for to in way.to) or "no", way.loss) for path, way in table.items()}
        assert {**shared, **found[kind]} == expected
        assert not [path for path, row in found[kind].items() if shared.get(path) == row]
