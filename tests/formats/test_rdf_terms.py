"""The names of records in RDF: each means one thing, and leads back to what it names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.convert.shapes import shapes
from recognition.formats.rdf.jsonld import context_of
from recognition.formats.rdf.names import (
    BORROWED,
    DATATYPES,
    MOMENTS,
    PARTS,
    REC,
    SUPERCLASSES,
    VOCABULARIES,
    id_of,
    iri_of,
    moment_iri,
    moment_of,
    term_iri,
    term_of,
    vocabulary_of,
)
from recognition.formats.shape import Sort
from recognition.model.registry import RECORD_CLASSES
from recognition.model.shape import fields_of
from tests.formats.rdf_files import REC_ID


def test_names_in_the_tables_are_those_of_fields() -> None:
    """Nothing in the tables of borrowed terms is of a field that no class has."""
    vocabulary = vocabulary_of(shapes())
    held = {(cls.shape.name, field.name) for cls in vocabulary.classes() for field in cls.shape.fields}
    held |= {("Record", field.name) for cls in vocabulary.kinds.values() for field in cls.shape.fields}
    assert {*BORROWED, *VOCABULARIES, *PARTS, *DATATYPES} <= held
    assert {name for _, name in held} >= MOMENTS
    assert set(SUPERCLASSES) <= {cls.shape.name for cls in vocabulary.classes()}


def test_each_field_has_a_property_of_its_own() -> None:
    """No two fields of a class share a property, and none takes one that the vocabulary uses otherwise."""
    for cls in vocabulary_of(shapes()).classes():
        names = [prop.iri for prop in cls.properties] + [bound for prop in cls.properties for bound in prop.bounds]
        assert len(set(names)) == len(names), cls.shape.name
        assert len(cls.properties) == sum(not field.own for field in cls.shape.fields)
        assert not {REC + name for name in ("order", "orderOf", "unknownField", "path", "json")} & set(names)


def test_references_and_vocabularies_are_recognised() -> None:
    """What names a record is an IRI, and a term belongs to the vocabulary that its class is called by."""
    for cls in vocabulary_of(shapes()).kinds.values():
        model = {field.name: field for field in fields_of(RECORD_CLASSES[str(cls.shape.kind)])}
        for prop in cls.properties:
            is_name = bool(prop.field.pattern and "territory|" in prop.field.pattern.replace(")", "|"))
            assert prop.datatype is None or not is_name, prop.field.name
            if prop.field.sort is Sort.TERM:
                assert prop.vocabulary == model[prop.field.name].type.__name__
            assert prop.is_moment == ("@(?:start|end)" in (prop.field.pattern or ""))


def test_a_name_means_one_thing() -> None:
    """Classes, vocabularies and properties do not take each other's names, nor do names in JSON-LD."""
    vocabulary = vocabulary_of(shapes())
    classes = {cls.iri for cls in vocabulary.classes()}
    schemes = {REC + str(prop.vocabulary) for cls in vocabulary.classes() for prop in cls.properties if prop.vocabulary}
    properties = {prop.iri for cls in vocabulary.classes() for prop in cls.properties}
    assert not classes & schemes
    assert not (classes | schemes) & properties
    context = context_of(vocabulary)
    assert not [name for name in context if ":" in name], "two properties end alike, so one is written with its prefix"


@given(slug=st.from_regex("[A-Za-z0-9][A-Za-z0-9._-]*", fullmatch=True))
def test_an_iri_names_one_id(slug: str) -> None:
    """From the IRI of a record or moment its id comes back."""
    assert iri_of(f"state:{slug}") == f"{REC_ID}state/{slug}"
    assert id_of(iri_of(f"state:{slug}")) == f"state:{slug}"
    assert moment_of(moment_iri(f"state:{slug}@end")) == f"state:{slug}@end"
    assert moment_of(moment_iri(f"event:{slug}")) == f"event:{slug}"


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_can_be_a_term(text: str) -> None:
    """A term of a newer vocabulary has an IRI, from which it comes back; it is of no other vocabulary."""
    iri = term_iri("Degree", text)
    assert iri.isascii()
    assert term_of("Degree", iri) == text
    assert term_of("Mode", iri) is None


@pytest.mark.parametrize("end", ["%FF", "%", "a b", "é", ""])
def test_what_we_would_write_otherwise_is_no_term(end: str) -> None:
    """Each term has one IRI: no other encoding of it counts, and no half of one."""
    assert term_of("Degree", f"{REC}Degree-{end}") in (None, "")


@pytest.mark.parametrize(
    "iri", ["state:AFG", "https://w3id.org/recognition/id/state", "https://w3id.org/recognition/id/state/%41", "x"]
)
def test_other_iris_name_no_record(iri: str) -> None:
    """An IRI that is an id, has no slug, or is written in another way than ours names nothing."""
    assert id_of(iri) is None
