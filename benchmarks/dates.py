"""Parsing dates: `PartialDate` beside the packages `edtf` and `undate`."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from timing import Row, Sizes, absent, medians, skipped

from recognition import PartialDate
from recognition.model.dates import cached_dates

TITLE: Final = "Dates that are parsed for the first time"
COUNT: Final = Sizes(quick=20, full=100)


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


def peers() -> dict[str, Callable[[str], object]]:
    """Give the parsers of the peers that are installed."""
    found: dict[str, Callable[[str], object]] = {}
    if not absent("edtf"):
        from edtf import parse_edtf

        found["edtf"] = parse_edtf
    if not absent("undate"):
        from undate import Undate

        found["undate"] = lambda text: Undate.parse(text, "EDTF")
    return found


def rows(size: str, rounds: int) -> Iterator[Row]:
    """Give the comparisons."""
    count: int = getattr(COUNT, size)
    parsers = peers()
    for what, days in (("fully known days", True), ("days, months, masked, seasons, marked, sets", False)):
        strings = texts(count, days=days)
        for name in ("edtf", "undate"):
            if name not in parsers:
                yield skipped(f"{what}: {name}", name)
                continue
            parse = parsers[name]
            known = [text for text in strings if _is_read(parse, text)]

            def ours(known: list[str] = known) -> object:
                cached_dates.clear()
                return [PartialDate(text) for text in known]

            def theirs(known: list[str] = known, parse: Callable[[str], object] = parse) -> object:
                return [parse(text) for text in known]

            times = medians({"ours": ours, "theirs": theirs}, min(rounds, 3))
            left = len(strings) - len(known)
            yield Row(
                what=f"{len(known):,} distinct {what}: {name}",
                ours=times["ours"],
                peer=times["theirs"],
                at_most=1 / 500 if name == "edtf" else None,
                note=f"{left} more texts are left out, which it does not read" if left else "",
            )


def _is_read(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except Exception:  # noqa: BLE001 - each package raises errors of its own, and those of its parser
        return False
    return True
