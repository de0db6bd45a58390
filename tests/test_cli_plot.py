"""The commands that draw: a file is written, it holds what was asked for, and mistakes are told in words."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

import recognition
from recognition import Capacity, Dataset, RecognitionAct, RecognitionMove, State
from recognition.cli import cli

SEEDS = Path(__file__).parents[1] / "seeds"
SEED = SEEDS / "russia-taliban-recognition.yaml"
SAHARA = SEEDS / "casebook" / "western-sahara.yaml"
THEN = "government:AFG.taliban-1996"


def run(*arguments: str | Path) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(cli, ["plot", *(str(argument) for argument in arguments)])


def texts(path: Path) -> set[str]:
    """Give the texts of an SVG."""
    root = ET.parse(path).getroot()  # noqa: S314 - it was written here
    return {"".join(node.itertext()).strip() for node in root.iter("{http://www.w3.org/2000/svg}text")}


def test_timeline_draws_lanes(tmp_path: Path) -> None:
    """The names of the actors are in the file, and the command says that it wrote it."""
    out = tmp_path / "a.svg"
    result = run("timeline", SEED, THEN, "-o", out, "--title", "Mine", "--caption", "By hand.")
    assert (result.exit_code, result.output) == (0, f"wrote {out}\n")
    assert {"Pakistan", "Saudi Arabia", "United Arab Emirates", "Mine", "By hand."} <= texts(out)


def test_timeline_takes_actors_days_and_a_limit(tmp_path: Path) -> None:
    """Only those asked for are shown, and the caption tells of the rest."""
    out = tmp_path / "a.svg"
    chosen = ("--actor", "state:SAU", "--actor", "state:PAK", "--limit", "1", "--start", "1996", "--end", "1999")
    assert run("timeline", SEED, THEN, "-o", out, *chosen).exit_code == 0
    assert "Saudi Arabia" in texts(out)
    assert "Left out, after the first 1: Pakistan." in texts(out)


def test_map_draws_tiles(tmp_path: Path) -> None:
    """At the width of a page the codes have three letters; the file is a PNG by its name."""
    out = tmp_path / "a.svg"
    assert run("map", SAHARA, "state:ESH", "--on", "2005", "-o", out, "--width", "6.9").exit_code == 0
    assert {"ESH", "MAR", "KEN"} <= texts(out)
    assert run("map", SAHARA, "state:ESH", "--on", "2005", "-o", tmp_path / "a.PNG").exit_code == 0
    assert (tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG")


def test_counts_draws_acts(tmp_path: Path) -> None:
    """The key tells of the acts; without --acts it does not."""
    out = tmp_path / "a.svg"
    assert run("counts", SAHARA, "state:ESH", "--acts", "-o", out).exit_code == 0
    assert "an act that recognises" in texts(out)
    assert run("counts", SAHARA, "state:ESH", "-o", out).exit_code == 0
    assert "an act that recognises" not in texts(out)


def test_what_is_drawn_is_as_known_and_by_the_source(tmp_path: Path) -> None:
    """The options of the other questions choose the answers: as known before it, there was no recognition by Russia."""
    out = tmp_path / "a.svg"
    now = "government:AFG.taliban-2021"
    assert run("timeline", SEED, now, "-o", out).exit_code == 0
    assert "Russia" in texts(out)
    assert run("timeline", SEED, now, "-o", out, "--known", "2025-04-30").exit_code == 0
    assert "No act is on record." in texts(out)
    assert run("counts", SEED, "state:AFG", "-o", out, "--no-implied").exit_code == 0
    assert "No act is on record." in texts(out)


def test_each_command_draws_whom_an_actor_recognises(tmp_path: Path) -> None:
    """With --by instead of TARGET, lanes and tiles are those of targets, and the title says so."""
    out = tmp_path / "a.svg"
    assert run("timeline", SEED, "--by", "state:SAU", "--capacity", "government", "-o", out).exit_code == 0
    assert "Whom Saudi Arabia recognised as governments" in texts(out)
    assert run("counts", SEED, "--by", "state:SAU", "-o", out).exit_code == 0
    assert "How many Saudi Arabia recognises as states" in texts(out)
    assert run("map", SEED, "--by", "state:SAU", "--on", "2000", "-o", out).exit_code == 0
    assert "Whom Saudi Arabia recognises as states: 2000" in texts(out)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("timeline", SEED, "state:AFX", "-o", "a.svg"), "no id 'state:AFX'; near: state:AFG"),
        (("timeline", SEED, THEN, "-o", "a.pdf"), "does not end in .svg or .png"),
        (("timeline", SEED, THEN), "Missing option '--out'"),
        (("timeline", SEED, "-o", "a.svg"), "give TARGET, or --by ID for whom an actor recognises"),
        (("map", SEED, THEN, "--by", "state:RUS", "--on", "2000", "-o", "a.svg"), "not both"),
        (("counts", SEED, "--by", "state:RUX", "-o", "a.svg"), "no id 'state:RUX'; near: state:RUS"),
        (("timeline", SEED, THEN, "-o", "a.svg", "--start", "soon"), "'soon' is not an EDTF date"),
        (("timeline", SEED, THEN, "-o", "a.svg", "--limit", "0"), "0 is not in the range"),
        (("timeline", SEED, THEN, "-o", "a.svg", "--width", "1"), "is not in the range 2<=x<=40"),
        (("timeline", SEED, THEN, "-o", "a.svg", "--capacity", "king"), "'king' is none of state, government"),
        (("timeline", SEED, THEN, "-o", "a.svg", "--policy", "mine"), "policy"),
        (("map", SEED, THEN, "-o", "a.svg"), "Missing option '--on'"),
        (("counts", SEED, THEN, "-o", "a.svg", "--among", "un"), "no list of states with members in the data 'un'"),
        (("counts", "absent.yaml", THEN, "-o", "a.svg"), "absent.yaml: No such file or directory"),
        (("counts", SEED, THEN, "-o", "absent/a.svg"), "No such file or directory"),
    ],
)
def test_mistakes_in_the_command_are_told_in_words(
    arguments: tuple[str | Path, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exit code is 2, the reason stands in the output, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert told in " ".join(result.output.split())
    assert "Traceback" not in result.output
    assert not list(tmp_path.iterdir())


def test_a_target_without_a_capacity_of_its_own_is_a_problem(tmp_path: Path) -> None:
    """It is told as in the other questions; with a capacity it is drawn."""
    out = tmp_path / "a.svg"
    result = run("counts", SAHARA, "organization:polisario", "-o", out)
    assert result.exit_code == 1
    assert "capacity-mismatch" in result.output
    assert run("counts", SAHARA, "organization:polisario", "-o", out, "--capacity", "representative").exit_code == 0


def test_letters_that_no_font_has_are_a_note(tmp_path: Path) -> None:
    """The picture is written all the same."""
    act = RecognitionAct(
        id="recognition:1", actor="state:A", target="state:B", capacity=Capacity.STATE, move=RecognitionMove.RECOGNITION
    )
    states = [State(id="state:A", name="\U000f1234"), State(id="state:B", name="B")]
    recognition.dump(Dataset([act, *states]), tmp_path / "data.json")
    result = run("timeline", tmp_path / "data.json", "state:B", "-o", tmp_path / "a.png")
    assert result.exit_code == 0
    assert "note: no font here has 1 of the letters" in result.output


def test_without_matplotlib_the_extra_is_named(tmp_path: Path) -> None:
    """The command names what to install, and exits with 2."""
    code = "import sys; sys.modules['matplotlib'] = None; from recognition.__main__ import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "plot", "timeline", str(SEED), THEN, "-o", str(tmp_path / "a.svg")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 2
    assert "pip install 'recognition[plot]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_loads_no_library_for_drawing() -> None:
    """`--help` is quick."""
    code = (
        "import sys; from click.testing import CliRunner; from recognition.cli import cli;"
        "result = CliRunner().invoke(cli, ['plot', 'timeline', '--help']);"
        "print(result.exit_code, 'matplotlib' in sys.modules, 'recognition.plot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.split() == ["0", "False", "False"]
