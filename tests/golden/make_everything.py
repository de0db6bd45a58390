"""Writes `valid/everything.*`: one dataset with every record class, every field and every term.

It uses nothing of the library, so that what it writes is a check on the library and not the library's own word:
the order of fields, the defaults that are left out and the canonical bytes are those of the documentation of the
format, written down here a second time. A new field or term goes in here by hand.

Run it as ``python tests/golden/make_everything.py``; it needs PyYAML.
"""

# ruff: noqa: PERF401 - a loop a vocabulary reads better

import hashlib
import json
from pathlib import Path
from typing import Any, Final

import yaml

Plain = dict[str, Any]
FOLDER: Final = Path(__file__).parent / "valid"
PASSAGE: Final = "recognised 🏴 Ruritania"

RECOGNITION_MOVES: Final = [
    "request",
    "acknowledgement",
    "recognition",
    "reaffirmation",
    "withholding",
    "refusal",
    "suspension",
    "resumption",
    "withdrawal",
]
FORMS: Final = [
    "declaration",
    "note",
    "communique",
    "treaty",
    "credentials",
    "relations",
    "vote",
    "legislation",
    "court",
    "practice",
    "unspecified",
]
RELATIONS: Final = [
    "establishment",
    "upgrade",
    "downgrade",
    "suspension",
    "resumption",
    "severance",
    "mission-opening",
    "mission-closing",
    "recall",
    "expulsion",
    "talks",
    "visit",
]
CREDENTIALS: Final = [
    "agrement",
    "appointment",
    "arrival",
    "copies-presented",
    "letter-presented",
    "acceptance",
    "deferral",
    "challenge",
    "rejection",
    "persona-non-grata",
    "end-of-mission",
]
LEVELS: Final = ["none", "interests-section", "liaison", "consulate", "charge", "minister", "ambassador"]
DOMAINS: Final = [
    "general",
    "stereotypes",
    "trafficking",
    "public-life",
    "representation",
    "nationality",
    "education",
    "employment",
    "health",
    "economic-life",
    "public-space",
    "rural-life",
    "legal-capacity",
    "movement",
    "family",
    "proscription",
    "asset-freeze",
    "travel-ban",
    "arms-embargo",
    "trade",
    "finance",
]
MEASURES: Final = ["ban", "limit", "requirement", "listing"]
ENDINGS: Final = ["lifted", "suspended", "expired", "replaced"]
STATUSES: Final = ["incumbent", "rival", "in-exile", "interim", "liberation"]
CATEGORIES: Final = [
    "movement",
    "ministry",
    "court",
    "legislature",
    "intergovernmental",
    "armed-force",
    "medium",
    "other",
]
MANNERS: Final = ["continuator", "successor", "secession", "contested-secession", "merger", "restoration"]
PARTS: Final = ["decided-by", "advised-by", "announced-by", "conveyed-by", "received-by"]
CHANGES: Final = [
    "takeover",
    "loss-of-control",
    "troop-withdrawal",
    "annexation",
    "occupation",
    "independence",
    "dissolution",
    "restoration",
]
FORCES: Final = [
    "assert",
    "confirm",
    "deny",
    "announce",
    "praise",
    "welcome",
    "criticise",
    "demand",
    "promise",
    "predict",
    "expect",
    "aim",
    "justify",
    "evaluate",
    "ask",
    "policy",
]
QUANTIFIERS: Final = ["none", "first", "only", "all", "some"]
MODALITIES: Final = ["will", "should", "may", "could"]


def shared(kind: str, *, ordered: bool = True) -> Plain:
    """Give the fields that all records share, in their order; only dated records and periods have an order."""
    edges = {"after": ["event:first", "state:old@start"], "before": ["event:last"]} if ordered else {}
    return {
        "occurrence": f"happening.{kind}",
        "rank": "preferred",
        "rank_reason": "It is the fullest.",
        **edges,
        "recorded": "2025-07-04",
        "supersedes": [f"{kind}:superseded"],
        "note": "Zwei Zeilen,\n\tund 中文, العربية, e\u0301, \U0001f3f4, \u2028, \"quoted\" \\ 'so'.",
        "citations": [
            {
                "source": "source:superseded",
                "start": 17,
                "end": 17 + len(PASSAGE),
                "digest": hashlib.sha256(PASSAGE.encode()).hexdigest(),
                "quote": "Ruritania",
                "locator": "p. 3",
                "via": ["person:full", "organization:full"],
            },
            {"source": "source:superseded"},
        ],
    }


def record(kind: str, slug: str, **fields: Any) -> Plain:
    """Give a record; its fields in the order of writing."""
    return {"type": kind, "id": f"{kind}:{slug}", **fields}


