"""How far two readers of the same articles coded the same acts.

Forty articles, drawn at random, were coded a second time by a reader who had not seen the first coding. ``second``
has that coding, and ``before`` the first one as it stood then::

    python tools/us_recognition/agreement.py             the figures, before anything was settled
    python tools/us_recognition/agreement.py --list      every disagreement, a line each

**Which acts are paired.** Acts of one article and one kind, a mutual recognition taken as its two acts. Two acts can be
a pair if they are of the same sides and the same move and their dates are at most a year apart; or if they cite a
common sentence, can be of one day, and have the same sides or the same move. Of all that can be, those are taken first
that share the most of sides, move and passage, and then those whose dates are nearest; each act is in one pair at most.
A government counts as a government of its state, since its id is up to the coder; so does an organisation as one.

**What is counted.** Presence: how many acts both have, of all acts that either has; as a share, twice the pairs by the
acts of both codings (Dice). Then, over the pairs, in how many each field is the same. Cohen's kappa is given where the
field is one of a few words; an act that nobody coded cannot be counted, so there is none of presence.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs
from coding import USA, Coding, read_coding

from recognition import PartialDate

HERE: Final = Path(__file__).resolve().parent
FIRST: Final = HERE / "before"
SECOND: Final = HERE / "second"
KINDS: Final = ("recognition", "diplomatic", "event")
WORDS: Final = {
    "recognition": ("actor", "target", "capacity", "move", "mode", "form", "degree"),
    "diplomatic": ("sides", "move", "level"),
    "event": ("sides", "move"),
}
"""The fields of each kind that are one word each."""
RATED: Final = frozenset(("capacity", "move", "mode", "form", "degree", "level"))
"""Those of which kappa is given: one of a few words that the format has."""
_YEAR: Final = 366
_TWO_SIDED: Final = frozenset(("establishment", "severance", "suspension", "resumption", "upgrade", "downgrade"))


@attrs.frozen
class Act:
    """What is compared of an act."""

    article: str
    kind: str
    id: str
    words: Mapping[str, str]
    date: PartialDate | None
    at: tuple[str, ...]

    @property
    def sides(self) -> tuple[str, ...]:
        """Who did it, and to whom."""
        return tuple(self.words[name] for name in ("actor", "target", "sides") if name in self.words)


@attrs.frozen
class Count:
    """In how many of the pairs a field is the same."""

    same: int
    of: int
    kappa: float | None

    @property
    def share(self) -> float:
        """The share, in per cent."""
        return 100 * self.same / self.of if self.of else 100.0


@attrs.frozen
class Agreement:
    """How far two codings agree on acts of one kind."""

    kind: str
    pairs: tuple[tuple[Act, Act], ...]
    only_first: tuple[Act, ...]
    only_second: tuple[Act, ...]

    @property
    def presence(self) -> float:
        """Twice the pairs by the acts of both, in per cent."""
        acts = 2 * len(self.pairs) + len(self.only_first) + len(self.only_second)
        return 200 * len(self.pairs) / acts if acts else 100.0

    def fields(self) -> Iterator[tuple[str, Count]]:
        """Give the count of each field."""
        for name in WORDS[self.kind]:
            told = [(one.words[name], other.words[name]) for one, other in self.pairs]
            yield name, _count(told, rated=name in RATED)
        for name, alike in _COMPARED.items():
            yield name, Count(sum(alike(one, other) for one, other in self.pairs), len(self.pairs), None)

    def disagreements(self) -> Iterator[str]:
        """Give each disagreement, a line each, in the order of the articles."""
        told = [(act, f"only the first has it ({_described(act)})") for act in self.only_first]
        told += [(act, f"only the second has it ({_described(act)})") for act in self.only_second]
        for one, other in self.pairs:
            told += [
                (one, f"{name}: {one.words[name]} | {other.words[name]}")
                for name in WORDS[self.kind]
                if one.words[name] != other.words[name]
            ]
            told += [
                (one, f"{name}: {_shown(one, name)} | {_shown(other, name)}")
                for name, alike in _COMPARED.items()
                if name != "date compatible" and not alike(one, other)
            ]
        for act, text in sorted(told, key=lambda pair: (pair[0].article, pair[0].id, pair[1])):
            yield f"{act.article}: {self.kind} {act.id}: {text}"


def acts_of(coding: Coding) -> Iterator[Act]:
    """Give the acts of a coding, with what a table leaves out filled in as the protocol has it."""
    for kind, table in coding.tables:
        if kind == "recognition":
            yield from _recognitions(coding, table)
        elif kind == "diplomatic":
            words = {"sides": _sides(coding, table), "move": table["move"], "level": table.get("level", "")}
            yield _act(coding, kind, table, words)
        elif kind == "event":
            words = {"sides": table.get("state", coding.state), "move": table["change"]}
            yield _act(coding, kind, table, words)


def _recognitions(coding: Coding, table: Mapping[str, Any]) -> Iterator[Act]:
    target = table.get("target", coding.state)
    capacity = "government" if target.startswith("government:") else "state"
    governments = {f"government:{item['id']}": item.get("state", coding.state) for _, item in coding.tables}
    actor, target = (
        f"a government of {governments[who]}"
        if who in governments
        else "an organization"
        if "organization:" in who
        else who
        for who in (table.get("actor", USA), target)
    )
    words = {
        "actor": actor,
        "target": target,
        "capacity": table.get("capacity", capacity),
        "move": table.get("move", "recognition"),
        "mode": table.get("mode", "unspecified"),
        "form": table.get("form", "unspecified"),
        "degree": table.get("degree", "unspecified"),
    }
    yield _act(coding, "recognition", table, words)
    if table.get("mutual"):
        act = _act(coding, "recognition", table, words | {"actor": target, "target": actor})
        yield attrs.evolve(act, id=f"{act.id}.returned")


def _sides(coding: Coding, table: Mapping[str, Any]) -> str:
    if table["move"] in _TWO_SIDED and not {"sender", "receiver"} & table.keys():
        return " and ".join(sorted(table.get("parties", (USA, coding.state))))
    other = coding.state if USA in {table.get("sender"), table.get("receiver")} else USA
    sender = table.get("sender", other if "receiver" in table else USA)
    return f"{sender} to {table.get('receiver', other if 'sender' in table else coding.state)}"


def _act(coding: Coding, kind: str, table: Mapping[str, Any], words: Mapping[str, str]) -> Act:
    date = PartialDate(table["date"]) if "date" in table else None
    return Act(coding.article, kind, table["id"], dict(words), date, tuple(table["at"]))


def compared(first: Sequence[Coding], second: Sequence[Coding]) -> tuple[Agreement, ...]:
    """Give how far two codings of the same articles agree, kind by kind."""
    return tuple(_compared(kind, first, second) for kind in KINDS)


def _compared(kind: str, first: Sequence[Coding], second: Sequence[Coding]) -> Agreement:
    pairs = list[tuple[Act, Act]]()
    left, right = list[Act](), list[Act]()
    for one, other in zip(first, second, strict=True):
        ours = [act for act in acts_of(one) if act.kind == kind]
        theirs = [act for act in acts_of(other) if act.kind == kind]
        ranked = sorted(
            ((_likeness(a, b), i, j) for i, a in enumerate(ours) for j, b in enumerate(theirs) if _can_be_one(a, b)),
        )
        taken, given = set[int](), set[int]()
        for _, i, j in ranked:
            if i not in taken and j not in given:
                taken.add(i)
                given.add(j)
                pairs.append((ours[i], theirs[j]))
        left += [act for i, act in enumerate(ours) if i not in taken]
        right += [act for j, act in enumerate(theirs) if j not in given]
    return Agreement(kind, tuple(pairs), tuple(left), tuple(right))


def _can_be_one(one: Act, other: Act) -> bool:
    sides, move = one.sides == other.sides, one.words["move"] == other.words["move"]
    if sides and move and _apart(one, other) <= _YEAR:
        return True
    return _overlap(one, other) and (sides or move) and _apart(one, other) == 0


def _likeness(one: Act, other: Act) -> tuple[int, int]:
    alike = (one.sides == other.sides) + (one.words["move"] == other.words["move"]) + _overlap(one, other)
    return -alike, _apart(one, other)


def _apart(one: Act, other: Act) -> int:
    """Give the days that lie at least between two acts; none, if one of them has no date or no bound there."""
    if one.date is None or other.date is None:
        return 0
    gaps = [
        (later.earliest - earlier.latest).days
        for earlier, later in ((one.date, other.date), (other.date, one.date))
        if later.earliest is not None and earlier.latest is not None
    ]
    return max(0, *gaps) if gaps else 0


def _overlap(one: Act, other: Act) -> bool:
    return any(_common(a, b) for a in one.at for b in other.at)


def _common(one: str, other: str) -> bool:
    (line, first, last), (line2, first2, last2) = _span(one), _span(other)
    return line == line2 and first <= last2 and first2 <= last


def _span(label: str) -> tuple[int, int, int]:
    line, _, run = label.partition(".")
    first, _, last = run.partition("-")
    return (int(line), int(first), int(last or first)) if run else (int(line), 0, sys.maxsize)


_COMPARED: Final[Mapping[str, Callable[[Act, Act], bool]]] = {
    "date": lambda one, other: one.date == other.date,
    "date compatible": lambda one, other: _apart(one, other) == 0,
    "passages overlap": _overlap,
}


def _shown(act: Act, name: str) -> str:
    return ";".join(act.at) if name == "passages overlap" else str(act.date or "none")


def _described(act: Act) -> str:
    return f"{act.words['move']}, {' to '.join(act.sides)}, {act.date or 'no date'}"


def _count(told: Sequence[tuple[str, str]], *, rated: bool) -> Count:
    same = sum(one == other for one, other in told)
    if not rated or not told:
        return Count(same, len(told), None)
    ours, theirs = Counter(one for one, _ in told), Counter(other for _, other in told)
    chance = sum(ours[word] * theirs[word] for word in ours) / len(told) ** 2
    return Count(same, len(told), None if chance == 1 else (same / len(told) - chance) / (1 - chance))


def codings(folder: Path) -> list[Coding]:
    """Give the codings of a folder, by name."""
    return [read_coding(path) for path in sorted(folder.glob("*.toml"))]


def table(agreements: Sequence[Agreement]) -> Iterator[str]:
    """Give the lines of the tables, in Markdown."""
    yield "| acts | both | only the first | only the second | agreement |"
    yield "|---|---|---|---|---|"
    for agreement in agreements:
        counts = (len(agreement.pairs), len(agreement.only_first), len(agreement.only_second))
        yield f"| {agreement.kind} | {' | '.join(map(str, counts))} | {agreement.presence:.1f} % |"
    yield ""
    yield "| acts | field | the same | of | per cent | kappa |"
    yield "|---|---|---|---|---|---|"
    for agreement in agreements:
        for name, count in agreement.fields():
            kappa = "" if count.kappa is None else f"{count.kappa:.2f}"
            yield f"| {agreement.kind} | {name} | {count.same} | {count.of} | {count.share:.1f} | {kappa} |"


def main() -> int:
    """Print the figures, or the disagreements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--first", type=Path, default=FIRST)
    parser.add_argument("--list", action="store_true")
    chosen = parser.parse_args()
    second = codings(SECOND)
    first = [read_coding(chosen.first / f"{coding.article}.toml") for coding in second]
    agreements = compared(first, second)
    lines = (line for one in agreements for line in one.disagreements()) if chosen.list else table(agreements)
    print(*lines, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
