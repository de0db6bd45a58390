"""`save`: a figure written to a file, the same bytes for the same figure, with its title and description."""

import io
import threading
import warnings
from html import escape
from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from recognition.errors import InvalidDataError, Problem, shown
from recognition.formats.outputs import Output
from recognition.plot.lettering import need_matplotlib
from recognition.plot.sheet import words_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DPI: Final = 300
_SETTINGS: Final[dict[Any, Any]] = {
    "svg.fonttype": "none",  # text stays text: it can be searched, copied and read aloud
    "svg.hashsalt": "recognition",  # or every id would be a new one
    "savefig.bbox": None,
    "savefig.transparent": False,
    "savefig.facecolor": "auto",
    "hatch.linewidth": 0.6,
    "path.sketch": None,
}
# These settings are the process's own, and no argument can stand in for them.
_lock = threading.Lock()


def save(
    figure: "Figure",
    path: "str | PathLike[str]",
    *,
    title: str | None = None,
    description: str | None = None,
    dpi: int = _DPI,
) -> None:
    """Write a figure to a file, whole or not at all.

    SVG has its text as text, its title and description where a screen reader looks for them, and no date, so that one
    figure gives the same bytes every time, with one version of matplotlib. PNG has both as texts
    within.

    Args:
        figure: the figure.
        path: the file; its name ends in ``.svg`` or ``.png``.
        title: the title; ``None``: the picture's own.
        description: what is to be seen, in words; ``None``: the picture's own.
        dpi: of PNG, the dots an inch.

    Raises:
        MissingExtraError: if matplotlib is not installed.
        InvalidDataError: if the name of the file ends otherwise.
        OSError: if the file cannot be written; an existing one is then as it was.

    Warns:
        UserWarning: of PNG, if no font of this machine has some of the letters; they are boxes in the picture.
    """
    need_matplotlib()
    place = Path(path)
    suffix = place.suffix.lower()
    if suffix not in {".svg", ".png"}:
        raise InvalidDataError([Problem("bad-value", f"{shown(str(path))} does not end in .svg or .png")])
    words = words_of(figure)
    title = (words.title if words else "") if title is None else title
    description = (words.description if words else "") if description is None else description
    data = _svg(figure, title, description) if suffix == ".svg" else _png(figure, title, description, dpi)
    with Output(place).stream() as stream:
        stream.write(data)


def _drawn(figure: Any, form: str, metadata: dict[str, Any], **options: Any) -> tuple[bytes, list[str]]:
    """Give a figure as bytes, and what matplotlib warned of: letters that no font has."""
    mpl: Any = import_module("matplotlib")
    stream = io.BytesIO()
    with _lock, mpl.rc_context(_SETTINGS), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        figure.savefig(stream, format=form, metadata=metadata, **options)
    told = [str(one.message) for one in caught]
    for one in caught:
        if _LACKING not in str(one.message):
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
    return stream.getvalue(), [message for message in told if _LACKING in message]


_LACKING: Final = "missing from font"


def _metadata(title: str, description: str) -> dict[str, str]:
    return {key: value for key, value in (("Title", title), ("Description", description)) if value}


def _svg(figure: Any, title: str, description: str) -> bytes:
    # Its letters are the reader's, so it does not matter which of them the fonts here have.
    data, _ = _drawn(figure, "svg", {"Date": None, "Creator": None, **_metadata(title, description)})
    text = data.decode()
    # Matplotlib puts the description among the metadata, where no screen reader looks.
    head, tag, rest = text.partition("<svg ")
    labelled = f'{head}{tag}role="img" {rest}'
    if title and description:
        before, closing, after = labelled.partition("</title>")
        labelled = f"{before}{closing}\n <desc>{escape(description, quote=False)}</desc>{after}"
    return labelled.encode()


def _png(figure: Any, title: str, description: str, dpi: int) -> bytes:
    data, lacking = _drawn(figure, "png", {"Software": None, **_metadata(title, description)}, dpi=dpi)
    if lacking:
        message = f"no font here has {len(set(lacking))} of the letters, which are boxes in the picture; SVG keeps them"
        warnings.warn(message, UserWarning, stacklevel=3)
    return data
