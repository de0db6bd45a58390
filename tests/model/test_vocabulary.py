"""Every term of every vocabulary is well-formed, documented and aligned to schemes that exist."""

import ast
import enum
import inspect
import pickle
import re
from collections.abc import Callable

import pytest

from recognition.model import vocabulary
from recognition.model.vocabulary import VOCABULARIES, Alignment, DiplomaticMove, Level, Match, RecognitionMove, Term

# The schemes that the module's docstring explains, with the form of a code in each.
SCHEMES = {
    "cameo": r"(0[1-9]|1[0-9]|20)\d{1,2}",  # root 01-20, then one or two digits
    "plover": r"[A-Z]+",
    "cow-dipex": r"[01239]",
    "vcdr": r"\d{1,2}(\(\d\))?(\([a-z]\))?",
    "cedaw": r"\d{1,2}(\(\d\)|\([a-z]\))?(-\((\d|[a-z])\))?",
    "ftm": r"[A-Z][A-Za-z]+",
}
ALL_TERMS = [pytest.param(term, id=f"{cls.__name__}.{term.name}") for cls in VOCABULARIES for term in cls]


def test_vocabularies_are_complete() -> None:
    """The table of vocabularies holds every vocabulary of the module once, by name."""
    found = [
        cls for _, cls in inspect.getmembers(vocabulary, inspect.isclass) if issubclass(cls, Term) and cls is not Term
    ]
    assert list(VOCABULARIES) == sorted(found, key=lambda cls: cls.__name__)


@pytest.mark.parametrize("cls", VOCABULARIES)
def test_vocabulary_is_documented(cls: type[Term]) -> None:
    """A vocabulary says in a sentence what its terms are about, and no two terms share a value or a meaning."""
    assert cls.__doc__
    assert cls.__doc__ != Term.__doc__
    assert cls.__doc__.rstrip().endswith(".")
    assert len({term.value for term in cls}) == len(cls.__members__)
    if cls is not vocabulary.Form:
        assert len({term.meaning for term in cls}) == len(cls)


@pytest.mark.parametrize("term", ALL_TERMS)
def test_term(term: Term) -> None:
    """A term is kebab-case, is named alike in Python, and its meaning is a sentence that is its docstring too."""
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", term.value)
    assert term.name == term.value.upper().replace("-", "_")
    assert re.fullmatch(r"[A-Z`].*\.", term.meaning)
    assert term.__doc__ == term.meaning


@pytest.mark.parametrize("term", ALL_TERMS)
def test_term_is_its_text(term: Term) -> None:
    """A term is the text that files hold, is found by it, and survives pickling as itself."""
    assert str(term) == term.value == term
    cls: Callable[[str], Term] = type(term)
    assert cls(term.value) is term
    assert pickle.loads(pickle.dumps(term)) is term  # noqa: S301 - our own bytes
    assert repr(term) == f"{type(term).__name__}.{term.name}"


@pytest.mark.parametrize("term", ALL_TERMS)
def test_alignments(term: Term) -> None:
    """An alignment names a known scheme and a code of its form, and no counterpart twice."""
    for alignment in term.alignments:
        assert re.fullmatch(SCHEMES[alignment.scheme], alignment.code), alignment
        assert alignment.lossy == (alignment.match is not Match.EXACT)
        assert str(alignment) == f"{alignment.scheme}:{alignment.code} ({alignment.match})"
    pairs = [(alignment.scheme, alignment.code) for alignment in term.alignments]
    assert len(set(pairs)) == len(pairs)


@pytest.mark.parametrize("cls", VOCABULARIES)
def test_exact_alignments_are_reversible(cls: type[Term]) -> None:
    """What can be exchanged with a term of another scheme can be exchanged with one term only."""
    exact = [(a.scheme, a.code) for term in cls for a in term.alignments if a.match is Match.EXACT]
    assert len(set(exact)) == len(exact)


def test_schemes_are_explained() -> None:
    """The module's docstring explains every scheme that is used, and uses every scheme that it explains."""
    assert vocabulary.__doc__ is not None
    used = {alignment.scheme for cls in VOCABULARIES for term in cls for alignment in term.alignments}
    explained = set(re.findall(r"``([a-z-]+)`` \(", vocabulary.__doc__))
    assert used == explained == set(SCHEMES)


@pytest.mark.parametrize("cls", [Match, Alignment])
def test_attributes_are_documented(cls: type) -> None:
    """Each member or field of the helper classes has a docstring of its own below it."""
    (tree,) = ast.parse(inspect.getsource(cls)).body
    assert isinstance(tree, ast.ClassDef)
    documented = set[str]()
    for statement, doc in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(doc, ast.Expr) and isinstance(doc.value, ast.Constant) and isinstance(doc.value.value, str):
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                documented.add(statement.targets[0].id)
            elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                documented.add(statement.target.id)
    expected = {member.name for member in cls} if issubclass(cls, enum.Enum) else set(cls.__annotations__)
    assert documented == expected


def test_known_counterparts() -> None:
    """A few alignments, looked up in the schemes themselves."""
    # Vienna Convention on Diplomatic Relations, 1961: article 4 agrement, 9 persona non grata, 14(1)(a) ambassadors.
    assert "vcdr:4 (exact)" in map(str, DiplomaticMove.AGREMENT.alignments)
    assert "vcdr:9 (exact)" in map(str, DiplomaticMove.PERSONA_NON_GRATA.alignments)
    assert "vcdr:14(1)(a) (exact)" in map(str, Level.AMBASSADOR.alignments)
    # Diplomatic Exchange v2006 codes 1 charge d'affaires, 2 minister, 3 ambassador.
    codes = {a.code for level in (Level.CHARGE, Level.MINISTER, Level.AMBASSADOR) for a in level.alignments}
    assert codes >= {"1", "2", "3"}
    # CAMEO 054 is "grant diplomatic recognition", which codes relations and embassies too: never exact.
    (found,) = (a for a in RecognitionMove.RECOGNITION.alignments if a.scheme == "cameo")
    assert (found.code, found.match) == ("054", Match.BROAD)
    assert found.note


def codes_of(scheme: str) -> set[str]:
    """Give the codes of a scheme that terms are aligned with."""
    return {a.code for cls in VOCABULARIES for term in cls for a in term.alignments if a.scheme == scheme}


def test_counterparts_are_of_their_schemes() -> None:
    """Codes are among those that the schemes have, where a scheme has few enough to write them down."""
    # PLOVER's sixteen types of events, 2023.
    cooperation = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST"}
    conflict = {"ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
    assert codes_of("plover") <= cooperation | conflict
    # CEDAW's articles on rights and their limits are 1 to 16, those of the Vienna Convention are 1 to 53.
    for scheme, last in (("cedaw", 16), ("vcdr", 53)):
        assert all(1 <= int(code.partition("(")[0]) <= last for code in codes_of(scheme))


def test_schemata_of_follow_the_money_exist() -> None:
    """Each schema that a term is aligned with is one of FollowTheMoney's model."""
    followthemoney = pytest.importorskip("followthemoney")
    assert all(followthemoney.model.get(code) for code in codes_of("ftm"))
    assert followthemoney.model.get("NoSuchSchema") is None


def test_notes_say_something() -> None:
    """What is lost on the way to another scheme is said in words, or there is no note."""
    notes = {alignment.note for cls in VOCABULARIES for term in cls for alignment in term.alignments}
    assert "" in notes
    assert all(len(note.split()) > 2 for note in notes if note)
