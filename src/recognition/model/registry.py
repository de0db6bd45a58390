"""The record classes, by kind."""

from typing import Final

from recognition.model.actors import Government, Organization, Person, State, Territory
from recognition.model.acts import DiplomaticAct, Event, RecognitionAct
from recognition.model.record import Record
from recognition.model.restrictions import Restriction
from recognition.model.sources import Source
from recognition.model.statements import Statement

RECORD_CLASSES: Final[dict[str, type[Record]]] = {
    cls.kind: cls
    for cls in (
        DiplomaticAct,
        Event,
        Government,
        Organization,
        Person,
        RecognitionAct,
        Restriction,
        Source,
        State,
        Statement,
        Territory,
    )
}
"""Every record class by its kind, in canonical order."""
