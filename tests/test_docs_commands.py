"""The commands that the documentation shows are commands that there are; those on files of this project run."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import pytest
from click.testing import CliRunner

from recognition.cli import cli

ROOT: Final = Path(__file__).resolve().parents[1]
PAGES: Final = sorted([*ROOT.glob("*.md"), *(ROOT / "seeds").rglob("*.md"), *(ROOT / "docs").rglob("*.md")])
BLOCK: Final = re.compile(r"^```(?:sh|console|bash)\n(.*?)^```", re.DOTALL | re.MULTILINE)
WRITERS: Final = frozenset({"convert", "import", "merge", "schema"})
"""The commands that may write files: they are parsed and not run."""


def commands() -> Iterator[tuple[str, list[str]]]:
    """Give each `recognition ...` of a shell block: the page, and the arguments."""
    for page in PAGES:
        for block in BLOCK.findall(page.read_text(encoding="utf-8")):
            for line in block.replace("\\\n", " ").splitlines():
                for part in re.split(r"\||&&", line.removeprefix("$ ")):
                    if found := re.match(r"\s*(?:\S*/)?recognition (.*)", part):
                        arguments = shlex.split(found[1].partition(" > ")[0], comments=True)
                        yield str(page.relative_to(ROOT)), arguments


SHOWN: Final = {f"{page}: {' '.join(arguments)}": arguments for page, arguments in commands()}


def test_commands_are_found() -> None:
    """The README, the page on the command line and the tutorial show commands."""
    assert {page for page, _ in commands()} >= {"README.md", "docs/reference/cli.md", "docs/tutorial/index.md"}


@pytest.mark.parametrize("arguments", list(SHOWN.values()), ids=list(SHOWN))
def test_a_command_that_is_shown_is_understood(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each command has the arguments and options that it is shown with; what is in capitals stands for something."""
    monkeypatch.chdir(tmp_path)
    name, *rest = arguments
    if "--texts" in rest:
        Path(rest[rest.index("--texts") + 1]).mkdir()
    if name.startswith("-"):
        assert CliRunner().invoke(cli, list(arguments)).exit_code == 0
        return
    command = cli.commands[name]
    context = command.make_context(name, list(rest), parent=click.Context(cli, info_name="recognition"))
    assert context.command is command


def is_runnable(arguments: list[str]) -> bool:
    """Tell whether a command reads only files which are here, and writes none."""
    name, *rest = arguments
    files = [one for one in rest if re.search(r"\.[a-z]+$", one)]
    if name in WRITERS or {"-o", "--out"} & set(rest) or "PATH" in " ".join(rest):
        return False
    return bool(files) and all((ROOT / file).exists() for file in files)


RUNNABLE: Final = {shown: arguments for shown, arguments in SHOWN.items() if is_runnable(arguments)}


@pytest.mark.parametrize("arguments", list(RUNNABLE.values()), ids=list(RUNNABLE))
def test_a_command_on_files_of_this_project_runs(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command on files that are here ends with the exit code 0."""
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(cli, list(arguments))
    assert result.exit_code == 0, result.output
