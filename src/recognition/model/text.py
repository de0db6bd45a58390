"""The kinds of text that fields hold: ids, references, moments, words, tags and digests."""

import re
from typing import Annotated, Final

import attrs

from recognition.errors import Problem, nearest, shown

SLUG: Final = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_SLUG: Final = re.compile(SLUG)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_URL: Final = re.compile('[A-Za-z][A-Za-z0-9+.-]*:[^\\s<>"{}|\\\\^`\x00-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff]+')
# C0 and C1 controls but tab and newline, DEL, surrogates, and what no text encoding can hold. Written with escapes that
# the regular expressions of Python and of ECMAScript share.
_CONTROLS: Final = r"\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff"
_BLANKS: Final = r"\t\n \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_FORBIDDEN: Final = re.compile(f"[{_CONTROLS}]")
_WORDS: Final = f"[{_BLANKS}]*[^{_CONTROLS}{_BLANKS}][^{_CONTROLS}]*"

KINDS: Final = (
    "diplomatic",
    "event",
    "government",
    "organization",
    "person",
    "recognition",
    "restriction",
    "source",
    "state",
    "statement",
    "territory",
)
"""The kinds of record, which are the first part of every id, in canonical order."""

ENDED_KINDS: Final = frozenset({"government", "organization", "restriction", "state"})
"""The kinds that have a period, of which `@start` and `@end` are moments."""
DATED_KINDS: Final = frozenset({"diplomatic", "event", "recognition", "source", "statement"})
"""The kinds that have a day, which is itself a moment."""

ORDERED_KINDS: Final = ENDED_KINDS | DATED_KINDS
"""The kinds whose records can stand in an order of time."""


def kind_of(record_id: str) -> str:
    """Give the kind that an id names, the part before the colon."""
    return record_id.partition(":")[0]


@attrs.frozen
class Form:
    """What the text of a field must be like.

    A field is declared with it through :data:`typing.Annotated`; constructors, loaders and schemas read it.
    """

    @property
    def unique(self) -> bool:
        """Whether such a text hardly ever comes twice, so that nothing is gained by remembering that it is good."""
        return False

    def problem(self, value: str) -> Problem | None:
        """Give what is wrong with a text, or ``None``."""
        raise NotImplementedError

    def accepts(self, value: str) -> bool:
        """Tell whether nothing is wrong with a text."""
        return self.problem(value) is None

    @property
    def regex(self) -> str:
        """The regular expression that the whole of a good text matches, and no other does."""
        raise NotImplementedError


@attrs.frozen
class Words(Form):
    """Words for people: not empty, no control characters but tab and newline, no lone surrogates."""

    def problem(self, value: str) -> Problem | None:
        """Give what is wrong with a text, or ``None``."""
        if not value.strip():
            return Problem("bad-text", "the text is empty; leave the field out")
        if not value.isprintable() and (found := _FORBIDDEN.search(value)):
            return Problem("bad-text", f"{shown(value)} holds the character U+{ord(found[0]):04X}")
        return None

    @property
    def regex(self) -> str:
        """The regular expression that the whole of a good text matches, and no other does."""
        return _WORDS


@attrs.frozen
class Pattern(Form):
    """Text of one pattern: a digest, a language tag, a URL, a key."""

    pattern: re.Pattern[str]
    """What the whole text must match."""
    description: str
    """What it is, in words."""

    def problem(self, value: str) -> Problem | None:
        """Give what is wrong with a text, or ``None``."""
        if self.pattern.fullmatch(value):
            return None
        return Problem("bad-value", f"{shown(value)} is not {self.description}")

    def accepts(self, value: str) -> bool:
        """Tell whether nothing is wrong with a text."""
        return self.pattern.fullmatch(value) is not None

    @property
    def regex(self) -> str:
        """The regular expression that the whole of a good text matches, and no other does."""
        return self.pattern.pattern


@attrs.frozen
class Hexadecimal(Pattern):
    """Bytes in lower-case hexadecimal: a pattern for which there is a faster way to tell than the pattern."""

    size: int
    """The number of bytes."""

    @property
    def unique(self) -> bool:
        """Whether such a text hardly ever comes twice, so that nothing is gained by remembering that it is good."""
        return True

    def accepts(self, value: str) -> bool:
        """Tell whether nothing is wrong with a text."""
        try:
            digits = bytes.fromhex(value)
        except ValueError:
            return False
        # Capitals and spaces are read too, and do not come out again.
        return len(digits) == self.size and digits.hex() == value


def _id_pattern(ref: "Ref") -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(ref.kinds)}):{SLUG}")


