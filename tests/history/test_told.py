"""What answers tell of themselves: in words, on one line, as HTML for a notebook, and as fields for rich."""

import re
from datetime import date
from typing import Any

import attrs
import pytest

from recognition import (
    Capacity,
    Change,
    Citation,
    Claim,
    Dataset,
    DiplomaticAct,
    DiplomaticMove,
    Domain,
    Event,
    Extent,
    Force,
    Government,
    History,
    InvalidDataError,
    Level,
    Measure,
    Organization,
    OrganizationType,
    PartialDate,
    Period,
    Quantifier,
    RecognitionAct,
    RecognitionMove,
    Record,
    Restriction,
    Source,
    Standing,
    State,
    Statement,
    Territory,
    Truth,
    UnknownIdError,
)
from tests.history.making import act

WORLD: list[Record] = [
    State(id="state:A", name="A"),
    State(id="state:B", name="B"),
    State(id="state:T", name="T"),
    Government(id="government:T.g", name="g", state="state:T", control=Period("2001-02-03/..")),
    Territory(id="territory:L", name="L"),
    Organization(id="organization:O", name="O", category=OrganizationType.MOVEMENT),
    Source(id="source:s", title="s"),
]


def title(name: str, day: str | None) -> RecognitionAct:
    """Give an act of A recognising the title of B to the land L."""
    return act(name, day, target="state:B", capacity=Capacity.TITLE, concerning="territory:L")


def history(*records: Record, known: str | None = None) -> History:
    """Give the history of the world with more records."""
    return History(Dataset([*WORLD, *records]), known=known)


def html(told: object) -> str:
    """Give what a notebook shows: its texts without the tags, with bars between them."""
    shown = told._repr_html_()  # type: ignore[attr-defined]
    return "|".join(text for text in re.split(r"<[^>]*>", shown) if text)


def rich(told: object) -> dict[str, object]:
    """Give what rich shows, by name."""
    return dict(told.__rich_repr__())  # type: ignore[attr-defined]


def test_an_explanation_says_what_was_asked() -> None:
    """The first line has actor, target, capacity, land, day, day of knowledge and standings; the second the policy."""
    told = history(title("t", "2000"), known="2020-02-02")
    answer = told.standing("state:A", "state:B", on="2000-06-01", capacity=Capacity.TITLE, concerning="territory:L")
    first, second, *acts = answer.explain().splitlines()
    assert first == (
        "state:A on state:B as title concerning territory:L, on 2000-06-01, as known on 2020-02-02: none or recognised."
    )
    assert second == f"Recognised: unknown. Policy: {told.policy.name}."
    assert [line.split(":")[:2] for line in acts] == [["- recognition", "t"]]
    plain = history().standing("state:A", "state:T", on="2000")
    assert plain.explain().splitlines()[0] == "state:A on state:T as state, on 2000: none."


def test_an_explanation_says_that_there_is_no_act_only_where_there_is_none() -> None:
    """Without an act a line says so, in place of the acts."""
    told = history(act("a", "2000-01-01"))
    silence = "No act that can have been by then is on record."
    assert told.standing("state:A", "state:T", on="1999").explain().splitlines()[2:] == [silence]
    assert silence not in told.standing("state:A", "state:T", on="2001").explain()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"date": "2000-01-02"}, "on 2000-01-02"),
        ({"date": "2000-01"}, "dated 2000-01"),
        ({"date": "2000-01-02", "effective": "2000-01-03"}, "effective 2000-01-03"),
        ({"effective": "2000"}, "effective 2000"),
        ({}, "no date given"),
    ],
)
def test_an_explanation_says_which_day_counts(days: dict[str, str], words: str) -> None:
    """The day of the effect before that of the act; a day is told from a month or year; and that there is none."""
    made = act("a", None, **{name: PartialDate(day) for name, day in days.items()})
    lines = history(made).standing("state:A", "state:T", on="2010").explain().splitlines()
    assert lines[2:] == [f"- recognition:a: recognition, {words}"]


