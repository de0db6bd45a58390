"""The vocabularies: what each term means, and its counterparts in the schemes of others.

The schemes: ``cameo`` (CAMEO event codes, version 1.1b3, 2012), ``plover`` (PLOVER event types, 2023),
``cow-dipex`` (Correlates of War, Diplomatic Exchange v2006), ``vcdr`` (Vienna Convention on Diplomatic
Relations, 1961, by article), ``cedaw`` (Convention on the Elimination of All Forms of Discrimination
against Women, 1979, by article), ``ftm`` (FollowTheMoney schemata).
"""

import enum
from typing import Any, Final, Self
from weakref import WeakValueDictionary

import attrs

from recognition.errors import InvalidDataError
from recognition.model.text import Words


class Match(enum.StrEnum):
    """How close a term is to a term of another scheme, as in SKOS (W3C Recommendation, 2009)."""

    EXACT = "exact"
    """The two can be exchanged."""
    CLOSE = "close"
    """The two overlap so far that they can be exchanged for some uses."""
    BROAD = "broad"
    """The other scheme's term is wider: going there loses a distinction."""
    NARROW = "narrow"
    """The other scheme's term is narrower: it covers only a part."""


@attrs.frozen
class Alignment:
    """A counterpart of a term in another scheme."""

    scheme: str
    """The scheme, such as ``cameo``."""
    code: str
    """The counterpart's code there: an article's number for a treaty."""
    match: Match
    """How close the two are."""
    note: str = ""
    """What is lost or mixed up in going there."""

    @property
    def lossy(self) -> bool:
        """Whether going to the other scheme and back can change the term."""
        return self.match is not Match.EXACT

    def __str__(self) -> str:
        """Give scheme, code and match."""
        return f"{self.scheme}:{self.code} ({self.match})"


