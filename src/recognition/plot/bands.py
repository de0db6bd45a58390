"""`counts`: how many recognise, or are recognised, over time: a band from the certain number to the possible one."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import attrs

from recognition.history.answer import Day, deciding
from recognition.history.events import Event
from recognition.history.history import History
from recognition.history.standing import RECOGNISED
from recognition.model.vocabulary import Capacity
from recognition.plot.counting import Counts, Members, counted, members_of
from recognition.plot.days import Window, ticks, window_of, x_after, x_of
from recognition.plot.lanes import Lane, Subject, changes_of
from recognition.plot.lettering import TEXT, need_matplotlib, style, width_of
from recognition.plot.marks import Mark, day_axis, thin
from recognition.plot.shades import BLUE, INK, PAINTS, PALE, Paint, Shade
from recognition.plot.sheet import COLUMN, Key, Words, frame_of, points_of, sheet
from recognition.plot.telling import heading, plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_CERTAIN: Final = Paint(BLUE, BLUE)
_BAND: Final = PAINTS[Shade.POSSIBLE]
_HEIGHT: Final = 0.42
"""The height of the band, in widths of the figure."""
_RUG: Final = 0.09
"""The height of a row of strokes, in greatest numbers."""
_BESIDE_LEVELS: Final = 9.0
_LEAST: Final = 2.4
"""The length of the shortest line over days, in points."""


def counts(  # noqa: PLR0913 - a picture can be asked for in many ways
    history: History,
    target: str | None = None,
    *,
    by: str | None = None,
    capacity: Capacity | None = None,
    concerning: str | None = None,
    among: str | Iterable[str] | None = None,
    acts: bool = False,
    start: Day | None = None,
    end: Day | None = None,
    title: str | None = None,
    caption: str | None = None,
    width: float = COLUMN,
    ax: "Axes | None" = None,
) -> "Figure":
    """Give the picture of how many recognise a target over time, or of how many an actor recognises.

    The full area holds the certain ones, the hatched band above it the possible ones.

    Args:
        history: the record, as known and by the policy that its answers have.
        target: the id of the one recognised or not; ``None`` with ``by``.
        by: instead of a target, the id of the actor that recognises or not.
        capacity: as what; by default the target's natural one, and with ``by`` as a state.
        concerning: of a title, the id of the land; ``None``: of any land.
        among: who is counted: ids, or the key of a list of states, such as ``un``, whose members are counted on the
            days of their membership. Where that is not certain, they are counted as possible. ``None``: all.
        acts: whether to mark the acts that move the numbers: a stroke at a day, a line over the days that it may be.
        start: the first day shown; of a partial date, the earliest that it may be. ``None``: before the first change.
        end: the last day shown, inclusive; of a partial date, the latest. ``None``: after the last change.
        title: what stands above; ``None``: what is shown.
        caption: what stands below, before what the picture has to tell.
        width: the width of the figure, in inches; with ``ax`` it is not looked at.
        ax: axes to draw into; ``None``: those of a figure of its own.

    Returns:
        The figure; :func:`recognition.plot.save` writes it to a file.

    Raises:
        MissingExtraError: if matplotlib is not installed.
        UnknownIdError: if an id is not in the dataset, or nobody in it is a member of such a list.
        InvalidDataError: if not exactly one of ``target`` and ``by`` is given, a day is no date, or the target has no
            natural capacity and none is given.

    Example:
        >>> import recognition
        >>> from recognition import plot
        >>> history = recognition.History(recognition.load("seeds/russia-taliban-recognition.yaml"))
        >>> figure = plot.counts(history, "government:AFG.taliban-1996")
        >>> [int(number) for number in figure.axes[1].patches[0].get_data().values]
        [0, 0, 3]
    """
    need_matplotlib()
    subject = Subject.of(history, target, by, capacity, concerning)
    lanes = subject.lanes()
    members = None if among is None else members_of(history, among)
    if members is not None:
        lanes = [lane for lane in lanes if lane.other in members.periods or lane.other in members.always]
    numbers = counted(lanes, members)
    notes = [caption] if caption else []
    window = _covered(window_of(changes_of(lanes), start, end), members, notes)
    moving = [event for event in _acts(subject, lanes) if acts and _within(event, window)]
    rug = [event for event in moving if (event.earliest, event.latest) != (date.min, date.max)]
    if len(rug) < len(moving):
        notes.append(f"Without a day, and so without a mark: {plural(len(moving) - len(rug), 'act')}.")
    if not lanes:
        notes.append("No act is on record.")
    elif not window.dated:
        notes.append("No day is known, so the axis has none.")
    what = f"{subject.many}, among {members.title}" if members else subject.many
    words = Words(
        title=title or heading(what),
        caption=tuple(notes),
        description="\n".join([*_described(what, numbers, window), *notes]),
    )
    band = _Band.of(numbers, window, rug)
    left = max(width_of(str(level), TEXT) for level in band.levels) + _BESIDE_LEVELS
    frame = frame_of(width, left=left)
    figure, axes = sheet(words, band.keys(), frame, body=frame.width * _HEIGHT, ax=ax)
    band.draw(axes, points_of(axes))
    return figure


def _within(event: Event, window: Window) -> bool:
    return event.earliest <= window.last and event.latest >= window.first


def _covered(window: Window, members: Members | None, notes: list[str]) -> Window:
    """Give the part of a window of which it is said who belongs."""
    if members is None:
        return window
    first = max(window.first, members.first or date.min)
    last = min(window.last, members.last or date.max)
    if (first, last) == (window.first, window.last):
        return window
    notes.append(f"The list of members covers {members.first or 'every day'} to {members.last or 'today'}.")
    return attrs.evolve(window, first=min(first, last), last=max(first, last))


def _steps(numbers: Counts, window: Window) -> Counts:
    """Give the numbers from the first day of a window on, up to its last, without days on which nothing changes."""
    days, certain, possible = [window.first], *([number] for number in numbers.on(window.first))
    for day, *both in zip(numbers.days, numbers.certain, numbers.possible, strict=True):
        if window.first < day <= window.last and (certain[-1], possible[-1]) != tuple(both):
            days.append(day)
            certain.append(both[0])
            possible.append(both[1])
    return Counts(days, certain, possible)


def _acts(subject: Subject, lanes: Sequence[Lane]) -> Iterator[Event]:
    """Give the happenings that move the numbers, each once a lane.

    A change is made on the first or the last day of those that an act may have been on; where several acts have such a
    day, by the one whose day is known best.
    """
    for lane in lanes:
        found: dict[str, Event] = {}
        former = Shade.NONE
        for spell in lane.spells:
            if spell.shade is not former and {spell.shade, former} & {Shade.RECOGNISED, Shade.POSSIBLE}:
                day = spell.start or date.min
                events = deciding(subject.standing(lane, day))
                bounding = [event for event in events if day in (event.earliest, event.latest)]
                best = min((event.latest - event.earliest for event in bounding), default=None)
                found.update((event.key, event) for event in bounding if event.latest - event.earliest == best)
            former = spell.shade
        yield from found.values()


def _described(what: str, numbers: Counts, window: Window) -> Iterator[str]:
    yield f"{heading(what)}, from {window}."
    for label, day in (("At the start", window.first), ("At the end", window.last)):
        certain, possible = numbers.on(day)
        more = f", possibly {possible}" if possible > certain else ""
        yield f"{label}, on {day}: {certain} certainly{more}."


def _levels(most: int) -> list[int]:
    """Give the numbers to mark on the upright axis: round ones, at most six."""
    steps = [step * 10**power for power in range(9) for step in (1, 2, 5)]
    step = next(step for step in steps if most // step <= 5)  # noqa: PLR2004 - and none makes six
    return list(range(0, most + 1, step))


def _gives(event: Event) -> bool:
    return event.effects == RECOGNISED and not event.ends


@attrs.frozen
class _Band:
    """The numbers in a window, and the acts below them."""

    numbers: Counts
    window: Window
    rug: Sequence[Event]
    most: int
    levels: Sequence[int]

    @classmethod
    def of(cls, numbers: Counts, window: Window, rug: Sequence[Event]) -> "_Band":
        """Take what is seen in the window."""
        steps = _steps(numbers, window)
        most = max(*steps.possible, 1)
        return cls(steps, window, rug, most, _levels(most))

    def keys(self) -> list[Key]:
        """Give the entries of the key: what is there to be seen, and no more."""
        pairs = list(zip(self.numbers.certain, self.numbers.possible, strict=True))
        keys = [Key("certainly", _CERTAIN)] if any(certain for certain, _ in pairs) else []
        if any(certain < possible for certain, possible in pairs):
            keys.append(Key("possibly", _BAND))
        if any(_gives(event) for event in self.rug):
            keys.append(Key("an act that recognises", Mark("|", BLUE)))
        if any(not _gives(event) for event in self.rug):
            keys.append(Key("another act", Mark("|", INK)))
        return keys

    def draw(self, axes: Any, points: float) -> None:
        """Draw it into axes that are so many points wide."""
        numbers = self.numbers
        self._draw_steps(axes, "certain", (numbers.certain, [0] * len(numbers.certain)), _CERTAIN)
        self._draw_steps(axes, "possible", (numbers.possible, numbers.certain), _BAND)
        day_axis(axes, ticks(self.window, points), self.window.left, self.window.right)
        deep = self.most * _RUG if self.rug else 0.0
        axes.set_ylim(-2.3 * deep, self.most * 1.06)
        axes.set_yticks(self.levels, [str(level) for level in self.levels], **style("0", TEXT))
        for level in self.levels:
            axes.axhline(level, color=PALE, linewidth=0.4, zorder=0)
        self._draw_rug(axes, deep, points)

    def _draw_steps(self, axes: Any, gid: str, steps: tuple[Sequence[int], Sequence[int]], paint: Paint) -> None:
        from matplotlib.patches import StepPatch  # noqa: PLC0415

        upper, lower = steps
        patch = StepPatch(
            list(upper),
            [*map(x_of, self.numbers.days), self.window.right],
            baseline=list(lower),  # type: ignore[arg-type]  # its type leaves out what its documentation has
            fill=True,
            facecolor=paint.face,
            edgecolor=paint.ink,
            linewidth=0 if paint.hatch else 0.4,
            hatch=paint.hatch or None,
            gid=gid,
            zorder=2,
        )
        thin(patch)
        axes.add_artist(patch)

    def _draw_rug(self, axes: Any, deep: float, points: float) -> None:
        """Draw a stroke for each act: upright at a day, lying over days; those that recognise above the others."""
        from matplotlib.collections import LineCollection  # noqa: PLC0415

        window = self.window
        strokes: dict[bool, list[Any]] = {True: [], False: []}
        for event in self.rug:
            high = -0.2 * deep - (0 if _gives(event) else deep)
            low = high - deep * 0.85
            left, right = max(x_of(event.earliest), window.left), min(x_after(event.latest), window.right)
            middle = (left + right) / 2
            if event.earliest == event.latest:
                strokes[_gives(event)].append([(middle, low), (middle, high)])
            else:
                half = max(right - left, _LEAST * (window.right - window.left) / points) / 2
                strokes[_gives(event)].append([(middle - half, (low + high) / 2), (middle + half, (low + high) / 2)])
        for gives, lines in strokes.items():
            if lines:
                gid = "acts.giving" if gives else "acts.other"
                axes.add_artist(LineCollection(lines, colors=BLUE if gives else INK, linewidths=0.6, gid=gid))
