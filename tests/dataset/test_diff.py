"""A diff says what was added, dropped and changed, and can be applied and undone."""

from typing import Any

import pytest

from recognition.dataset.dataset import Dataset
from recognition.dataset.diff import Diff, FieldChange, KeptValue, RecordChange, diff
from recognition.errors import InvalidDataError
from recognition.model.actors import Name, State
from recognition.model.acts import RecognitionAct, Vote
from recognition.model.dates import PartialDate
from recognition.model.evidence import Citation
from recognition.model.sources import Source
from recognition.model.vocabulary import Capacity, Rank, RecognitionMove

NORWAY = State(id="state:NOR", name="Norway")
PALESTINE = State(id="state:PSE", name="Palestine")
SOURCE = Source(id="source:a", title="A")


def act(**given: Any) -> RecognitionAct:
    """Make an act of recognition with some fields given."""
    return RecognitionAct(
        id="recognition:NOR-PSE",
        actor="state:NOR",
        target="state:PSE",
        capacity=Capacity.STATE,
        move=RecognitionMove.RECOGNITION,
        **given,
    )


def dataset(*more: State | RecognitionAct) -> Dataset:
    """Make a dataset of two states, a source, and more."""
    return Dataset([NORWAY, PALESTINE, SOURCE, *more])


def noted(state: State, note: str) -> State:
    """Give a state with a note."""
    return State(id=state.id, name=state.name, note=note)


def changes(before: RecognitionAct, after: RecognitionAct) -> list[tuple[str, object, object]]:
    """Give the path, the value before and the value after of each field that a diff says has changed."""
    (change,) = diff(dataset(before), dataset(after)).changed
    assert (change.before, change.after) == (before, after)
    return [(field.path, field.before, field.after) for field in change.changes]


def test_records_on_one_side_are_added_or_dropped() -> None:
    """What only the second dataset has is added, what only the first has is dropped, the rest is not named."""
    zambia, nauru = State(id="state:ZMB", name="Zambia"), State(id="state:NRU", name="Nauru")
    found = diff(dataset(nauru), dataset(zambia))
    assert (found.added, found.dropped, found.changed) == ((zambia,), (nauru,), ())


def test_equal_records_that_are_two_objects_are_no_change() -> None:
    """Records are compared by content."""
    assert not diff(dataset(), Dataset([State(id="state:NOR", name="Norway"), PALESTINE, SOURCE]))


def test_a_single_value_is_named_by_its_field() -> None:
    """Texts, dates and terms that were put in, taken out or replaced are named by their fields, in their order."""
    before = act(date=PartialDate("2024-05"), note="An early note.")
    after = act(date=PartialDate("2024-05-28"), rank=Rank.PREFERRED)
    assert changes(before, after) == [
        ("$.date", PartialDate("2024-05"), PartialDate("2024-05-28")),
        ("$.rank", Rank.NORMAL, Rank.PREFERRED),
        ("$.note", "An early note.", None),
    ]


def test_a_nested_value_is_named_by_what_differs_in_it() -> None:
    """Of a value inside a record, only what differs in it is named; one that is new is given whole."""
    two, three = Vote(favour=2, against=1), Vote(favour=3, against=1)
    assert changes(act(vote=two), act(vote=three)) == [("$.vote.favour", 2, 3)]
    assert changes(act(), act(vote=two)) == [("$.vote", None, two)]


def test_the_items_of_a_list_are_compared_one_by_one() -> None:
    """Paths name the position in a list; an item that only one side has is given whole."""
    first = Citation(source="source:a", locator="p. 1")
    second = Citation(source="source:a", start=3, end=5, digest="0" * 64)
    moved = Citation(source="source:a", start=4, end=5, digest="0" * 64)
    assert changes(act(citations=(first, second)), act(citations=(first, moved))) == [("$.citations[1].start", 3, 4)]
    assert changes(act(citations=(first,)), act(citations=(first, moved))) == [("$.citations[1]", None, moved)]
    assert changes(act(citations=(first, moved)), act(citations=(first,))) == [("$.citations[1]", moved, None)]
    assert changes(act(conditions=("one", "two")), act(conditions=("one", "three"))) == [
        ("$.conditions[1]", "two", "three")
    ]


def test_fields_of_a_newer_version_are_compared_too() -> None:
    """What such a field holds is given as plain data, and stands in the text and in messages as any value."""
    was = State(id="state:NOR", name="Norway", unknown_fields=(("fjords", "[1,2]"), ("moat", "null")))
    now = State(id="state:NOR", name="Norway", unknown_fields=(("fjords", "[1,3]"), ("moat", "null")))
    found = diff(Dataset([was]), Dataset([now]))
    (change,) = found.changed[0].changes
    assert change.path == "$.fjords"
    assert [kept.plain for kept in (change.before, change.after) if isinstance(kept, KeptValue)] == [[1, 2], [1, 3]]
    assert str(found).splitlines()[1:] == ["- $.fjords: [1,2]", "+ $.fjords: [1,3]"]
    with pytest.raises(InvalidDataError, match=r"\$\.fjords is \[1,3\], expected \[1,2\]"):
        found.apply(Dataset([now]))