def test_an_explanation_cites_passages_and_places() -> None:
    """Each citation has its source, with offsets or a place; without citations there are no brackets."""
    passage = Citation(source="source:s", start=3, end=9, digest="0" * 64)
    made = act("a", "2000-01-01", citations=(passage, Citation(source="source:s", locator="p. 3")))
    told = history(made, act("b", "2000-01-01", actor="state:B"))
    assert "on 2000-01-01 [source:s 3:9; source:s p. 3]" in told.standing("state:A", "state:T", on="2001").explain()
    assert told.standing("state:B", "state:T", on="2001").explain().endswith("on 2000-01-01")


def test_an_explanation_says_what_order_adds_to_the_dates() -> None:
    """What an act follows is named, and the bound that this gives, on the side where it is no date's own."""
    told = history(
        act("x", "2000-06-01", actor="state:B"),
        act("a", "2000", after=("recognition:x",)),
        act("y", "2005-03-04", actor="state:B", target="state:A", after=("recognition:z",)),
        act("z", None, target="state:B", before=("recognition:y",)),
    )
    lines = told.standing("state:A", "state:T", on="2001").explain().splitlines()
    assert lines[2:] == ["- recognition:a: recognition, dated 2000; after recognition:x (not before 2000-06-01)"]
    lines = told.standing("state:A", "state:B", on="2010").explain().splitlines()
    assert lines[2:] == ["- recognition:z: recognition, no date given (not after 2005-03-04)"]
    lines = told.standing("state:B", "state:A", on="2010").explain().splitlines()
    assert lines[2:] == ["- recognition:y: recognition, on 2005-03-04; after recognition:z"]


def test_an_explanation_says_what_an_act_implies() -> None:
    """An act that only implies recognition is told by its own move, with the reason."""
    relations = DiplomaticAct(
        id="diplomatic:d",
        move=DiplomaticMove.ESTABLISHMENT,
        parties=("state:A", "state:T"),
        date=PartialDate("2000-01-01"),
    )
    answer = history(relations).standing("state:A", "state:T", on="2001")
    (line,) = answer.explain().splitlines()[2:]
    assert line.startswith("- diplomatic:d: establishment, on 2000-01-01; implied: ")
    assert answer.because == ("diplomatic:d",)


def test_an_answer_shows_its_question_and_its_outcome() -> None:
    """Rich gets the question, the land only of a title, the standings possible and the acts that decide."""
    told = history(act("a", "2000"), title("t", "2000-01-01"))
    answer = told.standing("state:A", "state:T", on="2000-06-01")
    assert rich(answer) == {
        "actor": "state:A",
        "target": "state:T",
        "capacity": Capacity.STATE,
        "on": "2000-06-01",
        "possible": ["none", "recognised"],
        "because": ["recognition:a"],
    }
    asked = told.standing("state:A", "state:B", on="2001", capacity=Capacity.TITLE, concerning="territory:L")
    assert rich(asked)["concerning"] == "territory:L"
    assert repr(asked) == "<Answer state:A -> state:B as title on 2001: recognised>"
    assert html(answer) == "|".join(line.removeprefix("- ") for line in answer.explain().splitlines())
    assert str(answer) == answer.explain()


def test_an_extent_shows_the_certain_and_the_doubtful_apart() -> None:
    """In every form the certain ids come first, the doubtful ones after, and an empty side is told."""
    extent = Extent(certain=frozenset({"state:A"}), possible=frozenset({"state:A", "state:C", "state:B"}))
    assert repr(extent) == "<Extent certain: state:A; doubtful: state:B, state:C>"
    assert rich(extent) == {"certain": ["state:A"], "doubtful": ["state:B", "state:C"]}
    assert html(extent) == "1 certain, 2 doubtful|certain|state:A|doubtful|state:B, state:C"
    empty = Extent(certain=frozenset(), possible=frozenset())
    assert repr(empty) == "<Extent none certain; none doubtful>"
    assert html(empty) == "0 certain, 0 doubtful|certain|none|doubtful|none"


