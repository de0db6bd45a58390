"""Pictures of whom an actor recognises: what is drawn is what `History.recognised` answers."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition import (
    Capacity,
    Dataset,
    Government,
    History,
    InvalidDataError,
    Membership,
    PartialDate,
    Period,
    RecognitionAct,
    RecognitionMove,
    State,
    Territory,
    UnknownIdError,
    plot,
    reference,
)
from recognition.plot.counting import counted
from recognition.plot.lanes import Subject
from recognition.plot.sheet import words_of

ACTOR = "state:ACT"
STATES = ("state:DEU", "state:ESP", "state:FRA", "state:ITA", "state:PRT")


def act(target: str, move: str, when: str | None, number: int, actor: str = ACTOR) -> RecognitionAct:
    """Give an act of the actor on a target, in the target's natural capacity."""
    return RecognitionAct(
        id=f"recognition:{number}",
        actor=actor,
        target=target,
        capacity=Capacity(target.partition(":")[0]),
        move=RecognitionMove(move),
        date=None if when is None else PartialDate(when),
    )


def history_of(rows: list[tuple[str, str, str | None]], **memberships: tuple[Membership, ...]) -> History:
    """Give a history of acts of the actor, each told by target, move and date, and of one act the other way."""
    states = [State(id=name, name=name[-3:], memberships=memberships.get(name[-3:], ())) for name in (ACTOR, *STATES)]
    government = Government(id="government:DEU.1", state="state:DEU", name="Cabinet")
    acts = [act(*row, number) for number, row in enumerate(rows)]
    back = act(ACTOR, "recognition", "1980-01-01", len(rows), actor="state:PRT")
    return History(Dataset([*states, government, *acts, back]))


ROWS: list[tuple[str, str, str | None]] = [
    ("state:FRA", "recognition", "1990-02-03"),
    ("state:ESP", "recognition", "1992"),
    ("state:ITA", "recognition", "1991-01-01"),
    ("state:ITA", "withdrawal", "1994-05-06"),
    ("government:DEU.1", "withholding", "1990-01-01"),
]
moves = st.sampled_from([move.value for move in RecognitionMove])
days = st.sampled_from([None, "1990", "1990-05", "1990-05-06", "[1990-03-01,1991..]", "[..1990-06]"])
targets = st.sampled_from([*STATES, "government:DEU.1"])


@settings(max_examples=20)
@given(st.lists(st.tuples(targets, moves, days), max_size=6), st.dates(date(1989, 12, 1), date(1992, 2, 1)))
def test_counting_agrees_with_the_history_on_every_day(rows: list[tuple[str, str, str | None]], day: date) -> None:
    """The two sums are the sizes of the sets of those certainly and possibly recognised: as states, as governments."""
    history = history_of(rows)
    for asked, capacity in ((None, Capacity.STATE), (Capacity.GOVERNMENT, Capacity.GOVERNMENT)):
        extent = history.recognised(ACTOR, on=day, capacity=capacity)
        numbers = counted(Subject.of(history, None, ACTOR, asked).lanes())
        assert numbers.on(day) == (len(extent.certain), len(extent.possible))


@settings(max_examples=10)
@given(st.lists(st.tuples(targets, moves, days), max_size=6), st.dates(date(1989, 12, 1), date(1992, 2, 1)))
def test_tiles_agree_with_the_history_on_every_day(rows: list[tuple[str, str, str | None]], day: date) -> None:
    """Full tiles are the states that are certainly recognised, halves those that possibly are; no other is either."""
    history = history_of(rows)
    extent = history.recognised(ACTOR, on=day, capacity=Capacity.STATE)
    names = [patch.get_gid() for patch in drawn(plot.map_of(history, by=ACTOR, on=day)).patches if patch.get_gid()]
    assert {name.removesuffix(".recognised") for name in names if name.endswith(".recognised")} == extent.certain
    assert {name.removesuffix(".possible") for name in names if name.endswith(".possible")} == extent.doubtful


def drawn(figure: Any) -> Any:
    """Give the axes that hold the body of a picture."""
    return figure.axes[-1]


def heights(figure: Any) -> dict[str, list[int]]:
    """Give the numbers of both areas of a count, from the left."""
    return {patch.get_gid(): [int(value) for value in patch.get_data().values] for patch in drawn(figure).patches}


def lanes(figure: Any) -> list[str]:
    """Give the names of the lanes of a time line, from above."""
    return [label.get_text() for label in drawn(figure).get_yticklabels()]


def test_a_time_line_has_a_lane_a_target() -> None:
    """The one that was certainly recognised first is above; a bar lies over the days of recognition."""
    figure = plot.timeline(history_of(ROWS), by=ACTOR)
    assert lanes(figure) == ["FRA", "ITA", "ESP"]
    names = {patch.get_gid() for patch in drawn(figure).patches}
    assert {"state:ITA.recognised.1991-01-01", "state:ITA.withdrawn.1994-05-06"} <= names
    chosen = plot.timeline(history_of(ROWS), by=ACTOR, actors=["state:PRT", "state:FRA"])
    assert lanes(chosen) == ["PRT", "FRA"]
    assert "PRT: none on record." in words_of(chosen).description  # type: ignore[union-attr]


def test_both_directions_show_the_same_spells_of_a_pair() -> None:
    """The lane of a target, asked by the actor, is the lane of the actor, asked about the target."""
    history = history_of(ROWS)
    for lane in Subject.of(history, None, ACTOR).lanes():
        (same,) = Subject.of(history, lane.other, None).lanes()
        assert (same.other, same.spells) == (ACTOR, lane.spells)


