"""Compare missions of the United States in the data with another coding of them, made from the same guide and more.

The other is the file of transitions of *US Diplomatic Mission Status Data* (B. Kenkel, v0.1, CC BY 4.0), coded by hand
from the guide and from the lists of chiefs of mission::

    python tools/us_recognition/cross_check.py             writes docs/reference/us-recognition-missions.md

Compared are, country by country: the first envoy, legation, ambassador or embassy; and every day on which a mission
ended, by the other file a change to None or to Interests, here a closing of a mission of the United States, a
severance or a suspension. A day of the other and one of the data are the same if they can be one, and of the data any
act of that kind counts: a legation may be told by its opening or by the credentials of its head. Every difference has
a row, and the reason, where one is known from reading, in ``cross_check.csv``.
"""

import argparse
import csv
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import attrs

from recognition import DiplomaticAct, DiplomaticMove, Level, PartialDate, Rank, Source, State, reference
from recognition.sources import us_missions

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
TARGET: Final = ROOT / "docs" / "reference" / "us-recognition-missions.md"
REASONS: Final = HERE / "cross_check.csv"
USA: Final = "state:USA"
_ENVOYS: Final = frozenset((Level.MINISTER, Level.AMBASSADOR))
_SENT: Final = frozenset(
    (
        DiplomaticMove.MISSION_OPENING,
        DiplomaticMove.UPGRADE,
        DiplomaticMove.LETTER_PRESENTED,
        DiplomaticMove.ACCEPTANCE,
        DiplomaticMove.APPOINTMENT,
    )
)
_ENDED: Final = frozenset((DiplomaticMove.SEVERANCE, DiplomaticMove.SUSPENSION))
_ELSEWHERE: Final = (".markup", ".heading", ".summary")
_NAMES: Final[Mapping[str, str]] = {
    "Austria": "austria",
    "Bahamas, The": "bahamas",
    "Cabo Verde": "cape-verde",
    "Eswatini": "swaziland",
    "Gambia, The": "gambia",
    "Marshall Islands": "marshall-islands",
    "Micronesia": "micronesia",
    "Netherlands, The": "netherlands",
    "North Yemen": "yemen",
    "Solomon Islands, The": "solomon-islands",
    "South Yemen": "yemen, south",
    "United Arab Emirates, The": "united-arab-emirates",
    "United Kingdom, The": "united-kingdom",
}
"""Articles of the guide by the names that the other file has for them, where they are not the articles' own."""
APART: Final = ("Taiwan", "Zanzibar")
"""Countries of the other file that have no article."""
_OTHERS: Final = frozenset(("DDR", "MEX", "austria-hungary", "central-american-federation"))
"""States of which acts are told in the article of another one too."""


_HOMES: Final = {
    "DDR": "german-democratic-republic",
    "MEX": "mexico",
    "austria-hungary": "austrian-empire",
    "central-american-federation": "central-american-federation",
}


@attrs.frozen(order=True)
class Row:
    """A comparison of one happening."""

    article: str
    what: str
    """``first`` or ``end``."""
    other: str
    """The day in the other file, or empty: it has none."""
    ours: str
    """The day in the data, or empty: it has none."""

    @property
    def same(self) -> bool:
        """Whether the two can be one day."""
        return bool(self.other and self.ours) and _can_be_one(PartialDate(self.other), PartialDate(self.ours))


def _can_be_one(one: PartialDate, other: PartialDate) -> bool:
    return not any(
        early.latest is not None and late.earliest is not None and early.latest < late.earliest
        for early, late in ((one, other), (other, one))
    )


def articles() -> dict[str, str]:
    """Give the name of each article by its title, without what every title has."""
    data = reference.us_recognition()
    found = {}
    for source in data.of(Source):
        if source.id.startswith("source:rdcr."):
            found[_plain(source.title.rpartition(": ")[2])] = source.id.removeprefix("source:rdcr.")
    return found


def _plain(title: str) -> str:
    return re.sub(r"^the ", "", re.sub(r"[^a-z]+", " ", title.lower()).strip())


def rows(path: Path) -> Iterator[Row]:
    """Give the comparisons of all countries of the other file.

    Raises:
        LookupError: if a country of it is of no article.
    """
    titles = articles()
    theirs: dict[str, list[DiplomaticAct]] = {}
    dataset = us_missions.read(path).dataset
    names = {state.id: state.name for state in dataset.of(State)}
    for act in dataset.of(DiplomaticAct):
        name = names[act.receiver or ""]
        if name in APART:
            continue
        article = _NAMES.get(name) or titles.get(_plain(name))
        if article is None:
            message = f"{name!r} of {path.name} is no title of an article"
            raise LookupError(message)
        theirs.setdefault(article, []).append(act)
    ours: dict[str, list[DiplomaticAct]] = {}
    for act in reference.us_recognition().of(DiplomaticAct):
        if act.id.startswith("diplomatic:us.") and not act.id.endswith(_ELSEWHERE) and act.rank is not Rank.DEPRECATED:
            ours.setdefault(_article(act), []).append(act)
    for article, acts in sorted(theirs.items()):
        yield from _first(article, acts, ours.get(article, []))
        yield from _ends(article, acts, ours.get(article, []))


def _article(act: DiplomaticAct) -> str:
    """Give the article that an act is compared in, with South Yemen apart."""
    name = act.id.split(".")[1]
    state = next(one for one in (*act.parties, act.sender, act.receiver) if one not in {USA, None})
    slug = (state or "").removeprefix("state:")
    if slug == "YMD":
        return "yemen, south"
    told_elsewhere = slug in _OTHERS and name not in _HOMES[slug]
    return f"{name}, of {slug}" if told_elsewhere else name