def test_a_segment_shows_pair_days_and_standings() -> None:
    """Each form has the pair, the land only of a title, the days, open where they are, and the standings."""
    before, after = history(title("t", "2000-01-01")).segments()
    assert repr(before) == ("<Segment state:A -> state:B as title concerning territory:L, ..1999-12-31: none>")
    assert repr(after).endswith(" territory:L, 2000-01-01..: recognised>")
    assert rich(after) == {
        "actor": "state:A",
        "target": "state:B",
        "capacity": Capacity.TITLE,
        "concerning": "territory:L",
        "days": "2000-01-01..",
        "possible": "recognised",
    }
    assert html(before) == (
        "Segment|actor|state:A|target|state:B|capacity|title|concerning|territory:L|days|..1999-12-31|possible|none"
    )
    first, second = history(act("a", "2000-01-01")).segments()
    assert repr(first) == "<Segment state:A -> state:T as state, ..1999-12-31: none>"
    assert list(rich(second)) == ["actor", "target", "capacity", "days", "possible"]


def test_relations_show_parties_day_status_and_acts() -> None:
    """Each form has both parties and the day; the explanation has the level and each act with its day."""
    opened = DiplomaticAct(
        id="diplomatic:open",
        move=DiplomaticMove.ESTABLISHMENT,
        parties=("state:A", "state:B"),
        level=Level.CHARGE,
        date=PartialDate("1950-01-01"),
        citations=(Citation(source="source:s", locator="p. 1"),),
    )
    ended = attrs.evolve(
        opened,
        id="diplomatic:end",
        move=DiplomaticMove.SEVERANCE,
        level=None,
        date=PartialDate("1960"),
        citations=(),
    )
    told = history(opened, ended)
    answer = told.relations("state:A", "state:B", on="1960-06-01")
    assert repr(answer) == "<RelationsAnswer state:A - state:B on 1960-06-01: held or severed>"
    assert rich(answer) == {
        "one": "state:A",
        "other": "state:B",
        "on": "1960-06-01",
        "possible": "held or severed",
        "because": ["diplomatic:open", "diplomatic:end"],
    }
    lines = answer.explain().splitlines()
    assert lines == [
        "Relations of state:A and state:B on 1960-06-01: held or severed; charge.",
        "- diplomatic:open: establishment, on 1950-01-01 [source:s p. 1]",
        "- diplomatic:end: severance, dated 1960",
    ]
    assert html(answer) == "|".join(line.removeprefix("- ") for line in lines)
    assert answer.held is Truth.UNKNOWN
    assert answer.certain is None
    assert told.relations("state:A", "state:B", on="1970").held is Truth.FALSE
    nothing = told.relations("state:A", "state:T", on="1970")
    assert nothing.explain() == "Relations of state:A and state:T on 1970: none; no level on record."


def test_relations_of_accounts_that_disagree_are_in_doubt() -> None:
    """One account of a happening establishes relations, the other severs them: either may hold, with both acts."""
    one = DiplomaticAct(
        id="diplomatic:one",
        move=DiplomaticMove.ESTABLISHMENT,
        parties=("state:A", "state:B"),
        date=PartialDate("1950-01-01"),
        occurrence="o",
    )
    other = attrs.evolve(one, id="diplomatic:other", move=DiplomaticMove.SEVERANCE)
    answer = history(one, other).relations("state:B", "state:A", on="1951")
    assert {str(status) for status in answer.possible} == {"held", "severed"}
    assert set(answer.because) == {"diplomatic:one", "diplomatic:other"}


def test_a_history_shows_what_it_is_of() -> None:
    """Each form counts the records, and has the day of knowledge, if there is one, and the policy."""
    told = history(act("a", "2000"), known="2020-02-02")
    name = told.policy.name
    assert repr(told) == f"<History of {len(WORLD) + 1} records, as known on 2020-02-02, policy {name}>"
    assert rich(told) == {"records": len(WORLD) + 1, "pairs": 1, "known": "2020-02-02", "policy": name}
    assert html(told) == f"History|records|{len(WORLD) + 1}|pairs|1|known|2020-02-02|policy|{name}"
    assert repr(history()) == f"<History of {len(WORLD)} records, policy {name}>"
    assert list(rich(history())) == ["records", "pairs", "policy"]


def test_a_conflict_shows_its_accounts_and_their_differences() -> None:
    """The HTML has the occurrence, the accounts, and each difference under its code."""
    told = history(act("a", "2000", occurrence="o"), act("b", "2001", occurrence="o"))
    (conflict,) = told.conflicts()
    shown = html(conflict).split("|")
    assert shown[:4] == ["Conflict: o", "accounts", "recognition:a, recognition:b", "contradicting-days"]
    assert conflict.differences == (("contradicting-days", shown[4]),)


