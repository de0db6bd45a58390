"""Records as sentences in plain words; every verb is in the past, which fits one name and many."""

import re
from collections.abc import Iterator
from typing import Final

import attrs

from recognition.dataset.dataset import Dataset
from recognition.model.actors import Government, Named, Organization, Person, State, Tenure, Territory
from recognition.model.acts import CREDENTIALS, DiplomaticAct, Event, RecognitionAct, Vote
from recognition.model.record import Record
from recognition.model.restrictions import Restriction
from recognition.model.sources import Source
from recognition.model.statements import Claim, Statement
from recognition.model.vocabulary import (
    Capacity,
    Change,
    Degree,
    DiplomaticMove,
    Form,
    Level,
    Measure,
    Mode,
    OrganizationType,
    Participation,
    Quantifier,
    RecognitionMove,
    Term,
)
from recognition.report.words import capitalised, listed, period_in_words

_RECOGNITION: Final = {
    RecognitionMove.REQUEST: "{actor} asked for recognition of {target} {capacity}",
    RecognitionMove.ACKNOWLEDGEMENT: "{actor} took note of {target} {capacity}, which is short of recognition",
    RecognitionMove.RECOGNITION: "{actor} recognised {target} {capacity}",
    RecognitionMove.REAFFIRMATION: "{actor} reaffirmed its recognition of {target} {capacity}",
    RecognitionMove.WITHHOLDING: "{actor} withheld recognition of {target} {capacity}",
    RecognitionMove.REFUSAL: "{actor} refused to recognise {target} {capacity}",
    RecognitionMove.SUSPENSION: "{actor} suspended its recognition of {target} {capacity}",
    RecognitionMove.RESUMPTION: "{actor} took up again its recognition of {target} {capacity}",
    RecognitionMove.WITHDRAWAL: "{actor} withdrew its recognition of {target} {capacity}",
}

_DID: Final = {
    RecognitionMove.REQUEST: "asked for recognition of",
    RecognitionMove.ACKNOWLEDGEMENT: "took note of",
    RecognitionMove.RECOGNITION: "recognised",
    RecognitionMove.REAFFIRMATION: "reaffirmed recognition of",
    RecognitionMove.WITHHOLDING: "withheld recognition of",
    RecognitionMove.REFUSAL: "refused to recognise",
    RecognitionMove.SUSPENSION: "suspended recognition of",
    RecognitionMove.RESUMPTION: "resumed recognition of",
    RecognitionMove.WITHDRAWAL: "withdrew recognition of",
}

_QUANTIFIER: Final = {
    Quantifier.NONE: "none of {actors} {did}",
    Quantifier.FIRST: "{actor}, first of {actors}, {did}",
    Quantifier.ONLY: "{actor}, alone of {actors}, {did}",
    Quantifier.ALL: "each of {actors} {did}",
    Quantifier.SOME: "at least one of {actors} {did}",
}

_CAPACITY: Final = {
    Capacity.STATE: "as a state",
    Capacity.GOVERNMENT: "as government",
    Capacity.REPRESENTATIVE: "as the representative of a people",
    Capacity.BELLIGERENT: "as a belligerent",
    Capacity.INSURGENT: "as an insurgent",
    Capacity.TITLE: "as holder of title",
}

_MODE: Final = {Mode.EXPRESS: "in express words", Mode.IMPLIED: "by implication", Mode.UNSPECIFIED: ""}

_FORM: Final = {
    Form.DECLARATION: "by declaration",
    Form.NOTE: "by diplomatic note",
    Form.COMMUNIQUE: "by joint communique",
    Form.TREATY: "by treaty",
    Form.CREDENTIALS: "by letters of credence given or accepted",
    Form.RELATIONS: "by establishing diplomatic relations",
    Form.VOTE: "by vote",
    Form.LEGISLATION: "by legislation",
    Form.COURT: "before a court",
    Form.PRACTICE: "by practice",
    Form.UNSPECIFIED: "",
}

