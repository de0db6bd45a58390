"""What problems between records, and differences, tell: codes, paths, and the ids, days and values that they name."""

import re
from datetime import date

import pytest

from recognition import (
    Capacity,
    Change,
    Citation,
    Dataset,
    Diff,
    DiplomaticAct,
    DiplomaticMove,
    Domain,
    Event,
    Force,
    Government,
    InvalidDataError,
    Measure,
    Name,
    Organization,
    OrganizationType,
    PartialDate,
    Period,
    Person,
    Problem,
    RecognitionAct,
    RecognitionMove,
    Record,
    RecordChange,
    Restriction,
    Source,
    State,
    Statement,
    Succession,
    SuccessionManner,
    Territory,
    UnknownIdError,
    check_citations,
    diff,
    merge,
)
from recognition.dataset.citations import Finding
from recognition.dataset.once import once
from recognition.dataset.order import day_of, own_moment, period_of

STATES: tuple[Record, ...] = tuple(State(id=f"state:{slug}", name=slug) for slug in "ABC")


def act(name: str, day: str | None = None, **fields: object) -> RecognitionAct:
    """Give an act of A recognising B."""
    given: dict[str, object] = {"actor": "state:A", "target": "state:B", "move": RecognitionMove.RECOGNITION}
    return RecognitionAct(
        id=f"recognition:{name}",
        capacity=Capacity.STATE,
        date=None if day is None else PartialDate(day),
        **{**given, **fields},  # type: ignore[arg-type]
    )


def only(problems: tuple[Problem, ...], code: str) -> Problem:
    """Give the one problem of a code."""
    (problem,) = (problem for problem in problems if problem.code == code)
    return problem


def refused(*records: Record) -> tuple[Problem, ...]:
    """Give the problems for which records are refused."""
    with pytest.raises(InvalidDataError) as caught:
        Dataset(records)
    return tuple(caught.value.problems)


def test_a_dated_record_has_the_day_of_its_class() -> None:
    """Of an act the effect before the act, of an event and a statement the date, of a source its publication."""
    one, two = PartialDate("2000-01-01"), PartialDate("2001")
    relations = DiplomaticAct(id="diplomatic:d", move=DiplomaticMove.TALKS, parties=("state:A", "state:B"), date=one)
    days: list[tuple[Record, PartialDate | None]] = [
        (act("a", "2000-01-01"), one),
        (act("a", "2000-01-01", effective=two), two),
        (relations, one),
        (Event(id="event:e", change=Change.TAKEOVER, state="state:A", date=one), one),
        (Statement(id="statement:s", force=Force.DENY, date=one), one),
        (Source(id="source:s", title="s", published=two, retrieved=one), two),
        (STATES[0], None),
    ]
    assert [day_of(record) for record, _ in days] == [day for _, day in days]


def test_a_record_with_a_period_has_the_period_of_its_class() -> None:
    """Of a restriction its own, of a government its control, of a state and an organisation its existence."""
    one, two = Period("2000/2001"), Period("1990/..")
    ban = Restriction(
        id="restriction:r",
        imposer="state:A",
        targets=("state:B",),
        domain=Domain.TRADE,
        measure=Measure.BAN,
        period=one,
    )
    records: list[tuple[Record, Period | None]] = [
        (ban, one),
        (Government(id="government:g", name="g", state="state:A", control=one, existence=two), one),
        (State(id="state:S", name="S", existence=two), two),
        (Organization(id="organization:o", name="o", category=OrganizationType.COURT, existence=two), two),
        (Territory(id="territory:t", name="t"), None),
        (Person(id="person:p", name="p"), None),
    ]
    assert [period_of(record) for record, _ in records] == [period for _, period in records]
    assert own_moment(ban) == "restriction:r@start"
    assert own_moment(act("a")) == "recognition:a"


def test_accounts_that_differ_are_told_with_field_ids_and_days() -> None:
    """A note on days names the field in which they differ, and each account with its own day."""
    told = only(
        Dataset([*STATES, act("a", "2000", occurrence="o"), act("b", "2001", occurrence="o")]).problems,
        "contradicting-days",
    )
    assert told.message == "accounts of o differ on the date: recognition:a has 2000; recognition:b has 2001"
    effects = [act(n, effective=PartialDate(day), occurrence="o") for n, day in (("a", "2000"), ("b", "2001"))]
    assert "differ on the effective: " in only(Dataset([*STATES, *effects]).problems, "contradicting-days").message
    events = [
        Event(id=f"event:{n}", change=Change.TAKEOVER, state="state:A", date=PartialDate(day), occurrence="o")
        for n, day in (("a", "2000"), ("b", "2001"))
    ]
    assert "differ on the date: " in only(Dataset([*STATES, *events]).problems, "contradicting-days").message


