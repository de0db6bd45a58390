"""Other people's data sets, read into records."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SOURCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cow": "Correlates of War: membership of the state system, v2016 and v2024",
        "gw": "Gleditsch and Ward: independent states, and microstates",
        "cow_diplomatic_exchange": "Correlates of War: Diplomatic Exchange, v2006",
        "us_missions": "US diplomatic missions since 1776 and their status, v0.1",
        "opensanctions_programs": "OpenSanctions: programmes of sanctions, in YAML",
        "palestine": "Tables of the states that recognise Palestine",
        "wikidata": "Wikidata: states, persons and organisations, in the JSON of Wikibase",
        "gdelt": "GDELT: exports of events, 1.0 and 2.0, as candidates only",
    }
)
"""The modules that read a data set, each with what it reads; each has a function ``read``."""
