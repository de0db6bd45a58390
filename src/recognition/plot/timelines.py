"""`timeline`: a lane for each at the other end, with its spells; what is not certain never has a hard edge."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from recognition.errors import InvalidDataError, Problem, UnknownIdError
from recognition.history.answer import Day
from recognition.history.history import History
from recognition.model.vocabulary import Capacity
from recognition.plot.days import Window, ticks, window_of, x_after, x_of
from recognition.plot.lanes import Lane, Spell, Subject, changes_of
from recognition.plot.lettering import TEXT, need_matplotlib, style, width_of, wrapped
from recognition.plot.marks import Mark, day_axis, draw_bar, draw_mark
from recognition.plot.shades import PAINTS, Shade
from recognition.plot.sheet import COLUMN, Key, Words, frame_of, points_of, sheet
from recognition.plot.telling import heading, listed_names, plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_PITCH: Final = 9.0
"""The height of a lane, in points."""
_BAR: Final = 6.0
_LINE: Final = 7.5
_NAMES: Final = 0.4
"""The part of the width that names may take."""
_MOST_LINES: Final = 2
_BESIDE_NAMES: Final = 9.0
_SHORT: Final = 4.5
"""Below how many points a doubtful spell is too short for its hatching to be seen."""
_DOUBTFUL: Final = frozenset({Shade.POSSIBLE, Shade.UNDONE, Shade.UNSURE})
_TALL: Final = 40
"""From how many lanes on the days are marked above too."""
_MOMENT: Final = Mark("o", hollow=True)
_UNBEGUN: Final = Mark("<")
_UNENDED: Final = Mark(">")


def timeline(  # noqa: PLR0913 - a picture can be asked for in many ways
    history: History,
    target: str | None = None,
    *,
    by: str | None = None,
    capacity: Capacity | None = None,
    concerning: str | None = None,
    actors: Iterable[str] | None = None,
    start: Day | None = None,
    end: Day | None = None,
    limit: int | None = None,
    title: str | None = None,
    caption: str | None = None,
    width: float = COLUMN,
    ax: "Axes | None" = None,
) -> "Figure":
    """Give the picture of who recognised a target when, or of whom an actor recognised: a lane for each of them.

    The lane of the one that was certainly the first is the first.

    A run of days on which several standings are possible is hatched and has no edge of its own; where it is too short
    to be seen, a hollow circle stands in its place. A spell without a bound is marked with an arrow head on that side.
    The figure grows with the number of lanes. What is left out, the caption tells.

    Args:
        history: the record, as known and by the policy that its answers have.
        target: the id of the one recognised or not; ``None`` with ``by``.
        by: instead of a target, the id of the actor that recognises or not.
        capacity: as what; by default the target's natural one, and with ``by`` as a state.
        concerning: of a title, the id of the land; ``None``: of any land.
        actors: the ids of those to show, in this order, with or without a standing; with ``by`` they are targets.
            ``None``: all that have one.
        start: the first day shown; of a partial date, the earliest that it may be. ``None``: before the first change.
        end: the last day shown, inclusive; of a partial date, the latest. ``None``: after the last change.
        limit: the most lanes to show; ``None``: all.
        title: what stands above; ``None``: what is shown.
        caption: what stands below, before what the picture has to tell.
        width: the width of the figure, in inches; with ``ax`` it is not looked at.
        ax: axes to draw into; ``None``: those of a figure of its own.

    Returns:
        The figure; :func:`recognition.plot.save` writes it to a file.

    Raises:
        MissingExtraError: if matplotlib is not installed.
        UnknownIdError: if an id is not in the dataset.
        InvalidDataError: if not exactly one of ``target`` and ``by`` is given, a day is no date, or the target has no
            natural capacity and none is given.

    Example:
        >>> import recognition
        >>> from recognition import plot
        >>> history = recognition.History(recognition.load("seeds/russia-taliban-recognition.yaml"))
        >>> figure = plot.timeline(history, "government:AFG.taliban-1996")
        >>> [label.get_text() for label in figure.axes[1].get_yticklabels()]
        ['Pakistan', 'Saudi Arabia', 'United Arab Emirates']
    """
    need_matplotlib()
    subject = Subject.of(history, target, by, capacity, concerning)
    if limit is not None and limit < 1:
        raise InvalidDataError([Problem("bad-value", f"a time line has at least one lane, not {limit}")])
    lanes = subject.lanes() if actors is None else _chosen(subject, actors)
    window = window_of(changes_of(lanes), start, end)
    notes = [caption] if caption else []
    shown = [lane for lane in lanes if actors is not None or any(_within(spell, window) for spell in _told(lane))]
    if len(shown) < len(lanes):
        idle = [lane.name for lane in lanes if lane not in shown]
        notes.append(f"Left out, with nothing on record in this period: {listed_names(idle)}.")
    if limit is not None and limit < len(shown):
        notes.append(f"Left out, after the first {limit}: {listed_names([lane.name for lane in shown[limit:]])}.")
        shown = shown[:limit]
    if not shown:
        notes.append("No act is on record.")
    elif not window.dated:
        notes.append("No day is known, so the axis has none.")
    frame = frame_of(width, left=0, above=10.0 if len(shown) > _TALL else 0.0)
    names = [wrapped(lane.name, _NAMES * frame.width, TEXT, most=_MOST_LINES) for lane in shown]
    if any(lines[-1].endswith("…") for lines in names):
        notes.append("Names that end in … are cut short; the description of the picture has them whole.")
    left = max((width_of(line, TEXT) for lines in names for line in lines), default=0.0) + _BESIDE_NAMES
    frame = attrs.evolve(frame, left=left)
    layout = _Layout.of(shown, names, window, points=points_of(ax) if ax else frame.inner)
    words = Words(
        title=title or heading(subject.past),
        caption=tuple(notes),
        description="\n".join([*_described(subject, shown, window), *notes]),
    )
    figure, axes = sheet(words, layout.keys(), frame, body=layout.height, ax=ax)
    layout.draw(axes)
    return figure


def _chosen(subject: Subject, ids: Iterable[str]) -> list[Lane]:
    dataset = subject.history.dataset
    lanes = subject.lanes()
    chosen = list[Lane]()
    for other in dict.fromkeys(ids):
        if other not in dataset:
            raise UnknownIdError(other, (record.id for record in dataset))
        held = [lane for lane in lanes if lane.other == other]
        chosen += held or [Lane(other, None, subject.name(other), ())]
    return chosen


def _told(lane: Lane) -> list[Spell]:
    return [spell for spell in lane.spells if spell.shade is not Shade.NONE]


def _within(spell: Spell, window: Window) -> bool:
    starts = spell.start is None or spell.start <= window.last
    return starts and (spell.end is None or spell.end >= window.first)


def _described(subject: Subject, lanes: Sequence[Lane], window: Window) -> Iterator[str]:
    days = f" from {window}" if window.dated else ""
    yield f"Time line of {subject.past}{days}: {plural(len(lanes), 'lane')}."
    for lane in lanes:
        yield f"{lane.name}: {'; '.join(map(str, _told(lane))) or 'none on record'}."


@attrs.frozen
class _Layout:
    """Where each lane lies, in points from below, and what of its spells is seen."""

    lanes: Sequence[Lane]
    names: Sequence[Sequence[str]]
    window: Window
    middles: Sequence[float]
    height: float
    points_a_day: float

    @classmethod
    def of(cls, lanes: Sequence[Lane], names: Sequence[Sequence[str]], window: Window, *, points: float) -> "_Layout":
        heights = [max(_PITCH, len(lines) * _LINE + 1.5) for lines in names]
        height = max(sum(heights), _PITCH) + 3
        middles, top = list[float](), height - 1.5
        for one in heights:
            middles.append(top - one / 2)
            top -= one
        return cls(lanes, names, window, middles, height, points / (window.right - window.left))

    def seen(self, spell: Spell) -> tuple[float, float]:
        """Give from where to where on the axis a spell is drawn."""
        left = self.window.left if spell.start is None else max(x_of(spell.start), self.window.left)
        right = self.window.right if spell.end is None else min(x_after(spell.end), self.window.right)
        return left, right

    def is_moment(self, spell: Spell) -> bool:
        """Tell whether a spell is one of doubt and too short for that to be seen."""
        left, right = self.seen(spell)
        whole = spell.start is not None and spell.end is not None
        return whole and spell.shade in _DOUBTFUL and (right - left) * self.points_a_day < _SHORT

    def keys(self) -> list[Key]:
        """Give the entries of the key: what is there to be seen, and no more."""
        spells = [spell for lane in self.lanes for spell in _told(lane) if _within(spell, self.window)]
        drawn = {spell.shade for spell in spells if not self.is_moment(spell)}
        keys = [Key(shade.value, PAINTS[shade]) for shade in Shade if shade in drawn]
        if any(self.is_moment(spell) for spell in spells):
            keys.append(Key("doubt too short to hatch", _MOMENT))
        if any(spell.start is None for spell in spells):
            keys.append(Key("no beginning on record", _UNBEGUN))
        if any(spell.end is None for spell in spells):
            keys.append(Key("no end on record", _UNENDED))
        return keys

    def draw(self, axes: Any) -> None:
        """Draw the lanes."""
        axes.set_ylim(0, self.height)
        labels = ["\n".join(lines) for lines in self.names]
        axes.set_yticks(self.middles, labels, linespacing=1.0, **style("".join(labels), TEXT))
        width = self.points_a_day * (self.window.right - self.window.left)
        marked = ticks(self.window, width)
        day_axis(axes, marked, self.window.left, self.window.right, top=len(self.lanes) > _TALL)
        for lane, middle in zip(self.lanes, self.middles, strict=True):
            for spell in lane.spells or (Spell(Shade.NONE, None, None, frozenset()),):
                if _within(spell, self.window):
                    self._draw_spell(axes, lane, spell, middle)

    def _draw_spell(self, axes: Any, lane: Lane, spell: Spell, middle: float) -> None:
        paint = PAINTS[spell.shade]
        left, right = self.seen(spell)
        land = f".{lane.concerning}" if lane.concerning else ""
        name = f"{lane.other}{land}.{spell.shade.name.lower()}.{spell.start or ''}"
        if self.is_moment(spell):
            draw_mark(axes, ((left + right) / 2, middle), _MOMENT, gid=name)
        else:
            draw_bar(axes, (left, right, middle, _BAR), paint, gid=name)
        if spell.shade is not Shade.NONE:
            if spell.start is None:
                draw_mark(axes, (left, middle), attrs.evolve(_UNBEGUN, colour=paint.ink), gid=f"{name}.unbegun")
            if spell.end is None:
                draw_mark(axes, (right, middle), attrs.evolve(_UNENDED, colour=paint.ink), gid=f"{name}.unended")
