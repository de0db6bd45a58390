"""What the lists say of a state on a day, and what it comes to."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition import Code, InvalidDataError, Membership, Period, State, Truth, reference
from recognition.reference import presence


def state(*memberships: tuple[str, str | None], codes: tuple[tuple[str, str | None], ...] = ()) -> State:
    """Give a state with memberships (list, period) and alpha-3 codes (value, period)."""
    return State(
        id="state:x",
        name="X",
        memberships=tuple(Membership(system=key, period=Period(text) if text else None) for key, text in memberships),
        codes=tuple(Code(system="iso3", value=value, period=Period(text) if text else None) for value, text in codes),
    )


@pytest.mark.parametrize(
    ("memberships", "day", "expected"),
    [
        ([("gw", "1918-11-11/1992-12-31")], "1950-01-01", Truth.TRUE),
        ([("gw", "1918-11-11/1992-12-31")], "1992-12-31", Truth.TRUE),
        ([("gw", "1918-11-11/1992-12-31")], "1993-01-01", Truth.FALSE),
        ([("gw", "1918-11-11/1992-12-31")], "1900-01-01", Truth.FALSE),
        ([("gw", "1918-11-11/1992-12-31")], "1992", Truth.TRUE),
        ([("gw", "1918-11-11/1992-06-30")], "1992", Truth.UNKNOWN),
        # No list speaks of the day.
        ([("gw", "1816-01-01/..")], "1800-01-01", Truth.UNKNOWN),
        ([("gw", "1816-01-01/..")], "2021-01-01", Truth.UNKNOWN),
        ([("eu", "1973-01-01/..")], "1980-01-01", Truth.UNKNOWN),
        ([("gw", None)], "1980-01-01", Truth.UNKNOWN),
        ([], "1980-01-01", Truth.UNKNOWN),
        # Between two spells a list has it out, and says no more.
        ([("gw", "1918-11-11/1940-06-01"), ("gw", "1991-09-06/..")], "1960-01-01", Truth.UNKNOWN),
        ([("gw", "1918-11-11/1940-06-01"), ("gw", "1991-09-06/..")], "1917-01-01", Truth.FALSE),
        # One list that has it in is enough, whatever others say.
        ([("gw", "1946-01-01/.."), ("un", "1945-10-24/1958-02-21"), ("un", "1961-10-13/..")], "1960", Truth.TRUE),
        # Of two releases of one list the later is asked, of the days that it covers.
        ([("cow-2016", "1944-10-20/.."), ("cow-2024", "1944-10-20/2006-06-03")], "2010-01-01", Truth.FALSE),
        ([("cow-2016", "1944-10-20/..")], "2010-01-01", Truth.TRUE),
        # Nobody says when it ended.
        ([("un", "1945-10-24/")], "2000-01-01", Truth.UNKNOWN),
    ],
)
def test_what_the_lists_come_to(memberships: list[tuple[str, str | None]], day: str, expected: Truth) -> None:
    """In if a list has it in; out if those that speak have it out, but for a gap between two spells."""
    assert presence(state(*memberships), day).value is expected


@pytest.mark.parametrize(
    ("codes", "day", "expected"),
    [
        ((("SCG", "2003-07-23/2006-09-26"),), "2005-01-01", Truth.TRUE),
        ((("SCG", "2003-07-23/2006-09-26"),), "2010-01-01", Truth.FALSE),
        ((("VDR", "/1977"),), "1970-01-01", Truth.UNKNOWN),
        ((("BYS", "/1992-06-15"), ("BLR", None)), "2010-01-01", Truth.UNKNOWN),
    ],
)
def test_a_state_of_no_list_is_judged_by_its_country_code(
    codes: tuple[tuple[str, str | None], ...], day: str, expected: Truth
) -> None:
    """The time of a code is all that is known of it; a code without a time tells nothing."""
    assert presence(state(codes=codes), day).value is expected


def test_a_list_goes_before_the_country_code() -> None:
    """A code that was withdrawn later than the state ended does not keep it in."""
    held = state(("gw", "1949-10-05/1990-10-02"), codes=(("DDR", "/1990-10-30"),))
    assert presence(held, "1990-10-15").value is Truth.FALSE


def test_each_list_says_what_it_has() -> None:
    """The words give the list and its day; those of a gap say that it is one."""
    estonia = reference.states()["state:EST"]
    assert isinstance(estonia, State)
    assert presence(estonia, date(1960, 1, 1)).why == (
        "cow-2024 has it out from 1940-06-16 to 1991-09-06, between two spells; "
        "gw out from 1940-06-01 to 1991-09-06, between two spells; "
        "gw-micro out from 1940-06-01 to 1991-09-06, between two spells; un has it from 1991-09-17 on"
    )
    assert presence(estonia, "1800").why == "no list that covers the day has it at all"


def test_a_day_that_is_none_is_refused() -> None:
    """It is an error, not an answer."""
    with pytest.raises(InvalidDataError):
        presence(state(), "yesterday")


@given(st.sampled_from(reference.states().of(State)), st.dates(date(1800, 1, 1), date(2030, 12, 31)))
def test_a_list_that_has_a_state_in_is_told(record: State, day: date) -> None:
    """A state is in on a day if and only if a spell of a list that is asked has it in, and the words name that list."""
    found = presence(record, day)
    inside = {
        one.system for one in record.memberships if one.period is not None and one.period.contains(day) is Truth.TRUE
    }
    if found.value is Truth.TRUE and record.memberships:
        assert any(key in found.why for key in inside)
    if "cow-2024" in inside and day.year <= 2024:
        assert found.value is Truth.TRUE
