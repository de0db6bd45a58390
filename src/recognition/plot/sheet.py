"""The sheet that a picture is drawn on: title, body, key and caption, placed in points."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from recognition.errors import InvalidDataError, Problem
from recognition.plot.lettering import SMALL, TEXT, TITLE, style, width_of, wrapped
from recognition.plot.marks import Mark, draw_bar, draw_mark, draw_tile, plain_axes, thin, write
from recognition.plot.shades import INK, WHITE, Look, Paint

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMN: Final = 3.4
"""The width of a column of print, in inches."""
_POINTS: Final = 72
"""Points an inch."""
_NARROWEST, _WIDEST = 2.0, 40.0
_MARGIN: Final = 4.0
_BESIDE: Final = 4.0
"""The room on the right of the body, beside the margin."""
_LINE: Final = 1.25
"""The height of a line, in sizes of its letters."""
_ROW: Final = TEXT * 1.5
"""The height of a row of the key."""
_TITLE_LINES: Final = 3
_SWATCH: Final = 10.0
_TILE: Final = 8.0
_AFTER_SWATCH: Final = 3.0
_AFTER_KEY: Final = 8.0
_MUTED: Final = "#404040"


@attrs.frozen
class Words:
    """What a picture says in words."""

    title: str
    """Its title."""
    caption: tuple[str, ...]
    """The sentences below it."""
    description: str
    """What it shows, for those who do not see it."""


@attrs.frozen
class Key:
    """An entry of the key: a swatch and what it means."""

    label: str
    """What it means."""
    swatch: Paint | Look | Mark
    """The swatch: a bar, a tile or a mark."""


@attrs.frozen(kw_only=True)
class Frame:
    """The room that a picture takes, in points."""

    width: float
    """The width of the figure."""
    left: float
    """The room on the left of the body."""
    below: float
    """The room below the body, for its labels."""
    above: float = 0.0
    """The room above it."""

    @property
    def inner(self) -> float:
        """The width of the body."""
        return self.width - self.left - _MARGIN - _BESIDE


def frame_of(width: float, *, left: float, below: float = 13.0, above: float = 0.0) -> Frame:
    """Give the frame of a figure of a width in inches.

    Raises:
        InvalidDataError: if nothing can be drawn in it.
    """
    if not _NARROWEST <= width <= _WIDEST:
        message = f"a picture is {_NARROWEST:g} to {_WIDEST:g} inches wide, not {width}"
        raise InvalidDataError([Problem("bad-value", message)])
    return Frame(width=width * _POINTS, left=left, below=below, above=above)


def points_of(axes: Any) -> float:
    """Give how wide axes are, in points."""
    return float(axes.get_window_extent().width) / float(axes.figure.dpi) * _POINTS


def sheet(
    words: Words, keys: Sequence[Key], frame: Frame, *, body: float, ax: "Axes | None" = None
) -> "tuple[Figure, Any]":
    """Give a figure and the axes of its body; of axes that are somebody else's, their figure and themselves.

    Args:
        words: the title, the caption, and the description, which is left with the figure.
        keys: the entries of the key.
        frame: the room of the figure.
        body: the height of the body, in points.
        ax: axes to draw into; ``None``: those of a figure of its own.
    """
    if ax is None:
        figure, axes = _composed(words, keys, frame, body)
    else:
        figure, axes = _adorned(ax, words, keys), ax
    plain_axes(axes, ours=ax is None)
    _attach(figure, words)
    return figure, axes


def _composed(words: Words, keys: Sequence[Key], frame: Frame, body: float) -> "tuple[Figure, Any]":
    from matplotlib.figure import Figure  # noqa: PLC0415

    room = frame.width - 2 * _MARGIN
    title = wrapped(words.title, room, TITLE, bold=True, most=_TITLE_LINES)
    caption = [line for note in words.caption for line in wrapped(note, room, SMALL)]
    rows = _rows_of(keys, room)
    head = len(title) * TITLE * _LINE + 3 + frame.above
    foot = len(rows) * _ROW + 2 + len(caption) * SMALL * _LINE
    height = head + body + frame.below + foot + 2 * _MARGIN
    figure = Figure(figsize=(frame.width / _POINTS, height / _POINTS), facecolor=WHITE, edgecolor=WHITE)
    page: Any = figure.add_axes((0, 0, 1, 1), label="page")  # pyright: ignore[reportUnknownMemberType]
    page.set_axis_off()
    page.set(xlim=(0, frame.width), ylim=(0, height))
    top = height - _MARGIN
    for number, text in enumerate(title):
        write(page, (_MARGIN, top - number * TITLE * _LINE), text, TITLE, bold=True, va="top", ha="left")
    top -= head + body
    place = (frame.left / frame.width, top / height, frame.inner / frame.width, body / height)
    axes: Any = figure.add_axes(place, label="body")  # pyright: ignore[reportUnknownMemberType]
    top -= frame.below
    for row in rows:
        _draw_row(page, row, top - _ROW / 2)
        top -= _ROW
    top -= 2
    for text in caption:
        write(page, (_MARGIN, top), text, SMALL, va="top", ha="left", color=_MUTED)
        top -= SMALL * _LINE
    return figure, axes


def _adorned(axes: Any, words: Words, keys: Sequence[Key]) -> "Figure":
    """Give the title, key and caption to axes by matplotlib's own means, and give their figure.

    The key stands below the axes, where it covers nothing.
    """
    from matplotlib.legend_handler import HandlerTuple  # noqa: PLC0415
    from matplotlib.transforms import ScaledTranslation  # noqa: PLC0415

    room = points_of(axes)
    title = "\n".join(wrapped(words.title, room, TITLE, bold=True, most=_TITLE_LINES))
    axes.set_title(title, loc="left", color=INK, **style(title, TITLE, bold=True))
    lines = [line for note in words.caption for line in wrapped(note, room, SMALL)]
    if lines:
        text = "\n".join(lines)
        axes.set_xlabel(text, loc="left", color=_MUTED, **style(text, SMALL))
    if keys:
        depth = _BELOW_AXES + len(lines) * SMALL * _LINE
        axes.legend(
            [_handle(key) for key in keys],
            [key.label for key in keys],
            handler_map={tuple: HandlerTuple(ndivide=1)},
            loc="upper left",
            bbox_to_anchor=(0, 0),
            bbox_transform=axes.transAxes + ScaledTranslation(0, -depth / _POINTS, axes.figure.dpi_scale_trans),
            ncols=max(1, int(room / (2 * _SWATCH + max(width_of(key.label, TEXT) for key in keys)))),
            prop={"family": style("", TEXT)["fontfamily"], "size": TEXT},
            frameon=False,
            borderpad=0,
            borderaxespad=0,
            labelcolor=INK,
        )
    figure: Figure = axes.figure
    return figure


_BELOW_AXES: Final = 18.0


def _handle(key: Key) -> Any:
    from matplotlib.patches import Patch  # noqa: PLC0415

    match key.swatch:
        case Paint(face=face, ink=ink, hatch=hatch):
            patch = Patch(facecolor=face, edgecolor=ink, hatch=hatch or None, linewidth=0)
            thin(patch)
            return patch
        case Look(face=face, edge=edge, form=form, marked=marked):
            ground = WHITE if form == "half" else face
            tile = [_marker("s", ground, INK if marked else edge, 1.6 if marked else 0.5)]
            if form == "half":
                tile.append(_marker([(-1, -1), (1, -1), (1, 1)], face, edge, 0.5))
            elif form == "struck":
                tile.append(_marker([(-1, -1), (1, 1)], WHITE, WHITE, 1.1))
            return tuple(tile)
        case Mark(marker=marker, colour=colour, hollow=hollow):
            return _marker(marker, WHITE if hollow else colour, colour, 0.6, size=4)


def _marker(marker: Any, face: str, edge: str, line: float, size: float = TEXT) -> Any:
    from matplotlib.lines import Line2D  # noqa: PLC0415

    return Line2D(
        [],
        [],
        linestyle="none",
        marker=marker,
        markersize=size,
        markerfacecolor=face,
        markeredgecolor=edge,
        markeredgewidth=line,
    )


def _rows_of(keys: Sequence[Key], room: float) -> list[list[Key]]:
    rows = list[list[Key]]()
    at = room
    for key in keys:
        width = _width_of(key)
        if at + width - _AFTER_KEY > room:
            rows.append([])
            at = 0
        rows[-1].append(key)
        at += width
    return rows


def _width_of(key: Key) -> float:
    return _SWATCH + _AFTER_SWATCH + width_of(key.label, TEXT) + _AFTER_KEY


def _draw_row(page: Any, row: Sequence[Key], middle: float) -> None:
    at = _MARGIN
    for key in row:
        match key.swatch:
            case Paint():
                draw_bar(page, (at, at + _SWATCH, middle, TEXT), key.swatch)
            case Look():
                draw_tile(page, (at + 1, middle - _TILE / 2, _TILE), key.swatch)
            case Mark():
                draw_mark(page, (at + _SWATCH / 2, middle), key.swatch)
        place = (at + _SWATCH + _AFTER_SWATCH, middle)
        write(page, place, key.label, TEXT, va="center_baseline", ha="left")
        at += _width_of(key)


def _attach(figure: Any, words: Words) -> None:
    """Leave the words of a picture with its figure, for whoever saves it; of several pictures, all."""
    held = words_of(figure)
    if held is not None:
        description = f"{held.description}\n{words.description}"
        words = Words(f"{held.title}; {words.title}", held.caption + words.caption, description)
    setattr(figure, _WORDS, words)


def words_of(figure: Any) -> Words | None:
    """Give the words that were left with a figure; ``None``: it is no picture of ours."""
    words = getattr(figure, _WORDS, None)
    return words if isinstance(words, Words) else None


_WORDS: Final = "_recognition_words"
