"""`segments_frame`: the runs of days on which the standings of a pair do not change, as a table."""

from typing import Any

from recognition.dataset.dataset import Dataset
from recognition.frames.backends import check_backend, frame_of
from recognition.frames.columns import SEGMENTS, answer_of
from recognition.history.history import History


def segments_frame(history: History | Dataset, *, backend: str = "polars", connection: Any = None) -> Any:
    """Give a table of all answers: a row for each run of days on which the possible standings of a pair do not change.

    The runs of a pair leave no day out. The columns are those of :func:`~recognition.frames.standing_at` with `start`
    and `end` behind the pair: the first and the last day of the run, inclusive; null: the run has no beginning, or goes
    on.

    Args:
        history: the history; a dataset stands for its history by the default policy, with all that is on record.
        backend: the library whose frame is given, of :data:`~recognition.frames.BACKENDS`.
        connection: of ``duckdb`` the connection, of ``pyspark`` the session; ``None``: the default one.

    Returns:
        A native frame, sorted by pair and day; without acts it has the columns and no row.

    Raises:
        UnknownIdError: if no backend has that name.
        MissingExtraError: if it is not installed.
        InvalidDataError: if a connection is given for a backend that has none.

    Example:
        >>> import recognition
        >>> from recognition.frames import segments_frame
        >>> segments = segments_frame(recognition.load("seeds/russia-taliban-recognition.yaml"))
        >>> segments.filter(actor="state:RUS", capacity="government").select("start", "end", "standing").rows()
        [(None, datetime.date(2025, 7, 2), 'none'), (datetime.date(2025, 7, 3), None, 'recognised')]
    """
    check_backend(backend, connection)
    asked = history if isinstance(history, History) else History(history)
    rows = [
        (each.actor, each.target, each.capacity.value, each.concerning, each.start, each.end, *answer_of(each.possible))
        for each in asked.segments()
    ]
    columns = list(zip(*rows, strict=True)) or [()] * len(SEGMENTS)
    return frame_of(dict(zip(SEGMENTS, columns, strict=True)), SEGMENTS, backend=backend, connection=connection)
