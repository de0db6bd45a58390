"""The map of tiles: each has the colour of its state's standing, and what has no tile is told."""

from collections.abc import Callable
from typing import Any

import pytest

from recognition import (
    Capacity,
    Code,
    Dataset,
    Government,
    History,
    InvalidDataError,
    Period,
    RecognitionAct,
    RecognitionMove,
    State,
    UnknownIdError,
    plot,
)
from recognition.plot.sheet import words_of
from recognition.plot.tiles import TILES

TARGET = "state:TGT"
Build = Callable[..., History]

ROWS = [
    ("FRA", "recognition", "1990-02-03"),
    ("DEU", "recognition", "1992"),
    ("ITA", "refusal", "1991"),
    ("ESP", "recognition", "1990-01-01"),
    ("ESP", "withdrawal", "1991-01-01"),
    ("PRT", "acknowledgement", "1990"),
    ("POL", "recognition", "1999"),
]


def shades(figure: Any) -> dict[str, str]:
    """Give the shade of each tile, read off the artists."""
    names = [patch.get_gid() for patch in figure.axes[-1].patches if patch.get_gid()]
    return dict(name.rsplit(".", 1) for name in names)


def told(figure: Any) -> tuple[str, ...]:
    """Give the sentences of the caption."""
    words = words_of(figure)
    assert words is not None
    return words.caption


def test_tiles_have_the_shades_of_the_answers(history_of: Build) -> None:
    """Each is as the history answers on that day; a state that is not in the data is told from one without acts."""
    figure = plot.map_of(history_of(ROWS), TARGET, on="1992-06-01")
    found = shades(figure)
    assert found.keys() == TILES.keys()
    seen = {name: shade for name, shade in found.items() if shade != "absent"}
    assert seen == {
        "state:FRA": "recognised",
        "state:DEU": "possible",
        "state:ITA": "undone",
        "state:ESP": "undone",
        "state:PRT": "unsure",
        "state:POL": "none",
    }
    assert {"recognised", "possibly", "refused, suspended or withdrawn", "none on record", "not in the data"} <= {
        text.get_text() for text in figure.axes[0].texts
    }


def test_a_partial_day_stands_for_every_day_that_it_may_be(history_of: Build) -> None:
    """In 1990, France had not yet recognised on some days, and had on others."""
    assert shades(plot.map_of(history_of(ROWS), TARGET, on="1990"))["state:FRA"] == "possible"


def test_all_tiles_are_of_one_size_and_the_target_is_marked(history_of: Build) -> None:
    """No state is drawn larger than another; the mark is a frame around the target's tile, or that of its state."""
    history = history_of([("FRA", "recognition", "1990")], State(id="state:XKX", name="Kosovo"))
    kosovo = RecognitionAct(
        id="recognition:K",
        actor="state:FRA",
        target="state:XKX",
        capacity=Capacity.STATE,
        move=RecognitionMove.RECOGNITION,
    )
    figure = plot.map_of(History(Dataset([*history.dataset, kosovo])), "state:XKX", on="2010")
    patches: list[Any] = list(figure.axes[1].patches)
    tiles = [patch for patch in patches if patch.get_gid()]
    assert len({(round(tile.get_width(), 9), round(tile.get_height(), 9)) for tile in tiles}) == 1
    (frame,) = [patch for patch in patches if patch.get_linewidth() > 1]
    tile = TILES["state:XKX"]
    assert (int(frame.get_x()), int(frame.get_y())) == (tile.column, tile.row)


def test_the_tile_of_a_government_is_that_of_its_state() -> None:
    """The target may be a government."""
    records = [
        State(id="state:AFG", name="Afghanistan"),
        State(id="state:RUS", name="Russia"),
        Government(id="government:AFG.1", state="state:AFG", name="Emirate"),
        RecognitionAct(
            id="recognition:1",
            actor="state:RUS",
            target="government:AFG.1",
            capacity=Capacity.GOVERNMENT,
            move=RecognitionMove.RECOGNITION,
        ),
    ]
    figure = plot.map_of(History(Dataset(records)), "government:AFG.1", on="2000")
    assert shades(figure)["state:RUS"] == "possible"
    assert any(patch.get_linewidth() > 1 for patch in figure.axes[1].patches)
    assert not told(figure)


