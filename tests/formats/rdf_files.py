"""What the tests of the RDF notations share: writing, reading back, and telling what is wrong."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import recognition
from recognition import InvalidDataError, Problem
from recognition.convert.shapes import shapes
from recognition.convert.structure import structure_record
from recognition.formats import format_named
from recognition.formats.contract import Unreadable
from recognition.formats.inputs import Input
from recognition.formats.outputs import memory
from recognition.model.shape import plain_of

ROOT: Final = Path(__file__).resolve().parents[2]
NAMES: Final = ("turtle", "ntriples", "jsonld")
MIME: Final = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld"}
FILES: Final = [
    ROOT / "tests" / "golden" / "valid" / "everything.json",
    ROOT / "seeds" / "russia-taliban-recognition.yaml",
    *sorted(path for path in (ROOT / "seeds" / "casebook").glob("*.yaml") if "questions" not in path.name),
]
REC_ID: Final = "https://w3id.org/recognition/id/"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def written(name: str, plain: Iterable[Any]) -> bytes:
    """Give the bytes of plain records in a notation."""
    module: Any = format_named(name)
    target, stream = memory()
    assert not module.write(iter(plain), target, shapes(), 1)
    return stream.getvalue()


def read_back(name: str, data: bytes) -> list[Any]:
    """Give the plain records of a file of version 1 about whose dataset nothing is wrong."""
    module: Any = format_named(name)
    reading = module.read(Input(data), shapes())
    assert (reading.version, list(reading.problems)) == (1, [])
    return [plain for batch in reading.batches for plain in batch.plain()]


def problems_in(name: str, data: bytes) -> list[Problem]:
    """Give everything that reading and structuring find wrong; each place is asked for."""
    module: Any = format_named(name)
    found = list[Problem]()
    try:
        reading = module.read(Input(data), shapes())
        found.extend(reading.problems)
        for batch in reading.batches:
            for at, plain in enumerate(batch.plain()):
                if isinstance(plain, Unreadable):
                    found.extend(plain.problems)
                    continue
                try:
                    structure_record(plain)
                except InvalidDataError as error:
                    found.extend(error.problems)
                    for problem in error.problems:
                        batch.place(at, problem.path)
    except InvalidDataError as error:
        found.extend(error.problems)
    return found


def codes_in(name: str, data: bytes) -> set[str]:
    """Give the codes of everything that is wrong."""
    return {problem.code for problem in problems_in(name, data)}


def plain_records(path: Path) -> list[Any]:
    """Give the plain records of a file of any format."""
    return [plain_of(record) for record in recognition.load(path)]


HEAD: Final = (
    "@base <https://w3id.org/recognition/id/> . @prefix rec: <https://w3id.org/recognition/ns#> .\n"
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix oa: <http://www.w3.org/ns/oa#> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    "@prefix edtf: <http://id.loc.gov/datatypes/edtf/> . @prefix dcterms: <http://purl.org/dc/terms/> ."
    " <dataset> rec:formatVersion 1 .\n"
)
"""The beginning of a Turtle file, of four lines."""
STATE: Final = '<state/A> a rec:State ; rdfs:label "A" .\n'
