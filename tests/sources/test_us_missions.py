"""The missions of the United States: each change of status an act, of the move and level that the codebook allows.

The samples are made up, in the shape of the files of v0.1.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import recognition
from recognition import (
    Code,
    DiplomaticAct,
    DiplomaticMove,
    History,
    InvalidDataError,
    Level,
    PartialDate,
    Severity,
    Source,
    State,
    merge,
)
from recognition.sources import cow, gw, us_missions
from recognition.sources.mission_status import MissionStatus, move_between
from recognition.sources.slugs import slug_of
from recognition.sources.us_missions import ImportedMissions

HEADER: Final = "state_dept_name,status_change,year,month,day,last_verified,notes"
COW_HEADER: Final = (
    "country_abbrev_cow,country_code_cow,country_name_cow,country_name_usdos,date_start,date_end,us_mission_status"
)
GW_HEADER: Final = COW_HEADER.replace("_cow", "_gw")
TRANSITIONS: Final = "data/us_missions/2024-01-16_transitions.csv"
RANGES: Final = {name: f"data/us_missions/mission_status_range_{name}_v0.1.csv" for name in ("cow", "gw", "gwm")}
MOVES: Final = DiplomaticMove
Find = Callable[[str], Path]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a made-up file, of transitions if nothing else is said."""

    def written(*rows: str, header: str = HEADER, name: str = "transitions.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]), encoding="utf-8")
        return path

    return written


def acts(imported: ImportedMissions, receiver: str | None = None) -> list[DiplomaticAct]:
    """Give the acts, or those at one state, by their citations' lines."""
    found = [act for act in imported.dataset.of(DiplomaticAct) if receiver in {None, act.receiver}]
    return sorted(found, key=lambda act: int((act.citations[0].locator or "").removeprefix("line ")))


def steps(imported: ImportedMissions) -> list[tuple[str, str, str, bool]]:
    """Give date, move, level and residence of each act."""
    return [(str(act.date), act.move.value, str(act.level), act.non_resident) for act in acts(imported)]


def told(imported: ImportedMissions) -> list[tuple[str, int | None, str]]:
    """Give the errors: code, line, path."""
    return [
        (problem.code, problem.line, problem.path)
        for problem in imported.problems
        if problem.severity is Severity.ERROR
    ]


def doubts(imported: ImportedMissions) -> list[int | None]:
    """Give the lines of the doubts."""
    return [problem.line for problem in imported.problems if problem.severity is not Severity.ERROR]


def refusal(*paths: Path) -> list[tuple[str, str | None, int | None]]:
    """Give the problems for which the files are refused: code, file, line."""
    with pytest.raises(InvalidDataError) as refused:
        us_missions.read(*paths)
    return [(problem.code, problem.source, problem.line) for problem in refused.value]


# The real files. The figures are counted with pandas and awk: rows, names, empty cells, pairs of statuses.


def test_the_transitions_are_read_whole(real_file: Find) -> None:
    """590 rows on 215 names, 23 without a month and 7 more without a day; no two of them are in doubt."""
    imported = us_missions.read(real_file(TRANSITIONS))
    assert (imported.rows, dict(imported.taken), imported.problems) == (590, {"transitions": 590}, ())
    found = acts(imported)
    assert len(found) == 590
    assert len({act.receiver for act in found}) == 215
    assert {act.sender for act in found} == {"state:usdos.united-states"}
    assert Counter(act.date.precision.value for act in found if act.date) == {"year": 23, "month": 7, "day": 560}
    assert len(imported.dataset.of(State)) == 216
    assert imported.ranges == ()


def test_the_moves_of_the_transitions(real_file: Find) -> None:
    """By pairs of statuses: 215 first ones and 146 other ways up, 108 up and 7 down among the four diplomatic ones."""
    found = acts(us_missions.read(real_file(TRANSITIONS)))
    assert Counter(act.move for act in found) == {
        MOVES.MISSION_OPENING: 215
        + 86
        + 10
        + 2
        + 35
        + 13,  # first; from None, Interests, Consul NR, Consulate, Liaison
        MOVES.UPGRADE: 19 + 21 + 68,  # from Ambassador Nonresident, Envoy Nonresident, Legation
        MOVES.DOWNGRADE: 6 + 1,  # Embassy to Ambassador Nonresident and to Legation
        MOVES.MISSION_CLOSING: 103 + 4 + 4 + 3,  # to None, Interests, Liaison, Consulate
    }
    assert Counter((act.level, act.non_resident) for act in found) == {
        (Level.AMBASSADOR, False): 226,
        (Level.MINISTER, False): 106,
        (Level.NONE, False): 103,
        (Level.CONSULATE, False): 65,
        (Level.AMBASSADOR, True): 37,
        (Level.MINISTER, True): 24,
        (Level.LIAISON, False): 14,
        (Level.INTERESTS_SECTION, False): 12,
        (Level.CONSULATE, True): 3,
    }


def test_cuba_by_the_real_transitions(real_file: Find) -> None:
    """Lines 125 to 129; what is not said, such as that relations were severed in 1961, is not made of them."""
    imported = us_missions.read(real_file(TRANSITIONS))
    cuba = acts(imported, "state:usdos.cuba")
    assert [(str(act.date), act.move, act.level, act.citations[0].locator) for act in cuba] == [
        ("1902-05-27", MOVES.MISSION_OPENING, Level.MINISTER, "line 125"),
        ("1923-02-10", MOVES.UPGRADE, Level.AMBASSADOR, "line 126"),
        ("1961-01-03", MOVES.MISSION_CLOSING, Level.NONE, "line 127"),
        ("1977-09-01", MOVES.MISSION_OPENING, Level.INTERESTS_SECTION, "line 128"),
        ("2015-07-20", MOVES.MISSION_OPENING, Level.AMBASSADOR, "line 129"),
    ]
    history = History(imported.dataset)
    levels = [
        history.relations("state:usdos.united-states", "state:usdos.cuba", on=f"{year}-01-01").level
        for year in (1910, 1950, 1970, 1980, 2020)
    ]
    assert levels == [Level.MINISTER, Level.AMBASSADOR, Level.NONE, Level.INTERESTS_SECTION, Level.AMBASSADOR]


@pytest.mark.parametrize(
    ("name", "rows", "changes", "states"), [("cow", 656, 410, 217), ("gw", 670, 452, 201), ("gwm", 725, 484, 224)]
)
def test_the_ranges_are_read_whole(real_file: Find, name: str, rows: int, changes: int, states: int) -> None:
    """Every row is a range; those that follow on another, of one name and another status, are changes."""
    imported = us_missions.read(real_file(RANGES[name]))
    assert (imported.rows, imported.refused, len(imported.ranges)) == (rows, 0, rows)
    assert dict(imported.taken) == {
        "ranges that begin with a change": changes,
        "ranges that begin with no change": rows - changes,
    }
    assert len(acts(imported)) == changes
    assert len(imported.dataset.of(State)) == states + 1
    assert sum(item.usdos is None for item in imported.ranges) == {"cow": 10, "gw": 13, "gwm": 15}[name]


def test_the_name_that_was_spoilt_in_the_files_is_mended_and_told_of(real_file: Find) -> None:
    """An apostrophe has become a control character, in the first of the rows on Ivory Coast."""
    imported = us_missions.read(real_file(RANGES["gw"]))
    assert doubts(imported) == [114]
    state = imported.dataset["state:gw.437.CDI"]
    assert isinstance(state, State)
    assert state.name == "Cote D\N{RIGHT SINGLE QUOTATION MARK}Ivoire"


def test_the_ranges_give_the_memberships_of_the_lists(real_file: Find) -> None:
    """They partition them, so each state has those that its list gives it, under the same id."""
    lists = cow.read(real_file("data/cow_states/cow_statelist2024.csv")).dataset
    ranges = us_missions.read(real_file(RANGES["cow"])).dataset
    for listed in lists.of(State):
        state = ranges[listed.id]
        assert isinstance(state, State)
        assert state.memberships == (() if state.id == "state:cow.2.USA" else listed.memberships)
        assert (state.name, state.codes[:2]) == (listed.name, listed.codes)
    assert len(ranges.of(State)) == len(lists.of(State)) == 218


def test_what_the_lists_were_read_into_is_taken_over(real_file: Find) -> None:
    """Then the two datasets merge without a conflict, and without it, they do not."""
    lists = cow.read(real_file("data/cow_states/cow_statelist2024.csv")).dataset
    joined = us_missions.read(real_file(RANGES["cow"]), states=lists)
    assert merge(joined.dataset, lists) == joined.dataset
    assert joined.dataset["state:cow.40.CUB"] == lists["state:cow.40.CUB"]
    assert len(acts(joined)) == 410
    with pytest.raises(InvalidDataError):
        merge(us_missions.read(real_file(RANGES["cow"])).dataset, lists)


def test_what_both_files_of_one_list_have_is_one_occurrence(real_file: Find) -> None:
    """All 452 changes of the smaller are among the 484 of the larger, and nothing contradicts; memberships add up."""
    imported = us_missions.read(real_file(RANGES["gwm"]), real_file(RANGES["gw"]))
    assert imported.rows == 725 + 670
    occurrences = Counter(act.occurrence for act in acts(imported))
    assert Counter(occurrences.values()) == {2: 452, 1: 484 - 452}
    assert None not in occurrences
    assert imported.dataset.problems == ()
    listed = gw.read(real_file("data/gw_states/ksgmdw.txt"), real_file("data/gw_states/microstates.txt")).dataset
    differing = [
        item.id
        for item in imported.dataset.of(State)
        if item.id != "state:gw.2.USA" and item.memberships != listed[item.id].memberships  # type: ignore[attr-defined]
    ]
    assert differing == []


def test_all_real_files_go_through_a_file(real_file: Find) -> None:
    """What is made of them is a dataset like any other, whatever their order."""
    paths = [real_file(name) for name in (TRANSITIONS, *RANGES.values())]
    imported = us_missions.read(*paths)
    assert imported.rows == 590 + 656 + 670 + 725
    assert len(imported.dataset.of(DiplomaticAct)) == 590 + 410 + 452 + 484
    assert recognition.loads(recognition.dumps(imported.dataset, format="json"), format="json") == imported.dataset
    assert {act.sender for act in imported.dataset.of(DiplomaticAct)} == {
        "state:usdos.united-states",
        "state:cow.2.USA",
        "state:gw.2.USA",
    }
    turned = us_missions.read(*reversed(paths)).dataset
    assert {record.id for record in turned} == {record.id for record in imported.dataset}


# Statuses and moves.


def test_each_status_is_a_level_of_its_own() -> None:
    """Nine statuses, nine pairs of level and residence, in an order that rises with the level."""
    assert [(status.value, status.level.value, status.non_resident) for status in MissionStatus] == [
        ("None", "none", False),
        ("Interests", "interests-section", False),
        ("Liaison", "liaison", False),
        ("Consul Nonresident", "consulate", True),
        ("Consulate", "consulate", False),
        ("Envoy Nonresident", "minister", True),
        ("Legation", "minister", False),
        ("Ambassador Nonresident", "ambassador", True),
        ("Embassy", "ambassador", False),
    ]
    levels = list(Level)
    ranks = [levels.index(status.level) for status in MissionStatus]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        ("None", "Embassy", MOVES.MISSION_OPENING),
        ("None", "Interests", MOVES.MISSION_OPENING),
        ("None", "Ambassador Nonresident", MOVES.MISSION_OPENING),
        ("Interests", "Embassy", MOVES.MISSION_OPENING),
        ("Interests", "Liaison", MOVES.MISSION_OPENING),
        ("Liaison", "Ambassador Nonresident", MOVES.MISSION_OPENING),
        ("Consulate", "Legation", MOVES.MISSION_OPENING),
        ("Consul Nonresident", "Consulate", MOVES.MISSION_OPENING),
        ("Envoy Nonresident", "Legation", MOVES.UPGRADE),
        ("Legation", "Ambassador Nonresident", MOVES.UPGRADE),
        ("Ambassador Nonresident", "Embassy", MOVES.UPGRADE),
        ("Embassy", "Ambassador Nonresident", MOVES.DOWNGRADE),
        ("Embassy", "Legation", MOVES.DOWNGRADE),
        ("Embassy", "Liaison", MOVES.MISSION_CLOSING),
        ("Legation", "Consulate", MOVES.MISSION_CLOSING),
        ("Embassy", "Interests", MOVES.MISSION_CLOSING),
        ("Interests", "None", MOVES.MISSION_CLOSING),
        ("Consulate", "None", MOVES.MISSION_CLOSING),
        ("Embassy", "Embassy", None),
    ],
)
def test_moves_claim_no_more_than_missions(before: str, after: str, move: DiplomaticMove | None) -> None:
    """Only where an envoy is accredited before and after are relations said to go on at another level."""
    assert move_between(MissionStatus(before), MissionStatus(after)) is move


