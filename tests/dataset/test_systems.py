"""The lists of states whose coverage is known."""

from datetime import date, timedelta

import pytest

from recognition.dataset.systems import SYSTEMS


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("cow-2016", date(1816, 1, 1), date(2016, 12, 31)),
        ("cow-2024", date(1816, 1, 1), date(2024, 12, 31)),
        ("gw", date(1816, 1, 1), date(2020, 12, 31)),
        ("gw-micro", date(1816, 1, 1), date(2020, 12, 31)),
    ],
)
def test_a_list_covers_its_days_and_no_others(key: str, first: date, last: date) -> None:
    """Both ends are days that it speaks of."""
    system = SYSTEMS[key]
    assert (system.first, system.last) == (first, last)
    assert system.covers(first)
    assert system.covers(last)
    assert not system.covers(first - timedelta(days=1))
    assert not system.covers(last + timedelta(days=1))


def test_an_organisation_that_goes_on_has_no_last_day() -> None:
    """The United Nations began on 24 October 1945."""
    assert not SYSTEMS["un"].covers(date(1945, 10, 23))
    assert SYSTEMS["un"].covers(date(1945, 10, 24))
    assert SYSTEMS["un"].covers(date.max)


def test_the_keys_are_those_that_memberships_use() -> None:
    """Each list stands under its own key."""
    assert all(key == system.key for key, system in SYSTEMS.items())
    assert set(SYSTEMS) == {"cow-2016", "cow-2024", "gw", "gw-micro", "un"}
