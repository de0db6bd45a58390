"""References of Wikibase as citations: each is of a page by its address, or of an item that is stated to say so."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Final, get_args

from recognition.errors import InvalidDataError
from recognition.model.dates import PartialDate
from recognition.model.evidence import Citation
from recognition.model.sources import Source
from recognition.model.text import Pattern, Url, Words
from recognition.sources.wikidata_statements import Snak, Snaks
from recognition.sources.wikidata_times import date_of

URLS: Final = ("P854", "P4656")
"""The properties of addresses: reference URL, Wikimedia import URL."""
STATED_IN: Final = ("P248", "P143")
"""The properties of items that say so: stated in, imported from Wikimedia project."""
TITLE, PUBLISHED, RETRIEVED = "P1476", "P577", "P813"
"""The properties of a page: its title, its day of publication, and the day on which it was read."""
_URL: Final[Pattern] = get_args(Url)[1]
_WORDS: Final = Words()
_HOST: Final = re.compile(r"[a-z]+://([A-Za-z0-9.-]+)")


class References:
    """Makes citations of references, and keeps the sources that they cite."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Begin with no source.

        Args:
            names: the names of the items that the files have.
        """
        self._names = names
        self.sources: dict[str, Source] = {}

    def cited(self, reference: Snaks) -> Citation | str:
        """Give the citation that a reference is, or how it reads if nothing in it can be cited."""
        snaks = {name: found[0] for name, found in reference.items() if len(found) == 1 and found[0].kind == "value"}
        source, used = self._page(snaks) or self._item(snaks) or (None, ())
        rest = [snak.told(self._names) for name, found in reference.items() if name not in used for snak in found]
        told = "; ".join(rest)
        if source is None:
            return f"reference: {told or 'empty'}"
        self.sources[source.id] = source
        return Citation(source=source.id, locator=told or None)

    def _page(self, snaks: Mapping[str, Snak]) -> tuple[Source, tuple[str, ...]] | None:
        """Give the page of an address, with the properties that it was made of."""
        for name in URLS:
            url = snaks[name].text if name in snaks else None
            if url is None or not _URL.accepts(url):
                continue
            title = snaks[TITLE].text if TITLE in snaks else None
            title = title if title is not None and _WORDS.accepts(title) else None
            published, retrieved = (_date(snaks, known) for known in (PUBLISHED, RETRIEVED))
            said = {TITLE: title, PUBLISHED: published, RETRIEVED: retrieved}
            content = [url, *(None if value is None else str(value) for value in said.values())]
            host = _HOST.match(url)
            source = Source(
                id=f"source:wikidata-reference.{hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]}",
                title=title or (f"[page at {host[1]}]" if host else "[page]"),
                url=url,
                published=published,
                retrieved=retrieved,
            )
            return source, (name, *(known for known, value in said.items() if value is not None))
        return None

    def _item(self, snaks: Mapping[str, Snak]) -> tuple[Source, tuple[str, ...]] | None:
        """Give the item that is stated to say so: by the property it is a source, whatever the files have of it."""
        for name in STATED_IN:
            item = snaks[name].item if name in snaks else None
            if item is not None:
                title = self._names.get(item, f"[item {item} of Wikidata]")
                url = f"https://www.wikidata.org/wiki/{item}"
                # That something was imported from a wiki is no statement of that wiki's: the locator keeps it.
                used = (name,) if name == "P248" else ()
                return Source(id=f"source:wikidata.{item}", title=title, url=url), used
        return None


def _date(snaks: Mapping[str, Snak], name: str) -> PartialDate | None:
    try:
        return date_of(snaks[name].value) if name in snaks else None
    except InvalidDataError:
        return None
