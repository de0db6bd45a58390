"""Drafts: the fields of a value, drawn with the references still open, and how a draft becomes a value."""

from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any, Final, cast

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from recognition.formats.shape import Sort
from recognition.model.acts import CREDENTIALS, DiplomaticAct, RecognitionAct
from recognition.model.evidence import Citation
from recognition.model.periods import Period
from recognition.model.record import Record
from recognition.model.restrictions import Restriction
from recognition.model.shape import MAX_COUNT, Field, Value, fields_of
from recognition.model.statements import Claim
from recognition.model.text import ORDERED_KINDS, MomentForm, Pattern, Ref, Words, kind_of
from recognition.model.vocabulary import Capacity, Quantifier
from recognition.strategies._dates import told_dates, told_periods
from recognition.strategies._texts import KEY_TEXTS, WORD_TEXTS, digests, moments, patterned


@attrs.frozen
class Pick:
    """A reference still to be settled: the how-manieth of those that fit, or else this key."""

    kinds: tuple[str, ...]
    number: int
    key: str


@attrs.frozen(eq=False)
class Draft:
    """The fields of a value, with references still to be settled."""

    cls: type[Value]
    given: Mapping[str, Any]


Choose = Callable[[Pick, Collection[str]], str | None]
"""Settles a reference other than these, or gives ``None`` if none fits."""


def invent(pick: Pick, barred: Collection[str]) -> str:
    """Settle a reference by an id made up for it."""
    made = f"{pick.kinds[pick.number % len(pick.kinds)]}:{pick.key}"
    while made in barred:
        made += "a"
    return made


@cache
def _picks(kinds: tuple[str, ...], bound: bool) -> SearchStrategy[Pick]:  # noqa: FBT001 - private
    numbers = st.integers(0, 63)
    if bound:
        return numbers.map(lambda number: Pick(kinds, number, ""))
    return st.builds(Pick, st.just(kinds), numbers, KEY_TEXTS)


_COUNTS: Final = st.integers(0, 200) | st.integers(0, MAX_COUNT)


def _of_field(field: Field, years: tuple[int, int], *, bound: bool) -> SearchStrategy[Any]:
    one: SearchStrategy[Any]
    if field.sort is Sort.TEXT:
        one = _of_form(field, bound=bound)
    elif field.sort is Sort.VALUE:
        one = drafts_of(field.type, years, bound=bound)
    elif field.sort is Sort.TERM:
        one = st.sampled_from(field.type)
    else:
        plain: dict[Sort, SearchStrategy[Any]] = {
            Sort.COUNT: _COUNTS,
            Sort.FLAG: st.booleans(),
            Sort.DATE: told_dates(*years, sets=True),
            Sort.PERIOD: told_periods(*years),
        }
        one = plain[field.sort]
    return st.tuples(one) | st.tuples(one, one) if field.many else one


def _of_form(field: Field, *, bound: bool) -> SearchStrategy[Any]:
    form = field.form
    if isinstance(form, Ref):
        return _picks(form.kinds, bound)
    if isinstance(form, MomentForm):
        return moments()
    if isinstance(form, Pattern):
        return patterned(form)
    assert isinstance(form, Words), form  # noqa: S101 - a new form of text needs its strategy here
    return WORD_TEXTS


_COMMON: Final = frozenset({*Record.SHARED, "names", "codes", "participants"})
# What the rules between fields tie together is drawn as a whole, under the name of one field.
_TIED: Final[dict[type[Value], tuple[str, ...]]] = {
    Citation: ("start", "end", "digest"),
    Claim: ("actor",),
    RecognitionAct: ("capacity",),
    DiplomaticAct: ("parties", "sender", "receiver"),
}


_made: dict[tuple[type[Value], tuple[int, int], bool], SearchStrategy[Draft]] = {}


def drafts_of(cls: type[Value], years: tuple[int, int], *, bound: bool) -> SearchStrategy[Draft]:
    """Give drafts of a class: references stay open; in a dataset (`bound`) so do the fields that it settles itself."""
    if (cls, years, bound) not in _made:
        _made[cls, years, bound] = _drafts(cls, years, bound=bound)
    return _made[cls, years, bound]


def _drafts(cls: type[Value], years: tuple[int, int], *, bound: bool) -> SearchStrategy[Draft]:
    settled = {"id", "after", "before", "supersedes", "occurrence"} if bound and issubclass(cls, Record) else set[str]()
    left_out = {*settled, *_TIED.get(cls, ())}
    if issubclass(cls, Record) and cls.kind not in ORDERED_KINDS:
        left_out |= {"after", "before"}
    required: dict[str, SearchStrategy[Any]] = {}
    optional: dict[str, SearchStrategy[Any]] = {}
    for field in fields_of(cls):
        if field.name not in left_out:
            (required if field.required else optional)[field.name] = _of_field(field, years, bound=bound)
    if issubclass(cls, Record) and not bound:
        required["id"] = _picks((cls.kind,), bound)
    required |= _tied(cls, bound=bound)
    return _draft(cls, required, optional, sparse=bound)