def named(name: str) -> Plain:
    """Give the fields of what has a name."""
    return {
        "name": name,
        "names": [{"text": name, "language": "en"}, {"text": "名", "language": "zh-Hant", "period": "1950/.."}],
        "codes": [{"system": "m49", "value": "004"}, {"system": "iso2", "value": "NO", "period": "1974/1990-XX-XX"}],
    }


def full() -> list[Plain]:
    """Give a record of each class with every field of its own and every shared one."""
    memberships = [{"system": "un"}, {"system": "cow-2024", "code": "700", "period": "1955-06?/2000~"}]
    tenure = {"office": "ambassador", "of": "state:full", "at": "state:other", "period": "../1999"}
    return [
        record(
            "state",
            "full",
            **named("Ruritania"),
            existence="1950/..",
            memberships=memberships,
            succeeds=[{"state": "state:old", "manner": "successor"}],
            **shared("state"),
        ),
        record(
            "government",
            "full",
            **named("The Royal Government"),
            state="state:full",
            status="incumbent",
            party="organization:full",
            control="1960/",
            existence="1955/..",
            **shared("government"),
        ),
        record(
            "territory",
            "full",
            **named("The Marches"),
            claimed_by=["state:full", "government:full", "organization:full"],
            **shared("territory", ordered=False),
        ),
        record(
            "organization",
            "full",
            **named("The Blue Party"),
            category="movement",
            part_of="state:full",
            existence="1951/2040",
            **shared("organization"),
        ),
        record(
            "person",
            "full",
            **named("Black Michael"),
            tenures=[tenure, {"office": "duke"}],
            **shared("person", ordered=False),
        ),
        record(
            "recognition",
            "full",
            actor="state:other",
            target="government:full",
            capacity="government",
            move="recognition",
            concerning="territory:full",
            date="[1999-12-01..1999-12-31,2000]",
            effective="2001-21",
            degree="de-jure",
            mode="implied",
            form="vote",
            sole=True,
            conditions=["that the border stays", "NO"],
            participants=[{"role": part, "who": "person:full"} for part in PARTS],
            vote={"favour": 138, "against": 0, "abstain": 41, "absent": 9007199254740991},
            collective="joint.2000",
            implied_by=["diplomatic:full", "statement:full", "event:full"],
            **shared("recognition"),
        ),
        record(
            "diplomatic",
            "full",
            move="acceptance",
            sender="government:full",
            receiver="state:other",
            envoy="person:full",
            level="ambassador",
            non_resident=True,
            date="1999",
            effective="200X",
            participants=[{"role": "received-by", "who": "organization:full"}],
            **shared("diplomatic"),
        ),
        record(
            "restriction",
            "full",
            imposer="state:full",
            targets=["organization:full", "government:full", "state:other", "territory:full", "person:full"],
            groups=["women", "on"],
            domain="education",
            measure="limit",
            extent="beyond grade six",
            regime="The List",
            period="1980-08-15/1990-12",
            ending="lifted",
            ended_by="person:full",
            part_of="restriction:old",
            **shared("restriction"),
        ),
        record(
            "statement",
            "full",
            force="predict",
            speaker="person:full",
            attributed_to="an official",
            on_behalf_of="government:full",
            about=["recognition:full", "person:full", "source:full"],
            gist="others may follow",
            text="Others may follow.",
            language="en-GB",
            translation_of="statement:old",
            claim={
                "quantifier": "first",
                "move": "recognition",
                "targets": ["government:full", "state:full"],
                "capacity": "title",
                "concerning": "territory:full",
                "actor": "state:other",
                "actors": ["state:other", "organization:full"],
                "members_of": "un",
                "period": "1990/..",
            },
            modality="may",
            date="2003-04-05%",
            audience=["organization:full"],
            **shared("statement"),
        ),
        record(
            "event",
            "full",
            change="takeover",
            state="territory:full",
            by=["organization:full", "person:full"],
            date="1985-04-XX",
            **shared("event"),
        ),
        record(
            "source",
            "full",
            title="A page",
            publisher="The Strelsau Gazette",
            published="2004",
            retrieved="2025-07-04",
            url="https://example.org/a?b=c&d=%20#e",
            language="de",
            sha256="0123456789abcdef" * 4,
            length=0,
            **shared("source"),
        ),
    ]


def superseded() -> list[Plain]:
    """Give what the full records supersede: a record of each class with hardly a field."""
    act = {"actor": "state:other", "target": "state:full", "capacity": "state", "move": "request"}
    return [
        record("diplomatic", "superseded", move="talks", parties=["state:full", "state:other"]),
        record("event", "superseded", change="takeover", state="state:full"),
        record("government", "superseded", name="G", state="state:full"),
        record("organization", "superseded", name="O", category="other"),
        record("person", "superseded", name="P"),
        record("recognition", "superseded", **act),
        record("restriction", "superseded", imposer="state:full", groups=["women"], domain="general", measure="ban"),
        record("source", "superseded", title="S"),
        record("state", "superseded", name="S"),
        record("statement", "superseded", force="ask"),
        record("territory", "superseded", name="T"),
    ]


