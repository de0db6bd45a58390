"""A merge is the union by id; one id with two contents is refused, or settled by a policy that is named."""

from typing import Any

import pytest

from recognition.convert.mirror import dump_lines
from recognition.dataset.dataset import Dataset
from recognition.dataset.merge import content_digest, latest, merge
from recognition.errors import InvalidDataError, UnknownIdError
from recognition.model.actors import State
from recognition.model.acts import Event
from recognition.model.dates import PartialDate
from recognition.model.record import Record
from recognition.model.vocabulary import Change

NORWAY = State(id="state:NOR", name="Norway")
PALESTINE = State(id="state:PSE", name="Palestine")
NAURU = State(id="state:NRU", name="Nauru")


def swaziland(name: str = "Swaziland", recorded: str | None = None, **more: Any) -> State:
    """Make a state, with the day of its recording."""
    return State(id="state:SWZ", name=name, recorded=None if recorded is None else PartialDate(recorded), **more)


def merged(*records: Record) -> Record:
    """Merge datasets of one record each, the latest standing, and give what stands."""
    (record,) = merge(*(Dataset([record]) for record in records), on_conflict="latest")
    return record


def refusal(*datasets: Dataset, **given: Any) -> list[tuple[str, str | None, str]]:
    """Give the code, record and message of each problem for which a merge is refused."""
    with pytest.raises(InvalidDataError) as refused:
        merge(*datasets, **given)
    return [(problem.code, problem.record, problem.message) for problem in refused.value]


def test_the_union_holds_each_record_once() -> None:
    """What several datasets have in the same words is one record."""
    a, b = Dataset([NORWAY, PALESTINE]), Dataset([State(id="state:PSE", name="Palestine"), NAURU])
    assert list(merge(a, b)) == [NORWAY, NAURU, PALESTINE]


def test_merging_nothing_gives_the_empty_dataset() -> None:
    """The unit is what comes of no datasets at all."""
    assert merge() == Dataset()
    assert merge(Dataset(), Dataset([NORWAY])) == merge(Dataset([NORWAY])) == Dataset([NORWAY])


def test_every_conflict_is_told_with_both_sides() -> None:
    """Each id with two contents is a problem that names the values that differ, and where they stand."""
    a = Dataset([NORWAY, swaziland(), PALESTINE])
    b = Dataset([swaziland("Eswatini", note="Renamed."), State(id="state:PSE", name="State of Palestine")])
    assert refusal(a, b) == [
        (
            "merge-conflict",
            "state:PSE",
            'state:PSE: $.name is "Palestine" in dataset 1, "State of Palestine" in dataset 2',
        ),
        (
            "merge-conflict",
            "state:SWZ",
            (
                'state:SWZ: $.name is "Swaziland" in dataset 1, "Eswatini" in dataset 2; '
                '$.note is nothing in dataset 1, "Renamed." in dataset 2'
            ),
        ),
    ]


def test_each_further_content_of_an_id_is_told_once() -> None:
    """Of three contents the second and the third are problems, however many datasets have them."""
    sides = [Dataset([NAURU]), *(Dataset([swaziland(name)]) for name in ("A", "B", "A", "C", "B"))]
    assert [message for _, _, message in refusal(*sides)] == [
        'state:SWZ: $.name is "A" in dataset 2, "B" in dataset 3',
        'state:SWZ: $.name is "A" in dataset 2, "C" in dataset 5',
    ]


def test_long_values_are_shortened_in_messages() -> None:
    """A message shows the beginning of a long value."""
    ((_, _, message),) = refusal(Dataset([swaziland("a" * 1000)]), Dataset([swaziland()]))
    assert len(message) < 200
    assert "aaa…" in message


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (None, "0001"),
        ("2017-12-31", "2018-01-01"),
        ("2018-04-19", "2018"),  # the year allows days until its last
        ("2018-12", "2018-12-31"),  # the same last day, a later first one
        ("2018", "2018-12"),
        ("2018", "2018?"),  # the same days: the text decides
        ("2018", "[2018..]"),  # no last day is later than any
        ("[..2018]", "2018"),  # no first day is earlier than any
    ],
)
def test_the_record_that_was_recorded_later_stands(earlier: str | None, later: str) -> None:
    """Days of recording are compared by latest day, earliest day and text; none at all is before any."""
    for first, second in (("A", "B"), ("B", "A")):  # so that no digest decides
        old, new = swaziland(first, earlier), swaziland(second, later)
        assert merged(old, new) == new
        assert merged(new, old) == new


