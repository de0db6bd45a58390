"""Write the reference data of states: the lists of others, joined by the decisions of identity in ``tools/reference``.

Run it from the root of the project. The files of the lists are not part of the project; an argument names the folder
that holds them, as ``docs/reference/reference-data.md`` tells. Every row of every list has to be decided, and every
decision has to find its row: what is left over stops the script.
"""

import csv
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn
from xml.etree import ElementTree as ET

import attrs
import yaml

from recognition import Citation, Code, Dataset, Membership, Name, PartialDate, Period, Source, State, Succession
from recognition.io import dumps
from recognition.model.record import Record
from recognition.model.vocabulary import SuccessionManner
from recognition.sources import cow, gw

ROOT: Final = Path(__file__).resolve().parent.parent
TABLES: Final = ROOT / "tools" / "reference"
TARGET: Final = ROOT / "src" / "recognition" / "reference" / "states.jsonl"
DATA: Final = ROOT.parent / "shared" / "data"

COUNTRY_CODES: Final = "source:country-codes-csv"
FORMER_CODES: Final = "source:pycountry-iso3166-3"
GUIDE: Final = "source:rdcr"
_ENGLISH: Final = ("official_name_en", "UNTERM English Short", "UNTERM English Formal", "CLDR display name")
_OTHERS: Final = {"ar": "official_name_ar", "es": "official_name_es", "fr": "official_name_fr"} | {
    "ru": "official_name_ru",
    "zh": "official_name_cn",
}
_Table = Mapping[str, Mapping[str, Any]]
_TEI: Final = "{http://www.tei-c.org/ns/1.0}"


@attrs.define
class Draft:
    """A state in the making."""

    id: str
    name: str
    note: str | None
    names: list[Name] = attrs.field(factory=list)
    codes: list[Code] = attrs.field(factory=list)
    memberships: list[Membership] = attrs.field(factory=list)
    succeeds: list[Succession] = attrs.field(factory=list)
    citations: list[Citation] = attrs.field(factory=list)

    def call(self, text: str, language: str = "en", period: Period | None = None) -> None:
        """Add a name, if it is not there yet."""
        if text and all((text, language) != (name.text, name.language) for name in self.names):
            self.names.append(Name(text=text, language=language, period=period))

    def code(self, system: str, value: str, period: Period | None = None) -> None:
        """Add a code, if there is one."""
        if not value:
            return
        self.codes.append(Code(system=system, value=value, period=period))

    def cite(self, source: str, locator: str | None = None) -> None:
        """Add a citation, if it is not there yet."""
        citation = Citation(source=source, locator=locator)
        if citation not in self.citations:
            self.citations.append(citation)

    def state(self) -> State:
        """Give the record."""
        return State(
            id=self.id,
            name=self.name,
            names=tuple(self.names),
            codes=tuple(dict.fromkeys(self.codes)),
            memberships=tuple(sorted(self.memberships, key=lambda one: (one.system, _start(one), str(one.period)))),
            succeeds=tuple(self.succeeds),
            note=self.note,
            citations=tuple(self.citations),
        )


def _start(membership: Membership) -> date:
    start = membership.period.start if membership.period else None
    return (start.earliest if start else None) or date.min


def build(data: Path = DATA) -> bytes:
    """Give the reference data in canonical JSON Lines.

    Args:
        data: the folder with the folders of the lists.
    """
    table: _Table = _yaml("states.yaml")["states"]
    drafts = {key: Draft(key, entry["name"], entry.get("note")) for key, entry in table.items()}
    sources = [*_sources()]
    sources += _country_codes(data / "country_codes" / "country-codes.csv", table, drafts)
    _former_codes(drafts)
    lists = data / "cow_states", data / "gw_states"
    sources += _list("cow", cow.read(lists[0] / "states2016.csv", lists[0] / "cow_statelist2024.csv"), table, drafts)
    sources += _list("gw", gw.read(lists[1] / "ksgmdw.txt", lists[1] / "microstates.txt"), table, drafts)
    _united_nations(drafts)
    sources += _guide(data / "us_rdcr" / "articles", table, drafts)
    for key, entry in table.items():
        _decided(drafts[key], entry)
    states = [draft.state() for draft in drafts.values()]
    cited = {citation.source for state in states for citation in state.citations}
    unused = sorted(source.id for source in sources if source.id not in cited)
    if unused:
        _stop(f"nothing cites {', '.join(unused)}")
    records: list[Record] = [*sources, *states]
    return dumps(Dataset(records), format="jsonl")


