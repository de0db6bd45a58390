"""The pictures of the documentation: made by the code beside them, small, and drawn as the history answers."""

import runpy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import pytest

from recognition import Capacity, History, State, Truth, load, plot, reference
from recognition.plot.days import x_of
from recognition.sources import palestine

ROOT: Final = Path(__file__).resolve().parents[2]
LARGEST: Final = 150_000


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    """Give the figures of the pages, by name; of data that is not here, `None`."""
    tool = runpy.run_path(str(ROOT / "tools" / "make_pictures.py"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return {name: figure for page in tool["PAGES"] for name, figure in tool["pictures_of"](page)}


def test_every_picture_of_the_pages_is_there_and_no_other(figures: dict[str, Any]) -> None:
    """After a change of the page, run ``tools/make_pictures.py``."""
    held = {path.stem for path in (ROOT / "docs" / "pictures").iterdir()}
    assert held == figures.keys()


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "pictures").iterdir()), ids=lambda path: path.stem)
def test_pictures_are_small_and_accessible(path: Path) -> None:
    """Each is an SVG with a title, a description and text as text, and no larger than a page can bear."""
    assert path.stat().st_size < LARGEST
    root = ET.parse(path).getroot()  # noqa: S314 - it is a file of this repository
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title")
    assert root.findtext(f"{space}desc")
    assert root.find(f".//{space}text") is not None


def test_committed_pictures_say_what_the_code_says_now(figures: dict[str, Any]) -> None:
    """Their descriptions are those of the figures: after a change of the data, run ``tools/make_pictures.py``."""
    from recognition.plot.sheet import words_of  # noqa: PLC0415

    for name, figure in figures.items():
        if figure is not None:
            words = words_of(figure)
            assert words is not None
            root = ET.parse(ROOT / "docs" / "pictures" / f"{name}.svg").getroot()  # noqa: S314
            assert root.findtext("{http://www.w3.org/2000/svg}desc") == words.description


@pytest.mark.parametrize(
    ("name", "case", "target"),
    [
        ("kosovo", "casebook/kosovo.yaml", "state:XKX"),
        ("taliban-1996", "russia-taliban-recognition.yaml", "government:AFG.taliban-1996"),
        ("venezuela", "casebook/venezuela.yaml", "government:VEN.interim-2019"),
    ],
)
def test_time_lines_show_what_the_history_answers(name: str, case: str, target: str, figures: dict[str, Any]) -> None:
    """On every thirtieth day, a full bar lies over the lane of each who certainly recognises, and of no other."""
    history = History(load(ROOT / "seeds" / case))
    axes = figures[name].axes[1]
    bars = [
        (*patch.get_gid().split(".recognised."), patch) for patch in axes.patches if ".recognised." in patch.get_gid()
    ]
    names = {label.get_text() for label in axes.get_yticklabels()}
    shown = {record.id for record in history.dataset if getattr(record, "name", None) in names}
    left, right = axes.get_xlim()
    for x in range(int(left), int(right), 30):
        day = date.fromordinal(x + date(1970, 1, 1).toordinal())
        full = {actor for actor, _, bar in bars if bar.get_x() <= x < bar.get_x() + bar.get_width()}
        assert full == history.recognisers(target, on=day).certain & shown, day


def test_the_map_shows_what_the_history_answers(figures: dict[str, Any]) -> None:
    """Full tiles are those who certainly recognise, halves those who possibly do."""
    extent = History(load(ROOT / "seeds/casebook/western-sahara.yaml")).recognisers("state:ESH", on="2006-12-31")
    tiles = [patch.get_gid() for patch in figures["western-sahara-map"].axes[1].patches if patch.get_gid()]
    assert {name.removesuffix(".recognised") for name in tiles if name.endswith(".recognised")} == extent.certain
    assert {name.removesuffix(".possible") for name in tiles if name.endswith(".possible")} == extent.doubtful


def test_pictures_of_an_actor_show_what_the_history_answers(figures: dict[str, Any]) -> None:
    """The map has the states that the United States recognise, the count ends with how many they are."""
    history = History(reference.us_recognition())
    extent = history.recognised("state:USA", on="2024-12-31", capacity=Capacity.STATE)
    tiles = [patch.get_gid() for patch in figures["us-recognition-map"].axes[1].patches if patch.get_gid()]
    shown = {name.removesuffix(".recognised") for name in tiles if name.endswith(".recognised")}
    assert shown == extent.certain & plot.TILES.keys()
    steps = {patch.get_gid(): patch.get_data() for patch in figures["us-recognition-counts"].axes[1].patches}
    ends = [steps[gid].values[-1] for gid in ("certain", "possible")]
    assert ends == [len(extent.certain), len(extent.possible)]


@pytest.mark.parametrize(("name", "target"), [("kosovo", "state:XKX"), ("palestine", "state:PSE")])
def test_members_are_counted_as_the_history_answers(name: str, target: str, figures: dict[str, Any]) -> None:
    """At the end of each year, the areas are as high as the numbers of members that do, certainly and possibly."""
    history = History(reference.recognition_of(target))
    memberships = {
        state.id: [one.period for one in state.memberships if one.system == "un" and one.period is not None]
        for state in history.dataset.of(State)
    }
    steps = {patch.get_gid(): patch.get_data() for patch in figures[f"recognition-of-{name}-counts"].axes[1].patches}
    for year in range(1989 if name == "palestine" else 2008, 2025):
        day = date(year, 12, 31)
        members = {
            state
            for state, periods in memberships.items()
            if any(period.contains(day) is Truth.TRUE for period in periods)
        }
        extent = history.recognisers(target, on=day)
        for gid, wanted in (("certain", extent.certain & members), ("possible", extent.possible & members)):
            values, edges, _ = steps[gid]
            place = max(n for n, edge in enumerate(edges[:-1]) if edge <= x_of(day))
            assert values[place] == len(wanted), day


def test_the_real_table_is_drawn_as_the_history_answers(
    figures: dict[str, Any], real_file: Callable[[str], Path]
) -> None:
    """At the end of each year, the areas are as high as the numbers of recognisers of Palestine."""
    history = History(palestine.read(real_file("data/recognition_palestine/albertkun_yes.csv")).dataset)
    steps = {patch.get_gid(): patch.get_data() for patch in figures["palestine-counts"].axes[1].patches}
    for year in range(1988, 2026):
        day = date(year, 12, 31)
        extent = history.recognisers(palestine.PALESTINE, on=day)
        for gid, wanted in (("certain", extent.certain), ("possible", extent.possible)):
            values, edges, _ = steps[gid]
            place = max(n for n, edge in enumerate(edges[:-1]) if edge <= x_of(day))
            assert values[place] == len(wanted), day
