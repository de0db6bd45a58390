"""Answers over time at scale: index, standing queries and segments, beside pandas, DuckDB and SPARQL.

Every peer is asked the same questions about the same acts, and its answers are compared with ours. The peers hold exact
days only, so they are given acts with exact days, as is the history that they are compared with.
"""

import random
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from timing import WALL, Row, Sizes, absent, medians, skipped

import recognition

TITLE: Final = "Questions about a pair and a day"
ACTS: Final = Sizes(quick=2_000, full=100_000)
ACTS_OF_FRAMES: Final = Sizes(quick=1_000, full=50_000)
ACTS_OF_GRAPHS: Final = Sizes(quick=500, full=5_000)
QUESTIONS: Final = Sizes(quick=2_000, full=50_000)
ASKED: Final = Sizes(quick=50, full=500)
"""How much the peers are asked, which are slower."""

ACTORS, TARGETS = 200, 400
Question = tuple[str, str, date]
MOVES = ("recognition", "reaffirmation", "suspension", "withdrawal")
STANDING = {"recognition": "recognised", "reaffirmation": "recognised", "suspension": "suspended"}


def document(acts: int, *, partial: float, seed: int = 1) -> bytes:
    """Give a JSON document of synthetic acts, a share of them with partial dates."""
    rng = random.Random(seed)
    lines = [f'{{"type":"state","id":"state:S{number}","name":"State {number}"}}' for number in range(TARGETS)]
    for number in range(acts):
        actor, target = rng.randrange(ACTORS), rng.randrange(TARGETS)
        if actor == target:
            target = (target + 1) % TARGETS
        year, month, day = rng.randrange(1900, 2020), rng.randrange(1, 13), rng.randrange(1, 29)
        text = f"{year}-{month:02}-{day:02}"
        if rng.random() < partial:
            text = rng.choice([f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-XX", f"[{text}..]"])
        move = rng.choices(MOVES, [6, 1, 1, 1])[0]
        lines.append(
            f'{{"type":"recognition","id":"recognition:a{number}","actor":"state:S{actor}",'
            f'"target":"state:S{target}","capacity":"state","move":"{move}","date":"{text}"}}'
        )
    return ('{"format_version":1,"records":[\n' + ",\n".join(lines) + "\n]}\n").encode()


def questions(count: int, seed: int = 2) -> list[Question]:
    """Give random questions: actor, target, day."""
    rng = random.Random(seed)
    return [
        (
            f"state:S{rng.randrange(ACTORS)}",
            f"state:S{rng.randrange(TARGETS)}",
            date(rng.randrange(1900, 2021), rng.randrange(1, 13), rng.randrange(1, 29)),
        )
        for _ in range(count)
    ]


def rows(size: str, rounds: int) -> Iterator[Row]:
    """Give the rates and the comparisons."""
    yield from at_scale(getattr(ACTS, size), getattr(QUESTIONS, size), rounds)
    asked = questions(getattr(ASKED, size))
    frames, graphs = getattr(ACTS_OF_FRAMES, size), getattr(ACTS_OF_GRAPHS, size)
    yield beside_pandas(frames, asked, rounds)
    yield beside_duckdb(frames, asked, rounds)
    yield beside_sparql(graphs, asked[: max(10, len(asked) // 10)], rounds)


def at_scale(acts: int, count: int, rounds: int) -> Iterator[Row]:
    """Give what loading, the index, questions and segments take, a tenth of the acts with partial dates."""
    data = document(acts, partial=0.1)
    dataset = recognition.loads(data)
    history = recognition.History(dataset)
    asked = questions(count)
    times = medians(
        {
            "load": lambda: recognition.loads(data),
            "index": lambda: recognition.History(dataset),
            "ask": lambda: [history.standing(actor, target, on=day).possible for actor, target, day in asked],
            "segments": lambda: sum(1 for _ in history.segments()),
        },
        min(rounds, 3),
    )
    yield Row(
        what=f"questions a second, {acts:,} acts, one core",
        ours=count / times["ask"],
        unit="/s",
        at_least=100_000,
        argued="performance.md#as-of-questions",
        note=f"{count:,} random ones, all of whose possible standings are looked at",
    )
    yield Row(what=f"index of {acts:,} acts: loading them", ours=times["index"], peer=times["load"])
    yield Row(
        what=f"all segments of all pairs, {acts:,} acts: loading them", ours=times["segments"], peer=times["load"]
    )


def beside_pandas(acts: int, asked: list[Question], rounds: int) -> Row:
    """Ask the same of a pandas frame, sorted and indexed for it."""
    if absent("pandas"):
        return skipped("pandas", "pandas")
    import pandas as pd

    dataset = recognition.loads(document(acts, partial=0))
    history = recognition.History(dataset)
    rows = [
        (act.actor, act.target, str(act.date), act.id, STANDING.get(act.move.value, "withdrawn"))
        for act in dataset.of(recognition.RecognitionAct)
    ]
    frame = pd.DataFrame(rows, columns=["actor", "target", "day", "id", "standing"])
    frame = frame.sort_values(["day", "id"], kind="stable")
    groups = dict(iter(frame.groupby(["actor", "target"])))

    def ask(actor: str, target: str, day: date) -> str:
        group = groups.get((actor, target))
        if group is None:
            return "none"
        before = group[group["day"] <= day.isoformat()]
        return "none" if before.empty else str(before["standing"].iloc[-1])

    return compare(f"{len(asked):,} questions, {acts:,} acts: pandas, a frame a pair", history, ask, asked, rounds)


def beside_duckdb(acts: int, asked: list[Question], rounds: int) -> Row:
    """Ask the same of a table of DuckDB with an index on the pairs."""
    if absent("duckdb"):
        return skipped("DuckDB", "duckdb")
    import duckdb

    dataset = recognition.loads(document(acts, partial=0))
    history = recognition.History(dataset)
    rows = [
        (act.actor, act.target, str(act.date), act.id, STANDING.get(act.move.value, "withdrawn"))
        for act in dataset.of(recognition.RecognitionAct)
    ]
    connection = duckdb.connect()
    connection.execute("create table acts (actor text, target text, day date, id text, standing text)")
    columns = ", ".join(f"unnest($c{number})" for number in range(5))
    listed = {f"c{number}": list(values) for number, values in enumerate(zip(*rows, strict=True))}
    connection.execute(f"insert into acts select {columns}", listed)
    connection.execute("create index pairs on acts (actor, target)")

    def ask(actor: str, target: str, day: date) -> str:
        query = (
            "select standing from acts where actor = ? and target = ? and day <= ? order by day desc, id desc limit 1"
        )
        found = connection.execute(query, [actor, target, day]).fetchone()
        return str(found[0]) if found else "none"

    return compare(
        f"{len(asked):,} questions, {acts:,} acts: DuckDB, an index of pairs", history, ask, asked, rounds, clock=WALL
    )


def beside_sparql(acts: int, asked: list[Question], rounds: int) -> Row:
    """Ask the same of rdflib through a prepared SPARQL query."""
    if absent("rdflib"):
        return skipped("rdflib", "rdflib")
    import rdflib
    from rdflib.plugins.sparql import prepareQuery

    dataset = recognition.loads(document(acts, partial=0))
    history = recognition.History(dataset)
    space = rdflib.Namespace("urn:x:")
    graph = rdflib.Graph()
    for act in dataset.of(recognition.RecognitionAct):
        node = space[act.id]
        graph.add((node, space.actor, space[act.actor]))
        graph.add((node, space.target, space[act.target]))
        graph.add((node, space.day, rdflib.Literal(str(act.date))))
        graph.add((node, space.standing, rdflib.Literal(STANDING.get(act.move.value, "withdrawn"))))
    query = prepareQuery(
        "SELECT ?standing WHERE { ?act x:actor ?actor ; x:target ?target ; x:day ?day ; x:standing ?standing . "
        "FILTER(?day <= ?on) } ORDER BY DESC(?day) DESC(?act) LIMIT 1",
        initNs={"x": space},
    )

    def ask(actor: str, target: str, day: date) -> str:
        bound = {"actor": space[actor], "target": space[target], "on": rdflib.Literal(day.isoformat())}
        result = list(graph.query(query, initBindings=bound))
        return str(result[0][0]) if result else "none"

    return compare(f"{len(asked):,} questions, {acts:,} acts: rdflib, prepared SPARQL", history, ask, asked, rounds)


def compare(
    what: str,
    history: recognition.History,
    ask: Callable[[str, str, date], str],
    asked: list[Question],
    rounds: int,
    *,
    clock: Callable[[], float] = time.process_time,
) -> Row:
    """Ask both the same, see that they agree, and time them in turn."""
    agree([history.standing(a, t, on=d) for a, t, d in asked], [ask(a, t, d) for a, t, d in asked])
    times = medians(
        {
            "ours": lambda: [history.standing(a, t, on=d).possible for a, t, d in asked],
            "theirs": lambda: [ask(a, t, d) for a, t, d in asked],
        },
        rounds,
        clock,
    )
    return Row(what=what, ours=times["ours"], peer=times["theirs"])


def agree(answers: list[recognition.Answer], found: list[str]) -> None:
    """See that a peer gives a standing that is possible: acts of one day have no order, and it chose one."""
    for answer, other in zip(answers, found, strict=True):
        if other not in answer.possible:
            message = f"{answer!r}, but the peer says {other}"
            raise SystemExit(message)
