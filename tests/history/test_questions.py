"""The questions of a history on small worlds, with answers worked out by hand."""

from collections.abc import Callable, Sequence
from datetime import date

import attrs
import pytest

from recognition import (
    AccountRule,
    Capacity,
    Citation,
    Claim,
    Dataset,
    Degree,
    DiplomaticAct,
    DiplomaticMove,
    Domain,
    Force,
    Government,
    History,
    InvalidDataError,
    Level,
    Measure,
    Membership,
    PartialDate,
    Period,
    Policy,
    Quantifier,
    Rank,
    RecognitionAct,
    RecognitionMove,
    Record,
    RelationStatus,
    Restriction,
    Source,
    Standing,
    State,
    Statement,
    Truth,
    UnknownIdError,
)
from recognition.dataset.order import day_of
from tests.history.making import act

UN_MEMBER = (Membership(system="un", period=Period("1945/..")),)
WORLD: list[Record] = [
    State(id="state:A", name="A", memberships=UN_MEMBER),
    State(id="state:B", name="B", memberships=UN_MEMBER),
    State(id="state:C", name="C"),
    State(id="state:T", name="T"),
    Government(id="government:T.old", name="old", state="state:T"),
    Government(id="government:T.new", name="new", state="state:T"),
    Source(id="source:early", title="early", published=PartialDate("2001-01-10")),
    Source(id="source:late", title="late", published=PartialDate("2010")),
]


def of_government(name: str, day: str | None, target: str = "government:T.new", **fields: object) -> RecognitionAct:
    """Give an act of A recognising a government of T."""
    return act(name, day, target=target, capacity=Capacity.GOVERNMENT, **fields)


def history(*records: Record, known: str | None = None, policy: Policy | None = None) -> History:
    """Give the history of the world with more records."""
    return History(Dataset([*WORLD, *records]), known=known, policy=policy)


def test_nothing_on_record_is_none_and_not_unknown() -> None:
    """Without an act the standing is certainly none: the record is silent, which is no refusal."""
    answer = history().standing("state:A", "state:T", on="2000")
    assert answer.certain is Standing.NONE
    assert answer.recognised is Truth.FALSE
    assert answer.because == ()


def test_effect_counts_and_not_the_announcement() -> None:
    """An act announced on one day and effective on another has no effect between the two."""
    told = history(act("a", "2024-05-22", effective=PartialDate("2024-05-28")))
    assert told.standing("state:A", "state:T", on="2024-05-27").certain is Standing.NONE
    assert told.standing("state:A", "state:T", on="2024-05-28").certain is Standing.RECOGNISED


@pytest.mark.parametrize(
    ("move", "standing"),
    [
        (RecognitionMove.ACKNOWLEDGEMENT, Standing.ACKNOWLEDGED),
        (RecognitionMove.WITHHOLDING, Standing.WITHHELD),
        (RecognitionMove.REFUSAL, Standing.REFUSED),
        (RecognitionMove.SUSPENSION, Standing.SUSPENDED),
        (RecognitionMove.WITHDRAWAL, Standing.WITHDRAWN),
        (RecognitionMove.REAFFIRMATION, Standing.RECOGNISED),
        (RecognitionMove.RESUMPTION, Standing.RECOGNISED),
        (RecognitionMove.REQUEST, Standing.RECOGNISED),
    ],
)
def test_each_move_gives_its_standing(move: RecognitionMove, standing: Standing) -> None:
    """After a recognition, each move gives the standing of its name; a request leaves it as it was."""
    told = history(act("a", "2000-01-01"), act("b", "2001-01-01", move=move))
    assert told.standing("state:A", "state:T", on="2002-01-01").certain is standing


def test_a_partial_day_asks_about_every_day_in_it() -> None:
    """Asked about a year in which recognition came, both standings are possible."""
    told = history(act("a", "2000-06-01"))
    assert told.standing("state:A", "state:T", on="2000").possible == {Standing.NONE, Standing.RECOGNISED}
    assert told.standing("state:A", "state:T", on=PartialDate("2000-05")).certain is Standing.NONE
    assert told.standing("state:A", "state:T", on="[2000-06-01..]").certain is Standing.RECOGNISED