def test_what_has_no_tile_is_told(history_of: Build) -> None:
    """States that are no more, and the target itself, stand in the caption with their standing."""
    states = [State(id="state:SUN", name="Soviet Union"), State(id="state:DDR", name="East Germany")]
    history = history_of([("SUN", "recognition", "1950"), ("DDR", "recognition", "1951")], *states)
    assert told(plot.map_of(history, TARGET, on="1951-07-01")) == (
        "TGT has no tile.",
        "Without a tile, recognised: Soviet Union.",
        "Without a tile, possibly: East Germany.",
    )


def test_of_many_without_a_tile_or_an_act_the_number_is_told(history_of: Build) -> None:
    """Twelve are named; of thirteen of whom nothing is said the names would say little."""
    for number, text in ((12, "A00, A01, A02, A03, A04, A05, A06, A07, A08, A09, A10 and A11"), (13, "13 of those in")):
        states = [State(id=f"state:mine.{n}", name=f"A{n:02}") for n in range(number)]
        (_, told_of) = told(plot.map_of(history_of(ROWS, *states), TARGET, on="1995"))
        assert told_of.startswith(f"Without a tile, none on record: {text}")


def test_a_state_lies_on_the_tile_of_its_code_or_where_it_is_told_to_lie(history_of: Build) -> None:
    """By the code that the record has on the day, never by its name; two are never put on one tile."""
    rows = [(f"mine.{slug}", "recognition", "1990-01-01") for slug in ("np", "td", "fr", "np2", "fj")]
    states = [
        State(id="state:mine.np", name="Nepal", codes=(Code(system="iso2", value="NP"),)),
        State(id="state:mine.td", name="Chad", codes=(Code(system="iso3", value="TCD"),)),
        State(id="state:mine.fr", name="France"),
        State(id="state:mine.np2", name="Second Nepal", codes=(Code(system="iso2", value="NP"),)),
        State(id="state:mine.fj", name="Fiji", codes=(Code(system="iso2", value="FJ", period=Period("1900/1980")),)),
    ]
    history = history_of(rows, *states)
    figure = plot.map_of(history, TARGET, on="1995")
    assert {name for name, shade in shades(figure).items() if shade == "recognised"} == {"state:NPL", "state:TCD"}
    assert "Without a tile, recognised: Fiji, France and Second Nepal." in told(figure)
    chosen = plot.map_of(history, TARGET, on="1995", tiles={"state:mine.fr": "state:FRA", "state:mine.fj": "state:FJI"})
    assert {"state:FRA", "state:FJI"} <= {name for name, shade in shades(chosen).items() if shade == "recognised"}


def test_tiles_that_cannot_be_are_refused(history_of: Build) -> None:
    """An id that is not in the data, a tile that is not there, one tile for two, a day that is none."""
    history = history_of([("FRA", "recognition", "1990"), ("ITA", "recognition", "1990")])
    for tiles in ({"state:ZZZ": "state:FRA"}, {"state:FRA": "state:nowhere"}):
        with pytest.raises(UnknownIdError):
            plot.map_of(history, TARGET, on="2000", tiles=tiles)
    with pytest.raises(InvalidDataError):
        plot.map_of(history, TARGET, on="2000", tiles={"state:FRA": "state:ESP", "state:ITA": "state:ESP"})
    with pytest.raises(InvalidDataError):
        plot.map_of(history, TARGET, on="yesterday")


def test_a_state_that_did_not_exist_then_is_not_one_without_acts(history_of: Build) -> None:
    """South Sudan is no blank on a map of 1990."""
    late = State(id="state:SSD", name="South Sudan", existence=Period("2011-07-09/.."))
    history = history_of(ROWS, late)
    figure = plot.map_of(history, TARGET, on="1992")
    assert shades(figure)["state:SSD"] == "absent"
    assert "not in the data, or not existing then" in {text.get_text() for text in figure.axes[0].texts}
    assert shades(plot.map_of(history, TARGET, on="2012"))["state:SSD"] == "none"


def test_codes_have_three_letters_where_there_is_room(history_of: Build) -> None:
    """Two letters at the width of a column, three at that of a page."""
    history = history_of(ROWS)
    for width, length in ((3.4, 2), (6.9, 3)):
        figure = plot.map_of(history, TARGET, on="1992", width=width)
        assert {len(text.get_text()) for text in figure.axes[1].texts} == {length}


def test_the_description_names_every_state_that_is_drawn(history_of: Build) -> None:
    """Those who do not see the picture are told which states have which colour."""
    words = words_of(plot.map_of(history_of(ROWS), TARGET, on="1992-06-01"))
    assert words is not None
    assert "Refused, suspended or withdrawn: 2 tiles: ESP; ITA." in words.description
    assert "Recognised: 1 tile: FRA." in words.description