def test_dealings_that_differ_are_told_as_recognitions_are() -> None:
    """Accounts of a diplomatic act are compared by date and by effect too."""
    base = {"move": DiplomaticMove.TALKS, "parties": ("state:A", "state:B"), "occurrence": "o"}
    for field in ("date", "effective"):
        acts = [
            DiplomaticAct(id=f"diplomatic:{n}", **{**base, field: PartialDate(day)})  # type: ignore[arg-type]
            for n, day in (("a", "2000"), ("b", "2001"))
        ]
        assert f"on the {field}: " in only(Dataset([*STATES, *acts]).problems, "contradicting-days").message


@pytest.mark.parametrize("count", [50, 51, 60])
def test_of_many_accounts_the_two_furthest_apart_are_told(count: int) -> None:
    """Up to fifty days, each that differs is named; of more, the one that ends first and the one that begins last."""
    acts = [act(f"a{n:02}", f"20{n:02}-01-01", occurrence="o") for n in range(count)]
    told = only(Dataset([*STATES, *acts]).problems, "contradicting-days")
    named = re.findall(r"recognition:a(\d\d) has", told.message)
    assert named == ([f"{n:02}" for n in range(count)] if count <= 50 else ["00", f"{count - 1:02}"])


def test_of_many_accounts_the_one_that_ends_first_decides_and_an_open_one_does_not() -> None:
    """An account without a last day cannot be the one that ends first; if all overlap, nothing differs."""
    days = [f"[..2000-{month:02}-{day:02}]" for month in range(1, 6) for day in range(1, 13)]
    acts = [act(f"a{n:02}", day, occurrence="o") for n, day in enumerate(days)]
    assert Dataset([*STATES, *acts]).problems == ()
    late = act("late", "[2000-01-02..]", occurrence="o")
    told = only(Dataset([*STATES, *acts, late]).problems, "contradicting-days")
    assert re.findall(r"(recognition:\w+) has", told.message) == ["recognition:a00", "recognition:late"]


def test_an_order_that_days_contradict_is_told_with_both_sides() -> None:
    """The note names who says so, the two moments, and the accounts of which the days say otherwise."""
    told = only(
        Dataset(
            [
                *STATES,
                act("a", "2005", occurrence="o"),
                act("b", occurrence="o", before=("recognition:x",)),
                act("x", "2001", actor="state:C"),
            ]
        ).problems,
        "contradicting-order",
    )
    assert (told.record, told.path) == ("recognition:b", "$.records[4].before[0]")
    assert told.message == (
        "by recognition:b, recognition:b was before recognition:x; "
        "by the days of recognition:a and recognition:x, it was after it"
    )


def test_of_several_accounts_the_latest_beginning_and_the_earliest_end_are_told() -> None:
    """Of three accounts of the later happening, the one that ends first is named; of the earlier, that begins last."""
    records = [
        *(act(f"e{n}", day, occurrence="e") for n, day in enumerate(("2003", "2005", "2004"))),
        *(act(f"l{n}", day, occurrence="l", actor="state:C") for n, day in enumerate(("2002", "2000", "2001"))),
        act("say", occurrence="e", before=("recognition:l0",)),
    ]
    told = only(Dataset([*STATES, *records]).problems, "contradicting-order")
    assert "by the days of recognition:e1 and recognition:l1" in told.message


def test_accounts_that_differ_in_a_word_are_told_each_with_its_own() -> None:
    """The note names the first account, by id, of each side, and what it has."""
    accounts = [act(name, occurrence="o", move=move) for name, move in zip("cab", MOVES, strict=True)]
    expected = (
        "accounts of o: recognition:a has withdrawal; recognition:b has recognition",
        "recognition:a",
    )
    for order in (accounts, accounts[::-1]):
        told = only(Dataset([*STATES, *order]).problems, "contradicting-moves")
        assert (told.message, told.record) == expected
        assert told.path == f"$.records[{3 + order.index(accounts[1])}]"