# Made-up transitions.


def test_a_transition_is_an_act_at_a_state_of_that_name(write: Write) -> None:
    """With its line; note and day of verification are kept, and neither is a day of record."""
    imported = us_missions.read(write('"Atlantis, The",Legation,1900,2,3,2023-12-04,"A ""book"", page 4"'))
    (act,) = acts(imported)
    assert act == DiplomaticAct(
        id="diplomatic:us-missions.usdos.atlantis-the.1900-02-03.legation",
        sender="state:usdos.united-states",
        receiver="state:usdos.atlantis-the",
        move=MOVES.MISSION_OPENING,
        level=Level.MINISTER,
        date=PartialDate("1900-02-03"),
        note='A "book", page 4; last verified 2023-12-04',
        citations=act.citations,
    )
    assert [(item.source, item.locator) for item in act.citations] == [("source:us-missions-transitions", "line 2")]
    assert act.recorded is None
    state = imported.dataset["state:usdos.atlantis-the"]
    assert isinstance(state, State)
    assert (state.name, state.codes) == ("Atlantis, The", (Code(system="usdos", value="Atlantis, The"),))


def test_dates_are_known_as_far_as_the_cells_go(write: Write) -> None:
    """No month and no day is the year; what is not there is not made up."""
    imported = us_missions.read(
        write(
            "Mu,Consulate,1815,7,,,", "Mu,None,1830,,,,", "Mu,Embassy,1962,9,29,2023-12-04,", "Lemuria,Liaison,800,,,,"
        )
    )
    assert steps(imported) == [
        ("1815-07", "mission-opening", "consulate", False),
        ("1830", "mission-closing", "none", False),
        ("1962-09-29", "mission-opening", "ambassador", False),
        ("0800", "mission-opening", "liaison", False),
    ]
    assert [act.note for act in acts(imported)] == [None, None, "last verified 2023-12-04", None]


