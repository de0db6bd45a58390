"""The examples in the README and the documentation are tests: each block is run, top to bottom."""

import shlex

from click.testing import CliRunner
from sybil import Example, Sybil
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser, SkipParser

from recognition.cli import cli

collect_ignore = ["docs/conf.py", "docs/_ext"]


def run_console(example: Example) -> str | None:
    """Run each line ``$ recognition ...`` of a block, and give what was printed if it is not what stands there."""
    shown = str(example.parsed).rstrip()
    printed = list[str]()
    for line in (line for line in shown.splitlines() if line.startswith("$ ")):
        command, *arguments = shlex.split(line.removeprefix("$ "))
        if command != "recognition":
            return f"only the command recognition is run here, not {command}"
        printed += [line, *CliRunner().invoke(cli, arguments).output.splitlines()]
    return None if printed == shown.splitlines() else "what is printed is:\n" + "\n".join(printed)


# The blocks of one page share their names, as a reader who types them in would have it.
pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), CodeBlockParser("console", run_console), SkipParser()], patterns=["*.md"]
).pytest()
