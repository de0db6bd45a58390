"""The report: dates in words, the order of time, and accounts side by side."""

import json
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import recognition
from recognition import (
    Capacity,
    Change,
    Citation,
    Claim,
    Dataset,
    DiplomaticAct,
    DiplomaticMove,
    Domain,
    Ending,
    Event,
    Force,
    Government,
    Measure,
    Organization,
    OrganizationType,
    PartialDate,
    Participation,
    Period,
    Person,
    Quantifier,
    Rank,
    RecognitionAct,
    RecognitionMove,
    Record,
    Restriction,
    Role,
    Source,
    State,
    Statement,
    Tenure,
    Territory,
    Vote,
)
from recognition.model.acts import CREDENTIALS
from recognition.report import (
    Contradiction,
    Entry,
    Report,
    cited_in_words,
    in_words,
    listed,
    period_in_words,
    report_of,
)
from recognition.strategies import dataset_records, partial_dates, periods

SEED: Final = Path(__file__).resolve().parents[1] / "seeds" / "russia-taliban-recognition.yaml"
AFG: Final = State(id="state:AFG", name="Afghanistan")
RUS: Final = State(id="state:RUS", name="Russia")
EMIRATE: Final = Government(id="government:AFG.2021", name="the Emirate", state="state:AFG")


@pytest.fixture(scope="module")
def seed() -> Report:
    """Give the report of the seed."""
    return report_of(recognition.load(SEED))


def takeover(slug: str, date: str | None = None, **fields: object) -> Event:
    """Make an event."""
    day = PartialDate(date) if date else None
    return Event(id=f"event:{slug}", change=Change.TAKEOVER, state="state:AFG", date=day, **fields)  # type: ignore[arg-type]


def timeline(*records: Record) -> list[str]:
    """Give the ids of the leading accounts of a time line."""
    return [entry.accounts[0].id.partition(":")[2] for entry in report_of(Dataset([AFG, RUS, *records])).timeline]


def only(entries: tuple[Entry, ...]) -> Entry:
    """Give the one entry there is."""
    assert len(entries) == 1
    return entries[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-07-03", "3 July 2025"),
        ("2024-04", "in April 2024"),
        ("2024", "in 2024"),
        ("0987", "in 987"),
        ("2024?", "in 2024 (uncertain)"),
        ("2024~", "about 2024"),
        ("2024-04-05%", "about 5 April 2024 (uncertain)"),
        ("199X", "in the 1990s"),
        ("190X", "in the years 1900 to 1909"),
        ("19XX", "in the years 1900 to 1999"),
        ("000X", "in the years 1 to 9"),
        ("2004-XX", "in a month of 2004"),
        ("1985-04-XX", "on a day in April 1985"),
        ("1985-04-XX~", "about April 1985"),
        ("1985-XX-XX", "on a day in 1985"),
        ("2001-21", "in spring 2001"),
        ("2001-22", "in the summer that began in 2001"),
        ("2001-23", "in autumn 2001"),
        ("2001-24~", "about the winter that began in 2001"),
        ("[2025-07-03..]", "on or after 3 July 2025"),
        ("[..2025-07]", "in or before July 2025"),
        ("[1995..1999]", "some time from 1995 to 1999"),
        ("[2020-03-01,2020-03-05]", "1 March 2020 or 5 March 2020"),
        ("[1667,1668,1670..1672]", "in 1667, or in 1668, or some time from 1670 to 1672"),
        ("[1667,1760-12..]", "in 1667, or in or after December 1760"),
    ],
)
def test_a_date_in_words_says_how_surely_it_is_known(text: str, words: str) -> None:
    """Each form of date has words of its own, and a doubt is said."""
    assert in_words(PartialDate(text)) == words