def test_members_count_by_the_membership_of_the_target() -> None:
    """One that is recognised counts from its own admission on, whoever recognises it."""
    un = Membership(system="un", period=Period("1993-01-01/.."))
    history = history_of(ROWS, FRA=(un,), ACT=(Membership(system="un", period=Period("1945-10-24/..")),))
    figure = plot.counts(history, by=ACTOR, among="un", start="1989", end="1996")
    assert heights(figure)["certain"] == [0, 1]
    assert heights(plot.counts(history, by=ACTOR, among=["state:FRA", "state:ESP"]))["possible"] == [0, 1, 2, 2]


def test_the_acts_that_move_the_numbers_are_marked() -> None:
    """Each act of the actor on a state has its stroke: three recognise, one takes back."""
    figure = plot.counts(history_of(ROWS), by=ACTOR, acts=True)
    strokes = {lines.get_gid(): len(lines.get_segments()) for lines in drawn(figure).collections}
    assert strokes == {"acts.giving": 3, "acts.other": 1}


def test_the_words_say_whom_the_actor_recognises() -> None:
    """Title and description ask the question the way it was put, with the role, the land and the day known."""
    history = history_of(ROWS)
    titles = [
        plot.map_of(history, by=ACTOR, on="1992"),
        plot.counts(history, by=ACTOR, among=["state:FRA"]),
        plot.timeline(history, by=ACTOR, capacity=Capacity.GOVERNMENT),
        plot.timeline(History(history.dataset, known="2020-01-01"), by=ACTOR),
    ]
    assert [words_of(figure).title for figure in titles] == [  # type: ignore[union-attr]
        "Whom ACT recognises as states: 1992",
        "How many ACT recognises as states, among 1 chosen",
        "Whom ACT recognised as governments",
        "Whom ACT recognised as states, as known on 2020-01-01",
    ]
    told = words_of(titles[0]).description  # type: ignore[union-attr]
    assert told.startswith("Tile map of whom ACT recognises as states: 1992.\nRecognised: 2 tiles: FRA; ITA.")


def test_titles_to_lands_have_a_lane_a_land() -> None:
    """An actor that recognises title to two lands has two lanes, each with its land; one land can be asked for."""
    lands = [Territory(id=f"territory:{name}", name=name) for name in ("Hill", "Shore")]
    acts = [
        RecognitionAct(
            id=f"recognition:{land.name}",
            actor=ACTOR,
            target="state:FRA",
            concerning=land.id,
            capacity=Capacity.TITLE,
            move=RecognitionMove.RECOGNITION,
            date=PartialDate("1990"),
        )
        for land in lands
    ]
    history = History(Dataset([*history_of([]).dataset, *lands, *acts]))
    assert lanes(plot.timeline(history, by=ACTOR, capacity=Capacity.TITLE)) == ["FRA (Hill)", "FRA (Shore)"]
    one = plot.timeline(history, by=ACTOR, capacity=Capacity.TITLE, concerning="territory:Hill")
    assert lanes(one) == ["FRA"]
    assert words_of(one).title == "Whom ACT recognised as holding title concerning Hill"  # type: ignore[union-attr]
    with pytest.raises(UnknownIdError):
        plot.timeline(history, by=ACTOR, capacity=Capacity.TITLE, concerning="territory:Hall")


PICTURES: list[Callable[..., Any]] = [
    plot.timeline,
    plot.counts,
    lambda *args, **options: plot.map_of(*args, on="2000", **options),
]


@pytest.mark.parametrize("picture", PICTURES, ids=["timeline", "counts", "map_of"])
def test_a_picture_is_about_exactly_one(picture: Callable[..., Any]) -> None:
    """Neither a target nor an actor, both of them, and an actor that is not in the data, are refused in words."""
    history = history_of(ROWS)
    with pytest.raises(InvalidDataError, match="neither is given") as neither:
        picture(history)
    with pytest.raises(InvalidDataError, match="both are given, 'state:FRA' and 'state:ACT'") as both:
        picture(history, "state:FRA", by=ACTOR)
    assert [error.value.problems[0].code for error in (neither, both)] == ["missing-field", "bad-value"]
    with pytest.raises(UnknownIdError, match="state:ACT"):
        picture(history, by="state:ACX")


def test_a_map_shows_no_capacity_that_no_state_has() -> None:
    """Of whom an actor recognises as governments there is a time line and a count, but no map of states."""
    history = history_of(ROWS)
    with pytest.raises(InvalidDataError, match="none is recognised as a government") as error:
        plot.map_of(history, by=ACTOR, on="2000", capacity=Capacity.GOVERNMENT)
    assert error.value.problems[0].code == "capacity-mismatch"
    assert lanes(plot.timeline(history, by=ACTOR, capacity=Capacity.GOVERNMENT)) == ["Cabinet"]


def test_a_map_by_a_government_marks_the_tile_of_its_state() -> None:
    """The actor may be a government; its state keeps its own standing, below the mark."""
    base = history_of([])
    given = act("state:DEU", "recognition", "1990-01-01", 9, actor="government:DEU.1")
    figure = plot.map_of(History(Dataset([*base.dataset, given])), by="government:DEU.1", on="2000")
    assert "state:DEU.recognised" in {patch.get_gid() for patch in drawn(figure).patches}
    assert any(patch.get_linewidth() > 1 for patch in drawn(figure).patches)


def test_the_real_record_of_an_actor_is_counted_as_the_history_answers() -> None:
    """At the end of every tenth year since 1776, as many states as the history has the United States recognise."""
    history = History(reference.us_recognition())
    numbers = counted(Subject.of(history, None, "state:USA").lanes())
    for year in range(1776, 2025, 10):
        day = date(year, 12, 31)
        extent = history.recognised("state:USA", on=day, capacity=Capacity.STATE)
        assert numbers.on(day) == (len(extent.certain), len(extent.possible)), day
