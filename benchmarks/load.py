"""Loading and dumping many acts: `recognition` against pydantic 2, plain cattrs and msgspec."""

import hashlib
import json
import random
from typing import Any

import peers
import peers_cattrs
import peers_msgspec
from timing import heading, medians, paused, row

import recognition
from recognition.convert.mirror import read_document

STATES = 200


def document(acts: int) -> bytes:
    """Give a JSON document: 200 states, a source, and acts of which three in four are recognitions."""
    chance = random.Random(2025)
    states = [f"state:S{number:03}" for number in range(STATES)]
    records: list[dict[str, Any]] = [{"type": "state", "id": state, "name": f"State {state}"} for state in states]
    records.append({"type": "source", "id": "source:archive", "title": "An archive", "published": "2020"})
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
        records.append(fields | shared)
    return json.dumps({"format_version": 1, "records": records}, separators=(",", ":")).encode()


def run(acts: int, rounds: int) -> None:
    """Print the tables."""
    data = document(acts)
    dataset = recognition.loads(data)
    peer = peers.DOCUMENT.validate_json(data)
    assert len(dataset) == len(peer.records) == acts + STATES + 1
    assert json.loads(recognition.dumps(dataset))["records"][0] == peer_record(peer, next(iter(dataset)).id)
    del dataset, peer

    heading(f"Loading {acts:,} acts from {len(data) / 1e6:.0f} MB of JSON\n{peers.EQUAL}")
    times = medians(
        {
            "records": lambda: read_document(data),
            "records, paused": paused(lambda: read_document(data)),
            "dataset": lambda: recognition.loads(data),
            "peer": lambda: peers.DOCUMENT.validate_json(data),
            "peer, paused": paused(lambda: peers.DOCUMENT.validate_json(data)),
            "cattrs": paused(lambda: peers_cattrs.read(data)),
            "msgspec": paused(lambda: peers_msgspec.read(data)),
            "plain": paused(lambda: json.loads(data)),
        },
        rounds,
    )
    row("to checked records, garbage collector as it is", times["records"], times["peer"])
    row("to checked records, garbage collector paused for both", times["records, paused"], times["peer, paused"])
    row("loads: to a dataset, references and order checked too", times["dataset"], times["peer"])
    row("loads, against pydantic with the collector paused", times["dataset"], times["peer, paused"])
    row("plain cattrs, same classes, one error at a time, paused", times["records, paused"], times["cattrs"])
    row("(msgspec to structs: types and fields alone, paused)", times["records, paused"], times["msgspec"])
    row("(json.loads to plain data alone, paused)", times["records, paused"], times["plain"])

    dataset = recognition.loads(data)
    peer = peers.DOCUMENT.validate_json(data)
    structs = peers_msgspec.read(data)
    heading(f"Dumping {acts:,} acts to JSON, without defaults")
    times = medians(
        {
            "ours": lambda: recognition.dumps(dataset),
            "peer": lambda: peers.DOCUMENT.dump_json(peer, exclude_defaults=True),
            "cattrs": lambda: peers_cattrs.write(dataset),
            "msgspec": lambda: peers_msgspec.write(structs),
        },
        rounds,
    )
    row("dumps", times["ours"], times["peer"])
    row("plain cattrs and json.dumps", times["ours"], times["cattrs"])
    row("(msgspec from structs that hold texts)", times["ours"], times["msgspec"])


def peer_record(peer: peers.Document, record_id: str) -> Any:
    """Give a record of the peer as plain data."""
    (found,) = (record for record in peer.records if record.id == record_id)
    return json.loads(found.model_dump_json(exclude_defaults=True))