def test_no_date_is_told_as_such() -> None:
    """A date that is absent is said to be."""
    assert in_words(None) == "no date given"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2021-08/..", "since August 2021, and still so"),
        ("2021-08/", "from August 2021; whether or when it ended is not said"),
        ("/2024-04", "until April 2024; since when is not said"),
        ("../2024-04", "until April 2024; it has no beginning"),
        ("/..", "still so; since when is not said"),
        ("../", "it has no beginning; whether or when it ended is not said"),
        ("../..", "still so; it has no beginning"),
        ("1996-09-27/2001", "from 27 September 1996 to 2001"),
        ("1996~/199X?", "from about 1996 to the 1990s (uncertain)"),
        ("2024-01-02/2024-01-02", "on 2 January 2024 only"),
        ("2024/2024", "from 2024 to 2024"),
    ],
)
def test_a_period_in_words_tells_open_ends_from_unknown_ones(text: str, words: str) -> None:
    """Still so, not said and without a beginning are three things."""
    assert period_in_words(Period(text)) == words


def test_no_period_is_told_as_such() -> None:
    """A period that is absent is said to be."""
    assert period_in_words(None) == "when is not said"


def test_dates_that_allow_different_days_have_different_words() -> None:
    """Words lose no bound of a date, nor its marks: among dates close to each other, none read alike by chance."""
    plain = ["2004", "2005", "1904", "200X", "190X", "20XX", "19XX", "2004-XX", "2004-XX-XX", "2004-05-XX"]
    plain += [f"2004-{month:02}" for month in range(1, 13)] + [f"2004-{season}" for season in range(21, 25)]
    plain += [f"2004-{month}-{day}" for month in ("01", "05", "11") for day in ("01", "10", "11", "21")]
    edges = ["2003", "2004", "2004-05", "2004-05-06"]
    sets = [f"[..{edge}]" for edge in edges] + [f"[{edge}..]" for edge in edges]
    sets += [f"[{one},{other}]" for one, other in combinations(edges, 2)]
    sets += [f"[{one}..{other}]" for one, other in combinations(edges, 2)]
    told: dict[str, PartialDate] = {}
    for text in [*(day + mark for day in plain for mark in ("", "?", "~", "%")), *sets]:
        day = PartialDate(text)
        same = told.setdefault(in_words(day), day)
        assert (same.spans, same.uncertain, same.approximate) == (day.spans, day.uncertain, day.approximate), text


@given(partial_dates())
def test_any_date_has_words(day: PartialDate) -> None:
    """They are never empty, and show no notation."""
    assert not set(in_words(day)) & set("[]?~%X")


@given(periods())
def test_a_period_in_words_keeps_what_kind_of_ends_it_has(period: Period) -> None:
    """From the words it can be told whether the end is open, unknown or given."""
    words = period_in_words(period)
    assert ("still so" in words) == period.open_end
    assert ("whether or when it ended is not said" in words) == (period.end is None and not period.open_end)
    assert ("since when is not said" in words) == (
        period.start is None and not period.open_start and (period.end is not None or period.open_end)
    )


def test_words_are_listed_as_in_a_sentence() -> None:
    """Commas, and a last word before the last."""
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed("abc", "or")] == ["", "a", "a and b", "a, b or c"]


@example([PartialDate("0001-12-31"), PartialDate("0001")], Random(0))  # noqa: S311 - no secret
@given(st.lists(partial_dates(sets=False), max_size=6), st.randoms(use_true_random=False))
def test_dated_acts_stand_by_their_earliest_day(days: list[PartialDate], random: st.random_module) -> None:  # type: ignore[valid-type]
    """Without edges the time line is sorted by earliest, then by latest day, whatever the order of the records."""
    records: list[Record] = [takeover(f"e{number}", str(day)) for number, day in enumerate(days)]
    random.shuffle(records)  # type: ignore[attr-defined]
    by_id = {record.id: record for record in records}
    told = [by_id[f"event:{slug}"] for slug in timeline(*records)]
    keys = [record.date.sort_key[:2] for record in told if isinstance(record, Event) and record.date]
    assert keys == sorted(keys)
    assert len(keys) == len(days)


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12), st.sets(st.integers(0, 7)))
def test_no_act_stands_before_one_that_it_follows(pairs: list[tuple[int, int]], dated: set[int]) -> None:
    """Edges hold in the time line, through any number of acts without a date."""
    edges = {(low, high) for low, high in map(sorted, pairs) if low != high}
    records = [
        takeover(
            f"e{number}",
            f"200{number}" if number in dated else None,
            after=tuple(f"event:e{low}" for low, high in sorted(edges) if high == number),
        )
        for number in range(8)
    ]
    told = timeline(*reversed(records))
    assert sorted(told) == [f"e{number}" for number in range(8)]
    assert all(told.index(f"e{low}") < told.index(f"e{high}") for low, high in edges)