def test_the_order_is_that_of_the_dates(write: Write) -> None:
    """A file sorted in another way tells the same."""
    rows = ["Mu,Legation,1900,1,2,,", "Mu,Embassy,1920,,,,", "Mu,None,1941,12,,,"]
    straight, turned = us_missions.read(write(*rows)), us_missions.read(write(*reversed(rows), name="turned.csv"))
    assert [step[1] for step in steps(straight)] == ["mission-opening", "upgrade", "mission-closing"]
    assert sorted(steps(turned)) == sorted(steps(straight))
    assert doubts(turned) == []


def test_an_order_that_the_dates_leave_open_is_that_of_the_lines(write: Write) -> None:
    """It is an edge between the acts, and a doubt; where the days tell the order, there is neither."""
    imported = us_missions.read(write("Mu,Legation,1900,,,,", "Mu,Embassy,1900,5,1,,", "Mu,None,1900,6,1,,"))
    assert [act.after for act in acts(imported)] == [
        (),
        ("diplomatic:us-missions.usdos.mu.1900.legation",),
        (),
    ]
    assert doubts(imported) == [3]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (",Embassy,1900,1,1,,", ("missing-field", 3, "$.state_dept_name")),
        ("!?,Embassy,1900,1,1,,", ("bad-value", 3, "$.state_dept_name")),
        ("United States,Embassy,1900,1,1,,", ("bad-value", 3, "$.state_dept_name")),
        ("Atlantis!,Embassy,1900,1,1,,", ("duplicate-id", 3, "$.state_dept_name")),
        ("Mu,Embasy,1900,1,1,,", ("bad-value", 3, "$.status_change")),
        ("Mu,embassy,1900,1,1,,", ("bad-value", 3, "$.status_change")),
        ("Mu,None,1900,1,1,,", ("bad-value", 3, "$.status_change")),
        ("Mu,Embassy,,1,1,,", ("missing-field", 3, "$.year")),
        ("Mu,Embassy,MCM,1,1,,", ("wrong-type", 3, "$.year")),
        ("Mu,Embassy,0,1,1,,", ("bad-date", 3, "$.year")),
        ("Mu,Embassy,12345,,,,", ("bad-date", 3, "$.year")),
        ("Mu,Embassy,1900,13,,,", ("bad-date", 3, "$.year")),
        ("Mu,Embassy,1900,0,,,", ("bad-date", 3, "$.year")),
        ("Mu,Embassy,1900,2,29,,", ("bad-date", 3, "$.year")),
        ("Mu,Embassy,1900,,5,,", ("bad-date", 3, "$.day")),
        ("Mu,Embassy,1900,1,1,2023,", ("bad-date", 3, "$.last_verified")),
        ("Mu,Embassy,1900,1,1,,a\x07b", ("bad-text", 3, "$.notes")),
        ("Mu,Embassy,1900,1,1,", ("missing-field", 3, "$")),
        ("Mu,Embassy,1900,1,1,,,x", ("unknown-field", 3, "$")),
    ],
)
def test_a_row_that_cannot_be_understood_is_a_problem(write: Write, row: str, problem: tuple[str, int, str]) -> None:
    """With its line and column; the rows before it are taken, and so is what is behind it, on another country."""
    imported = us_missions.read(write("Atlantis,Embassy,1860,1,1,,", row, "", "Lemuria,Embassy,1900,1,1,,"))
    assert told(imported)[0] == problem
    broken = problem[2] == "$"  # then it may have been on Lemuria
    assert (imported.rows, imported.refused, dict(imported.taken)) == (3, 1 + broken, {"transitions": 2 - broken})


