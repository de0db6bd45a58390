"""What a person reads of a dataset who has seen none of its sources: contents and words, without a way to show them."""

from recognition.report.contents import (
    KIND_NOUNS,
    Account,
    Checked,
    Cited,
    Contradiction,
    Entry,
    Group,
    ListedSource,
    Report,
    Row,
    Spells,
    cited_in_words,
)
from recognition.report.reporter import report_of
from recognition.report.words import capitalised, counted, in_words, listed, period_in_words

__all__ = [
    "KIND_NOUNS",
    "Account",
    "Checked",
    "Cited",
    "Contradiction",
    "Entry",
    "Group",
    "ListedSource",
    "Report",
    "Row",
    "Spells",
    "capitalised",
    "cited_in_words",
    "counted",
    "in_words",
    "listed",
    "period_in_words",
    "report_of",
]
