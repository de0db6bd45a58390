"""The command that writes panels."""

from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result

from recognition import Dataset, Membership, Period, State, dump
from recognition.cli import cli

pl = pytest.importorskip("polars")

DATASET: Final = Dataset(
    State(
        id=f"state:{slug}",
        name=name,
        memberships=(Membership(system="gw", code=code, period=Period(period)),),
    )
    for slug, name, code, period in (
        ("USA", "United States of America", "2", "1816-01-01/.."),
        ("YUG", "Yugoslavia", "345", "1918-12-01/2006-06-04"),
        ("SRB", "Serbia", "340", "2006-06/.."),
    )
)


@pytest.fixture
def states(tmp_path: Path) -> Path:
    """Write the states to a file."""
    path = tmp_path / "states.json"
    dump(DATASET, path)
    return path


def run(*arguments: str | Path) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(cli, ["panel", *map(str, arguments)])


def test_a_panel_is_written_to_standard_output(states: Path) -> None:
    """As CSV; what is said goes to the other stream."""
    result = run(states, "--system", "gw", "--start", "2005", "--end", "2006", "-o", "-")
    assert result.exit_code == 0, result.output
    assert result.stdout == (
        "year,code,state,name,certain\n"
        "2005,2,state:USA,United States of America,true\n"
        "2005,345,state:YUG,Yugoslavia,true\n"
        "2006,2,state:USA,United States of America,true\n"
        "2006,340,state:SRB,Serbia,true\n"
        "2006,345,state:YUG,Yugoslavia,true\n"
    )
    assert result.stderr == "wrote 5 state years of gw to -; no rows not certain\n"


@pytest.mark.parametrize(("options", "rows", "told"), [([], 6, "6 directed"), (["--undirected"], 3, "3 undirected")])
def test_dyads_are_written_to_files(options: list[str], rows: int, told: str, states: Path, tmp_path: Path) -> None:
    """In CSV and Parquet, with the same rows, and the summary counts those that are not certain."""
    asked: list[str | Path] = [states, "--system", "gw", "--start", "2006", "--end", "2006", "--dyads", *options]
    frames = []
    for name, reader in (("out.csv", pl.read_csv), ("out.parquet", pl.read_parquet)):
        result = run(*asked, "-o", tmp_path / name)
        assert result.exit_code == 0, result.output
        doubtful = 2 if not options else 1
        assert result.output == (
            f"wrote {told} dyad years of gw to {tmp_path / name}; {doubtful} row{'s' * (doubtful > 1)} not certain\n"
        )
        frames.append(reader(tmp_path / name))
    assert frames[0].height == rows
    assert frames[0].equals(frames[1])


def test_unit_and_rule_are_those_asked_for(states: Path) -> None:
    """On the first day of June 2006 there is Yugoslavia, and Serbia may be."""
    asked: list[str | Path] = [
        states,
        "--system",
        "gw",
        "--start",
        "2006-06",
        "--end",
        "2006-06",
        "--unit",
        "month",
        "--rule",
        "first",
    ]
    lines = run(*asked, "-o", "-").stdout.splitlines()
    assert lines[0] == "year,month,code,state,name,certain"
    assert lines[2:] == ["2006,6,340,state:SRB,Serbia,false", "2006,6,345,state:YUG,Yugoslavia,true"]


def test_the_states_of_the_library_are_taken_on_request(tmp_path: Path) -> None:
    """Those of the reference data, which have the lists of Gleditsch and Ward: 2,091 states in 1991 to 2001."""
    out = tmp_path / "out.csv"
    result = run("--reference", "--system", "gw-micro", "--start", "1991", "--end", "2001", "-o", out)
    assert result.output == f"wrote 2,091 state years of gw-micro to {out}; no rows not certain\n"
    assert len(out.read_text().splitlines()) == 2_092


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--system", "gw", "-o", "out.xlsx"], "ends neither in .csv nor in .parquet"),
        (["--system", "gw", "-o", "out"], "ends neither in .csv nor in .parquet"),
        (["--system", "gw", "--undirected", "-o", "out.csv"], "--undirected is for --dyads"),
        (["--system", "gw", "--reference", "-o", "out.csv"], "either FILE or --reference"),
        (["--system", "gwmicro", "-o", "out.csv"], "near: gw-micro"),
        (["--system", "gw-micro", "-o", "out.csv"], "no state of the dataset"),
        (["--system", "gw", "--unit", "years", "-o", "out.csv"], "near: year"),
        (["--system", "gw", "--rule", "frist", "-o", "out.csv"], "near: first"),
        (["--system", "gw", "--end", "2021", "-o", "out.csv"], "--end: gw covers the days"),
        (["--system", "gw", "--start", "2001", "--end", "1991", "-o", "out.csv"], "--end: the last year ends on"),
        (["--system", "gw", "--start", "199X", "-o", "out.csv"], "--start: '199X' leaves open"),
    ],
)
def test_mistakes_are_told_and_nothing_is_written(
    options: list[str], told: str, states: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As mistakes in the command, without a traceback."""
    monkeypatch.chdir(states.parent)
    result = run(states, *options)
    assert (result.exit_code, told in result.output) == (2, True), result.output
    assert [path.name for path in states.parent.iterdir()] == ["states.json"]


def test_neither_a_file_nor_the_states_of_the_library(tmp_path: Path) -> None:
    """One of them has to be asked for."""
    assert "either FILE or --reference" in run("--system", "gw", "-o", tmp_path / "x.csv").output


def test_a_failed_write_leaves_what_was_there(states: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is written whole or not at all."""
    out = tmp_path / "out.csv"
    out.write_text("as it was")

    def fail(*_arguments: object) -> None:
        message = "no space left"
        raise OSError(message)

    monkeypatch.setattr(pl.DataFrame, "write_csv", fail)
    result = run(states, "--system", "gw", "-o", out)
    assert (result.exit_code, result.output) == (2, "error: no space left\n")
    assert out.read_text() == "as it was"
