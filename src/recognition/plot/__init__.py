"""Pictures of a history: time lines, maps and counts, in which doubt is shown as doubt.

Each function gives a figure of matplotlib, which comes with the extra ``plot``; nothing is asked of `pyplot`, and no
setting of the process is changed. The pictures are legible at the width of a column of print, and in grey.
"""

from recognition.plot.bands import counts
from recognition.plot.maps import map_of
from recognition.plot.saving import save
from recognition.plot.tiles import TILES, Tile
from recognition.plot.timelines import timeline

__all__ = ["TILES", "Tile", "counts", "map_of", "save", "timeline"]
