"""Recognition of Kosovo and of Palestine: the accounts are those of the sources, and counts come out as published."""

import csv
import importlib.util
import json
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from recognition import (
    Extent,
    History,
    Organization,
    PartialDate,
    Person,
    Policy,
    RecognitionAct,
    Severity,
    Source,
    State,
    Statement,
    Truth,
    UnknownIdError,
    reference,
)

ROOT: Final = Path(__file__).resolve().parents[2]
KOSOVO: Final = "state:XKX"
PALESTINE: Final = "state:PSE"
Find = Callable[[str], Path]


@cache
def history(target: str, policy: str = "preferred") -> History:
    """Give the answers on one of the two."""
    return History(reference.recognition_of(target), policy=Policy.named(policy))


@cache
def members(on: str) -> frozenset[str]:
    """Give the members of the United Nations on a day."""
    return frozenset(
        state.id
        for state in reference.states().of(State)
        for one in state.memberships
        if one.system == "un" and one.period is not None and one.period.contains(PartialDate(on)) is Truth.TRUE
    )


def among_members(target: str, on: str) -> Extent:
    """Give the members of the United Nations that recognise one of the two."""
    found = history(target).recognisers(target, on=on)
    return Extent(certain=found.certain & members(on), possible=found.possible & members(on))


def codes(ids: frozenset[str]) -> set[str]:
    """Give states by their codes."""
    return {record_id.partition(":")[2] for record_id in ids}


