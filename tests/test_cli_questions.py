"""The commands that ask a history and that bring datasets together, on the founding dataset."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import recognition
from recognition.cli import cli

SEED = Path(__file__).parents[1] / "seeds" / "russia-taliban-recognition.yaml"
NOW, THEN = "government:AFG.taliban-2021", "government:AFG.taliban-1996"
ARTICLE = "source:russia-taliban-article"


def run(*arguments: str | Path) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    ("options", "possible", "recognised"),
    [
        (["--on", "2025-07-02"], ["none"], "false"),
        (["--on", "2025-07-03"], ["recognised"], "true"),
        (["--on", "2025-06-30", "--source", ARTICLE], ["none", "recognised"], "unknown"),
        (["--on", "2025-07-03", "--known", "2025-04-30"], ["none"], "false"),
        (["--on", "2025-07-02", "--policy", "every-account"], ["none", "recognised"], "unknown"),
    ],
)
def test_standing_answers_by_day_source_and_policy(options: list[str], possible: list[str], recognised: str) -> None:
    """The founding case: certain on either side of 3 July 2025, unknown by the article alone, none as known before."""
    result = run("standing", SEED, "state:RUS", NOW, *options, "--json")
    assert result.exit_code == 0
    answer = json.loads(result.output)
    assert answer["possible"] == possible
    assert answer["recognised"] == recognised


def test_standing_explains_with_citations() -> None:
    """Without --json the answer is in words, and cites the passages."""
    result = run("standing", SEED, "state:RUS", NOW, "--on", "2025-06-30", "--source", ARTICLE)
    assert "none or recognised" in result.output
    assert f"{ARTICLE} 0:70" in result.output
    assert "no date given; after restriction:" in result.output


def test_nothing_implied_on_request() -> None:
    """Russia's recognition of the government implies that of the state, unless --no-implied."""
    asked = ("standing", SEED, "state:RUS", "state:AFG", "--on", "2025-07-04")
    assert "recognised." in run(*asked).output
    assert "none." in run(*asked, "--no-implied").output


def test_who_tells_certain_and_possible() -> None:
    """In 1997 three states may have recognised the first government; by 1998 they had."""
    result = json.loads(run("who", SEED, THEN, "--on", "1997-06-01", "--json").output)
    assert result["certain"] == []
    assert result["possible"] == ["state:ARE", "state:PAK", "state:SAU"]
    assert "for certain by 3: state:ARE, state:PAK, state:SAU" in run("who", SEED, THEN, "--on", "1998").output


def test_timeline_and_conflicts_tell_the_record() -> None:
    """The time line has the day of recognition; the conflicts name the ban's end and which account counts."""
    assert "2025-07-03: recognition: state:RUS" in run("timeline", SEED, NOW).output
    assert any(entry["earliest"] == "2025-07-03" for entry in json.loads(run("timeline", SEED, NOW, "--json").output))
    told = run("conflicts", SEED).output
    assert "2024-04" in told
    assert "2025-04-17" in told
    assert "restriction:RUS-taliban-ban.article-2024  (set aside)" in told
    assert {item["occurrence"] for item in json.loads(run("conflicts", SEED, "--json").output)} >= {"RUS-taliban-ban"}


def test_unknown_ids_and_days_are_refused() -> None:
    """A wrong id, term, policy or day exits with 2, names near ones, and shows no traceback."""
    for arguments, told in [
        (("standing", SEED, "state:RU", NOW, "--on", "2025"), "state:RUS"),
        (("standing", SEED, "state:RUS", NOW, "--on", "2025-13-01"), "2025-13-01"),
        (("standing", SEED, "state:RUS", NOW, "--on", "2025", "--capacity", "king"), "king"),
        (("who", SEED, NOW, "--on", "2025", "--policy", "preffered"), "preferred"),
    ]:
        result = run(*arguments)
        assert result.exit_code == 2
        assert told in result.output
        assert "Traceback" not in result.output


def test_merge_and_diff_of_files(tmp_path: Path) -> None:
    """Two parts merge into the whole, a changed record is a conflict, and diff tells what changed."""
    a, b, out = tmp_path / "a.json", tmp_path / "b.json", tmp_path / "out.jsonl"
    one = recognition.State(id="state:A", name="A")
    recognition.dump(recognition.Dataset([one]), a)
    recognition.dump(recognition.Dataset([one, recognition.State(id="state:B", name="B")]), b)
    assert run("merge", a, b, "-o", out).exit_code == 0
    assert recognition.load(out) == recognition.load(b)
    assert run("diff", b, out).exit_code == 0
    changed = run("diff", a, b)
    assert changed.exit_code == 1
    assert "state:B" in changed.output
    assert [record["id"] for record in json.loads(run("diff", a, b, "--json").output)["added"]] == ["state:B"]
    recognition.dump(recognition.Dataset([recognition.State(id="state:A", name="other")]), a)
    refused = run("merge", a, b, "-o", tmp_path / "none.json")
    assert refused.exit_code == 1
    assert "merge-conflict" in refused.output
    assert not (tmp_path / "none.json").exists()
    assert run("merge", a, b, "-o", tmp_path / "some.json", "--latest").exit_code == 0