MOVES = (RecognitionMove.WITHDRAWAL, RecognitionMove.WITHDRAWAL, RecognitionMove.RECOGNITION)


def test_the_end_of_a_period_in_which_accounts_differ_is_told() -> None:
    """Accounts of a ban differ on the start, on the end, or on both."""
    for periods, names in (
        (("2000/2005", "2001/2005"), ["start"]),
        (("2000/2005", "2000/2006"), ["end"]),
        (("2000/2005", "2001/2006"), ["start", "end"]),
    ):
        bans = [ban(slug, period, occurrence="o") for slug, period in zip("ab", periods, strict=True)]
        told = [problem.message for problem in Dataset([*STATES, *bans]).problems]
        assert [re.findall(r"differ on the (\w+):", message) for message in told] == [[name] for name in names]


def test_statements_are_compared_by_their_day() -> None:
    """Two accounts of one statement that put it on two days contradict each other."""
    said = [
        Statement(id=f"statement:{slug}", force=Force.DENY, date=PartialDate(day), occurrence="o")
        for slug, day in (("a", "2000-01-01"), ("b", "2000-01-02"))
    ]
    told = only(Dataset(said).problems, "contradicting-days")
    assert told.message == "accounts of o differ on the date: statement:a has 2000-01-01; statement:b has 2000-01-02"


def test_of_accounts_that_say_the_same_day_the_first_by_id_is_told() -> None:
    """Which account an order is contradicted by does not depend on the order of the input."""
    accounts = [act(slug, "2005" if slug in "ab" else None, occurrence="o") for slug in "bac"]
    ordered = act("x", "2001", actor="state:C", after=("recognition:c",))
    for records in (accounts, accounts[::-1]):
        told = only(Dataset([*STATES, *records, ordered]).problems, "contradicting-order")
        assert told.message.endswith("by the days of recognition:a and recognition:x, it was after it")


def test_the_days_of_other_accounts_are_asked_for_either_side_of_an_order() -> None:
    """An act before the start of a ban, of which another account has it start earlier, is contradicted too."""
    bans = [ban("late", "2005/2006", occurrence="o"), ban("early", "2000/2006", occurrence="o")]
    before = act("a", "2002", before=("restriction:late@start",))
    told = only(Dataset([*STATES, *bans, before]).problems, "contradicting-order")
    assert (told.record, told.path) == ("recognition:a", "$.records[5].before[0]")
    assert "by the days of recognition:a and restriction:early" in told.message


@pytest.mark.parametrize(("day", "codes"), [("2000-05-02", []), ("2000-05-01", ["contradicting-order"])])
def test_what_another_account_puts_on_one_day_may_be_in_any_order(day: str, codes: list[str]) -> None:
    """An order between two acts of one day is contradicted by no account of that day, but by one of a day later."""
    accounts = [act("a", occurrence="o"), act("b", "2000-05-02", occurrence="o")]
    after = act("x", day, actor="state:C", after=("recognition:a",))
    assert [problem.code for problem in Dataset([*STATES, *accounts, after]).problems] == codes


def test_a_cycle_is_told_with_its_ids_and_a_long_one_without_its_middle() -> None:
    """All ids of a short one stand in the message, each before the next; of a long one the ends, and how many."""
    for count, shown in ((3, 4), (9, 10), (10, 5 + 2)):
        ring = [f"state:S{n:02}" for n in range(count)]
        states = [
            State(id=name, name=name, succeeds=(Succession(state=ring[n - 1], manner=SuccessionManner.CONTINUATOR),))
            for n, name in enumerate(ring)
        ]
        told = only(refused(*states), "cyclic-succession")
        ids = re.findall(r"state:S\d\d", told.message)
        assert len(ids) == shown
        assert ids[0] == ids[-1]
        assert told.message.count(" -> ") == shown - (shown == count + 1)
        assert (f"({count} in all)" in told.message) is (shown != count + 1)
        assert told.path == f"$.records[{int(ids[0][-2:])}].succeeds"


def test_an_order_that_returns_is_told_in_its_order() -> None:
    """The message has each moment before the next, and the path is that of an edge."""
    told = only(
        refused(*STATES, act("a", after=("recognition:b",)), act("b", after=("recognition:a",))), "cyclic-order"
    )
    assert re.fullmatch(r"(recognition:\w) before (recognition:\w) before \1", told.message)
    assert told.path in {"$.records[3].after[0]", "$.records[4].after[0]"}