def test_the_text_shows_each_value_on_a_line_of_its_own() -> None:
    """The text goes by id; whatever stands in a value, its line stays one line."""
    eswatini = State(id="state:SWZ", name="Eswatini", names=(Name(text="eSwatini", language="ss"),))
    before = Dataset([NORWAY, PALESTINE, State(id="state:SWZ", name="Swaziland", note="Two\nlines.")])
    after = Dataset([State(id="state:ALB", name="Albania"), NORWAY, eswatini])
    assert str(diff(before, after)).split("\n") == [
        "added state:ALB",
        '+ $.name: "Albania"',
        "dropped state:PSE",
        '- $.name: "Palestine"',
        "changed state:SWZ",
        '- $.name: "Swaziland"',
        '+ $.name: "Eswatini"',
        '+ $.names[0]: {"text":"eSwatini","language":"ss"}',
        '- $.note: "Two\\nlines."',
    ]


def test_no_difference_has_no_text_and_is_false() -> None:
    """A diff of equal datasets is empty in every way."""
    found = diff(dataset(), dataset())
    assert (bool(found), str(found), found) == (False, "", Diff())


def test_the_inverse_adds_what_was_dropped_and_drops_what_was_added() -> None:
    """Each change of it leads from what is to what was; applied, it undoes the diff."""
    before, after = Dataset([NORWAY, PALESTINE]), Dataset([noted(NORWAY, "North."), SOURCE])
    back = diff(before, after).inverse()
    assert (back.added, back.dropped) == ((PALESTINE,), (SOURCE,))
    assert back.changed == (RecordChange(before=noted(NORWAY, "North."), after=NORWAY),)
    assert back.changed[0].id == "state:NOR"
    assert back.apply(after) == before


def test_apply_leaves_other_records_alone() -> None:
    """A diff can be applied to a dataset that holds more than the one it was made of."""
    found = diff(Dataset([NORWAY]), Dataset([noted(NORWAY, "North."), SOURCE]))
    assert found.apply(Dataset([NORWAY, PALESTINE])) == Dataset([noted(NORWAY, "North."), PALESTINE, SOURCE])


def test_apply_refuses_what_does_not_match_and_names_all_of_it() -> None:
    """Each record that is not as the diff has it is a problem, which says what differs; nothing is applied."""
    zambia, nauru, mali = (State(id=f"state:{c}", name=c) for c in ("ZMB", "NRU", "MLI"))
    found = diff(Dataset([nauru, mali, NORWAY]), Dataset([zambia, noted(mali, "b"), noted(NORWAY, "c")]))
    other = Dataset([noted(nauru, "x"), zambia, noted(NORWAY, "y")])
    with pytest.raises(InvalidDataError) as refused:
        found.apply(other)
    assert [(problem.code, problem.record, problem.message) for problem in refused.value] == [
        ("merge-conflict", "state:MLI", "state:MLI: it is to be changed or dropped, and is not there"),
        ("merge-conflict", "state:NOR", 'state:NOR: $.note is "y", expected nothing'),
        ("merge-conflict", "state:NRU", 'state:NRU: $.note is "x", expected nothing'),
        ("merge-conflict", "state:ZMB", "state:ZMB: it is to be added, and is there already"),
    ]


def test_apply_gives_a_dataset_or_its_errors() -> None:
    """To drop what another record still refers to is refused as it is in any dataset."""
    with pytest.raises(InvalidDataError) as refused:
        Diff(dropped=(PALESTINE,)).apply(dataset(act()))
    assert [problem.code for problem in refused.value] == ["dangling-reference"]


def test_a_change_is_of_one_id() -> None:
    """A record cannot change into another."""
    with pytest.raises(InvalidDataError) as refused:
        RecordChange(before=NORWAY, after=PALESTINE)
    assert [problem.code for problem in refused.value] == ["bad-id"]


def test_an_id_is_concerned_once() -> None:
    """One id can not be both added and dropped, or added twice."""
    with pytest.raises(InvalidDataError) as refused:
        Diff(added=(NORWAY, PALESTINE, PALESTINE), dropped=(NORWAY,))
    assert [(problem.code, problem.record) for problem in refused.value] == [
        ("duplicate-id", "state:NOR"),
        ("duplicate-id", "state:PSE"),
    ]
    change = RecordChange(before=NORWAY, after=noted(NORWAY, "North."))
    more: list[dict[str, Any]] = [{"added": (NORWAY,)}, {"dropped": (NORWAY,)}, {"changed": (change, change)}]
    for given in more:
        with pytest.raises(InvalidDataError) as refused:
            Diff(**{"changed": (change,), **given})
        assert [(problem.code, problem.record) for problem in refused.value] == [("duplicate-id", "state:NOR")]


def test_the_order_of_records_and_changes_of_nothing_do_not_matter() -> None:
    """Diffs that do the same are equal."""
    nothing = RecordChange(before=SOURCE, after=SOURCE)
    assert nothing.changes == ()
    assert Diff(added=(PALESTINE, NORWAY), changed=(nothing,)) == Diff(added=(NORWAY, PALESTINE))
    assert not Diff(changed=(nothing,))


def test_a_field_change_is_a_value() -> None:
    """Changes can be compared and put into sets."""
    one, same = (FieldChange(path="$.vote", before=None, after=Vote(favour=1, against=0)) for _ in range(2))
    assert {one} == {same}
