"""The same records as pydantic 2 models: the same fields, and the checks that pydantic can make."""

from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    TypeAdapter,
    model_validator,
)

from recognition import (
    Capacity,
    Degree,
    DiplomaticMove,
    Form,
    Level,
    Mode,
    PartialDate,
    Participation,
    Period,
    Rank,
    RecognitionMove,
    SuccessionManner,
)

EQUAL: Final = (
    "equal: strict types, no unknown fields, immutable, union discriminated by `type`, patterns of ids and references "
    "by kind, texts without control characters, digests, dates and periods parsed by the very same classes, rules "
    "between fields. Not equal: pydantic does not refuse keys that stand twice, and tells no line numbers."
)

_SLUG = "[A-Za-z0-9][A-Za-z0-9._-]*"
_BAD = r"\x00-\x08\x0B-\x1F\x7F-\x{9F}\x{FFFE}\x{FFFF}"
Text = Annotated[str, StringConstraints(pattern=rf"^[^{_BAD}]*[^{_BAD}\s][^{_BAD}]*$")]
Key = Annotated[str, StringConstraints(pattern=f"^{_SLUG}$")]
Digest = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
Language = Annotated[str, StringConstraints(pattern="^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$")]
Url = Annotated[str, StringConstraints(pattern=r'^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$')]
Count = Annotated[int, Field(ge=0, le=2**53 - 1)]

_KINDS = "diplomatic|event|government|organization|person|recognition|restriction|source|state|statement|territory"
AnyRef = Annotated[str, StringConstraints(pattern=f"^(?:{_KINDS}):{_SLUG}$")]
ActorRef = Annotated[str, StringConstraints(pattern=f"^(?:state|government|organization):{_SLUG}$")]
AgentRef = Annotated[str, StringConstraints(pattern=f"^(?:person|state|government|organization):{_SLUG}$")]
GroundRef = Annotated[str, StringConstraints(pattern=f"^(?:diplomatic|recognition|statement|event):{_SLUG}$")]
PersonRef = Annotated[str, StringConstraints(pattern=f"^person:{_SLUG}$")]
PlaceRef = Annotated[str, StringConstraints(pattern=f"^(?:state|territory):{_SLUG}$")]
SourceRef = Annotated[str, StringConstraints(pattern=f"^source:{_SLUG}$")]
StateRef = Annotated[str, StringConstraints(pattern=f"^state:{_SLUG}$")]
_ENDED = f"(?:government|organization|restriction|state):{_SLUG}@(?:start|end)"
Moment = Annotated[
    str, StringConstraints(pattern=f"^(?:{_ENDED}|(?:diplomatic|event|recognition|source|statement):{_SLUG})$")
]


def _text_of(value: Any) -> str:
    if type(value) is not str:
        message = "expected a text"
        raise ValueError(message)
    return value


Date = Annotated[PartialDate, PlainValidator(lambda value: PartialDate(_text_of(value))), PlainSerializer(str)]
Span = Annotated[Period, PlainValidator(lambda value: Period(_text_of(value))), PlainSerializer(str)]


