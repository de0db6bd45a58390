"""Warnings: each with what gives it and what only just does not."""

import re
from typing import Any

import pytest

from recognition import (
    Capacity,
    Dataset,
    DiplomaticAct,
    DiplomaticMove,
    Government,
    Mode,
    PartialDate,
    Period,
    Rank,
    RecognitionAct,
    RecognitionMove,
    Record,
    State,
    Succession,
    SuccessionManner,
)

Found = set[tuple[str, str | None]]
A, B = State(id="state:A", name="A"), State(id="state:B", name="B")
G, H = (Government(id=f"government:{slug}", name=slug, state="state:B") for slug in "GH")
TALKS = DiplomaticAct(id="diplomatic:d", move=DiplomaticMove.TALKS, parties=("state:A", "state:B"))

MOVES = {str(move): move for move in RecognitionMove}
MANNERS = {str(manner): manner for manner in SuccessionManner}


def doubts(*records: Record) -> Found:
    """Give code and record of each warning of a dataset that is accepted, the same in any order of the records."""
    problems = Dataset(records).problems
    assert all(problem.severity == "warning" for problem in problems)
    found: Found = {(problem.code, problem.record) for problem in problems}
    assert {(problem.code, problem.record) for problem in Dataset(reversed(records)).problems} == found
    return found


def act(slug: str, move: str = "recognition", date: str | None = None, **fields: Any) -> RecognitionAct:
    """Give an act of state A towards state B, or towards the target given."""
    target = fields.pop("target", "state:B")
    capacity = Capacity.GOVERNMENT if target.startswith("government") else Capacity.STATE
    given = {"actor": "state:A", "capacity": capacity, **fields}
    for name in ("effective", "date"):
        day = date if name == "date" else given.pop(name, None)
        given[name] = PartialDate(day) if day else None
    return RecognitionAct(id=f"recognition:{slug}", target=target, move=MOVES[move], **given)


def test_a_doubt_is_told_with_what_gives_it() -> None:
    """Each warning names the ids, days and periods that it is about."""
    brief = State(id="state:B", name="B", existence=Period("1990/1999"))
    told = {
        problem.code: problem.message
        for records in (
            (A, B, act("a", date="1995-03-02", effective="1995-03-01")),
            (A, B, act("a", "withdrawal", "1995")),
            (A, brief, act("a", date="1989-12-31")),
            (A, B, G, H, sole("a", "G", "1950"), sole("b", "H", "1970")),
        )
        for problem in Dataset(records).problems
    }
    assert {code: re.findall(r"[\w/-]*[:\d][\w/-]+", message) for code, message in told.items()} == {
        "effective-before-date": ["1995-03-01", "1995-03-02"],
        "nothing-to-undo": ["state:B", "state:A"],
        "outside-existence": ["state:B", "1990/1999", "1989-12-31"],
        "overlapping-sole": ["state:A", "government:G", "recognition:a"],
    }


def test_what_is_passed_over_hides_no_doubt_behind_it() -> None:
    """What is not looked at, or is no doubt, may stand before what is one, and behind it."""
    wrong = act("a", "withdrawal", "2020", rank=Rank.DEPRECATED)
    assert doubts(A, B, wrong, act("b", "withdrawal", "2021")) == {("nothing-to-undo", "recognition:b")}
    twice = (sole("a", "G", "1950"), sole("b", "G", "1960"), sole("c", "H", "1970"))
    assert doubts(A, B, G, H, *twice) == {("overlapping-sole", "recognition:c")}
    former = [State(id=f"state:{slug}", name=slug, existence=Period("1945/1990")) for slug in "XY"]
    manners = (SuccessionManner.SECESSION, SuccessionManner.SUCCESSOR)
    links = tuple(Succession(state=state.id, manner=how) for state, how in zip(former, manners, strict=True))
    for succeeds in (links, links[::-1]):
        later = State(id="state:Z", name="Z", existence=Period("1992/.."), succeeds=succeeds)
        assert doubts(*former, later) == {("successor-gap", "state:Z")}


# --- nothing to undo -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("move", ["withdrawal", "suspension", "resumption"])
def test_undoing_what_was_never_given(move: str) -> None:
    """What undoes or resumes recognition needs an earlier recognition on record."""
    assert doubts(A, B, act("a", move, "2020")) == {("nothing-to-undo", "recognition:a")}


@pytest.mark.parametrize(
    "move", ["request", "acknowledgement", "withholding", "refusal", "recognition", "reaffirmation"]
)
def test_other_moves_undo_nothing(move: str) -> None:
    """Refusal, withholding and silence are no withdrawal; they need nothing before them."""
    assert doubts(A, B, act("a", move, "2020")) == set()


