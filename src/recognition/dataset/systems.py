"""The lists of states that memberships name, and the days that each list covers."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

import attrs


@attrs.frozen(kw_only=True)
class StateSystem:
    """A list of states, or an organisation that is used as one.

    A membership that is still open on the last day of a list has an open end; what became of it afterwards, the list
    does not say. So a question about a day that the list does not cover has no answer in it.

    Example:
        >>> from datetime import date
        >>> from recognition.dataset.systems import SYSTEMS
        >>> SYSTEMS["cow-2016"].covers(date(2016, 12, 31)), SYSTEMS["cow-2016"].covers(date(2017, 1, 1))
        (True, False)
    """

    key: str
    """What the memberships call it."""
    title: str
    """What it is."""
    first: date
    """The first day that it covers."""
    last: date | None
    """The last day that it covers; ``None``: it is kept up to date, and its records say until when."""

    def covers(self, day: date) -> bool:
        """Tell whether it says of that day who is in and who is not."""
        return self.first <= day and (self.last is None or day <= self.last)


_BEGINNING: Final = date(1816, 1, 1)

SYSTEMS: Final[Mapping[str, StateSystem]] = MappingProxyType(
    {
        system.key: system
        for system in (
            StateSystem(
                key="cow-2016",
                title="Correlates of War, membership of the state system, v2016",
                first=_BEGINNING,
                last=date(2016, 12, 31),
            ),
            StateSystem(
                key="cow-2024",
                title="Correlates of War, membership of the state system, v2024",
                first=_BEGINNING,
                last=date(2024, 12, 31),
            ),
            StateSystem(
                key="gw",
                title="Gleditsch and Ward, independent states, without the microstates",
                first=_BEGINNING,
                last=date(2020, 12, 31),
            ),
            StateSystem(
                key="gw-micro",
                title="Gleditsch and Ward, independent states, with the microstates",
                first=_BEGINNING,
                last=date(2020, 12, 31),
            ),
            StateSystem(key="un", title="Members of the United Nations", first=date(1945, 10, 24), last=None),
        )
    }
)
"""The lists whose coverage is known, by key."""