def said(**fields: object) -> Statement:
    """Give a statement that claims something of recognitions of T by A."""
    given: dict[str, object] = {"quantifier": Quantifier.SOME, "move": RecognitionMove.RECOGNITION}
    made = Claim(**{**given, "targets": ("state:T",), **fields})  # type: ignore[arg-type]
    return Statement(id="statement:s", force=Force.ASSERT, claim=made)


def test_a_checked_claim_is_told_with_who_and_when() -> None:
    """The claim is told in words, whatever of it there is; then the acts, and what is missing."""
    found = history(act("a", "2000-01-01"), said()).check_claim("statement:s")
    assert found.explain().splitlines() == [
        "The claim (some: recognition of state:T) is borne out by the record.",
        "- recognition:a: recognition by state:A, on 2000-01-01",
    ]
    assert rich(found) == {"claim": said().claim, "truth": Truth.TRUE, "because": ["recognition:a"]}
    assert html(found) == "|".join(line.removeprefix("- ") for line in found.explain().splitlines())
    asked = said(
        quantifier=Quantifier.FIRST, actor="state:A", period=Period("2000/2010"), targets=("state:T", "state:B")
    )
    first = history(act("a", "2005-01-01"), asked).check_claim("statement:s")
    assert first.explain().startswith(
        "The claim (first: recognition of state:T or state:B by state:A in 2000/2010) is borne out by the record."
    )


def test_a_checked_claim_tells_its_gap_only_where_there_is_one() -> None:
    """What the record lacks is a field, and the last line of the explanation."""
    silent = history(said(quantifier=Quantifier.NONE)).check_claim("statement:s")
    assert rich(silent)["gap"] == silent.gap
    assert silent.explain().splitlines()[-1] == f"What the record lacks: {silent.gap}."
    found = history(act("a", "2000-01-01"), said()).check_claim("statement:s")
    assert found.gap is None
    assert "gap" not in rich(found)


def test_every_id_of_a_question_is_looked_up() -> None:
    """An id that is not in the dataset is refused wherever it stands in a question."""
    told = history()
    unknown = "state:NOWHERE"
    for ask in (
        lambda: told.standing(unknown, "state:T", on="2000"),
        lambda: told.standing("state:A", unknown, on="2000"),
        lambda: told.recognisers(unknown, on="2000"),
        lambda: told.recognised(unknown, on="2000"),
        lambda: told.government_of(unknown, by="state:A", on="2000"),
        lambda: told.government_of("state:T", by=unknown, on="2000"),
        lambda: told.relations(unknown, "state:A", on="2000"),
        lambda: told.relations("state:A", unknown, on="2000"),
        lambda: told.restrictions(unknown, on="2000"),
        lambda: told.restrictions(on="2000", by=unknown),
        lambda: told.timeline(unknown),
        lambda: told.first(unknown),
        lambda: told.check_claim(said(targets=(unknown,))),
        lambda: told.check_claim(said(quantifier=Quantifier.FIRST, actor=unknown)),
        lambda: told.check_claim(said(quantifier=Quantifier.ALL, actors=(unknown,))),
    ):
        with pytest.raises(UnknownIdError):
            ask()


def test_what_has_no_natural_capacity_needs_one() -> None:
    """An organisation is recognised as something that is to be said; the problem has its code."""
    told = history(act("a", "2000", target="organization:O", capacity=Capacity.BELLIGERENT))
    for ask in (
        lambda: told.standing("state:A", "organization:O", on="2001"),
        lambda: told.recognisers("organization:O", on="2001"),
        lambda: told.first("organization:O"),
    ):
        with pytest.raises(InvalidDataError) as caught:
            ask()
        assert [problem.code for problem in caught.value.problems] == ["capacity-mismatch"]
    as_what = told.recognisers("organization:O", on="2001", capacity=Capacity.BELLIGERENT)
    assert as_what.certain == {"state:A"}
    # Of all that an actor recognises, what has no natural capacity is found only if one is given.
    assert told.recognised("state:A", on="2001").possible == frozenset()
    assert told.recognised("state:A", on="2001", capacity=Capacity.BELLIGERENT).certain == {"organization:O"}


