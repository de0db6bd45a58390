"""The exceptions of the library, and the problems that they carry.

The tree::

    RecognitionError
    ├── InvalidDataError (ValueError)      data that cannot be accepted, with every problem found
    ├── UnknownIdError (KeyError)          an id that the dataset does not hold
    └── MissingExtraError (ImportError)    an optional dependency that is not installed
"""

import enum
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

import attrs

from recognition.views import table


class Severity(enum.StrEnum):
    """How grave a problem is."""

    ERROR = "error"
    """The data is refused."""
    WARNING = "warning"
    """The data is accepted; it is probably wrong or incomplete."""
    NOTE = "note"
    """The data is accepted; here is something worth knowing, such as two accounts that differ."""


@attrs.frozen
class ProblemCode:
    """What a problem code means; the codes are stable and tabulated in the documentation."""

    severity: Severity
    """How grave every problem of this code is."""
    meaning: str
    """One sentence for the table of codes."""


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

PROBLEM_CODES: Final = MappingProxyType(
    {
        # the notation
        "encoding": ProblemCode(_E, "The bytes are not UTF-8, or begin with a byte order mark."),
        "syntax": ProblemCode(_E, "The text is not well-formed in its format, or is cut short."),
        "too-deep": ProblemCode(_E, "The document is nested deeper than any record can be."),
        "duplicate-key": ProblemCode(_E, "A key stands twice in one object."),
        "alias-limit": ProblemCode(_E, "YAML aliases would expand to more than the limit."),
        "too-large": ProblemCode(
            _E,
            "A file expands beyond measure, holds too many files or problems, too long a line, or has no end.",
        ),
        # the document
        "format-version": ProblemCode(_E, "`format_version` is missing, malformed or newer than this library."),
        "unknown-type": ProblemCode(_E, "A record's `type` is none of the record types."),
        "missing-field": ProblemCode(_E, "A required field, such as a record's `type`, is absent."),
        "unknown-field": ProblemCode(_E, "A field that the record type does not have."),
        "wrong-type": ProblemCode(_E, "A value of another type than the field takes; nothing is coerced."),
        # values
        "unknown-term": ProblemCode(_E, "A term that the field's vocabulary does not have."),
        "bad-date": ProblemCode(_E, "Not an EDTF date, or a day that the calendar does not have."),
        "unsupported-date": ProblemCode(_E, "An EDTF feature outside the supported profile."),
        "bad-period": ProblemCode(_E, "Not an EDTF interval."),
        "reversed-period": ProblemCode(_E, "A period that certainly ends before it starts."),
        "bad-id": ProblemCode(_E, "Not an id of the form `kind:slug`, or of another kind than the record."),
        "bad-reference": ProblemCode(_E, "Not an id, or the id of a kind that the field does not take."),
        "bad-moment": ProblemCode(_E, "Not an id, `id@start` or `id@end`, or not a moment that the kind has."),
        "bad-text": ProblemCode(_E, "Text that is empty, or holds characters that text may not hold."),
        "bad-value": ProblemCode(_E, "A digest, language tag, URL, key or number outside its form or range."),
        # rules between the fields of one record
        "half-passage": ProblemCode(_E, "A passage needs `start`, `end` and `digest`, with `start` before `end`."),
        "self-target": ProblemCode(_E, "The actor is its own target."),
        "capacity-mismatch": ProblemCode(_E, "The capacity does not fit the kind of the target."),
        "bad-parties": ProblemCode(_E, "A diplomatic act needs either two parties or a sender and a receiver."),
        "no-target": ProblemCode(_E, "A restriction names neither a target nor a group."),
        "bad-claim": ProblemCode(_E, "A claim without a target, or whose actors do not go with its quantifier."),
        "open-yet-ended": ProblemCode(_E, "A restriction that has an `ending` and a period still open."),
        # rules between records
        "duplicate-id": ProblemCode(_E, "Two records have one id."),
        "dangling-reference": ProblemCode(_E, "A reference to an id that no record has."),
        "cyclic-order": ProblemCode(_E, "`after` and `before` edges form a cycle."),
        "cyclic-succession": ProblemCode(_E, "States succeed each other in a cycle."),
        "cyclic-part": ProblemCode(_E, "`part_of` forms a cycle."),
        "cyclic-supersession": ProblemCode(_E, "Records supersede each other in a cycle."),
        "order-violated": ProblemCode(_E, "The dates certainly violate an `after` or `before` edge."),
        "merge-conflict": ProblemCode(_E, "One id has two contents in the datasets to be merged."),
        # doubtful data
        "nothing-to-undo": ProblemCode(
            _W, "A withdrawal, suspension or resumption with no earlier recognition on record."
        ),
        "outside-existence": ProblemCode(_W, "An act certainly outside its target's existence."),
        "overlapping-sole": ProblemCode(_W, "One actor recognises two governments of a state as sole at one time."),
        "implied-without-ground": ProblemCode(_W, "An implied recognition without `implied_by`."),
        "effective-before-date": ProblemCode(_W, "An act that took effect certainly before it was done."),
        "successor-gap": ProblemCode(_W, "A successor certainly does not begin where its predecessor ends."),
        # data of others, brought in
        "doubtful-row": ProblemCode(_W, "A row of a source was taken, and something about it is doubtful."),
        # data of a newer producer, read leniently
        "kept-field": ProblemCode(_W, "A field that this version does not know was kept as it came."),
        "kept-term": ProblemCode(_W, "A term that this version does not know was kept as it came."),
        # accounts that contradict each other
        "contradicting-days": ProblemCode(_N, "Accounts of one occurrence give certainly different days."),
        "contradicting-parties": ProblemCode(_N, "Accounts of one occurrence name different actors or targets."),
        "contradicting-moves": ProblemCode(_N, "Accounts of one occurrence give different moves."),
        "contradicting-endings": ProblemCode(_N, "Accounts of one occurrence give different endings."),
        "contradicting-order": ProblemCode(_N, "An account's order is contradicted by the days that others give."),
        "contradicting-offices": ProblemCode(_N, "Accounts of one person's tenure give different offices."),
        # writing to a notation that cannot hold everything
        "not-exported": ProblemCode(_N, "The format has no place for it, and it was left out of what was written."),
    }
)
"""Every problem code, with its severity and meaning."""