@st.composite
def _draft(
    draw: DrawFn,
    cls: type[Value],
    required: Mapping[str, SearchStrategy[Any]],
    optional: Mapping[str, SearchStrategy[Any]],
    *,
    sparse: bool,
) -> Draft:
    # Which of the optional fields are there is one choice, a bit for each; `fixed_dictionaries` makes two a field.
    given = {name: draw(strategy) for name, strategy in required.items()}
    # Bytes, since of integers the high bits come seldom.
    length = -(-len(optional) // 8)
    some = st.binary(min_size=length, max_size=length).map(int.from_bytes)
    there = draw(some)
    if sparse:
        # In a dataset what all records have, such as names and notes, makes way for what each class is about.
        there &= draw(some) | sum(1 << bit for bit, name in enumerate(optional) if name not in _COMMON)
    for bit, (name, strategy) in enumerate(optional.items()):
        if there >> bit & 1:
            given[name] = draw(strategy)
    return Draft(cls, given)


def _tied(cls: type[Value], *, bound: bool) -> dict[str, SearchStrategy[Any]]:
    """Give the raw material of the fields that rules tie together, under names that no field has."""
    if cls is Citation:
        length = st.integers(1, 500)
        return {"?passage": st.none() | st.tuples(st.integers(0, MAX_COUNT - 500), length, digests())}
    if cls is Claim:
        return {"?actor": _picks(("state", "government", "organization"), bound)}
    if cls is RecognitionAct:
        return {"?capacity": st.integers(0, 11), "?land": _picks(("territory", "state"), bound)}
    if cls is DiplomaticAct:
        party = _picks(("state", "government", "organization"), bound)
        return {"?sided": st.booleans(), "?between": st.lists(party, min_size=2, max_size=3)}
    if cls is Restriction:
        return {"?group": st.sampled_from(("women", "girls"))}
    return {}


def finish(draft: Draft, choose: Choose) -> Value | None:
    """Settle the references of a draft and make the value; ``None`` if one that it needs has nothing to name."""
    tie = _TIES.get(draft.cls)
    given = tie(draft.given, choose) if tie else draft.given
    made: dict[str, Any] = {}
    for field in fields_of(draft.cls):
        if field.name in given:
            settled = settle(given[field.name], choose)
            if field.required and settled in (None, ()):
                return None
            if settled is not None:
                made[field.name] = settled
    return draft.cls(**made)


def settle(value: Any, choose: Choose) -> Any:
    """Settle the references in what a field holds."""
    if isinstance(value, tuple):
        items = cast("tuple[Any, ...]", value)  # type: ignore[redundant-cast]  # pyright knows no more than a tuple
        found = [settled for item in items if (settled := settle(item, choose)) is not None]
        # Two picks may settle on one id, which says nothing more.
        return tuple(dict.fromkeys(found) if any(isinstance(item, Pick) for item in items) else found)
    if isinstance(value, Pick):
        return choose(value, ())
    if isinstance(value, Draft):
        return finish(value, choose)
    return value


def _tie_citation(given: Mapping[str, Any], _choose: Choose) -> dict[str, Any]:
    made = dict(given)
    passage = made.pop("?passage")
    if passage is not None:
        start, length, digest = passage
        made |= {"start": start, "end": start + length, "digest": digest}
    return made


def _tie_claim(given: Mapping[str, Any], choose: Choose) -> dict[str, Any]:
    made = dict(given)
    actor = choose(made.pop("?actor"), ())
    if made["quantifier"] in (Quantifier.FIRST, Quantifier.ONLY):
        made |= {"actor": actor} if actor else {"quantifier": Quantifier.NONE}
    elif made["quantifier"] is Quantifier.ALL and not settle(made.get("actors", ()), choose):
        made.setdefault("members_of", "un")
    return made


# The natural capacity first: shrinking ends there.
_CAPACITIES: Final = {
    "state": (Capacity.STATE, Capacity.BELLIGERENT, Capacity.TITLE),
    "government": (
        Capacity.GOVERNMENT,
        Capacity.REPRESENTATIVE,
        Capacity.BELLIGERENT,
        Capacity.INSURGENT,
        Capacity.TITLE,
    ),
    "organization": (Capacity.REPRESENTATIVE, Capacity.BELLIGERENT, Capacity.INSURGENT),
}


def _tie_recognition(given: Mapping[str, Any], choose: Choose) -> dict[str, Any]:
    made = dict(given)
    number, land = made.pop("?capacity"), made.pop("?land")
    target = made["target"] = choose(made["target"], ())
    assert target is not None  # noqa: S101 - drafts of acts are made only where there are two to choose from
    made["actor"] = choose(made["actor"], (target,))
    fitting = _CAPACITIES[kind_of(target)]
    made["capacity"] = fitting[number % len(fitting)]
    if made["capacity"] is Capacity.TITLE:
        made.setdefault("concerning", land)
    return made


def _tie_diplomatic(given: Mapping[str, Any], choose: Choose) -> dict[str, Any]:
    made = dict(given)
    sided, picks = made.pop("?sided"), made.pop("?between")
    parties: list[str] = []
    for pick in picks:
        party = choose(pick, parties)
        if party is not None:
            parties.append(party)
    if sided or made["move"] in CREDENTIALS:
        made["sender"], made["receiver"] = parties[:2]
    else:
        made["parties"] = tuple(parties)
    return made


def _tie_restriction(given: Mapping[str, Any], choose: Choose) -> dict[str, Any]:
    made = dict(given)
    group = made.pop("?group")
    if not settle(made.get("targets", ()), choose):
        made.setdefault("groups", (group,))
    period: Period | None = made.get("period")
    if "ending" in made and period is not None and period.open_end:
        start = str(period).partition("/")[0]
        # What has ended is not open: the end is unknown, and a period with two unknown ends is none.
        made["period"] = Period(f"{start}/") if start else None
    return made


_TIES: Final[dict[type[Value], Callable[[Mapping[str, Any], Choose], dict[str, Any]]]] = {
    Citation: _tie_citation,
    Claim: _tie_claim,
    RecognitionAct: _tie_recognition,
    DiplomaticAct: _tie_diplomatic,
    Restriction: _tie_restriction,
}
