"""The time line: what is drawn is what the history answers, and doubt never has a hard edge."""

from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recognition
from recognition import (
    Capacity,
    Dataset,
    Government,
    History,
    InvalidDataError,
    Organization,
    PartialDate,
    RecognitionAct,
    RecognitionMove,
    Standing,
    State,
    Territory,
    UnknownIdError,
    plot,
)
from recognition.plot.days import x_of
from recognition.plot.lanes import Subject
from recognition.plot.lettering import SMALL
from recognition.plot.shades import Shade, shade_of
from recognition.plot.sheet import words_of

TARGET = "state:TGT"
Build = Callable[..., History]


def bars(figure: Any) -> dict[str, Any]:
    """Give the bars of a time line, by actor and shade, with the start of the spell."""
    return {patch.get_gid(): patch for patch in figure.axes[-1].patches if patch.get_gid()}


def marks(figure: Any) -> dict[str, Any]:
    """Give the marks of a time line, likewise."""
    return {line.get_gid(): line for line in figure.axes[-1].lines if line.get_gid()}


def labels(figure: Any) -> list[str]:
    """Give the names of the lanes, from above."""
    return [label.get_text() for label in figure.axes[-1].get_yticklabels()]


def key(figure: Any) -> set[str]:
    """Give the texts of the sheet around the body: title, key and caption."""
    return {text.get_text() for text in figure.axes[0].texts}


def span(patch: Any) -> tuple[float, float]:
    """Give where a bar begins and ends."""
    return patch.get_x(), patch.get_x() + patch.get_width()


def test_certain_spells_are_full_and_doubtful_ones_hatched_without_an_edge(history_of: Build) -> None:
    """Recognised in a year not known, taken back on a day: none, hatched for that year, full, and lower after it."""
    history = history_of([("A", "recognition", "1990"), ("A", "withdrawal", "2000-05-06")])
    drawn = bars(plot.timeline(history, TARGET, start="1985", end="2005"))
    doubt, full = drawn["state:A.possible.1990-01-01"], drawn["state:A.recognised.1990-12-31"]
    after = drawn["state:A.withdrawn.2000-05-06"]
    assert span(doubt) == (x_of(date(1990, 1, 1)), x_of(date(1990, 12, 31)))
    assert span(full) == (x_of(date(1990, 12, 31)), x_of(date(2000, 5, 6)))
    assert span(after)[0] == x_of(date(2000, 5, 6))
    assert doubt.get_hatch()
    assert doubt.get_linewidth() == 0
    assert not full.get_hatch()
    assert after.get_height() < full.get_height()


def test_doubt_too_short_to_be_seen_is_marked(history_of: Build) -> None:
    """A month in a century is a hollow circle in its middle, not an edge; a wider picture may show it hatched."""
    history = history_of([("A", "recognition", "1990-04"), ("B", "recognition", "1890-01-01")])
    figure = plot.timeline(history, TARGET)
    (circle,) = [mark for name, mark in marks(figure).items() if name == "state:A.possible.1990-04-01"]
    assert circle.get_xdata()[0] == (x_of(date(1990, 4, 1)) + x_of(date(1990, 4, 30))) / 2
    assert "doubt too short to hatch" in key(figure)
    near = plot.timeline(history, TARGET, start="1990-03", end="1990-06")
    assert bars(near)["state:A.possible.1990-04-01"].get_hatch()
    assert "doubt too short to hatch" not in key(near)


def test_what_has_no_bound_is_marked(history_of: Build) -> None:
    """An undated act may have been on any day: both ends are open; of a dated one, only the end."""
    figure = plot.timeline(history_of([("A", "recognition", None), ("B", "recognition", "1990-01-01")]), TARGET)
    assert {name for name in marks(figure) if "un" in name.rpartition(".")[2]} == {
        "state:A.possible..unbegun",
        "state:A.possible..unended",
        "state:B.recognised.1990-01-01.unended",
    }
    assert {"no beginning on record", "no end on record"} <= key(figure)


def test_a_spell_that_the_period_cuts_has_no_mark_there(history_of: Build) -> None:
    """The end of the picture is not the end of the record."""
    history = history_of([("A", "recognition", "1990-01-01"), ("A", "withdrawal", "2010-01-01")])
    figure = plot.timeline(history, TARGET, start="2000-01-01", end="2005-12-31")
    assert span(bars(figure)["state:A.recognised.1990-01-01"]) == (x_of(date(2000, 1, 1)), x_of(date(2006, 1, 1)))
    assert not marks(figure)


def test_lanes_are_ordered_by_when_recognition_is_certain(history_of: Build) -> None:
    """Certain ones first, by day, then possible ones, then those who did otherwise; equals by name."""
    rows = [
        ("E", "refusal", "1980-01-01"),
        ("D", "recognition", None),
        ("C", "recognition", "1995"),
        ("B", "recognition", "1990-01-01"),
        ("A", "recognition", "1990-01-01"),
    ]
    assert labels(plot.timeline(history_of(rows), TARGET)) == ["A", "B", "C", "E", "D"]


