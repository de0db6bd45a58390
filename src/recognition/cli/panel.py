"""The command that writes panels of states and dyads."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from recognition.cli.base import EXIT_CODES, FILE, cli, read
from recognition.errors import InvalidDataError

if TYPE_CHECKING:
    from recognition.dataset.dataset import Dataset

# The library proper is imported by the commands that need it, so that `--help` is quick.

_CSV: Final = ".csv"
_PARQUET: Final = ".parquet"


@cli.command(epilog=EXIT_CODES, short_help="Write a panel of the states in a list, or of their dyads.")
@click.argument("file", metavar="[FILE]", type=FILE, required=False)
@click.option("--reference", is_flag=True, help="Take the states that come with the library, instead of FILE.")
@click.option("--system", metavar="LIST", required=True, help="cow-2016, cow-2024, gw, gw-micro or un.")
@click.option("--start", metavar="WHEN", help="The first year, month or day, in EDTF; by default the list's first.")
@click.option("--end", metavar="WHEN", help="The last one, inclusive; by default the list's last.")
@click.option("--unit", metavar="UNIT", default="year", show_default=True, help="year, quarter, month or day.")
@click.option(
    "--rule",
    metavar="RULE",
    default="any",
    show_default=True,
    help="On which days of a unit a state has to be in: any, first, last or all.",
)
@click.option("--dyads", is_flag=True, help="Write pairs of states that are in together.")
@click.option("--undirected", is_flag=True, help="Of --dyads: write each pair once.")
@click.option(
    "--out", "-o", "target", metavar="OUT", required=True, type=FILE, help="The file: .csv or .parquet; or -."
)
def panel(
    file: Path | None,
    target: Path,
    system: str,
    start: str | None,
    end: str | None,
    unit: str,
    rule: str,
    *,
    reference: bool,
    dyads: bool,
    undirected: bool,
) -> None:
    """Write a row for each state of a list, or each pair of them, in each unit of time.

    FILE has states with their memberships in the list. OUT is CSV or Parquet, by the end of its name; `-` is CSV on
    standard output. It is written whole or not at all. Units that the list does not cover are refused.
    """
    from recognition.frames import dyad_panel, state_panel  # noqa: PLC0415
    from recognition.io import output_of  # noqa: PLC0415
    from recognition.report import counted  # noqa: PLC0415

    aside = str(target) == "-"
    suffix = _CSV if aside else target.suffix.lower()
    if suffix not in {_CSV, _PARQUET}:
        message = f"{str(target)!r} ends neither in {_CSV} nor in {_PARQUET}"
        raise click.BadParameter(message, param_hint="--out")
    if undirected and not dyads:
        message = "--undirected is for --dyads: a state has no direction"
        raise click.UsageError(message)
    dataset = _dataset(file, reference=reference)
    asked: dict[str, Any] = {"system": system, "start": start, "end": end, "unit": unit, "rule": rule}
    try:
        frame = dyad_panel(dataset, directed=not undirected, **asked) if dyads else state_panel(dataset, **asked)
    except InvalidDataError as error:  # a mistake in the command, and not in the data
        told = "\n".join(f"{problem.path.replace('$.', '--')}: {problem.message}" for problem in error.problems)
        raise click.UsageError(told) from None
    with output_of(target).stream() as stream:
        if suffix == _CSV:
            frame.write_csv(stream)
        else:
            frame.write_parquet(stream)
    doubtful = frame.height - int(frame["certain"].sum())
    told = f"wrote {counted(frame.height, _noun(unit, dyads=dyads, undirected=undirected))} of {system} to {target}"
    click.echo(f"{told}; {counted(doubtful, 'row')} not certain", err=aside)


def _noun(unit: str, *, dyads: bool, undirected: bool) -> str:
    what = f"{'undirected' if undirected else 'directed'} dyad" if dyads else "state"
    return f"{what} {unit}"


def _dataset(file: Path | None, *, reference: bool) -> "Dataset":
    """Give the dataset of a file, or the one that comes with the library: one of them has to be asked for."""
    if (file is None) != reference:
        message = "give either FILE or --reference"
        raise click.UsageError(message)
    if file is not None:
        return read(file)
    from recognition.reference import states  # noqa: PLC0415

    return states()