def test_an_act_without_a_date_stands_right_after_what_it_follows() -> None:
    """It comes before what is later than that; one that only precedes something comes right before it."""
    assert timeline(
        takeover("a", "2001"),
        takeover("b", "2005"),
        takeover("c", "2009"),
        takeover("after-b", after=("event:b",)),
        takeover("before-b", before=("event:b",)),
        takeover("nowhere"),
    ) == ["a", "before-b", "b", "after-b", "c", "nowhere"]


def test_an_edge_leads_through_the_end_of_a_period() -> None:
    """An act after the end of a ban stands where that end is, by the account that stands for it."""
    ban = {"imposer": "state:RUS", "groups": ("all",), "domain": Domain.TRADE, "measure": Measure.BAN}
    assert timeline(
        takeover("early", "2024-06"),
        takeover("late", "2025-06"),
        takeover("undated", after=("restriction:ban.article@end",)),
        Restriction(id="restriction:ban.article", period=Period("/2024-04"), occurrence="ban", **ban),  # type: ignore[arg-type]
        Restriction(
            id="restriction:ban.court",
            period=Period("/2025-04-17"),
            occurrence="ban",
            rank=Rank.PREFERRED,
            **ban,  # type: ignore[arg-type]
        ),
    ) == ["early", "undated", "late"]


def test_an_order_that_the_days_contradict_moves_nothing() -> None:
    """One account's order does not override the day that another gives."""
    assert timeline(
        takeover("troops.article", occurrence="troops", before=("event:fall",)),
        takeover("fall", "2021-08-15"),
        takeover("troops.record", "2021-08-30", occurrence="troops"),
    ) == ["fall", "troops.record"]


def test_accounts_that_put_each_other_first_are_still_told() -> None:
    """A cycle that only the accounts of two happenings make together ends in a time line with both."""
    assert timeline(
        takeover("a1", occurrence="a", before=("event:b1",)),
        takeover("a2", occurrence="a", after=("event:b1",)),
        takeover("b1"),
    ) in (["a1", "b1"], ["b1", "a1"])


def test_accounts_of_one_happening_make_one_entry() -> None:
    """The preferred account speaks for it; those set aside and those corrected come last."""
    report = report_of(
        Dataset(
            [
                AFG,
                takeover("a", "2021", occurrence="x", rank=Rank.DEPRECATED, rank_reason="A misprint."),
                takeover("b", "2021-08-14", occurrence="x"),
                takeover("c", "2021-08", occurrence="x", supersedes=("event:b",)),
                takeover("d", "2021-08-15", occurrence="x", rank=Rank.PREFERRED),
            ]
        )
    )
    entry = only(report.timeline)
    assert (entry.label, entry.occurrence, entry.contradicted) == ("15 August 2021", "x", False)
    assert [account.id for account in entry.accounts] == ["event:d", "event:c", "event:a", "event:b"]
    assert entry.accounts[3].superseded_by == ("event:c",)
    assert entry.accounts[2].rank_reason == "A misprint."


@pytest.mark.parametrize("move", list(RecognitionMove))
def test_each_move_of_recognition_has_a_sentence_of_its_own(move: RecognitionMove) -> None:
    """The sentence names both sides and the capacity, and no two moves read alike."""
    told = {
        item: only(
            report_of(
                Dataset(
                    [
                        AFG,
                        RUS,
                        EMIRATE,
                        RecognitionAct(
                            id="recognition:x",
                            actor="state:RUS",
                            target="government:AFG.2021",
                            capacity=Capacity.GOVERNMENT,
                            move=item,
                        ),
                    ]
                )
            ).timeline
        ).text
        for item in RecognitionMove
    }
    assert told[move].startswith("Russia ")
    assert "the Emirate as government of Afghanistan" in told[move]
    assert len(set(told.values())) == len(told)