def test_a_gap_in_a_set_of_days_is_respected() -> None:
    """An act on one of two days, and a withdrawal between them: after the second day both orders are possible."""
    told = history(act("a", "[2000-01-01,2000-01-10]"), act("b", "2000-01-05", move=RecognitionMove.WITHDRAWAL))
    on = {day: told.standing("state:A", "state:T", on=f"2000-01-{day:02}").possible for day in (4, 5, 7, 10)}
    assert on[4] == {Standing.NONE, Standing.RECOGNISED}
    assert on[5] == on[7] == {Standing.WITHDRAWN}
    assert on[10] == {Standing.WITHDRAWN, Standing.RECOGNISED}


def test_an_edge_orders_acts_of_one_day() -> None:
    """On one day either order is possible, unless an edge says which act came first."""
    first, second = act("a", "2000-01-01"), act("b", "2000-01-01", move=RecognitionMove.WITHDRAWAL)
    on = "2000-01-01"
    assert len(history(first, second).standing("state:A", "state:T", on=on).possible) == 2
    ordered = attrs.evolve(second, after=("recognition:a",))
    assert history(first, ordered).standing("state:A", "state:T", on=on).certain is Standing.WITHDRAWN


def test_an_edge_through_another_pair_orders_too() -> None:
    """A comes before an act of another pair, and that before B: then A is not after B."""
    told = history(
        act("a", "2000-01-01"),
        act("x", "2000-01-01", actor="state:B", after=("recognition:a",)),
        act("b", "2000-01-01", move=RecognitionMove.WITHDRAWAL, after=("recognition:x",)),
    )
    assert told.standing("state:A", "state:T", on="2000-01-01").certain is Standing.WITHDRAWN


def test_the_end_of_a_restriction_bounds_an_act() -> None:
    """An undated act after a ban's end is not before the first day on which the ban can have ended."""
    ban = Restriction(
        id="restriction:ban",
        imposer="state:A",
        targets=("government:T.new",),
        domain=Domain.PROSCRIPTION,
        measure=Measure.BAN,
        period=Period("/2024-04"),
    )
    told = history(ban, act("a", None, after=("restriction:ban@end",)))
    assert told.standing("state:A", "state:T", on="2024-03-31").certain is Standing.NONE
    answer = told.standing("state:A", "state:T", on="2024-04-01")
    assert answer.recognised is Truth.UNKNOWN
    assert "after restriction:ban@end" in answer.explain()
    assert "not before 2024-04-01" in answer.explain()


def test_recognising_a_government_presupposes_recognising_its_state() -> None:
    """The recognition of a government implies that of its state, marked as implied, unless the policy is not to."""
    record = of_government("a", "2000-01-01")
    answer = history(record).standing("state:A", "state:T", on="2001-01-01")
    assert answer.certain is Standing.RECOGNISED
    assert answer.because == ("recognition:a",)
    assert "implied" in answer.explain()
    plain = history(record, policy=Policy(implied=False))
    assert plain.standing("state:A", "state:T", on="2001-01-01").certain is Standing.NONE
    assert plain.standing("state:A", "government:T.new", on="2001-01-01").certain is Standing.RECOGNISED


def test_a_sole_rival_ends_recognition_only_where_it_stood() -> None:
    """Recognising the new government as sole withdraws recognition of the old one, and does nothing before it."""
    told = history(
        of_government("old", "1950-01-01", "government:T.old"), of_government("new", "1979-01-01", sole=True)
    )
    assert told.standing("state:A", "government:T.old", on="1978-12-31").certain is Standing.RECOGNISED
    assert told.standing("state:A", "government:T.old", on="1979-01-01").certain is Standing.WITHDRAWN
    assert told.government_of("state:T", by="state:A", on="1980-01-01").certain == {"government:T.new"}
    never = history(of_government("new", "1979-01-01", sole=True))
    assert never.standing("state:A", "government:T.old", on="1980-01-01").certain is Standing.NONE


def test_a_sole_rival_of_uncertain_order_leaves_every_outcome_open() -> None:
    """If the old government was recognised in the year of the switch, it may have been before or after it."""
    told = history(of_government("old", "1979", "government:T.old"), of_government("new", "1979-07-01", sole=True))
    assert told.standing("state:A", "government:T.old", on="1979-08-01").possible == {
        Standing.NONE,
        Standing.RECOGNISED,
        Standing.WITHDRAWN,
    }
    assert told.standing("state:A", "government:T.old", on="1980-01-01").possible == {
        Standing.RECOGNISED,
        Standing.WITHDRAWN,
    }