@cache
def maker() -> ModuleType:
    """Give the script that builds the data."""
    path = ROOT / "tools" / "make_recognition_of.py"
    spec = importlib.util.spec_from_file_location("make_recognition_of", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def acts(target: str, actor: str) -> dict[str, str]:
    """Give the days of the accounts that are on record of a state, by the rest of their ids."""
    stem = f"recognition:{target.partition(':')[2]}.{actor}"
    held = reference.recognition_of(target).of(RecognitionAct)
    return {act.id.removeprefix(stem).removeprefix("."): str(act.date) for act in held if act.actor == f"state:{actor}"}


# ---- What it is ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", [KOSOVO, PALESTINE])
def test_it_is_loaded_once_and_has_the_states(target: str) -> None:
    """The same dataset is given each time, and the states in it are those of the reference data."""
    dataset = reference.recognition_of(target)
    assert dataset is reference.recognition_of(target)
    assert dataset.of(State) == reference.states().of(State)


def test_another_id_is_an_error_that_names_the_two() -> None:
    """Nobody has to look into the source to learn of which states there is data."""
    with pytest.raises(UnknownIdError) as caught:
        reference.recognition_of("state:PRK")
    assert caught.value.key == "state:PRK"
    assert KOSOVO in str(caught.value)
    assert PALESTINE in str(caught.value)


@pytest.mark.parametrize("target", [KOSOVO, PALESTINE])
def test_nothing_is_probably_wrong(target: str) -> None:
    """What is told of the data are contradictions between accounts, and nothing else."""
    problems = reference.recognition_of(target).problems
    assert {problem.code for problem in problems} <= {"contradicting-days", "contradicting-moves"}
    assert {problem.severity for problem in problems} == {Severity.NOTE}


@pytest.mark.parametrize("target", [KOSOVO, PALESTINE])
def test_every_act_and_statement_cites_a_source(target: str) -> None:
    """Each is of that target and cites; and every source of the data is cited."""
    dataset = reference.recognition_of(target)
    code = target.partition(":")[2]
    told = [*dataset.of(RecognitionAct), *dataset.of(Statement), *dataset.of(Person), *dataset.of(Organization)]
    assert all(record.citations for record in told)
    assert {act.target for act in dataset.of(RecognitionAct)} == {target}
    cited = {citation.source for record in dataset for citation in record.citations}
    assert {source.id for source in dataset.of(Source) if source.id.startswith(f"source:{code}.")} <= cited


@pytest.mark.parametrize("target", [KOSOVO, PALESTINE])
def test_a_source_has_a_digest_or_says_that_it_has_none(target: str) -> None:
    """A file that was read has a digest; of a stored copy the note says that no bytes are kept."""
    code = target.partition(":")[2]
    own = [one for one in reference.recognition_of(target).of(Source) if one.id.startswith(f"source:{code}.")]
    assert own
    for source in own:
        assert (source.sha256 is None) == ("no bytes are kept" in (source.note or "")), source.id
    assert [source.id for source in own if source.sha256] == [
        "source:XKX.guide-kosovo" if target == KOSOVO else "source:PSE.names"
    ]


@pytest.mark.parametrize("target", [KOSOVO, PALESTINE])
def test_accounts_of_one_happening_differ(target: str) -> None:
    """Two accounts of one occurrence have another day or another move; alike ones are one record."""
    happenings = defaultdict[str, list[tuple[str, str]]](list)
    for act in reference.recognition_of(target).of(RecognitionAct):
        if act.occurrence:
            happenings[act.occurrence].append((str(act.date), act.move.value))
    assert happenings
    assert all(len(told) == len(set(told)) > 1 for told in happenings.values())


@pytest.mark.parametrize("target", [KOSOVO, PALESTINE])
def test_none_is_preferred_and_the_few_that_are_set_aside_say_why(target: str) -> None:
    """The data takes no side: no account hides another, and one that is known to be wrong has its reason."""
    held = reference.recognition_of(target).of(RecognitionAct)
    assert {act.rank.value for act in held} == {"normal", "deprecated"}
    aside = {act.id for act in held if act.rank.value == "deprecated"}
    assert aside == ({"recognition:XKX.BRB.encyclopedia-zh"} if target == KOSOVO else {"recognition:PSE.UN.2012.ecf"})
    assert all(act.rank_reason for act in held if act.rank.value == "deprecated")


@pytest.mark.parametrize("name", ["kosovo", "palestine"])
def test_the_files_are_small(name: str) -> None:
    """They are part of every installation."""
    assert len(files("recognition.reference").joinpath(f"recognition-of-{name}.jsonl").read_bytes()) < 150_000


@pytest.mark.parametrize("name", ["kosovo", "palestine"])
def test_a_rebuild_gives_the_bytes_that_are_shipped(name: str, real_file: Find) -> None:
    """What is shipped is what the tables and the files of others give."""
    data = real_file("data")
    for part in ("us_rdcr/articles/kosovo.xml", "recognition_palestine/albertkun_yes.csv"):
        real_file(f"data/{part}")
    shipped = files("recognition.reference").joinpath(f"recognition-of-{name}.jsonl").read_bytes()
    assert maker().build(name, data) == shipped


# ---- Counts that others have published -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "published"),
    [
        ("2008-10-31", 52),  # an encyclopedia's article, in its version of 3 November 2008
        ("2008-12-11", 53),  # Eurasia, 11 December 2008
        ("2009-03-09", 56),  # Eurasia, 10 March 2009: Palau is the 56th
        ("2009-11-09", 63),  # Eurasia, 9 November 2009: 63 of the 192 members
        ("2009-12-16", 64),  # NOA, 16 December 2009: Malawi is the 64th
    ],
)
def test_kosovo_is_recognised_by_as_many_members_as_published_where_the_days_are_known(on: str, published: int) -> None:
    """Up to the end of 2009 nearly every day is known: what is certain is what was counted at the time."""
    assert len(among_members(KOSOVO, on).certain) == published


@pytest.mark.parametrize(
    ("on", "published"),
    [
        ("2010-07-22", 69),  # Department of State, background note, July 2010
        ("2011-01-13", 74),  # Radio Free Europe, 13 January 2011: Guinea-Bissau is the 74th
        ("2011-06-08", 76),  # Kosovo's foreign ministry, 8 June 2011: Andorra is the 76th
        ("2011-10-11", 85),  # an encyclopedia's article, as of 11 October 2011: 85 of 193
        ("2012-05-02", 90),  # Political Geography Now, 2 May 2012: 90 of 193
        ("2017-02-27", 111),  # an encyclopedia's article, as of 27 February 2017: 111 of 193
        ("2020-03-03", 92),  # Serbia's foreign minister, 3 March 2020
        ("2020-09-04", 97),  # an encyclopedia's article, as of 4 September 2020: 97 of 193
    ],
)
def test_a_published_count_of_kosovo_lies_in_the_band(on: str, published: int) -> None:
    """Where days or withdrawals are in doubt, what was counted is between what is certain and what is possible."""
    found = among_members(KOSOVO, on)
    assert len(found.certain) <= published <= len(found.possible)