class Model(BaseModel):
    """The base of the models: strict, closed and frozen."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Citation(Model):
    """As `recognition.Citation`."""

    source: SourceRef
    start: Count | None = None
    end: Count | None = None
    digest: Digest | None = None
    quote: Text | None = None
    locator: Text | None = None
    via: tuple[AgentRef, ...] = ()

    @model_validator(mode="after")
    def _rules(self) -> Self:
        if self.start is None and self.end is None and self.digest is None:
            return self
        if self.start is None or self.end is None or self.digest is None or not 0 <= self.start < self.end:
            message = "half a passage"
            raise ValueError(message)
        return self


class Record(Model):
    """As `recognition.Record`."""

    occurrence: Key | None = None
    rank: Rank = Rank.NORMAL
    rank_reason: Text | None = None
    after: tuple[Moment, ...] = ()
    before: tuple[Moment, ...] = ()
    recorded: Date | None = None
    supersedes: tuple[AnyRef, ...] = ()
    note: Text | None = None
    citations: tuple[Citation, ...] = ()


class Name(Model):
    """As `recognition.Name`."""

    text: Text
    language: Language
    period: Span | None = None


class Code(Model):
    """As `recognition.Code`."""

    system: Key
    value: Text
    period: Span | None = None


class Membership(Model):
    """As `recognition.Membership`."""

    system: Key
    code: Text | None = None
    period: Span | None = None


class Succession(Model):
    """As `recognition.Succession`."""

    state: StateRef
    manner: SuccessionManner


class Role(Model):
    """As `recognition.Role`."""

    role: Participation
    who: AgentRef


class Vote(Model):
    """As `recognition.Vote`."""

    favour: Count
    against: Count
    abstain: Count | None = None
    absent: Count | None = None


class State(Record):
    """As `recognition.State`."""

    type: Literal["state"]
    id: Annotated[str, StringConstraints(pattern=f"^state:{_SLUG}$")]
    name: Text
    names: tuple[Name, ...] = ()
    codes: tuple[Code, ...] = ()
    existence: Span | None = None
    memberships: tuple[Membership, ...] = ()
    succeeds: tuple[Succession, ...] = ()


class Source(Record):
    """As `recognition.Source`."""

    type: Literal["source"]
    id: Annotated[str, StringConstraints(pattern=f"^source:{_SLUG}$")]
    title: Text
    publisher: Text | None = None
    published: Date | None = None
    retrieved: Date | None = None
    url: Url | None = None
    language: Language | None = None
    sha256: Digest | None = None
    length: Count | None = None


_FITTING: Final = {
    Capacity.STATE: ("state",),
    Capacity.GOVERNMENT: ("government",),
    Capacity.REPRESENTATIVE: ("organization", "government"),
    Capacity.BELLIGERENT: ("organization", "government", "state"),
    Capacity.INSURGENT: ("organization", "government"),
    Capacity.TITLE: ("state", "government"),
}


class RecognitionAct(Record):
    """As `recognition.RecognitionAct`."""

    type: Literal["recognition"]
    id: Annotated[str, StringConstraints(pattern=f"^recognition:{_SLUG}$")]
    actor: ActorRef
    target: ActorRef
    capacity: Capacity
    move: RecognitionMove
    concerning: PlaceRef | None = None
    date: Date | None = None
    effective: Date | None = None
    degree: Degree = Degree.UNSPECIFIED
    mode: Mode = Mode.UNSPECIFIED
    form: Form = Form.UNSPECIFIED
    sole: bool = False
    conditions: tuple[Text, ...] = ()
    participants: tuple[Role, ...] = ()
    vote: Vote | None = None
    collective: Key | None = None
    implied_by: tuple[GroundRef, ...] = ()

    @model_validator(mode="after")
    def _rules(self) -> Self:
        if self.actor == self.target:
            message = "actor and target are one"
            raise ValueError(message)
        if self.target.partition(":")[0] not in _FITTING[self.capacity]:
            message = "capacity does not fit"
            raise ValueError(message)
        if self.capacity is Capacity.TITLE and self.concerning is None:
            message = "title to what"
            raise ValueError(message)
        return self


class DiplomaticAct(Record):
    """As `recognition.DiplomaticAct`."""

    type: Literal["diplomatic"]
    id: Annotated[str, StringConstraints(pattern=f"^diplomatic:{_SLUG}$")]
    move: DiplomaticMove
    parties: tuple[ActorRef, ...] = ()
    sender: ActorRef | None = None
    receiver: ActorRef | None = None
    envoy: PersonRef | None = None
    level: Level | None = None
    non_resident: bool = False
    date: Date | None = None
    effective: Date | None = None
    participants: tuple[Role, ...] = ()

    @model_validator(mode="after")
    def _rules(self) -> Self:
        if self.parties:
            wrong = (
                self.sender or self.receiver or len(set(self.parties)) != len(self.parties) or len(self.parties) == 1
            )
        else:
            wrong = self.sender is None or self.receiver is None or self.sender == self.receiver
        if wrong:
            message = "parties, or sender and receiver"
            raise ValueError(message)
        return self


class Document(Model):
    """A document of records."""

    format_version: Literal[1]
    records: list[Annotated[State | Source | RecognitionAct | DiplomaticAct, Field(discriminator="type")]]


DOCUMENT: Final = TypeAdapter(Document)