def test_a_statement_without_a_claim_is_refused_with_its_path() -> None:
    """The problem is a missing field, at the claim; so is that of a record which is no statement."""
    told = history(Statement(id="statement:s", force=Force.ASK))
    for name in ("statement:s", "state:A"):
        with pytest.raises(InvalidDataError) as caught:
            told.check_claim(name)
        assert [(problem.code, problem.path) for problem in caught.value.problems] == [("missing-field", "$.claim")]


def test_a_day_of_knowledge_is_one_day() -> None:
    """A date or its text will do; a month is no day as known on which an answer could be given."""
    assert History(Dataset(WORLD), known=date(2020, 1, 2)).known == date(2020, 1, 2)
    assert history(known="2020-01-02").known == date(2020, 1, 2)
    with pytest.raises(InvalidDataError) as caught:
        history(known="2020-01")
    assert [problem.code for problem in caught.value.problems] == ["bad-date"]


def test_a_restriction_lies_on_those_it_names_and_on_no_others() -> None:
    """Asked by target, by group and by imposer, a restriction is found by each of its own only."""
    ban = Restriction(
        id="restriction:r",
        imposer="state:A",
        targets=("government:T.g",),
        groups=("women",),
        domain=Domain.EDUCATION,
        measure=Measure.BAN,
        period=Period("2000-01-01/2000-12-31"),
    )
    told = history(ban)
    found = {"restriction:r"}
    assert told.restrictions("government:T.g", on="2000-01-01", group="women", by="state:A").certain == found
    assert told.restrictions("state:T", on="2000-06-01").possible == set()
    assert told.restrictions(on="2000-06-01", group="men").possible == set()
    assert told.restrictions(on="2000-06-01", by="state:B").possible == set()
    assert told.restrictions(on="2000-12-31").certain == found
    assert told.restrictions(on="2000").certain == found
    assert told.restrictions(on="2001-01-01").possible == set()
    assert told.restrictions(on="1999-12-31").possible == set()
    across = told.restrictions(on="[2000-12-31,2001-01-01]")
    assert (across.certain, across.possible) == (frozenset(), frozenset(found))


def test_a_restriction_of_accounts_that_disagree_on_whom_is_in_doubt() -> None:
    """Where only one account of a restriction names a target, it lies on that target possibly, not certainly."""
    one = Restriction(
        id="restriction:one",
        imposer="state:A",
        targets=("state:T",),
        domain=Domain.TRADE,
        measure=Measure.BAN,
        period=Period("2000-01-01/2000-12-31"),
        occurrence="o",
    )
    other = attrs.evolve(one, id="restriction:other", targets=("state:B",))
    told = history(one, other)
    lies = told.restrictions("state:T", on="2000-06-01")
    assert (lies.certain, lies.possible) == (frozenset(), frozenset({"restriction:one"}))
    assert told.restrictions(on="2000-06-01").certain == {"restriction:one", "restriction:other"}


def test_a_timeline_tells_each_sort_of_happening_in_a_few_words() -> None:
    """Each record that is shown says what happened, to or by whom."""
    ban = Restriction(
        id="restriction:r",
        imposer="government:T.g",
        targets=("state:T",),
        groups=("women",),
        domain=Domain.EDUCATION,
        measure=Measure.BAN,
        period=Period("2004-01-01/.."),
    )
    letter = DiplomaticAct(
        id="diplomatic:l",
        move=DiplomaticMove.LETTER_PRESENTED,
        sender="state:T",
        receiver="state:A",
        date=PartialDate("2003-01-01"),
    )
    told = history(
        Event(id="event:e", change=Change.TAKEOVER, state="state:T", date=PartialDate("2001-01-01")),
        ban,
        letter,
        Statement(
            id="statement:s", force=Force.DENY, speaker="state:A", about=("state:T",), date=PartialDate("2005-01-01")
        ),
        Statement(id="statement:n", force=Force.DENY, about=("state:T",), date=PartialDate("2006-01-01")),
    )
    assert [entry.what for entry in told.timeline("state:T")] == [
        "takeover: state:T",
        "government government:T.g in control",
        "letter-presented: state:T -> state:A",
        "ban (education) by government:T.g on state:T, women",
        "deny: state:A",
        "deny: nobody named",
    ]
    control = next(entry for entry in told.timeline("state:T") if entry.moment)
    assert (control.moment, control.earliest, control.latest) == ("start", date(2001, 2, 3), date(2001, 2, 3))