@pytest.mark.parametrize("with_envoy", [False, True])
def test_each_diplomatic_move_has_a_sentence_of_its_own(with_envoy: bool) -> None:
    """Told of parties or of a sender and a receiver, each names both sides, and no two moves read alike."""
    envoy = Person(id="person:hassan", name="Hassan")
    told = dict[tuple[DiplomaticMove, bool], str]()
    for move in DiplomaticMove:
        for sided in (True,) if move in CREDENTIALS else (True, False):
            act = (
                DiplomaticAct(
                    id="diplomatic:x",
                    move=move,
                    sender="state:AFG",
                    receiver="state:RUS",
                    envoy=envoy.id if with_envoy else None,
                )
                if sided
                else DiplomaticAct(id="diplomatic:x", move=move, parties=("state:AFG", "state:RUS"))
            )
            told[move, sided] = only(report_of(Dataset([AFG, RUS, envoy, act])).timeline).text
    for (move, sided), text in told.items():
        assert "Afghanistan" in text, move
        assert "Russia" in text, move
        assert text.endswith(".")
        assert "{" not in text
        if with_envoy and sided and move in CREDENTIALS:
            assert "Hassan" in text, move
    assert len(set(told.values())) == len(told)


@pytest.mark.parametrize("by", [(), ("state:RUS",)])
def test_each_change_has_a_sentence_with_and_without_those_who_did_it(by: tuple[str, ...]) -> None:
    """The place is named, and the doer if there is one."""
    told = set[str]()
    for change in Change:
        event = Event(id="event:x", change=change, state="state:AFG", by=by)
        text = only(report_of(Dataset([AFG, RUS, event])).timeline).text
        assert "Afghanistan" in text
        assert ("Russia" in text) == bool(by)
        told.add(text)
    assert len(told) == len(Change)


def test_what_else_is_known_of_an_act_is_told() -> None:
    """Degree, mode, form, soleness, conditions, votes, grounds and both dates are in the entry."""
    text = Territory(id="territory:x", name="Westland", claimed_by=("state:RUS",))
    act = RecognitionAct(
        id="recognition:x",
        actor="state:RUS",
        target="state:AFG",
        capacity=Capacity.TITLE,
        concerning="territory:x",
        move=RecognitionMove.RECOGNITION,
        date=PartialDate("2020-01-02"),
        effective=PartialDate("2020-02"),
        degree=recognition.Degree.DE_JURE,
        mode=recognition.Mode.IMPLIED,
        form=recognition.Form.VOTE,
        sole=True,
        conditions=("that it pays",),
        participants=(Role(role=Participation.DECIDED_BY, who="state:RUS"),),
        vote=Vote(favour=3, against=2, absent=1),
        implied_by=("event:y",),
        collective="joint",
    )
    report = report_of(Dataset([AFG, RUS, text, act, takeover("y", "2019")]))
    entry = report.timeline[1]
    assert entry.label == "in effect in February 2020; done or announced 2 January 2020"
    assert entry.text == (
        "Russia recognised Afghanistan as the only holder of title to Westland, de jure, by implication, by vote."
    )
    assert entry.accounts[0].details == (
        "Decided by Russia.",
        "The vote: 3 in favour, 2 against, 1 absent or not voting.",
        "On condition: that it pays.",
        "Concluded from the takeover in Afghanistan (in 2019).",
        "Done together with the other acts of joint.",
    )


