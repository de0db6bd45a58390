"""The commands."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import attrs
import click

from recognition.cli.base import (
    EXIT_CODES,
    FILE,
    FOUND,
    OK,
    UNUSABLE,
    cli,
    counted_problems,
    echo_json,
    echo_problems,
    fail,
    from_option,
    json_option,
    lenient_option,
    progress_of,
    read,
    reason_of,
    run,
)
from recognition.errors import InvalidDataError, Problem, RecognitionError, Severity

if TYPE_CHECKING:
    from recognition.dataset.citations import CheckedCitation, CitationCheck

__all__ = ["cli", "run"]

# The library proper and rich are imported by the commands that need them, so that `--help` is quick.


@cli.command(epilog=EXIT_CODES, short_help="Check files and list every problem.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
@click.option("--strict", is_flag=True, help="Let warnings fail too, not only errors.")
@from_option
@lenient_option
@json_option
@click.pass_context
def check(
    ctx: click.Context, files: tuple[Path, ...], *, strict: bool, from_: str | None, lenient: bool, as_json: bool
) -> None:
    """Check files, and list every problem with its place, code and message.

    Errors make a file unusable. Warnings are probably mistakes; notes tell of accounts that contradict
    each other, which is information and no mistake.
    """
    checked = list[dict[str, Any]]()
    found = list[Problem]()
    for path in files:
        records: int | None = None
        reason: str | None = None
        problems: Sequence[Problem] = ()
        try:
            dataset = read(path, format_=from_, strict=not lenient)
            records, problems = len(dataset), dataset.problems
        except InvalidDataError as error:
            problems = error.problems
        except BrokenPipeError:
            raise
        except OSError as error:
            reason = reason_of(error)
        except RecognitionError as error:
            reason = f"{path}: {error}"
        found += [_from_file(problem, path) for problem in problems]
        checked.append(
            {"file": str(path), "unreadable": reason, "records": records, "problems": [*map(_plain, problems)]}
        )
    counts = Counter(problem.severity for problem in found)
    if as_json:
        echo_json({"files": checked, "counts": {str(severity): counts[severity] for severity in Severity}})
    else:
        echo_problems(found)
    unreadable = [item for item in checked if item["unreadable"]]
    for item in unreadable:
        click.echo(f"error: {item['unreadable']}", err=True)
    failed = counts[Severity.ERROR] or (strict and counts[Severity.WARNING])
    ctx.exit(UNUSABLE if unreadable else FOUND if failed else OK)


def _from_file(problem: Problem, path: Path) -> Problem:
    return problem if problem.source else attrs.evolve(problem, source=str(path))


def _plain(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
        "path": problem.path,
        "record": problem.record,
        "line": problem.line,
        "column": problem.column,
    }


@cli.command(epilog=EXIT_CODES, short_help="Check a file and write it in canonical form, in any format.")
@click.argument("source", metavar="IN", type=FILE)
@click.argument("target", metavar="OUT", type=FILE)
@from_option
@click.option("--to", "format_", metavar="FORMAT", help="The format of OUT; by default the end of its name says.")
@lenient_option
@click.option(
    "--neutralise", is_flag=True, help="Of CSV: keep spreadsheets from taking a text for a formula, number or date."
)
@click.option("--stream", is_flag=True, help="Record by record, in little memory, without checking between them.")
def convert(
    source: Path,
    target: Path,
    *,
    from_: str | None,
    format_: str | None,
    lenient: bool,
    neutralise: bool,
    stream: bool,
) -> None:
    """Read IN, check it, and write it to OUT in canonical form.

    `-` is standard input or output, with --from or --to. Equal data gives equal bytes. OUT is written whole or not at
    all; where IN has errors, they are listed and nothing is written. What the format of OUT has no place for is
    listed too.
    """
    from recognition.formats import LOSSY, check_format, format_of  # noqa: PLC0415
    from recognition.io import CELLS, dump, read_records, write_records  # noqa: PLC0415
    from recognition.report import counted  # noqa: PLC0415

    form = check_format(format_) if format_ else format_of(target)
    if neutralise and form not in CELLS:
        message = f"--neutralise is for {' and '.join(sorted(CELLS))}; {form} has no cells to be taken for formulas"
        raise click.UsageError(message)
    if stream and form in LOSSY:
        message = f"{form} holds only a part of the data; without --stream, what is left out is listed"
        raise click.UsageError(message)
    # What is said goes where it does not mix with what is written.
    aside = str(target) == "-"
    left_out: Sequence[Problem] = ()
    if stream:
        with progress_of(source) as progress:
            records = read_records(source, format=from_, strict=not lenient, progress=progress)
            count = write_records(records, target, format=form, neutralise=neutralise)
        told = "not checked against each other"
    else:
        dataset = read(source, format_=from_, strict=not lenient)
        left_out = dump(dataset, target, format=form, neutralise=neutralise)
        count, told = len(dataset), counted_problems(dataset.problems)
    if left_out:
        echo_problems(left_out, err=True)
    what = f"what it holds of {counted(count, 'record')}" if left_out else counted(count, "record")
    click.echo(f"wrote {what} to {target} ({form}); {told}", err=aside)


@cli.command(epilog=EXIT_CODES, short_help="Write the JSON Schema of the documents.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["json", "yaml"]),
    default="json",
    show_default=True,
    help="The format of the documents; that for YAML lets editors take plain texts for numbers.",
)
@click.option("-o", "--output", metavar="FILE", type=FILE, default=Path("-"), help="Where to; else standard output.")
def schema(format_: Literal["json", "yaml"], output: Path) -> None:
    """Write the JSON Schema (draft 2020-12) of documents, for editors and validators."""
    from recognition.convert.schema import json_schema  # noqa: PLC0415
    from recognition.io import output_of  # noqa: PLC0415

    text = json.dumps(json_schema(format=format_), ensure_ascii=False, indent=1) + "\n"
    with output_of(output).stream() as stream:
        stream.write(text.encode())


@cli.command(epilog=EXIT_CODES, short_help="Look up cited passages in the texts of the sources.")
@click.argument("file", metavar="FILE", type=FILE)
@click.option(
    "--text",
    "texts",
    metavar="source:ID=PATH",
    multiple=True,
    help="The text of a source, in UTF-8; give it once for each source.",
)
@click.option(
    "--texts",
    "folder",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with the texts of sources: ID.txt is that of source:ID.",
)
@json_option
@click.pass_context
def citations(ctx: click.Context, file: Path, texts: tuple[str, ...], folder: Path | None, *, as_json: bool) -> None:
    """Look up each passage that FILE cites in the texts of its sources.

    Exits with 0 only if every passage stands at its offsets. Texts are read as they are: offsets count Unicode code
    points, line ends included.
    """
    from recognition.dataset.citations import check_citations  # noqa: PLC0415
    from recognition.model.sources import Source  # noqa: PLC0415

    paths = _text_paths(texts)
    found = {} if folder is None else _texts_in(folder, paths)
    if not paths and not found:
        message = "give the texts of the sources with --text, --texts or both"
        raise click.UsageError(message)
    dataset = read(file)
    strange = [path for source, path in found.items() if not isinstance(dataset.get(source), Source)]
    found = {source: path for source, path in found.items() if path not in strange}
    contents = {source: _text_of(ctx, path) for source, path in [*paths.items(), *found.items()]}
    result = check_citations(dataset, contents)
    if as_json:
        echo_json(_plain_check(result, paths | found))
    else:
        _echo_check(result, paths | found, contents, together=found)
    for path in strange:
        click.echo(f"{path}: {file} has no source:{path.stem}, and it was not read", err=True)
    ctx.exit(OK if result.ok else FOUND)


def _text_paths(texts: Iterable[str]) -> dict[str, Path]:
    paths = dict[str, Path]()
    for text in texts:
        source, equals, path = text.partition("=")
        if not equals or not path or not source.startswith("source:"):
            message = f"{text!r} is not of the form source:ID=PATH"
            raise click.BadParameter(message, param_hint="--text")
        if source in paths:
            message = f"{source} is given twice"
            raise click.BadParameter(message, param_hint="--text")
        paths[source] = Path(path)
    return paths


def _texts_in(folder: Path, paths: Mapping[str, Path]) -> dict[str, Path]:
    """Give the texts in a folder by the sources that their names say."""
    found = {f"source:{path.stem}": path for path in sorted(folder.glob("*.txt"))}
    if not found:
        message = f"{folder} has no file ID.txt"
        raise click.BadParameter(message, param_hint="--texts")
    for source in found.keys() & paths.keys():
        message = f"{source} is given twice: {paths[source]} and {found[source]}"
        raise click.BadParameter(message, param_hint="--texts")
    return found


def _text_of(ctx: click.Context, path: Path) -> str:
    from recognition.formats.opened import whole_of  # noqa: PLC0415 - only some calls need it

    try:
        # No line end may be changed: every offset behind it would be wrong.
        return whole_of(path).decode()
    except UnicodeDecodeError as error:
        fail(ctx, f"{path}: byte 0x{error.object[error.start]:02x} at offset {error.start} is not UTF-8")


def _plain_check(result: "CitationCheck", paths: Mapping[str, Path]) -> dict[str, Any]:
    from recognition.dataset.citations import Finding  # noqa: PLC0415

    return {
        "sources": [
            {"id": source, "file": str(paths[source]), "sha256_matches": matches}
            for source, matches in result.sources.items()
        ],
        "passages": [
            {
                "record": passage.record,
                "path": passage.path,
                "source": passage.citation.source,
                "start": passage.citation.start,
                "end": passage.citation.end,
                "finding": str(passage.finding),
                "found_at": passage.found_at,
            }
            for passage in result.passages
        ],
        "counts": {str(finding): result.count(finding) for finding in Finding},
        "ok": result.ok,
    }


def _echo_check(
    result: "CitationCheck", paths: Mapping[str, Path], contents: Mapping[str, str], *, together: Iterable[str]
) -> None:
    """Tell what was found; of the sources told ``together``, those whose text is as recorded are one line."""
    from recognition.dataset.citations import Finding  # noqa: PLC0415
    from recognition.report import counted, listed  # noqa: PLC0415

    alike = {source for source in together if result.sources[source]}
    for source, matches in result.sources.items():
        if source in alike:
            continue
        told = {
            True: "is the text that the source records (SHA-256)",
            False: "is NOT the text that the source records: its SHA-256 differs" + _hint(contents[source]),
            None: "cannot be compared: the source records no SHA-256",
        }[matches]
        click.echo(click.style(f"{source}: {paths[source]} {told}", fg=None if matches else "yellow"))
    if alike:
        click.echo(f"{counted(len(alike), 'text')} of the folder as the sources record them (SHA-256)")
    colours = {Finding.MOVED: "yellow", Finding.LOST: "red", Finding.UNCHECKED: "cyan"}
    for passage in result.passages:
        if passage.finding is not Finding.FOUND:
            click.echo(click.style(_passage_line(passage), fg=colours[passage.finding]))
    counts = listed(f"{result.count(finding)} {finding}" for finding in Finding)
    click.echo(f"{counted(len(result.passages), 'passage')}: {counts}")


def _hint(text: str) -> str:
    if text.startswith("\ufeff"):
        return " (it begins with a byte order mark, which moves every offset by one)"
    return " (its lines end in CR LF; perhaps they were changed on the way)" if "\r\n" in text else ""


def _passage_line(passage: "CheckedCitation") -> str:
    cited = passage.citation
    place = f"{passage.finding}: {passage.record} {passage.path}: {cited.source} {cited.start}:{cited.end}"
    if passage.found_at is None or cited.start is None or cited.end is None:
        return place
    return f"{place} -> {passage.found_at}:{passage.found_at + cited.end - cited.start}"


@cli.command(epilog=EXIT_CODES, short_help="Tell what a file records, in words.")
@click.argument("file", metavar="FILE", type=FILE)
@json_option
def report(file: Path, *, as_json: bool) -> None:
    """Tell what FILE records, for a reader who has seen none of its sources.

    Actors, a time line of acts and events, restrictions, statements, accounts that contradict each other side by
    side, and the sources. `[1] 150:242` cites characters 150 to 242 of source 1 in the list at the end.
    """
    from recognition.cli.page import Page  # noqa: PLC0415
    from recognition.report import report_of  # noqa: PLC0415

    dataset = read(file)
    contents = report_of(dataset)
    if as_json:
        echo_json({"file": str(file), **contents.as_plain()})
        return
    Page(sys.stdout).show(contents, file)


@cli.command(epilog=EXIT_CODES, short_help="Write BibTeX for the library and the sources of a file.")
@click.argument("file", metavar="[FILE]", required=False, type=FILE)
@from_option
def cite(file: Path | None, *, from_: str | None) -> None:
    """Write BibTeX for this library and, if a FILE is given, for the sources that its records cite.

    A year is given only where the date of publication is certain about it; what else is known of the date stands in
    the note.
    """
    from recognition.bibtex import cite as cite_of  # noqa: PLC0415

    click.echo(cite_of(None if file is None else read(file, format_=from_)), nl=False)