def test_a_timeline_keeps_to_what_can_have_been() -> None:
    """What has only a last day stands at that day; several happenings of one day are in the order of their keys."""
    told = history(
        act("b", "2000-01-01"),
        act("a", "2000-01-01", actor="state:B"),
        act("c", "[..1999-05-06]", actor="state:B"),
    )
    entries = told.timeline("state:T")
    told_of = [(entry.accounts, entry.earliest, entry.latest) for entry in entries if not entry.moment]
    assert told_of == [
        (("recognition:c",), None, date(1999, 5, 6)),
        (("recognition:a",), date(2000, 1, 1), date(2000, 1, 1)),
        (("recognition:b",), date(2000, 1, 1), date(2000, 1, 1)),
    ]


def test_the_first_is_certain_only_if_the_act_is() -> None:
    """A lone recogniser is the certain first, unless accounts disagree on whether it recognised at all."""
    assert history(act("a", "2000")).first("state:T").certain == {"state:A"}
    doubted = history(
        act("a", "2000", occurrence="o"),
        act("b", "2000", occurrence="o", move=RecognitionMove.REFUSAL),
    ).first("state:T")
    assert (doubted.certain, doubted.possible) == (frozenset(), frozenset({"state:A"}))


def test_who_begins_on_the_last_day_of_the_first_can_have_been_first() -> None:
    """An act that may have been on the last day on which the surest one was, is possible; a day later it is not."""
    sure = act("a", "2000-03")
    assert history(sure, act("b", "2000-03-31", actor="state:B")).first("state:T").possible == {"state:A", "state:B"}
    assert history(sure, act("b", "2000-04-01", actor="state:B")).first("state:T").possible == {"state:A"}


def test_standings_of_a_day_within_a_set_of_days() -> None:
    """Between two runs of days that an act allows, its standing is possible and not certain; after, it is certain."""
    told = history(act("a", "[2000-01-01,2000-01-05]"))
    standings = [set(told.standing("state:A", "state:T", on=date(2000, 1, day)).possible) for day in (1, 3, 5)]
    open_ = {Standing.NONE, Standing.RECOGNISED}
    assert standings == [open_, open_, {Standing.RECOGNISED}]


def test_a_period_of_one_day_has_a_start_and_an_end_on_it() -> None:
    """Both moments are entries of the timeline, on the one day."""
    ban = Restriction(
        id="restriction:r",
        imposer="state:A",
        targets=("state:T",),
        domain=Domain.TRADE,
        measure=Measure.BAN,
        period=Period("2000-01-01/2000-01-01"),
    )
    entries = [entry for entry in history(ban).timeline("state:T") if entry.accounts == ("restriction:r",)]
    assert {(entry.moment, entry.earliest, entry.latest) for entry in entries} == {
        (moment, date(2000, 1, 1), date(2000, 1, 1)) for moment in ("start", "end")
    }


def test_what_began_on_the_second_day_was_not_in_force_on_the_first() -> None:
    """A day without an earliest one may be the first of the calendar: what began later is not certainly in force."""
    ban = Restriction(
        id="restriction:r",
        imposer="state:A",
        targets=("state:T",),
        domain=Domain.TRADE,
        measure=Measure.BAN,
        period=Period("0001-01-02/.."),
    )
    told = history(ban)
    lies = told.restrictions(on="[..2000-06-01]")
    assert (lies.certain, lies.possible) == (frozenset(), frozenset({"restriction:r"}))
    always = history(attrs.evolve(ban, period=Period("../..")))
    assert always.restrictions(on="[..2000-06-01]").certain == {"restriction:r"}
    assert always.restrictions(on="[2000-06-01..]").certain == {"restriction:r"}