# Of each move: how it is told of parties, and of a sender and a receiver.
_DIPLOMATIC: Final = {
    DiplomaticMove.ESTABLISHMENT: (
        "{parties} established diplomatic relations",
        "{sender} established diplomatic relations with {receiver}",
    ),
    DiplomaticMove.UPGRADE: (
        "{parties} raised the level of their relations",
        "{sender} raised the level of relations with {receiver}",
    ),
    DiplomaticMove.DOWNGRADE: (
        "{parties} lowered the level of their relations",
        "{sender} lowered the level of relations with {receiver}",
    ),
    DiplomaticMove.SUSPENSION: (
        "{parties} suspended diplomatic relations",
        "{sender} suspended diplomatic relations with {receiver}",
    ),
    DiplomaticMove.RESUMPTION: (
        "{parties} resumed diplomatic relations",
        "{sender} resumed diplomatic relations with {receiver}",
    ),
    DiplomaticMove.SEVERANCE: (
        "{parties} broke off diplomatic relations",
        "{sender} broke off diplomatic relations with {receiver}",
    ),
    DiplomaticMove.MISSION_OPENING: (
        "{parties} opened missions at each other",
        "{sender} opened a mission at {receiver}",
    ),
    DiplomaticMove.MISSION_CLOSING: (
        "{parties} closed their missions at each other",
        "{sender} closed its mission at {receiver}",
    ),
    DiplomaticMove.RECALL: ("{parties} recalled their envoys", "{sender} recalled {envoy} from {receiver}"),
    DiplomaticMove.EXPULSION: (
        "{parties} expelled staff of each other's missions",
        "{receiver} expelled staff of the mission of {sender}",
    ),
    DiplomaticMove.TALKS: ("{parties} held talks", "{sender} held talks with {receiver}"),
    DiplomaticMove.VISIT: ("{parties} visited each other", "{sender} visited {receiver}"),
    DiplomaticMove.AGREMENT: ("", "{receiver} agreed to {envoy} as envoy of {sender}"),
    DiplomaticMove.APPOINTMENT: ("", "{sender} appointed {envoy} to {receiver}"),
    DiplomaticMove.ARRIVAL: ("", "{envoy_of} arrived, and {receiver} was notified"),
    DiplomaticMove.COPIES_PRESENTED: (
        "",
        "{envoy_of} presented to {receiver} copies of the letter of credence (not the letter itself)",
    ),
    DiplomaticMove.LETTER_PRESENTED: (
        "",
        "{envoy_of} presented the letter of credence to the head of state of {receiver}",
    ),
    DiplomaticMove.ACCEPTANCE: ("", "{receiver} accepted the credentials of {envoy_of}"),
    DiplomaticMove.DEFERRAL: ("", "{receiver} put off deciding on the credentials of {envoy_of}"),
    DiplomaticMove.CHALLENGE: ("", "The credentials of {envoy_of} at {receiver} were challenged"),
    DiplomaticMove.REJECTION: ("", "{receiver} rejected the credentials of {envoy_of}"),
    DiplomaticMove.PERSONA_NON_GRATA: ("", "{receiver} declared {envoy_of} unwelcome (persona non grata)"),
    DiplomaticMove.END_OF_MISSION: ("", "The mission of {envoy_of} at {receiver} ended"),
}

_DEALINGS: Final = {
    DiplomaticMove.ESTABLISHMENT: "establishment of diplomatic relations",
    DiplomaticMove.UPGRADE: "raising of the level of relations",
    DiplomaticMove.DOWNGRADE: "lowering of the level of relations",
    DiplomaticMove.SUSPENSION: "suspension of relations",
    DiplomaticMove.RESUMPTION: "resumption of relations",
    DiplomaticMove.SEVERANCE: "breaking off of relations",
    DiplomaticMove.MISSION_OPENING: "opening of a mission",
    DiplomaticMove.MISSION_CLOSING: "closing of a mission",
    DiplomaticMove.RECALL: "recall of an envoy",
    DiplomaticMove.EXPULSION: "expulsion of staff",
    DiplomaticMove.TALKS: "talks",
    DiplomaticMove.VISIT: "visit",
}

