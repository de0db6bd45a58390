"""Run every check of the project, tell how each one went, and fail if any of them did.

It runs all of them even if one fails. The tests come last, so that their closing line stays in sight.
Needs the dependency group ``dev``, installed in the environment of the Python that runs it.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PYTHON: Final = sys.executable


@dataclass(frozen=True, kw_only=True)
class Step:
    """One check."""

    name: str
    """What the summary calls it."""
    command: tuple[str, ...]
    """The command that runs it; it fails if the command does."""
    probe: tuple[str, ...] = ()
    """A command that must work for the check to be possible at all; if it does not, the check is skipped."""


STEPS: Final = (
    Step(name="ruff check", command=(PYTHON, "-m", "ruff", "check", ".")),
    Step(name="ruff format", command=(PYTHON, "-m", "ruff", "format", "--check", ".")),
    Step(name="mypy", command=(PYTHON, "-m", "mypy")),
    Step(
        name="pyright",
        # It looks for the packages of the Python that it is told of, not of the one that runs it.
        command=(PYTHON, "-m", "pyright", "--pythonpath", PYTHON),
        # Without the extra `nodejs` pyright fetches Node.js when it is first run, which fails offline.
        probe=(PYTHON, "-m", "pyright", "--version"),
    ),
    Step(
        name="public types",  # each has to be known to who uses the package with a type checker
        command=(PYTHON, "-m", "pyright", "--verifytypes", "recognition", "--ignoreexternal"),
        probe=(PYTHON, "-m", "pyright", "--version"),
    ),
    Step(
        name="imports",
        command=(PYTHON, "-c", "from importlinter.cli import lint_imports_command as run; run()"),
    ),
    Step(name="docs", command=(PYTHON, "tools/docs.py")),
    Step(
        name="docs in a browser",
        command=(PYTHON, "tools/browser_check.py"),
        # Chromium is no Python package; `tools/install_chromium.sh` brings it.
        probe=(PYTHON, "tools/browser_check.py", "--probe"),
    ),
    # On all processors; the blocks of a page and the tests of a file share what they have made.
    Step(
        name="tests",
        command=(PYTHON, "-m", "pytest", "-n", "auto", "--dist", "loadfile", "--cov", "--cov-report=term"),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How one check went."""

    name: str
    """The check."""
    verdict: str
    """``passed``, ``FAILED`` or ``SKIPPED``."""
    seconds: float
    """How long it took."""
    reason: str = ""
    """Why it was skipped, or the exit code with which it failed."""

    def __str__(self) -> str:
        """Give the line of the summary."""
        return f"{self.verdict:8}{self.seconds:7.1f} s  {self.name}" + (f": {self.reason}" if self.reason else "")


def environment() -> dict[str, str]:
    """Give the environment of the checks: tools speak UTF-8 and do not look for newer versions of themselves.

    The Python that runs the checks is the first on the path: ``--verifytypes`` looks for no other.
    """
    path = os.pathsep.join([str(Path(PYTHON).parent), os.environ.get("PATH", os.defpath)])
    return os.environ | {"PATH": path, "PYTHONUTF8": "1", "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}


def obstacle(probe: tuple[str, ...]) -> str:
    """Give the last thing that a failing probe says, or nothing if it works."""
    run = subprocess.run(
        probe, cwd=ROOT, env=environment(), check=False, capture_output=True, text=True, encoding="utf-8"
    )
    if run.returncode == 0:
        return ""
    said = [line for line in (run.stdout + run.stderr).splitlines() if line.strip()]
    return said[-1].strip() if said else f"exit code {run.returncode}"


def run_step(step: Step) -> Outcome:
    """Run one check, its output going where ours goes."""
    print(f"\n=== {step.name}", flush=True)
    start = time.monotonic()
    if step.probe and (reason := obstacle(step.probe)):
        print(f"SKIPPED: it cannot run here: {reason}", flush=True)
        return Outcome(name=step.name, verdict="SKIPPED", seconds=time.monotonic() - start, reason=reason)
    code = subprocess.run(step.command, cwd=ROOT, env=environment(), check=False).returncode
    seconds = time.monotonic() - start
    if code == 0:
        return Outcome(name=step.name, verdict="passed", seconds=seconds)
    return Outcome(name=step.name, verdict="FAILED", seconds=seconds, reason=f"exit code {code}")


def main() -> int:
    """Run every check and give the exit code: 0 if none failed."""
    outcomes = [run_step(step) for step in STEPS]
    print("\n=== summary")
    for outcome in outcomes:
        print(outcome)
    failed = sum(outcome.verdict == "FAILED" for outcome in outcomes)
    skipped = sum(outcome.verdict == "SKIPPED" for outcome in outcomes)
    print(f"{len(outcomes)} checks: {failed} failed, {skipped} skipped", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
