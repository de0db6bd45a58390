"""The references of a record: which there are, and at which paths."""

import pytest

from recognition import (
    Capacity,
    Change,
    Citation,
    Dataset,
    Domain,
    Event,
    InvalidDataError,
    Measure,
    Organization,
    OrganizationType,
    RecognitionAct,
    RecognitionMove,
    Record,
    Restriction,
    State,
    Succession,
    SuccessionManner,
)
from recognition.dataset.links import referenced, references

EVENT = Event(
    id="event:e",
    change=Change.TAKEOVER,
    state="state:A",
    occurrence="X",
    note="state:Y",
    after=("restriction:r@end", "event:f"),
    before=("event:g",),
    supersedes=("event:h", "event:i"),
    citations=(Citation(source="source:s", locator="state:Z", via=("person:p",)), Citation(source="source:t")),
)
"""Held singly, in lists, as moments, and in values; some texts look like references and are none."""
REFERENCES = [
    ("$.after[0]", "restriction:r"),
    ("$.after[1]", "event:f"),
    ("$.before[0]", "event:g"),
    ("$.citations[0].source", "source:s"),
    ("$.citations[0].via[0]", "person:p"),
    ("$.citations[1].source", "source:t"),
    ("$.state", "state:A"),
    ("$.supersedes[0]", "event:h"),
    ("$.supersedes[1]", "event:i"),
]


def test_every_reference_is_given_with_its_path_and_nothing_else() -> None:
    """Not the own id, no other text, and nothing for a field that is empty; a moment gives the id of its record."""
    assert sorted(references(EVENT)) == REFERENCES
    assert list(references(State(id="state:A", name="state:B"))) == []
    assert list(references(Citation(source="source:s"), "$.citations[7]")) == [("$.citations[7].source", "source:s")]


def test_the_ids_that_records_refer_to_are_gathered() -> None:
    """Each once, of all records together; a field that is empty refers to nothing."""
    succeeds = (Succession(state="state:F", manner=SuccessionManner.SUCCESSOR),)
    records: list[Record] = [EVENT, EVENT, State(id="state:A", name="state:B", succeeds=succeeds)]
    assert referenced(records) == {ref for _, ref in REFERENCES} | {"state:F"}
    part = Organization(id="organization:o", name="o", category=OrganizationType.COURT)
    assert referenced([part]) == referenced([]) == set()


def test_what_is_named_in_one_way_only_is_missed() -> None:
    """An id that dangles is told wherever it stands, also if no other field names it."""
    base = {"imposer": "state:A", "domain": Domain.TRADE, "measure": Measure.BAN}
    for fields, path in (
        ({"after": ("event:gone",)}, "$.after[0]"),
        ({"before": ("state:A@start", "restriction:gone@end")}, "$.before[1]"),
        ({"targets": ("state:A", "state:gone")}, "$.targets[1]"),
        ({"part_of": "restriction:gone"}, "$.part_of"),
        ({"citations": (Citation(source="source:gone"),)}, "$.citations[0].source"),
    ):
        given = {"targets": ("state:A",), **base, **fields}
        record = Restriction(id="restriction:r", **given)  # type: ignore[arg-type]
        with pytest.raises(InvalidDataError) as caught:
            Dataset([State(id="state:A", name="A"), record])
        found = [(problem.code, problem.path) for problem in caught.value.problems]
        assert found == [("dangling-reference", f"$.records[1]{path[1:]}")]


def test_a_text_that_reads_like_a_missing_id_is_no_reference_to_it() -> None:
    """Only the field that refers is told."""
    act = RecognitionAct(
        id="recognition:a",
        actor="state:A",
        target="state:gone",
        capacity=Capacity.STATE,
        move=RecognitionMove.RECOGNITION,
        note="state:gone",
    )
    with pytest.raises(InvalidDataError) as caught:
        Dataset([State(id="state:A", name="state:gone"), act])
    assert [problem.path for problem in caught.value.problems] == ["$.records[1].target"]