def landmarks() -> list[Plain]:
    """Give what the others refer to."""
    return [
        record("event", "first", change="independence", state="state:old", date="[..1900]"),
        record("event", "last", change="dissolution", state="state:old", date="[2100-01-01..]"),
        record("state", "old", name="Old Ruritania", existence="1900/1949"),
        record("state", "other", name="null", existence="../.."),
        record(
            "restriction", "old", imposer="state:old", groups=["women"], domain="general", measure="ban", period="/1990"
        ),
        record("statement", "old", force="predict", text="Andere mögen folgen.", language="de"),
    ]


def terms() -> list[Plain]:  # noqa: C901, PLR0912 - a loop a vocabulary
    """Give a record for every term of every vocabulary."""
    found: list[Plain] = []
    pair = {"actor": "state:other", "target": "state:full", "capacity": "state"}
    first = RECOGNITION_MOVES.index("recognition")
    for year, move in enumerate([*RECOGNITION_MOVES[first:], *RECOGNITION_MOVES[:first]], 2010):
        found.append(record("recognition", f"move.{move}", **pair, move=move, date=f"{year}"))
    for capacity, target in (
        ("state", "state:full"),
        ("government", "government:full"),
        ("representative", "organization:full"),
        ("belligerent", "organization:full"),
        ("insurgent", "organization:full"),
        ("title", "state:full"),
    ):
        land = {"concerning": "territory:full"} if capacity == "title" else {}
        act = {"actor": "state:other", "target": target, "capacity": capacity, "move": "recognition", **land}
        found.append(record("recognition", f"capacity.{capacity}", **act))
    act = {**pair, "move": "recognition", "date": "2011"}
    for form in FORMS:
        found.append(record("recognition", f"form.{form}", **act, **({} if form == "unspecified" else {"form": form})))
    found.append(record("recognition", "degree.de-facto", **act, degree="de-facto"))
    found.append(record("recognition", "mode.express", **act, mode="express"))
    for move in RELATIONS:
        found.append(record("diplomatic", f"move.{move}", move=move, parties=["state:full", "state:other"]))
    for move in CREDENTIALS:
        found.append(record("diplomatic", f"move.{move}", move=move, sender="state:full", receiver="state:other"))
    for level in LEVELS:
        parties = ["state:other", "state:full", "state:old"]
        found.append(record("diplomatic", f"level.{level}", move="upgrade", parties=parties, level=level))
    limit = {"imposer": "state:other", "groups": ["girls"]}
    for domain in DOMAINS:
        found.append(record("restriction", f"domain.{domain}", **limit, domain=domain, measure="ban"))
    for measure in MEASURES:
        found.append(record("restriction", f"measure.{measure}", **limit, domain="trade", measure=measure))
    for ending in ENDINGS:
        found.append(record("restriction", f"ending.{ending}", **limit, domain="trade", measure="ban", ending=ending))
    for status in STATUSES:
        found.append(record("government", f"status.{status}", name=status, state="state:other", status=status))
    for category in CATEGORIES:
        found.append(record("organization", f"category.{category}", name=category, category=category))
    for manner in MANNERS:
        link = {"state": "state:old", "manner": manner}
        found.append(record("state", f"manner.{manner}", name=manner, succeeds=[link]))
    for change in CHANGES:
        found.append(record("event", f"change.{change}", change=change, state="state:other"))
    for force in FORCES:
        found.append(record("statement", f"force.{force}", force=force))
    for modality in MODALITIES:
        found.append(record("statement", f"modality.{modality}", force="predict", modality=modality))
    for quantifier in QUANTIFIERS:
        claim: Plain = {"quantifier": quantifier, "move": "recognition", "targets": ["state:full"]}
        claim |= {"actor": "state:other"} if quantifier in ("first", "only") else {"members_of": "un"}
        found.append(record("statement", f"quantifier.{quantifier}", force="assert", claim=claim))
    found.append(record("person", "rank.deprecated", name="No one", rank="deprecated"))
    return found


def main() -> None:
    """Write the three files."""
    records = sorted([*full(), *superseded(), *landmarks(), *terms()], key=lambda item: str(item["id"]))
    lines = [json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in records]
    header = '{"format_version":1'
    texts = {
        "json": header + ',"records":[\n' + ",\n".join(lines) + "\n]}\n",
        "jsonl": header + "}\n" + "\n".join(lines) + "\n",
        "yaml": yaml.safe_dump(
            {"format_version": 1, "records": records},
            allow_unicode=True,
            sort_keys=False,
            width=float("inf"),
        ),
    }
    for suffix, text in texts.items():
        (FOLDER / f"everything.{suffix}").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    yaml.SafeDumper.ignore_aliases = lambda *_: True  # type: ignore[method-assign]
    main()
