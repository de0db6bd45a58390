"""The picture of growth, drawn from the results that are kept: time against records, on logarithmic scales."""

import json
import math
from pathlib import Path
from typing import Any, Final

from matplotlib.figure import Figure

from recognition.plot.sheet import Words, _attach

RESULTS: Final = Path(__file__).resolve().parent / "results.json"
_COLOURS: Final = ("#0b5394", "#b45f06", "#38761d", "#990000", "#674ea7", "#117a8b", "#7f6000", "#a64d79", "#333333")
"""Dark enough, each, to be read on white; every line has its name at its end besides."""
_MARKS: Final = "osD^vPX<>"
_GUIDE: Final = "#c4c4c4"


def growth() -> Figure:
    """Give the figure: what is done in memory above, formats written and read below."""
    rows = json.loads(RESULTS.read_text(encoding="utf-8"))["curves"]["rows"]
    curves = {row["what"]: row["points"] for row in rows if len(row["points"]) > 1}
    written = {name.partition(" to ")[2]: points for name, points in curves.items() if name.startswith("JSON Lines to")}
    read = {name.removeprefix("read "): points for name, points in curves.items() if name.startswith("read ")}
    inner = {name: points for name, points in curves.items() if not name.startswith(("JSON Lines to", "read "))}
    figure = Figure(figsize=(7.2, 7.4), facecolor="white", layout="constrained")
    parts = figure.subplot_mosaic([["inner", "inner"], ["written", "read"]], height_ratios=[1, 1.1])
    ends = [point for points in curves.values() for point in points]
    for name, title, lines in (
        ("inner", "In memory", inner),
        ("written", "JSON Lines written as", written),
        ("read", "Read", read),
    ):
        _draw(parts[name], title, lines, ends)
    for name in ("inner", "written"):
        parts[name].set_ylabel("seconds of the processor", fontsize=8)
    told = [f"{name}: {points[-1][1]:,.3g} s for {points[-1][0]:,} acts." for name, points in curves.items()]
    words = Words(
        title="Time against records",
        caption=(),
        description="\n".join(["Time of the processor against the number of acts, all axes logarithmic.", *told]),
    )
    _attach(figure, words)
    return figure


def _draw(axes: Any, title: str, lines: dict[str, Any], ends: list[Any]) -> None:
    sizes, times = [size for size, _ in ends], [seconds for _, seconds in ends]
    low, high, bottom, top = min(sizes), max(sizes), min(times) / 2, max(times) * 2
    axes.set_xscale("log")
    axes.set_yscale("log")
    for power in range(-9, 3):  # lines of slope 1: seconds in proportion to records
        axes.plot([low, high], [low * 10.0**power, high * 10.0**power], color=_GUIDE, linewidth=0.7, zorder=0)
    for number, (name, points) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        xs, ys = zip(*points, strict=True)
        axes.plot(xs, ys, color=colour, linewidth=1.2, marker=_MARKS[number % len(_MARKS)], markersize=3.5, gid=name)
    for (name, points), (height, number) in zip(*_labels(lines, bottom, top), strict=True):
        colour = _COLOURS[number % len(_COLOURS)]
        axes.annotate(
            name,
            xy=points[-1],
            xytext=(1.03, height),
            textcoords="axes fraction",
            color=colour,
            fontsize=7.5,
            va="center",
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.4, "shrinkA": 0, "shrinkB": 3},
        )
    axes.set_xlim(low / 1.5, high * 1.5)
    axes.set_ylim(bottom, top)
    axes.set_title(title, fontsize=9, loc="left")
    axes.set_xlabel("acts", fontsize=8)
    axes.tick_params(labelsize=7.5)
    axes.minorticks_off()
    axes.spines[["top", "right"]].set_visible(False)


def _labels(lines: dict[str, Any], bottom: float, top: float) -> tuple[list[Any], list[tuple[float, int]]]:
    """Give the lines from the lowest end up, each with the height of its name and its number; no two names overlap."""
    span = math.log(top / bottom)
    placed = sorted(
        ((math.log(points[-1][1] / bottom) / span, number) for number, (_, points) in enumerate(lines.items()))
    )
    step, heights = 0.062, list[float]()
    for height, _ in placed:
        heights.append(max(height, heights[-1] + step) if heights else height)
    over = max(0.0, heights[-1] - 1)
    for index in range(len(heights) - 1, -1, -1):
        above = heights[index + 1] - step if index + 1 < len(heights) else 1.0
        heights[index] = min(heights[index], above) if over else heights[index]
    items = list(lines.items())
    return [items[number] for _, number in placed], [
        (height, number) for height, (_, number) in zip(heights, placed, strict=True)
    ]