@pytest.mark.parametrize(("recorded", "greater"), [(None, "B"), ("2018", "A")])
def test_of_two_recorded_alike_the_greater_digest_stands(recorded: str | None, greater: str) -> None:
    """What is recorded on one day, or on none, is settled by the digests of the canonical lines."""
    # As `sha256sum` has them: 8fa53075... of A and b6762243... of B with no day; 63935eff... and 36dcc11e... with 2018.
    one, other = swaziland("A", recorded), swaziland("B", recorded)
    assert merged(one, other) == merged(other, one) == swaziland(greater, recorded)


def test_the_digest_is_that_of_the_canonical_line() -> None:
    """The digest can be had from a file of JSON Lines by any program that knows SHA-256."""
    line = '{"type":"state","id":"state:SWZ","name":"A","recorded":"2018"}'
    assert dump_lines([swaziland("A", "2018")]).decode() == line + "\n"
    # printf '%s' "$line" | sha256sum
    assert content_digest(swaziland("A", "2018")) == "63935effdd40232c28b684c498545aaedb5589698e62e51cd1c50abbfe1b207d"


def test_a_function_settles_conflicts() -> None:
    """A function is asked about conflicts only, and what it gives stands."""
    asked = list[tuple[Record, Record]]()

    def shorter(one: Record, other: Record) -> Record:
        asked.append((one, other))
        return min(one, other, key=lambda record: len(repr(record)))

    a, b = Dataset([NORWAY, swaziland("Swaziland")]), Dataset([NORWAY, swaziland("Eswatini")])
    assert merge(a, b, on_conflict=shorter) == b
    assert merge(a, b, on_conflict=latest) == merge(a, b, on_conflict="latest")
    assert asked == [(swaziland("Swaziland"), swaziland("Eswatini"))]


def test_a_function_may_not_give_another_record() -> None:
    """A conflict about one id cannot be settled with another id."""
    given = refusal(Dataset([swaziland("A")]), Dataset([swaziland("B")]), on_conflict=lambda _, __: NORWAY)
    assert given == [("merge-conflict", "state:SWZ", "state:SWZ: the policy gave state:NOR, which is another record")]


def test_a_policy_of_another_name_is_refused() -> None:
    """A policy is not guessed; near names are told."""
    wrong: Any = "lastest"
    with pytest.raises(UnknownIdError, match="no policy 'lastest'; near: latest"):
        merge(on_conflict=wrong)


def event(slug: str, **given: Any) -> Event:
    """Make an event in Norway."""
    return Event(id=f"event:{slug}", change=Change.TAKEOVER, state="state:NOR", **given)


def test_parts_that_are_sound_can_contradict_each_other() -> None:
    """The union is checked as any dataset; what a third part resolves can be merged all at once."""
    a = Dataset([NORWAY, event("a", after=("event:b",), recorded=PartialDate("2020")), event("b")])
    b = Dataset([NORWAY, event("a"), event("b", after=("event:a",), recorded=PartialDate("2020"))])
    assert [code for code, _, _ in refusal(a, b, on_conflict="latest")] == ["cyclic-order"]
    c = Dataset([NORWAY, event("b", recorded=PartialDate("2021"))])
    both = merge(a, b, c, on_conflict="latest")
    assert (both["event:a"], both["event:b"]) == (a["event:a"], c["event:b"])


def test_problems_of_the_union_do_not_depend_on_the_order() -> None:
    """Warnings and notes of the union count its records in canonical order, whichever part came first."""
    days = ("2020-01-01", "2021-01-01")
    accounts = [
        Dataset([NORWAY, event(slug, occurrence="takeover", date=PartialDate(day))])
        for slug, day in zip("ab", days, strict=True)
    ]
    one, other = merge(*accounts), merge(*reversed(accounts))
    assert [(problem.code, problem.path) for problem in one.problems] == [("contradicting-days", "$.records[0]")]
    assert one.problems == other.problems
