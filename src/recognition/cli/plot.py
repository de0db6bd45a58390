"""The commands that draw a history."""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from recognition.cli.base import EXIT_CODES, FILE, checked_day, cli, read
from recognition.cli.questions import implied_option, known_option, on_option, policy_option, source_option

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from recognition.history.history import History
    from recognition.model.vocabulary import Capacity

# The library proper is imported by the commands that need it, so that `--help` is quick.


@cli.group("plot", epilog=EXIT_CODES, short_help="Draw a time line, a map or a count of recognition.")
def plot() -> None:
    """Draw who recognises a target, or whom an actor recognises, with what is not certain shown as such.

    The end of the name of OUT says its format: .svg or .png. The pictures need the extra `plot`.
    """


def _suffix(_ctx: click.Context, _param: click.Parameter, value: Path) -> Path:
    """Refuse what is no picture before anything is read."""
    if value.suffix.lower() not in {".svg", ".png"}:
        message = f"{str(value)!r} does not end in .svg or .png"
        raise click.BadParameter(message)
    return value


_OPTIONS: Final = (
    click.argument("file", metavar="FILE", type=FILE),
    click.argument("target", metavar="[TARGET]", required=False),
    click.option("--by", metavar="ID", help="Instead of TARGET: draw whom this actor recognises."),
    click.option(
        "--out", "-o", "out", metavar="OUT", required=True, type=FILE, callback=_suffix, help="The picture to write."
    ),
    click.option(
        "--capacity",
        metavar="TERM",
        help="As what; by default a state as a state, a government as one; with --by, states.",
    ),
    click.option("--concerning", metavar="ID", help="Of a title: the land."),
    click.option("--title", metavar="TEXT", help="What stands above; by default what is shown."),
    click.option("--caption", metavar="TEXT", help="What stands below, before what the picture has to tell."),
    click.option(
        "--width", metavar="INCHES", type=click.FloatRange(2, 40), default=3.4, show_default=True, help="The width."
    ),
    known_option,
    policy_option,
    source_option,
    implied_option,
)
_start_option = click.option(
    "--start", metavar="DAY", callback=checked_day, help="The first day shown, in EDTF; by default before any change."
)
_end_option = click.option(
    "--end", metavar="DAY", callback=checked_day, help="The last day shown, in EDTF; by default after every change."
)


def _common(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that all pictures have."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@plot.command(epilog=EXIT_CODES, short_help="A lane for each, with the spells of its standing.")
@_common
@_start_option
@_end_option
@click.option(
    "--actor",
    "actors",
    metavar="ID",
    multiple=True,
    help="Show this one (with --by, a target), in this order; can be repeated.",
)
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="The most lanes; the caption tells the rest.")
def timeline(file: Path, target: str | None, out: Path, *, actors: tuple[str, ...], **options: Any) -> None:
    """Draw when who recognised TARGET, or whom the actor of --by recognised: a lane for each.

    What is not certain is hatched; a spell without a bound ends in the head of an arrow.
    """
    from recognition.plot import timeline as draw  # noqa: PLC0415

    history, options = _asked(file, target, options)
    _write(draw(history, target, actors=actors or None, **options), out)


@plot.command("map", epilog=EXIT_CODES, short_help="A tile a state of the world, on a day.")
@_common
@on_option
def map_(file: Path, target: str | None, out: Path, *, day: str, **options: Any) -> None:
    """Draw which states of the world recognise TARGET on a day, or which the actor of --by recognises.

    Each state is a square, all of one size.
    """
    from recognition.plot import map_of as draw  # noqa: PLC0415

    history, options = _asked(file, target, options)
    _write(draw(history, target, on=day, **options), out)


@plot.command(epilog=EXIT_CODES, short_help="How many recognise or are recognised, over time.")
@_common
@_start_option
@_end_option
@click.option("--among", metavar="LIST", help="Count members of this list of states alone, such as un.")
@click.option("--acts", is_flag=True, help="Mark the acts that move the numbers.")
def counts(file: Path, target: str | None, out: Path, **options: Any) -> None:
    """Draw how many recognise TARGET over time, or how many the actor of --by recognises.

    Above those of which it is certain are those of which it is possible.
    """
    from recognition.plot import counts as draw  # noqa: PLC0415

    history, options = _asked(file, target, options)
    _write(draw(history, target, **options), out)


def _asked(file: Path, target: str | None, options: dict[str, Any]) -> "tuple[History, dict[str, Any]]":
    """Give the history that the options ask for, and those of them that are the picture's."""
    if (target is None) == (options["by"] is None):
        message = "give TARGET, or --by ID for whom an actor recognises" + (", not both" if target else "")
        raise click.UsageError(message)
    from recognition.history.history import History  # noqa: PLC0415
    from recognition.history.policy import Policy  # noqa: PLC0415

    known, name, sources, implied = (options.pop(key) for key in ("known", "policy_name", "sources", "implied"))
    policy = Policy.only(*sources, implied=implied) if sources else Policy.named(name, implied=implied)
    options["capacity"] = _capacity(options["capacity"])
    return History(read(file), known=known, policy=policy), options


def _capacity(term: str | None) -> "Capacity | None":
    from recognition.model.vocabulary import Capacity  # noqa: PLC0415

    terms = {str(capacity): capacity for capacity in Capacity}
    if term is not None and term not in terms:
        message = f"{term!r} is none of {', '.join(terms)}"
        raise click.BadParameter(message, param_hint="--capacity")
    return None if term is None else terms[term]


def _write(figure: "Figure", out: Path) -> None:
    from recognition.plot import save  # noqa: PLC0415

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        save(figure, out)
    for one in caught:
        click.echo(f"note: {one.message}", err=True)
    click.echo(f"wrote {out}")
