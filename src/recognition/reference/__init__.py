"""Reference data of states: their names, codes and places in lists, each with its source, and a search by name.

Loaded from a file of the package on first use. What it covers, and the decisions of identity in it, are told in
``docs/reference/reference-data.md``.
"""

from recognition.reference.data import recognition_of, states, us_recognition
from recognition.reference.finding import Candidate, Matched, Suggestion, find, suggest
from recognition.reference.listing import Presence, presence

__all__ = [
    "Candidate",
    "Matched",
    "Presence",
    "Suggestion",
    "find",
    "presence",
    "recognition_of",
    "states",
    "suggest",
    "us_recognition",
]
