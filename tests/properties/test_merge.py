"""Merging is a semilattice join, and a diff leads there and back."""

from collections.abc import Callable, Iterable
from itertools import permutations

import attrs
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from recognition.convert.diffs import diff_from_json, diff_to_json
from recognition.convert.mirror import dump_lines
from recognition.convert.structure import make_converter
from recognition.dataset.dataset import Dataset
from recognition.dataset.diff import diff, line_of
from recognition.dataset.links import references
from recognition.dataset.merge import latest, merge
from recognition.errors import InvalidDataError
from recognition.model.dates import PartialDate
from recognition.model.record import Record
from recognition.model.shape import plain_of
from recognition.strategies import datasets, partial_dates, records

# Few values, so that contents often agree in one of the two and differ in the other.
NOTES = st.none() | st.sampled_from(["A", "B", "C"])
DAYS = st.none() | st.sampled_from(["2024", "2024-12", "2024-12-31"]).map(PartialDate) | partial_dates()


@st.composite
def variants(draw: st.DrawFn, record: Record) -> Record:
    """Give a record as it is, or with another note and day of recording: neither matters to other records."""
    return attrs.evolve(record, note=draw(NOTES), recorded=draw(DAYS)) if draw(st.booleans()) else record


def closed(dataset: Dataset, ids: Iterable[str]) -> list[Record]:
    """Give the records of these ids, and all that they refer to, directly or not."""
    found, waiting = dict[str, Record](), list(ids)
    while waiting:
        record_id = waiting.pop()
        if record_id not in found:
            found[record_id] = dataset[record_id]
            waiting.extend(ref for _, ref in references(dataset[record_id]))
    return list(found.values())


@st.composite
def parts(draw: st.DrawFn, *, conflicting: bool) -> list[Dataset]:
    """Give three datasets cut out of one, which overlap; if asked for, with several contents of some ids."""
    whole = draw(datasets(max_records=6))
    ids = st.sets(st.sampled_from([record.id for record in whole])) if len(whole) else st.just(set[str]())
    return [
        Dataset([draw(variants(record)) if conflicting else record for record in closed(whole, draw(ids))])
        for _ in range(3)
    ]


def contents(*sides: Dataset) -> dict[str, set[Record]]:
    """Give the contents that each id has in some datasets."""
    found: dict[str, set[Record]] = {}
    for side in sides:
        for record in side:
            found.setdefault(record.id, set()).add(record)
    return found


def join(*sides: Dataset) -> Dataset:
    """Merge with the policy that settles every conflict."""
    return merge(*sides, on_conflict="latest")


def attempt(make: Callable[[], Dataset]) -> Dataset | None:
    """Give a dataset, or nothing if its records contradict each other."""
    try:
        return make()
    except InvalidDataError as error:
        if any(problem.code == "merge-conflict" for problem in error):
            raise
        return None


@given(parts(conflicting=True))
def test_join_is_a_semilattice(sides: list[Dataset]) -> None:
    """With ``latest`` merging is commutative, associative and idempotent, and the empty dataset is its unit."""
    a, b, c = sides
    event(f"conflicts: {any(len(found) > 1 for found in contents(*sides).values())}")
    every = join(a, b, c)
    assert {(join(*order), join(*order).problems) for order in permutations(sides)} == {(every, every.problems)}
    assert join(join(a, b), c) == join(a, join(b, c)) == every
    assert join(a, a) == join(a) == a
    assert join(a, Dataset()) == join(Dataset(), a) == a


@given(parts(conflicting=True))
def test_join_is_an_upper_bound(sides: list[Dataset]) -> None:
    """What was merged adds nothing if it is merged again, and the union holds every id, with one of its contents."""
    every = join(*sides)
    assert all(join(every, side) == every for side in sides)
    found = contents(*sides)
    assert {record.id for record in every} == found.keys()
    assert all(record in found[record.id] for record in every)


@given(st.tuples(*[datasets(max_records=4, min_year=2020, max_year=2021)] * 3))
def test_join_of_strangers(sides: tuple[Dataset, Dataset, Dataset]) -> None:
    """Of datasets that know nothing of each other, whatever can be merged gives the same in every order."""
    a, b, c = sides
    every = attempt(lambda: join(a, b, c))
    orders = [attempt(lambda order=order: join(*order)) for order in permutations(sides)]  # type: ignore[misc]
    assert orders == [every] * 6
    # A pair can contradict each other where the three do not.
    groupings = (attempt(lambda: join(join(a, b), c)), attempt(lambda: join(a, join(b, c))))
    assert all(grouping is None or grouping == every for grouping in groupings)


