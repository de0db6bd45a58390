"""Those who act and are acted upon: states, governments, territories, organisations, persons."""

from typing import ClassVar

import attrs

from recognition.model.periods import Period
from recognition.model.record import Record
from recognition.model.shape import Value
from recognition.model.text import (
    AgentRef,
    ClaimantRef,
    Key,
    Language,
    OrganizationRef,
    OrganRef,
    StateRef,
    Text,
)
from recognition.model.vocabulary import GovernmentStatus, OrganizationType, SuccessionManner


@attrs.frozen(kw_only=True, repr=False)
class Name(Value):
    """A name in a language.

    Example:
        >>> from recognition import Name
        >>> Name(text="Afghanistan", language="en").text
        'Afghanistan'
    """

    text: Text
    """The name."""
    language: Language
    """Its language."""
    period: Period | None = None
    """When it was in use; ``None``: not said."""


@attrs.frozen(kw_only=True, repr=False)
class Code(Value):
    """An identifier in a scheme of others.

    Example:
        >>> from recognition import Code, Period
        >>> Code(system="iso3", value="SCG", period=Period("2003/2006")).value
        'SCG'
    """

    system: Key
    """The scheme: ``iso2``, ``iso3``, ``iso4`` (ISO 3166-3), ``m49``, ``wikidata`` ..."""
    value: Text
    """The code in that scheme; a text, so ``004`` keeps its zeros and Namibia is ``NA``."""
    period: Period | None = None
    """When it was assigned; ``None``: not said."""


@attrs.frozen(kw_only=True, repr=False)
class Membership(Value):
    """A place in a list of states or in an organisation, as that list has it.

    Example:
        >>> from recognition import Membership, Period
        >>> Membership(system="cow-2024", code="700", period=Period("1919-08-08/..")).code
        '700'
    """

    system: Key
    """The list or organisation: ``cow-2024``, ``gw``, ``un``, ``eu``, ``nato`` ..."""
    code: Text | None = None
    """The list's own code; ``None``: it has none."""
    period: Period | None = None
    """When the list has the state in, inclusive; ``None``: not said."""


@attrs.frozen(kw_only=True, repr=False)
class Succession(Value):
    """That a state comes after another.

    Example:
        >>> from recognition import Succession, SuccessionManner
        >>> Succession(state="state:CSK", manner=SuccessionManner.SUCCESSOR).manner.value
        'successor'
    """

    state: StateRef
    """The state before."""
    manner: SuccessionManner
    """How it comes after it."""


@attrs.frozen(kw_only=True, repr=False)
class Tenure(Value):
    """An office held.

    Example:
        >>> from recognition import Period, Tenure
        >>> Tenure(office="ambassador", of="state:RUS", at="state:AFG", period=Period("2020/..")).office
        'ambassador'
    """

    office: Text
    """The office, in words: ``foreign minister``, ``acting foreign minister``, ``ambassador``."""
    of: AgentRef | None = None
    """On whose behalf it is held; ``None``: not said."""
    at: AgentRef | None = None
    """Where an envoy is accredited; ``None``: the office is no such one, or it is not said."""
    period: Period | None = None
    """When it was held; ``None``: not said."""


@attrs.frozen(kw_only=True, repr=False)
class Named(Record):
    """The base of the records that have names and codes."""

    name: Text
    """The name by which reports show it; it resolves to nothing."""
    names: tuple[Name, ...] = ()
    """Its names by language and time."""
    codes: tuple[Code, ...] = ()
    """Its identifiers in other schemes."""


@attrs.frozen(kw_only=True, repr=False)
class State(Named):
    """An international person, claimed or accepted; whether it is recognised is no property of it.

    Example:
        >>> from recognition import State
        >>> State(id="state:AFG", name="Afghanistan").name
        'Afghanistan'
    """

    kind: ClassVar[str] = "state"

    existence: Period | None = None
    """When it existed, as the citations have it; ``None``: not said."""
    memberships: tuple[Membership, ...] = ()
    """Its places in lists of states and in organisations."""
    succeeds: tuple[Succession, ...] = ()
    """The states that it comes after."""


@attrs.frozen(kw_only=True, repr=False)
class Government(Named):
    """A regime that claims to represent a state; one of the same name can exist twice.

    Example:
        >>> from recognition import Government, Period
        >>> first = Government(id="government:AFG.1996", name="Islamic Emirate", state="state:AFG",
        ...                    control=Period("1996-09/2001"))
        >>> first.state
        'state:AFG'
    """

    kind: ClassVar[str] = "government"

    state: StateRef
    """The state that it claims to represent."""
    status: GovernmentStatus | None = None
    """Its claim, as the citations describe it; ``None``: not said."""
    party: OrganizationRef | None = None
    """The movement or party that forms it; ``None``: not said."""
    control: Period | None = None
    """When it had effective control; ``None``: not said."""
    existence: Period | None = None
    """When it existed, in control or not; ``None``: not said."""


@attrs.frozen(kw_only=True, repr=False)
class Territory(Named):
    """Land whose title is at issue and that claims no statehood of its own, such as the Golan Heights.

    Example:
        >>> from recognition import Territory
        >>> Territory(id="territory:golan", name="Golan Heights", claimed_by=("state:ISR", "state:SYR")).name
        'Golan Heights'
    """

    kind: ClassVar[str] = "territory"

    claimed_by: tuple[ClaimantRef, ...] = ()
    """Those who claim title to it."""


@attrs.frozen(kw_only=True, repr=False)
class Organization(Named):
    """A movement, ministry, court, intergovernmental organisation, armed force or medium.

    Example:
        >>> from recognition import Organization, OrganizationType
        >>> Organization(id="organization:NATO", name="NATO", category=OrganizationType.INTERGOVERNMENTAL).kind
        'organization'
    """

    kind: ClassVar[str] = "organization"

    category: OrganizationType
    """What it is."""
    part_of: OrganRef | None = None
    """That of which it is an organ; ``None``: of nothing, or not said."""
    existence: Period | None = None
    """When it existed; ``None``: not said."""


@attrs.frozen(kw_only=True, repr=False)
class Person(Named):
    """A person, for the offices held.

    Example:
        >>> from recognition import Person, Tenure
        >>> Person(id="person:putin", name="Vladimir Putin",
        ...        tenures=(Tenure(office="president", of="state:RUS"),)).tenures[0].office
        'president'
    """

    kind: ClassVar[str] = "person"

    tenures: tuple[Tenure, ...] = ()
    """The offices held, as the citations have them."""
