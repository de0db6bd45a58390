"""The dataset: a set of records by id, immutable, in canonical order."""

import copy
import pickle
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError

from recognition import (
    Change,
    Dataset,
    Event,
    Government,
    InvalidDataError,
    Person,
    Record,
    State,
    UnknownIdError,
)


def state(slug: str, **fields: Any) -> State:
    """Give a state."""
    return State(id=f"state:{slug}", name=slug, **fields)


@pytest.fixture
def dataset() -> Dataset:
    """Give a small dataset, made in no order."""
    return Dataset(
        [
            state("B"),
            Government(id="government:A.2", name="Second", state="state:A"),
            state("A"),
            Event(id="event:a", change=Change.TAKEOVER, state="state:A", occurrence="x"),
            Event(id="event:b", change=Change.TAKEOVER, state="state:A", occurrence="x"),
            Government(id="government:A.10", name="Tenth", state="state:A"),
        ]
    )


def test_a_record_is_found_by_its_id(dataset: Dataset) -> None:
    """`[]`, `get` and `in` go by id."""
    assert dataset["state:A"] == state("A")
    assert dataset.get("state:A") is dataset["state:A"]
    assert dataset.get("state:C") is None
    assert "state:A" in dataset
    assert "state:C" not in dataset
    assert "A" not in dataset
    assert None not in dataset
    assert len(dataset) == 6


def test_an_unknown_id_is_answered_with_near_ones_and_never_with_a_record(dataset: Dataset) -> None:
    """An id that is not there raises UnknownIdError, a KeyError, that names near ones."""
    with pytest.raises(UnknownIdError) as caught:
        dataset["goverment:A.2"]
    assert caught.value.key == "goverment:A.2"
    assert caught.value.near[0] == "government:A.2"
    assert isinstance(caught.value, KeyError)
    assert str(caught.value).startswith("no id 'goverment:A.2'; near: government:A.2")
    with pytest.raises(UnknownIdError, match=r"^no id 'zzz'$"):
        dataset["zzz"]
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert (str(again), again.near) == (str(caught.value), caught.value.near)


def test_iteration_is_in_canonical_order(dataset: Dataset) -> None:
    """Records come by id, compared as text, whatever the order of the input."""
    ids = ["event:a", "event:b", "government:A.10", "government:A.2", "state:A", "state:B"]
    assert [record.id for record in dataset] == ids
    assert [record.id for record in Dataset(reversed(list(dataset)))] == ids


def test_records_of_a_class_are_given_in_canonical_order(dataset: Dataset) -> None:
    """`of` gives a tuple of the records of a class; of Record, all of them."""
    assert [record.id for record in dataset.of(Government)] == ["government:A.10", "government:A.2"]
    assert dataset.of(Person) == ()
    assert dataset.of(Record) == tuple(dataset)


def test_accounts_share_an_occurrence(dataset: Dataset) -> None:
    """`accounts` gives the records of an occurrence, and nothing for one that there is not."""
    assert [record.id for record in dataset.accounts("x")] == ["event:a", "event:b"]
    assert dataset.accounts("y") == ()


def test_equality_and_hash_go_by_the_records(dataset: Dataset) -> None:
    """Equal records make equal datasets, which can be keys; a dataset is equal to nothing else."""
    same = Dataset(reversed(list(dataset)))
    assert same == dataset
    assert hash(same) == hash(dataset)
    assert len({same, dataset}) == 1
    assert Dataset([state("A")]) != Dataset([state("A", note="n")])
    assert Dataset() != dataset
    assert Dataset() != []
    assert Dataset() == Dataset(iter(()))


def test_repr_counts_the_kinds(dataset: Dataset) -> None:
    """`repr` counts the records of each kind and does not list them."""
    assert repr(dataset) == "Dataset(6 records: 2 event, 2 government, 2 state)"
    assert repr(Dataset()) == "Dataset(0 records)"


def test_a_dataset_cannot_be_changed(dataset: Dataset) -> None:
    """Attributes can be neither set nor deleted, and there is no item assignment."""
    with pytest.raises(FrozenInstanceError):
        dataset.problems = ()
    with pytest.raises(FrozenInstanceError):
        dataset.other = 1
    with pytest.raises(FrozenInstanceError):
        del dataset.problems
    with pytest.raises(TypeError):
        dataset["state:A"] = state("A")  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        dataset["state:A"].note = "n"  # type: ignore[misc]


def test_a_dataset_does_not_follow_the_list_it_was_made_from() -> None:
    """Changing the list afterwards changes nothing."""
    records = [state("A")]
    dataset = Dataset(records)
    records.append(state("B"))
    assert len(dataset) == 1


def test_a_pickle_and_a_copy_keep_records_and_problems() -> None:
    """Pickle, copy and deepcopy give an equal dataset with the same problems."""
    dataset = Dataset([state("A", existence=None), *_contradiction()])
    assert dataset.problems
    for again in (pickle.loads(pickle.dumps(dataset)), copy.copy(dataset), copy.deepcopy(dataset)):  # noqa: S301
        assert again == dataset
        assert again.problems == dataset.problems
        assert list(again) == list(dataset)


def _contradiction() -> list[Event]:
    from recognition import PartialDate  # noqa: PLC0415 - only here

    return [
        Event(id=f"event:{day}", change=Change.TAKEOVER, state="state:A", occurrence="x", date=PartialDate(day))
        for day in ("2021-08-15", "2021-08-16")
    ]


@pytest.mark.parametrize("thing", [None, 1, "state:A", {"type": "state"}, State, ()])
def test_what_is_no_record_is_refused(thing: Any) -> None:
    """Something that is no record is refused with its position."""
    with pytest.raises(InvalidDataError) as caught:
        Dataset([state("A"), thing])
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("wrong-type", "$.records[1]")


def test_all_errors_between_records_come_at_once() -> None:
    """A dataset with several errors is refused with all of them, each with the record's id and path."""
    records = [
        state("A", supersedes=("state:B",)),
        state("B", supersedes=("state:A",)),
        state("A"),
        Government(id="government:A", name="G", state="state:Z"),
        Event(id="event:a", change=Change.TAKEOVER, state="state:A", after=("event:a",)),
    ]
    with pytest.raises(InvalidDataError) as caught:
        Dataset(records)
    # The second state:A stands for the first in the graphs, and supersedes nothing: so no cycle of supersession.
    assert {(problem.code, problem.record, problem.path) for problem in caught.value.problems} >= {
        ("duplicate-id", "state:A", "$.records[2].id"),
        ("dangling-reference", "government:A", "$.records[3].state"),
        ("cyclic-order", "event:a", "$.records[4].after[0]"),
    }


def test_problems_of_a_sound_dataset_are_none(dataset: Dataset) -> None:
    """A dataset without doubts has no problems."""
    assert dataset.problems == ()