def test_what_is_left_out_is_told(history_of: Build) -> None:
    """By the limit, and by the period; nothing disappears."""
    rows = [(name, "recognition", f"199{number}-01-01") for number, name in enumerate("ABCDE")]
    figure = plot.timeline(history_of(rows), TARGET, limit=2, end="1993-06-01")
    assert labels(figure) == ["A", "B"]
    told = " ".join(words_of(figure).caption)  # type: ignore[union-attr]
    assert "nothing on record in this period: E." in told
    assert "after the first 2: C and D." in told


def test_chosen_actors_are_shown_as_chosen(history_of: Build) -> None:
    """In their order, with or without a standing; one that is not in the data is refused, with near ones."""
    history = history_of(
        [("A", "recognition", "1990-01-01"), ("B", "recognition", "1991-01-01")], State(id="state:N", name="N")
    )
    figure = plot.timeline(history, TARGET, actors=["state:N", "state:B"])
    assert labels(figure) == ["N", "B"]
    assert "N: none on record." in words_of(figure).description  # type: ignore[union-attr]
    with pytest.raises(UnknownIdError):
        plot.timeline(history, TARGET, actors=["state:Z"])


def test_two_hundred_lanes_grow_in_height(history_of: Build) -> None:
    """Each lane keeps its height in points, and every name is there."""
    few = plot.timeline(history_of([(f"A{n}", "recognition", "1990") for n in range(50)]), TARGET)
    many = plot.timeline(history_of([(f"A{n}", "recognition", "1990") for n in range(190)]), TARGET)
    assert len(labels(many)) == 190
    assert (many.get_figheight() - few.get_figheight()) * 72 == pytest.approx(140 * 9)


def test_without_an_act_there_is_a_picture_that_says_so(history_of: Build) -> None:
    """No act, and no day known, are told."""
    assert "No act is on record." in key(plot.timeline(history_of([]), TARGET))
    figure = plot.timeline(history_of([("A", "recognition", None)]), TARGET)
    assert "No day is known, so the axis has none." in key(figure)
    assert not figure.axes[1].get_xticklabels()


def test_names_are_shown_as_they_are(history_of: Build) -> None:
    """What matplotlib would read as a formula, or as to be hidden, is letters; long names are cut, and told whole."""
    names = {"A": r"$\frac{1}{2}$ & <b>", "B": "_hidden", "C": "Côte d'Ivoire", "D": "Very " * 40 + "long"}
    states = [State(id=f"state:{slug}", name=name) for slug, name in names.items()]
    rows = [(slug, "recognition", f"199{n}") for n, slug in enumerate(names)]
    figure = plot.timeline(history_of(rows, *states), TARGET)
    assert labels(figure)[:3] == list(names.values())[:3]
    assert labels(figure)[3].endswith("…")
    assert names["D"] in words_of(figure).description  # type: ignore[union-attr]


def test_no_text_is_smaller_than_six_points(history_of: Build) -> None:
    """Everything is legible at the width of a column."""
    rows = [("A", "recognition", "1990"), ("B", "suspension", None), ("C", "refusal", "1991-02-03")]
    history = history_of(rows)
    for figure in (
        plot.timeline(history, TARGET),
        plot.counts(history, TARGET, acts=True),
        plot.map_of(history, TARGET, on="1992"),
    ):
        texts: list[Any] = [text for axes in figure.axes for text in axes.findobj(match=_is_text)]
        sizes = [text.get_fontsize() for text in texts if text.get_text()]
        assert min(sizes) >= SMALL
        assert SMALL >= 6


def _is_text(artist: Any) -> bool:
    return type(artist).__name__ == "Text"


def test_titles_to_several_lands_have_lanes_of_their_own() -> None:
    """An actor that recognises title to two lands has two lanes, each with its land; one land can be asked for."""
    lands = [Territory(id=f"territory:{name}", name=name) for name in ("Hill", "Shore")]
    acts = [
        RecognitionAct(
            id=f"recognition:{land.name}",
            actor="state:A",
            target=TARGET,
            concerning=land.id,
            capacity=Capacity.TITLE,
            move=RecognitionMove.RECOGNITION,
            date=PartialDate("1990"),
        )
        for land in lands
    ]
    history = History(Dataset([State(id="state:A", name="A"), State(id=TARGET, name="T"), *lands, *acts]))
    assert labels(plot.timeline(history, TARGET, capacity=Capacity.TITLE)) == ["A (Hill)", "A (Shore)"]
    one = plot.timeline(history, TARGET, capacity=Capacity.TITLE, concerning="territory:Hill")
    assert labels(one) == ["A"]
    with pytest.raises(UnknownIdError):
        plot.timeline(history, TARGET, capacity=Capacity.TITLE, concerning="territory:Hall")


