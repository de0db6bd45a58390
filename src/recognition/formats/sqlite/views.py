"""The views of a database of records: who recognised whom on which days, in SQL, and names to browse by.

What the views are about has names of its own, which no shape tells: the tables and columns named here are those of
the acts of recognition. The rule is that of the library's answers. Of the acts of a pair of actor and target, each of
which was on some day from its `earliest` to its `latest`, those that have certainly happened by a day oblige: the last
act by then is no earlier than the latest of their `earliest` days. So act `a` can be the last one by a day iff
``a.earliest <= day`` and ``a.latest >= follow``, where `follow` is the greatest `earliest` of the acts with
``latest <= day``; and nothing has happened, possibly, iff there are no such acts.
"""

# ruff: noqa: S608 - the SQL is made of names and terms that are written here or given by the shapes

from collections.abc import Iterator, Mapping
from typing import Final

from recognition.formats.tabular.layout import Table

STANDINGS: Final = ("none", "acknowledged", "withheld", "refused", "recognised", "suspended", "withdrawn")
"""The standings, in the order in which `possible` lists them."""
STANDING_OF: Final = {
    "acknowledgement": "acknowledged",
    "withholding": "withheld",
    "refusal": "refused",
    "recognition": "recognised",
    "reaffirmation": "recognised",
    "resumption": "recognised",
    "suspension": "suspended",
    "withdrawal": "withdrawn",
}
"""The standing that each move makes."""
WITHOUT: Final = "request"
"""The move that makes none."""
GIVING: Final = tuple(move for move, standing in STANDING_OF.items() if standing == "recognised")
"""The moves that give recognition."""
INDEXES: Final = (
    '"recognition_target_actor_index" ON "recognition" ("target", "actor")',
    '"recognition_occurrence_index" ON "recognition" ("occurrence") WHERE "occurrence" IS NOT NULL',
    '"recognition_sole_index" ON "recognition" ("actor") WHERE "sole" = 1',
)
"""The indexes that the views lean on, beside those of the references."""
_NEEDED: Final = ("recognition", "recognition_after", "recognition_before", "recognition_supersedes", "government")

FIRST_DAY: Final = "0001-01-01"
"""The first day of the calendar: where no day is told, an act may have been as early."""
LAST_DAY: Final = "9999-12-31"
"""The last one: an act without a last day may be later still, so nothing is certain of it on this day."""
_LAST_ASKED: Final = "9999-12-30"
_PAIR: Final = ("actor", "target", "capacity", "concerning")
_ANYTHING: Final = (1 << len(STANDINGS)) - 1


def views(tables: Mapping[str, Table]) -> Iterator[str]:
    """Give the statements that create the views, given all tables by name."""
    names = [(name, table) for name, table in tables.items() if "name" in table.by_name and table.keys == ("id",)]
    if names:
        yield _view(
            "record_name",
            "The names of the records that have one.",
            "\nUNION ALL ".join(f'SELECT "id", "name" FROM "{name}"' for name, _ in names),
        )
    if any(name not in tables for name in _NEEDED):
        return
    yield _view("corrected_record", "What later records correct.", _corrected(tables))
    yield _view("ordered_record", "What edges of order name, and the acts that declare such edges.", _ordered(tables))
    yield _view("counted_act", "The acts that make a standing, of the accounts that count.", _COUNTED)
    yield _view("standing", "Where each pair of actor and target stands, by runs of days.", _STANDING)
    if names:
        yield _view("recognition_named", "The acts of recognition, with names.", _named(tables))


def _view(name: str, comment: str, query: str) -> str:
    return f'CREATE VIEW "{name}" AS -- {comment}\n{query.strip()}'


def _lists(tables: Mapping[str, Table], *fields: str) -> Iterator[str]:
    """Give the tables of lists of those names in the records of all classes."""
    for name, table in tables.items():
        if len(table.keys) > 1 and name in {f"{table.kind}_{field}" for field in fields}:
            yield name


def _corrected(tables: Mapping[str, Table]) -> str:
    return "\nUNION ALL ".join(f'SELECT "value" AS "id" FROM "{name}"' for name in _lists(tables, "supersedes"))