@attrs.frozen(repr=False)
class Problem:
    """One thing wrong, doubtful or worth knowing about data.

    Example:
        >>> from recognition import Problem
        >>> print(Problem("bad-date", "'2021-02-30' is not a day of the calendar", path="$.date"))
        error bad-date at $.date: '2021-02-30' is not a day of the calendar
    """

    code: str
    """A stable key of :data:`PROBLEM_CODES`."""
    message: str
    """What is wrong, and where possible what to write instead."""
    path: str = attrs.field(default="$", kw_only=True)
    """Where in the input: a JSONPath such as ``$.records[3].date``."""
    record: str | None = attrs.field(default=None, kw_only=True)
    """The id of the record, where one is known."""
    line: int | None = attrs.field(default=None, kw_only=True)
    """The line in the input, from 1, where the format has lines."""
    column: int | None = attrs.field(default=None, kw_only=True)
    """The column in that line, from 1, in code points."""
    source: str | None = attrs.field(default=None, kw_only=True)
    """The name of the file, where the input is one."""

    def __attrs_post_init__(self) -> None:
        """Refuse a code that is not documented."""
        if self.code not in PROBLEM_CODES:
            raise UnknownIdError(self.code, PROBLEM_CODES, what="problem code")

    @property
    def severity(self) -> Severity:
        """How grave it is: the severity of its code."""
        return PROBLEM_CODES[self.code].severity

    def __repr__(self) -> str:
        """Give the call that makes it, without what is not known."""
        code, message, *rest = self._given()
        return f"Problem({', '.join([repr(code[1]), repr(message[1]), *(f'{name}={held!r}' for name, held in rest)])})"

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        """Give what is known, for rich."""
        return self._given()

    def _given(self) -> Iterator[tuple[str, object]]:
        for name in ("code", "message", "path", "record", "line", "column", "source"):
            held: object = getattr(self, name)
            if held is not None and (name, held) != ("path", "$"):
                yield name, held

    def _repr_html_(self) -> str:
        """Give it for a notebook."""
        return table(f"{self.severity} {self.code}", list(self._given())[1:])

    def under(self, path: str, record: str | None = None) -> "Problem":
        """Give the same problem as seen from a container that holds the value at ``path``."""
        return attrs.evolve(self, path=path + self.path[1:], record=self.record or record)

    def __str__(self) -> str:
        """Give one line: severity, code, place, message."""
        place = self.path
        if self.line is not None:
            place = f"line {self.line}" + (f", column {self.column}" if self.column else "") + f" ({place})"
        if self.source is not None:
            place = f"{self.source}, {place}"
        return f"{self.severity} {self.code} at {place}: {self.message}"


class RecognitionError(Exception):
    """The base of every exception that the library raises on purpose."""


