"""Slugs of names, for the ids of a source that has no codes of its own."""

import re
import unicodedata
from typing import Final

_OTHERS: Final = re.compile("[^a-z0-9]+")


def slug_of(name: str) -> str | None:
    """Give the slug of a name: lower case, without accents, a hyphen for whatever is neither letter nor digit.

    Two names can have one slug: whoever makes ids of them has to refuse that.

    Returns:
        The slug, or ``None`` if the name has no letter or digit of ASCII.

    Example:
        >>> from recognition.sources.slugs import slug_of
        >>> slug_of("Brunswick and Lüneburg")
        'brunswick-and-luneburg'
    """
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return _OTHERS.sub("-", bare.lower()).strip("-") or None
