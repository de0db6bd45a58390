"""Write the published RDF vocabulary into ``docs/ns``: the vocabulary, its SHACL shapes and the JSON-LD context."""

import json
from pathlib import Path
from typing import Final

from recognition.convert.shapes import shapes
from recognition.formats.rdf.jsonld import context_of
from recognition.formats.rdf.names import vocabulary_of
from recognition.formats.rdf.shacl import shapes_graph
from recognition.formats.rdf.vocabulary import Counterpart, vocabulary_graph
from recognition.model.vocabulary import VOCABULARIES

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs" / "ns"


def published() -> dict[str, str]:
    """Give the text of each published file, by name."""
    counterparts = {
        (vocabulary.__name__, str(term)): [
            Counterpart(other.scheme, other.code, str(other.match), other.note) for other in term.alignments
        ]
        for vocabulary in VOCABULARIES
        for term in vocabulary
    }
    context = {"@context": context_of(vocabulary_of(shapes()))}
    return {
        "context.jsonld": json.dumps(context, indent=1) + "\n",
        "recognition.shacl.ttl": shapes_graph(shapes()),
        "recognition.ttl": vocabulary_graph(shapes(), counterparts),
    }


def main() -> None:
    """Write the files."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in published().items():
        FOLDER.joinpath(name).write_text(text, encoding="utf-8", newline="\n")
        print(FOLDER / name)


if __name__ == "__main__":
    main()
