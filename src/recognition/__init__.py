"""Structured data about diplomatic recognition: who recognised whom, as what, when, and who says so.

Everything public is named here, or in one of the packages :mod:`recognition.frames`, :mod:`recognition.plot`,
:mod:`recognition.reference`, :mod:`recognition.sources` and :mod:`recognition.strategies`; all else is private.
Importing the package loads nothing but this file: each name, and each of these packages, is loaded when it is first
used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from recognition.bibtex import cite
    from recognition.convert.diffs import diff_from_json, diff_to_json
    from recognition.convert.migration import FORMAT_VERSION
    from recognition.convert.schema import json_schema
    from recognition.convert.structure import make_converter
    from recognition.dataset.citations import CheckedCitation, CitationCheck, Finding, check_citations
    from recognition.dataset.dataset import Dataset
    from recognition.dataset.diff import Diff, FieldChange, KeptValue, RecordChange, diff
    from recognition.dataset.merge import merge
    from recognition.errors import (
        PROBLEM_CODES,
        InvalidDataError,
        MissingExtraError,
        Problem,
        ProblemCode,
        RecognitionError,
        Severity,
        UnknownIdError,
    )
    from recognition.history.answer import Answer, Extent, Segment
    from recognition.history.claims import ClaimCheck
    from recognition.history.history import Conflict, History
    from recognition.history.policy import AccountRule, Policy
    from recognition.history.relations import RelationsAnswer, RelationStatus
    from recognition.history.standing import Standing
    from recognition.history.timeline import Entry
    from recognition.io import dump, dumps, from_arrow, load, loads, read_records, to_arrow, write_records
    from recognition.model.actors import (
        Code,
        Government,
        Membership,
        Name,
        Organization,
        Person,
        State,
        Succession,
        Tenure,
        Territory,
    )
    from recognition.model.acts import DiplomaticAct, Event, RecognitionAct, Role, Vote
    from recognition.model.dates import PartialDate, Precision
    from recognition.model.evidence import Citation, passage_digest
    from recognition.model.periods import Allen, Period
    from recognition.model.record import Record
    from recognition.model.registry import RECORD_CLASSES
    from recognition.model.restrictions import Restriction
    from recognition.model.sources import Source
    from recognition.model.statements import Claim, Statement
    from recognition.model.truth import Truth
    from recognition.model.vocabulary import (
        VOCABULARIES,
        Alignment,
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
        Match,
        Measure,
        Modality,
        Mode,
        OrganizationType,
        Participation,
        Quantifier,
        Rank,
        RecognitionMove,
        SuccessionManner,
        Term,
    )

_WHERE: Final = {
    "AccountRule": "history.policy",
    "Alignment": "model.vocabulary",
    "Allen": "model.periods",
    "Answer": "history.answer",
    "Capacity": "model.vocabulary",
    "Change": "model.vocabulary",
    "CheckedCitation": "dataset.citations",
    "Citation": "model.evidence",
    "CitationCheck": "dataset.citations",
    "Claim": "model.statements",
    "ClaimCheck": "history.claims",
    "Code": "model.actors",
    "Conflict": "history.history",
    "Dataset": "dataset.dataset",
    "Degree": "model.vocabulary",
    "Diff": "dataset.diff",
    "DiplomaticAct": "model.acts",
    "DiplomaticMove": "model.vocabulary",
    "Domain": "model.vocabulary",
    "Ending": "model.vocabulary",
    "Entry": "history.timeline",
    "Event": "model.acts",
    "Extent": "history.answer",
    "FORMAT_VERSION": "convert.migration",
    "FieldChange": "dataset.diff",
    "Finding": "dataset.citations",
    "Force": "model.vocabulary",
    "Form": "model.vocabulary",
    "Government": "model.actors",
    "GovernmentStatus": "model.vocabulary",
    "History": "history.history",
    "InvalidDataError": "errors",
    "KeptValue": "dataset.diff",
    "Level": "model.vocabulary",
    "Match": "model.vocabulary",
    "Measure": "model.vocabulary",
    "Membership": "model.actors",
    "MissingExtraError": "errors",
    "Modality": "model.vocabulary",
    "Mode": "model.vocabulary",
    "Name": "model.actors",
    "Organization": "model.actors",
    "OrganizationType": "model.vocabulary",
    "PROBLEM_CODES": "errors",
    "PartialDate": "model.dates",
    "Participation": "model.vocabulary",
    "Period": "model.periods",
    "Person": "model.actors",
    "Policy": "history.policy",
    "Precision": "model.dates",
    "Problem": "errors",
    "ProblemCode": "errors",
    "Quantifier": "model.vocabulary",
    "RECORD_CLASSES": "model.registry",
    "Rank": "model.vocabulary",
    "RecognitionAct": "model.acts",
    "RecognitionError": "errors",
    "RecognitionMove": "model.vocabulary",
    "Record": "model.record",
    "RecordChange": "dataset.diff",
    "RelationStatus": "history.relations",
    "RelationsAnswer": "history.relations",
    "Restriction": "model.restrictions",
    "Role": "model.acts",
    "Segment": "history.answer",
    "Severity": "errors",
    "Source": "model.sources",
    "Standing": "history.standing",
    "State": "model.actors",
    "Statement": "model.statements",
    "Succession": "model.actors",
    "SuccessionManner": "model.vocabulary",
    "Tenure": "model.actors",
    "Term": "model.vocabulary",
    "Territory": "model.actors",
    "Truth": "model.truth",
    "UnknownIdError": "errors",
    "VOCABULARIES": "model.vocabulary",
    "Vote": "model.acts",
    "check_citations": "dataset.citations",
    "cite": "bibtex",
    "diff": "dataset.diff",
    "diff_from_json": "convert.diffs",
    "diff_to_json": "convert.diffs",
    "dump": "io",
    "dumps": "io",
    "from_arrow": "io",
    "json_schema": "convert.schema",
    "load": "io",
    "loads": "io",
    "make_converter": "convert.structure",
    "merge": "dataset.merge",
    "passage_digest": "model.evidence",
    "read_records": "io",
    "to_arrow": "io",
    "write_records": "io",
}

_PACKAGES: Final = frozenset({"frames", "plot", "reference", "sources", "strategies"})

__version__: Final = "0.1.0"

__all__ = [
    "FORMAT_VERSION",
    "PROBLEM_CODES",
    "RECORD_CLASSES",
    "VOCABULARIES",
    "AccountRule",
    "Alignment",
    "Allen",
    "Answer",
    "Capacity",
    "Change",
    "CheckedCitation",
    "Citation",
    "CitationCheck",
    "Claim",
    "ClaimCheck",
    "Code",
    "Conflict",
    "Dataset",
    "Degree",
    "Diff",
    "DiplomaticAct",
    "DiplomaticMove",
    "Domain",
    "Ending",
    "Entry",
    "Event",
    "Extent",
    "FieldChange",
    "Finding",
    "Force",
    "Form",
    "Government",
    "GovernmentStatus",
    "History",
    "InvalidDataError",
    "KeptValue",
    "Level",
    "Match",
    "Measure",
    "Membership",
    "MissingExtraError",
    "Modality",
    "Mode",
    "Name",
    "Organization",
    "OrganizationType",
    "PartialDate",
    "Participation",
    "Period",
    "Person",
    "Policy",
    "Precision",
    "Problem",
    "ProblemCode",
    "Quantifier",
    "Rank",
    "RecognitionAct",
    "RecognitionError",
    "RecognitionMove",
    "Record",
    "RecordChange",
    "RelationStatus",
    "RelationsAnswer",
    "Restriction",
    "Role",
    "Segment",
    "Severity",
    "Source",
    "Standing",
    "State",
    "Statement",
    "Succession",
    "SuccessionManner",
    "Tenure",
    "Term",
    "Territory",
    "Truth",
    "UnknownIdError",
    "Vote",
    "__version__",
    "check_citations",
    "cite",
    "diff",
    "diff_from_json",
    "diff_to_json",
    "dump",
    "dumps",
    "from_arrow",
    "json_schema",
    "load",
    "loads",
    "make_converter",
    "merge",
    "passage_digest",
    "read_records",
    "to_arrow",
    "write_records",
]


def __getattr__(name: str) -> Any:
    """Load a public name on first use."""
    if name in _PACKAGES:
        return import_module(f"recognition.{name}")
    module = _WHERE.get(name)
    if module is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(f"recognition.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return list(__all__)
