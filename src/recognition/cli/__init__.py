"""The command line: commands that read files, say what they found, and exit with a code that a script can use."""

from recognition.errors import MissingExtraError

try:
    import click as _click
    import rich as _rich
except ModuleNotFoundError:
    _missing = MissingExtraError("cli", "the command line")
    raise _missing from None
del _click, _rich

from recognition.cli import imports as _imports  # noqa: E402 - it adds its command
from recognition.cli import panel as _panel  # noqa: E402 - it adds its command
from recognition.cli import plot as _plot  # noqa: E402 - it adds its commands
from recognition.cli import questions as _questions  # noqa: E402 - it adds its commands
from recognition.cli import states as _states  # noqa: E402 - it adds its commands
from recognition.cli.commands import cli, run  # noqa: E402 - it needs what was looked for above

del _imports, _panel, _plot, _questions, _states

__all__ = ["cli", "run"]
