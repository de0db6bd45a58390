"""The commands that ask the reference data of states."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from recognition import State, reference
from recognition.cli import cli


def run(*arguments: str) -> Result:
    """Run a command on states."""
    return CliRunner().invoke(cli, ["states", *arguments])


def rows(*arguments: str) -> Any:
    """Give the JSON that a command writes."""
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_every_candidate_is_told_with_its_reason() -> None:
    """A line a candidate: id, name, what matched, and what the lists say of the day."""
    result = run("find", "Czechoslovakia", "--on", "2000-01-01")
    assert result.exit_code == 0
    assert result.output == (
        "state:CSK  Czechoslovakia: Czechoslovakia is a name of it; on 2000-01-01: not valid; "
        "cow-2024 has it until 1992-12-31; gw until 1992-12-31; gw-micro until 1992-12-31; un until 1992-12-31\n"
    )
    assert [line.split(" ")[0] for line in run("find", "Yemen").output.splitlines()] == ["state:YEM", "state:YMD"]


def test_candidates_as_json() -> None:
    """Programs get the same, with the periods and the verdict."""
    found = rows("find", "CS", "--on", "2005-01-01")
    assert (found["name"], found["on"], found["suggestions"]) == ("CS", "2005-01-01", [])
    first, second = found["candidates"]
    assert first == {
        "state": "state:SCG",
        "name": "Serbia and Montenegro",
        "text": "CS",
        "matched": "code",
        "system": "iso2",
        "periods": ["2003-07-23/2006-09-26"],
        "valid": "true",
        "why": first["why"],
    }
    assert (second["state"], second["valid"]) == ("state:CSK", "false")
    assert rows("find", "Kosovo")["candidates"][0]["valid"] is None


def test_names_that_are_spelled_alike_are_no_matches() -> None:
    """They are shown as what they are, and the exit code says that nothing matched."""
    result = run("find", "Kazakstan")
    assert result.exit_code == 1
    assert result.output.startswith("nothing matches Kazakstan; spelled like it, and no match: ")
    assert "Kazakhstan (state:KAZ)" in result.output
    assert (run("find", "xyzzy").exit_code, run("find", "xyzzy").output) == (1, "nothing matches xyzzy\n")
    told = json.loads(run("find", "Kazakstan", "--json").output)
    assert told["candidates"] == []
    assert told["suggestions"][0]["state"] == "state:KAZ"


def test_all_states_are_listed() -> None:
    """Without a list and a day, every state of the data is there."""
    lines = run("list").output.splitlines()
    assert [line.split("  ")[0] for line in lines] == [record.id for record in reference.states().of(State)]


def test_the_states_of_a_list_on_a_day() -> None:
    """Each has the code that the list gives it on that day."""
    lines = run("list", "--system", "cow-2024", "--on", "1820-01-01").output.splitlines()
    assert "state:DEU  Germany (255)" in lines
    assert len(lines) == 23
    assert "state:DEU  Germany (255, 260)" in run("list", "--system", "cow-2024").output.splitlines()


def test_the_states_of_a_list_as_json() -> None:
    """Programs get the spells of that list alone, or of all."""
    (serbia,) = [row for row in rows("list", "--system", "gw", "--on", "1900-01-01") if row["state"] == "state:SRB"]
    assert serbia == {
        "state": "state:SRB",
        "name": "Serbia",
        "in": "true",
        "memberships": [
            {"system": "gw", "code": "340", "period": "1878-07-13/1915-10-01"},
            {"system": "gw", "code": "340", "period": "2006-06-05/.."},
        ],
    }
    (serbia,) = [row for row in rows("list") if row["state"] == "state:SRB"]
    assert {one["system"] for one in serbia["memberships"]} == {"cow-2024", "gw", "gw-micro", "un"}


def test_a_state_that_may_be_in_is_marked() -> None:
    """A partial day, or an uncertain end, gives those that may be in too, and says so."""
    lines = run("list", "--system", "un", "--on", "1992-05").output.splitlines()
    assert "state:SVN  Slovenia  possibly" in lines
    assert "state:AFG  Afghanistan" in lines
    assert not [line for line in lines if line.startswith("state:MKD")]
    without = run("list", "--on", "1960-01-01").output.splitlines()
    assert [line for line in without if line.startswith("state:EST")] == ["state:EST  Estonia  possibly"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["list", "--system", "polity"], "'polity' is none of cow-2016, cow-2024, gw, gw-micro, un"),
        (["list", "--system", "gw", "--on", "2021-01-01"], "gw covers 1816-01-01 to 2020-12-31, not all of 2021-01-01"),
        (["list", "--system", "un", "--on", "1945"], "un covers 1945-10-24 to the day of its data, not all of 1945"),
        (["list", "--on", "tomorrow"], "'tomorrow' is not"),
        (["find", "Kosovo", "--on", "2008-02-30"], "2008-02-30"),
        (["find"], "Missing argument 'NAME'"),
    ],
)
def test_a_mistake_in_the_command_is_told(arguments: list[str], message: str) -> None:
    """The exit code is 2, and the message says what is wrong."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.output
