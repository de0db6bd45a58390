"""Whatever the bytes, a list is read with an account that adds up, or refused with problems that name the file."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition import InvalidDataError
from recognition.sources import cow, cow_diplomatic_exchange, gdelt, gw, wikidata
from recognition.sources.imported import Imported

Read = Callable[..., Imported]
COW: Final = b"""stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version
ATL,7,Atlantis,1860,1,1,1915,7,28,2016
ATL,7,Atlantis,1934,8,15,2016,12,31,2016
LEM,8,"Lemuria, Old",1816,1,1,2016,12,31,2016
"""
GW: Final = (
    b"statenumber\tstateid\tcountryname\tstart\tend\n"
    b"7\tATL\tAtl\xe4ntis\t1860-01-01\t1915-07-28\n7\tATL\tAtl\xe4ntis\t1934-08-15\t2020-12-31\n"
    b"8\tLEM\tLemuria\t1816-01-01\t2020-12-31\n"
)
EXCHANGE: Final = b""""ccode1","ccode2","year","DR_at_1","DR_at_2","DE","version"
7,8,1970,1,3,1,2006.0999755859375
8,7,1970,3,1,1,2006.0999755859375
7,9,1975,0,0,0,2006.0999755859375
"""
_ACTOR: Final = b"RUSGOV\tRUSSIA\tRUS\t\t\t\t\tGOV\t\t\t"
_EVENT: Final = b"\t20250703\t202507\t2025\t2025.5\t" + _ACTOR + _ACTOR.replace(b"RUS", b"AFG")
_REST: Final = b"\t54\t5\t1\t6.0\t10\t2\t9\t1.5" + 21 * b"\t" + b"\t20250704\thttps://news.example/a\n"
EVENTS: Final = b"".join(
    b"%d%s1\t%s%s" % (event, _EVENT, code, _REST) for event, code in enumerate([b"054", b"161", b"193"])
)
ITEM: Final = b"""{"entities": {"Q7": {"type": "item", "id": "Q7",
"labels": {"en": {"language": "en", "value": "Atlantis"}}, "claims": {
"P31": [{"id": "Q7$a", "mainsnak": {"snaktype": "value", "property": "P31", "datavalue": {"value":
{"id": "Q3624078"}}}}], "P571": [{"id": "Q7$b", "rank": "normal", "mainsnak": {"snaktype": "value", "property": "P571",
"datavalue": {"value": {"time": "+1860-01-01T00:00:00Z", "precision": 11, "before": 0, "after": 0, "timezone": 0,
"calendarmodel": "http://www.wikidata.org/entity/Q1985727"}}}, "qualifiers": {"P1319": [{"snaktype": "value",
"property": "P1319", "datavalue": {"value": {"time": "+1860-00-00T00:00:00Z", "precision": 9,
"calendarmodel": "http://www.wikidata.org/entity/Q1985727"}}}]}, "references": [{"snaks": {"P854": [{"snaktype":
"value", "property": "P854", "datavalue": {"value": "https://news.example/a"}}]}}]}]}}}}
"""
SAMPLES: Final = [
    (cow.read, COW),
    (gw.read, GW),
    (cow_diplomatic_exchange.read, EXCHANGE),
    (gdelt.read, EVENTS),
    (wikidata.read, ITEM),
]
PIECES: Final = st.sampled_from(
    [
        b",",
        b"\t",
        b'"',
        b"\n",
        b"\r",
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
        b"0",
        b"9999",
        b"-",
        b"\x1f",
        b"\xc2\x81",
        b".",
    ]
) | st.binary(max_size=3)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[Read, bytes]:
    """Give a reader with a file of its kind, in which a few pieces stand in other places than they should."""
    read, data = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 12)))
        data = data[:start] + draw(PIECES) + data[end:]
    return read, data


@pytest.mark.parametrize(("read", "data"), SAMPLES)
def test_the_samples_are_good(tmp_path: Path, read: Read, data: bytes) -> None:
    """All three rows of each are taken: what the other test damages was whole."""
    path = tmp_path / "list.txt"
    path.write_bytes(data)
    imported = read(path)
    assert (imported.rows, imported.refused, imported.problems) == (3, 0, ())


def account_of(read: Read, path: Path) -> Imported | InvalidDataError:
    """Give what becomes of a file: the account, or the error with which it is refused."""
    try:
        return read(path)
    except InvalidDataError as error:
        return error


@given(damaged())
def test_a_damaged_file_is_read_or_refused(case: tuple[Read, bytes]) -> None:
    """No other exception comes out, and every problem of a row tells the file and the line."""
    read, data = case
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list.txt")
        path.write_bytes(data)
        imported = account_of(read, path)
    if isinstance(imported, InvalidDataError):
        assert imported.problems
        assert all(problem.source == "list.txt" for problem in imported)
        return
    assert imported.rows == sum(imported.taken.values()) + imported.refused
    assert all(problem.source == "list.txt" and problem.line for problem in imported.problems)
