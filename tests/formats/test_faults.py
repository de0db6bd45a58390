"""Writers that are killed, have no room or have rivals: in short what ``tools/stress_writes.py`` does at length."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
TOOL: Final = ROOT / "tools" / "stress_writes.py"

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or not TOOL.exists(), reason="needs Linux, and the tool of the repository"
)


def stress(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the tool."""
    return subprocess.run(  # noqa: S603 - what it runs is written here
        [sys.executable, str(TOOL), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_old_file_or_the_new_one_is_there() -> None:
    """Killed at its last steps or at random, without room, with rivals: a file, a folder and a database."""
    done = stress(
        *("a.jsonl.gz", "csv", "a.sqlite", "--way", "dump", "--records", "10"),
        *("--steps", "4", "--kills", "2", "--limits", "1", "--rivals", "1"),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for what in ("killed at a step, old", "killed at a step, new", "no room in a file, old", "rivals, new"):
        assert what in done.stdout
    assert done.stdout.endswith(" trials, 0 faults\n")


def test_a_careless_writer_is_found_out() -> None:
    """One that writes straight to the path leaves a part of the new file in place of the old one."""
    done = stress(
        "--careless", "a.jsonl", "--way", "dump", "--records", "300", "--kills", "0", "--limits", "1", "--rivals", "0"
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "FAULT" in done.stdout
    assert "what is there is neither old nor new (partly written)" in done.stdout