def _ordered(tables: Mapping[str, Table]) -> str:
    bare = """CASE WHEN instr("value", '@') THEN substr("value", 1, instr("value", '@') - 1) ELSE "value" END"""
    named = [f'SELECT {bare} AS "id" FROM "{name}"' for name in _lists(tables, "after", "before")]
    declaring = [f'SELECT "record" FROM "recognition_{field}"' for field in ("after", "before")]
    return "\nUNION ALL ".join([*named, *declaring])


def _named(tables: Mapping[str, Table]) -> str:
    """Give the query for acts with names: a look-up in each table that a reference may lead to."""

    def name_of(field: str) -> str:
        kinds = tables["recognition"].by_name[field].field.kinds
        found = [f'(SELECT "name" FROM "{kind}" WHERE "id" = r."{field}")' for kind in kinds]
        return found[0] if len(found) == 1 else f"coalesce({', '.join(found)})"

    return f"""
SELECT r."id", r."actor", {name_of("actor")} AS "actor_name", r."move", r."target",
  {name_of("target")} AS "target_name", r."capacity", r."concerning",
  {name_of("concerning")} AS "concerning_name", r."date", r."effective", r."degree", r."mode", r."form", r."sole"
FROM "recognition" AS r"""


def _bit(standing: str) -> int:
    return 1 << STANDINGS.index(standing)


def _texts(texts: tuple[str, ...]) -> str:
    return ", ".join(f"'{text}'" for text in texts)


def _day(end: str, alias: str) -> str:
    return f'CASE WHEN {alias}."effective" IS NULL THEN {alias}."date_{end}" ELSE {alias}."effective_{end}" END'


def _rank(alias: str) -> str:
    return f"""CASE {alias}."rank" WHEN 'preferred' THEN 0 WHEN 'normal' THEN 1 ELSE 2 END"""


# Of the accounts of one occurrence, those of the best rank count.
_OTHER: Final = """SELECT 1 FROM "recognition" AS o WHERE o."occurrence" = r."occurrence" AND o."id" <> r."id" """
_LIVE: Final = """AND o."id" NOT IN (SELECT "id" FROM "corrected_record")"""

_COUNTED: Final = f"""
SELECT r."id", r."actor", r."target", r."capacity",
  CASE WHEN r."capacity" = 'title' THEN r."concerning" END AS "concerning", r."move",
  coalesce({_day("earliest", "r")}, '{FIRST_DAY}') AS "earliest",
  coalesce({_day("latest", "r")}, '{LAST_DAY}') AS "latest",
  -- a bit for each standing that it may make: {", ".join(f"{_bit(one)} {one}" for one in STANDINGS)}
  CASE r."move"
    {" ".join(f"WHEN '{move}' THEN {_bit(standing)}" for move, standing in STANDING_OF.items())}
    ELSE {_ANYTHING} END AS "effect",
  -- a move of a newer producer
  r."move" IN ({_texts(tuple(STANDING_OF))})
  -- a set of days, perhaps with gaps
  AND coalesce(r."effective", r."date", '') NOT LIKE '[%,%'
  -- other accounts of the same happening count too
  AND (r."occurrence" IS NULL OR NOT EXISTS ({_OTHER} AND {_rank("o")} <= {_rank("r")} {_LIVE}))
  -- more may be known of its day by an order: it has a place in one itself,
  AND (NOT (r."id" IN (SELECT "id" FROM "ordered_record")
      -- or another account of it,
      OR (r."occurrence" IS NOT NULL AND EXISTS ({_OTHER} AND o."id" IN (SELECT "id" FROM "ordered_record")))
      -- or what has been corrected since, perhaps by it;
      OR ((r."occurrence" IS NOT NULL OR r."id" IN (SELECT "record" FROM "recognition_supersedes"))
        AND EXISTS (SELECT 1 FROM "ordered_record" WHERE "id" IN (SELECT "id" FROM "corrected_record"))))
    -- but of one known day, on which no other act of the pair can be, no more is to be known
    OR (coalesce({_day("earliest", "r")} = {_day("latest", "r")}, 0) AND NOT EXISTS (
      SELECT 1 FROM "recognition" AS o
      WHERE o."actor" = r."actor" AND o."target" = r."target" AND o."id" <> r."id" AND o."move" <> '{WITHOUT}'
        AND coalesce({_day("earliest", "o")}, '') <= {_day("latest", "r")}
        AND coalesce({_day("latest", "o")}, '{LAST_DAY}') >= {_day("earliest", "r")})))
  -- a rival is recognised as the sole government
  AND NOT (r."capacity" = 'government' AND EXISTS (
    SELECT 1 FROM "recognition" AS s
    JOIN "government" AS theirs ON theirs."id" = s."target"
    JOIN "government" AS its ON its."id" = r."target" AND its."state" = theirs."state"
    WHERE s."actor" = r."actor" AND s."sole" = 1 AND s."capacity" = 'government' AND s."target" <> r."target"
    AND s."move" NOT IN ({_texts((WITHOUT, *(move for move in STANDING_OF if move not in GIVING)))})
    AND s."id" NOT IN (SELECT "id" FROM "corrected_record")))
  AS "exact"
FROM "recognition" AS r
WHERE r."move" <> '{WITHOUT}' AND r."id" NOT IN (SELECT "id" FROM "corrected_record")
  AND (r."occurrence" IS NULL OR NOT EXISTS (
    {_OTHER} AND {_rank("o")} < {_rank("r")} {_LIVE}))"""