class Term(enum.StrEnum):
    """A member of a vocabulary: a string that knows its meaning and its counterparts.

    Example:
        >>> from recognition import RecognitionMove
        >>> RecognitionMove("withdrawal").meaning
        'Recognition given before is taken back.'
        >>> [str(a) for a in RecognitionMove.RECOGNITION.alignments]
        ['cameo:054 (broad)', 'plover:SUPPORT (broad)']
    """

    meaning: str
    alignments: tuple[Alignment, ...]

    @classmethod
    def unlisted(cls, value: str) -> Self:
        """Give a term that the vocabulary does not have: that of a newer producer, read leniently.

        It is told by its text alone. What depends on its meaning is unknown.

        Raises:
            InvalidDataError: code ``bad-text``, if no vocabulary could have such a term.
        """
        if value in cls.__members__.values():
            return cls(value)
        member = _unlisted.get((cls, value))
        if member is None:
            problem = Words().problem(value)
            if problem:
                raise InvalidDataError([problem])
            member = str.__new__(cls, value)
            member._name_ = member._value_ = str(value)
            member.meaning, member.alignments = "", ()
            member = _unlisted.setdefault((cls, member._value_), member)
        return member  # type: ignore[return-value]  # as above

    @property
    def listed(self) -> bool:
        """Whether the vocabulary has it; only lenient reading gives a term that it does not have."""
        return type(self).__members__.get(self._name_) is self

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        """Pickle by the text."""
        return (type(self), (self._value_,)) if self.listed else (_again, (type(self), self._value_))

    def __repr__(self) -> str:
        """Give the name to type."""
        name = type(self).__name__
        return f"{name}.{self.name}" if self.listed else f"{name}.unlisted({self._value_!r})"

    def __new__(cls, value: str, meaning: str = "", *alignments: Alignment) -> Self:
        """Make a member from its text, its meaning and its alignments."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        member.alignments = alignments
        member.__doc__ = meaning
        return member


# There is one of each as long as anybody holds it; a file of a million such terms leaves nothing behind.
_unlisted: Final[WeakValueDictionary[tuple[type[Term], str], Term]] = WeakValueDictionary()


def _again(cls: type[Term], value: str) -> Term:
    return cls.unlisted(value)


def _exact(scheme: str, code: str, note: str = "") -> Alignment:
    return Alignment(scheme, code, Match.EXACT, note)


def _close(scheme: str, code: str, note: str = "") -> Alignment:
    return Alignment(scheme, code, Match.CLOSE, note)


def _broad(scheme: str, code: str, note: str = "") -> Alignment:
    return Alignment(scheme, code, Match.BROAD, note)


def _narrow(scheme: str, code: str, note: str = "") -> Alignment:
    return Alignment(scheme, code, Match.NARROW, note)


_MIXED = "054 also codes the opening of relations and of embassies"


class Rank(Term):
    """How an account stands among the accounts of one occurrence, as in Wikibase."""

    PREFERRED = "preferred", "The account to go by: it hides the others of its occurrence."
    NORMAL = "normal", "An account like any other."
    DEPRECATED = "deprecated", "An account known to be wrong, kept because somebody gives it."


class Capacity(Term):
    """As what the target is recognised."""

    STATE = "state", "As a state, an international person."
    GOVERNMENT = "government", "As the government of a state."
    REPRESENTATIVE = "representative", "As the representative of a people."
    BELLIGERENT = "belligerent", "As a belligerent, to whom the laws of war and neutrality apply."
    INSURGENT = "insurgent", "As an insurgent, short of belligerency."
    TITLE = "title", "As the holder of title to the territory or state that is concerned."


class RecognitionMove(Term):
    """What is done with recognition."""

    REQUEST = (
        "request",
        "Recognition is asked for; this sets no standing.",
        _broad("cameo", "022"),
        _broad("plover", "REQUEST"),
    )
    ACKNOWLEDGEMENT = "acknowledgement", "A claim or fact is taken note of, which is not recognition."
    RECOGNITION = "recognition", "Recognition is given.", _broad("cameo", "054", _MIXED), _broad("plover", "SUPPORT")
    REAFFIRMATION = "reaffirmation", "Recognition given before is said to hold.", _broad("cameo", "054", _MIXED)
    WITHHOLDING = "withholding", "The actor says that it does not recognise, for now or until something happens."
    REFUSAL = "refusal", "A request for recognition is turned down.", _broad("cameo", "120"), _broad("plover", "REJECT")
    SUSPENSION = "suspension", "Recognition is put off or frozen, to be taken up again perhaps.", _broad("cameo", "160")
    RESUMPTION = "resumption", "Recognition that was suspended is taken up again.", _broad("cameo", "054", _MIXED)
    WITHDRAWAL = (
        "withdrawal",
        "Recognition given before is taken back.",
        _broad("cameo", "160"),
        _broad("plover", "SANCTION"),
    )


class Degree(Term):
    """How fully recognition is given."""

    DE_JURE = "de-jure", "In law, in full."
    DE_FACTO = "de-facto", "In fact, provisionally."
    UNSPECIFIED = "unspecified", "The source does not say."


class Mode(Term):
    """How recognition is made known."""

    EXPRESS = "express", "Said in words."
    IMPLIED = "implied", "To be concluded from other conduct, which `implied_by` names."
    UNSPECIFIED = "unspecified", "The source does not say."


class Form(Term):
    """The instrument by which recognition is given or changed."""

    DECLARATION = "declaration", "A public declaration.", _broad("cameo", "010")
    NOTE = "note", "A diplomatic note or letter."
    COMMUNIQUE = "communique", "A joint communique."
    TREATY = "treaty", "A treaty or agreement.", _broad("cameo", "057")
    CREDENTIALS = "credentials", "Letters of credence given or accepted.", _close("vcdr", "13")
    RELATIONS = "relations", "Diplomatic relations established.", _close("vcdr", "2")
    VOTE = "vote", "A vote in an organisation or assembly."
    LEGISLATION = "legislation", "A law, decree or parliamentary resolution."
    COURT = "court", "A judgment or certificate to a court."
    PRACTICE = "practice", "A course of dealing, with no single instrument."
    UNSPECIFIED = "unspecified", "The source does not say."


class DiplomaticMove(Term):
    """What is done in diplomatic dealings: relations and missions, then credentials in their order."""

    ESTABLISHMENT = "establishment", "Diplomatic relations begin.", _close("vcdr", "2"), _broad("cameo", "054", _MIXED)
    UPGRADE = "upgrade", "The level of relations is raised.", _broad("cameo", "050")
    DOWNGRADE = "downgrade", "The level of relations is lowered.", _broad("cameo", "161")
    SUSPENSION = "suspension", "Relations are suspended.", _broad("cameo", "161")
    RESUMPTION = "resumption", "Relations that were suspended or severed are taken up again.", _broad("cameo", "050")
    SEVERANCE = "severance", "Relations are broken off.", _close("vcdr", "45"), _broad("cameo", "161")
    MISSION_OPENING = "mission-opening", "The sender opens a mission at the receiver.", _broad("cameo", "054", _MIXED)
    MISSION_CLOSING = "mission-closing", "The sender closes its mission.", _close("vcdr", "45"), _broad("cameo", "161")
    RECALL = "recall", "The sender recalls its envoy, for good or for talks.", _broad("cameo", "161")
    EXPULSION = (
        "expulsion",
        "The receiver makes staff of the mission leave.",
        _close("vcdr", "9"),
        _broad("cameo", "161"),
    )
    TALKS = "talks", "The two hold talks.", _broad("cameo", "040"), _broad("plover", "CONSULT")
    VISIT = "visit", "The sender visits the receiver.", _close("cameo", "042"), _broad("plover", "CONSULT")
    AGREMENT = "agrement", "The receiver agrees to the person proposed as envoy.", _exact("vcdr", "4")
    APPOINTMENT = "appointment", "The sender appoints its envoy.", _close("vcdr", "7")
    ARRIVAL = "arrival", "The envoy arrives, and the ministry is notified.", _close("vcdr", "10")
    COPIES_PRESENTED = (
        "copies-presented",
        "True copies of the letter of credence are handed to the ministry.",
        _close("vcdr", "13", "article 13 allows copies or the letter, by the receiver's practice"),
    )
    LETTER_PRESENTED = (
        "letter-presented",
        "The letter of credence is handed to the head of state.",
        _close("vcdr", "13", "article 13 allows copies or the letter, by the receiver's practice"),
    )
    ACCEPTANCE = "acceptance", "The receiver accepts the envoy's credentials.", _close("vcdr", "13")
    DEFERRAL = "deferral", "The receiver puts off deciding on credentials."
    CHALLENGE = "challenge", "The credentials are challenged."
    REJECTION = "rejection", "The credentials are rejected.", _broad("cameo", "120"), _broad("plover", "REJECT")
    PERSONA_NON_GRATA = "persona-non-grata", "The receiver declares the envoy unwelcome.", _exact("vcdr", "9")
    END_OF_MISSION = "end-of-mission", "The envoy's functions come to an end.", _exact("vcdr", "43")


class Level(Term):
    """The level of relations or of a mission, lowest first; residence is a flag of its own."""

    NONE = "none", "No mission.", _close("cow-dipex", "0", "0 is also coded where nothing is known")
    INTERESTS_SECTION = (
        "interests-section",
        "An interests section in another state's mission.",
        _broad("cow-dipex", "9"),
    )
    LIAISON = "liaison", "A liaison office.", _broad("cow-dipex", "9")
    CONSULATE = "consulate", "A consulate, with no diplomatic mission.", _broad("cow-dipex", "0")
    CHARGE = "charge", "A charge d'affaires.", _exact("cow-dipex", "1"), _exact("vcdr", "14(1)(c)")
    MINISTER = "minister", "A minister or envoy: a legation.", _exact("cow-dipex", "2"), _exact("vcdr", "14(1)(b)")
    AMBASSADOR = "ambassador", "An ambassador: an embassy.", _exact("cow-dipex", "3"), _exact("vcdr", "14(1)(a)")


class Domain(Term):
    """What a restriction is about: for restrictions on women, the articles of CEDAW."""

    GENERAL = "general", "Several domains at once; the umbrella of narrower restrictions.", _close("cedaw", "2")
    STEREOTYPES = "stereotypes", "Conduct and dress laid down for one sex.", _close("cedaw", "5")
    TRAFFICKING = "trafficking", "Trafficking and exploitation.", _exact("cedaw", "6")
    PUBLIC_LIFE = "public-life", "Political and public life.", _exact("cedaw", "7")
    REPRESENTATION = "representation", "Representing the state abroad.", _exact("cedaw", "8")
    NATIONALITY = "nationality", "Nationality.", _exact("cedaw", "9")
    EDUCATION = "education", "Education.", _exact("cedaw", "10")
    EMPLOYMENT = "employment", "Work.", _exact("cedaw", "11")
    HEALTH = "health", "Health care.", _exact("cedaw", "12")
    ECONOMIC_LIFE = "economic-life", "Benefits, loans and credit.", _close("cedaw", "13(a)-(b)")
    PUBLIC_SPACE = "public-space", "Recreation, sport and culture: parks, gyms, baths.", _close("cedaw", "13(c)")
    RURAL_LIFE = "rural-life", "Life in the country.", _exact("cedaw", "14")
    LEGAL_CAPACITY = "legal-capacity", "Equality before the law and in contracts.", _close("cedaw", "15(1)-(3)")
    MOVEMENT = "movement", "Movement and choice of home.", _exact("cedaw", "15(4)")
    FAMILY = "family", "Marriage and family.", _exact("cedaw", "16")
    PROSCRIPTION = (
        "proscription",
        "An organisation is banned or listed as terrorist.",
        _narrow("cameo", "1722", "1722 is of parties and politicians only"),
        _broad("ftm", "Sanction"),
    )
    ASSET_FREEZE = "asset-freeze", "Funds are frozen.", _broad("cameo", "163"), _broad("ftm", "Sanction")
    TRAVEL_BAN = "travel-ban", "Entry or transit is refused.", _broad("cameo", "163"), _broad("ftm", "Sanction")
    ARMS_EMBARGO = "arms-embargo", "Arms may not be supplied.", _broad("cameo", "163"), _broad("ftm", "Sanction")
    TRADE = "trade", "Trade is limited.", _broad("cameo", "163"), _broad("ftm", "Sanction")
    FINANCE = "finance", "Financial services are limited.", _broad("cameo", "163"), _broad("ftm", "Sanction")


class Measure(Term):
    """What a restriction does."""

    BAN = "ban", "Something may not be done at all."
    LIMIT = "limit", "Something may be done only in part; `extent` says how far."
    REQUIREMENT = "requirement", "Something must be done."
    LISTING = (
        "listing",
        "Somebody is put on a list, with the consequences that the regime attaches.",
        _broad("ftm", "Sanction"),
    )


class Ending(Term):
    """How a restriction ended."""

    LIFTED = "lifted", "It was ended for good.", _narrow("cameo", "0812", "0812 is of parties and politicians only")
    SUSPENDED = "suspended", "It was put out of force, and could come back."
    EXPIRED = "expired", "Its time ran out."
    REPLACED = "replaced", "Another restriction took its place."


class GovernmentStatus(Term):
    """The claim of a government, as a source describes it."""

    INCUMBENT = "incumbent", "It governs."
    RIVAL = "rival", "It contests the claim of another, in the country."
    IN_EXILE = "in-exile", "It claims to govern, from abroad."
    INTERIM = "interim", "It governs for a time, until another is formed."
    LIBERATION = "liberation", "It claims to govern on behalf of a liberation movement."


class OrganizationType(Term):
    """What an organisation is."""

    MOVEMENT = "movement", "A political or armed movement or party.", _broad("ftm", "Organization")
    MINISTRY = "ministry", "A ministry or agency of a government.", _close("ftm", "PublicBody")
    COURT = "court", "A court.", _broad("ftm", "PublicBody")
    LEGISLATURE = "legislature", "A parliament or congress.", _broad("ftm", "PublicBody")
    INTERGOVERNMENTAL = "intergovernmental", "An intergovernmental organisation.", _broad("ftm", "Organization")
    ARMED_FORCE = "armed-force", "An armed force of a state or organisation.", _broad("ftm", "PublicBody")
    MEDIUM = "medium", "A newspaper, agency or broadcaster.", _broad("ftm", "Organization")
    OTHER = "other", "None of these.", _broad("ftm", "Organization")


class SuccessionManner(Term):
    """How a state comes after another (Vienna Convention on Succession of States, 1978, for the cases)."""

    CONTINUATOR = "continuator", "The same international person goes on, under another name or in other bounds."
    SUCCESSOR = "successor", "A new person, in place of one that has ended."
    SECESSION = "secession", "A new person, out of one that goes on."
    CONTESTED_SECESSION = "contested-secession", "It claims to have seceded; the other denies it."
    MERGER = "merger", "A new person, out of two or more that have ended."
    RESTORATION = "restoration", "The former person, back after an interruption."


class Participation(Term):
    """What part somebody had in an act."""

    DECIDED_BY = "decided-by", "Took the decision."
    ADVISED_BY = "advised-by", "Advised it."
    ANNOUNCED_BY = "announced-by", "Made it public."
    CONVEYED_BY = "conveyed-by", "Handed it over."
    RECEIVED_BY = "received-by", "Was handed it, or was asked."


class Change(Term):
    """What an event changes on the ground."""

    TAKEOVER = "takeover", "Power in a state is taken.", _broad("cameo", "190")
    LOSS_OF_CONTROL = "loss-of-control", "Power in a state is lost."
    TROOP_WITHDRAWAL = "troop-withdrawal", "Foreign troops leave.", _broad("cameo", "0874")
    ANNEXATION = "annexation", "A state or territory is declared part of another.", _broad("cameo", "192")
    OCCUPATION = "occupation", "A territory comes under a foreign army.", _close("cameo", "192")
    INDEPENDENCE = "independence", "Independence is declared."
    DISSOLUTION = "dissolution", "A state ends."
    RESTORATION = "restoration", "A state or government is back."


class Force(Term):
    """What a statement does (after J. L. Austin's illocutionary force, *How to Do Things with Words*, 1962)."""

    ASSERT = "assert", "Says that something is so.", _broad("cameo", "010")
    CONFIRM = "confirm", "Says that something said before is so.", _broad("cameo", "010")
    DENY = "deny", "Says that something is not so.", _broad("cameo", "010")
    ANNOUNCE = "announce", "Makes something known that the speaker has decided or done.", _broad("cameo", "010")
    PRAISE = "praise", "Speaks well of somebody or something.", _close("cameo", "051")
    WELCOME = "welcome", "Is glad of something that happened.", _broad("cameo", "051")
    CRITICISE = "criticise", "Speaks ill of somebody or something.", _close("cameo", "111")
    DEMAND = "demand", "Demands something.", _close("cameo", "100"), _broad("plover", "REQUEST")
    PROMISE = "promise", "Commits the speaker to something.", _broad("cameo", "030")
    PREDICT = "predict", "Says that something will, may or could happen.", _broad("cameo", "010")
    EXPECT = "expect", "Expects something to come of what is done.", _broad("cameo", "013")
    AIM = "aim", "States a goal.", _broad("cameo", "010")
    JUSTIFY = "justify", "Gives a reason for what is done.", _broad("cameo", "010")
    EVALUATE = "evaluate", "Judges the worth or meaning of something.", _broad("cameo", "010")
    ASK = "ask", "Asks; neither asserts nor denies.", _broad("cameo", "010")
    POLICY = "policy", "States what the speaker does as a rule.", _broad("cameo", "010")


class Modality(Term):
    """How strongly something not yet so is put."""

    WILL = "will", "It will be."
    SHOULD = "should", "It should be, or is likely."
    MAY = "may", "It may be."
    COULD = "could", "It could be, given something else."


class Quantifier(Term):
    """How many actors a claim is about."""

    NONE = "none", "None of the actors did it."
    FIRST = "first", "The claimed actor did it before any other."
    ONLY = "only", "The claimed actor did it, and no other."
    ALL = "all", "Each of the actors did it."
    SOME = "some", "At least one of the actors did it."


VOCABULARIES: Final[tuple[type[Term], ...]] = (
    Capacity,
    Change,
    Degree,
    DiplomaticMove,
    Domain,
    Ending,
    Force,
    Form,
    GovernmentStatus,
    Level,
    Measure,
    Modality,
    Mode,
    OrganizationType,
    Participation,
    Quantifier,
    Rank,
    RecognitionMove,
    SuccessionManner,
)
"""Every vocabulary, by name."""