def test_what_a_row_changes_is_not_guessed(write: Write) -> None:
    """If the status before it cannot be read, the row is refused too; if it is only the day, its place is known."""
    unread = us_missions.read(write("Mu,Legation,1900,1,1,,", "Mu,Embasy,1910,1,1,,", "Mu,Embassy,1920,1,1,,"))
    assert told(unread) == [("bad-value", 3, "$.status_change"), ("missing-field", 4, "$.status_change")]
    broken = us_missions.read(
        write("Mu,Legation,1900,1,1,,", "Mu,None,1910", "Mu,Embassy,1920,1,1,,", name="broken.csv")
    )
    assert told(broken) == [("missing-field", 3, "$"), ("missing-field", 4, "$.status_change")]
    undated = us_missions.read(write("Mu,Legation,1900,1,1,,", "Mu,None,1910,2,30,,", "Mu,Embassy,1920,1,1,,"))
    assert told(undated) == [("bad-date", 3, "$.year")]
    assert [act.move for act in acts(undated)] == [MOVES.MISSION_OPENING, MOVES.MISSION_OPENING]


def test_a_status_that_is_there_already_is_no_change(write: Write) -> None:
    """Nor is a row that says the same twice."""
    imported = us_missions.read(write("Mu,Embassy,1900,1,1,,", "Mu,Embassy,1900,1,1,,", "Mu,Embassy,1910,1,1,,"))
    assert told(imported) == [("bad-value", 3, "$.status_change"), ("bad-value", 4, "$.status_change")]