def test_a_target_may_be_a_government(real_seed: History) -> None:
    """The founding case: three states in the course of 1997, each for certain at its end."""
    figure = plot.timeline(real_seed, "government:AFG.taliban-1996")
    assert labels(figure) == ["Pakistan", "Saudi Arabia", "United Arab Emirates"]
    assert span(bars(figure)["state:PAK.possible.1997-01-01"]) == (x_of(date(1997, 1, 1)), x_of(date(1997, 12, 31)))


@pytest.fixture(scope="module")
def real_seed() -> History:
    """Give the founding dataset."""
    return History(recognition.load("seeds/russia-taliban-recognition.yaml"))


def test_what_cannot_be_drawn_is_refused(history_of: Build) -> None:
    """An id that is not there, a target without a capacity of its own, a width or limit that leaves no room."""
    party = Organization(id="organization:P", name="P", category=recognition.OrganizationType.MOVEMENT)
    history = history_of([("A", "recognition", "1990")], party)
    with pytest.raises(UnknownIdError):
        plot.timeline(history, "state:TGX")
    calls: list[Callable[[], Any]] = [
        lambda: plot.timeline(history, "organization:P"),
        lambda: plot.timeline(history, TARGET, width=0.5),
        lambda: plot.timeline(history, TARGET, limit=0),
        lambda: plot.timeline(history, TARGET, start="soon"),
    ]
    for call in calls:
        with pytest.raises(InvalidDataError):
            call()


def test_it_draws_into_the_axes_of_others(history_of: Build) -> None:
    """Given axes hold the lanes, and are not taken from their figure."""
    figures: Any = import_module("matplotlib.figure")

    own: Any = figures.Figure(figsize=(6, 4))
    left, right = own.subplots(1, 2)
    history = history_of([("A", "recognition", "1990"), ("B", "withholding", "1992-03-04")])
    assert plot.timeline(history, TARGET, ax=left) is own
    assert plot.counts(history, TARGET, ax=right) is own
    assert [label.get_text() for label in left.get_yticklabels()] == ["A", "B"]
    assert left.get_legend() is not None
    assert words_of(own).title == "Who recognised TGT as a state; How many recognise TGT as a state"  # type: ignore[union-attr]


moves = st.sampled_from([move.value for move in RecognitionMove])
days = st.sampled_from([None, "1990", "1990-05", "1990-05-06", "[1990-03-01,1991..]", "1991-XX-XX", "[..1990-06]"])


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from("AB"), moves, days), min_size=1, max_size=5), st.data())
def test_a_lane_has_the_shade_of_the_answer_on_every_day(rows: Any, data: st.DataObject) -> None:
    """On any day, the spell that holds it has the shade of the standing that the history answers."""
    states = [State(id=name, name=name) for name in ("state:A", "state:B", TARGET)]
    acts = [
        RecognitionAct(
            id=f"recognition:{number}",
            actor=f"state:{actor}",
            target=TARGET,
            capacity=Capacity.STATE,
            move=RecognitionMove(move),
            date=None if day is None else PartialDate(day),
        )
        for number, (actor, move, day) in enumerate(rows)
    ]
    history = History(Dataset([*states, *acts]))
    day = data.draw(st.dates(date(1989, 12, 1), date(1992, 2, 1)))
    lanes = {lane.other: lane for lane in Subject.of(history, TARGET, None).lanes()}
    for actor in ("state:A", "state:B"):
        shade = shade_of(history.standing(actor, TARGET, on=day).possible)
        if actor not in lanes:
            assert shade is Shade.NONE
            continue
        spells = lanes[actor].spells
        holding = [s for s in spells if (s.start or date.min) <= day <= (s.end or date.max)]
        assert [spell.shade for spell in holding] == [shade]
        assert all(one.end is not None and one.end + timedelta(days=1) == two.start for one, two in pairwise(spells))


def test_each_set_of_standings_has_a_shade() -> None:
    """Certain ones have their own; recognition that is not certain is possible; nothing else is told apart."""
    assert {shade_of(frozenset({standing})).value for standing in Standing} == {
        "acknowledged", "none on record", "recognised", "refused", "suspended", "withdrawn", "withheld",
    }  # fmt: skip
    assert shade_of(frozenset(Standing)) is Shade.POSSIBLE
    assert shade_of(frozenset({Standing.NONE, Standing.WITHDRAWN})) is Shade.UNSURE
    assert shade_of(frozenset({Standing.REFUSED, Standing.WITHDRAWN})) is Shade.UNDONE


def test_a_government_lane_keeps_its_own_name() -> None:
    """An actor that is a government is named by its record."""
    records = [
        State(id="state:S", name="S"),
        State(id=TARGET, name="T"),
        Government(id="government:S.1", state="state:S", name="First government"),
        RecognitionAct(
            id="recognition:1",
            actor="government:S.1",
            target=TARGET,
            capacity=Capacity.STATE,
            move=RecognitionMove.RECOGNITION,
            date=PartialDate("1990"),
        ),
    ]
    assert labels(plot.timeline(History(Dataset(records)), TARGET)) == ["First government"]
