"""Files of pictures: the same bytes every time, text as text, words for those who do not see, nothing left changed."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

import recognition
from recognition import History, InvalidDataError, MissingExtraError, State, plot

TARGET = "state:TGT"
SVG = "{http://www.w3.org/2000/svg}"
Build = Callable[..., History]


@pytest.fixture
def figure(history_of: Build) -> Figure:
    """Give a picture with hatching, marks and a name that needs escaping."""
    rows = [("A", "recognition", "1990"), ("A", "suspension", "1995-01-01"), ("B", "recognition", None)]
    return plot.timeline(history_of(rows, State(id="state:A", name="A & <B>")), TARGET)


def test_svg_is_the_same_every_time(history_of: Build, tmp_path: Path) -> None:
    """Equal pictures give equal bytes, whatever was drawn before, and no date."""
    rows = [("A", "recognition", "1990"), ("B", "recognition", None)]
    paths = [tmp_path / f"{number}.svg" for number in range(3)]
    for path in paths:
        plot.save(plot.counts(history_of(rows), TARGET, acts=True), path)
    texts = {path.read_bytes() for path in paths}
    assert len(texts) == 1
    assert b"<dc:date>" not in texts.pop()


def test_svg_has_text_as_text_and_words_for_those_who_do_not_see(figure: Figure, tmp_path: Path) -> None:
    """Names can be searched and read aloud; title and description stand where screen readers look."""
    plot.save(figure, tmp_path / "a.svg")
    root = ET.parse(tmp_path / "a.svg").getroot()  # noqa: S314 - it was written here
    texts = {"".join(node.itertext()).strip() for node in root.iter(f"{SVG}text")}
    assert {"A & <B>", "possibly recognised"} <= texts
    assert root.get("role") == "img"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text == "Who recognised TGT as a state"
    assert description is not None
    assert "A & <B>: possibly recognised from 1990-01-01 to 1990-12-30" in (description.text or "")
    assert list(root)[:2] == [title, description]


def test_title_and_description_can_be_given(figure: Figure, tmp_path: Path) -> None:
    """What is given goes before what the picture says of itself."""
    plot.save(figure, tmp_path / "a.svg", title="Mine", description="What I see")
    root = ET.parse(tmp_path / "a.svg").getroot()  # noqa: S314 - it was written here
    assert [root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")] == ["Mine", "What I see"]


def test_png_is_the_same_every_time(figure: Figure, tmp_path: Path) -> None:
    """The bytes are those of a PNG, with the title, and equal."""
    for name in ("a.png", "b.png"):
        plot.save(figure, tmp_path / name, dpi=80)
    data = (tmp_path / "a.png").read_bytes()
    assert data.startswith(b"\x89PNG")
    assert b"Who recognised TGT as a state" in data
    assert data == (tmp_path / "b.png").read_bytes()


def test_other_endings_are_refused(figure: Figure, tmp_path: Path) -> None:
    """Nothing is written then."""
    for name in ("a.pdf", "a"):
        with pytest.raises(InvalidDataError):
            plot.save(figure, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_figure_of_others_can_be_saved(tmp_path: Path) -> None:
    """Without words of its own, it has none."""
    plot.save(Figure(figsize=(1, 1)), tmp_path / "a.svg")
    assert "<desc>" not in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_no_setting_of_the_process_is_changed(history_of: Build, tmp_path: Path) -> None:
    """Neither drawing nor saving leaves a trace, nor does either load pyplot."""
    before = dict(mpl.rcParams)
    history = history_of([("FRA", "recognition", "1990")])
    plot.map_of(history, TARGET, on="2000")
    plot.save(plot.counts(history, TARGET), tmp_path / "a.svg")
    plot.save(plot.timeline(history, TARGET), tmp_path / "a.png", dpi=60)
    assert dict(mpl.rcParams) == before
    code = (
        "import sys; from recognition import History, load, plot;"
        "history = History(load('seeds/casebook/kosovo.yaml'));"
        f"plot.save(plot.timeline(history, 'state:XKX'), {str(tmp_path / 'b.svg')!r});"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "False"


def test_a_users_settings_do_not_change_the_picture(history_of: Build, tmp_path: Path) -> None:
    """A dark style, other fonts, other sizes and grids of the process do not reach the picture."""
    history = history_of([("A", "recognition", "1990"), ("B", "recognition", None)])
    odd = {"axes.facecolor": "black", "text.color": "white", "font.size": 30, "axes.grid": True, "hatch.linewidth": 9}
    for name, settings in (("a", {}), ("b", {**odd, "figure.facecolor": "black", "svg.fonttype": "path"})):
        with mpl.rc_context(settings):  # type: ignore[arg-type]  # its keys are literals
            plot.save(plot.timeline(history, TARGET), tmp_path / f"{name}.svg")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_threads_do_not_meet(history_of: Build, tmp_path: Path) -> None:
    """Pictures drawn at one time in several threads are those drawn one after the other."""
    history = history_of([("A", "recognition", "1990"), ("B", "recognition", None)])

    def draw(name: str) -> None:
        plot.save(plot.timeline(history, TARGET), tmp_path / name)

    threads = [threading.Thread(target=draw, args=(f"{number}.svg",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    draw("alone.svg")
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 1
    assert len(list(tmp_path.iterdir())) == 5


def test_letters_that_no_font_has_are_told_of_png_and_kept_in_svg(history_of: Build, tmp_path: Path) -> None:
    """A letter from the planes for private use is a box in PNG, with a warning, and itself in SVG, without."""
    name = "\U000f1234\U000f1235"
    figure = plot.timeline(history_of([("A", "recognition", "1990")], State(id="state:A", name=name)), TARGET)
    plot.save(figure, tmp_path / "a.svg")
    assert name in (tmp_path / "a.svg").read_text(encoding="utf-8")
    with pytest.warns(UserWarning, match="no font here has 2 of the letters"):
        plot.save(figure, tmp_path / "a.png", dpi=60)


def test_without_matplotlib_the_command_that_installs_it_is_named(
    history_of: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The package loads without it; each function says what to install."""
    history = history_of([("A", "recognition", "1990")])
    drawn = plot.timeline(history, TARGET)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    for call in (
        lambda: plot.timeline(history, TARGET),
        lambda: plot.map_of(history, TARGET, on="2000"),
        lambda: plot.counts(history, TARGET),
        lambda: plot.save(drawn, tmp_path / "a.svg"),
    ):
        with pytest.raises(MissingExtraError, match=r"pip install 'recognition\[plot\]'"):
            call()
    code = "import sys; sys.modules['matplotlib'] = None; import recognition.plot; print(len(recognition.plot.TILES))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == str(len(recognition.plot.TILES))
