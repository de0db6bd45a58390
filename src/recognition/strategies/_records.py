"""Records by themselves, whose references name made-up ids."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from recognition.model.actors import Government, Organization, Person, State, Territory
from recognition.model.acts import DiplomaticAct, Event, RecognitionAct
from recognition.model.record import Record
from recognition.model.registry import RECORD_CLASSES
from recognition.model.restrictions import Restriction
from recognition.model.sources import Source
from recognition.model.statements import Statement
from recognition.strategies._dates import MAX_YEAR, MIN_YEAR
from recognition.strategies._values import alone


def diplomatic_acts(*, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[DiplomaticAct]:
    """Give diplomatic acts, between parties or from a sender to a receiver; shrinks toward bare relations of two.

    Args:
        min_year: the first year of its dates, as in :func:`partial_dates`.
        max_year: their last year.
    """
    return alone(DiplomaticAct, min_year, max_year)


def events(*, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[Event]:
    """Give events; shrinks toward a takeover in a state, with nothing more said.

    Args:
        min_year: the first year of its dates, as in :func:`partial_dates`.
        max_year: their last year.
    """
    return alone(Event, min_year, max_year)


def governments(*, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[Government]:
    """Give governments; shrinks toward one with a name and a state.

    Args:
        min_year: the first year of its dates and periods, as in :func:`partial_dates`.
        max_year: their last year.
    """
    return alone(Government, min_year, max_year)


def organizations(*, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[Organization]:
    """Give organisations; shrinks toward a movement with a name.

    Args:
        min_year: the first year of its dates and periods, as in :func:`partial_dates`.
        max_year: their last year.
    """
    return alone(Organization, min_year, max_year)


def persons(*, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[Person]:
    """Give persons; shrinks toward one with a name.

    Args:
        min_year: the first year of the dates and periods, as in :func:`partial_dates`.
        max_year: their last year.
    """
    return alone(Person, min_year, max_year)


def recognition_acts(*, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[RecognitionAct]:
    """Give acts of recognition, capacity fitting target; shrinks toward a request of one state to another.

    Args:
        min_year: the first year of its dates, as in :func:`partial_dates`.
        max_year: their last year.
    """
    return alone(RecognitionAct, min_year, max_year)


def restrictions(*, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[Restriction]:
    """Give restrictions; shrinks toward a general ban by a state on women.

    Args:
        min_year: the first year of its dates and period, as in :func:`partial_dates`.
        max_year: their last year.
    """
    return alone(Restriction, min_year, max_year)


def sources(*, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[Source]:
    """Give sources; shrinks toward one with a title.

    Args:
        min_year: the first year of its dates, as in :func:`partial_dates`.
        max_year: their last year.
    """
    return alone(Source, min_year, max_year)


def statements(*, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[Statement]:
    """Give statements; shrinks toward an assertion by nobody named.

    Args:
        min_year: the first year of its dates, as in :func:`partial_dates`.
        max_year: their last year.
    """
    return alone(Statement, min_year, max_year)


def states(*, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[State]:
    """Give states; shrinks toward one with a name.

    Args:
        min_year: the first year of its dates and periods, as in :func:`partial_dates`.
        max_year: their last year.
    """
    return alone(State, min_year, max_year)


def territories(*, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[Territory]:
    """Give territories; shrinks toward one with a name.

    Args:
        min_year: the first year of its dates and periods, as in :func:`partial_dates`.
        max_year: their last year.
    """
    return alone(Territory, min_year, max_year)


def records(*, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[Record]:
    """Give records of any class, whose references name made-up ids; shrinks toward a state with a name.

    Args:
        min_year: the first year of the dates and periods, as in :func:`partial_dates`.
        max_year: their last year.
    """
    classes: list[type[Record]] = [State, *(cls for cls in RECORD_CLASSES.values() if cls is not State)]
    return st.one_of([alone(cls, min_year, max_year) for cls in classes])