def test_a_restriction_tells_its_parts_its_period_and_its_end() -> None:
    """The whole names its parts, a part its whole; how it ended and by whom is said."""
    whole = Restriction(
        id="restriction:whole",
        imposer="government:AFG.2021",
        groups=("women",),
        domain=Domain.GENERAL,
        measure=Measure.LIMIT,
        extent="far-reaching",
        period=Period("/.."),
    )
    part = Restriction(
        id="restriction:part",
        imposer="government:AFG.2021",
        groups=("girls",),
        domain=Domain.EDUCATION,
        measure=Measure.BAN,
        extent="beyond grade six",
        part_of="restriction:whole",
        period=Period("2021/2024-04"),
        ending=Ending.SUSPENDED,
        ended_by="state:RUS",
    )
    general, education = report_of(Dataset([AFG, RUS, EMIRATE, whole, part])).restrictions
    assert general.heading.startswith("General (")
    assert only(general.entries).label == "still so; since when is not said"
    assert only(general.entries).text == "Limit on women: far-reaching. Imposed by the Emirate."
    assert only(general.entries).accounts[0].details == ("Parts: ban on girls (beyond grade six).",)
    assert education.heading == "Education"
    assert only(education.entries).label == "from 2021 to April 2024"
    assert only(education.entries).accounts[0].details == (
        "Ended: suspended by Russia.",
        "Part of the limit on women (far-reaching).",
    )


def test_statements_go_by_speaker_and_by_force() -> None:
    """Speakers on record come first, then narrators, then those described, then those not even that."""
    source = Source(id="source:s", title="[A page]")

    def said(slug: str, force: Force, **fields: object) -> Statement:
        return Statement(id=f"statement:{slug}", force=force, **fields)  # type: ignore[arg-type]

    groups = report_of(
        Dataset(
            [
                AFG,
                RUS,
                source,
                said("a", Force.POLICY, speaker="state:RUS", gist="We wait."),
                said("b", Force.ASSERT, speaker="state:RUS", text="Bring it", language="en"),
                said("c", Force.PREDICT, speaker="source:s", modality=recognition.Modality.MAY, gist="More may."),
                said("d", Force.ASSERT, attributed_to="experts", gist="It is so."),
                said("e", Force.ASK, gist="Is it?", date=PartialDate("2020-05")),
            ]
        )
    ).statements
    assert [group.heading for group in groups] == [
        "Russia",
        "The narrator of source [1], A page",
        "Experts",
        "Somebody not named",
    ]
    assert [(entry.label, entry.text) for entry in groups[0].entries] == [
        ("assert", "“Bring it”"),
        ("policy", "We wait."),
    ]
    assert only(groups[1].entries).label == "predict (may)"
    assert only(groups[3].entries).accounts[0].when == "in May 2020"


@pytest.mark.parametrize(
    ("quantifier", "words"),
    [
        (Quantifier.NONE, "none of the actors on record recognised the Emirate"),
        (Quantifier.FIRST, "Russia, first of the actors on record, recognised the Emirate"),
        (Quantifier.ONLY, "Russia, alone of the actors on record, recognised the Emirate"),
        (Quantifier.ALL, "each of the members of un recognised the Emirate"),
        (Quantifier.SOME, "at least one of the actors on record recognised the Emirate"),
    ],
)
def test_a_claim_that_can_be_checked_is_told(quantifier: Quantifier, words: str) -> None:
    """The statement says in words what its claim says, and of which time."""
    claim = Claim(
        quantifier=quantifier,
        move=RecognitionMove.RECOGNITION,
        targets=("government:AFG.2021",),
        actor="state:RUS" if quantifier in (Quantifier.FIRST, Quantifier.ONLY) else None,
        members_of="un" if quantifier is Quantifier.ALL else None,
        period=Period("2021-08-15/.."),
    )
    said = Statement(id="statement:x", force=Force.ASSERT, gist="So it was.", claim=claim)
    (group,) = report_of(Dataset([AFG, RUS, EMIRATE, said])).statements
    assert only(group.entries).accounts[0].details == (
        f"To be checked: {words} in the time since 15 August 2021, and still so.",
    )


