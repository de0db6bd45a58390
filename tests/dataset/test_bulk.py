"""The garbage collector while many records are made: paused, and afterwards as it was."""

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import attrs
import pytest

from recognition.dataset.bulk import paused_collector, unlocked


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """Leave the collector as it was, and quick changes of threads to these tests."""
    was_enabled, interval = gc.isenabled(), sys.getswitchinterval()
    yield
    sys.setswitchinterval(interval)
    gc.enable() if was_enabled else gc.disable()


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_is_as_it_was(enabled: bool) -> None:
    """Also if it was paused by the caller, within another pause, and where the work fails."""
    gc.enable() if enabled else gc.disable()

    def fail() -> None:
        with paused_collector(), paused_collector():
            assert not gc.isenabled()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert gc.isenabled() is enabled


@pytest.mark.parametrize("first", ["one", "other"])
def test_of_two_at_once_the_last_lets_it_go_on(first: str) -> None:
    """Whichever ends first, the other one is not disturbed, and then the collector is as it was before both."""
    gc.enable()
    one, other = ExitStack(), ExitStack()
    one.enter_context(paused_collector())
    other.enter_context(paused_collector())
    ending = (one, other) if first == "one" else (other, one)
    ending[0].close()
    assert not gc.isenabled()
    ending[1].close()
    assert gc.isenabled()


def test_a_pause_that_begins_as_another_ends_does_not_outlast_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking whether the collector is on and turning it off, nobody else can turn it on."""
    gc.enable()
    asked, go_on = threading.Event(), threading.Event()
    is_enabled = gc.isenabled
    second: list[threading.Thread] = []

    def asked_slowly() -> bool:
        found = is_enabled()
        if threading.current_thread() in second:
            asked.set()
            go_on.wait(0.2)
        return found

    def pause() -> None:
        with paused_collector():
            pass

    monkeypatch.setattr(gc, "isenabled", asked_slowly)
    second.append(threading.Thread(target=pause))
    with paused_collector():
        second[0].start()
        asked.wait(0.2)
    go_on.set()
    second[0].join()
    assert is_enabled()


def test_many_threads_leave_it_as_it_was() -> None:
    """Also where they change at every step."""
    gc.enable()
    sys.setswitchinterval(1e-6)
    on = list[bool]()

    def work() -> None:
        for _ in range(200):
            with paused_collector():
                on.append(gc.isenabled())

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(on) == 1200
    assert not any(on)
    assert gc.isenabled()


@attrs.frozen
class Point:
    """A frozen class with slots."""

    x: int
    y: int


def test_a_twin_is_filled_by_assignment_and_then_is_what_it_looks_like() -> None:
    """Its instances can be changed until they are given the class itself, and then are as if made by it."""
    twin = unlocked(Point)
    made = object.__new__(twin)
    assert isinstance(made, Point)
    for name, value in (("x", 1), ("y", 3), ("y", 2)):
        setattr(made, name, value)
    delattr(made, "x")
    assert not hasattr(made, "x")
    setattr(made, "x", 1)  # noqa: B010 - the type checkers know it as frozen
    assert not hasattr(made, "__dict__")
    made.__class__ = Point
    assert made == Point(1, 2)
    assert type(made) is Point
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(made, "x", 5)  # noqa: B010 - as above
    assert twin.__name__ == "Point"