def test_what_precedes_a_sole_rival_is_not_skipped_on_the_way_to_it() -> None:
    """A refusal comes before the switch: whenever the switch was, it found no recognition left to end."""
    told = history(
        of_government("old", "1999-12-31", "government:T.old"),
        of_government("no", "2000-01", "government:T.old", move=RecognitionMove.REFUSAL, before=("recognition:new",)),
        of_government("new", "2000-01", sole=True),
    )
    assert told.standing("state:A", "government:T.old", on="2000-01-15").possible == {
        Standing.RECOGNISED,
        Standing.REFUSED,
    }


def test_what_follows_a_sole_rival_on_its_day_undoes_it() -> None:
    """All on one day, and the old government reaffirmed after the switch: it is recognised at the end of it."""
    told = history(
        of_government("old", "2000-01-01", "government:T.old"),
        of_government("new", "2000-01-01", sole=True),
        of_government(
            "again",
            "2000-01-01",
            "government:T.old",
            move=RecognitionMove.REAFFIRMATION,
            after=("recognition:new",),
        ),
    )
    assert told.standing("state:A", "government:T.old", on="2000-01-01").certain is Standing.RECOGNISED


def test_relations_and_credentials_imply_recognition_of_the_sender() -> None:
    """Establishing relations recognises both ways; accepting credentials recognises the sender alone."""
    relations = DiplomaticAct(
        id="diplomatic:r",
        move=DiplomaticMove.ESTABLISHMENT,
        parties=("state:A", "state:T"),
        date=PartialDate("2000-01-01"),
    )
    told = history(relations)
    assert told.standing("state:A", "state:T", on="2000-01-01").recognised is Truth.TRUE
    assert told.standing("state:T", "state:A", on="2000-01-01").recognised is Truth.TRUE
    letter = DiplomaticAct(
        id="diplomatic:l",
        move=DiplomaticMove.ACCEPTANCE,
        sender="government:T.new",
        receiver="state:A",
        date=PartialDate("2000-01-01"),
    )
    told = history(letter)
    assert told.standing("state:A", "government:T.new", on="2000-01-01").recognised is Truth.TRUE
    assert told.standing("state:A", "state:T", on="2000-01-01").recognised is Truth.TRUE
    assert "state:A" not in told.recognised("state:T", on="2000-01-01").possible
    copies = history(attrs.evolve(letter, move=DiplomaticMove.COPIES_PRESENTED))
    assert copies.standing("state:A", "government:T.new", on="2000-01-01").recognised is Truth.FALSE


def test_severing_relations_withdraws_no_recognition() -> None:
    """After a break of relations the state is recognised as before, and the relations are severed."""
    told = history(
        act("a", "1990-01-01"),
        DiplomaticAct(
            id="diplomatic:cut",
            move=DiplomaticMove.SEVERANCE,
            parties=("state:A", "state:T"),
            level=Level.NONE,
            date=PartialDate("2000-01-01"),
        ),
    )
    assert told.standing("state:A", "state:T", on="2001-01-01").recognised is Truth.TRUE
    answer = told.relations("state:T", "state:A", on="2001-01-01")
    assert answer.certain is RelationStatus.SEVERED
    assert answer.held is Truth.FALSE
    assert answer.level is Level.NONE
    assert "severance" in answer.explain()


def test_relations_have_a_level_that_may_be_in_doubt() -> None:
    """An upgrade in a year of which the month is not known leaves two levels possible within that year."""
    opened = DiplomaticAct(
        id="diplomatic:open",
        move=DiplomaticMove.ESTABLISHMENT,
        parties=("state:A", "state:B"),
        level=Level.CHARGE,
        date=PartialDate("1950-01-01"),
    )
    raised = attrs.evolve(
        opened,
        id="diplomatic:up",
        move=DiplomaticMove.UPGRADE,
        level=Level.AMBASSADOR,
        date=PartialDate("1960"),
    )
    told = history(opened, raised)
    assert told.relations("state:A", "state:B", on="1949-12-31").certain is RelationStatus.NONE
    assert told.relations("state:A", "state:B", on="1955-01-01").level is Level.CHARGE
    answer = told.relations("state:A", "state:B", on="1960-06-01")
    assert answer.levels == {Level.CHARGE, Level.AMBASSADOR}
    assert answer.level is None
    assert answer.held is Truth.TRUE
    assert told.relations("state:A", "state:B", on="1961-01-01").level is Level.AMBASSADOR


