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
    """Give the comparisons."""
    import peers_msgspec

    acts: int = getattr(ACTS, size)
    data = document(acts)
    dataset = recognition.loads(data)
    structs = peers_msgspec.read(data)
    works = {
        "ours": lambda: recognition.dumps(dataset),
        "structs": lambda: peers_msgspec.write(structs),
    }
    if not absent("pydantic"):
        import peers

        peer = peers.DOCUMENT.validate_json(data)
        works["pydantic"] = lambda: peers.DOCUMENT.dump_json(peer, exclude_defaults=True)
    if not absent("orjson"):
        import peers_cattrs

        works["cattrs"] = lambda: peers_cattrs.write(dataset)
    times = medians(works, rounds)
    for peer_name, title in (("pydantic", "pydantic 2"), ("cattrs", "cattrs and orjson")):
        what = f"{acts:,} records to JSON, without defaults: {title}"
        if peer_name not in times:
            yield skipped(what, peer_name.replace("cattrs", "orjson"))
            continue
        target = 0.35 if peer_name == "pydantic" else None
        argued = "performance.md#records-to-json"
        yield Row(what=what, ours=times["ours"], peer=times[peer_name], at_most=target, argued=argued)
    yield Row(
        what="records to JSON: msgspec from Struct",
        ours=times["ours"],
        peer=times["structs"],
        note="they hold texts where records hold dates",
    )
