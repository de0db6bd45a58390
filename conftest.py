"""The examples in the README and the documentation are tests: each Python block is run, top to bottom."""

from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser

collect_ignore = ["docs/conf.py", "docs/_ext"]

# The blocks of one page share their names, as a reader who types them in would have it.
pytest_collect_file = Sybil(parsers=[PythonCodeBlockParser(), SkipParser()], patterns=["*.md"]).pytest()
