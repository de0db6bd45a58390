"""The public API is written down: no change goes unseen, and none since the last release untold."""

import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

pytest.importorskip("griffe")

ROOT: Final = Path(__file__).resolve().parents[1]
TOOL: Final = ROOT / "tools" / "api_snapshot.py"


@pytest.fixture(scope="module")
def tool() -> dict[str, Any]:
    """Give the names of the tool."""
    return runpy.run_path(str(TOOL))


@pytest.fixture(scope="module")
def text(tool: dict[str, Any]) -> str:
    """Give the public API as it is."""
    found = tool["snapshot"](ROOT / "src")
    assert isinstance(found, str)
    return found


def test_the_public_api_is_as_written_down(tool: dict[str, Any], text: str) -> None:
    """After a change that is meant, run ``python tools/api_snapshot.py --write`` and tell it in the changelog."""
    assert tool["compared"](text) == []


def test_the_snapshot_is_sorted_and_has_each_kind_of_name(text: str) -> None:
    """One line a name, sorted: functions, fields with their defaults, members, options, codes."""
    lines = text.splitlines()
    assert lines == sorted(set(lines))
    assert {
        "command check --strict: flag",
        "command convert --from: text",
        "problem bad-date: error",
        "recognition.FORMAT_VERSION: Final = 1",
        "recognition.History.timeline(self, record: str) -> tuple[Entry, ...]",
        "recognition.PartialDate.precision: Precision (property)",
        "recognition.Rank.NORMAL = 'normal'",
        "recognition.RecognitionMove.WITHDRAWAL = 'withdrawal'",
        "recognition.Record.rank: Rank = Rank.NORMAL",
        "recognition.State.names: tuple[Name, ...] = ()",
        "recognition.sources.gw.read(*paths: FilePath, progress: Progress | None = None) -> Imported",
    } <= set(lines)
    assert any(line.startswith("recognition.strategies.states(") for line in lines)


def test_a_breaking_change_is_seen(tmp_path: Path) -> None:
    """On a copy of the source, a renamed argument, a lost member, default, option and code each fail the check."""
    source = tmp_path / "src"
    shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))

    def change(name: str, before: str, after: str) -> None:
        path = source / "recognition" / name
        held = path.read_text(encoding="utf-8")
        assert held.count(before) == 1, (name, before)
        path.write_text(held.replace(before, after), encoding="utf-8")

    change("dataset/merge.py", "def merge(*datasets: Dataset, on_conflict:", "def merge(*datasets: Dataset, conflict:")
    change("model/vocabulary.py", '    INTERIM = "interim", "It governs for a time, until another is formed."\n', "")
    change("model/restrictions.py", "extent: Text | None = None", "extent: Text | None")
    change(
        "cli/commands.py", '@click.option("--strict", is_flag=True', '@click.option("--severe", "strict", is_flag=True'
    )
    change("errors.py", '"successor-gap": ProblemCode(', '"gap": ProblemCode(')
    done = subprocess.run(  # noqa: S603 - our own tool
        [sys.executable, str(TOOL), "--source", str(source)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    gone = {line for line in done.stdout.splitlines() if line.startswith("-")}
    for start in (
        "-command check --strict: flag",
        "-recognition.GovernmentStatus.INTERIM = 'interim'",
        "-recognition.Restriction.extent: Text | None = None",
        "-recognition.merge(*datasets: Dataset, on_conflict:",
        "-problem successor-gap: warning",
    ):
        assert any(line.startswith(start) for line in gone), start
    assert len(gone) == 6, "the five changes, and the heading of what was written down"


@pytest.mark.parametrize(
    ("changelog", "told"),
    [
        ("## [Unreleased]\n\n- `Gone` is gone.\n", True),
        ("## [Unreleased]\n\n- `recognition.Gone` is gone.\n", True),
        ("## [Unreleased]\n\n- Gone is gone.\n", False),
        ("## [Unreleased]\n\n- `Here`\n\n## [0.1.0]\n\n- `Gone`\n", False),
        ("", False),
    ],
)
def test_what_changed_since_the_release_must_be_told(tool: dict[str, Any], changelog: str, *, told: bool) -> None:
    """A name that is new, gone or changed since the last release has to stand as code in the section Unreleased."""
    text = "recognition.Here.a: int\nrecognition.Here: class\n"
    released = "".join(f"{group} {digest}\n" for group, digest in tool["digests"](text).items())
    assert tool["changed"](text, released) == []
    assert tool["changed"](text + "recognition.Here.b: int\n", released) == ["recognition.Here"]
    changed = tool["changed"](text, released + "recognition.Gone 0123456789ab\n")
    assert changed == ["recognition.Gone"]
    untold: Callable[[list[str], str], list[str]] = tool["untold"]
    assert untold(changed, changelog) == ([] if told else ["recognition.Gone"])


def test_a_package_of_many_new_names_is_told_by_its_name(tool: dict[str, Any]) -> None:
    """Of a new package the changelog need not name every function; of a command and a code, their own names count."""
    groups = ["recognition.frames.panel", "command cite", "problem bad-date"]
    assert tool["untold"](groups, "## [Unreleased]\n- `recognition.frames`, `recognition cite`, `bad-date`\n") == []
    assert tool["untold"](groups, "## [Unreleased]\n- `frames`\n") == ["command cite", "problem bad-date"]