_LEVEL: Final = {
    Level.NONE: "with no mission",
    Level.INTERESTS_SECTION: "with an interests section",
    Level.LIAISON: "with a liaison office",
    Level.CONSULATE: "with a consulate",
    Level.CHARGE: "at the level of a charge d'affaires",
    Level.MINISTER: "at the level of a minister (legation)",
    Level.AMBASSADOR: "at the level of an ambassador (embassy)",
}

# Of each change: how it is told with and without those who did it, and the noun that stands for it.
_CHANGE: Final = {
    Change.TAKEOVER: ("{by} took power in {place}", "Power was taken in {place}", "takeover in {place}"),
    Change.LOSS_OF_CONTROL: ("{by} lost power in {place}", "Power was lost in {place}", "loss of power in {place}"),
    Change.TROOP_WITHDRAWAL: (
        "Troops of {by} left {place}",
        "Foreign troops left {place}",
        "withdrawal of troops from {place}",
    ),
    Change.ANNEXATION: ("{by} annexed {place}", "{place} was annexed", "annexation of {place}"),
    Change.OCCUPATION: ("{by} occupied {place}", "{place} was occupied", "occupation of {place}"),
    Change.INDEPENDENCE: (
        "{by} declared the independence of {place}",
        "{place} declared independence",
        "declaration of independence of {place}",
    ),
    Change.DISSOLUTION: ("{by} dissolved {place}", "{place} ceased to exist", "end of {place}"),
    Change.RESTORATION: ("{by} restored {place}", "{place} was restored", "restoration of {place}"),
}

_CATEGORY: Final = {
    OrganizationType.INTERGOVERNMENTAL: "intergovernmental organisation",
    OrganizationType.OTHER: "organisation",
}

_ROLE: Final = {
    Participation.DECIDED_BY: "decided by",
    Participation.ADVISED_BY: "advised by",
    Participation.ANNOUNCED_BY: "announced by",
    Participation.CONVEYED_BY: "conveyed by",
    Participation.RECEIVED_BY: "received by",
}

# Of each measure: the noun, and what goes between it and those on whom it lies.
_MEASURE: Final = {
    Measure.BAN: ("ban", "on"),
    Measure.LIMIT: ("limit", "on"),
    Measure.REQUIREMENT: ("requirement", "for"),
    Measure.LISTING: ("listing", "of"),
}


