"""Reading and writing triples, pyoxigraph of the extra ``rdf`` beside rdflib.

Both parse the same file into their own triples, and write them in the same notation. Two lines more are for all that
`recognition` does with such a file: to read it, check the records and put them together, and to write it.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

from load import document
from timing import Row, Sizes, absent, medians, skipped

import recognition

TITLE: Final = "Triples: pyoxigraph, which we use, beside rdflib"
ACTS: Final = Sizes(quick=100, full=2_000)


def rows(size: str, rounds: int) -> Iterator[Row]:
    """Give the comparisons."""
    for module in ("pyoxigraph", "rdflib"):
        if absent(module):
            yield skipped("triples", module)
            return
    import pyoxigraph
    import rdflib

    dataset = recognition.loads(document(getattr(ACTS, size)))
    notations = (
        ("N-Triples", "ntriples", "nt", pyoxigraph.RdfFormat.N_TRIPLES),
        ("Turtle", "turtle", "turtle", pyoxigraph.RdfFormat.TURTLE),
    )
    for title, name, theirs, notation in notations:
        data = recognition.dumps(dataset, format=name)
        triples = list(pyoxigraph.parse(BytesIO(data), format=notation))
        graph = rdflib.Graph().parse(data=data, format=theirs)
        assert len(graph) == len(triples)
        times = medians(
            {
                "parse": lambda data=data, notation=notation: list(pyoxigraph.parse(BytesIO(data), format=notation)),
                "parse, peer": lambda data=data, theirs=theirs: rdflib.Graph().parse(data=data, format=theirs),
                "write": lambda triples=triples, notation=notation: pyoxigraph.serialize(triples, format=notation),
                "write, peer": lambda graph=graph, theirs=theirs: graph.serialize(format=theirs),
                "load": lambda data=data, name=name: recognition.loads(data, format=name),
                "dump": lambda name=name: recognition.dumps(dataset, format=name),
            },
            min(rounds, 3),
        )
        count = f"{title}, {len(triples):,} triples"
        yield Row(what=f"{count}, parse: rdflib", ours=times["parse"], peer=times["parse, peer"])
        yield Row(what=f"{count}, write: rdflib", ours=times["write"], peer=times["write, peer"])
        yield Row(
            what=f"{count}, load as records with all checks: rdflib, a mere parse",
            ours=times["load"],
            peer=times["parse, peer"],
        )
        yield Row(what=f"{count}, dump records: rdflib, mere writing", ours=times["dump"], peer=times["write, peer"])
