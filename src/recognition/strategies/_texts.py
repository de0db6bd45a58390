"""The texts that fields hold: words, keys, ids, moments, and what has a pattern of its own."""

import hashlib
from functools import cache
from typing import Final, get_args

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import DrawFn, SearchStrategy

from recognition.model.text import DATED_KINDS, ENDED_KINDS, KINDS, Digest, Key, Pattern

# Each has been mangled by some format or program: YAML 1.1, spreadsheets, CSV readers, line splitters, trimmers.
_TRAPS: Final = (
    "NO",
    "on",
    "null",
    "~",
    "NA",
    "NaN",
    "004",
    "1e3",
    "0x1F",
    "12:30:45",
    "2025-07-03",
    "[..1984]",
    "=1+1",
    "@SUM(A1)",
    "-",
    "- a",
    "a: b",
    "# a",
    "&a *a !a %a",
    '"',
    "'",
    "a,b;c\td",
    "<a>&amp;</a>",
    "{{a}} {a} %s $a",
    " a ",
    "\ta\n",
    "a\n\nb",
    "a\u2028b\u2029c",
    "\ufeffa",
    "a\u00a0b",
    "\u0410\u0444\u0433\u0430\u043d\u0438\u0441\u0442\u0430\u043d",
    "\u0627\u0641\u063a\u0627\u0646\u0633\u062a\u0627\u0646",
    "\u4e2d\u83ef\u6c11\u570b",
    "e\u0301 \u00e9",
    "I\u0307 \u0131 \u00df",
    "\U0001f1e6\U0001f1eb",
    "\U0010ffff",
)
# No codec is named: without surrogates, there is nothing that UTF-8 cannot hold. Hypothesis would try every character
# on its first run in a folder, which takes so long that it calls the test too slow.
_VISIBLE: Final = st.characters(exclude_categories=("C", "Z"))
_ANY: Final = st.characters(
    exclude_categories=("Cc", "Cs"), include_characters="\t\n", exclude_characters="\ufffe\uffff"
)
_PLAIN: Final = st.text("abcdefgh", min_size=1, max_size=6)
_AROUND: Final = st.text(_ANY, max_size=4)
WORD_TEXTS: Final = _PLAIN | st.sampled_from(_TRAPS) | st.tuples(_AROUND, _VISIBLE, _AROUND).map("".join)
_SLUG_HEAD: Final = "abcABC019"
_SLUG_TAIL: Final = "abcABC019._-"


@st.composite
def words(draw: DrawFn) -> str:
    """Give texts for people, as names and notes hold them; shrinks toward ``a``.

    Any character that such a text may hold occurs, tabs, newlines and spaces at either end included, and so do
    texts that formats are known to mangle, such as ``NO``, ``004``, ``null`` and ``=1+1``.
    """
    return draw(WORD_TEXTS)


KEY_TEXTS: Final = st.tuples(st.sampled_from(_SLUG_HEAD), st.text(_SLUG_TAIL, max_size=5)).map(
    "".join
) | st.sampled_from(("NO", "null", "004", "1e3", "2025-07-03", "AFG.2021", "on"))


@st.composite
def keys(draw: DrawFn) -> str:
    """Give keys, the part of an id after its colon; shrinks toward ``a``."""
    return draw(KEY_TEXTS)


def ids(*kinds: str) -> SearchStrategy[str]:
    """Give ids such as ``state:AFG``; shrinks toward ``a`` of the first kind.

    Args:
        kinds: the kinds that it may be of; of any kind if none is named.
    """
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        message = f"no such kind of record: {', '.join(unknown)}"
        raise InvalidArgument(message)
    return st.tuples(st.sampled_from(kinds or KINDS), keys()).map(":".join)


@cache
def moments() -> SearchStrategy[str]:
    """Give moments to order by: ids of dated records, ``id@start`` and ``id@end``; shrinks toward an id."""
    dated, ended = sorted(DATED_KINDS), sorted(ENDED_KINDS)
    return ids(*dated) | st.tuples(ids(*ended), st.sampled_from(("start", "end"))).map("@".join)


def digests() -> SearchStrategy[str]:
    """Give digests of short texts."""
    return st.integers(0, 999).map(lambda number: hashlib.sha256(str(number).encode()).hexdigest())


@cache
def patterned(form: Pattern) -> SearchStrategy[str]:
    """Give texts of a pattern."""
    if form == get_args(Key)[1]:
        return KEY_TEXTS
    if form == get_args(Digest)[1]:
        return digests()
    usual = [text for text in ("en", "zh-Hant", "no", "https://example.org/a?b=c#d") if form.accepts(text)]
    # Older versions of Hypothesis take no alphabet that lacks a character which the pattern excludes.
    every = st.characters(exclude_categories=())
    return st.sampled_from(usual) | st.from_regex(form.pattern, fullmatch=True, alphabet=every)
