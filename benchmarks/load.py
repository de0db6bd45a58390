"""Loading many acts: `recognition` beside pydantic 2, msgspec, and cattrs with orjson."""

import hashlib
import json
import random
from collections.abc import Iterator
from typing import Any, Final

from timing import Row, Sizes, absent, medians, paused, skipped

import recognition
from recognition.convert.mirror import read_document

TITLE: Final = "JSON to records"
ACTS: Final = Sizes(quick=2_000, full=100_000)
STATES = 200


def document(acts: int) -> bytes:
    """Give a JSON document of such records."""
    return json.dumps({"format_version": 1, "records": [*plain(acts)]}, separators=(",", ":")).encode()


def plain(acts: int) -> Iterator[dict[str, Any]]:
    """Give records as plain data: 200 states, a source, and acts of which three in four are recognitions."""
    chance = random.Random(2025)
    states = [f"state:S{number:03}" for number in range(STATES)]
    yield from ({"type": "state", "id": state, "name": f"State {state}"} for state in states)
    yield {"type": "source", "id": "source:archive", "title": "An archive", "published": "2020"}
    for number in range(acts):
        actor, target = chance.sample(states, 2)
        start = chance.randrange(1_000_000)
        year, month, day = chance.randint(1816, 2024), chance.randint(1, 12), chance.randint(1, 28)
        shared = {
            "date": f"{year}-{month:02}-{day:02}" if number % 10 else f"{year}-{month:02}",
            "recorded": "2025-07-04",
            "citations": [
                {
                    "source": "source:archive",
                    "start": start,
                    "end": start + 40,
                    "digest": hashlib.sha256(str(number).encode()).hexdigest(),
                }
            ],
        }
        fields: dict[str, Any]
        if number % 4:
            fields = {
                "type": "recognition",
                "id": f"recognition:r{number}",
                "actor": actor,
                "target": target,
                "capacity": "state",
                "move": "recognition",
                "form": chance.choice(["note", "declaration", "treaty"]),
            }
        else:
            fields = {
                "type": "diplomatic",
                "id": f"diplomatic:d{number}",
                "move": "establishment",
                "parties": [actor, target],
                "level": "ambassador",
            }
        yield fields | shared


def rows(size: str, rounds: int) -> Iterator[Row]:
    """Give the comparisons."""
    acts: int = getattr(ACTS, size)
    data = document(acts)
    yield from loading(data, acts, rounds)
    yield from one_kind(data, rounds)


def loading(data: bytes, acts: int, rounds: int) -> Iterator[Row]:
    """Compare what it takes to read a document."""
    import peers_msgspec

    works = {
        "records": lambda: read_document(data),
        "records, paused": paused(lambda: read_document(data)),
        "dataset": lambda: recognition.loads(data),
        "structs": paused(lambda: peers_msgspec.read(data)),
        "plain": paused(lambda: json.loads(data)),
    }
    if not absent("pydantic"):
        import peers

        dataset, peer = recognition.loads(data), peers.DOCUMENT.validate_json(data)
        assert len(dataset) == len(peer.records) == acts + STATES + 1
        assert json.loads(recognition.dumps(dataset))["records"][0] == peer_record(peer, next(iter(dataset)).id)
        del dataset, peer
        works["pydantic"] = lambda: peers.DOCUMENT.validate_json(data)
        works["pydantic, paused"] = paused(works["pydantic"])
    if not absent("orjson"):
        import peers_cattrs

        works["cattrs"] = paused(lambda: peers_cattrs.read(data))
    times = medians(works, rounds)
    of = f"{acts:,} acts, {len(data) / 1e6:.0f} MB"
    ours = times["records, paused"]
    if "pydantic" in times:
        yield Row(
            what=f"JSON to checked records, {of}: pydantic 2",
            ours=ours,
            peer=times["pydantic, paused"],
            at_most=0.6,
            argued="performance.md#json-to-records",
            note="collector paused for both; the same checks, but pydantic does not refuse a key that stands twice",
        )
        yield Row(
            what="the same, garbage collector left as it is: pydantic 2", ours=times["records"], peer=times["pydantic"]
        )
        yield Row(
            what="loads, which also checks references and order: pydantic 2, as each is called",
            ours=times["dataset"],
            peer=times["pydantic"],
        )
    else:
        yield skipped("JSON to checked records: pydantic 2", "pydantic")
    if "cattrs" in times:
        yield Row(
            what="JSON to checked records: cattrs and orjson",
            ours=ours,
            peer=times["cattrs"],
            note="our own classes with their checks; cattrs coerces types; collector paused for both",
        )
    else:
        yield skipped("JSON to checked records: cattrs and orjson", "orjson")
    yield Row(
        what="JSON to checked records: msgspec to Struct",
        ours=ours,
        peer=times["structs"],
        note="types and fields alone are checked: no forms of texts, dates stay texts, no rules; collector paused",
    )
    yield Row(
        what="JSON to checked records: json.loads", ours=ours, peer=times["plain"], note="plain data, nothing checked"
    )


def one_kind(data: bytes, rounds: int) -> Iterator[Row]:
    """Compare with attrs classes that msgspec decodes by itself, which can be of one kind only."""
    import peers_attrs

    records = [record for record in json.loads(data)["records"] if record["type"] == "recognition"]
    data = json.dumps({"format_version": 1, "records": records}, separators=(",", ":")).encode()
    times = medians(
        {
            "ours": paused(lambda: read_document(data)),
            "bare": paused(lambda: peers_attrs.read(data, checked=False)),
            "checked": paused(lambda: peers_attrs.read(data, checked=True)),
        },
        rounds,
    )
    yield Row(
        what=f"JSON to {len(records):,} recognitions: msgspec to attrs classes, bare",
        ours=times["ours"],
        peer=times["bare"],
        at_most=1.7,
        note="they check types alone, ignore unknown keys and keep dates as texts; collector paused for both",
    )
    yield Row(
        what="the same: msgspec to attrs classes that make the same checks",
        ours=times["ours"],
        peer=times["checked"],
        note="in `__attrs_post_init__`; collector paused for both",
    )


def peer_record(peer: Any, record_id: str) -> Any:
    """Give a record of the peer as plain data."""
    (found,) = (record for record in peer.records if record.id == record_id)
    return json.loads(found.model_dump_json(exclude_defaults=True))
