"""What is done: recognition, diplomatic dealings, and changes on the ground."""

from typing import ClassVar, Final

import attrs

from recognition.errors import Problem
from recognition.model.dates import PartialDate
from recognition.model.record import Record
from recognition.model.shape import Value
from recognition.model.text import (
    ActorRef,
    AgentRef,
    GroundRef,
    Key,
    PartyRef,
    PersonRef,
    PlaceRef,
    TargetRef,
    Text,
)
from recognition.model.vocabulary import (
    Capacity,
    Change,
    Degree,
    DiplomaticMove,
    Form,
    Level,
    Mode,
    Participation,
    RecognitionMove,
)


@attrs.frozen(kw_only=True, repr=False)
class Role(Value):
    """The part that somebody had in an act.

    Example:
        >>> from recognition import Participation, Role
        >>> Role(role=Participation.ADVISED_BY, who="person:lavrov").who
        'person:lavrov'
    """

    role: Participation
    """The part."""
    who: AgentRef
    """Who had it."""


@attrs.frozen(kw_only=True, repr=False)
class Vote(Value):
    """The result of a vote, in numbers of votes.

    Example:
        >>> from recognition import Vote
        >>> Vote(favour=138, against=9, abstain=41, absent=5).favour
        138
    """

    favour: int
    """Votes in favour."""
    against: int
    """Votes against."""
    abstain: int | None = None
    """Abstentions; ``None``: not said."""
    absent: int | None = None
    """Members absent or not voting; ``None``: not said."""


FITTING: Final[dict[Capacity, tuple[str, ...]]] = {
    Capacity.STATE: ("state",),
    Capacity.GOVERNMENT: ("government",),
    Capacity.REPRESENTATIVE: ("organization", "government"),
    Capacity.BELLIGERENT: ("organization", "government", "state"),
    Capacity.INSURGENT: ("organization", "government"),
    Capacity.TITLE: ("state", "government"),
}
"""The kinds of target that each capacity fits."""
_PREFIXES: Final = {capacity: tuple(f"{kind}:" for kind in kinds) for capacity, kinds in FITTING.items()}
_TITLE: Final = Capacity.TITLE


@attrs.frozen(kw_only=True, repr=False)
class RecognitionAct(Record):
    """What one actor does about the recognition of one target; unilateral and directed.

    Recognition of a state and of its government are different acts, with different targets. A vote in an
    organisation is that organisation's act, never one act a member.

    Example:
        >>> from recognition import Capacity, PartialDate, RecognitionAct, RecognitionMove
        >>> act = RecognitionAct(id="recognition:RUS-AFG", actor="state:RUS", target="government:AFG.2021",
        ...                      capacity=Capacity.GOVERNMENT, move=RecognitionMove.RECOGNITION,
        ...                      date=PartialDate("2025-07-03"))
        >>> act.effective is None
        True
    """

    kind: ClassVar[str] = "recognition"

    actor: ActorRef
    """Who acts; of a request, who asks."""
    target: TargetRef
    """Whose recognition is at issue; of a request too."""
    capacity: Capacity
    """As what the target is recognised."""
    move: RecognitionMove
    """What is done."""
    concerning: PlaceRef | None = None
    """The state or territory at issue, where the target does not settle it: the land of a title."""
    date: PartialDate | None = None
    """The day on which it was done or announced; ``None``: not said at all."""
    effective: PartialDate | None = None
    """The day from which it has effect, where that is another; ``None``: from ``date``."""
    degree: Degree = Degree.UNSPECIFIED
    """How fully."""
    mode: Mode = Mode.UNSPECIFIED
    """In words or by conduct."""
    form: Form = Form.UNSPECIFIED
    """By what instrument."""
    sole: bool = False
    """Whether the target is recognised as the only one of its kind: the sole government of the state."""
    conditions: tuple[Text, ...] = ()
    """Conditions and reservations, in the data's own words."""
    participants: tuple[Role, ...] = ()
    """Who had what part in it."""
    vote: Vote | None = None
    """The vote by which it was decided."""
    collective: Key | None = None
    """The key that acts done together share: a joint declaration."""
    implied_by: tuple[GroundRef, ...] = ()
    """The acts from which it is concluded, where the mode is implied."""

    def _rules(self) -> tuple[Problem, ...]:
        """Give what is wrong between the fields."""
        problems = Record._rules(self)  # noqa: SLF001 - `super()` is slow, and this runs for millions
        if self.actor == self.target:
            problems += (Problem("self-target", f"{self.actor} is both actor and target", path="$.target"),)
        if self.capacity in _PREFIXES and not self.target.startswith(_PREFIXES[self.capacity]):
            fitting = " or ".join(FITTING[self.capacity])
            message = f"capacity {self.capacity} fits a target that is a {fitting}, not {self.target}"
            problems += (Problem("capacity-mismatch", message, path="$.capacity"),)
        elif self.concerning is None and self.capacity is _TITLE:
            message = "capacity title needs `concerning`: the land whose title is at issue"
            problems += (Problem("capacity-mismatch", message, path="$.capacity"),)
        return problems


