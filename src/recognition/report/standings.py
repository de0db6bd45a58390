"""What a history adds to a report: where recognition stands over time, and which claims the record bears out."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Final

from recognition.dataset.dataset import Dataset
from recognition.history.answer import Segment
from recognition.history.history import History
from recognition.history.standing import Standing
from recognition.model.dates import PartialDate
from recognition.model.statements import Statement
from recognition.model.truth import Truth
from recognition.model.vocabulary import Capacity
from recognition.report.contents import Checked, Spells
from recognition.report.phrases import Phrases
from recognition.report.words import in_words, listed

_TRUTHS: Final = {
    Truth.TRUE: "borne out by the record",
    Truth.FALSE: "refuted by the record",
    Truth.UNKNOWN: "left open by the record",
}


def standings_of(history: History, phrases: Phrases) -> Iterator[Spells]:
    """Give, for each pair of actor and target, how its standing changes over time."""
    for (actor, target, capacity, concerning), run in groupby(history.segments(), key=_pair):
        segments = list(run)
        # A pair that a request alone is about has no standing to tell of.
        if all(standing is Standing.NONE for segment in segments for standing in segment.possible):
            continue
        land = f" concerning {phrases.name(concerning)}" if concerning else ""
        yield Spells(
            actor=actor,
            target=target,
            heading=f"{phrases.name(target)}, as {capacity}{land}, by",
            label=phrases.name(actor),
            spells=tuple(f"{_when(segment.start, segment.end)}: {_outcomes(segment)}" for segment in segments),
            because=history.standing(
                actor, target, on="[0001-01-01..]", capacity=capacity, concerning=concerning
            ).because,
        )


def claims_of(history: History, dataset: Dataset) -> Iterator[Checked]:
    """Give what the record has to say on each claim that can be checked."""
    for statement in dataset.of(Statement):
        if statement.claim is not None:
            result = history.check_claim(statement)
            yield Checked(
                statement=statement.id,
                text=statement.gist or statement.text or statement.id,
                result=_TRUTHS[result.truth],
                because=result.because,
                gap=result.gap,
            )


def _pair(segment: Segment) -> tuple[str, str, Capacity, str | None]:
    return segment.actor, segment.target, segment.capacity, segment.concerning


def _outcomes(segment: Segment) -> str:
    possible = [standing for standing in Standing if standing in segment.possible]
    words = ["nothing on record" if standing is Standing.NONE else standing.value for standing in possible]
    return words[0] if len(words) == 1 else f"uncertain: {listed(words, 'or')}"


def _when(start: date | None, end: date | None) -> str:
    first, last = (None if day is None else in_words(PartialDate.from_date(day)) for day in (start, end))
    if first is None:
        return "at any time" if last is None else f"until {last}"
    return f"from {first} on" if last is None else f"on {first}" if start == end else f"from {first} to {last}"
