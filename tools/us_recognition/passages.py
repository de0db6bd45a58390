"""The articles of the guide as plain text: the one normalisation that offsets and digests of citations refer to.

An article is TEI XML. Its text is what stands in ``body`` outside figures and bibliographies: every heading, paragraph
and list item is a line of its own, in the order of the document, with runs of white space made one space and none at
the ends. Lines are joined by a line feed, and none follows the last. Nothing else is changed.

A line is cited by its number, from 1, and a sentence by line and sentence: ``8.2``. Where sentences end is told by
:func:`sentences`. Run as a script, it writes the texts, for ``recognition citations FILE --texts OUT``::

    python tools/us_recognition/passages.py ARTICLES OUT     writes OUT/rdcr.NAME.txt for every article
    python tools/us_recognition/passages.py ARTICLES --show NAME...  prints articles with their numbers
"""

import hashlib
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

_TEI: Final = "{http://www.tei-c.org/ns/1.0}"
_BLOCKS: Final = frozenset(_TEI + name for name in ("div", "head", "p", "list", "item"))
_LEFT_OUT: Final = frozenset(_TEI + name for name in ("figure", "listBibl"))
_PEOPLE: Final = "/departmenthistory/people/"


@dataclass(frozen=True)
class Line:
    """A heading, paragraph or list item."""

    start: int
    """The offset of its first character in the text of the article, in code points."""
    text: str
    heading: bool
    section: str
    """The heading of the section that it stands in."""
    dates: tuple[tuple[str, str], ...]
    """The dates that are marked up in it: the words, and what the markup says that they mean."""
    people: tuple[tuple[str, str], ...]
    """The people that it links: the words, and the key of the guide to people."""

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The offsets of its sentences in the text of the article."""
        return tuple((self.start + start, self.start + end) for start, end in sentences(self.text))


@dataclass(frozen=True)
class Article:
    """An article of the guide, normalised."""

    name: str
    """The stem of its file name."""
    title: str
    """Its full title."""
    year: str
    """The year in which it was published, as it says."""
    digest: str
    """The SHA-256 of the bytes of the file."""
    lines: tuple[Line, ...]

    @cached_property
    def text(self) -> str:
        """The normalised text."""
        return "\n".join(line.text for line in self.lines)

    def passage(self, label: str) -> tuple[int, int]:
        """Give the offsets of a passage.

        Args:
            label: a line (``8``), a sentence (``8.2``) or a run of sentences of a line (``8.2-3``).

        Raises:
            ValueError: if there is no such passage.
        """
        match = re.fullmatch(r"(\d+)(?:\.(\d+)(?:-(\d+))?)?", label)
        if match is None or not 1 <= int(match[1]) <= len(self.lines):
            message = f"{self.name} has no passage {label}"
            raise ValueError(message)
        line = self.lines[int(match[1]) - 1]
        if match[2] is None:
            return line.start, line.start + len(line.text)
        first, last = int(match[2]), int(match[3] or match[2])
        if not 1 <= first <= last <= len(line.sentences):
            message = f"{self.name} has no passage {label}"
            raise ValueError(message)
        return line.sentences[first - 1][0], line.sentences[last - 1][1]


# A full stop ends no sentence behind an initial, or behind one of these.
_END: Final = re.compile(r"[.?!][\u201d\u2019\")\]]*(?= +[\u201c\"(A-Z0-9])")
_ABBREVIATION: Final = re.compile(
    r"(?:\b[A-Z]|\b(?:U\.S|Mr|Mrs|Ms|Dr|St|Lt|Col|Gen|Adm|Capt|Esq|Jr|Sr|No|Hon|Rev|Gov|Sen|Rep|Prof|Ste|Co|Inc|ca|v))$"
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Give the offsets of the sentences of a line.

    A sentence ends at a full stop, question or exclamation mark, with the quotes and brackets closed behind it, if a
    space and a capital, digit, quote or bracket follow; not behind an initial or a common abbreviation.
    """
    start = 0
    for match in _END.finditer(text):
        if text[match.start()] == "." and _ABBREVIATION.search(text, 0, match.start()):
            continue
        yield start, match.end()
        start = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip(" "))
    if start < len(text):
        yield start, len(text)


