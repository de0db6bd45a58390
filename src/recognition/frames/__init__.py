"""Tables and panels for data analysis, in Polars, pandas, pyarrow, DuckDB or PySpark.

The package needs the extra ``frames``. Each name is loaded when it is first used.
"""

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from recognition.frames.acts import acts_frame
    from recognition.frames.backends import BACKENDS, Backend, frame_of
    from recognition.frames.dyads import dyad_panel
    from recognition.frames.pairs import standing_panel
    from recognition.frames.panels import state_panel
    from recognition.frames.roster import members
    from recognition.frames.segments import segments_frame
    from recognition.frames.standing import deciding_at, standing_at

_WHERE: Final = MappingProxyType(
    {
        name: module
        for module, names in {
            "acts": ("acts_frame",),
            "backends": ("BACKENDS", "Backend", "frame_of"),
            "dyads": ("dyad_panel",),
            "roster": ("members",),
            "pairs": ("standing_panel",),
            "panels": ("state_panel",),
            "segments": ("segments_frame",),
            "standing": ("deciding_at", "standing_at"),
        }.items()
        for name in names
    }
)

__all__ = [
    "BACKENDS",
    "Backend",
    "acts_frame",
    "deciding_at",
    "dyad_panel",
    "frame_of",
    "members",
    "segments_frame",
    "standing_at",
    "standing_panel",
    "state_panel",
]


def __getattr__(name: str) -> Any:
    """Load a public name on first use."""
    module = _WHERE.get(name)
    if module is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(f"recognition.frames.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return list(__all__)
