"""The commands that ask the reference data: which state a name may mean, and which states there are."""

from typing import TYPE_CHECKING, Any

import click

from recognition.cli.base import EXIT_CODES, FOUND, OK, Option, checked_day, cli, echo_json, fail, json_option

if TYPE_CHECKING:
    from recognition.model.actors import State
    from recognition.model.dates import PartialDate
    from recognition.model.truth import Truth
    from recognition.reference import Candidate

# The library proper is imported by the commands that need it, so that `--help` is quick.

on_option: Option = click.option(
    "--on", "day", metavar="DAY", callback=checked_day, help="The day asked about, in EDTF."
)


@cli.group(epilog=EXIT_CODES, short_help="Find states by name or code, and list those there are.")
def states() -> None:
    """Ask the reference data of states that comes with this library.

    It joins the names, codes and memberships of lists of states; being in it is no opinion that somebody is a state.
    """


@states.command(epilog=EXIT_CODES, short_help="Tell which states a name or a code may mean.")
@click.argument("name", metavar="NAME")
@on_option
@json_option
@click.pass_context
def find(ctx: click.Context, name: str, day: str | None, *, as_json: bool) -> None:
    """Tell every state that NAME, a name or a code, may mean, and why.

    Nothing is left out because of the day: each state tells whether it holds on it. If nothing matches, names that
    are spelled alike are shown, none of which is a match, and the exit code is 1.
    """
    from recognition import reference  # noqa: PLC0415

    found = reference.find(name, on=day)
    alike = () if found else reference.suggest(name)
    if as_json:
        suggestions = [{"state": one.state, "name": one.name} for one in alike]
        echo_json({"name": name, "on": day, "candidates": [*map(_plain, found)], "suggestions": suggestions})
    else:
        for candidate in found:
            click.echo(f"{candidate.state}  {candidate.name}: {candidate.why}")
        if not found:
            told = ", ".join(f"{one.name} ({one.state})" for one in alike)
            click.echo(f"nothing matches {name}" + (f"; spelled like it, and no match: {told}" if told else ""))
    ctx.exit(OK if found else FOUND)


def _plain(candidate: "Candidate") -> dict[str, Any]:
    return {
        "state": candidate.state,
        "name": candidate.name,
        "text": candidate.text,
        "matched": str(candidate.matched),
        "system": candidate.system,
        "periods": [*map(str, candidate.periods)],
        "valid": None if candidate.valid is None else candidate.valid.name.lower(),
        "why": candidate.why,
    }


@states.command("list", epilog=EXIT_CODES, short_help="List the states of the reference data.")
@click.option("--system", metavar="LIST", help="Those of one list: cow-2016, cow-2024, gw, gw-micro or un.")
@on_option
@json_option
@click.pass_context
def list_(ctx: click.Context, system: str | None, day: str | None, *, as_json: bool) -> None:
    """List the states of the reference data: all, or those that a list has, or has in on a day.

    With a day, those that may be in on it are listed too, and marked. Without a list, a state is in on the day if
    some list has it in.
    """
    from recognition.dataset.systems import SYSTEMS  # noqa: PLC0415
    from recognition.model.actors import State  # noqa: PLC0415
    from recognition.model.dates import PartialDate  # noqa: PLC0415
    from recognition.model.truth import Truth  # noqa: PLC0415
    from recognition.reference import states as held  # noqa: PLC0415

    if system is not None and system not in SYSTEMS:
        message = f"{system!r} is none of {', '.join(SYSTEMS)}"
        raise click.BadParameter(message, param_hint="--system")
    on = None if day is None else PartialDate(day)
    if system is not None and on is not None:
        covered = SYSTEMS[system]
        if any(bound is None or not covered.covers(bound) for bound in (on.earliest, on.latest)):
            fail(ctx, f"{system} covers {covered.first} to {covered.last or 'the day of its data'}, not all of {day}")
    rows = [(state, _is_in(state, system, on)) for state in held().of(State)]
    listed = [(state, value) for state, value in rows if value is not Truth.FALSE]
    if as_json:
        echo_json([_row(state, system, value) for state, value in listed])
        return
    for state, value in listed:
        codes = _codes(state, system, on)
        told = f" ({', '.join(codes)})" if codes else ""
        click.echo(f"{state.id}  {state.name}{told}" + ("" if value is Truth.TRUE else "  possibly"))


def _is_in(state: "State", system: str | None, on: "PartialDate | None") -> "Truth":
    """Tell whether a state is to be listed."""
    from recognition.model.truth import Truth  # noqa: PLC0415
    from recognition.reference import presence  # noqa: PLC0415

    if system is None:
        return Truth.TRUE if on is None else presence(state, on).value
    spells = [one for one in state.memberships if one.system == system]
    if on is None:
        return Truth.of(bool(spells))
    return Truth.any(Truth.UNKNOWN if one.period is None else one.period.contains(on) for one in spells)


def _row(state: "State", system: str | None, value: "Truth") -> dict[str, Any]:
    spells = [
        {"system": one.system, "code": one.code, "period": None if one.period is None else str(one.period)}
        for one in state.memberships
        if system in (None, one.system)
    ]
    return {"state": state.id, "name": state.name, "in": value.name.lower(), "memberships": spells}


def _codes(state: "State", system: str | None, on: "PartialDate | None") -> list[str]:
    """Give the codes of a state in one list, those of a day if there is one."""
    from recognition.model.truth import Truth  # noqa: PLC0415

    spells = [one for one in state.memberships if one.system == system and one.code is not None]
    held = [one for one in spells if on is None or one.period is None or one.period.contains(on) is not Truth.FALSE]
    return [*dict.fromkeys(one.code for one in held if one.code is not None)]
