"""The examples in the README and the documentation are tests: each Python block is run, top to bottom."""

from collections.abc import Sequence

import pytest
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser

collect_ignore = ["docs/conf.py", "docs/_ext"]

# The blocks of one page share their names, as a reader who types them in would have it.
pytest_collect_file = Sybil(parsers=[PythonCodeBlockParser(), SkipParser()], patterns=["*.md"]).pytest()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Keep together, where tests run in several processes, the blocks of a page and the tests that need Spark."""
    for item in items:
        if item.path.suffix == ".md":
            item.add_marker(pytest.mark.xdist_group(item.path.as_posix()))
        elif "[pyspark" in item.nodeid or "spark" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("spark"))
