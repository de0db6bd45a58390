"""Errors between records: what is refused, what is only just right, and that it takes linear time."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import pytest

from recognition import (
    Capacity,
    Change,
    Dataset,
    Domain,
    Event,
    Government,
    InvalidDataError,
    Measure,
    Organization,
    OrganizationType,
    PartialDate,
    Period,
    RecognitionAct,
    RecognitionMove,
    Record,
    Restriction,
    Source,
    State,
    Succession,
    SuccessionManner,
)
from recognition.dataset import checks
from recognition.dataset.order import cycles_of
from recognition.formats.shape import Sort
from recognition.model.registry import RECORD_CLASSES
from recognition.model.shape import fields_of
from recognition.model.text import MomentForm, Ref
from tests.counting import calls

A = State(id="state:A", name="A")
Found = set[tuple[str, str]]


def errors(*records: Record) -> Found:
    """Give code and path of each error of records that are no dataset; nothing if they are one."""
    try:
        Dataset(records)
    except InvalidDataError as error:
        problems = error.problems
    else:
        problems = ()
    assert all(problem.severity == "error" for problem in problems)
    return {(problem.code, problem.path) for problem in problems}


def event(slug: str, day: str | None = None, **fields: Any) -> Event:
    """Give an event on a day."""
    date = PartialDate(day) if day else None
    return Event(id=f"event:{slug}", change=Change.TAKEOVER, state="state:A", date=date, **fields)


def ban(slug: str, period: str | None = None, **fields: Any) -> Restriction:
    """Give a restriction with a period."""
    return Restriction(
        id=f"restriction:{slug}",
        imposer="state:A",
        groups=("women",),
        domain=Domain.EDUCATION,
        measure=Measure.BAN,
        period=Period(period) if period else None,
        **fields,
    )


def state(slug: str, *after: str) -> State:
    """Give a state that succeeds others."""
    succeeds = tuple(Succession(state=f"state:{other}", manner=SuccessionManner.SUCCESSOR) for other in after)
    return State(id=f"state:{slug}", name=slug, succeeds=succeeds)


def organ(slug: str, whole: str | None = None) -> Organization:
    """Give an organisation that is part of another."""
    return Organization(
        id=f"organization:{slug}",
        name=slug,
        category=OrganizationType.OTHER,
        part_of=f"organization:{whole}" if whole else None,
    )


# --- ids and references --------------------------------------------------------------------------------------------


def test_one_id_twice_is_an_error_at_the_second() -> None:
    """Every record after the first of an id is named, though the contents are equal."""
    assert errors(A, A, A) == {("duplicate-id", "$.records[1].id"), ("duplicate-id", "$.records[2].id")}
    assert errors(A, organ("A")) == set()


def reference_fields() -> list[tuple[str, str]]:
    """Give every field of every record class that refers to records, directly or in a value."""
    found = list[tuple[str, str]]()
    for kind, cls in RECORD_CLASSES.items():
        for field in fields_of(cls):
            inner = fields_of(field.type) if field.sort is Sort.VALUE else (field,)
            found += [
                (kind, field.name if field.sort is not Sort.VALUE else f"{field.name}.{item.name}")
                for item in inner
                if item.sort is Sort.TEXT
                and isinstance(item.form, Ref | MomentForm)
                and not getattr(item.form, "own", False)
            ]
    return found


def test_every_reference_that_dangles_is_told_with_its_path() -> None:
    """Of the dataset that uses everything, taking away any one record tells every place that named it, and no other."""
    from pathlib import Path  # noqa: PLC0415 - only here

    import recognition  # noqa: PLC0415 - only here

    everything = list(recognition.load(Path(__file__).parents[1] / "golden" / "valid" / "everything.json"))
    converter = recognition.make_converter()
    seen = set[tuple[str, str]]()
    for gone in everything:
        rest = [record for record in everything if record is not gone]
        expected: Found = set()
        for position, record in enumerate(rest):
            for path in _naming(converter.unstructure(record), gone.id):
                if path not in ("$.id", "$.type"):
                    expected.add(("dangling-reference", f"$.records[{position}]{path[1:]}"))
                    names = [step.partition("[")[0] for step in path[2:].split(".")]
                    seen.add((record.kind, ".".join(names)))
        assert {row for row in errors(*rest) if row[0] == "dangling-reference"} == expected
    # Only some fields name a record that something else names too; the rest are in the table.
    assert seen <= set(reference_fields())
    assert len(seen) >= len(reference_fields()) - 12


def _naming(value: Any, record_id: str, path: str = "$") -> list[str]:
    """Give the paths of the texts that name a record, in plain data."""
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in _naming(item, record_id, f"{path}.{key}")]
    if isinstance(value, list):
        return [found for key, item in enumerate(value) for found in _naming(item, record_id, f"{path}[{key}]")]
    return [path] if isinstance(value, str) and value.partition("@")[0] == record_id else []


# --- cycles --------------------------------------------------------------------------------------------------------


def test_succession_may_branch_and_join_but_not_return() -> None:
    """States may share predecessors; a state that comes after itself, at whatever distance, is an error."""
    assert errors(state("A"), state("B", "A"), state("C", "A"), state("D", "B", "C")) == set()
    assert errors(state("A", "A")) == {("cyclic-succession", "$.records[0].succeeds")}
    ring = errors(state("A", "B"), state("B", "C"), state("C", "A"))
    assert len(ring) == 1
    assert {code for code, _ in ring} == {"cyclic-succession"}


def test_two_cycles_are_two_errors() -> None:
    """Cycles that have nothing in common are each told."""
    found = errors(state("A", "B"), state("B", "A"), state("C", "D"), state("D", "C"), state("E", "A"))
    assert found == {("cyclic-succession", "$.records[0].succeeds"), ("cyclic-succession", "$.records[2].succeeds")}


def test_parts_may_nest_but_not_contain_themselves() -> None:
    """`part_of` of organisations and restrictions must come to an end."""
    assert errors(organ("a", "b"), organ("b", "c"), organ("c")) == set()
    assert {code for code, _ in errors(organ("a", "b"), organ("b", "c"), organ("c", "a"))} == {"cyclic-part"}
    assert errors(A, ban("a", part_of="restriction:b"), ban("b")) == set()
    assert errors(A, ban("a", part_of="restriction:a")) == {("cyclic-part", "$.records[1].part_of")}


def test_corrections_may_follow_each_other_but_not_in_a_circle() -> None:
    """A record may be corrected twice, and one may correct two; no record corrects itself."""
    assert (
        errors(A, event("a"), event("b", supersedes=("event:a",)), event("c", supersedes=("event:a", "event:b")))
        == set()
    )
    assert errors(A, event("a", supersedes=("event:a",))) == {("cyclic-supersession", "$.records[1].supersedes")}
    assert {
        code for code, _ in errors(A, event("a", supersedes=("event:b",)), event("b", supersedes=("event:a",)))
    } == {"cyclic-supersession"}


def test_order_may_not_return() -> None:
    """`after` and `before` edges may not form a cycle, also through the start and end of a period."""
    assert errors(A, event("a", after=("event:b",)), event("b")) == set()
    assert errors(A, event("a", after=("event:b",)), event("b", before=("event:a",))) == set()
    assert {code for code, _ in errors(A, event("a", after=("event:b",)), event("b", after=("event:a",)))} == {
        "cyclic-order"
    }
    assert {code for code, _ in errors(A, event("a", before=("event:b",)), event("b", before=("event:a",)))} == {
        "cyclic-order"
    }
    # a after the end of the ban, the ban's start after a: the ban would start after its end.
    ring = errors(A, event("a", after=("restriction:x@end",)), ban("x", after=("event:a",)))
    assert {code for code, _ in ring} == {"cyclic-order"}
    assert errors(A, event("a", after=("restriction:x@start",)), ban("x", before=("event:a",))) == set()


def test_the_order_that_a_superseded_record_gave_counts_no_more() -> None:
    """A correction takes the edges of what it corrects out of the order."""
    wrong = event("a", after=("event:b",))
    right = event("c", before=("event:b",), supersedes=("event:a",))
    assert errors(A, wrong, right, event("b", after=("event:c",))) == set()
    assert (
        errors(A, event("a", "2021", after=("event:b",)), event("b", "2022"), event("c", supersedes=("event:a",)))
        == set()
    )


# --- order against dates -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("earlier", "later", "fine"),
    [
        ("2021-08-15", "2021-08-16", True),
        ("2021-08-15", "2021-08-15", True),
        ("2021-08-16", "2021-08-15", False),
        ("2021-08", "2021-08-01", True),
        ("2021-08", "2021-07-31", False),
        ("2022", "2021-12-31", False),
        ("2022?", "2021", False),
        ("[..2021]", "2021-01-01", True),
        ("[2022..]", "2021", False),
        ("202X", "2019", False),
        (None, "0001-01-01", True),
        ("9999-12-31", None, True),
    ],
)
def test_an_edge_is_violated_only_by_dates_that_certainly_do(
    earlier: str | None, later: str | None, fine: bool
) -> None:
    """An edge means not earlier than, and dates that leave room for it are no error, whichever record declares it."""
    assert errors(A, event("a", earlier), event("b", later, after=("event:a",))) == (
        set() if fine else {("order-violated", "$.records[2].after[0]")}
    )
    assert errors(A, event("a", earlier, before=("event:b",)), event("b", later)) == (
        set() if fine else {("order-violated", "$.records[1].before[0]")}
    )


def test_order_goes_through_what_has_no_date() -> None:
    """An edge is violated also by a date further up, through records without a date."""
    chain = [event("a", "2022"), event("b", after=("event:a",)), event("c", after=("event:b",))]
    assert errors(A, *chain, event("d", "2021", after=("event:c",))) == {("order-violated", "$.records[4].after[0]")}
    assert errors(A, *chain, event("d", "2022", after=("event:c",))) == set()


def test_one_violation_is_told_once() -> None:
    """What lies behind a violated edge is not blamed for it."""
    records = [event("a", "2022"), event("b", "2021", after=("event:a",)), event("c", "2021", after=("event:b",))]
    assert errors(A, *records) == {("order-violated", "$.records[2].after[0]")}


@pytest.mark.parametrize(
    ("period", "moment", "day", "fine"),
    [
        ("2000/2001", "end", "2001-12-31", True),
        ("2000/2001", "end", "2001-01-01", True),
        ("2000/2001", "end", "2000-12-31", False),
        ("2000/2001-06-01", "end", "2001-05-31", False),
        ("2000/2001", "end", "1999", False),
        ("2000/2001", "start", "1999", False),
        ("2000/", "end", "1999", False),
        ("/2001", "start", "1900", True),
        ("/2001-01-01", "end", "2000-12-31", False),
        ("../..", "end", "1900", True),
        ("2000-06/2000-06-15", "start", "2000-05-31", False),
    ],
)
def test_edges_to_the_ends_of_a_period(period: str, moment: str, day: str, fine: bool) -> None:
    """An act after the start or end of a period is no earlier than the earliest day of that end."""
    after = (f"restriction:x@{moment}",)
    assert errors(A, ban("x", period), event("a", day, after=after)) == (
        set() if fine else {("order-violated", "$.records[2].after[0]")}
    )


def test_each_kind_has_the_moments_that_its_fields_give() -> None:
    """An act has its day of effect, a government the period of its control, a source its day of publication."""
    act = RecognitionAct(
        id="recognition:r",
        actor="state:A",
        target="state:B",
        capacity=Capacity.STATE,
        move=RecognitionMove.RECOGNITION,
        date=PartialDate("2000"),
        effective=PartialDate("2005"),
    )
    late, early = event("z", "2003", after=("recognition:r",)), event("z", "2003", before=("recognition:r",))
    assert {code for code, _ in errors(A, state("B"), act, late)} == {"order-violated"}
    assert errors(A, state("B"), act, early) == set()
    government = Government(
        id="government:g", name="G", state="state:A", control=Period("1990/1995"), existence=Period("1980/2020")
    )
    assert errors(A, government, event("z", "1996", after=("government:g@end",))) == set()
    assert {code for code, _ in errors(A, government, event("z", "1989", after=("government:g@start",)))} == {
        "order-violated"
    }
    source = Source(id="source:s", title="S", published=PartialDate("2000"))
    assert {code for code, _ in errors(A, source, event("z", "1999", after=("source:s",)))} == {"order-violated"}


# --- time ----------------------------------------------------------------------------------------------------------


def _chain(count: int) -> list[Record]:
    first: list[Record] = [A, event("0", "2000")]
    return first + [event(str(n), after=(f"event:{n - 1}",)) for n in range(1, count)]


def _accounts(count: int) -> list[Record]:
    days = (f"{1900 + n % 100}-{1 + n % 12:02}" for n in range(count))
    return [A, *(event(str(n), day, occurrence="x") for n, day in enumerate(days))]


def _dangling(count: int) -> list[Record]:
    return [state(str(n), f"x{n}") for n in range(count)]


def _acts(count: int) -> list[Record]:
    moves = (RecognitionMove.RECOGNITION, RecognitionMove.WITHDRAWAL)
    fields: dict[str, Any] = {"actor": "state:A", "target": "government:G", "capacity": Capacity.GOVERNMENT}
    return [
        A,
        Government(id="government:G", name="G", state="state:A", existence=Period("1900/..")),
        *(
            RecognitionAct(
                id=f"recognition:{n}",
                **fields,
                move=moves[n % 2],
                date=PartialDate(f"{1900 + n % 90}"),
                sole=n % 2 == 0,
            )
            for n in range(count)
        ),
    ]


@pytest.mark.parametrize(
    "make",
    [
        lambda count: [state(str(n)) for n in range(count)],
        lambda count: [state(str(n), *([str(n - 1)] if n else [])) for n in range(count)],
        lambda count: [state(str(n), str((n + 1) % count)) for n in range(count)],
        lambda count: [organ(str(n), str(n - 1) if n else None) for n in range(count)],
        _chain,
        _accounts,
        _acts,
    ],
    ids=["unlinked", "succession", "ring", "parts", "order", "accounts", "acts"],
)
def test_the_checks_take_linear_time(make: Callable[[int], Sequence[Record]]) -> None:
    """Four times the records take about four times the work, counted in calls."""
    few, many = make(500), make(2_000)
    errors(*few)  # so that what is made on first use is there
    assert calls(lambda: errors(*many)) < 6 * calls(lambda: errors(*few))


def test_near_ids_are_looked_for_a_bounded_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of nothing but faults is read too: near ids are looked for at most a hundred times, among 5,000."""
    asked = list[int]()

    def count(_ref: str, known: Sequence[str]) -> str:
        asked.append(len(known))
        return ""

    monkeypatch.setattr(checks, "nearest", count)
    assert len(errors(*_dangling(6_000))) == 6_000
    assert len(asked) == 100
    assert max(asked) <= 5_000


@pytest.mark.parametrize("count", [10, 100, 400])
def test_what_is_told_of_cycles_is_linear_in_the_graph(count: int) -> None:
    """A graph full of cycles gives cycles that have no more nodes between them than the graph has nodes and edges."""
    graph = {str(n): (str((n + 1) % count), "0") for n in range(count)}
    cycles = cycles_of(dict(graph))
    assert cycles
    assert sum(map(len, cycles)) <= 3 * count
    for cycle in cycles:
        ring = [*cycle, cycle[0]]
        assert all(after in graph[before] for before, after in pairwise(ring))
    # Without the nodes told, no cycle is left.
    told = {cycle[0] for cycle in cycles} | {node for cycle in cycles for node in cycle}
    rest = {node: tuple(n for n in after if n not in told) for node, after in graph.items() if node not in told}
    assert cycles_of(dict(rest)) == []


def test_a_very_long_cycle_is_found_without_recursion() -> None:
    """A cycle of 20,000 states neither exhausts the stack nor goes unnoticed."""
    count = 20_000
    found = errors(*(state(str(n), str((n + 1) % count)) for n in range(count)))
    assert {code for code, _ in found} == {"cyclic-succession"}
