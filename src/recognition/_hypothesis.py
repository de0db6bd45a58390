"""The hook by which Hypothesis learns the strategies of the classes, so that `st.from_type(State)` works.

It is named by the entry point ``hypothesis`` of the package, and Hypothesis calls it at the end of its own
import. :mod:`recognition.strategies` is not imported here but on first use: it imports Hypothesis, so a module
that both held the hook and imported Hypothesis would be asked for the hook before it has defined it.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def register() -> None:
    """Register the strategies of :mod:`recognition.strategies` with Hypothesis, each under its class."""
    from hypothesis.strategies import register_type_strategy  # noqa: PLC0415 - an optional dependency

    from recognition.dataset.dataset import Dataset  # noqa: PLC0415 - only where Hypothesis is
    from recognition.model import actors, acts, dates, evidence, periods, registry, statements  # noqa: PLC0415

    of_actors = (actors.Code, actors.Membership, actors.Name, actors.Succession, actors.Tenure)
    values = (dates.PartialDate, periods.Period, evidence.Citation, acts.Role, acts.Vote, statements.Claim, *of_actors)
    for cls in (Dataset, *values, *registry.RECORD_CLASSES.values()):
        register_type_strategy(cls, _strategy_of)


def _strategy_of(cls: type[Any]) -> "SearchStrategy[Any]":
    from recognition.strategies import for_class  # noqa: PLC0415 - see the module's docstring

    return for_class(cls)
