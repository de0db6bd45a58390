"""`Statement`: an utterance, by whom, with what force."""

from typing import ClassVar

import attrs

from recognition.errors import Problem
from recognition.model.dates import PartialDate
from recognition.model.periods import Period
from recognition.model.record import Record
from recognition.model.shape import Value
from recognition.model.text import (
    ActorRef,
    AgentRef,
    AnyRef,
    Key,
    Language,
    PlaceRef,
    SpeakerRef,
    StatementRef,
    TargetRef,
    Text,
)
from recognition.model.vocabulary import Capacity, Force, Modality, Quantifier, RecognitionMove


@attrs.frozen(kw_only=True, repr=False)
class Claim(Value):
    """What a statement says of acts of recognition, in a form that the record can bear out or refute.

    Example:
        >>> from recognition import Claim, Period, Quantifier, RecognitionMove
        >>> first = Claim(quantifier=Quantifier.FIRST, actor="state:RUS", move=RecognitionMove.RECOGNITION,
        ...               targets=("government:AFG.2021",), period=Period("2021-08-15/.."))
        >>> first.actors
        ()
    """

    quantifier: Quantifier
    """Of how many actors it says so."""
    move: RecognitionMove
    """What they did or did not do."""
    targets: tuple[TargetRef, ...]
    """To whom: any of these."""
    capacity: Capacity | None = None
    """As what the targets were recognised; ``None``: each in its natural capacity."""
    concerning: PlaceRef | None = None
    """Of a title, the land; ``None``: any."""
    actor: ActorRef | None = None
    """The one claimed to be the first or the only one; ``None`` for the other quantifiers."""
    actors: tuple[ActorRef, ...] = ()
    """The actors of whom it is said; empty: whoever is on record, or the members."""
    members_of: Key | None = None
    """The list or organisation whose members on the day of the act it is said of, such as ``un``."""
    period: Period | None = None
    """When they did it, or did not; ``None``: ever."""

    def _rules(self) -> tuple[Problem, ...]:
        """Give what is wrong between the fields."""
        problems = tuple[Problem, ...]()
        if not self.targets:
            problems += (Problem("bad-claim", "a claim needs a target", path="$.targets"),)
        one = self.quantifier in (Quantifier.FIRST, Quantifier.ONLY)
        # Whether a newer producer's quantifier goes with one actor, nobody here can tell.
        if self.quantifier.listed and (self.actor is not None) != one:
            message = "`actor` goes with the quantifiers first and only, and they with it"
            problems += (Problem("bad-claim", message, path="$.actor"),)
        if self.quantifier is Quantifier.ALL and not self.actors and self.members_of is None:
            message = "the quantifier all needs `actors` or `members_of`"
            problems += (Problem("bad-claim", message, path="$.actors"),)
        return problems


@attrs.frozen(kw_only=True, repr=False)
class Statement(Record):
    """What somebody said; whether it is so is another question.

    Example:
        >>> from recognition import Force, Statement
        >>> Statement(id="statement:hope", speaker="source:example", force=Force.PREDICT,
        ...           gist="others may follow").force.meaning
        'Says that something will, may or could happen.'
    """

    kind: ClassVar[str] = "statement"

    force: Force
    """What it does: asserts, predicts, praises ..."""
    speaker: SpeakerRef | None = None
    """Who speaks; the source itself for its narrator's words; ``None``: nobody is named."""
    attributed_to: Text | None = None
    """How the source describes a speaker whom it does not name."""
    on_behalf_of: AgentRef | None = None
    """For whom the speaker speaks."""
    about: tuple[AnyRef, ...] = ()
    """The records that it is about."""
    gist: Text | None = None
    """What is said, in the data's own words."""
    text: Text | None = None
    """The words spoken, where they are quoted."""
    language: Language | None = None
    """The language of ``text``."""
    translation_of: StatementRef | None = None
    """The statement in its original language."""
    claim: Claim | None = None
    """What it says of acts of recognition, so that it can be checked; ``None``: nothing that can."""
    modality: Modality | None = None
    """How strongly something not yet so is put."""
    date: PartialDate | None = None
    """The day on which it was said; ``None``: not said at all."""
    audience: tuple[AgentRef, ...] = ()
    """To whom it was said."""
