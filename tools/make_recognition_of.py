"""Write the data on the recognition of Kosovo and Palestine: the accounts of the tables, joined act by act.

Run it from the root of the project. The tables are in ``tools/recognition_of``. Two files of others are read beside
them; they are not part of the project, and an argument names the folder that holds them, as
``docs/reference/recognition-of.md`` tells.

Accounts of one happening that give the same days are one record with several citations. So is an account that only
says less, a month or a year that holds the days of another: it is cited there. What is left differs, and each of these
accounts is a record of its own, of the same occurrence.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

import attrs
import yaml

import recognition
from recognition import PartialDate, RecognitionAct, State, reference
from recognition.io import dumps, loads
from recognition.sources import palestine

ROOT: Final = Path(__file__).resolve().parent.parent
TABLES: Final = ROOT / "tools" / "recognition_of"
TARGET: Final = ROOT / "src" / "recognition" / "reference"
DATA: Final = ROOT.parent / "shared" / "data"
NAMES: Final = ("kosovo", "palestine")
"""The tables, each of one target."""

Plain = dict[str, Any]
_COPY: Final = "Read as a stored copy, of which no bytes are kept"
_ACCOUNT: Final = frozenset(
    {"source", "days", "move", "happening", "account", "via", "note", "rank", "rank_reason", "after"}
)


@attrs.define
class Account:
    """What one line of a source says: that a state did something on a day."""

    actor: str
    happening: str
    move: str
    day: PartialDate
    citations: list[Plain]
    label: str
    notes: list[str] = attrs.field(factory=list)
    rank: str | None = None
    rank_reason: str | None = None
    after: str | None = None

    def holds(self, other: "Account") -> bool:
        """Tell whether it says the same as another, or less."""
        first, last = self.day.earliest or date.min, self.day.latest or date.max
        alike = (self.move, self.rank) == (other.move, other.rank)
        return alike and first <= (other.day.earliest or date.min) and (other.day.latest or date.max) <= last


def build(name: str, data: Path = DATA) -> bytes:
    """Give the data of a table in canonical JSON Lines, without the reference states.

    Args:
        name: the name of the table.
        data: the folder with the folders of other people's files.
    """
    table: Plain = _yaml(TABLES / f"{name}.yaml")
    code = table["target"].partition(":")[2]
    records = [*_sources(table["sources"], code, data), *_parties(table["parties"], code)]
    records += [_placed(record, code) for record in table["records"]]
    accounts = [account for block in table["accounts"] for account in _accounts(block, code)]
    if "table" in table:
        accounts += _listed(data / table["sources"][table["table"]]["file"], f"source:{code}.{table['table']}")
    acts = [*_acts(accounts, table)]
    records += [*acts, *_statements(table["statements"], code, acts)]
    return _checked(records, name)


def _yaml(path: Path) -> Any:
    # Every scalar is a text: NOR is no number here, and NO no truth value.
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506


def _sources(table: Mapping[str, Plain], code: str, data: Path) -> Iterator[Plain]:
    for slug, entry in table.items():
        fields = {key: value for key, value in entry.items() if key not in ("file", "part", "note")}
        notes = [entry["note"].strip()] if "note" in entry else []
        if "file" in entry:
            fields["sha256"] = hashlib.sha256((data / entry["file"]).read_bytes()).hexdigest()
        else:
            notes.append(f"{_COPY}; what was read of it: {entry['part']}." if "part" in entry else f"{_COPY}.")
        yield {"type": "source", "id": f"source:{code}.{slug}", **fields} | ({"note": " ".join(notes)} if notes else {})


def _parties(table: list[Plain], code: str) -> Iterator[Plain]:
    for entry in table:
        fields = {key: value for key, value in entry.items() if key not in ("office", "of", "source")}
        if "office" in entry:
            fields["tenures"] = [{"office": entry["office"], "of": entry["of"]}]
        yield fields | {"citations": [{"source": f"source:{code}.{entry['source']}"}]}


def _placed(record: Plain, code: str) -> Plain:
    cited = [citation | {"source": f"source:{code}.{citation['source']}"} for citation in record["citations"]]
    vote = {key: int(value) for key, value in record["vote"].items()} if "vote" in record else None
    return record | {"citations": cited} | ({"vote": vote} if vote else {})


def _accounts(block: Plain, code: str) -> Iterator[Account]:
    """Give the accounts of a block of the table."""
    unknown = sorted(set(block) - _ACCOUNT)
    if unknown:
        _stop(f"{block['source']}: unknown: {', '.join(unknown)}")
    move = block.get("move", "recognition")
    seen = set[str]()
    for day, actors in block["days"].items():
        for actor in actors.split():
            if actor in seen:
                _stop(f"{block['source']}: {actor} is there twice")
            seen.add(actor)
            citation: Plain = {"source": f"source:{code}.{block['source']}"}
            if "via" in block:
                citation["via"] = [block["via"]]
            yield Account(
                actor=f"state:{actor}",
                happening=str(block.get("happening", move)),
                move=move,
                day=PartialDate(day),
                citations=[citation],
                label=str(block.get("account", block["source"])),
                notes=[block["note"].strip()] if "note" in block else [],
                rank=block.get("rank"),
                rank_reason=block.get("rank_reason"),
                after=block.get("after"),
            )


def _listed(path: Path, source: str) -> Iterator[Account]:
    """Give the accounts of the table of names; its names are resolved by the codes that its reader decides."""
    imported = palestine.read(path)
    if imported.refused:
        _stop(str(imported.summary()))
    ours = {
        code.value: state.id
        for state in reference.states().of(State)
        for code in state.codes
        if code.system == "iso2" and (code.period is None or code.period.open_end)
    }
    for act in imported.dataset.of(RecognitionAct):
        state = imported.dataset[act.actor]
        if not isinstance(state, State) or not state.codes or act.date is None:
            _stop(f"{act.id}: no code or no day")
        yield Account(
            actor=ours[state.codes[0].value],
            happening="recognition",
            move="recognition",
            day=act.date,
            citations=[{"source": source, "locator": act.citations[0].locator}],
            label="names",
        )


def _acts(accounts: list[Account], table: Plain) -> Iterator[Plain]:
    """Give the records of the accounts, those of each happening together."""
    happenings: dict[tuple[str, str, str], list[Account]] = {}
    for account in accounts:
        # What is told to have come after something is another happening than what is told without that order.
        happenings.setdefault((account.actor, account.happening, account.after or ""), []).append(account)
    code = table["target"].partition(":")[2]
    for (actor, happening, after), told in sorted(happenings.items()):
        kept = _joined(told)
        stem = f"{code}.{actor.partition(':')[2]}" + ("" if happening == "recognition" else f".{happening}")
        # Of a day that is open at its start all that is known is that the declaration came before.
        edges = [after] if after else list[str]()
        for account in kept:
            open_start = account.day.earliest is None and happening == "recognition"
            fields: Plain = {
                "type": "recognition",
                "id": f"recognition:{stem}" + (f".{account.label}" if len(kept) > 1 else ""),
                "actor": actor,
                "target": table["target"],
                "capacity": "state",
                "move": account.move,
                "date": str(account.day),
                "after": [*edges, *([table["after"]] if open_start else [])],
                "occurrence": stem if len(kept) > 1 else None,
                "rank": account.rank,
                "rank_reason": account.rank_reason,
                "note": " ".join(dict.fromkeys(account.notes)) or None,
                "citations": account.citations,
            }
            yield {key: value for key, value in fields.items() if value}


def _joined(told: list[Account]) -> list[Account]:
    """Give the accounts that differ, each with the citations of those that say the same or less."""
    kept = list[Account]()
    # Those that say most come first, and of these the first in the table.
    for account in sorted(told, key=lambda one: (one.day.latest or date.max) - (one.day.earliest or date.min)):
        finer = [other for other in kept if account.holds(other)]
        for other in finer:
            other.citations += [citation for citation in account.citations if citation not in other.citations]
            other.notes += account.notes
        if not finer:
            kept.append(account)
    labels = [account.label for account in kept]
    if len(set(labels)) < len(labels):
        _stop(f"{kept[0].actor}: two accounts are called alike: {', '.join(labels)}")
    return kept


def _statements(table: list[Plain], code: str, acts: list[Plain]) -> Iterator[Plain]:
    for entry in table:
        about = list[str]()
        for item in entry["about"].split():
            about += [item] if ":" in item else _meant(f"state:{item}", code, acts)
        fields: Plain = {
            "type": "statement",
            "id": f"statement:{code}.{entry['id']}",
            "force": entry["force"],
            "speaker": entry.get("who"),
            "attributed_to": entry.get("attributed"),
            "about": about,
            "gist": entry["gist"],
            "date": entry.get("date"),
            "citations": [{"source": f"source:{code}.{entry['source']}"}],
        }
        yield {key: value for key, value in fields.items() if value}


_OPEN: Final = ("pristina", "monrovia", "afp")
"""The accounts by which something has not happened."""


def _meant(actor: str, code: str, acts: list[Plain]) -> list[str]:
    """Give the accounts of a state that a statement denies or confirms: of a withdrawal, if there is one."""
    own = [act["id"] for act in acts if act["actor"] == actor and act["id"].rpartition(".")[2] not in _OPEN]
    withdrawn = [record_id for record_id in own if ".withdrawal" in record_id]
    meant = withdrawn or own
    if not meant:
        _stop(f"{code}: no act of {actor}")
    return meant


def _checked(records: list[Plain], name: str) -> bytes:
    """Give records that are sound together with the reference states, without these."""
    cited = {citation["source"] for record in records for citation in record.get("citations", ())}
    unused = sorted(record["id"] for record in records if record["type"] == "source" and record["id"] not in cited)
    if unused:
        _stop(f"{name}: nothing cites {', '.join(unused)}")
    states: list[Plain] = json.loads(dumps(reference.states()))["records"]
    document = {"format_version": recognition.FORMAT_VERSION, "records": [*states, *records]}
    dataset = loads(json.dumps(document))
    for problem in dataset.problems:
        if problem.severity is recognition.Severity.WARNING:
            _stop(str(problem))
    own = {record["id"] for record in records}
    whole = dumps(dataset, format="jsonl").splitlines(keepends=True)
    return whole[0] + b"".join(line for line in whole[1:] if json.loads(line)["id"] in own)


def _stop(message: str) -> NoReturn:
    raise SystemExit(message)


def main() -> None:
    """Write the files."""
    for name in NAMES:
        data = build(name, Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
        target = TARGET / f"recognition-of-{name}.jsonl"
        target.write_bytes(data)
        print(f"{target.name}: {len(data)} bytes, {len(data.splitlines()) - 1} records")


if __name__ == "__main__":
    main()
