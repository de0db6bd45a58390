"""The command that brings in other people's data sets."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recognition.cli.base import EXIT_CODES, FILE, FOUND, OK, cli, echo_problems, progress_of
from recognition.sources import SOURCES

if TYPE_CHECKING:
    from recognition.sources.imported import Imported

_LISTED = "\n".join(f"  {name:<24} {what}" for name, what in SOURCES.items())


@cli.command(
    "import",
    epilog=f"\b\nSources:\n{_LISTED}\n\n{EXIT_CODES}",
    short_help="Read another data set into records.",
)
@click.argument("source", type=click.Choice(list(SOURCES)), metavar="SOURCE")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
@click.option("--out", "-o", "target", metavar="OUT", required=True, type=FILE, help="The file to write.")
@click.pass_context
def import_(ctx: click.Context, source: str, files: tuple[Path, ...], target: Path) -> None:
    """Read the FILEs of a SOURCE into records and write them to OUT.

    Every row becomes records or is told as a problem; the summary counts them, and its counts add up. Exits with 1 if
    a row was refused; the others are written all the same.
    """
    from recognition.io import dump  # noqa: PLC0415

    with progress_of(*files) as progress:
        imported: Imported = import_module(f"recognition.sources.{source}").read(*files, progress=progress)
    left_out = dump(imported.dataset, target)
    if left_out:
        echo_problems(left_out, err=True)
    click.echo(imported.summary(), err=str(target) == "-")
    click.echo(f"wrote {target}", err=str(target) == "-")
    ctx.exit(FOUND if imported.refused else OK)
