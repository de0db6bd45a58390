"""Claims checked against the record: borne out, refuted by a counter-example, or open."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, final

import attrs

from recognition.history.answer import cited, dated
from recognition.history.happenings import EVER
from recognition.history.implied import NATURAL
from recognition.history.index import Index
from recognition.history.line import LAST_DAY
from recognition.model.actors import State
from recognition.model.acts import RecognitionAct
from recognition.model.dates import PartialDate
from recognition.model.periods import Period
from recognition.model.statements import Claim
from recognition.model.text import kind_of
from recognition.model.truth import Truth
from recognition.model.vocabulary import Quantifier
from recognition.views import explained

_RESULTS: Final = {Truth.TRUE: "borne out", Truth.FALSE: "refuted", Truth.UNKNOWN: "left open"}


@final
@attrs.frozen(kw_only=True, repr=False)
class ClaimCheck:
    """What the record has to say on a claim."""

    claim: Claim
    """The claim."""
    truth: Truth
    """Whether the record bears it out; by the record, so an act that it lacks is one that did not happen."""
    because: tuple[str, ...]
    """The ids of the acts that settle it, or leave it open: of a false claim, the counter-examples."""
    gap: str | None
    """What the record lacks; ``None``: nothing that matters."""
    told: tuple[str, ...] = attrs.field(repr=False)
    """Those acts in words, with their citations."""

    def __repr__(self) -> str:
        """Give the result in a line."""
        return f"<ClaimCheck {self.claim!r}: {_RESULTS[self.truth]}>"

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        """Give the claim and the result, for rich."""
        yield "claim", self.claim
        yield "truth", self.truth
        yield "because", list(self.because)
        if self.gap is not None:
            yield "gap", self.gap

    def _repr_html_(self) -> str:
        """Give the explanation for a notebook."""
        head, *rest = self.explain().splitlines()
        return explained(head, rest)

    def explain(self) -> str:
        """Give the result in words, with the acts and their citations."""
        about = f"{self.claim.quantifier}: {self.claim.move} of {' or '.join(self.claim.targets)}"
        who = f" by {self.claim.actor}" if self.claim.actor else ""
        when = f" in {self.claim.period}" if self.claim.period else ""
        lines = [f"The claim ({about}{who}{when}) is {_RESULTS[self.truth]} by the record."]
        lines += [f"- {told}" for told in self.told]
        if self.gap:
            lines.append(f"What the record lacks: {self.gap}.")
        return "\n".join(lines)


@attrs.frozen
class _Act:
    """A happening that a claim may be about."""

    key: str
    actors: frozenset[str]
    accounts: tuple[RecognitionAct, ...]
    day: tuple[int, int]
    in_scope: Truth


def check(claim: Claim, index: Index) -> ClaimCheck:
    """Check a claim against what is known."""
    acts = [act for act in _acts(claim, index) if act.in_scope is not Truth.FALSE]
    by_actor = [act for act in acts if claim.actor in act.actors]
    others = [act for act in acts if not _only_by(act, claim.actor)]
    gap: str | None = None
    if not (claim.quantifier.listed and claim.move.listed):
        truth, telling = Truth.UNKNOWN, acts
        gap = "what a newer producer means by the terms of the claim"
    elif claim.quantifier is Quantifier.SOME:
        truth, telling = Truth.any(act.in_scope for act in acts), acts
        gap = None if acts else "any such act"
    elif claim.quantifier is Quantifier.NONE:
        truth, telling = ~Truth.any(act.in_scope for act in acts), acts
        gap = None if acts else "any such act; that there was none rests on its completeness"
    elif claim.quantifier is Quantifier.ALL:
        truth, missing = _all(claim, acts, index)
        telling, gap = acts, f"such an act by {', '.join(missing)}" if missing else None
    elif claim.quantifier is Quantifier.ONLY:
        did = Truth.any(_surely_by(act, claim.actor) for act in by_actor)
        truth, telling = did & ~Truth.any(_surely_by_another(act, claim.actor) for act in others), acts
        gap = None if by_actor else f"such an act by {claim.actor}"
    else:
        truth, telling = _first(claim, by_actor, others, index), acts
        gap = None if by_actor else f"such an act by {claim.actor}"
    return ClaimCheck(
        claim=claim,
        truth=truth,
        because=tuple(dict.fromkeys(account.id for act in telling for account in act.accounts)),
        gap=gap,
        told=tuple(
            f"{account.id}: {account.move} by {account.actor}, {dated(account)} {cited(account.citations)}".rstrip()
            for act in telling
            for account in act.accounts
        ),
    )


def _acts(claim: Claim, index: Index) -> Iterator[_Act]:
    memberships = _memberships(claim, index)
    for happening in index.happenings.all():
        accounts = [account for account in happening.accounts if isinstance(account, RecognitionAct)]
        fitting = tuple(account for account in accounts if _fits(account, claim))
        if not fitting:
            continue
        first, last, _ = index.days(happening)
        day = first.toordinal(), last.toordinal()
        agreed = Truth.TRUE if len(fitting) == len(happening.accounts) else Truth.UNKNOWN
        if not all(account.move.listed for account in fitting):
            agreed = Truth.UNKNOWN
        moment = PartialDate(f"[{first}..{last}]" if first != last else str(first))
        in_period = Truth.TRUE if claim.period is None else claim.period.contains(moment)
        belonging = {_belongs(account.actor, claim, memberships, moment) for account in fitting}
        among = belonging.pop() if len(belonging) == 1 else Truth.UNKNOWN
        actors = frozenset(account.actor for account in fitting)
        yield _Act(happening.key, actors, fitting, day, agreed & in_period & among)


def _fits(account: RecognitionAct, claim: Claim) -> bool:
    return (
        (account.move is claim.move or not account.move.listed)
        and account.target in claim.targets
        and account.capacity is (claim.capacity or NATURAL.get(kind_of(account.target)))
        and claim.concerning in (None, account.concerning)
    )


def _belongs(actor: str, claim: Claim, memberships: dict[str, list[Period]], moment: PartialDate) -> Truth:
    """Tell whether an actor is among those that a claim is about; the claimed one always is."""
    if actor == claim.actor or actor in claim.actors:
        return Truth.TRUE
    if claim.members_of is None:
        return Truth.of(not claim.actors)
    return Truth.any(period.contains(moment) for period in memberships.get(actor, ()))


def _memberships(claim: Claim, index: Index) -> dict[str, list[Period]]:
    """Give the periods in which each state was a member of what a claim is about."""
    if claim.members_of is None:
        return {}
    return {
        state.id: [
            membership.period or Period("0001/")
            for membership in state.memberships
            if membership.system == claim.members_of
        ]
        for state in index.records
        if isinstance(state, State)
    }


def _any_before_all(acts: Iterable[_Act], others: Sequence[_Act], index: Index) -> bool:
    """Tell whether one of some acts certainly came before all others, by their days or by the order."""
    waiting = list(acts)
    while waiting:
        act = waiting.pop()
        later = [other for other in others if other.key != act.key and act.day[1] >= other.day[0]]
        followers = set(index.followers(act.key, LAST_DAY)) if later else set[str]()
        missed = next((other for other in later if other.key not in followers), None)
        if missed is None:
            return True
        # What does not come before this other either need not be looked at: each look goes over all that follows.
        before = {missed.key, *index.preceding(missed.key)}
        waiting = [act for act in waiting if act.key in before or act.day[1] < missed.day[0]]
    return False


def _only_by(act: _Act, actor: str | None) -> bool:
    return actor in act.actors and len(act.actors) == 1


def _surely_by(act: _Act, actor: str | None) -> Truth:
    return act.in_scope if _only_by(act, actor) else act.in_scope & Truth.UNKNOWN


def _surely_by_another(act: _Act, actor: str | None) -> Truth:
    return act.in_scope if actor not in act.actors else act.in_scope & Truth.UNKNOWN


def _all(claim: Claim, acts: list[_Act], index: Index) -> tuple[Truth, list[str]]:
    actors = list(claim.actors)
    if claim.members_of is not None:
        members = (record for record in index.records if isinstance(record, State))
        actors += [state.id for state in members if any(m.system == claim.members_of for m in state.memberships)]
    answers = {actor: Truth.any(_surely_by(act, actor) for act in acts if actor in act.actors) for actor in actors}
    return Truth.all(answers.values()), [actor for actor, answer in answers.items() if answer is Truth.FALSE]


def _first(claim: Claim, by_actor: list[_Act], others: list[_Act], index: Index) -> Truth:
    surely = [act for act in by_actor if _surely_by(act, claim.actor) is Truth.TRUE]
    if _any_before_all(surely, others, index):
        return Truth.TRUE
    sure_others = [act for act in others if _surely_by_another(act, claim.actor) is Truth.TRUE]
    done = min((act.day[1] for act in sure_others), default=EVER)
    preceded = set(index.followers_of_any([act.key for act in sure_others], LAST_DAY))
    if all(done < act.day[0] or act.key in preceded for act in by_actor):
        return Truth.FALSE
    return Truth.UNKNOWN
