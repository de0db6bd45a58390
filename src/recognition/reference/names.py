"""Names as they are compared: what is passed over in them, and the parts that lists write beside each other."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from recognition.model.actors import Name

_APOSTROPHES: Final = re.compile(r"['\u2018\u2019\u02bc`]")


def compared(name: str) -> str:
    """Give a name as it is compared.

    Passed over are case, accents and other marks on letters, apostrophes, and the word *the*; ``&`` is *and*; all
    other punctuation parts words, as blanks do. Nothing else is: no word is shortened, and no order changed.

    Example:
        >>> compared("The Bahamas"), compared("Côte d'Ivoire"), compared("Guinea-Bissau")
        ('bahamas', 'cote divoire', 'guinea bissau')
    """
    decomposed = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name).replace("&", " and ")).casefold()
    letters = "".join(
        one if one.isalnum() else " " for one in decomposed if not unicodedata.category(one).startswith("M")
    )
    return " ".join(word for word in letters.split() if word != "the")


def parts(name: Name) -> Iterator[str]:
    """Give the names that a list has put into one: ``A (B)``, ``A/B``, ``A - B``, and ``A, B of`` for *B of A*.

    Of a name in another language than English only what stands before a bracket is given.

    Example:
        >>> list(parts(Name(text="Congo, Democratic Republic of (Zaire)", language="en")))
        ['Congo', 'Democratic Republic of Congo', 'Zaire']
        >>> list(parts(Name(text="Micronésie (États fédérés de)", language="fr")))
        ['Micronésie']
    """
    found = _parts(name.text) if name.language == "en" else (name.text.partition(" (")[0],)
    yield from (part for part in found if part != name.text and not any(one.isdigit() for one in part))


def _parts(name: str) -> Iterator[str]:
    if bracketed := _BRACKETED.fullmatch(name):
        head, inner = bracketed.groups()
        yield from _parts(head)
        yield from _inverted(head, inner) if inner.endswith(" of") else _parts(inner)
    elif ", " in name:
        head, _, rest = name.partition(", ")
        yield head
        yield from _inverted(head, rest)
    elif " - " in name:
        yield name.partition(" - ")[0]
    else:
        yield from name.split("/")


def _inverted(head: str, rest: str) -> Iterator[str]:
    plain = rest.replace("(", "").replace(")", "")
    yield f"{plain} {head}" if plain.endswith(" of") else plain


_BRACKETED: Final = re.compile(r"(.+?) \(([^()]+)\)")

SHARED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "China": ("state:CHN", "state:TWN"),
        "Congo": ("state:COD", "state:COG", "state:congo-free-state"),
        "Germany": ("state:DDR", "state:DEU", "state:federal-government-germany"),
        "Hesse": ("state:hesse-darmstadt", "state:hesse-kassel"),
        "Korea": ("state:KOR", "state:PRK", "state:korea"),
        "Mecklenburg": ("state:mecklenburg-schwerin", "state:mecklenburg-strelitz"),
        "Sardinia": ("state:ITA", "state:piedmont-sardinia"),
        "Vietnam": ("state:VDR", "state:VNM", "state:annam", "state:south-vietnam"),
        "Yemen": ("state:YEM", "state:YMD"),
    }
)
"""Short names that texts use for more than one state, with all that they may mean; written by us, as no list has it."""
