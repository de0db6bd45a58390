"""`Restriction`: a limit that an authority imposes."""

from typing import ClassVar

import attrs

from recognition.errors import Problem
from recognition.model.periods import Period
from recognition.model.record import Record
from recognition.model.text import AgentRef, PartyRef, RestrictedRef, RestrictionRef, Text
from recognition.model.vocabulary import Domain, Ending, Measure


@attrs.frozen(kw_only=True, repr=False)
class Restriction(Record):
    """A limit imposed by an authority on a group, an organisation, a government or a state.

    Example:
        >>> from recognition import Domain, Measure, Restriction
        >>> Restriction(id="restriction:schools", imposer="government:AFG.2021", groups=("girls",),
        ...             domain=Domain.EDUCATION, measure=Measure.BAN, extent="beyond grade six").extent
        'beyond grade six'
    """

    kind: ClassVar[str] = "restriction"

    imposer: PartyRef
    """The authority that imposes it."""
    targets: tuple[RestrictedRef, ...] = ()
    """Those on record on whom it lies."""
    groups: tuple[Text, ...] = ()
    """Groups of people on whom it lies, in words: ``women``, ``girls``."""
    domain: Domain
    """What it is about."""
    measure: Measure
    """What it does."""
    extent: Text | None = None
    """How far it goes, in words: ``most jobs``; ``None``: without exception, or not said."""
    regime: Text | None = None
    """The list or programme that it belongs to."""
    period: Period | None = None
    """When it was in force; ``None``: not said at all."""
    ending: Ending | None = None
    """How it ended; ``None``: not said to have ended."""
    ended_by: AgentRef | None = None
    """Who ended it; ``None``: not said."""
    part_of: RestrictionRef | None = None
    """The wider restriction that this one is a part of."""

    def _rules(self) -> tuple[Problem, ...]:
        """Give what is wrong between the fields."""
        problems = Record._rules(self)  # noqa: SLF001 - `super()` is slow, and this runs for millions
        if not self.targets and not self.groups:
            problems += (Problem("no-target", "name a target or a group", path="$.targets"),)
        if self.ending is not None and self.period is not None and self.period.open_end:
            message = f"it has ended ({self.ending}), yet its period {self.period} is open; leave the end empty"
            problems += (Problem("open-yet-ended", message, path="$.period"),)
        return problems