@attrs.frozen
class Ref(Form):
    """The id of a record of one of some kinds; of any kind if none is named."""

    kinds: tuple[str, ...] = KINDS
    """The kinds that the reference may name."""
    own: bool = False
    """Whether it is the record's own id."""
    _pattern: re.Pattern[str] = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_id_pattern, takes_self=True)
    )

    @property
    def unique(self) -> bool:
        """Whether such a text hardly ever comes twice, so that nothing is gained by remembering that it is good."""
        return self.own

    def accepts(self, value: str) -> bool:
        """Tell whether nothing is wrong with a text."""
        return self._pattern.fullmatch(value) is not None

    def problem(self, value: str) -> Problem | None:
        """Give what is wrong with a text, or ``None``."""
        kind, colon, slug = value.partition(":")
        code = "bad-id" if self.own else "bad-reference"
        if not colon or not _SLUG.fullmatch(slug):
            return Problem(code, f"{shown(value)} is not an id of the form kind:slug")
        if kind not in KINDS:
            return Problem(code, f"{shown(value)} is of no kind of record{nearest(kind, KINDS)}")
        if kind not in self.kinds:
            return Problem(code, f"{shown(value)} is of kind {kind}; expected {' or '.join(self.kinds)}")
        return None

    @property
    def regex(self) -> str:
        """The regular expression that the whole of a good text matches, and no other does."""
        return self._pattern.pattern


@attrs.frozen
class MomentForm(Form):
    """A moment: the id of a dated record, or `id@start` or `id@end` of a record with a period."""

    def problem(self, value: str) -> Problem | None:
        """Give what is wrong with a text, or ``None``."""
        record_id, at, end = value.partition("@")
        if Ref().problem(record_id) or (at and end not in ("start", "end")):
            return Problem("bad-moment", f"{shown(value)} is not of the form id, id@start or id@end")
        kind = kind_of(record_id)
        if at and kind not in ENDED_KINDS:
            return Problem("bad-moment", f"{shown(value)}: a record of kind {kind} has no start and end")
        if not at and kind not in DATED_KINDS:
            hint = "; write @start or @end" if kind in ENDED_KINDS else ""
            return Problem("bad-moment", f"{shown(value)}: a record of kind {kind} has no day{hint}")
        return None

    @property
    def regex(self) -> str:
        """The regular expression that the whole of a good text matches, and no other does."""
        dated, ended = "|".join(sorted(DATED_KINDS)), "|".join(sorted(ENDED_KINDS))
        return f"(?:{dated}):{SLUG}|(?:{ended}):{SLUG}@(?:start|end)"


ActorRef = Annotated[str, Ref(("state", "government", "organization"))]
"""The id of one who can recognise: a state, a government or an organisation."""
AgentRef = Annotated[str, Ref(("person", "organization", "government", "state"))]
"""The id of one who can act or speak."""
AnyRef = Annotated[str, Ref()]
"""The id of any record."""
ClaimantRef = Annotated[str, Ref(("state", "government", "organization"))]
"""The id of one who can claim a territory."""
GroundRef = Annotated[str, Ref(("diplomatic", "recognition", "statement", "event"))]
"""The id of an act that implies another."""
OrganRef = Annotated[str, Ref(("organization", "government", "state"))]
"""The id of that which an organisation is part of."""
OrganizationRef = Annotated[str, Ref(("organization",))]
"""The id of an organisation."""
PartyRef = Annotated[str, Ref(("state", "government", "organization"))]
"""The id of a party to diplomatic dealings."""
PersonRef = Annotated[str, Ref(("person",))]
"""The id of a person."""
PlaceRef = Annotated[str, Ref(("state", "territory"))]
"""The id of a state or territory."""
RestrictedRef = Annotated[str, Ref(("organization", "government", "state", "territory", "person"))]
"""The id of one on whom a restriction can lie."""
RestrictionRef = Annotated[str, Ref(("restriction",))]
"""The id of a restriction."""
SourceRef = Annotated[str, Ref(("source",))]
"""The id of a source."""
SpeakerRef = Annotated[str, Ref(("person", "organization", "government", "state", "source"))]
"""The id of a speaker; a source speaks for itself where its narrator does."""
StateRef = Annotated[str, Ref(("state",))]
"""The id of a state."""
StatementRef = Annotated[str, Ref(("statement",))]
"""The id of a statement."""
TargetRef = Annotated[str, Ref(("state", "government", "organization"))]
"""The id of one whose recognition is at issue."""
Moment = Annotated[str, MomentForm()]
"""A moment to order by: an act's id, or ``id@start`` / ``id@end`` of a record with a period."""
Text = Annotated[str, Words()]
"""Words for people."""
Key = Annotated[str, Pattern(_SLUG, f"a key of the form {SLUG}")]
"""A key that several records share."""
Digest = Annotated[str, Hexadecimal(_DIGEST, "a SHA-256 in 64 lower-case hexadecimal digits", size=32)]
"""A SHA-256 (FIPS 180-4) in lower-case hexadecimal."""
Language = Annotated[str, Pattern(_LANGUAGE, "a language tag of BCP 47, such as `en` or `zh-Hant`")]
"""A language tag of BCP 47."""
Url = Annotated[str, Pattern(_URL, "an absolute URL")]
"""An absolute URL (RFC 3986)."""