def test_an_order_that_returns_through_a_ban_stands_at_an_edge_that_is_declared() -> None:
    """That a ban begins before it ends no record declares: the problem stands where one says what comes next."""
    records = [
        act("behind", after=("restriction:x@start",)),
        ban("x", "2000/..", after=("recognition:a",)),
        act("a", after=("restriction:x@end",)),
    ]
    told = only(refused(*STATES, *records), "cyclic-order")
    assert (
        told.message == "restriction:x@start before restriction:x@end before recognition:a before restriction:x@start"
    )
    assert (told.record, told.path) == ("recognition:a", "$.records[5].after[0]")


def test_what_is_refused_between_records_is_told_with_their_ids() -> None:
    """An id that stands twice, and the two moments of an order that days violate, are named."""
    twice = only(refused(*STATES, STATES[1]), "duplicate-id")
    assert re.findall(r"\w+:\w+", twice.message) == ["state:B"]
    late, early = act("late", "2001"), act("early", "2000", after=("recognition:late",))
    violated = only(refused(*STATES, late, early), "order-violated")
    assert re.findall(r"\w+:\w+", violated.message) == ["recognition:late", "recognition:early"]


def test_what_is_no_record_is_told() -> None:
    """The value that was given is shown."""
    with pytest.raises(InvalidDataError, match=r"expected a record, got .*state:A"):
        Dataset(["state:A"])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]


def test_after_a_hundred_ids_no_near_ones_are_looked_for() -> None:
    """The first hundred ids that dangle come with the nearest id there is, the others without."""
    records = [act(f"a{n:03}", actor=f"state:Aland{n:03}") for n in range(102)]
    problems = refused(*STATES, State(id="state:Aland", name="Aland"), *records)
    hinted = [problem.message.endswith(f"no record has the id state:Aland{n:03}") for n, problem in enumerate(problems)]
    assert hinted == [False] * 100 + [True] * 2


def test_a_bound_on_the_last_day_possible_still_binds() -> None:
    """An act that follows one of its last possible day can be on that day, and hands the bound on."""
    chain = [
        act("a", "2000-12-31"),
        act("b", "2000", after=("recognition:a",)),
        act("c", "2000-12-30", after=("recognition:b",)),
    ]
    told = only(refused(*STATES, *chain), "order-violated")
    assert told.record == "recognition:c"


def test_what_is_behind_a_circle_is_no_part_of_it() -> None:
    """Of an order that returns, only what is on the circle is told; what follows it is not."""
    told = refused(
        *STATES,
        act("a", after=("recognition:b",)),
        act("b", after=("recognition:a",)),
        act("c", after=("recognition:b",)),
        act("d", after=("recognition:c",)),
    )
    assert [problem.code for problem in told] == ["cyclic-order"]
    assert "recognition:c" not in told[0].message


def test_a_title_is_undone_only_for_its_own_land() -> None:
    """A withdrawal of a title needs one to the same land before it; of a state the land does not matter."""
    lands = (Territory(id="territory:L", name="L"), Territory(id="territory:M", name="M"))
    titles = {"capacity": Capacity.TITLE, "target": "state:B"}

    def title(name: str, day: str, land: str, move: RecognitionMove) -> RecognitionAct:
        made = act(name, day, concerning=land, move=move)
        return RecognitionAct(
            id=made.id,
            actor=made.actor,
            date=made.date,
            move=move,
            concerning=land,
            **titles,  # type: ignore[arg-type]
        )

    given = title("g", "2000", "territory:L", RecognitionMove.RECOGNITION)
    for land, codes in (("territory:L", []), ("territory:M", ["nothing-to-undo"])):
        ended = title("w", "2001", land, RecognitionMove.WITHDRAWAL)
        assert [p.code for p in Dataset([*STATES, *lands, given, ended]).problems] == codes
    of_state = [
        act("g", "2000", concerning="territory:L"),
        act("w", "2001", concerning="territory:M", move=RecognitionMove.WITHDRAWAL),
    ]
    assert Dataset([*STATES, *lands, *of_state]).problems == ()