@pytest.mark.parametrize(
    ("given", "undone", "fine"),
    [
        ("2019", "2020", True),
        ("2020", "2020", True),
        ("2020-06-01", "2020", True),
        ("2020-06-01", "2020-06-01", True),
        ("2020-06-02", "2020-06-01", False),
        ("2021", "2020", False),
        (None, "2020", True),
        ("2020", None, True),
        ("[..2030]", "0001", True),
    ],
)
def test_recognition_may_be_earlier_as_far_as_the_dates_go(given: str | None, undone: str | None, fine: bool) -> None:
    """The doubt is raised only where the recognition is certainly later."""
    found = doubts(A, B, act("a", "recognition", given), act("b", "withdrawal", undone))
    assert found == (set() if fine else {("nothing-to-undo", "recognition:b")})


def test_recognition_of_another_or_as_something_else_does_not_count() -> None:
    """Only recognition of the same target by the same actor in the same capacity can be undone."""
    before: list[Record] = [A, B, G, act("a", date="2000")]
    assert doubts(*before, act("z", "withdrawal", "2020", target="government:G")) == {
        ("nothing-to-undo", "recognition:z")
    }
    assert doubts(*before, act("z", "withdrawal", "2020", capacity=Capacity.BELLIGERENT)) == {
        ("nothing-to-undo", "recognition:z")
    }
    assert doubts(*before, act("z", "withdrawal", "2020")) == set()
    # An acknowledgement is not recognition.
    assert doubts(A, B, act("a", "acknowledgement", "2000"), act("z", "withdrawal", "2020")) == {
        ("nothing-to-undo", "recognition:z")
    }


def test_deprecated_and_superseded_records_are_not_doubted_and_give_no_ground() -> None:
    """What is known to be wrong is neither doubted nor believed."""
    assert doubts(A, B, act("a", "withdrawal", "2020", rank=Rank.DEPRECATED)) == set()
    assert (
        doubts(A, B, act("a", "withdrawal", "2020"), act("b", "refusal", "2020", supersedes=("recognition:a",)))
        == set()
    )
    assert doubts(A, B, act("a", date="2000", rank=Rank.DEPRECATED), act("b", "withdrawal", "2020")) == {
        ("nothing-to-undo", "recognition:b")
    }


# --- outside existence ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("existence", "date", "fine"),
    [
        ("1990/2000", "1990-01-01", True),
        ("1990/2000", "1989-12-31", False),
        ("1990/2000", "2000-12-31", True),
        ("1990/2000", "2001-01-01", False),
        ("1990/2000", "198X", False),
        ("1990/2000", "199X", True),
        ("1990/2000", "20XX", True),
        ("1990/2000", None, True),
        ("1990/..", "2500", True),
        ("1990/", "2500", True),
        ("/2000", "0500", True),
        ("1990/2000", "[1980,2010]", False),
        ("1990/2000", "[1980,1995]", True),
        (None, "0500", True),
    ],
)
def test_an_act_outside_its_targets_existence(existence: str | None, date: str | None, fine: bool) -> None:
    """The doubt is raised only where the act is certainly before the target began or after it ended."""
    target = State(id="state:B", name="B", existence=Period(existence) if existence else None)
    assert doubts(A, target, act("a", date=date)) == (set() if fine else {("outside-existence", "recognition:a")})


def test_the_day_of_effect_decides_and_governments_have_an_existence_too() -> None:
    """An act takes effect on `effective`; the actor's existence is no matter of this."""
    government = Government(id="government:X", name="X", state="state:B", existence=Period("1990/2000"))
    late = act("a", date="2000", effective="2001", target="government:X")
    assert doubts(A, B, government, late) == {("outside-existence", "recognition:a")}
    actor = State(id="state:A", name="A", existence=Period("1800/1900"))
    assert doubts(actor, B, act("a", date="2000")) == set()


# --- overlapping sole ----------------------------------------------------------------------------------------------


def sole(slug: str, target: str, date: str | None, move: str = "recognition", **fields: Any) -> RecognitionAct:
    """Give a recognition of a government as the sole one."""
    return act(slug, move, date, target=f"government:{target}", sole=True, **fields)


def test_two_sole_governments_at_one_time() -> None:
    """The later of two sole recognitions is doubted, unless the first was ended or is of the same government."""
    base: list[Record] = [A, B, G, H]
    overlap = {("overlapping-sole", "recognition:b")}
    assert doubts(*base, sole("a", "G", "1950"), sole("b", "H", "1970")) == overlap
    assert doubts(*base, sole("a", "G", "1950"), sole("b", "G", "1970", "reaffirmation")) == set()
    end = act("c", "withdrawal", "1960", target="government:G")
    assert doubts(*base, sole("a", "G", "1950"), sole("b", "H", "1970"), end) == set()
    suspended = act("c", "suspension", "1960", target="government:G")
    assert doubts(*base, sole("a", "G", "1950"), sole("b", "H", "1970"), suspended) == set()
    early = act("c", "withdrawal", "1940", target="government:G")
    assert overlap <= doubts(*base, sole("a", "G", "1950"), sole("b", "H", "1970"), early)
    late = act("c", "withdrawal", "1980", target="government:G")
    assert doubts(*base, sole("a", "G", "1950"), sole("b", "H", "1970"), late) == overlap


