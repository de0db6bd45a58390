"""What each account has to say on which pairs: by itself, and by implication."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from recognition.history.standing import GIVING, RECOGNISED, WITHDRAWN, Mask, effect_of
from recognition.model.acts import DiplomaticAct, RecognitionAct
from recognition.model.text import kind_of
from recognition.model.vocabulary import Capacity, DiplomaticMove


class Pair(NamedTuple):
    """What a standing is of."""

    actor: str
    """The id of the one who recognises or does not."""
    target: str
    """The id of the one recognised or not."""
    capacity: Capacity
    """As what."""
    concerning: str | None = None
    """Of a title, the id of the land."""


class Bearing(NamedTuple):
    """What one account has to say on one pair."""

    pair: Pair
    effect: Mask
    ends: bool = False
    """Whether it only ends a recognition that stands."""
    reason: str = ""
    """Why it follows, where it is implied."""
    optional: bool = False
    """Whether it may not bear on the pair at all: what is done is a newer producer's word."""


NATURAL: Final = {"state": Capacity.STATE, "government": Capacity.GOVERNMENT}
"""The capacity in which a target of each kind is recognised, if nothing else is said."""
_GOVERNMENT: Final = "recognising a government presupposes recognising its state"
_RELATIONS: Final = "establishing relations implies recognising the other side"
_CREDENCE: Final = "accepting a letter of credence implies recognising the sender"
_RIVAL: Final = "recognising a rival as sole government ends this recognition"


def direct(act: RecognitionAct) -> Bearing | None:
    """Give what a recognition act says by itself; a request says nothing."""
    effect = effect_of(act.move)
    if effect is None:
        return None
    concerning = act.concerning if act.capacity is Capacity.TITLE else None
    return Bearing(Pair(act.actor, act.target, act.capacity, concerning), effect)


class Implications:
    """Concludes from acts what they imply, given which governments each state has on record."""

    def __init__(self, governments: Iterable[tuple[str, str]]) -> None:
        """Take the governments, each with its state."""
        self._state_of = dict(governments)
        self._governments: dict[str, list[str]] = {}
        for government, state in self._state_of.items():
            self._governments.setdefault(state, []).append(government)

    def of_recognition(self, act: RecognitionAct) -> Iterator[Bearing]:
        """Give what a recognition act implies."""
        unlisted = not act.move.listed
        if act.capacity is not Capacity.GOVERNMENT or not (act.move in GIVING or unlisted):
            return
        state = self._state_of.get(act.target)
        if state is None:
            return
        if state != act.actor:
            yield Bearing(Pair(act.actor, state, Capacity.STATE), RECOGNISED, reason=_GOVERNMENT, optional=unlisted)
        if act.sole:
            for rival in self._governments[state]:
                if rival not in (act.target, act.actor):
                    pair = Pair(act.actor, rival, Capacity.GOVERNMENT)
                    yield Bearing(pair, WITHDRAWN, ends=True, reason=_RIVAL, optional=unlisted)

    def of_dealings(self, act: DiplomaticAct) -> Iterator[Bearing]:
        """Give what diplomatic dealings imply."""
        unlisted = not act.move.listed
        if act.move is DiplomaticMove.ESTABLISHMENT or unlisted:
            sides = act.parties or tuple(side for side in (act.sender, act.receiver) if side)
            for one in sides:
                for other in sides:
                    if one != other:
                        for bearing in self._recognising(one, other, _RELATIONS):
                            yield bearing._replace(optional=unlisted)
        elif act.move is DiplomaticMove.ACCEPTANCE and act.receiver and act.sender:
            yield from self._recognising(act.receiver, act.sender, _CREDENCE)

    def _recognising(self, actor: str, target: str, reason: str) -> Iterator[Bearing]:
        capacity = NATURAL.get(kind_of(target))
        if capacity is not None:
            yield Bearing(Pair(actor, target, capacity), RECOGNISED, reason=reason)
        state = self._state_of.get(target)
        if state is not None and state != actor:
            yield Bearing(Pair(actor, state, Capacity.STATE), RECOGNISED, reason=f"{reason}; {_GOVERNMENT}")