def test_restrictions_in_force_are_certain_or_possible() -> None:
    """A restriction with an unknown end is certain on its first day, and possible on each later one."""
    schools = Restriction(
        id="restriction:schools",
        imposer="government:T.new",
        groups=("girls",),
        domain=Domain.EDUCATION,
        measure=Measure.BAN,
        period=Period("2021-09-01/"),
    )
    jobs = attrs.evolve(schools, id="restriction:jobs", groups=("women",), period=Period("2021-12/.."))
    told = history(schools, jobs)
    assert told.restrictions(on="2021-08-31").possible == frozenset()
    assert told.restrictions(on="2021-09-01").certain == {"restriction:schools"}
    later = told.restrictions(on="2022-01-01", by="government:T.new")
    assert later.certain == {"restriction:jobs"}
    assert later.doubtful == {"restriction:schools"}
    assert told.restrictions(on="2022-01-01", group="girls").possible == {"restriction:schools"}
    assert told.restrictions("state:A", on="2022-01-01").possible == frozenset()


def test_first_recogniser_is_certain_only_where_dates_or_edges_say_so() -> None:
    """Two recognitions in one year leave both possible, until an edge orders them."""
    one, two = act("a", "2000"), act("b", "2000", actor="state:B")
    late = act("c", "2001-01-01", actor="state:C")
    assert history(one, two, late).first("state:T").possible == {"state:A", "state:B"}
    ordered = history(one, attrs.evolve(two, after=("recognition:a",)), late).first("state:T")
    assert ordered.certain == ordered.possible == {"state:A"}
    assert history().first("state:T").possible == frozenset()


def test_recognisers_and_recognised_are_sets_with_doubt() -> None:
    """Those who recognise for sure, and those who may."""
    told = history(act("a", "2000-01-01"), act("b", "2000", actor="state:B"))
    extent = told.recognisers("state:T", on="2000-06-01")
    assert extent.certain == {"state:A"}
    assert extent.possible == {"state:A", "state:B"}
    assert extent.truth("state:B") is Truth.UNKNOWN
    assert extent.truth("state:C") is Truth.FALSE
    assert told.recognised("state:B", on="2001-01-01").certain == {"state:T"}


def test_title_is_of_a_land() -> None:
    """A title is recognised concerning one land, and not concerning another."""
    title = act("a", "2020-12-10", target="state:B", capacity=Capacity.TITLE, concerning="state:C")
    told = history(title)
    asked = {"on": "2021-01-01", "capacity": Capacity.TITLE}
    assert told.standing("state:A", "state:B", concerning="state:C", **asked).recognised is Truth.TRUE  # type: ignore[arg-type]
    assert told.standing("state:A", "state:B", concerning="state:T", **asked).recognised is Truth.FALSE  # type: ignore[arg-type]
    assert told.standing("state:A", "state:B", on="2021-01-01").recognised is Truth.FALSE


def test_titles_to_several_lands_do_not_hide_each_other() -> None:
    """Title to one land recognised and to another withheld: the actor recognises a title, of the first land."""
    told = history(
        act("g", "2019", target="state:B", capacity=Capacity.TITLE, concerning="state:C"),
        act(
            "w",
            "2018",
            target="state:B",
            capacity=Capacity.TITLE,
            concerning="state:T",
            move=RecognitionMove.WITHHOLDING,
        ),
    )
    asked = {"on": "2021-01-01", "capacity": Capacity.TITLE}
    assert told.recognisers("state:B", **asked).certain == {"state:A"}  # type: ignore[arg-type]
    assert told.recognisers("state:B", concerning="state:C", **asked).certain == {"state:A"}  # type: ignore[arg-type]
    assert told.recognisers("state:B", concerning="state:T", **asked).possible == frozenset()  # type: ignore[arg-type]
    assert told.recognised("state:A", **asked).certain == {"state:B"}  # type: ignore[arg-type]
    assert told.first("state:B", capacity=Capacity.TITLE, concerning="state:C").certain == {"state:A"}