def _yaml(name: str) -> Any:
    # Every scalar is a text: 1905 is no number here, and NO no truth value.
    return yaml.load((TABLES / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the rows of a CSV file with their lines."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        for row in reader:
            yield reader.line_num, row


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _sources() -> Iterator[Source]:
    for slug, entry in _yaml("sources.yaml")["sources"].items():
        fields = dict(entry)
        published = fields.pop("published", None)
        yield Source(id=f"source:{slug}", published=published and PartialDate(published), **fields)


def _country_codes(path: Path, table: _Table, drafts: Mapping[str, Draft]) -> Iterator[Source]:
    rows = {row["ISO3166-1-Alpha-3"]: (line, row) for line, row in _rows(path)}
    states = {
        alpha3
        for alpha3, (_, row) in rows.items()
        if row["is_independent"] in ("Yes", "In contention") or row["is_independent"].startswith("Associated")
    }
    for alpha3, key in _decisions("iso", table, states, also=set(rows)).items():
        line, row = rows[alpha3]
        draft = drafts[key]
        for column in _ENGLISH:
            draft.call(_plain_name(row[column]))
        for language, column in _OTHERS.items():
            draft.call(row[column], language)
        draft.code("iso2", row["ISO3166-1-Alpha-2"])
        draft.code("iso3", alpha3)
        draft.code("iso-numeric", row["ISO3166-1-numeric"].zfill(3))
        draft.code("wikidata", row["wikidata_id"].rpartition("/")[2])
        draft.cite(COUNTRY_CODES, f"line {line}")
    yield Source(
        id=COUNTRY_CODES,
        title="Country codes: country-codes.csv, with the names of UNTERM and CLDR",
        publisher="datasets/country-codes",
        url="https://github.com/datasets/country-codes/tree/caa72d1e0e5af8876c170bb36a9e4d64a01bba88",
        language="en",
        sha256=_sha256(path),
    )


def _plain_name(text: str) -> str:
    """Give a name without the marks that the list sets beside it, and without an article before it."""
    return re.sub(r"\(the\)|\*", "", text).strip().removeprefix("the ")


def _former_codes(drafts: Mapping[str, Draft]) -> None:
    """Add the codes that were withdrawn; those of the same state that took their place began on that day."""
    for _, row in _rows(TABLES / "former-codes.csv"):
        if not row["state"]:
            continue
        draft = drafts[row["state"]]
        period = Period(f"{row['since']}/{row['withdrawn']}")
        values = (("iso2", row["alpha2"]), ("iso3", row["alpha3"]), ("iso-numeric", row["numeric"]))
        for system, value in values:
            current = [code for code in draft.codes if code.system == system and code.period is None]
            if not value or any(code.value == value for code in current):
                continue
            for code in current:
                draft.codes[draft.codes.index(code)] = attrs.evolve(code, period=Period(f"{row['withdrawn']}/.."))
            draft.code(system, value, period)
        draft.code("iso4", row["alpha4"])
        # Where the state goes on under another code, its name was changed too; where it ended, its name was not.
        renamed = any(code.system == "iso3" and code.value != row["alpha3"] for code in draft.codes)
        draft.call(row["name"], period=period if renamed else None)
        draft.cite(FORMER_CODES, row["alpha4"])


def _list(scheme: str, imported: Any, table: _Table, drafts: Mapping[str, Draft]) -> Iterator[Source]:
    """Add the spells of a list of states, each whole and each once."""
    if imported.refused:
        _stop(f"{scheme}: {imported.summary()}")
    listed = {state.id.removeprefix(f"state:{scheme}."): state for state in imported.dataset.of(State)}
    for item, key in _decisions(scheme, table, set(listed)).items():
        state, draft = listed[item], drafts[key]
        for name in (state.name, *(name.text for name in state.names)):
            draft.call(name)
        for code in state.codes:
            for spell in _latest(state.memberships):
                draft.code(code.system, code.value, spell.period)
        draft.memberships += state.memberships
        for citation in state.citations:
            draft.cite(citation.source, citation.locator)
    return iter(imported.dataset.of(Source))


def _latest(memberships: Iterable[Membership]) -> Iterator[Membership]:
    """Give the spells of the latest release of a list that has them, or of its longest form."""
    held = [*memberships]
    return (one for one in held if one.system == max(other.system for other in held))


def _decisions(
    what: str, table: _Table, rows: AbstractSet[str], *, also: AbstractSet[str] = frozenset()
) -> dict[str, str]:
    """Give the state that each row of a list is decided to be.

    Args:
        what: the field of the table of decisions that names the rows.
        table: the table of decisions.
        rows: the rows that have to be decided.
        also: further rows that may be.
    """
    decided = [(item, key) for key, entry in table.items() for item in _items(entry.get(what, ()))]
    decisions = dict(decided)
    twice = sorted({item for item, key in decided if decisions[item] != key})
    undecided, missing = sorted(rows - set(decisions)), sorted(set(decisions) - rows - also)
    for told, items in (("decided twice", twice), ("not decided", undecided), ("not found", missing)):
        if items:
            _stop(f"{what}: {told}: {', '.join(items)}")
    return decisions


def _items(entry: Any) -> Iterable[str]:
    return (entry,) if isinstance(entry, str) else entry


def _stop(message: str) -> NoReturn:
    raise SystemExit(message)


def _united_nations(drafts: Mapping[str, Draft]) -> None:
    for _, row in _rows(TABLES / "un-members.csv"):
        draft = drafts[row["state"]]
        draft.memberships.append(Membership(system="un", period=Period(f"{row['first']}/{row['last']}")))
        for item in row["sources"].split("; "):
            draft.cite(*_place(item))


def _guide(folder: Path, table: _Table, drafts: Mapping[str, Draft]) -> Iterator[Source]:
    """Add the articles of the guide, with the titles that they give."""
    files = {path.stem: path for path in sorted(folder.glob("*.xml"))}
    decisions = _decisions("rdcr", table, set(files))
    for stem, path in files.items():
        short = next(
            " ".join("".join(title.itertext()).split())
            for title in ET.parse(path).iter(f"{_TEI}title")  # noqa: S314 - it is run on files that were looked at
            if title.get("type") == "short"
        )
        draft = drafts[decisions[stem]]
        draft.call(short.removesuffix("*").removeprefix("The "))
        draft.cite(GUIDE, path.name)
    manifest = "".join(f"{_sha256(path)}  {path.name}\n" for path in files.values())
    yield Source(
        id=GUIDE,
        title="A Guide to the United States' History of Recognition, Diplomatic, and Consular Relations, since 1776",
        publisher="Department of State",
        url="https://github.com/HistoryAtState/rdcr/tree/f3c53549557dd8cf5d9d85096140ed58208f91c6/articles",
        language="en",
        sha256=hashlib.sha256(manifest.encode()).hexdigest(),
        note=(
            f"{len(files)} articles, a file each. The digest is that of a list of the files by name, a line each: the "
            "digest of the file, two blanks, its name. The articles are in the public domain."
        ),
    )


def _decided(draft: Draft, entry: Mapping[str, Any]) -> None:
    """Add what only the table of decisions has."""
    for name in entry.get("names", ()):
        draft.call(name["text"], period=Period(name["period"]) if "period" in name else None)
        draft.cite(*_place(name["source"]))
    for succession in entry.get("succeeds", ()):
        draft.succeeds.append(Succession(state=succession["state"], manner=SuccessionManner(succession["manner"])))
        draft.cite(*_place(succession["source"]))
    for source in entry.get("sources", ()):
        draft.cite(*_place(source))


def _place(text: str) -> tuple[str, str | None]:
    """Give the source and the place in it that a table names."""
    slug, _, locator = text.partition(" ")
    return f"source:{slug}", locator or None


def main() -> None:
    """Write the file."""
    data = build(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
    TARGET.write_bytes(data)
    print(f"{TARGET}: {len(data)} bytes")


if __name__ == "__main__":
    main()
