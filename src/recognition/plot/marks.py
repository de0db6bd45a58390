"""Marks: the bars, tiles, heads of arrows and texts of which all pictures are made, and their axes.

Each property is set on the artist itself, so that no setting of the process is changed and threads do not meet. The
types of matplotlib's keyword arguments are incomplete, which is why axes are `Any` here.
"""

from collections.abc import Sequence
from typing import Any, Final

import attrs

from recognition.plot.lettering import TEXT, style
from recognition.plot.shades import INK, PALE, WHITE, Look, Paint

_LINE: Final = 0.5
"""The width of frames, in points."""


@attrs.frozen
class Mark:
    """A mark of one size, whatever the scale of the axes."""

    marker: str
    """Its form, as matplotlib names it."""
    colour: str = INK
    """Its colour."""
    hollow: bool = False
    """Whether it is hollow; it has a dark edge then."""


def write(axes: Any, at: tuple[float, float], text: str, size: float, **options: Any) -> None:
    """Write a text at a place."""
    mono, bold = options.pop("mono", False), options.pop("bold", False)
    axes.text(*at, text, **{"color": INK, **options}, **style(text, size, mono=mono, bold=bold))


def draw_bar(axes: Any, box: tuple[float, float, float, float], paint: Paint, gid: str = "") -> None:
    """Draw a bar; its box is given by left, right, middle and height, of which its paint takes a part."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    left, right, middle, height = box
    tall = height * paint.height
    patch = Rectangle(
        (left, middle - tall / 2),
        right - left,
        tall,
        facecolor=paint.face,
        edgecolor=paint.ink,
        # A bar of one colour is outlined, so that the shortest is seen; one that is hatched has no edge of its own.
        linewidth=0 if paint.hatch else _LINE,
        hatch=paint.hatch or None,
        gid=gid or None,
    )
    thin(patch)
    axes.add_artist(patch)


def draw_tile(axes: Any, box: tuple[float, float, float], look: Look, gid: str = "") -> None:
    """Draw a tile; its box is given by a corner and its side."""
    from matplotlib.lines import Line2D  # noqa: PLC0415
    from matplotlib.patches import Polygon, Rectangle  # noqa: PLC0415

    x, y, side = box
    face = WHITE if look.form == "half" else look.face
    frame = Rectangle((x, y), side, side, facecolor=face, edgecolor=look.edge, linewidth=_LINE, gid=gid or None)
    axes.add_artist(frame)
    if look.form == "half":
        low, high = (y + side, y) if axes.yaxis_inverted() else (y, y + side)
        corners = [(x, low), (x + side, low), (x + side, high)]
        axes.add_artist(Polygon(corners, facecolor=look.face, edgecolor=look.edge, linewidth=_LINE))
    elif look.form == "struck":
        ends = (y + side, y) if axes.yaxis_inverted() else (y, y + side)
        axes.add_artist(Line2D([x, x + side], ends, color=WHITE, linewidth=1.1, solid_capstyle="butt"))
    if look.marked:
        thick = Rectangle((x, y), side, side, fill=False, edgecolor=INK, linewidth=1.6, zorder=3)
        axes.add_artist(thick)


def thin(patch: Any) -> None:
    """Make the lines of a hatching thin, where matplotlib can: from 3.10 on."""
    if hasattr(patch, "set_hatch_linewidth"):
        patch.set_hatch_linewidth(0.6)


def draw_mark(axes: Any, at: tuple[float, float], mark: Mark, gid: str = "") -> None:
    """Draw a mark at a place, over everything else."""
    from matplotlib.lines import Line2D  # noqa: PLC0415

    line = Line2D(
        *([x] for x in at),
        marker=mark.marker,
        markersize=3.6,
        markerfacecolor=WHITE if mark.hollow else mark.colour,
        markeredgecolor=mark.colour,
        markeredgewidth=0.6,
        linestyle="none",
        clip_on=False,
        zorder=4,
        gid=gid or None,
    )
    axes.add_artist(line)


def plain_axes(axes: Any, *, ours: bool) -> None:
    """Take from axes what says nothing; their ground and frame only where they are our own."""
    axes.grid(visible=False)
    axes.tick_params(which="both", left=False, right=False, length=2, width=0.5, color=INK, labelcolor=INK, pad=1.5)
    if ours:
        axes.set_facecolor(WHITE)
        for side, spine in axes.spines.items():
            spine.set(visible=side == "bottom", color=INK, linewidth=0.5)


def day_axis(axes: Any, marked: Sequence[tuple[float, str]], left: float, right: float, *, top: bool = False) -> None:
    """Mark days on the horizontal axis, with a pale line up from each."""
    axes.set_xlim(left, right)
    axes.set_xticks([x for x, _ in marked], [label for _, label in marked], **style("0", TEXT))
    if top:
        axes.tick_params(top=True, labeltop=True)
    for x, _ in marked:
        axes.axvline(x, color=PALE, linewidth=0.4, zorder=0)
