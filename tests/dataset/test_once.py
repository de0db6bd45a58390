"""What is made on first use is made once."""

import threading

import pytest

from recognition.dataset.once import once


def test_those_who_come_at_once_get_the_same() -> None:
    """While it is made, the others wait."""
    begun = threading.Barrier(4)
    made = list[object]()

    @once
    def make() -> object:
        made.append(object())
        # The others have all asked by the time that this ends.
        threading.Event().wait(0.05)
        return made[-1]

    given = list[object]()

    def come() -> None:
        begun.wait()
        given.append(make())

    threads = [threading.Thread(target=come) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert given == made * 4


def test_each_set_of_arguments_has_its_own() -> None:
    """By place and by name; a failure is not kept."""
    calls = list[tuple[str, bool]]()

    @once
    def make(word: str, *, strict: bool = True) -> list[str]:
        calls.append((word, strict))
        if word == "bad" and len(calls) == 1:
            raise KeyError(word)
        return [word]

    with pytest.raises(KeyError):
        make("bad")
    assert make("bad") is make("bad")
    assert make("good") is not make("good", strict=False)
    assert calls == [("bad", True), ("bad", True), ("good", True), ("good", False)]
    with pytest.raises(TypeError, match="unhashable"):
        make([])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_it_may_ask_for_another_of_its_own() -> None:
    """One that is made of others waits for none of them."""

    @once
    def sum_to(number: int) -> int:
        return number + sum_to(number - 1) if number else 0

    assert sum_to(10) == 55