@attrs.frozen
class Phrases:
    """Tells the records of a dataset in words, calling each by its name."""

    dataset: Dataset
    """Where names are looked up."""

    def name(self, record_id: str) -> str:
        """Give the name of a record, or a noun that stands for it."""
        record = self.dataset[record_id]
        if isinstance(record, Named):
            return record.name
        if isinstance(record, Source):
            return title_of(record)
        return self.label(record)

    def names(self, record_ids: tuple[str, ...]) -> str:
        """Give several names as a list in a sentence."""
        return listed(self.name(record_id) for record_id in record_ids)

    def label(self, record: Record) -> str:  # noqa: PLR0911 - a branch a kind
        """Give a noun with its article that stands for a record in a sentence."""
        if isinstance(record, RecognitionAct):
            noun = "request for recognition" if record.move is RecognitionMove.REQUEST else _move_noun(record)
            return f"the {noun} of {self.name(record.target)} by {self.name(record.actor)}"
        if isinstance(record, DiplomaticAct):
            if record.move in CREDENTIALS:
                sender, receiver = map(self.name, parties_of(record))
                envoy = f"{self.name(record.envoy)}, envoy" if record.envoy else "the envoy"
                return f"the credentials of {envoy} of {sender} at {receiver}"
            return f"the {_DEALINGS.get(record.move, record.move)} between {self.names(parties_of(record))}"
        if isinstance(record, Event):
            by = f" by {self.names(record.by)}" if record.by else ""
            return f"the {_change(record)[2].format(place=self.name(record.state))}{by}"
        if isinstance(record, Restriction):
            return f"the {self.restriction(record)} by {self.name(record.imposer)}"
        if isinstance(record, Statement):
            gist = record.gist or record.text
            return f"what {self.speaker(record)} said" + (f" ({gist.rstrip('.')})" if gist else "")
        return self.name(record.id)

    def sentence(self, record: Record) -> str:
        """Give what an act or a change was, without its date."""
        if isinstance(record, RecognitionAct):
            return self._recognition(record)
        if isinstance(record, DiplomaticAct):
            return self._diplomatic(record)
        if isinstance(record, Event):
            with_doer, without, _ = _change(record)
            told = with_doer if record.by else without
            return told.format(by=self.names(record.by), place=self.name(record.state)) + "."
        return self.label(record)

    def restriction(self, record: Restriction) -> str:
        """Give a restriction as a noun, without its imposer: `ban on women`."""
        noun, link = _MEASURE.get(record.measure, (record.measure, "on"))
        return f"{noun} {link} {self.burdened(record)}"

    def burdened(self, record: Restriction) -> str:
        """Give those on whom a restriction lies."""
        return listed([*(self.name(target) for target in record.targets), *record.groups])

    def speaker(self, record: Statement) -> str:
        """Give who speaks."""
        if record.speaker is None:
            return record.attributed_to or "somebody not named"
        speaker = self.dataset[record.speaker]
        return f"the narrator of {title_of(speaker)}" if isinstance(speaker, Source) else self.name(record.speaker)

    def tenure(self, tenure: Tenure) -> str:
        """Give an office held, with the side it is held for and its period."""
        told = tenure.office
        told += f" of {self.name(tenure.of)}" if tenure.of else ""
        told += f" to {self.name(tenure.at)}" if tenure.at else ""
        return told + (f", {period_in_words(tenure.period)}" if tenure.period else "")

    def claim(self, claim: Claim) -> str:
        """Give what a claim says of acts of recognition, and of which time."""
        actors = self.names(claim.actors) or "the actors on record"
        if claim.members_of:
            actors = f"the members of {claim.members_of}" + (f" ({actors})" if claim.actors else "")
        targets = listed((self.name(target) for target in claim.targets), "or")
        actor = self.name(claim.actor) if claim.actor else ""
        did = f"{_DID.get(claim.move, f'did what is called {claim.move!s} to')} {targets}"
        form = _QUANTIFIER.get(claim.quantifier, f"{_braced(claim.quantifier)} of {{actors}} {{did}}")
        told = form.format(actor=actor, actors=actors, did=did)
        return told + (f" in the time {period_in_words(claim.period)}" if claim.period else "")

    def participants(self, record: RecognitionAct | DiplomaticAct) -> Iterator[str]:
        """Give who had what part in an act."""
        for role in record.participants:
            yield f"{_ROLE.get(role.role, role.role)} {self.name(role.who)}"

    def _recognition(self, record: RecognitionAct) -> str:
        capacity = _CAPACITY.get(record.capacity, f"as {record.capacity}")
        target = self.dataset[record.target]
        if record.sole:
            capacity = re.sub("^as (?:an? |the )?", "as the only ", capacity)
        if record.capacity is Capacity.GOVERNMENT and isinstance(target, Government):
            capacity += f" of {self.name(target.state)}"
        if record.concerning:
            capacity += f" {'to' if record.capacity is Capacity.TITLE else 'concerning'} {self.name(record.concerning)}"
        form = _RECOGNITION.get(record.move, f"{{actor}}: {_braced(record.move)} of {{target}} {{capacity}}")
        told = form.format(actor=self.name(record.actor), target=self.name(record.target), capacity=capacity)
        manner = [
            "" if record.degree is Degree.UNSPECIFIED else record.degree.replace("-", " "),
            _MODE.get(record.mode, record.mode),
            _FORM.get(record.form, record.form),
        ]
        return ", ".join([told, *filter(None, manner)]) + "."

    def _diplomatic(self, record: DiplomaticAct) -> str:
        move = _braced(record.move)
        together, sided = _DIPLOMATIC.get(
            record.move, (f"{move} between {{parties}}", f"{move} by {{sender}} towards {{receiver}}")
        )
        if record.parties:
            told = together.format(parties=self.names(record.parties))
        else:
            sender, receiver = map(self.name, parties_of(record))
            named = self.name(record.envoy) if record.envoy else ""
            told = sided.format(
                sender=sender,
                receiver=receiver,
                envoy=named or "its envoy",
                envoy_of=f"{named}, envoy of {sender}," if named else f"the envoy of {sender}",
            ).rstrip(",")
        level = f", {_LEVEL.get(record.level, record.level)}" if record.level else ""
        return capitalised(told) + level + (", accredited from elsewhere" if record.non_resident else "") + "."


