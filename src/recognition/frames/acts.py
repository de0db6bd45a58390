"""`acts_frame`: the acts of a history as a table from which standings are computed at any scale."""

from typing import Any

from recognition.dataset.dataset import Dataset
from recognition.frames.backends import check_backend, frame_of
from recognition.frames.columns import ACTS
from recognition.history.history import History, all_windows


def acts_frame(history: History | Dataset, *, backend: str = "polars", connection: Any = None) -> Any:
    """Give a table of acts: what each can have given to the standing of a pair, and on which days.

    A row is what one account of an act gives one pair, on one run of days. Most acts have one row. An act has several
    if its accounts differ, if its date leaves gaps, or if it bears on several pairs. All that a history knows is in the
    rows: orders among acts are turned into bounds, and where bounds alone cannot say it, into ``overtaken``; what acts
    imply has rows of its own. So :func:`~recognition.frames.standing_at` gives what :meth:`History.standing` gives, for
    every pair and every day.

    ============  =======  ==========================================================================================
    column        type     meaning
    ============  =======  ==========================================================================================
    `actor`       text     the id of the one who recognises or does not
    `target`      text     the id of the one recognised or not
    `capacity`    text     as what
    `concerning`  text     of a title, the id of the land; else null
    `act`         text     the id of the account
    `standing`    text     what it gives; null: nothing by itself, though it can be the last act, or bounds others
    `earliest`    date     the first day of the run; null: no bound
    `latest`      date     the last day, inclusive; null: no bound
    `certain`     boolean  whether the act is certainly one of the pair, and certainly on one of these days
    `overtaken`   date     from this day on it cannot be the last act, as one that follows it is done; null: no such day
    `reason`      text     why it follows from the account, where it is implied; null: the account says it
    ============  =======  ==========================================================================================

    Args:
        history: the history; a dataset stands for its history by the default policy, with all that is on record.
        backend: the library whose frame is given, of :data:`~recognition.frames.BACKENDS`.
        connection: of ``duckdb`` the connection, of ``pyspark`` the session; ``None``: the default one.

    Returns:
        A native frame, sorted by pair; without acts it has the columns and no row.

    Raises:
        UnknownIdError: if no backend has that name.
        MissingExtraError: if it is not installed.
        InvalidDataError: if a connection is given for a backend that has none.

    Example:
        >>> import recognition
        >>> from recognition.frames import acts_frame
        >>> acts = acts_frame(recognition.load("seeds/russia-taliban-recognition.yaml"))
        >>> acts.filter(actor="state:PAK").select("target", "standing", "earliest", "latest").row(0)
        ('government:AFG.taliban-1996', 'recognised', datetime.date(1997, 1, 1), datetime.date(1997, 12, 31))
    """
    check_backend(backend, connection)
    asked = history if isinstance(history, History) else History(history)
    rows = (
        (
            pair.actor,
            pair.target,
            pair.capacity.value,
            pair.concerning,
            window.act,
            None if window.standing is None else window.standing.value,
            *window[2:],
        )
        for pair, window in all_windows(asked)
    )
    columns = list(zip(*rows, strict=True)) or [()] * len(ACTS)
    return frame_of(dict(zip(ACTS, columns, strict=True)), ACTS, backend=backend, connection=connection)