@pytest.mark.parametrize(
    ("on", "published"),
    [
        ("2012-12-24", 98),  # Express Tribune, 24 December 2012: Pakistan is the 98th member
        ("2014-04-01", 106),  # the President of Kosovo, 1 April 2014: 106 members
    ],
)
def test_who_counts_every_recognition_of_kosovo_that_was_told_comes_to_what_is_possible(
    on: str, published: int
) -> None:
    """The count goes by announcements, without a doubt about the day and without the veto of Sao Tome's President."""
    assert len(among_members(KOSOVO, on).possible) == published


def test_kosovos_count_of_121_is_what_is_possible_and_two_that_are_no_members() -> None:
    """Its president's count of 19 December 2025 has the Cook Islands and Niue, which are told for 2015."""
    assert len(among_members(KOSOVO, "2025-12-19").possible) == 121 - 2


@pytest.mark.parametrize(
    ("on", "published"),
    [
        ("2015-09-14", 136),  # an encyclopedia's article, as of 14 September 2015: 136 of 193
        ("2019-07-31", 138),  # the same, as of 31 July 2019: 138 of 193
        ("2025-09-26", 157),  # the table of codes: 157 members
    ],
)
def test_palestine_is_possibly_recognised_by_as_many_members_as_published(on: str, published: int) -> None:
    """Who counts those in that AFP leaves out comes to what is possible."""
    assert len(among_members(PALESTINE, on).possible) == published


def test_what_afp_counts_of_palestine_lies_below_by_the_states_that_it_leaves_out() -> None:
    """AFP has 142 with France, and leaves out four by name and three more that the copy at hand does not name."""
    found = among_members(PALESTINE, "2025-07-25")
    assert codes(found.doubtful) == {"CZE", "HUN", "MLT", "PNG"}
    assert len(found.certain) - 3 == 142 - 1


def test_a_member_is_counted_from_the_day_of_its_membership() -> None:
    """The table carries acts of 1988 on to states of later: on that day they were no members."""
    on = "1988-12-31"
    found = history(PALESTINE).recognisers(PALESTINE, on=on)
    assert codes(found.possible - members(on)) == {"CZE", "ESH", "NAM", "PRK", "RUS", "SRB", "SVK"}


def test_serbia_counts_on_withdrawals_and_kosovo_does_not() -> None:
    """By Belgrade's claims 18 had withdrawn by March 2020; by Kosovo's count nobody has until the end of 2025."""
    found = among_members(KOSOVO, "2020-03-04")
    claimed = {
        *("STP", "SUR", "GNB", "BDI", "PNG", "LSO", "DMA", "GRD", "COM"),
        *("SLB", "MDG", "PLW", "CAF", "TGO", "GHA", "NRU", "SLE"),
    }
    assert claimed <= codes(found.doubtful)
    assert "state:LBR" in found.certain
    sources = reference.recognition_of(KOSOVO).of(Source)
    without = Policy.only(*(one.id for one in sources if one.id != "source:XKX.krstarica-bahamas"))
    left = History(reference.recognition_of(KOSOVO), policy=without).recognisers(KOSOVO, on="2020-03-04")
    # Guinea-Bissau is told to have taken it back again, as Liberia has said of itself.
    assert claimed & codes(left.possible) == {"GNB"}