def test_unknown_ids_are_named_with_near_ones() -> None:
    """An id that is not there raises, and never answers none."""
    with pytest.raises(UnknownIdError, match="state:A"):
        history().standing("state:AA", "state:T", on="2000-01-01")
    asks: tuple[Callable[[History], object], ...] = (
        lambda told: told.recognisers("state:X", on="2000"),
        lambda told: told.recognised("state:X", on="2000"),
        lambda told: told.government_of("state:X", by="state:A", on="2000"),
        lambda told: told.relations("state:A", "state:X", on="2000"),
        lambda told: told.restrictions("state:X", on="2000"),
        lambda told: told.timeline("state:X"),
        lambda told: told.first("state:X"),
    )
    for ask in asks:
        with pytest.raises(UnknownIdError):
            ask(history())


def test_a_day_that_is_none_is_refused() -> None:
    """Text that is no date, and a target with no natural capacity, are refused with their codes."""
    with pytest.raises(InvalidDataError) as caught:
        history().standing("state:A", "state:T", on="2000-13-01")
    assert caught.value.problems[0].code == "bad-date"
    with pytest.raises(InvalidDataError) as caught:
        history(known="2000-05")
    assert caught.value.problems[0].code == "bad-date"


def test_known_by_record_time_then_by_publication_then_always() -> None:
    """A record counts from the day it was recorded; failing that, once a source was certainly published."""
    recorded = act("a", "2000-01-01", recorded=PartialDate("2005-03"))
    assert history(recorded, known="2005-03-30").standing("state:A", "state:T", on="2006").certain is Standing.NONE
    assert history(recorded, known="2005-03-31").standing("state:A", "state:T", on="2006").recognised is Truth.TRUE
    both = (Citation(source="source:late"), Citation(source="source:early"))
    published = act("a", "2000-01-01", citations=both)
    assert history(published, known="2001-01-09").standing("state:A", "state:T", on="2006").certain is Standing.NONE
    assert history(published, known="2001-01-10").standing("state:A", "state:T", on="2006").recognised is Truth.TRUE
    assert history(act("a", "2000-01-01"), known="1900-01-01").standing("state:A", "state:T", on="2006").because


def test_a_correction_counts_from_the_day_it_is_known() -> None:
    """Until the correction is recorded, the record it supersedes is what is known."""
    wrong = act("a", "2000-01-01", recorded=PartialDate("2001-01-01"))
    right = act("b", "1999-01-01", recorded=PartialDate("2002-01-01"), supersedes=("recognition:a",))
    on = "1999-06-01"
    assert history(wrong, right, known="2001-06-01").standing("state:A", "state:T", on=on).certain is Standing.NONE
    now = history(wrong, right).standing("state:A", "state:T", on=on)
    assert now.certain is Standing.RECOGNISED
    assert now.because == ("recognition:b",)


def accounts() -> tuple[RecognitionAct, RecognitionAct, RecognitionAct]:
    """Give three accounts of one act: preferred, normal, deprecated."""
    shared = {"occurrence": "act"}
    return (
        act("p", "2000-03-01", rank=Rank.PREFERRED, citations=(Citation(source="source:late"),), **shared),
        act("n", "2000-02-01", citations=(Citation(source="source:early"),), **shared),
        act("d", "2000-01-01", rank=Rank.DEPRECATED, **shared),
    )


def test_named_policies_choose_among_accounts() -> None:
    """Preferred goes by rank, every-account by all, earliest-report by publication, only by source."""
    told = accounts()

    def on(day: str, policy: Policy) -> frozenset[Standing]:
        return history(*told, policy=policy).standing("state:A", "state:T", on=day).possible

    none, recognised = frozenset({Standing.NONE}), frozenset({Standing.RECOGNISED})
    assert on("2000-02-29", Policy()) == none
    assert on("2000-03-01", Policy()) == recognised
    assert on("2000-01-15", Policy.named("every-account")) == none | recognised
    assert on("2000-03-01", Policy.named("every-account")) == recognised
    assert on("2000-01-31", Policy.named("earliest-report")) == none
    assert on("2000-02-01", Policy.named("earliest-report")) == recognised
    assert on("2000-02-01", Policy.only("source:early")) == recognised
    assert on("2000-02-29", Policy.only("source:late")) == none
    with pytest.raises(UnknownIdError, match="preferred"):
        Policy.named("preffered")
    assert history(*told, policy=Policy.only("source:early")).standing("state:A", "state:T", on="2001").policy == (
        "only source:early"
    )