@pytest.mark.parametrize(
    ("ends", "overlaps"),
    [
        (("1950-06",), False),  # the first was recognised in 1950, perhaps before June
        (("1949", "1960"), False),
        (("1949", "1980"), True),
        (("1960", "1980"), False),
        (("1948", "1949"), True),
        (("[..1949]", "1948-06"), True),
        (("[..1955]", "1948-06"), False),
    ],
)
def test_of_several_ends_one_between_the_two_is_enough(ends: tuple[str, ...], overlaps: bool) -> None:
    """Ends before the first recognition and after the second do not count, however many there are."""
    base: list[Record] = [A, B, G, H, sole("a", "G", "1950"), sole("b", "H", "1970")]
    ended = [act(f"e{n}", "withdrawal", day, target="government:G") for n, day in enumerate(ends)]
    assert (("overlapping-sole", "recognition:b") in doubts(*base, *ended)) is overlaps


def test_what_is_not_sole_or_not_of_one_state_does_not_overlap() -> None:
    """Two governments of different states, two actors, or a recognition that is not sole are no contradiction."""
    other = Government(id="government:I", name="I", state="state:A")
    base: list[Record] = [A, B, G, H, other, State(id="state:C", name="C")]
    assert doubts(*base, sole("a", "G", "1950", actor="state:C"), sole("b", "I", "1970", actor="state:C")) == set()
    assert doubts(*base, sole("a", "G", "1950"), sole("b", "H", "1970", actor="state:C")) == set()
    assert doubts(*base, sole("a", "G", "1950"), act("b", date="1970", target="government:H")) == set()
    accounts = sole("a", "G", "1950", occurrence="x"), sole("b", "H", "1950", occurrence="x")
    assert {problem.code for problem in Dataset([*base, *accounts]).problems} == {"contradicting-parties"}


# --- implied, effective --------------------------------------------------------------------------------------------


def test_an_implied_recognition_names_its_ground() -> None:
    """Implied recognition without `implied_by` is doubted; express recognition needs none."""
    assert doubts(A, B, act("a", mode=Mode.IMPLIED)) == {("implied-without-ground", "recognition:a")}
    assert doubts(A, B, TALKS, act("a", mode=Mode.IMPLIED, implied_by=("diplomatic:d",))) == set()
    assert doubts(A, B, act("a", mode=Mode.EXPRESS)) == set()
    assert doubts(A, B, act("a", mode=Mode.UNSPECIFIED)) == set()


@pytest.mark.parametrize(
    ("date", "effective", "fine"),
    [
        ("2021-02-01", "2021-01-31", False),
        ("2021-02-01", "2021-02-01", True),
        ("2021-02", "2021-01", False),
        ("2021-02", "2021", True),
        ("2021", "2022", True),
        (None, "1900", True),
        ("[2021..]", "2020", False),
        ("[..2021]", "1900", True),
    ],
)
def test_effect_before_the_act(date: str | None, effective: str, fine: bool) -> None:
    """The doubt is raised only where the effect is certainly earlier."""
    found = doubts(A, B, act("a", date=date, effective=effective))
    assert found == (set() if fine else {("effective-before-date", "recognition:a")})
    dealings = DiplomaticAct(
        id="diplomatic:a",
        move=DiplomaticMove.TALKS,
        parties=("state:A", "state:B"),
        date=PartialDate(date) if date else None,
        effective=PartialDate(effective),
    )
    assert doubts(A, B, dealings) == (set() if fine else {("effective-before-date", "diplomatic:a")})


# --- successors ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("former", "own", "manner", "fine"),
    [
        ("1945/1992-12-31", "1993-01-01/..", "successor", True),
        ("1945/1992-12-31", "1992-12-31/..", "successor", True),
        ("1945/1992-12-31", "1993-01-02/..", "successor", False),
        ("1945/1992-12-31", "1992-12-30/..", "successor", False),
        ("1945/1992", "1993/..", "successor", True),
        ("1945/1992", "1994/..", "successor", False),
        ("1945/..", "1992/..", "successor", False),
        ("1945/", "1992/..", "successor", True),
        ("1945/1992", "/2000", "successor", True),
        ("1945/1990", "1992/..", "merger", False),
        ("1945/1990", "1992/..", "continuator", False),
        ("1945/..", "1992/..", "secession", True),
        ("1945/..", "1992/..", "contested-secession", True),
        ("1918/1940", "1991/..", "restoration", True),
        (None, "1992/..", "successor", True),
        ("1945/1992", None, "successor", True),
    ],
)
def test_a_successor_begins_where_its_predecessor_ends(
    former: str | None, own: str | None, manner: str, fine: bool
) -> None:
    """It begins on the last day of its predecessor or on the day after, unless dates are not that exact."""
    before = State(id="state:A", name="A", existence=Period(former) if former else None)
    link = Succession(state="state:A", manner=MANNERS[manner])
    after = State(id="state:B", name="B", existence=Period(own) if own else None, succeeds=(link,))
    assert doubts(before, after) == (set() if fine else {("successor-gap", "state:B")})
