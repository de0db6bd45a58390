"""Acts as entities of FollowTheMoney and objects of STIX 2.1, beside our records of the same acts, from and to JSON.

The entities are of the schema ``UnknownLink`` and the objects relationships, made from the same acts: actor, target,
move, date, day of recording, record id, and passage. Our records hold more: vocabularies, forms, rules between fields.
"""

import json
import uuid
from collections.abc import Iterator
from typing import Any, Final

from load import document
from timing import Row, Sizes, absent, medians, paused, skipped

from recognition.convert.mirror import dump_lines, read_lines

TITLE: Final = "Comparable records: FollowTheMoney entities and STIX 2.1 objects"
ACTS: Final = Sizes(quick=200, full=5_000)
OBJECTS: Final = Sizes(quick=20, full=200)
"""How many STIX objects: it takes a millisecond for one."""


def acts(count: int) -> list[dict[str, Any]]:
    """Give recognitions with full dates as plain data."""
    found: list[dict[str, Any]] = json.loads(document(2 * count))["records"]
    return [record for record in found if record["type"] == "recognition" and len(record["date"]) == 10][:count]


def lines_of(plain: list[dict[str, Any]]) -> list[bytes]:
    """Give a line of JSON for each."""
    return [json.dumps(record, separators=(",", ":")).encode() for record in plain]


def entity(act: dict[str, Any]) -> dict[str, Any]:
    """Give an act as plain entity."""
    (cited,) = act["citations"]
    properties = {
        "subject": [act["actor"]],
        "object": [act["target"]],
        "role": [act["move"]],
        "date": [act["date"]],
        "modifiedAt": [act["recorded"]],
        "recordId": [act["id"]],
        "publisher": [cited["source"]],
        "proof": [cited["digest"]],
        "summary": [act["form"]],
    }
    return {"id": act["id"], "schema": "UnknownLink", "properties": properties}


def object_of(act: dict[str, Any]) -> dict[str, Any]:
    """Give an act as plain relationship."""

    def named(kind: str, name: str) -> str:
        return f"{kind}--{uuid.uuid5(uuid.NAMESPACE_URL, name)}"

    (cited,) = act["citations"]
    day = f"{act['recorded']}T00:00:00.000Z"
    return {
        "type": "relationship",
        "spec_version": "2.1",
        "id": named("relationship", act["id"]),
        "created": day,
        "modified": day,
        "relationship_type": "related-to",
        "description": f"{act['move']}, {act['form']}",
        "source_ref": named("identity", act["actor"]),
        "target_ref": named("identity", act["target"]),
        "start_time": f"{act['date']}T00:00:00Z",
        "external_references": [
            {"source_name": cited["source"], "external_id": act["id"], "description": cited["digest"]}
        ],
    }


def rows(size: str, rounds: int) -> Iterator[Row]:
    """Give the comparisons."""
    if absent("followthemoney"):
        yield skipped("FollowTheMoney", "followthemoney")
    else:
        yield from beside_followthemoney(acts(getattr(ACTS, size)), rounds)
    if absent("stix2"):
        yield skipped("STIX", "stix2")
    else:
        yield from beside_stix(acts(getattr(OBJECTS, size)), rounds)


def beside_followthemoney(plain: list[dict[str, Any]], rounds: int) -> Iterator[Row]:
    """Compare with entity proxies."""
    import orjson
    from followthemoney import model

    ours, theirs = lines_of(plain), lines_of([entity(act) for act in plain])
    records, proxies = read_lines(ours), [model.get_proxy(orjson.loads(line), cleaned=False) for line in theirs]
    assert [proxy.to_dict()["properties"]["date"] for proxy in proxies] == [[act["date"]] for act in plain]
    times = medians(
        {
            "read": paused(lambda: read_lines(ours)),
            "trusted": paused(lambda: [model.get_proxy(orjson.loads(line)) for line in theirs]),
            "cleaned": paused(lambda: [model.get_proxy(orjson.loads(line), cleaned=False) for line in theirs]),
            "write": paused(lambda: dump_lines(records)),
            "written": paused(lambda: [orjson.dumps(proxy.to_dict()) for proxy in proxies]),
        },
        rounds,
    )
    of = f"{len(plain):,} lines of JSON"
    yield Row(
        what=f"{of} to records: entities, cleaned",
        ours=times["read"],
        peer=times["cleaned"],
        note="a value that is no date, or a property that the schema lacks, is left out in silence",
    )
    yield Row(
        what=f"{of} to records: entities, taken as they are",
        ours=times["read"],
        peer=times["trusted"],
        note="the schema is looked up; values are not checked, whatever stands where a date should",
    )
    yield Row(what="records to lines of JSON: entities", ours=times["write"], peer=times["written"])


def beside_stix(plain: list[dict[str, Any]], rounds: int) -> Iterator[Row]:
    """Compare with relationships."""
    import stix2

    ours, theirs = lines_of(plain), lines_of([object_of(act) for act in plain])
    records, objects = read_lines(ours), [stix2.parse(line.decode()) for line in theirs]
    assert [str(found.start_time)[:10] for found in objects] == [act["date"] for act in plain]
    times = medians(
        {
            "read": paused(lambda: read_lines(ours)),
            "parsed": paused(lambda: [stix2.parse(line.decode()) for line in theirs]),
            "write": paused(lambda: dump_lines(records)),
            "written": paused(lambda: [found.serialize() for found in objects]),
        },
        rounds,
    )
    yield Row(
        what=f"{len(plain):,} lines of JSON to records: STIX objects",
        ours=times["read"],
        peer=times["parsed"],
        note="types, times, ids and required properties are checked, and unknown ones refused",
    )
    yield Row(what="records to lines of JSON: STIX objects", ours=times["write"], peer=times["written"])