def test_one_date_and_status_twice_is_refused(write: Write) -> None:
    """The two acts would have one id."""
    imported = us_missions.read(write("Mu,Embassy,1900,,,,", "Mu,None,1900,,,,", "Mu,Embassy,1900,,,,"))
    assert told(imported) == [("duplicate-id", 4, "$")]


# Made-up ranges.


def test_a_range_that_follows_on_another_is_a_change(write: Write) -> None:
    """What begins with membership or after a gap says that nothing happened on its first day."""
    path = write(
        "ATL,7,Atlantis,Atlantis (Old),1900-02-03,1910-05-05,None",
        "ATL,7,Atlantis,Atlantis (Old),1910-05-06,1919-12-31,Legation",
        "ATL,7,Atlantis,Atlantis (Old),1930-03-03,1940-05-05,Embassy",
        "ATL,7,Atlantis,Atlantis (Old),1940-05-06,2024-12-31,Ambassador Nonresident",
        header=COW_HEADER,
    )
    imported = us_missions.read(path)
    assert steps(imported) == [
        ("1910-05-06", "mission-opening", "minister", False),
        ("1940-05-06", "downgrade", "ambassador", True),
    ]
    first, last = acts(imported)
    assert first.id == "diplomatic:us-missions.cow.7.ATL.1910-05-06.legation"
    assert (last.sender, last.receiver, last.occurrence) == ("state:cow.2.USA", "state:cow.7.ATL", None)
    assert [item.before for item in imported.ranges] == [None, MissionStatus.NONE, None, MissionStatus.EMBASSY]
    assert imported.ranges[2].first == date(1930, 3, 3)
    state = imported.dataset["state:cow.7.ATL"]
    assert isinstance(state, State)
    assert [(item.system, item.code, str(item.period)) for item in state.memberships] == [
        ("cow-2024", "7", "1900-02-03/1919-12-31"),
        ("cow-2024", "7", "1930-03-03/.."),
    ]
    assert [(code.system, code.value) for code in state.codes] == [
        ("cowc", "ATL"),
        ("cown", "7"),
        ("usdos", "Atlantis (Old)"),
    ]


