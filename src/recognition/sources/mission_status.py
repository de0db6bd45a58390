"""The statuses of the missions of the United States, and what is done where one follows another.

What the statuses mean, and why the moves are told like this, stands in :mod:`recognition.sources.us_missions`.
"""

import enum
from typing import Final

from recognition.model.vocabulary import DiplomaticMove, Level


class MissionStatus(enum.StrEnum):
    """The highest representation that the United States has at a country, lowest first.

    Example:
        >>> from recognition.sources.mission_status import MissionStatus
        >>> MissionStatus("Envoy Nonresident").level, MissionStatus("Envoy Nonresident").non_resident
        (Level.MINISTER, True)
    """

    NONE = "None"
    """No formal representation."""
    INTERESTS = "Interests"
    """An interests section under another state's flag, as where formal relations are broken."""
    LIAISON = "Liaison"
    """A liaison office, or an informal presence."""
    CONSUL_NONRESIDENT = "Consul Nonresident"
    """A consul who resides elsewhere."""
    CONSULATE = "Consulate"
    """A consulate in the capital."""
    ENVOY_NONRESIDENT = "Envoy Nonresident"
    """An envoy or minister who resides elsewhere."""
    LEGATION = "Legation"
    """A mission below an embassy."""
    AMBASSADOR_NONRESIDENT = "Ambassador Nonresident"
    """An ambassador who resides elsewhere."""
    EMBASSY = "Embassy"
    """An embassy."""

    @property
    def level(self) -> Level:
        """The level that it is; with :attr:`non_resident`, of no other status."""
        return _LEVELS[self]

    @property
    def non_resident(self) -> bool:
        """Whether the mission is accredited from elsewhere."""
        return self.endswith("Nonresident")

    @property
    def diplomatic(self) -> bool:
        """Whether an envoy is accredited, so that diplomatic relations are held at some level."""
        return self.level in {Level.MINISTER, Level.AMBASSADOR}

    @property
    def key(self) -> str:
        """It in an id."""
        return self.lower().replace(" ", "-")


_LEVELS: Final = {
    MissionStatus.NONE: Level.NONE,
    MissionStatus.INTERESTS: Level.INTERESTS_SECTION,
    MissionStatus.LIAISON: Level.LIAISON,
    MissionStatus.CONSUL_NONRESIDENT: Level.CONSULATE,
    MissionStatus.CONSULATE: Level.CONSULATE,
    MissionStatus.ENVOY_NONRESIDENT: Level.MINISTER,
    MissionStatus.LEGATION: Level.MINISTER,
    MissionStatus.AMBASSADOR_NONRESIDENT: Level.AMBASSADOR,
    MissionStatus.EMBASSY: Level.AMBASSADOR,
}
_ORDER: Final = tuple(MissionStatus)


def move_between(before: MissionStatus, after: MissionStatus) -> DiplomaticMove | None:
    """Give what is done where one status follows another; ``None`` if they are the same.

    Example:
        >>> from recognition.sources.mission_status import MissionStatus, move_between
        >>> move_between(MissionStatus.LEGATION, MissionStatus.EMBASSY)
        DiplomaticMove.UPGRADE
        >>> move_between(MissionStatus.EMBASSY, MissionStatus.INTERESTS)
        DiplomaticMove.MISSION_CLOSING
    """
    if before is after:
        return None
    higher = _ORDER.index(after) > _ORDER.index(before)
    if before.diplomatic and after.diplomatic:
        return DiplomaticMove.UPGRADE if higher else DiplomaticMove.DOWNGRADE
    return DiplomaticMove.MISSION_OPENING if higher else DiplomaticMove.MISSION_CLOSING