@given(st.data(), records())
def test_latest_is_a_choice(data: st.DataObject, record: Record) -> None:
    """The policy itself is a choice between two contents that is commutative, associative and idempotent."""
    a, b, c = (data.draw(variants(record)) for _ in range(3))
    assert latest(a, b) in (a, b)
    assert latest(a, b) == latest(b, a)
    assert latest(latest(a, b), c) == latest(a, latest(b, c))
    assert latest(a, a) == a


@given(parts(conflicting=False))
def test_without_conflicts_merging_is_set_union(sides: list[Dataset]) -> None:
    """Where every id has one content, merging is set union, whatever the policy."""
    union = {record for side in sides for record in side}
    assert set(merge(*sides)) == union
    assert merge(*sides) == join(*sides)


@given(parts(conflicting=True))
def test_every_conflict_is_refused(sides: list[Dataset]) -> None:
    """With no policy each id of several contents is refused, with a problem for each content beyond the first."""
    found = {record_id: len(held) - 1 for record_id, held in contents(*sides).items() if len(held) > 1}
    if not found:
        assert merge(*sides) == join(*sides)
        return
    with pytest.raises(InvalidDataError) as refused:
        merge(*sides)
    assert {problem.code for problem in refused.value} == {"merge-conflict"}
    named = [problem.record for problem in refused.value]
    assert {record_id: named.count(record_id) for record_id in named} == found
    assert all(f"{problem.record}: $." in problem.message for problem in refused.value)


@given(parts(conflicting=True))
def test_diff_leads_there_and_back(sides: list[Dataset]) -> None:
    """A diff applied to the first dataset gives the second, and its inverse the first again."""
    a, b, _ = sides
    found = diff(a, b)
    assert found.apply(a) == b
    assert found.inverse().apply(b) == a
    assert found.inverse() == diff(b, a)
    assert found.inverse().inverse() == found


@given(parts(conflicting=True))
def test_diff_is_empty_exactly_for_equals(sides: list[Dataset]) -> None:
    """A diff is empty, and has no text, exactly if the two datasets are equal."""
    a, b, _ = sides
    assert not diff(a, a)
    assert not str(diff(a, a))
    assert bool(diff(a, b)) == bool(str(diff(a, b))) == (a != b)


@given(parts(conflicting=True))
def test_diff_names_what_differs(sides: list[Dataset]) -> None:
    """Each id is in the text if and only if its content differs, once, and in order; each change has its fields."""
    a, b, _ = sides
    found = diff(a, b)
    differing = {record.id for record in {*a} ^ {*b}}
    headings = [line.split(" ") for line in str(found).split("\n") if line[:2] not in ("", "+ ", "- ")]
    assert [record_id for _, record_id in headings] == sorted(differing)
    for change in found.changed:
        # Only these two were varied.
        names = [name for name in ("recorded", "note") if getattr(change.before, name) != getattr(change.after, name)]
        assert [(field.path, field.before, field.after) for field in change.changes] == [
            (f"$.{name}", getattr(change.before, name), getattr(change.after, name)) for name in names
        ]


@given(datasets(max_records=5), datasets(max_records=5))
def test_diff_of_strangers(a: Dataset, b: Dataset) -> None:
    """The laws of diffs hold for datasets that know nothing of each other."""
    found = diff(a, b)
    assert found.apply(a) == b
    assert found.inverse().apply(b) == a
    assert all(change.changes for change in found.changed)
    assert diff_from_json(diff_to_json(found)) == found


@given(parts(conflicting=True))
def test_a_merge_drops_nothing(sides: list[Dataset]) -> None:
    """From a part to the whole nothing is dropped."""
    assert diff(sides[0], join(*sides)).dropped == ()


@given(parts(conflicting=True))
def test_diff_comes_back_from_json(sides: list[Dataset]) -> None:
    """A diff is read back from its JSON form, and equal diffs have the same bytes."""
    a, b, _ = sides
    found = diff(a, b)
    again = diff_from_json(diff_to_json(found))
    assert again == found
    assert diff_to_json(again) == diff_to_json(found)


@given(records())
def test_the_plain_form_is_that_of_the_converter(record: Record) -> None:
    """The plain form and the line that digests and diffs go by are those in which files are written."""
    assert plain_of(record) == make_converter().unstructure(record)
    assert line_of(record) + b"\n" == dump_lines([record])