def _columns(alias: str = "") -> str:
    return ", ".join(f'{alias}"{name}"' for name in _PAIR)


# The queries are nested so that SQLite can hand a condition on the pair down to the acts: what groups and what ranges
# over windows does so by the pair, and nothing that groups reads from what has been computed.
_EACH_DAY: Final = f"""CASE k."n" WHEN 1 THEN '{FIRST_DAY}' WHEN 2 THEN "earliest" ELSE "latest" END"""
_POSSIBLE: Final = " || ".join(
    f"""CASE WHEN "mask" & {1 << bit} THEN ',{standing}' ELSE '' END""" for bit, standing in enumerate(STANDINGS)
)
_CERTAIN: Final = " ".join(f"WHEN {1 << bit} THEN '{standing}'" for bit, standing in enumerate(STANDINGS))
_RECOGNISED: Final = _bit("recognised")
_STANDING: Final = f"""
WITH
-- the days on which something may change, and what is obliged from each on
"turn" AS (
  SELECT {_columns()}, {_EACH_DAY} AS "day", max(CASE k."n" WHEN 3 THEN "earliest" END) AS "obliged",
    min("exact") AS "exact"
  FROM (SELECT 1 AS "n" UNION ALL SELECT 2 UNION ALL SELECT 3) AS k CROSS JOIN "counted_act"
  GROUP BY {_columns()}, {_EACH_DAY}
),
"obligation" AS (
  SELECT {_columns()}, "day", max("obliged") OVER "so_far" AS "follow", min("exact") OVER "so_far" AS "exact"
  FROM "turn" WINDOW "so_far" AS (PARTITION BY {_columns()} ORDER BY "day")
),
-- what is possible from each of these days on
"outcome" AS (
  SELECT {_columns("t.")}, t."day", t."exact",
    (t."follow" IS NULL) | coalesce((
      SELECT {" | ".join(f'max(a."effect" & {1 << bit})' for bit in range(len(STANDINGS)))}
      FROM "counted_act" AS a
      WHERE a."actor" = t."actor" AND a."target" = t."target" AND a."capacity" = t."capacity"
        AND a."concerning" IS t."concerning"
        AND a."earliest" <= t."day" AND a."latest" >= coalesce(t."follow", '')
    ), 0) AS "mask"
  FROM "obligation" AS t WHERE t."day" <= '{_LAST_ASKED}'
),
"change" AS (
  SELECT *, lag("mask") OVER (PARTITION BY {_columns()} ORDER BY "day") AS "mask_before" FROM "outcome"
)
SELECT {_columns()}, "day" AS "first_day",
  coalesce(date(lead("day") OVER (PARTITION BY {_columns()} ORDER BY "day"), '-1 day'), '{LAST_DAY}') AS "last_day",
  CASE "mask" {_CERTAIN} END AS "certain",
  substr({_POSSIBLE}, 2) AS "possible",
  CASE WHEN "mask" = {_RECOGNISED} THEN 'true' WHEN "mask" & {_RECOGNISED} THEN 'unknown' ELSE 'false' END
    AS "recognised",
  "exact"
FROM "change" WHERE "mask_before" IS NOT "mask\""""