_SHOWN = 50


class InvalidDataError(RecognitionError, ValueError):
    """Data that cannot be accepted; it carries every problem found.

    Args:
        problems: what is wrong, at least one :class:`Problem`.

    Example:
        >>> import recognition
        >>> try:
        ...     recognition.PartialDate("2021-02-30")
        ... except recognition.InvalidDataError as error:
        ...     print(error.problems[0].code)
        bad-date
    """

    problems: tuple[Problem, ...]
    """Every problem found: those within records in the order of the input, then those between records."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Hold the problems."""
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __iter__(self) -> Iterator[Problem]:
        """Iterate over the problems."""
        return iter(self.problems)

    def __str__(self) -> str:
        """Give a line a problem, the first fifty of them."""
        shown = [str(problem) for problem in self.problems[:_SHOWN]]
        if len(shown) == 1:
            return shown[0]
        if len(self.problems) > _SHOWN:
            shown.append(f"... and {len(self.problems) - _SHOWN} more")
        return "\n  ".join([f"{len(self.problems)} problems:", *shown])

    def _repr_html_(self) -> str:
        """Give the problems for a notebook, the first fifty of them."""
        return problems_table(self.problems)


def problems_table(problems: Sequence[Problem]) -> str:
    """Give problems for a notebook: a row each, the first fifty of them, and how many there are."""
    head = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return table(head, ((f"{problem.severity} {problem.code}", str(problem)) for problem in problems))


class UnknownIdError(RecognitionError, KeyError):
    """An id or name that is not there, with near ones that are; nothing is resolved to them.

    Args:
        key: what was asked for.
        known: what there is.
        what: the noun for the message.
    """

    key: str
    """What was asked for."""
    near: tuple[str, ...]
    """Up to three ids that look like it."""

    def __init__(self, key: str, known: Iterable[str] = (), *, what: str = "id") -> None:
        """Look for near matches among those known."""
        self.key = key
        self.near = tuple(get_close_matches(key, list(known), n=3))
        self._what = what
        super().__init__(key)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with the near matches already found."""
        return (_rebuild, (self.key, self.near, self._what))

    def __str__(self) -> str:
        """Name the id and its near matches."""
        hint = f"; near: {', '.join(self.near)}" if self.near else ""
        return f"no {self._what} {self.key!r}{hint}"


def _rebuild(key: str, near: tuple[str, ...], what: str) -> UnknownIdError:
    error = UnknownIdError(key, (), what=what)
    error.near = near
    return error


class MissingExtraError(RecognitionError, ImportError):
    """An optional dependency is not installed.

    Args:
        extra: the name of the extra that brings it.
        purpose: what needs it.
        also: packages that no extra brings and that are needed with it.

    Example:
        >>> from recognition import MissingExtraError
        >>> print(MissingExtraError("frames", "a panel in DuckDB", also=("duckdb",)))
        a panel in DuckDB needs an optional dependency: pip install 'recognition[frames]' duckdb
    """

    extra: str
    """The extra to install."""
    also: tuple[str, ...]
    """The packages to install with it."""

    def __init__(self, extra: str, purpose: str, *, also: tuple[str, ...] = ()) -> None:
        """Name the command that installs it."""
        self.extra = extra
        self.also = also
        packages = " ".join([f"'recognition[{extra}]'", *also])
        super().__init__(f"{purpose} needs an optional dependency: pip install {packages}")
        self._purpose = purpose

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by its arguments."""
        return (_missing, (self.extra, self._purpose, self.also))


def _missing(extra: str, purpose: str, also: tuple[str, ...]) -> MissingExtraError:
    return MissingExtraError(extra, purpose, also=also)


def shown(value: object, limit: int = 60) -> str:
    """Give a value's representation, shortened, for a message."""
    if isinstance(value, str):
        return repr(str(value) if len(value) <= limit else value[:limit] + "…")
    if isinstance(value, bool | float) or value is None:
        return repr(value)
    if isinstance(value, int):
        return repr(value) if abs(value) < _HUGE else "a huge number"
    if isinstance(value, dict):
        return "an object"
    return "a list" if isinstance(value, list | tuple) else f"a {type(value).__name__}"


_HUGE: Final = 10**20


def nearest(word: str, words: Iterable[str]) -> str:
    """Give `; did you mean 'x'?` for the word most like this one, or nothing."""
    found = get_close_matches(word[:100], list(words), n=1, cutoff=0.6)
    return f"; did you mean {found[0]!r}?" if found else ""