@pytest.mark.parametrize(("ended", "codes"), [("2000-05-01", []), ("2000-04-30", ["overlapping-sole"])])
def test_an_end_on_the_day_of_the_first_recognition_may_be_its_end(ended: str, codes: list[str]) -> None:
    """An end on the first day of a sole recognition can have ended it; one a day earlier cannot."""
    governments = [Government(id=f"government:{n}", name=n, state="state:B") for n in "gh"]
    by = {"capacity": Capacity.GOVERNMENT, "actor": "state:A"}
    first, rival = (
        RecognitionAct(
            id=f"recognition:{n}",
            target=f"government:{n}",
            move=RecognitionMove.RECOGNITION,
            sole=True,
            date=PartialDate(day),
            **by,  # type: ignore[arg-type]
        )
        for n, day in (("g", "2000-05-01"), ("h", "2001-05-01"))
    )
    end = RecognitionAct(
        id="recognition:end",
        target="government:g",
        move=RecognitionMove.WITHDRAWAL,
        date=PartialDate(ended),
        **by,  # type: ignore[arg-type]
    )
    told = Dataset([*STATES, *governments, first, rival, end]).problems
    assert [problem.code for problem in told if problem.code == "overlapping-sole"] == codes


def test_a_gap_between_states_is_told_with_both_existences() -> None:
    """The warning has both periods and stands at the succession."""
    former = State(id="state:F", name="F", existence=Period("1950/1990-12-31"))
    later = State(
        id="state:S",
        name="S",
        existence=Period("1992-01-01/.."),
        succeeds=(Succession(state="state:F", manner=SuccessionManner.SUCCESSOR),),
    )
    told = only(Dataset([former, later]).problems, "successor-gap")
    assert (told.path, told.record) == ("$.records[1].succeeds[0]", "state:S")
    assert told.message == "it begins 1992-01-01/.., while state:F existed 1950/1990-12-31"


def test_a_diff_names_each_sort_of_change() -> None:
    """For rich there are the ids added, dropped and changed; the line counts them; HTML has the text's lines."""
    old = Dataset([State(id="state:A", name="A"), State(id="state:B", name="B")])
    new = Dataset([State(id="state:A", name="AA"), State(id="state:C", name="C")])
    changes = diff(old, new)
    assert dict(changes.__rich_repr__()) == {"added": ["state:C"], "dropped": ["state:B"], "changed": ["state:A"]}
    assert repr(changes) == "<Diff 1 added, 1 dropped, 1 changed>"
    texts = [text for text in re.split(r"<[^>]*>", changes._repr_html_()) if text]
    assert texts[0] == "Diff: 1 added, 1 dropped, 1 changed"
    assert texts[1:3] == ["changed", "state:A"]


def test_a_diff_has_a_path_for_each_item_of_a_list() -> None:
    """Items of a list that is new stand under their positions."""
    names = (Name(text="Aland", language="sv"), Name(text="Ahvenanmaa", language="fi"))
    lines = str(diff(Dataset(), Dataset([State(id="state:A", name="A", names=names)]))).splitlines()
    assert lines[0] == "added state:A"
    assert [line.partition(": ")[0] for line in lines[1:]] == ["+ $.name", "+ $.names[0]", "+ $.names[1]"]


def test_a_diff_is_in_the_order_of_ids_however_it_was_made() -> None:
    """Added and dropped records stand by id."""
    records = [State(id=f"state:{slug}", name=slug) for slug in "CAB"]
    assert [record.id for record in Diff(added=records).added] == ["state:A", "state:B", "state:C"]
    assert [record.id for record in Diff(dropped=records).dropped] == ["state:A", "state:B", "state:C"]


def test_a_change_of_id_is_told_with_the_record() -> None:
    """The problem is of the id that was, and names both."""
    with pytest.raises(InvalidDataError) as caught:
        RecordChange(before=STATES[0], after=STATES[1])
    (problem,) = caught.value.problems
    assert (problem.code, problem.record) == ("bad-id", "state:A")
    assert re.findall(r"state:\w+", problem.message) == ["state:A", "state:B"]


@pytest.mark.parametrize(("length", "cut"), [(58, False), (59, True)])
def test_a_value_of_sixty_marks_is_told_whole(length: int, cut: bool) -> None:
    """A value is shortened in a message where it is longer than sixty marks, its quotes included."""
    one, other = (Dataset([State(id="state:A", name=mark * length)]) for mark in "xy")
    with pytest.raises(InvalidDataError) as caught:
        merge(one, other)
    (problem,) = caught.value.problems
    assert ("…" in problem.message) is cut
    assert ('"' + "x" * length + '"' in problem.message) is not cut


