"""`Policy`: by which accounts of an occurrence an answer goes, and whether it draws conclusions."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final

import attrs

from recognition.dataset.dataset import Dataset
from recognition.errors import UnknownIdError
from recognition.history.known import reported_on
from recognition.model.record import Record
from recognition.model.vocabulary import Rank


@attrs.frozen
class AccountRule:
    """The base of the rules that say which accounts count; subclass it for a rule of your own.

    A rule is asked twice: :meth:`admits` of every record, and :meth:`choose` for the admitted accounts of
    one occurrence and kind, of which there are at least two. Both must depend on their arguments alone.

    Example:
        >>> import attrs, recognition
        >>> @attrs.frozen
        ... class LongestNote(recognition.AccountRule):
        ...     name: str = "longest-note"
        ...     def choose(self, accounts, dataset):
        ...         return [max(accounts, key=lambda account: (len(account.note or ""), account.id))]
        >>> recognition.Policy(accounts=LongestNote()).name
        'longest-note'
    """

    name: str = "every-account"
    """The name by which answers show it."""

    def admits(self, record: Record) -> bool:  # noqa: ARG002 - subclasses look at it
        """Tell whether a record counts at all."""
        return True

    def choose(self, accounts: Sequence[Record], dataset: Dataset) -> Iterable[Record]:  # noqa: ARG002
        """Give the accounts to go by, among those of one occurrence; at least one."""
        return accounts


@attrs.frozen
class _Preferred(AccountRule):
    name: str = "preferred"

    def choose(self, accounts: Sequence[Record], dataset: Dataset) -> Iterable[Record]:  # noqa: ARG002
        # How a newer producer's rank stands to the others is not known: such an account may be any of them.
        unlisted = [account for account in accounts if not account.rank.listed]
        for rank in (Rank.PREFERRED, Rank.NORMAL):
            chosen = [account for account in accounts if account.rank is rank]
            if chosen:
                return chosen + unlisted
        return accounts


@attrs.frozen
class _EarliestReport(AccountRule):
    name: str = "earliest-report"

    def choose(self, accounts: Sequence[Record], dataset: Dataset) -> Iterable[Record]:
        days = [reported_on(account, dataset) or date.max for account in accounts]
        first = min(days)
        return [account for account, day in zip(accounts, days, strict=True) if day == first]


@attrs.frozen
class _OnlySources(_Preferred):
    name: str = "only-sources"
    sources: frozenset[str] = frozenset()

    def admits(self, record: Record) -> bool:
        return any(citation.source in self.sources for citation in record.citations)


_NAMED: Final[dict[str, Callable[[], AccountRule]]] = {
    "preferred": _Preferred,
    "every-account": AccountRule,
    "earliest-report": _EarliestReport,
}


@attrs.frozen(kw_only=True)
class Policy:
    """How a :class:`History` reads the record; each answer names it.

    The named rules: ``preferred`` (accounts of preferred rank hide the rest, and deprecated ones count only
    if nothing else is left), ``every-account`` (all, whatever their rank), ``earliest-report`` (those first
    recorded or published), and :meth:`only`, which takes given sources alone and then goes by rank.

    Example:
        >>> from recognition import Policy
        >>> Policy.named("every-account").name
        'every-account'
        >>> Policy(implied=False).name
        'preferred, nothing implied'
    """

    accounts: AccountRule = attrs.field(factory=_Preferred)
    """Which accounts count."""
    implied: bool = True
    """Whether acts are concluded from others: each such act is marked and names its ground."""

    @classmethod
    def named(cls, name: str, *, implied: bool = True) -> "Policy":
        """Give a policy by the name of its rule.

        Raises:
            UnknownIdError: if no rule has the name.
        """
        if name not in _NAMED:
            raise UnknownIdError(name, _NAMED, what=f"policy (known: {', '.join(_NAMED)}) named")
        return cls(accounts=_NAMED[name](), implied=implied)

    @classmethod
    def only(cls, *sources: str, implied: bool = True) -> "Policy":
        """Give the policy that takes only records which cite one of the given sources."""
        name = "only " + ", ".join(sorted(sources))
        return cls(accounts=_OnlySources(name=name, sources=frozenset(sources)), implied=implied)

    @property
    def name(self) -> str:
        """The name of the rule, and whether nothing is implied."""
        return self.accounts.name if self.implied else f"{self.accounts.name}, nothing implied"
