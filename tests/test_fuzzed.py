"""Inputs that a fuzzer came upon, each looked at as the fuzzer looks at its inputs: every loader keeps its promises."""

import importlib
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from recognition.formats import FORMATS

ROOT: Final = Path(__file__).parents[1]
FUZZED: Final = ROOT / "tests" / "golden" / "fuzzed"
INPUTS: Final = sorted(path for path in FUZZED.glob("*/*") if path.is_file())


@pytest.fixture(scope="module")
def oracles() -> Any:
    """Give the fuzzer's promises."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        return importlib.import_module("fuzzing.oracles")
    finally:
        sys.path.remove(str(ROOT / "tools"))


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_an_input_is_taken_or_refused_as_promised(path: Path, oracles: Any) -> None:
    """Whatever the bytes, a loader gives a dataset that comes back, or tells its problems, in little time."""
    oracles.check(path.parent.name, path.read_bytes())


def test_both_roads_are_gone(oracles: Any) -> None:
    """The loader of each format takes some of the inputs, and refuses others."""
    told: dict[str, list[set[str]]] = {}
    for path in INPUTS:
        told.setdefault(path.parent.name, []).append(oracles.told_of(path.parent.name, path.read_bytes()))
    assert set(told) >= {*FORMATS, "edtf", "arrow", "diff", "compressed", "migration", "wikidata", "gdelt"}
    for target in FORMATS:
        assert any("taken" in one for one in told[target]), target
        assert any("taken" not in one for one in told[target]), target
