"""Lettering: fonts that have the letters, the widths of texts, and lines that are no wider than a width."""

from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

from recognition.errors import MissingExtraError

TITLE: Final = 8.0
"""The size of a title, in points."""
TEXT: Final = 6.5
"""The size of labels, in points."""
SMALL: Final = 6.2
"""The size of captions and of the codes of tiles, in points: nothing is smaller."""
_FONT: Final = "DejaVu Sans"
_MONO: Final = "DejaVu Sans Mono"
_SLACK: Final = 1.03
"""By how much a text may come out wider than measured, where its letters are fitted to dots."""
# Asked only for letters that the first font, which comes with matplotlib, does not have.
_FALLBACKS: Final = (
    "Noto Sans",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans CJK KR",
    "Noto Sans SC",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Thai",
    "Noto Sans Ethiopic",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans",
    "Malgun Gothic",
    "Nirmala UI",
    "Arial Unicode MS",
    "WenQuanYi Zen Hei",
    "Unifont",
)


def need_matplotlib() -> None:
    """See that matplotlib is there.

    Raises:
        MissingExtraError: if it is not.
    """
    try:
        import_module("matplotlib")
    except ModuleNotFoundError as error:
        if error.name != "matplotlib":
            raise
        missing = MissingExtraError("plot", "drawing a picture")
        raise missing from None


@lru_cache(maxsize=1)
def _fallbacks() -> list[str]:
    """Give which of the fonts for other letters are on this machine."""
    held = set(_fonts().fontManager.get_font_names())
    return [name for name in _FALLBACKS if name in held]


def _fonts() -> Any:
    """Give matplotlib's module of fonts, whose types are not complete."""
    return import_module("matplotlib.font_manager")


def _font(family: str) -> Any:
    return _fonts().get_font(_fonts().findfont(family))


def _lacking(text: str) -> int:
    """Count the letters that the first font lacks."""
    if text.isascii():
        return 0
    font = _font(_FONT)
    return sum(not font.get_char_index(ord(letter)) for letter in text if not letter.isspace())


def style(text: str, size: float, *, mono: bool = False, bold: bool = False) -> dict[str, Any]:
    """Give the properties of a text: taken as it is, in a font that is there."""
    families = [_MONO if mono else _FONT, *(_fallbacks() if _lacking(text) else ())]
    return {
        "fontsize": size,
        "fontfamily": families,
        "fontweight": "bold" if bold else "normal",
        "parse_math": False,
        "usetex": False,
    }


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, *, mono: bool = False, bold: bool = False) -> float:
    """Give the width of a text, in points; letters that the first font lacks are as wide as high."""
    from matplotlib.textpath import text_to_path  # noqa: PLC0415

    lacking = _lacking(text)
    if lacking:
        font = _font(_FONT)
        text = "".join(letter for letter in text if letter.isspace() or font.get_char_index(ord(letter)))
    if not text.strip():
        return lacking * size
    family = _MONO if mono else _FONT
    measure: Any = text_to_path.get_text_width_height_descent  # pyright: ignore[reportUnknownMemberType]
    font_of = _fonts().FontProperties(family=family, size=size, weight="bold" if bold else "normal")
    return float(measure(text, font_of, ismath=False)[0]) + lacking * size


def wrapped(text: str, width: float, size: float, *, bold: bool = False, most: int | None = None) -> list[str]:
    """Give the lines of a text that are no wider than a width; of more lines than ``most``, the last is cut short.

    Words that are wider than a line are broken.
    """
    width /= _SLACK
    lines = list(_lines(text, width, size, bold=bold))
    if most is None or len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width_of(last + "…", size, bold=bold) > width:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + "…"]


def _lines(text: str, width: float, size: float, *, bold: bool) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width_of(longer, size, bold=bold) <= width:
            line = longer
            continue
        if line:
            yield line
        line = word
        while len(line) > 1 and width_of(line, size, bold=bold) > width:
            cut = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or width_of(line[:n], size, bold=bold) <= width)
            yield line[:cut]
            line = line[cut:]
    yield line