def _change(record: Event) -> tuple[str, str, str]:
    change = _braced(record.change)
    return _CHANGE.get(
        record.change, (f"{change} by {{by}} in {{place}}", f"{change} in {{place}}", f"{change} in {{place}}")
    )


def _braced(term: Term) -> str:
    """Give a newer producer's term so that it stands for itself in a form."""
    return term.replace("{", "{{").replace("}", "}}")


def _move_noun(record: RecognitionAct) -> str:
    noun = str(record.move)
    return noun if noun == "recognition" else f"{noun} of recognition"


def parties_of(record: DiplomaticAct) -> tuple[str, ...]:
    """Give all sides of a diplomatic act: the parties, or the sender and the receiver."""
    return record.parties or tuple(side for side in (record.sender, record.receiver) if side)


def title_of(source: Source) -> str:
    """Give the title of a source; the brackets that mark a description are left out."""
    title = source.title
    return title[1:-1] if title.startswith("[") and title.endswith("]") else title


def vote_in_words(vote: Vote) -> str:
    """Give the result of a vote."""
    told = f"{vote.favour} in favour, {vote.against} against"
    told += "" if vote.abstain is None else f", {vote.abstain} abstaining"
    return told + ("" if vote.absent is None else f", {vote.absent} absent or not voting")


def _told(record: Named, phrases: Phrases) -> Iterator[str]:
    if isinstance(record, State):
        yield from _told_of_state(record, phrases)
    elif isinstance(record, Government):
        yield from _told_of_government(record, phrases)
    elif isinstance(record, Organization):
        category = _CATEGORY.get(record.category, record.category.replace("-", " "))
        yield f"{category}, part of {phrases.name(record.part_of)}" if record.part_of else category
    elif isinstance(record, Person):
        yield from map(phrases.tenure, record.tenures)
    elif isinstance(record, Territory) and record.claimed_by:
        yield f"claimed by {phrases.names(record.claimed_by)}"
    if isinstance(record, State | Government | Organization) and record.existence:
        yield f"existed {period_in_words(record.existence)}"


def _told_of_state(record: State, phrases: Phrases) -> Iterator[str]:
    for succession in record.succeeds:
        yield f"{succession.manner.replace('-', ' ')} of {phrases.name(succession.state)}"
    for membership in record.memberships:
        told = f"in {membership.system}" + (f" as {membership.code}" if membership.code else "")
        yield told + (f" {period_in_words(membership.period)}" if membership.period else "")


def _told_of_government(record: Government, phrases: Phrases) -> Iterator[str]:
    yield f"claims to represent {phrases.name(record.state)}"
    if record.status:
        yield record.status.replace("-", " ")
    if record.party:
        yield f"formed by {phrases.name(record.party)}"
    if record.control:
        yield f"in control {period_in_words(record.control)}"


def actor_in_words(record: Named, phrases: Phrases) -> str:
    """Give what is known of an actor beside its name: its codes, other names, place and periods."""
    told = list(_told(record, phrases))
    if record.names:
        told.append("also " + listed(f"{name.text} ({name.language})" for name in record.names))
    if record.codes:
        told.append(", ".join(f"{code.system} {code.value}" for code in record.codes))
    return "; ".join(told)
