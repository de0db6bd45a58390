"""What values look like at a prompt, in a notebook and in a console of rich: short, and with every text escaped."""

import io
import pickle
import subprocess
import sys
from html.parser import HTMLParser
from typing import Any, Final

import pytest
from hypothesis import given
from rich.console import Console
from rich.pretty import Pretty

import recognition
from recognition import (
    Capacity,
    Citation,
    Claim,
    Dataset,
    DiplomaticAct,
    DiplomaticMove,
    Extent,
    Force,
    History,
    InvalidDataError,
    PartialDate,
    Problem,
    Quantifier,
    RecognitionAct,
    RecognitionMove,
    Source,
    State,
    Statement,
    diff,
    strategies,
)
from recognition.model.record import Record

HOSTILE: Final = "<script>alert('x')</script>&\"<b>\n<!--"

LINE: Final = HOSTILE.replace("\n", "")


class Elements(HTMLParser):
    """The elements and the text of HTML, read by the parser of the standard library."""

    def __init__(self, html: str) -> None:
        """Read the HTML, of which every element must be closed."""
        super().__init__()
        self.names = set[str]()
        self.attributes = list[Any]()
        self.text = ""
        self._open = list[str]()
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """Note an element and its attributes."""
        self.names.add(tag)
        self.attributes += attrs
        if tag != "br":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element."""
        assert self._open.pop() == tag

    def handle_comment(self, data: str) -> None:
        """Refuse: the library writes no comments."""
        raise AssertionError(data)

    def handle_data(self, data: str) -> None:
        """Gather the text."""
        self.text += data


def elements_of(shown: Any) -> Elements:
    """Give the HTML of a value, of which only the elements written by the library may be there."""
    found = Elements(shown._repr_html_())
    assert found.names <= {"div", "p", "strong", "table", "tr", "th", "td", "br", "ul", "li"}
    assert found.attributes == []
    return found


def in_rich(shown: Any) -> str:
    """Give what a console of rich shows of a value."""
    console = Console(file=io.StringIO(), width=200)
    console.print(Pretty(shown))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert isinstance(text, str)
    return text


def hostile_dataset() -> Dataset:
    """Give a dataset in which every free text tries to be more than text."""
    pair = {"actor": "state:A", "target": "state:B", "capacity": Capacity.STATE}
    citations = (Citation(source="source:S", locator=HOSTILE),)
    act = RecognitionAct(
        id="recognition:1",
        move=RecognitionMove.RECOGNITION,
        date=PartialDate("2001"),
        occurrence="x",
        citations=citations,
        **pair,  # type: ignore[arg-type]
    )
    return Dataset(
        [
            Source(id="source:S", title=HOSTILE),
            *(State(id=f"state:{slug}", name=HOSTILE, note=HOSTILE) for slug in "AB"),
            act,
            RecognitionAct(
                id="recognition:2",
                move=RecognitionMove.WITHDRAWAL,
                date=PartialDate("2003"),
                occurrence="x",
                citations=citations,
                **pair,  # type: ignore[arg-type]
            ),
            DiplomaticAct(
                id="diplomatic:1",
                parties=("state:A", "state:B"),
                move=DiplomaticMove.SEVERANCE,
                date=PartialDate("2002"),
                citations=citations,
            ),
            Statement(
                id="statement:1",
                force=Force.ASSERT,
                claim=Claim(
                    actor="state:A",
                    targets=("state:B",),
                    move=RecognitionMove.RECOGNITION,
                    quantifier=Quantifier.FIRST,
                ),
            ),
        ]
    )


def shown_values() -> dict[str, Any]:
    """Give one value of each class that shows itself, made from hostile data."""
    dataset = hostile_dataset()
    history = History(dataset)
    before = Dataset([State(id="state:A", name="A" + HOSTILE)])
    return {
        "Dataset": dataset,
        "State": dataset["state:A"],
        "Citation": dataset["recognition:1"].citations[0],
        "Problem": Problem("bad-text", HOSTILE, path=f"$.{HOSTILE}", source=HOSTILE),
        "InvalidDataError": InvalidDataError([Problem("bad-text", HOSTILE)]),
        "Diff": diff(before, dataset),
        "History": history,
        "Answer": history.standing("state:A", "state:B", on="2002"),
        "RelationsAnswer": history.relations("state:A", "state:B", on="2003"),
        "ClaimCheck": history.check_claim("statement:1"),
        "Extent": Extent(certain=frozenset({LINE}), possible=frozenset({LINE})),
        "Segment": next(history.segments()),
        "Conflict": history.conflicts()[0],
        "Entry": history.timeline("state:A")[0],
    }


@pytest.mark.parametrize("name", shown_values())
def test_nothing_that_data_says_is_taken_for_html(name: str) -> None:
    """Whatever the texts hold, the HTML has only the library's own elements, without attributes, all closed."""
    shown = shown_values()[name]
    assert elements_of(shown).text
    assert "<script" not in shown._repr_html_()


