"""The public strategies give valid values only, and all that there is."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any, get_args

import attrs
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import SearchStrategy

from recognition import _hypothesis, strategies
from recognition.dataset.checks import errors_of
from recognition.dataset.dataset import Dataset
from recognition.dataset.order import day_of
from recognition.errors import PROBLEM_CODES, Severity
from recognition.model.actors import Code, Membership, Name, Person, State, Succession, Tenure, Territory
from recognition.model.acts import DiplomaticAct, RecognitionAct, Role, Vote
from recognition.model.dates import PartialDate, Precision
from recognition.model.evidence import Citation, passage_digest
from recognition.model.periods import Period
from recognition.model.record import Record
from recognition.model.registry import RECORD_CLASSES
from recognition.model.restrictions import Restriction
from recognition.model.shape import Value, fields_of
from recognition.model.statements import Claim
from recognition.model.text import Key, Moment, Text, kind_of
from recognition.model.truth import Truth
from recognition.model.vocabulary import Capacity

VALUES = (Citation, Claim, Code, Membership, Name, Role, Succession, Tenure, Vote)
MODEL = (*VALUES, *RECORD_CLASSES.values())
CLASSES = (*MODEL, PartialDate, Period, Truth, Dataset)

# What is asked for is not rare, so it is found soon. What is found need not be simple, unless that is the question.
shrinking = settings(max_examples=500, derandomize=True, database=None, deadline=None)
searching = settings(
    shrinking,
    max_examples=3000,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
few = settings(max_examples=25)


def found(strategy: SearchStrategy[Any], wanted: Callable[[Any], bool]) -> Any:
    """Give an example that has what is wanted; fail if there is none."""
    return find(strategy, wanted, settings=searching)


def simplest(strategy: SearchStrategy[Any], wanted: Callable[[Any], bool] = lambda _: True) -> Any:
    """Give the example that shrinking ends at."""
    return find(strategy, wanted, settings=shrinking)


@pytest.mark.parametrize("cls", CLASSES)
@few
@given(st.data())
def test_from_type(cls: type[Any], data: st.DataObject) -> None:
    """Once the hook has run, Hypothesis gives instances of each class for the class itself."""
    _hypothesis.register()
    assert type(data.draw(st.from_type(cls))) is cls


def test_entry_point_imports_in_either_order() -> None:
    """Whichever is imported first, Hypothesis or the strategies, the hook runs and the classes are known."""
    load = "from recognition._hypothesis import register; register()"
    ask = "from hypothesis.strategies import from_type; from recognition import State; from_type(State).validate()"
    for first in (f"import hypothesis; {load}", f"import recognition.strategies; {load}", load):
        subprocess.run([sys.executable, "-W", "error", "-c", f"{first}; {ask}"], check=True)  # noqa: S603 - our own text


@pytest.mark.parametrize("cls", MODEL)
@few
@given(st.data())
def test_values_are_valid(cls: type[Value], data: st.DataObject) -> None:
    """Every value drawn can be made again from its own fields: it breaks no rule, and no rule depends on the order."""
    value = data.draw(strategies.for_class(cls))
    assert attrs.evolve(value) == value
    assert hash(attrs.evolve(value)) == hash(value)


@pytest.mark.parametrize("cls", MODEL)
def test_every_field_is_used(cls: type[Value]) -> None:
    """Every field of every class is drawn, with its default and with another value."""
    unordered = cls in (Person, Territory)
    fields = [field for field in fields_of(cls) if not (unordered and field.name in ("after", "before"))]
    seen = Counter[tuple[str, bool]]()

    @settings(searching, max_examples=100)
    @given(strategies.for_class(cls))
    def look(value: Value) -> None:
        for field in fields:
            seen[field.name, getattr(value, field.name) == field.default] += 1

    look()
    assert {field.name for field in fields if not seen[field.name, False]} == set()
    assert {field.name for field in fields if not field.required and not seen[field.name, True]} == set()


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("mark", ["", "?", "~", "%"])
def test_every_form_of_date(precision: Precision, mark: str) -> None:
    """Every precision occurs, each with every mark; sets have none."""
    if precision is Precision.SET and mark:
        return
    day = found(
        strategies.partial_dates(),
        lambda day: day.precision is precision and str(day)[-1:] in (mark or "0123456789X]"),
    )
    assert day.precision is precision


@pytest.mark.parametrize(
    "wanted",
    [
        lambda text: text.startswith("[.."),
        lambda text: text.endswith("..]"),
        lambda text: text.startswith("[") and "," in text,
        lambda text: text.startswith("[") and ".." in text[3:-3],
        lambda text: text.endswith("-XX-XX"),
        lambda text: text.endswith("-XX") and text.count("X") == 2 and len(text) == 10,
        lambda text: text.endswith("-XX") and len(text) == 7,
        lambda text: text[4:] == "-22",
        lambda text: text.startswith("000"),
    ],
)
def test_every_notation(wanted: Callable[[str], bool]) -> None:
    """Each way of writing a date occurs: open and closed sets, ranges, each place of a mask, seasons, small years."""
    found(strategies.partial_dates().map(str), wanted)


def test_dates_shrink() -> None:
    """Dates shrink toward the first day of the millennium, and dates from a span of years toward its nearest day."""
    assert str(simplest(strategies.partial_dates())) == "2000-01-01"
    assert str(simplest(strategies.partial_dates(min_year=2005, max_year=2009))) == "2005-01-01"
    assert str(simplest(strategies.periods())) == "2000-01-01/2000-01-01"


@given(st.data(), st.integers(1, 9999), st.integers(0, 150))
def test_years_are_kept(data: st.DataObject, low: int, width: int) -> None:
    """No date allows a day outside the years asked for, but for the open side of a set."""
    high = min(9999, low + width)
    day = data.draw(strategies.partial_dates(min_year=low, max_year=high))
    assert day.earliest is None or day.earliest.year >= low
    assert day.latest is None or day.latest.year <= high
    span = data.draw(strategies.periods(min_year=low, max_year=high))
    assert span.start is None or (span.start.earliest and span.start.earliest.year >= low)
    assert span.end is None or (span.end.latest and span.end.latest.year <= high)


@given(strategies.partial_dates(sets=False))
def test_no_sets(day: PartialDate) -> None:
    """Sets are left out on request."""
    assert day.precision is not Precision.SET


@pytest.mark.parametrize("years", [(2001, 2000), (0, 2000), (1, 10000)])
def test_impossible_years(years: tuple[int, int]) -> None:
    """Years that no date has are refused at once, as Hypothesis refuses arguments."""
    dated: list[Callable[..., object]] = [strategies.partial_dates, strategies.periods, strategies.states]
    for strategy in (*dated, strategies.records, strategies.dataset_records):
        with pytest.raises(InvalidArgument, match="min_year <= max_year"):
            strategy(min_year=years[0], max_year=years[1])


@pytest.mark.parametrize("shape", ["/..", "../", "../..", "x/..", "x/", "../x", "/x", "x/x"])
def test_every_shape_of_period(shape: str) -> None:
    """Each pair of known (x), open and unknown ends occurs, but for two unknown ones."""

    def shape_of(span: Period) -> str:
        return "/".join(end if end in ("", "..") else "x" for end in str(span).split("/"))

    found(strategies.periods(), lambda span: shape_of(span) == shape)


@given(strategies.words())
def test_words_are_words(text: str) -> None:
    """Every text is one that a field of words takes."""
    assert get_args(Text)[1].accepts(text)


@pytest.mark.parametrize(
    "wanted",
    [
        lambda text: text == "NO",
        lambda text: text == "004",
        lambda text: text.startswith("="),
        lambda text: text != text.strip(),
        lambda text: "\t" in text and "\n" in text,
        lambda text: not text.isascii(),
        lambda text: any(ord(character) > 0xFFFF for character in text),
        lambda text: any(0x0590 <= ord(character) < 0x0800 for character in text),
    ],
)
def test_every_trap(wanted: Callable[[str], bool]) -> None:
    """Texts that formats mangle occur: look-alikes of other types, white space at the ends, every plane of Unicode."""
    found(strategies.words(), wanted)


@given(strategies.keys(), strategies.moments(), strategies.ids("state", "person"))
def test_references_are_formed(key: str, moment: str, record_id: str) -> None:
    """Keys, moments and ids have the form that fields ask for, and ids are of a kind asked for."""
    assert get_args(Key)[1].accepts(key)
    assert get_args(Moment)[1].accepts(moment)
    assert kind_of(record_id) in ("state", "person")


def test_unknown_kind() -> None:
    """An id of a kind that does not exist cannot be asked for."""
    with pytest.raises(InvalidArgument, match="no such kind of record: country"):
        strategies.ids("country")


@given(st.data(), st.text(st.characters(codec="utf-8"), min_size=1))
def test_true_citations(data: st.DataObject, text: str) -> None:
    """A citation of a given text is of a passage that is there."""
    citation = data.draw(strategies.citations(text=text, source="source:a"))
    assert citation.source == "source:a"
    assert citation.start is not None
    assert citation.end is not None
    assert citation.digest == passage_digest(text[citation.start : citation.end])
    assert citation.end <= len(text)


def test_nothing_to_cite() -> None:
    """An empty text has no passage, so none can be asked for."""
    with pytest.raises(InvalidArgument, match="no passages"):
        strategies.citations(text="")


@given(strategies.citations(source="source:a"))
def test_citations_of_a_source(citation: Citation) -> None:
    """The source can be given."""
    assert citation.source == "source:a"


@pytest.mark.parametrize("cls", RECORD_CLASSES.values())
def test_records_hold_every_class(cls: type[Record]) -> None:
    """`records` gives records of each class."""
    assert type(found(strategies.records(), lambda record: type(record) is cls)) is cls


@pytest.mark.parametrize("capacity", Capacity)
def test_every_capacity(capacity: Capacity) -> None:
    """Recognition in each capacity occurs."""
    found(strategies.recognition_acts(), lambda act: act.capacity is capacity)


def test_records_shrink() -> None:
    """A record shrinks toward a state with a name, an act toward a request between two states."""
    assert simplest(strategies.records()) == State(id="state:a", name="a")
    act = simplest(strategies.recognition_acts())
    assert (act.actor, act.target, act.capacity) == ("state:aa", "state:a", Capacity.STATE)
    assert act.date is None
    assert act.citations == ()


@given(strategies.dataset_records())
def test_datasets_are_whole(records: tuple[Record, ...]) -> None:
    """No dataset has an error: references resolve, ids are unique, nothing is circular, no order is violated."""
    assert list(errors_of(records)) == []


@given(strategies.datasets(max_records=6, min_year=2000, max_year=2001))
def test_datasets_in_few_years(dataset: Dataset) -> None:
    """A dataset is as small and as narrow as asked for, and what it notes is no error."""
    assert len(dataset) <= 6
    for record in dataset:
        day = day_of(record)
        assert day is None or day.earliest is None or day.earliest.year >= 2000
        assert day is None or day.latest is None or day.latest.year <= 2001
    assert all(problem.severity is not Severity.ERROR for problem in dataset.problems)


def test_datasets_shrink() -> None:
    """A dataset shrinks toward none, and toward one state if it must hold something."""
    assert len(simplest(strategies.datasets())) == 0
    assert list(simplest(strategies.datasets(), lambda dataset: len(dataset) > 0)) == [State(id="state:a", name="a")]


WANTED: dict[str, Callable[[Dataset], bool]] = {
    "an edge to a day": lambda ds: any("@" not in m for r in ds for m in r.after + r.before),
    "an edge to a start": lambda ds: any(m.endswith("@start") for r in ds for m in r.after + r.before),
    "an edge to an end": lambda ds: any(m.endswith("@end") for r in ds for m in r.after + r.before),
    "edges both ways": lambda ds: any(r.after and r.before for r in ds),
    "a chain of edges": lambda ds: any(r.after and ds[m].after for r in ds for m in r.after if m in ds),
    "accounts": lambda ds: any(r.occurrence and len(ds.accounts(r.occurrence)) > 1 for r in ds),
    "three accounts": lambda ds: any(r.occurrence and len(ds.accounts(r.occurrence)) > 2 for r in ds),
    "supersession": lambda ds: any(r.supersedes for r in ds),
    "a chain of supersession": lambda ds: any(ds[old].supersedes for r in ds for old in r.supersedes),
    "a day of record": lambda ds: any(r.supersedes and r.recorded for r in ds),
    "a rank": lambda ds: any(r.occurrence and r.rank != "normal" for r in ds),
    "succession": lambda ds: any(r.succeeds for r in ds.of(State)),
    "a part": lambda ds: any(r.part_of for r in ds.of(Restriction)),
    "a title": lambda ds: any(r.capacity is Capacity.TITLE for r in ds.of(RecognitionAct)),
    "a ground": lambda ds: any(r.implied_by for r in ds.of(RecognitionAct)),
    "two dates": lambda ds: any(r.date and r.effective for r in ds.of(RecognitionAct)),
    "an envoy": lambda ds: any(r.sender and r.envoy for r in ds.of(DiplomaticAct)),
    "a cited source": lambda ds: any(r.citations and r.citations[0].start is not None for r in ds),
}


@cache
def sample() -> list[Dataset]:
    """Give many datasets, always the same."""
    seen: list[Dataset] = []

    @settings(searching, max_examples=400)
    @given(strategies.datasets(min_year=2000, max_year=2005))
    def look(dataset: Dataset) -> None:
        seen.append(dataset)

    look()
    return seen


@pytest.mark.parametrize("wanted", WANTED)
def test_datasets_vary(wanted: str) -> None:
    """What makes datasets hard occurs in them: order, accounts, corrections, wholes and parts, titles, grounds."""
    if not any(map(WANTED[wanted], sample())):
        found(strategies.datasets(min_year=2000, max_year=2005), WANTED[wanted])


@pytest.mark.parametrize("wanted", ["edges both ways", "accounts", "supersession"])
def test_datasets_are_mostly_hard(wanted: str) -> None:
    """Order, accounts and supersession are in more than a tenth of all datasets."""
    assert sum(map(WANTED[wanted], sample())) > len(sample()) / 10


def test_datasets_hold_every_kind_and_doubt() -> None:
    """Every kind of record occurs in datasets, and doubts and contradictions of several sorts."""
    assert {record.kind for dataset in sample() for record in dataset} == set(RECORD_CLASSES)
    doubts = {problem.code for dataset in sample() for problem in dataset.problems}
    assert len(doubts) >= 5
    assert all(PROBLEM_CODES[code].severity is not Severity.ERROR for code in doubts)