# ---- Single acts, from the sources -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        ("BEL", {"ministry-list-2018": "2008-02-24", "snork-2008": "2008-02-25"}),
        ("DEU", {"ministry-list-2018": "2008-02-20", "snork-2008": "2008-02-19"}),
        ("MCO", {"": "2008-03-19"}),
        ("SUR", {"ibna-suriname": "2016-07-22", "sandbox": "2016-07-08"}),
        ("MRT", {"": "2010"}),
        ("SYR", {"": "2025-10-29"}),
        ("SRB", {}),
        ("NGA", {}),
        ("JAM", {}),
    ],
)
def test_the_days_of_kosovos_recognition_are_those_of_the_lists(actor: str, expected: dict[str, str]) -> None:
    """Where lists agree there is one record, where they differ one for each; of some they have none."""
    found = {key: day for key, day in acts(KOSOVO, actor).items() if not key.startswith("withdrawal")}
    assert found == expected


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        ("KGZ", {"": "1995-11"}),
        ("GNQ", {"": "1989-05"}),
        ("URY", {"codes": "2011-03-16", "names": "2011-03-15"}),
        ("GBR", {"codes": "2025-09-21", "names": "2025-09-25"}),
        ("MEX", {"codes": "2023-06-02", "names": "2025-01-25", "news": "2025-02-05"}),
        ("PNG", {"afp": "[2025-07..]", "codes": "1995-01-13", "names": "1994-10-04"}),
        ("MLT", {"codes": "1988-11-16", "news": "2025-09-22"}),
        ("VAT", {"": "2015-06-26"}),
        ("USA", {}),
    ],
)
def test_the_days_of_palestines_recognition_are_those_of_the_tables(actor: str, expected: dict[str, str]) -> None:
    """Both tables, the news and the agency's count, each where it differs."""
    assert acts(PALESTINE, actor) == expected


def test_every_row_of_the_table_of_names_is_an_account(real_file: Find) -> None:
    """Read without the library: every row is cited once, by its line, and no other line is."""
    path = real_file("data/recognition_palestine/albertkun_yes.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        lines = [f"line {reader.line_num}" for _ in reader][1:]
    cited = [
        (citation.locator or "").partition(",")[0]
        for act in reference.recognition_of(PALESTINE).of(RecognitionAct)
        for citation in act.citations
        if citation.source == "source:PSE.names"
    ]
    assert sorted(cited) == sorted(lines)


def test_a_withdrawal_is_in_doubt_where_it_is_claimed_and_denied() -> None:
    """Suriname: before the claim recognised, after it nobody knows; by one side's sources alone it is certain."""
    assert history(KOSOVO).standing("state:SUR", KOSOVO, on="2017-10-26").recognised is Truth.TRUE
    after = history(KOSOVO).standing("state:SUR", KOSOVO, on="2017-10-27")
    assert {str(standing) for standing in after.possible} == {"recognised", "withdrawn"}
    assert {"recognition:XKX.SUR.withdrawal.sandbox", "recognition:XKX.SUR.withdrawal.pristina"} <= set(after.because)
    belgrade = History(reference.recognition_of(KOSOVO), policy=Policy.only("source:XKX.sandbox"))
    assert belgrade.standing("state:SUR", KOSOVO, on="2017-10-27").recognised is Truth.FALSE


def test_each_withdrawal_has_an_account_by_which_it_has_not_happened() -> None:
    """None of them is a plain fact: each is claimed by one account and not so by another."""
    claimed = defaultdict[str, set[str]](set)
    for act in reference.recognition_of(KOSOVO).of(RecognitionAct):
        if (act.occurrence or "").endswith(".withdrawal") or ".withdrawal" in act.id:
            claimed[act.actor].add(act.id.rpartition(".")[2])
    assert len(claimed) == 18 + 9
    assert {actor for actor, labels in claimed.items() if "pristina" not in labels} == {"state:LBR"}
    assert "monrovia" in claimed["state:LBR"]
    assert all(len(labels) == 2 for labels in claimed.values())


def test_liberia_has_said_itself_that_its_recognition_holds() -> None:
    """What is denied by the one who is said to have done it, and followed by its own word, is no doubt afterwards."""
    standing = history(KOSOVO).standing
    assert standing("state:LBR", KOSOVO, on="2018-06-15").recognised is Truth.UNKNOWN
    assert standing("state:LBR", KOSOVO, on="2018-07-01").recognised is Truth.TRUE


def test_a_denial_in_words_is_about_the_claim_that_it_denies() -> None:
    """Each denial names the account of the claim, not the one that stands for the denial."""
    dataset = reference.recognition_of(KOSOVO)
    denials = [one for one in dataset.of(Statement) if one.force.value == "deny"]
    assert len(denials) == 13
    for denial in denials:
        assert denial.about
        assert all(".withdrawal" in about and not about.endswith(".pristina") for about in denial.about), denial.id
    (ghana,) = (one for one in dataset.of(Statement) if one.id == "statement:XKX.confirm-ghana")
    assert (ghana.speaker, ghana.about) == ("state:GHA", ("recognition:XKX.GHA.withdrawal.rfe-ghana",))


def test_the_vote_of_2012_is_the_act_of_the_organisation() -> None:
    """A vote in favour is no recognition by the member: no member has an act of that day."""
    of_that_day = [
        act for act in reference.recognition_of(PALESTINE).of(RecognitionAct) if str(act.date) == "2012-11-29"
    ]
    assert [act.actor for act in of_that_day] == ["organization:UN"]
    (act,) = of_that_day
    assert act.vote is not None
    assert (act.vote.favour, act.vote.against, act.vote.abstain, act.vote.absent) == (138, 9, 41, 5)


# ---- The script ------------------------------------------------------------------------------------------------------


def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **changed: Any) -> bytes:
    """Build from a table of two sources, with changes."""
    table: dict[str, Any] = {
        "target": KOSOVO,
        "after": "event:XKX.independence",
        "sources": {"one": {"title": "One"}, "two": {"title": "Two", "part": "the first row"}},
        "parties": [],
        "records": [
            {
                "type": "event",
                "id": "event:XKX.independence",
                "change": "independence",
                "state": KOSOVO,
                "date": "2008-02-17",
                "citations": [{"source": "one"}],
            }
        ],
        "accounts": [{"source": "one", "days": {"2010-05-03": "USA"}}, {"source": "two", "days": {"2010": "USA"}}],
        "statements": [],
    }
    (tmp_path / "table.yaml").write_text(json.dumps(table | changed), encoding="utf-8")
    monkeypatch.setattr(maker(), "TABLES", tmp_path)
    built: bytes = maker().build("table", tmp_path)
    return built


