"""The windows of a pair say by two comparisons of days what its history says."""

import itertools
from collections import Counter
from datetime import date, timedelta
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from recognition import Capacity, Dataset, History, PartialDate, Policy, RecognitionAct, RecognitionMove, Standing
from recognition.history.history import all_windows
from recognition.history.implied import Pair
from recognition.history.windows import Window, stretches_of
from tests.properties.dense_histories import ACTORS, dense_datasets
from tests.properties.history_oracle import ASKED, KNOWN, Oracle, World, day_at, worlds

POLICIES: Final = tuple(Policy.named(name) for name in ("preferred", "every-account", "earliest-report"))
# The last two days of the calendar, and what is beyond the calendar of the worlds on both sides.
DAYS: Final = (date.min, *(day_at(number) for number in range(-1, 7)), date(9999, 12, 30), date.max)
_many = settings(max_examples=max(300, 2 * settings().max_examples))


def windows_by_pair(history: History) -> dict[Pair, list[Window]]:
    """Give the windows of each pair."""
    found: dict[Pair, list[Window]] = {}
    for pair, window in all_windows(history):
        found.setdefault(pair, []).append(window)
    return found


def read(windows: list[Window], day: date) -> tuple[set[Standing], set[str]]:
    """Give the standings possible by a day and the acts that can have been last, as the module says."""
    by_then = [window for window in windows if window.certain and window.latest is not None and window.latest <= day]
    must_follow = max((window.earliest or date.min for window in by_then), default=date.min)
    can = [
        window
        for window in windows
        if (window.earliest is None or window.earliest <= day)
        and (window.overtaken is None or window.overtaken > day)
        and (window.latest is None or window.latest >= must_follow)
    ]
    standings = {window.standing for window in can if window.standing is not None}
    return standings | (set() if by_then else {Standing.NONE}), {window.act for window in can}


def check(history: History) -> None:
    """See that each pair has its windows, and that they say on each day what the history says."""
    found = windows_by_pair(history)
    assert {*found} == {Pair(each.actor, each.target, each.capacity, each.concerning) for each in history.segments()}
    for pair, windows in found.items():
        assert len(windows) == len({*windows})
        for day in DAYS:
            answer = history.standing(
                pair.actor, pair.target, on=day, capacity=pair.capacity, concerning=pair.concerning
            )
            # What is unbounded has no day, and the last day of the calendar is answered as the one before it.
            standings, acts = read(windows, min(day, date(9999, 12, 30)))
            assert (standings, acts) == ({*answer.possible}, {*answer.because}), (pair, day)


@_many
@given(dense_datasets(), st.sampled_from(POLICIES))
def test_windows_say_what_the_history_says(dataset: Dataset, policy: Policy) -> None:
    """Also where rivals, orders, gaps and contradicting accounts meet on one pair within days."""
    check(History(dataset, policy=policy))


@_many
@given(worlds(), st.sampled_from(KNOWN), st.sampled_from(POLICIES))
def test_windows_say_what_the_history_of_a_world_says(world: World, known: date | None, policy: Policy) -> None:
    """Also as known on a day, and where the order runs through events and periods."""
    check(History(world.dataset, known, policy))


@given(dense_datasets(), st.sampled_from(POLICIES))
def test_stretches_are_the_segments_cut_where_other_acts_decide(dataset: Dataset, policy: Policy) -> None:
    """They leave no day out, no two alike are neighbours, and on their first and last day they say what is so."""
    history = History(dataset, policy=policy)
    segments = {(each.actor, each.target, each.capacity, each.concerning, each.start) for each in history.segments()}
    for pair, windows in windows_by_pair(history).items():
        stretches = [*stretches_of(windows)]
        assert stretches[0].start is stretches[-1].end is None
        for one, other in itertools.pairwise(stretches):
            assert one.end is not None
            assert other.start == one.end + timedelta(days=1)
            assert (one.possible, one.because) != (other.possible, other.because)
        starts = {each.start for each in stretches}
        assert {segment[-1] for segment in segments if segment[:4] == tuple(pair)} <= starts
        for stretch in stretches:
            for day in (stretch.start or date.min, stretch.end or date.max):
                answer = history.standing(
                    pair.actor, pair.target, on=day, capacity=pair.capacity, concerning=pair.concerning
                )
                assert (stretch.possible, {*stretch.because}) == (answer.possible, {*answer.because})


