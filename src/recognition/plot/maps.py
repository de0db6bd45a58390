"""`map_of`: a tile a state of the world, coloured by its standing on a target, or an actor's on it, on a day."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from recognition.errors import InvalidDataError, Problem, UnknownIdError, shown
from recognition.history.answer import Day, partial
from recognition.history.history import History
from recognition.history.standing import Standing
from recognition.model.actors import Code, Government, State
from recognition.model.acts import FITTING
from recognition.model.dates import PartialDate
from recognition.model.truth import Truth
from recognition.model.vocabulary import Capacity
from recognition.plot.lanes import Subject
from recognition.plot.lettering import SMALL, need_matplotlib, width_of
from recognition.plot.marks import draw_tile, write
from recognition.plot.shades import BLUE, INK, ORANGE, PALE, SKY, WHITE, Look, Shade, coarse, shade_of
from recognition.plot.sheet import COLUMN, Key, Words, frame_of, points_of, sheet
from recognition.plot.telling import MOST, heading, listed_names, plural, shortened
from recognition.plot.tiles import COLUMNS, ROWS, TILES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_GAP: Final = 0.06
"""The room around a tile, in tiles."""


_LOOKS: Final = {
    Shade.RECOGNISED: Look(BLUE, BLUE, WHITE),
    Shade.POSSIBLE: Look(SKY, BLUE, form="half"),
    Shade.UNDONE: Look(ORANGE, ORANGE, form="struck"),
    Shade.UNSURE: Look(WHITE, INK),
    Shade.NONE: Look(PALE, PALE, "#404040"),
}
_ABSENT: Final = Look(WHITE, "#c8c8c8", "#707070")
_LABELS: Final = {
    Shade.RECOGNISED: "recognised",
    Shade.POSSIBLE: "possibly",
    Shade.UNDONE: "refused, suspended or withdrawn",
    Shade.UNSURE: "not recognised: acknowledged, withheld or unsure",
    Shade.NONE: "none on record",
}


def map_of(  # noqa: PLR0913 - a picture can be asked for in many ways
    history: History,
    target: str | None = None,
    *,
    by: str | None = None,
    on: Day,
    capacity: Capacity | None = None,
    concerning: str | None = None,
    tiles: Mapping[str, str] | None = None,
    title: str | None = None,
    caption: str | None = None,
    width: float = COLUMN,
    ax: "Axes | None" = None,
) -> "Figure":
    """Give the map of where the states of the world stand on a target on a day, or an actor on each of them.

    Each state is a square, all of one size.

    A state lies on the tile of its id, a key of :data:`TILES`; failing that, on the tile of the code ``iso3`` or
    ``iso2`` that its record has for the day. A name puts no state anywhere. What has no tile, such as a state that is
    no more, an organisation or a government, the caption tells.

    Args:
        history: the record, as known and by the policy that its answers have.
        target: the id of the one recognised or not; ``None`` with ``by``. Its tile, or that of its state, is marked.
        by: instead of a target, the id of the actor that recognises or not; its tile is marked likewise.
        on: the day; of a partial date, every day that it may be.
        capacity: as what; by default the target's natural one, and with ``by`` as a state.
        concerning: of a title, the id of the land; ``None``: of any land.
        tiles: for ids that do not say it themselves, the ids of their tiles, keys of :data:`TILES`.
        title: what stands above; ``None``: what is shown.
        caption: what stands below, before what the picture has to tell.
        width: the width of the figure, in inches. From 4.7 on, codes have three letters. With ``ax`` it is not looked
            at.
        ax: axes to draw into; ``None``: those of a figure of its own.

    Returns:
        The figure; :func:`recognition.plot.save` writes it to a file.

    Raises:
        MissingExtraError: if matplotlib is not installed.
        UnknownIdError: if an id is not in the dataset, or one of ``tiles`` is no tile.
        InvalidDataError: if not exactly one of ``target`` and ``by`` is given, the day is no date, the target has no
            natural capacity and none is given, or with ``by`` the capacity is one that no state has.

    Example:
        >>> import recognition
        >>> from recognition import plot
        >>> history = recognition.History(recognition.load("seeds/casebook/palestine.yaml"))
        >>> figure = plot.map_of(history, "state:PSE", on="2024-05-28")
        >>> drawn = [patch.get_gid() or "" for patch in figure.axes[1].patches]
        >>> shown = {name.removesuffix(".recognised") for name in drawn if name.endswith(".recognised")}
        >>> shown == history.recognisers("state:PSE", on="2024-05-28").certain
        True
    """
    need_matplotlib()
    subject = Subject.of(history, target, by, capacity, concerning)
    if by is not None and "state" not in FITTING.get(subject.capacity, ("state",)):
        message = f"a map of whom {by} recognises is one of states, and none is recognised as a {subject.capacity}"
        raise InvalidDataError([Problem("capacity-mismatch", message)])
    chart = _Chart.of(subject, partial(on), tiles or {})
    notes = ([caption] if caption else []) + list(chart.notes())
    words = Words(
        title=title or f"{heading(subject.now)}: {on}",
        caption=tuple(notes),
        description="\n".join([f"Tile map of {subject.now}: {on}.", *chart.described(), *notes]),
    )
    frame = frame_of(width, left=_LEFT, below=_BELOW)
    figure, axes = sheet(words, chart.keys(), frame, body=frame.inner / COLUMNS * ROWS, ax=ax)
    axes.set(xlim=(0, COLUMNS), ylim=(ROWS, 0), xticks=(), yticks=(), aspect="equal")
    for spine in axes.spines.values():
        spine.set_visible(False)
    chart.draw(axes, points_of(axes) / COLUMNS)
    return figure


_LEFT, _BELOW = 4.0, 4.0
_NOTHING: Final = frozenset[Standing]()
_CERTAIN: Final = frozenset({Standing.RECOGNISED})


@attrs.frozen
class _Place:
    """What is known of a tile."""

    name: str
    shade: Shade


@attrs.frozen
class _Chart:
    """What each tile shows, and what has no tile."""

    placed: dict[str, _Place]
    """By tile, who is on it; a tile that is missing here has nobody on it in the data."""
    homeless: list[_Place]
    """Who has no tile."""
    marked: str | None
    """The tile of the one that the map is about."""
    one: str
    """The name of that one."""
    absent: bool
    """Whether a state that has a tile did not exist on the day."""

    @classmethod
    def of(cls, subject: Subject, day: PartialDate, tiles: Mapping[str, str]) -> "_Chart":
        """Look up where everybody stands."""
        history = subject.history
        possible: dict[str, frozenset[Standing]] = {}
        for lane in subject.lanes():
            now, former = subject.standing(lane, day).possible, possible.get(lane.other, _NOTHING)
            # Of titles to several lands, one that is certain settles it, as it does for `History.recognisers`.
            certain = _CERTAIN in (now, former)
            possible[lane.other] = _CERTAIN if certain else now if former is _NOTHING else now | former
        where = dict(_where(history, day, tiles))
        placed: dict[str, _Place] = {}
        homeless = list[_Place]()
        absent = False
        marked = where.get(_state_of(history, subject.one))
        others = [state.id for state in history.dataset.of(State) if state.id not in possible]
        for other in [*possible, *others]:
            shade = coarse(shade_of(possible.get(other) or frozenset({Standing.NONE})))
            place = _Place(subject.name(other), shade)
            record = history.dataset[other]
            gone = isinstance(record, State) and record.existence and record.existence.contains(day) is Truth.FALSE
            tile = where.get(other)
            if other == subject.one:
                continue
            if gone and shade is Shade.NONE:
                absent = absent or tile is not None
            elif tile is None:
                homeless.append(place)
            else:
                placed[tile] = place
        return cls(placed, homeless, marked, subject.name(subject.one), absent)

    def keys(self) -> list[Key]:
        """Give the entries of the key: what is there to be seen, and no more."""
        shades = {place.shade for place in self.placed.values()}
        keys = [Key(_LABELS[shade], look) for shade, look in _LOOKS.items() if shade in shades]
        if len(self.placed.keys() | {self.marked} - {None}) < len(TILES):
            label = "not in the data, or not existing then" if self.absent else "not in the data"
            keys.append(Key(label, _ABSENT))
        if self.marked is not None:
            keys.append(Key(shortened(self.one), Look(WHITE, WHITE, marked=True)))
        return keys

    def notes(self) -> Iterator[str]:
        """Give what the map cannot show."""
        if self.marked is None:
            yield f"{shortened(self.one)} has no tile."
        for shade in Shade:
            names = sorted(place.name for place in self.homeless if place.shade is shade)
            # A long list of those of whom nothing is said would say little.
            many = shade is Shade.NONE and len(names) > MOST
            if names:
                told = f"{len(names)} of those in the data" if many else listed_names(names)
                yield f"Without a tile, {_LABELS[shade]}: {told}."

    def described(self) -> Iterator[str]:
        """Give what the map shows, in words."""
        for shade in _LOOKS:
            names = sorted(place.name for place in self.placed.values() if place.shade is shade)
            if names:
                yield f"{_LABELS[shade].capitalize()}: {plural(len(names), 'tile')}: {'; '.join(names)}."

    def draw(self, axes: Any, size: float) -> None:
        """Draw the tiles, each so many points wide."""
        long = size * (1 - 2 * _GAP) >= width_of("MMM", SMALL, mono=True) + 1
        for key, tile in TILES.items():
            place = self.placed.get(key)
            look = _ABSENT if place is None else _LOOKS[place.shade]
            shade = "absent" if place is None else place.shade.name.lower()
            if key == self.marked:
                look = attrs.evolve(look if place else Look(WHITE, WHITE), marked=True)
            box = (tile.column + _GAP, tile.row + _GAP, 1 - 2 * _GAP)
            draw_tile(axes, box, look, gid=f"{key}.{shade}")
            code = tile.iso3 if long else tile.iso2
            middle = (tile.column + 0.5, tile.row + 0.5)
            write(axes, middle, code, SMALL, mono=True, color=look.text, va="center_baseline", ha="center")


def _state_of(history: History, one: str) -> str:
    record = history.dataset[one]
    return record.state if isinstance(record, Government) else one


def _where(history: History, day: PartialDate, tiles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give the tile of each state that has one: as told, else by its id, else by its code; no tile is given twice."""
    taken = set[str]()
    states = history.dataset.of(State)
    known = {state.id for state in states}
    for actor, tile in tiles.items():
        if actor not in history.dataset:
            raise UnknownIdError(actor, known)
        if tile not in TILES:
            raise UnknownIdError(tile, TILES, what="tile")
        if tile in taken:
            raise InvalidDataError([Problem("duplicate-id", f"two states are put on the tile {shown(tile)}")])
        taken.add(tile)
        yield actor, tile
    own = [state for state in states if state.id in TILES and state.id not in tiles and state.id not in taken]
    for state in own:
        taken.add(state.id)
        yield state.id, state.id
    for state in states:
        if state.id in TILES or state.id in tiles:
            continue
        codes = {code.system: code.value for code in state.codes if _holds(code, day)}
        by_code = _BY_CODE.get(codes.get("iso3", "")) or _BY_CODE.get(codes.get("iso2", ""))
        if by_code and by_code not in taken:
            taken.add(by_code)
            yield state.id, by_code


def _holds(code: Code, day: PartialDate) -> bool:
    return code.period is None or code.period.contains(day) is Truth.TRUE


_BY_CODE: Final = {code: key for key, tile in TILES.items() for code in (tile.iso3, tile.iso2)}
