"""Notebooks as pages: their words, their code and the text that it gave, as they stand in the file."""

import json
from typing import Any

from docutils import nodes
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.application import Sphinx


def markdown_of(notebook: dict[str, Any]) -> str:
    """Give a notebook as Markdown."""
    parts = list[str]()
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(source)
        elif cell["cell_type"] == "code":
            parts.append(f"```python\n{source}\n```")
            parts += [f"```text\n{text}\n```" for text in map(text_of, cell["outputs"]) if text]
    return "\n\n".join(parts) + "\n"


def text_of(output: dict[str, Any]) -> str:
    """Give the text of an output; pictures and HTML are for the notebook itself."""
    found = output["text"] if output["output_type"] == "stream" else output.get("data", {}).get("text/plain", "")
    return "".join(found).rstrip("\n")


class NotebookParser(MystParser):
    """Reads a notebook as a page."""

    supported = ("ipynb",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Read the notebook's cells as one text in Markdown."""
        super().parse(markdown_of(json.loads(inputstring)), document)


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.setup_extension("myst_parser")
    app.add_source_suffix(".ipynb", "ipynb")
    app.add_source_parser(NotebookParser)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
