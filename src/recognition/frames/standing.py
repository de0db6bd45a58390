"""`standing_at`: where every pair of a table of acts stands on a day, computed by the library that holds the table."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import reduce
from typing import Any, Final

from recognition.errors import InvalidDataError, MissingExtraError, Problem, shown
from recognition.frames.columns import ACTS, ANSWER, PAIR, POSSIBLE
from recognition.history.line import LAST_DAY
from recognition.history.standing import Standing
from recognition.model.dates import PartialDate

try:
    import narwhals as nw
except ModuleNotFoundError:  # pragma: no cover - tried in an environment of its own
    _missing = MissingExtraError("frames", "making tables")
    raise _missing from None

_DAYS: Final = ("earliest", "latest", "overtaken")
_READ: Final = (*PAIR, "act", "standing", "earliest", "latest", "certain", "overtaken")
_MUST_FOLLOW: Final = "recognition must follow"
"""These are the names of columns in passing; no column of a table of acts is called so."""
_DONE: Final = "recognition done"
_LAST: Final = "recognition last"
_UNLISTED: Final = "recognition unlisted"


def standing_at(acts: Any, *, on: date | str | PartialDate) -> Any:
    """Give where every pair of a table of acts stands at the end of a day: a row a pair.

    It is one pass over the table, grouped by pair and standing, in the expressions of the library that holds it: no
    Python object is made of a row. A lazy table stays lazy, so that the table may be a Parquet file of any size, or lie
    on a Spark cluster.

    ==================  =======  ====================================================================================
    column              type     meaning
    ==================  =======  ====================================================================================
    `actor` ...         text     the pair, as in the table of acts: `actor`, `target`, `capacity`, `concerning`
    `possible_none`     boolean  whether it is possible that no act was done by then
    `possible_...`      boolean  whether that standing is possible: `acknowledged`, `withheld`, `refused`,
                                 `recognised`, `suspended`, `withdrawn`
    `standing`          text     the one standing that is possible; null: there are several
    `recognised`        boolean  true: certainly recognised; false: certainly not; null: not known
    ==================  =======  ====================================================================================

    Args:
        acts: a table of acts, as :func:`~recognition.frames.acts_frame` gives it: a native frame of Polars (also lazy),
            pandas, pyarrow, DuckDB or PySpark, or a frame of narwhals. Further columns are left out. A `standing` that
            is none of the seven may be any of them.
        on: the day: a date, or EDTF of one day.

    Returns:
        A frame of the same library, lazy if the table is, in no certain order. A pair of which all rows contradict each
        other, as no table of a history has it, has nothing possible and null.

    Raises:
        InvalidDataError: if the day is not one day, or the table lacks a column, or has one of another type.

    Example:
        >>> import recognition
        >>> from recognition.frames import acts_frame, standing_at
        >>> acts = acts_frame(recognition.load("seeds/russia-taliban-recognition.yaml"))
        >>> standings = standing_at(acts, on="1998-01-01")
        >>> sorted(standings.filter("recognised", target="government:AFG.taliban-1996")["actor"])
        ['state:ARE', 'state:PAK', 'state:SAU']
    """
    frame, day, native = _table_of(acts, one_day(on))
    latest = nw.col("latest")
    # Of the acts that give one standing, the one that can be on the latest day has the least against it: it can be last
    # if any of them can. So the acts are reduced to one row a pair and standing, and these to one row a pair.
    reduced = (
        frame.with_columns(
            # A latest day after the day asked about is as good as that one, and so is none.
            nw.when(_hindered(day)).then(None).otherwise(latest.fill_null(day)).alias(_LAST),
            (nw.col("certain") & (latest <= day)).alias(_DONE),
        )
        .with_columns(nw.when(nw.col(_DONE)).then(nw.col("earliest")).alias(_MUST_FOLLOW))
        .group_by(*PAIR, "standing")
        .agg(nw.col(_LAST, _MUST_FOLLOW).max(), nw.col(_DONE).any())
    )
    standing, last = nw.col("standing"), nw.col(_LAST)
    listed = [each.value for each in Standing]
    summed = (
        reduced.with_columns(
            # In pandas, nothing is not in a list; elsewhere it is neither in it nor not.
            nw.when(~standing.is_null() & ~standing.is_in(listed)).then(last).alias(_UNLISTED),
            *(nw.when(standing == each.value).then(last).alias(name) for each, name in POSSIBLE.items()),
        )
        .group_by(*PAIR)
        .agg(nw.col(_MUST_FOLLOW, _UNLISTED, *POSSIBLE.values()).max(), nw.col(_DONE).any())
    )
    answered = summed.with_columns(
        *((_late_enough(name) | _late_enough(_UNLISTED)).alias(name) for name in POSSIBLE.values())
    ).with_columns(nw.col(POSSIBLE[Standing.NONE]) | ~nw.col(_DONE).fill_null(value=False))
    return _given(_answer(answered), native=native)


def deciding_at(acts: Any, *, on: date | str | PartialDate) -> Any:
    """Give the acts that can have been the last of their pair by the end of a day: a row a pair and act.

    These are the acts that decide the answer of :func:`standing_at`, what :attr:`Answer.because` names. It takes a
    second pass over the table, and is therefore asked for by itself; count the rows of a pair for their number.

    Args:
        acts: a table of acts, as for :func:`standing_at`.
        on: the day: a date, or EDTF of one day.

    Returns:
        A frame of the same library, lazy if the table is, in no certain order, with the columns of the pair and `act`,
        the id of the account. A pair without such an act has no row.

    Raises:
        InvalidDataError: if the day is not one day, or the table lacks a column, or has one of another type.

    Example:
        >>> import recognition
        >>> from recognition.frames import acts_frame, deciding_at
        >>> acts = acts_frame(recognition.load("seeds/russia-taliban-recognition.yaml"))
        >>> deciding_at(acts, on="1998-01-01").filter(actor="state:PAK", capacity="government")["act"].to_list()
        ['recognition:PAK-AFG-1997']
    """
    frame, day, native = _table_of(acts, one_day(on))
    latest = nw.col("latest")
    done = latest <= day
    # Windows do not group nothing with nothing in every library.
    keys = [name for name in PAIR if name != "concerning"]
    frame = frame.with_columns(
        nw.when(nw.col("certain") & done).then(nw.col("earliest")).alias(_MUST_FOLLOW),
        nw.col("concerning").fill_null("").alias(_DONE),
    ).with_columns(nw.col(_MUST_FOLLOW).max().over(*keys, _DONE))
    must_follow = nw.col(_MUST_FOLLOW)
    # What follows a day on or before this one, can be last on this one if it need not be done by then.
    late_enough = must_follow.is_null() | latest.is_null() | (latest >= must_follow)
    found = frame.filter(~_hindered(day).fill_null(value=False) & late_enough).select(*PAIR, "act").unique()
    return found.to_native() if native else found


def one_day(on: date | str | PartialDate) -> date:
    """Give the day that is asked about; the last day of the calendar cannot be asked about by itself.

    Raises:
        InvalidDataError: if it is not one day.
    """
    if type(on) is date:
        return min(on, LAST_DAY)
    if not isinstance(on, str | PartialDate):
        message = f"expected a date or EDTF of one day, got {shown(on)}"
        raise InvalidDataError([Problem("bad-date", message, path="$.on")])
    partial = PartialDate(on) if isinstance(on, str) else on
    if partial.day is None:
        message = (
            f"expected one day, got {shown(str(partial))}: ask about its first or its last day, "
            "or take all runs of days from `segments_frame`"
        )
        raise InvalidDataError([Problem("bad-date", message, path="$.on")])
    return min(partial.day, LAST_DAY)


def _hindered(day: nw.Expr) -> nw.Expr:
    """Tell whether an act cannot be done by a day, or one that follows it certainly is; null where it has no bound."""
    return (nw.col("earliest") > day) | (nw.col("overtaken") <= day)


def _late_enough(name: str) -> nw.Expr:
    """Tell whether what is on a day, if there is one, can follow all that it must."""
    must_follow, last = nw.col(_MUST_FOLLOW), nw.col(name)
    return ~last.is_null() & (must_follow.is_null() | (last >= must_follow).fill_null(value=False))


def _table_of(acts: Any, on: date) -> tuple[nw.LazyFrame[Any], nw.Expr, bool]:
    """Give a table of acts with the columns that are read, the day in their type, and whether it is a native frame.

    What is eager is called lazy here: the expressions are the same.
    """
    native = not isinstance(acts, nw.DataFrame | nw.LazyFrame)
    try:
        frame: Any = nw.from_native(acts)
    except TypeError:
        message = f"expected a frame of Polars, pandas, pyarrow, DuckDB or PySpark, got {shown(acts)}"
        raise InvalidDataError([Problem("wrong-type", message)]) from None
    schema: Mapping[str, Any] = frame.collect_schema()
    problems = [problem for name in _READ for problem in _problems(name, schema)]
    if problems:
        raise InvalidDataError(problems)
    frame = frame.select(*_READ)
    if schema["latest"] == nw.Date:
        return frame, nw.lit(on, nw.Date()), native
    # pandas has no type for a day but that of a moment.
    midnight = datetime(on.year, on.month, on.day)  # noqa: DTZ001 - a day has no time zone
    return frame.with_columns(nw.col(*_DAYS).dt.truncate("1d")), nw.lit(midnight), native


def _problems(name: str, schema: Mapping[str, Any]) -> list[Problem]:
    if name not in schema:
        message = f"the table of acts has no column `{name}`; `acts_frame` says what it holds"
        return [Problem("missing-field", message, path=f"$.{name}")]
    found, wanted = schema[name], ACTS[name]
    kinds = {"Date": "days", "String": "texts", "Boolean": "truth values"}
    message = f"expected a column of {kinds[str(wanted)]} ({wanted}), got {found}"
    if isinstance(wanted, nw.Date):
        timed = isinstance(found, nw.Datetime) and found.time_zone is None
        fits = timed or found == nw.Date
        if fits and type(found) is not type(schema.get("latest", found)):
            fits, message = False, f"{message} beside a `latest` of {schema['latest']}: give the days one type"
    elif isinstance(wanted, nw.String):
        fits = found in {nw.String, nw.Categorical} or isinstance(found, nw.Enum)
    else:
        fits = found == wanted
    return [] if fits else [Problem("wrong-type", message, path=f"$.{name}")]


def _answer(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Add what is certain, and whether it is recognised, to the standings that are possible."""
    number = reduce(nw.Expr.__add__, (nw.col(name).cast(nw.Int64()) for name in POSSIBLE.values()))
    frame = frame.with_columns(number.alias(_DONE))
    certain: Any = nw.lit(None, nw.String())
    for each, name in POSSIBLE.items():
        certain = nw.when((nw.col(_DONE) == 1) & nw.col(name)).then(nw.lit(each.value)).otherwise(certain)
    recognised = nw.col(POSSIBLE[Standing.RECOGNISED])
    settled = (nw.col(_DONE) == 1) | ((nw.col(_DONE) > 0) & ~recognised)
    return frame.with_columns(certain.alias("standing"), nw.when(settled).then(recognised).alias("recognised")).select(
        *PAIR, *ANSWER
    )


def _given(frame: Any, *, native: bool) -> Any:
    """Give a frame as it came; in pandas with the type that has room for what is not known."""
    if frame.implementation.is_pandas():
        plain = frame.to_native()
        if plain["recognised"].dtype.kind in "bO":
            frame = nw.from_native(plain.assign(recognised=plain["recognised"].astype("boolean")))
    return frame.to_native() if native else frame