def test_citations_in_short_gather_the_places_of_a_source() -> None:
    """A source is named once, with all its passages; another's word is said to be that."""
    text = "Norway recognised Palestine."
    person = Person(id="person:p", name="P", tenures=(Tenure(office="consul", of="state:RUS"),))
    cited = (
        Citation.of(text, 0, 6, source="source:s"),
        Citation.of(text, 18, 27, source="source:s"),
        Citation.of(text, 0, 6, source="source:s", via=("person:p",)),
        Citation(source="source:t", locator="p. 4"),
    )
    report = report_of(
        Dataset(
            [
                RUS,
                State(id="state:PSE", name="Palestine", citations=cited),
                person,
                Source(id="source:s", title="S"),
                Source(id="source:t", title="T"),
            ]
        )
    )
    account = report.actors[0].entries[0].accounts[0]
    assert cited_in_words(account.citations) == "[1] 0:6, 18:27; [1] 0:6, by the word of P; [2] p. 4"
    assert [(source.number, source.id, source.cited) for source in report.sources] == [
        (1, "source:s", 3),
        (2, "source:t", 1),
    ]
    assert report.actors[1].entries[0].text == "consul of Russia"


def by_occurrence(report: Report, occurrence: str) -> Contradiction:
    """Give the one contradiction of an occurrence."""
    (found,) = [item for item in report.contradictions if item.occurrence == occurrence]
    return found


def contested(contradiction: Contradiction) -> dict[str, dict[str, str]]:
    """Give what each account says on each contested point."""
    return {
        row.name: dict(zip(contradiction.accounts, row.cells, strict=True))
        for row in contradiction.rows
        if row.contested
    }


def test_the_end_of_the_ban_stands_side_by_side(seed: Report) -> None:
    """The article has it lifted in April 2024, the court suspended it on 17 April 2025."""
    points = contested(by_occurrence(seed, "RUS-taliban-ban"))
    assert set(points) == {"how it ended", "when it ended"}
    article, court = "restriction:RUS-taliban-ban.article-2024", "restriction:RUS-taliban-ban.public-record"
    assert points["how it ended"][article].startswith("lifted")
    assert points["how it ended"][court].startswith("suspended")
    assert points["when it ended"][article] == "in April 2024"
    assert points["when it ended"][court] == "17 April 2025"
    assert points["when it ended"]["restriction:RUS-taliban-ban.article-list"] == "not said"


def test_the_order_of_withdrawal_and_takeover_stands_side_by_side(seed: Report) -> None:
    """By the article the troops left before the takeover, by the public record after it."""
    points = contested(by_occurrence(seed, "AFG-withdrawal-2021"))
    (order,) = points.values()
    assert order["event:AFG-withdrawal-2021.article"].startswith("before the takeover in Afghanistan")
    assert order["event:AFG-withdrawal-2021.public-record"].startswith("after the takeover in Afghanistan")


def test_the_offices_of_the_minister_stand_side_by_side(seed: Report) -> None:
    """The article calls him foreign minister, the public record acting foreign minister."""
    points = contested(by_occurrence(seed, "AFG-foreign-minister-muttaqi"))
    assert points["which office"]["person:muttaqi"].startswith("foreign minister")
    assert points["which office"]["person:muttaqi.public-record"].startswith("acting foreign minister")


def test_every_note_of_the_seed_is_in_a_contradiction(seed: Report) -> None:
    """No note on contradicting accounts is left untold, and each contradiction has a contested point."""
    notes = {problem.code for problem in recognition.load(SEED).problems if problem.severity == "note"}
    assert {code for item in seed.contradictions for code in item.codes} == notes
    assert all(contested(item) for item in seed.contradictions)


def test_an_order_is_compared_with_the_happening_that_contradicts_it() -> None:
    """A record that is its only account stands beside the accounts whose days contradict its order."""
    report = report_of(
        Dataset(
            [
                AFG,
                takeover("a", "2020", before=("event:b.one",)),
                takeover("b.one", occurrence="b"),
                takeover("b.two", "2019", occurrence="b"),
            ]
        )
    )
    (found,) = report.contradictions
    assert found.accounts == ("event:a", "event:b.two", "event:b.one")
    assert contested(found)["in what order"]["event:a"].startswith("before the takeover")


