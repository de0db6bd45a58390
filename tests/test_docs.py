"""The documentation and the project's files say what the code says."""

import re
import tomllib
from pathlib import Path
from typing import Final

import pytest

import recognition
from recognition.cli import cli
from recognition.errors import PROBLEM_CODES, InvalidDataError
from recognition.model.dates import PartialDate
from recognition.model.periods import Period
from recognition.model.registry import RECORD_CLASSES

ROOT: Final = Path(__file__).resolve().parents[1]
PAGES: Final = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def rows(page: str, *header: str) -> list[list[str]]:
    """Give the rows of the table of a page that has this header, without the marks of code."""
    lines = iter((ROOT / page).read_text(encoding="utf-8").splitlines())
    wanted = "| " + " | ".join(header) + " |"
    assert wanted in lines, f"{page} has no table with the header {wanted}"
    next(lines)
    found = list[list[str]]()
    for line in lines:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def code(cell: str) -> str:
    """Give what stands between the backticks of a cell that is nothing but code."""
    match = re.fullmatch("`([^`]*)`", cell)
    assert match, f"{cell} is not in backticks"
    return match[1]


def test_every_problem_code_is_tabulated_as_the_code_has_it() -> None:
    """The table of problem codes has every code, in order, with its severity and meaning, and no other."""
    table = "\n".join(" | ".join(row) for row in rows("docs/reference/problems.md", "code", "severity", "meaning"))
    expected = "\n".join(f"`{key}` | {value.severity} | {value.meaning}" for key, value in PROBLEM_CODES.items())
    assert table == expected


def test_every_record_class_is_in_the_table_of_the_model() -> None:
    """The page on the model lists the record classes, each with its kind."""
    table = {
        code(name): code(kind) for name, kind, _ in rows("docs/explanation/model.md", "record", "kind", "what it is")
    }
    assert table == {cls.__name__: kind for kind, cls in RECORD_CLASSES.items()}


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        (code(row[0]), *row[1:4])
        for row in rows("docs/reference/dates.md", "text", "earliest", "latest", "precision", "what it says")
    ],
)
def test_the_bounds_in_the_table_of_dates_are_those_of_the_code(
    text: str, earliest: str, latest: str, precision: str
) -> None:
    """Each form of date has the bounds and the precision that its row gives."""
    day = PartialDate(text)
    assert (str(day.earliest or "none"), str(day.latest or "none"), day.precision) == (earliest, latest, precision)


@pytest.mark.parametrize("text", [code(row[0]) for row in rows("docs/reference/dates.md", "text", "feature")])
def test_each_unsupported_feature_is_refused_as_such(text: str) -> None:
    """Each form in the table of unsupported features is refused with ``unsupported-date``."""
    with pytest.raises(InvalidDataError) as refused:
        PartialDate(text)
    assert [problem.code for problem in refused.value] == ["unsupported-date"]


@pytest.mark.parametrize("text", [code(row[0]) for row in rows("docs/reference/dates.md", "text", "why")])
def test_each_text_in_the_table_of_bad_dates_is_refused(text: str) -> None:
    """Each text that the page calls no date is refused with ``bad-date``."""
    with pytest.raises(InvalidDataError) as refused:
        PartialDate(text)
    assert [problem.code for problem in refused.value] == ["bad-date"]


@pytest.mark.parametrize("text", [code(row[0]) for row in rows("docs/reference/dates.md", "text", "what it says")])
def test_each_period_in_the_table_is_accepted(text: str) -> None:
    """Each form of period in the table is one, and keeps its text."""
    assert str(Period(text)) == text


def test_the_codes_named_in_the_page_on_the_format_exist() -> None:
    """The table of what is refused names problem codes that there are."""
    named = [
        key for row in rows("docs/reference/format.md", "what", "code", "why") for key in re.findall("`(.*?)`", row[1])
    ]
    assert named
    assert set(named) <= set(PROBLEM_CODES)


@pytest.mark.parametrize("page", ["README.md", "docs/reference/cli.md"])
def test_every_command_is_tabulated(page: str) -> None:
    """The table of commands has those that there are, and no other."""
    table = [code(row[0]).split()[1] for row in rows(page, "command", "what it does")]
    assert sorted(table) == sorted(cli.commands)


def test_the_exit_codes_are_tabulated_as_the_help_has_them() -> None:
    """The page on the command line gives the exit codes in the words of ``--help``."""
    table = [" ".join(row) for row in rows("docs/reference/cli.md", "code", "meaning")]
    told = [" ".join(line.split()) for line in (cli.epilog or "").splitlines() if line.strip()[:1].isdigit()]
    assert table == told


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    """Each relative link of a page leads to a file that is there."""
    targets = re.findall(r"\]\(([^)\s#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert not missing


def test_the_continuous_integration_runs_what_the_readme_says() -> None:
    """The README has two commands, each on one line, and the last line of ``.ci/run`` is the second."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [line for line in readme.splitlines() if line.startswith("python3 -m venv")]
    report, check = commands
    assert report.endswith("recognition report seeds/russia-taliban-recognition.yaml")
    assert check.endswith("tools/check.py")
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == check


def test_the_development_group_has_what_the_extras_bring() -> None:
    """Each requirement of an extra stands in the dependency group ``dev`` too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    brought = {need for name, needs in extras.items() if name != "all" for need in needs}
    assert brought <= {need for need in project["dependency-groups"]["dev"] if isinstance(need, str)}
    assert extras["all"] == [f"recognition[{','.join(name for name in extras if name != 'all')}]"]


def test_the_version_to_cite_is_the_version() -> None:
    """``CITATION.cff`` and ``recognition.__version__`` name the version of the package."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert recognition.__version__ == version
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