def test_a_record_that_says_when_it_was_recorded_is_later_than_one_that_does_not() -> None:
    """Even the first day of the calendar is later than none."""
    dated = State(id="state:A", name="dated", recorded=PartialDate("0001-01-01"))
    for name in ("a", "b", "c", "d"):
        undated = State(id="state:A", name=name)
        assert merge(Dataset([undated]), Dataset([dated]), on_conflict="latest")["state:A"] == dated


def test_a_text_of_no_source_is_refused_with_the_near_sources() -> None:
    """The error speaks of sources, and names those that are near."""
    dataset = Dataset([Source(id="source:memo", title="memo"), State(id="state:memo", name="memo")])
    for wrong in ("source:memos", "state:memo"):
        with pytest.raises(UnknownIdError) as caught:
            check_citations(dataset, {wrong: "text"})
        assert str(caught.value).startswith(f"no source '{wrong}'")
        assert "source:memo" in str(caught.value)


def test_findings_have_their_words() -> None:
    """The words are those that the command line and users' tables show."""
    assert [str(finding) for finding in Finding] == ["found", "moved", "lost", "unchecked"]


def test_a_dataset_tells_rich_how_many_records_it_has() -> None:
    """And how many of each kind."""
    shown = list(Dataset([*STATES, Source(id="source:s", title="s")]).__rich_repr__())
    assert shown == [("records", 4), ("source", 1), ("state", 3)]


def test_accounts_of_one_day_are_compared_by_that_day() -> None:
    """Two accounts that give the same day in two ways do not differ."""
    acts = [act("a", "2000-02-29", occurrence="o"), act("b", "2000-02", occurrence="o")]
    assert Dataset([*STATES, *acts]).problems == ()
    assert acts[0].date == PartialDate.from_date(date(2000, 2, 29))


def ban(name: str, period: str, **fields: object) -> Restriction:
    """Give a ban that A imposes on B."""
    return Restriction(
        id=f"restriction:{name}",
        imposer="state:A",
        targets=("state:B",),
        domain=Domain.TRADE,
        measure=Measure.BAN,
        period=Period(period),
        **fields,  # type: ignore[arg-type]
    )


def test_the_ends_of_a_superseded_record_order_nothing() -> None:
    """What is put after the end, or before the start, of a ban that was corrected, is not held to its days."""
    corrected = (ban("old", "2000-01-01/2005-01-01"), ban("new", "1990/1991", supersedes=("restriction:old",)))
    late = act("late", "2001", after=("restriction:old@end",))
    early = act("early", "2001", before=("restriction:old@start",))
    assert Dataset([*STATES, *corrected, late, early]).problems == ()
    told = refused(*STATES, ban("old", "2000-01-01/2005-01-01"), late, early)
    assert [problem.code for problem in told] == ["order-violated", "order-violated"]


def test_the_ends_of_accounts_of_a_ban_are_compared_with_what_is_ordered_by_them() -> None:
    """An act after the end of a ban, of which another account has it end later: the order is contradicted."""
    told = only(
        Dataset(
            [
                *STATES,
                ban("short", "2000-01-01/2001-01-01", occurrence="o"),
                ban("long", "2000-01-01/2005-01-01", occurrence="o"),
                act("a", "2002", after=("restriction:short@end",)),
            ]
        ).problems,
        "contradicting-order",
    )
    assert told.record == "recognition:a"
    assert "by the days of restriction:long and recognition:a" in told.message


def test_a_passage_of_another_length_is_not_the_one_cited() -> None:
    """The digest of fewer letters, which stand at the end of the text, does not make up for the length."""
    text = "recognised"
    ends = [Citation.of(text, start, 10, source="source:s").digest for start in (6, 7, 8, 9)]
    citations = tuple(Citation(source="source:s", start=0, end=5, digest=digest) for digest in ends)
    dataset = Dataset([Source(id="source:s", title="s"), State(id="state:A", name="A", citations=citations)])
    assert [passage.finding for passage in check_citations(dataset, {"source:s": text}).passages] == [Finding.LOST] * 4


def test_what_is_made_once_keeps_its_name_and_its_docstring() -> None:
    """A function that is made to work once is told like itself."""

    def named() -> int:
        """Give a number."""
        return 1

    assert (once(named).__name__, once(named).__doc__) == (named.__name__, named.__doc__)