def test_each_record_of_the_seed_is_told(seed: Report) -> None:
    """Every record but the sources is an account in some entry, once; every source is in the list."""
    entries = [
        *seed.timeline,
        *(
            entry
            for groups in (seed.actors, seed.restrictions, seed.statements)
            for group in groups
            for entry in group.entries
        ),
    ]
    told = [account.id for entry in entries for account in entry.accounts]
    told += [source.id for source in seed.sources]
    assert sorted(told) == [record.id for record in recognition.load(SEED)]


def test_accounts_by_different_speakers_are_told_once() -> None:
    """Two accounts of one statement, by different speakers, stand together under the one to go by."""
    shared = {"occurrence": "said", "force": Force.ASSERT}
    report = report_of(
        Dataset(
            [
                Statement(id="statement:a", attributed_to="an official", **shared),  # type: ignore[arg-type]
                Statement(id="statement:b", attributed_to="a witness", **shared),  # type: ignore[arg-type]
            ]
        )
    )
    entries = [entry for group in report.statements for entry in group.entries]
    assert [[account.id for account in entry.accounts] for entry in entries] == [["statement:a", "statement:b"]]


@given(dataset_records())
def test_any_dataset_can_be_reported(records: list[Record]) -> None:
    """The report of any valid dataset tells each record once, is plain data, and no sentence is left unfilled."""
    dataset = Dataset(records)
    report = report_of(dataset)
    plain = json.loads(json.dumps(report.as_plain()))
    entries = [*plain["timeline"]]
    for part in ("actors", "restrictions", "statements"):
        entries += [entry for group in plain[part] for entry in group["entries"]]
    told = [account["id"] for entry in entries for account in entry["accounts"]]
    assert sorted([*told, *(source["id"] for source in plain["sources"])]) == [record.id for record in dataset]
    assert sum(report.counts.values()) == len(dataset)
    assert all(len(row.cells) == len(item.accounts) for item in report.contradictions for row in item.rows)
    assert all(row.name != other.name for item in report.contradictions for row, other in combinations(item.rows, 2))


@given(dataset_records())
def test_the_order_of_the_records_changes_no_report(records: list[Record]) -> None:
    """Whatever order the records come in, what is told of them, and in what order, is the same."""
    one, other = report_of(Dataset(records)), report_of(Dataset(records[::-1]))
    assert (one.actors, one.timeline, one.restrictions, one.statements, one.sources) == (
        other.actors,
        other.timeline,
        other.restrictions,
        other.statements,
        other.sources,
    )


def test_an_empty_dataset_has_a_report() -> None:
    """It says that there is nothing."""
    report = report_of(Dataset())
    assert report.summary() == "no records; drawn from no sources. No contradictions between accounts, no warnings."


def test_actors_are_told_with_what_is_known_of_them() -> None:
    """Codes, other names, membership, succession, category and claims are in words."""
    report = report_of(
        Dataset(
            [
                State(
                    id="state:RUS",
                    name="Russia",
                    names=(recognition.Name(text="Россия", language="ru"),),
                    codes=(recognition.Code(system="iso2", value="RU"),),
                    memberships=(recognition.Membership(system="un", period=Period("1945/..")),),
                    succeeds=(
                        recognition.Succession(state="state:SUN", manner=recognition.SuccessionManner.CONTINUATOR),
                    ),
                    existence=Period("1991-12-25/.."),
                ),
                State(id="state:SUN", name="Soviet Union", existence=Period("1922-12-30/1991-12-26")),
                Organization(id="organization:un", name="United Nations", category=OrganizationType.INTERGOVERNMENTAL),
                Territory(id="territory:w", name="Westland", claimed_by=("state:RUS",)),
            ]
        )
    )
    assert {entry.label: entry.text for group in report.actors for entry in group.entries} == {
        "Russia": (
            "continuator of Soviet Union; in un since 1945, and still so; "
            "existed since 25 December 1991, and still so; also Россия (ru); iso2 RU"
        ),
        "Soviet Union": "existed from 30 December 1922 to 26 December 1991",
        "United Nations": "intergovernmental organisation",
        "Westland": "claimed by Russia",
    }