@pytest.mark.parametrize("name", [name for name in shown_values() if name != "InvalidDataError"])
def test_rich_shows_the_class_and_what_it_consists_of(name: str) -> None:
    """A console of rich prints the name of the class and its parts, without rich being imported by the library."""
    assert in_rich(shown_values()[name]).startswith(f"{name}(")


@pytest.mark.parametrize("name", shown_values())
def test_a_representation_is_one_line_that_names_the_class(name: str) -> None:
    """`repr` is one line, whatever the texts hold, and never long for what can be large."""
    text = repr(shown_values()[name])
    assert name in text
    assert "\n" not in text
    assert len(text) < 400


@given(strategies.records())
def test_every_record_shows_itself(record: Record) -> None:
    """The HTML of a record names its class and id; its representation is still the call that makes it."""
    found = elements_of(record)
    assert found.text.startswith(type(record).__name__)
    assert record.id[:500] in found.text
    names = {name: getattr(recognition, name) for name in recognition.__all__}
    assert eval(repr(record), names) == record  # noqa: S307 - the call that makes it


def test_what_is_large_is_cut() -> None:
    """Long texts, long lists, many problems and many ids are cut off, and it is told how much there is."""
    state = State(id="state:A", name="n" * 10_000, succeeds=())
    assert len(state._repr_html_()) < 800
    many = frozenset(f"state:S{number:03}" for number in range(150))
    extent = Extent(certain=many, possible=many)
    assert repr(extent).endswith("state:S009 and 140 more; none doubtful>")
    assert "state:S009 and 140 more" in elements_of(extent).text
    error = InvalidDataError([Problem("bad-text", "x")] * 80)
    assert elements_of(error).text.startswith("80 problems")
    assert elements_of(error).text.endswith("and 30 more")


def test_a_dataset_shows_its_counts_and_its_problems() -> None:
    """The HTML of a dataset has a row a kind, then the problems that travel with it."""
    dataset = hostile_dataset()
    text = elements_of(dataset).text
    assert text.startswith("Dataset of 7 recordsdiplomatic1recognition2source1state2statement1")
    assert f"{len(dataset.problems)} problems" in text or "1 problem" in text
    assert "contradicting-moves" in text
    assert repr(dataset) == "Dataset(7 records: 1 diplomatic, 2 recognition, 1 source, 2 state, 1 statement)"


def test_a_problem_is_represented_by_what_is_known_of_it() -> None:
    """What is not known is left out; the representation is the call that makes the problem."""
    problem = Problem("bad-date", "no day", path="$.date", line=3)
    assert repr(problem) == "Problem('bad-date', 'no day', path='$.date', line=3)"
    assert repr(Problem("bad-date", "no day")) == "Problem('bad-date', 'no day')"
    assert pickle.loads(pickle.dumps(problem)) == problem  # noqa: S301 - our own


def test_short_lines_tell_what_matters() -> None:
    """Answers, segments and differences are told in a line."""
    shown = shown_values()
    assert repr(shown["RelationsAnswer"]) == "<RelationsAnswer state:A - state:B on 2003: severed>"
    assert repr(shown["Segment"]) == "<Segment state:A -> state:B as state, ..2000-12-31: none>"
    assert repr(shown["Diff"]) == "<Diff 6 added, 0 dropped, 1 changed>"
    assert repr(Extent(certain=frozenset(), possible=frozenset({"state:B", "state:A"}))) == (
        "<Extent none certain; doubtful: state:A, state:B>"
    )


def test_showing_costs_nothing_at_import() -> None:
    """Neither rich nor the standard library's HTML is loaded by making records, datasets and histories."""
    code = (
        "import sys; from recognition import *; History(Dataset([State(id='state:A', name='A')]));"
        "print(sorted({'rich', 'html'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "[]\n"