def test_deprecated_accounts_count_if_nothing_else_is_left() -> None:
    """Of accounts that are all deprecated, all count."""
    one, two = (
        act("a", "2000-01-01", occurrence="x", rank=Rank.DEPRECATED),
        act("b", "2000-01-05", occurrence="x", rank=Rank.DEPRECATED),
    )
    assert len(history(one, two).standing("state:A", "state:T", on="2000-01-03").possible) == 2


def test_accounts_that_disagree_on_whom_leave_each_pair_in_doubt() -> None:
    """One account has A recognise T, the other B: each may have been the other."""
    told = history(act("a", "2000-01-01", occurrence="x"), act("b", "2000-01-01", occurrence="x", actor="state:B"))
    for actor in ("state:A", "state:B"):
        possible = told.standing(actor, "state:T", on="2001-01-01").possible
        assert possible == {Standing.NONE, Standing.RECOGNISED}
    extent = told.recognisers("state:T", on="2001-01-01")
    assert extent.certain == frozenset()


def test_a_rule_of_ones_own_is_used() -> None:
    """A subclass of AccountRule chooses the accounts, and answers carry its name."""

    @attrs.frozen
    class Latest(AccountRule):
        name: str = "latest-day"

        def choose(self, accounts: Sequence[Record], dataset: Dataset) -> list[Record]:  # noqa: ARG002
            return [max(accounts, key=lambda account: day_of(account).sort_key)]  # type: ignore[union-attr]

    answer = history(*accounts(), policy=Policy(accounts=Latest())).standing("state:A", "state:T", on="2000-02-15")
    assert answer.certain is Standing.NONE
    assert answer.policy == "latest-day"


def test_an_edge_to_an_account_set_aside_means_the_one_that_stands() -> None:
    """The act is after the happening, on the day that its preferred account gives."""
    preferred = act("p", "2000-03-01", actor="state:B", occurrence="x", rank=Rank.PREFERRED)
    aside = act("n", "2000-01-01", actor="state:B", occurrence="x")
    told = history(preferred, aside, act("a", None, after=("recognition:n",)))
    assert told.standing("state:A", "state:T", on="2000-02-01").certain is Standing.NONE
    assert told.standing("state:A", "state:T", on="2000-03-01").recognised is Truth.UNKNOWN


def test_an_edge_to_a_corrected_record_means_its_correction() -> None:
    """The act is after what the correction says, and by what was known before it, after what it corrects."""
    wrong = act("w", "2000-01-01", actor="state:B", recorded=PartialDate("2001-01-01"))
    right = act("r", "2000-03-01", actor="state:B", recorded=PartialDate("2002-01-01"), supersedes=("recognition:w",))
    later = act("a", None, after=("recognition:w",))
    on = "2000-02-01"
    assert history(wrong, right, later).standing("state:A", "state:T", on=on).certain is Standing.NONE
    then = history(wrong, right, later, known="2001-06-01")
    assert then.standing("state:A", "state:T", on=on).recognised is Truth.UNKNOWN


def test_a_correction_that_the_policy_leaves_out_corrects_all_the_same() -> None:
    """By the word of the corrected source alone nothing is left, and an edge to the record orders nothing."""
    early, late = (Citation(source="source:early"),), (Citation(source="source:late"),)
    wrong = act("w", "2000-01-01", citations=early)
    right = act("r", "2000-03-01", citations=late, supersedes=("recognition:w",))
    later = act("a", "[..2000-02-15]", actor="state:B", citations=early, after=("recognition:w",))
    told = history(wrong, right, later, policy=Policy.only("source:early"))
    assert told.standing("state:A", "state:T", on="2000-06-01").certain is Standing.NONE
    assert told.standing("state:B", "state:T", on="1999-06-01").recognised is Truth.UNKNOWN


