"""BibTeX: how to cite this library, and the sources that a dataset draws on."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

from recognition import __version__
from recognition.dataset.dataset import Dataset
from recognition.model.dates import PartialDate, Precision
from recognition.model.sources import Source

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A brace counts for BibTeX even behind a backslash, so both are written by names.
_SPECIAL: Final = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "^": r"{\textasciicircum}",
    "~": r"{\textasciitilde}",
    '"': r"{\textquotedbl}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    **{sign: "\\" + sign for sign in "&%$#_"},
    "ß": r"{\ss}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "œ": r"{\oe}",
    "Œ": r"{\OE}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "\u0131": r"{\i}",
    "\u2013": "--",
    "\u2014": "---",
    "\u2018": "`",
    "\u2019": "'",
    "\u201c": "``",
    "\u201d": "''",
    "\u2026": r"{\ldots}",
}
_ACCENTS: Final = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0327": "c",
    "\u0328": "k",
}


def cite(dataset: Dataset | None = None) -> str:
    r"""Give BibTeX for this library and, of a dataset, for the sources that it draws on.

    Every key is the id of the source, so it is the same wherever the source is cited; where two ids differ only in
    their case, which BibTeX does not see, a part of their digests is added. A year is given only where the date of
    publication allows no other and is not marked as uncertain or approximate; what a year and a month cannot say stands
    in the note, in EDTF. Signs that mean something to TeX are escaped, and accented Latin letters written as its
    commands; other scripts stay as they are, which biber, XeTeX and LuaTeX read. A URL is not escaped, since the
    styles take it as it stands: what it may not hold is percent-encoded.

    Args:
        dataset: the records. Of its sources, those are given that a record cites. ``None``: the library alone.

    Returns:
        The entry of the library, then those of the sources by id, each ending in a line break, an empty line between.

    Example:
        >>> from recognition import Citation, Dataset, PartialDate, Source, State, cite
        >>> page = Source(id="source:page", title="Café & bar", published=PartialDate("2025-07~"))
        >>> state = State(id="state:FRA", name="France", citations=(Citation(source="source:page"),))
        >>> print(cite(Dataset([page, state])).partition("\n\n")[2], end="")
        @misc{source:page,
          title = {{Caf{\'e} \& bar}},
          note = {published 2025-07{\textasciitilde} (EDTF)},
        }
    """
    entries = [_library()]
    if dataset is not None:
        cited = {citation.source for record in dataset for citation in record.citations}
        sources = [source for source in dataset.of(Source) if source.id in cited]
        alike = Counter(source.id.casefold() for source in sources)
        entries += [_entry(source, alone=alike[source.id.casefold()] == 1) for source in sources]
    return "\n".join(entries)


def _library() -> str:
    fields = {
        "author": "{The recognition authors}",
        "title": "{recognition}: structured data about diplomatic recognition",
        "howpublished": "Python package",
        "note": f"version {__version__}",
    }
    return _written(f"recognition-{__version__}", fields.items())


def _entry(source: Source, *, alone: bool) -> str:
    suffix = "" if alone else f"-{hashlib.sha256(source.id.encode()).hexdigest()[:8]}"
    return _written(source.id + suffix, _fields(source))


def _fields(source: Source) -> Iterator[tuple[str, str]]:
    notes = list[str]()
    yield "title", f"{{{escaped(source.title)}}}"
    if source.publisher is not None:
        yield "howpublished", escaped(source.publisher)
    if source.published is not None:
        yield from _dated(source.published, notes)
    if source.url is not None:
        yield "url", _url(source.url)
    if (day := source.retrieved) is not None:
        if day.day is not None and not (day.uncertain or day.approximate):
            yield "urldate", day.day.isoformat()
        else:
            notes.append(_noted("retrieved", day))
    if source.language is not None:
        yield "language", source.language
    if notes:
        yield "note", "; ".join(notes)


def _dated(day: PartialDate, notes: list[str]) -> Iterator[tuple[str, str]]:
    """Give the year and month of publication where they are certain, and note what they do not say."""
    year = _certain_year(day)
    if year is not None:
        yield "year", str(year)
        if month := _certain_month(day):
            yield "month", month
    if year is None or day.precision not in {Precision.MONTH, Precision.YEAR}:
        notes.append(_noted("published", day))


def _certain_year(day: PartialDate) -> int | None:
    if day.uncertain or day.approximate or day.earliest is None or day.latest is None:
        return None
    return day.earliest.year if day.earliest.year == day.latest.year else None


def _certain_month(day: PartialDate) -> str | None:
    first, last = day.earliest, day.latest
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return None
    return _MONTHS[first.month - 1]


def _noted(what: str, day: PartialDate) -> str:
    notation = "" if day.day is not None and str(day) == day.day.isoformat() else " (EDTF)"
    return f"{what} {escaped(str(day))}{notation}"


def _written(key: str, fields: Iterable[tuple[str, str]]) -> str:
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n" for name, value in fields]
    return f"@misc{{{key},\n{''.join(lines)}}}\n"


def _url(url: str) -> str:
    """Give a URL with what is not ASCII, and no style could print, percent-encoded."""
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~-._")


def escaped(text: str) -> str:
    r"""Give text as TeX has it, in one line.

    Example:
        >>> print(escaped("100 % {café} š"))
        100 \% {\textbraceleft}caf{\'e}{\textbraceright} {\v{s}}
    """
    return "".join(_letter(letter) for letter in unicodedata.normalize("NFC", " ".join(text.split())))


def _letter(letter: str) -> str:
    if letter in _SPECIAL:
        return _SPECIAL[letter]
    if letter.isascii():
        return letter
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) != 2 or not parts[0].isascii() or parts[1] not in _ACCENTS:  # noqa: PLR2004 - a letter and a mark
        return letter
    base, accent = parts[0], _ACCENTS[parts[1]]
    base = f"\\{base}" if base in "ij" and accent not in "ck" else base
    return f"{{\\{accent}{{{base}}}}}" if accent.isalpha() or len(base) > 1 else f"{{\\{accent}{base}}}"