def built_acts(data: bytes) -> list[tuple[str, str, int]]:
    """Give the acts of built data: the rest of the id, the day and the number of citations."""
    records = [json.loads(line) for line in data.splitlines()[1:]]
    held = [record for record in records if record["type"] == "recognition"]
    return [(one["id"].removeprefix("recognition:XKX."), one["date"], len(one["citations"])) for one in held]


def test_an_account_that_says_less_is_cited_by_the_one_that_says_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A year that holds the day of another account contradicts nothing."""
    assert built_acts(tables(tmp_path, monkeypatch)) == [("USA", "2010-05-03", 2)]


def test_accounts_that_differ_are_records_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither day is chosen."""
    accounts = [{"source": "one", "days": {"2010-05-03": "USA"}}, {"source": "two", "days": {"2010-05-04": "USA"}}]
    assert built_acts(tables(tmp_path, monkeypatch, accounts=accounts)) == [
        ("USA.one", "2010-05-03", 1),
        ("USA.two", "2010-05-04", 1),
    ]


@pytest.mark.parametrize(
    ("accounts", "message"),
    [
        ([{"source": "one", "days": {"2010": "USA"}}], "nothing cites source:XKX.two"),
        ([{"source": "one", "days": {"2010": "USA", "2011": "USA"}}], "USA is there twice"),
        ([{"source": "one", "days": {}, "daze": "x"}], "unknown: daze"),
        (
            [{"source": "one", "days": {"2010": "USA"}}, {"source": "one", "days": {"2011": "USA"}}],
            "two accounts are called alike",
        ),
    ],
)
def test_a_table_with_a_slip_stops_the_script(
    accounts: list[dict[str, Any]], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written from a table in which something is left over or there twice."""
    with pytest.raises(SystemExit, match=message):
        tables(tmp_path, monkeypatch, accounts=accounts)
