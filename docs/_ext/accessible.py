"""Mends in the pages what keeps some readers out: what scrolls can be reached by keyboard, and lists are lists."""

import re
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx

_SIGNATURE: Final = re.compile(r'<dl>\s*((?:<dd><em class="sig-param">.*?</dd>\s*)+)</dl>', re.DOTALL)


def mended(html: str) -> str:
    """Give a page's HTML with what scrolls in the order of the keyboard, and signatures that are no list."""
    html = html.replace("<pre>", '<pre tabindex="0">')
    html = html.replace('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper')
    # Sphinx writes the lines of a long signature as descriptions without a term.
    return _SIGNATURE.sub(_spans, html)


def _spans(found: re.Match[str]) -> str:
    lines = found[1].replace("<dd>", "<span>").replace("</dd>", "</span>")
    return f'<span class="sig-lines">{lines}</span>'


def mend(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: nodes.document | None) -> None:
    """Mend a page before it is written."""
    if "body" in context:
        context["body"] = mended(context["body"])


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx; the theme does its work on the page at priority 500."""
    app.connect("html-page-context", mend, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
