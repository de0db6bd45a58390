"""The count of recognisers: the numbers drawn are those that the history answers."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition import (
    Capacity,
    Dataset,
    DiplomaticAct,
    DiplomaticMove,
    History,
    Membership,
    PartialDate,
    Period,
    RecognitionAct,
    RecognitionMove,
    State,
    Truth,
    UnknownIdError,
    plot,
)
from recognition.plot.counting import counted, members_of
from recognition.plot.days import x_of
from recognition.plot.lanes import Subject
from recognition.plot.sheet import words_of

TARGET = "state:TGT"
Build = Callable[..., History]


def drawn(figure: Any, day: date) -> tuple[int, int]:
    """Give the heights of both areas at a day, read off the artists."""
    found = dict[str, int]()
    for patch in figure.axes[-1].patches:
        values, edges, _ = patch.get_data()
        (found[patch.get_gid()],) = (
            int(value)
            for value, left, right in zip(values, edges, edges[1:], strict=False)
            if left <= x_of(day) < right
        )
    return found["certain"], found["possible"]


def strokes(figure: Any) -> dict[str, list[tuple[float, float]]]:
    """Give from where to where each stroke of an act goes along the axis."""
    return {
        lines.get_gid(): [(segment[0][0], segment[1][0]) for segment in lines.get_segments()]
        for lines in figure.axes[-1].collections
    }


ROWS = [
    ("A", "recognition", "1990-02-03"),
    ("B", "recognition", "1992"),
    ("C", "recognition", None),
    ("A", "withdrawal", "1994-05"),
    ("D", "refusal", "1991-01-01"),
]


def test_the_areas_have_the_numbers_of_the_history(history_of: Build) -> None:
    """On each day of a sample, the full area is as high as the certain ones, the band as the possible ones."""
    history = history_of(ROWS)
    figure = plot.counts(history, TARGET, start="1989", end="1996")
    for day in [
        date(year, month, day) for year in range(1989, 1997) for month in (2, 5, 12) for day in (2, 3, 31 % 28)
    ]:
        extent = history.recognisers(TARGET, on=day)
        assert drawn(figure, day) == (len(extent.certain), len(extent.possible)), day


@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABC"),
            st.sampled_from([move.value for move in RecognitionMove]),
            st.sampled_from([None, "1990", "1990-05", "1990-05-06", "[1990-03-01,1991..]", "[..1990-06]"]),
        ),
        max_size=6,
    ),
    st.dates(date(1989, 12, 1), date(1992, 2, 1)),
)
def test_counting_agrees_with_the_history_on_every_day(rows: Any, day: date) -> None:
    """The two sums are the sizes of the sets of those who certainly and who possibly recognise."""
    states = [State(id=name, name=name) for name in ("state:A", "state:B", "state:C", TARGET)]
    acts = [
        RecognitionAct(
            id=f"recognition:{number}",
            actor=f"state:{actor}",
            target=TARGET,
            capacity=Capacity.STATE,
            move=RecognitionMove(move),
            date=None if when is None else PartialDate(when),
        )
        for number, (actor, move, when) in enumerate(rows)
    ]
    history = History(Dataset([*states, *acts]))
    extent = history.recognisers(TARGET, on=day)
    numbers = counted(Subject.of(history, TARGET, None).lanes())
    assert numbers.on(day) == (len(extent.certain), len(extent.possible))


def member(slug: str, *periods: str | None) -> State:
    """Give a state with memberships of one list."""
    memberships = tuple(Membership(system="un", period=None if text is None else Period(text)) for text in periods)
    return State(id=f"state:{slug}", name=slug, memberships=memberships)


def test_members_count_on_the_days_of_their_membership(history_of: Build) -> None:
    """A recogniser counts from its admission on; where that is not certain, as possible; one outside never."""
    rows = [(slug, "recognition", "1950-01-01") for slug in "ABCD"]
    states = [member("A", "1945-10-24/1970-06-30"), member("B", "1960/.."), member("C", None), member("D")]
    history = history_of(rows, *states)
    figure = plot.counts(history, TARGET, among="un", start="1946", end="1980")
    assert drawn(figure, date(1949, 12, 31)) == (0, 0)
    assert drawn(figure, date(1950, 1, 1)) == (1, 2)
    assert drawn(figure, date(1960, 6, 1)) == (1, 3)
    assert drawn(figure, date(1961, 1, 1)) == (2, 3)
    assert drawn(figure, date(1970, 6, 30)) == (2, 3)
    assert drawn(figure, date(1970, 7, 1)) == (1, 2)


@given(
    st.sampled_from(["1945-10/1970", "1950-XX/", "/1960", "../1955-05", "1990~/.."]),
    st.dates(date(1940, 1, 1), date(2000, 1, 1)),
)
def test_members_change_only_on_the_days_that_are_told(text: str, day: date) -> None:
    """Between two of these days, a membership is as certain as it was on the first."""
    history = History(Dataset([member("A", text)]))
    members = members_of(history, "un")
    before = max((change for change in members.changes("state:A") if change <= day), default=date.min)
    assert members.holds("state:A", day) is members.holds("state:A", before)
    assert members.holds("state:A", day) is Period(text).contains(day)
    assert members.holds("state:B", day) is Truth.FALSE


def test_a_list_says_nothing_of_days_that_it_does_not_cover(history_of: Build) -> None:
    """The picture ends where the list does, and says so."""
    state = State(id="state:A", name="A", memberships=(Membership(system="cow-2016", period=Period("1950/..")),))
    history = history_of([("A", "recognition", "2010-01-01")], state)
    figure = plot.counts(history, TARGET, among="cow-2016", start="2005", end="2025")
    assert figure.axes[1].get_xlim()[1] == x_of(date(2017, 1, 1))
    assert words_of(figure).caption == ("The list of members covers 1816-01-01 to 2016-12-31.",)  # type: ignore[union-attr]


def test_ids_can_be_counted(history_of: Build) -> None:
    """Only those given count; an id or a list that is not in the data is refused."""
    history = history_of(ROWS)
    figure = plot.counts(history, TARGET, among=["state:A", "state:D"], start="1989", end="1996")
    assert drawn(figure, date(1993, 1, 1)) == (1, 1)
    for among in (["state:Z"], "un", "eu"):
        with pytest.raises(UnknownIdError):
            plot.counts(history, TARGET, among=among)


def test_acts_are_marked_where_they_move_the_numbers(history_of: Build) -> None:
    """A day is an upright stroke, a year a line as long; one that moves nothing is not marked, an undated one told."""
    figure = plot.counts(history_of(ROWS), TARGET, acts=True, start="1989", end="1996")
    noon = x_of(date(1990, 2, 3)) + 0.5
    assert strokes(figure)["acts.giving"] == [(noon, noon), (x_of(date(1992, 1, 1)), x_of(date(1993, 1, 1)))]
    (other,) = strokes(figure)["acts.other"]
    assert other[0] <= x_of(date(1994, 5, 1)) < x_of(date(1994, 6, 1)) <= other[1]
    assert "Without a day, and so without a mark: 1 act." in words_of(figure).caption  # type: ignore[union-attr]
    assert not strokes(plot.counts(history_of(ROWS), TARGET))


def test_the_description_has_the_numbers(history_of: Build) -> None:
    """Those who do not see the picture are told where it starts and ends."""
    told = words_of(plot.counts(history_of(ROWS), TARGET, start="1989-01-01", end="1993-12-31")).description  # type: ignore[union-attr]
    assert "At the start, on 1989-01-01: 0 certainly, possibly 1." in told
    assert "At the end, on 1993-12-31: 2 certainly, possibly 3." in told


def test_without_an_act_the_count_is_nought(history_of: Build) -> None:
    """There is a picture, and it says so."""
    figure = plot.counts(history_of([]), TARGET, acts=True)
    assert "No act is on record." in words_of(figure).caption  # type: ignore[union-attr]
    assert drawn(figure, date(1970, 1, 1)) == (0, 0)


def test_of_acts_that_may_have_moved_a_number_the_one_known_best_is_marked() -> None:
    """Relations that follow a recognition in a month not known to the day imply it anew, and move nothing."""
    states = [State(id="state:A", name="A"), State(id=TARGET, name="T")]
    recognised = RecognitionAct(
        id="recognition:1",
        actor="state:A",
        target=TARGET,
        capacity=Capacity.STATE,
        move=RecognitionMove.RECOGNITION,
        date=PartialDate("1990-05"),
    )
    relations = DiplomaticAct(
        id="diplomatic:1",
        parties=("state:A", TARGET),
        move=DiplomaticMove.ESTABLISHMENT,
        after=("recognition:1",),
    )
    figure = plot.counts(History(Dataset([*states, recognised, relations])), TARGET, acts=True)
    ((left, right),) = strokes(figure)["acts.giving"]
    assert left <= x_of(date(1990, 5, 1)) < x_of(date(1990, 6, 1)) <= right < x_of(date(1990, 7, 1))
    assert words_of(figure).caption == ()  # type: ignore[union-attr]
