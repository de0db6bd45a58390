"""How values show themselves in notebooks: short HTML in which every text is escaped.

Nothing is imported before something is shown. For consoles that use rich, classes say what they consist of in
``__rich_repr__``, which needs no import at all.
"""

from collections.abc import Iterable
from typing import Final

_LONGEST: Final = 500
_MOST: Final = 50
_FEW: Final = 10


def shortened(value: object, limit: int = _LONGEST) -> str:
    """Give a value as text, cut off with an ellipsis behind so many characters."""
    text = str(value)
    return text if len(text) <= limit else text[:limit] + "…"


def few(names: Iterable[str], limit: int = _FEW) -> str:
    """Give names in order, the first ones if there are many, and how many more there are."""
    listed = sorted(names)
    more = f" and {len(listed) - limit} more" if len(listed) > limit else ""
    return ", ".join(listed[:limit]) + more


def table(head: str, rows: Iterable[tuple[str, object]]) -> str:
    """Give HTML: a heading, and a table of what there is under each name; a value of several lines keeps them."""
    from html import escape  # noqa: PLC0415 - nothing is loaded before something is shown

    lines = [
        f"<tr><th>{escape(shortened(name))}</th><td>{'<br>'.join(map(escape, shortened(value).splitlines()))}</td></tr>"
        for name, value in rows
    ]
    return f"<div><p><strong>{escape(shortened(head))}</strong></p>{_cut('table', lines, '<tr><td>{}</td></tr>')}</div>"


def explained(head: str, lines: Iterable[str]) -> str:
    """Give HTML: a heading and the lines of an explanation; those that begin with a dash become a list."""
    from html import escape  # noqa: PLC0415

    told = list(lines)
    words = "".join(f"<p>{escape(line)}</p>" for line in told if not line.startswith("- "))
    items = [f"<li>{escape(line[2:])}</li>" for line in told if line.startswith("- ")]
    return f"<div><p><strong>{escape(head)}</strong></p>{words}{_cut('ul', items, '<li>{}</li>')}</div>"


def _cut(element: str, lines: list[str], last: str) -> str:
    """Give an element of some lines, of many only the first, and how many more there are."""
    more = [last.format(f"and {len(lines) - _MOST} more")] if len(lines) > _MOST else []
    return f"<{element}>{''.join([*lines[:_MOST], *more])}</{element}>"
