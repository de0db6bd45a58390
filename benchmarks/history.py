"""Answers over time at scale: index, standing queries and segments, beside pandas and SPARQL.

Run: ``python benchmarks/history.py [--acts 1000000]``. Prints one table; every peer is asked the same questions
about the same acts and its answers are compared with ours before it is timed. pandas and rdflib hold exact days
only, so they are given the acts with exact days, as is the history that they are compared with.
"""

import argparse
import gc
import random
import resource
import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import recognition

ACTORS, TARGETS = 200, 400
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


def questions(count: int, seed: int = 2) -> list[tuple[str, str, date]]:
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


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Give the wall seconds of a piece of work, and its result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def row(what: str, figure: str) -> None:
    """Print a row of the table."""
    print(f"{what:<66} {figure:>24}", flush=True)


def at_scale(acts: int) -> None:
    """Measure load, index, queries and segments."""
    data = document(acts, partial=0.1)
    load, dataset = timed(lambda: recognition.loads(data))
    row(f"load and check {acts:,} acts ({len(data) / 1e6:.0f} MB of JSON)", f"{load:.2f} s")
    index, history = timed(lambda: recognition.History(dataset))
    row("index (History)", f"{index:.2f} s")
    row("index / load", f"{index / load:.2f}")
    rates = []
    for seed in range(3):
        asked = questions(100_000, seed)
        seconds, _ = timed(lambda asked=asked: [history.standing(a, t, on=d).possible for a, t, d in asked])
        rates.append(len(asked) / seconds)
    row("standing queries a second, one core (median of 3 x 100,000)", f"{statistics.median(rates):,.0f}")
    seconds, count = timed(lambda: sum(1 for _ in history.segments()))
    row(f"all {count:,} segments of all pairs, one pass", f"{seconds:.2f} s")
    row("peak memory of the process", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


def beside_pandas(acts: int) -> None:
    """Ask the same of a pandas frame, sorted and indexed for it."""
    try:
        import pandas as pd
    except ModuleNotFoundError:
        row("pandas", "skipped: not installed")
        return
    dataset = recognition.loads(document(acts, partial=0))
    history = recognition.History(dataset)
    rows = [
        (act.actor, act.target, str(act.date), act.id, STANDING.get(act.move.value, "withdrawn"))
        for act in dataset.of(recognition.RecognitionAct)
    ]
    frame = pd.DataFrame(rows, columns=["actor", "target", "day", "id", "standing"])
    frame = frame.sort_values(["day", "id"], kind="stable")
    groups = dict(iter(frame.groupby(["actor", "target"])))
    asked = questions(2_000)

    def ask(actor: str, target: str, day: date) -> str:
        group = groups.get((actor, target))
        if group is None:
            return "none"
        before = group[group["day"] <= day.isoformat()]
        return "none" if before.empty else str(before["standing"].iloc[-1])

    compare(f"pandas, a frame a pair, of {acts:,} acts: their time / ours", history, ask, asked)


def beside_sparql(acts: int) -> None:
    """Ask the same of rdflib through a prepared SPARQL query."""
    try:
        import rdflib
        from rdflib.plugins.sparql import prepareQuery
    except ModuleNotFoundError:
        row("rdflib SPARQL", "skipped: not installed")
        return
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
    asked = questions(100)

    def ask(actor: str, target: str, day: date) -> str:
        bound = {"actor": space[actor], "target": space[target], "on": rdflib.Literal(day.isoformat())}
        result = list(graph.query(query, initBindings=bound))
        return str(result[0][0]) if result else "none"

    compare(f"rdflib SPARQL, graph of {acts:,} acts: their time / ours", history, ask, asked)


def compare(
    what: str,
    history: recognition.History,
    ask: Callable[[str, str, date], str],
    asked: list[tuple[str, str, date]],
) -> None:
    """Ask both the same, in turn, and print the median ratio of three rounds."""
    ratios = []
    for _ in range(3):
        gc.collect()
        ours, answers = timed(lambda: [history.standing(a, t, on=d) for a, t, d in asked])
        theirs, found = timed(lambda: [ask(a, t, d) for a, t, d in asked])
        agree(answers, found)
        ratios.append(theirs / ours)
    row(what, f"{statistics.median(ratios):,.1f}")


def agree(answers: list[recognition.Answer], found: list[str]) -> None:
    """See that a peer gives a standing that is possible: acts of one day have no order, and it chose one."""
    for answer, other in zip(answers, found, strict=True):
        if other not in answer.possible:
            message = f"{answer!r}, but the peer says {other}"
            raise SystemExit(message)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, default=1_000_000)
    acts = parser.parse_args().acts
    at_scale(acts)
    beside_pandas(min(acts, 200_000))
    beside_sparql(min(acts, 20_000))


if __name__ == "__main__":
    main()