def test_another_name_of_the_state_department_is_no_change(write: Write) -> None:
    """The range is split there because the name changes, and the status is that of another name; so too with none."""
    path = write(
        "ATL,7,Atlantis,Atlantis (Old),1900-02-03,1910-05-05,Embassy",
        "ATL,7,Atlantis,Atlantis (New),1910-05-06,1919-12-30,None",
        "ATL,7,Atlantis,,1919-12-31,1920-12-31,Embassy",
        "ATL,7,Atlantis,,1921-01-01,2024-12-31,None",
        header=COW_HEADER,
    )
    imported = us_missions.read(path)
    assert acts(imported) == []
    assert [item.usdos for item in imported.ranges] == ["Atlantis (Old)", "Atlantis (New)", None, None]
    state = imported.dataset["state:cow.7.ATL"]
    assert isinstance(state, State)
    assert [(code.value, str(code.period)) for code in state.codes[2:]] == [
        ("Atlantis (Old)", "1900-02-03/1910-05-05"),
        ("Atlantis (New)", "1910-05-06/1919-12-30"),
    ]
    assert len(state.memberships) == 1


def test_the_first_of_a_month_can_stand_for_a_day_not_known(write: Write) -> None:
    """By the codebook; so the act is dated by month or year, keeps its place, and the note has what stands there."""
    path = write(
        "ATL,7,Atlantis,Atlantis,1900-02-03,1909-12-31,None",
        "ATL,7,Atlantis,Atlantis,1910-01-01,1910-06-30,Consulate",
        "ATL,7,Atlantis,Atlantis,1910-07-01,1910-07-01,Legation",
        "ATL,7,Atlantis,Atlantis,1910-07-02,2024-12-31,Embassy",
        header=COW_HEADER,
    )
    imported = us_missions.read(path)
    found = acts(imported)
    assert [str(act.date) for act in found] == ["1910", "1910-07", "1910-07-02"]
    assert [act.after for act in found] == [(), (found[0].id,), (found[1].id,)]
    assert found[0].note is not None
    assert "1910-01-01" in found[0].note
    assert found[2].note is None
    assert doubts(imported) == []