@given(worlds(), st.sampled_from(KNOWN))
def test_windows_say_what_every_course_says(world: World, known: date | None) -> None:
    """What is read from the windows is what some course of events yields, and nothing else."""
    dataset = world.dataset
    oracle = Oracle(dataset, known, implied=True)
    for pair, windows in windows_by_pair(History(dataset, known)).items():
        for number in ASKED:
            assert read(windows, day_at(number))[0] == {
                Standing(name)
                for name in oracle.possible((pair.actor, pair.target, pair.capacity, pair.concerning), number)
            }


def test_what_comes_between_a_recognition_and_an_end_leaves_nothing_to_end() -> None:
    """A refusal after the recognition, and before a rival is recognised as sole, stays what it is."""
    days = {"recognition": "2001-01-30", "refusal": "2001-01-31", "sole": "2001-02-01"}
    acts = [
        RecognitionAct(
            id=f"recognition:{name}",
            actor="state:A",
            target="government:T.2" if name == "sole" else "government:T.1",
            capacity=Capacity.GOVERNMENT,
            move=RecognitionMove.REFUSAL if name == "refusal" else RecognitionMove.RECOGNITION,
            sole=name == "sole",
            date=PartialDate(day),
        )
        for name, day in days.items()
    ]
    history = History(Dataset([*ACTORS, *acts]))
    check(history)
    windows = windows_by_pair(history)[Pair("state:A", "government:T.1", Capacity.GOVERNMENT)]
    assert read(windows, day_at(5)) == ({Standing.REFUSED}, {"recognition:refusal"})


def test_windows_are_tried_in_every_shape() -> None:
    """The datasets drawn have every shape of window: without a standing, uncertain, overtaken, implied, ended."""
    seen = Counter[str]()

    @settings(max_examples=200, derandomize=True, database=None)
    @given(dense_datasets())
    def look(dataset: Dataset) -> None:
        windows = [window for _, window in all_windows(History(dataset))]
        shapes = {
            "uncertain": any(not each.certain for each in windows),
            "overtaken": any(each.overtaken is not None for each in windows),
            "no standing": any(each.standing is None for each in windows),
            "ended": any(
                each.standing is Standing.WITHDRAWN and (each.reason or "").startswith("recognising a rival")
                for each in windows
            ),
            "no bound": any(each.earliest is None or each.latest is None for each in windows),
        }
        seen.update(name for name, is_so in shapes.items() if is_so)

    look()
    assert min(seen[name] for name in ("uncertain", "overtaken", "no standing", "ended", "no bound")) > 20, seen


def test_what_comes_before_an_end_by_order_alone_leaves_nothing_to_end() -> None:
    """Refusal and rival in one month, the refusal first by an edge: no window has the recognition ended."""
    acts = [
        RecognitionAct(
            id=f"recognition:{name}",
            actor="state:A",
            target="government:T.2" if name == "sole" else "government:T.1",
            capacity=Capacity.GOVERNMENT,
            move=RecognitionMove.REFUSAL if name == "refusal" else RecognitionMove.RECOGNITION,
            sole=name == "sole",
            date=PartialDate(day),
            before=("recognition:sole",) if name == "refusal" else (),
        )
        for name, day in {"recognition": "2001-01-01", "refusal": "2001-02", "sole": "2001-02"}.items()
    ]
    history = History(Dataset([*ACTORS, *acts]))
    check(history)
    windows = windows_by_pair(history)[Pair("state:A", "government:T.1", Capacity.GOVERNMENT)]
    assert Standing.WITHDRAWN not in {window.standing for window in windows}
