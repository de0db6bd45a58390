"""What is made on first use, and only once, however many threads come for it at the same time."""

import functools
from collections.abc import Callable, Hashable
from threading import RLock
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def once(function: Callable[P, T]) -> Callable[P, T]:
    """Let a function make what it gives once for each set of arguments; who comes meanwhile waits, and gets the same.

    ``functools.cache`` lets those who come at the same time each make one of their own.

    Args:
        function: takes only what can be hashed.

    Example:
        >>> from recognition.dataset.once import once
        >>> @once
        ... def made() -> list[str]:
        ...     return []
        >>> made() is made()
        True
    """
    made: dict[Hashable, T] = {}
    lock = RLock()

    @functools.wraps(function)
    def give(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (args, tuple(kwargs.items()))
        if key not in made:
            with lock:
                if key not in made:
                    made[key] = function(*args, **kwargs)
        return made[key]

    return give