CREDENTIALS: Final = frozenset(
    {
        DiplomaticMove.AGREMENT,
        DiplomaticMove.APPOINTMENT,
        DiplomaticMove.ARRIVAL,
        DiplomaticMove.COPIES_PRESENTED,
        DiplomaticMove.LETTER_PRESENTED,
        DiplomaticMove.ACCEPTANCE,
        DiplomaticMove.DEFERRAL,
        DiplomaticMove.CHALLENGE,
        DiplomaticMove.REJECTION,
        DiplomaticMove.PERSONA_NON_GRATA,
        DiplomaticMove.END_OF_MISSION,
    }
)
"""The moves that are about an envoy's credentials, which have a sender and a receiver."""


@attrs.frozen(kw_only=True, repr=False)
class DiplomaticAct(Record):
    """Dealings that are not themselves recognition, and may imply it.

    Relations are symmetric and have ``parties``; credentials, and acts of one side, have a ``sender`` and a
    ``receiver`` (in the sense of the Vienna Convention on Diplomatic Relations, 1961).

    Example:
        >>> from recognition import DiplomaticAct, DiplomaticMove, Level
        >>> DiplomaticAct(id="diplomatic:RUS-AFG", parties=("state:AFG", "state:RUS"),
        ...               move=DiplomaticMove.ESTABLISHMENT, level=Level.AMBASSADOR).sender is None
        True
    """

    kind: ClassVar[str] = "diplomatic"

    move: DiplomaticMove
    """What is done."""
    parties: tuple[PartyRef, ...] = ()
    """The two or more between whom it is, in no order of rank; empty if there is a sender."""
    sender: PartyRef | None = None
    """The sending side: whose envoy or mission it is."""
    receiver: PartyRef | None = None
    """The receiving side."""
    envoy: PersonRef | None = None
    """The envoy."""
    level: Level | None = None
    """The level after the act; ``None``: not said."""
    non_resident: bool = False
    """Whether the mission is accredited from elsewhere."""
    date: PartialDate | None = None
    """The day on which it was done or announced; ``None``: not said at all."""
    effective: PartialDate | None = None
    """The day from which it has effect, where that is another; ``None``: from ``date``."""
    participants: tuple[Role, ...] = ()
    """Who had what part in it."""

    def _rules(self) -> tuple[Problem, ...]:
        """Give what is wrong between the fields."""
        problems = Record._rules(self)  # noqa: SLF001 - `super()` is slow, and this runs for millions
        message = None
        if self.parties:
            if self.sender or self.receiver:
                message = "give either parties or a sender and a receiver, not both"
            elif len(set(self.parties)) != len(self.parties) or len(self.parties) == 1:
                message = "parties are two or more, and different"
            elif self.move in CREDENTIALS:
                message = f"the move {self.move} has a sender and a receiver, not parties"
        elif self.sender is None or self.receiver is None:
            message = "give parties, or a sender and a receiver"
        elif self.sender == self.receiver:
            message = "the sender is its own receiver"
        if message:
            problems += (Problem("bad-parties", message, path="$.parties"),)
        return problems


@attrs.frozen(kw_only=True, repr=False)
class Event(Record):
    """A change on the ground.

    Example:
        >>> from recognition import Change, Event, PartialDate
        >>> Event(id="event:takeover", change=Change.TAKEOVER, state="state:AFG",
        ...       date=PartialDate("2021-08")).date.precision.value
        'month'
    """

    kind: ClassVar[str] = "event"

    change: Change
    """What changed."""
    state: PlaceRef
    """The state or territory in which it changed."""
    by: tuple[AgentRef, ...] = ()
    """Who did it."""
    date: PartialDate | None = None
    """The day, of a process the day on which it was complete; ``None``: not said at all."""