def test_relations_that_only_one_account_touches_are_in_doubt() -> None:
    """Of two accounts of one happening, one establishes relations and the other has talks only: they may not hold."""
    one = DiplomaticAct(
        id="diplomatic:one",
        move=DiplomaticMove.ESTABLISHMENT,
        parties=("state:A", "state:B"),
        date=PartialDate("1950-01-01"),
        occurrence="o",
    )
    other = attrs.evolve(one, id="diplomatic:other", move=DiplomaticMove.TALKS)
    answer = history(one, other).relations("state:B", "state:A", on="1951")
    assert {str(status) for status in answer.possible} == {"none", "held"}


def test_answers_are_made_by_name() -> None:
    """What an answer consists of is given by name only, so that its parts may be added to."""
    with pytest.raises(TypeError):
        Extent(frozenset(), frozenset())  # type: ignore[call-arg]
    make: Any = type(next(history(act("a", "2000-01-01")).segments()))
    with pytest.raises(TypeError):
        make("state:A", "state:T", Capacity.STATE, None, None, None, frozenset[Standing]())


def dealing(name: str, day: str, move: DiplomaticMove, level: Level | None = None) -> DiplomaticAct:
    """Give a dealing of A and B."""
    return DiplomaticAct(
        id=f"diplomatic:{name}", move=move, parties=("state:A", "state:B"), date=PartialDate(day), level=level
    )


def test_relations_respect_the_gaps_in_a_set_of_days() -> None:
    """Established on the first or the fifth, severed on the third: on the fourth they are severed for sure."""
    told = history(
        dealing("a", "[2000-01-01,2000-01-05]", DiplomaticMove.ESTABLISHMENT),
        dealing("b", "2000-01-03", DiplomaticMove.SEVERANCE),
    )
    held = [told.relations("state:A", "state:B", on=f"2000-01-0{day}").held for day in (2, 4, 5)]
    assert held == [Truth.UNKNOWN, Truth.FALSE, Truth.UNKNOWN]


def test_what_a_newer_producer_means_may_be_anything() -> None:
    """After a move of a newer version any status is possible; its levels may be any of those there are."""
    newer = dealing("a", "2000-01-01", DiplomaticMove.unlisted("re-opening"))
    assert len(history(newer).relations("state:A", "state:B", on="2001").possible) > 2
    raised = dealing("b", "2000-01-01", DiplomaticMove.UPGRADE, Level.unlisted("high-commission"))
    assert history(raised).relations("state:A", "state:B", on="2001").levels == {None, *Level}


def test_segments_of_a_set_without_an_end() -> None:
    """A recognition on one day or after another: nothing changes between, and it is never certain."""
    told = history(act("a", "[2000-01-01,2005-01-01..]"))
    runs = [(segment.start, segment.end, set(segment.possible)) for segment in told.segments()]
    open_ = {Standing.NONE, Standing.RECOGNISED}
    assert runs == [(None, date(1999, 12, 31), {Standing.NONE}), (date(2000, 1, 1), None, open_)]


def test_a_timeline_goes_to_the_last_day_of_the_calendar() -> None:
    """What happens on the last day there is, is told like anything else."""
    (entry,) = history(act("a", "9999-12-31", actor="state:B")).timeline("state:B")
    assert entry.earliest == date.max


def test_a_time_line_has_what_happened_to_its_subject_and_not_what_only_names_it() -> None:
    """What cites a source, or comes before or after an act, or corrects it, is no moment of that source or act."""
    cited = (Citation(source="source:s"),)
    first = act("first", "2001-01-01", citations=cited)
    beside = [
        act("after", "2001-01-02", after=("recognition:first",)),
        act("before", "2000-12-31", before=("recognition:first",)),
        act("new", "2001-01-03", supersedes=("recognition:old",)),
        act("old", "2001-01-04"),
    ]
    told = History(Dataset([*WORLD, first, *beside]))
    assert told.timeline("source:s") == ()
    assert [entry.accounts for entry in told.timeline("recognition:first")] == [("recognition:first",)]
    assert told.timeline("recognition:old") == ()
    assert [entry.accounts[0] for entry in told.timeline("state:T")][:2] == ["recognition:before", "recognition:first"]
