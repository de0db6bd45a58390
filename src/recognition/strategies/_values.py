"""The values that records hold: citations, names, memberships and the like."""

from typing import TypeVar, cast

import attrs
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import DrawFn, SearchStrategy

from recognition.model.actors import Code, Membership, Name, Succession, Tenure
from recognition.model.acts import Role, Vote
from recognition.model.evidence import Citation, passage_digest
from recognition.model.shape import Value
from recognition.model.statements import Claim
from recognition.strategies._dates import MAX_YEAR, MIN_YEAR, check_years
from recognition.strategies._drafts import drafts_of, finish, invent
from recognition.strategies._texts import ids

V = TypeVar("V", bound=Value)


def alone(cls: type[V], min_year: int, max_year: int) -> SearchStrategy[V]:
    """Give values of a class whose references name made-up ids."""
    check_years(min_year, max_year)
    return cast("SearchStrategy[V]", _values(cls, min_year, max_year))


@st.composite
def _values(draw: DrawFn, cls: type[Value], min_year: int, max_year: int) -> Value | None:
    return finish(draw(drafts_of(cls, (min_year, max_year), bound=False)), invent)


def citations(*, text: str | None = None, source: str | None = None) -> SearchStrategy[Citation]:
    """Give citations, with and without a passage; shrinks toward one that names a source and nothing more.

    Args:
        text: the text of the source, of which every passage is then a true one; arbitrary passages if not given.
        source: the id of the source; arbitrary ids if not given.
    """
    if text is None:
        made = alone(Citation, MIN_YEAR, MAX_YEAR)
        return made if source is None else made.map(lambda citation: attrs.evolve(citation, source=source))
    if not text:
        message = "an empty text has no passages"
        raise InvalidArgument(message)
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(0, len(text) - 1))
    named = ids("source") if source is None else st.just(source)

    def cite(made: Citation, where: tuple[int, int], name: str) -> Citation:
        start, last = sorted(where)
        digest = passage_digest(text[start : last + 1])
        return attrs.evolve(made, source=name, start=start, end=last + 1, digest=digest)

    return st.builds(cite, alone(Citation, MIN_YEAR, MAX_YEAR), ends, named)


def claims(*, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[Claim]:
    """Give claims that can be checked; shrinks toward one that nobody asked a state to recognise it."""
    return alone(Claim, min_year, max_year)


def codes(*, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[Code]:
    """Give identifiers in schemes of others; shrinks toward short ones without a period."""
    return alone(Code, min_year, max_year)


def memberships(*, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[Membership]:
    """Give places in lists and organisations; shrinks toward a list's key alone."""
    return alone(Membership, min_year, max_year)


def names(*, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[Name]:
    """Give names in a language; shrinks toward ``a`` in English without a period."""
    return alone(Name, min_year, max_year)


def roles() -> SearchStrategy[Role]:
    """Give parts that somebody had in an act; shrinks toward a person who decided it."""
    return alone(Role, MIN_YEAR, MAX_YEAR)


def successions() -> SearchStrategy[Succession]:
    """Give successions of states; shrinks toward a continuator."""
    return alone(Succession, MIN_YEAR, MAX_YEAR)


def tenures(*, min_year: int = MIN_YEAR, max_year: int = MAX_YEAR) -> SearchStrategy[Tenure]:
    """Give offices held; shrinks toward an office alone."""
    return alone(Tenure, min_year, max_year)


def votes() -> SearchStrategy[Vote]:
    """Give results of votes; shrinks toward none for and none against."""
    return alone(Vote, MIN_YEAR, MAX_YEAR)