def test_the_files_of_one_list_are_told_apart_by_the_microstates(write: Write) -> None:
    """What both say of a state is one account each of one occurrence; transitions and ranges are never joined."""
    rows = [
        "ATL,7,Atlantis,Atlantis,1900-02-03,1909-12-30,None",
        "ATL,7,Atlantis,Atlantis,1909-12-31,2020-12-31,Embassy",
    ]
    small = write(*rows, header=GW_HEADER, name="small.csv")
    large = write(*rows, "AND,232,Andorra,,1993-07-28,2020-12-31,None", header=GW_HEADER, name="large.csv")
    imported = us_missions.read(small, large, write("Atlantis,Embassy,1909,12,31,,"))
    keys = {act.id: act.occurrence for act in acts(imported)}
    assert keys == {
        "diplomatic:us-missions.gw.7.ATL.1909-12-31.embassy": "us-missions.gw.7.ATL.1909-12-31.embassy",
        "diplomatic:us-missions.gwm.7.ATL.1909-12-31.embassy": "us-missions.gw.7.ATL.1909-12-31.embassy",
        "diplomatic:us-missions.usdos.atlantis.1909-12-31.embassy": None,
    }
    state = imported.dataset["state:gw.7.ATL"]
    assert isinstance(state, State)
    assert [item.system for item in state.memberships] == ["gw", "gw-micro"]
    assert "state:usdos.atlantis" in imported.dataset


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("LEM,x,Lemuria,,1900-01-01,1901-01-01,None", ("wrong-type", 3, "$.country_code_cow")),
        ("lem,8,Lemuria,,1900-01-01,1901-01-01,None", ("bad-value", 3, "$.country_abbrev_cow")),
        ("LEM,8,,,1900-01-01,1901-01-01,None", ("missing-field", 3, "$.country_name_cow")),
        ("LEM,8,Lem\x81uria,,1900-01-01,1901-01-01,None", ("bad-text", 3, "$.country_name_cow")),
        ("LEM,8,Lemuria,a\x07b,1900-01-01,1901-01-01,None", ("bad-text", 3, "$.country_name_usdos")),
        ("LEM,8,Lemuria,,1900-02-30,1901-01-01,None", ("bad-date", 3, "$.date_start")),
        ("LEM,8,Lemuria,,1900-01-01,,None", ("missing-field", 3, "$.date_end")),
        ("LEM,8,Lemuria,,1900-01-02,1900-01-01,None", ("reversed-period", 3, "$")),
        ("LEM,8,Lemuria,,1900-01-01,1901-01-01,", ("bad-value", 3, "$.us_mission_status")),
        ("USA,2,United States,,1900-01-01,1901-01-01,None", ("bad-parties", 3, "$")),
        ("ATL,7,Atlantis,,1900-01-01,2024-12-31,None", ("duplicate-id", 3, "$")),
    ],
)
def test_a_range_that_cannot_be_understood_is_a_problem(write: Write, row: str, problem: tuple[str, int, str]) -> None:
    """With its line and column; the others are taken."""
    path = write("ATL,7,Atlantis,,1900-01-01,2024-12-31,None", row, header=COW_HEADER)
    imported = us_missions.read(path)
    assert told(imported) == [problem]
    assert (imported.rows, imported.refused, len(imported.ranges)) == (2, 1, 1)


def test_ranges_that_share_a_day_are_told_of(write: Write) -> None:
    """Both are given, and no change is made of the second."""
    path = write(
        "ATL,7,Atlantis,Atlantis,1900-01-02,1910-01-05,None",
        "ATL,7,Atlantis,Atlantis,1910-01-05,2024-12-31,Embassy",
        header=COW_HEADER,
    )
    imported = us_missions.read(path)
    assert (len(imported.ranges), acts(imported), doubts(imported)) == (2, [], [3])


def test_a_file_without_a_good_range_is_refused(write: Write) -> None:
    """It does not tell which list it is for; a file without transitions is one of which there is nothing to tell."""
    assert refusal(write(header=COW_HEADER, name="empty.csv")) == [("syntax", "empty.csv", None)]
    imported = us_missions.read(write())
    assert (imported.rows, len(imported.dataset.of(State)), len(imported.dataset.of(Source))) == (0, 0, 1)


# Files.


def test_the_sources_are_those_files(write: Write) -> None:
    """Their digests are those of the bytes."""
    one, two = (
        write("Mu,Embassy,1900,1,1,,"),
        write("ATL,7,Atlantis,,1900-01-01,2024-12-31,None", header=COW_HEADER, name="cow.csv"),
    )
    sources = {source.id: source.sha256 for source in us_missions.read(one, two).dataset.of(Source)}
    assert sources == {
        "source:us-missions-transitions": hashlib.sha256(one.read_bytes()).hexdigest(),
        "source:us-missions-cow": hashlib.sha256(two.read_bytes()).hexdigest(),
    }


