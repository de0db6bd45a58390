"""What all commands share: exit codes, errors told in one message, reading with a progress bar, problems in lines."""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, Protocol, TypeVar

import click

from recognition import __version__
from recognition.errors import InvalidDataError, Problem, RecognitionError, Severity

if TYPE_CHECKING:
    from recognition.dataset.dataset import Dataset

# The library proper is imported by what needs it, so that `--help` is quick.

FC = TypeVar("FC", bound=Callable[..., Any] | click.Command)

OK: Final = 0
"""All is well."""
FOUND: Final = 1
"""Problems were found: invalid data, or a passage that is not where it should be."""
UNUSABLE: Final = 2
"""The command was not understood, or a file could not be read or written."""
INTERRUPTED: Final = 130
"""Ctrl-C, by the custom of shells: 128 + SIGINT."""
CLOSED: Final = 141
"""Whoever read the output stopped reading, by the custom of shells: 128 + SIGPIPE."""

EXIT_CODES: Final = """\b
Exit codes:
  0  all is well
  1  problems were found: invalid data, or a passage that is not where it should be
  2  the command was not understood, or a file could not be read or written"""

_LARGE: Final = 20_000_000
"""From how many bytes on a file takes long enough for a progress bar."""


class _Commands(click.Group):
    """Commands of which no mistake of the user's, and no unreadable file, ends in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; turn what it raises into a clear message and an exit code."""
        try:
            return self._invoke_and_flush(ctx)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            _close_output()
            ctx.exit(CLOSED)
        except InvalidDataError as error:
            echo_problems(error, err=True)
            ctx.exit(FOUND)
        except RecognitionError as error:
            fail(ctx, str(error))
        except OSError as error:
            fail(ctx, reason_of(error))

    def _invoke_and_flush(self, ctx: click.Context) -> Any:
        """Run a command, and write out what it said while a broken pipe can still be told from other ends."""
        try:
            return super().invoke(ctx)
        finally:
            sys.stdout.flush()


def fail(ctx: click.Context, message: str) -> NoReturn:
    """Say why the command cannot go on, and exit."""
    click.echo(f"error: {message}", err=True)
    ctx.exit(UNUSABLE)


def reason_of(error: OSError) -> str:
    """Give what an operating system's error says, without its number."""
    return f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error)


def _close_output() -> None:
    """Let what is still buffered go nowhere: Python flushes at exit, and would complain then."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def reference_data(folder: Traversable) -> Iterator[tuple[str, str]]:
    """Give the name and the SHA-256 of each file of data in the folder of the reference data, if there is one."""
    from hashlib import sha256  # noqa: PLC0415 - only some calls need it

    found = folder.iterdir() if folder.is_dir() else ()
    for file in sorted(found, key=lambda item: item.name):
        if file.is_file() and not file.name.endswith((".py", ".pyc")):
            yield file.name, sha256(file.read_bytes()).hexdigest()


def _tell_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click calls it so
    """Tell what answers come from: a line each for the library, the format, and the data that it brings, if any."""
    if not asked or ctx.resilient_parsing:
        return
    from recognition.convert.migration import FORMAT_VERSION  # noqa: PLC0415

    click.echo(f"recognition {__version__}\nformat version {FORMAT_VERSION}")
    for name, digest in reference_data(files("recognition").joinpath("reference")):
        click.echo(f"reference data {name}, sha256 {digest}")
    ctx.exit(OK)


@click.group(
    cls=_Commands,
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_version,
    help="Tell the versions of the library and its format, and what data it brings.",
)
def cli() -> None:
    """Tell who recognised whom, as what, when, and who says so.

    The end of a file's name says its format: JSON (.json), JSON Lines (.jsonl), YAML (.yaml), a CSV package (a folder,
    or .zip), one sheet of acts (.csv), Parquet (.parquet, a folder), SQLite (.sqlite), RDF (.ttl, .nt, .jsonld),
    FollowTheMoney (.ftm.json). Behind it, .gz, .xz and .zst mean that the file is compressed.
    """


def run() -> int:
    """Run the command line with the arguments of the process, and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal or pipe that cannot show a letter shows its code point; that is no reason to stop.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        cli.main(prog_name="recognition")
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else OK
    return OK


FILE: Final = click.Path(path_type=Path)


class Option(Protocol):
    """What gives a command an option: a decorator that several commands share."""

    def __call__(self, command: FC, /) -> FC:
        """Add the option."""
        ...


from_option: Option = click.option(
    "--from", "from_", metavar="FORMAT", help="The format read; by default the name says it."
)
lenient_option: Option = click.option(
    "--lenient", is_flag=True, help="Keep fields and terms that are not known, with warnings."
)
json_option: Option = click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")


def checked_day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Refuse what is no date in EDTF, as a mistake in the command and not in the data."""
    from recognition.model.dates import PartialDate  # noqa: PLC0415

    try:
        return None if value is None else str(PartialDate(value))
    except InvalidDataError as error:
        raise click.BadParameter(error.problems[0].message) from None


def echo_json(plain: Any) -> None:
    """Write plain data as JSON."""
    click.echo(json.dumps(plain, ensure_ascii=False, indent=2))


def read(path: Path, *, format_: str | None = None, strict: bool = True) -> "Dataset":
    """Read a dataset, with a progress bar where it takes long and somebody looks on."""
    from recognition.io import load  # noqa: PLC0415

    with progress_of(path) as progress:
        return load(path, format=format_, strict=strict, progress=progress)


@contextmanager
def progress_of(*paths: Path) -> Generator[Callable[[int], None] | None]:
    """Give what is to be told of the bytes read of files, if they are large and somebody looks on."""
    size = sum(map(_size_of, paths))
    if not sys.stderr.isatty() or size < _LARGE:
        yield None
        return
    what = paths[0].name if len(paths) == 1 else f"{len(paths)} files"
    with click.progressbar(length=size, label=f"reading {what}", file=sys.stderr) as bar:
        yield lambda done: bar.update(max(0, done - bar.pos))


def _size_of(path: Path) -> int:
    if path.is_dir():
        return sum(entry.stat().st_size for entry in path.iterdir() if entry.is_file())
    return path.stat().st_size if path.is_file() else 0


_SEVERITIES: Final = {
    Severity.ERROR: ("error", "errors", "red"),
    Severity.WARNING: ("warning", "warnings", "yellow"),
    Severity.NOTE: ("note", "notes", "cyan"),
}


def echo_problems(problems: Iterable[Problem], *, err: bool = False) -> None:
    """Write a line a problem, grouped by severity, then how many there are."""
    held = list(problems)
    for severity, (_, plural, colour) in _SEVERITIES.items():
        group = [problem for problem in held if problem.severity is severity]
        if group:
            click.echo(click.style(f"{plural}:", fg=colour, bold=True), err=err)
        for problem in group:
            place = ":".join(str(part) for part in (problem.source, problem.line, problem.column) if part is not None)
            code = click.style(problem.code, fg=colour)
            where = f" ({problem.record or problem.path})" if place or problem.record else ""
            click.echo(f"{place or problem.path}: {code}: {' '.join(problem.message.split())}{where}", err=err)
    click.echo(counted_problems(held), err=err)


def counted_problems(problems: Iterable[Problem]) -> str:
    """Give how many errors, warnings and notes there are."""
    from recognition.report import counted, listed  # noqa: PLC0415

    counts = Counter(problem.severity for problem in problems)
    return listed(counted(counts[severity], one, many) for severity, (one, many, _) in _SEVERITIES.items())