def test_what_only_one_of_two_accounts_says_of_order_binds_that_account_alone() -> None:
    """One account puts the act after a day, the other says nothing: it may have been before."""
    told = history(
        act("x", "2000-06-01", actor="state:B"),
        act("a", None, occurrence="y", after=("recognition:x",)),
        act("b", None, occurrence="y"),
    )
    assert told.standing("state:A", "state:T", on="2000-01-01").recognised is Truth.UNKNOWN


def test_accounts_that_order_in_a_circle_order_nothing() -> None:
    """Two happenings, each put before the other by an account of it: the answer is open, not an error."""
    told = history(
        act("a1", None, occurrence="a", before=("recognition:b1",)),
        act("b1", None, occurrence="b", move=RecognitionMove.WITHDRAWAL),
        act(
            "b2", None, occurrence="b", move=RecognitionMove.WITHDRAWAL, before=("recognition:a2",), rank=Rank.PREFERRED
        ),
        act("a2", None, occurrence="a"),
    )
    assert told.standing("state:A", "state:T", on="2000").possible == {
        Standing.NONE,
        Standing.RECOGNISED,
        Standing.WITHDRAWN,
    }


def test_degree_is_given_where_certain() -> None:
    """The degree of the one act that decides; none where the standing or the acts are in doubt."""
    told = history(act("a", "2000-01-01", degree=Degree.DE_FACTO), act("b", "2005", degree=Degree.DE_JURE))
    assert told.standing("state:A", "state:T", on="2001-01-01").degree is Degree.DE_FACTO
    assert told.standing("state:A", "state:T", on="2005-06-01").degree is None
    assert told.standing("state:A", "state:T", on="2006-01-01").degree is Degree.DE_JURE
    assert told.standing("state:A", "state:T", on="1999-01-01").degree is None


def test_segments_tile_the_line() -> None:
    """The runs of a pair begin without a bound, end without one, and leave no day out."""
    told = history(act("a", "2000"), act("b", "2010-05-01", move=RecognitionMove.WITHDRAWAL))
    runs = [(s.start, s.end, set(s.possible)) for s in told.segments() if s.target == "state:T"]
    none, recognised, withdrawn = Standing.NONE, Standing.RECOGNISED, Standing.WITHDRAWN
    assert runs == [
        (None, date(1999, 12, 31), {none}),
        (date(2000, 1, 1), date(2000, 12, 30), {none, recognised}),
        (date(2000, 12, 31), date(2010, 4, 30), {recognised}),
        (date(2010, 5, 1), None, {withdrawn}),
    ]


def test_an_undated_act_is_never_certain() -> None:
    """An act with no date may be later than any day asked about, the last of the calendar included."""
    told = history(act("a", None))
    assert told.standing("state:A", "state:T", on=date.max).recognised is Truth.UNKNOWN
    assert [(s.start, s.end) for s in told.segments()] == [(None, None)]


def test_timeline_is_in_order_with_bounds() -> None:
    """Entries come by their first day, those without one last; accounts of one happening are one entry."""
    told = history(*accounts(), act("u", None, actor="state:B"), act("e", "1999", actor="state:C"))
    lines = [str(entry) for entry in told.timeline("state:T")]
    assert lines == [
        "1999-01-01..1999-12-31: recognition: state:C -> state:T as state [recognition:e]",
        "2000-03-01: recognition: state:A -> state:T as state [recognition:p]",
        "undated: recognition: state:B -> state:T as state [recognition:u]",
    ]


def test_conflicts_name_accounts_and_those_that_count() -> None:
    """A contradicted occurrence is given with all its accounts, and those that the policy goes by."""
    (conflict,) = history(*accounts()).conflicts()
    assert conflict.occurrence == "act"
    assert set(conflict.accounts) == {"recognition:p", "recognition:n", "recognition:d"}
    assert conflict.counted == ("recognition:p",)
    assert [code for code, _ in conflict.differences] == ["contradicting-days"]


