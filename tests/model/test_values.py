"""What the values of the model are called and come to: they are written into files, so they are stable.

The expected values were written down from the documentation and from the schemes that it names.
"""

import re
import typing
from datetime import date, datetime

import pytest

from recognition import (
    Allen,
    Capacity,
    Claim,
    Code,
    Degree,
    DiplomaticAct,
    DiplomaticMove,
    InvalidDataError,
    Membership,
    PartialDate,
    Period,
    Precision,
    Quantifier,
    RecognitionAct,
    RecognitionMove,
    Restriction,
    Truth,
)
from recognition.model import dates, text
from recognition.model.dates import MONTHS
from recognition.model.shape import fields_of
from recognition.model.text import Form, Hexadecimal, Ref, Words
from recognition.model.vocabulary import VOCABULARIES, Alignment, Domain, Match, Measure, OrganizationType, Term


def paths(raising: typing.Any, **fields: object) -> list[tuple[str, str]]:
    """Give the codes and paths of the problems for which values are refused."""
    with pytest.raises(InvalidDataError) as caught:
        raising(**fields)
    return sorted((problem.code, problem.path) for problem in caught.value.problems)


def test_names_of_units_and_matches() -> None:
    """What a date's digits reach down to, and how a term goes with another scheme's."""
    assert [*Precision] == ["day", "month", "season", "year", "decade", "century", "set"]
    assert [*Match] == ["exact", "close", "broad", "narrow"]


def test_names_of_relations() -> None:
    """The thirteen relations have the names that J. F. Allen gave them in 1983, each one's inverse at its place."""
    seven = ["before", "meets", "overlaps", "starts", "during", "finishes", "equals"]
    inverse = ["finished-by", "contains", "started-by", "overlapped-by", "met-by", "after"]
    assert [*Allen] == seven + inverse
    assert [relation.inverse for relation in Allen] == [*Allen][::-1]


def test_months() -> None:
    """The months are those of the English calendar."""
    first, last = "January February March April May June", "July August September October November December"
    assert list(MONTHS) == f"{first} {last}".split()


def test_truth_has_three_values_in_order() -> None:
    """They are three, in Kleene's order; of plain bools there are two, and of none there is the neutral one."""
    assert [truth.value for truth in (Truth.FALSE, Truth.UNKNOWN, Truth.TRUE)] == [0, 1, 2]
    assert (Truth.of(value=True), Truth.of(value=False)) == (Truth.TRUE, Truth.FALSE)
    assert (Truth.all([]), Truth.any([])) == (Truth.TRUE, Truth.FALSE)
    assert Truth.all([Truth.TRUE, Truth.UNKNOWN]) is Truth.any([Truth.FALSE, Truth.UNKNOWN]) is Truth.UNKNOWN


def test_a_date_of_a_day() -> None:
    """A calendar day is taken, a moment of one is not: it would lose its time of day."""
    assert PartialDate.from_date(date(2025, 7, 3)) == PartialDate("2025-07-03")
    with pytest.raises(InvalidDataError) as caught:
        PartialDate.from_date(datetime(2025, 7, 3, 12))  # noqa: DTZ001
    assert [problem.code for problem in caught.value.problems] == ["wrong-type"]


@pytest.mark.parametrize(
    ("written", "uncertain", "approximate"),
    [("1900", False, False), ("1900?", True, False), ("1900~", False, True), ("1900%", True, True)],
)
def test_marks_of_a_date(written: str, *, uncertain: bool, approximate: bool) -> None:
    """``?`` marks doubt in the source, ``~`` an estimate, ``%`` both (ISO 8601-2:2019)."""
    found = PartialDate(written)
    assert (found.uncertain, found.approximate, found.precision) == (uncertain, approximate, Precision.YEAR)


def test_runs_of_days_of_a_set() -> None:
    """Days next to each other, and days that overlap, are one run; those with a day between are two."""
    one = ((date(2000, 1, 1), date(2000, 1, 3)),)
    assert PartialDate("[2000-01-01,2000-01-02..2000-01-03]").spans == one
    assert PartialDate("[2000-01-01..2000-01-03,2000-01-02]").spans == one
    assert len(PartialDate("[2000-01-01,2000-01-03]").spans) == 2


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("[2000", "bad-date"),
        ("2000]", "bad-date"),
        ("[2000-13,2001]", "bad-date"),
        ("[2001-21,2002]", "unsupported-date"),
        ("[2002,2001-24]", "unsupported-date"),
        ("[2001-21..2002]", "unsupported-date"),
        ("[20001", "bad-date"),
        ("12000]", "bad-date"),
        ("[2000-21-01,2001]", "bad-date"),
        ("[2000-05-21..2000-01-01]", "bad-date"),
    ],
)
def test_no_set(written: str, code: str) -> None:
    """A set is in brackets on both sides, without seasons, for which days 21-24 do not pass; it is told as a whole."""
    with pytest.raises(InvalidDataError) as caught:
        PartialDate(written)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert written in str(caught.value)


