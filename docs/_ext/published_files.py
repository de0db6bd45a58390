"""Files that the site publishes as they are, under the addresses by which the world knows them."""

import shutil
from pathlib import Path
from typing import Final

from docutils import nodes
from sphinx.addnodes import download_reference
from sphinx.application import Sphinx

FOLDER: Final = "ns"
"""The folder of the RDF vocabulary; what in it is no page is published."""


def files(app: Sphinx) -> list[Path]:
    """Give the files to publish."""
    return sorted(path for path in Path(app.srcdir, FOLDER).iterdir() if path.suffix in (".jsonld", ".ttl"))


def link(app: Sphinx, doctree: nodes.document) -> None:
    """Let links to these files lead to their own addresses, not to copies for download."""
    names = {path.name for path in files(app)}
    if not app.env.current_document.docname.startswith(f"{FOLDER}/"):
        return
    for node in list(doctree.findall(download_reference)):
        if node["reftarget"] in names:
            node.replace_self(nodes.reference("", "", *node.children, refuri=node["reftarget"], internal=True))


def publish(app: Sphinx, error: Exception | None) -> None:
    """Copy the files."""
    if error is None and app.builder.format == "html":
        for path in files(app):
            target = Path(app.outdir, FOLDER, path.name)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, target)


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx; downloads are collected at priority 500."""
    app.connect("doctree-read", link, priority=400)
    app.connect("build-finished", publish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