def test_answers_show_themselves() -> None:
    """The repr is a line, the explanation cites, and the HTML is escaped."""
    record = act("a", "2000-01-01", citations=(Citation(source="source:early", locator="p. 3 <b>"),))
    answer = history(record).standing("state:A", "state:T", on="2000-01-01")
    assert repr(answer) == "<Answer state:A -> state:T as state on 2000-01-01: recognised>"
    assert "[source:early p. 3 <b>]" in answer.explain()
    assert "p. 3 &lt;b&gt;" in answer._repr_html_()
    assert "History of 9 records" in repr(history(record))


def claim(quantifier: Quantifier, **fields: object) -> Statement:
    """Give a statement that claims something of recognitions of T."""
    made = Claim(
        quantifier=quantifier,
        move=RecognitionMove.RECOGNITION,
        targets=("state:T",),
        **fields,  # type: ignore[arg-type]
    )
    return Statement(id="statement:s", force=Force.ASSERT, claim=made)


@pytest.mark.parametrize(
    ("said", "days", "truth"),
    [
        (claim(Quantifier.NONE), {}, Truth.TRUE),
        (claim(Quantifier.NONE), {"A": "2000"}, Truth.FALSE),
        (claim(Quantifier.NONE, period=Period("2000/2000")), {"A": "2000"}, Truth.UNKNOWN),
        (claim(Quantifier.NONE, period=Period("2000-01-01/2000-12-31")), {"A": "2000"}, Truth.FALSE),
        (claim(Quantifier.NONE, period=Period("2000-07-01/..")), {"A": "2000"}, Truth.UNKNOWN),
        (claim(Quantifier.NONE, period=Period("2001-01-01/..")), {"A": "2000"}, Truth.TRUE),
        (claim(Quantifier.SOME), {}, Truth.FALSE),
        (claim(Quantifier.SOME, capacity=Capacity.TITLE), {"A": "2000"}, Truth.FALSE),
        (claim(Quantifier.SOME, members_of="un"), {"C": "2000"}, Truth.FALSE),
        (claim(Quantifier.SOME, members_of="un"), {"A": "2000"}, Truth.TRUE),
        (claim(Quantifier.ALL, members_of="un"), {"A": "2000"}, Truth.FALSE),
        (claim(Quantifier.ALL, members_of="un"), {"A": "2000", "B": "2001"}, Truth.TRUE),
        (claim(Quantifier.ALL, actors=("state:C",)), {"C": "2001"}, Truth.TRUE),
        (claim(Quantifier.ONLY, actor="state:A"), {"A": "2000"}, Truth.TRUE),
        (claim(Quantifier.ONLY, actor="state:A"), {"A": "2000", "B": "2000"}, Truth.FALSE),
        (claim(Quantifier.FIRST, actor="state:A"), {"A": "2000", "B": "2001"}, Truth.TRUE),
        (claim(Quantifier.FIRST, actor="state:A"), {"A": "2000", "B": "2000"}, Truth.UNKNOWN),
        (claim(Quantifier.FIRST, actor="state:A"), {"A": "2000", "B": "1999"}, Truth.FALSE),
        (claim(Quantifier.FIRST, actor="state:A"), {"B": "1999"}, Truth.FALSE),
        (
            claim(Quantifier.FIRST, actor="state:A", period=Period("2000-01-01/..")),
            {"A": "2000", "B": "1999"},
            Truth.TRUE,
        ),
    ],
)
def test_claims_are_checked_against_the_record(said: Statement, days: dict[str, str], truth: Truth) -> None:
    """Each quantifier is borne out, refuted or left open by the acts on record."""
    acts = [act(f"a{name}", day, actor=f"state:{name}") for name, day in days.items()]
    told = history(said, *acts)
    result = told.check_claim("statement:s")
    assert result.truth is truth
    assert told.check_claim(said) == result
    assert said.id not in result.explain()


def test_a_refuted_claim_names_its_counter_example_and_an_unfounded_one_its_gap() -> None:
    """The counter-example is cited; where the record has no such act, that is said."""
    refuted = history(claim(Quantifier.NONE), act("a", "2000")).check_claim("statement:s")
    assert refuted.because == ("recognition:a",)
    assert "refuted" in refuted.explain()
    silent = history(claim(Quantifier.NONE)).check_claim("statement:s")
    assert silent.gap is not None
    with pytest.raises(InvalidDataError):
        history(Statement(id="statement:s", force=Force.ASK)).check_claim("statement:s")
