"""Reading and writing triples, pyoxigraph of the extra ``rdf`` against rdflib: ``python benchmarks/graphs.py``.

Both parse the same file into their own triples, and write them in the same notation. Two lines more are for all that
`recognition` does with such a file: to read it, check the records and put them together, and to write it.
"""

import argparse
from importlib.metadata import version
from io import BytesIO

from load import document
from timing import heading, medians, row

import recognition


def main() -> None:
    """Read the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, default=5_000, help="how many acts to write and read")
    parser.add_argument("--rounds", type=int, default=3, help="how many times each contestant is measured")
    arguments = parser.parse_args()
    import pyoxigraph
    import rdflib

    dataset = recognition.loads(document(arguments.acts))
    heading(
        f"{arguments.acts} acts: pyoxigraph {version('pyoxigraph')} (ours) against rdflib {version('rdflib')} (peer); "
        f"medians of {arguments.rounds}"
    )
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
            arguments.rounds,
        )
        row(f"{title}: parse {len(triples)} triples", times["parse"], times["parse, peer"])
        row(f"{title}: write them", times["write"], times["write, peer"])
        row(f"{title}: load a dataset, all checks, against a mere parse", times["load"], times["parse, peer"])
        row(f"{title}: dump a dataset, against a mere writing", times["dump"], times["write, peer"])


if __name__ == "__main__":
    main()
