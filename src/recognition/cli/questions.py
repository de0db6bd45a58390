"""The commands that ask a history, and those that bring two datasets together."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from recognition.cli.base import (
    EXIT_CODES,
    FILE,
    FOUND,
    OK,
    Option,
    checked_day,
    cli,
    echo_json,
    echo_problems,
    json_option,
    read,
)

if TYPE_CHECKING:
    from recognition.history.answer import Answer, Extent
    from recognition.history.history import History
    from recognition.history.policy import Policy

# The library proper is imported by the commands that need it, so that `--help` is quick.


known_option: Option = click.option(
    "--known", metavar="DAY", callback=checked_day, help="Answer as known on this day, one exact day."
)
policy_option: Option = click.option(
    "--policy",
    "policy_name",
    metavar="NAME",
    default="preferred",
    show_default=True,
    help="preferred, every-account or earliest-report: which accounts of one occurrence count.",
)
source_option: Option = click.option(
    "--source", "sources", metavar="source:ID", multiple=True, help="Take this source's word alone; can be repeated."
)
implied_option: Option = click.option(
    "--implied/--no-implied", default=True, show_default=True, help="Whether acts are concluded from others."
)
on_option: Option = click.option(
    "--on", "day", metavar="DAY", callback=checked_day, required=True, help="The day asked about, in EDTF."
)


def _history(file: Path, known: str | None, policy: "Policy") -> "History":
    from recognition.history.history import History  # noqa: PLC0415

    return History(read(file), known=known, policy=policy)


def _policy(name: str, sources: tuple[str, ...], *, implied: bool) -> "Policy":
    from recognition.history.policy import Policy  # noqa: PLC0415

    return Policy.only(*sources, implied=implied) if sources else Policy.named(name, implied=implied)


@cli.command(epilog=EXIT_CODES, short_help="Tell where an actor and a target stand on a day.")
@click.argument("file", metavar="FILE", type=FILE)
@click.argument("actor", metavar="ACTOR")
@click.argument("target", metavar="TARGET")
@on_option
@click.option("--capacity", metavar="TERM", help="As what; by default a state as a state, a government as one.")
@click.option("--concerning", metavar="ID", help="Of a title: the land.")
@known_option
@policy_option
@source_option
@implied_option
@json_option
def standing(
    file: Path,
    actor: str,
    target: str,
    day: str,
    capacity: str | None,
    concerning: str | None,
    known: str | None,
    policy_name: str,
    sources: tuple[str, ...],
    *,
    implied: bool,
    as_json: bool,
) -> None:
    """Tell whether ACTOR recognises TARGET on a day, and which acts decide it.

    ACTOR and TARGET are ids, such as state:RUS. The answer is exact: it holds every standing that the dates and
    the order of acts allow, and no other.
    """
    from recognition.model.vocabulary import Capacity  # noqa: PLC0415

    terms = {str(term): term for term in Capacity}
    if capacity is not None and capacity not in terms:
        message = f"{capacity!r} is none of {', '.join(terms)}"
        raise click.BadParameter(message, param_hint="--capacity")
    history = _history(file, known, _policy(policy_name, sources, implied=implied))
    answer = history.standing(
        actor, target, on=day, capacity=None if capacity is None else terms[capacity], concerning=concerning
    )
    if as_json:
        echo_json(_plain_answer(answer))
    else:
        click.echo(answer.explain())


def _plain_answer(answer: "Answer") -> dict[str, Any]:
    return {
        "actor": answer.actor,
        "target": answer.target,
        "capacity": str(answer.capacity),
        "concerning": answer.concerning,
        "on": str(answer.on),
        "known": None if answer.known is None else answer.known.isoformat(),
        "policy": answer.policy,
        "possible": sorted(answer.possible),
        "certain": answer.certain,
        "recognised": answer.recognised.name.lower(),
        "degree": answer.degree,
        "because": list(answer.because),
    }


@cli.command(epilog=EXIT_CODES, short_help="Tell who recognises a target on a day.")
@click.argument("file", metavar="FILE", type=FILE)
@click.argument("target", metavar="TARGET")
@on_option
@known_option
@policy_option
@source_option
@implied_option
@json_option
def who(
    file: Path,
    target: str,
    day: str,
    known: str | None,
    policy_name: str,
    sources: tuple[str, ...],
    *,
    implied: bool,
    as_json: bool,
) -> None:
    """Tell who recognises TARGET on a day: for certain, and possibly."""
    history = _history(file, known, _policy(policy_name, sources, implied=implied))
    extent = history.recognisers(target, on=day)
    if as_json:
        echo_json({"target": target, "on": day, "policy": history.policy.name, **_plain_extent(extent)})
        return
    certain, doubtful = sorted(extent.certain), sorted(extent.doubtful)
    click.echo(f"{target} on {day}, policy {history.policy.name}:")
    click.echo(f"recognised for certain by {len(certain)}: {', '.join(certain) or 'nobody on record'}")
    click.echo(f"possibly by {len(doubtful)} more: {', '.join(doubtful) or 'nobody on record'}")


def _plain_extent(extent: "Extent") -> dict[str, list[str]]:
    return {"certain": sorted(extent.certain), "possible": sorted(extent.possible)}


@cli.command(epilog=EXIT_CODES, short_help="Tell what happened to or by a record, by day.")
@click.argument("file", metavar="FILE", type=FILE)
@click.argument("record", metavar="RECORD")
@known_option
@policy_option
@source_option
@json_option
def timeline(
    file: Path, record: str, known: str | None, policy_name: str, sources: tuple[str, ...], *, as_json: bool
) -> None:
    """Tell what happened to or by RECORD, an id, with the days as far as dates and order settle them."""
    entries = _history(file, known, _policy(policy_name, sources, implied=True)).timeline(record)
    if as_json:
        echo_json([{**attrs.asdict(entry), **_days(entry.earliest, entry.latest)} for entry in entries])
    else:
        click.echo("\n".join(map(str, entries)) or f"nothing on record refers to {record}")


def _days(earliest: Any, latest: Any) -> dict[str, str | None]:
    return {"earliest": earliest and earliest.isoformat(), "latest": latest and latest.isoformat()}


@cli.command(epilog=EXIT_CODES, short_help="Tell where accounts contradict each other.")
@click.argument("file", metavar="FILE", type=FILE)
@known_option
@policy_option
@source_option
@json_option
def conflicts(file: Path, known: str | None, policy_name: str, sources: tuple[str, ...], *, as_json: bool) -> None:
    """Tell of which occurrences the accounts contradict each other, and which of them count."""
    found = _history(file, known, _policy(policy_name, sources, implied=True)).conflicts()
    if as_json:
        echo_json([attrs.asdict(conflict) for conflict in found])
        return
    for conflict in found:
        click.echo(f"{conflict.occurrence}:")
        for account in conflict.accounts:
            click.echo(f"  {account}" + ("" if account in conflict.counted else "  (set aside)"))
        for code, message in conflict.differences:
            click.echo(f"  {code}: {message}")
    click.echo(f"{len(found)} contradicted occurrences")


@cli.command(epilog=EXIT_CODES, short_help="Unite datasets by the ids of their records.")
@click.argument("files", metavar="FILE FILE...", nargs=-1, required=True, type=FILE)
@click.option("--out", "-o", "target", metavar="OUT", required=True, type=FILE, help="The file to write.")
@click.option("--latest", is_flag=True, help="Where one id has two contents, take the one recorded later.")
def merge(files: tuple[Path, ...], target: Path, *, latest: bool) -> None:
    """Unite datasets by the ids of their records, and write the result.

    One id with two contents is a conflict: all are listed and nothing is written, unless --latest settles them.
    """
    from recognition.dataset.merge import merge as unite  # noqa: PLC0415
    from recognition.io import dump  # noqa: PLC0415
    from recognition.report import counted  # noqa: PLC0415

    united = unite(*map(read, files), on_conflict="latest" if latest else None)
    left_out = dump(united, target)
    if left_out:
        echo_problems(left_out, err=True)
    click.echo(f"wrote {counted(len(united), 'record')} to {target}", err=str(target) == "-")


@cli.command(epilog=EXIT_CODES, short_help="Tell what changed between two datasets.")
@click.argument("before", metavar="BEFORE", type=FILE)
@click.argument("after", metavar="AFTER", type=FILE)
@json_option
@click.pass_context
def diff(ctx: click.Context, before: Path, after: Path, *, as_json: bool) -> None:
    """Tell what was added, dropped and changed between BEFORE and AFTER, field by field.

    Exits with 1 if anything was.
    """
    from recognition.convert.diffs import diff_to_json  # noqa: PLC0415
    from recognition.dataset.diff import diff as compare  # noqa: PLC0415

    found = compare(read(before), read(after))
    if as_json:
        click.echo(diff_to_json(found), nl=False)
    else:
        click.echo(str(found) or "no difference")
    ctx.exit(FOUND if found else OK)
