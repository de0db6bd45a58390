"""Datasets and histories shared by threads, and sent to other processes: the answers are those of one thread.

First uses are raced for in processes of their own, since in this one all has been used before. That the interpreter
changes threads at every step (``sys.setswitchinterval``) makes a race likely, and no test here can be sure of it.
"""

import os
import pickle
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, TypeVar

import pytest

import recognition
from recognition import Capacity, Dataset, DiplomaticAct, History, RecognitionAct
from recognition.history.history import all_windows

ROOT: Final = Path(__file__).resolve().parents[1]
SEED: Final = ROOT / "seeds" / "russia-taliban-recognition.yaml"
EVERYTHING: Final = ROOT / "tests" / "golden" / "valid" / "everything.json"
DAYS: Final = ("1950-06-01", "1998-01-01", "2001", "2021-08-15", "2025-07-XX")
THREADS: Final = 6

T = TypeVar("T")


@pytest.fixture(autouse=True)
def changing_threads_all_the_time() -> Iterator[None]:
    """Let the interpreter change threads at every step."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def at_once(action: Callable[[], T], count: int = THREADS) -> list[T]:
    """Run an action in several threads that begin together, and give what each came to."""
    begun = threading.Barrier(count)
    results = list[T]()
    errors = list[BaseException]()

    def work() -> None:
        begun.wait()
        try:
            results.append(action())
        except BaseException as error:  # noqa: BLE001 - raised below, in the thread of the test
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results


def answers(history: History) -> list[object]:
    """Ask a history whatever it can be asked."""
    dataset = history.dataset
    found: list[object] = [list(history.segments()), list(all_windows(history)), history.conflicts()]
    for act in dataset.of(RecognitionAct):
        for day in DAYS:
            told = history.standing(
                act.actor, act.target, on=day, capacity=act.capacity or Capacity.STATE, concerning=act.concerning
            )
            found += [told, told.because, told.explain()]
            found.append(history.recognisers(act.target, on=day, capacity=act.capacity, concerning=act.concerning))
    for dealing in dataset.of(DiplomaticAct):
        sides = dealing.parties or tuple(side for side in (dealing.sender, dealing.receiver) if side)
        if len(sides) > 1:
            found += [history.relations(*sides[:2], on=day) for day in DAYS]
    found += [history.restrictions(on=day) for day in DAYS]
    found += [history.timeline(record.id) for record in dataset if record.kind in ("state", "government")]
    return found


@pytest.mark.parametrize("path", [SEED, EVERYTHING], ids=lambda path: path.stem)
def test_a_history_answers_many_threads_as_it_answers_one(path: Path) -> None:
    """Its lines settle, and its relations are read, at the first question, whoever asks it."""
    dataset = recognition.load(path)
    expected = answers(History(dataset))
    shared = History(dataset)
    for found in at_once(lambda: answers(shared)):
        assert found == expected


def test_datasets_are_loaded_by_many_threads_as_by_one() -> None:
    """Texts found good, and dates already read, are shared by all loads."""
    data = {form: recognition.dumps(recognition.load(EVERYTHING), format=form) for form in ("json", "jsonl", "csv")}
    broken = data["json"].replace(b'"2', b'"9-', 3)

    def load() -> tuple[list[Dataset], list[str]]:
        with pytest.raises(recognition.InvalidDataError) as caught:
            recognition.loads(broken)
        loaded = [recognition.loads(held, format=form) for form, held in data.items() for _ in range(2)]
        return loaded, [str(problem) for problem in caught.value]

    expected = load()
    for found in at_once(load):
        assert found == expected


def test_datasets_are_written_by_many_threads_to_one_path(tmp_path: Path) -> None:
    """The file is whole at the end, nothing lies beside it, and the rights are those of any new file."""
    dataset = recognition.load(EVERYTHING)
    single = tmp_path / "single.jsonl"
    recognition.dump(dataset, single)
    path = tmp_path / "many" / "a.jsonl"
    path.parent.mkdir()

    def write() -> None:
        for _ in range(5):
            recognition.dump(dataset, path)

    at_once(write)
    assert path.read_bytes() == single.read_bytes()
    assert path.stat().st_mode == single.stat().st_mode
    assert list(path.parent.iterdir()) == [path]
    later = tmp_path / "later"
    later.touch()
    assert later.stat().st_mode == single.stat().st_mode


FIRST_USES: Final = {
    "load": ("import recognition", "recognition.load({everything!r})"),
    # What is imported before keeps nobody waiting, so that all come to the decoders at once.
    "decoders": ("import recognition, recognition.io", "recognition.load({everything!r})"),
    "names": ("import recognition", "[getattr(recognition, name) and name for name in recognition.__all__]"),
    "names of a package": (
        "import recognition",
        "[getattr(recognition.frames, name) and name for name in recognition.frames.__all__]",
    ),
    "dump": (
        "import recognition; dataset = recognition.load({seed!r})",
        "[recognition.dumps(dataset, format=form) for form in ('jsonl', 'yaml', 'csv', 'sqlite', 'turtle')]",
    ),
    "lenient": ("import recognition", "recognition.load({seed!r}, strict=False)"),
    "reference": ("from recognition import reference", "id(reference.states())"),
    "finding": ("from recognition import reference", "reference.find('Ivory Coast')"),
    "schema": ("import recognition", "recognition.json_schema()"),
}
"""What is raced for: what is done before, and what each thread does."""


@pytest.mark.parametrize("what", FIRST_USES)
def test_first_uses_are_raced_for(what: str) -> None:
    """Whoever comes first, all get the same, and nobody an error or half of it."""
    before, action = (part.format(seed=str(SEED), everything=str(EVERYTHING)) for part in FIRST_USES[what])
    script = f"""
        import sys, threading
        sys.setswitchinterval(1e-6)
        {before}
        begun, results = threading.Barrier({THREADS}), []
        def work():
            begun.wait()
            try:
                results.append({action})
            except BaseException as error:
                results.append(repr(error))
        threads = [threading.Thread(target=work) for _ in range({THREADS})]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        print(all(result == {action} for result in results), len(results), results[0])
    """
    done = subprocess.run(  # noqa: S603 - what it runs is written here
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout[:7]) == (0, f"True {THREADS} "), (done.stdout[:2000], done.stderr[-2000:])


# --- other processes --------------------------------------------------------------------------------------------------


def in_another_process(dataset: Dataset, history: History) -> tuple[Any, ...]:
    """Give what another process makes of them."""
    return os.getpid(), dataset, dataset.problems, history.known, answers(history), answers(History(dataset))


def test_datasets_and_histories_go_to_other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """To one that is started afresh, before a question is asked and after; the answers are the same there."""
    # It finds this file by its path, as pytest does, and not by the name of a package.
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    dataset = recognition.load(EVERYTHING)
    unasked, asked = History(dataset, known="2025-12-31"), History(dataset, known="2025-12-31")
    answers(asked)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        for history in (unasked, asked):
            process, *there = pool.submit(in_another_process, dataset, history).result()
            assert process != os.getpid()
            assert there == [dataset, dataset.problems, history.known, answers(history), answers(History(dataset))]


@pytest.mark.parametrize("protocol", [2, pickle.HIGHEST_PROTOCOL])
def test_a_history_is_the_same_after_pickling(protocol: int) -> None:
    """By the oldest protocol that knows slots and by the newest, with its day as known and its policy."""
    history = History(recognition.load(SEED), known="2025-07-10", policy=recognition.Policy(implied=False))
    again = pickle.loads(pickle.dumps(history, protocol))  # noqa: S301 - our own bytes
    assert (again.dataset, again.known, again.policy) == (history.dataset, history.known, history.policy)
    assert answers(again) == answers(history)