def _first(article: str, theirs: Sequence[DiplomaticAct], ours: Sequence[DiplomaticAct]) -> Iterator[Row]:
    other = sorted((act for act in theirs if act.level in _ENVOYS), key=_key)
    own = sorted((act for act in ours if _is_mission(act)), key=_key)
    if not other and not own:
        return
    first = other[0].date if other else None
    near = [act for act in own[:4] if first and act.date and _can_be_one(act.date, first)]
    chosen = near[0] if near else own[0] if own else None
    yield Row(article, "first", str(first or ""), str((chosen and chosen.date) or ""))


def _is_mission(act: DiplomaticAct) -> bool:
    """Tell whether an act sends or raises an envoy or a mission of the United States; a charge d'affaires is one."""
    sent = act.move in _SENT and act.date is not None and (act.sender == USA or bool(act.parties))
    return (
        sent
        and act.level in {*_ENVOYS, Level.CHARGE, None}
        and not (act.level is None and act.move not in {DiplomaticMove.LETTER_PRESENTED, DiplomaticMove.ACCEPTANCE})
    )


def _ends(article: str, theirs: Sequence[DiplomaticAct], ours: Sequence[DiplomaticAct]) -> Iterator[Row]:
    other = list(_falls(sorted(theirs, key=_key)))
    own = sorted((act for act in ours if _is_end(act)), key=_key)
    left = list(own)
    for act, envoys in other:
        near = [one for one in left if act.date and one.date and _can_be_one(one.date, act.date)]
        for one in near:
            left.remove(one)
        if not near and not envoys:
            continue
        yield Row(article, "end", str(act.date), str(near[0].date) if near else "")
    for one in left:
        yield Row(article, "end", "", str(one.date))


def _falls(acts: Sequence[DiplomaticAct]) -> Iterator[tuple[DiplomaticAct, bool]]:
    """Give the changes to none, or to a section of interests, and whether there was more than a consulate before."""
    before: Level | None = None
    for act in acts:
        if act.level in {Level.NONE, Level.INTERESTS_SECTION} and before is not None:
            yield act, before in {*_ENVOYS, Level.LIAISON}
        before = act.level


def _is_end(act: DiplomaticAct) -> bool:
    closing = act.move is DiplomaticMove.MISSION_CLOSING and act.sender == USA
    return act.date is not None and (closing or (act.move in _ENDED and USA in act.parties))


def _key(act: DiplomaticAct) -> tuple[date, date, str]:
    """Give the order of acts that have a date: by the first day that it may be."""
    if act.date is None:
        return date.max, date.max, act.id
    return act.date.earliest or date.min, act.date.latest or date.max, act.id


def reasons() -> dict[Row, str]:
    """Give the reasons of differences, by row."""
    with REASONS.open(encoding="utf-8", newline="") as stream:
        return {
            Row(line["article"], line["what"], line["other"], line["ours"]): line["why"]
            for line in csv.DictReader(stream)
        }


def page(found: Sequence[Row]) -> Iterator[str]:
    """Give the lines of the page.

    Raises:
        LookupError: if a difference has no reason, or a reason no difference.
    """
    why = reasons()
    differences = [row for row in found if not row.same]
    unmatched = set(differences) ^ set(why)
    if unmatched:
        message = "\n".join(f"{REASONS.name} and the files differ: {row}" for row in sorted(unmatched))
        raise LookupError(message)
    yield _HEAD
    yield "| | compared | can be one day | differences |"
    yield "|---|---|---|---|"
    for what, told in (("first", "first mission"), ("end", "ends of missions or relations")):
        rows_ = [row for row in found if row.what == what]
        same = sum(row.same for row in rows_)
        yield f"| {told} | {len(rows_)} | {same} | {len(rows_) - same} |"
    yield ""
    yield "## Differences"
    yield ""
    yield "| article | what | other data | here | why |"
    yield "|---|---|---|---|---|"
    for row in sorted(differences):
        what = {"first": "first mission", "end": "end"}[row.what]
        yield f"| {row.article} | {what} | {row.other} | {row.ours} | {why[row]} |"


_HEAD: Final = """\
# Missions of the United States, compared with another coding

[Recognition by the United States](us-recognition.md) compared with the file of transitions of *US Diplomatic Mission
Status Data* by Brenton Kenkel (v0.1, CC BY 4.0), which was coded by hand from the same guide and from the lists of
chiefs of mission, for another question: at which level the United States was represented, day by day. This page is
written by `tools/us_recognition/cross_check.py`.

Compared are the first envoy, legation, ambassador or embassy of each country, and every day on which a mission or
relations ended: there a change to *None* or *Interests*, here a closing of a mission of the United States, a severance
or a suspension. Countries that have no article in the guide, Taiwan and Zanzibar, are left out. Two days that can be
one are the same; of several acts of one happening here, any may be. Where they differ, the article was read again. An
end that the other data has of a consulate counts only where there is one here.
"""


def main() -> int:
    """Write the page, or print the differences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = ROOT.parent / "shared" / "data" / "us_missions" / "2024-01-16_transitions.csv"
    parser.add_argument("--transitions", type=Path, default=default)
    parser.add_argument("--list", action="store_true", help="print the differences, and write nothing")
    chosen = parser.parse_args()
    found = list(rows(chosen.transitions))
    if chosen.list:
        print(*(row for row in found if not row.same), sep="\n")
        return 0
    TARGET.write_text("\n".join(page(found)) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
