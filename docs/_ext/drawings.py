"""Drawings put into the page itself, so that they take its colours, light or dark, and their words can be read.

These are the drawings made by hand, in the folder ``drawings``. Pictures that the library has drawn, in ``pictures``,
stay images: their colours mean something.
"""

from pathlib import Path, PurePosixPath

from docutils import nodes
from sphinx.application import Sphinx


def put_in(app: Sphinx, doctree: nodes.document) -> None:
    """Put each drawing of the folder ``drawings`` in the place of the image that names it."""
    here = Path(app.srcdir, app.env.current_document.docname).parent
    for image in list(doctree.findall(nodes.image)):
        path = PurePosixPath(image["uri"])
        if path.suffix != ".svg" or path.parent.name != "drawings":
            continue
        drawing = here.joinpath(path).read_text(encoding="utf-8")
        app.env.note_dependency(here / path)
        image.parent.replace(image, nodes.raw("", f'<span class="picture">{drawing}</span>', format="html"))


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx; images are collected at priority 500."""
    app.connect("doctree-read", put_in, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
