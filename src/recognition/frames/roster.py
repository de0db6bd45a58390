"""Members: who is in a list of states on a day."""

from typing import Any

import narwhals as nw

from recognition.dataset.dataset import Dataset
from recognition.errors import InvalidDataError, Problem, shown
from recognition.frames.backends import Columns, check_backend, frame_of
from recognition.frames.coverage import Moment, partial_date, system_of, told_coverage
from recognition.frames.lists import list_of
from recognition.model.truth import Truth


def members(dataset: Dataset, system: str, on: Moment, *, backend: str = "polars", connection: object = None) -> Any:
    """Give who is in a list of states on a day: a row for each membership that has the day, or may have it.

    The columns are ``code``, ``state`` (the id), ``name``, ``period`` (that of the membership in EDTF, missing if it is
    not said) and ``certain``. Rows are in the order of the codes, then of the periods.

    Two states that a list has in under one code on one day, such as Yugoslavia and Serbia on 3 June 2006 in
    ``cow-2024``, are two rows here. ``certain`` is false where the dates of the membership, or the day asked about,
    leave open whether it is in.

    Args:
        dataset: what has the states with their memberships.
        system: the list: a key of :data:`recognition.dataset.systems.SYSTEMS`.
        on: the day, in EDTF or as a date. A partial date asks about every day that it may be, and those in on all of
            them are certain.
        backend: the library whose frame is given: ``polars``, ``pandas``, ``pyarrow``, ``duckdb`` or ``pyspark``.
        connection: the connection of DuckDB or the session of Spark; ``None``: the default or active one.

    Returns:
        A native frame of the backend: with DuckDB and PySpark a lazy one.

    Raises:
        UnknownIdError: if there is no such list or backend, or no state of the dataset is in the list.
        InvalidDataError: if the day is none, or may be one that the list does not cover.
        MissingExtraError: if the backend is not installed.

    Example:
        >>> from recognition import Dataset, Membership, Period, State
        >>> from recognition.frames import members
        >>> member = Membership(system="gw", code="340", period=Period("2006-06-05/.."))
        >>> dataset = Dataset([State(id="state:gw.340.SER", name="Serbia", memberships=(member,))])
        >>> members(dataset, "gw", "2006-06-05").rows()
        [(340, 'state:gw.340.SER', 'Serbia', '2006-06-05/..', True)]
        >>> members(dataset, "gw", "2006-06-04").rows()
        []
    """
    check_backend(backend, connection)
    found = system_of(system)
    day = partial_date(on, "$.on")
    if day.earliest is None or day.latest is None or not (found.covers(day.earliest) and found.covers(day.latest)):
        message = f"{told_coverage(found)}; of {shown(str(day))} it says nothing, or not of every day that it may be"
        raise InvalidDataError([Problem("bad-value", message, path="$.on")])
    listed = list_of(dataset, found)
    rows = [
        (place.code, spell, verdict)
        for place in listed.places
        for spell in place.spells
        if (verdict := Truth.UNKNOWN if spell.period is None else spell.period.contains(day)) is not Truth.FALSE
    ]
    columns: Columns = {
        "code": [code for code, _, _ in rows],
        "state": [spell.state for _, spell, _ in rows],
        "name": [spell.name for _, spell, _ in rows],
        "period": [None if spell.period is None else str(spell.period) for _, spell, _ in rows],
        "certain": [verdict is Truth.TRUE for _, _, verdict in rows],
    }
    text = nw.String()
    schema = {"code": listed.code_type, "state": text, "name": text, "period": text, "certain": nw.Boolean()}
    return frame_of(columns, schema, backend=backend, connection=connection)
