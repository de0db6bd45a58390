"""Places where the guide contradicts itself, found in the articles without looking at the codings.

::

    python tools/us_recognition/contradictions.py ARTICLES

**Markup.** A date of the machine-readable markup says another year, month or day than the words that it marks; or it
is more exact than its words, and the day that it adds stands nowhere under the same heading.

**Headings.** No year in the paragraphs under a heading is its own, or between its own where it has two.

**Summaries.** A sentence of the summary on recognition, or on relations and missions, has years of which none stands in
the section on recognition, or in those on relations.

They are places to read: whether two dates are of one happening, only a reader can say.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs
from passages import Article, Line, read_article

from recognition.model.dates import MONTHS

_YEAR: Final = re.compile(r"(?<![\d,])(1[5-9]\d\d|20\d\d)(?:[-\u2013](\d\d)(?!\d))?(?![\ds])")
_MONTH: Final = re.compile(rf"\b({'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in MONTHS)}|Sept)\b\.?(?: (\d\d?)\b)?")
_MEANING: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_ABOUT: Final = {
    "Recogni": re.compile(r"recogni[sz]"),
    "Relations": re.compile(r"relations\b.*\b(?:establish|since|dat|sever|resum|interrupt|beg[au]n)|legation|embassy"),
}
"""What a sentence of the summary is about, by what is in the heading of the section that tells of it."""
_NOT_ABOUT: Final = ("Consula", "Resources", "Treat")


@attrs.frozen
class Contradiction:
    """A place where two dates of the guide do not agree."""

    article: str
    line: int
    kind: str
    """``markup``, ``heading`` or ``summary``."""
    one: str
    """What it says there."""
    other: str
    """What it is contradicted by."""

    def __str__(self) -> str:
        """Give all that in a line."""
        return f"{self.article}: {self.kind} in line {self.line}: {self.one}; {self.other}"


def years(text: str) -> set[str]:
    """Give the years in a text; ``1865-71`` is two."""
    found = set[str]()
    for first, last in _YEAR.findall(text):
        found |= {first, first[:2] + last} if last else {first}
    return found


def days(text: str) -> set[tuple[int, int | None]]:
    """Give the months that a text names, each with the day that follows it, if one does."""
    short = [name[:3] for name in MONTHS]
    return {(short.index(month[:3]) + 1, int(day) if day else None) for month, day in _MONTH.findall(text)}


def contradictions(article: Article) -> Iterator[Contradiction]:
    """Give the places in an article, in the order of its lines."""
    for number, line in enumerate(article.lines, start=1):
        under = _under(article, number)
        for words, means in line.dates:
            told = _against_markup(words, means, line, under)
            if told:
                yield Contradiction(article.name, number, "markup", f"{words!r} is marked up as {means}", told)
        if line.heading and under and not line.section.startswith(_NOT_ABOUT):
            own, below = years(line.text), years(" ".join(one.text for one in under))
            if own and below and not any(min(own) <= year <= max(own) for year in below):
                told = f"under it stand {', '.join(sorted(below))}"
                yield Contradiction(article.name, number, "heading", f"it has {', '.join(sorted(own))}", told)
        if article.lines[0].text == "Summary" == line.section and not line.heading and number < _ending(article):
            yield from _summary(article, number, line)


def _under(article: Article, number: int) -> list[Line]:
    """Give the lines under a heading, or the line itself where it is none."""
    if not article.lines[number - 1].heading:
        return [article.lines[number - 1]]
    found = list[Line]()
    for line in article.lines[number:]:
        if line.heading:
            break
        found.append(line)
    return found


def _against_markup(words: str, means: str, line: Line, under: list[Line]) -> str | None:
    said_years, said_days = years(words), days(words)
    text = " ".join([line.text, *(one.text for one in under)])
    for year, month, day in _MEANING.findall(means):
        if said_years and year not in said_years and "current" not in words:
            return "another year"
        if not month:
            continue
        meant = int(month), int(day) if day else None
        if said_days:
            months = {one for one, _ in said_days}
            if meant[0] not in months:
                return "another month"
            if meant[1] and (meant[0], None) not in said_days and meant not in said_days:
                return "another day"
        elif meant[1] and len(under) and meant not in days(text):
            return f"under it stand {', '.join(sorted(_told(one) for one in days(text))) or 'no days'}"
    return None


def _told(day: tuple[int, int | None]) -> str:
    return f"{MONTHS[day[0] - 1]} {day[1]}" if day[1] else MONTHS[day[0] - 1]


def _ending(article: Article) -> int:
    """Give the number of the first heading behind the summary."""
    return next((n for n, line in enumerate(article.lines, start=1) if n > 1 and line.heading), len(article.lines) + 1)


def _summary(article: Article, number: int, line: Line) -> Iterator[Contradiction]:
    for section, about in _ABOUT.items():
        told = years(" ".join(one.text for one in article.lines[_ending(article) - 1 :] if section in one.section))
        for start, end in line.sentences:
            sentence = article.text[start:end]
            own = years(sentence)
            if own and told and not own & told and about.search(sentence):
                other = (
                    f"the section on {section.lower().replace('recogni', 'recognition')} has {', '.join(sorted(told))}"
                )
                yield Contradiction(article.name, number, "summary", f"it has {', '.join(sorted(own))}", other)


def main(arguments: list[str]) -> int:
    """Print the places in all articles of a folder."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    for path in sorted(Path(arguments[0]).glob("*.xml")):
        for found in contradictions(read_article(path)):
            print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
