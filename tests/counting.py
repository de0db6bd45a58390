"""How much work something is, told by the calls that it makes: a number that no busy machine changes."""

import sys
from collections.abc import Callable


def calls(work: Callable[[], object]) -> int:
    """Count the calls that a piece of work makes, of functions in Python and in C; resuming a generator is one."""
    count = 0

    def tally(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(tally)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
