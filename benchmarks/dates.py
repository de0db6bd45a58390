"""Parsing dates: `PartialDate` against the `edtf` package."""

import random
from datetime import date

from edtf import parse_edtf
from timing import heading, medians, row

from recognition import PartialDate
from recognition.model.dates import cached_dates


def texts(count: int, *, days: bool) -> list[str]:
    """Give distinct texts: fully known days, or a mixture of the forms of levels 0 and 1 and sets."""
    chance = random.Random(1)
    found = dict[str, None]()
    while len(found) < count:
        day = date.fromordinal(chance.randint(date(1000, 1, 1).toordinal(), date(2100, 1, 1).toordinal()))
        text = day.isoformat()
        other = date.fromordinal(day.toordinal() + chance.randint(1, 900)).isoformat()
        forms = [text, text + "?", text[:7], text[:7] + "~", text[:7] + "-XX", text[:4] + "-21", f"[{text},{other}]"]
        found[text if days else chance.choice(forms)] = None
    return list(found)


def run(count: int, rounds: int) -> None:
    """Print the table."""
    heading(f"Parsing {count:,} distinct dates, nothing remembered from before (the `edtf` package)")
    for what, days in (("fully known days", True), ("days, months, masked, seasons, marked, sets", False)):
        strings = texts(count, days=days)

        def ours(strings: list[str] = strings) -> object:
            cached_dates.clear()
            return [PartialDate(text) for text in strings]

        def peer(strings: list[str] = strings) -> object:
            return [parse_edtf(text) for text in strings]

        times = medians({"ours": ours, "peer": peer}, rounds)
        row(what, times["ours"], times["peer"])