def read_article(path: Path) -> Article:
    """Give the article in a file.

    Raises:
        ValueError: if it has no body or no title.
    """
    data = path.read_bytes()
    root = ET.fromstring(data)  # noqa: S314 - files of a known, trusted edition; read by those who build the data
    body, title = root.find(f".//{_TEI}body"), root.find(f".//{_TEI}title[@type='complete']")
    if body is None or title is None:
        message = f"{path.name} is no article of the guide"
        raise ValueError(message)
    published = root.findtext(f".//{_TEI}publicationStmt/{_TEI}p", "")
    years = re.findall(r"\b(?:19|20)\d\d\b", published)
    return Article(
        name=path.stem,
        title=_joined("".join(title.itertext())),
        year=years[0] if years else "",
        digest=hashlib.sha256(data).hexdigest(),
        lines=tuple(_Reader().read(body)),
    )


def _joined(text: str) -> str:
    return " ".join(text.split())


class _Reader:
    """Goes through a body and collects its lines."""

    def __init__(self) -> None:
        self._lines = list[Line]()
        self._offset = 0
        self._parts = list[str]()
        self._dates = list[tuple[str, str]]()
        self._people = list[tuple[str, str]]()
        self._heading = False
        self._section = ""

    def read(self, body: ET.Element) -> list[Line]:
        for section in body:
            head = section.find(f"{_TEI}head")
            self._section = "" if head is None else _joined("".join(head.itertext()))
            self._walk(section)
        self._close()
        return self._lines

    def _walk(self, element: ET.Element) -> None:
        if element.tag in _LEFT_OUT:
            return
        block = element.tag in _BLOCKS
        if block:
            self._close()
        heading, self._heading = self._heading, element.tag == f"{_TEI}head" if block else self._heading
        self._parts.append(element.text or "")
        for child in element:
            self._walk(child)
            self._parts.append(child.tail or "")
        self._mark(element)
        if block:
            self._close()
        self._heading = heading

    def _mark(self, element: ET.Element) -> None:
        words = _joined("".join(element.itertext()))
        if element.tag == f"{_TEI}date":
            spans = (element.get("when"), element.get("from"), element.get("to"))
            self._dates.append((words, "/".join(span for span in spans if span)))
        elif element.tag == f"{_TEI}ref" and (key := element.get("target", "")).startswith(_PEOPLE):
            self._people.append((words, key.removeprefix(_PEOPLE)))

    def _close(self) -> None:
        text = _joined("".join(self._parts))
        if text:
            self._lines.append(
                Line(self._offset, text, self._heading, self._section, tuple(self._dates), tuple(self._people))
            )
            self._offset += len(text) + 1
        self._parts, self._dates, self._people = [], [], []


def shown(article: Article) -> Iterator[str]:
    """Give the lines of an article with their numbers, and what the markup says where it says more than the words."""
    yield f"##### {article.name}: {article.title.rpartition(': ')[2]}"
    section = ""
    for number, line in enumerate(article.lines, start=1):
        if line.section != section:
            section = line.section
            yield f"== {section}"
        marks = "".join(f" <{words}={means}>" for words, means in line.dates if means not in words)
        if line.heading:
            yield f"{number} # {line.text}{marks}"
            continue
        told = " ".join(
            f"[{number}.{position}] {article.text[start:end]}"
            for position, (start, end) in enumerate(line.sentences, start=1)
        )
        yield told + marks


def main(arguments: list[str]) -> int:
    """Write the texts of all articles, or print some."""
    if len(arguments) < 2:  # noqa: PLR2004 - a folder and what to do
        print(__doc__)
        return 2
    folder = Path(arguments[0])
    if arguments[1] == "--show":
        for name in arguments[2:]:
            print("\n".join(shown(read_article(folder / f"{name}.xml"))), end="\n\n")
        return 0
    target = Path(arguments[1])
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob("*.xml")):
        (target / f"rdcr.{path.stem}.txt").write_bytes(read_article(path).text.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
