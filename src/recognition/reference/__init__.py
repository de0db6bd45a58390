"""Reference data of states: their names, codes and places in lists, each with its source.

Loaded from a file of the package on first use. What it covers, and the decisions of identity in it, are told in
``docs/reference/reference-data.md``.
"""

from recognition.reference.data import states

__all__ = ["states"]
