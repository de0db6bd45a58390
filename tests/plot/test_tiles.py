"""The grid of tiles: complete, without overlaps, and with the codes of the standard."""

import csv
from collections.abc import Callable
from pathlib import Path

from recognition.plot import TILES
from recognition.plot.tiles import COLUMNS, ROWS

SPELT = {
    "state:abkhazia": "XAB",
    "state:northern-cyprus": "XNC",
    "state:somaliland": "XSL",
    "state:south-ossetia": "XSO",
    "state:transnistria": "XTR",
}


def test_no_two_tiles_share_a_place_or_a_code() -> None:
    """A square a state, and a code a square, in three letters and in two."""
    places = {(tile.column, tile.row) for tile in TILES.values()}
    assert len(places) == len({tile.iso3 for tile in TILES.values()}) == len({tile.iso2 for tile in TILES.values()})
    assert len(places) == len(TILES)
    assert all(0 <= column < COLUMNS and 0 <= row < ROWS for column, row in places)


def test_tiles_are_keyed_by_the_ids_of_their_states() -> None:
    """A tile's key is `state:` with its code, but for entities without a code in the standard, which are spelt out."""
    odd = {key: tile.iso3 for key, tile in TILES.items() if key != f"state:{tile.iso3}"}
    assert odd == SPELT


def test_contested_entities_have_tiles_like_all_others() -> None:
    """Both sides of a dispute are on the grid."""
    contested = {"state:PSE", "state:ISR", "state:XKX", "state:SRB", "state:TWN", "state:CHN", "state:ESH", "state:MAR"}
    assert contested | SPELT.keys() <= TILES.keys()


def test_the_codes_are_those_of_the_standard(real_file: Callable[[str], Path]) -> None:
    """Where ISO 3166-1 has the code in three letters, the one in two is its too; all others begin with X."""
    with real_file("data/country_codes/country-codes.csv").open(encoding="utf-8", newline="") as file:
        standard = {row["ISO3166-1-Alpha-3"]: row["ISO3166-1-Alpha-2"] for row in csv.DictReader(file)}
    for tile in TILES.values():
        if tile.iso3 in standard:
            assert standard[tile.iso3] == tile.iso2
        else:
            assert (tile.iso3[0], tile.iso2[0]) == ("X", "X")


def test_neighbours_on_the_grid_lie_as_they_do_in_the_world() -> None:
    """A sample of pairs, from the map: the first lies to the west, or to the north, of the second."""
    west = [
        ("CAN", "RUS"),
        ("PRT", "ESP"),
        ("MAR", "EGY"),
        ("IND", "VNM"),
        ("CHL", "ARG"),
        ("GBR", "POL"),
        ("AUS", "NZL"),
    ]
    north = [
        ("USA", "MEX"),
        ("NOR", "ITA"),
        ("LBY", "ZAF"),
        ("COL", "CHL"),
        ("KAZ", "IND"),
        ("JPN", "AUS"),
        ("EST", "GRC"),
    ]
    tiles = {tile.iso3: tile for tile in TILES.values()}
    assert all(tiles[one].column < tiles[other].column for one, other in west)
    assert all(tiles[one].row < tiles[other].row for one, other in north)