def test_files_that_are_none_of_these_are_all_told(write: Write, tmp_path: Path) -> None:
    """Each with what is wrong with what it comes closest to."""
    bare = write("1,2", header="a,b", name="bare.csv")
    near = write(header=HEADER.replace("notes", "note"), name="near.csv")
    foreign = tmp_path / "bytes.csv"
    foreign.write_bytes(HEADER.encode() + b"\nAtl\xe4ntis,Embassy,1900,1,1,,\n")
    ended = write("ATL,7,Atlantis,,1900-01-01,2023-12-31,None", header=COW_HEADER, name="ended.csv")
    problems = refusal(bare, near, foreign, ended, write("Mu,Embassy,1900,1,1,,"))
    assert {source for _, source, _ in problems} == {"bare.csv", "near.csv", "bytes.csv", "ended.csv"}
    assert ("encoding", "bytes.csv", 2) in problems
    assert ("bad-value", "ended.csv", 2) in problems
    assert sorted(code for code, source, _ in problems if source == "near.csv") == ["missing-field", "unknown-field"]


def test_a_file_given_twice_is_refused(write: Write) -> None:
    """Which of two is meant, cannot be told."""
    one, two = write("Mu,Embassy,1900,1,1,,", name="one.csv"), write("Mu,Legation,1900,1,1,,", name="two.csv")
    assert refusal(one, two) == [("duplicate-id", "two.csv", None)]


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    """Not of the data; no file at all gives nothing."""
    with pytest.raises(FileNotFoundError):
        us_missions.read(tmp_path / "none.csv")
    assert us_missions.read().rows == 0


def test_progress_is_told_in_bytes(write: Write) -> None:
    """At the end, all of them were read."""
    path = write("Mu,Embassy,1900,1,1,,")
    seen = list[int]()
    us_missions.read(path, progress=seen.append)
    assert seen == [path.stat().st_size]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Brunswick and Lüneburg", "brunswick-and-luneburg"),
        ("Cote d\N{RIGHT SINGLE QUOTATION MARK}Ivoire (Ivory Coast)", "cote-d-ivoire-ivory-coast"),
        ("Kingdom of Serbia/Yugoslavia", "kingdom-of-serbia-yugoslavia"),
        ("日本", None),
        ("", None),
    ],
)
def test_slugs_of_names(name: str, slug: str | None) -> None:
    """They are made of the letters and digits of ASCII."""
    assert slug_of(name) == slug


SAMPLE: Final = f"""{HEADER}
Mu,Legation,1900,1,1,2023-12-04,
Mu,Embassy,1910,,,2023-12-04,"a, b"
Lemuria,None,1910,,,,
Atlantis,Consulate,1815,7,,2023-12-04,
""".encode()
RANGE_SAMPLE: Final = f"""{GW_HEADER}
ATL,7,Atlantis,Atlantis,1900-02-03,1909-12-30,None
ATL,7,Atlantis,Atlantis,1909-12-31,2020-12-31,Embassy
AND,232,Andorra,,1993-07-28,2020-12-31,None
""".encode()


def account_of(path: Path) -> ImportedMissions | InvalidDataError:
    """Give what becomes of a file: the account, or the error with which it is refused."""
    try:
        return us_missions.read(path)
    except InvalidDataError as error:
        return error


@given(st.data())
def test_a_damaged_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """No other exception comes out, and every problem of a row tells the file and the line."""
    content = data.draw(st.sampled_from([SAMPLE, RANGE_SAMPLE]))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 9)))
        piece = data.draw(
            st.sampled_from([b",", b'"', b"\n", b"\x00", b"\xff", b"1", b"\xc2\x92"]) | st.binary(max_size=3)
        )
        content = content[:start] + piece + content[end:]
    path = tmp_path_factory.getbasetemp() / "damaged.csv"
    path.write_bytes(content)
    imported = account_of(path)
    if isinstance(imported, InvalidDataError):
        assert all(problem.source == "damaged.csv" for problem in imported)
        return
    assert imported.rows == sum(imported.taken.values()) + imported.refused
    assert all(problem.line for problem in imported.problems)