@pytest.mark.parametrize("written", ["2000-0101-", "2000+01+01", "2000+01-01", "2000-001-1", "2000-W01-1"])
def test_ten_characters_are_no_day(written: str) -> None:
    """A day is four, two and two digits with hyphens between."""
    with pytest.raises(InvalidDataError):
        PartialDate(written)


def test_dates_sort_by_what_they_may_be() -> None:
    """By the earliest day, then the latest, then the text; what has no bound lies outermost."""
    assert PartialDate("2000").sort_key == (date(2000, 1, 1), date(2000, 12, 31), "2000")
    assert PartialDate("[..1999-01]").sort_key == (date(1, 1, 1), date(1999, 1, 31), "[..1999-01]")


def test_dates_that_are_kept_are_not_ever_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream of dates that never come twice does not fill the memory."""
    monkeypatch.setattr(dates, "_CACHE_SIZE", 10)
    for number in range(100):
        PartialDate(f"{1000 + number}-01")
        assert len(dates.cached_dates) <= 10


def test_a_day_with_an_unknown_digit() -> None:
    """``XX`` for the day leaves the month."""
    found = PartialDate("1985-04-XX")
    assert (found.earliest, found.latest) == (date(1985, 4, 1), date(1985, 4, 30))
    assert found.precision is Precision.MONTH
    assert found.day is None


def test_dates_against_others() -> None:
    """What dates allow is told as plain truth values, and equality as plain bools."""
    months = PartialDate("[2000-01,2000-03]")
    assert months.same_day(PartialDate("2000-02")) is Truth.FALSE
    assert PartialDate("2000-02").same_day(months) is Truth.FALSE
    assert PartialDate("2000-03-05").within(months) is Truth.TRUE
    assert months.within(PartialDate("2000-03")) is not Truth.TRUE
    assert PartialDate("[1999,2000-02]").within(months) is not Truth.TRUE


@pytest.mark.parametrize(
    ("period", "day", "expected"),
    [
        ("../2000", "0001-01-01", Truth.TRUE),
        ("2000/..", "9999-12-31", Truth.TRUE),
        ("/2000", "0001-01-01", Truth.UNKNOWN),
        ("2000/", "9999-12-31", Truth.UNKNOWN),
        ("../2000", "[..1999]", Truth.TRUE),
        ("2000/..", "[2001..]", Truth.TRUE),
        ("2000/2001", "[..1999-12-31]", Truth.FALSE),
        ("2000/2001", "[2002-01-01..]", Truth.FALSE),
        ("1990/", "[1995..]", Truth.UNKNOWN),
        ("0001-01-01/9999-12-31", "[..1000]", Truth.TRUE),
        ("0001-01-01/9999-12-31", "[2000..]", Truth.TRUE),
        ("0001-01-02/9999-12-31", "[..1000]", Truth.UNKNOWN),
        ("0001-01-01/9999-12-30", "[2000..]", Truth.UNKNOWN),
    ],
)
def test_days_at_the_ends_of_the_calendar(period: str, day: str, expected: Truth) -> None:
    """A date without bound is some day of the calendar; a period that is open has all of them on that side."""
    assert Period(period).contains(PartialDate(day)) is expected


def test_an_unknown_end_is_a_day_of_the_calendar() -> None:
    """An end that is unknown is on some day, if that of a period without other bounds can be on any."""
    assert Period("/..").contains(PartialDate("9999-12-30")) is Truth.UNKNOWN
    assert Period("/..").contains(PartialDate("9999-12-31")) is Truth.TRUE
    assert Period("../").contains(PartialDate("0001-01-02")) is Truth.UNKNOWN
    assert Period("../").contains(PartialDate("0001-01-01")) is Truth.TRUE


def test_an_open_end_is_behind_the_calendar() -> None:
    """What is open had no first day, or has no last one, so it reaches beyond what has."""
    assert Period("../2000-01-01").relations(Period("0001-01-01/2000-01-01")) == {Allen.FINISHED_BY}
    assert Period("2000-01-01/..").relations(Period("2000-01-01/9999-12-31")) == {Allen.STARTED_BY}


def test_a_period_does_not_end_before_it_starts() -> None:
    """Some day of a month cannot start after another day and end on it."""
    day = Period("2000-01-05/2000-01-05")
    assert Allen.FINISHES not in Period("2000-01/2000-01").relations(day)
    assert Allen.FINISHED_BY in Period("2000-01/2000-01").relations(day)
    assert Period("2000-01-01/2000-01-02").relations(day) == {Allen.BEFORE}
    assert day.relations(day) == {Allen.EQUALS}


@pytest.mark.parametrize(
    ("days", "relation"),
    [
        ("01/08", Allen.BEFORE),
        ("01/09", Allen.MEETS),
        ("05/10", Allen.OVERLAPS),
        ("05/15", Allen.OVERLAPS),
        ("05/19", Allen.OVERLAPS),
        ("10/15", Allen.STARTS),
        ("10/19", Allen.STARTS),
        ("11/19", Allen.DURING),
        ("11/20", Allen.FINISHES),
        ("15/20", Allen.FINISHES),
        ("10/20", Allen.EQUALS),
        ("09/20", Allen.FINISHED_BY),
        ("09/21", Allen.CONTAINS),
        ("10/21", Allen.STARTED_BY),
        ("11/21", Allen.OVERLAPPED_BY),
        ("20/25", Allen.OVERLAPPED_BY),
        ("21/25", Allen.MET_BY),
        ("22/25", Allen.AFTER),
    ],
)
def test_relations_of_known_days(days: str, relation: Allen) -> None:
    """Where all ends are known there is one relation, as Allen drew it, here with the 10th to the 20th."""
    first, last = days.split("/")
    other = Period("2000-01-10/2000-01-20")
    assert Period(f"2000-01-{first}/2000-01-{last}").relations(other) == {relation}


def test_what_is_wrong_with_a_period() -> None:
    """Of a date alone it is told how a period is written; of a wrong end, in which period it is."""
    with pytest.raises(InvalidDataError, match="START/END"):
        Period("2000")
    with pytest.raises(InvalidDataError) as caught:
        Period("2000/2001/2002")
    assert [problem.code for problem in caught.value.problems] == ["bad-period"]
    assert str(caught.value.problems[0].message).endswith("is not an EDTF interval")
    with pytest.raises(InvalidDataError, match="2000-13/2001"):
        Period("2000-13/2001")


def test_periods_that_touch() -> None:
    """Periods have a day in common if one's last is the other's first; a partly known end leaves it open."""
    assert Period("2000-01-01/2000-01-02").overlaps(Period("2000-01-02/2000-01-03")) is Truth.TRUE
    assert Period("2000-01-01/2000-01").overlaps(Period("2000-01-31/2000-02-03")) is Truth.UNKNOWN
    assert Period("2000-01-31/2000-02-03").overlaps(Period("2000-01-01/2000-01")) is Truth.UNKNOWN
    assert Period("2000-01-01/2000-01-02").overlaps(Period("2000-01-03/2000-01-04")) is Truth.FALSE


def test_alignments_with_followthemoney() -> None:
    """Measures are a `Sanction` there; of organisations, some are a `PublicBody` (schemata of followthemoney 4)."""

    def schemata(cls: type[Term]) -> dict[str, set[str]]:
        found = {term.name: {a.code for a in term.alignments if a.scheme == "ftm"} for term in cls}
        return {name: codes for name, codes in found.items() if codes}

    restricting = {"PROSCRIPTION", "ASSET_FREEZE", "TRAVEL_BAN", "ARMS_EMBARGO", "TRADE", "FINANCE"}
    assert schemata(Domain) == {name: {"Sanction"} for name in restricting}
    assert schemata(Measure) == {"LISTING": {"Sanction"}}
    public = {name for name, codes in schemata(OrganizationType).items() if codes == {"PublicBody"}}
    assert public == {"MINISTRY", "COURT", "LEGISLATURE", "ARMED_FORCE"}
    others = {name for name, codes in schemata(OrganizationType).items() if codes == {"Organization"}}
    assert others == {"MOVEMENT", "INTERGOVERNMENTAL", "MEDIUM", "OTHER"}


def test_only_exact_matches_lose_nothing() -> None:
    """Terms that can be exchanged go there and back unchanged; all others may not."""
    assert [Alignment("cameo", "054", match).lossy for match in Match] == [False, True, True, True]


def test_notes_of_alignments() -> None:
    """An alignment has no note unless something is to be said, and that is said in words."""
    assert Alignment("cameo", "054", Match.BROAD).note == ""
    notes = {alignment.note for cls in VOCABULARIES for term in cls for alignment in term.alignments}
    assert "" in notes
    assert all(" " in note for note in notes - {""})


def test_terms_of_newer_producers() -> None:
    """A term that is not listed is one object as long as it is held, and has no meaning here."""
    one = RecognitionMove.unlisted("hesitation")
    assert one is RecognitionMove.unlisted("hesitation")
    assert (one.listed, one.meaning, one.alignments) == (False, "", ())
    assert RecognitionMove.RECOGNITION.listed


def test_what_is_not_said() -> None:
    """What an act does not say is not so: that it is sole, or that an envoy does not reside."""
    act = RecognitionAct(
        id="recognition:a",
        actor="state:A",
        target="state:B",
        capacity=Capacity.STATE,
        move=RecognitionMove.RECOGNITION,
    )
    assert act.sole is False
    assert act.degree is Degree.UNSPECIFIED
    talks = DiplomaticAct(id="diplomatic:d", move=DiplomaticMove.ESTABLISHMENT, parties=("state:A", "state:B"))
    assert talks.non_resident is False


def test_every_rule_that_is_broken_is_told() -> None:
    """Rules between fields are told together."""
    act = {"id": "state:a", "actor": "state:A", "target": "state:A", "move": RecognitionMove.RECOGNITION}
    for capacity in (Capacity.GOVERNMENT, Capacity.TITLE):
        found = paths(RecognitionAct, **act, capacity=capacity)
        assert found == [("bad-id", "$.id"), ("capacity-mismatch", "$.capacity"), ("self-target", "$.target")]
    claim = {"move": RecognitionMove.RECOGNITION, "quantifier": Quantifier.FIRST}
    assert paths(Claim, **claim, targets=()) == [("bad-claim", "$.actor"), ("bad-claim", "$.targets")]


def test_values_show_what_is_given() -> None:
    """The repr of a value has what was given, and not its defaults."""
    assert repr(Membership(system="un")) == "Membership(system='un')"
    assert repr(Code(system="cow", value="700")) == "Code(system='cow', value='700')"


def test_values_show_themselves_elsewhere() -> None:
    """For rich they give what was given; in a notebook each of several values has a line."""
    assert list(Membership(system="un").__rich_repr__()) == [("system", "un")]
    claim = Claim(move=RecognitionMove.RECOGNITION, quantifier=Quantifier.NONE, targets=("state:A", "state:B"))
    assert "state:A<br>state:B" in claim._repr_html_()  # pyright: ignore[reportPrivateUsage]
    lies = Restriction(
        id="restriction:r",
        imposer="state:A",
        targets=("state:A",),
        domain=Domain.MOVEMENT,
        measure=Measure.BAN,
        groups=("women\nand girls",),
    )
    assert ">women and girls<" in lies._repr_html_()  # pyright: ignore[reportPrivateUsage]


def test_fields_are_written_with_the_id_first() -> None:
    """Records have their id first, then what is their own."""
    assert [field.name for field in fields_of(RecognitionAct)][:4] == ["id", "actor", "target", "capacity"]


def test_forms_of_texts() -> None:
    """Which texts hardly ever come twice, and what the base of forms leaves to each."""
    assert Words().unique is False
    assert (Ref().unique, Ref(own=True).unique) == (False, True)
    (digest,) = typing.get_args(text.Digest)[1:]
    assert isinstance(digest, Hexadecimal)
    assert digest.unique is True
    assert [digest.accepts(value) for value in ("0" * 64, "0" * 63, "x" * 64, "A" * 64)] == [True, False, False, False]
    assert repr(Ref(("state",))) == "Ref(kinds=('state',), own=False)"
    with pytest.raises(TypeError):
        Ref(("state",), False, None)  # type: ignore[call-arg]
    with pytest.raises(NotImplementedError):
        Form().problem("x")
    with pytest.raises(NotImplementedError):
        _ = Form().regex


@pytest.mark.parametrize(
    ("form", "good", "bad"),
    [
        (text.Text, "of two\nlines", "a\x07 not this"),
        (text.Text, " a", " \t"),
        (text.Text, "X", ""),
        (text.Text, "axX", "\x7f"),
        (text.Text, "a\tb", "a\x00b"),
        (text.Language, "zh-Hant", "of Rome"),
        (text.ActorRef, "state:A", "person:A"),
        (text.Moment, "government:a@end", "government:a"),
        (text.Moment, "recognition:a", "recognition:a@end"),
    ],
)
def test_a_form_has_the_expression_that_its_texts_match(form: typing.Any, good: str, bad: str) -> None:
    """The regular expression of a form matches what it accepts, and nothing else."""
    (held,) = typing.get_args(form)[1:]
    assert (held.accepts(good), held.accepts(bad)) == (True, False)
    assert re.fullmatch(held.regex, good)
    assert not re.fullmatch(held.regex, bad)


@pytest.mark.parametrize(
    ("reference", "kinds"),
    [
        (text.RestrictedRef, "organization government state territory person"),
        (text.SpeakerRef, "person organization government state source"),
        (text.AgentRef, "person organization government state"),
        (text.PlaceRef, "state territory"),
        (text.GroundRef, "diplomatic recognition statement event"),
    ],
)
def test_kinds_that_a_reference_may_name(reference: typing.Any, kinds: str) -> None:
    """A reference names records of the kinds that its documentation lists, and no other."""
    (form,) = typing.get_args(reference)[1:]
    assert {kind for kind in text.KINDS if form.accepts(f"{kind}:x")} == set(kinds.split())
