"""Dumping many acts: `recognition` beside pydantic 2, msgspec, and cattrs with orjson.

It is a part of its own, so that records lie in memory as they do when they were just loaded, and not between what other
contestants left behind.
"""

from collections.abc import Iterator
from typing import Final

from load import ACTS, document
from timing import Row, absent, medians, skipped

import recognition

TITLE: Final = "Records to JSON"


def rows(size: str, rounds: int) -> Iterator[Row]:
    """Give the comparisons: of records that were read in the order in which they are written, and in another."""
    acts: int = getattr(ACTS, size)
    other = document(acts)
    yield from dumping(recognition.dumps(recognition.loads(other)), f"{acts:,} records to JSON", rounds, at_most=0.35)
    yield from dumping(other, "the same, read in another order than they are written in", rounds)


def dumping(data: bytes, what: str, rounds: int, *, at_most: float | None = None) -> Iterator[Row]:
    """Compare what it takes to write the records of a document, without defaults."""
    import peers_msgspec

    dataset = recognition.loads(data)
    structs = peers_msgspec.read(data)
    works = {
        "ours": lambda: recognition.dumps(dataset),
        "msgspec from Struct": lambda: peers_msgspec.write(structs),
    }
    if absent("pydantic"):
        yield skipped(f"{what}: pydantic 2", "pydantic")
    else:
        import peers

        peer = peers.DOCUMENT.validate_json(data)
        works["pydantic 2"] = lambda: peers.DOCUMENT.dump_json(peer, exclude_defaults=True)
    if absent("orjson"):
        yield skipped(f"{what}: cattrs and orjson", "orjson")
    else:
        import peers_cattrs

        works["cattrs and orjson"] = lambda: peers_cattrs.write(dataset)
    times = medians(works, rounds)
    notes = {
        "msgspec from Struct": "they hold texts where records hold dates; in the order read",
        "pydantic 2": "in the order read",
    }
    for name in sorted(times.keys() - {"ours"}, reverse=True):
        yield Row(
            what=f"{what}: {name}",
            ours=times["ours"],
            peer=times[name],
            at_most=at_most if name == "pydantic 2" else None,
            argued="performance.md#records-to-json",
            note=notes.get(name, ""),
        )
